package duty

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// listWindows lists the windows of the year of each sum; nil where there are none.
func (p *Program) listWindows(r *rule, e *Env) []Obligation {
	var list []Obligation
	left, sort := r.pardons, len(r.sets) > 1
	for k := range r.sets {
		set := &r.sets[k]
		m := *r.judge(e, set, left)
		left -= count(m.excused)
		sort = sort || m.moved != 0
		list = slices.Grow(list, count(m.met|m.late|m.missed|m.waiting|m.open|m.excused|m.gone|m.stopped))
		for i := range 12 / monthsOf[r.place] {
			if s := m.state(i); s != "" {
				list = append(list, Obligation{})
				p.oneWindow(e, r, occurrence{set, i, s, m.moved&(1<<i) != 0}, &list[len(list)-1])
			}
		}
	}
	if sort {
		slices.SortStableFunc(list, func(a, b Obligation) int { return cmp.Compare(a.Due, b.Due) })
	}
	return list
}

// mentionEvents adds the events of some days.
func (e *Env) mentionEvents(set *Sum, days party.Period, found []register.Mention) []register.Mention {
	for _, h := range set.Events {
		for k := range e.Happened(h) {
			if days.Has(k.On) {
				found = append(found, register.Mention{On: k.On, N: uint16(min(k.Value/party.DecimalUnit, 1<<12)), Fact: k.Fact})
			}
		}
	}
	return found
}

func (m marks) state(i int) State {
	bit := uint16(1) << i
	switch {
	case m.met&bit != 0:
		return Met
	case m.late&bit != 0:
		return Late
	case m.overdue&bit != 0:
		return Overdue
	case m.missed&bit != 0:
		return Missed
	case m.waiting&bit != 0:
		return Waiting
	case m.open&bit != 0:
		return Open
	case m.excused&bit != 0:
		return Excused
	case m.gone&bit != 0:
		return Waived
	case m.stopped&bit != 0:
		return Stopped
	}
	return ""
}

// An occurrence is one window of one sum, with its state.
type occurrence struct {
	set   *Sum
	index int
	state State
	moved bool // owed until the year's end (C9)
}

func (p *Program) oneWindow(e *Env, r *rule, at occurrence, o *Obligation) {
	*o = p.blank(r, e.year)
	o.Window = party.Window{Cadence: cadences[r.place], Year: e.year.Of, Index: at.index}
	o.Days, o.Due, o.State = e.cal.window(r.place, at.index), r.due(e, at.index), at.state
	if at.moved && at.state != Waived {
		o.Due = max(o.Due, e.cal.days.To)
	}
	more := ""
	if len(r.sets) > 1 {
		more = at.set.words
	}
	o.Key = p.key(o, strconv.Itoa(e.year.Of)+spokens[r.place][at.index].suffix, more)
	o.mention(e, r, at)
	o.Why = r.whyWindow(e, o, at)
}

// mention collects the facts behind a window and the day on which it was
// fulfilled.
func (o *Obligation) mention(e *Env, r *rule, at occurrence) {
	days := o.Days
	if r.until > 0 || o.State == Late || r.place == 3 {
		days.To = max(days.To, o.Due)
	}
	var few [8]register.Mention
	found := few[:0]
	if trail := e.year.Trail; trail != nil {
		for _, s := range at.set.Series {
			for _, m := range trail.Series[s] {
				if days.Has(m.On) || r.place == 3 {
					found = append(found, m)
				}
			}
		}
		found = e.mentionEvents(at.set, days, found)
	}
	if len(found) > 1 {
		slices.SortStableFunc(found, func(a, b register.Mention) int { return cmp.Compare(a.On, b.On) })
	}
	if len(found) > 0 {
		o.Facts = make([]party.FactID, 0, len(found)+1)
	}
	have := 0
	for _, m := range found {
		o.Facts = append(o.Facts, m.Fact)
		have += int(m.N)
		if o.Done == party.NoDate && have >= int(r.least) && (o.State == Met || o.State == Late || o.State == Overdue) {
			o.Done = m.On
		}
	}
}

// whyWindow says in words why a window stands as it does.
func (r *rule) whyWindow(e *Env, o *Obligation, at occurrence) string {
	n := monthsOf[r.place]
	sum := e.Months(at.set)
	have := total(sum[at.index*n : at.index*n+n])
	count := strconv.Itoa(int(have))
	what := spokens[r.place][at.index].chinese + at.set.words + "应有" + strconv.Itoa(int(r.least)) + "次"
	switch o.State {
	case Met:
		if have < r.least {
			e.whySeason(o)
			return what + "，申报时段顺延后已补办"
		}
		return what + "，有" + count + "次"
	case Late:
		return what + "，过期后补办"
	case Overdue:
		return what + "，限" + o.Due.Chinese() + "，" + e.year.First[at.set.Series[0]].Chinese() + "才办"
	case Waived:
		return what + "，" + r.whyWaived(e, o)
	case Stopped:
		return what + "，" + e.whyStopped(o, r.takes(e, party.Period{From: o.Days.From, To: o.Due}))
	}
	if at.moved {
		what += "，" + e.whySeason(o)
	}
	switch o.State {
	case Open:
		return what + "，已有" + count + "次，" + o.Due.Chinese() + "前办成即可"
	case Waiting:
		return what + "，有记录" + count + "次，其余没有记录"
	}
	if s := e.skip(o, at.set); s != nil {
		o.Facts = append(o.Facts, s.Fact)
		why := what + "，已说明没开（" + party.SkipReasons.Label(s.Reason) + "）"
		if o.State == Excused {
			why += "，免计"
		}
		return why
	}
	if s := e.settled(r.item.ID, o.Due); s != nil {
		o.Facts = append(o.Facts, s.Fact)
		return what + "，有" + count + "次，检查查明其余未办"
	}
	return what + "，有记录" + count + "次，到结算日没有其他记录"
}

