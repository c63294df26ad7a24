package standard

import (
	"slices"
	"strings"
	"testing"
)

// scoring returns the good pack with one term, starting from zero, and the names
// that the tests about petitions read.
func scoring(terms ...Term) *Pack {
	p := good()
	p.Vocabulary.Events = []EventName{{Name: "越级上访"}, {Name: "举报"}, {Name: "志愿"}, {Name: "稳定", Grades: []string{"平稳", "越级上访"}}, {Name: "信访未办结"}, {Name: "上访未化解"},
		{Name: "群众举报属实未整改"}, {Name: "信访办结"}, {Name: "意见答复"}, {Name: "无上访月"}, {Name: "未征求意见"}}
	p.Vocabulary.Figures = []FigureName{{Name: "信访量"}, {Name: "信访化解率"}, {Name: "投诉下降率"}}
	p.Vocabulary.Marks = []MarkName{{Name: "信访稳定", Min: "0", Max: "10"}, {Name: "维稳", Grades: []string{"有上访", "无上访"}}, {Name: "诉求办理", Min: "0", Max: "10"}}
	p.Vocabulary.Honours = []HonourName{{Name: "信访工作先进"}, {Name: "零上访村"}}
	p.Items[0].Start, p.Items[0].Score = "zero", terms
	return p
}

// TestConduct_C04_PetitionsAnywhere: no place that may lower a result reads a
// petition: neither as an exemption, a multiple, another measure of a band, a tie,
// a step up, a condition of what adds, nor by a reward for there being none.
func TestConduct_C04_PetitionsAnywhere(t *testing.T) {
	plus := Term{Per: &Per{Count: "次数.志愿", Plus: "1"}, Cap: "10"}
	with := func(change func(*Term)) *Pack {
		x := plus
		per := *plus.Per
		x.Per = &per
		change(&x)
		return scoring(x)
	}
	scheme := func(change func(*Scheme)) *Pack {
		p := scoring(plus)
		p.Scheme.Levels = []Level{{Name: "优", From: "9"}, {Name: "差", From: "0"}}
		change(p.Scheme)
		return p
	}
	full := func(x Term) *Pack { p := scoring(x); p.Items[0].Start = "full"; return p }
	bands := &Bands{Of: "次数.志愿", Table: []Band{{From: "0", Give: "0"}, {From: "3", Give: "10", Or: "数值.信访量 == 0"}}}
	for name, p := range map[string]*Pack{
		"exempt": scheme(func(s *Scheme) {
			s.Exempt = []Exemption{{What: "不参评", If: "次数.越级上访 > 0"}}
		}),
		"times":     with(func(x *Term) { x.Times = &Times{By: "5", If: "次数.越级上访 > 0"} }),
		"bands.or":  scoring(Term{Bands: bands}),
		"ties":      scheme(func(s *Scheme) { s.Quotas = []Quota{{Level: "优", Ties: "0 - 数值.信访量"}} }),
		"unless":    scheme(func(s *Scheme) { s.Advance = &Advance{OneStep: true, Unless: "次数.越级上访 == 0"} }),
		"direct":    scheme(func(s *Scheme) { s.Direct = []Direct{{What: "奖", If: "次数.越级上访 == 0", Level: "优"}} }),
		"tier":      scheme(func(s *Scheme) { s.Tiers = []Level{{Name: "先进", If: "次数.越级上访 == 0"}} }),
		"plus if":   with(func(x *Term) { x.If = "次数.越级上访 == 0" }),
		"fewer":     with(func(x *Term) { x.Per.Count = "最大(0, 10 - 次数.越级上访)" }),
		"minus of":  full(Term{Per: &Per{Count: "次数.信访未办结", Minus: "1"}}),
		"minus of2": full(Term{Per: &Per{Count: "次数.上访未化解", Minus: "1"}}),
		"minus of3": full(Term{Per: &Per{Count: "次数.群众举报属实未整改", Minus: "1"}}),
		"below":     full(Term{Below: &Below{Of: "数值.信访化解率", Line: "90%", Step: "10%", Minus: "1", Rounding: "down"}}),
		"grade":     full(Term{Worst: []Case{{"不稳", "次数.稳定_越级上访 > 0", "1"}}}),
		"none":      with(func(x *Term) { x.Per.Count = "次数.无上访月" }),
		"falling":   with(func(x *Term) { x.Per.Count = "数值.投诉下降率" }),
		"judged":    scoring(Term{Judge: &Judge{Mark: "信访稳定", Min: "0", Max: "10"}}),
		"a table":   scoring(Term{Grade: &Grade{Mark: "维稳", Table: map[string]string{"有上访": "0", "无上访": "10"}}}),
		"text":      scoring(Term{Binary: &Binary{If: `等级.维稳 == "无上访"`, Give: "10"}}),
		"honour":    scoring(Term{Levels: &Levels{Honour: "零上访村", Table: map[string]string{"county": "1"}, Take: "sum"}}),
		"answered0": scoring(Term{Binary: &Binary{If: "次数.信访办结 == 0", Give: "10"}}),
		"undone":    scoring(Term{Binary: &Binary{If: "次数.信访未办结 > 0", Give: "10"}}),
		"if":        full(Term{If: "次数.信访办结 > 0", Per: &Per{Count: "次数.志愿", Minus: "1"}}),
		"require":   with(func(*Term) {}),
	} {
		if name == "require" {
			p.Items[0].Duty = &Duty{Require: "次数.越级上访 == 0"}
		}
		if codes := codesOf(p); !slices.Contains(codes, CodePetition) {
			t.Errorf("%s is taken: %v", name, codes)
		}
	}
	for name, p := range map[string]*Pack{
		"a point each":    with(func(x *Term) { x.Per.Count = "次数.举报" }),
		"an answer each":  with(func(x *Term) { x.Per.Count = "次数.信访办结" }),
		"answered":        scoring(Term{Binary: &Binary{If: "次数.信访办结 >= 1", Give: "10"}}),
		"handled well":    scoring(Term{Judge: &Judge{Mark: "诉求办理", Min: "0", Max: "10"}}),
		"an honour":       scoring(Term{Levels: &Levels{Honour: "信访工作先进", Table: map[string]string{"county": "1"}, Take: "sum"}}),
		"never asked":     full(Term{Per: &Per{Count: "次数.未征求意见", Minus: "1"}}),
		"asked each year": with(func(x *Term) { x.Per.Count = "征求意见" }),
	} {
		if codes := codesOf(p); slices.ContainsFunc(codes, func(c string) bool { return strings.HasPrefix(c, CodePetition) }) {
			t.Errorf("%s is refused: %v", name, codes)
		}
	}
}

