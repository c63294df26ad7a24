package standard

import "strings"

// An Op is what a node of a compiled expression does with its kids.
type Op uint8

// The operations. Kids are in the order of the text.
const (
	OpNumber   Op = iota + 1 // the literal Num
	OpText                   // the literal Text; Ref.Index is its place in the closed list of the measure it is compared with, -1 if that has none
	OpBool                   // the literal true (Num is 1) or false
	OpRef                    // the measure Ref
	OpNeg                    // - a
	OpAdd                    // a + b
	OpSub                    // a - b
	OpMul                    // a * b
	OpDiv                    // a / b
	OpEq                     // a == b, of two numbers, two truths, or a text measure and a text
	OpNe                     // a != b
	OpLt                     // a < b
	OpLe                     // a <= b
	OpGt                     // a > b
	OpGe                     // a >= b
	OpNot                    // 非 a
	OpAnd                    // a 且 b
	OpOr                     // a 或 b
	OpIf                     // a ? b : c
	OpIn                     // a 属于 [b, c, …], the first kid a text measure, the others texts
	OpCount                  // 人数(a): the members for whom a holds
	OpTotal                  // 合计(a): the sum of a over the members
	OpMin                    // 最小(a, b, …)
	OpMax                    // 最大(a, b, …)
	OpFloor                  // 取整(a): the greatest whole number not above a
	OpCeil                   // 进一(a): the least whole number not below a
	OpRound                  // 四舍五入(a, n): a to n decimals, halves away from zero
	OpMonths                 // 满月数(系列, n): the months in which the series reached n
	OpQuarters               // 满季数(系列, n)
	OpHalves                 // 满半年数(系列, n)
	OpKnown                  // 有值(a): whether there is a value behind the measure
	OpPassed                 // 截至(month, day): whether the cut has reached that day of the year
)

// A ValueType is the type of what a node yields.
type ValueType uint8

// The types of value.
const (
	NumberValue ValueType = iota + 1
	TruthValue
	TextValue
)

// String returns the Chinese name of the type.
func (t ValueType) String() string {
	return [...]string{"无", "数", "是否", "文字"}[min(t, TextValue)]
}

// A Space says where a name of an expression lives.
type Space uint8

// The spaces.
const (
	SpaceSeries       Space = iota + 1 // Index is a Series: the count of the year
	SpaceNumber                        // Index is a Number
	SpaceProfile                       // Index is a Profile
	SpaceMember                        // 党员.X: Index is a MemberField
	SpaceFigure                        // 数值.X: Index into Words.Figures
	SpaceMark                          // 评分.X: Index into Words.Marks, a number
	SpaceGrade                         // 等级.X: Index into Words.Marks, a text
	SpaceEvent                         // 次数.X or 次数.X_GRADE: Index into Words.Events
	SpaceHonour                        // 荣誉.X or 荣誉.X_LEVEL: Index into Words.Honours
	SpaceParam                         // 参数.X: Index into Params
	SpaceBeforeSeries                  // 上年.X: Index is a Series
	SpaceBeforeNumber                  // 上年.X: Index is a Number
	SpaceOwn                           // 本项.X: Index is an Own
	SpaceTotal                         // 总分
	SpacePart                          // 部分.ID: Index into Rating.Parts
)

// An Own is a count of an item's own obligations.
type Own uint8

// The counts of 本项.
const (
	OwnDue     Own = iota // 应做: all obligations of the year
	OwnMet                // 已做
	OwnMissed             // 未做
	OwnWaiting            // 待定
	OwnOpen               // 未到期
	OwnShort              // 缺次: by how many occurrences those missed fall short
)

// OwnWords lists the counts of 本项; the index is the Own.
var OwnWords = []Word{
	{"应做", "次", "本项全年应做的次数"},
	{"已做", "次", "其中已做的"},
	{"未做", "次", "其中到期未做的"},
	{"待定", "次", "其中到期而没有记录的"},
	{"未到期", "次", "其中还没有到期的"},
	{"缺次", "次", "到期未做的各期一共还差几次(每期只要一次的，就是未做的期数)"},
}

// A Ref names one measure.
type Ref struct {
	Space Space
	Index int
	Name  string // as written after the namespace, without the grade
	Grade string // event grade as declared, or code of the honour's level; empty: all
}

// String returns the name as an expression writes it.
func (r Ref) String() string {
	if r.Space == SpaceTotal {
		return "总分"
	}
	name := r.Name
	if !identifier(name) {
		return spaceNames[r.Space] + `["` + name + `"]`
	}
	if r.Grade != "" {
		name += "_" + gradeLabel(r)
	}
	if ns := spaceNames[r.Space]; ns != "" {
		return ns + "." + name
	}
	return name
}

