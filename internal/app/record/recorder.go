package record

import (
	"context"
	"fmt"
	"sync"
	"time"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// MaxFacts is how many facts one request may hold.
const MaxFacts = 100_000

// tries is how often a change is decided anew when another came between.
const tries = 3

// Config is what a Recorder needs.
type Config struct {
	Ledger app.Ledger
	Writer app.Writer
	Ring   func() *app.Ring // a new one for each use
	Clock  app.Clock
	IDs    *app.IDs
	Wake   func() // called after each change that was made; may be nil
	Room   int    // how many bytes of facts are kept at hand; 0: 64 MiB
}

// A Recorder (登记) appends facts. It may be used by many at once, and there may be
// several on one store.
type Recorder struct {
	Config
	memory *memory
	turns  turns

	mu    sync.Mutex
	watch watch
}

// New returns a recorder.
func New(c Config) *Recorder {
	if c.Room == 0 {
		c.Room = 64 << 20
	}
	return &Recorder{Config: c, memory: newMemory(c.Room), turns: turns{waits: map[party.OrgID]*turn{}}}
}

// A Request (登记申请) is facts that are recorded together or not at all. They may be
// of several organisations and build on one another, in any order.
type Request struct {
	Facts  []fact.Fact         // At is given by the recorder, and an ID to those without
	Words  standard.Vocabulary // the names that the standards in force declare
	Actor  app.Actor
	Action app.Action // empty: fact.append
	Object string     // what the audit entry names; empty: the fact, if it is one
	Reason string     // a code or the number of a paper: app.GoodReason
	Once   *app.Once  // may be nil; a zero Digest is taken over the facts, At is given

	// With adds to the change what is stored with the facts, and returns what binds
	// them to their texts. It is called anew for each try and may be nil.
	With func(ctx context.Context, ring *app.Ring, to *app.Change) ([]app.Commitment, error)
}

// A Result (登记结果) says what came of a request.
type Result struct {
	Facts    []party.FactID // the ids, in the order of the request; nil: nothing was recorded
	At       time.Time      // the moment of recording
	Repeated bool           // it was recorded before, under the same Once
	Problems []Problem      // why nothing was recorded
	Warnings []Problem      // what was recorded all the same and should be looked at
}

// A Problem (问题) is what is wrong with one fact of a request.
type Problem struct {
	Index int // of the fact in the request; -1: not one of them
	register.Problem
}

// Append records the facts of a request, or says in Problems why they cannot be recorded.
// At is the moment of recording, of migrated facts too: what an export holds is brought
// back by restoring, not by recording it anew. A Conflict means that others kept changing
// what the request rests on; then nothing was recorded, and asking again may help. After
// an Uncertain error the same request with the same Once settles what came of it.
func (r *Recorder) Append(ctx context.Context, q Request) (Result, error) {
	now, err := r.instant(ctx)
	if err != nil {
		return Result{}, err
	}
	b, problems, err := prepare(&q, now, r.IDs)
	if err != nil || problems != nil {
		return Result{Problems: problems}, err
	}
	leave, err := r.turns.take(ctx, b.orgs())
	if err != nil {
		return Result{}, err
	}
	defer leave()
	return r.append(ctx, b)
}

// append decides and commits, anew if another change came between.
func (r *Recorder) append(ctx context.Context, b *batch) (Result, error) {
	for try := 1; ; try++ {
		d, err := r.decide(ctx, b)
		if err != nil {
			return Result{}, err
		}
		if len(d.problems) > 0 {
			return r.refuse(ctx, b, d)
		}
		receipt, err := r.commit(ctx, b, d)
		switch {
		case err == nil:
			return r.done(b, d, receipt), nil
		case errs.KindOf(err) != errs.Conflict:
			return Result{}, err
		case try == tries:
			return Result{}, errs.E("record.Append", errs.Conflict, fmt.Sprintf("试了 %d 次，每次都有别人先改了相关的记录；没有登记，请稍等再试", tries), err)
		}
	}
}

// A decision is what was found of a batch, and on what it rests.
type decision struct {
	ring     *app.Ring
	reads    map[fact.Subject]app.Version
	target   func(party.FactID) []fact.Subject
	problems []Problem
	warnings []Problem
}

// decide looks at the facts beside what is recorded. What it finds wrong by what was at
// hand it reads again before it says so.
func (r *Recorder) decide(ctx context.Context, b *batch) (*decision, error) {
	d, known, err := r.look(ctx, b)
	if err == nil && len(d.problems) > 0 && known {
		r.memory.drop(d.reads)
		d, _, err = r.look(ctx, b)
	}
	return d, err
}

// look decides once. It reports whether anything was at hand already.
func (r *Recorder) look(ctx context.Context, b *batch) (d *decision, known bool, err error) {
	s := slice{Recorder: r, ring: r.Ring(), own: b.own, fresh: b.fresh, reads: map[fact.Subject]app.Version{}}
	r.memory.heed(s.ring.Erasures())
	n := register.NeedsOfAdmit(b.facts)
	if err := s.gather(ctx, n); err != nil {
		return nil, false, err
	}
	held := n.Facts()
	b.date(held)
	d = &decision{ring: s.ring, reads: s.reads}
	d.sort(b, taken(b, held))
	d.sort(b, register.Admit(register.Fold(held, fact.Cut{}), b.facts, b.Words))
	if len(d.problems) == 0 {
		d.target, err = s.targets(ctx, b, held)
	}
	return d, s.known, err
}

// sort puts problems apart from warnings.
func (d *decision) sort(b *batch, found []register.Problem) {
	for _, p := range found {
		if q := (Problem{b.index(p.Fact), p}); p.Warn {
			d.warnings = append(d.warnings, q)
		} else {
			d.problems = append(d.problems, q)
		}
	}
}

// taken finds the given ids that stand for something else already.
func taken(b *batch, held []fact.Fact) []register.Problem {
	var found []register.Problem
	for i := range held {
		if id := held[i].ID; b.index(id) >= 0 {
			found = append(found, register.Problem{Fact: id, Field: "id", Message: fmt.Sprintf("编号 %s 已经用在另一条记录上；请换一个编号重新登记", id)})
		}
	}
	return found
}

// commit stores the change that a decision allows.
func (r *Recorder) commit(ctx context.Context, b *batch, d *decision) (app.Receipt, error) {
	c, err := r.change(ctx, b, d)
	if err != nil {
		return app.Receipt{}, err
	}
	step := r.owed()
	if step > 0 {
		row, err := r.entry(b, app.Entry{Org: app.Instance, Action: "clock.back", Counts: map[string]int64{"seconds": step}})
		if err != nil {
			return app.Receipt{}, err
		}
		c.Audit = append(c.Audit, row)
	}
	receipt, err := r.Writer.Commit(ctx, c)
	if err != nil || receipt.Repeated {
		r.owe(step)
		r.memory.drop(d.reads)
		r.memory.touch(c.Facts)
		return receipt, err
	}
	r.memory.grow(d.reads, b.facts, c.Facts, d.ring.Erasures())
	if r.Wake != nil {
		r.Wake()
	}
	return receipt, nil
}

// change is the facts with all that is stored with them.
func (r *Recorder) change(ctx context.Context, b *batch, d *decision) (*app.Change, error) {
	c := &app.Change{Reads: d.reads, Once: b.once}
	texts := map[party.TextID]app.Commitment{}
	if b.With != nil {
		bindings, err := b.With(ctx, d.ring, c)
		if err != nil {
			return nil, err
		}
		for _, t := range bindings {
			texts[t.Text] = t
		}
	}
	subjects := fact.Indexed(b.facts, d.target)
	recorded := make([]app.Recorded, len(b.facts))
	for i := range b.facts {
		recorded[i] = app.Recorded{Fact: b.facts[i], Texts: bound(&b.facts[i], texts), Subjects: subjects[i]}
	}
	var err error
	if c.Facts, err = (app.Lines{Ring: d.ring}).Rows(ctx, recorded); err != nil {
		return nil, err
	}
	c.Keys = append(c.Keys, d.ring.Made()...)
	audit, err := r.audit(b)
	c.Audit = append(c.Audit, audit...)
	return c, err
}

// done is the result of a change that was made, now or before.
func (r *Recorder) done(b *batch, d *decision, receipt app.Receipt) Result {
	result := Result{Facts: b.inOrder(receipt.Facts), Repeated: receipt.Repeated}
	if !receipt.Repeated {
		result.At, result.Warnings = b.at, d.warnings
	}
	return result
}

// refuse answers a request with problems. One that was granted before meets itself in the
// ledger; a change that can never be made brings its receipt to light.
func (r *Recorder) refuse(ctx context.Context, b *batch, d *decision) (Result, error) {
	refused := Result{Problems: d.problems, Warnings: d.warnings}
	if b.once == nil {
		return refused, nil
	}
	audit, err := r.audit(b)
	if err != nil {
		return Result{}, err
	}
	receipt, err := r.Writer.Commit(ctx, &app.Change{
		Once: b.once, Audit: audit, Reads: map[fact.Subject]app.Version{fact.OrgSubject(b.once.Org): -1},
	})
	switch {
	case errs.KindOf(err) == errs.Conflict && err != nil:
		return refused, nil
	case err != nil:
		return Result{}, err
	}
	return r.done(b, d, receipt), nil
}
