package standard

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestContradictions: every contradiction of the published texts (section J of the
// mechanics) and every rule about burden has a code; what is planted is told at
// its place, with what to write instead. The texts and places themselves are held
// by TestCheckCases.
func TestContradictions(t *testing.T) {
	wanted := map[string][]string{
		"J1": {CodeLevels, CodeKey}, "J2": {CodeBands}, "J3": {CodePoints}, "J4": {CodeFloor}, "J5": {CodeRounding},
		"J6": {CodeQuota}, "J7": {CodeLadder}, "J8": {CodeBands, CodeTwice}, "J9": {CodePublic}, "J10": {CodeJudge},
		"J11": {CodeTies}, "J12": {CodeVeto}, "J13": {CodeDeadline}, "J14": {CodeMixed}, "J15": {CodeDate},
		"C4": {CodePetition}, "C8": {CodeMinutes, CodeCeiling}, "C9": {CodeRoom}, "C12": {CodeAuthor, CodePay},
		"C19": {CodeLabel}, "C23": {CodeBrand}, "负担": {CodeForm},
	}
	found := map[string][]string{}
	a := readArchive(t, "testdata/check/contradictions.txtar")
	w := worldOf(t, a)
	for _, f := range a.files {
		rule, _, _ := strings.Cut(f.name, " ")
		problems := w.problemsOf(t, "case.yaml", f.text)
		if len(problems) == 0 {
			t.Errorf("%s: nothing is found", f.name)
		}
		for _, p := range problems {
			found[rule] = append(found[rule], p.Code)
			if p.Line < 2 || p.Col < 3 {
				t.Errorf("%s: told at %d:%d", f.name, p.Line, p.Col)
			}
			if !slices.ContainsFunc([]string{"写", "改", "删", "拆", "加一级", "合并", "看记录", "自选"}, func(s string) bool { return strings.Contains(p.Message, s) }) {
				t.Errorf("%s: %s does not say what to write instead", f.name, p.Message)
			}
		}
	}
	for rule, codes := range wanted {
		for _, code := range codes {
			if !slices.Contains(found[rule], code) {
				t.Errorf("%s is not told as %s, but as %v", rule, code, found[rule])
			}
		}
	}
	for n := 1; n <= 15; n++ {
		if len(found[fmt.Sprintf("J%d", n)]) == 0 {
			t.Errorf("nothing is planted for J%d", n)
		}
	}
}

// TestJ01_LevelsLeaveNoTotalOut: below the last line, and where its condition does
// not hold, there is a level; and every line can be reached.
func TestJ01_LevelsLeaveNoTotalOut(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Pack)
		told   bool
	}{
		"a condition at the bottom": {func(p *Pack) { p.Scheme.Levels[1].If = "总分 < 3" }, true},
		"with a name for the rest":  {func(p *Pack) { p.Scheme.Levels[1].If, p.Scheme.Below = "总分 < 3", "不定级" }, false},
		"a condition at the top":    {func(p *Pack) { p.Scheme.Levels[0].If = "有书记" }, false},
		"a line at the top":         {func(p *Pack) { p.Scheme.Levels[0].From = "10" }, false},
		"a line above the top":      {func(p *Pack) { p.Scheme.Levels[0].From = "11" }, true},
		"above, with a bonus": {func(p *Pack) {
			p.Scheme.Levels[0].From = "11"
			p.Scheme.Parts = append(p.Scheme.Parts, Part{ID: "乙", Title: "乙", Points: "3", Cap: "1", Bonus: true, Reading: "加分"})
		}, false},
		"above, with less of it": {func(p *Pack) {
			p.Scheme.Levels[0].From = "12"
			p.Scheme.Parts = append(p.Scheme.Parts, Part{ID: "乙", Title: "乙", Points: "3", Cap: "1", Bonus: true, Reading: "加分"})
		}, true},
		"above, multiplied": {func(p *Pack) {
			p.Scheme.Levels[0].From, p.Scheme.Compose = "11", Compose{How: "multiply", Factor: "业务指标 / 100", Max: "1.2"}
		}, false},
		"above, multiplied without end": {func(p *Pack) {
			p.Scheme.Levels[0].From, p.Scheme.Compose = "99", Compose{How: "multiply", Factor: "业务指标 / 100"}
		}, false},
		"above, held down": {func(p *Pack) { p.Scheme.Levels[0].From, p.Scheme.Compose.Cap = "9", "8" }, true},
		"above, by an item without end": {func(p *Pack) {
			p.Scheme.Levels[0].From, p.Items[0].Start, p.Items[0].Cap, p.Items[0].Score = "11", "zero", "none", []Term{{Per: &Per{Count: "党课", Plus: "1"}}}
		}, false},
	} {
		p := good()
		p.Scheme.Levels = []Level{{Name: "好", From: "8"}, {Name: "一般", From: "0"}}
		c.change(p)
		if got := slices.Contains(codesOf(p), CodeLevels); got != c.told {
			t.Errorf("%s: told %v, want %v: %v", name, got, c.told, Check(p))
		}
	}
}
