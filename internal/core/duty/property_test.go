package duty

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// throw draws the bytes of one case.
func throw(t *rapid.T) *dice {
	return &dice{even(t, 260)}
}

// many runs a property over n cases for each of the drawn ones.
func many(t *testing.T, prop func(t *rapid.T, d *dice)) {
	t.Helper()
	rapid.Check(t, func(t *rapid.T) { prop(t, throw(t)) })
}

// against holds one random item and year against the oracle, and returns the states
// that both say.
func against(t interface{ Fatalf(string, ...any) }, d *dice) (both string) {
	it, when := d.item()
	y := d.year()
	std := one(it)
	p, problems := Compile(std)
	if len(problems) > 0 {
		t.Fatalf("%+v", problems)
	}
	o := oracle{it: it, when: when, y: y, closing: 1}
	got, want := states(p.Due(y)), o.states()
	if got != want {
		t.Fatalf("%+v %+v\non %s, exists %v, seasons %v, waivers %v, asked %v, skips %v, cases %v, months %v:\ngot  %s\nwant %s",
			it, *it.Duty, y.Cut.On, y.Exists, y.Seasons, y.Waivers, y.Stops, y.Skips, y.Cases, y.Months[:4], got, want)
	}
	return want
}

// TestOracle: the masks agree with the oracle that goes day by day.
func TestOracle(t *testing.T) {
	seen := census{}
	many(t, func(t *rapid.T, d *dice) {
		for range 8 { // each draw is a few cases: what is left of the dice, from the same bytes
			seen.see(inStates(against(t, d)))
			if len(d.left) < 120 { // with too few bytes left it would be a trivial one
				return
			}
		}
	})
	seen.atLeast(t, map[string]int{"met": 25, "late": 1, "missed": 5, "waiting": 4, "open": 7, "excused": 1, "waived": 1, "stopped": 2, "overdue": 1, "of several states": 12})
}

// inStates says which states a list of obligations is in.
func inStates(states string) map[string]bool {
	kinds := map[string]bool{}
	for kind, letter := range map[string]string{"met": "M", "late": "L", "missed": "X", "waiting": "?", "open": "o", "excused": "E", "waived": "-", "stopped": "s", "overdue": "V"} {
		kinds[kind] = strings.Contains(states, letter)
	}
	kinds["of several states"] = states != "" && strings.Trim(states, states[:1]) != ""
	return kinds
}

// FuzzOracle is the same for the fuzzer.
func FuzzOracle(f *testing.F) {
	f.Add([]byte("组织生活会每年一次，主题党日每月一次，党课每季度一次。"))
	f.Fuzz(func(t *testing.T, b []byte) { against(t, &dice{b}) })
}

// TestTalliesAgree: the tallies count what the list lists, with one Env for many
// branches, and the order in which branches are asked changes nothing.
func TestTalliesAgree(t *testing.T) {
	many(t, func(t *rapid.T, d *dice) {
		it, _ := d.item()
		other, _ := d.item()
		other.ID = "R-2"
		p, _ := Compile(one(it, other))
		years := []*register.Year{d.year(), d.year()}
		e := p.Exprs.NewEnv()
		for _, k := range []int{0, 1, 0, 1, 1} {
			e.Load(years[k])
			for i := range p.rules {
				if got, want := p.Tally(i, e), p.Windows(i, years[k]); got != want {
					t.Fatalf("an Env used again: %+v, a new one: %+v", got, want)
				}
			}
		}
		for _, y := range years {
			for i := range p.rules {
				var want Tally
				e.Load(y)
				for _, o := range p.List(i, e) {
					want.listed(y, p.Std.Items[i].Duty, &o)
				}
				if got := p.Windows(i, y); got != want {
					t.Fatalf("tally %+v, list %+v", got, want)
				}
			}
		}
	})
}

