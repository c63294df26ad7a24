package record

import (
	"errors"
	"testing"
	"time"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// settle founds the town and records one meeting, whose id it returns.
func (r *rig) settle(rec *Recorder) party.FactID {
	r.Helper()
	r.must(rec, ask(founded()...))
	r.must(rec, ask(of("b1", "2026-01-01", enrolled("m1"))))
	return r.must(rec, ask(of("b1", "2026-02-01", &fact.MeetingHeld{Kinds: []party.MeetingKind{"lecture"}, Speaker: "m1"}))).Facts[0]
}

func TestCorrect(t *testing.T) {
	r := newRig(t)
	rec := r.recorder()
	id := r.settle(rec)
	for i, day := range []string{"2026-02-02", "2026-02-03"} {
		result, err := rec.Correct(t.Context(), ask(), id, func(f *fact.Fact) { f.On, _ = party.ParseDate(day) })
		if err != nil || len(result.Facts) != 1 {
			t.Fatalf("%+v, %v", result, err)
		}
		stands, err := rec.standing(t.Context(), id)
		if err != nil || stands.Fact.On.String() != day || stands.Fact.ID != result.Facts[0] {
			t.Fatalf("%+v, %v", stands, err)
		}
		thread, err := r.book().Thread(t.Context(), id)
		if err != nil || len(thread) != i+2 {
			t.Errorf("%d facts, %v", len(thread), err)
		}
	}
	if _, entries := r.records(); entries[len(entries)-1].Action != "fact.correct" {
		t.Errorf("%+v", entries[len(entries)-1])
	}
	if original, _ := r.book().Thread(t.Context(), id); original[0].Fact.Body.(*fact.MeetingHeld).Speaker != "m1" {
		t.Error("the original changed")
	}
}

func TestVoid(t *testing.T) {
	r := newRig(t)
	rec := r.recorder()
	id := r.settle(rec)
	if _, err := rec.Correct(t.Context(), ask(), id, func(f *fact.Fact) { f.On++ }); err != nil {
		t.Fatal(err)
	}
	result, err := rec.Void(t.Context(), ask(), id, "m-clerk", "not_happened")
	if err != nil || result.Facts == nil {
		t.Fatalf("%+v, %v", result, err)
	}
	for _, again := range []party.FactID{id, result.Facts[0], "f-none"} {
		if _, err := rec.Void(t.Context(), ask(), again, "m-clerk", "mistake"); errs.KindOf(err) != errs.NotFound {
			t.Errorf("%s: %v", again, err)
		}
		if _, err := rec.Correct(t.Context(), ask(), again, func(*fact.Fact) {}); errs.KindOf(err) != errs.NotFound {
			t.Errorf("%s: %v", again, err)
		}
	}
	if _, entries := r.records(); entries[len(entries)-1].Action != "fact.void" || entries[len(entries)-1].Org != "b1" {
		t.Errorf("%+v", entries[len(entries)-1])
	}
}

// TestCorrectionsFollowEachOtherWhateverTheClockSays: the one recorded last stands, within
// one second, after the clock went back, and within one request.
func TestCorrectionsFollowEachOtherWhateverTheClockSays(t *testing.T) {
	r := newRig(t)
	rec := r.recorder()
	id := r.settle(rec)
	for i, step := range []time.Duration{0, 0, -time.Hour, -time.Second, 0} {
		r.pass(step)
		f := of("b1", "2026-02-01", &fact.MeetingHeld{Kinds: []party.MeetingKind{"lecture"}, Speaker: "m1", Group: i})
		f.Corrects = id // all of them the first
		last := r.must(rec, ask(f)).Facts[0]
		if stands, err := rec.standing(t.Context(), id); err != nil || stands.Fact.ID != last {
			t.Fatalf("step %d: %+v stands, not %s: %v", i, stands, last, err)
		}
	}
	one, two := of("b1", "2026-02-02", &fact.MeetingHeld{Kinds: []party.MeetingKind{"lecture"}, Speaker: "m1"}), fact.Fact{}
	one.ID, one.Corrects = "f-z", id
	two = one
	two.ID = "f-y"
	r.must(rec, ask(one, two))
	if stands, err := rec.standing(t.Context(), id); err != nil || stands.Fact.ID != "f-y" {
		t.Errorf("%+v, %v", stands, err)
	}
}

// TestErasedFactsAreVoidedAndNotCorrected: nobody can know what to correct.
func TestErasedFactsAreVoidedAndNotCorrected(t *testing.T) {
	r := newRig(t)
	rec := r.recorder()
	r.settle(rec)
	id := r.must(rec, ask(of("b1", "2026-02-05", &fact.GradeGiven{Member: "m1", Grade: "good", Year: 2025}))).Facts[0]
	if err := r.keys.Erase(fact.MemberSubject("m1"), evening); err != nil {
		t.Fatal(err)
	}
	if _, err := rec.Correct(t.Context(), ask(), id, func(*fact.Fact) {}); !errors.Is(err, app.ErrErased) {
		t.Errorf("%v", err)
	}
	if result, err := rec.Void(t.Context(), ask(), id, "m-clerk", "mistake"); err != nil || result.Facts == nil {
		t.Errorf("%+v, %v", result, err)
	}
}
