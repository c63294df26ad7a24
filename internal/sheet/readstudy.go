package sheet

import (
	"slices"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// readStudy reads a row of the 学时台账.
func (im *importer) readStudy(r *record) {
	on, okDay := r.day(fDay)
	if r.cell(fDay) == nil {
		r.refuse(fDay, "date_missing", "没有写日期", "补上是哪一天，写成 2026-03-05 这样；几天的培训，写开始那天")
		okDay = false
	}
	body := &fact.StudyLogged{}
	var ok1, ok2 bool
	if body.Form, ok1 = choose(r, fStudy, party.Studies, studyWords); ok1 && body.Form == "" {
		r.refuse(fStudy, "form", "没有写学习形式", "填集中培训、集体学习、党课、线上学习、送学上门中的一个")
	}
	body.Level, ok2 = choose(r, fTier, party.Tiers, tierWords)
	body.Hours = r.hours()
	f := fName
	if !r.t.has(fName) {
		f = fNames
	}
	people := im.named(r, f, on)
	if !okDay || !ok1 || !ok2 || len(r.problems) > 0 {
		return
	}
	for _, p := range people {
		if slices.Contains(body.Members, p.Member) {
			r.refuse(f, "duplicate", "「"+p.Name+"」写了两次", "去掉一个")
			return
		}
		body.Members = append(body.Members, p.Member)
	}
	slices.Sort(body.Members)
	im.study(r, on, body)
}

var hourUnits = []string{"个学时", "学时", "课时", "个小时", "小时", "个"}

const mendDecimals = "最多写四位小数，如 1.5、0.33"

// hours reads how many hours each of them earned.
func (r *record) hours() party.Decimal {
	c := r.cell(fHours)
	if c == nil {
		r.refuse(fHours, "number", "没有写学时", "写数字，如 4 或 1.5")
		return 0
	}
	hours, ok := decimal(c, hourUnits...)
	switch {
	case !ok && manyDecimals(c, hourUnits...):
		r.refuse(fHours, "number", "「学时」写的是"+c.quoted()+"，小数多于四位", mendDecimals)
	case !ok || hours <= 0:
		r.refuse(fHours, "number", "「学时」写的是"+c.quoted()+"，不是大于 0 的数", "写数字，如 4 或 1.5")
	}
	if c.shared {
		r.assume(fHours, "hours_merged", "学时合并在几行上的，每一行都算这么多")
	}
	return hours
}

// study adds the fact. The same people, day, form and hours again are a
// question; where somebody has looked, they are a second session.
func (im *importer) study(r *record, on party.Date, body *fact.StudyLogged) {
	r.add(on, body)
	f := &r.facts[len(r.facts)-1]
	for again := 1; ; again++ {
		cell, there := im.ledger.studies[f.ID]
		if !there {
			break
		}
		if !r.checked() {
			r.refuse(fDay, "duplicate", "疑似重复：与 "+cell+" 那一行的人、日期、形式、学时都相同", "重复的去掉一行；确实学了两次的，在本行「已核对」栏写“是”")
			return
		}
		f.ID = im.ids.factID(f, again)
	}
	if im.valid(r) {
		im.ledger.studies[f.ID] = r.at(fDay)
	}
}
