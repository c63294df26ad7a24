package standard

import (
	"slices"
	"strings"

	"qiangji/internal/party"
)

// A subjectOf is one item under check: as it is in the end, and as it was
// written, which for a modify is only what it sets.
type subjectOf struct {
	path  string
	it    *Item // with what is below it
	set   *Item // as written
	whole bool  // set is all of it
}

func (c *checker) items() {
	for i := range c.pack.Items {
		it := &c.pack.Items[i]
		s := subjectOf{path: at("items", i, ""), it: it, set: it, whole: true}
		c.id(s.path+".id", string(it.ID))
		c.version(s, i)
		c.item(s)
	}
}

// version reports an item of the same id that is in force at the same time.
func (c *checker) version(s subjectOf, i int) {
	for _, other := range c.pack.Items[:i] {
		if other.ID != s.it.ID || other.ID == "" {
			continue
		}
		a, b := inForce(other), inForce(*s.it)
		switch {
		case a == b:
			c.bad(s.path+".id", CodeTwice, "条目 %s 写了两次", s.it.ID)
			return
		case a.Meet(b).Days() > 0:
			c.bad(s.path+".from", CodeDate, "条目 %s 的两版在时间上重叠；上一版的 to 写到下一版 from 的前一天", s.it.ID)
			return
		}
	}
	if s.whole && c.below(s.it.ID) != nil {
		c.bad(s.path+".id", CodeTwice, "条目 %s 在下层标准包里已经有了；要改它请写进 modify", s.it.ID)
	}
}

// inForce returns the days in which an item is in force.
func inForce(it Item) party.Period {
	from, to := it.From, it.To
	if from == party.NoDate {
		from = party.DateOf(1900, 1, 1)
	}
	if to == party.NoDate {
		to = party.DateOf(2199, 12, 31)
	}
	return party.Period{From: from, To: to}
}

func (c *checker) modifies() {
	if len(c.pack.Modify) > 0 && len(c.pack.Import) == 0 {
		c.bad("modify", CodeImport, "有 modify 就要有 import：要改的条目在哪个包里")
		return
	}
	for i := range c.pack.Modify {
		m := &c.pack.Modify[i]
		path := at("modify", i, "")
		c.id(path+".item", string(m.Item))
		c.need(path+".why", m.Why, "为什么改")
		if m.Set.ID != "" {
			c.bad(path+".set.id", CodeID, "modify 不改编号；另写一条")
		}
		if slices.IndexFunc(c.pack.Modify, func(x Modify) bool { return x.Item == m.Item }) != i {
			c.bad(path+".item", CodeTwice, "条目 %s 改了两次；合成一处", m.Item)
		}
		it := Item{}
		if old := c.below(m.Item); old != nil {
			it = *old
		} else if len(c.imports) > 0 {
			c.bad(path+".item", CodeUnknown, "要改的条目 %s 不在引用的标准包里%s", m.Item, suggest(string(m.Item), c.itemsBelow()))
			continue
		}
		overlay(&it, m.Set)
		c.item(subjectOf{path: path + ".set", it: &it, set: &m.Set})
	}
}

// item checks what was written of one item.
func (c *checker) item(s subjectOf) {
	set := s.set
	if s.whole {
		c.need(s.path+".title", set.Title, "条目说什么")
		c.need(s.path+".kind", string(set.Kind), ItemKinds.Names())
		c.need(s.path+".force", string(set.Force), Forces.Names())
		c.source(s.path+".source", set.Source, true)
	} else {
		c.source(s.path+".source", set.Source, false)
	}
	choice(c, s.path+".kind", set.Kind, ItemKinds)
	choice(c, s.path+".force", set.Force, Forces)
	choice(c, s.path+".bearer", set.Bearer, Bearers)
	choice(c, s.path+".post", set.Post, party.Posts)
	c.oneOf(s.path+".partial", set.Partial, "whole", "half", "any")
	c.domains(s.path+".domains", set.Domains)
	c.dates(s.path+".to", set.From, set.To)
	c.cond(s.path+".applies_if", set.AppliesIf, PlaceProfile)
	c.duty(s)
	c.waits(s)
	c.madeUp(s)
	c.excuse(s)
	c.outcome(s.path+".outcome", set.Outcome)
	c.scored(s)
	if set.Minutes < 0 || set.Minutes > 6000 {
		c.bad(s.path+".minutes", CodeValue, "用时写分钟数，0 至 6000")
	}
}

// excuse checks how many 没开 an item excuses: a MUST excuses none.
func (c *checker) excuse(s subjectOf) {
	if s.set.Excuse == nil {
		return
	}
	if n := *s.set.Excuse; n < 0 || n > 12 {
		c.bad(s.path+".excuse", CodeValue, "excuse 写 0 至 12")
	} else if n > 0 && s.it.Force == "MUST" {
		c.bad(s.path+".excuse", CodeLoosen, "必须做到的条目没开不能免：去掉 excuse")
	}
}

func (c *checker) outcome(path string, o *OutcomeSpec) {
	if o == nil {
		return
	}
	if c.need(path+".of", o.Of, "看哪个数") {
		c.formula(path+".of", o.Of, PlaceState)
	}
	if c.need(path+".better", o.Better, "higher(越高越好) 或 lower(越低越好)") {
		c.oneOf(path+".better", o.Better, "higher", "lower")
	}
	c.need(path+".source", o.Source, "这个数从哪里来")
	if m, ok := c.amount(path+".margin", o.Margin); ok && m.Sign() < 0 {
		c.bad(path+".margin", CodeOutcome, "margin 不能是负数")
	}
}

