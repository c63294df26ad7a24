package opa

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	"qiangji/bench/county"
	"qiangji/bench/hand"
	"qiangji/internal/core/assess"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// years are branch-years of which the policy speaks, as they were folded and
// varied.
func years(t testing.TB, profile party.Domain, n int) []*register.Year {
	t.Helper()
	std, err := county.Standard(profile)
	if err != nil {
		t.Fatal(err)
	}
	stream := county.NewStream(county.Fold(40, 7, false)[profile], std)
	var list []*register.Year
	for i := 0; len(list) < n; i++ {
		y := &register.Year{}
		if stream.Year(i, y); Speaks(y) {
			list = append(list, y)
		}
	}
	return list
}

type score struct {
	Lo, Hi, Due, Max float64
}

type result struct {
	Items          map[party.ItemID]score
	Due            float64
	Points, Scaled [2]float64
}

func ask(t testing.TB, query rego.PreparedEvalQuery, input ast.Value) result {
	t.Helper()
	set, err := query.Eval(context.Background(), rego.EvalParsedInput(input))
	if err != nil {
		t.Fatal(err)
	}
	if len(set) != 1 {
		t.Fatal("the policy has no result")
	}
	text, err := json.Marshal(set[0].Expressions[0].Value)
	if err != nil {
		t.Fatal(err)
	}
	var r result
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// close reports whether a float is a number to within half a hundredth.
func closeTo(f float64, r standard.Rat) bool {
	n, d := r.Parts()
	return math.Abs(f-float64(n)/float64(d)) < 0.0051
}

// differ says where the policy and the hand differ.
func differ(profile party.Domain, got result, want *hand.Sheet) string {
	items := hand.Items(profile)
	if len(got.Items) != len(items) {
		var lacks []party.ItemID
		for _, id := range items {
			if _, ok := got.Items[id]; !ok {
				lacks = append(lacks, id)
			}
		}
		return fmt.Sprintf("the policy has %d items, the hand %d: it lacks %v", len(got.Items), len(items), lacks)
	}
	for k, id := range items {
		a, b := got.Items[id], &want.Items[k]
		if !closeTo(a.Lo, b.Points.Lo) || !closeTo(a.Hi, b.Points.Hi) || !closeTo(a.Due, b.Due) || !closeTo(a.Max, b.Max) {
			return fmt.Sprintf("%s: the policy has %+v, the hand %s–%s of %s, max %s", id, a, b.Points.Lo, b.Points.Hi, b.Due, b.Max)
		}
	}
	t := &want.Total
	for k, r := range []standard.Rat{t.Points.Lo, t.Points.Hi, t.Scaled.Lo, t.Scaled.Hi} {
		if f := [...]float64{got.Points[0], got.Points[1], got.Scaled[0], got.Scaled[1]}[k]; !closeTo(f, r) {
			return fmt.Sprintf("total: the policy has %+v, the hand %s–%s, scaled %s–%s of %s", got, t.Points.Lo, t.Points.Hi, t.Scaled.Lo, t.Scaled.Hi, t.Due)
		}
	}
	return ""
}

// TestAgrees holds the policy against the hand baseline on some hundred branches.
func TestAgrees(t *testing.T) {
	query, err := Prepare(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, profile := range county.Profiles {
		scorer := hand.New(profile)
		for i, y := range years(t, profile, 150) {
			input, err := Input(profile, y)
			if err != nil {
				t.Fatal(err)
			}
			var want hand.Sheet
			scorer.Score(y, &want)
			if d := differ(profile, ask(t, query, input), &want); d != "" {
				t.Fatalf("%s branch %d (%s, %d segments): %s", profile, i, y.Org, len(y.Segments), d)
			}
		}
	}
}

// BenchmarkOPA asks the prepared query of branches whose input documents are made
// and parsed before, and prints how many times the evaluator's time it takes: the
// median over the branches.
func BenchmarkOPA(b *testing.B) {
	ctx := context.Background()
	query, err := Prepare(ctx)
	if err != nil {
		b.Fatal(err)
	}
	const profile = "village"
	program, err := county.Program(profile)
	if err != nil {
		b.Fatal(err)
	}
	list := years(b, profile, 50)
	inputs := make([]ast.Value, len(list))
	for i, y := range list {
		if inputs[i], err = Input(profile, y); err != nil {
			b.Fatal(err)
		}
	}
	const often = 200 // the evaluator scores a branch so many times for each time of OPA
	var ratios []float64
	var opa, ours time.Duration
	var sheet assess.Sheet
	for b.Loop() {
		for i, y := range list {
			from := time.Now()
			if set, err := query.Eval(ctx, rego.EvalParsedInput(inputs[i])); err != nil || len(set) != 1 {
				b.Fatal(err, len(set))
			}
			middle := time.Now()
			for range often {
				program.Score(y, &sheet)
			}
			a, c := middle.Sub(from), time.Since(middle)
			opa, ours = opa+a, ours+c
			ratios = append(ratios, float64(a)/(float64(c)/often))
		}
	}
	slices.Sort(ratios)
	branches := float64(len(ratios))
	b.ReportMetric(ratios[len(ratios)/2], "x-evaluator")
	b.ReportMetric(opa.Seconds()*1e6/branches, "us/opa")
	b.ReportMetric(ours.Seconds()*1e6/branches/often, "us/evaluator")
}
