package person

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// numbered makes a valid ID number.
func numbered(i int) string {
	for last := range "0123456789X" {
		s := fmt.Sprintf("110105%04d0101%03d%c", 1950+i/1000%50, i%1000, "0123456789X"[last])
		if id, err := party.ParseIDNumber(s); err == nil {
			return string(id)
		}
	}
	panic("no check character fits")
}

// people makes n persons.
func people(n int) []Person {
	all := make([]Person, n)
	for i := range all {
		all[i] = Person{
			Member: party.MemberID(fmt.Sprintf("m-%05d", i)), Org: "o-一支部", Name: "张" + string(rune(0x4E00+i)),
			IDNumber: numbered(i), Phone: fmt.Sprintf("139%08d", i), Address: fmt.Sprintf("样板村秘密路 %d 号", i),
		}
	}
	return all
}

// put stores persons and cards in one change.
func (d *desk) put(t testing.TB, persons []Person, cards ...Card) {
	t.Helper()
	r, err := d.Roster(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	c, ring := app.Change{}, d.Ring()
	if err := r.Put(t.Context(), ring, &c, persons, cards); err != nil {
		t.Fatal(err)
	}
	audit, err := d.entry(clerk, "fact.import", "", "")
	if err != nil {
		t.Fatal(err)
	}
	c.Keys, c.Audit = ring.Made(), []app.Row{audit}
	if _, err := d.Store.Commit(t.Context(), &c); err != nil {
		t.Fatal(err)
	}
}

func (d *desk) get(t testing.TB, members ...party.MemberID) []Held {
	t.Helper()
	held, err := d.Get(t.Context(), members)
	if err != nil {
		t.Fatal(err)
	}
	return held
}

// TestSaveGetFind: what is saved is read back and found by its ID number and by a part of
// its name, and stands in the clear nowhere in the store.
func TestSaveGetFind(t *testing.T) {
	d := newDesk(t)
	all := people(40)
	d.put(t, all)
	scope := make([]party.MemberID, len(all))
	for i, p := range all {
		scope[i] = p.Member
		held, err := d.ByIDNumber(t.Context(), party.IDNumber(p.IDNumber))
		if err != nil || len(held) != 1 || held[0].Person != p || held[0].Version != 1 {
			t.Fatalf("by number: %+v %v", held, err)
		}
	}
	for i, h := range d.get(t, scope...) {
		if diff := cmp.Diff(all[i], h.Person); diff != "" {
			t.Error(diff)
		}
	}
	if held, err := d.ByIDNumber(t.Context(), party.IDNumber(numbered(4711))); err != nil || len(held) != 0 {
		t.Errorf("a number that nobody has: %v %v", held, err)
	}
	if held, err := d.ByIDNumber(t.Context(), ""); err != nil || len(held) != 0 {
		t.Errorf("no number: %v %v", held, err)
	}
}

// TestSearch: within the scope only, by what the name holds; whoever is called exactly so
// comes first; too large a scope is refused with the way to mend it.
func TestSearch(t *testing.T) {
	d := newDesk(t)
	d.put(t, []Person{
		{Member: "m-1", Name: "王测试"}, {Member: "m-2", Name: "李测"}, {Member: "m-3", Name: "测"}, {Member: "m-4", Name: "阿里·测"}, {Member: "m-5", Name: "赵六"},
	})
	scope := []party.MemberID{"m-1", "m-3", "m-4", "m-5", "m-none"}
	for query, want := range map[string]string{"测": "m-3 m-1 m-4", " 测 试": "m-1", "里•测": "m-4", "七": "", "李": ""} {
		held, err := d.Search(t.Context(), scope, query)
		var got []string
		for _, h := range held {
			got = append(got, string(h.Member))
		}
		if err != nil || strings.Join(got, " ") != want {
			t.Errorf("%q finds %v %v, want %s", query, got, err, want)
		}
	}
	if _, err := d.Search(t.Context(), scope, " "); errs.KindOf(err) != errs.Invalid {
		t.Error(err)
	}
	many := make([]party.MemberID, MaxScope+1)
	if _, err := d.Search(t.Context(), many, "测"); errs.KindOf(err) != errs.TooLarge || !strings.Contains(err.Error(), "选小一些") {
		t.Error(err)
	}
	if _, err := d.Search(t.Context(), many[1:], "测"); err != nil {
		t.Error(err)
	}
}

// TestFind: among all, with an audit entry for each who was found or for the look alone; too
// many are not shown, and not said to have been seen.
func TestFind(t *testing.T) {
	d := newDesk(t)
	d.put(t, []Person{{Member: "m-1", Name: "王测试"}, {Member: "m-2", Name: "李测", IDNumber: numbered(1)}, {Member: "m-3", Name: "测"}})
	for query, want := range map[string]string{"测试": "m-1", "测": "m-3 m-1 m-2", numbered(1): "m-2", "七": ""} {
		before := len(d.sequenced(t))
		held, err := d.Find(t.Context(), clerk, query, 3)
		var got, seen []string
		for _, h := range held {
			got = append(got, string(h.Member))
		}
		for _, e := range d.sequenced(t)[before:] {
			if e.Action == app.Finding && e.Actor == clerk.Actor {
				seen = append(seen, e.Object)
			}
		}
		slices.Sort(seen)
		again := slices.Sorted(slices.Values(got))
		if want == "" {
			again = []string{""}
		}
		if err != nil || strings.Join(got, " ") != want || !slices.Equal(seen, again) {
			t.Errorf("%q finds %v %v, want %s; the audit says %q", query, got, err, want, seen)
		}
	}
	before := len(d.sequenced(t))
	if _, err := d.Find(t.Context(), clerk, "测", 2); errs.KindOf(err) != errs.TooLarge || len(d.sequenced(t)) != before {
		t.Error(err)
	}
}

// TestSaveConflict: of two corrections of one version one is made, and the other is told;
// nothing is lost whatever the order (N2).
func TestSaveConflict(t *testing.T) {
	d := newDesk(t)
	first := valid()
	if err := d.Save(t.Context(), clerk, first, 0); err != nil {
		t.Fatal(err)
	}
	if err := d.Save(t.Context(), clerk, first, 0); errs.KindOf(err) != errs.Conflict {
		t.Errorf("a second new one: %v", err)
	}
	a, b := first, first
	a.Phone, b.Address = "13900000000", "别处"
	if err := d.Save(t.Context(), clerk, a, 1); err != nil {
		t.Fatal(err)
	}
	if err := d.Save(t.Context(), clerk, b, 1); errs.KindOf(err) != errs.Conflict || !strings.Contains(err.Error(), "重新打开") {
		t.Errorf("of the same version: %v", err)
	}
	held := d.get(t, first.Member)
	if len(held) != 1 || held[0].Person != a || held[0].Version != 2 {
		t.Errorf("held is %+v", held)
	}
	a.Name = ""
	if err := d.Save(t.Context(), clerk, a, 2); errs.KindOf(err) != errs.Invalid || !strings.Contains(err.Error(), "姓名") {
		t.Errorf("without a name: %v", err)
	}
	audit := d.sequenced(t)
	if len(audit) != 2 {
		t.Fatalf("%d audit entries, want one for each of the two that were made", len(audit))
	}
	if e := audit[1]; e.Action != "person.save" || e.Object != string(first.Member) || e.Actor != clerk.Actor || e.Org != first.Org {
		t.Errorf("%+v", e)
	}
}

// TestEditorsLoseNothing: editors who read, add one and save, and read again when told of
// a Conflict, come to the sum of what they did.
func TestEditorsLoseNothing(t *testing.T) {
	d := newDesk(t)
	x := Person{Member: "m-1", Name: "张三", Phone: "0"}
	if err := d.Save(t.Context(), clerk, x, 0); err != nil {
		t.Fatal(err)
	}
	const editors, times = 8, 8
	done := make(chan error)
	for range editors {
		go func() { done <- d.count(t, times) }()
	}
	for range editors {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	if h := d.get(t, "m-1")[0]; h.Phone != fmt.Sprint(editors*times) || h.Version != editors*times+1 {
		t.Errorf("%s in version %d, want %d", h.Phone, h.Version, editors*times)
	}
}

func (d *desk) count(t *testing.T, times int) error {
	for n := 0; n < times; {
		held, err := d.Get(t.Context(), []party.MemberID{"m-1"})
		if err != nil {
			return err
		}
		var count int
		if _, err := fmt.Sscan(held[0].Phone, &count); err != nil {
			return err
		}
		held[0].Phone = fmt.Sprint(count + 1)
		switch err := d.Save(t.Context(), clerk, held[0].Person, held[0].Version); {
		case err == nil:
			n++
		case errs.KindOf(err) != errs.Conflict:
			return err
		}
	}
	return nil
}

// TestAlteredRows: a flipped bit, a row in the place of another, an older box under a
// newer version: each is refused and named, never shown.
func TestAlteredRows(t *testing.T) {
	d := newDesk(t)
	d.put(t, people(2), Card{Org: "o-1", Contact: "张三"})
	old := d.row(t, "m-00000")
	x := d.get(t, "m-00000")[0]
	x.Phone = "10086"
	if err := d.Save(t.Context(), clerk, x.Person, x.Version); err != nil {
		t.Fatal(err)
	}
	mine, theirs := d.row(t, "m-00000"), d.row(t, "m-00001")
	show := &spoilt{Store: d.db}
	d.Store = show
	refused := func(name string, row app.PersonRow) {
		t.Helper()
		show.person = &row
		_, err := d.Get(t.Context(), []party.MemberID{"m-00000"})
		_, err2 := d.Roster(t.Context())
		for _, err := range []error{err, err2} {
			if errs.KindOf(err) != errs.Invalid || !strings.Contains(err.Error(), "被改动过") {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	flip := func(b []byte, i int) []byte { b = slices.Clone(b); b[i] ^= 1; return b }
	rapid.Check(t, func(rt *rapid.T) {
		row := mine
		switch rapid.IntRange(0, 2).Draw(rt, "column") {
		case 0:
			row.Box = flip(row.Box, rapid.IntRange(0, len(row.Box)-1).Draw(rt, "byte"))
		case 1:
			row.Index = flip(row.Index, rapid.IntRange(0, len(row.Index)-1).Draw(rt, "byte"))
		case 2:
			row.MAC = flip(row.MAC, rapid.IntRange(0, len(row.MAC)-1).Draw(rt, "byte"))
		}
		refused("flipped", row)
	})
	row := mine
	row.Index = nil
	refused("no index", row)
	row = mine
	row.Box = nil
	refused("emptied", row)
	row = mine
	row.Version++
	refused("another version", row)
	row = old
	row.Version = mine.Version
	refused("an older box", row)
	row = theirs
	row.Member = "m-00000"
	refused("another's", row)
	show.person = &mine
	d.get(t, "m-00000")
}

// TestBlindIndex: without the key no dictionary of numbers meets an index; the index is of
// its purpose only, and what is stored is what is computed anew. There is none of names.
func TestBlindIndex(t *testing.T) {
	d, other := newDesk(t), newDesk(t).keys
	all := people(200)
	all[7].IDNumber = ""
	d.put(t, all)
	stored := map[string]bool{}
	for _, p := range all {
		row := d.row(t, p.Member)
		if !bytes.Equal(row.Index, d.index(p.IDNumber)) || (p.IDNumber == "") != (row.Index == nil) {
			t.Errorf("%s: %x", p.Member, row.Index)
		}
		stored[string(row.Index)] = true
	}
	if len(stored) != len(all) {
		t.Errorf("%d indexes of %d persons", len(stored), len(all))
	}
	for _, p := range all {
		for name, guess := range map[string][]byte{
			"without the key": other.Mark("index|desk_person|id_number", []byte(p.IDNumber)), "for a row": d.keys.Mark("row|desk_person", []byte(p.IDNumber)),
			"of the name": d.keys.Mark("index|desk_person|id_number", []byte(p.Name)), "of its tail": d.index(p.IDNumber[max(0, len(p.IDNumber)-6):]),
		} {
			if len(guess) > 0 && stored[string(guess)] {
				t.Errorf("%s: an index is met", name)
			}
		}
	}
}

// TestKeyPerPerson: one person's key opens one person's row; a second save makes no
// second key.
func TestKeyPerPerson(t *testing.T) {
	d := newDesk(t)
	d.put(t, people(3))
	x := d.get(t, "m-00001")[0]
	x.Phone = "10010"
	if err := d.Save(t.Context(), clerk, x.Person, x.Version); err != nil {
		t.Fatal(err)
	}
	if all, err := d.db.KeysUnder(t.Context(), 0, 9); err != nil || len(all) != 3 {
		t.Errorf("%d keys %v", len(all), err)
	}
	other, _ := d.key(t, "m-00001")
	other.Subject = fact.MemberSubject("m-00002")
	d.Store = &spoilt{Store: d.db, key: &other}
	if _, err := d.Get(t.Context(), []party.MemberID{"m-00002"}); err == nil {
		t.Error("another's key opened a row")
	}
}
