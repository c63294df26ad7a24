package register

import (
	"slices"
	"testing"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"

	"pgregory.net/rapid"
)

// TestStreamsFollowConcerns: a fact goes into the stream of its owner, and of
// others only if it names them, answers a fact of theirs, or is about one of
// their members.
func TestStreamsFollowConcerns(t *testing.T) {
	check(t, 2000, func(t *rapid.T) {
		r := Fold(draw(t, 40), fact.Cut{})
		streams := map[party.FactID][]party.OrgID{}
		for i := range r.lines {
			for _, e := range r.lines[i].entries {
				if !slices.Contains(streams[e.fact.ID], r.lines[i].id) {
					streams[e.fact.ID] = append(streams[e.fact.ID], r.lines[i].id)
				}
			}
		}
		for i := range r.facts {
			f := &r.facts[i]
			if !slices.Contains(streams[f.ID], f.Org) {
				t.Fatalf("%s is not in its owner's stream", f.ID)
			}
			named, _ := fact.Concerns(*f)
			for _, o := range streams[f.ID] {
				if !slices.Contains(named, o) && !reaches(r, f, o) {
					t.Fatalf("%s %s of %s is in the stream of %s", f.ID, f.Body.Kind(), f.Org, o)
				}
			}
		}
	})
}

// reaches reports whether a fact reaches an organisation that it does not name.
func reaches(r *Register, f *fact.Fact, org party.OrgID) bool {
	switch f.Body.(type) {
	case *fact.MemberAway, *fact.StudyLogged:
		return true // by whose member it is
	}
	id := r.thread(fact.Answered(f.Body))
	return slices.ContainsFunc(r.facts, func(g fact.Fact) bool { return id != "" && r.thread(g.ID) == id && g.Org == org })
}

// TestStreamsAreInOrder: by day, and within the day by rank.
func TestStreamsAreInOrder(t *testing.T) {
	check(t, 1000, func(t *rapid.T) {
		r := Fold(draw(t, 40), fact.Cut{})
		for i := range r.lines {
			es := r.stream(&r.lines[i])
			for k := 1; k < len(es); k++ {
				if a, b := es[k-1], es[k]; a.on > b.on || a.on == b.on && a.rank > b.rank {
					t.Fatalf("%s: %s %d before %s %d", r.lines[i].id, a.on, a.rank, b.on, b.rank)
				}
			}
		}
	})
}

// TestRanks: every kind has its place in the day; what answers comes after what
// asks.
func TestRanks(t *testing.T) {
	for _, c := range []struct{ first, then fact.Body }{
		{&fact.OrgFounded{}, &fact.OrgMoved{}}, {&fact.OrgProfiled{}, &fact.MemberEnrolled{}}, {&fact.MemberEnrolled{}, &fact.MemberDied{}},
		{&fact.MemberMoved{}, &fact.MemberStaged{Step: "apply"}}, {&fact.MemberStaged{Step: "talk"}, &fact.MemberStaged{Step: "activist"}},
		{&fact.MemberStaged{Step: "archived"}, &fact.ElectionHeld{}}, {&fact.ElectionHeld{}, &fact.PostLeft{}}, {&fact.PostLeft{}, &fact.PostTaken{}},
		{&fact.PostTaken{}, &fact.DecisionMade{}}, {&fact.DecisionMade{}, &fact.MeetingHeld{}}, {&fact.MeetingHeld{}, &fact.DecisionDone{}},
		{&fact.Submitted{}, &fact.UpperDid{}}, {&fact.HelpAsked{}, &fact.HelpAnswered{}}, {&fact.TopicProposed{}, &fact.TopicAnswered{}},
		{&fact.PledgeMade{}, &fact.PledgeDone{}}, {&fact.FindingRaised{}, &fact.FindingClosed{}}, {&fact.ChoiceDeclared{}, &fact.ChoiceReported{}},
	} {
		if rankOf(c.first) >= rankOf(c.then) {
			t.Errorf("%s does not come before %s", c.first.Kind(), c.then.Kind())
		}
	}
	if rankOf(&fact.MemberStaged{Step: "?"}) < rankStep {
		t.Error("an unknown step has no place")
	}
}

// TestAboutIsSmall: a branch's facts are its own and those that reach it, not the
// county's.
func TestAboutIsSmall(t *testing.T) {
	b := woods()
	b.by("c", "2026-01-05", &fact.UpperDid{Duty: "branch_study"})
	b.by("t1", "2026-01-06", &fact.UpperDid{Duty: "lecture"})
	b.by("t2", "2026-01-07", &fact.UpperDid{Duty: "lecture"})
	b.by("b2", "2024-01-08", &fact.CareGiven{Members: 1, Way: "visit"})
	b.by("b1", "2026-01-08", &fact.CareGiven{Members: 1, Way: "visit"})
	r := b.fold("")
	var kinds []string
	for _, f := range r.About("b1") {
		kinds = append(kinds, string(f.Org)+" "+string(f.Body.Kind()))
	}
	want := []string{"c org.founded", "t1 org.founded", "t2 org.founded", "b1 org.founded", "b3 org.founded", "b1 org.renamed", "b1 org.moved", "b3 org.merged",
		"c upper.did", "t1 upper.did", "t2 upper.did", "b1 care.given"}
	if !slices.Equal(kinds, want) {
		t.Errorf("about b1:\n got %v\nwant %v", kinds, want)
	}
	if got := r.About("x"); got != nil {
		t.Errorf("about nobody: %v", got)
	}
}
