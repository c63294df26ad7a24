package standard

import (
	"fmt"
	"slices"
	"strings"

	"qiangji/internal/party"
)

// head checks what a pack says of itself.
func (c *checker) head() {
	p := c.pack
	c.id("pack", string(p.ID))
	c.need("version", p.Version, "版本，例如 version: \"1.0\"")
	c.need("title", p.Title, "标题")
	if c.need("kind", string(p.Kind), "种类，"+PackKinds.Names()) {
		choice(c, "kind", p.Kind, PackKinds)
	}
	choice(c, "subject", p.Subject, Subjects)
	c.domains("domains", p.Domains)
	c.dates("to", p.From, p.To)
	for i, in := range p.Import {
		c.imported(at("import", i, ""), in, i)
	}
	if p.From == party.NoDate && p.Kind != "archived" {
		c.bad("from", CodeRequired, "没有写从哪一天起用：from: 2026-01-01")
	}
	switch {
	case p.Kind == "scheme" && p.Scheme == nil && !p.follows("scheme", CodeRequired):
		c.bad("kind", CodeRequired, "定级方案要有 scheme 一节")
	case (p.Kind == "floor" || p.Kind == "domain") && p.Scheme != nil:
		c.bad("scheme", CodeChoice, "底线包和领域包不写 scheme；评分定级另写一个 kind: scheme 的包")
	case p.Kind == "domain" && len(p.Domains) == 0 && len(p.Import) > 0:
		c.warn("domains", CodeRequired, "领域包没有写 domains，会用到所有领域")
	case p.Kind == "floor" && len(p.Import) > 0:
		c.bad("import", CodeImport, "底线包在最下面，不引用别的包")
	}
	c.kept(p)
}

// kept checks the reasons of packs that are only kept.
func (c *checker) kept(p *Pack) {
	switch {
	case p.Kind == "archived" && p.Archived == "":
		c.bad("archived", CodeRequired, "存档的包要写明原因：archived: 为什么不用")
	case p.Kind == "archived":
		c.warn("archived", CodeArchived, "存档的包，能读能查，不能用来评定：%s", p.Archived)
	case p.Archived != "":
		c.bad("archived", CodeChoice, "写了 archived，但 kind 不是 archived")
	}
	switch {
	case p.Historic != "" && p.Kind != "scheme":
		c.bad("historic", CodeChoice, "historic 只能写在定级方案(kind: scheme)里")
	case p.Historic != "":
		c.warn("historic", CodeHistoric, "照录的旧细则，不能用来评定：%s", p.Historic)
	}
}

// Missing is the problem that import i was not found, for the reason why, among the
// packs that are known. Check says nothing then of what the import may have brought.
func (p *Pack) Missing(i int, known []party.SchemeID, why string) Problem {
	path, id := at("import", i, "pack"), p.Import[i].Pack
	names := make([]string, len(known))
	for j, k := range known {
		names[j] = string(k)
	}
	message := fmt.Sprintf("要引用的标准包 %s 没有找到%s", id, suggest(string(id), names))
	if contains(names, string(id)) {
		message = why
	}
	p.doubts.misread(path)
	return p.blame(path, CodeImport, message)
}

func (c *checker) domains(path string, ds []party.Domain) {
	for i, d := range ds {
		choice(c, at(path, i, ""), d, party.Domains)
		if slices.Index(ds, d) != i {
			c.bad(at(path, i, ""), CodeTwice, "领域“%s”写了两次", d)
		}
	}
}

