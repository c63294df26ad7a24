package sheet

import (
	"slices"
	"testing"
)

func TestClean(t *testing.T) {
	for _, x := range []struct{ in, want string }{
		{"", ""}, {"abc", "abc"}, {" 张三　", "张三"}, {"１２３ＡＢｘ", "123ABx"}, {"（一）", "(一)"},
		{"a\u200bb\ufeff", "ab"}, {"第一行\n第二行", "第一行 第二行"}, {"\u00a0x\u00a0", "x"},
		{"𠮷野", "𠮷野"}, {"２０２６．３．５", "2026.3.5"}, {"\x01张\x7f", "张"}, {"，。", ",。"},
	} {
		if got := clean(x.in); got != x.want {
			t.Errorf("clean(%q) = %q, want %q", x.in, got, x.want)
		}
		if again := clean(clean(x.in)); again != clean(x.in) {
			t.Errorf("clean is not settled for %q", x.in)
		}
	}
}

func TestPersonName(t *testing.T) {
	for _, x := range []struct {
		in, name, bracket string
		ok                bool
	}{
		{"张三", "张三", "", true}, {"张 三", "张三", "", true}, {"张　三　", "张三", "", true},
		{"阿依古丽·买买提", "阿依古丽·买买提", "", true}, {"阿依古丽•买买提", "阿依古丽·买买提", "", true},
		{"阿依古丽.买买提", "阿依古丽·买买提", "", true}, {"阿依古丽‧买买提", "阿依古丽·买买提", "", true},
		{"阿依古丽・买买提", "阿依古丽·买买提", "", true}, {"阿依古丽．买买提", "阿依古丽·买买提", "", true},
		{"𠮷龘", "𠮷龘", "", true}, {"王\ue863", "王\ue863", "", true}, {"王春梅（女）", "王春梅", "女", true},
		{"Zhang  San", "Zhang San", "", true}, {"张", "张", "", false}, {"张3", "张3", "", false},
		{"张三、李四", "张三、李四", "", false}, {"张\ufffd", "张\ufffd", "", false}, {"·张三", "·张三", "", false}, {"", "", "", false},
	} {
		name, bracket, ok := personName(x.in)
		if name != x.name || bracket != x.bracket || ok != x.ok {
			t.Errorf("personName(%q) = %q %q %v, want %q %q %v", x.in, name, bracket, ok, x.name, x.bracket, x.ok)
		}
	}
}

func TestSplitNames(t *testing.T) {
	for _, x := range []struct {
		in   string
		want []string
	}{
		{"张三、李四", []string{"张三", "李四"}}, {"张三,李四，王五", []string{"张三", "李四", "王五"}},
		{"张三;李四；王五", []string{"张三", "李四", "王五"}}, {"张三 李四", []string{"张三", "李四"}},
		{"张 三 李小四", []string{"张三", "李小四"}}, {"张三(请假、外出)、李四", []string{"张三(请假、外出)", "李四"}},
		{"张三\n李四", []string{"张三", "李四"}}, {"张三、。", []string{"张三"}}, {"", nil}, {"全体党员", []string{"全体党员"}},
	} {
		if got := splitNames(x.in); !slices.Equal(got, x.want) {
			t.Errorf("splitNames(%q) = %q, want %q", x.in, got, x.want)
		}
	}
}

