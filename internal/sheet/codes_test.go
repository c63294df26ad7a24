package sheet

import (
	"testing"

	"qiangji/internal/party"
)

// TestWordsAreInTheLists: every word stands for a value that exists.
func TestWordsAreInTheLists(t *testing.T) {
	check(t, party.Stages, stageWords)
	check(t, party.WorkClasses, classWords)
	check(t, party.Posts, postWords)
	check(t, party.Domains, domainWords)
	check(t, party.Levels, levelWords)
	check(t, party.Forms, formWords)
	check(t, party.MeetingForms, formOfMeetingWords)
	check(t, party.Studies, studyWords)
	check(t, party.Tiers, tierWords)
	for word, c := range categories {
		if !party.Levels.Has(c.level) || !party.Forms.Has(c.form) {
			t.Errorf("%s stands for %v", word, c)
		}
	}
	for word, kind := range meetingWords {
		if kind != "" && !party.MeetingKinds.Has(kind) {
			t.Errorf("%s stands for %s", word, kind)
		}
	}
	for _, m := range reasonMarks {
		if !party.Reasons.Has(m.reason) {
			t.Errorf("%s stands for %s", m.mark, m.reason)
		}
	}
	for _, m := range domainMarks {
		if !party.Domains.Has(m.domain) {
			t.Errorf("%s stands for %s", m.mark, m.domain)
		}
	}
}

func check[T ~string](t *testing.T, list party.Labels[T], words map[string]T) {
	t.Helper()
	for word, v := range words {
		if !list.Has(v) {
			t.Errorf("%s stands for %s, which is not in the list", word, v)
		}
		if got, ok := code(list, words, " "+word+"："); !ok || got != v {
			t.Errorf("%s is read as %s", word, got)
		}
		if _, own := list.Code(word); own {
			t.Errorf("%s is a label already", word)
		}
	}
	for _, c := range list {
		if got, ok := code(list, words, c.Label); !ok || got != c.Code {
			t.Errorf("the label %s is read as %s", c.Label, got)
		}
	}
}

func TestNations(t *testing.T) {
	if len(nations) != 56 {
		t.Fatalf("%d nations", len(nations))
	}
	for in, want := range map[string]string{"汉": "汉族", "汉族": "汉族", "01": "汉族", "56": "基诺族", "5": "维吾尔族", "其他": "其他"} {
		if got, ok := nationOf(in); !ok || got != want {
			t.Errorf("%s is read as %s", in, got)
		}
	}
	for _, in := range []string{"火星", "57", "00", "汉汉"} {
		if got, ok := nationOf(in); ok || got != in {
			t.Errorf("%s is read as %s", in, got)
		}
	}
}

func TestEducation(t *testing.T) {
	for in, want := range map[string]string{"本科": "大学本科", "大学本科": "大学本科", "21": "大学本科", "大专": "大学专科", "初中": "初中", "中专": "中等专科", "研究生": "研究生", "硕士": "硕士研究生"} {
		if got, ok := educationOf(in); !ok || got != want {
			t.Errorf("%s is read as %s", in, got)
		}
	}
	for _, in := range []string{"私塾", "中学", ""} {
		if got, ok := educationOf(in); ok || got != in {
			t.Errorf("%s is read as %s", in, got)
		}
	}
	for _, n := range educationWords {
		if n == "" {
			continue
		}
		if got, ok := educationOf(n); !ok || got != n {
			t.Errorf("%s is no name of a level", n)
		}
	}
}

func TestReasons(t *testing.T) {
	for in, want := range map[string]party.Reason{
		"请假": "leave", "病假": "leave", "事假": "leave", "生病": "leave", "住院看病": "leave", "公务": "duty", "出差": "duty", "在县里开会": "duty", "值班": "duty",
		"外出务工": "away", "在外地": "away", "其他": "other", "无故缺席": "other",
	} {
		if got, told := reasonOf(in); !told || got != want {
			t.Errorf("%s is read as %s", in, got)
		}
	}
	if got, told := reasonOf("堵车"); told || got != "other" {
		t.Errorf("堵车 is read as %s", got)
	}
}

func TestMarks(t *testing.T) {
	for in, want := range map[string]mark{
		"√": {present: true}, " ✔ ": {present: true}, "到": {present: true}, "线上": {present: true, online: true}, "×": {reason: "other"}, "缺席": {reason: "other"},
		"请假": {reason: "leave", told: true}, "假": {reason: "leave", told: true}, "公差": {reason: "duty", told: true}, "-": {notDue: true}, "/": {notDue: true},
	} {
		if got, ok := markOf(in); !ok || got != want {
			t.Errorf("%q is read as %+v", in, got)
		}
	}
	for _, in := range []string{"○", "△", "迟到", "2.5", "张三"} {
		if got, ok := markOf(in); ok {
			t.Errorf("%q is read as %+v", in, got)
		}
	}
}

func TestIDNumber(t *testing.T) {
	good := "11010519491231002X"
	for _, c := range []cell{
		{text: good, kind: text}, {text: "11010519491231002x", kind: text}, {text: "'" + good, kind: text}, {text: "‘" + good + "’", kind: text},
		{text: " 110105 19491231 002X ", kind: text}, {text: "１１０１０５１９４９１２３１００２Ｘ", kind: text},
	} {
		if id, err := idNumber(&c); err != nil || string(id) != good {
			t.Errorf("%q: %s %v", c.text, string(id), err)
		}
	}
	for _, x := range []struct {
		c    cell
		want error
	}{
		{cell{text: "1.1010519491231E+17", kind: number}, errIDPrecision}, {cell{text: "110105194912310000", kind: number}, errIDPrecision},
		{cell{text: "110105194912310000", kind: text}, errIDPrecision}, {cell{text: "110101198012310000（后三位丢了）", kind: text}, errIDPrecision},
		{cell{text: "1.10105E+17", kind: text}, errIDPrecision}, {cell{text: "110105XXXXXXXX002X", kind: text}, errIDMasked},
		{cell{text: "110105491231002", kind: number}, party.ErrIDOld}, {cell{text: "11010519491231002", kind: text}, party.ErrIDLength},
		{cell{text: "无", kind: text}, party.ErrIDLength}, {cell{text: "110105194912310021", kind: text}, party.ErrIDCheck},
	} {
		_, err := idNumber(&x.c)
		if err != x.want {
			t.Errorf("%q: %v, want %v", x.c.text, err, x.want)
		}
		if mendID(err) == "" || sayID(err) == "" {
			t.Errorf("%q: nothing is said", x.c.text)
		}
	}
}

func TestGroups(t *testing.T) {
	for in, want := range map[string]int{"1": 1, "第一党小组": 1, "2组": 2, "党小组3": 3, "第四组": 4, "第十二小组": 12, "１": 1, "一": 1, "东片": 0, "0": 0, "123": 0, "": 0} {
		if got, _ := groupNumber(in); got != want {
			t.Errorf("%q is read as %d, want %d", in, got, want)
		}
	}
}

func TestDomains(t *testing.T) {
	for in, want := range map[string]party.Domain{
		"柳树村党支部": "village", "柳树村第二党支部": "village", "中共示例镇柳树村支部委员会": "village", "柳岸社区党支部": "community", "县教育局离退休党支部": "retired",
		"驻某市流动党员党支部": "floating", "农村信用社党支部": "", "宏达公司党支部": "", "村镇银行党支部": "", "县一中学生处党支部": "",
	} {
		if got, _ := domainOf(orgKey(in)); got != want {
			t.Errorf("%s is read as %q, want %q", in, got, want)
		}
	}
}