func (c *checker) imported(path string, in Import, i int) {
	if in.Pack == "" {
		c.bad(path, CodeImport, emptyImport)
		return
	}
	c.id(path+".pack", string(in.Pack))
	if slices.IndexFunc(c.pack.Import, func(x Import) bool { return x.Pack == in.Pack }) != i {
		c.bad(path+".pack", CodeTwice, "“%s”引用了两次", in.Pack)
	}
	if in.Pack == c.pack.ID {
		c.bad(path+".pack", CodeImport, "包不能引用自己")
	} else if round := c.round(in.Pack); round != nil {
		c.bad(path+".pack", CodeImport, "%s", circle(round))
	}
	for j, pr := range in.Prune {
		c.need(at(path+".prune", j, "why"), pr.Why, "为什么去掉")
		if len(c.imports) > 0 && c.below(pr.Item) == nil {
			c.bad(at(path+".prune", j, "item"), CodeUnknown, "要去掉的条目 %s 不在引用的标准包里%s", pr.Item, suggest(string(pr.Item), c.itemsBelow()))
		}
	}
}

// below returns the item that imports bring, or nil.
func (c *checker) below(id party.ItemID) *Item {
	for _, q := range c.imports {
		for i := range q.Items {
			if q.Items[i].ID == id {
				return &q.Items[i]
			}
		}
	}
	return nil
}

// itemsBelow lists the items that imports bring.
func (c *checker) itemsBelow() []string {
	var ids []string
	for _, q := range c.imports {
		for _, it := range q.Items {
			ids = append(ids, string(it.ID))
		}
	}
	return ids
}

func (c *checker) sources() {
	for name, s := range c.pack.Sources {
		path := "sources." + name
		c.need(path+".title", s.Title, "文件标题")
		c.dates(path+".to", s.From, s.To)
		for _, q := range c.imports {
			if old, ok := q.Sources[name]; ok && (old.Title != s.Title || s.Number != "" && old.Number != s.Number) {
				c.bad(path, CodeTwice, "文件“%s”在 %s 里已经声明过，而且不同(%s)；写成一样，或换一个名字", name, q.ID, old.Title)
			}
		}
	}
}

func (c *checker) vocabulary() {
	v := c.pack.Vocabulary
	seen := map[string]bool{}
	once := func(path, ns, name string) {
		c.name(path, name)
		if seen[ns+name] {
			c.bad(path, CodeTwice, "“%s”声明了两次", name)
		}
		seen[ns+name] = true
	}
	for i, m := range v.Marks {
		path := at("vocabulary.marks", i, "")
		once(path+".name", "评分", m.Name)
		c.mark(path, m)
	}
	for i, f := range v.Figures {
		path := at("vocabulary.figures", i, "")
		once(path+".name", "数值", f.Name)
		c.oneOf(path+".merge", f.Merge, "last", "sum", "max")
		c.oneOf(path+".absent", f.Absent, "unknown", "none")
		for j, is := range f.Issuer {
			choice(c, at(path+".issuers", j, ""), is, party.Issuers)
		}
	}
	for i, h := range v.Honours {
		path := at("vocabulary.honours", i, "")
		once(path+".name", "荣誉", h.Name)
		for j, l := range h.Levels {
			choice(c, at(path+".levels", j, ""), l, party.Tiers)
		}
	}
	for i, e := range v.Events {
		path := at("vocabulary.events", i, "")
		once(path+".name", "次数", e.Name)
		c.grades(path+".grades", e.Grades)
		c.oneOf(path+".absent", e.Absent, "unknown", "none")
	}
	c.redeclared()
}

// mark checks that a mark is either a range or a table of grades.
func (c *checker) mark(path string, m MarkName) {
	low, ok1 := c.amount(path+".min", m.Min)
	high, ok2 := c.amount(path+".max", m.Max)
	switch {
	case len(m.Grades) > 0 && (m.Min != "" || m.Max != ""):
		c.bad(path, CodeWords, "评分“%s”既有区间又有等级；只写一种，要两种的声明两个名称", m.Name)
	case len(m.Grades) == 0 && (m.Min == "" || m.Max == ""):
		c.bad(path, CodeWords, "评分“%s”要写区间(min、max)或等级(grades)", m.Name)
	case ok1 && ok2 && high.Cmp(low) <= 0:
		c.bad(path+".max", CodeWords, "评分“%s”的 max 要大于 min", m.Name)
	}
	c.grades(path+".grades", m.Grades)
	if m.Judges < 0 || m.Judges > 99 {
		c.bad(path+".judges", CodeValue, "评委人数写 1 至 99")
	}
}

