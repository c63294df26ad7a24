package register

import (
	"slices"
	"testing"
	"time"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// recorded records a body of a day under an id, at an hour of it.
func (b *book) recorded(id party.FactID, org party.OrgID, when string, hour int, body fact.Body) {
	d := day(when)
	y, m, dd := d.YMD()
	b.facts = append(b.facts, fact.Fact{
		ID: id, Org: org, On: d, By: "m-clerk", Body: body, At: time.Date(y, time.Month(m), dd, hour, 0, 0, 0, time.UTC),
	})
}

// TestTheLaterRecordedOfOneDayComesLast: of decisions and figures of one day the
// one recorded later comes last, whatever the ids and whoever recorded it.
func TestTheLaterRecordedOfOneDayComesLast(t *testing.T) {
	decided := func(level string, of int) *fact.RatingDecided {
		return &fact.RatingDecided{Scheme: "demo", Year: of, Of: "b1", Level: level, By: "town_committee", Signer: "m-head", Cut: day("2025-12-31")}
	}
	b := branch(3)
	b.recorded("z1", "town", "2026-01-10", 2, decided("三星", 2025))
	b.recorded("a1", "county", "2026-01-10", 8, decided("四星", 2025))
	b.recorded("a0", "town", "2026-01-11", 1, decided("五星", 2024))
	b.recorded("z2", "b1", "2026-05-01", 2, &fact.Figure{Name: "得分", Value: party.Int(1), Window: "2026"})
	b.recorded("a2", "b1", "2026-05-01", 8, &fact.Figure{Name: "得分", Value: party.Int(2), Window: "2026"})
	for range 2 {
		y := b.year(2026, "2026-12-31")
		var levels []string
		for _, r := range y.Ratings {
			levels = append(levels, r.Level)
		}
		if want := []string{"五星", "三星", "四星"}; !slices.Equal(levels, want) {
			t.Errorf("decisions: %v, want %v", levels, want)
		}
		if len(y.Named) != 2 || y.Named[0].Fact != "z2" || y.Named[1].Fact != "a2" {
			t.Errorf("figures: %+v", y.Named)
		}
		slices.Reverse(b.facts)
	}
}
