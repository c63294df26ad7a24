package duty

import (
	"fmt"

	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
)

// The kinds of compiled expression. They are closures over an Env: no node is
// dispatched through an interface, and nothing is allocated to ask them.
type (
	number func(*Env) standard.Rat // NaR: unknown
	truth  func(*Env) Tri
	heads  func(*Env) (yes, maybe int64)
)

// A Cond is a condition of a pool. Equal conditions are one, whatever item asks
// them, and are answered once for each branch.
type Cond int

// Always is the condition that always holds: an empty text.
const Always Cond = -1

// A condition is one compiled condition.
type condition struct {
	text    string
	back    int
	node    *standard.Node
	trail   int // what it names
	eval    truth
	profile bool // it differs from day to day
	own     bool // it names 本项, 总分 or 部分, so its answer is never kept
}

// A Number is one compiled formula.
type Number struct {
	Text  string
	Node  *standard.Node // nil for a plain amount
	Own   bool           // it names 本项
	eval  number
	heads heads        // where it is a count of members
	just  standard.Rat // the value of a plain amount

	trail int // what it names
}

// Of returns the value for the branch loaded into e; NaR where it is unknown.
func (n *Number) Of(e *Env) standard.Rat {
	if n.eval == nil {
		return n.just
	}
	return n.eval(e)
}

// Heads returns of how many members a count surely holds, and of how many more it
// may; ok is false of what is no count of members.
func (n *Number) Heads(e *Env) (yes, maybe int64, ok bool) {
	if n.heads == nil {
		return 0, 0, false
	}
	yes, maybe = n.heads(e)
	return yes, maybe, true
}

// Const returns the value of a plain amount.
func (n *Number) Const() (standard.Rat, bool) { return n.just, n.eval == nil }

// Exprs is the pool of all expressions of one standard.
type Exprs struct {
	std      *standard.Standard
	conds    []condition
	spans    []span
	names    []name
	counts   []string // 人数 and 合计, counted once for each branch
	trails   []trail  // the lists of measures that expressions name
	problems []standard.Problem
}

// NewExprs makes an empty pool.
func NewExprs(std *standard.Standard) *Exprs {
	return &Exprs{std: std, trails: make([]trail, 1)} // the first is of what names nothing
}

// Problems returns what could not be compiled.
func (x *Exprs) Problems() []standard.Problem { return x.problems }

// Report adds a problem found by whoever compiles with this pool.
func (x *Exprs) Report(place, format string, args ...any) {
	x.problems = append(x.problems, standard.Problem{
		File: place, Code: "PK-COMPILE", Message: fmt.Sprintf(format, args...),
	})
}

// A Look says where an expression stands, which names it may use there, and how
// far it looks: so many years before the assessed one count too (for vetoes).
type Look struct {
	At    string // for messages: ZB-40.applies_if
	Place standard.Place
	Back  int
}

// Cond compiles a condition; a text that cannot be compiled is reported and is
// never known.
func (x *Exprs) Cond(text string, at Look) Cond {
	if text == "" {
		return Always
	}
	node := x.parse(text, at, standard.TruthValue)
	if node == nil {
		return x.keep(condition{text: text, eval: func(*Env) Tri { return Maybe }})
	}
	canon := node.String()
	for i := range x.conds {
		if c := &x.conds[i]; c.text == canon && c.back == at.Back {
			return Cond(i)
		}
	}
	return x.keep(condition{
		text: canon, back: at.Back, node: node, trail: x.trail(node, at.Back), eval: x.compiler(at).truth(node),
		profile: mentions(node, standard.SpaceProfile),
		own:     mentions(node, standard.SpaceOwn) || mentions(node, standard.SpaceTotal) || mentions(node, standard.SpacePart),
	})
}

func (x *Exprs) keep(c condition) Cond {
	x.conds = append(x.conds, c)
	return Cond(len(x.conds) - 1)
}

// Own reports whether a condition names 本项.
func (x *Exprs) Own(c Cond) bool { return c >= 0 && x.conds[c].own }

// Text returns a condition as it is written.
func (x *Exprs) Text(c Cond) string {
	if c < 0 {
		return ""
	}
	return x.conds[c].text
}

// Number compiles an amount or a formula. Empty text is 0.
func (x *Exprs) Number(text string, at Look) Number {
	if text == "" {
		return Number{}
	}
	if v, err := standard.Amount(text); err == nil {
		return Number{Text: text, just: v}
	}
	node := x.parse(text, at, standard.NumberValue)
	if node == nil {
		return Number{Text: text, just: standard.NaR}
	}
	got := Number{Text: node.String(), Node: node, Own: mentions(node, standard.SpaceOwn), trail: x.trail(node, 0), eval: x.compiler(at).number(node)}
	if node.Op == standard.OpCount {
		got.heads = x.compiler(at).heads(node)
	}
	return got
}

// parse compiles text to a node of the type that is wanted.
func (x *Exprs) parse(text string, at Look, want standard.ValueType) *standard.Node {
	node, problem := x.std.CompileAs(text, at.Place, want)
	if problem != nil {
		found := *problem
		found.File = at.At
		x.problems = append(x.problems, found)
		return nil
	}
	return node
}

// mentions reports whether a node names a measure of a space.
func mentions(n *standard.Node, space standard.Space) bool {
	found := false
	n.Walk(func(k *standard.Node) { found = found || k.Op == standard.OpRef && k.Ref.Space == space })
	return found
}

// span returns the place of a span in the pool.
func (x *Exprs) span(s span) int {
	if s.partial == "" {
		s.partial = "half"
	}
	for i := range x.spans {
		if x.spans[i] == s {
			return i
		}
	}
	x.spans = append(x.spans, s)
	return len(x.spans) - 1
}

// compiler is the state of compiling one expression.
type compiler struct {
	x    *Exprs
	back int
}

func (x *Exprs) compiler(at Look) *compiler { return &compiler{x, at.Back} }

// before returns the year before, or nil.
func (e *Env) before() *register.Year { return e.year.Before }
