package register

import (
	"cmp"
	"slices"

	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// answerIn is how long an upper level may take to answer a request; only silence
// beyond it stops what the request names (C15).
var answerIn = standard.Span{N: 15, Unit: standard.Workdays}

// unanswered is the last day of a stop that has no answer.
var unanswered = party.DateOf(2199, 12, 31)

// stops lists when answers from above were waited for, up to the cut.
func (w *walk) stops() []Stop {
	var list []Stop
	since := w.year.From.AddYears(-3)
	for i := range w.things {
		t := &w.things[i]
		days := party.Period{From: t.on, To: unanswered}
		if t.over {
			days.To = t.ended.AddDays(-1)
		}
		if t.moot != party.NoDate {
			days.To = min(days.To, t.moot.AddDays(-1))
		}
		if t.is == 'h' {
			days.From = answerIn.End(t.on).AddDays(1)
		}
		if days.Days() == 0 || days.From > w.y.Cut.On || days.To < since {
			continue
		}
		switch t.is {
		case 'h':
			for _, item := range t.items {
				list = append(list, Stop{Days: days, Item: item, Fact: t.entry.fact.ID})
			}
		case 's':
			list = append(list, Stop{Days: days, Matter: party.Submission(t.what), Subject: t.who, Fact: t.entry.fact.ID})
		}
	}
	slices.SortFunc(list, func(a, b Stop) int {
		return cmp.Or(cmp.Compare(a.Days.From, b.Days.From), cmp.Compare(a.Item, b.Item), cmp.Compare(a.Fact, b.Fact),
			cmp.Compare(a.Matter, b.Matter), cmp.Compare(a.Subject, b.Subject))
	})
	return list
}

// moot ends the wait for what was sent up of these matters, of one member or of
// all: the step that waited was taken, whether there was an answer or not.
func (w *walk) moot(on party.Date, who party.MemberID, matters ...party.Submission) {
	for i := range w.things {
		t := &w.things[i]
		if t.is == 's' && (who == "" || t.who == who) && t.moot == party.NoDate && slices.Contains(matters, party.Submission(t.what)) {
			t.moot = on
		}
	}
}
