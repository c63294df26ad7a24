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
	if text == "" {
		return s.it.src.Title + "未做", s.measure()
	}
	measure = "次"
	if strings.HasPrefix(text, "人数(") {
		measure = "人"
	}
	return plain(text), measure
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

// share writes a number the way the line it is held against is written.
func share(v standard.Rat, like string) string {
	if strings.HasSuffix(like, "%") {
		return percent(v)
	}
	return v.String()
}

// percent writes a share as a percentage of at most two decimals.
func percent(v standard.Rat) string {
	exact := v.Mul(standard.Int(100))
	if r := exact.Round(2, standard.HalfUp); r != exact {
		return "约" + r.String() + "%"
	}
	return exact.String() + "%"
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
		return what + "没有，不" + verb
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
	return counts(met, total, [3]string{"次", "开", "开"})
}

// counts writes 「5 次应开，开了 4 次」.
func counts(met Pair, total standard.Rat, w [3]string) string {
	said := fmt.Sprintf("%s %s应%s，%s了 %s %s", total, w[0], w[1], w[2], met.Lo, w[0])
	if !met.Known() {
		said += fmt.Sprintf("，另有 %s %s没有记录", met.Hi.Sub(met.Lo), w[0])
	}
	return said
}
