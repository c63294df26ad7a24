package register

import (
	"slices"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// A rank orders the facts of one day.
type rank uint8

const (
	rankFound rank = iota
	rankOrg
	rankEnrol
	rankRoll
	rankStep // and the 24 after it, in the order of party.Steps
)

const (
	rankElection = rankStep + 25 + iota
	rankPostLeft
	rankPostTaken
	rankOpen  // what others answer
	rankOther // what stands for itself
	rankClose // what answers
)

// rankOf ranks a fact within its day.
func rankOf(b fact.Body) rank {
	switch b := b.(type) {
	case *fact.OrgFounded:
		return rankFound
	case *fact.OrgRenamed, *fact.OrgMoved, *fact.OrgMerged, *fact.OrgClosed, *fact.OrgProfiled:
		return rankOrg
	case *fact.MemberEnrolled:
		return rankEnrol
	case *fact.MemberMoved, *fact.MemberAway, *fact.MemberStanding, *fact.MemberLeft, *fact.MemberDied,
		*fact.MemberPlaced, *fact.MemberAdjusted, *fact.MemberExcluded:
		return rankRoll
	case *fact.MemberStaged:
		return rankStep + rank(max(0, party.Steps.Index(b.Step)))
	case *fact.ElectionHeld:
		return rankElection
	case *fact.PostLeft:
		return rankPostLeft
	case *fact.PostTaken:
		return rankPostTaken
	case *fact.DecisionMade, *fact.TopicProposed, *fact.PledgeMade, *fact.FindingRaised, *fact.HelpAsked,
		*fact.Submitted, *fact.ChoiceDeclared:
		return rankOpen
	case *fact.DecisionDone, *fact.TopicAnswered, *fact.PledgeDone, *fact.FindingClosed, *fact.HelpAnswered,
		*fact.UpperDid, *fact.ChoiceReported:
		return rankClose
	}
	return rankOther
}

// A router finds the streams into which a fact goes beside its owner's.
type router struct {
	*Register
	owner map[party.FactID]party.OrgID   // by thread; nil while there is one organisation only
	homes map[party.MemberID]party.OrgID // who last said that the member is away, or whoever that merged into
	rolls map[party.MemberID]party.OrgID // onto whose roll the member last came, itself or in a merger
}

// prepare learns who owns what, if any fact may reach beyond its owner.
func (x *router) prepare() {
	if len(x.lines) < 2 {
		return
	}
	x.owner = make(map[party.FactID]party.OrgID, len(x.facts))
	x.homes, x.rolls = map[party.MemberID]party.OrgID{}, map[party.MemberID]party.OrgID{}
	for i := range x.facts {
		f := &x.facts[i]
		x.owner[x.thread(f.ID)] = f.Org
		if c, ok := f.Body.(*fact.MeetingConfirmed); ok {
			if x.confirms == nil {
				x.confirms = map[party.FactID][]*fact.Fact{}
			}
			m := x.thread(c.Meeting)
			x.confirms[m] = append(x.confirms[m], f)
		}
	}
}

// roll follows the members through one day, given what was recorded from that day
// on. Organisations and rolls come first within a day, in whatever order they were
// written down.
func (x *router) roll(facts []fact.Fact) {
	if x.owner == nil {
		return
	}
	n := 1
	for n < len(facts) && facts[n].On == facts[0].On {
		n++
	}
	for i := range facts[:n] {
		if m, ok := facts[i].Body.(*fact.OrgMerged); ok {
			follow(x.rolls, facts[i].Org, m.Into)
			follow(x.homes, facts[i].Org, m.Into)
		}
	}
	for i := range facts[:n] {
		if b, ok := facts[i].Body.(*fact.MemberEnrolled); ok && !b.Second {
			x.rolls[b.Member] = facts[i].Org
		}
	}
	for i := range facts[:n] {
		if b, ok := facts[i].Body.(*fact.MemberMoved); ok && b.Way == "in" {
			x.rolls[b.Member] = facts[i].Org
		}
	}
}

// follow lets what was one organisation's be another's.
func follow(of map[party.MemberID]party.OrgID, from, into party.OrgID) {
	for m, org := range of {
		if org == from {
			of[m] = into
		}
	}
}

// add puts a fact into its owner's stream and those of others it concerns.
func (x *router) add(f *fact.Fact, l *line) {
	e := entry{on: f.On, rank: rankOf(f.Body), fact: f}
	l.entries = append(l.entries, e)
	if x.owner == nil {
		if u, ok := f.Body.(*fact.UpperDid); ok && u.For == "" && u.Answers == "" {
			l.wide = append(l.wide, f)
		}
		return
	}
	switch b := f.Body.(type) {
	case *fact.MemberMoved:
		x.send(b.Other, e)
	case *fact.StudyLogged:
		x.study(e, b)
	case *fact.MemberAway:
		x.away(e, b)
	case *fact.OrgMerged:
		x.send(b.Into, e)
	case *fact.RatingDecided:
		x.send(b.Of, e)
	case *fact.PartnershipAgreed:
		for _, o := range b.With {
			x.send(o, e)
		}
	case *fact.MeetingHeld:
		x.joint(e, b)
	case *fact.UpperDid:
		x.upper(e, b, l)
	default:
		x.send(x.owner[x.thread(fact.Answered(b))], e)
	}
}

// send adds an entry to another organisation's stream.
func (x *router) send(org party.OrgID, e entry) {
	if l := x.line(org); l != nil && org != e.fact.Org {
		l.entries = append(l.entries, e)
	}
}

// upper routes what an upper level did: to the one for whom, to the one who had
// asked, or to everyone below.
func (x *router) upper(e entry, b *fact.UpperDid, l *line) {
	asker := x.owner[x.thread(b.Answers)]
	x.send(b.For, e)
	if asker != b.For {
		x.send(asker, e)
	}
	if b.For == "" && b.Answers == "" {
		l.wide = append(l.wide, e.fact)
	}
}

// joint gives a meeting to each co-organiser that confirmed it; the first
// confirmation of each counts.
func (x *router) joint(e entry, b *fact.MeetingHeld) {
	for i, c := range x.confirms[x.thread(e.fact.ID)] {
		if !slices.Contains(b.Hosts, c.Org) {
			continue
		}
		first := !slices.ContainsFunc(x.confirms[x.thread(e.fact.ID)][:i], func(d *fact.Fact) bool { return d.Org == c.Org })
		if first {
			x.send(c.Org, entry{on: e.on, rank: e.rank, fact: e.fact, by: c})
		}
	}
}

// study brings a course that was logged elsewhere, as upper levels do, to the
// branches of those who took it.
func (x *router) study(e entry, b *fact.StudyLogged) {
	var sent []party.OrgID
	for _, m := range b.Members {
		if home := x.rolls[m]; home != "" && !slices.Contains(sent, home) {
			sent = append(sent, home)
			x.send(home, e)
		}
	}
}

// away brings a line from the host branch home.
func (x *router) away(e entry, b *fact.MemberAway) {
	if b.State != "host_report" {
		x.homes[b.Member] = e.fact.Org
		return
	}
	x.send(x.homes[b.Member], e)
}

// place reads off its stream where an organisation stands in the tree and how
// long it lives.
func (l *line) place() {
	for i := range l.entries {
		e := &l.entries[i]
		if e.rank > rankOrg || e.fact.Org != l.id {
			continue
		}
		switch b := e.fact.Body.(type) {
		case *fact.OrgFounded:
			if l.founded == nil {
				l.founded = e.fact
				l.above = append(l.above, link{e.on, b.Parent})
			}
		case *fact.OrgMoved:
			l.above = append(l.above, link{e.on, b.Parent})
		case *fact.OrgMerged, *fact.OrgClosed:
			if l.ends == party.NoDate {
				l.ends = e.on
			}
		}
	}
}