func TestArabic(t *testing.T) {
	for in, want := range map[string]string{
		"二〇二六年三月十五日": "2026年3月15日", "十月": "10月", "二十日": "20日", "第十二": "第12", "三十一": "31", "二○二六": "2026", "abc": "abc",
	} {
		if got := arabic(in); got != want {
			t.Errorf("arabic(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFen(t *testing.T) {
	for _, x := range []struct {
		c    cell
		want int64
		ok   bool
	}{
		{cell{text: "12.5", kind: number}, 1250, true}, {cell{text: "12.300000000000001", kind: number}, 1230, true},
		{cell{text: "12.50元", kind: text}, 1250, true}, {cell{text: "￥1,234.5", kind: text}, 123450, true},
		{cell{text: "１２", kind: text}, 1200, true}, {cell{text: "1E1", kind: number}, 1000, true},
		{cell{text: "12.345", kind: text}, 0, false}, {cell{text: "免", kind: text}, 0, false}, {cell{text: "-5", kind: number}, 0, false},
		{cell{text: "0.5", kind: number, shape: percentShape}, 0, false}, {cell{text: "5", kind: number, shape: dayShape}, 0, false},
		{cell{text: "1,234,567.89", kind: text}, 123456789, true}, {cell{text: "1，020", kind: text}, 102000, true},
		{cell{text: "10,20", kind: text}, 0, false}, {cell{text: "12,5", kind: text}, 0, false}, {cell{text: "5，5", kind: text}, 0, false},
		{cell{text: "1234,567", kind: text}, 0, false}, {cell{text: "1,2345", kind: text}, 0, false}, {cell{text: "1,234,56", kind: text}, 0, false},
		{cell{text: "1.5,234", kind: text}, 0, false}, {cell{text: ",234", kind: text}, 0, false}, {cell{text: "1,,234", kind: text}, 0, false},
		{cell{text: "10 20", kind: text}, 0, false}, {cell{text: "20 元", kind: text}, 2000, true}, {cell{text: "0,500", kind: text}, 0, false},
		{cell{text: "0.25", kind: number, shape: clockShape}, 0, false}, {cell{text: "5%", kind: text}, 0, false},
	} {
		got, ok := fen(&x.c)
		if got != x.want || ok != x.ok {
			t.Errorf("fen(%q) = %d %v, want %d %v", x.c.text, got, ok, x.want, x.ok)
		}
	}
}

func TestCount(t *testing.T) {
	for in, want := range map[string]int{"25": 25, "25人": 25, " 25 人 ": 25, "25.0": 25, "２５": 25, "廿": -1, "2.5": -1, "-1": -1} {
		got, ok := wholeNumber(&cell{text: in, kind: text}, "人")
		if !ok {
			got = -1
		}
		if got != want {
			t.Errorf("wholeNumber(%q) = %d, want %d", in, got, want)
		}
	}
}

func TestBranchIn(t *testing.T) {
	for in, want := range map[string]string{
		"中共示例镇柳树村支部委员会2026年党员名册": "中共示例镇柳树村支部委员会", "柳树村党支部党员花名册": "柳树村党支部",
		"2026年度柳树村党支部三会一课台账": "柳树村党支部", "支部名称：柳树村党支部": "柳树村党支部", "一、柳树村党支部（12人）": "柳树村党支部",
		"第一党支部": "第一党支部", "党支部党员名册": "", "党员名册": "", "单位：示例镇": "", "每行都写所在党支部": "", "2025-2026年度柳树村党支部": "柳树村党支部",
		"（柳树村党支部）党员名册": "柳树村党支部", "党员名册（柳树村党支部）": "柳树村党支部", "【柳树村党支部】2026年党员名册": "柳树村党支部",
		"附件2：《柳树村党支部党员名册》": "柳树村党支部", "附件3柳树村党支部党员名册": "柳树村党支部", "附件3 示例镇“柳树村党支部”党员名册": "柳树村党支部",
		"(示例镇)柳树村党支部党员名册": "柳树村党支部", "党员名册—柳树村党支部": "柳树村党支部", "1、（2026年）柳树村党支部": "柳树村党支部",
		"宏达公司(北京)党支部党员名册": "宏达公司(北京)党支部", "301医院党支部": "301医院党支部", "（柳树村）党支部": "", "附件)柳树村党支部": "柳树村党支部",
		"示例镇各党支部党员名册": "", "示例镇党委所属党支部": "", "关于报送柳树村党支部名册的表": "", "柳树村党支部、桃花村党支部名册": "", "平等村党支部": "平等村党支部",
	} {
		if got := branchIn(in); got != want {
			t.Errorf("branchIn(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestYearIn(t *testing.T) {
	for _, x := range []struct {
		in   string
		bare bool
		want int
	}{
		{"2026年党员名册", false, 2026}, {"二〇二六年度党费台账", false, 2026}, {"2025-2026年度", false, 0}, {"2026", false, 0},
		{"党费2026", true, 2026}, {"2025和2026", true, 0}, {"名册", true, 0}, {"填表日期：2026年1月5日 统计2026年", false, 2026},
	} {
		if got := yearIn(x.in, x.bare); got != x.want {
			t.Errorf("yearIn(%q) = %d, want %d", x.in, got, x.want)
		}
	}
}

func TestOrgKey(t *testing.T) {
	same := [][]string{
		{"中共柳树村支部委员会", "柳树村党支部", "中国共产党柳树村支部委员会", "柳树村支部"},
		{"第一党支部", "第1党支部", "一支部", "第1支部委员会"},
		{"示例镇党总支", "中共示例镇总支部委员会", "示例镇党总支部"},
		{"中共示例镇委员会", "示例镇党委"},
	}
	for _, names := range same {
		for _, n := range names[1:] {
			if orgKey(n) != orgKey(names[0]) {
				t.Errorf("orgKey(%q) = %q, orgKey(%q) = %q", n, orgKey(n), names[0], orgKey(names[0]))
			}
		}
	}
	if orgKey("第十一党支部") == orgKey("第一党支部") {
		t.Error("第十一 is taken for 第一")
	}
	keyEnds(orgKey("柳树村第十一党支部"), func(short string) {
		if short == orgKey("第一党支部") {
			t.Error("柳树村第十一 ends with 第一")
		}
	})
}

func TestKindsIn(t *testing.T) {
	for _, x := range []struct {
		in    string
		want  string
		exact bool
	}{
		{"支部党员大会", "assembly", true}, {"党员大会、主题党日", "assembly party_day", true}, {"主题党日暨党课", "lecture party_day", true},
		{"3月份支部党员大会", "assembly", false}, {"支委会", "committee", true}, {"村(社区)两委商议", "four_one", true},
		{"召开2025年度组织生活会和民主评议党员", "org_life appraisal", false}, {"三会一课", "", false}, {"学习", "study", true}, {"学习张三事迹", "", false},
	} {
		kinds, exact := kindsIn(x.in)
		got := ""
		for i, k := range kinds {
			if i > 0 {
				got += " "
			}
			got += string(k)
		}
		if got != x.want || exact != x.exact {
			t.Errorf("kindsIn(%q) = %q %v, want %q %v", x.in, got, exact, x.want, x.exact)
		}
	}
}

func TestSeek(t *testing.T) {
	for _, x := range []struct {
		in   string
		want sought
	}{
		{"张三", sought{name: "张三"}}, {"张三(1234)", sought{name: "张三", tail: "1234"}}, {"张三（尾号123x）", sought{name: "张三", tail: "123X"}},
		{"张三(2组)", sought{name: "张三", group: 2}}, {"张三(第二党小组)", sought{name: "张三", group: 2}}, {"张三(请假)", sought{name: "张三", note: "请假"}},
	} {
		if got, ok := seek(x.in); !ok || got != x.want {
			t.Errorf("seek(%q) = %+v %v, want %+v", x.in, got, ok, x.want)
		}
	}
}
