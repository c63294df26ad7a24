package standard

import (
	"slices"
	"strings"

	"qiangji/internal/party"
)

// scheme checks how items become a score and a score a band.
func (c *checker) scheme(s *Scheme) {
	c.need("scheme.title", s.Title, "方案名称")
	if top, ok := c.needAmount("scheme.max", s.Max, "满分；不计分的方案写 0"); ok && top.Sign() < 0 {
		c.bad("scheme.max", CodePoints, "满分不能是负数")
	}
	c.amount("scheme.base", s.Base)
	choice(c, "scheme.every", s.Every, party.Cadences)
	if s.Years < 0 || s.Years > 5 || s.Years > 1 && s.Every != "" && s.Every != party.Yearly {
		c.bad("scheme.years", CodeValue, "years 写几年一评，1 至 5；不和每月、每季连用")
	}
	if s.Closing < 0 || s.Closing > 12 {
		c.bad("scheme.closing", CodeValue, "closing 写期满后几个月截止补记，0 至 12")
	}
	if u, ok := c.amount("scheme.unknown", s.Unknown); ok && (u.Sign() < 0 || u.Cmp(Int(1)) > 0) {
		c.bad("scheme.unknown", CodeValue, "unknown 是份额，写 0 至 1，例如 1/3")
	}
	if s.Scale != nil && (*s.Scale < 0 || *s.Scale > 4) {
		c.bad("scheme.scale", CodeValue, "小数位数写 0 至 4")
	}
	c.oneOf("scheme.rounding", s.Rounding, "half_up", "down", "up")
	if s.Engine < 0 || s.Engine > 1 {
		c.bad("scheme.engine", CodeValue, "engine 现在只有 1")
	}
	if s.Seasons != nil && (*s.Seasons < 0 || *s.Seasons > MostSeasonDays) {
		c.bad("scheme.season_days", CodeValue, "season_days 写一年最多几天可以申报为农忙、倒班、假期，0 至 %d；不写是 %d", MostSeasonDays, SeasonDays)
	}
	if s.Ceiling < 0 || s.Ceiling > MostCeiling {
		c.bad("scheme.burden_ceiling", CodeCeiling, "burden_ceiling 写 1 至 %d：一个月两条，兼职的书记再多就顾不过来(C8)；不写是 %d", MostCeiling, DefaultCeiling)
	}
	for i, size := range s.Sizes {
		c.need(at("scheme.sizes", i, "name"), size.Name, "这一组的名称")
		c.cond(at("scheme.sizes", i, "if"), size.If, PlaceProfile)
	}
	c.parts(s)
	c.compose(s)
	c.levels("scheme.levels", s.Levels, true)
	c.levels("scheme.tiers", s.Tiers, false)
	c.gaps(s)
	c.vetoes(s)
	c.gates(s)
	c.quotas(s)
	c.ways(s)
	c.after(s)
}

func (c *checker) parts(s *Scheme) {
	if len(s.Parts) == 0 && amountOr(s.Max).Sign() > 0 {
		c.bad("scheme.parts", CodeRequired, "至少要有一个部分：parts: [{id: 全部, title: 全部, points: 100}]")
	}
	for i, p := range s.Parts {
		path := at("scheme.parts", i, "")
		c.id(path+".id", p.ID)
		if slices.IndexFunc(s.Parts, func(x Part) bool { return x.ID == p.ID }) != i {
			c.bad(path+".id", CodeTwice, "部分“%s”写了两次", p.ID)
		}
		c.need(path+".title", p.Title, "部分的名称")
		points, ok := c.needAmount(path+".points", p.Points, "这一部分的满分")
		c.floor(path+".floor", p.Floor)
		c.bound(path+".cap", p.Cap)
		if line, has := c.amount(path+".line", p.Line); has && ok && (line.Sign() < 0 || points.Less(line)) {
			c.bad(path+".line", CodeLevels, "过线分 %s 要在 0 和满分 %s 之间", line, points)
		}
		choice(c, path+".column", party.Column(p.Column), party.Columns)
		c.domains(path+".domains", p.Domains)
	}
}

