package fact

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"qiangji/internal/party"
)

// TestSubjectsDiffer: one id in five roles is five subjects, and each tells what it is.
func TestSubjectsDiffer(t *testing.T) {
	seen := map[Subject]bool{}
	for sort, s := range map[string]Subject{
		"o": OrgSubject("x"), "w": BelowSubject("x"), "m": MemberSubject("x"), "r": RollSubject("x"), "f": UponSubject("x"),
	} {
		seen[s] = true
		if s.Sort() != sort || s.ID() != "x" {
			t.Errorf("%s is of sort %q and of %q", s, s.Sort(), s.ID())
		}
	}
	if len(seen) != 5 {
		t.Errorf("%d subjects, want 5", len(seen))
	}
	for _, s := range []Subject{"", "x", "no:thing", ":x"} {
		if s.Sort() != "" || s.ID() != "" {
			t.Errorf("%q is of sort %q and of %q", s, s.Sort(), s.ID())
		}
	}
}

// nothing knows no fact.
func nothing(party.FactID) []Subject { return nil }

// under writes subjects in one line.
func under(s []Subject) string {
	words := make([]string, len(s))
	for i := range s {
		words[i] = string(s[i])
	}
	return strings.Join(words, " ")
}

// TestSubjects says of each sort of fact under what it is found.
func TestSubjects(t *testing.T) {
	known := func(id party.FactID) []Subject {
		if id != "f-old" {
			return nil
		}
		return []Subject{"o:b", "o:town", "m:m1", "r:m1"}
	}
	for _, c := range []struct {
		what string
		body Body
		want string
	}{
		{"a meeting with guests and hosts", &MeetingHeld{Chair: "m1", Speaker: "m9", Due: []party.MemberID{"m2", "m1"}, Hosts: []party.OrgID{"h"}}, "m:m1 m:m2 m:m9 o:b o:h"},
		{"a decision of a meeting", &DecisionMade{Meeting: "f-m", Owner: "m1"}, "f:f-m m:m1 o:b"},
		{"what answers someone", &UpperDid{Duty: "answered", Answers: "f-old"}, "f:f-old m:m1 o:b o:town r:m1"},
		{"what answers what is not there", &HelpAnswered{Ask: "f-gone"}, "f:f-gone o:b"},
		{"a void", &Void{Fact: "f-old"}, "f:f-old m:m1 o:b o:town r:m1"},
		{"what an upper level did for all", &UpperDid{Duty: "lecture"}, "o:b w:b"},
		{"what it did for one", &UpperDid{Duty: "lecture", For: "b2"}, "o:b o:b2"},
		{"a founding", &OrgFounded{Parent: "town"}, "o:b o:town w:b"},
		{"a move", &OrgMoved{Parent: "t2"}, "o:b o:t2 w:b"},
		{"a merger", &OrgMerged{Into: "b2"}, "o:b o:b2 w:b"},
		{"an end", &OrgClosed{}, "o:b w:b"},
		{"a name", &OrgRenamed{Name: "甲"}, "o:b w:b"},
		{"a profile", &OrgProfiled{}, "o:b"},
		{"a standard", &StandardAdopted{Scheme: "s"}, "o:b w:b"},
		{"an enrolment", &MemberEnrolled{Member: "m1"}, "m:m1 o:b r:m1"},
		{"a transfer", &MemberMoved{Member: "m1", Other: "b2"}, "m:m1 o:b o:b2 r:m1"},
		{"a step", &MemberStaged{Member: "m1", People: []party.MemberID{"m2"}, Meeting: "f-m"}, "f:f-m m:m1 m:m2 o:b r:m1"},
		{"a standing", &MemberStanding{Member: "m1"}, "m:m1 o:b r:m1"},
		{"an exit", &MemberLeft{Member: "m1"}, "m:m1 o:b r:m1"},
		{"a death", &MemberDied{Member: "m1"}, "m:m1 o:b r:m1"},
		{"what is sent up of a person", &Submitted{To: "town", Member: "m1"}, "m:m1 o:b o:town r:m1"},
		{"what is sent up of nobody", &Submitted{To: "town"}, "o:b o:town"},
		{"a course", &StudyLogged{Members: []party.MemberID{"m1", "m2"}}, "m:m1 m:m2 o:b r:m1 r:m2"},
		{"a payment", &DuesPaid{Member: "m1"}, "m:m1 o:b"},
		{"nothing", nil, "o:b"},
	} {
		if got := under(Subjects(Fact{ID: "f-new", Org: "b", Body: c.body}, known)); got != c.want {
			t.Errorf("%s is under %s, want %s", c.what, got, c.want)
		}
	}
	mended := Fact{ID: "f-new", Org: "b", Corrects: "f-old", Body: &DuesPaid{Member: "m2"}}
	if got, want := under(Subjects(mended, known)), "f:f-old m:m1 m:m2 o:b o:town r:m1"; got != want {
		t.Errorf("a correction is under %s, want %s", got, want)
	}
}

