package standard

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"qiangji/internal/party"
)

// every calls see with every field that a pack may hold, by its key.
func every(see func(of reflect.Type, key string, f reflect.StructField)) {
	seen := map[reflect.Type]bool{}
	var walk func(reflect.Type)
	walk = func(t reflect.Type) {
		for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct || seen[t] {
			return
		}
		seen[t] = true
		for i := range t.NumField() {
			f := t.Field(i)
			if key := f.Tag.Get("yaml"); key != "" {
				see(t, key, f)
			}
			walk(f.Type)
		}
	}
	walk(reflect.TypeFor[Pack]())
}

// TestConduct_C03_NoStarInAPack: a pack has levels and lines; nothing in it gives
// one to an organisation.
func TestConduct_C03_NoStarInAPack(t *testing.T) {
	n := 0
	every(func(of reflect.Type, key string, f reflect.StructField) {
		n++
		if f.Type == reflect.TypeFor[party.OrgID]() || f.Type == reflect.TypeFor[party.MemberID]() {
			t.Errorf("%s.%s names an organisation or a person", of.Name(), key)
		}
	})
	if n < 150 {
		t.Errorf("only %d keys", n)
	}
}

// TestConduct_C10_CausesAreOffered: an item offers one remedy in a sentence; no
// key of the language asks a branch for causes, measures or plans.
func TestConduct_C10_CausesAreOffered(t *testing.T) {
	every(func(of reflect.Type, key string, _ reflect.StructField) {
		if slices.Contains([]string{"cause", "causes", "measures", "plan", "pdca", "analysis", "rectification", "report"}, key) {
			t.Errorf("%s asks for %s", of.Name(), key)
		}
	})
	p := good()
	p.Items[0].Remedy = strings.Repeat("先查找原因，再制定措施，然后落实责任。", 4)
	mustSay(t, p, CodeForm+"?")
}

// TestConduct_C11_ObjectionsAreNoMeasure: the vocabulary counts who asked, and
// counts no objections, complaints or petitions.
func TestConduct_C11_ObjectionsAreNoMeasure(t *testing.T) {
	asked := false
	for _, words := range [][]Word{SeriesWords, NumberWords, ProfileWords, MemberWords, ClockWords} {
		for _, w := range words {
			asked = asked || strings.Contains(w.Doc, "上级要求") || strings.Contains(w.Name, "要求")
			for _, no := range []string{"异议", "申诉", "投诉", "举报", "上访", "信访"} {
				if strings.Contains(strings.ReplaceAll(w.Name+w.Doc, "选举", ""), no) {
					t.Errorf("%s counts %s", w.Name, no)
				}
			}
		}
	}
	if !asked {
		t.Error("nothing counts what is asked of a branch")
	}
}

// TestConduct_C13_NothingTightensWithinItsYear: the value of a parameter, and so
// what is judged by it, is one for a whole year; an item is asked from its day.
func TestConduct_C13_NothingTightensWithinItsYear(t *testing.T) {
	p := good()
	p.Params = []Param{{Name: "线", Value: "70", Direction: "at_least", Source: SourceRef{Doc: "D"}, ByYear: []YearValue{{From: 2026, Value: "75"}, {From: 2027, Value: "80"}}}}
	later := p.Items[0]
	later.ID, later.Part, later.Points, later.From = "B", "", "", party.DateOf(2026, 7, 1)
	p.Items = append(p.Items, later)
	mustBeGood(t, p)
	packs := map[party.SchemeID]*Pack{"good": p}
	for day, items := range map[string]int{"2026-01-01": 1, "2026-06-30": 1, "2026-07-01": 2, "2026-12-31": 2} {
		on, err := party.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		std, problems := Resolve(packs, "good", "village", on)
		if std == nil {
			t.Fatal(problems)
		}
		if v, ok := std.Param("线", 2026); !ok || v != Int(75) {
			t.Errorf("on %s the line of 2026 is %s", day, v)
		}
		if v, _ := std.Param("线", 2027); v != Int(80) {
			t.Errorf("on %s the line of 2027 is %s", day, v)
		}
		if len(std.Items) != items {
			t.Errorf("on %s %d items", day, len(std.Items))
		}
	}
}

