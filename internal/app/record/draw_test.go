package record

import (
	"math/rand/v2"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// A draw makes up facts of a small county, many of which contradict each other. A fact
// may name any of those that were tried before.
type draw struct {
	*rand.Rand
	ids []party.FactID
}

func newDraw(seed uint64) *draw { return &draw{Rand: rand.New(rand.NewPCG(seed, 7))} }

func pick[T any](d *draw, from ...T) T { return from[d.IntN(len(from))] }

func (d *draw) branch() party.OrgID  { return pick[party.OrgID](d, "b1", "b2", "b3") }
func (d *draw) who() party.MemberID  { return pick[party.MemberID](d, "m1", "m2", "m3", "m4") }
func (d *draw) day() party.Date      { return party.DateOf(2026, 1, 1).AddDays(d.IntN(150)) }
func (d *draw) before() party.FactID { return pick(d, d.ids...) }

// county is founded before anything is drawn: a county, a town and three branches, of
// which one is founded late.
func (d *draw) county() []fact.Fact {
	org := func(id, parent party.OrgID, level party.Level, on string) fact.Fact {
		return of(id, on, &fact.OrgFounded{Name: "虚构" + string(id) + "组织", Level: level, Parent: parent, Form: "single", Domain: "village"})
	}
	return []fact.Fact{
		org("c", "", "county", "2020-01-01"), org("t", "c", "committee", "2020-01-02"),
		org("b1", "t", "branch", "2020-01-03"), org("b2", "t", "branch", "2020-01-04"), org("b3", "t", "branch", "2026-03-01"),
	}
}

// next draws a fact.
func (d *draw) next() fact.Fact {
	f := fact.Fact{Org: d.branch(), On: d.day(), By: "m-clerk"}
	if len(d.ids) > 0 && d.IntN(5) == 0 {
		d.amend(&f)
		return f
	}
	m, other := d.who(), d.branch()
	f.Body = pick[func() fact.Body](d,
		func() fact.Body { return enrolled(m) },
		func() fact.Body { return enrolled(m) },
		func() fact.Body {
			return &fact.MemberEnrolled{Member: m, Stage: "activist", Group: d.IntN(3)}
		},
		func() fact.Body { return &fact.MemberMoved{Member: m, Way: "in", Other: other} },
		func() fact.Body { return &fact.MemberMoved{Member: m, Way: "out", Other: other} },
		func() fact.Body { return &fact.MemberStaged{Member: m, Step: "apply"} },
		func() fact.Body {
			return &fact.MemberStaged{Member: m, Step: "contacts", People: []party.MemberID{d.who()}}
		},
		func() fact.Body { return &fact.MemberLeft{Member: m, Way: "withdrew"} },
		func() fact.Body { return &fact.MemberDied{Member: m} },
		func() fact.Body {
			return &fact.MemberAway{Member: m, State: pick[party.Away](d, "floating", "contact", "host_report", "lost", "found", "returned")}
		},
		func() fact.Body {
			return &fact.MemberStanding{Member: m, State: pick[party.Standing](d, "suspended", "restored")}
		},
		func() fact.Body { return &fact.PostTaken{Member: m, Post: pick[party.Post](d, "secretary", "deputy")} },
		func() fact.Body { return &fact.PostLeft{Member: m, Post: "secretary"} },
		func() fact.Body { return &fact.OrgClosed{Cause: "adjusted"} },
		func() fact.Body { return &fact.OrgMerged{Into: other} },
		func() fact.Body { return &fact.OrgMoved{Parent: pick[party.OrgID](d, "c", "t", "b1", "b2")} },
		func() fact.Body {
			return &fact.OrgFounded{Name: "虚构又一支部", Level: "branch", Parent: "t", Form: "single", Domain: "village"}
		},
		func() fact.Body { return &fact.TalkHeld{Pair: "committee_member"} },
		func() fact.Body { return &fact.GradeGiven{Member: m, Grade: "good", Year: 2025} },
		func() fact.Body { return &fact.DecisionMade{Meeting: d.any(), Owner: m, Due: f.On.AddDays(9)} },
		func() fact.Body { return &fact.DecisionDone{Decision: d.any(), Done: true} },
		func() fact.Body { return d.meeting(other) },
		func() fact.Body { return &fact.MeetingConfirmed{Meeting: d.any(), Due: []party.MemberID{m}} },
		func() fact.Body { return &fact.HelpAsked{Of: "t"} },
		func() fact.Body { return &fact.HelpAnswered{Ask: d.any(), Result: "done"} },
	)()
	return f
}

func (d *draw) any() party.FactID {
	if len(d.ids) == 0 {
		return "f-none"
	}
	return d.before()
}

func (d *draw) meeting(host party.OrgID) fact.Body {
	b := &fact.MeetingHeld{Kinds: []party.MeetingKind{"assembly"}, Due: []party.MemberID{"m1", "m2"}}
	if d.IntN(3) == 0 {
		b.Hosts = []party.OrgID{host}
	}
	return b
}

// amend makes f a void or a correction of something before, mostly of its own kind.
func (d *draw) amend(f *fact.Fact) {
	if d.IntN(2) == 0 {
		f.Body = &fact.Void{Fact: d.before(), Cause: "mistake"}
		return
	}
	f.Corrects, f.Body = d.before(), enrolled(d.who())
}
