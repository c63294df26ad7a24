package operate

import (
	"qiangji/internal/app"
	"qiangji/internal/core/assess"
	"qiangji/internal/core/rating"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// A second (第二遍) is what was gathered of every organisation before any of them
// is told how it stands: the numbers that are compared and what quotas need. It is
// frozen by the cut, and small, so that the branches themselves are folded again
// one by one rather than kept.
type second struct {
	peers   assess.Peers
	contest rating.Contest
}

// assess is the second assessment of an organisation, with the scores of those
// directly below it.
func (s *second) assess(p *assess.Program, y *register.Year, below []*assess.Assessment) *assess.Assessment {
	return assess.Rollup(s.peers.Assess(p, y), assess.Cohorts(below)...)
}

// compete counts an organisation for the quotas, if there are any.
func (s *second) compete(p *assess.Program, y *register.Year, below []*assess.Assessment) {
	if !rating.Limited(p.Standard()) {
		return
	}
	a := s.assess(p, y, below)
	s.contest.Add(p.Standard(), a, rating.Rate(p.Standard(), a, y))
}

// judge is the second assessment with its rating, held to the quotas.
func (s *second) judge(p *assess.Program, y *register.Year, below []*assess.Assessment) app.Judged {
	a := s.assess(p, y, below)
	r := rating.Rate(p.Standard(), a, y)
	s.contest.Apply(&r)
	return app.Judged{Year: y, Standard: p.Standard(), Assessment: a, Rating: r}
}

// A walk (考核一遍) answers one question over one register.
type walk struct {
	q      *Question
	r      *register.Register
	made   map[party.Domain]made
	second second
}

// made is a standard compiled for one field, or why it cannot be.
type made struct {
	program *assess.Program
	err     error
}

// gather goes through every organisation that the scheme covers, as often as the
// scheme has to: once if it compares or joins, once more if it has quotas. Where it
// does neither nothing is gathered.
func (w *walk) gather() error {
	compares, limits := w.q.Library.compares(w.q.Scheme)
	if compares {
		if err := w.each(func(p *assess.Program, y *register.Year) { w.second.peers.Add(p, y) }); err != nil {
			return err
		}
	}
	if !limits {
		return nil
	}
	return w.each(func(p *assess.Program, y *register.Year) {
		if rating.Limited(p.Standard()) {
			w.second.compete(p, y, w.below(p, y, deepest))
		}
	})
}

// each visits every organisation that the scheme covers.
func (w *walk) each(visit func(*assess.Program, *register.Year)) error {
	var failed error
	w.r.Years(w.q.Year, false, func(y *register.Year) bool {
		if !w.q.covers(y) {
			return true
		}
		p, err := w.program(y)
		if err != nil {
			failed = err
			return false
		}
		visit(p, y)
		if w.q.Compare != nil {
			w.q.Compare()
		}
		return true
	})
	return failed
}

// deepest is how many levels of organisations are joined; it stops a circle.
const deepest = 8

// below assesses the organisations directly below one whose standard joins their
// scores: those of the day that is looked at.
func (w *walk) below(p *assess.Program, y *register.Year, levels int) []*assess.Assessment {
	if levels == 0 || !p.Joins() {
		return nil
	}
	var all []*assess.Assessment
	for _, id := range w.r.Children(y.Org, min(w.q.Cut.On, party.YearOf(w.q.Year).To)) {
		child := w.r.Year(id, w.q.Year, false)
		if child == nil || !w.q.covers(child) {
			continue
		}
		if p, err := w.program(child); err == nil { // of one that cannot be assessed nothing is joined
			all = append(all, w.second.assess(p, child, w.below(p, child, levels-1)))
		}
	}
	return all
}

// compares reports whether a pack, or what it rests on, has items that need a
// second pass, and whether it has quotas that are on.
func (l *Library) compares(id party.SchemeID) (items, quotas bool) {
	p, _, err := l.Pack(id)
	if err != nil {
		return false, false
	}
	for _, p := range append(l.below(p), p) {
		for i := range p.Items {
			items = items || relative(&p.Items[i])
		}
		for i := range p.Modify {
			items = items || relative(&p.Modify[i].Set)
		}
		quotas = quotas || rating.Limited(&standard.Standard{Rating: p.Scheme})
	}
	return items, quotas
}

// relative reports whether an item ranks organisations or joins the scores of
// those below.
func relative(it *standard.Item) bool {
	for i := range it.Score {
		if t := &it.Score[i]; t.Rank != nil || t.Percent != nil || t.Rollup != nil {
			return true
		}
	}
	return false
}