// TestConduct_C19_NoGroundForTheLabel: neither a level nor a name can be the label,
// so no share, quota, last place, veto or gate leads to it; in a published rubric
// that is only kept it is warned of.
func TestConduct_C19_NoGroundForTheLabel(t *testing.T) {
	level := func(p *Pack) { p.Scheme.Levels = []Level{{Name: "好", From: "5"}, {Name: "软弱涣散", From: "0"}} }
	for name, change := range map[string]func(*Pack){
		"by points": level,
		"by a quota": func(p *Pack) {
			level(p)
			p.Scheme.Quotas = []Quota{{Level: "软弱涣散", Share: "10%", Sense: "at_least", Base: "all", Rounding: "up", Overflow: "none", Ties: "all_in", On: true}}
		},
		"by a veto": func(p *Pack) {
			level(p)
			p.Scheme.Vetoes = []Veto{{ID: "v", What: "逾期换届", If: "届期逾期天数 > 0", Effect: "force", Level: "软弱涣散"}}
		},
		"by a gate": func(p *Pack) {
			level(p)
			p.Scheme.Gates = []Gate{{What: "满意度", If: "满意度 >= 60", Effect: "cap", Level: "软弱涣散"}}
		},
		"as the ground of a veto": func(p *Pack) {
			p.Scheme.Vetoes = []Veto{{ID: "v", What: "被认定为软弱涣散的直接定为差", If: "届期逾期天数 > 0", Effect: "zero"}}
		},
		"as the name of a veto": func(p *Pack) {
			p.Scheme.Vetoes = []Veto{{ID: "软弱涣散", What: "逾期换届", If: "届期逾期天数 > 0", Effect: "zero"}}
		},
		"as what a gate shuts out": func(p *Pack) {
			p.Scheme.Gates = []Gate{{What: "不是软弱涣散党支部", If: "有书记", Effect: "invalid"}}
		},
		"as an exemption": func(p *Pack) { p.Scheme.Exempt = []Exemption{{What: "软弱涣散的不参评", If: "非 有书记"}} },
		"as a consequence": func(p *Pack) {
			p.Scheme.Levels = []Level{{Name: "好"}}
			p.Scheme.Follow = []Consequence{{"好", "列入软弱涣散党支部整顿"}}
		},
		"as an item":             func(p *Pack) { p.Items[0].Title = "没有被列为软弱涣散" },
		"as the title of a part": func(p *Pack) { p.Scheme.Parts[0].Title = "软弱涣散整顿" },
		"as a parameter": func(p *Pack) {
			p.Params = []Param{{Name: "软弱涣散线", Value: "60", Direction: "at_least"}}
		},
		"as a tier": func(p *Pack) { p.Scheme.Tiers = []Level{{Name: "软弱涣散党支部"}} },
		"below":     func(p *Pack) { p.Scheme.Below = "软弱涣散" },
		"as an event": func(p *Pack) {
			p.Vocabulary.Events = append(p.Vocabulary.Events, EventName{Name: "列入软弱涣散"})
		},
		"as a grade": func(p *Pack) {
			p.Vocabulary.Marks = append(p.Vocabulary.Marks, MarkName{Name: "状态", Grades: []string{"正常", "软弱涣散"}})
		},
	} {
		p := good()
		change(p)
		mustSay(t, p, CodeLabel)
		p.Historic = "来源原文如此"
		if codes := codesOf(p); slices.Contains(codes, CodeLabel) || !slices.Contains(codes, CodeLabel+"?") {
			t.Errorf("%s in a historic pack: %v", name, codes)
		}
	}
	p := good()
	p.Items[0].Reading, p.Items[0].Remedy = "这不是软弱涣散的认定。", "请上级来帮。"
	p.Items = append(p.Items, Item{ID: "U", Title: "帮助软弱涣散党支部整顿", Kind: "baseline", Force: "MUST", Bearer: "county", Source: SourceRef{Doc: "D"},
		Duty: &Duty{Clock: "请示批复", Within: "1个月"}})
	mustBeGood(t, p)
}

// TestConduct_C22_NoTargetForAdopting: models, brands, carriers and visitors are
// no measure of any result.
func TestConduct_C22_NoTargetForAdopting(t *testing.T) {
	for _, name := range []string{"典型数", "特色数", "载体数", "品牌个数", "经验材料篇数"} {
		p := good()
		p.Vocabulary.Figures = append(p.Vocabulary.Figures, FigureName{Name: name})
		p.Items[0].Start, p.Items[0].Score = "zero", []Term{{Per: &Per{Count: "数值." + name, Plus: "1"}, Cap: "10"}}
		if codes := codesOf(p); !slices.Contains(codes, CodeBrand) && !slices.Contains(codes, CodeForm) {
			t.Errorf("%s is scored: %v", name, codes)
		}
	}
}

