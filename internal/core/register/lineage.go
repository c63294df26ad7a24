package register

import (
	"slices"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// Since returns the first year of which an organisation itself recorded that it
// did something; what only says how it stands, its roll and its posts, is the
// opening state of that year. It is 0 where nothing was done.
func (r *Register) Since(org party.OrgID) int {
	l := r.line(org)
	if l == nil {
		return 0
	}
	for i := range l.entries {
		if l.entries[i].done(l) {
			return l.entries[i].on.Year()
		}
	}
	return 0
}

// done reports whether an entry says that its organisation did something.
func (e *entry) done(l *line) bool {
	return e.fact.Org == l.id && e.rank >= rankStep && e.rank != rankElection && e.rank != rankPostTaken
}

// Domain returns the organisation's field (领域) on the last day of the year that
// was seen; that of the first in the list where none was recorded.
func (y *Year) Domain() party.Domain {
	if n := len(y.Segments); n > 0 {
		if d := y.Segments[n-1].Values[pDomain]; d >= 0 {
			return party.Domains[d].Code
		}
	}
	return party.Domains[0].Code
}

// Above returns every organisation that ever was above another, in order of id:
// those whose acts for all below them may reach it.
func (r *Register) Above(org party.OrgID) []party.OrgID {
	var all []party.OrgID
	next := []party.OrgID{org}
	for len(next) > 0 {
		l := r.line(next[0])
		if next = next[1:]; l == nil {
			continue
		}
		for _, a := range l.above {
			if a.parent != "" && a.parent != org && !slices.Contains(all, a.parent) {
				all, next = append(all, a.parent), append(next, a.parent)
			}
		}
	}
	slices.Sort(all)
	return all
}

// Joined returns every organisation that ever merged into another, by itself or
// through others, in order of id: what is said of their members is said of its own.
func (r *Register) Joined(org party.OrgID) []party.OrgID {
	all := []party.OrgID{org}
	for i := 0; i < len(all); i++ {
		l := r.line(all[i])
		if l == nil {
			continue
		}
		for k := range l.entries {
			f := l.entries[k].fact
			if m, ok := f.Body.(*fact.OrgMerged); ok && m.Into == l.id && !slices.Contains(all, f.Org) {
				all = append(all, f.Org)
			}
		}
	}
	all = all[1:]
	slices.Sort(all)
	return all
}
