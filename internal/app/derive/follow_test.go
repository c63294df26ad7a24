package derive

import (
	"context"
	"errors"
	"slices"
	"testing"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// TestAWideFactIsSpread: what touches many is stored in several batches; the position
// moves with the last, and who is killed between two begins again.
func TestAWideFactIsSpread(t *testing.T) {
	h := open(t)
	h.append(draw(2, 9, 0)...)
	h.must(h.d.Rebuild(t.Context(), nil))
	was := h.d.State()
	upto := h.append(said("wide", "county", party.DateOf(2026, 11, 1), &fact.UpperDid{Duty: "member_training", People: 9}))
	for kill := 1; kill < 4; kill++ {
		d := h.restarted(kill, true)
		if err := d.CatchUp(t.Context()); !errors.Is(err, errKilled) {
			t.Fatalf("kill %d: %v", kill, err)
		}
		d = h.restarted(99, false)
		if s, err := d.Open(t.Context()); err != nil || s != was {
			t.Fatalf("half-way the views say %+v, want %+v: %v", s, was, err)
		}
		if _, err := d.Compare(t.Context(), nil); errs.KindOf(err) != errs.Conflict {
			t.Fatalf("half-way a comparison says %v", err)
		}
	}
	h.must(h.restarted(99, false).CatchUp(t.Context()))
	if s := h.d.State(); s.Upto != upto {
		t.Errorf("at %d, want %d", s.Upto, upto)
	}
	h.agrees()
}

// agrees fails the test if the comparison finds a difference.
func (h *house) agrees() {
	h.t.Helper()
	c, err := h.d.Compare(h.t.Context(), nil)
	h.must(err)
	if c.Differences > 0 {
		h.t.Errorf("%d differences, first: %s", c.Differences, c.First)
	}
}

// TestANewDay: all are folded to it in some steps, records that come between are taken
// in, the day is said when all is done, and who is killed on the way begins again.
func TestANewDay(t *testing.T) {
	h := open(t)
	h.append(draw(3, 9, 0)...)
	h.must(h.d.Rebuild(t.Context(), nil))
	was := h.d.State()
	h.now = h.now.AddDate(0, 0, 1)
	if err := h.restarted(2, true).CatchUp(t.Context()); !errors.Is(err, errKilled) {
		t.Fatal(err)
	}
	d := h.restarted(99, false)
	var told []Progress
	d.Report = func(p Progress) { told = append(told, p) }
	for range 2 {
		if more, err := d.Step(t.Context()); err != nil || !more {
			t.Fatalf("%v, %v", more, err)
		}
	}
	if d.State().AsOf != was.AsOf {
		t.Errorf("half-way the day is %s", d.State().AsOf)
	}
	h.append(said("new", "b00001", party.DateOf(2026, 11, 2), &fact.OrgRenamed{Name: "新名"}), said("new2", "county", party.DateOf(2026, 11, 2), &fact.OrgRenamed{Name: "新县"}))
	h.must(d.CatchUp(t.Context()))
	if got := d.State().AsOf; got != was.AsOf+1 || len(told) < 3 {
		t.Errorf("the day is %s after %s, told %d times", got, was.AsOf, len(told))
	}
	h.agrees()
	h.now = h.now.AddDate(0, 0, -9)
	h.must(d.CatchUp(t.Context()))
	if got := d.State().AsOf; got != was.AsOf+1 {
		t.Errorf("the clock went back, and the day to %s", got)
	}
}

// TestWait: whoever has recorded something waits until the lists show it.
func TestWait(t *testing.T) {
	h := open(t)
	if h.d.Wait(t.Context(), 1) {
		t.Error("views that do not exist show a position")
	}
	h.append(draw(4, 2, 0)...)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- h.d.Run(ctx) }()
	for !h.d.Wait(t.Context(), 1) { // it may take longer than anybody waits
		continue
	}
	upto := h.append(said("new", "county", party.DateOf(2026, 11, 2), &fact.OrgRenamed{Name: "新县"}))
	for !h.d.Wait(t.Context(), upto) {
		continue
	}
	if h.d.Wait(t.Context(), upto+1) {
		t.Error("a position that nothing has is shown")
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("it ended with %v", err)
	}
	h.agrees()
}

