package person

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"qiangji/internal/app"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// A fuse cuts everything off at one of the operations of a rotation: before it comes about,
// or after.
type fuse struct {
	left   int
	before bool
}

// burn does an operation unless it is cut off.
func (f *fuse) burn(do func() error) error {
	f.left--
	if f.left < 0 && (f.before || f.left < -1) {
		return errCut
	}
	err := do()
	if f.left < 0 && err == nil {
		err = errCut
	}
	return err
}

type fusedStore struct {
	Store
	*fuse
}

func (s fusedStore) Commit(ctx context.Context, c *app.Change) (app.Receipt, error) {
	return app.Receipt{}, s.burn(func() error { _, err := s.Store.Commit(ctx, c); return err })
}

type fusedKeys struct {
	KEKs
	*fuse
}

func (k fusedKeys) Rotate() (n int64, err error) {
	err = k.burn(func() error { n, err = k.KEKs.Rotate(); return err })
	return n, err
}

func (k fusedKeys) Retire(n int64) error {
	return k.burn(func() error { return k.KEKs.Retire(n) })
}

// rotation runs one that the fuse cuts off.
func (d *desk) rotation(f *fuse, done *[]int64) *Rotation {
	cut := *d.Persons
	cut.Store = fusedStore{d.Store, f}
	return &Rotation{
		Persons: &cut, Keys: fusedKeys{d.keys, f}, By: clerk,
		Backup:   func(context.Context) error { return f.burn(func() error { return nil }) },
		Progress: func(n int64) { *done = append(*done, n) },
	}
}

// readable holds that every person opens.
func (d *desk) readable(t *testing.T, all []Person) {
	t.Helper()
	var members []party.MemberID
	for _, p := range all {
		members = append(members, p.Member)
	}
	held := d.get(t, members...)
	if len(held) != len(all) {
		t.Fatalf("%d of %d persons", len(held), len(all))
	}
	for i, h := range held {
		if h.Person != all[i] {
			t.Fatalf("%s opens as %+v", all[i].Member, h)
		}
	}
}

// TestRotate: cut off before or after any of its operations, a rotation leaves every row
// readable, also by who opens everything anew; it is run again until nothing is cut off,
// and then there is one wrapping key, which wraps everything.
func TestRotate(t *testing.T) {
	all := people(2*rewrapAtOnce + 7)
	whole := newDesk(t)
	whole.put(t, all)
	from := whole.backup(t)
	for _, before := range []bool{true, false} {
		ends := false
		for cut := 0; !ends; cut++ {
			d := restored(t, from, copied(t, whole.secrets))
			var done []int64
			err := d.rotation(&fuse{left: cut, before: before}, &done).Run(t.Context())
			if ends = err == nil; !ends && !errors.Is(err, errCut) {
				t.Fatalf("cut %d: %v", cut, err)
			}
			again := d.again(t)
			again.readable(t, all)
			if err := again.rotation(&fuse{left: 1 << 30}, &done).Run(t.Context()); err != nil {
				t.Fatalf("cut %d: again: %v", cut, err)
			}
			again.readable(t, all)
			numbers := again.keys.Wrapping()
			rest, err := again.db.KeysUnder(t.Context(), numbers[0], 1)
			if len(numbers) != 1 || err != nil || len(rest) != 0 {
				t.Errorf("cut %d: wrapping keys %v, left %v %v", cut, numbers, rest, err)
			}
			if ends && (cut != 8 || !slices.Equal(done[:3], []int64{500, 1000, 1007})) {
				t.Errorf("%d operations, progress %v: the rig does not cut where it should", cut, done)
			}
		}
	}
	if n := whole.keys.Wrapping(); !slices.Equal(n, []int64{1}) {
		t.Error("the rig changed what it copied")
	}
}

// TestRotateCutAgainAndAgain: cut off at each step in turn, one and the same rotation comes
// to its end.
func TestRotateCutAgainAndAgain(t *testing.T) {
	d, all := newDesk(t), people(rewrapAtOnce+3)
	d.put(t, all)
	var done []int64
	for runs := 0; ; runs++ {
		err := d.rotation(&fuse{left: 1, before: runs%2 == 0}, &done).Run(t.Context())
		d = d.again(t)
		d.readable(t, all)
		if err == nil {
			t.Fatal("a fuse of one operation let a rotation through")
		}
		if runs > 20 {
			break
		}
	}
	if err := d.rotation(&fuse{left: 1 << 30}, &done).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := d.keys.Wrapping(); len(n) != 1 {
		t.Errorf("wrapping keys %v", n)
	}
	d.readable(t, all)
}

