package operate

import (
	"testing"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
	"qiangji/packs"
)

// TestAsOf: by default a year is seen when all of it is settled: its closing, and the
// end of March where meetings may still be held for it; never a day to come.
func TestAsOf(t *testing.T) {
	lib := NewLibrary(packs.Files)
	demo, _, err := lib.Pack("county-demo")
	if err != nil {
		t.Fatal(err)
	}
	plain := &standard.Pack{ID: "plain", Scheme: &standard.Scheme{Closing: 2}}
	for _, c := range []struct {
		pack        *standard.Pack
		today, want string
	}{
		{demo, "2026-11-26", "2026-04-01"}, {demo, "2026-02-10", "2026-02-10"}, {plain, "2026-11-26", "2026-03-01"},
		{&standard.Pack{ID: "none"}, "2026-11-26", "2026-02-01"},
	} {
		today, _ := party.ParseDate(c.today)
		if got := lib.AsOf(c.pack, 2025, today); got.String() != c.want {
			t.Errorf("%s seen on %s: %s, want %s", c.pack.ID, c.today, got, c.want)
		}
	}
}

// TestLater: a decision taken after the day looked at is not passed over in silence.
func TestLater(t *testing.T) {
	day := func(s string) party.Date { d, _ := party.ParseDate(s); return d }
	facts := []fact.Fact{
		{On: day("2026-03-10"), Body: &fact.RatingDecided{Year: 2025}},
		{On: day("2026-05-10"), Body: &fact.RatingDecided{Year: 2024}},
		{On: day("2026-04-20"), Body: &fact.RatingDecided{Year: 2025}},
	}
	for cut, want := range map[string]string{"2026-04-01": "2026-04-20", "2026-03-01": "2026-04-20", "2026-04-20": ""} {
		if got := Later(facts, 2025, fact.Cut{On: day(cut)}); got.String() != want {
			t.Errorf("seen on %s: %q, want %q", cut, got, want)
		}
	}
}
