package standard

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"qiangji/internal/party"
)

// demo is a standard that declares one name in every namespace.
func demo() *Standard {
	return &Standard{
		Words: Vocabulary{
			Marks:   []MarkName{{Name: "廉洁", Min: "0", Max: "5"}, {Name: "班子团结", Grades: []string{"好", "较好", "一般", "差"}}},
			Figures: []FigureName{{Name: "人均纯收入", Unit: "元"}, {Name: "增幅_本年"}},
			Honours: []HonourName{{Name: "先进", Levels: []party.Tier{"town", "county", "province"}}},
			Events:  []EventName{{Name: "安全事故", Grades: []string{"一般", "重大"}}},
		},
		Params: []Param{{Name: "学时", Value: "32"}},
		Rating: &Scheme{Parts: []Part{{ID: "党务"}, {ID: "P-1"}}},
	}
}

func TestCompileCanonicalText(t *testing.T) {
	for _, c := range []struct {
		place      Place
		text, want string
	}{
		{PlaceProfile, "正式党员数 >= 7", "正式党员数 >= 7"},
		{PlaceProfile, "正式党员数>=7 and not 有支委会", "正式党员数 >= 7 且 非 有支委会"},
		{PlaceProfile, "有书记 && (党小组数 > 1 || 分散)", "有书记 且 (党小组数 > 1 或 分散)"},
		{PlaceProfile, "有书记 且 党小组数 > 1 或 非 分散", "有书记 且 党小组数 > 1 或 非 分散"},
		{PlaceProfile, `领域 in ["村", '社区']`, `领域 属于 ["村", "社区"]`},
		{PlaceProfile, `领域 不属于 ["村"]`, `非 (领域 属于 ["村"])`},
		{PlaceProfile, `"支部" == 建制`, `建制 == "支部"`},
		{PlaceProfile, "成立月数 >= 参数.学时", "成立月数 >= 参数.学时"},
		{PlaceProfile, "3 < 党员数 <= 50", "3 < 党员数 且 党员数 <= 50"},
		{PlaceProfile, "! (有书记 == 联合)", "非 (有书记 == 联合)"},
		{PlaceProfile, "最大(支委数, 3) == 3", "最大(支委数, 3) == 3"},
		{PlaceScore, "数值.人均纯收入 / 1000 - -0.5", "数值.人均纯收入 / 1000 - -0.5"},
		{PlaceScore, "(1 + 2) * 3 - (4 - 5)", "(1 + 2) * 3 - (4 - 5)"},
		{PlaceScore, "数值.增幅_本年 * 1.0500", "数值.增幅_本年 * 1.05"},
		{PlaceScore, "12 / (2 * 3) / 4", "12 / (2 * 3) / 4"},
		{PlaceScore, "-(党课 + 1)", "-(党课 + 1)"},
		{PlaceScore, `等级.班子团结 == "好"`, `等级.班子团结 == "好"`},
		{PlaceScore, "评分.廉洁 + 次数.安全事故 + 次数.安全事故_重大", "评分.廉洁 + 次数.安全事故 + 次数.安全事故_重大"},
		{PlaceScore, "荣誉.先进 + 荣誉.先进_省 + 荣誉.先进_乡镇", "荣誉.先进 + 荣誉.先进_省 + 荣誉.先进_乡镇"},
		{PlaceScore, "荣誉.先进_county", "荣誉.先进_县"},
		{PlaceScore, "上年.党课 + 上年.满意度", "上年.党课 + 上年.满意度"},
		{PlaceScore, "人数(党员.学时 < 参数.学时 且 党员.正式)", "人数(党员.学时 < 参数.学时 且 党员.正式)"},
		{PlaceScore, `人数(党员.类别 == "教师")`, `人数(党员.类别 == "教师")`},
		{PlaceScore, "合计(党员.到会) / 合计(党员.应到)", "合计(党员.到会) / 合计(党员.应到)"},
		{PlaceScore, "本项.未做 > 1 ? 本项.应做 : 0", "本项.未做 > 1 ? 本项.应做 : 0"},
		{PlaceScore, "党课 > 1 ? (党课 > 2 ? 3 : 2) : 1", "党课 > 1 ? (党课 > 2 ? 3 : 2) : 1"},
		{PlaceScore, "(党课 > 1 ? 3 : 2) + 1", "(党课 > 1 ? 3 : 2) + 1"},
		{PlaceScore, "满月数(支委会, 1) + 满季数(党员大会, 1) + 满半年数(党课, 2)", "满月数(支委会, 1) + 满季数(党员大会, 1) + 满半年数(党课, 2)"},
		{PlaceScore, "取整(0.5) + 进一(0.5) + 四舍五入(党课 / 3, 2)", "取整(0.5) + 进一(0.5) + 四舍五入(党课 / 3, 2)"},
		{PlaceScore, "有值(满意度) 且 截至(6, 30) 或 有值(等级.班子团结)", "有值(满意度) 且 截至(6, 30) 或 有值(等级.班子团结)"},
		{PlaceScore, "true 或 false", "true 或 false"},
		{PlaceScore, "(党课 > 1) == (党课 > 2)", "(党课 > 1) == (党课 > 2)"},
		{PlaceScore, "最小(党课,\n  2)", "最小(党课, 2)"},
		{PlacePolicy, `总分 >= 90 且 部分.党务 >= 10 且 部分["P-1"] > 0`, `总分 >= 90 且 部分.党务 >= 10 且 部分["P-1"] > 0`},
		{PlacePolicy, "满意度 >= 90", "满意度 >= 90"},
		{PlaceState, "决定办结数 / 决定到期数", "决定办结数 / 决定到期数"},
		{PlaceScore, "999999999999 > 3000000000", "999999999999 > 3000000000"},
	} {
		n, p := demo().Compile(c.text, c.place)
		if p != nil {
			t.Errorf("Compile(%s): %d:%d %s %s", c.text, p.Line, p.Col, p.Code, p.Message)
			continue
		}
		if got := n.String(); got != c.want {
			t.Errorf("Compile(%s) = %s, want %s", c.text, got, c.want)
		}
		checkAgain(t, demo(), n, c.place)
	}
}

