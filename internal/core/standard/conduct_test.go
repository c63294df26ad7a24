package standard

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"qiangji/internal/party"
)

// These tests hold the grammar to CONDUCT.md: what must not be said cannot be
// said, or is refused.

// good is a pack without a problem, to which one thing at a time is added.
func good() *Pack {
	return &Pack{ID: "good", Version: "1", Title: "好", Kind: "scheme", From: party.DateOf(2026, 1, 1), Domains: []party.Domain{"village"},
		Sources: map[string]Source{"D": {Title: "文件"}},
		Vocabulary: Vocabulary{
			Figures: []FigureName{{Name: "积分"}, {Name: "群众意见条数"}, {Name: "登录天数"}, {Name: "品牌个数"}},
			Events:  []EventName{{Name: "上访"}, {Name: "举报"}, {Name: "申诉"}, {Name: "异议"}, {Name: "来信"}, {Name: "投诉"}, {Name: "信访"}, {Name: "意见答复"}},
		},
		Items: []Item{{ID: "A", Title: "每月一次主题党日", Kind: "baseline", Force: "MUST", Source: SourceRef{Doc: "D"},
			Duty: &Duty{Every: "month", Count: "主题党日"}, Minutes: 60, Remedy: "补上。", Part: "甲", Points: "10"}},
		Scheme: &Scheme{Title: "好", Authority: "文件", Rides: "述职评议", Ends: party.DateOf(2028, 12, 31), Max: "10", Closing: 1, Room: 1,
			Parts: []Part{{ID: "甲", Title: "甲", Points: "10"}}}}
}

// codesOf returns the codes that a pack is told, warnings with a ?.
func codesOf(p *Pack) []string {
	var codes []string
	for _, x := range Check(p) {
		if x.Warn {
			x.Code += "?"
		}
		codes = append(codes, x.Code)
	}
	return codes
}

func mustSay(t *testing.T, p *Pack, code string) {
	t.Helper()
	if codes := codesOf(p); !slices.Contains(codes, code) {
		t.Errorf("told %v, want %s", codes, code)
	}
}

func mustBeGood(t *testing.T, p *Pack) {
	t.Helper()
	if codes := codesOf(p); len(codes) > 0 {
		t.Errorf("told %v, want nothing", codes)
	}
}

func TestTheGoodPackIsGood(t *testing.T) { mustBeGood(t, good()) }

// TestConduct_C01: an outcome stands beside the verdict; no expression that feeds
// points can name it, for there is no such namespace.
func TestConduct_C01(t *testing.T) {
	p := good()
	p.Items[0].Outcome = &OutcomeSpec{Of: "决定办结数 / 决定到期数", Better: "higher", Source: "会上定的事"}
	mustBeGood(t, p)
	for _, ns := range Namespaces {
		if strings.Contains(ns, "成效") {
			t.Errorf("%s would let an outcome into points", ns)
		}
	}
	for i := range reflect.TypeFor[OutcomeSpec]().NumField() {
		if name := reflect.TypeFor[OutcomeSpec]().Field(i).Name; name == "Points" || name == "Score" {
			t.Errorf("an outcome has %s", name)
		}
	}
}

// TestConduct_C02: what a branch says honestly is excused up to a number that the
// item declares; a MUST declares none.
func TestConduct_C02(t *testing.T) {
	two := 2
	p := good()
	p.Items[0].Force, p.Items[0].Excuse = "SHOULD", &two
	mustBeGood(t, p)
	p.Items[0].Force = "MUST"
	mustSay(t, p, CodeLoosen)
}

// person is a pack on persons without a problem: one aspect, and no total.
func person() *Pack {
	p := good()
	p.Subject, p.Scheme.Max, p.Scheme.Parts[0].Bonus = "person", "0", true
	return p
}

func TestOneAspectOfPersonsIsGood(t *testing.T) { mustBeGood(t, person()) }

