package register

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"testing"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"

	"pgregory.net/rapid"
)

// naiveMember is what the oracle counts of one member in one year.
type naiveMember struct {
	due, present, owed, paid, arrears, courses int
	hours                                      party.Decimal
	months                                     map[int]string // by month: good or missed
	contact                                    party.Date
}

// members goes through the facts of an organisation one by one and asks for the
// roll of each day again.
func (o *oracle) members(org party.OrgID, year int, asOf, end party.Date) map[party.MemberID]*naiveMember {
	all := map[party.MemberID]*naiveMember{}
	who := func(m party.MemberID) *naiveMember {
		if all[m] == nil {
			all[m] = &naiveMember{months: map[int]string{}}
		}
		return all[m]
	}
	for _, f := range o.facts {
		if f.On > asOf {
			continue
		}
		switch b := f.Body.(type) {
		case *fact.MeetingHeld:
			o.meeting(org, year, end, f, b, who)
		case *fact.StudyLogged:
			for _, m := range b.Members {
				if f.On.Year() == year && f.On <= end && (f.Org == org || o.lastRoll(f, m) == org) {
					who(m).hours += b.Hours
					if b.Form == "course" {
						who(m).courses++
					}
				}
			}
		case *fact.MemberAway:
			if mine := f.Org == org || b.State == "host_report" && o.home(f, b) == org; mine && o.at(org, f.On).who(b.Member).stage != "" && b.State != "lost" {
				who(b.Member).contact = f.On
				if b.State == "host_report" && f.On <= end {
					who(b.Member).months[monthOf(f.On)] = "good"
				}
			}
		case *fact.MemberMoved:
			if f.Org == org && b.Way == "in" && b.Summary != nil && f.On.Year() == year && o.at(org, f.On-1).who(b.Member).stage == "" {
				who(b.Member).hours += b.Summary.Hours
			}
		}
	}
	return all
}

// lastRoll is onto whose roll a member last came by the day of a fact, rolls first,
// or into which that one merged.
func (o *oracle) lastRoll(f fact.Fact, m party.MemberID) (org party.OrgID) {
	facts := slices.DeleteFunc(fact.Standing(o.facts, fact.Cut{}), func(g fact.Fact) bool { return g.On > f.On })
	slices.SortStableFunc(facts, func(a, b fact.Fact) int { return cmp.Or(int(a.On-b.On), cmp.Compare(turn(a.Body), turn(b.Body))) })
	for _, g := range facts {
		switch b := g.Body.(type) {
		case *fact.OrgMerged:
			if org == g.Org {
				org = b.Into
			}
		case *fact.MemberEnrolled:
			if b.Member == m && !b.Second {
				org = g.Org
			}
		case *fact.MemberMoved:
			if b.Member == m && b.Way == "in" {
				org = g.Org
			}
		}
	}
	return org
}

// shared reports whether a member came onto the rolls of two branches, or onto this
// one's by no enrolment, and somebody else's course names him: nobody promises whose
// hours those are. Admission refuses both (TR-30).
func (o *oracle) shared(org party.OrgID, m party.MemberID) bool {
	rolls, course := map[party.OrgID]bool{}, false
	for _, f := range o.facts {
		switch b := f.Body.(type) {
		case *fact.MemberEnrolled:
			if b.Member == m && !b.Second {
				rolls[f.Org] = true
			}
		case *fact.MemberMoved:
			if b.Member == m && b.Way == "in" {
				rolls[f.Org] = true
			}
		case *fact.StudyLogged:
			course = course || f.Org != org && slices.Contains(b.Members, m)
		}
	}
	return course && (len(rolls) != 1 || !rolls[org])
}