// checkAgain compiles the canonical text and wants the same tree.
func checkAgain(t *testing.T, std *Standard, n *Node, place Place) {
	t.Helper()
	text := n.String()
	if len(text) > maxExprBytes {
		return
	}
	again, p := std.Compile(text, place)
	if p != nil {
		t.Fatalf("canonical text %s is refused: %s", text, p.Message)
	}
	if !sameTree(n, again) || again.String() != text {
		t.Fatalf("canonical text %s gives %s", text, again)
	}
}

func sameTree(a, b *Node) bool {
	return a.Op == b.Op && a.Type == b.Type && a.Num == b.Num && a.Text == b.Text && a.Ref == b.Ref &&
		slices.EqualFunc(a.Kids, b.Kids, sameTree)
}

func TestCompileRefusals(t *testing.T) {
	for _, c := range []struct {
		place Place
		text  string
		code  string
		at    string // line:col
		says  string
	}{
		{PlaceScore, "", CodeExpr, "1:1", "空"},
		{PlaceScore, "支委会议 > 1", CodeName, "1:1", "是不是“支委会”"},
		{PlaceScore, "党课 > 1 且 主体党日 > 1", CodeName, "1:10", "是不是“主题党日”"},
		{PlaceScore, "完全没有这回事", CodeName, "1:1", "没有叫"},
		{PlaceScore, "score > 1", CodeName, "1:1", "都是中文"},
		{PlaceScore, "len(党课)", CodeName, "1:1", "都是中文"},
		{PlaceScore, "数值.人均收入", CodeName, "1:4", "是不是“人均纯收入”"},
		{PlaceScore, "数值.别的", CodeName, "1:4", "vocabulary.figures"},
		{PlaceScore, "评分.班子团结", CodeName, "1:4", "vocabulary.marks"},
		{PlaceScore, "等级.廉洁", CodeName, "1:4", "grades"},
		{PlaceScore, "次数.安全事故_特大", CodeName, "1:4", "vocabulary.events"},
		{PlaceScore, "荣誉.先进_国家", CodeName, "1:4", "vocabulary.honours"},
		{PlaceScore, "参数.课时", CodeName, "1:4", "params"},
		{PlaceScore, "数字.人均纯收入", CodeName, "1:1", "是不是“数值”"},
		{PlaceScore, "上年.不存在的量", CodeName, "1:4", "上年"},
		{PlaceScore, "本项.没做", CodeName, "1:4", "是不是"},
		{PlaceScore, "数值", CodeName, "1:1", "后面要有点"},
		{PlaceScore, "人数", CodeName, "1:1", "是函数"},
		{PlaceScore, "党员.正式", CodePlace, "1:1", "人数("},
		{PlaceScore, "学时 > 3", CodePlace, "1:1", "人数(党员.学时"},
		{PlaceScore, "换届 > 0", CodePlace, "1:1", "clock"},
		{PlaceScore, "总分 > 1", CodePlace, "1:1", "定级规则"},
		{PlaceScore, "部分.党务 > 1", CodePlace, "1:1", "定级规则"},
		{PlacePolicy, "本项.未做 > 1", CodePlace, "1:1", "计分"},
		{PlacePolicy, "部分.业务 > 1", CodeName, "1:4", "scheme.parts"},
		{PlaceProfile, "党员大会 > 1", CodePlace, "1:1", "自身的情况"},
		{PlaceProfile, "满意度 > 1", CodePlace, "1:1", "自身的情况"},
		{PlaceProfile, "数值.人均纯收入 > 1", CodePlace, "1:1", "自身的情况"},
		{PlaceProfile, "人数(党员.正式) > 1", CodePlace, "1:1", "自身的情况"},
		{PlaceProfile, "党员数", "", "", ""},
		{PlaceScore, "非有书记", CodeName, "1:1", "两边要有空格"},
		{PlaceScore, `领域 == "农村"`, CodeName, "1:7", "是不是“村”"},
		{PlaceScore, `等级.班子团结 == "很好"`, CodeName, "1:12", "是不是“好”"},
		{PlaceScore, `领域 > "村"`, CodeType, "1:6", "文字"},
		{PlaceScore, `领域 == 建制`, CodeType, "1:4", "引号里的文字"},
		{PlaceScore, `党课 == "村"`, CodeType, "1:7", "是数"},
		{PlaceScore, `领域`, CodeType, "1:1", "结果是文字"},
		{PlaceScore, `"村"`, CodeType, "1:1", "文字型"},
		{PlaceScore, `领域 in "村"`, CodeExpr, "1:4", "列表"},
		{PlaceScore, `领域 in []`, CodeExpr, "1:4", "列表"},
		{PlaceScore, `领域 in [1]`, CodeType, "1:8", "引号"},
		{PlaceScore, `[1, 2]`, CodeExpr, "1:1", "属于"},
		{PlaceScore, `领域 == 村`, CodeType, "1:7", `要加引号：领域 == "村"`},
		{PlaceScore, `社区 != 领域`, CodeType, "1:1", `要加引号：领域 != "社区"`},
		{PlaceScore, `领域 == "village"`, CodeName, "1:7", "“village”写成“村”"},
		{PlaceScore, `领域 属于 ["soe"]`, CodeName, "1:8", "“soe”写成“国企”"},
		{PlaceScore, `建制 == "branch"`, CodeName, "1:7", "“branch”写成“支部”"},
		{PlaceScore, `领域 == 镇`, CodeName, "1:7", "没有“镇”这个值"},
		{PlaceScore, `领域 == 党课`, CodeName, "1:7", "没有“党课”这个值"},
		{PlaceScore, `领域 == 建制`, CodeType, "1:4", "引号里的文字"},
		{PlaceScore, `党课 == 村`, CodeName, "1:7", "没有叫“村”"},
		{PlaceScore, "党课 + 有书记", CodeType, "1:6", "要的是数"},
		{PlaceScore, "党课 且 有书记", CodeType, "1:1", "要的是是否"},
		{PlaceScore, "非 党课 > 1", CodeType, "1:3", "加括号"},
		{PlaceScore, "党课 ? 1 : 2", CodeType, "1:1", "是否"},
		{PlaceScore, "有书记 ? 1 : 联合", CodeType, "1:7", "同是"},
		{PlaceScore, "党课 = 1", CodeExpr, "1:4", "=="},
		{PlaceScore, "党课 & 1", CodeExpr, "1:4", "且"},
		{PlaceScore, "党课 | 1", CodeExpr, "1:4", "或"},
		{PlaceScore, "满意度 > 90%", CodeExpr, "1:7", "0.9"},
		{PlaceScore, "满意度 > 90％", CodeExpr, "1:7", "0.9"},
		{PlaceScore, "党员数 > 3人", CodeExpr, "1:7", "不写单位"},
		{PlaceScore, "党课 > 1e3", CodeExpr, "1:6", "不是数"},
		{PlaceScore, "党课 > 0x10", CodeExpr, "1:6", "不是数"},
		{PlaceScore, "党课 > 1_000", CodeExpr, "1:6", "不是数"},
		{PlaceScore, "党课 > 1.0000001", CodeExpr, "1:6", "不是数"},
		{PlaceScore, "党课 > 1.", CodeExpr, "1:6", "不是数"},
		{PlaceScore, "党课 ≥ 1", CodeExpr, "1:4", ">="},
		{PlaceScore, "（党课 > 1）", CodeExpr, "1:1", "("},
		{PlaceScore, "领域 == “村”", CodeExpr, "1:7", `"`},
		{PlaceScore, "党课\u3000> 1", CodeExpr, "1:3", "普通空格"},
		{PlaceScore, "党课 > 1; 2", CodeExpr, "1:7", "不能有"},
		{PlaceScore, "let x = 1; x", CodeName, "1:1", "都是中文"},
		{PlaceScore, "{}", CodeExpr, "1:1", "不能有"},
		{PlaceScore, "党课 # 1", CodeExpr, "1:4", "不能有"},
		{PlaceScore, "党课 ** 2", CodeExpr, "1:4", "乘方"},
		{PlaceScore, "党课 // 2", CodeExpr, "1:4", "注释"},
		{PlaceScore, "1..3", CodeExpr, "1:1", "不是数"},
		{PlaceScore, "党课 ?? 1", CodeExpr, "1:4", "有值"},
		{PlaceScore, "党课 ^ 2", CodeExpr, "1:4", "不能有"},
		{PlaceScore, "党课 % 2", CodeExpr, "1:4", "不能有"},
		{PlaceScore, "党课 <> 2", CodeExpr, "1:4", "!="},
		{PlaceScore, "党课 => 2", CodeExpr, "1:4", ">="},
		{PlaceScore, "\x00", CodeExpr, "1:1", "U+0000"},
		{PlaceScore, "党课 > \xff", CodeExpr, "1:1", "UTF-8"},
		{PlaceScore, `领域 == "村`, CodeExpr, "1:7", "引号"},
		{PlaceScore, `领域 == "\n"`, CodeExpr, "1:7", "引号"},
		{PlaceScore, `领域 == '"'`, CodeType, "1:7", "引号"},
		{PlaceScore, "(党课 > 1", CodeExpr, "1:8", "没有写完"},
		{PlaceScore, "党课 >", CodeExpr, "1:5", "没有写完"},
		{PlaceScore, "党课 1", CodeExpr, "1:4", "不该有"},
		{PlaceScore, "党课\n 大于 1", CodeExpr, "2:2", "“大于”要写成“>”"},
		{PlaceScore, "党课 > )", CodeExpr, "1:6", "不该有“)”"},
		{PlaceScore, "1 / 0", CodeExpr, "1:3", "除以 0"},
		{PlaceScore, "+党课", CodeExpr, "1:1", "可以去掉"},
		{PlaceScore, "数值.人均纯收入.甲", CodeExpr, "1:10", "一个点"},
		{PlaceScore, "数值.人均纯收入()", CodeExpr, "1:4", "说明书"},
		{PlaceScore, "平均(党课)", CodeName, "1:1", "函数"},
		{PlaceScore, "最大(党课)", CodeExpr, "1:1", "两个数"},
		{PlaceScore, "取整(党课, 1)", CodeExpr, "1:1", "1 个值"},
		{PlaceScore, "四舍五入(党课, 9)", CodeExpr, "1:10", "0 至 6"},
		{PlaceScore, "四舍五入(党课, 党课)", CodeExpr, "1:10", "0 至 6"},
		{PlaceScore, "人数(党员.学时)", CodeType, "1:7", "是否"},
		{PlaceScore, "合计(党员.正式)", CodeType, "1:7", "要的是数"},
		{PlaceScore, "人数(人数(党员.正式) > 1)", CodeExpr, "1:4", "套"},
		{PlaceScore, "人数(党员.姓名)", CodeName, "1:7", "没有 党员.姓名"},
		{PlaceScore, "满月数(满意度, 1)", CodeType, "1:5", "系列"},
		{PlaceScore, "满月数(党课, 0)", CodeExpr, "1:9", "1 至 99"},
		{PlaceScore, "有值(党课 + 1)", CodeType, "1:7", "一个名称"},
		{PlaceScore, "截至(2, 30)", CodeExpr, "1:1", "真有的"},
		{PlaceScore, "截至(党课, 30)", CodeExpr, "1:1", "真有的"},
		{PlaceScore, strings.Repeat("党", 200), CodeLimit, "1:1", "太长"},
		{PlaceScore, strings.Repeat("1+", 40) + "1", CodeLimit, "", ""},
		{PlaceScore, strings.Repeat("取整(", 13) + "1" + strings.Repeat(")", 13), CodeLimit, "", "太深"},
	} {
		n, p := demo().Compile(c.text, c.place)
		if c.code == "" {
			if p != nil {
				t.Errorf("Compile(%q): %s", c.text, p.Message)
			}
			continue
		}
		if p == nil {
			t.Errorf("Compile(%q) = %v, want %s", c.text, n, c.code)
			continue
		}
		if at := fmt.Sprintf("%d:%d", p.Line, p.Col); p.Code != c.code || c.at != "" && at != c.at || !strings.Contains(p.Message, c.says) {
			t.Errorf("Compile(%q): %s %s %s; want %s %s …%s…", c.text, at, p.Code, p.Message, c.at, c.code, c.says)
		}
	}
}

