package standard

import (
	"errors"
	"fmt"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"

	"qiangji/internal/party"
)

// A Place says where an expression stands, and so which names it may use.
type Place uint8

// The places.
const (
	PlaceProfile Place = iota + 1 // applies_if, sizes: the organisation's own state, parameters, 成立月数
	PlaceState                    // require, outcome: every measure
	PlaceScore                    // score, zero_if: every measure and 本项
	PlacePolicy                   // levels, vetoes, gates, …: every measure, 总分 and 部分.ID
)

// Compile reads an expression. Its names are those of the vocabulary and those
// that s declares (Words, Params, Rating.Parts). The result is typed, of at most
// 64 nodes and 12 levels; a Problem has its line and column within text, from 1.
func (s *Standard) Compile(text string, place Place) (*Node, *Problem) {
	c := &compiler{std: s, place: place, scan: scan(text)}
	if c.scan.problem != nil {
		return nil, c.scan.problem
	}
	if strings.TrimSpace(text) == "" {
		return nil, exprProblem(nil, 0, CodeExpr, "表达式是空的")
	}
	tree := c.parse()
	if tree == nil {
		return nil, c.scan.problem
	}
	n := c.walk(tree, 1)
	if c.scan.problem != nil {
		return nil, c.scan.problem
	}
	if n.Type == TextValue {
		return nil, exprProblem(nil, 0, CodeType, "结果是文字；要写成比较，例如 领域 == \"村\"")
	}
	return n, nil
}

// CompileAs is Compile for a place that needs a truth or a number.
func (s *Standard) CompileAs(text string, place Place, want ValueType) (*Node, *Problem) {
	n, p := s.Compile(text, place)
	if p == nil && n.Type != want {
		if want == TruthValue {
			return nil, exprProblem(nil, 0, CodeType, "这里要的是条件，写出来的是数；加上比较，例如 "+clip(text)+" >= 1")
		}
		return nil, exprProblem(nil, 0, CodeType, "这里要的是数，写出来的是条件；写成 "+clip(text)+" ? 1 : 0")
	}
	return n, p
}

// CompileAmount reads a line or a threshold: an amount, or one parameter as
// 参数.NAME, whose value may change with the year (M59).
func (s *Standard) CompileAmount(text string) (*Node, *Problem) {
	if n, err := Amount(text); err == nil {
		return &Node{Op: OpNumber, Type: NumberValue, Num: n}, nil
	}
	if !strings.HasPrefix(text, "参数.") {
		said := notAmount(text)
		if !strings.Contains(said, "半角") {
			said += "；随年份变的数写 参数.名称"
		}
		return nil, exprProblem(nil, 0, CodeAmount, said)
	}
	n, p := s.CompileAs(text, PlaceProfile, NumberValue)
	if p == nil && n.Op != OpRef {
		return nil, exprProblem(nil, 0, CodeAmount, "这里只能写一个数，或一个参数(参数.名称)，不能写算式")
	}
	return n, p
}

// A compiler turns the parser's tree into ours, refusing whatever is not on its
// list.
type compiler struct {
	std    *Standard
	place  Place
	scan   *scanner
	nodes  int
	member bool // inside 人数 or 合计
}

func (c *compiler) fail(at ast.Node, code, format string, args ...any) *Node {
	c.scan.fail(c.place0(at), code, format, args...)
	return nil
}

// place0 returns where a node of the parser stands in the text.
func (c *compiler) place0(at ast.Node) int { return c.scan.place(at.Location().From) }

func (s *scanner) place(from int) int {
	if from < 0 || from >= len(s.origin) {
		return len(s.text)
	}
	return s.origin[from]
}

