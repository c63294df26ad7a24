package standard

// MostYears is for how many years after the one it starts in a scheme may run before
// it is authorised anew: the term of a village's or a community's committee (C12).
const MostYears = 5

// ends checks that a scheme ends, after it starts and within one term.
func (c *checker) ends(s *Scheme) {
	from := c.pack.From
	switch {
	case !s.Ends.Valid():
		c.bad("scheme.ends", CodeAuthor, "没有写到哪一天为止：ends: 2028-12-31(C12)")
	case !from.Valid():
	case s.Ends < from:
		c.bad("scheme.ends", CodeAuthor, "%s 起用的方案到 %s 就为止，一天也用不上(C12)；ends 写在 from 之后", from, s.Ends)
	case s.Ends.Year() > from.Year()+MostYears:
		c.bad("scheme.ends", CodeAuthor, "方案最长用到起用后第 %d 年(一届任期)，即 %d-12-31，到期重新发文(C12)；现在写的是 %s", MostYears, from.Year()+MostYears, s.Ends)
	}
}

// gaps tells totals for which no level is left, and levels that no total reaches (J1).
func (c *checker) gaps(s *Scheme) {
	if n := len(s.Levels); n > 0 && s.Levels[n-1].From != "" && s.Levels[n-1].If != "" && s.Below == "" {
		c.bad(at("scheme.levels", n-1, "if"), CodeLevels, "最低一级“%s”另有条件，不满足的没有等级；去掉 if，或写明 below: 不定级", clip(s.Levels[n-1].Name))
	}
	most, bounded := c.greatest(s)
	for i, l := range s.Levels {
		if from, err := Amount(l.From); bounded && err == nil && most.Less(from) {
			c.bad(at("scheme.levels", i, "from"), CodeLevels, "“%s”从 %s 分起，总分最多 %s，谁也到不了；改低，或改 max", clip(l.Name), from, most)
		}
	}
}

// greatest returns the greatest total of a scheme, where it is bounded: its maximum
// and the parts that come on top of it.
func (c *checker) greatest(s *Scheme) (Rat, bool) {
	most, err := Amount(s.Max)
	ok := err == nil
	for _, p := range s.Parts {
		if !p.Bonus {
			ok = ok && p.Cap != "none"
			continue
		}
		limit := p.Points
		if p.Cap != "" {
			limit = p.Cap
		}
		a, err := Amount(limit)
		most, ok = most.Add(a), ok && err == nil
	}
	if s.Compose.How == "multiply" {
		a, err := Amount(s.Compose.Max)
		most, ok = most.Mul(a), ok && err == nil
	}
	if a, err := Amount(s.Compose.Cap); err == nil {
		return most.Min(a), true
	}
	return most, ok && s.Compose.Cap != "none" && !c.overflows()
}

// overflows reports whether some item may give more than its points.
func (c *checker) overflows() bool {
	over := func(it *Item) bool {
		limit, err := Amount(it.Cap)
		return it.Cap != "" && (err != nil || it.Points == "" || amountOr(it.Points).Less(limit))
	}
	for i := range c.pack.Items {
		if over(&c.pack.Items[i]) {
			return true
		}
	}
	for i := range c.pack.Modify {
		if over(&c.pack.Modify[i].Set) {
			return true
		}
	}
	return false
}
