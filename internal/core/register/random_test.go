package register

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"

	"pgregory.net/rapid"
)

// check runs a property over n random counties, fewer with -short.
func check(t *testing.T, n int, prop func(*rapid.T)) {
	t.Helper()
	if testing.Short() {
		n /= 20
	}
	set := flag.Lookup("rapid.checks")
	was := set.Value.String()
	if err := set.Value.Set(fmt.Sprint(n)); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = set.Value.Set(was) }() // it took this value before
	rapid.Check(t, prop)
}

// A county is random facts of one county: a county committee, two towns and
// three branches over three years. They need not make sense; folding them must.
type countyDraw struct {
	r     *rand.Rand
	facts []fact.Fact
}

var (
	orgs    = []party.OrgID{"b1", "b2", "b3", "t1", "t2", "c"}
	people  = []party.MemberID{"m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8"}
	firstOn = day("2024-01-01")
)

func (c *countyDraw) pick(n int) int { return c.r.IntN(n) }

func from[T any](c *countyDraw, all []T) T { return all[c.pick(len(all))] }

func code[T ~string](c *countyDraw, l party.Labels[T]) T { return l[c.pick(len(l))].Code }

func (c *countyDraw) yes() bool { return c.pick(2) == 0 }

func (c *countyDraw) branch() party.OrgID { return orgs[c.pick(3)] }

func (c *countyDraw) who() party.MemberID { return from(c, people) }

func (c *countyDraw) on() party.Date { return firstOn + party.Date(c.pick(1096)) }

// some draws up to three people.
func (c *countyDraw) some() []party.MemberID {
	var ms []party.MemberID
	for i := range people {
		if c.pick(4) == 0 {
			ms = append(ms, people[i])
		}
	}
	return ms
}

// any returns the id of an earlier fact.
func (c *countyDraw) any() party.FactID { return c.facts[c.pick(len(c.facts))].ID }

func (c *countyDraw) put(org party.OrgID, on party.Date, b fact.Body) *fact.Fact {
	y, m, d := on.YMD()
	late := c.pick(40) / 20 * c.pick(300) // half of them at once
	at := time.Date(y, time.Month(m), d, 8+c.pick(8), 0, 0, 0, time.UTC).AddDate(0, 0, late)
	c.facts = append(c.facts, fact.Fact{ID: party.FactID(fmt.Sprintf("f%03d", len(c.facts))), Org: org, On: on, At: at, By: "m-clerk", Body: b})
	return &c.facts[len(c.facts)-1]
}

// draw draws a county with up to n facts beside its foundings. Rapid chooses the
// seed and how many facts, which is what it can make smaller.
func draw(t *rapid.T, n int) []fact.Fact {
	c := &countyDraw{r: rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))}
	return c.all(rapid.IntRange(0, n).Draw(t, "facts"))
}

// all draws the foundings, the rolls and n facts.
func (c *countyDraw) all(n int) []fact.Fact {
	start := firstOn + party.Date(c.pick(400)/2)
	c.put("c", start, &fact.OrgFounded{Name: "县委", Level: "county", Form: "single", Domain: "agency"})
	for _, o := range []party.OrgID{"t1", "t2"} {
		c.put(o, start, &fact.OrgFounded{Name: "镇党委", Level: "committee", Parent: "c", Form: "single", Domain: "agency"})
	}
	for _, o := range orgs[:3] {
		c.put(o, start+party.Date(c.pick(60)), &fact.OrgFounded{Name: "支部", Level: "branch", Parent: from(c, orgs[3:]), Form: code(c, party.Forms), Domain: code(c, party.Domains)})
	}
	for _, m := range people {
		c.put(c.branch(), start+party.Date(c.pick(90)), c.enrolment(m))
	}
	for range n {
		c.event()
	}
	return c.facts
}

func (c *countyDraw) enrolment(m party.MemberID) *fact.MemberEnrolled {
	e := &fact.MemberEnrolled{Member: m, Stage: code(c, party.Stages), Group: c.pick(3), Second: c.pick(8) == 0}
	if e.Stage == "probationary" || e.Stage == "full" {
		e.Accepted = firstOn.AddDays(-c.pick(3000))
	}
	if e.Stage == "full" {
		e.Full = e.Accepted.AddYears(1)
	}
	return e
}

