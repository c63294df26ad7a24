package procedure

import (
	"math/big"
	"slices"
	"strings"
	"testing"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/register"
	"qiangji/internal/party"

	"pgregory.net/rapid"
)

// TestVotesSayWhy: the reason is a sentence that a secretary can read out.
func TestVotesSayWhy(t *testing.T) {
	for _, c := range []struct {
		v    fact.Vote
		want string
	}{
		{vote("ordinary", 10, 8, 6), "一般事项：应到会有表决权10人，到会8人（至少5人），赞成6票（至少6票），通过"},
		{vote("ordinary", 10, 8, 4), "一般事项：应到会有表决权10人，到会8人（至少5人），赞成4票，不足6票，未通过"},
		{vote("ordinary", 10, 8, 5), "一般事项：应到会有表决权10人，到会8人（至少5人），赞成5票，超过实到会的半数，但不足应到会半数以上的6票，未通过；如拟认可，请报上级"},
		{vote("accept", 10, 5, 5), "接收预备党员：应到会有表决权10人，到会5人，不足6人，不能表决"},
		{vote("election", 10, 7, 7), "选举：应到会有选举权10人，到会7人，不足8人，不能表决"},
		{vote("committee", 5, 3, 3), "支委会事项：支委会应到5人，到会3人（至少3人），赞成3票（至少3票），通过"},
		{vote("ordinary", 0, 0, 0), "一般事项：应到会有表决权0人，到会0人；没有应到人数，无法计票"},
	} {
		if got := Vote(c.v).Because; got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

// TestVoteProperties: over all votes: valid does not depend on how they voted,
// more approvals never unmake a pass, a stricter place never passes more, and
// the same thresholds bind core/register.
func TestVoteProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := fact.Vote{On: rapid.SampledFrom(party.VoteOns).Draw(t, "on").Code, Due: rapid.IntRange(0, 200).Draw(t, "due")}
		v.Present = rapid.IntRange(0, v.Due).Draw(t, "present")
		v.Yes = rapid.IntRange(0, v.Present).Draw(t, "yes")
		o := Vote(v)
		more := v
		more.Yes++
		if n := Vote(more); n.Valid != o.Valid || o.Passed && !n.Passed {
			t.Fatalf("%+v with one more approval: %+v", v, n)
		}
		strict := Rules{Strict: true, FourOpen: Fraction{2, 3}}.Vote(v)
		if strict.Passed && !o.Passed || strict.NeedPresent < o.NeedPresent || strict.NeedYes != o.NeedYes {
			t.Fatalf("%+v: the stricter place has %+v, the nation %+v", v, strict, o)
		}
		if need := register.Need(v); need.Present != o.NeedPresent || need.Yes != o.NeedYes {
			t.Fatalf("%+v: the register asks %+v", v, need)
		}
		if o.Passed && (v.Yes*2 <= v.Due || v.Present*2 < v.Due) {
			t.Fatalf("%+v passed", v)
		}
		if o.Passed && o.OnlyPresent || o.Because == "" {
			t.Fatalf("%+v: %+v", v, o)
		}
	})
}

// TestFractions: the least whole number that is enough.
func TestFractions(t *testing.T) {
	for n := range 400 {
		for _, f := range []Fraction{{2, 3}, {1, 2}, {4, 5}, {1, 1}} {
			got := f.of(n)
			if got*f.Den < n*f.Num || (got-1)*f.Den >= n*f.Num {
				t.Fatalf("%d/%d of %d is %d", f.Num, f.Den, n, got)
			}
		}
	}
}

// TestDuesAgainstTheOracle: with big rationals, bracket by bracket, as the text
// has it.
func TestDuesAgainstTheOracle(t *testing.T) {
	share := func(base int64, class party.WorkClass) *big.Rat {
		yuan := big.NewRat(base, 100)
		over := func(n int64) bool { return yuan.Cmp(big.NewRat(n, 1)) > 0 }
		switch {
		case class == "retired" && over(5000):
			return big.NewRat(10, 1000)
		case class == "retired":
			return big.NewRat(5, 1000)
		case over(10000):
			return big.NewRat(20, 1000)
		case over(5000):
			return big.NewRat(15, 1000)
		case over(3000):
			return big.NewRat(10, 1000)
		}
		return big.NewRat(5, 1000)
	}
	rapid.Check(t, func(t *rapid.T) {
		base := rapid.Int64Range(0, 8000000).Draw(t, "base")
		class := rapid.SampledFrom([]party.WorkClass{"employee", "retired", "teacher", "other", "self_employed"}).Draw(t, "class")
		want := new(big.Rat).Mul(big.NewRat(base, 1), share(base, class))
		want.Add(want, big.NewRat(1, 2)) // half up
		fen := new(big.Int).Div(want.Num(), want.Denom()).Int64()
		if got := Dues(base, class); got != min(fen, MaxDues) {
			t.Fatalf("%s on %d fen pays %d, the oracle says %d", class, base, got, min(fen, MaxDues))
		}
	})
}

