package register

import (
	"slices"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// deepest is how many levels the tree may have; it stops a circle of parents.
const deepest = 32

// Orgs returns every organisation that was ever founded, in order of id.
func (r *Register) Orgs() []party.OrgID {
	orgs := make([]party.OrgID, 0, len(r.lines))
	for i := range r.lines {
		if r.lines[i].founded != nil {
			orgs = append(orgs, r.lines[i].id)
		}
	}
	return orgs
}

// Exists reports whether an organisation exists on a day: from the day of its
// founding to the day before it is closed or merged.
func (r *Register) Exists(org party.OrgID, on party.Date) bool {
	l := r.line(org)
	return l != nil && l.exists(on)
}

func (l *line) exists(on party.Date) bool {
	return l.founded != nil && on >= l.founded.On && (l.ends == party.NoDate || on < l.ends)
}

// Life returns the days from founding to the last day before the end; To is
// NoDate while the organisation lives, From while it was never founded.
func (r *Register) Life(org party.OrgID) party.Period {
	l := r.line(org)
	if l == nil || l.founded == nil {
		return party.Period{}
	}
	p := party.Period{From: l.founded.On}
	if l.ends != party.NoDate {
		p.To = l.ends - 1
	}
	return p
}

// Name returns an organisation's name on a day, or its id if it has none yet.
func (r *Register) Name(org party.OrgID, on party.Date) string {
	name := string(org)
	l := r.line(org)
	if l == nil {
		return name
	}
	for i := range l.entries {
		e := &l.entries[i]
		if e.on > on {
			break
		}
		switch b := e.fact.Body.(type) {
		case *fact.OrgFounded:
			name = b.Name
		case *fact.OrgRenamed:
			name = b.Name
		}
	}
	return name
}

// Level returns the level at which an organisation was founded.
func (r *Register) Level(org party.OrgID) party.Level {
	if l := r.line(org); l != nil && l.founded != nil {
		return l.level()
	}
	return ""
}

func (l *line) level() party.Level {
	if b, ok := l.founded.Body.(*fact.OrgFounded); ok {
		return b.Level
	}
	return ""
}

// parent returns the parent on a day.
func (l *line) parent(on party.Date) party.OrgID {
	var parent party.OrgID
	for _, a := range l.above {
		if a.from <= on {
			parent = a.parent
		}
	}
	return parent
}

// Parent returns the organisation directly above on a day, or "".
func (r *Register) Parent(org party.OrgID, on party.Date) party.OrgID {
	if l := r.line(org); l != nil {
		return l.parent(on)
	}
	return ""
}

// Ancestors returns the organisations above on a day, nearest first.
func (r *Register) Ancestors(org party.OrgID, on party.Date) []party.OrgID {
	var above []party.OrgID
	for p := r.Parent(org, on); p != "" && p != org && !slices.Contains(above, p); p = r.Parent(p, on) {
		above = append(above, p)
	}
	return above
}

// under reports whether l stood anywhere under org on a day.
func (r *Register) under(l *line, org party.OrgID, on party.Date) bool {
	for range deepest {
		p := l.parent(on)
		if p == org {
			return true
		}
		if l = r.line(p); l == nil {
			return false
		}
	}
	return false
}

// Children returns the existing organisations directly below on a day, in order
// of id.
func (r *Register) Children(org party.OrgID, on party.Date) []party.OrgID {
	l := r.line(org)
	if l == nil {
		return nil
	}
	var children []party.OrgID
	for _, b := range l.below {
		if c := r.line(b); c.exists(on) && c.parent(on) == org {
			children = append(children, b)
		}
	}
	slices.Sort(children)
	return children
}

// above calls visit for every organisation that ever was above l, each once.
func (r *Register) above(l *line, visit func(*line)) {
	seen := []*line{l}
	for i := 0; i < len(seen); i++ {
		for _, a := range seen[i].above {
			if p := r.line(a.parent); p != nil && !slices.Contains(seen, p) {
				seen = append(seen, p)
				visit(p)
			}
		}
	}
}

// Adopted returns the schemes that an organisation follows on a day, its own
// before those it inherits, each once.
func (r *Register) Adopted(org party.OrgID, on party.Date) []party.SchemeID {
	var schemes []party.SchemeID
	for _, o := range append([]party.OrgID{org}, r.Ancestors(org, on)...) {
		l := r.line(o)
		if l == nil {
			break
		}
		for i := range l.entries {
			e := &l.entries[i]
			b, ok := e.fact.Body.(*fact.StandardAdopted)
			if ok && e.on <= on && !slices.Contains(schemes, b.Scheme) {
				schemes = append(schemes, b.Scheme)
			}
		}
	}
	return schemes
}
