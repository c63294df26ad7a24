package operate

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// all gathers a county's facts.
func all(c County) []fact.Fact {
	var facts []fact.Fact
	c.Facts(func(f fact.Fact) bool { facts = append(facts, f); return true })
	return facts
}

func TestEveryGeneratedFactIsValid(t *testing.T) {
	kinds := map[fact.Kind]int{}
	for _, f := range all(County{Branches: 60, Seed: 1, Year: 2026, Years: 2}) {
		kinds[f.Body.Kind()]++
		if problems := fact.Validate(f); len(problems) > 0 {
			t.Fatalf("%s of %s on %s: %+v", f.Body.Kind(), f.Org, f.On, problems)
		}
		back, problems := fact.Parse(f.Append(nil))
		if len(problems) > 0 || back.ID != f.ID {
			t.Fatalf("%s does not come back: %+v", f.ID, problems)
		}
	}
	if len(kinds) < 25 {
		t.Errorf("only %d kinds of fact in a county: %v", len(kinds), kinds)
	}
}

func TestTheSameSeedGivesTheSameFacts(t *testing.T) {
	sum := func(seed uint64) string {
		h := sha256.New()
		for _, f := range all(County{Branches: 12, Seed: seed, Year: 2026, Years: 1}) {
			h.Write(f.Append(nil))
		}
		return hex.EncodeToString(h.Sum(nil))
	}
	if first, again := sum(1), sum(1); first != again {
		t.Error("two runs with one seed differ")
	}
	if sum(1) == sum(2) {
		t.Error("two seeds give the same county")
	}
}

func TestMoreBranchesChangeNothingInTheFirst(t *testing.T) {
	pick := func(n int) string {
		s := ""
		for _, f := range all(County{Branches: n, Seed: 7, Year: 2026, Years: 1}) {
			if f.Org == "b00003" {
				s += string(f.Append(nil))
			}
		}
		return s
	}
	if pick(20) != pick(24) {
		t.Error("the third branch depends on how many there are")
	}
}

func TestNothingHappensAfterUntil(t *testing.T) {
	until := party.DateOf(2026, 9, 30)
	for _, f := range all(County{Branches: 20, Seed: 3, Year: 2026, Years: 1, Until: until}) {
		if f.On > until || party.DateIn(f.At) > until {
			t.Fatalf("%s happened %s, recorded %s", f.ID, f.On, f.At)
		}
	}
}

func TestTheCountyFolds(t *testing.T) {
	facts := all(County{Branches: 30, Seed: 1, Year: 2026, Years: 1})
	r := register.Fold(facts, fact.Cut{On: party.DateOf(2026, 12, 31)})
	n := 0
	r.Years(2026, false, func(y *register.Year) bool {
		if r.Level(y.Org) == "branch" {
			n++
			if y.Months[4][5]+y.Months[0][4] == 0 && y.Exists.Days() > 360 {
				t.Logf("%s has no 主题党日 in June", y.Org)
			}
		}
		return true
	})
	if n < 28 {
		t.Errorf("%d branches folded, want about 30", n)
	}
}

func TestTheRegisterLetsTheCountyIn(t *testing.T) {
	facts := all(County{Branches: 120, Seed: 1, Year: 2026, Years: 2})
	words := standard.Vocabulary{Honours: []standard.HonourName{{Name: "先进基层党组织", Levels: []party.Tier{"town", "county", "city"}}}}
	for _, p := range register.Admit(register.Fold(nil, fact.Cut{}), facts, words) {
		if !p.Warn {
			t.Errorf("%s %s: %s", p.Fact, p.Field, p.Message)
		}
	}
}