// meeting books one meeting, as owner or as co-organiser that has confirmed.
func (o *oracle) meeting(org party.OrgID, year int, end party.Date, f fact.Fact, b *fact.MeetingHeld, who func(party.MemberID) *naiveMember) {
	due, absent := b.Due, b.Absent
	if f.Org != org {
		c := o.confirmation(org, f, b)
		if c == nil {
			return
		}
		due, absent = c.Due, c.Absent
	}
	n := o.at(org, f.On)
	listed := len(due) > 0
	if !listed {
		due = n.expected(b, f.On)
	}
	for _, m := range due {
		p := n.people[m]
		if p == nil || p.stage != "full" && p.stage != "probationary" || p.suspended {
			continue
		}
		k := who(m)
		i := slices.IndexFunc(absent, func(a fact.Absence) bool { return a.Member == m })
		came := i < 0
		away := (p.floating || p.abroad) && k.contact != 0 && f.On <= k.contact.AddMonths(6)
		if away && !(came && listed) {
			continue
		}
		if f.On.Year() == year {
			if !away {
				k.due++
			}
			if came {
				k.hours += b.Hours
				if !away {
					k.present++
				}
			}
		}
		if came && listed && (p.floating || p.abroad) {
			k.contact = f.On
		}
		k.book(f.On, end, came || absent[i].Reason != "other")
	}
}

func (k *naiveMember) book(on, end party.Date, good bool) {
	if on > end {
		return
	}
	if m := monthOf(on); good {
		k.months[m] = "good"
	} else if k.months[m] == "" {
		k.months[m] = "missed"
	}
}

func (o *oracle) confirmation(org party.OrgID, f fact.Fact, b *fact.MeetingHeld) *fact.MeetingConfirmed {
	if !slices.Contains(b.Hosts, org) {
		return nil
	}
	for _, g := range fact.Standing(o.facts, fact.Cut{}) {
		if c, ok := g.Body.(*fact.MeetingConfirmed); ok && c.Meeting == f.ID && g.Org == org {
			return c
		}
	}
	return nil
}

// expected is who a meeting without a list is for.
func (n *naiveOrg) expected(b *fact.MeetingHeld, on party.Date) []party.MemberID {
	is := func(k party.MeetingKind) bool { return slices.Contains(b.Kinds, k) }
	var fits func(p *naive) bool
	switch {
	case is("assembly"):
		fits = func(*naive) bool { return true }
	case is("group"):
		fits = func(p *naive) bool { return b.Group == 0 || p.group == b.Group }
	case is("party_day"), is("lecture"):
		fits = func(*naive) bool { return true }
	case is("committee"):
		fits = func(p *naive) bool {
			return slices.ContainsFunc(committeeNames, func(k party.Post) bool { return p.posts[k] })
		}
	case is("study"), is("org_life"), is("appraisal"):
		fits = func(*naive) bool { return true }
	default:
		return nil
	}
	var due []party.MemberID
	for _, m := range n.order {
		p := n.people[m]
		out := p.exclFrom != 0 && on >= p.exclFrom && (p.exclTo == 0 || on <= p.exclTo)
		if !p.second && !p.adjusted && !p.lost && !out && fits(p) {
			due = append(due, m)
		}
	}
	return due
}

// dues counts what was owed and paid, month by month: fen by fen, each payment on
// the first of its months that is not yet full.
func (o *oracle) dues(org party.OrgID, m party.MemberID, year int, asOf, end party.Date, k *naiveMember) {
	if lent(o.at(org, end).form) {
		return
	}
	carried, quarterly := 0, false
	var paid []*fact.DuesPaid
	var fixed []fact.Fact
	for _, f := range o.facts {
		if f.On > asOf || f.Org != org {
			continue
		}
		switch b := f.Body.(type) {
		case *fact.DuesPaid:
			if b.Member == m && b.Fen > 0 && b.From <= b.To {
				paid = append(paid, b)
				from, _ := parseMonth(b.From)
				to, _ := parseMonth(b.To)
				quarterly = quarterly || to-from >= 2
			}
		case *fact.DuesFixed:
			if b.Member == m {
				fixed = append(fixed, f)
			}
		case *fact.MemberMoved:
			if b.Member == m && b.Way == "in" && b.Summary != nil && o.at(org, f.On-1).who(m).stage == "" {
				if to, ok := parseMonth(b.Summary.DuesTo); ok {
					carried = max(carried, to)
				}
			}
		}
	}
	need := func(month int) int64 {
		var amounts []int64 // of the year, up to the month
		all := 0
		for _, f := range fixed {
			d := f.Body.(*fact.DuesFixed)
			if d.Year != month/12 {
				continue
			}
			if all++; monthOf(f.On) <= month || all == 1 && d.Fen == 0 {
				amounts = append(amounts, d.Fen)
			}
		}
		if len(amounts) == 0 {
			return -1
		}
		return amounts[len(amounts)-1]
	}
	got := map[int]int64{}
	sort.SliceStable(paid, func(i, j int) bool {
		return paid[i].To < paid[j].To || paid[i].To == paid[j].To && paid[i].From < paid[j].From
	})
	for _, b := range paid {
		from, _ := parseMonth(b.From)
		to, _ := parseMonth(b.To)
		for range b.Fen {
			i := from
			for i <= to && got[i] >= need(i) { // also where nothing was fixed
				i++
			}
			if i > to {
				break
			}
			got[i]++
		}
		for i := from; i <= to; i++ {
			if need(i) < 0 {
				got[i] = 1
			}
		}
	}
	full := func(i int) bool { return i <= carried || got[i] > 0 && got[i] >= need(i) }
	owes := func(i int) bool {
		last := party.DateOf(i/12, i%12+1, party.DaysIn(i/12, i%12+1))
		p := o.at(org, last).people[m]
		return last <= end && p != nil && (p.stage == "full" || p.stage == "probationary") && !p.second && !p.suspended && need(i) != 0
	}
	for i := year * 12; i < year*12+12; i++ {
		if owes(i) {
			k.owed++
			if full(i) {
				k.paid++
			}
		}
	}
	late, silent := monthOf(end+1)-1, false
	if quarterly {
		late = monthOf(end+1)/3*3 - 1
	}
	for i := monthOf(end+1) - 1; owes(i) && !full(i); i-- {
		if i <= late {
			k.arrears++
			short := false
			for _, b := range paid {
				short = short || b.From <= fmt.Sprintf("%d-%02d", i/12, i%12+1) && fmt.Sprintf("%d-%02d", i/12, i%12+1) <= b.To
			}
			silent = silent || !short
		}
	}
	if silent {
		k.arrears = -k.arrears - 1
	}
}

