package pgfault

import (
	"math/rand/v2"
	"testing"

	"qiangji/internal/app"
	"qiangji/internal/core/chain"
	"qiangji/internal/party"
)

// TestJudgeOp: each way in which an op can be wrong is counted, as what it is.
func TestJudgeOp(t *testing.T) {
	acked := op{id: "c", org: "org-a", parts: 2, acked: true, receipt: []party.FactID{"c.1.0", "c.1.1"}}
	refused := op{id: "c", org: "org-a", parts: 2, refused: true}
	whole := map[string][]string{"1": {"c.1.1", "c.1.0"}}
	for _, c := range []struct {
		name    string
		op      op
		stored  map[string][]string
		audited int
		count   func(*Report) int
	}{
		{"acknowledged and there", acked, whole, 1, nil},
		{"refused and not there", refused, nil, 0, nil},
		{"never answered, not there", op{id: "c", parts: 2}, nil, 0, nil},
		{"never answered, there", op{id: "c", parts: 2}, whole, 1, nil},
		{"lost", acked, nil, 0, func(r *Report) int { return r.Lost }},
		{"doubled", acked, map[string][]string{"1": {"c.1.0", "c.1.1"}, "2": {"c.2.0", "c.2.1"}}, 2, func(r *Report) int { return r.Doubled }},
		{"half", acked, map[string][]string{"1": {"c.1.0"}}, 1, func(r *Report) int { return r.Half }},
		{"another receipt", acked, map[string][]string{"2": {"c.2.0", "c.2.1"}}, 1, func(r *Report) int { return r.Half }},
		{"without its audit entry", acked, whole, 0, func(r *Report) int { return r.Half }},
		{"an audit entry alone", refused, nil, 1, func(r *Report) int { return r.Half }},
		{"revived", refused, whole, 1, func(r *Report) int { return r.Revived }},
	} {
		r := &rig{report: &Report{}}
		r.op(&c.op, c.stored, c.audited)
		switch {
		case c.count == nil && !r.report.Sound():
			t.Errorf("%s: %v", c.name, r.report.Findings)
		case c.count != nil && (c.count(r.report) == 0 || len(r.report.Findings) == 0):
			t.Errorf("%s: not found", c.name)
		}
	}
}

// TestJudgePositions: gaps, doubles and rewritten records are found.
func TestJudgePositions(t *testing.T) {
	row := func(pos int, id string) app.Row {
		return app.Row{Pos: app.Position(pos), Stream: chain.Facts, ID: id, Hash: chain.RecordHash(chain.Facts, []byte(id))}
	}
	for name, c := range map[string]struct {
		rows, followed []app.Row
		sound          bool
	}{
		"sound":     {[]app.Row{row(1, "a"), row(2, "b")}, []app.Row{row(1, "a")}, true},
		"a gap":     {[]app.Row{row(1, "a"), row(3, "b")}, nil, false},
		"twice":     {[]app.Row{row(1, "a"), row(2, "a")}, nil, false},
		"rewritten": {[]app.Row{row(1, "a"), row(2, "b")}, []app.Row{row(1, "b")}, false},
		"gone":      {[]app.Row{row(1, "a")}, []app.Row{row(1, "a"), row(2, "b")}, false},
	} {
		r := &rig{report: &Report{}, followed: c.followed}
		r.positions(c.rows)
		if r.report.Sound() != c.sound {
			t.Errorf("%s: %v", name, r.report.Findings)
		}
	}
}

// TestOrder: every kind comes about equally often.
func TestOrder(t *testing.T) {
	n := map[Fault]int{}
	for _, f := range order(All, 40, rand.New(rand.NewPCG(1, 1))) {
		n[f]++
	}
	for _, f := range All {
		if n[f] < 4 || n[f] > 5 {
			t.Errorf("%s came %d times of 40", f, n[f])
		}
	}
}
