package duty

import (
	"testing"

	"pgregory.net/rapid"

	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// rank ranks states by how well they leave a branch off.
var rank = map[State]int{Met: 3, Late: 3, Waived: 2, Excused: 2, Stopped: 2, Open: 2, Waiting: 1, Missed: 0, Overdue: 0}

// TestConduct_C02_DoneLateIsNoWorseThanNotDone: once silence counts, doing late what
// was not done leaves no obligation worse off, whatever was waived, said, asked of
// those above or not known to apply.
func TestConduct_C02_DoneLateIsNoWorseThanNotDone(t *testing.T) {
	seen := census{}
	many(t, func(t *rapid.T, d *dice) {
		it, _ := d.item()
		y := d.year()
		y.Cut.On = day("2027-06-30")
		if d.n(2) == 0 {
			it.Duty = &standard.Duty{Every: party.Yearly, Count: "党课", Until: d.n(4)}
			y.Months[series("党课")], y.First[series("党课")] = [12]uint16{}, 0
		} else {
			it.Duty = &standard.Duty{Clock: "申请谈话", Within: pick(d, "1个月", "3个月"), Waits: []party.Submission{"election"}}
		}
		if d.often(8) {
			it.AppliesIf = "书记党龄月数 >= 12" // not known of the years of the dice
			for i := range y.Segments {
				y.Segments[i].Values[wordAt(standard.ProfileWords, "书记党龄月数")] = -1
			}
		}
		late := *y
		late.Cases = append([]register.Case(nil), y.Cases...)
		for i := range late.Cases {
			if c := &late.Cases[i]; c.Done == party.NoDate && c.Lapse == party.NoDate && c.Start != party.NoDate {
				c.Done = day("2027-06-01")
			}
		}
		for _, name := range []string{"党员大会", "党课"} {
			if s := series(name); y.Months[s] == [12]uint16{} {
				late.Months[s][11], late.First[s] = 9, day("2027-06-01")
			}
		}
		p, _ := Compile(one(it))
		was, is := byKey(p.Due(y)), byKey(p.Due(&late))
		changed := false
		for key, state := range is {
			before, there := was[key]
			if there && rank[state] < rank[before] {
				t.Fatalf("%s was %q and is %q when done late: %+v %+v, stops %v, waivers %v, skips %v", key, before, state, it, *it.Duty, y.Stops, y.Waivers, y.Skips)
			}
			changed = changed || before != state
		}
		seen.see(map[string]bool{"changed": changed})
	})
	seen.atLeast(t, map[string]int{"changed": 10})
}
