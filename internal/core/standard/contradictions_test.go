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
