package derive

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// A Comparison (比对) is what a full replay found the views to be.
type Comparison struct {
	State              // what was compared
	Orgs, Rows  int64  // that the replay made
	Differences int64  // rows that are missing, too many, or other
	First       string // the first of them, in Chinese
}

// Compare replays the whole ledger from its lines and compares the served views with
// what comes of it, at their position. Nothing is changed. Views that are half-way
// through an update are refused with Conflict: catch up first.
func (d *Deriver) Compare(ctx context.Context, tell func(Progress)) (Comparison, error) {
	d.working.Lock()
	defer d.working.Unlock()
	if err := d.open(ctx); err != nil {
		return Comparison{}, err
	}
	g := d.served
	if g.Next != "" {
		return Comparison{}, errs.E("derive.Compare", errs.Conflict, "列表正更新到一半，现在比不准；等它更新完再比", nil)
	}
	c := comparer{Deriver: d, g: g, found: Comparison{State: d.State()}, meter: d.meter("比对：记录", int64(g.Upto), tell)}
	if g.Upto > 0 {
		err := (&sweep[*portion]{
			Deriver: d, span: span(g.Upto), take: func(b *batch[*portion]) error { return c.take(ctx, b) },
			make: func(f *folder, org party.OrgID, facts []fact.Fact) (*portion, error) {
				return f.portion(org, facts, g.AsOf)
			},
		}).run(ctx)
		if err != nil {
			return c.found, err
		}
	}
	if err := c.upTo(ctx, ""); err != nil {
		return c.found, err
	}
	if err := d.open(ctx); err != nil {
		return c.found, err
	}
	if d.served != g {
		return c.found, errs.E("derive.Compare", errs.Conflict, "比对的时候列表又更新了，这次不作数；请再比一次", nil)
	}
	return c.found, nil
}

// A comparer compares the views with portions, some thousand organisations at a time.
type comparer struct {
	*Deriver
	g     app.Generation
	found Comparison
	meter *meter
	after party.OrgID // those up to it are compared
	made  []*portion
}

func (c *comparer) take(ctx context.Context, b *batch[*portion]) error {
	c.made = append(c.made, b.made...)
	c.meter.add(b.own)
	if len(c.made) < reach {
		return nil
	}
	return c.upTo(ctx, b.orgs[len(b.orgs)-1])
}

// upTo compares all that lies after the last range, up to an organisation; "" is
// the end.
func (c *comparer) upTo(ctx context.Context, to party.OrgID) error {
	var want rowsOf
	for _, p := range c.made {
		want.add(p)
	}
	c.found.Orgs += int64(len(want.b.Orgs))
	c.found.Rows += int64(len(want.b.Orgs) + len(want.b.Folds) + len(want.b.Scores) + len(want.b.Words))
	last := c.g.AsOf.Year() + 1
	for year := last - years - 1; year <= last; year++ {
		if err := c.folds(ctx, &want, year, to); err != nil {
			return err
		}
		for _, s := range want.schemes(c.Schemes) {
			if err := c.scores(ctx, &want, year, s, to); err != nil {
				return err
			}
		}
	}
	if err := c.orgs(ctx, &want, to); err != nil {
		return err
	}
	if err := c.words(ctx); err != nil {
		return err
	}
	c.after, c.made = to, c.made[:0]
	return nil
}

// rowsOf is what the replay made of a range.
type rowsOf struct {
	b   app.ViewBatch
	all []party.SchemeID
}

func (r *rowsOf) add(p *portion) {
	p.add(&r.b)
	for i := range p.scores {
		if !slices.Contains(r.all, p.scores[i].Scheme) {
			r.all = append(r.all, p.scores[i].Scheme)
		}
	}
}

func (r *rowsOf) schemes(more []party.SchemeID) []party.SchemeID {
	all := slices.Concat(r.all, more)
	slices.Sort(all)
	return slices.Compact(all)
}

