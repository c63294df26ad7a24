package person

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

var errCut = errors.New("cut off")

// A cutStore is cut off before or after one of its commits.
type cutStore struct {
	Store
	left   int  // commits still to come about
	before bool // the next one does not
}

func (c *cutStore) Commit(ctx context.Context, change *app.Change) (app.Receipt, error) {
	if c.left--; c.left < 0 && c.before {
		return app.Receipt{}, errCut
	}
	r, err := c.Store.Commit(ctx, change)
	if c.left < 0 && err == nil {
		err = errCut
	}
	return r, err
}

// gone holds that nothing of a person can be had, and that the row says so.
func (d *desk) gone(t *testing.T, was Person) {
	t.Helper()
	held := d.get(t, was.Member)
	if len(held) != 1 || !held[0].Erased || held[0].Person != (Person{Member: was.Member}) {
		t.Errorf("held is %+v", held)
	}
	if found, err := d.ByIDNumber(t.Context(), party.IDNumber(was.IDNumber)); err != nil || len(found) != 0 {
		t.Errorf("found by number: %+v %v", found, err)
	}
	if found, err := d.Search(t.Context(), []party.MemberID{was.Member}, was.Name); err != nil || len(found) != 0 {
		t.Errorf("found by name: %+v %v", found, err)
	}
	if r, err := d.Roster(t.Context()); err != nil || slices.ContainsFunc(r.Persons, func(p Person) bool { return p.Member == was.Member }) {
		t.Errorf("in the roster: %v", err)
	}
	if _, err := d.Ring().Seal(t.Context(), fact.MemberSubject(was.Member), "x", nil); !errors.Is(err, app.ErrErased) {
		t.Errorf("sealed for: %v", err)
	}
}

// wiped holds that neither key nor box nor index is left, and how often the audit says so.
func (d *desk) wiped(t *testing.T, member party.MemberID, audits int) {
	t.Helper()
	row := d.row(t, member)
	if _, ok := d.key(t, member); ok || len(row.Box) != 0 || row.Index != nil {
		t.Errorf("left of %s: key %v, %+v", member, ok, row)
	}
	n := 0
	for _, e := range d.sequenced(t) {
		if e.Action == app.Erasing && e.Object == string(member) {
			n++
		}
	}
	if n != audits {
		t.Errorf("%d audit entries say that %s was erased, want %d", n, member, audits)
	}
}