func TestCompileAs(t *testing.T) {
	if _, p := demo().CompileAs("党课 >= 1", PlaceScore, TruthValue); p != nil {
		t.Error(p.Message)
	}
	if _, p := demo().CompileAs("党课", PlaceScore, TruthValue); p == nil || !strings.Contains(p.Message, "要的是条件") {
		t.Errorf("a number as a condition: %+v", p)
	}
	if _, p := demo().CompileAs("有书记", PlaceScore, NumberValue); p == nil || !strings.Contains(p.Message, "要的是数") {
		t.Errorf("a condition as a number: %+v", p)
	}
}

func TestCompileAmount(t *testing.T) {
	for text, want := range map[string]string{"90%": "0.9", "1/3": "1/3", "参数.学时": "参数.学时"} {
		if n, p := demo().CompileAmount(text); p != nil || n.String() != want {
			t.Errorf("CompileAmount(%s) = %v, %+v", text, n, p)
		}
	}
	for _, text := range []string{"参数.课时", "参数.学时 + 1", "党课", "", "九十"} {
		if n, p := demo().CompileAmount(text); p == nil {
			t.Errorf("CompileAmount(%s) = %v, want a refusal", text, n)
		}
	}
}

func TestCompileRefs(t *testing.T) {
	n, p := demo().Compile(`领域 属于 ["村", "社区"] 且 荣誉.先进_省 + 次数.安全事故_重大 > 党课`, PlaceScore)
	if p != nil {
		t.Fatal(p.Message)
	}
	var refs []Ref
	var texts []int
	n.Walk(func(k *Node) {
		switch k.Op {
		case OpRef:
			refs = append(refs, k.Ref)
		case OpText:
			texts = append(texts, k.Ref.Index)
		}
	})
	want := []Ref{
		{SpaceProfile, profileIndex["领域"], "领域", ""}, {SpaceHonour, 0, "先进", "province"},
		{SpaceEvent, 0, "安全事故", "重大"}, {SpaceSeries, seriesIndex["党课"], "党课", ""},
	}
	if !slices.Equal(refs, want) {
		t.Errorf("refs %v, want %v", refs, want)
	}
	if !slices.Equal(texts, []int{party.Domains.Index("village"), party.Domains.Index("community")}) {
		t.Errorf("texts %v", texts)
	}
}