// duty checks that exactly one form is used, and completely.
func (c *checker) duty(s subjectOf) {
	d := s.set.Duty
	if d == nil {
		return
	}
	path := s.path + ".duty"
	forms := 0
	for _, given := range []bool{d.Every != "" || d.Count != "" || len(d.Each) > 0, d.Clock != "", d.Require != ""} {
		if given {
			forms++
		}
	}
	if forms != 1 {
		c.bad(path, CodeDuty, "任务要写一种、只写一种：周期(every 加 count 或 each)、时限(clock 加 within 或 at_least)、常态(require)")
		return
	}
	switch {
	case d.Clock != "":
		c.clocked(path, d)
	case d.Require != "":
		c.cond(path+".require", d.Require, PlaceState)
		if d.Grace != ToYearsEnd {
			c.span(path+".grace", d.Grace)
		}
		c.without(path, "常态(require)", map[string]bool{"within": d.Within != "", "at_least": d.AtLeast != "", "least": d.Least != 0, "months": len(d.Months) > 0, "until": d.Until != 0})
	default:
		c.recurring(path, d)
	}
}

// waits checks what stops the time of a duty: only a time that runs can stop, and
// nothing sent up permits what is forbidden (C14).
func (c *checker) waits(s subjectOf) {
	d := s.set.Duty
	if d == nil || len(d.Waits) == 0 {
		return
	}
	path := s.path + ".duty.waits"
	switch {
	case s.it.Kind == "prohibition":
		c.bad(path, CodeDuty, "禁止的事报上去也不能做：删去 waits")
	case d.Within == "" && d.Grace == "":
		c.bad(path, CodeDuty, "waits 是等上级答复时停表，只用于有 within(期限) 或 grace(宽限) 的任务；删去，或补上期限")
	}
	for i, m := range d.Waits {
		choice(c, at(path, i, ""), m, party.Submissions)
	}
}

// without reports fields that the form of a duty has no use for.
func (c *checker) without(path, form string, given map[string]bool) {
	for _, field := range []string{"within", "at_least", "least", "months", "until", "grace"} {
		if given[field] {
			c.bad(path+"."+field, CodeDuty, "%s 的任务用不着 %s；删去", form, field)
		}
	}
}

func (c *checker) clocked(path string, d *Duty) {
	c.clock(path+".clock", d.Clock)
	if (d.Within == "") == (d.AtLeast == "") {
		c.bad(path, CodeDuty, "时限要写 within(多久之内) 或 at_least(至少隔多久)，写一个")
	}
	c.span(path+".within", d.Within)
	c.span(path+".at_least", d.AtLeast)
	c.without(path, "时限(clock)", map[string]bool{"least": d.Least != 0, "months": len(d.Months) > 0, "until": d.Until != 0, "grace": d.Grace != ""})
}

func (c *checker) clock(path, name string) {
	if _, ok := ClockNamed(name); !ok {
		c.bad(path, CodeName, "没有叫“%s”的时限%s", clip(name), suggest(name, namesOf(ClockWords)))
	}
}

func (c *checker) recurring(path string, d *Duty) {
	if c.need(path+".every", string(d.Every), "周期，"+party.Cadences.Names()) {
		choice(c, path+".every", d.Every, party.Cadences)
	}
	switch {
	case d.Count != "" && len(d.Each) > 0:
		c.bad(path, CodeDuty, "count(合计) 和 each(每样) 只写一个")
	case d.Count != "":
		c.occurrences(path+".count", d.Count)
	case len(d.Each) == 0:
		c.bad(path, CodeDuty, "没有写数什么：count: 党员大会")
	}
	for i, name := range d.Each {
		c.occurrences(at(path+".each", i, ""), name)
	}
	if d.Least < 0 || d.Least > 99 {
		c.bad(path+".least", CodeValue, "次数写 1 至 99")
	}
	if d.Until < 0 || d.Until > 12 {
		c.bad(path+".until", CodeValue, "until 写 0 至 12 个月")
	}
	for i, m := range d.Months {
		if n := d.Every.Months(); m < 1 || m > 12 || n > 0 && m%n != 0 {
			c.bad(at(path+".months", i, ""), CodeDuty, "months 写一期结束的月份：季度写 3、6、9、12，半年写 6、12")
		}
	}
	c.without(path, "周期(every)", map[string]bool{"within": d.Within != "", "at_least": d.AtLeast != "", "grace": d.Grace != ""})
}

// occurrences checks what a duty counts: series, and events that are declared.
func (c *checker) occurrences(path, text string) (sum []Occurrence) {
	sum, name := c.std.Occurrences(text)
	event, dotted := strings.CutPrefix(name, "次数.")
	_, declared, _ := c.std.declaredNames("次数")
	switch hint := suggest(name, namesOf(SeriesWords)); {
	case sum != nil:
	case name == "":
		c.bad(path, CodeName, "加号两边都要有系列名")
	case dotted:
		c.bad(path, CodeName, "次数.%s 没有声明过%s", clip(event), undeclared(event, declared, SpaceEvent))
	case hint == "" && contains(declared, name):
		c.bad(path, CodeName, "“%s”是本包声明的事件，写成 次数.%s", name, name)
	case hint == "":
		c.bad(path, CodeName, "没有叫“%s”的系列；系列有：%s；本包声明的事件写 次数.名称", clip(name), among(namesOf(SeriesWords)))
	default:
		c.bad(path, CodeName, "没有叫“%s”的系列%s", clip(name), hint)
	}
	return sum
}