// event draws one fact; rolls and posts are drawn more often than the rest.
func (c *countyDraw) event() {
	switch c.pick(8) {
	case 0, 1:
		c.rollEvent()
	case 2:
		c.put(c.branch(), c.on(), c.officeEvent())
	case 3:
		c.orgEvent()
	case 4:
		c.meetingEvent()
	case 5:
		c.upperEvent()
	case 6:
		c.put(c.branch(), c.on(), c.workEvent())
	default:
		c.put(c.branch(), c.on(), c.stateEvent())
	}
}

func (c *countyDraw) rollEvent() {
	m, on := c.who(), c.on()
	until := party.NoDate
	if c.yes() {
		until = on + party.Date(c.pick(400))
	}
	var b fact.Body
	switch c.pick(10) {
	case 0:
		b = c.enrolment(m)
	case 1, 2, 3:
		s := &fact.MemberStaged{Member: m, Step: code(c, party.Steps), Result: code(c, party.Results), Until: until, People: c.some()}
		if c.pick(3) == 0 {
			s.Vote, s.Meeting = &fact.Vote{On: "accept", Due: c.pick(9), Present: c.pick(9), Yes: c.pick(9)}, c.any()
		}
		b = s
	case 4:
		v := &fact.MemberMoved{Member: m, Way: code(c, party.Ways), Other: from(c, []party.OrgID{"", "b1", "b2", "b3"})}
		if c.yes() {
			v.Summary = &fact.MemberSummary{Stage: code(c, party.Stages), Hours: party.Int(c.pick(9)), DuesTo: "2025-03"}
		}
		b = v
	case 5, 6:
		b = &fact.MemberAway{Member: m, State: code(c, party.AwayStates)}
	case 7:
		b = &fact.MemberStanding{Member: m, State: code(c, party.Standings), Until: until}
	case 8:
		if c.yes() {
			b = &fact.MemberLeft{Member: m, Way: code(c, party.Exits)}
		} else {
			b = &fact.MemberDied{Member: m}
		}
	default:
		n := c.pick(4)
		b = &fact.MemberPlaced{Member: m, Group: &n}
		if c.yes() {
			b = &fact.MemberAdjusted{Member: m, On: c.yes()}
		} else if c.yes() {
			b = &fact.MemberExcluded{Member: m, Agreed: on, Voted: on, Until: until, Include: c.pick(4) == 0}
		}
	}
	c.put(c.branch(), on, b)
}

func (c *countyDraw) officeEvent() fact.Body {
	switch c.pick(4) {
	case 0:
		return &fact.PostLeft{Member: c.who(), Post: code(c, party.Posts)}
	case 1:
		return &fact.ElectionHeld{Sort: code(c, party.ElectionSorts), Seats: 1 + c.pick(4), Candidates: 1 + c.pick(5),
			Vote: fact.Vote{On: "election", Due: c.pick(9), Present: c.pick(9)}, Issued: c.pick(9), Returned: c.pick(9), By: code(c, party.DecidingBodies)}
	}
	p := &fact.PostTaken{Member: c.who(), Post: code(c, party.Posts), First: c.yes()}
	if c.yes() {
		p.Until = firstOn + party.Date(c.pick(1400))
	}
	return p
}

func (c *countyDraw) orgEvent() {
	var b fact.Body
	switch c.pick(12) {
	case 0:
		b = &fact.OrgMerged{Into: from(c, orgs[:3])}
	case 1:
		b = &fact.OrgClosed{Cause: "adjusted"}
	case 2:
		b = &fact.OrgMoved{Parent: from(c, orgs[3:])}
	case 3:
		b = &fact.OrgRenamed{Name: fmt.Sprint("支部", c.pick(9))}
	case 4:
		b = &fact.StandardAdopted{Scheme: "s"}
	case 5:
		b = &fact.Void{Fact: c.any(), Cause: "mistake"}
	default:
		p := &fact.OrgProfiled{}
		yes, n, k := c.yes(), c.pick(6), c.pick(3)
		if c.yes() {
			p.Committee, p.Seats = &yes, &n
		}
		if c.yes() {
			p.Groups = &k
		}
		if c.pick(4) == 0 {
			p.Form, p.Domain = code(c, party.Forms), code(c, party.Domains)
			p.Traits = &[]party.OrgTrait{code(c, party.OrgTraits)}
		}
		b = p
	}
	f := c.put(c.branch(), c.on(), b)
	if c.pick(6) == 0 { // a correction of something
		if t := &c.facts[c.pick(len(c.facts))]; t.ID != f.ID {
			f.Corrects, f.Org, f.Body, f.On = t.ID, t.Org, c.changed(t.Body), t.On+party.Date(c.pick(9))
		}
	}
}

