package standard

import (
	"github.com/expr-lang/expr/ast"

	"qiangji/internal/party"
)

// call compiles a function.
func (c *compiler) call(n *ast.CallNode, name string, depth int) *Node {
	op, ok := functionOp(name)
	switch {
	case !ok:
		names := make([]string, len(Functions))
		for i, f := range Functions {
			names[i] = f.Name
		}
		return c.fail(n, CodeName, "没有叫“%s”的函数%s", clip(name), suggest(name, names))
	case c.place == PlaceProfile && op != OpMin && op != OpMax && op != OpFloor && op != OpCeil:
		return c.fail(n, CodePlace, "这里只能问支部自身的情况，不能用 %s(…)", name)
	}
	switch op {
	case OpCount, OpTotal:
		return c.overMembers(n, op, depth)
	case OpMin, OpMax:
		if len(n.Arguments) < 2 {
			return c.fail(n, CodeExpr, "%s(…) 里至少要有两个数", name)
		}
		return c.typed(n, op, NumberValue, NumberValue, c.kids(n, depth)...)
	case OpFloor, OpCeil:
		return c.arguments(n, op, 1, depth)
	case OpRound:
		return c.arguments(n, op, 2, depth)
	case OpMonths, OpQuarters, OpHalves:
		return c.full(n, op, depth)
	case OpKnown:
		return c.known(n, depth)
	}
	return c.passed(n)
}

func (c *compiler) kids(n *ast.CallNode, depth int) []*Node {
	kids := make([]*Node, len(n.Arguments))
	for i, a := range n.Arguments {
		kids[i] = c.walk(a, depth+1)
	}
	return kids
}

// want fails unless the call has that many arguments.
func (c *compiler) want(n *ast.CallNode, op Op, count int) bool {
	if len(n.Arguments) != count {
		c.fail(n, CodeExpr, "%s(…) 的括号里要有 %d 个值，用逗号分开，现有 %d 个", functionName(op), count, len(n.Arguments))
		return false
	}
	return true
}

func (c *compiler) arguments(n *ast.CallNode, op Op, count, depth int) *Node {
	if !c.want(n, op, count) {
		return nil
	}
	if count == 2 {
		if places, ok := c.whole(n.Arguments[1], 0, 6); !ok {
			return c.fail(n.Arguments[1], CodeExpr, "保留的位数要写 0 至 6 的整数，现在是 %d", places)
		}
	}
	return c.typed(n, op, NumberValue, NumberValue, c.kids(n, depth)...)
}

// whole reads a literal whole number within bounds.
func (c *compiler) whole(at ast.Node, least, most int64) (int64, bool) {
	lit, ok := at.(*ast.IntegerNode)
	if !ok {
		return 0, false
	}
	n, ok := c.scan.numbers[lit.Location().From].Int64()
	return n, ok && n >= least && n <= most
}

// overMembers compiles 人数(condition) and 合计(number).
func (c *compiler) overMembers(n *ast.CallNode, op Op, depth int) *Node {
	if !c.want(n, op, 1) {
		return nil
	}
	if c.member {
		return c.fail(n, CodeExpr, "%s(…) 不能套在 人数 或 合计 里面", functionName(op))
	}
	c.member = true
	kid := c.walk(n.Arguments[0], depth+1)
	c.member = false
	if op == OpCount {
		return c.typed(n, op, NumberValue, TruthValue, kid)
	}
	return c.typed(n, op, NumberValue, NumberValue, kid)
}

// full compiles 满月数(series, n) and its like; a declared event is a series, too.
func (c *compiler) full(n *ast.CallNode, op Op, depth int) *Node {
	if !c.want(n, op, 2) {
		return nil
	}
	kids := c.kids(n, depth)
	if kids[0] == nil || kids[1] == nil {
		return nil
	}
	if kids[0].Op != OpRef || kids[0].Ref.Space != SpaceSeries && kids[0].Ref.Space != SpaceEvent {
		return c.fail(n.Arguments[0], CodeType, "%s(…) 的第一个值要是一个系列(次数)，例如 党员大会，或 次数.名称", functionName(op))
	}
	if _, ok := c.whole(n.Arguments[1], 1, 99); !ok {
		return c.fail(n.Arguments[1], CodeExpr, "%s(…) 的第二个值要是 1 至 99 的整数", functionName(op))
	}
	return c.node(n, op, NumberValue, kids...)
}

// known compiles 有值(name).
func (c *compiler) known(n *ast.CallNode, depth int) *Node {
	if !c.want(n, OpKnown, 1) {
		return nil
	}
	kid := c.walk(n.Arguments[0], depth+1)
	if kid == nil {
		return nil
	}
	if kid.Op != OpRef {
		return c.fail(n.Arguments[0], CodeType, "有值(…) 里面只能写一个名称，例如 有值(满意度)")
	}
	return c.node(n, OpKnown, TruthValue, kid)
}

// passed compiles 截至(month, day).
func (c *compiler) passed(n *ast.CallNode) *Node {
	if !c.want(n, OpPassed, 2) {
		return nil
	}
	month, ok1 := c.whole(n.Arguments[0], 1, 12)
	day, ok2 := c.whole(n.Arguments[1], 1, 31)
	if !ok1 || !ok2 || party.DateOf(2024, int(month), int(day)) == party.NoDate {
		return c.fail(n, CodeExpr, "截至(月, 日) 要写真有的月和日，例如 截至(6, 30)")
	}
	return c.typed(n, OpPassed, TruthValue, NumberValue, c.kids(n, maxExprDepth-1)...)
}