// TestConduct_C11_NoComplaintIsAnOutcome: how many complained is no indicator, not
// even one that stands beside the points; how many were answered may be.
func TestConduct_C11_NoComplaintIsAnOutcome(t *testing.T) {
	for of, told := range map[string]bool{"次数.越级上访": true, "数值.信访量": true, "10 - 次数.举报": true, "次数.信访办结": false, "数值.信访化解率": false} {
		p := scoring(Term{Per: &Per{Count: "次数.志愿", Plus: "1"}, Cap: "10"})
		p.Items[0].Outcome = &OutcomeSpec{Of: of, Better: "lower", Source: "登记"}
		if got := slices.Contains(codesOf(p), CodePetition); got != told {
			t.Errorf("an outcome of %s: told %v, want %v", of, got, told)
		}
	}
}

// TestConduct_C04_WordedAsAPetition: a deduction that says that it is for a petition
// is warned of, though the name that it reads does not say so.
func TestConduct_C04_WordedAsAPetition(t *testing.T) {
	for what, told := range map[string]bool{"发生越级上访": true, "被群众举报": true, "会前没有征求意见": false, "没有意见箱": false, "信访化解": false} {
		p := scoring(Term{Worst: []Case{{what, "次数.志愿 > 0", "1"}}})
		p.Items[0].Start = "full"
		if got := slices.Contains(codesOf(p), CodePetition+"?"); got != told {
			t.Errorf("%s: told %v, want %v", what, got, told)
		}
		q := good()
		q.Vocabulary.Events = []EventName{{Name: "志愿"}}
		q.Scheme.Vetoes = []Veto{{ID: "v", What: what, If: "次数.志愿 > 0", Effect: "zero"}}
		if got := slices.Contains(codesOf(q), CodePetition+"?"); got != told {
			t.Errorf("a veto for %s: told %v, want %v", what, got, told)
		}
	}
}