// compose checks how parts make a total, and that the weights are whole.
func (c *checker) compose(s *Scheme) {
	how := s.Compose.How
	if !c.oneOf("scheme.compose.how", how, "sum", "weighted", "multiply", "stars") {
		return
	}
	c.floor("scheme.compose.floor", s.Compose.Floor)
	c.bound("scheme.compose.cap", s.Compose.Cap)
	c.amount("scheme.compose.min", s.Compose.Min)
	c.amount("scheme.compose.max", s.Compose.Max)
	if how == "multiply" && c.need("scheme.compose.factor", s.Compose.Factor, "乘数") {
		c.formula("scheme.compose.factor", s.Compose.Factor, PlacePolicy)
	} else if how != "multiply" && s.Compose.Factor != "" {
		c.bad("scheme.compose.factor", CodeCompose, "乘数只用在 how: multiply")
	}
	for i, p := range s.Parts {
		switch {
		case how == "weighted" && !p.Bonus && p.Weight == "":
			c.bad(at("scheme.parts", i, "weight"), CodeCompose, "加权合成的部分要写权重，例如 weight: 30%%")
		case how != "weighted" && p.Weight != "":
			c.bad(at("scheme.parts", i, "weight"), CodeCompose, "权重只用在 compose: {how: weighted}")
		case how == "stars" && p.Line == "":
			c.bad(at("scheme.parts", i, "line"), CodeCompose, "逐星计分的部分要写过线分 line")
		}
	}
}

// levels checks that lines fall, leave no gap down to 0, and that none is equal
// to another (J1).
func (c *checker) levels(path string, levels []Level, rated bool) {
	last, least, lines, known, unread := Rat{}, Rat{}, 0, false, false
	for i, l := range levels {
		p := at(path, i, "")
		if c.need(p+".name", l.Name, "等级的名称") && slices.IndexFunc(levels, func(x Level) bool { return x.Name == l.Name }) != i {
			c.bad(p+".name", CodeTwice, "等级“%s”写了两次", l.Name)
		}
		c.cond(p+".if", l.If, PlacePolicy)
		if l.From == "" {
			continue
		}
		found := len(c.problems)
		from, fixed := c.line(p+".from", l.From, "从多少分起(含)")
		if !fixed { // a parameter, or not a number
			lines, known, unread = lines+1, false, unread || len(c.problems) > found
			continue
		}
		if known && from.Cmp(last) >= 0 {
			c.bad(p+".from", CodeLevels, "分数线要从高到低：%s 的 %s 不低于上一级的 %s", l.Name, from, last)
		}
		if lines == 0 || from.Less(least) {
			least = from
		}
		last, lines, known = from, lines+1, true
	}
	switch {
	case lines == 0 || !rated || unread:
	case lines < len(levels):
		c.bad(path, CodeLevels, "有的等级写了分数线，有的没写；要么都写，要么都不写(只由决定给出)")
	case least.Sign() > 0 && c.pack.Scheme.Below == "":
		c.bad(at(path, len(levels)-1, "from"), CodeLevels, "%s 分以下没有等级；加一级 from: 0，或写明 below: 不定级", least)
	}
}

// level checks that a named level exists.
func (c *checker) level(path, name string) {
	if name == "" {
		c.bad(path, CodeRequired, "没有写是哪一级：level: 写 levels 里的一个名称")
		return
	}
	var names []string
	if s := c.pack.Scheme; s != nil {
		for _, l := range append(slices.Clone(s.Levels), s.Tiers...) {
			names = append(names, l.Name)
		}
		names = append(names, s.Below)
	}
	if !contains(names, name) {
		c.bad(path, CodeLevels, "没有叫“%s”的等级；可写：%s", clip(name), strings.Join(slices.DeleteFunc(names, func(n string) bool { return n == "" }), "、"))
	}
}

// vetoes checks that each has exactly one of the four effects (J12).
func (c *checker) vetoes(s *Scheme) {
	for i, v := range s.Vetoes {
		path := at("scheme.vetoes", i, "")
		c.id(path+".id", v.ID)
		if slices.IndexFunc(s.Vetoes, func(x Veto) bool { return x.ID == v.ID }) != i {
			c.bad(path+".id", CodeTwice, "否决“%s”写了两次", v.ID)
		}
		c.need(path+".what", v.What, "什么情形")
		if c.need(path+".if", v.If, "什么条件下否决") {
			c.cond(path+".if", v.If, PlacePolicy)
		}
		if v.Effect == "" {
			c.bad(path+".effect", CodeVeto, "没有写后果：zero(总分清零)、bar(不参评)、cap(不高于某级)、force(直接定为某级)；“不得评为”是 cap，“定为”是 force")
		} else if c.oneOf(path+".effect", v.Effect, "zero", "bar", "cap", "force") {
			c.effectLevel(path+".level", v.Effect, v.Level)
		}
		if v.Back < 0 || v.Back > 10 {
			c.bad(path+".back", CodeValue, "back 写往前看几年，0 至 10")
		}
		c.source(path+".source", v.Source, false)
	}
}

func (c *checker) effectLevel(path, effect, level string) {
	switch {
	case effect == "cap" || effect == "force":
		c.level(path, level)
	case level != "":
		c.bad(path, CodeVeto, "%s 不写 level；要限到某一级用 cap 或 force", effect)
	}
}