// TestConduct_C04: nothing ranks persons, nothing lowers a result for a petition.
func TestConduct_C04(t *testing.T) {
	for name, change := range map[string]func(*Pack){
		"rank": func(p *Pack) {
			p.Items[0].Score = []Term{{Rank: &Rank{Of: "数值.积分", Table: []string{"10"}, Ties: "same"}}}
		},
		"percent":  func(p *Pack) { p.Items[0].Score = []Term{{Percent: &Percent{Of: "数值.积分", Ties: "same"}}} },
		"rollup":   func(p *Pack) { p.Items[0].Score = []Term{{Rollup: &Rollup{Take: "mean"}}} },
		"quota":    func(p *Pack) { p.Scheme.Quotas = []Quota{{Level: "优"}} },
		"levels":   func(p *Pack) { p.Scheme.Levels = []Level{{Name: "优", From: "0"}} },
		"tiers":    func(p *Pack) { p.Scheme.Tiers = []Level{{Name: "优"}} },
		"a total":  func(p *Pack) { p.Scheme.Parts = append(p.Scheme.Parts, Part{ID: "乙", Title: "乙", Points: "0"}) },
		"advance":  func(p *Pack) { p.Scheme.Advance = &Advance{OneStep: true} },
		"direct":   func(p *Pack) { p.Scheme.Direct = []Direct{{What: "奖", If: "有书记", Level: "优"}} },
		"to zero":  func(p *Pack) { p.Scheme.Vetoes = []Veto{{ID: "v", What: "w", If: "有书记", Effect: "zero"}} },
		"to force": func(p *Pack) { p.Scheme.Vetoes = []Veto{{ID: "v", What: "w", If: "有书记", Effect: "force"}} },
		"to cap":   func(p *Pack) { p.Scheme.Vetoes = []Veto{{ID: "v", What: "w", If: "有书记", Effect: "cap"}} },
		"to bar":   func(p *Pack) { p.Scheme.Vetoes = []Veto{{ID: "v", What: "w", If: "有书记", Effect: "bar"}} },
		"gate":     func(p *Pack) { p.Scheme.Gates = []Gate{{What: "w", If: "有书记", Effect: "invalid"}} },
		"minus":    func(p *Pack) { p.Scheme.Gates = []Gate{{What: "w", If: "总分 > 60", Effect: "minus", Minus: "5"}} },
		"below":    func(p *Pack) { p.Scheme.Below = "不合格" },
		"exempt":   func(p *Pack) { p.Scheme.Exempt = []Exemption{{What: "w", If: "总分 < 60"}} },
		"of a part": func(p *Pack) {
			p.Scheme.Exempt = []Exemption{{What: "w", If: "部分.甲 < 60"}}
		},
		"maximum": func(p *Pack) { p.Scheme.Max = "10" },
		"base":    func(p *Pack) { p.Scheme.Base = "60" },
		"aspects": func(p *Pack) {
			p.Items = append(p.Items, p.Items[0])
			p.Items[1].ID, p.Items[0].Points, p.Items[1].Points = "B", "5", "5"
		},
		"a rank laid over": func(p *Pack) {
			p.Modify = []Modify{{Item: "A", Set: Item{Score: []Term{{Rank: &Rank{Of: "数值.积分", Table: []string{"10"}, Ties: "same"}}}}}}
		},
		"an aspect laid over": func(p *Pack) { p.Modify = []Modify{{Item: "Z", Set: Item{Part: "甲"}}} },
	} {
		t.Run(name, func(t *testing.T) {
			p := good()
			change(p)
			if slices.Contains(codesOf(p), CodePerson) {
				t.Error("organisations may be ranked")
			}
			p = person()
			change(p)
			mustSay(t, p, CodePerson)
			p.Kind, p.Archived = "archived", "照录"
			if codes := codesOf(p); slices.Contains(codes, CodePerson) || !slices.Contains(codes, CodeArchived+"?") {
				t.Errorf("an archived pack is told %v", codes)
			}
		})
	}
}