func TestExactLiterals(t *testing.T) {
	n, p := demo().Compile("0.1 + 0.2 == 0.3", PlaceScore)
	if p != nil {
		t.Fatal(p.Message)
	}
	sum := n.Kids[0]
	if sum.Kids[0].Num.Add(sum.Kids[1].Num) != n.Kids[1].Num {
		t.Error("0.1 + 0.2 must be 0.3")
	}
}

// TestVocabularyIsUsable holds every word to what expressions can name.
func TestVocabularyIsUsable(t *testing.T) {
	seen := map[string]bool{"总分": true, "部分": true}
	for _, ns := range Namespaces {
		seen[ns] = true
	}
	for _, f := range Functions {
		seen[f.Name] = true
	}
	for _, words := range [][]Word{SeriesWords, NumberWords, ProfileWords} {
		for _, w := range words {
			if seen[w.Name] || !identifier(w.Name) || chineseWords[w.Name] != "" {
				t.Errorf("%s is taken or cannot be a name", w.Name)
			}
			seen[w.Name] = true
			n, p := demo().Compile("有值("+w.Name+")", PlaceScore)
			if p != nil || n.Kids[0].Ref.Name != w.Name {
				t.Errorf("%s cannot be named: %+v", w.Name, p)
			}
		}
	}
	for _, w := range MemberWords {
		if _, p := demo().Compile("人数(有值(党员."+w.Name+"))", PlaceScore); p != nil {
			t.Errorf("党员.%s: %s", w.Name, p.Message)
		}
	}
	for _, w := range ClockWords {
		if c, ok := ClockNamed(w.Name); !ok || ClockWords[c].Name != w.Name {
			t.Errorf("clock %s", w.Name)
		}
	}
}

