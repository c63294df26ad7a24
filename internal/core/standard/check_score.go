package standard

import (
	"slices"
	"strings"
)

// scored checks how an item counts: points, start, floor, cap and terms.
func (c *checker) scored(s subjectOf) {
	set, it := s.set, s.it
	points, ok := c.amount(s.path+".points", set.Points)
	if ok && points.Sign() < 0 {
		c.bad(s.path+".points", CodePoints, "分值不能是负数；只扣分的条目写 points: 0 并写 floor")
	}
	c.floor(s.path+".floor", set.Floor)
	c.bound(s.path+".cap", set.Cap)
	c.oneOf(s.path+".start", set.Start, "full", "zero")
	if set.Scale != nil && (*set.Scale < 0 || *set.Scale > 4) {
		c.bad(s.path+".scale", CodeValue, "小数位数写 0 至 4")
	}
	c.cond(s.path+".zero_if", set.Zero, PlaceScore)
	c.placed(s)
	found := len(c.problems)
	for i := range set.Score {
		c.term(s, at(s.path+".score", i, ""), &set.Score[i])
	}
	sound := !broken(c.problems[found:]) && !c.pack.doubts.within[s.path]
	switch {
	case len(set.Score) > 0 && it.Start == "":
		c.bad(s.path+".start", CodeStart, "有计分项就要写从哪里起：start: full(满分起扣) 或 zero(0 分起加)")
	case len(it.Score) == 0 && it.Points != "" && set.Points != "" && it.Duty == nil && points.Sign() > 0:
		c.bad(s.path+".points", CodeTerm, "有分值，但既没有任务也没有计分项，算不出分")
	}
	if sound && len(it.Score) > 0 && (len(set.Score) > 0 || set.Points != "" || set.Start != "") {
		c.balance(s)
	}
}

// bound checks a cap: an amount, or none.
func (c *checker) bound(path, text string) {
	if text != "none" {
		c.amount(path, text)
	}
}

// floor checks a floor: what is deducted ends somewhere.
func (c *checker) floor(path, text string) {
	if text == "none" {
		c.doubt(false, path, CodeFloor, "下限要写一个数；扣成负分的写够低的负数，例如 floor: -100")
		return
	}
	c.amount(path, text)
}

// placed checks that an item with points belongs to a part of the scheme.
func (c *checker) placed(s subjectOf) {
	if c.pack.Scheme == nil {
		return
	}
	if s.set.Part != "" && !slices.ContainsFunc(c.pack.Scheme.Parts, func(p Part) bool { return p.ID == s.set.Part }) {
		ids := make([]string, len(c.pack.Scheme.Parts))
		for i, p := range c.pack.Scheme.Parts {
			ids[i] = p.ID
		}
		c.bad(s.path+".part", CodePart, "没有叫“%s”的部分%s", clip(s.set.Part), instead(s.set.Part, ids, "、"))
	}
	if s.set.Points != "" && s.it.Part == "" {
		c.bad(s.path+".points", CodePart, "有分值的条目要写 part：归到哪个部分")
	}
}

// mechanics names the mechanics that a term sets, in the words of the YAML.
func (t *Term) mechanics() []string {
	var set []string
	for _, m := range []struct {
		name  string
		given bool
	}{
		{"share", t.Share != nil}, {"binary", t.Binary != nil}, {"per", t.Per != nil}, {"missing", len(t.Missing) > 0},
		{"ladder", t.Ladder != nil}, {"below", t.Below != nil}, {"bands", t.Bands != nil}, {"two_way", t.TwoWay != nil},
		{"grade", t.Grade != nil}, {"judge", t.Judge != nil}, {"worst", len(t.Worst) > 0}, {"steps", len(t.Steps) > 0},
		{"timely", t.Timely != nil}, {"pieces", t.Pieces != nil}, {"levels", t.Levels != nil}, {"overdue", t.Overdue != nil},
		{"refer", t.Refer != nil}, {"rank", t.Rank != nil}, {"percentile", t.Percent != nil}, {"rollup", t.Rollup != nil},
		{"formula", t.Formula != ""},
	} {
		if m.given {
			set = append(set, m.name)
		}
	}
	return set
}

