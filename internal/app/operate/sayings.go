package operate

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

func (s *scene) day(on party.Date, month, day int) party.Date {
	if on != party.NoDate {
		return on
	}
	return party.DateOf(s.year, month, day)
}

// need is an error where too few words follow those that may be left out.
func need(args []string, n int, how string) error {
	if len(args) < n {
		return fmt.Errorf("少了内容，写成：%s", how)
	}
	return nil
}

// only is an error where a word that may be left out is none of those that it can be.
func only(args []string, at int, words ...string) error {
	if len(args) > at && !slices.Contains(words, args[at]) {
		return fmt.Errorf("“%s”看不懂：可写 %s，或不写", args[at], strings.Join(words, "、"))
	}
	return nil
}

func wholeNumber(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0, fmt.Errorf("%q 要写整数", text)
	}
	return n, nil
}

// kindNames gives meeting kinds the short names that people use.
var kindNames = map[string]party.MeetingKind{"党员大会": "assembly", "支委会": "committee", "党小组会": "group", "民主评议": "appraisal",
	"意识形态分析": "ideology", "走访联系": "visit", "两委商议": "four_one", "村民代表会议": "four_villagers"}

func kindOf(name string) (party.MeetingKind, error) {
	if k, ok := kindNames[name]; ok {
		return k, nil
	}
	return codeOr(party.MeetingKinds, name, "")
}

func sayMeeting(s *scene, on party.Date, args []string) error {
	on = s.day(on, 6, 10)
	m := &fact.MeetingHeld{Chair: s.roll[0], Forms: []party.MeetingForm{"discussion"}}
	for _, name := range strings.Split(args[0], "+") {
		k, err := kindOf(name)
		if err != nil {
			return err
		}
		m.Kinds = append(m.Kinds, k)
		if k == "org_life" || k == "appraisal" {
			m.Year = s.year
		}
	}
	m.Due = append(m.Due, s.roll...)
	for _, a := range args[1:] {
		if err := s.meetingDetail(m, a); err != nil {
			return err
		}
	}
	s.add(on, m)
	return nil
}

func (s *scene) meetingDetail(m *fact.MeetingHeld, a string) error {
	what := strings.TrimRight(a, "0123456789")
	n, err := strconv.Atoi(a[len(what):])
	counted := err == nil
	switch {
	case counted && what == "缺席":
		for i := range min(n, len(s.roll)-1) {
			m.Absent = append(m.Absent, fact.Absence{Member: s.roll[len(s.roll)-1-i], Reason: "leave"})
		}
	case counted && what == "组":
		m.Group, m.Due = n, nil
	case counted && what == "年度":
		m.Year = n
	case counted && what == "学时":
		m.Hours = party.Int(n)
	case strings.HasPrefix(a, "主讲"):
		m.Speaker = memberOf(strings.TrimPrefix(a, "主讲"))
	case strings.HasPrefix(a, "环节"):
		for _, name := range strings.Split(strings.TrimPrefix(a, "环节"), "、") {
			p, err := codeOr(party.Phases, name, "")
			if err != nil {
				return err
			}
			m.Phases = append(m.Phases, p)
		}
	default:
		return fmt.Errorf("%q 看不懂：可写 缺席1、组1、年度2025、主讲党员1、学时2、环节理论学习、征求意见", a)
	}
	return nil
}

func saySkipped(s *scene, on party.Date, args []string) error {
	k, err := kindOf(args[0])
	if err != nil {
		return err
	}
	w, err := party.ParseWindow(args[1])
	if err != nil {
		return err
	}
	reason := party.SkipReason("other")
	if len(args) > 2 {
		if reason, err = codeOr(party.SkipReasons, args[2], ""); err != nil {
			return err
		}
	}
	if on == party.NoDate {
		on = w.Period().To
	}
	s.add(on, &fact.MeetingSkipped{Meeting: k, Window: args[1], Reason: reason})
	return nil
}

// declared is an error when the pack does not declare a name: what nobody asks
// for would pass any test unseen.
func declared[T any](list []T, name, where string, same func(T) bool) error {
	if slices.ContainsFunc(list, same) {
		return nil
	}
	return fmt.Errorf("标准包没有声明“%s”，请写进 vocabulary.%s，或核对名称", name, where)
}

