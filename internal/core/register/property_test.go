package register

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"

	"pgregory.net/rapid"
)

// years folds every organisation's years, in order.
func years(r *Register) []*Year {
	var ys []*Year
	for y := 2024; y <= 2026; y++ {
		r.Years(y, true, func(k *Year) bool { ys = append(ys, k); return true })
	}
	return ys
}

// equal compares two lists of years field by field.
func equal(t *rapid.T, what string, got, want []*Year) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d years, want %d", what, len(got), len(want))
	}
	for i := range want {
		if reflect.DeepEqual(got[i], want[i]) {
			continue
		}
		g, w := reflect.ValueOf(*got[i]), reflect.ValueOf(*want[i])
		for f := range g.NumField() {
			if !reflect.DeepEqual(g.Field(f).Interface(), w.Field(f).Interface()) {
				t.Fatalf("%s: %s %d differs in %s:\n got %+v\nwant %+v", what, want[i].Org, want[i].Of,
					g.Type().Field(f).Name, g.Field(f).Interface(), w.Field(f).Interface())
			}
		}
	}
}

// TestOrderAndRepetitionChangeNothing: facts in any order, some given twice.
func TestOrderAndRepetitionChangeNothing(t *testing.T) {
	seen := census{}
	check(t, 8000, func(t *rapid.T) {
		facts := draw(t, 30)
		cut := fact.Cut{On: firstOn + party.Date(rapid.IntRange(300, 1200).Draw(t, "cut"))}
		want := years(Fold(facts, cut))
		mixed := shuffled(t, facts)
		mixed = append(mixed, mixed[:rapid.IntRange(0, len(mixed)).Draw(t, "twice")]...)
		equal(t, "mixed", years(Fold(mixed, cut)), want)
		seen.see(map[string]bool{"with members": hasMembers(want), "with repetitions": len(mixed) > len(facts), "with three years or more": len(want) > 2})
	})
	seen.atLeast(t, map[string]int{"with members": 60, "with repetitions": 50, "with three years or more": 60})
}

// hasMembers reports whether anybody stands on a roll of these years.
func hasMembers(ys []*Year) bool {
	return slices.ContainsFunc(ys, func(y *Year) bool { return len(y.Members) > 0 })
}

func shuffled(t *rapid.T, facts []fact.Fact) []fact.Fact {
	mixed := slices.Clone(facts)
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 1))
	r.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
	return mixed
}

// TestACutIsAbsence: a cut before a fact is the same as its absence, for the day
// it bears and for the day on which it became known.
func TestACutIsAbsence(t *testing.T) {
	check(t, 6000, func(t *rapid.T) {
		facts := draw(t, 30)
		on := firstOn + party.Date(rapid.IntRange(100, 1200).Draw(t, "on"))
		y, m, d := (on + party.Date(rapid.IntRange(0, 200).Draw(t, "known"))).YMD()
		known := fact.Cut{On: on, Known: time.Date(y, time.Month(m), d, 12, 0, 0, 0, time.UTC)}
		unknown := func(f fact.Fact) bool { return f.At.After(known.Known) }
		equal(t, "known", years(Fold(slices.DeleteFunc(slices.Clone(facts), unknown), known)), years(Fold(facts, known)))

		// What amends is known whatever day it bears; without amendments days cut alike.
		plain := slices.DeleteFunc(facts, func(f fact.Fact) bool {
			_, void := f.Body.(*fact.Void)
			return void || f.Corrects != ""
		})
		cut := fact.Cut{On: on}
		early := slices.DeleteFunc(slices.Clone(plain), func(f fact.Fact) bool { return f.On > on })
		equal(t, "happened", years(Fold(early, cut)), years(Fold(plain, cut)))
	})
}

// TestOneBranchAlone: the facts about one organisation give its years as those
// of the whole county do.
func TestOneBranchAlone(t *testing.T) {
	check(t, 8000, func(t *rapid.T) {
		facts := draw(t, 30)
		cut := fact.Cut{On: firstOn + party.Date(rapid.IntRange(300, 1200).Draw(t, "cut"))}
		whole := Fold(facts, cut)
		org := rapid.SampledFrom(orgs).Draw(t, "org")
		about := whole.About(org)
		alone := Fold(about, cut)
		for y := 2024; y <= 2026; y++ {
			equal(t, "alone", []*Year{orEmpty(alone.Year(org, y, true))}, []*Year{orEmpty(whole.Year(org, y, true))})
		}
		if !reflect.DeepEqual(alone.Stays(org), whole.Stays(org)) {
			t.Fatalf("the rolls of %s differ:\n%+v\n%+v", org, alone.Stays(org), whole.Stays(org))
		}
	})
}

