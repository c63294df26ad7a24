package standard

import (
	"regexp"
	"strings"

	"qiangji/internal/party"
)

// ladder checks that the table is cumulative: what the first, the first two, …
// cost together (J7).
func (c *checker) ladder(path string, l *Ladder) {
	c.formula(path+".count", l.Count, PlaceScore)
	last := Rat{}
	for i, text := range l.Minus {
		a, ok := c.plus(at(path+".minus", i, ""), text, "到这一次为止一共扣多少")
		if ok && i > 0 && a.Cmp(last) <= 0 {
			c.bad(at(path+".minus", i, ""), CodeLadder, "第 %d 次 %s 不大于第 %d 次 %s：这里写到这一次为止一共扣多少，不是这一次再扣多少", i+1, a, i, last)
		}
		last = a
	}
	if len(l.Minus) == 0 {
		c.bad(path+".minus", CodeRequired, "没有写第 1、2、3 次时一共扣多少：minus: [1, 3]")
	}
	if c.need(path+".beyond", l.Beyond, "超过这张表怎么办：all(本项全扣) 或 last(不再多扣)") {
		c.oneOf(path+".beyond", l.Beyond, "all", "last")
	}
}

// below0 checks a deduction below a line (J5).
func (c *checker) below0(path string, b *Below) {
	n := c.measure(path+".of", b.Of, "哪个数")
	line, fixed := c.line(path+".line", b.Line, "低于多少开始扣")
	if fixed {
		c.scaleOf(path+".line", n, line)
	}
	c.plus(path+".minus", b.Minus, "扣多少")
	if b.Step == "" {
		if b.Rounding != "" && c.oneOf(path+".rounding", b.Rounding, "single") && b.Rounding != "single" {
			c.bad(path+".step", CodeRequired, "没有写每低多少算一级：step")
		}
		return
	}
	c.plus(path+".step", b.Step, "每低多少算一级")
	c.rounding(path+".rounding", b.Rounding, "不满一级的", "up", "down", "proportional", "single")
}

// scaleOf warns where a share is compared with a number of per cent, or the
// other way round.
func (c *checker) scaleOf(path string, n *Node, line Rat) {
	if n == nil || line.Sign() <= 0 {
		return
	}
	switch {
	case n.Op == OpRef && n.Ref.percent() && line.Cmp(Int(1)) <= 0:
		c.bad(path, CodeUnit, "%s 按百分数计(0 至 100)，这里写的是 %s；90%% 写 90", n.Ref, line)
	case n.Op == OpDiv && n.Kids[0].Op == OpRef && n.Kids[1].Op == OpRef && line.Cmp(Int(20)) > 0:
		c.warn(path, CodeUnit, "“%s”是比率(0 至 1)，这里写的是 %s；90%% 写 90%% 或 0.9", clip(n.String()), line)
	}
}

// bands checks that a table rises and overlaps nowhere (J1, J2, J8).
func (c *checker) bands(path, of string, table []Band) {
	c.rising(path, c.measure(path+".of", of, "按哪个数分档"), table)
}

// percentile checks bands of the share of a group that stands above (M28).
func (c *checker) percentile(path string, p *Percent) {
	c.measure(path+".of", p.Of, "按哪个数排")
	c.ties(path+".ties", p.Ties)
	c.rising(path, nil, p.Table)
	for i, b := range p.Table {
		if from, err := Amount(b.From); err == nil && (from.Sign() < 0 || from.Cmp(Int(1)) > 0) {
			c.bad(at(path+".table", i, "from"), CodeUnit, "排在组内的位置写 0%% 至 100%%，这里是 %s", b.From)
		}
		if b.Mark != "" || b.Min != "" || b.Max != "" || b.Or != "" {
			c.bad(at(path+".table", i, ""), CodeTerm, "百分位的每一档只写 from 和 give")
		}
		if i == 0 {
			continue
		}
		above, err := Amount(p.Table[i-1].Give)
		if give, err2 := Amount(b.Give); err == nil && err2 == nil && above.Less(give) {
			c.warn(at(path+".table", i, "give"), CodeBands, "排得越靠后得分越高？from 是排在前面的占几成，0 是最好的；请看看是不是写反了")
		}
	}
}

// rising checks the bands of a measure; without one their scale is not compared.
func (c *checker) rising(path string, n *Node, table []Band) {
	if len(table) == 0 {
		c.bad(path+".table", CodeRequired, "没有写各档：table: [{from: 0, give: 0}, {from: 60, give: 2}]")
	}
	last, known := Rat{}, false
	for i, b := range table {
		p := at(path+".table", i, "")
		from, fixed := c.line(p+".from", b.From, "这一档从多少起(含)")
		if fixed {
			c.scaleOf(p+".from", n, from)
			switch {
			case known && from == last:
				c.bad(p+".from", CodeBands, "两档的起点都是 %s；同一个数只能在一档里，删去一档，原文两处不一样的在 reading 里说明取哪一处", from)
			case known && from.Less(last):
				c.bad(p+".from", CodeBands, "分档要从低到高写：%s 在 %s 之后", from, last)
			}
			last, known = from, true
		}
		c.band(p, b)
	}
}

