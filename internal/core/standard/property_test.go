package standard

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"qiangji/internal/party"
)

// exprCases is how many random expressions are written and read again.
const exprCases = 20_000

// A grower makes random trees that the language can say.
type grower struct {
	r   *rand.Rand
	std *Standard
}

func (g *grower) pick(n int) int { return g.r.IntN(n) }

// number grows a tree that yields a number.
func (g *grower) number(depth int, member bool) *Node {
	if depth <= 0 {
		return g.leaf(member)
	}
	kid := func() *Node { return g.number(depth-1-g.pick(2), member) }
	make := func(op Op, kids ...*Node) *Node { return &Node{Op: op, Type: NumberValue, Kids: kids} }
	switch g.pick(12) {
	case 0:
		return make(OpAdd, kid(), kid())
	case 1:
		return make(OpSub, kid(), kid())
	case 2:
		return make(OpMul, kid(), kid())
	case 3:
		by := kid()
		if by.Op == OpNumber && by.Num.Sign() == 0 {
			by.Num = Int(7)
		}
		return make(OpDiv, kid(), by)
	case 4:
		return make(OpNeg, kid())
	case 5:
		return make(OpMin, kid(), kid(), kid())
	case 6:
		return make(OpMax, kid(), kid())
	case 7:
		return make([]Op{OpFloor, OpCeil}[g.pick(2)], kid())
	case 8:
		return make(OpRound, kid(), g.whole(7))
	case 9:
		return make(OpIf, g.truth(depth-1, member), kid(), kid())
	case 10:
		return g.over(depth, member)
	}
	return g.leaf(member)
}

// over grows 人数(…), 合计(…) or a count of full windows.
func (g *grower) over(depth int, member bool) *Node {
	if member || g.pick(2) == 0 {
		series := &Node{Op: OpRef, Type: NumberValue, Ref: g.series()}
		times := g.whole(9)
		times.Num = times.Num.Add(Int(1))
		return &Node{Op: []Op{OpMonths, OpQuarters, OpHalves}[g.pick(3)], Type: NumberValue, Kids: []*Node{series, times}}
	}
	if g.pick(2) == 0 {
		return &Node{Op: OpCount, Type: NumberValue, Kids: []*Node{g.truth(depth-1, true)}}
	}
	return &Node{Op: OpTotal, Type: NumberValue, Kids: []*Node{g.number(depth-1, true)}}
}

func (g *grower) whole(n int) *Node {
	return &Node{Op: OpNumber, Type: NumberValue, Num: Int(int64(g.pick(n)))}
}

func (g *grower) series() Ref {
	i := g.pick(len(SeriesWords))
	return Ref{Space: SpaceSeries, Index: i, Name: SeriesWords[i].Name}
}

// leaf grows a literal or a measure that is a number.
func (g *grower) leaf(member bool) *Node {
	n := &Node{Op: OpRef, Type: NumberValue}
	switch g.pick(10) {
	case 0:
		return &Node{Op: OpNumber, Type: NumberValue, Num: Frac(int64(g.pick(100000)), []int64{1, 2, 4, 5, 10, 100}[g.pick(6)])}
	case 1:
		n.Ref = g.series()
	case 2:
		i := g.pick(len(NumberWords))
		n.Ref = Ref{Space: SpaceNumber, Index: i, Name: NumberWords[i].Name}
	case 3:
		n.Ref = Ref{Space: SpaceFigure, Index: 0, Name: "人均纯收入"}
	case 4:
		n.Ref = Ref{Space: SpaceEvent, Index: 0, Name: "安全事故", Grade: []string{"", "一般", "重大"}[g.pick(3)]}
	case 5:
		n.Ref = Ref{Space: SpaceHonour, Index: 0, Name: "先进", Grade: []string{"", "town", "province"}[g.pick(3)]}
	case 6:
		n.Ref = Ref{Space: SpaceOwn, Index: g.pick(len(OwnWords))}
		n.Ref.Name = OwnWords[n.Ref.Index].Name
	case 7:
		n.Ref = Ref{Space: SpaceBeforeNumber, Index: numberIndex["满意度"], Name: "满意度"}
	case 8:
		n.Ref = Ref{Space: SpaceParam, Index: 0, Name: "学时"}
	default:
		n.Ref = Ref{Space: SpaceMark, Index: 0, Name: "廉洁"}
		if member {
			n.Ref = Ref{Space: SpaceMember, Index: memberIndex["学时"], Name: "学时"}
		}
	}
	return n
}

