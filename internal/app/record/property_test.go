package record

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// judge is what Admit says of facts beside a whole ledger, in an order of its own.
func judge(held, fresh []fact.Fact) []register.Problem {
	problems := register.Admit(register.Fold(held, fact.Cut{}), fresh, standard.Vocabulary{})
	slices.SortFunc(problems, order)
	return problems
}

func order(a, b register.Problem) int {
	return cmp.Or(cmp.Compare(a.Fact, b.Fact), cmp.Compare(a.Field, b.Field), cmp.Compare(a.Message, b.Message))
}

func bare(problems ...[]Problem) []register.Problem {
	var all []register.Problem
	for _, p := range slices.Concat(problems...) {
		all = append(all, p.Problem)
	}
	slices.SortFunc(all, order)
	return all
}

func refuses(problems []register.Problem) bool {
	return slices.ContainsFunc(problems, func(p register.Problem) bool { return !p.Warn })
}

// years is what facts fold to: every year of every organisation.
func years(facts []fact.Fact) map[string]*register.Year {
	all := map[string]*register.Year{}
	r := register.Fold(facts, fact.Cut{On: party.DateOf(2026, 6, 30)})
	for year := 2024; year <= 2026; year++ {
		r.Years(year, true, func(y *register.Year) bool {
			all[fmt.Sprint(y.Org, year)] = y
			return true
		})
	}
	return all
}

// A trial appends drawn facts through recorders and compares what it is told with what
// Admit says of the whole ledger.
type trial struct {
	*rig
	*draw
	recorders []*Recorder
	held      []fact.Fact
}

func newTrial(t *testing.T, e engine, seed uint64) *trial {
	x := &trial{rig: newRigOn(t, e), draw: newDraw(seed)}
	x.recorders = []*Recorder{x.recorder(), x.another().recorder()}
	x.append(x.county())
	return x
}

// append appends facts as one request and compares. It reports whether they were taken.
func (x *trial) append(facts []fact.Fact) bool {
	x.Helper()
	x.pass(time.Duration(x.IntN(3)) * time.Second)
	for i := range facts {
		facts[i].ID = party.FactID(fmt.Sprintf("f-%04d", len(x.ids)))
		x.ids = append(x.ids, facts[i].ID)
	}
	result, err := pick(x.draw, x.recorders...).Append(context.Background(), ask(facts...))
	if err != nil {
		x.Fatal(err)
	}
	fresh := slices.Clone(facts)
	for i := range fresh {
		fresh[i].At = x.clock()
		if problems := fact.Validate(fresh[i]); problems != nil {
			if len(result.Problems) == 0 {
				x.Fatalf("%s was taken: %v", fresh[i].Append(nil), problems)
			}
			return false
		}
	}
	want := judge(x.held, fresh)
	if diff := gocmp.Diff(want, bare(result.Problems, result.Warnings), cmpopts.EquateEmpty()); diff != "" {
		x.Fatalf("%s\n%s", fresh[0].Append(nil), diff)
	}
	if refuses(want) {
		return false
	}
	x.held = append(x.held, x.stored(result.Facts)...)
	return true
}

// stored is the facts as they were recorded.
func (x *trial) stored(ids []party.FactID) []fact.Fact {
	x.Helper()
	found, err := x.book().about(context.Background(), nil, ids)
	if err != nil || len(found) != len(ids) {
		x.Fatalf("%v of %v, %v", found, ids, err)
	}
	var facts []fact.Fact
	for i := range found {
		facts = append(facts, found[i].Fact)
	}
	return facts
}

// TestAppendRefusesWhatAdmitRefuses of the whole ledger, word for word, whichever process
// asks and whatever it has at hand; and what is stored folds to what was taken.
func TestAppendRefusesWhatAdmitRefuses(t *testing.T) {
	const appendCases = 1000 // facts or batches of them
	for seed, e := range []engine{onSQLite, onSQLite, onPostgres, onSQLite} {
		if seed > 0 && testing.Short() {
			break
		}
		x := newTrial(t, e, uint64(seed))
		taken := 0
		for range appendCases / 4 {
			facts := []fact.Fact{x.next()}
			for x.IntN(6) == 0 {
				facts = append(facts, x.next())
			}
			if x.append(facts) {
				taken++
			}
		}
		if taken < 20 || taken > 230 {
			t.Errorf("seed %d: %d of 250 were taken: the draw proves little", seed, taken)
		}
		if diff := gocmp.Diff(years(x.held), years(x.facts())); diff != "" {
			t.Errorf("seed %d: %s", seed, diff)
		}
		x.books()
	}
}

// books compares what is read of one organisation with what the whole ledger folds to.
func (x *trial) books() {
	x.Helper()
	all := years(x.held)
	for _, org := range []party.OrgID{"c", "t", "b1", "b2", "b3"} {
		r, err := x.book().Register(context.Background(), org, fact.Cut{On: party.DateOf(2026, 6, 30)})
		if err != nil {
			x.Fatal(err)
		}
		for year := 2024; year <= 2026; year++ {
			if diff := gocmp.Diff(all[fmt.Sprint(org, year)], r.Year(org, year, true)); diff != "" {
				x.Errorf("%s %d: %s", org, year, diff)
			}
		}
	}
}