func TestOccurrences(t *testing.T) {
	std := &Standard{Words: Vocabulary{Events: []EventName{{Name: "报表上交", Grades: []string{"月报"}}}}}
	sum, bad := std.Occurrences("党课 + 集中学习+次数.报表上交 + 次数.报表上交_月报")
	want := []Occurrence{{Series: 3}, {Series: 7}, {Event: "报表上交"}, {Event: "报表上交", Grade: "月报"}}
	if bad != "" || !slices.Equal(sum, want) {
		t.Errorf("Occurrences = %v, %q", sum, bad)
	}
	for i, name := range []string{"党课", "集中学习", "报表上交", "报表上交（月报）"} {
		if i < len(sum) && sum[i].String() != name {
			t.Errorf("%v is called %s", sum[i], sum[i])
		}
	}
	for text, name := range map[string]string{"党课 + 换届": "换届", "党课 +": "", "次数.没有": "次数.没有", "次数.报表上交_年报": "次数.报表上交_年报", "报表上交": "报表上交", "数值.甲": "数值.甲"} {
		if sum, bad := std.Occurrences(text); bad != name || sum != nil {
			t.Errorf("%s: %v, %q", text, sum, bad)
		}
	}
}

func TestNearest(t *testing.T) {
	names := []string{"党员大会", "支委会", "党课", "书记党课", "集中学习"}
	for typed, want := range map[string]string{
		"党员会": "党员大会", "党员大会议": "党员大会", "支委": "支委会", "集中学": "集中学习", "学习集中": "", "无关的词语": "", "党可": "党课", "课党": "党课",
		strings.Repeat("长", 60): "",
	} {
		if got := nearest(typed, names); got != want {
			t.Errorf("nearest(%s) = %q, want %q", typed, got, want)
		}
	}
}