// truth grows a tree that yields a truth.
func (g *grower) truth(depth int, member bool) *Node {
	make := func(op Op, kids ...*Node) *Node { return &Node{Op: op, Type: TruthValue, Kids: kids} }
	if depth <= 0 {
		return g.flag(member)
	}
	kid := func() *Node { return g.truth(depth-1-g.pick(2), member) }
	num := func() *Node { return g.number(depth-1, member) }
	switch g.pick(10) {
	case 0:
		return make(OpAnd, kid(), kid())
	case 1:
		return make(OpOr, kid(), kid())
	case 2:
		return make(OpNot, kid())
	case 3, 4:
		return make([]Op{OpLt, OpLe, OpGt, OpGe}[g.pick(4)], num(), num())
	case 5:
		return make([]Op{OpEq, OpNe}[g.pick(2)], num(), num())
	case 6:
		return make([]Op{OpEq, OpNe}[g.pick(2)], kid(), kid())
	case 7:
		return make(OpIf, kid(), kid(), kid())
	case 8:
		return g.text(make)
	}
	return g.flag(member)
}

// text grows a comparison of a text measure.
func (g *grower) text(make func(Op, ...*Node) *Node) *Node {
	measure := &Node{Op: OpRef, Type: TextValue, Ref: Ref{Space: SpaceGrade, Index: 1, Name: "班子团结"}}
	if g.pick(2) == 0 {
		measure.Ref = Ref{Space: SpaceProfile, Index: profileIndex["领域"], Name: "领域"}
	}
	values := g.std.textValues(measure.Ref)
	lit := func() *Node {
		i := g.pick(len(values))
		return &Node{Op: OpText, Type: TextValue, Text: values[i], Ref: Ref{Index: i}}
	}
	if g.pick(2) == 0 {
		return make(OpIn, measure, lit(), lit())
	}
	return make([]Op{OpEq, OpNe}[g.pick(2)], measure, lit())
}

func (g *grower) flag(member bool) *Node {
	n := &Node{Op: OpRef, Type: TruthValue}
	switch {
	case g.pick(8) == 0:
		return &Node{Op: OpBool, Type: TruthValue, Num: Int(int64(g.pick(2)))}
	case g.pick(8) == 0:
		return &Node{Op: OpKnown, Type: TruthValue, Kids: []*Node{g.leafRef(member)}}
	case g.pick(8) == 0:
		return &Node{Op: OpPassed, Type: TruthValue, Kids: []*Node{
			{Op: OpNumber, Type: NumberValue, Num: Int(int64(1 + g.pick(12)))}, {Op: OpNumber, Type: NumberValue, Num: Int(int64(1 + g.pick(28)))}}}
	case member:
		n.Ref = Ref{Space: SpaceMember, Index: memberIndex["正式"], Name: "正式"}
	default:
		n.Ref = Ref{Space: SpaceProfile, Index: profileIndex["有支委会"], Name: "有支委会"}
	}
	return n
}

func (g *grower) leafRef(member bool) *Node {
	for {
		if n := g.leaf(member); n.Op == OpRef {
			return n
		}
	}
}

func size(n *Node) (nodes, depth int) {
	nodes = 1
	for _, k := range n.Kids {
		a, b := size(k)
		nodes, depth = nodes+a, max(depth, b)
	}
	return nodes, depth + 1
}

// TestWhatIsWrittenIsRead writes random trees and reads the same trees again.
func TestWhatIsWrittenIsRead(t *testing.T) {
	g := &grower{rand.New(rand.NewPCG(5, 6)), demo()}
	read, refused := 0, 0
	ops := map[Op]bool{}
	for range exprCases {
		want := g.truth(g.pick(9), false)
		if g.pick(2) == 0 {
			want = g.number(g.pick(9), false)
		}
		text := want.String()
		nodes, depth := size(want)
		got, p := g.std.Compile(text, PlaceScore)
		if len(text) > maxExprBytes || nodes > maxExprNodes || depth > maxExprDepth {
			if p == nil || p.Code != CodeLimit {
				t.Fatalf("%s has %d nodes in %d levels and is read: %+v", text, nodes, depth, p)
			}
			refused++
			continue
		}
		if p != nil || !sameTree(got, want) {
			t.Fatalf("%s is read as %v, %+v", text, got, p)
		}
		got.Walk(func(n *Node) { ops[n.Op] = true })
		read++
	}
	if read < exprCases/2 || refused < 10 {
		t.Errorf("%d read, %d refused: the trees are no good", read, refused)
	}
	for op := OpNumber; op <= OpPassed; op++ {
		if !ops[op] {
			t.Errorf("no tree has the operation %d", op)
		}
	}
}

// TestSpacesDoNotMatter reads the same tree from text with and without spaces.
func TestSpacesDoNotMatter(t *testing.T) {
	g := &grower{rand.New(rand.NewPCG(7, 8)), demo()}
	for range 3000 {
		want := g.number(3, false)
		text := want.String()
		wide := strings.ReplaceAll(text, " ", "\n   ")
		if len(wide) > maxExprBytes {
			continue
		}
		a, p1 := g.std.Compile(text, PlaceScore)
		b, p2 := g.std.Compile(wide, PlaceScore)
		if (p1 == nil) != (p2 == nil) || p1 == nil && !sameTree(a, b) {
			t.Fatalf("%q and %q: %v, %v", text, wide, p1, p2)
		}
	}
}

