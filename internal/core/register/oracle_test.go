package register

import (
	"slices"
	"sort"
	"testing"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"

	"pgregory.net/rapid"
)

// The oracle is slow and plain: for every day it reads all facts up to that day
// again, keeps people in a map of words, and counts them one by one. It knows
// nothing of streams, segments, timers or bits.

type naive struct {
	stage                  string
	since, accepted, full  party.Date
	second, suspended      bool
	floating, abroad, lost bool
	adjusted               bool
	exclFrom, exclTo       party.Date
	group                  int
	class                  string
	posts                  map[party.Post]bool
	seated                 party.Date
	ahead                  *fact.MemberSummary
	to                     party.OrgID
}

type naiveOrg struct {
	people    map[party.MemberID]*naive
	order     []party.MemberID
	level     party.Level
	form      party.Form
	domain    party.Domain
	units     int
	seats     int
	groups    *int
	committee *bool
	traits    []party.OrgTrait
	premises  party.Premises
	helpers   map[string]party.Date // until; NoDate: for good
	elected   party.Date
	secretary party.MemberID
}

// oracle answers for one county.
type oracle struct {
	facts []fact.Fact
	byID  map[party.FactID]fact.Fact
}

// turn orders facts of one day as the register promises.
func turn(b fact.Body) int {
	switch b := b.(type) {
	case *fact.OrgFounded:
		return -1
	case *fact.OrgRenamed, *fact.OrgMoved, *fact.OrgMerged, *fact.OrgClosed, *fact.OrgProfiled:
		return 0
	case *fact.MemberEnrolled:
		return 1
	case *fact.MemberMoved, *fact.MemberAway, *fact.MemberStanding, *fact.MemberLeft, *fact.MemberDied, *fact.MemberPlaced, *fact.MemberAdjusted, *fact.MemberExcluded:
		return 2
	case *fact.MemberStaged:
		return 3 + party.Steps.Index(b.Step)
	case *fact.ElectionHeld:
		return 50
	case *fact.PostLeft:
		return 51
	case *fact.PostTaken:
		return 52
	case *fact.Submitted:
		return 53
	case *fact.UpperDid:
		return 55
	}
	return 54
}

func newOracle(facts []fact.Fact, cut fact.Cut) *oracle {
	o := &oracle{facts: fact.Standing(facts, cut), byID: map[party.FactID]fact.Fact{}}
	sort.SliceStable(o.facts, func(i, j int) bool {
		a, b := o.facts[i], o.facts[j]
		if a.On != b.On {
			return a.On < b.On
		}
		return turn(a.Body) < turn(b.Body)
	})
	for _, f := range o.facts {
		o.byID[f.ID] = f
	}
	return o
}

// at reads everything up to a day for one organisation.
func (o *oracle) at(org party.OrgID, on party.Date) *naiveOrg {
	n := &naiveOrg{people: map[party.MemberID]*naive{}, helpers: map[string]party.Date{}, level: "", form: "", domain: ""}
	closed := false
	for _, f := range o.facts {
		if f.On <= on {
			o.read(n, org, f, &closed)
		}
	}
	return n
}

func (n *naiveOrg) who(m party.MemberID) *naive {
	p := n.people[m]
	if p == nil {
		p = &naive{posts: map[party.Post]bool{}}
		n.people[m], n.order = p, append(n.order, m)
	}
	return p
}