func (e *Env) skip(o *Obligation, set *Sum) *register.Skip {
	for i := range e.year.Skips {
		s := &e.year.Skips[i]
		days := s.Window.Period()
		if set.has(s.Series) && days.From <= o.Days.From && days.To >= o.Days.To {
			return s
		}
	}
	return nil
}

// whyWaived says what took an obligation out, and adds that fact.
func (r *rule) whyWaived(e *Env, o *Obligation) string {
	for i := range e.year.Waivers {
		w := &e.year.Waivers[i]
		if w.Item == o.Item && r.waivable() && w.Days.Meet(o.Days).Days() > 0 {
			o.Facts = append(o.Facts, w.Fact)
			return "已申报不适用（" + party.WaiveReasons.Label(w.Reason) + "）"
		}
	}
	if r.form == clocked {
		return "对象已离开或时限已终止，不再计"
	}
	return e.whySeason(o) + "，不补不计"
}

func (p *Program) listCases(r *rule, e *Env) []Obligation {
	var list []Obligation
	cases := e.Cases(r.clock)
	for i := range cases {
		state, due := r.run(e, &cases[i])
		if state == "" {
			continue
		}
		c := &cases[i]
		o := p.blank(r, e.year)
		if c.Subject != "" {
			o.Subject = string(c.Subject)
		}
		o.State, o.Due, o.Done = state, due, c.Done
		o.Mendable = state == Missed && c.Done == party.NoDate && c.Lapse == party.NoDate
		o.Days = party.Period{From: c.Start, To: due}
		for _, f := range c.Facts {
			if f != "" {
				o.Facts = append(o.Facts, f)
			}
		}
		trigger := ""
		if len(o.Facts) > 0 {
			trigger = string(o.Facts[0])
		}
		o.Key = p.key(&o, fmt.Sprint(e.year.Of), trigger)
		o.Why = r.whyCase(e, &o, c)
		list = append(list, o)
	}
	slices.SortStableFunc(list, func(a, b Obligation) int { return cmp.Compare(a.Due, b.Due) })
	return list
}

// whyCase says in words why a case stands as it does; one that waits above says
// where and for how long (C14).
func (r *rule) whyCase(e *Env, o *Obligation, c *register.Case) string {
	what := standard.ClockWords[r.clock].Doc
	begun := what + "："
	if c.Start != party.NoDate {
		begun += c.Start.Chinese() + "开始"
	} else {
		begun += "前一步没有记录"
	}
	begun += r.whyPutOff(e, o, c)
	switch {
	case o.State == Waived:
		return begun + "，" + r.whyWaived(e, o)
	case o.State == Stopped:
		_, stop := r.delayed(e, r.delayOf(e, c))
		return begun + "，" + e.whyStopped(o, stop)
	case r.within == (standard.Span{}):
		if c.Start == party.NoDate || !r.early(c) {
			return begun + "，" + c.Done.Chinese() + "办理"
		}
		return fmt.Sprintf("%s，%s办理，早于应满的%s", begun, c.Done.Chinese(), r.wait.End(c.Start).Chinese())
	case o.State == Overdue:
		return fmt.Sprintf("%s，限%s，%s才办成，逾期%d天", begun, o.Due.Chinese(), c.Done.Chinese(), c.Done-o.Due)
	case c.Done != party.NoDate:
		return fmt.Sprintf("%s，限%s，%s办成", begun, o.Due.Chinese(), c.Done.Chinese())
	case o.Bearer != "branch":
		return fmt.Sprintf("%s，在上级第%d天，限%s", begun, e.cal.asOf-c.Start, o.Due.Chinese())
	case e.cal.asOf <= o.Due:
		return fmt.Sprintf("%s，限%s，还有%d天", begun, o.Due.Chinese(), o.Due-e.cal.asOf)
	case o.State == Waiting:
		return fmt.Sprintf("%s，限%s，没有办成的记录", begun, o.Due.Chinese())
	}
	if s := e.settled(r.item.ID, o.Due); s != nil {
		o.Facts = append(o.Facts, s.Fact)
		return fmt.Sprintf("%s，限%s，检查查明未办", begun, o.Due.Chinese())
	}
	return fmt.Sprintf("%s，限%s，未办", begun, o.Due.Chinese())
}

func (p *Program) listStanding(r *rule, e *Env) []Obligation {
	state, due := r.stand(e)
	if state == "" {
		return nil
	}
	o := p.blank(r, e.year)
	o.Window, o.Standing = party.Window{Cadence: party.Yearly, Year: e.year.Of}, true
	o.Days, o.State, o.Due = o.Window.Period(), state, due
	o.Mendable = state == Missed && r.mendable(e)
	o.Key = p.key(&o, o.Window.String(), "")
	if e.year.Trail != nil {
		o.Facts = e.Behind(r.require)
	}
	switch state {
	case Met:
		o.Why = "符合要求：" + r.item.Duty.Require
	case Open:
		o.Why = fmt.Sprintf("还不符合要求，%s前做到即可：%s", due.AddDays(1).Chinese(), r.item.Duty.Require)
	case Waiting:
		o.Why = "没有记录，看不出是否符合要求：" + r.item.Duty.Require
	case Waived:
		o.Why = r.whyWaived(e, &o)
	case Stopped:
		o.Why = e.whyStopped(&o, r.holds(e))
	default:
		o.Why = "不符合要求：" + r.item.Duty.Require
		if s := e.settled(r.item.ID, due); s != nil {
			o.Facts = append(slices.Clip(o.Facts), s.Fact)
		}
	}
	return []Obligation{o}
}