// TestEraseOnce: of one person nothing is left, of others everything; once more does
// nothing; whoever is not there is not erased.
func TestEraseOnce(t *testing.T) {
	d := newDesk(t)
	all := people(5)
	d.put(t, all)
	for _, by := range []Deed{{Actor: clerk.Actor, Reason: "张三要求"}, {Reason: clerk.Reason}} {
		if err := d.Erase(t.Context(), by, all[2].Member); errs.KindOf(err) != errs.Invalid || len(d.keys.Erased()) != 0 {
			t.Errorf("by %+v: %v, and the list holds %v", by, err, d.keys.Erased())
		}
	}
	for range 2 {
		if err := d.Erase(t.Context(), clerk, all[2].Member); err != nil {
			t.Fatal(err)
		}
		d.gone(t, all[2])
		d.wiped(t, all[2].Member, 1)
	}
	if e := d.sequenced(t)[1]; e.Actor != clerk.Actor || e.Reason != clerk.Reason || e.Org != app.Instance {
		t.Errorf("%+v", e)
	}
	for _, i := range []int{0, 1, 3, 4} {
		if h := d.get(t, all[i].Member); len(h) != 1 || h[0].Person != all[i] {
			t.Errorf("%+v", h)
		}
	}
	if err := d.Erase(t.Context(), clerk, "m-none"); errs.KindOf(err) != errs.NotFound || len(d.keys.Erased()) != 1 {
		t.Errorf("nobody was erased: %v %v", err, d.keys.Erased())
	}
	if err := d.Save(t.Context(), clerk, all[2], 2); !errors.Is(err, app.ErrErased) {
		t.Errorf("saved again: %v", err)
	}
	r, err := d.Roster(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var c app.Change
	if err := r.Put(t.Context(), d.Ring(), &c, all[2:3], nil); !errors.Is(err, app.ErrErased) || len(c.Persons) != 0 {
		t.Errorf("imported again: %v", err)
	}
}

// A between store lets something else happen right before its first commit.
type between struct {
	Store
	do func()
}

func (b *between) Commit(ctx context.Context, change *app.Change) (app.Receipt, error) {
	if do := b.do; do != nil {
		b.do = nil
		do()
	}
	return b.Store.Commit(ctx, change)
}

// TestSecurity_P9_FirstSaveMeetsErasure: of someone of whom only a key was held nothing is
// left, whichever of the two comes in between the other's reading and writing.
func TestSecurity_P9_FirstSaveMeetsErasure(t *testing.T) {
	for _, erased := range []bool{true, false} {
		d := newDesk(t)
		ring := d.Ring()
		if _, err := ring.Seal(t.Context(), "m:m-new", "x", nil); err != nil {
			t.Fatal(err)
		}
		audit, err := d.entry(clerk, "person.save", "", "m-new")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.db.Commit(t.Context(), &app.Change{Keys: ring.Made(), Audit: []app.Row{audit}}); err != nil {
			t.Fatal(err)
		}
		x := Person{Member: "m-new", Name: "新人", IDNumber: people(1)[0].IDNumber}
		ring = d.Ring() // made before the erasure began
		row, err := d.seal(t.Context(), ring, &x, 0)
		if err != nil {
			t.Fatal(err)
		}
		save := func(p *Persons) error {
			audit, err := p.entry(clerk, "person.save", "", "m-new")
			if err == nil {
				_, err = p.Store.Commit(t.Context(), &app.Change{Persons: []app.PersonRow{row}, Keys: ring.Made(), Audit: []app.Row{audit}})
			}
			return err
		}
		erase := func(p *Persons) error { return p.Erase(t.Context(), clerk, x.Member) }
		inner, outer := erase, save
		if !erased {
			inner, outer = save, erase
		}
		late := *d.Persons
		late.Store = &between{d.db, func() {
			if err := inner(d.Persons); err != nil {
				t.Error(err)
			}
		}}
		if err := outer(&late); erased != (errs.KindOf(err) == errs.Conflict && err != nil) {
			t.Errorf("erased between: %v; %v", erased, err)
		}
		rows, err := d.db.Persons(t.Context(), []party.MemberID{x.Member})
		if err != nil || len(rows) > 0 && (len(rows[0].Box) > 0 || rows[0].Index != nil) {
			t.Errorf("left behind, erased between: %v: %+v %v", erased, rows, err)
		}
	}
}

// TestEraseIsFinished: cut off before or after the change, nothing can be read at any
// moment, and opening the store again finishes what was begun, with its audit entry.
func TestEraseIsFinished(t *testing.T) {
	for name, cut := range map[string]cutStore{"before": {before: true}, "after": {}} {
		d := newDesk(t)
		all := people(2)
		d.put(t, all)
		cut.Store = d.db
		d.Store = &cut
		if err := d.Erase(t.Context(), clerk, all[0].Member); err == nil || !strings.Contains(err.Error(), "下次打开") {
			t.Fatalf("%s: the cut is not told: %v", name, err)
		}
		again := d.again(t)
		if row := again.row(t, all[0].Member); cut.before != (len(row.Box) > 0) {
			t.Fatalf("%s: the rig cut elsewhere", name)
		} else if cut.before {
			if h := again.get(t, all[0].Member); !h[0].Erased || h[0].Name != "" {
				t.Errorf("%s: read before it is finished: %+v", name, h)
			}
		}
		done, err := again.FinishErasures(t.Context(), Deed{Actor: "terminal:root"})
		if err != nil || len(done) != map[bool]int{true: 1, false: 0}[cut.before] {
			t.Errorf("%s: finished %v %v", name, done, err)
		}
		again.gone(t, all[0])
		again.wiped(t, all[0].Member, 1)
		if h := again.get(t, all[1].Member); h[0].Person != all[1] {
			t.Errorf("%s: %+v", name, h)
		}
		if done, err := again.FinishErasures(t.Context(), clerk); err != nil || len(done) != 0 {
			t.Errorf("%s: finished twice: %v %v", name, done, err)
		}
	}
}

// TestEraseMeetsAnEditor: a correction that was begun before and comes between is no way
// to keep a row.
func TestEraseMeetsAnEditor(t *testing.T) {
	d := newDesk(t)
	all := people(1)
	d.put(t, all)
	var late [2]app.Change
	for i := range late {
		row, err := d.seal(t.Context(), d.Ring(), &all[0], app.Version(i+1))
		if err != nil {
			t.Fatal(err)
		}
		audit, err := d.entry(clerk, "person.save", "", "")
		if err != nil {
			t.Fatal(err)
		}
		late[i] = app.Change{Persons: []app.PersonRow{row}, Audit: []app.Row{audit}}
	}
	next := 0
	d.Store = &meddler{Store: d.db, times: len(late), between: func() {
		if _, err := d.db.Commit(t.Context(), &late[next]); err != nil {
			t.Error(err)
		}
		next++
	}}
	if err := d.Erase(t.Context(), clerk, all[0].Member); err != nil {
		t.Fatal(err)
	}
	d.gone(t, all[0])
	d.wiped(t, all[0].Member, 1)
}

// A meddler does something before each of the first commits.
type meddler struct {
	Store
	between func()
	times   int
}

func (m *meddler) Commit(ctx context.Context, c *app.Change) (app.Receipt, error) {
	if m.times--; m.times >= 0 {
		m.between()
	}
	return m.Store.Commit(ctx, c)
}

// TestReplayErasures: data and keys of yesterday do not bring back who was erased today;
// a list of yesterday learns from the data's own audit.
func TestReplayErasures(t *testing.T) {
	d := newDesk(t)
	all := people(40)
	d.put(t, all)
	yesterday, before := d.backup(t), copied(t, d.secrets)
	for _, p := range all[:25] {
		if err := d.Erase(t.Context(), clerk, p.Member); err != nil {
			t.Fatal(err)
		}
	}
	back := restored(t, yesterday, d.secrets) // data and key rows of yesterday, the list of today
	for _, p := range all[:25] {
		back.gone(t, p)
		if _, ok := back.key(t, p.Member); !ok {
			t.Fatal("the rig restored no key")
		}
	}
	if _, err := back.ReplayErasures(t.Context(), clerk, back.db); errs.KindOf(err) != errs.Unavailable {
		t.Errorf("with records that have no position: %v", err)
	}
	back.sequenced(t)
	out, err := back.ReplayErasures(t.Context(), clerk, back.db)
	if err != nil || len(out.Listed) != 0 || len(out.Destroyed) != 25 {
		t.Fatalf("%d listed, %d destroyed, %v", len(out.Listed), len(out.Destroyed), err)
	}
	for i, p := range all {
		if i < 25 {
			back.gone(t, p)
			back.wiped(t, p.Member, 1)
		} else if h := back.get(t, p.Member); h[0].Person != p {
			t.Fatalf("%+v", h)
		}
	}

	d.sequenced(t)
	moved := restored(t, d.backup(t), before) // the data of today, a key directory of before
	out, err = moved.ReplayErasures(t.Context(), clerk, moved.db)
	if err != nil || len(out.Listed) != 25 || len(out.Destroyed) != 0 || len(moved.keys.Erased()) != 25 {
		t.Errorf("%d listed, %d destroyed, %v", len(out.Listed), len(out.Destroyed), err)
	}
	for _, p := range all[:25] {
		moved.gone(t, p)
	}
	if _, err := moved.ReplayErasures(t.Context(), clerk, short{moved.db}); errs.KindOf(err) != errs.IO {
		t.Errorf("with records that cannot be read: %v", err)
	}
}

// A short ledger ends before its head.
type short struct{ app.Ledger }

func (short) Follow(context.Context, app.Position, int) ([]app.Row, error) { return nil, nil }
