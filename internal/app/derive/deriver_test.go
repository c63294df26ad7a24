package derive

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/register"
	"qiangji/internal/party"
)

// followed appends facts in random batches, with the deriver running between some of
// them and the day changing now and then; the last one by one. It compares after each
// of these, until something differs.
func (h *house) followed(r *rand.Rand, facts []fact.Fact, single int) Comparison {
	h.t.Helper()
	h.must(h.d.Rebuild(h.t.Context(), nil))
	most := max(200, len(facts)/40)
	for len(facts) > single {
		n := min(len(facts)-single, 1+r.IntN(most))
		h.append(facts[:n]...)
		facts = facts[n:]
		if r.IntN(2) == 0 {
			if r.IntN(6) == 0 {
				h.now = h.now.AddDate(0, 0, 1+r.IntN(20))
			}
			h.must(h.d.CatchUp(h.t.Context()))
		}
	}
	for {
		h.must(h.d.CatchUp(h.t.Context()))
		c, err := h.d.Compare(h.t.Context(), nil)
		h.must(err)
		if c.Differences > 0 || len(facts) == 0 {
			return c
		}
		h.append(facts[0])
		facts = facts[1:]
	}
}

// number is a number of the environment, for the sizes of a release.
func number(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil && n > 0 {
		return n
	}
	return otherwise
}

// TestFollowedIsRebuilt: whatever the order and the batches in which facts came, the
// views that followed them are those that a rebuild makes, byte for byte, and the
// comparison agrees. For a release, with a million facts: DERIVE_SEEDS=1
// DERIVE_BRANCHES=5000 DERIVE_EVENTS=200000 go test -timeout 3h -v -run FollowedIsRebuilt
// ./internal/app/derive
func TestFollowedIsRebuilt(t *testing.T) {
	for seed := range number("DERIVE_SEEDS", 3) {
		h := open(t)
		events := number("DERIVE_EVENTS", 300)
		facts := draw(uint64(seed), number("DERIVE_BRANCHES", 5+4*seed), events)
		c := h.followed(rand.New(rand.NewPCG(uint64(seed), 1)), facts, 12)
		t.Logf("%d facts, %d rows of %d organisations", len(facts), c.Rows, c.Orgs)
		if c.Differences != 0 || c.Orgs < 6 || c.Rows < 8*c.Orgs {
			t.Fatalf("seed %d: %d of %d rows of %d organisations differ, first: %s", seed, c.Differences, c.Rows, c.Orgs, c.First)
		}
		before := h.content(h.d.State().Generation)
		h.must(h.d.Rebuild(t.Context(), nil))
		if d := differ(before, h.content(h.d.State().Generation)); d != "" {
			t.Fatalf("seed %d: followed and rebuilt differ in %s", seed, d)
		}
	}
}

// town is a county, its town and two branches of it with a few people, all in order.
func town() []fact.Fact {
	var all []fact.Fact
	put := func(org party.OrgID, on string, b fact.Body) {
		d, _ := party.ParseDate(on)
		all = append(all, said(fmt.Sprintf("f%03d", len(all)), org, d, b))
	}
	put("c", "2020-01-05", &fact.OrgFounded{Name: "示例县委(虚构)", Level: "county", Form: "single", Domain: "agency"})
	put("t1", "2020-01-05", &fact.OrgFounded{Name: "一镇委(虚构)", Level: "committee", Parent: "c", Form: "single", Domain: "agency"})
	put("t2", "2020-01-05", &fact.OrgFounded{Name: "二镇委(虚构)", Level: "committee", Parent: "c", Form: "single", Domain: "agency"})
	for i, org := range []party.OrgID{"b1", "b2"} {
		put(org, "2020-02-01", &fact.OrgFounded{Name: "石桥村党支部(虚构)", Level: "branch", Parent: "t1", Form: "single", Domain: "village"})
		for k := range 4 {
			put(org, "2020-02-01", &fact.MemberEnrolled{Member: party.MemberID(fmt.Sprintf("m%d%d", i+1, k)), Stage: "full", Accepted: party.DateOf(2010, 1, 1), Full: party.DateOf(2011, 1, 1)})
		}
		put(org, "2026-03-10", &fact.MeetingHeld{Kinds: []party.MeetingKind{"assembly"}})
	}
	return all
}

func said(id string, org party.OrgID, on party.Date, b fact.Body) fact.Fact {
	y, m, d := on.YMD()
	return fact.Fact{ID: party.FactID(id), Org: org, On: on, At: time.Date(y, time.Month(m), d, 9, 0, 0, 0, time.UTC), By: "m-clerk", Body: b}
}

// beyond are records that change the rows of another than their owner.
var beyond = map[string]struct {
	org    party.OrgID
	body   fact.Body
	of     party.OrgID // whose fold, score or place is another
	forget func(*register.Reach)
}{
	"what an upper level did for all": {"c", &fact.UpperDid{Duty: "member_training", People: 100}, "b1", func(r *register.Reach) { r.Tree = nil }},
	"a standard adopted above":        {"c", &fact.StandardAdopted{Scheme: "other"}, "b1", func(r *register.Reach) { r.Tree = nil }},
	"a town that moves":               {"t1", &fact.OrgMoved{Parent: "t2"}, "b1", func(r *register.Reach) { r.Tree = nil }},
	"a branch that is closed":         {"b1", &fact.OrgClosed{Cause: "dissolved"}, "t1", func(r *register.Reach) { r.Tree = nil }},
	"a course of the county":          {"c", &fact.StudyLogged{Members: []party.MemberID{"m21"}, Hours: party.Int(8), Form: "training", Level: "county"}, "b2", func(r *register.Reach) { r.People = nil }},
	"a merger":                        {"b1", &fact.OrgMerged{Into: "b2"}, "b", func(r *register.Reach) { r.Orgs = nil }},
}

// TestARecordReachesBeyondItsOwner: each is followed; and a deriver that forgets whom it
// reaches leaves views that the comparison finds to be wrong.
func TestARecordReachesBeyondItsOwner(t *testing.T) {
	for what, c := range beyond {
		for _, forget := range []bool{false, true} {
			h := open(t)
			h.append(town()...)
			h.must(h.d.Rebuild(t.Context(), nil))
			if forget {
				h.d.reach = func(s []fact.Subject) register.Reach {
					r := register.Affected(s)
					c.forget(&r)
					return r
				}
			}
			h.append(said("x1", c.org, party.DateOf(2026, 6, 1), c.body))
			h.must(h.d.CatchUp(t.Context()))
			found, err := h.d.Compare(t.Context(), nil)
			h.must(err)
			if (found.Differences > 0) != forget {
				t.Errorf("%s, forgotten %v: %d differences, first: %s", what, forget, found.Differences, found.First)
			}
			if forget && !strings.Contains(found.First, string(c.of)) {
				t.Errorf("%s: the first difference is %q, want one of %s", what, found.First, c.of)
			}
		}
	}
}
