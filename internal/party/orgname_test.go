package party

import "testing"

func TestShortOrgName(t *testing.T) {
	for name, want := range map[string]string{
		"柳树村党支部": "柳树村支部", "中共柳树村支部委员会": "柳树村支部", "中国共产党柳树镇委员会": "柳树镇党委", "柳树镇党委": "柳树镇党委",
		"柳树社区党总支部": "柳树社区总支", "柳树社区总支部委员会": "柳树社区总支", "柳树社区党总支": "柳树社区总支", "柳树": "柳树", "": "",
	} {
		if got := ShortOrgName(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}
