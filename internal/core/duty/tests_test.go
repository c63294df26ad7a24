package duty

import (
	"fmt"
	"testing"

	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// TestTests holds conditions that compile to bounds against the comparison of exact
// numbers, one by one and joined.
func TestTests(t *testing.T) {
	std, y := declared(), full()
	profile, onRoll := wordAt(standard.ProfileWords, "党员数"), wordAt(standard.MemberWords, "在册月数")
	x := NewExprs(std)
	at := Look{At: "t", Place: standard.PlaceState}
	values := &y.Segments[len(y.Segments)-1].Values
	y.Members = y.Members[:1]
	member := &y.Members[0].Values
	for _, op := range []string{"==", "!=", "<", "<=", ">", ">="} {
		for _, text := range []string{"-1", "0", "0.5", "2", "2.0001", "2.5", "3"} {
			k, _ := standard.Amount(text)
			ofProfile := x.Cond(fmt.Sprintf("党员数 %s %s", op, text), at)
			not := x.Cond(fmt.Sprintf("非 (党员数 %s %s) 且 有书记", op, text), at)
			ofMembers := x.Number(fmt.Sprintf("人数(党员.在册月数 %s %s 且 党员.学时 %s %s)", op, text, op, text), at)
			for v := int32(0); v <= 4; v++ { // below 0 see TestUnsaidIsWhateverItMayBe
				values[profile], values[wordAt(standard.ProfileWords, "有书记")] = v, 1
				member[onRoll], member[hours] = v, v*int32(party.DecimalUnit)+v%2
				want := compares(opOf[op], standard.Int(int64(v)).Cmp(k))
				e := load(x, y)
				if e.Holds(ofProfile) != Is(want) || e.Holds(not) != Is(!want) {
					t.Errorf("%d %s %s: %s, not %s", v, op, text, e.Holds(ofProfile), e.Holds(not))
				}
				both := want && compares(opOf[op], standard.FromDecimal(party.Decimal(member[hours])).Cmp(k))
				if got := ofMembers.Of(e); got != standard.Int(map[bool]int64{true: 1}[both]) {
					t.Errorf("%d and %d %s %s: %s", v, member[hours], op, text, got)
				}
			}
		}
	}
	if len(x.Problems()) > 0 {
		t.Fatal(x.Problems())
	}
	y.Segments = nil
	if c := x.Cond("党员数 > 1 且 有书记", at); load(x, y).Holds(c) != Maybe {
		t.Error("a profile that is not known answers")
	}
}

var opOf = map[string]standard.Op{
	"==": standard.OpEq, "!=": standard.OpNe, "<": standard.OpLt, "<=": standard.OpLe, ">": standard.OpGt, ">=": standard.OpGe,
}