func TestConduct_C04_Petitions(t *testing.T) {
	for _, event := range []string{"上访", "举报", "申诉", "异议", "来信", "投诉", "信访"} {
		for place, change := range map[string]func(*Pack, string){
			"per":     func(p *Pack, n string) { p.Items[0].Score = []Term{{Per: &Per{Count: n, Minus: "1"}}} },
			"binary":  func(p *Pack, n string) { p.Items[0].Score = []Term{{Binary: &Binary{If: n + " == 0", Give: "10"}}} },
			"missing": func(p *Pack, n string) { p.Items[0].Score = []Term{{Missing: []Element{{"无", n + " == 0", "1"}}}} },
			"worst":   func(p *Pack, n string) { p.Items[0].Score = []Term{{Worst: []Case{{"有", n + " > 0", "all"}}}} },
			"steps":   func(p *Pack, n string) { p.Items[0].Score = []Term{{Steps: []Step{{"无", n + " == 0", "10"}}}} },
			"ladder":  func(p *Pack, n string) { p.Items[0].Score = []Term{{Ladder: &Ladder{n, []string{"1"}, "all"}}} },
			"formula": func(p *Pack, n string) { p.Items[0].Score = []Term{{Formula: "10 - " + n}} },
			"if":      func(p *Pack, n string) { p.Items[0].Score = []Term{{If: n + " > 0", Per: &Per{Minus: "1"}}} },
			"zero_if": func(p *Pack, n string) { p.Items[0].Zero = n + " > 0" },
			"veto": func(p *Pack, n string) {
				p.Scheme.Vetoes = []Veto{{ID: "v", What: "w", If: n + " > 0", Effect: "zero"}}
			},
			"gate":   func(p *Pack, n string) { p.Scheme.Gates = []Gate{{What: "w", If: n + " == 0", Effect: "invalid"}} },
			"level":  func(p *Pack, n string) { p.Scheme.Levels = []Level{{Name: "好", If: n + " == 0"}} },
			"factor": func(p *Pack, n string) { p.Scheme.Compose = Compose{How: "multiply", Factor: "1 - " + n} },
		} {
			p := good()
			p.Items[0].Start = "full"
			change(p, "次数."+event)
			if !slices.Contains(codesOf(p), CodePetition) {
				t.Errorf("%s by %s is taken", place, event)
			}
			p.Historic = "来源原文如此"
			if codes := codesOf(p); slices.Contains(codes, CodePetition) || !slices.Contains(codes, CodePetition+"?") || !slices.Contains(codes, CodeHistoric+"?") {
				t.Errorf("%s by %s in a historic pack is told %v", place, event, codes)
			}
		}
	}
}

func TestConduct_C04_AnsweringIsWork(t *testing.T) {
	p := good()
	p.Items[0].Start, p.Items[0].Score = "zero", []Term{{Per: &Per{Count: "次数.意见答复", Plus: "1"}, Cap: "10"}}
	mustBeGood(t, p)
	p.Items[0].Score = []Term{{Per: &Per{Count: "次数.举报", Plus: "1"}, Cap: "10"}}
	mustBeGood(t, p) // it can only add
}

// TestConduct_C05: a scheme declares its closing; the share of unknowns is a share.
func TestConduct_C05(t *testing.T) {
	p := good()
	p.Scheme.Unknown = "3"
	mustSay(t, p, CodeValue)
	p.Scheme.Unknown = "1/3"
	mustBeGood(t, p)
	p.Scheme.Closing = -1
	mustSay(t, p, CodeValue)
}

// TestConduct_C06: comparison groups are told by the organisation's own state.
func TestConduct_C06(t *testing.T) {
	p := good()
	p.Scheme.Sizes = []Size{{"小", "正式党员数 < 7"}, {"大", "正式党员数 >= 7"}}
	mustBeGood(t, p)
	p.Scheme.Sizes[0].If = "满意度 < 60"
	mustSay(t, p, CodePlace)
}

// TestConduct_C08: the standard carries its own cost, and has a ceiling.
func TestConduct_C08(t *testing.T) {
	p, problems := Parse([]File{{"a.yaml", []byte("pack: p\nitems:\n  - {id: A, duty: {every: month, count: 党课}}\n")}})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	mustSay(t, p, CodeMinutes)
	q := good()
	q.Scheme.Ceiling = 1
	mustBeGood(t, q)
	q.Items = append(q.Items, q.Items[0])
	q.Items[1].ID, q.Items[1].Points, q.Items[1].Part = "B", "", ""
	mustSay(t, q, CodeCeiling)
	q.Scheme.Ceiling = 0
	mustBeGood(t, q)
	for i := range DefaultCeiling {
		more := q.Items[1]
		more.ID = party.ItemID("C" + string(rune('a'+i)))
		q.Items = append(q.Items, more)
	}
	mustSay(t, q, CodeCeiling)
}