// band checks what one band gives: an amount, or a mark within a range.
func (c *checker) band(path string, b Band) {
	c.cond(path+".or", b.Or, PlaceScore)
	if b.Mark == "" && b.Min == "" && b.Max == "" {
		c.needAmount(path+".give", b.Give, "这一档得多少分")
		return
	}
	if b.Give != "" {
		c.bad(path+".give", CodeTerm, "give(固定分) 和 mark(区间内评分) 只写一种")
	}
	c.marked(path, b.Mark, b.Min, b.Max)
}

// marked checks a mark with a range (J10).
func (c *checker) marked(path, mark, low, high string) {
	var names []string
	var m *MarkName
	for i := range c.std.Words.Marks {
		names = append(names, c.std.Words.Marks[i].Name)
		if c.std.Words.Marks[i].Name == mark {
			m = &c.std.Words.Marks[i]
		}
	}
	if m == nil {
		c.bad(path+".mark", CodeJudge, "评分“%s”没有在 vocabulary.marks 里声明%s", clip(mark), suggest(mark, names))
	}
	if low == "" || high == "" {
		c.bad(path, CodeJudge, "裁量要写区间：min 和 max；原文只写“酌情”的，定一个区间，由评委在里面给分并写理由")
		return
	}
	a, ok1 := c.amount(path+".min", low)
	b, ok2 := c.amount(path+".max", high)
	switch {
	case ok1 && ok2 && b.Cmp(a) < 0:
		c.bad(path+".max", CodeJudge, "max 要不小于 min")
	case m != nil && len(m.Grades) > 0:
		c.bad(path+".mark", CodeJudge, "评分“%s”声明的是等级，不是区间；用 grade 计分", mark)
	case m != nil && ok1 && ok2:
		least, err1 := Amount(m.Min)
		most, err2 := Amount(m.Max)
		if err1 == nil && err2 == nil && (a.Less(least) || most.Less(b)) {
			c.bad(path, CodeJudge, "区间 %s 至 %s 超出了评分“%s”声明的 %s 至 %s", a, b, mark, least, most)
		}
	}
}

// twoWay checks a ratio that adds above and deducts below a base (M08).
func (c *checker) twoWay(path string, w *TwoWay) {
	n := c.measure(path+".of", w.Of, "哪个数")
	base, fixed := c.line(path+".base", w.Base, "从多少起算")
	if fixed {
		c.scaleOf(path+".base", n, base)
	}
	c.plus(path+".step", w.Step, "每多少算一级")
	c.plus(path+".each", w.Each, "每级多少分")
	low, ok1 := c.amount(path+".min", w.Min)
	high, ok2 := c.amount(path+".max", w.Max)
	if ok1 && ok2 && high.Less(low) {
		c.bad(path+".max", CodeBands, "max 要不小于 min")
	}
	c.rounding(path+".rounding", w.Rounding, "不满一级的", "up", "down", "proportional")
}

// pieces checks a piecewise amount (M15).
func (c *checker) pieces(path string, p *Pieces) {
	c.measure(path+".of", p.Of, "哪个数")
	if len(p.Table) == 0 {
		c.bad(path+".table", CodeRequired, "没有写各段：table: [{from: 0, base: 0, each: 1, per: 400}]")
	}
	last, known := Rat{}, false
	for i, piece := range p.Table {
		q := at(path+".table", i, "")
		if from, fixed := c.line(q+".from", piece.From, "这一段从多少起(含)"); fixed {
			if known && from.Cmp(last) <= 0 {
				c.bad(q+".from", CodeBands, "各段要从低到高写，起点不能相同：%s 在 %s 之后", from, last)
			}
			last, known = from, true
		}
		c.needAmount(q+".base", piece.Base, "这一段的底分")
		if piece.Each != "" || piece.Per != "" {
			c.needAmount(q+".each", piece.Each, "每多少再加几分")
			c.plus(q+".per", piece.Per, "每多少")
		}
	}
	c.rounding(path+".rounding", p.Rounding, "不满一个单位的", "down", "proportional")
}

// graded checks that the table has every grade of the mark, and no other (J8).
func (c *checker) graded(path string, g *Grade) {
	c.table(path+".table", g.Table)
	choice(c, path+".column", party.Column(g.Column), party.Columns)
	for _, m := range c.std.Words.Marks {
		if m.Name != g.Mark {
			continue
		}
		if len(m.Grades) == 0 {
			c.bad(path+".mark", CodeJudge, "评分“%s”声明的是区间，不是等级；用 judge 计分", m.Name)
			return
		}
		for _, grade := range m.Grades {
			if _, ok := g.Table[grade]; !ok {
				c.bad(path+".table", CodeBands, "等级“%s”没有写得多少分", grade)
			}
		}
		for grade := range g.Table {
			if !contains(m.Grades, grade) {
				c.bad(path+".table."+grade, CodeBands, "评分“%s”没有“%s”这个等级%s", m.Name, clip(grade), suggest(grade, m.Grades))
			}
		}
		return
	}
	c.bad(path+".mark", CodeJudge, "评分“%s”没有在 vocabulary.marks 里声明", clip(g.Mark))
}

