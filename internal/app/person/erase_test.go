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
	row := d.store.persons[member]
	if _, ok := d.store.keys[fact.MemberSubject(member)]; ok || len(row.Box) != 0 || row.Index != nil {
		t.Errorf("left of %s: key %v, %+v", member, ok, row)
	}
	n := 0
	for i := range d.store.records {
		if m, ok := erasedIn(&d.store.records[i]); ok && m == member {
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
	d := newDesk()
	all := people(5)
	d.put(t, all)
	for range 2 {
		if err := d.Erase(t.Context(), clerk, all[2].Member); err != nil {
			t.Fatal(err)
		}
		d.gone(t, all[2])
		d.wiped(t, all[2].Member, 1)
	}
	e, err := app.ParseEntry(d.store.records[1].Line)
	if err != nil || e.Actor != clerk.Actor || e.Reason != clerk.Reason || e.Org != app.Instance {
		t.Errorf("%+v %v", e, err)
	}
	for _, i := range []int{0, 1, 3, 4} {
		if h := d.get(t, all[i].Member); len(h) != 1 || h[0].Person != all[i] {
			t.Errorf("%+v", h)
		}
	}
	if err := d.Erase(t.Context(), clerk, "m-none"); errs.KindOf(err) != errs.NotFound || len(d.box.erased) != 1 {
		t.Errorf("nobody was erased: %v %v", err, d.box.erased)
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

// TestEraseIsFinished: cut off before or after the change, nothing can be read at any
// moment, and opening the store again finishes what was begun, with its audit entry.
func TestEraseIsFinished(t *testing.T) {
	for name, cut := range map[string]cutStore{"before": {before: true}, "after": {}} {
		d := newDesk()
		all := people(2)
		d.put(t, all)
		cut.Store = d.store
		d.Store = &cut
		if err := d.Erase(t.Context(), clerk, all[0].Member); err == nil || !strings.Contains(err.Error(), "下次打开") {
			t.Fatalf("%s: the cut is not told: %v", name, err)
		}
		again := deskOver(d.store, d.box)
		if row := d.store.persons[all[0].Member]; cut.before != (len(row.Box) > 0) {
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

// TestEraseMeetsAnEditor: a correction that comes between is no way to keep a row.
func TestEraseMeetsAnEditor(t *testing.T) {
	d := newDesk()
	all := people(1)
	d.put(t, all)
	editor := deskOver(d.store, newBox()) // a process that has not heard of the erasure
	d.Store = &meddler{Store: d.store, between: func() {
		if err := editor.Save(t.Context(), clerk, all[0], d.store.persons[all[0].Member].Version); err != nil {
			t.Error(err)
		}
	}, times: 2}
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
	d := newDesk()
	all := people(210)
	d.put(t, all)
	yesterday := d.store.clone()
	for _, p := range all[:105] {
		if err := d.Erase(t.Context(), clerk, p.Member); err != nil {
			t.Fatal(err)
		}
	}
	back := deskOver(yesterday, d.box) // data and key rows of yesterday, the list of today
	for _, p := range all[:105] {
		back.gone(t, p)
	}
	out, err := back.ReplayErasures(t.Context(), clerk, ledgerOf{memory: back.store})
	if err != nil || len(out.Listed) != 0 || len(out.Destroyed) != 105 {
		t.Fatalf("%d listed, %d destroyed, %v", len(out.Listed), len(out.Destroyed), err)
	}
	for i, p := range all {
		if i < 105 {
			back.gone(t, p)
			back.wiped(t, p.Member, 1)
		} else if h := back.get(t, p.Member); h[0].Person != p {
			t.Fatalf("%+v", h)
		}
	}

	fresh := newBox() // the same keys, a list of before
	moved := deskOver(d.store, fresh)
	out, err = moved.ReplayErasures(t.Context(), clerk, ledgerOf{memory: moved.store})
	if err != nil || len(out.Listed) != 105 || len(out.Destroyed) != 0 || len(fresh.erased) != 105 {
		t.Errorf("%d listed, %d destroyed, %v", len(out.Listed), len(out.Destroyed), err)
	}
	if _, err := moved.ReplayErasures(t.Context(), clerk, ledgerOf{pending: 1}); errs.KindOf(err) != errs.Unavailable {
		t.Errorf("with records that have no position: %v", err)
	}
	if _, err := moved.ReplayErasures(t.Context(), clerk, ledgerOf{memory: newMemory(), last: 9}); errs.KindOf(err) != errs.IO {
		t.Errorf("with a gap: %v", err)
	}
}

// ledgerOf is the records of a store as a ledger.
type ledgerOf struct {
	*memory
	pending int64
	last    app.Position
}

func (l ledgerOf) Head(context.Context) (app.Head, error) {
	if l.memory == nil || l.last != 0 {
		return app.Head{Last: l.last, Pending: l.pending}, nil
	}
	return l.memory.Head(context.Background())
}

func (l ledgerOf) Read(context.Context, []fact.Subject, []party.FactID) (*app.Slice, error) {
	return nil, errCut
}

func (l ledgerOf) Owners(context.Context, []fact.Subject) ([]party.OrgID, error) { return nil, errCut }

func (l ledgerOf) Streams(context.Context, party.OrgID, app.Position, func(party.OrgID, []app.Row) error) error {
	return errCut
}
