package assess

import (
	"fmt"
	"strings"

	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// plain writes an expression without its namespaces, as a reader would say it.
func plain(text string) string { return spoken.Replace(text) }

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
		return missed, s.measure()
	case "本项.缺次":
		return "少做", "次"
	}
	if within, ok := strings.CutPrefix(text, "人数("); ok && strings.HasSuffix(within, ")") {
		return "符合“" + plain(within[:len(within)-1]) + "”的", "人"
	}
	return plain(text), "次"
}

// missed is what the obligations missed are called.
const missed = "到期未做"

// none says that a count is nothing.
func none(what string) string {
	switch {
	case what == missed:
		return "没有" + missed + "的"
	case strings.ContainsAny(what, " (") || strings.HasSuffix(what, "数"):
		return what + " 为 0"
	}
	return "没有" + what
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
func times(n Pair, measure string) string {
	switch {
	case n.Known():
		return n.Lo.String() + " " + measure
	case n.Hi == far:
		return "没有记录"
	}
	return fmt.Sprintf("%s %s（另有 %s %s没有记录）", n.Lo, measure, n.Hi.Sub(n.Lo), measure)
}

// is writes what a measure is, the way the line it is held against is written.
func is(measure string, v standard.Rat, like string) string {
	if !strings.HasSuffix(like, "%") {
		if r := v.Round(2, standard.HalfUp); r != v && r != v.Round(4, standard.HalfUp) {
			return plain(measure) + " 约为 " + r.String()
		}
		return plain(measure) + " 为 " + v.String()
	}
	text, exact := percentage(v)
	if !exact {
		return plain(measure) + " 约为 " + text
	}
	return plain(measure) + " 为 " + text
}

// percent writes a share as a percentage.
func percent(v standard.Rat) string { text, _ := percentage(v); return text }

// percentage writes a share as a percentage of at most two decimals.
func percentage(v standard.Rat) (text string, exact bool) {
	all := v.Mul(standard.Int(100))
	r := all.Round(2, standard.HalfUp)
	return r.String() + "%", r == all
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

func perWords(p *standard.Per, what, measure string, in []Step) string {
	verb, each := "扣", p.Minus
	if p.Plus != "" {
		verb, each = "加", p.Plus
	}
	n := in[0].Pair
	if n.Known() && n.Lo.Sign() == 0 {
		return none(what) + "，不" + verb
	}
	said := what + " " + times(n, measure)
	if p.Every != "" && p.Most > 0 {
		said += fmt.Sprintf("（%s最多算 %d 次）", party.Cadences.Label(party.Cadence(p.Every)), p.Most)
	}
	if p.Over != "" {
		said += "，超过 " + p.Over + " 的部分"
	}
	unit := "每" + measure
	if p.Unit != "" {
		unit = "每 " + p.Unit
	}
	return fmt.Sprintf("%s，%s%s %s 分", said, unit, verb, each)
}

// shareWords says how many obligations there were and how many were met, in the
// words of what they are: meetings are held, cases are handled, conditions hold.
func (s *scorer) shareWords(in []Step) string {
	if in[0].Op == OpNote {
		return "今年没有要办的"
	}
	met, total := in[1].Pair, in[2].Pair.Lo
	d := s.it.src.Duty
	switch {
	case d != nil && d.Require != "":
		if !met.Known() {
			return "条件是否具备没有记录"
		}
		if met.Lo.Sign() == 0 {
			return "条件不具备"
		}
		return "条件具备"
	case d != nil && d.Clock != "":
		return counts(met, total, [3]string{s.measure(), "办", "办成"})
	}
	verb := "办"
	if d != nil && s.held(d) {
		verb = "开"
	}
	return counts(met, total, [3]string{"次", verb, verb})
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

// counts writes 「5 次应开，开了 4 次」.
func counts(met Pair, total standard.Rat, w [3]string) string {
	said := fmt.Sprintf("%s %s应%s，%s了 %s %s", total, w[0], w[1], w[2], met.Lo, w[0])
	if !met.Known() {
		said += fmt.Sprintf("，另有 %s %s没有记录", met.Hi.Sub(met.Lo), w[0])
	}
	return said
}
