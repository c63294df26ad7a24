package assess

import (
	"slices"
	"testing"

	"qiangji/internal/core/standard"
)

// TestScoreAllocatesNothing holds the score-only pass to its promise, with a trace
// and without: what it needs is in the sheet after the first branch.
func TestScoreAllocatesNothing(t *testing.T) {
	meetings := full("4", standard.Term{Per: &standard.Per{Minus: "0.5"}})
	meetings.Duty = &standard.Duty{Every: "month", Count: "主题党日"}
	hours := full("3", standard.Term{Per: &standard.Per{Count: "人数(党员.学时 < 32)", Minus: "0.25"}})
	hours.Duty = &standard.Duty{Require: "人数(党员.学时 < 32) == 0"}
	share := from0("2", standard.Term{Binary: &standard.Binary{If: "本项.已做 >= 1", Give: "2"}})
	share.Duty = &standard.Duty{Every: "quarter", Count: "党课"}
	p, problems := Compile(std(meetings, hours, share))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	y := at("2027-01-10").held("主题党日", 1, 1, 2, 3).held("党课", 1, 5).member(4, "学时", 20).Year
	for name, sheet := range map[string]*Sheet{"score": {}, "trace": {Trace: &Trace{}}} {
		if n := testing.AllocsPerRun(100, func() { p.Score(y, sheet) }); n != 0 {
			t.Errorf("%s: %v allocations for one branch", name, n)
		}
	}
}

// TestWordsAllocateLittle: the words of a whole branch are written into one text,
// so that they take a few allocations and not some for every sentence.
func TestWordsAllocateLittle(t *testing.T) {
	p, _ := Compile(sixty())
	a := p.Assess(folds(1)[0])
	if got, want := len(p.speak(a)), len(a.Items); got < want {
		t.Fatalf("%d sentences for %d items", got, want)
	}
	if n := testing.AllocsPerRun(100, func() { p.speak(a) }); n > 12 {
		t.Errorf("%v allocations for the words of one branch", n)
	}
}

// TestWordsAgain: the words follow from the trace alone, and those of one branch
// stay what they were when those of another are written.
func TestWordsAgain(t *testing.T) {
	p, _ := Compile(sixty())
	var all []*Assessment
	for _, y := range folds(20) {
		all = append(all, p.Assess(y))
	}
	for i, a := range all {
		var said []string
		for k := range a.Items {
			said = append(said, a.Items[k].Because...)
		}
		if got := p.speak(a); !slices.Equal(got, said) {
			t.Errorf("branch %d: %q, then %q", i, said, got)
		}
	}
}

// TestBounded: a pair is written so that a reader can reckon with it, and an end
// without limit is called so.
func TestBounded(t *testing.T) {
	int := func(n int64) Pair { return only(standard.Int(n)) }
	for want, p := range map[string]Pair{
		"3": int(3), "-3": int(-3), "1–3": int(1).Or(int(3)), "(-1)–3": int(-1).Or(int(3)),
		"不定": wide, "3–不定": {standard.Int(3), far}, "(不定)–3": {far.Neg(), standard.Int(3)},
	} {
		var w pen
		w.bounded(p).end()
		if w.said[0] != want {
			t.Errorf("%v is written %q, want %q", p, w.said[0], want)
		}
	}
}
