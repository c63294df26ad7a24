package hand

import (
	"qiangji/internal/core/register"
	"qiangji/internal/party"
)

var (
	elected  = [2]party.Submission{"election", "candidates"}
	adjusted = [2]party.Submission{"adjusting", "adjusting"}
)

// stops reports whether a wait for an answer from above holds an item up.
func (b *branch) stops(r *rule, s *register.Stop) bool {
	if r.forbids {
		return false
	}
	return s.Item == r.item || s.Item == "" && (s.Matter == r.sent[0] || s.Matter == r.sent[1])
}

// putOff puts a due day off by the days before it on which time stood still, and
// reports whether it stands still on the last day of the wait.
func (b *branch) putOff(r *rule, start, due, until party.Date) (party.Date, bool) {
	for i := range b.y.Stops {
		s := &b.y.Stops[i]
		from := max(s.Days.From, start)
		if !b.stops(r, s) || from > due || from > until {
			continue
		}
		if s.Days.To >= until {
			return due, true
		}
		if s.Days.To >= from {
			due, start = due.AddDays(int(s.Days.To-from)+1), s.Days.To.AddDays(1)
		}
	}
	return due, false
}

// takenOut reports whether waits take a window out: its last day, or more than half
// of its days.
func (b *branch) takenOut(r *rule, days party.Period) bool {
	still, from := 0, days.From
	for i := range b.y.Stops {
		s := &b.y.Stops[i]
		if s.Item != r.item || r.forbids {
			continue
		}
		if n := min(s.Days.To, days.To) - max(s.Days.From, from) + 1; n > 0 {
			still += int(n)
		}
		from = max(from, s.Days.To.AddDays(1))
		if s.Days.Has(days.To) || still > 0 && days.Days()-still < (days.Days()+1)/2 {
			return true
		}
	}
	return false
}

// ends reports whether the year is over for an item without obligations: while an
// answer is waited for it is not.
func (b *branch) ends(r *rule) bool {
	day := min(b.asOf, b.cal.days.To)
	for i := range b.y.Stops {
		if s := &b.y.Stops[i]; s.Item == r.item && s.Days.Has(day) {
			return false
		}
	}
	return b.over
}
