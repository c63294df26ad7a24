package operate

import (
	"slices"
	"strings"
	"testing"

	"qiangji/internal/core/chain"
	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

func (k *kept) verify(t testing.TB) *Verdict {
	t.Helper()
	v := Verification{Copy: k, Seals: k, Trust: chain.Trust{Log: k.log}}
	verdict, err := v.Verify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return verdict
}

// TestVerifySound: a ledger with voids, corrections, sealed facts and records that wait
// for their position is sound, and everything in it is counted.
func TestVerifySound(t *testing.T) {
	k := keep(t)
	facts := countyFacts(3)
	k.record(t, facts...)
	last := facts[len(facts)-1]
	void := fact.Fact{ID: "v1", Org: last.Org, On: last.On, At: last.At, By: last.By, Body: &fact.Void{Fact: last.ID, Cause: "mistake"}}
	again := facts[len(facts)-2]
	again.ID, again.Corrects = "c1", facts[len(facts)-2].ID
	k.record(t, void, again)
	v := k.verify(t)
	if !v.Sound() || v.Facts != int64(len(facts)+2) || v.Entries != int64(k.n) || v.Records != v.Facts+v.Entries {
		t.Fatalf("%+v %+v", v, v.Report)
	}
	if v.Sealed != v.Records || !v.Signed {
		t.Errorf("sealed up to %d of %d", v.Sealed, v.Records)
	}
	sealed := 0
	for _, f := range facts {
		if fact.Sealed(f.Body.Kind()) {
			sealed++
		}
	}
	if v.Closed == 0 || v.Closed != int64(sealed) {
		t.Errorf("%d facts are sealed, want %d", v.Closed, sealed)
	}
}

// TestVerifyWaiting: what waits for its position is sound, in whatever order the ids are;
// it is looked at in the order in which it was recorded.
func TestVerifyWaiting(t *testing.T) {
	k := keep(t)
	facts := countyFacts(2)
	k.record(t, facts...)
	last := facts[slices.IndexFunc(facts, func(f fact.Fact) bool { _, m := fact.Concerns(f); return len(m) > 1 })]
	last.ID = "z"
	void := fact.Fact{ID: "a", Org: last.Org, On: last.On, At: last.At, By: last.By, Body: &fact.Void{Fact: "z", Cause: "mistake"}}
	k.commit(t, last)
	k.commit(t, void)
	if v := k.verify(t); !v.Sound() || v.Waiting != 4 {
		t.Errorf("%d wait; %v %v", v.Waiting, v.Faults, v.Flaws)
	}
}

// TestVerifyWhileWriting: a ledger that is recorded in, sequenced and sealed while it is
// verified is as sound as one that lies still.
func TestVerifyWhileWriting(t *testing.T) {
	k := keep(t)
	facts := countyFacts(6)
	k.record(t, facts[:len(facts)/2]...)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for _, f := range facts[len(facts)/2:] {
			k.commit(t, f)
			if k.n%4 == 0 {
				k.seal(t)
			}
		}
	}()
	for n := 0; ; n++ {
		select {
		case <-ended:
			if n == 0 {
				t.Error("it was not verified meanwhile")
			}
			return
		default:
		}
		if v := k.verify(t); !v.Sound() {
			t.Errorf("%v %v", v.Faults, v.Flaws)
			<-ended
			return
		}
	}
}

// TestVerifyErased: of an erased person the facts are erased, not missing.
func TestVerifyErased(t *testing.T) {
	k := keep(t)
	facts := countyFacts(3)
	k.record(t, facts...)
	var member party.MemberID
	want := int64(0)
	for i := range facts {
		if h := fact.HeaderOf(&facts[i]); fact.Sealed(h.Kind) && h.Member != "" && (member == "" || h.Member == member) {
			member = h.Member
			want++
		}
	}
	v := Verification{Copy: k, Seals: k, Erased: []fact.Subject{fact.MemberSubject(member)}}
	verdict, err := v.Verify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if want == 0 || verdict.Erased != want || !verdict.Sound() {
		t.Errorf("%d erased, want %d; %v %v", verdict.Erased, want, verdict.Faults, verdict.Flaws)
	}
}