// TestConduct_C08_NoWayAroundTheCeiling: work is no standing condition, work asked
// every week is not done along with other work, much work along with other work is
// work, a deadline says its cost, and no scheme lifts the ceiling out of reach.
func TestConduct_C08_NoWayAroundTheCeiling(t *testing.T) {
	many := func(n int, duty Duty, minutes int) *Pack {
		p := good()
		for i := range n {
			p.Items = append(p.Items, Item{ID: party.ItemID("Z" + strconv.Itoa(i)), Title: "再做一件", Kind: "baseline", Force: "LOCAL", Source: SourceRef{Doc: "D"}, Duty: &duty, Minutes: minutes})
		}
		return p
	}
	ceiling := func(n int) *Pack { p := good(); p.Scheme.Ceiling = n; return p }
	silent, problems := Parse([]File{{"a.yaml", []byte("pack: p\nitems:\n  - {id: A, duty: {clock: 换届, within: 1个月}}\n  - {id: B, minutes: 0, duty: {require: 有书记}}\n")}})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for name, c := range map[string]struct {
		p    *Pack
		code string
	}{
		"meetings as a condition": {many(40, Duty{Require: "党员大会 >= 3"}, 0), CodeDuty},
		"a condition in a change": {func() *Pack {
			p := good()
			p.Modify = []Modify{{Item: "A", Why: "w", Set: Item{Duty: &Duty{Require: "党员大会 >= 3"}}}}
			return p
		}(), CodeDuty},
		"every day at no cost": {many(1, Duty{Every: "month", Count: "党课", Least: 20}, 0), CodeMinutes},
		"forty at no cost":     {many(40, Duty{Every: "month", Count: "党课"}, 0), CodeCeiling},
		"conditions with cost": {many(15, Duty{Require: "有书记"}, 5), CodeCeiling},
		"cases with cost":      {many(15, Duty{Clock: "换届", Within: "1个月"}, 5), CodeCeiling},
		"one every day":        {many(1, Duty{Every: "month", Count: "党课", Least: 20}, 1), CodeCeiling},
		"no ceiling":           {ceiling(9999), CodeCeiling},
		"above two a month":    {ceiling(MostCeiling + 1), CodeCeiling},
		"below nothing":        {ceiling(-1), CodeCeiling},
		"silent on its cost":   {silent, CodeMinutes + "?"},
	} {
		if codes := codesOf(c.p); !slices.Contains(codes, c.code) {
			t.Errorf("%s: told %v, want %s", name, codes, c.code)
		}
	}
	for name, p := range map[string]*Pack{
		"one condition":            many(1, Duty{Require: "党员大会 > 0"}, 5),
		"fourteen conditions":      many(14, Duty{Require: "有书记"}, 5),
		"fifteen at no cost":       many(15, Duty{Every: "month", Count: "党课"}, 0),
		"the greatest ceiling":     ceiling(MostCeiling),
		"fourteen, a month each":   many(14, Duty{Every: "month", Count: "党课"}, 5),
		"three hundred conditions": many(300, Duty{Require: "有书记"}, 0),
	} {
		if codes := codesOf(p); len(codes) > 0 {
			t.Errorf("%s: told %v", name, codes)
		}
	}
}

// TestConduct_C09: every scheme leaves room for one to three choices.
func TestConduct_C09(t *testing.T) {
	for room, ok := range map[int]bool{-1: false, 0: false, 1: true, 2: true, 3: true, 4: false} {
		p := good()
		p.Scheme.Room = room
		if got := !slices.Contains(codesOf(p), CodeRoom); got != ok {
			t.Errorf("room %d: taken %v, want %v", room, got, ok)
		}
	}
}

// TestConduct_C09_SeasonsAreBounded: a scheme says how much of a year may be busy,
// and never more than half of it.
func TestConduct_C09_SeasonsAreBounded(t *testing.T) {
	for days, ok := range map[int]bool{-1: false, 0: true, 90: true, SeasonDays: true, MostSeasonDays: true, MostSeasonDays + 1: false, 366: false} {
		p := good()
		p.Scheme.Seasons = &days
		if got := !slices.Contains(codesOf(p), CodeValue); got != ok {
			t.Errorf("%d days: taken %v, want %v", days, got, ok)
		}
	}
}

