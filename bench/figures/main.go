// Figures runs the benches and prints what qiangji promises beside what was
// measured: make bench. It takes some minutes; -short takes fewer branches.
package main

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// A run is one call of go test.
type run struct {
	dir     string // from the folder of the bench module
	bench   string
	time    string
	pkg     string
	heavy   bool // BRANCHES counts
	results map[string]map[string]float64
}

var (
	scores  = &run{dir: ".", bench: "^BenchmarkScores$", time: "1x", pkg: ".", heavy: true}
	branch  = &run{dir: ".", bench: "^Benchmark(Text|BranchFrom)", time: "3s", pkg: "."}
	opa     = &run{dir: "opa", bench: "^BenchmarkOPA$", time: "5x", pkg: "."}
	sheet   = &run{dir: "..", bench: "^BenchmarkImportRoster$", time: "5x", pkg: "./internal/sheet"}
	hostile = &run{dir: "..", bench: "^BenchmarkHostileYAML$", time: "20x", pkg: "./internal/core/standard"}
)

// A figure is one promise.
type figure struct {
	what   string
	from   *run
	bench  string // of several with this prefix the largest counts
	metric string
	scale  float64 // of the metric to the unit; 0: 1
	reach  float64
	least  bool // at least so much; else at most
	unit   string
}

var figures = []figure{
	{"二十万支部×61条只算分：对手写 Go", scores, "BenchmarkScores", "x-hand", 0, 3, false, "倍"},
	{"同上，带结构化过程：对只算分", scores, "BenchmarkScores", "x-untraced", 0, 10, false, "倍"},
	{"同上，流式，内存峰值", scores, "BenchmarkScores", "MiB-peak", 0, 1024, false, "MiB"},
	{"同样的规则：内嵌 OPA 对我们", opa, "BenchmarkOPA", "x-evaluator", 0, 500, true, "倍"},
	{"一个支部的说明写成文字", branch, "BenchmarkText", "ms/text", 0, 1, false, "毫秒"},
	{"一个支部，约百条记录到说明", branch, "BenchmarkBranchFromFacts", "ms/facts", 0, 3, false, "毫秒"},
	{"同上，分配的内存", branch, "BenchmarkBranchFromFacts", "MB/facts", 0, 1, false, "MB"},
	{"一个支部，年度折叠到说明", branch, "BenchmarkBranchFromFold", "us/fold", 0, 200, false, "微秒"},
	{"导入一万名党员：对只流式读一遍", sheet, "BenchmarkImportRoster", "x-stream", 0, 2, false, "倍"},
	{"拒绝恶意 YAML，最慢的一种", hostile, "BenchmarkHostileYAML", "ns/op", 1e-6, 50, false, "毫秒"},
}

func main() {
	short := flag.Bool("short", false, "10,000 branches instead of 200,000")
	flag.Parse()
	for i, r := range []*run{scores, opa, branch, sheet, hostile} {
		from := time.Now()
		fmt.Fprintf(os.Stderr, "%d/5 %s %s\n", i+1, r.dir, r.bench)
		if err := r.do(*short); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		fmt.Fprintf(os.Stderr, "    %.0fs\n", time.Since(from).Seconds())
	}
	fmt.Printf("%s/%s，%d 核，%s，%s\n\n", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version(), time.Now().Format(time.DateOnly))
	fmt.Println("| 指标 | 要求 | 实测 | 结论 |\n|---|---|---|---|")
	missed := 0
	for _, f := range figures {
		fmt.Println(f.row())
		if !f.reached() {
			missed++
		}
	}
	if missed > 0 {
		fmt.Fprintf(os.Stderr, "%d 项没有达到\n", missed)
		os.Exit(1)
	}
}

// do runs the benchmark and keeps its metrics.
func (r *run) do(short bool) error {
	cmd := exec.Command("go", "test", "-run", "^$", "-bench", r.bench, "-benchtime", r.time, "-benchmem", "-timeout", "60m", r.pkg)
	cmd.Dir = r.dir
	cmd.Env = os.Environ()
	if short && r.heavy {
		cmd.Env = append(cmd.Env, "BRANCHES=10000", "DISTINCT=100")
	}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w\n%s", r.bench, err, out.String())
	}
	r.results = parse(&out)
	return nil
}

// parse reads the lines of go test -bench: a name, a count, and pairs of a value
// and its unit.
func parse(in io.Reader) map[string]map[string]float64 {
	all := map[string]map[string]float64{}
	for s := bufio.NewScanner(in); s.Scan(); {
		fields := strings.Fields(s.Text())
		if len(fields) < 4 || !strings.HasPrefix(fields[0], "Benchmark") {
			continue
		}
		got := map[string]float64{}
		for i := 2; i+1 < len(fields); i += 2 {
			if v, err := strconv.ParseFloat(fields[i], 64); err == nil {
				got[fields[i+1]] = v
			}
		}
		all[fields[0]] = got
	}
	return all
}

// value is the figure as measured: of several benchmarks the largest.
func (f *figure) value() (v float64, ok bool) {
	for name, got := range f.from.results {
		if x, has := got[f.metric]; has && strings.HasPrefix(name, f.bench) && (!ok || x > v) {
			v, ok = x, true
		}
	}
	if f.scale != 0 {
		v *= f.scale
	}
	return v, ok
}

// reached reports whether what was measured is what is asked for.
func (f *figure) reached() bool {
	v, ok := f.value()
	return ok && (f.least && v >= f.reach || !f.least && v <= f.reach)
}

// row is one line of the table.
func (f *figure) row() string {
	sign := "≤"
	if f.least {
		sign = "≥"
	}
	v, ok := f.value()
	measured, verdict := "没有测到", "未达到"
	if ok {
		measured = strconv.FormatFloat(v, 'g', 3, 64) + " " + f.unit
		if v >= 1000 {
			measured = strconv.FormatFloat(v, 'f', 0, 64) + " " + f.unit
		}
	}
	if f.reached() {
		verdict = "达到"
	}
	return fmt.Sprintf("| %s | %s %g %s | %s | %s |", f.what, sign, f.reach, f.unit, measured, verdict)
}
