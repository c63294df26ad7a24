package ledger

import (
	"context"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"qiangji/bench/county"
	"qiangji/internal/app"
	"qiangji/internal/app/derive"
	"qiangji/internal/core/assess"
	"qiangji/internal/party"
	"qiangji/internal/store/sqlite"
)

// frozen is the standard of all benches: the 61 scored items of county-demo for a
// village and an agency, see package county.
type frozen struct{}

func (frozen) Program(_ party.SchemeID, d party.Domain, _ int) (*assess.Program, error) {
	return county.Program(d)
}

func (frozen) For(_ party.SchemeID, d party.Domain) bool { return slices.Contains(county.Profiles, d) }

func (frozen) Settled(_ party.SchemeID, year int) party.Date { return party.DateOf(year+1, 3, 31) }

// folded are the encoded years of distinct branches, half of them villages.
func folded() (blobs [][]byte) {
	pools := county.Fold(number("DISTINCT", 1000), 7, false)
	for i := range pools[county.Profiles[0]] {
		for _, d := range county.Profiles {
			blobs = append(blobs, pools[d][i].AppendBinary(nil))
		}
	}
	return blobs
}

// views is a store that holds the folds and scores of n branches and nothing else: as
// if they had been derived.
func views(b *testing.B, n int) *sqlite.DB {
	db, is := open(b, fmt.Sprintf("views-%d", n))
	if is {
		return db
	}
	blobs := folded()
	g, err := db.Create(b.Context(), derive.Schema)
	if err != nil {
		b.Fatal(err)
	}
	empty, _ := (&derive.Score{Engine: assess.Engine}).AppendBinary(nil)
	g.AsOf, g.Built = party.DateOf(year, 7, 20), true // the earliest day that one of them is seen from
	from := time.Now()
	for i := 0; i < n; {
		batch := app.ViewBatch{Now: g}
		for ; i < n && len(batch.Folds) < 8192; i++ {
			org := party.OrgID(fmt.Sprintf("k%08d", i))
			batch.Folds = append(batch.Folds, app.FoldRow{Org: org, Year: year, Blob: blobs[i%len(blobs)]})
			batch.Scores = append(batch.Scores, app.ScoreRow{Org: org, Year: year, Scheme: scheme, Blob: empty})
		}
		if err := db.Save(b.Context(), g.Number, &batch); err != nil {
			b.Fatal(err)
		}
	}
	fmt.Fprintf(os.Stderr, "stored %d folds in %s\n", n, time.Since(from).Round(time.Second))
	if err := db.Serve(b.Context(), g.Number); err != nil {
		b.Fatal(err)
	}
	return db
}

// BenchmarkScoresFromFolds reads and scores BRANCHES stored folds, and stores nothing.
func BenchmarkScoresFromFolds(b *testing.B) {
	n := number("BRANCHES", 20_000)
	c := config(views(b, n))
	c.Standards, c.Views = frozen{}, unstored{c.Views}
	from := busy(b)
	for b.Loop() {
		if err := derive.New(c).Rescore(b.Context(), []party.SchemeID{scheme}, told()); err != nil {
			b.Fatal(err)
		}
	}
	report(b, n, from)
}

// An unstored view forgets what is saved.
type unstored struct{ app.Views }

func (unstored) Save(context.Context, int64, *app.ViewBatch) error { return nil }

// BenchmarkRescore reads, scores and stores the scores of BRANCHES stored folds.
func BenchmarkRescore(b *testing.B) { rescore(b, number("BRANCHES", 20_000)) }

// BenchmarkNational is BenchmarkRescore for all branches of the country: make
// bench-national.
func BenchmarkNational(b *testing.B) {
	n := number("NATION", 0)
	if n == 0 {
		n = number("BRANCHES", 20_000)
	}
	rescore(b, n)
}

func rescore(b *testing.B, n int) {
	c := config(views(b, n))
	c.Standards = frozen{}
	d := derive.New(c)
	from := busy(b)
	for b.Loop() {
		if err := d.Rescore(b.Context(), []party.SchemeID{scheme}, told()); err != nil {
			b.Fatal(err)
		}
	}
	report(b, n, from)
}

// report says how long one pass over n branches took, and what two processors would
// take if they did nothing else.
func report(b *testing.B, n int, from time.Duration) {
	cpu := (busy(b) - from).Seconds() / float64(b.N)
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/pass")
	b.ReportMetric(cpu, "cpu-s/pass")
	b.ReportMetric(cpu*1e6/float64(n), "cpu-us/branch")
	b.ReportMetric(float64(n), "branches")
}