// parse runs the parser; a nil tree means that the problem is noted. The parser
// is not ours, so that even its panic is only a problem of the text.
func (c *compiler) parse() (tree ast.Node) {
	defer func() {
		if recover() != nil {
			c.scan.fail(0, CodeExpr, "表达式看不懂")
			tree = nil
		}
	}()
	parsed, err := parser.Parse(c.scan.out.String())
	if err == nil && parsed.Node != nil {
		return parsed.Node
	}
	var at *file.Error
	if !errors.As(err, &at) {
		c.scan.fail(0, CodeExpr, "表达式看不懂")
		return nil
	}
	from := c.scan.place(at.From)
	if strings.Contains(at.Message, "EOF") {
		c.scan.fail(len(c.scan.text), CodeExpr, "表达式没有写完：少了右括号，或运算符后面少了东西")
		return nil
	}
	from = min(from, len(c.scan.text)-1)
	to := from + 1
	for to < len(c.scan.text) && nameRune(c.scan.text[from]) && nameRune(c.scan.text[to]) {
		to++
	}
	c.scan.fail(from, CodeExpr, "这里不该有“%s”：前面少了运算符、逗号或括号", clip(string(c.scan.text[from:to])))
	return nil
}

// node makes one node of our tree and keeps the bounds.
func (c *compiler) node(at ast.Node, op Op, typ ValueType, kids ...*Node) *Node {
	if c.scan.problem != nil {
		return nil
	}
	if c.nodes++; c.nodes > maxExprNodes {
		return c.fail(at, CodeLimit, "表达式太复杂：最多 %d 个名称、数和运算符；拆成几个计分项", maxExprNodes)
	}
	return &Node{Op: op, Type: typ, Kids: kids, Pos: c.place0(at)}
}

// walk turns one node of the parser into one of ours.
func (c *compiler) walk(at ast.Node, depth int) *Node {
	if c.scan.problem != nil {
		return nil
	}
	if depth > maxExprDepth {
		return c.fail(at, CodeLimit, "表达式套得太深：最多 %d 层；拆成几个条件", maxExprDepth)
	}
	switch n := at.(type) {
	case *ast.IntegerNode:
		return c.literal(n)
	case *ast.BoolNode:
		got := c.node(n, OpBool, TruthValue)
		if got != nil && n.Value {
			got.Num = Int(1)
		}
		return got
	case *ast.StringNode:
		return c.fail(n, CodeType, "文字 \"%s\" 只能同文字型的名称比较，例如 领域 == \"村\"", clip(n.Value))
	case *ast.IdentifierNode:
		return c.name(n, n.Value)
	case *ast.MemberNode:
		return c.memberName(n)
	case *ast.UnaryNode:
		return c.unary(n, depth)
	case *ast.BinaryNode:
		return c.binary(n, depth)
	case *ast.ConditionalNode:
		return c.choice(n, depth)
	case *ast.CallNode:
		if callee, ok := n.Callee.(*ast.IdentifierNode); ok {
			return c.call(n, callee.Value, depth)
		}
	case *ast.ArrayNode:
		return c.fail(n, CodeExpr, "列表只能放在 属于 后面：领域 属于 [\"村\", \"社区\"]")
	}
	return c.fail(at, CodeExpr, "这种写法不在标准包的语言里：只有数、名称、加减乘除、比较、且或非、条件 ? 甲 : 乙，和说明书里列出的函数")
}

func (c *compiler) literal(n *ast.IntegerNode) *Node {
	value, ok := c.scan.numbers[n.Location().From]
	if !ok {
		return c.fail(n, CodeExpr, "这个数看不懂")
	}
	got := c.node(n, OpNumber, NumberValue)
	if got != nil {
		got.Num = value
	}
	return got
}

func (c *compiler) unary(n *ast.UnaryNode, depth int) *Node {
	kid := c.walk(n.Node, depth+1)
	if kid == nil {
		return nil
	}
	switch n.Operator {
	case "-":
		return c.typed(n, OpNeg, NumberValue, NumberValue, kid)
	case "!", "not":
		return c.typed(n, OpNot, TruthValue, TruthValue, kid)
	}
	return c.fail(n, CodeExpr, "前面的“%s”可以去掉", n.Operator)
}

// typed makes a node whose kids must all be of one type.
func (c *compiler) typed(at ast.Node, op Op, typ, want ValueType, kids ...*Node) *Node {
	for _, k := range kids {
		if k == nil {
			return nil
		}
		if k.Type != want {
			c.scan.fail(k.Pos, CodeType, "这里要的是%s，“%s”是%s%s", want, clip(k.String()), k.Type, typeHint(op))
			return nil
		}
	}
	return c.node(at, op, typ, kids...)
}

