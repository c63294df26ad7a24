package derive

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// errKilled is how a killed process looks from inside.
var errKilled = errors.New("killed")

// A frail store is one whose process is killed at the n-th saving, before or after it.
type frail struct {
	app.Views
	left  int
	after bool // the saving that it is killed at is done
}

func (f *frail) Save(ctx context.Context, g int64, b *app.ViewBatch) error {
	if f.left--; f.left < 0 {
		return errKilled
	}
	if f.left == 0 && f.after {
		if err := f.Views.Save(ctx, g, b); err != nil {
			return err
		}
		return errKilled
	}
	return f.Views.Save(ctx, g, b)
}

// restarted is a new process on the same store that is killed at the n-th saving.
func (h *house) restarted(n int, after bool) *Deriver {
	d := h.deriver()
	d.Views = &frail{Views: h.db, left: n, after: after}
	d.atOnce = 2
	h.d = d
	return d
}

// TestARebuildGoesOn: killed at any saving, and again, it never starts over, and comes to
// what one in one go comes to.
func TestARebuildGoesOn(t *testing.T) {
	h := open(t)
	h.append(draw(5, 6, 100)...)
	h.d.atOnce = 3
	h.must(h.d.Rebuild(t.Context(), nil))
	want := h.content(h.d.State().Generation)
	kills, generation, last := 0, int64(0), ""
	for {
		err := h.restarted(1+kills%2, kills%3 == 0).Rebuild(t.Context(), nil)
		all, e := h.db.Generations(t.Context())
		h.must(e)
		if err == nil {
			break
		}
		if kills++; !errors.Is(err, errKilled) || kills > 40 {
			t.Fatalf("after %d kills: %v", kills, err)
		}
		g := all[len(all)-1]
		if generation != 0 && (g.Number != generation || string(g.Next) < last && !g.Built) {
			t.Fatalf("after %d kills generation %d is at %q, was %d at %q", kills, g.Number, g.Next, generation, last)
		}
		generation, last = g.Number, string(g.Next)
		if !all[0].Served {
			t.Fatal("the old generation is not served while the new one is made")
		}
	}
	if kills < 3 {
		t.Errorf("only %d kills", kills)
	}
	if d := differ(want, h.content(h.d.State().Generation)); d != "" {
		t.Errorf("after %d kills it differs in %s", kills, d)
	}
	if all, _ := h.db.Generations(t.Context()); len(all) != 1 {
		t.Errorf("%d generations are left", len(all))
	}
}

// TestARebuildTakesInWhatCame: facts that come while it is stopped are in it.
func TestARebuildTakesInWhatCame(t *testing.T) {
	h := open(t)
	facts := draw(6, 4, 60)
	h.append(facts[:len(facts)/2]...)
	if err := h.restarted(2, true).Rebuild(t.Context(), nil); !errors.Is(err, errKilled) {
		t.Fatal(err)
	}
	h.append(facts[len(facts)/2:]...)
	h.now = h.now.AddDate(0, 0, 3)
	h.d = h.deriver()
	h.must(h.d.Rebuild(t.Context(), nil))
	if h.d.State().Upto != h.sequence() {
		t.Errorf("it ends at %d", h.d.State().Upto)
	}
	h.must(h.d.CatchUp(t.Context()))
	c, err := h.d.Compare(t.Context(), nil)
	h.must(err)
	if c.Differences > 0 || c.AsOf.String() != "2026-11-29" {
		t.Errorf("as of %s: %d differences, first: %s", c.AsOf, c.Differences, c.First)
	}
}

// TestARebuildCanBeStopped: a cancelled one leaves what it has, and the next goes on.
func TestARebuildCanBeStopped(t *testing.T) {
	h := open(t)
	h.append(draw(7, 4, 20)...)
	ctx, cancel := context.WithCancel(t.Context())
	h.d.atOnce = 2
	err := h.d.Rebuild(ctx, func(Progress) { cancel() })
	if err == nil {
		t.Fatal("it was not stopped")
	}
	h.must(h.deriver().Rebuild(t.Context(), nil))
}

