package bench

import (
	"bytes"
	"runtime"
	"slices"
	"testing"
	"time"

	"qiangji/internal/app/operate"
	"qiangji/internal/core/assess"
	"qiangji/internal/core/fact"
	"qiangji/internal/core/rating"
	"qiangji/internal/core/register"
	"qiangji/internal/party"
	"qiangji/packs"

	"qiangji/bench/county"
)

// hundred returns the facts file of a generated village with about a hundred facts
// of one year, and the compiled county-demo as it stands.
func hundred(b *testing.B) (jsonl []byte, org party.OrgID, facts int, p *assess.Program) {
	std, problems := operate.NewLibrary(packs.Files).Resolve("county-demo", "village", party.DateOf(county.Year, 12, 31))
	if std == nil {
		b.Fatal(problems)
	}
	p, _ = assess.Compile(std)
	by := map[party.OrgID][]fact.Fact{}
	village := map[party.OrgID]bool{}
	operate.County{Branches: 60, Seed: 3, Year: county.Year, Years: 1}.Facts(func(f fact.Fact) bool {
		by[f.Org] = append(by[f.Org], f)
		if founded, ok := f.Body.(*fact.OrgFounded); ok && founded.Level == "branch" && founded.Domain == "village" {
			village[f.Org] = true
		}
		return true
	})
	for id := range village {
		near, best := distance(len(by[id])), distance(len(by[org]))
		if near < best || near == best && id < org {
			org = id
		}
	}
	var out bytes.Buffer
	err := operate.WriteFacts(&out, func(yield func(fact.Fact) bool) {
		for _, f := range by[org] {
			if !yield(f) {
				return
			}
		}
	})
	if err != nil {
		b.Fatal(err)
	}
	return out.Bytes(), org, len(by[org]), p
}

func distance(facts int) int { return max(facts-100, 100-facts) }

var cut = fact.Cut{On: party.DateOf(county.Year+1, 1, 31)}

// explained goes from a folded year to everything that is said of it.
func explained(p *assess.Program, y *register.Year) rating.Rating {
	return rating.Rate(p.Standard(), p.Assess(y), y)
}

// BenchmarkBranchFromFacts goes from one branch's facts file to its explained
// assessment, by county-demo as it stands, compiled before.
func BenchmarkBranchFromFacts(b *testing.B) {
	jsonl, org, facts, p := hundred(b)
	once := func() {
		read, bad, err := operate.ReadFacts(bytes.NewReader(jsonl))
		if err != nil || len(bad) > 0 {
			b.Fatal(err, bad)
		}
		y := register.Fold(read, cut).Year(org, county.Year, true)
		if r := explained(p, y); r.Org != org {
			b.Fatal("no rating")
		}
	}
	measure(b, once).report(b, time.Millisecond, "ms/facts")
	b.ReportMetric(allocated(once)/1e6, "MB/facts")
	b.ReportMetric(float64(facts), "facts")
}

// allocated is how many bytes one call allocates.
func allocated(once func()) float64 {
	var from, to runtime.MemStats
	once()
	runtime.ReadMemStats(&from)
	once()
	runtime.ReadMemStats(&to)
	return float64(to.TotalAlloc - from.TotalAlloc)
}

// A cost is the median time of many runs, and the median processor time. Other
// programs on the machine lengthen the first, and what the collector takes from
// many runs in a row is in the second: each is more than one run takes by itself.
type cost struct{ wall, cpu time.Duration }

// report reports both in a unit, and the smaller without a prefix.
func (c cost) report(b *testing.B, unit time.Duration, name string) {
	b.ReportMetric(float64(min(c.wall, c.cpu))/float64(unit), name)
	b.ReportMetric(float64(c.wall)/float64(unit), "wall-"+name)
	b.ReportMetric(float64(c.cpu)/float64(unit), "cpu-"+name)
}

// few runs make one measurement: the clock of a thread may be coarse.
const few = 20

func measure(b *testing.B, once func()) cost {
	var wall, cpu []time.Duration
	for b.Loop() {
		cpu = append(cpu, onCPU(func() {
			for range few {
				from := time.Now()
				once()
				wall = append(wall, time.Since(from))
			}
		})/few)
	}
	slices.Sort(wall)
	slices.Sort(cpu)
	return cost{wall[len(wall)/2], cpu[len(cpu)/2]}
}

// BenchmarkBranchFromFold goes from the fold to the explained assessment.
func BenchmarkBranchFromFold(b *testing.B) {
	jsonl, org, _, p := hundred(b)
	read, _, err := operate.ReadFacts(bytes.NewReader(jsonl))
	if err != nil {
		b.Fatal(err)
	}
	y := register.Fold(read, cut).Year(org, county.Year, true)
	measure(b, func() { explained(p, y) }).report(b, time.Microsecond, "us/fold")
	b.ReportMetric(allocated(func() { explained(p, y) })/1e6, "MB/fold")
}
