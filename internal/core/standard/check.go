package standard

import (
	"fmt"
	"slices"
	"strings"

	"qiangji/internal/party"
)

// Check finds everything that is wrong with a pack, given the packs that it
// imports (with what those import, floor first): the whole list, sorted by place.
// A scheme is also resolved for each of its profiles, to hold the points of its
// parts against their items and its burden against its ceiling. A pack without a
// problem that is not a warning can be assessed, unless it is archived or
// historic.
//
// Of a pack that Parse found fault with, it finds what does not follow from that;
// of one with a file that could not be read, nothing: the rest may be in it.
func Check(p *Pack, imports ...*Pack) []Problem {
	if p.doubts.unread {
		return nil
	}
	c := &checker{pack: p, imports: imports, std: scopeOf(p, imports)}
	c.head()
	c.sources()
	c.vocabulary()
	c.params()
	c.items()
	c.modifies()
	if p.Scheme != nil {
		c.scheme(p.Scheme)
	}
	c.conduct()
	c.articles()
	if p.Kind == "scheme" && p.Scheme != nil && !p.doubts.any() && !broken(c.problems) {
		c.profiles()
	}
	sortProblems(c.problems)
	return slices.Compact(c.problems)
}

// broken reports problems that make sums meaningless; what only offends conduct
// does not.
func broken(ps []Problem) bool {
	conduct := []string{CodeMinutes, CodeForm, CodePetition, CodeLabel, CodeBrand, CodePerson, CodeAuthor, CodePay, CodeRoom}
	return slices.ContainsFunc(ps, func(p Problem) bool { return !p.Warn && !contains(conduct, p.Code) })
}

// Partial reports whether problems keep later checks of the pack from running: when
// they are mended there may be more.
func Partial(ps []Problem) bool { return broken(ps) }

// A checker collects the problems of one pack.
type checker struct {
	pack     *Pack
	imports  []*Pack
	std      *Standard // what expressions may name
	problems []Problem
}

// scopeOf joins the names that a pack and its imports declare.
func scopeOf(p *Pack, imports []*Pack) *Standard {
	s := &Standard{Rating: p.Scheme, Sources: map[string]Source{}}
	var twice []string
	for _, q := range append(slices.Clone(imports), p) {
		for name, src := range q.Sources {
			s.Sources[name] = src
		}
		s.Words.Marks = join(s.Words.Marks, q.Vocabulary.Marks, func(m MarkName) string { return m.Name }, &twice)
		s.Words.Figures = join(s.Words.Figures, q.Vocabulary.Figures, func(m FigureName) string { return m.Name }, &twice)
		s.Words.Honours = join(s.Words.Honours, q.Vocabulary.Honours, func(m HonourName) string { return m.Name }, &twice)
		s.Words.Events = join(s.Words.Events, q.Vocabulary.Events, func(m EventName) string { return m.Name }, &twice)
		for _, param := range q.Params {
			if !slices.ContainsFunc(s.Params, func(x Param) bool { return x.Name == param.Name }) {
				s.Params = append(s.Params, param)
			}
		}
	}
	return s
}

func (c *checker) bad(path, code, format string, args ...any) {
	if c.pack.follows(path, code) {
		return
	}
	c.problems = append(c.problems, c.pack.blame(path, code, fmt.Sprintf(format, args...)))
}

func (c *checker) warn(path, code, format string, args ...any) {
	if c.pack.follows(path, code) {
		return
	}
	p := c.pack.blame(path, code, fmt.Sprintf(format, args...))
	p.Warn = true
	c.problems = append(c.problems, p)
}

// doubt is a problem, or only a warning where the pack says how the published
// text was read, or is only kept: real rubrics contradict themselves.
func (c *checker) doubt(read bool, path, code, format string, args ...any) {
	if read || c.pack.Kind == "archived" {
		c.warn(path, code, format, args...)
		return
	}
	c.bad(path, code, format, args...)
}

// need reports a text that must be written.
func (c *checker) need(path, value, what string) bool {
	if strings.TrimSpace(value) == "" {
		c.bad(path, CodeRequired, "没有写 %s：%s", path[strings.LastIndexByte(path, '.')+1:], what)
		return false
	}
	return true
}

// id checks an identifier.
func (c *checker) id(path, value string) {
	if value == "" {
		c.bad(path, CodeRequired, "没有写编号")
	} else if !party.GoodID(value) {
		c.bad(path, CodeID, "编号“%s”不对：用字母、数字、汉字和 - _ . : /，不带空格，最长 %d 字节", clip(value), party.MaxID)
	}
}

// name checks a name that expressions use.
func (c *checker) name(path, value string) {
	if value == "" {
		c.bad(path, CodeRequired, "没有写名称")
	} else if !identifier(value) {
		c.bad(path, CodeID, "名称“%s”不能用在表达式里：只用汉字、字母、数字和 _，不以数字开头，不带空格、括号和连字符", clip(value))
	}
}

// choice checks a value of a closed list; empty is allowed.
func choice[T ~string](c *checker, path string, value T, list party.Labels[T]) {
	if value != "" && !list.Has(value) {
		codes := make([]string, len(list))
		for i, x := range list {
			codes[i] = string(x.Code)
			if x.Label == string(value) {
				c.bad(path, CodeChoice, "“%s”要写代码 %s", value, x.Code)
				return
			}
		}
		hint := suggest(string(value), codes)
		if hint == "" {
			for i, x := range list {
				codes[i] += "(" + x.Label + ")"
			}
			hint = "；可写：" + strings.Join(codes, "、")
		}
		c.bad(path, CodeChoice, "没有“%s”这个值%s", clip(string(value)), hint)
	}
}