// term checks one term.
func (c *checker) term(s subjectOf, path string, t *Term) {
	set := t.mechanics()
	if len(set) != 1 {
		if len(set) == 0 {
			c.bad(path, CodeTerm, "这个计分项没有写怎么算：写 binary、per、missing、bands… 之一")
		} else {
			c.bad(path, CodeTerm, "一个计分项只写一种算法，这里有 %s；拆成几项", strings.Join(set, "、"))
		}
		return
	}
	c.cond(path+".if", t.If, PlaceScore)
	if a, ok := c.amount(path+".cap", t.Cap); ok && a.Sign() < 0 {
		c.bad(path+".cap", CodeAmount, "cap 是最多加或最多扣多少，写正数")
	}
	if t.Times != nil {
		c.plus(path+".times.by", t.Times.By, "倍数")
		c.cond(path+".times.if", t.Times.If, PlaceScore)
	}
	if s.it.Duty == nil && (t.Share != nil || t.Per != nil && t.Per.Count == "") {
		c.bad(path, CodeTerm, "%s 数的是本项的任务，但条目没有 duty", set[0])
	}
	path += "." + set[0]
	c.mechanicOne(path, t)
	c.mechanicTwo(path, t)
	c.mechanicThree(path, t, s.it.Duty)
}

// mechanicOne checks the terms that count or ask.
func (c *checker) mechanicOne(path string, t *Term) {
	switch {
	case t.Binary != nil:
		if c.need(path+".if", t.Binary.If, "什么条件下得分") {
			c.cond(path+".if", t.Binary.If, PlaceScore)
		}
		give, ok := c.needAmount(path+".give", t.Binary.Give, "得多少分")
		if other, has := c.amount(path+".else", t.Binary.Else); ok && has && give.Sign()*other.Sign() < 0 {
			c.bad(path, CodeMixed, "一条里有就加、没有就扣；拆成两条，一条加分(start: zero)，一条扣分(start: full)")
		}
	case t.Per != nil:
		c.per(path, t.Per)
	case t.Formula != "":
		c.formula(path, t.Formula, PlaceScore)
	}
	for i, e := range t.Missing {
		c.need(at(path, i, "what"), e.What, "要素的名称")
		if c.need(at(path, i, "if"), e.If, "什么条件下算有") {
			c.cond(at(path, i, "if"), e.If, PlaceScore)
		}
		c.plus(at(path, i, "minus"), e.Minus, "缺这一项扣多少")
	}
	for i, w := range t.Worst {
		c.need(at(path, i, "what"), w.What, "情形")
		if c.need(at(path, i, "if"), w.If, "什么条件下算这种情形") {
			c.cond(at(path, i, "if"), w.If, PlaceScore)
		}
		if w.Minus != "all" {
			c.plus(at(path, i, "minus"), w.Minus, "这种情形扣多少(全扣写 all)")
		}
	}
	for i, st := range t.Steps {
		c.need(at(path, i, "what"), st.What, "这一步做什么")
		if c.need(at(path, i, "if"), st.If, "什么条件下算做到") {
			c.cond(at(path, i, "if"), st.If, PlaceScore)
		}
		c.plus(at(path, i, "give"), st.Give, "这一步得多少分")
	}
}

func (c *checker) per(path string, p *Per) {
	switch {
	case p.Minus == "" && p.Plus == "":
		c.bad(path, CodeTerm, "没有写每次扣多少(minus)或加多少(plus)")
	case p.Minus != "" && p.Plus != "":
		c.bad(path, CodeMixed, "一个计分项里又加又扣；拆成两项")
	case p.Minus != "":
		c.plus(path+".minus", p.Minus, "每次扣多少")
	default:
		c.plus(path+".plus", p.Plus, "每次加多少")
	}
	n := c.formula(path+".count", p.Count, PlaceScore)
	if p.Over != "" {
		c.line(path+".over", p.Over, "超过多少才算")
	}
	if p.Unit != "" {
		c.plus(path+".unit", p.Unit, "每多少算一次")
	}
	if p.Unit != "" || p.Rounding != "" {
		c.rounding(path+".rounding", p.Rounding, "不满一个单位的", "up", "down", "proportional")
	}
	switch {
	case (p.Every == "") != (p.Most == 0):
		c.bad(path, CodeTerm, "every 和 most 要一起写：每月(季、半年、年)最多算几次")
	case p.Every != "":
		c.oneOf(path+".every", p.Every, "month", "quarter", "half", "year")
		if p.Most < 0 || p.Most > 366 {
			c.bad(path+".most", CodeValue, "most 写 1 至 366")
		}
		if sum, _ := c.std.Occurrences(p.Count); n != nil && sum == nil && !n.dated() {
			c.bad(path+".count", CodeTerm, "按期限次数的，count 写系列、次数.名称(可用 + 相加) 或 荣誉.名称")
		}
	}
}