// judge checks a mark taken as the amount (J10), and the weights of its columns.
func (c *checker) judge(path string, j *Judge) {
	c.marked(path, j.Mark, j.Min, j.Max)
	choice(c, path+".column", party.Column(j.Column), party.Columns)
	c.oneOf(path+".average", j.Average, "mean", "trimmed")
	if len(j.Columns) == 0 {
		return
	}
	if j.Column != "" {
		c.bad(path+".column", CodeTerm, "column(取一栏) 和 columns(几栏加权) 只写一种")
	}
	sum := Rat{}
	for name, w := range j.Columns {
		choice(c, path+".columns."+name, party.Column(name), party.Columns)
		a, _ := c.plus(path+".columns."+name, w, "这一栏的权重")
		sum = sum.Add(a)
	}
	if sum != Int(1) {
		c.bad(path+".columns", CodeCompose, "各栏权重之和是 %s，要正好是 100%%", percentText(sum))
	}
}

func percentText(a Rat) string { return a.Mul(Int(100)).String() + "%" }

// timelyDay is a day of the assessed year, or of the next.
var timelyDay = regexp.MustCompile(`^(次年)?(\d\d)-(\d\d)$`)

// timely checks that on time and late have a deadline (J13).
func (c *checker) timely(path string, t *Timely, d *Duty) {
	switch {
	case t.Clock != "" && t.Series != "":
		c.bad(path, CodeDeadline, "clock(时限，加 within) 和 series(系列，加 by: MM-DD) 只写一个")
	case t.Clock == "" && t.Series == "":
		c.timelyOwn(path, d)
	case t.Clock != "" && t.Within == "":
		c.bad(path+".within", CodeDeadline, "没有写多久之内算按时：within: 1个月")
	case t.Series != "" && t.By == "":
		c.bad(path+".by", CodeDeadline, "没有写哪一天之前算按时：by: 06-30")
	case t.Clock != "":
		c.clock(path+".clock", t.Clock)
		c.span(path+".within", t.Within)
	default:
		c.occurrences(path+".series", t.Series)
		m := timelyDay.FindStringSubmatch(t.By)
		if m == nil || party.DateOf(2024, int(m[2][0]-'0')*10+int(m[2][1]-'0'), int(m[3][0]-'0')*10+int(m[3][1]-'0')) == party.NoDate {
			c.bad(path+".by", CodeDeadline, "“%s”不是日子：写 06-30，次年写 次年01-31", clip(t.By))
		}
	}
	on, ok1 := c.needAmount(path+".on_time", t.OnTime, "按时得多少分")
	late, ok2 := c.needAmount(path+".late", t.Late, "延迟得多少分")
	if ok1 && ok2 && on.Less(late) {
		c.bad(path+".late", CodePoints, "延迟(%s)比按时(%s)得分还多", late, on)
	}
	c.amount(path+".none", t.None)
}

// timelyOwn checks that an item asked whether its own duty was done in time has
// one that ends some day.
func (c *checker) timelyOwn(path string, d *Duty) {
	switch {
	case d == nil || d.Every == "" && d.Within == "":
		c.bad(path, CodeDeadline, "写 clock(时限，加 within) 或 series(系列，加 by: MM-DD) 之一；问本项的任务是否按时的，条目要有按周期或限期的 duty")
	case d.Every != "" && d.Until == 0:
		c.bad(path, CodeDeadline, "没有写过期以后多久之内补上算延迟：duty 里写 until: 1(个月)")
	}
}

// honourLevels checks that the levels are those of the honour (M16).
func (c *checker) honourLevels(path string, l *Levels) {
	c.table(path+".table", l.Table)
	if c.need(path+".take", l.Take, "highest(只取最高一级) 或 sum(各级相加)") {
		c.oneOf(path+".take", l.Take, "highest", "sum")
	}
	for _, h := range c.std.Words.Honours {
		if h.Name != l.Honour {
			continue
		}
		for code := range l.Table {
			if !declaredTier(h.Levels, code) {
				codes := make([]string, len(h.Levels))
				for i, t := range h.Levels {
					codes[i] = string(t)
				}
				c.bad(path+".table."+code, CodeBands, "荣誉“%s”没有声明“%s”这一级；有：%s", h.Name, clip(code), strings.Join(codes, "、"))
			}
		}
		return
	}
	c.bad(path+".honour", CodeName, "荣誉“%s”没有在 vocabulary.honours 里声明", clip(l.Honour))
}

func declaredTier(levels []party.Tier, code string) bool {
	for _, t := range levels {
		if string(t) == code {
			return true
		}
	}
	return false
}