// changed is what a body says when it named the wrong person or organisation, or the
// body itself.
func (c *countyDraw) changed(b fact.Body) fact.Body {
	switch b := b.(type) {
	case *fact.MemberEnrolled:
		k := *b
		k.Member = c.who()
		return &k
	case *fact.MemberMoved:
		k := *b
		k.Member, k.Other = c.who(), c.branch()
		return &k
	case *fact.MemberAway:
		k := *b
		k.Member = c.who()
		return &k
	case *fact.StudyLogged:
		k := *b
		k.Members = c.some()
		return &k
	case *fact.Submitted:
		k := *b
		k.Member, k.To = c.who(), from(c, orgs)
		return &k
	case *fact.OrgMerged:
		return &fact.OrgMerged{Into: c.branch()}
	case *fact.OrgMoved:
		return &fact.OrgMoved{Parent: from(c, orgs[3:])}
	case *fact.MeetingHeld:
		k := *b
		k.Hosts = []party.OrgID{c.branch()}
		return &k
	case *fact.UpperDid:
		k := *b
		k.For = from(c, orgs[:3])
		return &k
	case *fact.HelpAsked:
		return &fact.HelpAsked{Of: from(c, orgs), Items: b.Items}
	}
	return b
}

func (c *countyDraw) meetingEvent() {
	b := &fact.MeetingHeld{Kinds: []party.MeetingKind{code(c, party.MeetingKinds)}, Group: c.pick(3), Hours: party.Int(c.pick(3)), Speaker: c.who()}
	if c.yes() {
		b.Kinds = append(b.Kinds, code(c, party.MeetingKinds))
	}
	if c.yes() {
		b.Due = c.some()
		for _, m := range b.Due {
			if c.pick(3) == 0 {
				b.Absent = append(b.Absent, fact.Absence{Member: m, Reason: code(c, party.Reasons)})
			}
		}
	}
	if c.pick(4) == 0 {
		b.Year, b.Phases = 2024+c.pick(3), []party.Phase{code(c, party.Phases)}
	}
	if c.pick(4) == 0 {
		b.Votes = []fact.Vote{{On: code(c, party.VoteOns), Due: c.pick(9), Present: c.pick(9), Yes: c.pick(9)}}
	}
	org, on := c.branch(), c.on()
	if c.pick(4) == 0 {
		b.Hosts = []party.OrgID{from(c, orgs[:3])}
		id := c.put(org, on, b).ID
		if c.yes() {
			c.put(b.Hosts[0], on+party.Date(c.pick(30)), &fact.MeetingConfirmed{Meeting: id, Due: c.some()})
		}
		return
	}
	c.put(org, on, b)
}

func (c *countyDraw) upperEvent() {
	org, on := from(c, orgs[3:]), c.on()
	switch c.pick(5) {
	case 0:
		s := c.put(c.branch(), on, &fact.Submitted{Matter: code(c, party.Submissions), To: org, Member: c.who()})
		if id, to := s.ID, s.Org; c.yes() {
			c.put(org, on+party.Date(c.pick(90)), &fact.UpperDid{Duty: "answered", For: from(c, []party.OrgID{"", to}), Answers: id, Result: code(c, party.Outcomes)})
		}
	case 1:
		id := c.put(c.branch(), on, &fact.HelpAsked{Of: org, Items: []party.ItemID{"ZB-40", "ZB-46"}}).ID
		if c.yes() {
			c.put(org, on+party.Date(c.pick(60)), &fact.HelpAnswered{Ask: id, Result: "done"})
		}
	case 2:
		c.put(org, on, &fact.RatingDecided{Scheme: "s", Year: on.Year() - c.pick(2), Of: c.branch(), Level: "四星", By: "county_committee", Cut: on})
	default:
		c.put(org, on, &fact.UpperDid{Duty: code(c, party.UpperDuties), For: from(c, []party.OrgID{"", "", "b1", "b2"})})
	}
}