func orEmpty(y *Year) *Year {
	if y == nil {
		return &Year{}
	}
	return y
}

// TestYearsHoldTogether: what must be true of every year, whatever the facts.
func TestYearsHoldTogether(t *testing.T) {
	check(t, 3000, func(t *rapid.T) {
		r := Fold(draw(t, 40), fact.Cut{On: firstOn + party.Date(rapid.IntRange(100, 1300).Draw(t, "cut"))})
		for _, y := range years(r) {
			coherent(t, y)
		}
	})
}

func coherent(t *rapid.T, y *Year) {
	days := y.Exists.Meet(party.Period{From: y.Exists.From, To: y.Cut.On})
	at := days.From
	for i, s := range y.Segments {
		if s.Days.From != at || s.Days.To < s.Days.From {
			t.Fatalf("%s %d: segment %d is %v, want it to begin on %s", y.Org, y.Of, i, s.Days, at)
		}
		if i > 0 && s.Values == y.Segments[i-1].Values {
			t.Fatalf("%s %d: segments %d and %d are one", y.Org, y.Of, i-1, i)
		}
		v := &s.Values
		if v[pMembers] != v[pFull]+v[pProbationary] || v[pLost] > v[pMembers] || v[pFloating] > v[pMembers] || v[pMembers] < 0 || v[pCommittee] < v[pSecretary] {
			t.Fatalf("%s %d: the numbers of %v do not add up: %v", y.Org, y.Of, s.Days, v)
		}
		at = s.Days.To + 1
	}
	if len(y.Segments) > 0 && at != days.To+1 {
		t.Fatalf("%s %d: the segments end before %s, the days with %s", y.Org, y.Of, at, days.To)
	}
	if n := len(y.Segments); n > 0 && int(y.Segments[n-1].Values[pMembers]) != len(y.Members) {
		t.Fatalf("%s %d: %d members, the profile has %d", y.Org, y.Of, len(y.Members), y.Segments[n-1].Values[pMembers])
	}
	for _, m := range y.Members {
		v := &m.Values
		if v[mPresent] > v[mDue] || v[mPaid] > v[mOwed] || v[mOwed] > 12 || v[mFull]+v[mProbationary] != 1 || v[mOnRoll] < 1 || v[mOnRoll] > 12 || v[mPledgesDone] > v[mPledgesDue] {
			t.Fatalf("%s %d %s: %v", y.Org, y.Of, m.Member, v)
		}
	}
	for n, v := range y.Numbers {
		if v < 0 || y.Unknown[n] && v != 0 && standard.Number(n) != nTermOver {
			t.Fatalf("%s %d: number %d is %s, unknown %v", y.Org, y.Of, n, v, y.Unknown[n])
		}
	}
	firsts(t, y)
	for _, c := range y.Cases {
		if c.Start == party.NoDate && c.Done == party.NoDate || c.Done != party.NoDate && c.Lapse != party.NoDate || c.Start > day("2030-01-01")+2000 {
			t.Fatalf("%s %d: case %+v", y.Org, y.Of, c)
		}
	}
}

// firsts: a series has a first day if it is counted at all, and it is that of the
// first fact behind it. What several facts make up together comes with the last of
// them.
func firsts(t *rapid.T, y *Year) {
	for s, on := range y.First {
		n := 0
		for _, k := range y.Months[s] {
			n += int(k)
		}
		if (n > 0) != (on != party.NoDate) {
			t.Fatalf("%s %d: %s counts %d, first on %s", y.Org, y.Of, standard.SeriesWords[s].Name, n, on)
		}
		if n == 0 || y.Trail == nil {
			continue
		}
		least, found := party.NoDate, false
		for _, m := range y.Trail.Series[s] {
			found = found || m.On == on
			if least == party.NoDate || m.On < least {
				least = m.On
			}
		}
		if series := standard.Series(s); !found || on != least && series != sGroup && series != sDuesFixed {
			t.Fatalf("%s %d: %s first on %s, its facts on %v", y.Org, y.Of, standard.SeriesWords[s].Name, on, y.Trail.Series[s])
		}
	}
}