func (o *oracle) read(n *naiveOrg, org party.OrgID, f fact.Fact, closed *bool) {
	own := f.Org == org
	switch b := f.Body.(type) {
	case *fact.OrgFounded:
		if own {
			n.level, n.form, n.domain, n.units, n.traits = b.Level, b.Form, b.Domain, b.Units, b.Traits
		}
	case *fact.OrgProfiled:
		if own {
			n.profiled(b)
		}
	case *fact.OrgMerged:
		if own && b.Into != org {
			n.scatter()
		} else if b.Into == org && f.Org != org {
			n.take(o.at(f.Org, f.On-1), f.On)
		}
	case *fact.OrgClosed:
		if own {
			n.scatter()
		}
	case *fact.MemberMoved:
		o.moved(n, org, f, b)
	case *fact.PremisesStated:
		if own {
			n.premises = b.Place
		}
	case *fact.HelperAssigned:
		if own {
			n.helpers[helperNames[b.Role]] = b.Until
		}
	case *fact.UpperDid:
		if !own && b.For == org && (b.Duty == "organiser" || b.Duty == "contact_point") {
			n.helpers[map[party.UpperDuty]string{"organiser": "组织员", "contact_point": "联系点"}[b.Duty]] = party.NoDate
		}
		o.refused(n, org, f, b)
	case *fact.MemberAway:
		if own && b.State != "host_report" || b.State == "host_report" && o.home(f, b) == org {
			n.readOwn(f)
		}
	default:
		if own {
			n.readOwn(f)
		}
	}
}

// before reports whether a fact stands before another.
func before(g, f fact.Fact) bool {
	return g.On < f.On || g.On == f.On && (g.At.Before(f.At) || g.At.Equal(f.At) && g.ID < f.ID)
}

// home is where a line from a host branch belongs: to the branch that last said
// of the member that he is away, or into which that one merged; without one, to
// the writer.
func (o *oracle) home(f fact.Fact, b *fact.MemberAway) party.OrgID {
	home := party.OrgID("")
	for _, g := range fact.Standing(o.facts, fact.Cut{}) {
		m, merged := g.Body.(*fact.OrgMerged)
		if merged && g.On <= f.On && home == g.Org { // mergers come first within a day
			home = m.Into
		}
		if a, ok := g.Body.(*fact.MemberAway); ok && a.Member == b.Member && a.State != "host_report" && before(g, f) {
			home = g.Org
		}
	}
	if home == "" {
		return f.Org
	}
	return home
}

var helperNames = map[party.HelperRole]string{
	"organiser": "组织员", "first_secretary": "第一书记", "contact_leader": "联系点", "town_leader": "联系点", "instructor": "指导员",
}

func (n *naiveOrg) profiled(b *fact.OrgProfiled) {
	if b.Domain != "" {
		n.domain = b.Domain
	}
	if b.Form != "" {
		n.form = b.Form
	}
	if b.Committee != nil {
		n.committee = b.Committee
	}
	if b.Seats != nil {
		n.seats = *b.Seats
	}
	if b.Groups != nil {
		n.groups = b.Groups
	}
	if b.Units != nil {
		n.units = *b.Units
	}
	if b.Traits != nil {
		n.traits = *b.Traits
	}
}

// refused takes an approval back that the upper level declined.
func (o *oracle) refused(n *naiveOrg, org party.OrgID, f fact.Fact, b *fact.UpperDid) {
	s, ok := o.byID[b.Answers]
	if !ok || s.Org != org || f.Org == org || b.Result != "declined" || s.On > f.On {
		return
	}
	for _, g := range o.facts { // only the first answer counts
		a, is := g.Body.(*fact.UpperDid)
		if !is || a.Answers != b.Answers || g.Org == org {
			continue
		}
		if g.ID != f.ID {
			return
		}
		break
	}
	if sub, ok := s.Body.(*fact.Submitted); ok && n.people[sub.Member] != nil {
		n.people[sub.Member].refuse(map[party.Submission]party.Step{"accept": "accept_approved", "convert": "convert_approved"}[sub.Matter])
	}
}

func (p *naive) refuse(s party.Step) {
	switch {
	case s == "accept_approved" && p.stage == "probationary":
		p.stage, p.accepted = "target", 0
	case s == "convert_approved" && p.stage == "full":
		p.stage, p.full = "probationary", 0
	}
}

// scatter ends the organisation: nobody is on the roll any more.
func (n *naiveOrg) scatter() {
	for _, m := range n.order {
		n.people[m].leave()
	}
}

