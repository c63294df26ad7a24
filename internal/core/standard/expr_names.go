package standard

import (
	"strings"

	"github.com/expr-lang/expr/ast"

	"qiangji/internal/party"
)

// name resolves a name without a namespace.
func (c *compiler) name(at ast.Node, name string) *Node {
	if i, ok := profileIndex[name]; ok {
		return c.ref(at, Ref{Space: SpaceProfile, Index: i, Name: name}, ProfileWords[i].typeOf())
	}
	if i, ok := numberIndex[name]; ok && (c.place != PlaceProfile || name == "成立月数") {
		return c.ref(at, Ref{Space: SpaceNumber, Index: i, Name: name}, NumberValue)
	}
	if i, ok := seriesIndex[name]; ok && c.place != PlaceProfile {
		return c.ref(at, Ref{Space: SpaceSeries, Index: i, Name: name}, NumberValue)
	}
	if name == "总分" && c.place == PlacePolicy {
		return c.ref(at, Ref{Space: SpaceTotal}, NumberValue)
	}
	return c.unknown(at, name)
}

func (c *compiler) ref(at ast.Node, r Ref, typ ValueType) *Node {
	got := c.node(at, OpRef, typ)
	if got != nil {
		got.Ref = r
	}
	return got
}

// unknown explains why a name is refused.
func (c *compiler) unknown(at ast.Node, name string) *Node {
	_, number := numberIndex[name]
	_, series := seriesIndex[name]
	_, clock := clockIndex[name]
	_, member := memberIndex[name]
	switch {
	case number || series:
		return c.fail(at, CodePlace, "这里只能问支部自身的情况(党员数、有支委会…)、参数和 成立月数，不能用“%s”", name)
	case name == "总分":
		return c.fail(at, CodePlace, "“总分”只能用在等级、否决、门槛这些定级规则里")
	case clock:
		return c.fail(at, CodePlace, "“%s”是时限，只能写在 clock: 里", name)
	case member:
		return c.fail(at, CodePlace, "“%s”是党员的情况，要写成 人数(党员.%s …) 或 合计(党员.%s)", name, name, name)
	case contains(Namespaces, name) || name == "部分":
		return c.fail(at, CodeName, "“%s”后面要有点和名称：%s.名称", name, name)
	}
	if _, ok := functionOp(name); ok {
		return c.fail(at, CodeName, "“%s”是函数，后面要有括号", name)
	}
	for _, w := range []string{"或者", "并且", "而且", "不是"} {
		if rest, ok := strings.CutPrefix(name, w); ok && contains(c.plainNames(), rest) {
			return c.fail(at, CodeName, "“%s”要写成“%s”，两边有空格：%s %s", w, spokenWords[w], spokenWords[w], rest)
		}
	}
	for _, w := range []string{"不属于", "属于", "且", "或", "非"} {
		if rest, ok := strings.CutPrefix(name, w); ok && contains(c.plainNames(), rest) {
			return c.fail(at, CodeName, "“%s”两边要有空格：%s %s", w, w, rest)
		}
	}
	return c.fail(at, CodeName, "没有叫“%s”的名称%s", clip(name), suggest(name, c.plainNames()))
}

// plainNames lists the names without a namespace that the place allows.
func (c *compiler) plainNames() []string {
	names := namesOf(ProfileWords)
	if c.place == PlaceProfile {
		return append(names, "成立月数")
	}
	return append(append(names, namesOf(SeriesWords)...), namesOf(NumberWords)...)
}

// memberName resolves NAMESPACE.NAME.
func (c *compiler) memberName(n *ast.MemberNode) *Node {
	space, ok1 := n.Node.(*ast.IdentifierNode)
	prop, ok2 := n.Property.(*ast.StringNode)
	if !ok1 || !ok2 || n.Optional || n.Method {
		return c.fail(n, CodeExpr, "名称只有一个点：命名空间.名称，例如 数值.人均纯收入")
	}
	ns, name := space.Value, prop.Value
	switch {
	case c.place == PlaceProfile && ns != "参数":
		return c.fail(space, CodePlace, "这里只能问支部自身的情况、参数和 成立月数，不能用“%s.%s”", ns, clip(name))
	case ns == "党员" && !c.member:
		return c.fail(space, CodePlace, "党员.%s 只能写在 人数(…) 或 合计(…) 里面", clip(name))
	case ns == "本项" && c.place != PlaceScore:
		return c.fail(space, CodePlace, "本项.%s 只能用在条目的计分里", clip(name))
	case ns == "部分" && c.place != PlacePolicy:
		return c.fail(space, CodePlace, "部分.%s 只能用在等级、否决、门槛这些定级规则里", clip(name))
	}
	return c.declared(n, ns, name)
}

