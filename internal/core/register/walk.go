package register

import (
	"slices"

	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// A walk goes through the stream of one organisation, day by day, and keeps what
// holds on the day that it has reached.
type walk struct {
	r    *Register
	line *line
	y    *Year
	year party.Period // the calendar year
	asOf party.Date   // the last day that is seen
	end  party.Date   // the last day of the year that is lived and seen
	live party.Period // the days of which the profile is kept

	today party.Date   // all days before it are done with
	moon  int          // the calendar month of today, numbered
	month int          // of today, from 0; -1 outside the year and from the end of the organisation on
	fact  party.FactID // the one under way
	cause party.FactID // the last of structure, roll or posts
	now   [NProfile]int32

	people []person
	index  map[party.MemberID]int32
	self   person // the organisation, as the subject of its own clocks

	form       party.Form
	committee  *bool // whether there is a committee, as stated
	seated     int32 // members of the committee who are not secretary or deputy
	groups     [100]int16
	groupsSaid bool
	helpers    [4]party.Date // until when each helper stays
	hadMembers bool          // there was a roll once
	closed     bool          // it was closed or merged
	secretary  int32         // the last who took the post, counted from 1
	senior     senior
	hadOne     bool       // a secretary was ever recorded
	elected    party.Date // the last election of a term
	term       party.Date // when the term ends
	official   bool       // that day was set from above (TR-47)
	electionID party.FactID

	timers   []timer
	cases    []Case
	things   []thing
	thingAt  map[party.FactID]int32 // by thread, counted from 1
	segments []Segment
	roll     []int32 // who was on the roll at the end
	named    []Named
	groupMet []groupMeeting
	staged   []stagedVote
	votedAt  []votedAt
	payments []payment
	dues     []due
	meetings int32
	yearly   yearly
	// declaredOn is the day on which the seasons that begin in the year, and in the
	// year before, were declared.
	declaredOn [2]party.Date

	base     int                 // the month with which sets of months begin
	fixedFor bool                // who must have the year's dues fixed is noted
	visit    func(*walk, *entry) // sees every fact before it is folded
	stays    *[]Stay             // where the roll is written down, if anywhere
	snapped  bool                // the end of the year is passed
	lentThen bool                // at the end of the year its members belonged elsewhere
}

// A timer changes the profile on a day on which no fact does.
type timer struct {
	day  party.Date
	what standard.Profile
	by   int32 // 0: what a helper does ends, if no later one was assigned
}

// begin readies the walk for one organisation, keeping its memory.
func (w *walk) begin(l *line, year int, asOf party.Date) {
	index, things := w.index, w.thingAt
	clear(index)
	clear(things)
	*w = walk{
		r: w.r, line: l, y: w.y, visit: w.visit, stays: w.stays, index: index, thingAt: things,
		people: w.people[:0], timers: w.timers[:0], cases: w.cases[:0], things: w.things[:0],
		segments: w.segments[:0], roll: w.roll[:0], named: w.named[:0], groupMet: w.groupMet[:0], staged: w.staged[:0], votedAt: w.votedAt[:0],
		payments: w.payments[:0], dues: w.dues[:0],
		year: party.YearOf(year), asOf: asOf, base: (year - 8) * 12,
	}
	if w.index == nil {
		w.index, w.people = make(map[party.MemberID]int32, 32), make([]person, 0, 32)
	}
	w.live = w.year
	if l.founded != nil {
		w.live.From = max(w.live.From, l.founded.On)
		if w.year.Has(l.founded.On) {
			w.now[pFoundedNow] = 1
		}
	}
	if l.ends != party.NoDate {
		w.live.To = min(w.live.To, l.ends-1)
	}
	w.live.To = min(w.live.To, asOf)
	w.end = w.live.To
	w.self = person{stage: off, opening: off}
	w.now[pDomain], w.now[pLevel] = -1, -1
	for p := pOrganiser; p <= pInstructor; p++ { // until somebody is said to help, or to have helped
		w.now[p] = int32(Unsaid(0))
	}
	w.children(l)
}

// run folds the stream up to the as-of day.
func (w *walk) run(entries []entry) {
	for i := range entries {
		e := &entries[i]
		if e.on > w.asOf {
			break
		}
		if e.by != nil && e.by.On > w.asOf {
			continue
		}
		if e.on > w.today {
			w.reach(e.on)
		}
		if w.fact = e.fact.ID; e.rank <= rankPostTaken {
			w.cause = w.fact
			w.shaped(e)
		}
		if w.visit != nil {
			w.visit(w, e)
		}
		w.apply(e)
	}
	w.reach(w.asOf + 1)
}

// apply hands a fact to its noun.
func (w *walk) apply(e *entry) {
	switch {
	case e.rank <= rankOrg:
		w.structure(e)
	case e.rank < rankStep:
		w.member(e)
	case e.rank < rankElection:
		w.develop(e)
	case e.rank <= rankPostTaken:
		w.office(e)
	case e.rank == rankOther:
		w.happened(e)
	default:
		w.answers(e)
	}
}

// shaped notes a fact that stands behind the profile.
func (w *walk) shaped(e *entry) {
	if t := w.y.Trail; t != nil && e.on <= w.end {
		t.Profile = append(t.Profile, e.fact.ID)
	}
}

// reach ends all days before d.
func (w *walk) reach(d party.Date) {
	for len(w.timers) > 0 && w.timers[0].day <= d {
		t := w.timers[0]
		w.timers = w.timers[1:]
		w.pass(t.day)
		w.ring(t)
	}
	w.pass(d)
	w.moon, w.month = monthOf(d), -1
	if w.year.Has(d) && !w.ended(d) {
		w.month = w.moon % 12
	}
}

// ended reports whether the organisation is no more on a day: what happens to its
// people from then on is counted by whoever has them now.
func (w *walk) ended(d party.Date) bool { return w.line.ends != party.NoDate && d >= w.line.ends }

// wake sets a timer.
func (w *walk) wake(t timer) {
	i, _ := slices.BinarySearchFunc(w.timers, t, func(a, b timer) int { return int(a.day - b.day) })
	for i < len(w.timers) && w.timers[i].day == t.day {
		i++
	}
	w.timers = slices.Insert(w.timers, i, t)
}

func (w *walk) ring(t timer) {
	if t.by != 0 {
		w.now[t.what] += t.by
		return
	}
	if w.helpers[t.what-pOrganiser] < t.day {
		w.now[t.what] = 0
	}
}

// pass goes from today to d with things as they stand.
func (w *walk) pass(d party.Date) {
	if d <= w.today {
		return
	}
	if w.today != party.NoDate {
		w.watch()
		w.fixing(d)
		if w.today <= w.end && d > w.end && !w.snapped {
			w.snapshot()
		}
		w.segment(party.Period{From: w.today, To: d - 1})
	}
	w.today = d
}

// who returns the index of a person, who is entered if new.
func (w *walk) who(id party.MemberID) *person {
	if i, ok := w.index[id]; ok {
		return &w.people[i]
	}
	w.index[id] = int32(len(w.people))
	w.people = append(w.people, person{id: id, stage: off, opening: off, class: -1})
	return &w.people[len(w.people)-1]
}

// known returns a person of whom something is recorded here, or nil.
func (w *walk) known(id party.MemberID) *person {
	if i, ok := w.index[id]; ok {
		return &w.people[i]
	}
	return nil
}

// lift counts a person out before a change, drop counts the person in after it.
func (w *walk) lift(p *person) { w.count(p, -1) }

func (w *walk) drop(p *person) {
	w.count(p, 1)
	w.stay(p)
	w.owe(p)
}

// count adds a person to the profile, or takes the person out.
func (w *walk) count(p *person, by int32) {
	v := &w.now
	if p.posts != 0 {
		w.countPosts(p, by)
	}
	if p.stage == off || p.is&(second|suspended) != 0 {
		return
	}
	switch p.stage {
	case activist:
		v[pActivists] += by
	case target:
		v[pTargets] += by
	case probationary:
		v[pProbationary] += by
	case full:
		v[pFull] += by
	}
	if p.stage < probationary {
		return
	}
	v[pMembers] += by
	for _, s := range [...]struct {
		is   mark
		what standard.Profile
	}{{floating, pFloating}, {lost, pLost}, {abroad, pAbroad}} {
		if p.is&s.is != 0 {
			v[s.what] += by
		}
	}
	if p.posts&isSupervisor != 0 {
		v[pSupervision] += by
	}
	if p.group > 0 && int(p.group) < len(w.groups) {
		w.groups[p.group] += int16(by)
	}
}

// countPosts adds a person's posts to the profile.
func (w *walk) countPosts(p *person, by int32) {
	v := &w.now
	for _, s := range [...]struct {
		all, any uint32
		what     standard.Profile
	}{
		{0, isSecretary, pSecretary}, {0, isDeputy, pDeputies}, {0, isOrganisation, pOrganisation},
		{0, isPublicity, pPublicity}, {0, isDiscipline, pDiscipline}, {0, isGroupLeader, pGroupLeaders},
		{0, committeePosts, pCommittee},
		{isSecretary, isUnitHead | isUnitDeputy, pSecretaryUnit}, {isSecretary, isVillageHead, pSecretaryVillage},
		{isSecretary, isChairman, pSecretaryChairman}, {isSecretary, isAcademic, pSecretaryAcademic},
	} {
		if p.posts&s.all == s.all && p.posts&s.any != 0 {
			v[s.what] += by
		}
	}
	if p.posts&committeePosts != 0 && p.posts&outsidePosts != 0 {
		v[pCross] += by
	}
	if p.posts&ordinaryPosts != 0 {
		w.seated += by
	}
}