// TestVerifyFinds: whatever is done behind the program's back is found and said where.
func TestVerifyFinds(t *testing.T) {
	const (
		fifth = `(SELECT id FROM ledger_sequence WHERE pos = 5)`
		audit = `(SELECT id FROM ledger_sequence WHERE stream = 'audit' ORDER BY pos LIMIT 1)`
	)
	for name, c := range map[string]struct {
		do   []string
		says string
	}{
		"a line edited":           {[]string{`UPDATE ledger_fact SET line = replace(line, '"on":"20', '"on":"19') WHERE id = ` + fifth}, "第 5 条"},
		"a line gone":             {[]string{`DELETE FROM ledger_fact WHERE id = ` + fifth}, "第 5 条"},
		"an audit entry gone":     {[]string{`DELETE FROM ledger_audit WHERE id = ` + audit}, "审计 a-00001（组织 -）不见了"},
		"a hash edited":           {[]string{`UPDATE ledger_fact SET hash = zeroblob(32) WHERE id = ` + fifth}, "第 5 条"},
		"a position gone":         {[]string{`DELETE FROM ledger_sequence WHERE pos = 5`}, "第 5 条"},
		"two swapped":             {[]string{`UPDATE ledger_sequence SET pos = 99999 WHERE pos = 5`, `UPDATE ledger_sequence SET pos = 5 WHERE pos = 6`, `UPDATE ledger_sequence SET pos = 6 WHERE pos = 99999`}, "对不上"},
		"the tail cut":            {[]string{`DELETE FROM ledger_sequence WHERE pos > 100`}, "末尾"},
		"a seal edited":           {[]string{`UPDATE ledger_seal SET text = replace(text, 'sealed 2026', 'sealed 2025')`}, "签名"},
		"the seals gone":          {[]string{`DELETE FROM ledger_seal`}, "封印被删去了"},
		"a seal gone":             {[]string{`DELETE FROM ledger_seal WHERE size = (SELECT MIN(size) FROM ledger_seal)`}, "封印被删去了"},
		"slipped in":              {[]string{`INSERT INTO ledger_audit SELECT org, 'a-x', replace(line, 'a-00001', 'a-x'), hash FROM ledger_audit WHERE id = 'a-00001'`}, "a-x"},
		"an index entry gone":     {[]string{`DELETE FROM ledger_concern WHERE subject LIKE 'm:%' AND id = (SELECT id FROM ledger_concern WHERE subject LIKE 'm:%' LIMIT 1)`}, "索引里缺"},
		"an index entry too many": {[]string{`INSERT INTO ledger_concern SELECT 'm:nobody', org, id FROM ledger_fact LIMIT 1`}, "索引把它列在 m:nobody 之下"},
		"its subjects edited":     {[]string{`UPDATE ledger_fact SET subjects = '[]' WHERE id = ` + fifth}, "第 5 条"},
		"nothing waits":           {[]string{`INSERT INTO desk_pending (org, stream, id, tick) VALUES ('o', 'fact', 'ghost', 1)`}, "ghost"},
		"what has a place waits":  {[]string{`INSERT INTO desk_pending (org, stream, id, tick) SELECT org, stream, id, 1 FROM ledger_sequence WHERE pos = 5`}, "早已编入"},
		"the edge edited":         {[]string{`UPDATE desk_sequencer SET edge = CAST(substr(edge, 1, length(edge) - 1) || x'00' AS BLOB)`}, "编排位置的状态"},
		"a node gone":             {[]string{`DELETE FROM ledger_node`}, "缺少这一段的中间摘要"},
		"a node edited":           {[]string{`UPDATE ledger_node SET hash = zeroblob(32)`}, "中间摘要"},
	} {
		t.Run(name, func(t *testing.T) {
			k := keep(t)
			facts := countyFacts(2)
			k.record(t, facts[:len(facts)-20]...)
			held := []chain.Head{k.edge.Head()}
			k.record(t, facts[len(facts)-20:]...)
			held = append(held, k.edge.Head())
			k.tamper(t, c.do...)
			v := Verification{Copy: k, Seals: k, Trust: chain.Trust{Log: k.log, Held: held}}
			verdict, err := v.Verify(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			var said strings.Builder
			for _, f := range verdict.Faults {
				said.WriteString(f.String() + "\n")
			}
			for _, f := range verdict.Flaws {
				said.WriteString(f.Where + " " + f.Text + "\n")
			}
			if verdict.Sound() || !strings.Contains(said.String(), c.says) {
				t.Errorf("sound %v, said:\n%s", verdict.Sound(), said.String())
			}
		})
	}
}