// TestSumOfStates: every obligation is in exactly one state, and Total counts
// those that are neither excused, taken out nor stopped.
func TestSumOfStates(t *testing.T) {
	many(t, func(t *rapid.T, d *dice) {
		it, _ := d.item()
		y := d.year()
		p, _ := Compile(one(it))
		k := p.Windows(0, y)
		if k.Total != k.Met+k.Missed+k.Waiting+k.Open || k.Late > k.Met || k.Settled() != k.Met+k.Missed {
			t.Fatalf("%+v", k)
		}
		if n := len(p.Due(y)); n != k.Total+k.Excused+k.Waived+k.Stopped {
			t.Fatalf("%d obligations, %+v", n, k)
		}
	})
}

// TestMoreIsNeverWorse: one more occurrence, in any month, never leaves more
// missed or waiting, nor fewer met. Where a window wants several occurrences and what
// it lacks may come later, the pack is not monotone: the earliest window is made up
// for first, and one occurrence more lets it take those that had served others.
func TestMoreIsNeverWorse(t *testing.T) {
	seen := census{}
	many(t, func(t *rapid.T, d *dice) {
		it, _ := d.item()
		if it.Duty.Every == "" {
			t.Skip("no windows")
		}
		y := d.year()
		if it.Duty.Least > 1 && (it.Duty.Until > 0 || len(y.Seasons) > 0) {
			t.Skip("who comes first is made up for first, and may take what served two others")
		}
		p, _ := Compile(one(it))
		before := p.Windows(0, y)
		m := d.n(max(1, min(12, y.Cut.On.Month()+12*(y.Cut.On.Year()-2026))))
		name := "党员大会"
		if it.Duty.Count == "党课" {
			name = "党课"
		}
		y.Months[series(name)][m]++
		if first := &y.First[series(name)]; *first != 0 {
			*first = min(*first, party.DateOf(2026, m+1, 1))
		}
		after := p.Windows(0, y)
		if after.Met < before.Met || after.Missed+after.Waiting > before.Missed+before.Waiting {
			t.Fatalf("in month %d: %+v became %+v", m+1, before, after)
		}
		seen.see(map[string]bool{"changed": before != after, "met once more": after.Met > before.Met})
	})
	seen.atLeast(t, map[string]int{"changed": 5, "met once more": 3})
}

// TestConduct_C09_FallingAwayIsBounded: whatever a branch declares busy, of each
// thing counted no more windows fall away than the limit holds, a MUST is as it was
// without, and nothing that was met is lost.
func TestConduct_C09_FallingAwayIsBounded(t *testing.T) {
	many(t, func(t *rapid.T, d *dice) {
		it, _ := d.item()
		if it.Duty.Every == "" {
			return
		}
		y := d.year()
		y.Waivers, y.Stops = nil, nil
		calm := *y
		calm.Seasons = nil
		std := one(it)
		limit := d.n(standard.MostSeasonDays + 1)
		std.Rating = &standard.Scheme{Closing: 1, Seasons: &limit}
		p, _ := Compile(std)
		before, after := p.Windows(0, &calm), p.Windows(0, y)
		if most := limit / (30 * it.Duty.Every.Months()) * max(1, len(it.Duty.Each)); after.Waived > most {
			t.Fatalf("%d fall away, at most %d may: %v", after.Waived, most, y.Seasons)
		}
		if it.Force != "SHOULD" && before != after || after.Met < before.Met || after.Missed+after.Waiting > before.Missed+before.Waiting {
			t.Fatalf("%+v became %+v by %v", before, after, y.Seasons)
		}
	})
}

// TestSilenceNeverBetter: for the branch, saying 没开 is never worse than silence
// once the year is closed (C2), and no state but waiting comes of silence before.
func TestSilenceNeverBetter(t *testing.T) {
	seen := census{}
	many(t, func(t *rapid.T, d *dice) {
		it, _ := d.item()
		y := d.year()
		y.Cut.On = day("2027-06-30")
		p, _ := Compile(one(it))
		silent := p.Windows(0, y)
		skip(y, pick(d, "党员大会", "党课"), pick(d, "2026-Q1", "2026-Q2", "2026-03", "2026-H2", "2026"))
		honest := p.Windows(0, y)
		if honest.Missed > silent.Missed || honest.Met < silent.Met {
			t.Fatalf("honest %+v, silent %+v", honest, silent)
		}
		seen.see(map[string]bool{"excused": honest.Excused > silent.Excused, "with a miss": silent.Missed > 0})
	})
	seen.atLeast(t, map[string]int{"excused": 1, "with a miss": 14})
}

