package duty

import (
	"fmt"
	"strings"
	"testing"

	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// TestRequired: what a standing item asks is told as it is, each measure once, without
// members, texts and other years; of an item that is not standing nothing is.
func TestRequired(t *testing.T) {
	y := branch("2026-06-10")
	y.Segments = append(y.Segments[:0], profile(days("2026-01-01", "2026-06-10"), "支委数", 2, "有书记", 1, "书记党龄月数", -1, "领域", 0))
	hold(y, "党员大会", 1, 3)
	at := wordAt(standard.NumberWords, "场所面积")
	y.Numbers[at] = party.Int(15)
	for _, c := range []struct{ require, want string }{
		{"支委数 >= 3 且 支委数 <= 7", "支委数 2人"},
		{"有书记 且 非 有支委会", "有书记 1是否, 有支委会 0是否"},
		{"书记党龄月数 >= 12", "书记党龄月数 ?"},
		{"党员大会 >= 4 且 场所面积 >= 20", "党员大会 1次, 场所面积 15平方米"},
		{"领域 == \"村\" 且 人数(党员.书记) > 0", ""},
	} {
		p, problems := Compile(one(standard.Item{ID: "X-1", Force: "MUST", Duty: &standard.Duty{Require: c.require}}, quarterly()))
		if len(problems) > 0 {
			t.Fatalf("%+v", problems)
		}
		e := p.Exprs.NewEnv()
		e.Load(y)
		var said []string
		for _, m := range p.Required(0, e) {
			if m.Known {
				said = append(said, fmt.Sprintf("%s %s%s", m.Name, m.Value, m.Unit))
			} else {
				said = append(said, m.Name+" ?")
			}
		}
		if got := strings.Join(said, ", "); got != c.want {
			t.Errorf("%s: %q, want %q", c.require, got, c.want)
		}
		if got := p.Required(1, e); got != nil {
			t.Errorf("of meetings: %v", got)
		}
	}
}
