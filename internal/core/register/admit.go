package register

import (
	"cmp"
	"fmt"
	"slices"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// A Problem (问题) is why a fact does not fit what is recorded already, and what
// to do. A warning is taken all the same.
type Problem struct {
	Fact    party.FactID
	Field   string // path in the JSON form: body.member
	Message string
	Warn    bool
	Cause   party.FactID // what was recorded later and upset it, if anything did
}

// Admit says whether facts may be recorded beside those that r holds: whether
// the organisations and people they name exist and stand as the facts need on
// the day that each bears, what they answer is there and theirs to answer, and
// their marks, figures, honours and events are declared by words. The facts may
// build on one another. Facts that r holds already are no problem.
//
// A late fact with which later ones, accepted before, no longer agree is taken
// and warned about: what is true must be recordable.
func Admit(r *Register, facts []fact.Fact, words standard.Vocabulary) []Problem {
	held := r.holds(facts)
	joined, weighed := r.with(facts, held)
	a := &admission{Register: joined, words: words, fresh: map[party.FactID]*fact.Fact{}}
	for i := range facts {
		if f := &facts[i]; !held[f.ID] {
			a.fresh[f.ID] = f
		}
	}
	a.amendments(r, facts)
	a.conflicts(weighed, facts)
	for i := range a.lines {
		a.scan(&a.lines[i], r)
	}
	slices.SortStableFunc(a.problems, func(p, q Problem) int { return cmp.Compare(a.place(p.Fact), a.place(q.Fact)) })
	return a.problems
}

// holds returns which of some facts stand already.
func (r *Register) holds(facts []fact.Fact) map[party.FactID]bool {
	held := make(map[party.FactID]bool, len(facts))
	for i := range facts {
		held[facts[i].ID] = false
	}
	for i := range r.facts {
		if _, asked := held[r.facts[i].ID]; asked {
			held[r.facts[i].ID] = true
		}
	}
	return held
}

// with returns what would be true with more facts beside those that r holds, and what
// had to be weighed again to know it. Most facts add to what is there and nothing
// else; then nothing need be.
func (r *Register) with(facts []fact.Fact, held map[party.FactID]bool) (joined *Register, weighed []fact.Fact) {
	again := len(held) < len(facts) || slices.ContainsFunc(facts, func(f fact.Fact) bool { return amends(&f) || held[f.ID] })
	if !again && len(r.threads) > 0 { // something may mend what is there only now
		mends := func(f fact.Fact) bool { _, named := held[f.Corrects]; return named }
		again = slices.ContainsFunc(r.facts, mends) || slices.ContainsFunc(r.mended, mends)
	}
	if again {
		weighed = slices.Concat(r.facts, r.mended, facts)
		return Fold(weighed, fact.Cut{}), weighed
	}
	joined = &Register{facts: merged(r.facts, facts), threads: r.threads}
	joined.index()
	return joined, nil
}

// merged returns standing facts and others in one order.
func merged(standing, others []fact.Fact) []fact.Fact {
	others = slices.Clone(others)
	slices.SortFunc(others, func(a, b fact.Fact) int { return fact.Order(&a, &b) })
	all := make([]fact.Fact, 0, len(standing)+len(others))
	for i := range others {
		n := 0
		for n < len(standing) && fact.Order(&standing[n], &others[i]) < 0 {
			n++
		}
		all = append(append(all, standing[:n]...), others[i])
		standing = standing[n:]
	}
	return append(all, standing...)
}

// amends reports whether a fact mends another or takes it back.
func amends(f *fact.Fact) bool {
	_, void := f.Body.(*fact.Void)
	return void || f.Corrects != ""
}

// An admission looks at fresh facts among all that would stand.
type admission struct {
	*Register
	words    standard.Vocabulary
	fresh    map[party.FactID]*fact.Fact
	byID     map[party.FactID]*fact.Fact // by thread
	where    map[party.MemberID][]party.OrgID
	stays    map[party.OrgID][]Stay
	problems []Problem

	at *fact.Fact // the one under check
	w  *walk      // with the state before it
}

// stands returns what stands of the record to which a fact belongs, or nil.
func (a *admission) stands(id party.FactID) *fact.Fact {
	a.learn()
	return a.byID[a.thread(id)]
}

// put returns who ever put a person on a formal roll.
func (a *admission) put(m party.MemberID) []party.OrgID {
	a.learn()
	return a.where[m]
}

// learn indexes the facts that would stand, and where each person was ever put
// on a formal roll, when that is asked for the first time.
func (a *admission) learn() {
	if a.byID != nil {
		return
	}
	a.byID = make(map[party.FactID]*fact.Fact, len(a.facts))
	a.where = map[party.MemberID][]party.OrgID{}
	a.stays = map[party.OrgID][]Stay{}
	for i := range a.facts {
		f := &a.facts[i]
		a.byID[a.thread(f.ID)] = f
		var m party.MemberID
		switch b := f.Body.(type) {
		case *fact.MemberEnrolled:
			m = b.Member
		case *fact.MemberMoved:
			m = b.Member
		case *fact.MemberStaged:
			m = b.Member
		}
		if m != "" && !slices.Contains(a.where[m], f.Org) {
			a.where[m] = append(a.where[m], f.Org)
		}
	}
}

// place orders problems by their fact: as they would stand, then the rest.
func (a *admission) place(id party.FactID) int {
	f := a.stands(id)
	if f == nil {
		return 1 << 30
	}
	return int(f.On)
}

func (a *admission) add(field string, warn bool, format string, args []any) {
	a.problems = append(a.problems, Problem{Fact: a.at.ID, Field: field, Message: fmt.Sprintf(format, args...), Warn: warn})
}

// say reports what keeps a fact from being recorded.
func (a *admission) say(field, format string, args ...any) { a.add(field, false, format, args) }

// warn reports what is taken all the same.
func (a *admission) warn(field, format string, args ...any) { a.add(field, true, format, args) }

// amendments checks voids and corrections, which never stand themselves or
// replace what stood.
func (a *admission) amendments(r *Register, facts []fact.Fact) {
	if !slices.ContainsFunc(facts, func(f fact.Fact) bool { return amends(&f) }) {
		return
	}
	held, threads := map[party.FactID]*fact.Fact{}, map[party.FactID]*fact.Fact{}
	for i := range r.facts {
		f := &r.facts[i]
		held[f.ID], threads[r.thread(f.ID)] = f, f
	}
	for i := range facts {
		held[facts[i].ID] = &facts[i]
	}
	for i := range facts {
		a.at = &facts[i]
		if v, ok := a.at.Body.(*fact.Void); ok {
			a.voided(v, held[v.Fact], amended{r.voids[v.Fact], threads[r.thread(v.Fact)]})
		}
		if c := a.at.Corrects; c != "" {
			a.corrected(c, held[c], amended{r.voids[c], threads[r.thread(c)]})
		}
	}
}

// amended says what is known of the target of an amendment that does not stand
// itself: that it is a void, or the later form in which its thread stands.
type amended struct {
	void   bool
	mended *fact.Fact
}

func (a *admission) voided(v *fact.Void, target *fact.Fact, old amended) {
	_, void := cmp.Or(target, a.at).Body.(*fact.Void)
	switch stands := cmp.Or(target, old.mended); {
	case old.void, target != nil && void:
		a.say("body.fact", "要作废的 %s 本身是作废记录；作废不能再作废，需要的话请重新登记", v.Fact)
	case stands == nil:
		a.say("body.fact", "没有编号为 %s 的记录，或它已经作废；请核对编号", v.Fact)
	case stands.Org != a.at.Org:
		a.say("body.fact", "%s 是 %s 登记的，不能由本组织作废；请由登记它的党组织作废", v.Fact, stands.Org)
	case target == nil:
		a.warn("body.fact", "%s 已经更正过；整条记录连同历次更正一并作废", v.Fact)
	}
}

func (a *admission) corrected(id party.FactID, target *fact.Fact, old amended) {
	switch stands := cmp.Or(target, old.mended); {
	case old.void:
		a.say("corrects", "%s 是作废记录，不能更正；请重新登记", id)
	case stands == nil:
		a.say("corrects", "没有编号为 %s 的记录，或它已经作废；请核对编号", id)
	case stands.Org != a.at.Org:
		a.say("corrects", "%s 是 %s 登记的，不能由本组织更正；记错组织请先作废，再在正确的党组织登记", id, stands.Org)
	case stands.Body.Kind() != a.at.Body.Kind():
		a.say("corrects", "更正前是「%s」，更正后是「%s」；类别记错请作废后重新登记", stands.Body.Kind(), a.at.Body.Kind())
	case target == nil:
		a.warn("corrects", "%s 已经更正过；本条按最新的更正算", id)
	}
}

// conflicts passes on what contradicts itself where one of some facts is part of it.
func (a *admission) conflicts(all, facts []fact.Fact) {
	seen := make(map[party.FactID]*fact.Fact, len(facts))
	for i := range facts {
		seen[facts[i].ID] = nil
	}
	for i := range all {
		f := &all[i]
		g, asked := seen[f.ID]
		if !asked {
			continue
		}
		if seen[f.ID] = f; g == nil || string(g.Append(nil)) == string(f.Append(nil)) {
			continue
		}
		a.at = f
		a.say("id", "编号 %s 已经用在另一条记录上；请换一个编号重新登记", f.ID)
	}
}

// scan checks the fresh facts in an organisation's stream, each against the
// state before it, and the older ones that follow one that may upset them.
func (a *admission) scan(l *line, r *Register) {
	first := slices.IndexFunc(l.entries, func(e entry) bool { return a.stirs(&e, l) })
	if first < 0 {
		return
	}
	from := &l.entries[first]
	of := map[party.FactID][]Problem{}
	upset := false
	for _, p := range a.check(l, from) {
		of[p.Fact] = append(of[p.Fact], p)
		upset = upset || a.fresh[p.Fact] == nil
	}
	known := map[Problem]bool{}
	if old := r.line(l.id); upset && old != nil {
		b := &admission{Register: r, words: a.words}
		for _, p := range b.check(old, from) {
			known[p] = true
		}
	}
	var cause *fact.Fact
	for i := range l.entries {
		f := l.entries[i].fact
		if a.stirs(&l.entries[i], l) {
			cause = f
		}
		if l.entries[i].by != nil || f.Org != l.id {
			continue
		}
		for _, p := range of[f.ID] {
			switch {
			case a.fresh[f.ID] != nil:
				a.problems = append(a.problems, p)
			case cause != nil && !known[p]:
				a.problems = append(a.problems, Problem{Fact: cause.ID, Field: "on", Warn: true, Message: fmt.Sprintf(
					"补记这一条以后，已经登记的 %s（%s）对不上：%s。已收下，请核对两条记录", f.ID, f.On, p.Message)})
			}
		}
	}
}

// stirs reports whether an entry is fresh and may upset what follows it: whatever
// the organisation records itself, and of what others record, what moves its people,
// answers for them, or tells that they were seen.
func (a *admission) stirs(e *entry, l *line) bool {
	if a.fresh[e.fact.ID] == nil {
		return false
	}
	switch b := e.fact.Body.(type) {
	case *fact.MemberMoved, *fact.OrgMerged, *fact.MemberAway, *fact.MeetingHeld:
		return true
	case *fact.UpperDid:
		return b.Answers != "" || e.fact.Org == l.id
	}
	return e.fact.Org == l.id
}

// check walks through an organisation's stream and checks every fact of its own from an
// entry on.
func (a *admission) check(l *line, from *entry) []Problem {
	kept := a.problems
	a.problems = nil
	last := l.entries[len(l.entries)-1].on
	w := walk{r: a.Register, y: &Year{}}
	w.visit = func(w *walk, e *entry) {
		if e.by == nil && e.fact.Org == l.id && !e.before(from) {
			a.w, a.at = w, e.fact
			a.one(l, e)
		}
	}
	w.begin(l, last.Year(), last)
	w.run(l.entries)
	found := a.problems
	a.problems = kept
	return found
}

// before reports whether an entry is folded before all of another's day and rank.
func (e *entry) before(f *entry) bool { return e.on < f.on || e.on == f.on && e.rank < f.rank }

// one checks one fact.
func (a *admission) one(l *line, e *entry) {
	if !a.lives(l, e) {
		return
	}
	switch {
	case e.rank <= rankOrg:
		a.tree(l, e)
	case e.rank <= rankPostTaken:
		a.people(e)
	default:
		a.work(e)
	}
	a.lentOut(e)
	a.answers(e)
	a.declared(e)
}

// lives checks that the organisation exists on the day.
func (a *admission) lives(l *line, e *entry) bool {
	if _, founding := e.fact.Body.(*fact.OrgFounded); founding {
		if l.founded != e.fact {
			a.say("body", "%s 已在 %s 成立；改名、改隶属、改情况请记相应的变化", l.id, l.founded.On)
		}
		return l.founded == e.fact
	}
	switch {
	case l.founded == nil:
		a.say("org", "没有 %s 这个党组织；请先记「组织成立」，或核对编号", l.id)
	case e.on < l.founded.On:
		a.say("on", "%s 在 %s 才成立，早于它的事不能记在它名下；请核对日期或党组织", l.id, l.founded.On)
	case l.ends != party.NoDate && (e.on > l.ends || e.on == l.ends && e.rank > rankOrg):
		a.say("org", "%s 已在 %s 撤销或并入其他党组织；请记在现在的党组织名下，或核对日期", l.id, l.ends)
	default:
		return true
	}
	return false
}

// tree checks what places an organisation.
func (a *admission) tree(l *line, e *entry) {
	switch b := e.fact.Body.(type) {
	case *fact.OrgFounded:
		a.org("body.parent", b.Parent, e.on)
	case *fact.OrgMoved:
		if a.org("body.parent", b.Parent, e.on) && a.under(a.line(b.Parent), l.id, e.on) {
			a.say("body.parent", "%s 是本组织的下级，不能同时做上级；请核对", b.Parent)
		}
	case *fact.OrgMerged:
		a.org("body.into", b.Into, e.on)
	}
}

// org checks that an organisation named exists on a day; none named is fine.
func (a *admission) org(field string, org party.OrgID, on party.Date) bool {
	if org == "" {
		return false
	}
	l := a.line(org)
	switch {
	case l == nil || l.founded == nil:
		a.say(field, "没有 %s 这个党组织；请先记它的「组织成立」，或核对编号", org)
	case on < l.founded.On:
		a.say(field, "%s 在 %s 才成立；请核对日期或编号", org, l.founded.On)
	case !l.exists(on):
		a.say(field, "%s 已在 %s 撤销或合并；请改写现在的党组织", org, l.ends)
	default:
		return true
	}
	return false
}