func typeHint(op Op) string {
	switch op {
	case OpNot:
		return "；非 后面是比较时要加括号：非 (甲 >= 乙)"
	case OpAnd, OpOr:
		return "；且、或 的两边都要是条件"
	}
	return ""
}

var binaries = map[string]Op{
	"+": OpAdd, "-": OpSub, "*": OpMul, "/": OpDiv, "<": OpLt, "<=": OpLe, ">": OpGt, ">=": OpGe,
	"and": OpAnd, "&&": OpAnd, "or": OpOr, "||": OpOr, "==": OpEq, "!=": OpNe,
}

func (c *compiler) binary(n *ast.BinaryNode, depth int) *Node {
	op, ok := binaries[n.Operator]
	switch {
	case n.Operator == "in":
		return c.in(n, depth)
	case !ok:
		return c.fail(n, CodeExpr, "没有“%s”这个运算", n.Operator)
	case op == OpEq || op == OpNe:
		return c.equal(n, op, depth)
	}
	left, right := c.walk(n.Left, depth+1), c.walk(n.Right, depth+1)
	switch op {
	case OpAnd, OpOr:
		return c.typed(n, op, TruthValue, TruthValue, left, right)
	case OpLt, OpLe, OpGt, OpGe:
		return c.typed(n, op, TruthValue, NumberValue, left, right)
	case OpDiv:
		if right != nil && right.Op == OpNumber && right.Num.Sign() == 0 {
			return c.fail(n, CodeExpr, "不能除以 0")
		}
	}
	return c.typed(n, op, NumberValue, NumberValue, left, right)
}

// equal compares two numbers, two truths, or a text measure with a text.
func (c *compiler) equal(n *ast.BinaryNode, op Op, depth int) *Node {
	measure, text := n.Left, n.Right
	lit, ok := text.(*ast.StringNode)
	if !ok {
		if lit, ok = measure.(*ast.StringNode); ok {
			measure = n.Right
		}
	}
	if ok {
		left := c.walk(measure, depth+1)
		return c.node(n, op, TruthValue, left, c.textOf(left, lit))
	}
	if c.unquoted(n.Left, n.Right, n.Operator, depth) || c.unquoted(n.Right, n.Left, n.Operator, depth) {
		return nil
	}
	left, right := c.walk(n.Left, depth+1), c.walk(n.Right, depth+1)
	if left == nil || right == nil {
		return nil
	}
	if left.Type == TextValue || right.Type == TextValue {
		return c.fail(n, CodeType, "文字型的名称只能同引号里的文字比较，例如 领域 == \"村\"")
	}
	return c.typed(n, op, TruthValue, left.Type, left, right)
}

// unquoted tells a text that a text measure is compared with and that has no quotes.
func (c *compiler) unquoted(measure, text ast.Node, operator string, depth int) bool {
	name, ok := text.(*ast.IdentifierNode)
	if !ok || c.scan.problem != nil {
		return false
	}
	try := &compiler{std: c.std, place: c.place, scan: &scanner{text: c.scan.text, origin: c.scan.origin, numbers: c.scan.numbers}, member: c.member}
	left := try.walk(measure, depth+1)
	if left == nil || left.Op != OpRef || left.Type != TextValue {
		return false
	}
	values := c.std.textValues(left.Ref)
	_, known := profileIndex[name.Value] // a name, wrongly compared
	switch {
	case indexOf(values, name.Value) >= 0:
		c.fail(name, CodeType, "文字要加引号：%s %s \"%s\"", left.Ref, operator, name.Value)
	case !known:
		c.fail(name, CodeName, "%s 没有“%s”这个值%s；文字要加引号", left.Ref, clip(name.Value), instead(name.Value, values, "、"))
	}
	return c.scan.problem != nil
}

