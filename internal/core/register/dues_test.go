package register

import (
	"fmt"
	"testing"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// TestConduct_C13_FixingDuesMakesNoPastMonthOverdue: an amount binds from the month
// in which it was fixed on; every month before it that counted as paid still does.
func TestConduct_C13_FixingDuesMakesNoPastMonthOverdue(t *testing.T) {
	b := branch(2)
	for m := range 12 {
		month := fmt.Sprintf("2026-%02d", m+1)
		b.on(month+"-10", &fact.DuesPaid{Member: who(1), From: month, To: month, Fen: 1000})
	}
	b.on("2026-01-10", &fact.DuesPaid{Member: who(2), From: "2026-01", To: "2026-12", Fen: 12000})
	at := func(m party.MemberID) (paid, arrears int32) {
		v := b.year(2026, "2026-12-31").member(t, m).Values
		n, _ := Said(v[mArrears])
		return v[mPaid], n
	}
	for i := range 2 {
		paid, arrears := at(who(i + 1))
		same(t, "months paid", paid, 12)
		same(t, "arrears", arrears, 0)
	}
	b.on("2026-12-01", &fact.DuesFixed{Member: who(1), Year: 2026, Fen: 1200})
	paid, arrears := at(who(1))
	same(t, "months paid, an amount fixed in December", paid, 11)
	same(t, "arrears, an amount fixed in December", arrears, 1)
	b.on("2026-12-02", &fact.DuesFixed{Member: who(2), Year: 2026, Fen: 0})
	same(t, "months owed of whom an exemption was fixed", b.year(2026, "2026-12-31").member(t, who(2)).Values[mOwed], 0)
}
