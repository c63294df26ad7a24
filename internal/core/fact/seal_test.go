package fact

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestHeaderOf(t *testing.T) {
	for _, c := range []struct {
		kind, body string
		want       Header
	}{
		{"disposal.step", `{"member":"m22","step":"approved","result":"remove"}`, Header{"disposal.step", "o-1", "m22", "approved"}},
		{"grade.given", `{"member":"m12","grade":"unqualified","year":2025}`, Header{"grade.given", "o-1", "m12", ""}},
		{"talk.held", `{"pair":"committee_member","need":true}`, Header{"talk.held", "o-1", "", "committee_member"}},
		{"member.away", `{"member":"m19","state":"floating"}`, Header{"member.away", "o-1", "m19", "floating"}},
		{"member.away", `{"member":"m19","state":"host_report","host":"o-2"}`, Header{"member.away", "o-1", "m19", "host_report"}},
		{"member.away", `{"member":"m19","state":"lost"}`, Header{"member.away", "o-1", "m19", ""}},
		{"member.away", `{"member":"m19","state":"found"}`, Header{"member.away", "o-1", "m19", ""}},
		{"member.died", `{"member":"m3"}`, Header{"member.died", "o-1", "", ""}},
	} {
		f := fact(t, c.kind, c.body)
		if got := HeaderOf(&f); got != c.want {
			t.Errorf("%s %s: %v, want %v", c.kind, c.body, got, c.want)
		}
	}
	if got := HeaderOf(&Fact{Org: "o-1"}); got != (Header{Org: "o-1"}) {
		t.Errorf("without a body: %v", got)
	}
}

func TestConduct_C16_SealedBodies(t *testing.T) {
	want := "disposal.step grade.given member.away talk.held"
	var got []string
	for _, d := range Kinds() {
		if Sealed(d.Kind) != d.Sealed {
			t.Errorf("%s is described wrongly", d.Kind)
		}
		if d.Sealed {
			got = append(got, string(d.Kind))
		}
	}
	if strings.Join(sorted(got), " ") != want {
		t.Errorf("sealed are %v, want %s", got, want)
	}
}

// A header tells neither a grade, nor the result of a disposal, nor that contact
// was lost.
func TestConduct_C16_HeaderTellsNoVerdict(t *testing.T) {
	facts := anyFact(true)
	check(t, 3000, func(t *rapid.T) {
		f := facts.Draw(t, "fact")
		h := HeaderOf(&f)
		if !Sealed(h.Kind) && (h.Member != "" || h.Stage != "") {
			t.Fatalf("%v: a header of a kind that is not sealed", h)
		}
		switch b := f.Body.(type) {
		case *GradeGiven:
			if h.Stage != "" {
				t.Fatalf("%v tells the grade", h)
			}
		case *DisposalStep:
			if h.Stage != string(b.Step) {
				t.Fatalf("%v tells more than the step", h)
			}
		case *MemberAway:
			if h.Stage == "lost" || h.Stage == "found" {
				t.Fatalf("%v tells of lost contact", h)
			}
		case *TalkHeld:
			if h.Member != "" {
				t.Fatalf("%v tells whose talk it was", h)
			}
		}
	})
}

// What a header tells has the same header, and nothing but what the header tells.
func TestHeaderBody(t *testing.T) {
	facts := anyFact(true)
	check(t, 3000, func(t *rapid.T) {
		f := facts.Draw(t, "fact")
		h := HeaderOf(&f)
		b := h.Body()
		if !Sealed(h.Kind) {
			if b != nil {
				t.Fatalf("%v: a body of a kind that is not sealed", h)
			}
			return
		}
		if got := HeaderOf(&Fact{Org: f.Org, Body: b}); got != h {
			t.Fatalf("%v, want %v", got, h)
		}
	})
}

func TestConduct_C16_HeaderBodyTellsNoVerdict(t *testing.T) {
	for _, body := range []string{
		`"kind":"disposal.step","v":1,"body":{"member":"m22","case":"f-9","step":"approved","result":"remove"}`,
		`"kind":"grade.given","v":1,"body":{"member":"m12","grade":"unqualified","year":2025}`,
		`"kind":"talk.held","v":1,"body":{"pair":"committee_member","need":true}`,
		`"kind":"member.away","v":1,"body":{"member":"m19","state":"lost"}`,
	} {
		f, problems := Parse([]byte(exampleHead + body + "}"))
		if problems != nil {
			t.Fatal(problems)
		}
		f.Body = HeaderOf(&f).Body()
		line := string(f.Append(nil))
		for _, told := range []string{"remove", "unqualified", "2025", "lost", "true", "f-9"} {
			if strings.Contains(line, told) {
				t.Errorf("%s tells %s", line, told)
			}
		}
	}
}
