package register

import (
	"slices"
	"strings"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// declared checks marks, figures, honours and events against the words that the
// packs declare.
func (a *admission) declared(e *entry) {
	switch b := e.fact.Body.(type) {
	case *fact.Mark:
		if m := word(a, "评分项", b.Name, a.words.Marks, func(m *standard.MarkName) string { return m.Name }); m != nil {
			a.mark(b, m)
		}
	case *fact.Figure:
		if f := word(a, "指标", b.Name, a.words.Figures, func(f *standard.FigureName) string { return f.Name }); f != nil {
			a.figure(b, f)
		}
	case *fact.Honour:
		h := word(a, "荣誉", b.Name, a.words.Honours, func(h *standard.HonourName) string { return h.Name })
		if h != nil && len(h.Levels) > 0 && !slices.Contains(h.Levels, b.Level) {
			a.say("body.level", "「%s」没有%s这一级；可选：%s", b.Name, party.Tiers.Label(b.Level), labels(party.Tiers, h.Levels))
		}
	case *fact.Event:
		v := word(a, "事件", b.Name, a.words.Events, func(v *standard.EventName) string { return v.Name })
		if v != nil && b.Grade != "" && !slices.Contains(v.Grades, b.Grade) {
			a.say("body.grade", "「%s」没有「%s」这种情形；%s", b.Name, b.Grade, choices(v.Grades))
		}
	}
}

// word finds a declared name, or lists those that are declared.
func word[T any](a *admission, what, name string, all []T, of func(*T) string) *T {
	var names []string
	for i := range all {
		if of(&all[i]) == name {
			return &all[i]
		}
		names = append(names, of(&all[i]))
	}
	a.say("body.name", "标准里没有「%s」这个%s；%s", name, what, choices(names))
	return nil
}

func choices(names []string) string {
	if len(names) == 0 {
		return "采用的标准没有声明任何一个"
	}
	return "可选：" + strings.Join(names, "、")
}

func labels[T ~string](l party.Labels[T], codes []T) string {
	var names []string
	for _, c := range codes {
		names = append(names, l.Label(c)+"("+string(c)+")")
	}
	return strings.Join(names, "、")
}

func (a *admission) mark(b *fact.Mark, m *standard.MarkName) {
	switch {
	case b.Value == nil && !slices.Contains(m.Grades, b.Grade):
		if len(m.Grades) == 0 {
			a.say("body.grade", "「%s」评分值，不评等级；分值在 %s 到 %s 之间", b.Name, m.Min, m.Max)
			return
		}
		a.say("body.grade", "「%s」没有「%s」这个等级；%s", b.Name, b.Grade, choices(m.Grades))
	case b.Value != nil && len(m.Grades) > 0:
		a.say("body.value", "「%s」评等级，不评分值；%s", b.Name, choices(m.Grades))
	case b.Value != nil:
		low, err1 := party.ParseDecimal(m.Min)
		high, err2 := party.ParseDecimal(m.Max)
		if err1 == nil && *b.Value < low || err2 == nil && *b.Value > high {
			a.say("body.value", "「%s」的分值 %s 超出 %s 到 %s；请核对", b.Name, *b.Value, m.Min, m.Max)
		}
	}
}

func (a *admission) figure(b *fact.Figure, f *standard.FigureName) {
	if f.Unit != "" && b.Unit != f.Unit {
		a.say("body.unit", "「%s」的单位是「%s」，不是「%s」；请换算后再填", b.Name, f.Unit, b.Unit)
	}
	if len(f.Issuer) > 0 && !slices.Contains(f.Issuer, b.Source) {
		a.say("body.source", "「%s」要由 %s 出具；请核对来源", b.Name, labels(party.Issuers, f.Issuer))
	}
}
