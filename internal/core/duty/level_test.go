package duty

import (
	"testing"

	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

func TestTheWordsOfALevelStandWhereTheyAreRead(t *testing.T) {
	if standard.ProfileWords[levelWord].Name != "建制" {
		t.Errorf("profile word %d is %s", levelWord, standard.ProfileWords[levelWord].Name)
	}
	for i, l := range party.Levels {
		branch := l.Code == "branch" || l.Code == "general_branch"
		if branch != (i <= lastBranchLevel) {
			t.Errorf("level %s stands on the wrong side", l.Code)
		}
	}
}

// C14: an upper level owes its own duties, not a branch's.
func TestConduct_C14_ABranchItemIsNotAskedOfACommittee(t *testing.T) {
	std := &standard.Standard{Items: []standard.Item{
		{ID: "B", Force: "MUST", Duty: &standard.Duty{Every: "month", Count: "主题党日"}},
		{ID: "C", Force: "MUST", Bearer: "committee", Duty: &standard.Duty{Every: "year", Count: "党委书记党课"}},
	}}
	p, problems := Compile(std)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for level, want := range map[int32]int{0: 12, 1: 12, 2: 0, 3: 0} {
		y := branch("2027-02-28")
		y.Segments[0].Values[levelWord] = level
		if got := p.Windows(0, y).Total; got != want {
			t.Errorf("a branch's item asks level %d for %d, want %d", level, got, want)
		}
	}
	y := branch("2027-02-28")
	y.Segments[0].Values[levelWord] = 2
	if got := p.Windows(1, y).Total; got != 1 {
		t.Errorf("a committee's own item asks it for %d", got)
	}
}