// column reads an optional 自评, 互评, 考评 or 核定 before the value.
func column(args []string) (party.Column, []string) {
	if len(args) > 1 {
		if c, ok := party.Columns.Code(args[1]); ok {
			return c, append([]string{args[0]}, args[2:]...)
		}
	}
	return "final", args
}

func sayMark(s *scene, on party.Date, args []string) error {
	col, args := column(args)
	if err := need(args, 2, "评分 廉洁 [自评|互评|考评|核定] 3 [评委2]"); err != nil {
		return err
	}
	v, err := party.ParseDecimal(args[1])
	if err != nil {
		return err
	}
	judge := memberOf("评委1")
	if len(args) > 2 {
		if judge = memberOf(args[2]); !strings.HasPrefix(args[2], "评委") {
			return fmt.Errorf("“%s”看不懂：分的后面只写哪位评委，例如 评委2；哪一栏（%s）写在分的前面", args[2], labels(party.Columns))
		}
	}
	if err := s.mark(args[0]); err != nil {
		return err
	}
	s.add(s.day(on, 12, 20), &fact.Mark{Name: args[0], Column: col, Value: &v, Judge: judge, Year: s.year, Reason: "x-reason"})
	return nil
}

func (s *scene) mark(name string) error {
	return declared(s.words.Marks, name, "marks", func(m standard.MarkName) bool { return m.Name == name })
}

func sayGrade(s *scene, on party.Date, args []string) error {
	col, args := column(args)
	if err := need(args, 2, "等级 班子团结 [自评|互评|考评|核定] 好"); err != nil {
		return err
	}
	if err := s.mark(args[0]); err != nil {
		return err
	}
	for _, m := range s.words.Marks {
		if m.Name == args[0] && !slices.Contains(m.Grades, args[1]) {
			return fmt.Errorf("%s 没有“%s”这个等级；可写：%s", args[0], args[1], strings.Join(m.Grades, "、"))
		}
	}
	s.add(s.day(on, 12, 20), &fact.Mark{Name: args[0], Column: col, Grade: args[1], Judge: memberOf("评委1"), Year: s.year})
	return nil
}

func sayFigure(s *scene, on party.Date, args []string) error {
	v, err := party.ParseDecimal(args[1])
	if err != nil {
		return err
	}
	unit := ""
	for _, w := range s.words.Figures {
		if w.Name == args[0] {
			unit = w.Unit
		}
	}
	if unit == "" {
		return fmt.Errorf("标准包没有声明数值“%s”，请写进 vocabulary.figures（带单位）", args[0])
	}
	window := strconv.Itoa(s.year)
	if len(args) > 2 {
		window = args[2]
	}
	s.add(s.day(on, 12, 20), &fact.Figure{Name: args[0], Value: v, Unit: unit, Source: "county", Window: window})
	return nil
}

func sayHonour(s *scene, on party.Date, args []string) error {
	level, err := codeOr(party.Tiers, args[1], "")
	if err != nil {
		return err
	}
	if err := declared(s.words.Honours, args[0], "honours", func(h standard.HonourName) bool { return h.Name == args[0] }); err != nil {
		return err
	}
	s.add(s.day(on, 7, 1), &fact.Honour{Name: args[0], Level: level})
	return nil
}

func sayEvent(s *scene, on party.Date, args []string) error {
	e := &fact.Event{Name: args[0], Count: 1}
	for _, a := range args[1:] {
		year, of := strings.CutPrefix(a, "年度")
		if n, err := strconv.Atoi(year); err == nil && of {
			e.Year = n
		} else if err == nil {
			e.Count = n
		} else {
			e.Grade = a
		}
	}
	known := func(n standard.EventName) bool {
		return n.Name == e.Name && (e.Grade == "" || slices.Contains(n.Grades, e.Grade))
	}
	if err := declared(s.words.Events, strings.TrimSpace(e.Name+" "+e.Grade), "events", known); err != nil {
		return err
	}
	s.add(s.day(on, 6, 15), e)
	return nil
}

func sayInspection(s *scene, on party.Date, args []string) error {
	by, err := codeOr(party.Tiers, args[0], "")
	if err != nil {
		return err
	}
	sort, err := codeOr(party.Inspects, args[1], "")
	if err != nil {
		return err
	}
	i := &fact.InspectionMade{By: by, Sort: sort}
	for _, a := range args[2:] {
		i.Settles = append(i.Settles, party.ItemID(a))
	}
	s.add(s.day(on, 12, 25), i)
	return nil
}
