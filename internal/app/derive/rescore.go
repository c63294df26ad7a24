package derive

import (
	"context"
	"errors"
	"sync"

	"qiangji/internal/app"
	"qiangji/internal/core/register"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// Rescore scores all folds again under some schemes whose packs have changed, without
// reading a record. Each row says by which standard it was made, so a reader sees how
// far it is; stopped, it can be begun again. Where a pack settles a year on another day
// than before the folds themselves would be others: that is Conflict, and needs Rebuild.
func (d *Deriver) Rescore(ctx context.Context, schemes []party.SchemeID, tell func(Progress)) error {
	d.working.Lock()
	defer d.working.Unlock()
	if err := d.open(ctx); err != nil {
		return err
	}
	d.programs.forget()
	m := d.meter("重新算分：党组织年度", 0, tell)
	last := d.served.AsOf.Year()
	for year := last - years + 1; year <= last; year++ {
		for _, s := range schemes {
			if err := (&rescoring{Deriver: d, year: year, scheme: s, meter: m}).run(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

// A rescoring is that of one year under one scheme.
type rescoring struct {
	*Deriver
	year   int
	scheme party.SchemeID
	meter  *meter
}

// A page is some successive folds of those that follow the scheme.
type page struct {
	folds  []app.FoldRow
	scores []app.ScoreRow
	err    error
}

// run reads in one goroutine, scores in several and writes in this one.
func (r *rescoring) run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	todo, done := make(chan page, folders), make(chan page, folders)
	var wait, scoring sync.WaitGroup
	wait.Go(func() { r.list(ctx, todo) })
	for range folders {
		scoring.Go(func() {
			f := r.folder()
			var reader register.YearReader
			for p := range todo {
				p.err = r.score(f, &reader, &p)
				done <- p
			}
		})
	}
	wait.Go(func() { scoring.Wait(); close(done) })
	var failed error
	for p := range done {
		if failed == nil {
			failed = p.err
		}
		if failed == nil {
			failed = r.Views.Save(ctx, r.served.Number, &app.ViewBatch{Scores: p.scores, Now: r.served})
			r.meter.add(int64(len(p.scores)))
		}
		if failed != nil {
			cancel()
		}
	}
	wait.Wait()
	return failed
}

// list reads the folds of those that follow the scheme, a page at a time.
func (r *rescoring) list(ctx context.Context, todo chan<- page) {
	defer close(todo)
	for after, more := party.OrgID(""), true; more; {
		follow := map[party.OrgID]bool{}
		var last party.OrgID
		err := r.Rows.Scores(ctx, r.served.Number, r.year, r.scheme, after, func(s app.ScoreRow) error {
			follow[s.Org], last = true, s.Org
			return enough(len(follow))
		})
		more = errors.Is(err, errFar)
		var p page
		if err == nil || more {
			err = r.Rows.Folds(ctx, r.served.Number, r.year, after, func(f app.FoldRow) error {
				if f.Org > last {
					return errFar
				}
				if follow[f.Org] {
					p.folds = append(p.folds, f)
				}
				return nil
			})
		}
		if p.err = err; errors.Is(err, errFar) {
			p.err = nil
		}
		select {
		case todo <- p:
		case <-ctx.Done():
			return
		}
		more, after = more && p.err == nil, last
	}
}

// enough ends a page.
func enough(n int) error {
	if n == reach {
		return errFar
	}
	return nil
}

// score scores the folds of a page.
func (r *rescoring) score(f *folder, reader *register.YearReader, p *page) error {
	if p.err != nil {
		return p.err
	}
	settled := min(r.served.AsOf, r.programs.settled([]party.SchemeID{r.scheme}, r.year))
	for _, row := range p.folds {
		y, err := reader.Read(row.Blob)
		if err != nil {
			return err
		}
		if y.Cut.On < settled {
			return errs.E("derive.Rescore", errs.Conflict, "方案改了结账的日子，只重新算分不够；请用 qiangji rebuild 重建列表", nil)
		}
		blob, err := f.score(y, r.scheme)
		if err != nil {
			return err
		}
		p.scores = append(p.scores, app.ScoreRow{Org: row.Org, Year: r.year, Scheme: r.scheme, Blob: blob})
	}
	return nil
}