// TestTheServedOneIsFollowedMeanwhile: while a generation is built, records show in the
// served one; and who follows it in another process goes over to the new one.
func TestTheServedOneIsFollowedMeanwhile(t *testing.T) {
	h := open(t)
	h.append(draw(7, 4, 20)...)
	h.must(h.d.Rebuild(t.Context(), nil))
	other, old := h.deriver(), h.d.State().Generation
	h.d.atOnce = 2
	n := 0
	h.must(h.d.Rebuild(t.Context(), func(Progress) {
		n++
		upto := h.append(said(fmt.Sprint("new", n), "county", party.DateOf(2026, 11, n), &fact.OrgRenamed{Name: fmt.Sprint("新县", n)}))
		follower := []*Deriver{h.d, other}[n%2]
		h.must(follower.CatchUp(t.Context()))
		if s := follower.State(); s.Upto != upto || s.Generation != old {
			t.Errorf("after record %d the served one says %+v", upto, s)
		}
	}))
	if s := h.d.State(); n < 2 || s.Generation == old || s.Upto != h.sequence() {
		t.Errorf("%d records later: %+v", n, s)
	}
	h.agrees()
	h.append(said("last", "county", party.DateOf(2026, 11, 9), &fact.OrgRenamed{Name: "新县"}))
	h.must(other.CatchUp(t.Context()))
	if other.State().Generation == old {
		t.Error("the other process follows what is no longer served")
	}
	h.agrees()
}

// A late store is one that is served another generation of just before it saves.
type late struct {
	app.Views
	before func()
}

func (l *late) Save(ctx context.Context, g int64, b *app.ViewBatch) error {
	if before := l.before; before != nil {
		l.before = nil
		before()
	}
	return l.Views.Save(ctx, g, b)
}

// TestServedAtTheLastMoment: a step whose generation is dropped under it goes over to
// the new one.
func TestServedAtTheLastMoment(t *testing.T) {
	h := open(t)
	h.append(town()...)
	h.must(h.d.Rebuild(t.Context(), nil))
	other := h.deriver()
	other.Views = &late{Views: h.db, before: func() { h.must(h.d.Rebuild(t.Context(), nil)) }}
	h.append(said("last", "c", party.DateOf(2026, 11, 9), &fact.OrgRenamed{Name: "新县"}))
	h.must(other.CatchUp(t.Context()))
	if other.State() != h.d.State() {
		t.Errorf("%+v and %+v", other.State(), h.d.State())
	}
	h.agrees()
}

// TestProgress: a rebuild counts the records, up to all of them.
func TestProgress(t *testing.T) {
	h := open(t)
	facts := draw(8, 4, 20)
	h.append(facts...)
	var seen []Progress
	h.d.atOnce = 2
	h.must(h.d.Rebuild(t.Context(), func(p Progress) { seen = append(seen, p) }))
	if len(seen) < 3 {
		t.Fatalf("told %d times", len(seen))
	}
	last := seen[len(seen)-1]
	if last.Done != int64(len(facts)) || last.Total < last.Done || last.What == "" {
		t.Errorf("at the end: %+v of %d facts", last, len(facts))
	}
	for i := range seen[1:] {
		if seen[i].Done > seen[i+1].Done || seen[i].Total != last.Total {
			t.Errorf("%+v before %+v", seen[i], seen[i+1])
		}
	}
}

// TestAnOlderSchemaIsNotServed: a binary knows only generations of its own.
func TestAnOlderSchemaIsNotServed(t *testing.T) {
	h := open(t)
	h.append(draw(9, 2, 0)...)
	g, err := h.db.Create(t.Context(), Schema-1)
	h.must(err)
	g.Built = true
	h.must(h.db.Save(t.Context(), g.Number, &app.ViewBatch{Now: g}))
	h.must(h.db.Serve(t.Context(), g.Number))
	if _, err := h.d.Open(t.Context()); errs.KindOf(err) != errs.NotFound {
		t.Fatalf("opened one of an older schema: %v", err)
	}
	if _, err := h.d.Step(t.Context()); errs.KindOf(err) != errs.NotFound {
		t.Fatalf("followed with one of an older schema: %v", err)
	}
	h.must(h.d.Rebuild(t.Context(), nil))
	if s, err := h.d.Open(t.Context()); err != nil || s.Generation == g.Number || s.Upto == 0 {
		t.Errorf("%+v, %v", s, err)
	}
}