// dated reports whether a node is one measure whose occurrences have their days.
func (n *Node) dated() bool {
	return n.Op == OpRef && (n.Ref.Space == SpaceSeries || n.Ref.Space == SpaceEvent || n.Ref.Space == SpaceHonour)
}

// rounding requires that the text says what a broken step counts.
func (c *checker) rounding(path, value, what string, list ...string) {
	if value == "" {
		c.bad(path, CodeRounding, "%s怎么算没有写：rounding: %s", what, strings.Join(spelt(path, list), " 或 "))
		return
	}
	c.oneOf(path, value, list...)
}

// mechanicTwo checks the terms with a measure and a table.
func (c *checker) mechanicTwo(path string, t *Term) {
	switch {
	case t.Ladder != nil:
		c.ladder(path, t.Ladder)
	case t.Below != nil:
		c.below0(path, t.Below)
	case t.Bands != nil:
		c.bands(path, t.Bands.Of, t.Bands.Table)
		c.amount(path+".under", t.Bands.Under)
	case t.TwoWay != nil:
		c.twoWay(path, t.TwoWay)
	case t.Pieces != nil:
		c.pieces(path, t.Pieces)
	case t.Percent != nil:
		c.percentile(path, t.Percent)
	case t.Rank != nil:
		c.measure(path+".of", t.Rank.Of, "按什么排名")
		c.ties(path+".ties", t.Rank.Ties)
		if len(t.Rank.Table) == 0 {
			c.bad(path+".table", CodeRequired, "没有写各名次的分：table: [第一名, 第二名, …]")
		}
		for i, a := range t.Rank.Table {
			c.needAmount(at(path+".table", i, ""), a, "名次的分")
		}
		c.amount(path+".last", t.Rank.Last)
	}
}

// measure compiles the measure that a table reads.
func (c *checker) measure(path, text, what string) *Node {
	if !c.need(path, text, what) {
		return nil
	}
	return c.formula(path, text, PlaceScore)
}

// ties requires a rule for equal values.
func (c *checker) ties(path, value string) {
	if value == "" {
		c.bad(path, CodeTies, "并列怎么算没有写：ties: same(1、1、3)、dense(1、1、2) 或 shared(平分名次)")
		return
	}
	c.oneOf(path, value, "same", "dense", "shared")
}

// mechanicThree checks the terms that read marks, honours, clocks and other
// schemes.
func (c *checker) mechanicThree(path string, t *Term, d *Duty) {
	switch {
	case t.Grade != nil:
		c.graded(path, t.Grade)
	case t.Judge != nil:
		c.judge(path, t.Judge)
	case t.Timely != nil:
		c.timely(path, t.Timely, d)
	case t.Levels != nil:
		c.honourLevels(path, t.Levels)
	case t.Overdue != nil:
		c.clock(path+".clock", t.Overdue.Clock)
		c.span(path+".within", t.Overdue.Within)
		if c.need(path+".per", t.Overdue.Per, "每逾期多久扣一次，例如 1个月") {
			c.span(path+".per", t.Overdue.Per)
		}
		c.plus(path+".minus", t.Overdue.Minus, "每次扣多少")
	case t.Refer != nil:
		c.id(path+".scheme", t.Refer.Scheme)
		c.table(path+".table", t.Refer.Table)
		if t.Refer.Back < 0 || t.Refer.Back > 10 {
			c.bad(path+".back", CodeValue, "back 写 0 至 10")
		}
	case t.Rollup != nil:
		if c.need(path+".take", t.Rollup.Take, "mean(平均)、min(最低) 或 sum(合计)") {
			c.oneOf(path+".take", t.Rollup.Take, "mean", "min", "sum")
		}
		c.amount(path+".weight", t.Rollup.Weight)
	}
}

// table checks that every entry of a table is an amount.
func (c *checker) table(path string, table map[string]string) {
	if len(table) == 0 {
		c.bad(path, CodeRequired, "表是空的：{等级: 分, …}")
	}
	for key, a := range table {
		c.needAmount(path+"."+key, a, "“"+key+"”的分")
	}
}
