package derive

import (
	"context"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// Rebuild makes all views anew in a generation beside the served one, brings it up to
// what has a position by then, and serves it. Stopped or killed at any point, it goes
// on with the same generation the next time; the served one stays until the end, and is
// kept up to date by Step meanwhile.
func (d *Deriver) Rebuild(ctx context.Context, tell func(Progress)) error {
	d.rebuilding.Lock()
	defer d.rebuilding.Unlock()
	g, err := d.site(ctx)
	if err != nil {
		return err
	}
	if !g.Built {
		if err := d.fill(ctx, &g, tell); err != nil {
			return err
		}
	}
	if err := d.upToNow(ctx, &g); err != nil {
		return err
	}
	d.working.Lock() // so that little is left to do
	defer d.working.Unlock()
	if err := d.upToNow(ctx, &g); err != nil {
		return err
	}
	if err := d.Views.Serve(ctx, g.Number); err != nil {
		return err
	}
	g.Served = true
	d.day = pass{}
	d.show(g)
	return nil
}

// upToNow follows the ledger to its end.
func (d *Deriver) upToNow(ctx context.Context, g *app.Generation) error {
	for {
		if more, err := d.follow(ctx, g, g.AsOf, ""); err != nil || !more {
			return err
		}
	}
}

// site finds the generation that is being built, or begins one. What is left of other
// attempts is dropped.
func (d *Deriver) site(ctx context.Context) (g app.Generation, err error) {
	all, err := d.Views.Generations(ctx)
	if err != nil {
		return g, err
	}
	for _, old := range all {
		switch {
		case old.Served:
		case old.Schema == Schema && old.AsOf != party.NoDate && g.Number == 0:
			g = old
		default:
			if err := d.Views.Drop(ctx, old.Number); err != nil {
				return g, err
			}
		}
	}
	if g.Number != 0 {
		return g, nil
	}
	if g, err = d.Views.Create(ctx, Schema); err != nil {
		return g, err
	}
	head, err := d.Ledger.Head(ctx)
	if err != nil {
		return g, err
	}
	g.Upto, g.AsOf = head.Last, d.today()
	return g, d.Views.Save(ctx, g.Number, &app.ViewBatch{Now: g})
}

// fill folds all organisations into a generation, those after its Next.
func (d *Deriver) fill(ctx context.Context, g *app.Generation, tell func(Progress)) error {
	before, err := d.count(ctx, g)
	if err != nil {
		return err
	}
	m := d.meter("重建列表：记录", int64(g.Upto), tell)
	b := app.ViewBatch{}
	own := int64(0)
	save := func() error {
		b.Now = *g
		if err := d.Views.Save(ctx, g.Number, &b); err != nil {
			return err
		}
		if before > 0 && len(b.Replace) > 0 { // about as many records as these have, each
			m.skip(before * own / int64(len(b.Replace)))
			before = 0
		}
		m.add(own)
		b, own = app.ViewBatch{}, 0
		return nil
	}
	if g.Upto > 0 {
		err = (&sweep[*portion]{
			Deriver: d, after: g.Next, span: span(g.Upto),
			make: func(f *folder, org party.OrgID, facts []fact.Fact) (*portion, error) {
				return f.portion(org, facts, g.AsOf)
			},
			take: func(made *batch[*portion]) error {
				for _, p := range made.made {
					p.add(&b)
				}
				own += made.own
				g.Next = made.orgs[len(made.orgs)-1]
				if len(b.Replace) < d.atOnce {
					return nil
				}
				return save()
			},
		}).run(ctx)
	}
	if err != nil {
		return err
	}
	g.Next, g.Built = "", true
	return save()
}

// count is how many organisations a generation holds already.
func (d *Deriver) count(ctx context.Context, g *app.Generation) (n int64, err error) {
	if g.Next == "" {
		return 0, nil
	}
	err = d.Rows.Orgs(ctx, g.Number, "", func(app.OrgRow) error { n++; return nil })
	return n, err
}