func (c *checker) grades(path string, grades []string) {
	for i, g := range grades {
		c.name(at(path, i, ""), g)
		if indexOf(grades, g) != i {
			c.bad(at(path, i, ""), CodeTwice, "等级“%s”写了两次", g)
		}
	}
}

// redeclared reports names that an import declares otherwise.
func (c *checker) redeclared() {
	v := c.pack.Vocabulary
	for _, q := range c.imports {
		var twice []string
		w := q.Vocabulary
		join(slices.Clone(w.Marks), v.Marks, func(m MarkName) string { return m.Name }, &twice)
		join(slices.Clone(w.Figures), v.Figures, func(m FigureName) string { return m.Name }, &twice)
		join(slices.Clone(w.Honours), v.Honours, func(m HonourName) string { return m.Name }, &twice)
		join(slices.Clone(w.Events), v.Events, func(m EventName) string { return m.Name }, &twice)
		for _, name := range twice {
			c.bad("vocabulary", CodeTwice, "“%s”在 %s 里已经声明过，而且不同；写成一样，或换一个名字", name, q.ID)
		}
	}
}

func (c *checker) params() {
	for i, p := range c.pack.Params {
		path := at("params", i, "")
		c.name(path+".name", p.Name)
		if slices.IndexFunc(c.pack.Params, func(x Param) bool { return x.Name == p.Name }) != i {
			c.bad(path+".name", CodeTwice, "参数“%s”声明了两次", p.Name)
		}
		c.needAmount(path+".value", p.Value, "参数的值")
		overlay := slices.ContainsFunc(c.imports, func(q *Pack) bool {
			return slices.ContainsFunc(q.Params, func(x Param) bool { return x.Name == p.Name })
		})
		if p.Direction == "" && !overlay {
			c.bad(path+".direction", CodeParam, "参数“%s”没有写哪个方向算收紧：direction: at_least(不少于)、at_most(不多于) 或 exactly(正好)", p.Name)
		}
		choice(c, path+".direction", p.Direction, Directions)
		choice(c, path+".force", p.Force, Forces)
		c.source(path+".source", p.Source, false)
		c.years(path+".by_year", p.ByYear)
	}
}

// years checks the values that change with the year.
func (c *checker) years(path string, ys []YearValue) {
	for i, y := range ys {
		c.needAmount(at(path, i, "value"), y.Value, "这一年起的值")
		switch {
		case y.From < 1900 || y.From > 2199:
			c.bad(at(path, i, "from"), CodeParam, "年份要写四位，例如 from: 2026")
		case i > 0 && y.From <= ys[i-1].From:
			c.bad(at(path, i, "from"), CodeParam, "年份要从早到晚，不能重复：%d 在 %d 之后", y.From, ys[i-1].From)
		}
	}
}

// articles warns once of all articles that are not verified: data keeps them,
// nothing shows them (TR-74).
func (c *checker) articles() {
	var ids []string
	first := ""
	for i, it := range c.pack.Items {
		if it.Source.Article != "" && it.Source.Confidence != "V" {
			if first == "" {
				first = at("items", i, "source")
			}
			ids = append(ids, string(it.ID))
		}
	}
	if len(ids) == 0 {
		return
	}
	more := ""
	if len(ids) > 5 {
		ids, more = ids[:5], fmt.Sprintf(" 等 %d 条", len(ids))
	}
	c.warn(first, CodeArticle, "条款号没有核实(confidence 不是 V)，显示时只写文件名：%s%s", strings.Join(ids, "、"), more)
}
