package derive

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/core/register"
	"qiangji/internal/errs"
	"qiangji/internal/party"

	"github.com/google/go-cmp/cmp"
)

// TestOneIsWhatAllSay: the year of one organisation, from its slice of the ledger, is
// the one that folding everything gives; also of what has no position yet.
func TestOneIsWhatAllSay(t *testing.T) {
	for seed := range uint64(3) {
		h := open(t)
		facts := draw(seed, 6, 300)
		h.append(facts[:len(facts)-40]...)
		o := NewOne(h.config(), 3)
		for i := len(facts) - 40; i <= len(facts); i += 20 {
			if i > len(facts)-40 {
				h.commit(facts[i-20 : i]...)
			}
			h.one(o, facts[:i])
		}
		if len(o.kept) != 3 {
			t.Errorf("%d organisations are kept", len(o.kept))
		}
	}
}

// one compares the answers about every organisation with a fold of all facts.
func (h *house) one(o *One, facts []fact.Fact) {
	h.t.Helper()
	asOf := party.DateOf(2026, 11, 26)
	whole := register.Fold(readable(facts), fact.Cut{On: asOf})
	for _, org := range whole.Orgs() {
		for year := 2025; year <= 2026; year++ {
			want := whole.Year(org, year, true)
			got, err := o.Fold(h.t.Context(), org, year, asOf)
			if want == nil {
				if errs.KindOf(err) != errs.NotFound {
					h.t.Fatalf("%s %d does not exist: %v", org, year, err)
				}
				continue
			}
			h.must(err)
			if d := cmp.Diff(want, got); d != "" {
				h.t.Fatalf("%s %d of %d facts is another: %s", org, year, len(facts), d)
			}
			again, err := o.Fold(h.t.Context(), org, year, asOf)
			if h.must(err); again != got {
				h.t.Fatalf("%s %d is folded again though nothing changed", org, year)
			}
		}
	}
}

// readable is what anybody can read of facts.
func readable(facts []fact.Fact) []fact.Fact {
	all := make([]fact.Fact, len(facts))
	for i, f := range facts {
		if fact.Sealed(f.Body.Kind()) {
			f.Body = fact.HeaderOf(&f).Body()
		}
		all[i] = f
	}
	return all
}

// TestJudgeOne: a record is in the assessment that is asked for right after it.
func TestJudgeOne(t *testing.T) {
	h := open(t)
	h.append(town()...)
	o := NewOne(h.config(), 10)
	judge := func() app.Judged {
		t.Helper()
		j, err := o.Judge(t.Context(), "b1", demo, 2026, party.DateOf(2026, 7, 1))
		h.must(err)
		return j
	}
	before := judge()
	h.commit(said("x1", "b1", party.DateOf(2026, 4, 10), &fact.MeetingHeld{Kinds: []party.MeetingKind{"assembly", "lecture"}, Forms: []party.MeetingForm{"discussion"}}))
	after := judge()
	if !before.Assessment.Total.Points.Lo.Less(after.Assessment.Total.Points.Lo) || after.Rating.Org != "b1" {
		t.Errorf("%s before, %s after", before.Assessment.Total.Points, after.Assessment.Total.Points)
	}
	for _, c := range []struct {
		org    party.OrgID
		scheme party.SchemeID
		year   int
		kind   errs.Kind
		says   string
	}{
		{"nobody", demo, 2026, errs.NotFound, "nobody"}, {"b1", "domain/agency", 2026, errs.Invalid, "不适用"},
		{"b1", demo, 2020, errs.Invalid, "2020"}, {"b1", demo, 1999, errs.NotFound, "1999"},
	} {
		_, err := o.Judge(t.Context(), c.org, c.scheme, c.year, party.DateOf(2026, 7, 1))
		if errs.KindOf(err) != c.kind || !strings.Contains(fmt.Sprint(err), c.says) {
			t.Errorf("%s under %s in %d: %v, want %q", c.org, c.scheme, c.year, err, c.says)
		}
	}
}

// TestManyAsk: answers are the same when many ask at once while facts come.
func TestManyAsk(t *testing.T) {
	h := open(t)
	h.append(town()...)
	o := NewOne(h.config(), 2)
	var wait sync.WaitGroup
	failed := make([]error, 4)
	for k := range failed {
		wait.Go(func() {
			for i := range 20 {
				org := []party.OrgID{"b1", "b2", "t1", "c"}[(i+k)%4]
				if _, err := o.Fold(t.Context(), org, 2026, party.DateOf(2026, 7, 1+i%3)); err != nil {
					failed[k] = err
				}
			}
		})
	}
	for i := range 10 {
		h.commit(said(fmt.Sprint("x", i), "b1", party.DateOf(2026, 4, 1+i), &fact.MeetingHeld{Kinds: []party.MeetingKind{"study"}}))
	}
	wait.Wait()
	for _, err := range failed {
		h.must(err)
	}
	h.one(o, h.all)
}