// take puts the people of another organisation onto this roll.
func (n *naiveOrg) take(a *naiveOrg, on party.Date) {
	for _, m := range a.order {
		q := a.people[m]
		if p := n.who(m); q.stage != "" && p.stage == "" {
			posts := p.posts
			*p = *q
			p.posts, p.group, p.since = posts, 0, on
		}
	}
}

var partyPostNames = []party.Post{"secretary", "deputy", "organisation", "publicity", "discipline", "united_front", "youth", "member", "group_leader"}

func (p *naive) leave() {
	if p.stage == "" && !slices.ContainsFunc(partyPostNames, func(k party.Post) bool { return p.posts[k] }) {
		return
	}
	p.stage, p.floating, p.abroad, p.lost, p.suspended, p.second, p.to = "", false, false, false, false, false, ""
	for _, k := range partyPostNames {
		delete(p.posts, k)
	}
}

func (p *naive) join(stage party.Stage, accepted, full party.Date, class party.WorkClass) {
	if p.stage == "" {
		p.suspended, p.lost, p.floating, p.abroad, p.adjusted = false, false, false, false, false
	}
	p.stage = string(stage)
	if accepted != 0 {
		p.accepted = accepted
	}
	if full != 0 {
		p.full = full
	}
	if class != "" {
		p.class = string(class)
	}
}

func (o *oracle) moved(n *naiveOrg, org party.OrgID, f fact.Fact, b *fact.MemberMoved) {
	switch {
	case f.Org == org && b.Way == "out":
		p := n.who(b.Member)
		if p.stage == "" {
			return
		}
		if p.to = b.Other; b.Other == "" {
			p.leave()
		}
	case f.Org == org:
		p := n.who(b.Member)
		s := b.Summary
		if s == nil {
			s = p.ahead
		}
		if s == nil {
			s = &fact.MemberSummary{Stage: "full"}
		}
		p.ahead = nil
		if p.stage == "" {
			p.join(s.Stage, s.Accepted, s.Full, b.Class)
		}
	case b.Other != org:
	case b.Way == "out":
		n.who(b.Member).ahead = b.Summary
	default:
		n.who(b.Member).leave()
	}
}

func (n *naiveOrg) readOwn(f fact.Fact) {
	switch b := f.Body.(type) {
	case *fact.MemberEnrolled:
		p := n.who(b.Member)
		p.second = b.Second
		p.join(b.Stage, b.Accepted, b.Full, b.Class)
		if b.Group != 0 {
			p.group = b.Group
		}
	case *fact.MemberStaged:
		n.who(b.Member).step(b, f.On)
	case *fact.MemberAway:
		if p := n.who(b.Member); p.stage != "" {
			p.away(b.State, f.On)
		}
	case *fact.MemberStanding:
		n.who(b.Member).stand(b)
	case *fact.MemberLeft:
		n.who(b.Member).leave()
	case *fact.MemberDied:
		n.who(b.Member).leave()
	case *fact.MemberPlaced:
		p := n.who(b.Member)
		if b.Group != nil {
			p.group = *b.Group
		}
		if b.Class != "" {
			p.class = string(b.Class)
		}
	case *fact.MemberAdjusted:
		n.who(b.Member).adjusted = b.On
	case *fact.MemberExcluded:
		p := n.who(b.Member)
		switch {
		case b.Include:
			p.exclFrom, p.exclTo = 0, 0
		case b.Agreed != 0 && b.Voted != 0:
			p.exclFrom, p.exclTo = max(f.On, b.Agreed, b.Voted), b.Until
		}
	case *fact.ElectionHeld:
		if b.Sort != "by" && (n.elected == 0 || f.On > n.elected.AddMonths(1) && b.By != "committee") {
			n.elected = f.On
		}
	case *fact.PostLeft:
		delete(n.who(b.Member).posts, b.Post)
	case *fact.PostTaken:
		n.seat(b, f.On)
	}
}