// TestConduct_C12: a rating rides on something lawful, and leads to no pay.
func TestConduct_C12(t *testing.T) {
	for name, change := range map[string]func(*Scheme){
		"no document":   func(s *Scheme) { s.Authority = "" },
		"nothing below": func(s *Scheme) { s.Rides = "" },
		"no end":        func(s *Scheme) { s.Ends = party.NoDate },
	} {
		p := good()
		change(p.Scheme)
		if !slices.Contains(codesOf(p), CodeAuthor) {
			t.Errorf("%s: taken", name)
		}
	}
	for ends, ok := range map[string]bool{
		"2020-12-31": false, "2025-12-31": false, "2026-01-01": true, "2026-12-31": true, "2031-12-31": true, "2032-01-01": false, "2199-12-31": false,
	} {
		p := good()
		p.Scheme.Ends, _ = party.ParseDate(ends)
		if got := !slices.Contains(codesOf(p), CodeAuthor); got != ok {
			t.Errorf("a scheme from %s to %s: taken %v, want %v", p.From, ends, got, ok)
		}
	}
	for what, pays := range map[string]bool{
		"上浮书记报酬": true, "和绩效挂钩": true, "发奖金一千元": true, "调整工资": true, "提高补贴": true, "兑现待遇": true, "减少津贴": true,
		"不同星级的书记发不同绩效奖金": true, "与不同标准的基础工资挂钩": true, "书记年终奖励2000元": true, "扣发书记年终考核奖": true,
		"取消书记任职资格，就地免职": true, "奖励一千元": true, "罚款": true, "不得不发奖金": true, "不再发放绩效": true, "五星支部发考核奖": true,
		"结果不作为发放奖金的依据": false, "年终不与工资、奖金挂钩，也不和绩效联系": false, "不将结果与绩效挂钩": false, "帮助坚持党的一元化领导": false, "奖状一张": false,
		"不和报酬挂钩": false, "推荐评先": false, "派人帮一年": false, "不得与绩效挂钩": false,
	} {
		p := good()
		p.Scheme.Levels = []Level{{Name: "好"}}
		p.Scheme.Follow = []Consequence{{"好", what}}
		if got := slices.Contains(codesOf(p), CodePay); got != pays {
			t.Errorf("%s: told of pay %v, want %v", what, got, pays)
		}
	}
}

// TestConduct_C14: the floor may hold what upper levels owe, and it burdens no
// branch.
func TestConduct_C14(t *testing.T) {
	p := good()
	p.Items = append(p.Items, Item{ID: "U", Title: "及时批复", Kind: "baseline", Force: "MUST", Bearer: "committee", Source: SourceRef{Doc: "D"},
		Duty: &Duty{Clock: "请示批复", Within: "1个月"}, Minutes: 60})
	mustBeGood(t, p)
	std, _ := Resolve(map[party.SchemeID]*Pack{"good": p}, "good", "village", endOf2026)
	for _, row := range Burden(std) {
		if row.Asked != 1 {
			t.Errorf("the committee's item is asked of a branch of %d", row.Members)
		}
	}
}

// TestConduct_C16: rules can see of a member only what the ledger may hold in
// clear: no sex, ethnicity, birth, education, income, health, name.
func TestConduct_C16(t *testing.T) {
	for _, w := range MemberWords {
		for _, private := range []string{"性别", "民族", "出生", "年龄", "学历", "收入", "工资", "健康", "姓名", "身份证", "电话", "住址", "婚", "宗教", "基数"} {
			if strings.Contains(w.Name+w.Doc, private) {
				t.Errorf("党员.%s tells of %s", w.Name, private)
			}
		}
	}
}

// TestConduct_C23: brands are never counted.
func TestConduct_C23(t *testing.T) {
	p := good()
	p.Items[0].Start, p.Items[0].Score = "zero", []Term{{Per: &Per{Count: "数值.品牌个数", Plus: "1"}, Cap: "10"}}
	mustSay(t, p, CodeBrand)
}

