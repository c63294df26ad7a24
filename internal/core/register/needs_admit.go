package register

import (
	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// admits asks for what the check of a fresh fact looks at.
func (n *Needs) admits(f *fact.Fact) {
	n.be(f.Org, lived)
	n.names(f)
	n.weigh(f)
	n.mark(f.Corrects, turned)
	if v, ok := f.Body.(*fact.Void); ok {
		n.seek(v.Fact)
		n.mark(v.Fact, turned)
	}
	for _, id := range fact.Rests(f.Body) {
		n.seek(id)
		n.mark(id, cited)
	}
	switch b := f.Body.(type) {
	case *fact.MeetingHeld:
		n.mark(f.ID, joint)
	case *fact.MemberMoved:
		n.be(b.Other, whole)
	case *fact.OrgMerged:
		n.be(b.Into, whole)
	case *fact.UpperDid:
		n.mark(b.Answers, asking)
	case *fact.MemberAway:
		if b.State == "host_report" {
			n.report(b.Member)
		}
	}
}

// names asks where those stand whom a fact names beside its owner.
func (n *Needs) names(f *fact.Fact) {
	orgs, _ := fact.Concerns(*f)
	for _, o := range orgs {
		if o != f.Org {
			n.be(o, placed)
		}
	}
}

// weigh looks at a fact that is about to be recorded, mended or taken back.
func (n *Needs) weigh(f *fact.Fact) {
	if !n.heavy && !light(f.Body) {
		n.heavy = true
		for i := range n.fresh {
			n.be(n.fresh[i].Org, whole)
		}
	}
	if _, study := f.Body.(*fact.StudyLogged); !study {
		for _, m := range fact.RollOf(f.Body) {
			n.home(m)
		}
	}
	if !n.placing && fact.Placing(f.Body) {
		n.placing = true
		for org, r := range n.roles {
			if r&whole != 0 {
				for _, g := range n.own[org] {
					n.context(g)
				}
			}
		}
	}
}

// light reports whether a fact looks at nothing but the tree and the records that it
// names, and changes nothing that the check of another looks at.
func light(b fact.Body) bool {
	switch b.(type) {
	case *fact.StandardAdopted, *fact.ChoiceDeclared, *fact.ChoiceReported, *fact.WaiverDeclared,
		*fact.PremisesStated, *fact.MoneyStated, *fact.HelperAssigned, *fact.PartnershipAgreed, *fact.AffairsPublished,
		*fact.PledgeDone, *fact.CareGiven, *fact.DecisionMade, *fact.DecisionDone, *fact.TopicProposed, *fact.TopicAnswered,
		*fact.TalkHeld, *fact.AppraisalHeld, *fact.InspectionMade, *fact.FindingRaised, *fact.FindingClosed,
		*fact.RequestReceived, *fact.HelpAsked, *fact.HelpAnswered, *fact.UpperDid, *fact.ReviewHeld, *fact.RatingDecided,
		*fact.OutcomeStated, *fact.Mark, *fact.Figure, *fact.Honour, *fact.Event, *fact.Void:
		return true
	}
	return false
}

// home asks for all the rolls of a person, and until when they were kept.
func (n *Needs) home(m party.MemberID) {
	if n.homes[m] {
		return
	}
	n.homes[m] = true
	n.ask(fact.RollSubject(m))
	for _, o := range n.rolls[m] {
		n.be(o, lived)
	}
}

// report asks for the streams of those to whom a line of a person may be brought.
func (n *Needs) report(m party.MemberID) {
	n.reports[m] = true
	for _, o := range n.away[m] {
		n.be(o, drawn|whole)
	}
}

// touches looks at a fact that is read to admit others.
func (n *Needs) touches(f *fact.Fact) {
	switch b := f.Body.(type) {
	case *fact.MemberEnrolled:
		n.puts(b.Member, f.Org)
	case *fact.MemberMoved:
		n.puts(b.Member, f.Org)
	case *fact.MemberStaged:
		n.puts(b.Member, f.Org)
	case *fact.MemberAway:
		if b.State != "host_report" {
			n.away[b.Member] = append(n.away[b.Member], f.Org)
			if n.reports[b.Member] {
				n.be(f.Org, drawn|whole)
			}
		}
	case *fact.MeetingConfirmed:
		n.agreed = append(n.agreed, f)
	}
	if s := n.marks[f.ID]; s != 0 {
		n.signed(f, s)
	}
}

// puts notes who put a person on a roll.
func (n *Needs) puts(m party.MemberID, org party.OrgID) {
	n.rolls[m] = append(n.rolls[m], org)
	if n.homes[m] {
		n.be(org, lived)
	}
}

// context asks for what the facts of a whole stream name: all may be looked at
// again. Where they stand is asked for only if the tree changes, and where else their
// people were; else neither can differ from what it was.
func (n *Needs) context(f *fact.Fact) {
	for _, id := range fact.Rests(f.Body) {
		if n.held[id] == nil {
			n.seek(id)
		}
	}
	if !n.placing {
		return
	}
	n.names(f)
	switch b := f.Body.(type) {
	case *fact.MemberEnrolled:
		n.home(b.Member)
	case *fact.MemberMoved:
		n.home(b.Member)
	}
}

// mark says why a record matters.
func (n *Needs) mark(id party.FactID, s sign) {
	s &^= n.marks[id]
	if id == "" || s == 0 {
		return
	}
	n.marks[id] |= s
	for _, f := range [...]*fact.Fact{n.held[id], n.lent[id]} {
		if f != nil {
			n.signed(f, s)
		}
	}
}

// signed looks at a fact that matters.
func (n *Needs) signed(f *fact.Fact, s sign) {
	if s&cited != 0 {
		n.names(f)
		if f.Org != n.sole {
			n.be(f.Org, placed)
		}
	}
	if s&turned != 0 {
		n.weigh(f)
	}
	if s&asking != 0 {
		n.be(f.Org, whole)
	}
}

// spread carries marks to all facts of a record, and asks for the streams of those
// who confirmed a meeting that is fresh or mended.
func (n *Needs) spread() {
	for changed := true; changed; {
		changed = false
		for _, f := range n.mended {
			s := n.marks[f.ID] | n.marks[f.Corrects]
			if s != n.marks[f.ID] || s != n.marks[f.Corrects] {
				changed = true
				n.mark(f.ID, s)
				n.mark(f.Corrects, s)
			}
		}
	}
	for _, f := range n.agreed {
		if n.marks[fact.Answered(f.Body)]&joint != 0 {
			n.be(f.Org, whole)
		}
	}
}