func (p *naive) stand(b *fact.MemberStanding) {
	switch b.State {
	case "suspended":
		p.suspended, p.lost = true, false
		for _, k := range partyPostNames {
			delete(p.posts, k)
		}
	case "restored":
		p.suspended = false
	}
}

func (p *naive) away(s party.Away, on party.Date) {
	p.lost = s == "lost"
	switch s {
	case "floating":
		p.floating = true
	case "abroad":
		p.abroad = true
	case "returned":
		p.floating = false
	case "back":
		p.abroad = false
	}
}

func (p *naive) step(b *fact.MemberStaged, on party.Date) {
	if b.Result == "fail" {
		p.refuse(b.Step)
		return
	}
	switch b.Step {
	case "apply":
		p.stage = "applicant"
	case "activist":
		p.stage = "activist"
	case "target":
		p.stage = "target"
	case "accept":
		p.stage, p.accepted, p.full = "probationary", on, 0
	case "convert":
		switch b.Result {
		case "cancel":
			p.leave()
		case "extend":
		default:
			p.stage, p.full = "full", on
		}
	}
}

var committeeNames = partyPostNames[:8]

func (n *naiveOrg) seat(b *fact.PostTaken, on party.Date) {
	p := n.who(b.Member)
	if b.Post == "secretary" {
		for m, q := range n.people {
			if m != b.Member {
				delete(q.posts, "secretary")
			}
		}
		n.secretary = b.Member
	}
	if slices.Contains(committeeNames, b.Post) {
		for _, q := range n.people {
			if n.elected != 0 && on >= n.elected && q.seated < n.elected {
				for _, k := range committeeNames[1:] {
					delete(q.posts, k)
				}
			}
		}
		p.seated = max(p.seated, on)
	}
	p.posts[b.Post] = true
}

// profile counts one by one.
func (o *oracle) profile(org party.OrgID, on party.Date) [NProfile]int32 {
	n := o.at(org, on)
	var v [NProfile]int32
	v[pDomain], v[pLevel] = int32(party.Domains.Index(n.domain)), int32(party.Levels.Index(n.level))
	v[pUnits], v[pSeats] = int32(n.units), int32(n.seats)
	groups := map[int]bool{}
	ordinary := false
	for _, p := range n.people {
		n.countOne(p, &v, groups)
		for _, k := range committeeNames[2:] {
			ordinary = ordinary || p.posts[k]
		}
	}
	if v[pGroups] = int32(len(groups)); n.groups != nil {
		v[pGroups] = int32(*n.groups)
	}
	has := func(f standard.Profile, yes bool) {
		if yes {
			v[f] = 1
		}
	}
	has(pHasCommittee, n.committee != nil && *n.committee || n.committee == nil && ordinary)
	has(pJoint, n.form == "joint")
	has(pTemporary, n.form == "temporary")
	has(pFloatingForm, n.form == "floating")
	has(pFunctional, n.form == "functional")
	has(pFoundedNow, slices.ContainsFunc(o.facts, func(f fact.Fact) bool {
		_, founding := f.Body.(*fact.OrgFounded)
		return founding && f.Org == org && f.On.Year() == on.Year()
	}))
	has(pPremises, n.premises != "" && n.premises != "none")
	for name, f := range map[string]standard.Profile{"组织员": pOrganiser, "第一书记": pFirstSecretary, "联系点": pContactLeader, "指导员": pInstructor} {
		until, ok := n.helpers[name]
		if has(f, until == 0 || on <= until); !ok {
			v[f] = -1
		}
	}
	for _, t := range n.traits {
		if f, ok := traits[t]; ok {
			v[f] = 1
		}
	}
	v[pBranches] = o.children(org, on)
	if v[pSecretary] == 1 {
		v[pSecretaryMonths] = monthsInParty(n.people[n.secretary].full, on)
	}
	return v
}

