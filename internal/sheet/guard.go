package sheet

import (
	"regexp"
	"strings"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// The books of an import know less than the register: of closed branches, of
// members who left by a way that no roster shows. What the register would not
// let in would make the whole file of facts unusable, so it is asked last.

// maxRounds is how often the register is asked: what rests on a refused row is
// refused in the next round. Records rest on enrolments, these on branches, and
// branches on their parents.
const maxRounds = 16

// admit refuses the rows whose facts the register would not let in beside those
// that are known.
func (im *importer) admit(all []*record) {
	base := register.Fold(im.opts.Known.Facts, fact.Cut{})
	refused := false
	for range maxRounds {
		im.foundImplied(all)
		facts, of := im.fresh(all)
		bad := false
		for _, p := range register.Admit(base, facts, standard.Vocabulary{}) {
			if r := of[p.Fact]; r != nil && !p.Warn {
				im.turnAway(r, p, all)
				bad = true
			}
		}
		if !bad {
			if refused {
				im.keepPersons(all)
			}
			return
		}
		refused = true
	}
	for _, r := range all {
		if len(r.problems) == 0 && len(r.facts) > 0 {
			r.refuseAt(r.where(), "not_admitted", "这一行要靠的别的行退回了", "先改好别的退回的行，再一起导入")
		}
	}
}

// foundImplied lets the first good row of a branch that is founded by its name
// carry its founding.
func (im *importer) foundImplied(all []*record) {
	for _, r := range all {
		if len(r.problems) > 0 || r.org == nil || r.org.pending == nil {
			continue
		}
		im.found(r, r.org.pending, im.orgs.byID[im.opts.Under])
		r.assumed = append(r.assumed, r.org.how...)
		r.implied, r.org.pending = r.org.pending, nil
	}
}

// fresh lists the facts that are new, and whose they are.
func (im *importer) fresh(all []*record) ([]fact.Fact, map[party.FactID]*record) {
	n := 0
	for _, r := range all {
		n += len(r.facts)
	}
	facts, of := make([]fact.Fact, 0, n), make(map[party.FactID]*record, n)
	for _, r := range all {
		if len(r.problems) > 0 {
			continue
		}
		for _, f := range r.facts {
			if !im.ledger.ids[f.ID] && of[f.ID] == nil {
				facts, of[f.ID] = append(facts, f), r
			}
		}
	}
	return facts, of
}

// turnAway refuses a row, and with the founding of a branch all that stands in
// it.
func (im *importer) turnAway(r *record, p register.Problem, all []*record) {
	what, mend, ok := strings.Cut(im.spoken(p.Message), "；")
	if !ok {
		mend = "核对这一行和已登记的记录"
	}
	rows := []*record{r}
	if r.implied != nil {
		for _, f := range r.facts {
			if _, founding := f.Body.(*fact.OrgFounded); founding && f.ID == p.Fact {
				rows = rowsOf(r.org, all)
			}
		}
		r.org.pending, r.implied = r.implied, nil
	}
	for _, x := range rows {
		x.refuseAt(x.where(), "not_admitted", "和已登记的记录对不上："+what, mend)
	}
}

// rowsOf is the rows of a branch that are not refused.
func rowsOf(org *orgEntry, all []*record) []*record {
	var rows []*record
	for _, r := range all {
		if r.org == org && len(r.problems) == 0 {
			rows = append(rows, r)
		}
	}
	return rows
}

var identifier = regexp.MustCompile(`[A-Za-z0-9][A-Za-z0-9._-]+`)

// spoken puts names for the identifiers in a sentence of the register.
func (im *importer) spoken(s string) string {
	s = identifier.ReplaceAllStringFunc(s, func(id string) string {
		if e := im.orgs.byID[party.OrgID(id)]; e != nil {
			return "「" + e.name + "」"
		}
		if p := im.people.byMember[party.MemberID(id)]; p != nil {
			return "「" + p.Name + "」"
		}
		return id
	})
	return strings.ReplaceAll(s, "」 ", "」")
}

// keepPersons gives the person of an enrolment that stays to its row, where the
// row that brought the person is refused.
func (im *importer) keepPersons(all []*record) {
	have := map[party.MemberID]bool{}
	for _, p := range im.opts.Known.Persons {
		have[p.Member] = true
	}
	for _, r := range all {
		if len(r.problems) == 0 && r.person != nil {
			have[r.person.Member] = true
		}
	}
	for _, r := range all {
		for i := range r.facts {
			b, ok := r.facts[i].Body.(*fact.MemberEnrolled)
			if !ok || len(r.problems) > 0 || have[b.Member] {
				continue
			}
			kept := im.people.byMember[b.Member].Person
			r.person, have[b.Member] = &kept, true
		}
	}
}
