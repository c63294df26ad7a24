package standard

// balance holds the terms of an item against its points: what can be gained,
// what can be lost, and whether one row does both (J3, J4, J14).
func (c *checker) balance(s subjectOf) {
	it := s.it
	points, err := Amount(it.Points)
	if err != nil {
		if len(s.set.Score) > 0 && it.Points == "" {
			c.bad(s.path+".points", CodeRequired, "有计分项就要写 points：本项满分；只扣分的写 0")
		}
		return
	}
	sum := weigh(it, points)
	read := it.Reading != ""
	score := s.path + ".score"
	switch {
	case it.Start == "full" && sum.adds && sum.deducts:
		c.doubt(read, score, CodeMixed, "满分起扣的条目里又有加分；拆成两条，加分的另写 start: zero")
	case it.Start == "full" && sum.adds && it.Cap == "":
		c.doubt(read, score, CodeStart, "从满分起再加分不会变；改成 start: zero，或写 cap 放宽上限")
	case it.Start == "zero" && sum.deducts && !sum.adds && !negative(it.Floor):
		c.doubt(read, score, CodeStart, "从 0 分起只扣分，永远是 0 分；改成 start: full，或写 floor 为负数")
	case it.Start == "zero" && sum.deducts && sum.adds && negative(it.Floor):
		c.doubt(read, score, CodeMixed, "一条里又加又扣；拆成两条")
	}
	if it.Start == "full" && sum.bounded && points.Less(sum.loss) && it.Floor == "" {
		c.warn(score, CodeFloor, "各项扣分合计 %s，大于本项 %s 分；写明 floor: 0(扣完为止)", sum.loss, points)
	}
	if it.Start != "zero" || !sum.known || !sum.adds || points.Sign() <= 0 {
		return
	}
	switch {
	case sum.gain.Less(points):
		c.doubt(read, score, CodePoints, "各项合计最多得 %s 分，达不到本项 %s 分；改到一样，原文本来如此的写 reading 说明怎么读", sum.gain, points)
	case points.Less(sum.steps) && it.Cap == "":
		c.doubt(read, score, CodePoints, "各步合计 %s 分，大于本项 %s 分；改到一样，原文本来如此的写 reading 说明怎么读", sum.steps, points)
	}
}

func negative(floor string) bool {
	a, err := Amount(floor)
	return err == nil && a.Sign() < 0
}

// weights is what the terms of an item can do together.
type weights struct {
	gain    Rat  // the most that they can add
	known   bool // gain is known
	steps   Rat  // of which by steps
	loss    Rat  // the most that elements, cases and ladders can deduct
	bounded bool // there is such a loss
	adds    bool
	deducts bool
}

// weigh adds up the terms; of those with one Once only the greatest counts.
func weigh(it *Item, points Rat) weights {
	w := weights{known: true}
	once := map[string]Rat{}
	for i := range it.Score {
		t := &it.Score[i]
		gain, known := t.most(points)
		if a, err := Amount(t.Cap); err == nil {
			if !known || a.Less(gain) {
				gain, known = a, true
			}
		} else if t.Times != nil {
			known = false
		}
		adds, deducts := t.signs()
		w.adds, w.deducts = w.adds || adds, w.deducts || deducts
		w.known = w.known && known
		if loss := t.loss(points); loss.Sign() > 0 {
			w.loss, w.bounded = w.loss.Add(loss), true
		}
		if len(t.Steps) > 0 {
			w.steps = w.steps.Add(gain)
		}
		if t.Once != "" {
			gain, once[t.Once] = gain.Sub(once[t.Once]).Max(Rat{}), gain.Max(once[t.Once])
		}
		w.gain = w.gain.Add(gain)
	}
	return w
}

// amountOr reads an amount, 0 where there is none.
func amountOr(text string) Rat {
	a, err := Amount(text)
	if err != nil {
		return Rat{}
	}
	return a
}

