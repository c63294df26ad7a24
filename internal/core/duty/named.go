package duty

import (
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// A name is one declared name that a pool asks for. Entries of a year are sorted
// by kind and name, so each name is one run of them, found once for each branch.
type name struct {
	kind register.NamedKind
	word string
}

// ranged is where the entries of a name stand.
type ranged struct {
	round    uint32
	from, to int32
}

// A Name is the place of a declared name in a pool.
type Name int

// Name returns the place of a declared name.
func (x *Exprs) Name(kind register.NamedKind, word string) Name {
	for i, n := range x.names {
		if n.kind == kind && n.word == word {
			return Name(i)
		}
	}
	x.names = append(x.names, name{kind, word})
	return Name(len(x.names) - 1)
}

// Named returns the entries of a name in the year loaded, in order of day.
func (e *Env) Named(n Name) []register.Named {
	r := &e.named[n]
	if e.earlier {
		k := e.findName(e.exprs.names[n])
		return e.year.Named[k.from:k.to]
	}
	if r.round != e.round {
		*r = e.findName(e.exprs.names[n])
	}
	return e.year.Named[r.from:r.to]
}

func (e *Env) findName(n name) ranged {
	got := ranged{round: e.round}
	all := e.year.Named
	i := 0
	for i < len(all) && (all[i].Kind != n.kind || all[i].Name != n.word) {
		i++
	}
	got.from = int32(i)
	for i < len(all) && all[i].Kind == n.kind && all[i].Name == n.word {
		i++
	}
	got.to = int32(i)
	return got
}

// named compiles the name of a figure, mark, honour or event as a number.
func (c *compiler) named(r standard.Ref) number {
	words := &c.x.std.Words
	switch r.Space {
	case standard.SpaceFigure:
		return c.figure(&words.Figures[r.Index])
	case standard.SpaceMark:
		return c.mark(&words.Marks[r.Index])
	case standard.SpaceEvent:
		return c.event(&words.Events[r.Index], r.Grade)
	case standard.SpaceHonour:
		return c.honour(r.Name, r.Grade)
	}
	return unknown
}

// figure yields a figure of the year: the last, the sum or the greatest.
func (c *compiler) figure(f *standard.FigureName) number {
	n := c.x.Name(register.NamedFigure, f.Name)
	none := standard.NaR
	if f.Absent == "none" {
		none = standard.Int(0)
	}
	merge := f.Merge
	return func(e *Env) standard.Rat {
		v, found := none, false
		entries := e.Named(n)
		for i := range entries {
			if entries[i].Year != 0 && entries[i].Year != e.year.Of {
				continue
			}
			k := standard.FromDecimal(entries[i].Value)
			switch {
			case !found || merge == "" || merge == "last":
				v = k
			case merge == "sum":
				v = v.Add(k)
			default:
				v = v.Max(k)
			}
			found = true
		}
		return v
	}
}

// event yields how often a thing happened in the years looked at.
func (c *compiler) event(ev *standard.EventName, grade string) number {
	n := c.x.Name(register.NamedEvent, ev.Name)
	back, silent := c.back, ev.Absent == "unknown"
	return func(e *Env) standard.Rat {
		var sum party.Decimal
		entries, found := e.Named(n), false
		for i := range entries {
			k := &entries[i]
			if k.Year < e.year.Of-back || k.Year > e.year.Of {
				continue
			}
			found = true
			if grade == "" || k.Grade == grade {
				sum += k.Value
			}
		}
		if silent && !found {
			return standard.NaR
		}
		return standard.FromDecimal(sum)
	}
}

// honour yields how many honours of a level were given in the years looked at.
func (c *compiler) honour(word, level string) number {
	n := c.x.Name(register.NamedHonour, word)
	back := c.back
	return func(e *Env) standard.Rat {
		count := int64(0)
		entries := e.Named(n)
		for i := range entries {
			k := &entries[i]
			if k.Year >= e.year.Of-back && k.Year <= e.year.Of && (level == "" || k.Grade == level) {
				count++
			}
		}
		return standard.Int(count)
	}
}

// mark yields the mark in the final column: the last one, or the mean where the
// pack says that several judges mark; unknown until all have.
func (c *compiler) mark(m *standard.MarkName) number {
	n := c.x.Name(register.NamedMark, m.Name)
	judges := max(m.Judges, 1)
	return func(e *Env) standard.Rat {
		got := e.Marks(n, "final")
		if got.N < judges {
			return standard.NaR
		}
		if judges == 1 {
			return got.Last
		}
		return got.Sum.Div(standard.Int(int64(got.N)))
	}
}

// grade yields the last grade in the final column, or "".
func (c *compiler) grade(r standard.Ref) func(*Env) string {
	n := c.x.Name(register.NamedMark, r.Name)
	return func(e *Env) string { return e.Grade(n, "final") }
}

// graded compiles whether a mark's grade is one of some literals.
func (c *compiler) graded(r standard.Ref, lits []*standard.Node) truth {
	grade := c.grade(r)
	return func(e *Env) Tri {
		g := grade(e)
		if g == "" {
			return Maybe
		}
		for _, l := range lits {
			if l.Text == g {
				return Yes
			}
		}
		return No
	}
}

// Grade returns the last grade that a column gave in the year, or "".
func (e *Env) Grade(n Name, column party.Column) string {
	entries := e.Named(n)
	for i := len(entries) - 1; i >= 0; i-- {
		if k := &entries[i]; !k.Valued && k.Column == column && k.Year == e.year.Of {
			return k.Grade
		}
	}
	return ""
}

// A Panel is the marks that one column gave, one to a judge: the last of each.
type Panel struct {
	N                      int
	Last, Sum, Least, Most standard.Rat
	Outside                int // marks outside the range, which do not count
	low, high              standard.Rat
}

// Marks returns the marks of a column in the year, whatever their range.
func (e *Env) Marks(n Name, column party.Column) Panel {
	return e.MarksWithin(n, column, [2]standard.Rat{standard.NaR, standard.NaR})
}

// MarksWithin returns the marks of a column that lie in a range; NaR bounds
// nothing. A judge who marks again replaces the earlier mark.
func (e *Env) MarksWithin(n Name, column party.Column, bounds [2]standard.Rat) Panel {
	p := Panel{low: bounds[0], high: bounds[1]}
	entries := e.Named(n)
	for i := range entries {
		k := &entries[i]
		if k.Valued && k.Column == column && k.Year == e.year.Of && !again(entries[i+1:], k) {
			p.take(standard.FromDecimal(k.Value))
		}
	}
	return p
}

// again reports whether the same judge marks in the same column later.
func again(later []register.Named, k *register.Named) bool {
	for i := range later {
		l := &later[i]
		if l.Valued && l.Column == k.Column && l.Judge == k.Judge && l.Year == k.Year {
			return true
		}
	}
	return false
}

func (p *Panel) take(v standard.Rat) {
	if p.low.Valid() && v.Less(p.low) || p.high.Valid() && p.high.Less(v) {
		p.Outside++
		return
	}
	if p.N == 0 {
		p.Least, p.Most = v, v
	}
	p.N++
	p.Last, p.Sum = v, p.Sum.Add(v)
	p.Least, p.Most = p.Least.Min(v), p.Most.Max(v)
}
