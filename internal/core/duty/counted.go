package duty

import (
	"strings"

	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// A Sum (合计) is what a duty counts: series of the vocabulary, and events that the
// pack declares.
type Sum struct {
	Series []standard.Series
	Events []Happening
	words  string // 党员大会、联系记录表上交
}

// A Happening is one declared event, of one grade or of any.
type Happening struct {
	name  Name
	grade string
}

// Sum compiles what a duty counts; a name that is neither a series nor a declared
// event is reported, and then ok is false.
func (x *Exprs) Sum(text, place string) (sum Sum, ok bool) {
	list, bad := x.std.Occurrences(text)
	if list == nil {
		x.Report(place, "没有叫“%s”的系列，也没有声明过这样的事件", bad)
		return sum, false
	}
	var words []string
	for _, o := range list {
		words = append(words, o.String())
		if o.Event == "" {
			sum.Series = append(sum.Series, o.Series)
			continue
		}
		sum.Events = append(sum.Events, Happening{x.Name(register.NamedEvent, o.Event), o.Grade})
	}
	sum.words = strings.Join(words, "、")
	return sum, true
}

// Months adds up the months of the year loaded, from 0; what is about the year but
// happened after its end counts from 12 on.
func (e *Env) Months(s *Sum) (sum [24]uint16) {
	for _, series := range s.Series {
		for m, n := range e.year.Months[series] {
			sum[m] += n
		}
	}
	for _, h := range s.Events {
		e.addMonths(h, &sum)
	}
	return sum
}

// addMonths adds the months in which an event happened.
func (e *Env) addMonths(h Happening, sum *[24]uint16) {
	for k := range e.Happened(h) {
		if m := k.Month(); m < len(sum) {
			sum[m] += uint16(min(k.Value/party.DecimalUnit, 1<<12))
		}
	}
}

// Happened yields the times an event happened for the year loaded.
func (e *Env) Happened(h Happening) func(yield func(*register.Named) bool) {
	return func(yield func(*register.Named) bool) {
		entries := e.Named(h.name)
		for i := range entries {
			k := &entries[i]
			if k.Year == e.year.Of && (h.grade == "" || k.Grade == h.grade) && !yield(k) {
				return
			}
		}
	}
}

// has reports whether a series is one of those counted.
func (s *Sum) has(series standard.Series) bool {
	for _, t := range s.Series {
		if t == series {
			return true
		}
	}
	return false
}
