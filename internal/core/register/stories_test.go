package register

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qiangji/internal/core/standard"
)

// TestEveryWordIsTold: every word of the vocabulary stands in some story with a
// value, so that every measure is folded by something and read under its name.
func TestEveryWordIsTold(t *testing.T) {
	told := map[string]bool{}
	paths, err := filepath.Glob("testdata/*/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		_, expected, _ := strings.Cut(string(data), "-- expect --")
		for line := range strings.Lines(expected) {
			left, want, _ := strings.Cut(strings.TrimSpace(line), " = ")
			if want != "" && want != "0" && want != "待定" && want != "无" {
				for w := range strings.FieldsSeq(left) {
					told[w] = true
				}
			}
		}
	}
	for name, words := range map[string][]standard.Word{
		"series": standard.SeriesWords, "number": standard.NumberWords, "profile": standard.ProfileWords,
		"member": standard.MemberWords, "clock": standard.ClockWords,
	} {
		for _, w := range words {
			if !told[w.Name] {
				t.Errorf("no story gives the %s %s a value", name, w.Name)
			}
		}
	}
}