// errPast ends reading behind the range.
var errPast = errors.New("past the range")

// A pair is a row of the replay beside that of the views, by organisation.
type pairs[T any] struct {
	*comparer
	what string
	to   party.OrgID
	want []T
	org  func(*T) party.OrgID
	same func(a, b *T) bool
}

// see compares the next row of the views.
func (p *pairs[T]) see(have T) error {
	org := p.org(&have)
	if p.to != "" && org > p.to {
		return errPast
	}
	for len(p.want) > 0 && p.org(&p.want[0]) < org {
		p.differ(p.org(&p.want[0]), p.what, "列表里没有，重算有")
		p.want = p.want[1:]
	}
	if len(p.want) == 0 || p.org(&p.want[0]) != org {
		p.differ(org, p.what, "列表里有，重算没有")
		return nil
	}
	if !p.same(&p.want[0], &have) {
		p.differ(org, p.what, "列表和重算的内容不同")
	}
	p.want = p.want[1:]
	return nil
}

// end counts what the views lack.
func (p *pairs[T]) end(err error) error {
	if err != nil && !errors.Is(err, errPast) {
		return err
	}
	for i := range p.want {
		p.differ(p.org(&p.want[i]), p.what, "列表里没有，重算有")
	}
	return nil
}

func (c *comparer) differ(org party.OrgID, what, how string) {
	if c.found.Differences++; c.found.Differences == 1 {
		c.found.First = fmt.Sprintf("党组织 %s 的%s：%s", org, what, how)
	}
}

func (c *comparer) folds(ctx context.Context, want *rowsOf, year int, to party.OrgID) error {
	p := pairs[app.FoldRow]{
		comparer: c, what: fmt.Sprintf("%d 年度折叠", year), to: to,
		org:  func(r *app.FoldRow) party.OrgID { return r.Org },
		same: func(a, b *app.FoldRow) bool { return bytes.Equal(a.Blob, b.Blob) },
	}
	for _, r := range want.b.Folds {
		if r.Year == year {
			p.want = append(p.want, r)
		}
	}
	return p.end(c.Rows.Folds(ctx, c.g.Number, year, c.after, p.see))
}

func (c *comparer) scores(ctx context.Context, want *rowsOf, year int, s party.SchemeID, to party.OrgID) error {
	p := pairs[app.ScoreRow]{
		comparer: c, what: fmt.Sprintf("%d 年度 %s 得分", year, s), to: to,
		org:  func(r *app.ScoreRow) party.OrgID { return r.Org },
		same: func(a, b *app.ScoreRow) bool { return bytes.Equal(a.Blob, b.Blob) },
	}
	for _, r := range want.b.Scores {
		if r.Year == year && r.Scheme == s {
			p.want = append(p.want, r)
		}
	}
	return p.end(c.Rows.Scores(ctx, c.g.Number, year, s, c.after, p.see))
}

func (c *comparer) orgs(ctx context.Context, want *rowsOf, to party.OrgID) error {
	p := pairs[app.OrgRow]{
		comparer: c, what: "位置和名称", to: to, want: want.b.Orgs,
		org:  func(r *app.OrgRow) party.OrgID { return r.Org },
		same: func(a, b *app.OrgRow) bool { return *a == *b },
	}
	return p.end(c.Rows.Orgs(ctx, c.g.Number, c.after, p.see))
}

// words looks whether each organisation is found by all of its tokens. That one is
// found by a token that it should not have cannot be seen here.
func (c *comparer) words(ctx context.Context) error {
	for _, p := range c.made {
		if len(p.words) == 0 {
			continue
		}
		all := make([]string, len(p.words))
		for i := range p.words {
			all[i] = p.words[i].Word
		}
		found, err := c.Rows.Find(ctx, c.g.Number, all, reach)
		if err != nil {
			return err
		}
		if !slices.Contains(found, p.org) {
			c.differ(p.org, "检索词", "列表里不全")
		}
	}
	return nil
}
