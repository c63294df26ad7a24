package derive

import (
	"context"
	"errors"
	"sync"
	"time"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/core/register"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// A Deriver (推算) keeps the views up to date: it follows the positions of the ledger,
// folds anew the organisations that a record may change, and stores what comes of it
// with its position. One works at a time; the views say how far it is.
type Deriver struct {
	Config
	programs programs

	rebuilding sync.Mutex // one generation is built at a time
	working    sync.Mutex // one piece of work on the served one at a time
	served     app.Generation
	day        pass
	reach      func([]fact.Subject) register.Reach // register.Affected
	atOnce     int                                 // how many records, and how many organisations, one batch takes

	mu     sync.Mutex
	state  State
	moved  chan struct{} // closed when the state changes
	wake   chan struct{}
	Report func(Progress) // told of long work, if it is set before Run
}

// A State says what the views show.
type State struct {
	Generation int64
	Upto       app.Position // all records up to it are in
	AsOf       party.Date   // the day to which the present year is folded
}

// A pass folds everything again because the day has changed: those up to after are
// done.
type pass struct {
	on    party.Date
	after party.OrgID
	meter *meter
}

// New returns a deriver that has not begun.
func New(c Config) *Deriver {
	d := &Deriver{Config: c, moved: make(chan struct{}), wake: make(chan struct{}, 1), reach: register.Affected, atOnce: 512}
	d.programs.from = c.Standards
	return d
}

// State returns what the views show; the zero State before there are any.
func (d *Deriver) State() State {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.state
}

// Wake says that there may be new records.
func (d *Deriver) Wake() {
	select {
	case d.wake <- struct{}{}:
	default: // it is awake
	}
}

// Patience is how long Wait waits at most.
const Patience = 500 * time.Millisecond

// Wait waits until the views show a position, for half a second at most, and reports
// whether they do.
func (d *Deriver) Wait(ctx context.Context, upto app.Position) bool {
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	d.Wake()
	for {
		d.mu.Lock()
		there, moved := d.state.Upto >= upto, d.moved
		d.mu.Unlock()
		if there {
			return true
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return false
		}
	}
}

// show publishes the served generation.
func (d *Deriver) show(g app.Generation) {
	d.served = g
	d.mu.Lock()
	defer d.mu.Unlock()
	d.state = State{g.Number, g.Upto, g.AsOf}
	close(d.moved)
	d.moved = make(chan struct{})
}

// idle is how long Run sleeps if nobody wakes it.
const idle = time.Second

// Run rebuilds the views if there are none of this schema, then follows the ledger
// until ctx ends or something fails. What is stored stays right in any case.
func (d *Deriver) Run(ctx context.Context) error {
	switch _, err := d.Open(ctx); {
	case errs.KindOf(err) == errs.NotFound:
		if err := d.Rebuild(ctx, d.Report); err != nil {
			return err
		}
	case err != nil:
		return err
	}
	for {
		more, err := d.Step(ctx)
		if err != nil {
			return err
		}
		if more {
			continue
		}
		sleep := time.NewTimer(idle)
		select {
		case <-d.wake:
		case <-sleep.C:
		case <-ctx.Done():
			sleep.Stop()
			return ctx.Err()
		}
		sleep.Stop()
	}
}

// Open finds the served generation; NotFound if there is none of this schema.
func (d *Deriver) Open(ctx context.Context) (State, error) {
	d.working.Lock()
	defer d.working.Unlock()
	err := d.open(ctx)
	return d.State(), err
}

func (d *Deriver) open(ctx context.Context) error {
	all, err := d.Views.Generations(ctx)
	if err != nil {
		return err
	}
	for _, g := range all {
		if g.Served && g.Schema == Schema {
			d.show(g)
			return nil
		}
	}
	return errs.E("derive.Open", errs.NotFound, "列表还没有建好；正在建，或用 qiangji rebuild 来建", nil)
}

// CatchUp steps until the views show all that has a position, and today.
func (d *Deriver) CatchUp(ctx context.Context) error {
	for {
		if more, err := d.Step(ctx); err != nil || !more {
			return err
		}
	}
}

// Step does one piece of work: the next records, or else some organisations of the new
// day. It reports whether there is more to do.
func (d *Deriver) Step(ctx context.Context) (more bool, err error) {
	d.working.Lock()
	defer d.working.Unlock()
	if err := d.open(ctx); err != nil { // another process may have gone on, or rebuilt
		return false, err
	}
	more, err = d.step(ctx, d.served)
	if was := d.served.Number; err != nil && d.open(ctx) == nil && d.served.Number != was {
		return true, nil // another generation was served meanwhile, and this one dropped
	}
	return more, err
}

func (d *Deriver) step(ctx context.Context, g app.Generation) (more bool, err error) {
	today := max(d.today(), g.AsOf)
	more, err = d.follow(ctx, &g, today, d.day.after)
	if err != nil || more || g.AsOf >= today {
		return more, err
	}
	return d.newDay(ctx, &g, today)
}

// follow takes the next records into a generation; next is how far a new day is.
func (d *Deriver) follow(ctx context.Context, g *app.Generation, today party.Date, next party.OrgID) (more bool, err error) {
	rows, err := d.Ledger.Follow(ctx, g.Upto, d.atOnce)
	if err != nil || len(rows) == 0 {
		return false, err
	}
	orgs, err := d.affected(ctx, g.Number, rows)
	if err != nil {
		return false, err
	}
	now := *g
	now.Upto, now.Next = rows[len(rows)-1].Pos, next
	if err := d.refold(ctx, *g, now, orgs, today); err != nil {
		return false, err
	}
	if *g = now; g.Served {
		d.show(now)
	}
	return len(rows) == d.atOnce, nil
}

// refold stores organisations folded up to the position of now, in as many batches as
// it takes. Only the last moves the position on; the others mark that more is coming,
// so that who is interrupted begins this step again.
func (d *Deriver) refold(ctx context.Context, was, now app.Generation, orgs []party.OrgID, today party.Date) error {
	m := d.meter("更新党组织", int64(len(orgs)), d.Report)
	long := len(orgs) > d.atOnce
	for {
		n := min(len(orgs), d.atOnce)
		made, err := d.portions(ctx, orgs[:n], span(now.Upto), today)
		if err != nil {
			return err
		}
		b := app.ViewBatch{Now: now}
		if n < len(orgs) {
			b.Now = was
			b.Now.Next = orgs[n-1]
		}
		for _, p := range made {
			p.add(&b)
		}
		if err := d.Views.Save(ctx, was.Number, &b); err != nil {
			return err
		}
		if long {
			m.add(int64(n))
		}
		if orgs = orgs[n:]; len(orgs) == 0 {
			return nil
		}
	}
}

// portions folds some organisations, several goroutines at once.
func (d *Deriver) portions(ctx context.Context, orgs []party.OrgID, s span, today party.Date) ([]*portion, error) {
	made, failed := make([]*portion, len(orgs)), make([]error, folders)
	var wait sync.WaitGroup
	for k := range min(folders, len(orgs)) {
		wait.Go(func() {
			f := d.folder()
			if len(orgs) > folders {
				f.kept = shelf{}
			}
			for i := k; i < len(orgs) && failed[k] == nil; i += folders {
				facts, err := d.gather(ctx, orgs[i], s, nil, f.kept)
				if err == nil {
					made[i], err = f.portion(orgs[i], facts, today)
				}
				failed[k] = err
			}
		})
	}
	wait.Wait()
	return made, errors.Join(failed...)
}

// newDay folds some organisations up to the new day, so few that records need not wait
// for long. The day is stored when all are.
func (d *Deriver) newDay(ctx context.Context, g *app.Generation, today party.Date) (more bool, err error) {
	if d.day.on != today {
		d.day = pass{on: today, meter: d.meter("换日更新党组织", 0, d.Report)}
	}
	b := app.ViewBatch{Now: *g}
	n := 0
	err = (&sweep[*portion]{
		Deriver: d, after: d.day.after, most: d.atOnce, span: span(g.Upto),
		make: func(f *folder, org party.OrgID, facts []fact.Fact) (*portion, error) {
			return f.portion(org, facts, today)
		},
		take: func(made *batch[*portion]) error {
			n += len(made.orgs)
			for _, p := range made.made {
				p.add(&b)
			}
			return nil
		},
	}).run(ctx)
	if err != nil {
		return false, err
	}
	if more = n == d.atOnce; more {
		d.day.after = b.Replace[n-1]
		b.Now.Next = d.day.after
	} else {
		b.Now.Next, b.Now.AsOf = "", today
	}
	if err := d.Views.Save(ctx, g.Number, &b); err != nil {
		return false, err
	}
	d.day.meter.add(int64(n))
	if !more {
		d.day = pass{}
	}
	d.show(b.Now)
	return more, nil
}
