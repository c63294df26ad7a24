package assess

import (
	"qiangji/internal/core/duty"
	"qiangji/internal/core/standard"
)

// A step of a table of bands.
type band struct {
	from duty.Number
	or   duty.Cond
	lift bool // or is given
	give amount
}

// bands gives what the band gives in which a number falls; a band's From is
// included, the next one's is not (M07). Another measure may lift into a band,
// and a band may leave a range to a judge (M15).
func (s *scorer) bands(b *standard.Bands) term {
	of, under := s.number(b.Of), s.amount(b.Under)
	t := term{own: of.Own, selfish: of.Own, quick: bandsQ(of, b.Table, under)}
	table := make([]band, len(b.Table))
	for i, x := range b.Table {
		table[i] = s.band(&t, x)
	}
	t.amount = func(r *run) Pair {
		v := only(of.Of(r.Env))
		r.note(v)
		var p Pair
		open := 0
		for i := len(table) - 1; i >= 0; i-- {
			in := table[i].holds(r, v)
			if in == duty.No {
				continue
			}
			q := table[i].give(r)
			if open++; open == 1 {
				p = q
			}
			p = p.Or(q)
			if in == duty.Yes {
				r.op(OpHull, open)
				return p
			}
		}
		q := r.value(under)
		if open == 0 {
			p = q
		}
		r.op(OpHull, open+1)
		return p.Or(q)
	}
	what := s.p.plain(b.Of)
	t.words = func(w *pen, in []Step) {
		if w.is(what, in[0].Pair, b.Table[0].From); in[0].Pair != wide {
			w.say("，按所在的档")
		}
	}
	return t
}

// band compiles one band.
func (s *scorer) band(t *term, x standard.Band) band {
	b := band{from: s.number(x.From), or: duty.Always}
	if x.Or != "" {
		b.or, b.lift = s.cond(t, x.Or), true
	}
	if x.Mark == "" {
		give := s.amount(x.Give)
		b.give = func(r *run) Pair { return r.value(give) }
		return b
	}
	j := s.judge(&standard.Judge{Mark: x.Mark, Min: x.Min, Max: x.Max})
	b.give = j.amount
	return b
}

// holds reports whether a number, or what lifts into the band, reaches it.
func (b *band) holds(r *run, v Pair) duty.Tri {
	in := duty.Maybe
	if v != wide {
		in = duty.Is(!v.Lo.Less(b.from.Of(r.Env)))
	}
	if !b.lift || in == duty.Yes {
		return in
	}
	return in.Or(r.Holds(b.or))
}
