package standard

// A use says what an expression of a pack does to a result.
type use uint8

const (
	useResult use = iota // it may lower the result
	useDone              // it gives something where a thing was done
	useGain              // it counts what each gives something: it can only raise
	useEffect            // it is an outcome, beside the verdict (C1)
	useScope             // it says whom something is for
)

// A feed is one expression of a pack, or one declared name that is read without an
// expression, with the place where it stands.
type feed struct {
	path  string
	text  string
	place Place
	use   use
	ref   Ref // where text is empty
}

// feeds lists every expression of a pack and every name it reads. What is checked
// of expressions is checked of this list, so that a new place cannot be forgotten.
func (p *Pack) feeds() []feed {
	var fs []feed
	for i := range p.Items {
		fs = append(fs, p.Items[i].feeds(at("items", i, ""))...)
	}
	for i := range p.Modify {
		fs = append(fs, p.Modify[i].Set.feeds(at("modify", i, "set"))...)
	}
	return append(fs, p.Scheme.feeds()...)
}

// A feedList gathers the feeds below one path; what is not written is left out.
type feedList struct {
	path string
	list []feed
}

func (l *feedList) add(field, text string, place Place, u use) {
	if text != "" {
		l.list = append(l.list, feed{path: l.path + field, text: text, place: place, use: u})
	}
}

func (l *feedList) name(field string, space Space, name string, u use) {
	if name != "" {
		l.list = append(l.list, feed{path: l.path + field, ref: Ref{Space: space, Name: name}, use: u})
	}
}

// feeds lists the expressions of a scheme.
func (s *Scheme) feeds() []feed {
	if s == nil {
		return nil
	}
	l := feedList{path: "scheme"}
	add := func(field, text string) { l.add(field, text, PlacePolicy, useResult) }
	for i, size := range s.Sizes {
		l.add(at(".sizes", i, "if"), size.If, PlaceProfile, useScope)
	}
	add(".compose.factor", s.Compose.Factor)
	for i, v := range s.Levels {
		add(at(".levels", i, "if"), v.If)
	}
	for i, v := range s.Tiers {
		add(at(".tiers", i, "if"), v.If)
	}
	for i, v := range s.Vetoes {
		add(at(".vetoes", i, "if"), v.If)
	}
	for i, v := range s.Exempt {
		add(at(".exempt", i, "if"), v.If)
	}
	for i, v := range s.Gates {
		add(at(".gates", i, "if"), v.If)
	}
	for i, v := range s.Quotas {
		if v.Ties != "all_in" && v.Ties != "all_out" {
			add(at(".quotas", i, "ties"), v.Ties)
		}
	}
	if s.Advance != nil {
		add(".advance.unless", s.Advance.Unless)
	}
	for i, v := range s.Direct {
		add(at(".direct", i, "if"), v.If)
	}
	return l.list
}

// feeds lists the expressions of an item.
func (it *Item) feeds(path string) []feed {
	l := feedList{path: path}
	l.add(".applies_if", it.AppliesIf, PlaceProfile, useScope)
	if d := it.Duty; d != nil {
		l.add(".duty.count", d.Count, PlaceScore, useDone)
		for i, text := range d.Each {
			l.add(at(".duty.each", i, ""), text, PlaceScore, useDone)
		}
		l.add(".duty.require", d.Require, PlaceState, useDone)
	}
	if it.Outcome != nil {
		l.add(".outcome.of", it.Outcome.Of, PlaceState, useEffect)
	}
	l.add(".zero_if", it.Zero, PlaceScore, useResult)
	for i := range it.Score {
		l.list = append(l.list, it.Score[i].feeds(at(path+".score", i, ""))...)
	}
	return l.list
}

// feeds lists the expressions of a term, and the names it reads.
func (t *Term) feeds(path string) []feed {
	l := feedList{path: path}
	done := useResult
	if adds, deducts := t.signs(); adds && !deducts {
		done = useDone
	}
	add := func(field, text string, u use) { l.add(field, text, PlaceScore, u) }
	add(".if", t.If, useResult)
	if t.Times != nil {
		add(".times.if", t.Times.If, useResult)
	}
	if t.Per != nil {
		u := useResult
		if t.Per.Plus != "" && t.Per.Minus == "" {
			u = useGain
		}
		add(".per.count", t.Per.Count, u)
	}
	if t.Binary != nil {
		add(".binary.if", t.Binary.If, done)
	}
	for i, e := range t.Missing {
		add(at(".missing", i, "if"), e.If, useResult)
	}
	for i, w := range t.Worst {
		add(at(".worst", i, "if"), w.If, useResult)
	}
	for i, st := range t.Steps {
		add(at(".steps", i, "if"), st.If, done)
	}
	add(".formula", t.Formula, useResult)
	t.measures(&l, done)
	t.names(&l, done)
	return l.list
}

// measures adds the measures that a term's table is read by.
func (t *Term) measures(l *feedList, done use) {
	add := func(field, text string, u use) { l.add(field, text, PlaceScore, u) }
	if t.Ladder != nil {
		add(".ladder.count", t.Ladder.Count, useResult)
	}
	if t.Below != nil {
		add(".below.of", t.Below.Of, useResult)
	}
	if t.Bands != nil {
		add(".bands.of", t.Bands.Of, done)
		for i, b := range t.Bands.Table {
			add(at(".bands.table", i, "or"), b.Or, done)
		}
	}
	if t.TwoWay != nil {
		add(".two_way.of", t.TwoWay.Of, useResult)
	}
	if t.Pieces != nil {
		add(".pieces.of", t.Pieces.Of, done)
	}
	if t.Rank != nil {
		add(".rank.of", t.Rank.Of, useResult)
	}
	if t.Percent != nil {
		add(".percentile.of", t.Percent.Of, useResult)
		for i, b := range t.Percent.Table {
			add(at(".percentile.table", i, "or"), b.Or, useResult)
		}
	}
	if t.Timely != nil {
		add(".timely.series", t.Timely.Series, done)
	}
}

// names adds the names that a term reads without an expression.
func (t *Term) names(l *feedList, done use) {
	if t.Judge != nil {
		l.name(".judge.mark", SpaceMark, t.Judge.Mark, done)
	}
	if t.Grade != nil {
		l.name(".grade.mark", SpaceGrade, t.Grade.Mark, done)
	}
	if t.Bands != nil {
		for i, b := range t.Bands.Table {
			l.name(at(".bands.table", i, "mark"), SpaceMark, b.Mark, done)
		}
	}
	if t.Percent != nil {
		for i, b := range t.Percent.Table {
			l.name(at(".percentile.table", i, "mark"), SpaceMark, b.Mark, useResult)
		}
	}
	if t.Levels != nil {
		u := useResult
		if _, deducts := t.signs(); !deducts {
			u = useGain
		}
		l.name(".levels.honour", SpaceHonour, t.Levels.Honour, u)
	}
}