// TestConduct_C16_TheIndexTellsNoMoreThanTheHeader: of a body that is stored encrypted
// the index holds nobody whom the header does not name, and no fact that it names.
func TestConduct_C16_TheIndexTellsNoMoreThanTheHeader(t *testing.T) {
	for _, c := range []struct {
		body Body
		want string
	}{
		{&TalkHeld{Pair: "committee_member"}, "o:b"},
		{&GradeGiven{Member: "m1", Grade: "good"}, "m:m1 o:b"},
		{&DisposalStep{Member: "m1", Case: "f-secret", Step: "filed"}, "m:m1 o:b"},
		{&MemberAway{Member: "m1", State: "floating", Host: "far"}, "m:m1 o:b r:m1"},
	} {
		if got := under(Subjects(Fact{ID: "f", Org: "b", Body: c.body}, nothing)); got != c.want {
			t.Errorf("%s is under %s, want %s", c.body.Kind(), got, c.want)
		}
	}
	for k := range sealed {
		if !slices.Contains([]Kind{"talk.held", "grade.given", "disposal.step", "member.away"}, k) {
			t.Errorf("what the index tells of %s is not said here", k)
		}
	}
}

// TestEveryMentionIsASubject: whatever a body of any kind names can be found by it,
// unless it is sealed.
func TestEveryMentionIsASubject(t *testing.T) {
	for _, k := range kinds.all {
		f, problems := Parse([]byte(`{"id":"f-x","org":"o-x","on":"2026-03-05","at":"2026-03-05T12:00:00Z","by":"m-x","kind":"` + string(k.name) + `","v":1,"body":` + k.example + `}`))
		if k.version != 1 || Sealed(k.name) {
			continue
		}
		if len(problems) > 0 {
			t.Fatalf("%s: %v", k.name, problems)
		}
		all := Subjects(f, nothing)
		orgs, members := Concerns(f)
		for _, o := range orgs {
			if !slices.Contains(all, OrgSubject(o)) {
				t.Errorf("%s is not under %s", k.name, o)
			}
		}
		for _, m := range members {
			if !slices.Contains(all, MemberSubject(m)) {
				t.Errorf("%s is not under %s", k.name, m)
			}
		}
		for _, id := range Rests(f.Body) {
			if !slices.Contains(all, UponSubject(id)) {
				t.Errorf("%s is not under %s", k.name, id)
			}
		}
		if !slices.IsSorted(all) || len(slices.Compact(slices.Clone(all))) != len(all) {
			t.Errorf("%s is under %v, not sorted or twice", k.name, all)
		}
	}
}

// chain is a batch that is recorded upon one another.
func chain() []Fact {
	return []Fact{
		{ID: "f1", Org: "b", Body: &Submitted{To: "town", Member: "m1"}},
		{ID: "f2", Org: "b", Corrects: "f1", Body: &Submitted{To: "t2", Member: "m2"}},
		{ID: "f3", Org: "b", Corrects: "f2", Body: &Submitted{To: "t2", Member: "m3"}},
		{ID: "f4", Org: "t2", Body: &UpperDid{Duty: "answered", Answers: "f3"}},
		{ID: "f5", Org: "t2", Body: &Void{Fact: "f4"}},
		{ID: "f6", Org: "b", Body: &MoneyStated{Flow: "due"}},
	}
}

// TestABatchInAnyOrder: facts of one batch are under the same subjects in whatever
// order they come, and one after another.
func TestABatchInAnyOrder(t *testing.T) {
	want := map[party.FactID][]Subject{}
	for _, f := range chain() {
		want[f.ID] = Subjects(f, func(id party.FactID) []Subject { return want[id] })
	}
	if got := under(want["f5"]); got != "f:f1 f:f2 f:f3 f:f4 m:m1 m:m2 m:m3 o:b o:t2 o:town r:m1 r:m2 r:m3" {
		t.Errorf("the last of the chain is under %s", got)
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		batch := chain()
		r.Shuffle(len(batch), func(i, j int) { batch[i], batch[j] = batch[j], batch[i] })
		cut := r.IntN(2) * 2 // what was recorded before
		before := map[party.FactID][]Subject{}
		if cut > 0 {
			batch = slices.DeleteFunc(batch, func(f Fact) bool { return f.ID == "f1" || f.ID == "f2" })
			before["f1"], before["f2"] = want["f1"], want["f2"]
		}
		got := Indexed(batch, func(id party.FactID) []Subject { return before[id] })
		for i, f := range batch {
			if !reflect.DeepEqual(got[i], want[f.ID]) {
				t.Fatalf("%s is under %v, want %v", f.ID, got[i], want[f.ID])
			}
		}
	}
}

// TestACircleIsIndexed: what corrects itself in a circle is refused elsewhere; here
// it ends, and all of it is found together.
func TestACircleIsIndexed(t *testing.T) {
	batch := []Fact{
		{ID: "f1", Org: "b", Corrects: "f2", Body: &DuesPaid{Member: "m1"}},
		{ID: "f2", Org: "b", Corrects: "f1", Body: &DuesPaid{Member: "m2"}},
	}
	got := Indexed(batch, nothing)
	if want := "f:f1 f:f2 m:m1 m:m2 o:b"; under(got[0]) != want || under(got[1]) != want {
		t.Errorf("the circle is under %v", got)
	}
}
