package sheet

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestMasked(t *testing.T) {
	for in, want := range map[string]string{
		"本支部名册上没有「王春梅」":            "本支部名册上没有「王**」",
		"「阿依古丽·买买提」不像姓名":           "「阿***」不像姓名",
		"「王春梅、李大山」不像姓名":            "「…」不像姓名",
		"「入党日期」写的是「2005.1」，分不清":    "「入党日期」写的是「2005.1」，分不清",
		"「联系电话」写的是「13800000000」":   "「联系电话」写的是「…」",
		"不知道「宏达公司党支部」属于哪个领域":       "不知道「宏达公司党支部」属于哪个领域",
		"「慰问困难党员王春梅」看不出是哪一类":       "「…」看不出是哪一类",
		"移到「列席人员」栏，已有同一天的「支部党员大会」": "移到「列席人员」栏，已有同一天的「支部党员大会」",
		"没有引号的话":         "没有引号的话",
		"「王春梅党支部、李大山支部」": "「…」",
	} {
		if got := masked(in); got != want {
			t.Errorf("masked(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestQuotationMarksInCells: a cell with quotation marks of its own cannot get
// out of the ones around it.
func TestQuotationMarksInCells(t *testing.T) {
	for _, s := range []string{"甲」王春梅「乙", "「」王春梅", "王春梅」", "「王春梅"} {
		r := load(t, book(t, meetings(meeting("2026-03-05", s, 3, 3, s, s))), withRoster(t))
		if out := asJSON(t, r); r.Counts.Refused != 1 || strings.Contains(out, "春梅") {
			t.Errorf("%s: %+v %s", s, r.Counts, out)
		}
	}
	r := load(t, book(t, meetings(set(meeting("2026-03-05", "党员大会", 3, 3, "", ""), 2, "学习「清单」"))), withRoster(t))
	if len(r.Texts) != 1 || r.Texts[0].Text != "学习「清单」" {
		t.Errorf("texts %v of %v, want the topic as it is", r.Texts, meetingHead)
	}
}

// asJSON is the report as programs get it.
func asJSON(t *testing.T, r *Report) string {
	t.Helper()
	data, err := json.Marshal(r)
	must(t, err)
	return string(data)
}

// namesNobody checks that the JSON of a report holds no name and no number of
// the persons there are, nor of those that its tables name in vain.
func namesNobody(t *testing.T, r *Report, all Known) {
	t.Helper()
	out := asJSON(t, r)
	var personal []string
	for _, p := range all.Persons {
		personal = append(personal, p.Name, p.IDNumber, p.Phone, p.Address)
	}
	for _, x := range r.refused {
		for _, f := range []field{fName, fNames, fAbsent, fChair, fDueNames, fID, fPhone, fTopic} {
			rec := &record{t: x.t, l: x.l}
			for _, one := range splitNames(rec.text(f)) {
				if w, ok := seek(one); ok || len(one) > 14 {
					personal = append(personal, w.name)
				}
			}
		}
	}
	for _, s := range personal {
		if s != "" && !isHarmless(s) && strings.Contains(out, s) {
			t.Errorf("the JSON holds %q: %s", s, out)
			return
		}
	}
}

// TestJSONHidesNamesOfSheetsAndFiles: a sheet, a file or a column with somebody's
// name says nothing in the JSON, on a roster or not; which sheet it is stays to
// be told, and ordinary names stay as they are.
func TestJSONHidesNamesOfSheetsAndFiles(t *testing.T) {
	rows := smallRoster().rows
	rows[0] = append(slices.Clone(rows[0]), "王春梅补充", "其他情况", "13800000000")
	rows[1] = set(rows[1], 2, "1")
	late := append(slices.Clone(rows[1]), "x")
	data := book(t,
		tab{name: "王春梅", rows: append(rows, late)},
		tab{name: "赵四2026年", rows: [][]any{{"柳树村党支部2026年会议台账"}, {"日期", "类别", "参加人员", "欧阳小五"}, {"3月5日", "大会", "李大山"}, {"3月6日", "支部党员大会", "李大山"}}},
		tab{name: "钱小七", rows: [][]any{{"钱小七的情况"}}},
		tab{name: "党费2026", rows: [][]any{{"姓名", "支部", "每月应交", "孙二"}, {"李大山", willow, "5", "1"}}, raw: func(f *excelize.File, sheet string) { must(t, f.SetColVisible(sheet, "C", false)) }},
	)
	r, err := Import(Source{Name: "/tmp/李大山的表.xlsx", Data: data}, testOptions())
	must(t, err)
	out := asJSON(t, r)
	for _, name := range []string{"春梅", "赵四", "小七", "孙二", "小五", "大山", "小河", "13800000000"} {
		if strings.Contains(out, name) {
			t.Errorf("the JSON holds %s: %s", name, out)
		}
	}
	for _, want := range []string{`"file":"….xlsx"`, `"sheet":"第1张表"`, `"cell":"第1张表!C2"`, `"sheet":"第2张表","kind":"meetings"`, `"第2张表!A1"`, `"sheet":"第3张表","text"`,
		`"sheet":"党费2026"`, `其他情况(L列)`, `每月应交(C列)`} {
		if !strings.Contains(out, want) {
			t.Errorf("the JSON does not hold %s: %s", want, out)
		}
	}
	if s := strings.Join(r.Lines(0), "\n"); !strings.Contains(s, "王春梅!C2") || !strings.Contains(s, "李大山的表.xlsx") {
		t.Errorf("the report for those who mend it hides something:\n%s", s)
	}
}

func TestLikeName(t *testing.T) {
	for _, s := range []string{"王春梅", "赵四", "欧阳小五", "阿依古丽·买买提", "诸葛明"} {
		if !likeName(s) {
			t.Errorf("%s is not hidden", s)
		}
	}
	for _, s := range []string{"花名册", "党员名册", "石桥镇", "柳树村", "柳树村党支部", "会议", "三会一课", "签到", "党费", "安全生产", "高新区", "江苏省", "汇总", "明细", "学时", "金额", "党课", "全年", "王", "司法局", "项目部", "教育局机关", "和平街"} {
		if likeName(s) {
			t.Errorf("%s is hidden", s)
		}
	}
}

func TestJSONNamesNobody(t *testing.T) {
	for seed := range uint64(60) {
		d := drawer{rand.New(rand.NewPCG(seed, 9))}
		o := testOptions()
		r := load(t, book(t, d.tabs()...), o)
		namesNobody(t, r, known(Known{}, r))
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// TestTopicAsTyped: a topic keeps the marks it was typed with, and is the same
// topic with others.
func TestTopicAsTyped(t *testing.T) {
	o := withRoster(t)
	held := func(topic string) []byte {
		return book(t, meetings(set(meeting("2026-03-06", "党员大会", 3, 3, "", ""), 2, topic)))
	}
	r := load(t, held(" 一是学习，\n二是讨论；\u200b（２项）"), o)
	if len(r.Texts) != 1 || r.Texts[0].Text != "一是学习， 二是讨论；（２项）" {
		t.Errorf("texts %+v", r.Texts)
	}
	o.Known = known(o.Known, r)
	wantCounts(t, load(t, held("一是学习, 二是讨论;(2项)"), o), 0, 1, 0)
}