// TestConduct_C26_ExpressionsReachNothing: an expression knows numbers, names and
// twelve functions; it reads no text and calls nothing outside.
func TestConduct_C26_ExpressionsReachNothing(t *testing.T) {
	if len(Functions) != 12 || len(Namespaces) != 9 {
		t.Errorf("%d functions, %d namespaces: does a new one read a text, a clock, or anything outside?", len(Functions), len(Namespaces))
	}
	std := scopeOf(good(), nil)
	for _, text := range []string{`now()`, `date("2026-01-01")`, `env("HOME")`, `文本.记录`, `议题.数`, `len("abc") > 2`, `"abc" contains "b"`, `"a" matches "."`, `map([1], {#})`, `let x = 1; x`, `toJSON(1)`, `$env`} {
		if n, problem := std.Compile(text, PlaceScore); problem == nil {
			t.Errorf("%s compiles to %v", text, n)
		}
	}
}

// TestTR81_NoTableOfPlaces: a rank needs a comparison group and is no part of a
// person's pack; nothing in a pack orders organisations for show.
func TestTR81_NoTableOfPlaces(t *testing.T) {
	every(func(of reflect.Type, key string, _ reflect.StructField) {
		if slices.Contains([]string{"ranking", "order_by", "sort", "leaderboard", "red_list", "top", "bottom"}, key) {
			t.Errorf("%s has %s", of.Name(), key)
		}
	})
}

// TestTR82_NoEvidenceByCamera: photos, places and codes are no evidence that an
// item may ask for.
func TestTR82_NoEvidenceByCamera(t *testing.T) {
	for _, what := range []string{"活动照片", "签到二维码", "手机定位", "人脸识别", "现场录像", "打卡截图"} {
		p := good()
		p.Items[0].Evidence = []string{what}
		mustSay(t, p, CodeForm)
	}
	p := good()
	p.Items[0].Evidence = []string{"会议记录", "选举结果（票数）"}
	mustBeGood(t, p)
}

// TestTR83_NoPointsForUse: log-ins, minutes online, likes and streaks give no
// points, by no term and in no condition.
func TestTR83_NoPointsForUse(t *testing.T) {
	for _, name := range []string{"登录天数", "在线时长", "点赞次数", "转发量", "打卡天数", "浏览量"} {
		for place, change := range map[string]func(*Pack, string){
			"per":     func(p *Pack, n string) { p.Items[0].Score = []Term{{Per: &Per{Count: n, Plus: "1"}, Cap: "10"}} },
			"formula": func(p *Pack, n string) { p.Items[0].Score = []Term{{Formula: n}} },
			"if":      func(p *Pack, n string) { p.Items[0].Score = []Term{{If: n + " > 0", Formula: "1"}} },
			"gate":    func(p *Pack, n string) { p.Scheme.Gates = []Gate{{What: "w", If: n + " > 0", Effect: "invalid"}} },
			"level":   func(p *Pack, n string) { p.Scheme.Levels = []Level{{Name: "好", If: n + " > 0"}} },
		} {
			p := good()
			p.Vocabulary.Figures = []FigureName{{Name: name}}
			p.Items[0].Start = "zero"
			change(p, "数值."+name)
			if !slices.Contains(codesOf(p), CodeForm) {
				t.Errorf("%s by %s is taken: %v", name, place, codesOf(p))
			}
		}
	}
}

// TestTR72_AShouldMayBeExcused: and a MUST may not; what the language calls 一般 it
// never makes a MUST by tailoring unseen.
func TestTR72_AShouldMayBeExcused(t *testing.T) {
	for force, ok := range map[Force]bool{"SHOULD": true, "LOCAL": true, "MAY": true, "MUST": false} {
		two := 2
		p := good()
		p.Items[0].Force, p.Items[0].Excuse = force, &two
		if force == "MAY" {
			p.Items[0].Kind = "excellence"
		}
		if got := !slices.Contains(codesOf(p), CodeLoosen); got != ok {
			t.Errorf("%s excused: %v, want %v", force, got, ok)
		}
	}
}