// textWord returns the word for what may be written as a code of its closed list:
// 村 for village.
func (s *Standard) textWord(r Ref, text string) string {
	switch {
	case r.Space == SpaceGrade:
		return text
	case r.Space == SpaceMember:
		return wordOr(party.WorkClasses, text)
	case r.Name == "领域":
		return wordOr(party.Domains, text)
	}
	return wordOr(party.Levels, text)
}

func wordOr[T ~string](l party.Labels[T], text string) string {
	if l.Has(T(text)) {
		return l.Label(T(text))
	}
	return text
}

// in compares a text measure with a list of texts.
func (c *compiler) in(n *ast.BinaryNode, depth int) *Node {
	list, ok := n.Right.(*ast.ArrayNode)
	if !ok || len(list.Nodes) == 0 {
		return c.fail(n, CodeExpr, "属于 后面要写列表，例如 领域 属于 [\"村\", \"社区\"]")
	}
	left := c.walk(n.Left, depth+1)
	kids := []*Node{left}
	for _, item := range list.Nodes {
		lit, ok := item.(*ast.StringNode)
		if !ok {
			return c.fail(item, CodeType, "列表里只能写引号里的文字，例如 [\"村\", \"社区\"]")
		}
		kids = append(kids, c.textOf(left, lit))
	}
	return c.node(n, OpIn, TruthValue, kids...)
}

// textOf makes the literal that a text measure is compared with, which must be
// one of the values that the measure can have.
func (c *compiler) textOf(measure *Node, lit *ast.StringNode) *Node {
	if measure == nil {
		return nil
	}
	if measure.Type != TextValue {
		return c.fail(lit, CodeType, "“%s”是%s，不能同文字比较", clip(measure.String()), measure.Type)
	}
	if strings.ContainsAny(lit.Value, `"'`) {
		return c.fail(lit, CodeType, "引号里不能再有引号")
	}
	values := c.std.textValues(measure.Ref)
	i := indexOf(values, lit.Value)
	if i < 0 {
		if word := c.std.textWord(measure.Ref, lit.Value); word != lit.Value {
			return c.fail(lit, CodeName, "%s 要写中文：“%s”写成“%s”", measure.Ref, clip(lit.Value), word)
		}
		return c.fail(lit, CodeName, "%s 没有“%s”这个值%s", measure.Ref, clip(lit.Value), instead(lit.Value, values, "、"))
	}
	got := c.node(lit, OpText, TextValue)
	if got != nil {
		got.Text, got.Ref.Index = lit.Value, i
	}
	return got
}

// textValues returns the closed list of a text measure's values.
func (s *Standard) textValues(r Ref) []string {
	switch {
	case r.Space == SpaceGrade:
		return s.Words.Marks[r.Index].Grades
	case r.Space == SpaceMember:
		return labelsOf(party.WorkClasses)
	case r.Name == "领域":
		return labelsOf(party.Domains)
	}
	return labelsOf(party.Levels)
}

func labelsOf[T ~string](l party.Labels[T]) []string {
	names := make([]string, len(l))
	for i, c := range l {
		names[i] = c.Label
	}
	return names
}

func indexOf(list []string, s string) int {
	for i, x := range list {
		if x == s {
			return i
		}
	}
	return -1
}

func (c *compiler) choice(n *ast.ConditionalNode, depth int) *Node {
	cond, yes, no := c.walk(n.Cond, depth+1), c.walk(n.Exp1, depth+1), c.walk(n.Exp2, depth+1)
	if cond == nil || yes == nil || no == nil {
		return nil
	}
	if cond.Type != TruthValue {
		return c.typed(n.Cond, OpIf, NumberValue, TruthValue, cond)
	}
	if yes.Type != no.Type || yes.Type == TextValue {
		c.scan.fail(yes.Pos, CodeType, "%s", fmt.Sprintf("问号后面的两个值要同是数或同是条件：“%s”是%s，“%s”是%s",
			clip(yes.String()), yes.Type, clip(no.String()), no.Type))
		return nil
	}
	got := c.node(n, OpIf, yes.Type, cond, yes, no)
	if got != nil {
		got.Pos = cond.Pos // the parser places it behind its end
	}
	return got
}