// TestTimeOnlySettles: as days go by without new facts, nothing that was settled
// opens again: met stays met, missed stays missed.
func TestTimeOnlySettles(t *testing.T) {
	seen := census{}
	many(t, func(t *rapid.T, d *dice) {
		it, _ := d.item()
		y := d.year()
		if it.Duty.Every == "" || len(y.Stops) > 0 {
			t.Skip("nothing that time alone decides")
		}
		p, _ := Compile(one(it))
		early := p.Due(y)
		y.Cut.On = y.Cut.On.AddDays(1 + d.n(200))
		late := map[string]State{}
		for _, o := range p.Due(y) {
			late[o.Key] = o.State
		}
		for _, o := range early {
			if settled := o.State == Met || o.State == Late || o.State == Missed; settled && late[o.Key] != o.State {
				t.Fatalf("%s was %s and became %s", o.Key, o.State, late[o.Key])
			}
			seen.see(map[string]bool{"settled": o.State == Met || o.State == Late || o.State == Missed, "moved on": late[o.Key] != o.State})
		}
	})
	seen.atLeast(t, map[string]int{"settled": 45, "moved on": 8})
}

// TestStandingOracle: a standing condition, asked day by day.
func TestStandingOracle(t *testing.T) {
	seen := census{}
	many(t, func(t *rapid.T, d *dice) {
		when, must := pick(d, conditions...), conditions[1+d.n(4)]
		grace := pick(d, "", "1个月", "3个月", "20天", standard.ToYearsEnd)
		it := standard.Item{ID: "R-1", Force: pick(d, standard.Force("MUST"), "SHOULD"), AppliesIf: when.text, Partial: pick(d, "", "whole", "any"),
			Duty: &standard.Duty{Require: must.text, Grace: grace}, Kind: pick(d, standard.ItemKind("baseline"), "prohibition")}
		if grace != "" {
			it.Duty.Waits = []party.Submission{"election"}
		}
		y := d.year()
		y.Waivers = nil
		p, problems := Compile(one(it))
		if len(problems) > 0 {
			t.Fatalf("%+v", problems)
		}
		if got, want := states(p.Due(y)), standingStates(oracle{it: it, when: when, y: y, closing: 1}, must, grace); got != want {
			t.Fatalf("%s within %q when %q on %s, %v: got %q, want %q", must.text, grace, when.text, y.Cut.On, y.Segments, got, want)
		} else {
			seen.see(inStates(want))
		}
	})
	seen.atLeast(t, map[string]int{"met": 20, "missed": 14, "open": 1})
}

// standingStates asks a standing condition of every day back from the last.
func standingStates(o oracle, must asked, grace string) string {
	first, last := max(o.y.Exists.From, day("2026-01-01")), min(o.y.Exists.To, day("2026-12-31"))
	if last < first || grace == standard.ToYearsEnd && last-first+1 != 365 {
		return ""
	}
	end := min(last, o.y.Cut.On)
	if end < first {
		return "o"
	}
	if !o.owed(first, end) {
		return ""
	}
	run := 0
	for d := end; d >= first; d-- {
		i := 0
		for i < len(o.y.Segments)-1 && d > o.y.Segments[i].Days.To {
			i++
		}
		if !o.holds(d) || must.mean(&o.y.Segments[i]) {
			break
		}
		run++
	}
	if run == 0 {
		return "M"
	}
	if grace == standard.ToYearsEnd {
		switch {
		case o.standsStill(&window{from: first, due: last}):
			return "s"
		case o.y.Cut.On <= last:
			return "o"
		}
		return "X"
	}
	began := end - party.Date(run) + 1
	limit := began
	if grace != "" {
		limit = after(grace, began)
	}
	last, still := o.putOff("", began, limit-1, end)
	if still {
		return "s"
	}
	limit = last + 1
	if end < limit {
		return "o"
	}
	return "X"
}