// oneOf checks a value of a short list; empty is allowed.
func (c *checker) oneOf(path, value string, list ...string) bool {
	if value == "" || contains(list, value) {
		return true
	}
	for _, code := range list {
		if wordOf(path, code) == value {
			c.bad(path, CodeChoice, "“%s”要写代码 %s", value, code)
			return false
		}
	}
	c.bad(path, CodeChoice, "没有“%s”这个值；可写：%s", clip(value), strings.Join(spelt(path, list), "、"))
	return false
}

// amount reads an amount; ok is false if there is none or it is wrong.
func (c *checker) amount(path, text string) (a Rat, ok bool) {
	if text == "" {
		return Rat{}, false
	}
	a, err := Amount(text)
	if err != nil {
		c.bad(path, CodeAmount, "%s", notAmount(text))
	}
	return a, err == nil
}

// needAmount is amount where one must be written.
func (c *checker) needAmount(path, text, what string) (Rat, bool) {
	if !c.need(path, text, what) {
		return Rat{}, false
	}
	return c.amount(path, text)
}

// plus reads an amount that must be above zero.
func (c *checker) plus(path, text, what string) (Rat, bool) {
	a, ok := c.needAmount(path, text, what)
	if ok && a.Sign() <= 0 {
		c.bad(path, CodeAmount, "%s 要大于 0：扣分也写正数，由 minus 表示扣", what)
		return a, false
	}
	return a, ok
}

// line reads an amount or a parameter; fixed is false for a parameter.
func (c *checker) line(path, text, what string) (a Rat, fixed bool) {
	if !c.need(path, text, what) {
		return Rat{}, false
	}
	n, p := c.std.CompileAmount(text)
	if p != nil {
		c.expr(path, p)
		return Rat{}, false
	}
	return n.Num, n.Op == OpNumber
}

// span reads a length of time; empty is allowed.
func (c *checker) span(path, text string) {
	if text == "" {
		return
	}
	if _, err := ParseSpan(text); err != nil {
		c.bad(path, CodeValue, "%v", err)
	}
}

// cond compiles a condition; empty is allowed.
func (c *checker) cond(path, text string, place Place) *Node {
	return c.compile(path, text, place, TruthValue)
}

// formula compiles a number; empty is allowed.
func (c *checker) formula(path, text string, place Place) *Node {
	return c.compile(path, text, place, NumberValue)
}

func (c *checker) compile(path, text string, place Place, want ValueType) *Node {
	if text == "" {
		return nil
	}
	n, p := c.std.CompileAs(text, place, want)
	if p != nil {
		c.expr(path, p)
		return nil
	}
	c.units(path, n)
	return n
}

// expr places a problem of an expression in the file.
func (c *checker) expr(path string, p *Problem) {
	if c.pack.follows(path, p.Code) {
		return
	}
	at := c.pack.at(path)
	where := Problem{File: at.file, Line: at.line, Col: at.col, Code: p.Code, Message: p.Message}
	if _, written := c.pack.spots[path]; written && p.Line == 1 && at.style != '|' {
		where.Col += p.Col - 1
		if at.style == '"' {
			where.Col++
		}
	}
	c.problems = append(c.problems, where)
}

// units warns where a measure counted in per cent is compared with a share.
func (c *checker) units(path string, n *Node) {
	n.Walk(func(k *Node) {
		if k.Op < OpEq || k.Op > OpGe {
			return
		}
		for i, side := range k.Kids {
			other := k.Kids[1-i]
			if side.Op == OpRef && side.Ref.percent() && other.Op == OpNumber && other.Num.Sign() > 0 && other.Num.Cmp(Int(1)) <= 0 {
				c.warn(path, CodeUnit, "%s 按百分数计(0 至 100)，这里写的是 %s；90%% 写 90", side.Ref, other.Num)
			}
		}
	})
}

// percent reports whether a measure is counted in per cent.
func (r Ref) percent() bool {
	return (r.Space == SpaceNumber || r.Space == SpaceBeforeNumber) && NumberWords[r.Index].Unit == "%"
}

// source checks a reference to a document; needed says that there must be one.
func (c *checker) source(path string, ref SourceRef, needed bool) {
	switch {
	case ref.Doc == "" && needed:
		c.bad(path, CodeRequired, "没有写依据：source: {doc: 文件, confidence: V}")
	case ref.Doc == "":
	case !c.declares(ref.Doc):
		var names []string
		for name := range c.std.Sources {
			names = append(names, name)
		}
		slices.Sort(names)
		c.bad(path+".doc", CodeSource, "文件“%s”没有在 sources 里声明%s", clip(ref.Doc), suggest(ref.Doc, names))
	}
	c.oneOf(path+".confidence", ref.Confidence, "V", "V~", "M-high", "M-med", "M-low")
}

func (c *checker) declares(doc string) bool { _, ok := c.std.Sources[doc]; return ok }

// dates reports a period that ends before it starts.
func (c *checker) dates(path string, from, to party.Date) {
	if to != party.NoDate && to < from {
		c.bad(path, CodeDate, "终止日期 %s 在起始日期 %s 之前", to, from)
	}
}

// at joins a path with an index and a field.
func at(path string, i int, field string) string {
	if field != "" {
		field = "." + field
	}
	return fmt.Sprintf("%s[%d]%s", path, i, field)
}