func FuzzExpression(f *testing.F) {
	for _, s := range []string{
		"正式党员数 >= 7 且 非 有支委会", "人数(党员.学时 < 参数.学时) / 党员数", `领域 属于 ["村", "社区"] ? 1 : 0.5`,
		"满月数(支委会, 1) >= 10", "((((((((1))))))))", "1 < 2 < 3 < 4", "a?.b?.c", "let x = 1; x", "all([1], {# > 0})", "数值[\"甲\"]",
		"`raw`", "b'x'", "1..9", "if 1 {2} else {3}", "党课 | 最大(1)", "::最大(1, 2)", "\"\\u0041\"", "非非非非有书记", "- - - 1",
		"部分[\"P-1\"] + 总分", "次数.安全事故_重大 == 荣誉.先进_省", "截至(12, 31)", "四舍五入(1/3, 2)", "不属于不属于", "not not 有书记",
	} {
		f.Add(s)
	}
	std := demo()
	f.Fuzz(func(t *testing.T, text string) {
		for place := PlaceProfile; place <= PlacePolicy; place++ {
			n, p := std.Compile(text, place)
			if (n == nil) == (p == nil) {
				t.Fatalf("Compile(%q) = %v, %v: exactly one of them", text, n, p)
			}
			if p != nil {
				if p.Line < 1 || p.Col < 1 || p.Code == "" || p.Message == "" {
					t.Fatalf("Compile(%q): a problem without a place: %+v", text, p)
				}
				continue
			}
			count := 0
			n.Walk(func(k *Node) { count++ })
			if count > 2*maxExprNodes {
				t.Fatalf("Compile(%q) has %d nodes", text, count)
			}
			checkAgain(t, std, n, place)
		}
	})
}

func BenchmarkCompile(b *testing.B) {
	std := demo()
	for b.Loop() {
		if _, p := std.Compile("人数(党员.学时 < 参数.学时 且 党员.正式) / 党员数 > 0.9 ? 1 : 0", PlaceScore); p != nil {
			b.Fatal(p.Message)
		}
	}
}