// workEvent draws what opens or closes something.
func (c *countyDraw) workEvent() fact.Body {
	due := firstOn + party.Date(c.pick(1200))
	switch c.pick(12) {
	case 0:
		return &fact.DecisionMade{Owner: c.who(), Due: due}
	case 1:
		return &fact.DecisionDone{Decision: c.any(), Done: c.yes()}
	case 2:
		return &fact.TopicProposed{Member: c.who()}
	case 3:
		return &fact.TopicAnswered{Topic: c.any(), Result: "done"}
	case 4:
		return &fact.PledgeMade{Member: c.who(), Form: code(c, party.Pledges), Due: due}
	case 5:
		return &fact.PledgeDone{Pledge: c.any(), Done: c.yes()}
	case 6:
		return &fact.FindingRaised{Item: "ZB-46", Severity: code(c, party.Severities), Due: due}
	case 7:
		return &fact.FindingClosed{Finding: c.any(), Result: code(c, party.Outcomes)}
	case 8:
		return &fact.ChoiceDeclared{Item: "ZB-46", Target: party.Int(3), Year: 2024 + c.pick(3)}
	case 9:
		return &fact.ChoiceReported{Choice: c.any(), Value: party.Int(c.pick(6))}
	case 10:
		return &fact.DisposalStep{Member: c.who(), Case: from(c, []party.FactID{"", c.any()}), Step: code(c, party.DisposalSteps), Result: code(c, party.Disposals)}
	}
	return &fact.MeetingSkipped{Meeting: code(c, party.MeetingKinds), Window: from(c, []string{"2025-03", "2025-Q2", "2026-H1", "2026"}), Reason: "harvest"}
}

// stateEvent draws what stands for itself.
func (c *countyDraw) stateEvent() fact.Body {
	months := []string{"2024-11", "2025-01", "2025-03", "2025-06", "2026-02"}
	switch c.pick(20) {
	case 0, 1:
		return &fact.DuesPaid{Member: c.who(), From: from(c, months), To: from(c, months), Fen: int64(c.pick(9))}
	case 2:
		return &fact.DuesFixed{Member: c.who(), Year: 2025 + c.pick(2), Fen: int64(c.pick(3))}
	case 3:
		return &fact.DuesRemitted{Month: from(c, months)}
	case 4:
		return &fact.StudyLogged{Members: c.some(), Hours: party.Int(4), Form: code(c, party.Studies), Level: "town"}
	case 5:
		return &fact.TalkHeld{Pair: code(c, party.Pairs), Need: c.yes()}
	case 6:
		return &fact.GradeGiven{Member: c.who(), Grade: code(c, party.Grades), Year: 2024 + c.pick(3)}
	case 7:
		return &fact.AppraisalHeld{Year: 2024 + c.pick(3), Due: 5, Taken: 4, Excellent: 1}
	case 8:
		return &fact.ReviewHeld{Year: 2024 + c.pick(3), Result: code(c, party.Verdicts)}
	case 9:
		return &fact.OutcomeStated{Sort: code(c, party.OutcomeSorts), Value: party.Int(c.pick(90)), Basis: 5, Year: 2025, Half: c.pick(3)}
	case 10:
		return &fact.InspectionMade{By: "town", Sort: code(c, party.Inspects), Settles: []party.ItemID{"ZB-40"}}
	case 11:
		return &fact.RequestReceived{By: "town", Sort: "form", Outside: c.yes(), Minutes: 30}
	case 12:
		return &fact.PremisesStated{Place: code(c, party.PremisesList), Square: c.pick(80)}
	case 13:
		return &fact.MoneyStated{Flow: code(c, party.Flows), Fen: int64(c.pick(9)) * 100}
	case 14:
		return &fact.HelperAssigned{Role: code(c, party.HelperRoles), Until: firstOn + party.Date(c.pick(1200))}
	case 15:
		return &fact.PartnershipAgreed{With: []party.OrgID{c.branch()}, Until: firstOn + party.Date(c.pick(1500))}
	case 16:
		return &fact.AffairsPublished{Matter: code(c, party.Matters)}
	case 17:
		v := party.Int(c.pick(9))
		return &fact.Mark{Name: "班子", Column: "final", Value: &v, Judge: c.who(), Year: 2025}
	case 18:
		return &fact.Event{Name: "事故", Count: 1 + c.pick(2)}
	}
	return &fact.CareGiven{Members: 1, Way: "visit"}
}