func (c *checker) gates(s *Scheme) {
	for i, g := range s.Gates {
		path := at("scheme.gates", i, "")
		c.need(path+".what", g.What, "什么门槛")
		if c.need(path+".if", g.If, "达到什么算过") {
			c.cond(path+".if", g.If, PlacePolicy)
		}
		if !c.need(path+".effect", g.Effect, "没过怎么办：invalid(评议无效)、cap(不高于某级)、minus(扣分)") ||
			!c.oneOf(path+".effect", g.Effect, "invalid", "cap", "minus") {
			continue
		}
		if g.Effect == "cap" {
			c.level(path+".level", g.Level)
		} else if g.Level != "" {
			c.bad(path+".level", CodeVeto, "%s 不写 level", g.Effect)
		}
		if g.Effect == "minus" {
			c.plus(path+".minus", g.Minus, "扣多少")
		}
	}
}

// quotas checks that base, rounding, overflow and ties are declared (J6, J11).
func (c *checker) quotas(s *Scheme) {
	for i, q := range s.Quotas {
		path := at("scheme.quotas", i, "")
		c.level(path+".level", q.Level)
		if share, ok := c.needAmount(path+".share", q.Share, "比例"); ok && (share.Sign() < 0 || share.Cmp(Int(1)) > 0) {
			c.bad(path+".share", CodeQuota, "比例写 0 至 1 或百分数，例如 10%%")
		}
		for _, f := range []struct {
			key, value, what string
			list             []string
			instead          string
		}{
			{"sense", q.Sense, "不超过还是不少于", []string{"at_most", "about", "at_least", "exactly"}, "at_most(不超过)、about(大约)、at_least(不少于) 或 exactly(正好)"},
			{"base", q.Base, "按参评数还是全部", []string{"assessed", "all"}, "assessed(参评数) 或 all(全部)"},
			{"rounding", q.Rounding, "不满一个怎么算", []string{"down", "up", "half_up"}, "down(舍去)、up(进一) 或 half_up(四舍五入)"},
			{"overflow", q.Overflow, "超出的到哪里去", []string{"next_level", "none"}, "next_level(降到下一级) 或 none(不定级，由决定给出)"},
		} {
			if f.value == "" {
				c.bad(path+"."+f.key, CodeQuota, "限额没有写 %s(%s)：%s", f.key, f.what, f.instead)
			} else {
				c.oneOf(path+"."+f.key, f.value, f.list...)
			}
		}
		switch q.Ties {
		case "":
			c.bad(path+".ties", CodeTies, "限额没有写 ties(同分怎么办)：all_in(都算)、all_out(都不算)，或再比哪个数")
		case "all_in", "all_out":
		default:
			c.formula(path+".ties", q.Ties, PlacePolicy)
		}
	}
}

// ways checks exemptions, stepwise promotion and direct appointment.
func (c *checker) ways(s *Scheme) {
	for i, e := range s.Exempt {
		path := at("scheme.exempt", i, "")
		c.need(path+".what", e.What, "哪些支部")
		if c.need(path+".if", e.If, "什么条件下豁免") {
			c.cond(path+".if", e.If, PlacePolicy)
		}
	}
	if a := s.Advance; a != nil {
		c.cond("scheme.advance.unless", a.Unless, PlacePolicy)
		for i, n := range a.Needs {
			path := at("scheme.advance.needs", i, "")
			c.level(path+".level", n.Level)
			c.level(path+".held", n.Held)
			if n.Years < 1 || n.Years > 10 {
				c.bad(path+".years", CodeValue, "years 写要先保持几年，1 至 10")
			}
		}
	}
	for i, d := range s.Direct {
		path := at("scheme.direct", i, "")
		c.need(path+".what", d.What, "什么情形")
		if c.need(path+".if", d.If, "什么条件下直接定级") {
			c.cond(path+".if", d.If, PlacePolicy)
		}
		c.level(path+".level", d.Level)
	}
}

// after checks what follows a rating: publicity (J9) and consequences.
func (c *checker) after(s *Scheme) {
	if p := s.Publicity; p != nil {
		if p.Days < 1 || p.Days > 60 {
			c.bad("scheme.publicity.days", CodeValue, "公示天数写 1 至 60")
		}
		if p.Unit == "" {
			c.bad("scheme.publicity.unit", CodePublic, "公示 %d 天没有写自然日还是工作日：unit: calendar 或 working", p.Days)
		} else {
			c.oneOf("scheme.publicity.unit", p.Unit, "calendar", "working")
		}
	}
	for i, f := range s.Follow {
		path := at("scheme.follow", i, "")
		c.level(path+".level", f.Level)
		c.need(path+".what", f.What, "可以怎么用这个结果")
	}
}