// missed counts the run of months up to the end; a month without any meeting for
// the member is passed over.
func (k *naiveMember) missed(end party.Date) int {
	n := 0
	for i := monthOf(end); i > monthOf(end)-60; i-- {
		switch k.months[i] {
		case "good":
			return n
		case "missed":
			n++
		}
	}
	return n
}

// TestMembersAgainstTheOracle compares what the year says of each member.
func TestMembersAgainstTheOracle(t *testing.T) {
	check(t, 1200, func(t *rapid.T) {
		all := plain(draw(t, 45))
		facts := slices.DeleteFunc(slices.Clone(all), func(f fact.Fact) bool {
			u, did := f.Body.(*fact.UpperDid) // a refusal after a meeting of the same day
			s, moved := f.Body.(*fact.MemberMoved)
			_, merged := f.Body.(*fact.OrgMerged)
			return did && u.Result == "declined" || moved && s.Way == "out" && s.Summary != nil || merged ||
				moved && slices.ContainsFunc(all, func(g fact.Fact) bool { // enrolled and moved in on one day
					e, enrolled := g.Body.(*fact.MemberEnrolled)
					return enrolled && e.Member == s.Member && g.On == f.On
				})
		})
		cut := fact.Cut{On: firstOn + party.Date(rapid.IntRange(300, 1200).Draw(t, "cut"))}
		r, o := Fold(facts, cut), newOracle(facts, cut)
		org := rapid.SampledFrom(orgs[:3]).Draw(t, "org")
		for year := 2024; year <= 2026; year++ {
			y := r.Year(org, year, false)
			if y == nil {
				continue
			}
			end := min(y.Exists.To, cut.On)
			all := o.members(org, year, cut.On, end)
			for i := range y.Members {
				m := &y.Members[i]
				k := all[m.Member]
				if k == nil {
					k = &naiveMember{months: map[int]string{}}
				}
				o.dues(org, m.Member, year, cut.On, end, k)
				if o.shared(org, m.Member) {
					k.hours, k.courses = party.Decimal(m.Values[mHours]), int(m.Values[mCourses])
				}
				for f, want := range map[standard.MemberField]int{
					mDue: k.due, mPresent: k.present, mHours: int(k.hours), mCourses: k.courses, mOwed: k.owed, mPaid: k.paid,
					mArrears: k.arrears, mMissed: k.missed(end),
				} {
					if int(m.Values[f]) != want {
						t.Fatalf("%s %d %s: %s is %d, the oracle says %d", org, year, m.Member, standard.MemberWords[f].Name, m.Values[f], want)
					}
				}
			}
		}
	})
}