func (n *naiveOrg) countOne(p *naive, v *[NProfile]int32, groups map[int]bool) {
	n.countPosts(p, v)
	if p.stage == "" || p.second || p.suspended {
		return
	}
	switch p.stage {
	case "activist":
		v[pActivists]++
	case "target":
		v[pTargets]++
	case "probationary":
		v[pProbationary]++
		v[pMembers]++
	case "full":
		v[pFull]++
		v[pMembers]++
	}
	if p.stage != "probationary" && p.stage != "full" {
		return
	}
	for f, yes := range map[standard.Profile]bool{pFloating: p.floating, pAbroad: p.abroad, pLost: p.lost} {
		if yes {
			v[f]++
		}
	}
	if p.posts["supervision_head"] {
		v[pSupervision] = 1
	}
	if p.group > 0 {
		groups[p.group] = true
	}
}

func (n *naiveOrg) countPosts(p *naive, v *[NProfile]int32) {
	sits, outside := false, false
	for _, k := range committeeNames {
		sits = sits || p.posts[k]
	}
	for _, k := range []party.Post{"village_head", "village_member", "unit_head", "unit_deputy", "chairman", "director", "manager", "deputy_manager"} {
		outside = outside || p.posts[k]
	}
	if sits {
		v[pCommittee]++
	}
	if sits && outside {
		v[pCross]++
	}
	if p.posts["deputy"] {
		v[pDeputies]++
	}
	if p.posts["group_leader"] {
		v[pGroupLeaders]++
	}
	one := func(f standard.Profile, yes bool) {
		if yes {
			v[f] = 1
		}
	}
	s := p.posts["secretary"]
	one(pSecretary, s)
	one(pOrganisation, p.posts["organisation"])
	one(pPublicity, p.posts["publicity"])
	one(pDiscipline, p.posts["discipline"])
	one(pSecretaryUnit, s && (p.posts["unit_head"] || p.posts["unit_deputy"]))
	one(pSecretaryVillage, s && p.posts["village_head"])
	one(pSecretaryChairman, s && p.posts["chairman"])
	one(pSecretaryAcademic, s && p.posts["academic_lead"])
}

// children counts the branches directly below.
func (o *oracle) children(org party.OrgID, on party.Date) int32 {
	count := int32(0)
	for _, child := range orgs {
		var parent party.OrgID
		lives, founded := false, false
		level := party.Level("")
		for _, f := range o.facts {
			if f.Org != child || f.On > on {
				continue
			}
			switch b := f.Body.(type) {
			case *fact.OrgFounded:
				if !founded {
					parent, lives, founded, level = b.Parent, true, true, b.Level
				}
			case *fact.OrgMoved:
				parent = b.Parent
			case *fact.OrgMerged, *fact.OrgClosed:
				lives = false
			}
		}
		if lives && parent == org && level == "branch" {
			count++
		}
	}
	return count
}

// monthsInParty counts month by month.
func monthsInParty(full, on party.Date) int32 {
	if full == 0 {
		return -1
	}
	n := int32(0)
	for full.AddMonths(int(n)+1) <= on {
		n++
	}
	if n >= 60 {
		n -= n % 12
	}
	return n
}

// TestSegmentsAgainstTheOracle compares every segment with the oracle, on its
// first and last day and on days of facts.
func TestSegmentsAgainstTheOracle(t *testing.T) {
	check(t, 700, func(t *rapid.T) {
		facts := plain(draw(t, 45))
		cut := fact.Cut{On: firstOn + party.Date(rapid.IntRange(300, 1200).Draw(t, "cut"))}
		r, o := Fold(facts, cut), newOracle(facts, cut)
		for _, org := range orgs {
			for y := 2024; y <= 2026; y++ {
				if year := r.Year(org, y, false); year != nil {
					compareDays(t, o, year)
				}
			}
		}
	})
}

