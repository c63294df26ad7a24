package register

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// FuzzFold folds whatever lines are facts, in the order given and backwards: it
// must not fail, must say the same, and must hold together.
func FuzzFold(f *testing.F) {
	paths, err := filepath.Glob("testdata/golden/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			f.Fatal(err)
		}
		_, rest, _ := strings.Cut(string(data), "-- facts --\n")
		lines, _, _ := strings.Cut(rest, "-- year --\n")
		f.Add([]byte(lines[:min(len(lines), 6000)]), uint16(170))
	}
	f.Fuzz(func(t *testing.T, lines []byte, days uint16) {
		var facts []fact.Fact
		for line := range strings.Lines(string(lines)) {
			k, problems := fact.Parse([]byte(strings.TrimSuffix(line, "\n")))
			if len(problems) == 0 && len(fact.Validate(k)) == 0 {
				facts = append(facts, k)
			}
		}
		cut := fact.Cut{On: day("2026-01-01") + party.Date(days)}
		a := Fold(facts, cut)
		slices.Reverse(facts)
		b := Fold(facts, cut)
		for _, o := range a.Orgs() {
			x, y := a.Year(o, 2026, true), b.Year(o, 2026, true)
			if !reflect.DeepEqual(x, y) {
				t.Fatalf("%s differs backwards", o)
			}
			if x != nil && len(x.Segments) == 0 {
				t.Fatalf("%s has a year without days", o)
			}
		}
		_ = Admit(a, facts, standard.Vocabulary{}) // whatever it finds, it must find it without failing
	})
}
