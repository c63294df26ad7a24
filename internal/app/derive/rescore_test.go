package derive

import (
	"testing"

	"qiangji/internal/app/operate"
	"qiangji/internal/core/assess"
	"qiangji/internal/errs"
	"qiangji/internal/party"
	"qiangji/packs"
)

// A changed pack is one that stands in another's place.
type changed struct {
	*operate.Library
	by      party.SchemeID
	settled int // days later
}

func (c *changed) Program(_ party.SchemeID, d party.Domain, year int) (*assess.Program, error) {
	return c.Library.Program(c.by, d, year)
}

func (c *changed) Settled(s party.SchemeID, year int) party.Date {
	return c.Library.Settled(s, year).AddDays(c.settled)
}

// TestRescoreIsRebuild: after a pack has changed, scoring the folds again gives what a
// rebuild gives.
func TestRescoreIsRebuild(t *testing.T) {
	h := open(t)
	facts := draw(12, 6, 100)
	h.append(facts...)
	h.must(h.d.Rebuild(t.Context(), nil))
	before := h.content(h.d.State().Generation)
	packs := &changed{Library: operate.NewLibrary(packs.Files), by: "domain/village"}
	h.d.Standards, h.d.programs.from = packs, packs
	told := int64(0)
	h.must(h.d.Rescore(t.Context(), []party.SchemeID{demo}, func(p Progress) { told = p.Done }))
	h.agrees()
	after := h.content(h.d.State().Generation)
	if differ(before, after) == "" || told < 6 {
		t.Errorf("another pack changes no score, or nothing was counted: %d", told)
	}
	h.must(h.d.Rebuild(t.Context(), nil))
	if d := differ(after, h.content(h.d.State().Generation)); d != "" {
		t.Errorf("scored again and rebuilt differ in %s", d)
	}
}

// TestRescoreNeedsTheSameClosing: folds that end too early are not scored again.
func TestRescoreNeedsTheSameClosing(t *testing.T) {
	h := open(t)
	h.append(draw(12, 2, 0)...)
	h.must(h.d.Rebuild(t.Context(), nil))
	later := &changed{Library: operate.NewLibrary(packs.Files), by: demo, settled: 30}
	h.d.Standards, h.d.programs.from = later, later
	if err := h.d.Rescore(t.Context(), []party.SchemeID{demo}, nil); errs.KindOf(err) != errs.Conflict {
		t.Errorf("a later closing: %v", err)
	}
	h.d = h.deriver()
	if err := h.d.Rescore(t.Context(), []party.SchemeID{"nobody follows it"}, nil); err != nil {
		t.Errorf("a scheme that nobody follows: %v", err)
	}
}