// TestSearch: an organisation is found by a part of its name of today, and within a
// scope; not by a name that it had.
func TestSearch(t *testing.T) {
	h := open(t)
	h.append(town()...)
	h.must(h.d.Rebuild(t.Context(), nil))
	h.append(said("n1", "b1", party.DateOf(2026, 5, 1), &fact.OrgRenamed{Name: "清溪村党支部(虚构)"}), said("n2", "b1", party.DateOf(2026, 6, 1), &fact.OrgMoved{Parent: "t2"}))
	h.must(h.d.CatchUp(t.Context()))
	find := func(want string, words ...string) {
		t.Helper()
		got, err := h.db.Find(t.Context(), h.d.State().Generation, words, 10)
		h.must(err)
		all := ""
		for _, o := range got {
			all += string(o) + " "
		}
		if all != want {
			t.Errorf("%q find %q, want %q", words, all, want)
		}
	}
	find("b1 ", Words("清溪")...)
	find("b2 ", Words("石桥村")...)
	find("b1 b2 ", Words("党支部")...)
	find("b1 b2 ", BelowWord("t1"))
	find("b1 ", BelowWord("t2"))
	find("b1 ", append(Words("党支部"), BelowWord("t2"))...)
	find("b1 b2 t1 t2 ", BelowWord("c"))
}

// TestCompareFindsWhatIsWrong: a row that is missing, too many, or other, of each kind.
func TestCompareFindsWhatIsWrong(t *testing.T) {
	h := open(t)
	h.append(town()...)
	h.must(h.d.Rebuild(t.Context(), nil))
	h.agrees()
	g := h.d.State().Generation
	whole, err := h.d.portions(t.Context(), []party.OrgID{"b1"}, 0, h.d.State().AsOf)
	h.must(err)
	for what, spoil := range map[string]func(b *app.ViewBatch){
		"a fold that is missing":  func(b *app.ViewBatch) { b.Folds = nil },
		"a score that is missing": func(b *app.ViewBatch) { b.Scores = nil },
		"words that are missing":  func(b *app.ViewBatch) { b.Words = b.Words[1:] },
		"a fold that is other":    func(b *app.ViewBatch) { b.Folds[0].Blob[9] ^= 1 },
		"a score that is other":   func(b *app.ViewBatch) { b.Scores[0].Blob[9] ^= 1 },
		"a score too many":        func(b *app.ViewBatch) { b.Scores = append(b.Scores, b.Scores[0]); b.Scores[0].Year-- },
		"a fold too many":         func(b *app.ViewBatch) { b.Folds = append(b.Folds, b.Folds[0]); b.Folds[0].Year-- },
		"another name":            func(b *app.ViewBatch) { b.Orgs[0].Name = "别的" },
		"an organisation more":    func(b *app.ViewBatch) { b.Orgs[0].Org = "zz" },
	} {
		b := app.ViewBatch{Now: h.d.served}
		whole[0].add(&b)
		b.Folds, b.Scores, b.Orgs = slices.Clone(b.Folds), slices.Clone(b.Scores), slices.Clone(b.Orgs)
		b.Folds[0].Blob, b.Scores[0].Blob = slices.Clone(b.Folds[0].Blob), slices.Clone(b.Scores[0].Blob)
		spoil(&b)
		h.must(h.db.Save(t.Context(), g, &b))
		c, err := h.d.Compare(t.Context(), nil)
		h.must(err)
		if c.Differences == 0 || c.First == "" {
			t.Errorf("%s: nothing is found", what)
		}
		good := app.ViewBatch{Now: h.d.served}
		whole[0].add(&good)
		good.Replace = append(good.Replace, "zz")
		h.must(h.db.Save(t.Context(), g, &good))
		h.agrees()
	}
}