// TestRotateWhileWorking: persons who are added and erased between the batches are neither
// lost nor brought back.
func TestRotateWhileWorking(t *testing.T) {
	d, all := newDesk(t), people(2*rewrapAtOnce+50)
	d.put(t, all[:2*rewrapAtOnce])
	other := *d.Persons
	busy := *d
	busy.Persons = &other
	next, gone := 2*rewrapAtOnce, 0
	d.Store = &meddler{Store: d.db, times: 3, between: func() {
		if err := busy.Save(t.Context(), clerk, all[next], 0); err != nil {
			t.Error(err)
		}
		next++
		if err := busy.Erase(t.Context(), clerk, all[gone].Member); err != nil {
			t.Error(err)
		}
		gone += 350 // in the batch that is being written, in one to come
	}}
	r := Rotation{Persons: d.Persons, Keys: d.keys, By: clerk, Backup: noBackup}
	for try := 0; ; try++ {
		err := r.Run(t.Context())
		if err == nil {
			break
		}
		if try > 3 {
			t.Fatal(err)
		}
	}
	for i, p := range all[:next] {
		if i%350 == 0 && i < gone {
			busy.gone(t, p)
			busy.wiped(t, p.Member, 1)
		} else if h := busy.get(t, p.Member); len(h) != 1 || h[0].Person != p {
			t.Fatalf("%d: %+v", i, h)
		}
	}
	if n := d.keys.Wrapping(); len(n) != 1 || gone < 1050 {
		t.Errorf("wrapping keys %v, erased up to %d", n, gone)
	}
}

// TestRotateMeetsALateChange: a change whose key was wrapped before the rotation and that
// comes after it is a Conflict, also in a store without any key; made anew, it is stored.
func TestRotateMeetsALateChange(t *testing.T) {
	for _, n := range []int{0, 3} {
		d, all := newDesk(t), people(n+1)
		d.put(t, all[:n])
		ring := d.Ring()
		row, err := d.seal(t.Context(), ring, &all[n], 0)
		if err != nil {
			t.Fatal(err)
		}
		audit, err := d.entry(clerk, "person.save", "", "")
		if err != nil {
			t.Fatal(err)
		}
		late := app.Change{Persons: []app.PersonRow{row}, Keys: ring.Made(), Audit: []app.Row{audit}}
		for range 2 {
			r := Rotation{Persons: d.Persons, Keys: d.keys, By: clerk, Backup: noBackup}
			if err := r.Run(t.Context()); err != nil {
				t.Fatal(err)
			}
			if _, err := d.Store.Commit(t.Context(), &late); errs.KindOf(err) != errs.Conflict {
				t.Errorf("after %d persons: %v, want a Conflict", n, err)
			}
		}
		if err := d.Save(t.Context(), clerk, all[n], 0); err != nil {
			t.Fatal(err)
		}
		d.readable(t, all)
	}
}

// TestRotateKeepsWhatItCannotRead: where a key does not unwrap, or no backup comes about,
// the old wrapping key stays and the error says so.
func TestRotateKeepsWhatItCannotRead(t *testing.T) {
	d, all := newDesk(t), people(20)
	d.put(t, all)
	bad, _ := d.key(t, "m-00007")
	bad.Wrapped[9] ^= 1
	d.Store = &spoilt{Store: d.db, key: &bad}
	var done []int64
	err := d.rotation(&fuse{left: 1 << 30}, &done).Run(t.Context())
	if errs.KindOf(err) != errs.Invalid || !strings.Contains(err.Error(), "m-00007") || len(d.keys.Wrapping()) != 2 {
		t.Fatalf("%v, wrapping keys %v", err, d.keys.Wrapping())
	}
	d.Store = d.db
	d.readable(t, all)
	r := d.rotation(&fuse{left: 1 << 30}, &done)
	r.Backup = func(context.Context) error { return errs.E("backup", errs.Unavailable, "没有地方了", nil) }
	if err := r.Run(t.Context()); errs.KindOf(err) != errs.Unavailable || !strings.Contains(err.Error(), "还留着") || len(d.keys.Wrapping()) != 2 {
		t.Errorf("without a backup: %v, wrapping keys %v", err, d.keys.Wrapping())
	}
	d.readable(t, all)
}

// noBackup stands for one that came about.
func noBackup(context.Context) error { return nil }
