package operate

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/register"
	"qiangji/internal/party"
)

// founded is a register of organisations with these names, b1, b2, …
func founded(names ...string) *register.Register {
	var facts []fact.Fact
	for i, name := range names {
		id := party.OrgID(fmt.Sprintf("b%d", i+1))
		facts = append(facts, fact.Fact{
			ID: party.FactID("f" + id), Org: id, On: party.DateOf(2020, 1, 1), At: time.Date(2020, 1, 1, 12, 0, 0, 0, time.UTC), By: "m-test",
			Body: &fact.OrgFounded{Name: name, Level: "branch", Form: "single", Domain: "village"},
		})
	}
	return register.Fold(facts, fact.Cut{On: party.DateOf(2026, 1, 1)})
}

// TestAnOrganisationByAnyNameOfIt: what people call a branch finds it, as long as no
// other is called so; otherwise the nearest are named, not the first.
func TestAnOrganisationByAnyNameOfIt(t *testing.T) {
	r := founded("中共甲县柳树镇柳树湾村支部委员会", "甲县柳树镇石桥村党支部(虚构)", "甲县中学第一党支部", "甲县中学第十一党支部", "甲县医院党支部",
		"乙镇红旗村党支部", "丙镇红旗村党支部", "丁一村党支部", "丁二村党支部", "戊村党支部")
	for asked, want := range map[string]party.OrgID{
		"b2": "b2", "柳树湾村党支部": "b1", "柳树湾村": "b1", "中共甲县柳树镇柳树湾村支部委员会": "b1", "甲县柳树镇柳树湾村支部": "b1",
		"甲县柳树镇石桥村党支部": "b2", "甲县柳树镇石桥村党支部(虚构)": "b2", "甲县柳树镇石桥村党支部（虚构）": "b2", " 石桥村 ": "b2",
		"第一党支部": "b3", "第1党支部": "b3", "中学第１党支部": "b3", "第11支部": "b4", "1支部": "b3", "中学1支部": "b3", "第十一": "b4", "乙镇红旗村": "b6",
	} {
		q := Question{Org: party.OrgID(asked), Cut: fact.Cut{On: party.DateOf(2026, 1, 1)}}
		if err := q.named(r); err != nil || q.Org != want {
			t.Errorf("%s: %s %v, want %s", asked, q.Org, err, want)
		}
	}
	for asked, want := range map[string]string{
		"红旗村":     "名称里有「红旗村」的党组织有 2 个：乙镇红旗村党支部(b6)、丙镇红旗村党支部(b7)；请写全一些，或写编号",
		"柳树弯村":    "最像的是：中共甲县柳树镇柳树湾村支部委员会(b1)、",
		"甲县医园党支部": "记录里没有党组织「甲县医园党支部」；最像的是：甲县医院党支部(b5)、",
		"b010":    "最像的是：戊村党支部(b10)、",
		"b99":     "最像的是：丁二村党支部(b9)、",
		"支部":      "的党组织有 10 个：",
		"（虚构）":    "记录里没有党组织「（虚构）」",
	} {
		q := Question{Org: party.OrgID(asked), Cut: fact.Cut{On: party.DateOf(2026, 1, 1)}}
		err := q.named(r)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %s %v, want %s", asked, q.Org, err, want)
		}
		if err != nil && strings.Count(err.Error(), "(b") > mostAlike {
			t.Errorf("%s: too many are named: %v", asked, err)
		}
	}
	q := Question{Org: "b1"}
	if err := q.named(founded()); err == nil || !strings.Contains(err.Error(), "一个党组织也没有") {
		t.Errorf("of none: %v", err)
	}
}

// TestDistanceIsAMetric: none to itself, the same both ways, never longer than by
// way of another.
func TestDistanceIsAMetric(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	word := func() string {
		s := ""
		for range r.IntN(7) {
			s += string([]rune("甲乙丙丁")[r.IntN(4)])
		}
		return s
	}
	for range 2000 {
		a, b, c := word(), word(), word()
		far := func(x, y string) int { return distance([]rune(x), []rune(y), false) }
		ab, ba := far(a, b), far(b, a)
		if ab != ba || (ab == 0) != (a == b) || ab > far(a, c)+far(c, b) || ab > max(len(a), len(b)) {
			t.Fatalf("%q %q %q: %d %d", a, b, c, ab, ba)
		}
		if part := distance([]rune(a), []rune(b), true); part > ab || (part == 0) != strings.Contains(b, a) {
			t.Fatalf("%q in %q: %d of %d", a, b, part, ab)
		}
	}
	if distance([]rune("甲乙丙"), []rune("甲丙丁"), false) != 2 {
		t.Error("甲乙丙 to 甲丙丁")
	}
}