var spaceNames = map[Space]string{
	SpaceMember: "党员", SpaceFigure: "数值", SpaceMark: "评分", SpaceGrade: "等级", SpaceEvent: "次数",
	SpaceHonour: "荣誉", SpaceParam: "参数", SpaceBeforeSeries: "上年", SpaceBeforeNumber: "上年",
	SpaceOwn: "本项", SpacePart: "部分",
}

// A Node (算式) is one node of a compiled expression: a small typed tree that an
// evaluator walks and an explanation quotes. It is never changed once made.
type Node struct {
	Op   Op
	Type ValueType
	Kids []*Node
	Num  Rat    // OpNumber; OpBool: 1 or 0
	Text string // OpText
	Ref  Ref    // OpRef; OpText: only Index
	Pos  int    // place in the text, in characters from 0
}

// opWords are the operators between two kids, as String writes them, with their
// binding strength.
var opWords = map[Op]struct {
	word string
	bind int
}{
	OpAdd: {"+", 30}, OpSub: {"-", 30}, OpMul: {"*", 60}, OpDiv: {"/", 60},
	OpEq: {"==", 20}, OpNe: {"!=", 20}, OpLt: {"<", 20}, OpLe: {"<=", 20}, OpGt: {">", 20}, OpGe: {">=", 20},
	OpAnd: {"且", 15}, OpOr: {"或", 10}, OpIn: {"属于", 20},
}

// bindLoosest and bindTightest bound the strengths of opWords.
const (
	bindLoosest  = 0
	bindUnary    = 90
	bindTightest = 100
)

// String returns the canonical text of the expression; compiling it again gives
// the same tree.
func (n *Node) String() string {
	var b strings.Builder
	n.write(&b, bindLoosest)
	return b.String()
}

// write appends the text, in brackets if it binds no tighter than outer asks.
func (n *Node) write(b *strings.Builder, outer int) {
	bind := n.bind()
	if bind < outer {
		b.WriteByte('(')
		defer b.WriteByte(')')
	}
	switch n.Op {
	case OpNumber:
		b.WriteString(n.Num.String())
	case OpBool:
		b.WriteString(map[bool]string{true: "true", false: "false"}[n.Num.Sign() != 0])
	case OpText:
		b.WriteString(`"` + n.Text + `"`)
	case OpRef:
		b.WriteString(n.Ref.String())
	case OpNeg:
		b.WriteByte('-')
		n.Kids[0].write(b, bindTightest)
	case OpNot:
		b.WriteString("非 ")
		n.Kids[0].write(b, bindTightest)
	case OpIf:
		n.Kids[0].write(b, bindLoosest+1)
		b.WriteString(" ? ")
		n.Kids[1].write(b, bindLoosest+1)
		b.WriteString(" : ")
		n.Kids[2].write(b, bindLoosest+1)
	case OpIn:
		n.Kids[0].write(b, bindTightest)
		b.WriteString(" 属于 [")
		writeList(b, n.Kids[1:])
		b.WriteByte(']')
	default:
		n.writeOperator(b)
	}
}

// writeOperator writes an operator between two kids, or a call.
func (n *Node) writeOperator(b *strings.Builder) {
	w, ok := opWords[n.Op]
	if !ok {
		b.WriteString(functionName(n.Op) + "(")
		writeList(b, n.Kids)
		b.WriteByte(')')
		return
	}
	left := w.bind
	if w.bind == 20 {
		left++ // a < b < c means something else
	}
	n.Kids[0].write(b, left)
	b.WriteString(" " + w.word + " ")
	n.Kids[1].write(b, w.bind+1)
}

func writeList(b *strings.Builder, kids []*Node) {
	for i, k := range kids {
		if i > 0 {
			b.WriteString(", ")
		}
		k.write(b, bindLoosest)
	}
}

// bind returns how tightly the text of a node binds.
func (n *Node) bind() int {
	if w, ok := opWords[n.Op]; ok {
		return w.bind
	}
	switch n.Op {
	case OpIf:
		return bindLoosest
	case OpNeg, OpNot:
		return bindUnary
	}
	return bindTightest
}

// Walk calls visit for n and every node below it, in the order of the text.
func (n *Node) Walk(visit func(*Node)) {
	visit(n)
	for _, k := range n.Kids {
		k.Walk(visit)
	}
}