// TestNextNeverRepeats: what was taken is not offered again, save what repeats;
// what is offered stands in the table's order.
func TestNextNeverRepeats(t *testing.T) {
	repeats := []string{"observe", "probation_observe"}
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SampledFrom([]Procedure{Development, Election, Disposal}).Draw(t, "procedure")
		c := Case{Of: p, Committee: rapid.Bool().Draw(t, "committee"), Ends: day("2026-08-31")}
		for i, r := range tables[p] {
			if rapid.Bool().Draw(t, r.code) {
				c.Taken = append(c.Taken, Taken{Step: r.code, On: day("2024-01-01") + party.Date(i*10), Passed: true})
			}
		}
		last := -1
		for _, s := range Next(c) {
			if slices.ContainsFunc(c.Taken, func(k Taken) bool { return k.Step == s.Code }) && !slices.Contains(repeats, s.Code) {
				t.Fatalf("%s is offered again", s.Code)
			}
			at := slices.IndexFunc(tables[p], func(r row) bool { return r.code == s.Code })
			if at <= last {
				t.Fatalf("%s is out of order", s.Code)
			}
			if last = at; s.Title == "" || s.Who == "" || s.Source == "" {
				t.Fatalf("%+v says too little", s)
			}
			for _, m := range s.Missing {
				if strings.ContainsAny(m, "abcdefghijklmnopqrstuvwxyz_") {
					t.Fatalf("%s misses %q, which is no title", s.Code, m)
				}
			}
		}
	})
}

// TestUnknownProcedures: nothing follows in a procedure that is none.
func TestUnknownProcedures(t *testing.T) {
	if got := Next(Case{Of: "other"}); got != nil {
		t.Errorf("something follows: %v", got)
	}
}

// TestObservationIsReckonedFromTheLast: every half-year from the last time.
func TestObservationIsReckonedFromTheLast(t *testing.T) {
	c := took(Development, append(slices.Clone(activist), "observe 2024-08-31")...)
	seen(t, c, "observe[,2025-02-28] target[2025-03-08,]")
	c.Taken = append(c.Taken, Taken{Step: "observe", On: day("2025-02-20"), Passed: true})
	seen(t, c, "observe[,2025-08-20] target[2025-03-08,]")
	c.Taken = append(c.Taken, Taken{Step: "target", On: day("2025-03-10"), Passed: true})
	for _, s := range Next(c) {
		if s.Code == "observe" {
			t.Error("a target is still observed as 积极分子")
		}
	}
}

// TestTR21_TheRowsSayWhoMay: the rows that carry a trap carry its
// words too.
func TestTR21_TheRowsSayWhoMay(t *testing.T) {
	for code, says := range map[string]string{
		"contacts": "1至2名正式党员", "introducers": "2名正式党员", "training": "24学时", "accept": "应到会", "accept_approved": "六个月", "apply": "18岁",
	} {
		i := slices.IndexFunc(development, func(r row) bool { return r.code == code })
		if !strings.Contains(development[i].note, says) {
			t.Errorf("%s does not say %s: %q", code, says, development[i].note)
		}
	}
}

// TestTR73_LocalNumbersStayOut: five days of publicity, a month after 预审, months
// of waiting are local: no row has them.
func TestTR73_LocalNumbersStayOut(t *testing.T) {
	for _, r := range development {
		if r.code == "activist" && r.wait != (span{}) || r.code == "accept" && r.limit != (span{}) || strings.Contains(r.note, "公示") {
			t.Errorf("%s carries a local number: %+v", r.code, r)
		}
	}
}