// TestACutExpressionIsTold cuts texts anywhere: the rest is read or told, and the
// place of what is told lies within the text.
func TestACutExpressionIsTold(t *testing.T) {
	g := &grower{rand.New(rand.NewPCG(9, 10)), demo()}
	for range 5000 {
		text := []rune(g.truth(3, false).String())
		cut := string(text[:g.pick(len(text)+1)])
		n, p := g.std.Compile(cut, PlaceScore)
		if (n == nil) == (p == nil) {
			t.Fatalf("%q: %v %v", cut, n, p)
		}
		if p != nil && (p.Line != 1 || p.Col < 1 || p.Col > len([]rune(cut))+1) {
			t.Fatalf("%q: told at %d:%d", cut, p.Line, p.Col)
		}
	}
}

// TestCheckSaysTheSameEveryTime checks a pack with many problems many times: the
// order of maps must not show.
func TestCheckSaysTheSameEveryTime(t *testing.T) {
	text := `pack: p
sources:
  甲: {}
  乙: {number: 1}
  丙: {}
items:
  - id: A
    score:
      - grade: {mark: 班子团结, table: {好: a, 较好: b, 很好: 3, 极好: 4}}
      - judge: {mark: 廉洁, min: 0, max: 9, columns: {self: 1, 甲: 2, 乙: 3}}
      - levels: {honour: 先进, table: {town: x, unit: 1, nation: 2}}
      - refer: {scheme: s, table: {甲: x, 乙: y}}
vocabulary:
  marks: [{name: 班子团结, grades: [好, 较好, 一般, 差]}, {name: 廉洁, min: 0, max: 5}]
  honours: [{name: 先进, levels: [town]}]
`
	p := parsed(t, text)
	first := Check(p)
	if len(first) < 20 {
		t.Fatalf("only %d problems", len(first))
	}
	for range 100 {
		if again := Check(parsed(t, text)); !slices.Equal(first, again) {
			t.Fatalf("%v\nthen\n%v", first, again)
		}
	}
	if !slices.IsSortedFunc(first, func(a, b Problem) int { return 1000*(a.Line-b.Line) + a.Col - b.Col }) {
		t.Error("problems are not in the order of the file")
	}
}

// TestCheckSurvivesEveryHole takes one value at a time out of a good pack, and one
// at a time makes it nonsense: the checker tells or takes it, and never panics.
func TestCheckSurvivesEveryHole(t *testing.T) {
	for _, f := range readArchive(t, "testdata/mechanics.txtar").files {
		p, problems := Parse([]File{{"case.yaml", []byte(f.text)}, base(t)})
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		try := func() { Check(p) }
		for i := range p.Items {
			holes(reflect.ValueOf(&p.Items[i].Score).Elem(), try)
			holes(reflect.ValueOf(&p.Items[i].Duty).Elem(), try)
		}
		if p.Scheme != nil {
			holes(reflect.ValueOf(p.Scheme).Elem(), try)
		}
	}
	p := parsed(t, itemHead+plainScheme("1"))
	more := parsed(t, string(base(t).Data))
	more.Items, more.Scheme = p.Items, p.Scheme
	holes(reflect.ValueOf(more).Elem(), func() {
		Check(more)
		Resolve(map[party.SchemeID]*Pack{more.ID: more}, more.ID, "village", endOf2026)
	})
}

// holes sets every reachable value to zero and to nonsense in turn.
func holes(v reflect.Value, try func()) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			holes(v.Elem(), try)
			old := reflect.ValueOf(v.Interface())
			v.SetZero()
			try()
			v.Set(old)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() && !v.Field(i).IsZero() {
				holes(v.Field(i), try)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			holes(v.Index(i), try)
		}
		old := v.Slice(0, v.Len())
		v.Set(v.Slice(0, 0))
		try()
		v.Set(old)
	case reflect.String:
		old := v.String()
		for _, nonsense := range []string{"", "无", "-1", "0", strings.Repeat("长", 100), "a: b", "参数.收入目标"} {
			v.SetString(nonsense)
			try()
		}
		v.SetString(old)
	case reflect.Int:
		old := v.Int()
		for _, nonsense := range []int64{0, -1, 1 << 30} {
			v.SetInt(nonsense)
			try()
		}
		v.SetInt(old)
	}
}

// TestProblemsNameTheirFiles has mistakes in two files.
func TestProblemsNameTheirFiles(t *testing.T) {
	p, problems := Parse([]File{
		{"pack.yaml", []byte("pack: p\nkind: schema\n")}, {"items.yaml", []byte("items:\n  - {id: A, force: must}\n")},
	})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	at := map[string]string{}
	for _, x := range Check(p) {
		if x.Code == CodeChoice {
			at[x.File] += fmt.Sprintf("%d:%d ", x.Line, x.Col)
		}
	}
	if at["pack.yaml"] != "2:7 " || at["items.yaml"] != "2:20 " {
		t.Errorf("choices are told at %v", at)
	}
}
