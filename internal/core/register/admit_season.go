package register

import (
	"qiangji/internal/core/fact"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// season checks that a season is declared before it is over and with the others of
// its year, once (C9). What is late in part is taken, and counts from its day on.
func (a *admission) season(e *entry, b *fact.SeasonDeclared) {
	if b.To < e.on {
		a.say("body.to", "这段时间到 %s 已经过完，不能事后申报；当时申报过的，请把发生日期写成申报的那一天，没有申报的请逐条记「不适用申报」", b.To)
		return
	}
	total, from := 0, party.NoDate
	for i := range a.w.line.entries {
		o := &a.w.line.entries[i]
		s, ok := o.fact.Body.(*fact.SeasonDeclared)
		if !ok || o.fact.Org != a.at.Org || s.From.Year() != b.From.Year() || s.To < o.on {
			continue
		}
		if o.on < e.on {
			a.say("on", "%d 年的时段已在 %s 申报过（%s）；一年申报一次：那一条写错了请更正它，后来才有的情况请逐条记「不适用申报」", b.From.Year(), o.on, o.fact.ID)
			return
		}
		days := party.Period{From: max(s.From, from, o.on), To: s.To}
		total, from = total+max(days.Days(), 0), max(from, days.To.AddDays(1))
		if o.fact == e.fact {
			break
		}
	}
	if b.From < e.on {
		a.warn("body.from", "%s 才申报，时段只从这一天起算，以前到期的事不动；当时已经申报过的，请把发生日期写成申报的那一天", e.on)
	}
	if total > standard.SeasonDays {
		a.warn("body.to", "%d 年申报的时段合计 %d 天；一年一般最多算 %d 天，以采用的方案为准，从最早的日子算起，多出来的不算", b.From.Year(), total, standard.SeasonDays)
	}
}