// declared resolves a name within a namespace.
func (c *compiler) declared(n *ast.MemberNode, ns, name string) *Node {
	switch ns {
	case "党员":
		return c.indexed(n, Ref{Space: SpaceMember, Name: name}, memberIndex, MemberWords)
	case "本项":
		return c.indexed(n, Ref{Space: SpaceOwn, Name: name}, ownIndex, OwnWords)
	case "上年":
		if i, ok := seriesIndex[name]; ok {
			return c.ref(n, Ref{Space: SpaceBeforeSeries, Index: i, Name: name}, NumberValue)
		}
		return c.indexed(n, Ref{Space: SpaceBeforeNumber, Name: name}, numberIndex, append(append([]Word{}, NumberWords...), SeriesWords...))
	}
	space, names, ok := c.std.declaredNames(ns)
	if !ok {
		return c.fail(n.Node, CodeName, "没有叫“%s”的命名空间%s", clip(ns), instead(ns, Namespaces, "、"))
	}
	r, ok := c.std.find(space, names, name)
	if !ok {
		return c.fail(n, CodeName, "%s.%s 没有声明过%s", ns, clip(name), undeclared(name, names, space))
	}
	typ := NumberValue
	if space == SpaceGrade {
		typ = TextValue
	}
	return c.ref(n, r, typ)
}

func (c *compiler) indexed(n *ast.MemberNode, r Ref, index map[string]int, words []Word) *Node {
	i, ok := index[r.Name]
	if !ok {
		return c.fail(n, CodeName, "没有 %s.%s%s", spaceNames[r.Space], clip(r.Name), suggest(r.Name, namesOf(words)))
	}
	r.Index = i
	return c.ref(n, r, words[i].typeOf())
}

// declaredNames lists the names of a namespace that packs declare.
func (s *Standard) declaredNames(ns string) (space Space, names []string, ok bool) {
	switch ns {
	case "数值":
		for _, f := range s.Words.Figures {
			names = append(names, f.Name)
		}
		return SpaceFigure, names, true
	case "评分", "等级":
		for _, m := range s.Words.Marks {
			names = append(names, m.Name)
		}
		if ns == "等级" {
			return SpaceGrade, names, true
		}
		return SpaceMark, names, true
	case "次数":
		for _, e := range s.Words.Events {
			names = append(names, e.Name)
		}
		return SpaceEvent, names, true
	case "荣誉":
		for _, h := range s.Words.Honours {
			names = append(names, h.Name)
		}
		return SpaceHonour, names, true
	case "参数":
		for _, p := range s.Params {
			names = append(names, p.Name)
		}
		return SpaceParam, names, true
	case "部分":
		if s.Rating != nil {
			for _, p := range s.Rating.Parts {
				names = append(names, p.ID)
			}
		}
		return SpacePart, names, true
	}
	return 0, nil, false
}

// find resolves a declared name, with the grade or level after its last _.
func (s *Standard) find(space Space, names []string, name string) (Ref, bool) {
	if i := indexOf(names, name); i >= 0 {
		if space == SpaceGrade && len(s.Words.Marks[i].Grades) == 0 || space == SpaceMark && len(s.Words.Marks[i].Grades) > 0 {
			return Ref{}, false
		}
		return Ref{Space: space, Index: i, Name: name}, true
	}
	cut := strings.LastIndex(name, "_")
	if cut < 0 || space != SpaceEvent && space != SpaceHonour {
		return Ref{}, false
	}
	i := indexOf(names, name[:cut])
	if i < 0 {
		return Ref{}, false
	}
	grade, ok := s.gradeCode(space, i, name[cut+1:])
	return Ref{Space: space, Index: i, Name: name[:cut], Grade: grade}, ok
}

// gradeCode returns the grade of an event, or the code of an honour's level.
func (s *Standard) gradeCode(space Space, i int, word string) (string, bool) {
	if space == SpaceEvent {
		return word, contains(s.Words.Events[i].Grades, word)
	}
	for _, t := range s.Words.Honours[i].Levels {
		if tierWord(t) == word || string(t) == word || party.Tiers.Label(t) == word {
			return string(t), true
		}
	}
	return "", false
}
