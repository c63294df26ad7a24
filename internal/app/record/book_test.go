package record

import (
	"testing"

	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

func TestBook(t *testing.T) {
	r := newRig(t)
	rec := r.recorder()
	id := r.settle(rec)
	r.must(rec, ask(of("b1", "2026-02-05", &fact.GradeGiven{Member: "m1", Grade: "good", Year: 2025})))
	r.must(rec, ask(of("b1", "2026-02-06", &fact.Void{Fact: id, Cause: "mistake"})))
	r.must(rec, ask(of("b1", "2026-02-07", &fact.HelpAsked{Of: "t"})))
	want := map[string]string{
		"b1": "org.founded member.enrolled meeting.held grade.given void help.asked",
		"b2": "org.founded",
		"t":  "org.founded org.founded org.founded help.asked",
		"m1": "member.enrolled meeting.held grade.given void",
		"m2": "",
		"b7": "",
	}
	for who, kinds := range want {
		facts, err := r.book().AboutOrg(t.Context(), party.OrgID(who))
		if who[0] == 'm' {
			facts, err = r.book().AboutMember(t.Context(), party.MemberID(who))
		}
		got := ""
		for i := range facts {
			if i > 0 {
				got += " "
			}
			got += string(facts[i].Fact.Body.Kind())
		}
		if err != nil || got != kinds {
			t.Errorf("%s: %q, %v; want %q", who, got, err, kinds)
		}
	}
	if _, err := r.book().Thread(t.Context(), "f-none"); errs.KindOf(err) != errs.NotFound {
		t.Errorf("%v", err)
	}
}

// TestConduct_C16_ErasedFactsAreThere: neither missing nor an error, and what was read
// before is not shown from memory.
func TestConduct_C16_ErasedFactsAreThere(t *testing.T) {
	r := newRig(t)
	rec := r.recorder()
	r.settle(rec)
	r.must(rec, ask(of("b1", "2026-02-05", &fact.GradeGiven{Member: "m1", Grade: "unqualified", Year: 2025})))
	if err := r.keys.Erase(fact.MemberSubject("m1"), evening); err != nil {
		t.Fatal(err)
	}
	facts, err := rec.Book().AboutMember(t.Context(), "m1")
	if err != nil || len(facts) != 3 {
		t.Fatalf("%d facts, %v", len(facts), err)
	}
	last := facts[2]
	if b, ok := last.Fact.Body.(*fact.GradeGiven); !ok || !last.Erased || b.Grade != "" || b.Member != "m1" {
		t.Errorf("%+v", last)
	}
	reg, err := rec.Book().Register(t.Context(), "b1", fact.Cut{})
	if err != nil || reg.Year("b1", 2026, true) == nil {
		t.Errorf("the year cannot be folded any more: %v", err)
	}
	if p := r.refusal(rec, ask(of("b1", "2026-02-06", &fact.GradeGiven{Member: "m1", Grade: "good", Year: 2025}))); errs.KindOf(p) != errs.NotFound {
		t.Errorf("sealed for an erased person: %v", p)
	}
	r.must(rec, ask(of("b1", "2026-02-06", &fact.PostLeft{Member: "m1", Post: "secretary"})))
	held, _, ok := rec.memory.recall(fact.OrgSubject("b1"))
	for i := range held {
		if b, grade := held[i].Body.(*fact.GradeGiven); grade && b.Grade != "" {
			t.Error("what was erased is still in memory")
		}
	}
	if !ok || len(held) != 5 {
		t.Errorf("%d facts at hand", len(held))
	}
}

// refusal appends what fails, and returns the error.
func (r *rig) refusal(rec *Recorder, q Request) error {
	r.Helper()
	result, err := rec.Append(r.Context(), q)
	if err == nil {
		r.Fatalf("%+v", result)
	}
	return err
}

func TestOpening(t *testing.T) {
	r := newRig(t)
	rec := r.recorder()
	r.must(rec, ask(founded()...))
	r.must(rec, ask(of("b1", "2025-12-31", enrolled("m1")), of("b1", "2026-01-01", enrolled("m2"))))
	y, err := r.book().Opening(t.Context(), "b1", 2026)
	if err != nil || y == nil || len(y.Members) != 1 || y.Members[0].Member != "m1" || y.Of != 2025 {
		t.Errorf("%+v, %v", y, err)
	}
	if y, err := r.book().Opening(t.Context(), "b1", 2024); err != nil || y != nil {
		t.Errorf("before it was founded: %+v, %v", y, err)
	}
}
