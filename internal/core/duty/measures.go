package duty

import (
	"slices"

	"qiangji/internal/core/standard"
)

// A Measure is one measure of the year loaded, under the name that rules call it by.
type Measure struct {
	Name  string
	Unit  string // 人, 次, 天 and so on; 是否 for a flag
	Value standard.Rat
	Known bool
}

// Required returns what the condition of a standing item asks of the organisation, as
// it is on the as-of day, each measure once in the order in which it is named: so that
// a reader sees what the branch has, not only that it is not enough.
func (p *Program) Required(i int, e *Env) []Measure {
	r := &p.rules[i]
	if r.form != standing || r.require < 0 || e.exprs.conds[r.require].node == nil {
		return nil
	}
	var list []Measure
	e.exprs.conds[r.require].node.Walk(func(n *standard.Node) {
		if n.Op != standard.OpRef {
			return
		}
		m, ok := e.measure(n.Ref)
		if ok && !slices.ContainsFunc(list, func(had Measure) bool { return had.Name == m.Name }) {
			list = append(list, m)
		}
	})
	return list
}

// measure reads a measure of the organisation itself; those of members and of other
// years are none, and texts neither.
func (e *Env) measure(r standard.Ref) (Measure, bool) {
	y := e.year
	switch r.Space {
	case standard.SpaceSeries:
		return Measure{standard.SeriesWords[r.Index].Name, standard.SeriesWords[r.Index].Unit, ofYear(y, r.Index), true}, true
	case standard.SpaceNumber:
		w := standard.NumberWords[r.Index]
		return Measure{w.Name, w.Unit, standard.FromDecimal(y.Numbers[r.Index]), !y.Unknown[r.Index]}, true
	case standard.SpaceProfile:
		w := standard.ProfileWords[r.Index]
		if w.Unit == "文字" || len(y.Segments) == 0 {
			return Measure{}, false
		}
		v := y.Segments[e.last].Values[r.Index] // below 0 it is not known
		return Measure{w.Name, w.Unit, standard.Int(int64(max(v, 0))), v >= 0}, true
	}
	return Measure{}, false
}
