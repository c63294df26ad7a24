package sheet

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
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
