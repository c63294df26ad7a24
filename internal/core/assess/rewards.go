package assess

import (
	"slices"

	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// levels gives the amount of an honour's level: of the highest, or of all (M16).
func (s *scorer) levels(l *standard.Levels) term {
	name := s.p.duty.Exprs.Name(register.NamedHonour, l.Honour)
	codes, gives := s.tiers(l.Table)
	sum := l.Take == "sum"
	return term{amount: func(r *run) Pair {
		entries := r.Named(name)
		var total standard.Rat
		n := 0
		for i := range entries {
			k := &entries[i]
			at := slices.Index(codes, party.Tier(k.Grade))
			if at < 0 || k.Year != r.Year().Of {
				continue
			}
			r.note(only(standard.Int(int64(at))))
			if n++; sum {
				total = total.Add(r.value(gives[at]).Lo)
			} else {
				total = total.Max(r.value(gives[at]).Lo)
			}
		}
		r.value(zero)
		if sum {
			r.op(OpSum, n+1)
		} else {
			r.op(OpMax, n+1)
		}
		return only(total)
	}, words: func(w *pen, in []Step) {
		between := "："
		w.say(l.Honour)
		for _, st := range in {
			if at, ok := st.Pair.Lo.Int64(); st.Op == OpNote && ok {
				w.say(between, party.Tiers.Label(codes[at]))
				between = "、"
			}
		}
		if between == "：" {
			w.say("没有")
		}
	}}
}

// tiers reads a table by level, in the order of the levels.
func (s *scorer) tiers(m map[string]string) ([]party.Tier, []standard.Rat) {
	var codes []party.Tier
	var gives []standard.Rat
	for _, t := range party.Tiers {
		text, ok := m[string(t.Code)]
		if !ok {
			text, ok = m[t.Label]
		}
		if ok {
			codes, gives = append(codes, t.Code), append(gives, s.amount(text))
		}
	}
	if len(codes) != len(m) {
		s.p.report(s.at.At, "荣誉级别要写 unit、town、county、city、province 或 nation")
	}
	return codes, gives
}

// refer takes the level that another scheme gave by decision (M31); until the
// closing a decision may still come, after it there is none.
func (s *scorer) refer(f *standard.Refer) term {
	names, gives := s.table(f.Table)
	all := hull(append(slices.Clone(gives), zero))
	return term{amount: func(r *run) Pair {
		level := decided(r.Year(), party.SchemeID(f.Scheme), r.Year().Of-f.Back)
		at := slices.Index(names, level)
		r.note(only(standard.Int(int64(at))))
		switch {
		case at >= 0:
			return r.value(gives[at])
		case level == "" && !r.Shut():
			return r.leaf(all)
		}
		return r.value(zero)
	}, words: func(w *pen, in []Step) {
		at, _ := in[0].Pair.Lo.Int64()
		switch w.say(f.Scheme); {
		case at >= 0:
			w.say(" 评为“", names[at], "”")
		case !in[1].Pair.Known():
			w.say(" 还没有决定")
		default:
			w.say(" 没有列入表内的等次")
		}
	}}
}

// decided returns the level that a scheme gave by its last decision for a year.
func decided(y *register.Year, scheme party.SchemeID, of int) string {
	level, on := "", party.NoDate
	for i := range y.Ratings {
		if d := &y.Ratings[i]; d.Scheme == scheme && d.Year == of && d.On >= on {
			level, on = d.Level, d.On
		}
	}
	return level
}
