package assess

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// plain writes an expression without its namespaces, as a reader would say it, and a
// parameter that is the same every year as its value.
func (p *Program) plain(text string) string {
	for i := range p.std.Params {
		if v := &p.std.Params[i]; len(v.ByYear) == 0 && strings.Contains(text, "参数.") {
			text = replaceWord(text, "参数."+v.Name, v.Value)
		}
	}
	return spoken.Replace(text)
}

// replaceWord replaces a name where it stands whole.
func replaceWord(text, name, by string) string {
	for from := 0; ; {
		i := strings.Index(text[from:], name)
		if i < 0 {
			return text
		}
		end := from + i + len(name)
		if next, _ := utf8.DecodeRuneInString(text[end:]); end < len(text) && (unicode.IsLetter(next) || unicode.IsDigit(next) || next == '_') {
			from = end
			continue
		}
		text = text[:from+i] + by + text[end:]
		from += i + len(by)
	}
}

var spoken = func() *strings.Replacer {
	pairs := []string{">=", "≥", "<=", "≤", "!=", "≠", "==", "＝", "_", "·", "*", "×", "/", "÷"}
	for _, ns := range standard.Namespaces {
		pairs = append(pairs, ns+".", "")
	}
	return strings.NewReplacer(pairs...)
}()

// what names what a count counts, and its measure.
func (s *scorer) what(text string) (name, measure string) {
	switch text {
	case "", "本项.未做":
		return s.missed(), s.measure()
	case "本项.缺次":
		return "少做", "次"
	}
	if within, ok := strings.CutPrefix(text, "人数("); ok && strings.HasSuffix(within, ")") {
		return "符合“" + s.p.plain(within[:len(within)-1]) + "”的", "人"
	}
	return s.p.plain(text), "次"
}

// What obligations missed are called: a window without what it asks for, a deadline
// that passed, a state of things that does not hold, a step before its time.
const (
	lacking = "缺"
	overdue = "逾期"
	failing = "不符合要求"
	hasty   = "次序或时间不对"
)

// missed is what the item's obligations missed are called.
func (s *scorer) missed() string {
	switch d := s.it.src.Duty; {
	case d != nil && d.AtLeast != "":
		return hasty
	case d == nil || d.Clock != "":
		return overdue
	case d.Require != "":
		return failing
	}
	return lacking
}

// none says that a count is nothing.
func (w *pen) none(what string) *pen {
	switch {
	case what == lacking:
		return w.say("一次不缺")
	case what == overdue:
		return w.say("没有逾期的")
	case what == failing:
		return w.say("符合要求")
	case what == hasty:
		return w.say("次序和时间都对")
	case strings.ContainsAny(what, " (") || strings.HasSuffix(what, "数"):
		return w.say(what, " 为 0")
	}
	return w.say("没有", what)
}

// measure is how the item's obligations are counted.
func (s *scorer) measure() string {
	if d := s.it.src.Duty; d != nil && d.Clock != "" {
		if clock, ok := standard.ClockNamed(d.Clock); ok {
			return standard.ClockWords[clock].Unit
		}
	}
	return "次"
}

// times writes a count with its measure; what has no record is named.
func (w *pen) times(n Pair, measure string) *pen {
	switch {
	case n.Known():
		return w.num(n.Lo).say(" ", measure)
	case n.Hi == far:
		return w.say("没有记录")
	}
	w.num(n.Lo).say(" ", measure, "（另有 ").num(n.Hi.Sub(n.Lo))
	return w.say(" ", measure, "没有记录）")
}

// is writes what a measure is, the way the line it is held against is written.
func (w *pen) is(measure string, p Pair, like string) *pen {
	if p == wide {
		return w.say(measure, " 没有数据")
	}
	v, sign, exact := p.Lo, "", true
	if strings.HasSuffix(like, "%") {
		sign = "%"
		v, exact = percentage(v)
	} else if r := v.Round(2, standard.HalfUp); r != v && r != v.Round(4, standard.HalfUp) {
		v, exact = r, false
	}
	if exact {
		return w.say(measure, " 为 ").num(v).say(sign)
	}
	return w.say(measure, " 约为 ").num(v).say(sign)
}

// percent writes a share as a percentage.
func (w *pen) percent(v standard.Rat) *pen {
	hundredths, _ := percentage(v)
	return w.num(hundredths).say("%")
}

// percentage is a share as a percentage of at most two decimals.
func percentage(v standard.Rat) (hundredths standard.Rat, exact bool) {
	all := v.Mul(standard.Int(100))
	r := all.Round(2, standard.HalfUp)
	return r, r == all
}

// broken says what becomes of a broken step.
func broken(rounding string) string {
	switch rounding {
	case "up":
		return "（不足一档按一档）"
	case "down":
		return "（不足一档不算）"
	}
	return "（不足一档按比例）"
}

// per writes what a count comes to and what each of it costs or brings.
func (w *pen) per(p *standard.Per, what, measure string, n Pair) {
	verb, each := "扣", p.Minus
	if p.Plus != "" {
		verb, each = "加", p.Plus
	}
	if n.Known() && n.Lo.Sign() == 0 {
		w.none(what).say("，不", verb)
		return
	}
	w.say(what, " ").times(n, measure)
	if p.Every != "" && p.Most > 0 {
		w.say("（", party.Cadences.Label(party.Cadence(p.Every)), "最多算 ").count(p.Most).say(" 次）")
	}
	if p.Over != "" {
		w.say("，超过 ", p.Over, " 的部分")
	}
	if p.Unit != "" {
		w.say("，每 ", p.Unit)
	} else {
		w.say("，每", measure)
	}
	w.say(verb, " ", each, " 分")
}

// shareWords says how many obligations there were and how many were met, in the
// words of what they are: meetings are held, cases are handled, conditions hold.
func (s *scorer) shareWords() words {
	d := s.it.src.Duty
	if d != nil && d.Require != "" {
		return required
	}
	unit, owed, done := "次", "办", "办"
	switch {
	case d != nil && d.Clock != "":
		unit, done = s.measure(), "办成"
	case d != nil && s.held(d):
		owed, done = "开", "开"
	}
	return func(w *pen, in []Step) {
		if in[0].Op == OpNote {
			w.say("今年没有要办的")
			return
		}
		met, total := in[1].Pair, in[2].Pair.Lo
		w.num(total).say(" ", unit, "应", owed, "，", done, "了 ").num(met.Lo).say(" ", unit)
		if !met.Known() {
			w.say("，另有 ").num(met.Hi.Sub(met.Lo)).say(" ", unit, "没有记录")
		}
	}
}

// required says whether what a duty requires is so.
func required(w *pen, in []Step) {
	switch {
	case in[0].Op == OpNote:
		w.say("今年没有要办的")
	case !in[1].Pair.Known():
		w.say("没有记录，看不出是否符合要求")
	case in[1].Pair.Lo.Sign() == 0:
		w.say("不符合要求")
	default:
		w.say("符合要求")
	}
}

// held reports whether what a duty counts are meetings, which are held (开), not
// done (办).
func (s *scorer) held(d *standard.Duty) bool {
	for _, text := range append([]string{d.Count}, d.Each...) {
		list, _ := s.p.std.Occurrences(text)
		for _, o := range list {
			if o.Event != "" || int(o.Series) >= len(party.MeetingKinds) && !strings.HasSuffix(standard.SeriesWords[o.Series].Name, "党课") {
				return false
			}
		}
	}
	return true
}