// most returns the greatest amount of a term, where it is bounded.
func (t *Term) most(points Rat) (Rat, bool) {
	best := Rat{}
	take := func(texts ...string) {
		for _, text := range texts {
			best = best.Max(amountOr(text))
		}
	}
	switch {
	case t.Share != nil:
		return points, true
	case t.Binary != nil:
		take(t.Binary.Give, t.Binary.Else)
	case t.Judge != nil && !t.Judge.Minus:
		take(t.Judge.Max)
	case t.Timely != nil:
		take(t.Timely.OnTime, t.Timely.Late, t.Timely.None)
	case t.TwoWay != nil:
		take(t.TwoWay.Max)
		return best, t.TwoWay.Max != ""
	case t.Rank != nil:
		take(t.Rank.Last)
		take(t.Rank.Table...)
	case t.Per != nil && t.Per.Most > 0 && t.Per.Plus != "":
		windows := map[string]int64{"month": 12, "quarter": 4, "half": 2, "year": 1}[t.Per.Every]
		return amountOr(t.Per.Plus).Mul(Int(windows * int64(t.Per.Most))), true
	}
	for _, b := range t.tableBands() {
		take(b.Give, b.Max)
	}
	for _, a := range t.tableAmounts() {
		take(a)
	}
	for _, st := range t.Steps {
		best = best.Add(amountOr(st.Give))
	}
	bounded := t.Pieces == nil && t.Rollup == nil && t.Formula == "" && (t.Levels == nil || t.Levels.Take != "sum") && (t.Per == nil || t.Per.Plus == "")
	return best, bounded
}

func (t *Term) tableBands() []Band {
	switch {
	case t.Bands != nil:
		return append([]Band{{Give: t.Bands.Under}}, t.Bands.Table...)
	case t.Percent != nil:
		return t.Percent.Table
	}
	return nil
}

func (t *Term) tableAmounts() map[string]string {
	switch {
	case t.Grade != nil:
		return t.Grade.Table
	case t.Levels != nil:
		return t.Levels.Table
	case t.Refer != nil:
		return t.Refer.Table
	}
	return nil
}

// loss returns the most that a term with a fixed list can deduct.
func (t *Term) loss(points Rat) Rat {
	sum := Rat{}
	for _, e := range t.Missing {
		sum = sum.Add(amountOr(e.Minus))
	}
	for _, w := range t.Worst {
		if w.Minus == "all" {
			return points
		}
		sum = sum.Max(amountOr(w.Minus))
	}
	if t.Ladder != nil && t.Ladder.Beyond == "last" && len(t.Ladder.Minus) > 0 {
		sum = amountOr(t.Ladder.Minus[len(t.Ladder.Minus)-1])
	}
	if t.Judge != nil && t.Judge.Minus {
		sum = amountOr(t.Judge.Max)
	}
	return sum
}

// signs reports whether a term can add and whether it can deduct. A formula and
// a base that goes both ways say of themselves what they do.
func (t *Term) signs() (adds, deducts bool) {
	switch {
	case t.Per != nil:
		return t.Per.Plus != "", t.Per.Minus != ""
	case t.Judge != nil:
		return !t.Judge.Minus, t.Judge.Minus
	case len(t.Missing) > 0, len(t.Worst) > 0, t.Ladder != nil, t.Below != nil, t.Overdue != nil:
		return false, true
	case t.TwoWay != nil, t.Formula != "":
		return false, false
	}
	bands, amounts := t.tableBands(), t.tableAmounts()
	if len(bands) == 0 && len(amounts) == 0 {
		return true, false
	}
	for _, b := range bands {
		adds = adds || amountOr(b.Give).Sign() > 0 || amountOr(b.Max).Sign() > 0
		deducts = deducts || amountOr(b.Give).Sign() < 0
	}
	for _, a := range amounts {
		adds, deducts = adds || amountOr(a).Sign() > 0, deducts || amountOr(a).Sign() < 0
	}
	return adds, deducts
}