// TestTracesAreNotScored: installs, log-ins, minutes online, likes, photos, word
// counts and check-ins are no measure and no evidence.
func TestTracesAreNotScored(t *testing.T) {
	p := good()
	p.Items[0].Start, p.Items[0].Score = "zero", []Term{{Per: &Per{Count: "数值.登录天数", Plus: "1"}, Cap: "10"}}
	mustSay(t, p, CodeForm)
	for what, told := range map[string]bool{
		"活动照片": true, "现场视频": true, "学习截图": true, "定位打卡记录": true, "扫码签到": true, "人脸识别记录": true, "GPS轨迹": true,
		"心得不少于一千字数": true, "会议记录": false, "签到表": false, "不要照片": false, "党费收缴公示": false, "述职报告": false, "不看登录次数": false,
	} {
		q := good()
		q.Items[0].Evidence = []string{what}
		if got := slices.Contains(codesOf(q), CodeForm); got != told {
			t.Errorf("evidence %s: told %v, want %v", what, got, told)
		}
	}
	for title, told := range map[string]bool{
		"手机端安装率百分之百": true, "每天登录学习平台": true, "在线时长不少于十分钟": true, "文章转发量": true, "每月一次主题党日": false, "不以登录次数论学习": false,
	} {
		q := good()
		q.Items[0].Title = title
		if got := slices.Contains(codesOf(q), CodeForm); got != told {
			t.Errorf("title %s: told %v, want %v", title, got, told)
		}
	}
}

// TestTracesByAnyName: what regulations §12 names (JN-02, JN-31 to JN-33) is no
// measure; asked as evidence, or offered as the remedy, it is refused too, and what
// is only paper is warned of.
func TestTracesByAnyName(t *testing.T) {
	for _, name := range []string{"学习强国积分", "平台活跃度", "台账份数", "稿件采用数", "学习时长", "签到率", "笔记页数", "注册率", "领导批示", "打卡天数", "合影数", "在线学习时长"} {
		p := good()
		p.Vocabulary.Figures = []FigureName{{Name: name}}
		p.Items[0].Start, p.Items[0].Score = "zero", []Term{{Per: &Per{Count: "数值." + name, Plus: "1"}, Cap: "10"}}
		if codes := codesOf(p); !slices.Contains(codes, CodeForm) {
			t.Errorf("%s is a measure: %v", name, codes)
		}
	}
	for text, want := range map[string]string{
		"合影": CodeForm, "微信群接龙": CodeForm, "学习笔记不少于2万字": CodeForm, "心得体会两千字": CodeForm, "上传照片并截图发群，打卡签到": CodeForm,
		"不按时提交照片的补交": CodeForm, "截图不得少于三张照片": CodeForm, "签到表": CodeForm + "?", "会议台账": CodeForm + "?", "学习笔记": CodeForm + "?", "信息稿件": CodeForm + "?",
		"会议记录": "", "中组发〔2026〕三字号文件": "", "照片由本人自愿": "", "不看照片": "", "选票": "",
	} {
		for place, change := range map[string]func(*Item){
			"evidence": func(it *Item) { it.Evidence = []string{text} },
			"remedy":   func(it *Item) { it.Remedy = text },
		} {
			p, q := good(), good()
			change(&p.Items[0])
			q.Modify = []Modify{{Item: "A", Why: "w"}}
			change(&q.Modify[0].Set)
			for name, codes := range map[string][]string{"item": codesOf(p), "change of an item": codesOf(q)} {
				told := ""
				for _, code := range codes {
					if strings.HasPrefix(code, CodeForm) {
						told = code
					}
				}
				if told != want {
					t.Errorf("%s as %s of an %s: told %q, want %q", text, place, name, told, want)
				}
			}
		}
	}
}

// TestMeasuresOfTheVocabularyAreNoTraces holds the closed vocabulary to the same.
func TestMeasuresOfTheVocabularyAreNoTraces(t *testing.T) {
	for _, words := range [][]Word{SeriesWords, NumberWords, ProfileWords, MemberWords, ClockWords} {
		for _, w := range words {
			if found(formalWord, w.Name) != "" || found(photoWord, w.Name) != "" || brandWord.MatchString(w.Name) {
				t.Errorf("%s is a trace", w.Name)
			}
			if word, _ := petition(w.Name); word != "" {
				t.Errorf("%s counts petitions", w.Name)
			}
		}
	}
}
