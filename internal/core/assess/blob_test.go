package assess

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"qiangji/internal/core/register"

	"github.com/google/go-cmp/cmp"
)

// TestAFoldFromItsBlobIsAssessedAlike: what is read back from a blob leads to the same
// assessment, item for item and word for word.
func TestAFoldFromItsBlobIsAssessedAlike(t *testing.T) {
	p, problems := Compile(sixty())
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	open := cmp.Options{
		cmp.Exporter(func(reflect.Type) bool { return true }),
		cmp.Comparer(func(a, b *Entry) bool { return a == b }), // of the program, not of the year
		cmp.Comparer(func(a, b *Program) bool { return a == b }),
		cmp.Comparer(func(_, _ *register.Year) bool { return true }), // what was asked, not what was answered
		cmp.FilterPath(func(p cmp.Path) bool { return p.Last().Type().Kind() == reflect.Func }, cmp.Ignore()),
	}
	alike := func(y *register.Year) {
		plain := *y
		plain.Schema, plain.Trail = register.Schema, nil
		read, err := register.ReadYear(plain.AppendBinary(nil))
		if err != nil {
			t.Fatalf("%v", err)
		}
		if got, want := p.Assess(read), p.Assess(&plain); !cmp.Equal(got, want, open...) {
			t.Fatalf("%s", cmp.Diff(want, got, open...))
		}
	}
	for _, y := range folds(40) {
		alike(y)
	}
	r := rand.New(rand.NewPCG(1, 1))
	for range 60 {
		d := &dice{make([]byte, 200)}
		for i := range d.left {
			d.left[i] = byte(r.Uint32())
		}
		alike(d.year().Year)
	}
}