// plain leaves out second foundings and what follows an end: neither passes
// admission, and what they mean is nobody's promise.
func plain(facts []fact.Fact) []fact.Fact {
	end := map[party.OrgID]party.Date{}
	for _, f := range facts {
		switch f.Body.(type) {
		case *fact.OrgMerged, *fact.OrgClosed:
			if d, ok := end[f.Org]; !ok || f.On < d {
				end[f.Org] = f.On
			}
		}
	}
	founded := map[party.OrgID]bool{}
	ended := map[party.OrgID]bool{}
	return slices.DeleteFunc(slices.Clone(facts), func(f fact.Fact) bool {
		_, founding := f.Body.(*fact.OrgFounded)
		again := founding && founded[f.Org]
		founded[f.Org] = founded[f.Org] || founding
		d, ends := end[f.Org]
		over := false
		switch f.Body.(type) {
		case *fact.OrgMerged, *fact.OrgClosed:
			over = ended[f.Org] || f.On > d
			ended[f.Org] = ended[f.Org] || f.On == d
		default:
			over = ends && f.On >= d
		}
		_, void := f.Body.(*fact.Void)
		return again || over || void || f.Corrects != ""
	})
}

func compareDays(t *rapid.T, o *oracle, y *Year) {
	days := map[party.Date]bool{}
	for _, s := range y.Segments {
		days[s.Days.From], days[s.Days.To] = true, true
	}
	for _, f := range o.facts {
		days[f.On], days[f.On-1] = true, true
	}
	for _, s := range y.Segments {
		for d := s.Days.From; d <= s.Days.To; d++ {
			if !days[d] {
				continue
			}
			if want := o.profile(y.Org, d); want != s.Values {
				for p := range want {
					if want[p] != s.Values[p] {
						t.Fatalf("%s on %s: measure %d is %d, the oracle says %d", y.Org, d, p, s.Values[p], want[p])
					}
				}
			}
		}
	}
}

// TestRollsAgainstTheOracle compares who stands how on each roll, on days of
// facts and the days before them.
func TestRollsAgainstTheOracle(t *testing.T) {
	check(t, 500, func(t *rapid.T) {
		facts := plain(draw(t, 40))
		r, o := Fold(facts, fact.Cut{}), newOracle(facts, fact.Cut{})
		org := rapid.SampledFrom(orgs[:3]).Draw(t, "org")
		stays := r.Stays(org)
		last := party.NoDate
		for i := range r.line(org).entries {
			last = r.line(org).entries[i].on
		}
		for _, f := range o.facts {
			for _, d := range []party.Date{f.On - 1, f.On} {
				if d <= last {
					compareRoll(t, o.at(org, d), stays, d)
				}
			}
		}
	})
}

func compareRoll(t *rapid.T, n *naiveOrg, stays []Stay, d party.Date) {
	seen := map[party.MemberID]Stay{}
	for _, s := range stays {
		if s.Days.From <= d && (s.Days.To == 0 || s.Days.To >= d) {
			if _, twice := seen[s.Member]; twice {
				t.Fatalf("%s stands twice on %s", s.Member, d)
			}
			seen[s.Member] = s
		}
	}
	for m, p := range n.people {
		s, there := seen[m]
		if there != (p.stage != "" || len(p.posts) > 0) {
			t.Fatalf("%s on %s: on the roll %v, the oracle has %q and posts %v", m, d, there, p.stage, p.posts)
		}
		if !there {
			continue
		}
		delete(seen, m)
		member := (p.stage == "full" || p.stage == "probationary") && !p.second && !p.suspended
		if string(s.Stage) != p.stage || s.Counts != member || s.Floating != p.floating || s.Lost != p.lost || s.Abroad != p.abroad ||
			s.Suspended != p.suspended || s.Adjusted != p.adjusted || s.Group != p.group || len(s.Posts) != len(p.posts) ||
			s.Second != p.second || s.Accepted != p.accepted || s.Full != p.full {
			t.Fatalf("%s on %s is %+v, the oracle says %+v", m, d, s, *p)
		}
	}
	if len(seen) > 0 {
		t.Fatalf("on %s the roll has %v, the oracle nobody of them", d, seen)
	}
}
