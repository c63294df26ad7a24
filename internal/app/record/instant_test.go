package record

import (
	"testing"
	"time"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// backs is the seconds of all audit entries that say the clock went back.
func (r *rig) backs() []int64 {
	r.Helper()
	var seconds []int64
	_, entries := r.records()
	for _, e := range entries {
		if e.Action == "clock.back" {
			if e.Org != app.Instance || e.Actor == "" {
				r.Errorf("%+v", e)
			}
			seconds = append(seconds, e.Counts["seconds"])
		}
	}
	return seconds
}

func remark(day int) fact.Fact {
	return of("b1", party.DateOf(2026, 1, day).String(), &fact.PremisesStated{Place: "centre"})
}

func TestSecurity_D6_ClockStepsAreTold(t *testing.T) {
	r := newRig(t)
	rec := r.recorder()
	r.must(rec, ask(founded()...))
	for _, c := range []struct {
		step time.Duration
		at   time.Duration // of the record, from the beginning
		told int
	}{
		{time.Minute, time.Minute, 0},
		{-3 * time.Second, time.Minute, 0}, // waits
		{-2 * time.Second, time.Minute, 0},
		{-time.Second, 54 * time.Second, 1}, // six seconds in all
		{0, 54 * time.Second, 1},
		{24 * time.Hour, 24*time.Hour + 54*time.Second, 1},
		{-24 * time.Hour, 54 * time.Second, 2},
	} {
		r.pass(c.step)
		result := r.must(rec, ask(remark(9)))
		if want := evening.Add(c.at); result.At != want {
			t.Errorf("after %v recorded at %v, want %v", c.step, result.At, want)
		}
		if told := len(r.backs()); told != c.told {
			t.Errorf("after %v told %d times, want %d", c.step, told, c.told)
		}
	}
	if b := r.backs(); b[0] != 6 || b[1] != 24*3600 {
		t.Errorf("%v seconds", b)
	}
	facts := r.facts()
	for i := range facts[3:] { // in the order of recording, not of the clock
		if facts[3+i].On != party.DateOf(2026, 1, 9) {
			t.Errorf("%d: %+v", i, facts[3+i])
		}
	}
}

// TestSecurity_D6_StepsAreToldByTheNextProcess and by the next change that is made, if
// one was not.
func TestSecurity_D6_StepsAreToldByTheNextProcess(t *testing.T) {
	r := newRig(t)
	r.must(r.recorder(), ask(founded()...))
	r.sequence()
	r.pass(-time.Hour)
	way := &lane{Writer: r, before: func() error { return errTest }}
	rec := r.recorderOn(way)
	for range 2 {
		r.refusal(rec, ask(remark(9)))
	}
	r.refused(rec, ask(of("b9", "2026-01-01", &fact.PremisesStated{Place: "centre"})))
	way.before = nil
	r.must(rec, ask(remark(9)))
	r.must(rec, ask(remark(10)))
	if b := r.backs(); len(b) != 1 || b[0] != 3600 {
		t.Errorf("%v", b)
	}
}
