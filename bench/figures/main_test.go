package main

import (
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	all := parse(strings.NewReader("goos: linux\nBenchmarkScores-2 \t 1\t 9191281497 ns/op\t 75.77 MiB-peak\t 1.943 x-hand\nBenchmarkHostileYAML/a-2 20 7 ns/op\nBenchmarkHostileYAML/b-2 20 9 ns/op\nPASS\n"))
	if got := all["BenchmarkScores-2"]["x-hand"]; got != 1.943 {
		t.Error(got)
	}
	r := &run{results: all}
	for want, f := range map[string]figure{
		"| 快 | ≤ 3 倍 | 1.94 倍 | 达到 |":     {"快", r, "BenchmarkScores", "x-hand", 0, 3, false, "倍"},
		"| 慢 | ≥ 3 倍 | 1.94 倍 | 未达到 |":    {"慢", r, "BenchmarkScores", "x-hand", 0, 3, true, "倍"},
		"| 最慢 | ≤ 8 纳秒 | 9 纳秒 | 未达到 |":    {"最慢", r, "BenchmarkHostileYAML", "ns/op", 0, 8, false, "纳秒"},
		"| 无 | ≤ 8 纳秒 | 没有测到 | 未达到 |":     {"无", r, "BenchmarkNone", "ns/op", 0, 8, false, "纳秒"},
		"| 换算 | ≤ 1 微秒 | 0.009 微秒 | 达到 |": {"换算", r, "BenchmarkHostileYAML", "ns/op", 1e-3, 1, false, "微秒"},
	} {
		if got := f.row(); got != want {
			t.Errorf("%s\nwant %s", got, want)
		}
	}
}
