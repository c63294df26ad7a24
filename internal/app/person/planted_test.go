package person

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/party"
	"qiangji/internal/vault"
)

// A planted is one person with all that was written of that person.
type planted struct {
	Person
	values []string // random, each found nowhere else
	text   app.Commitment
	talk   string // what the text says
	graded fact.Fact
	key    []byte // the wrapped data key
}

// plant writes n persons with five random values each, a text and a sealed fact.
func plant(t testing.TB, d *desk, n int) []planted {
	t.Helper()
	all := make([]planted, n)
	var persons []Person
	for i := range all {
		p := &all[i]
		p.Person = people(i + 1)[i]
		p.Name, p.Phone, p.Address = han(t, 5), random(t), random(t)
		p.talk = random(t)
		p.values = []string{p.Name, p.Phone, p.Address, p.IDNumber, p.talk}
		p.graded = fact.Fact{
			ID: party.FactID("f-" + string(p.Member)), Org: "o-1", On: party.DateOf(2026, 1, 20), At: d.Clock.Instant(), By: "m-secretary",
			Body: &fact.GradeGiven{Member: p.Member, Year: 2025, Grade: "excellent"},
		}
		persons = append(persons, p.Person)
	}
	r, err := d.Roster(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ring, c, box := d.Ring(), app.Change{}, vault.New(d.db, d.keys)
	if err := r.Put(t.Context(), ring, &c, persons, nil); err != nil {
		t.Fatal(err)
	}
	var facts []app.Recorded
	for i := range all {
		p := &all[i]
		owner := fact.MemberSubject(p.Member)
		p.text, err = box.Put(t.Context(), ring, &c, owner, vault.Content{ID: party.TextID("t-" + string(p.Member)), Kind: vault.Text, Data: []byte(p.talk)})
		if err != nil {
			t.Fatal(err)
		}
		facts = append(facts, app.Recorded{Fact: p.graded, Subjects: []fact.Subject{fact.OrgSubject("o-1"), owner}})
	}
	if c.Facts, err = (app.Lines{Ring: ring}).Rows(t.Context(), facts); err != nil {
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
	for i := range all {
		row, _ := d.key(t, all[i].Member)
		all[i].key = row.Wrapped
	}
	return all
}

func random(t testing.TB) string {
	t.Helper()
	var raw [9]byte
	if _, err := rand.Read(raw[:]); err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(raw[:])
}

// han is n random Han characters.
func han(t testing.TB, n int) string {
	t.Helper()
	raw, runes := make([]byte, 2*n), make([]rune, n)
	if _, err := rand.Read(raw); err != nil {
		t.Fatal(err)
	}
	for i := range runes {
		runes[i] = 0x4E00 + rune(raw[2*i])<<6 + rune(raw[2*i+1])>>2
	}
	return string(runes)
}

// told is everything that the interfaces tell of persons.
func (d *desk) told(t testing.TB, all []planted) string {
	t.Helper()
	var out bytes.Buffer
	say := func(v any, err error) {
		if err != nil && !errors.Is(err, app.ErrErased) {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "%+v %v\n", v, err)
	}
	r, err := d.Roster(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	whole, err := json.Marshal(r)
	say(string(whole), err)
	var members []party.MemberID
	for _, p := range all {
		members = append(members, p.Member)
	}
	say(d.Get(t.Context(), members))
	box, ring := vault.New(d.db, d.keys), d.Ring()
	for _, p := range all {
		say(d.Search(t.Context(), []party.MemberID{p.Member}, p.Name))
		say(d.ByIDNumber(t.Context(), party.IDNumber(p.IDNumber)))
		c, err := box.Open(t.Context(), ring, p.text.Text)
		say(string(c.Data), err)
	}
	slice, err := d.db.Read(t.Context(), []fact.Subject{fact.OrgSubject("o-1")}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	recorded, err := app.Lines{Ring: ring}.Facts(t.Context(), slice.Rows)
	if err != nil {
		t.Fatal(err)
	}
	for i := range recorded {
		body := recorded[i].Fact.Body.(*fact.GradeGiven)
		fmt.Fprintf(&out, "%s was graded %q, erased %v\n", body.Member, body.Grade, recorded[i].Erased)
	}
	return out.String()
}

// told of nobody in gone, and everything of those in kept.
func (d *desk) forgets(t *testing.T, gone, kept []planted) {
	t.Helper()
	all := d.told(t, append(append([]planted{}, gone...), kept...))
	for _, p := range gone {
		for _, v := range p.values {
			if strings.Contains(all, v) {
				t.Fatalf("%q of %s is told", v, p.Member)
			}
		}
		if !strings.Contains(all, fmt.Sprintf("%s was graded %q, erased true", p.Member, "")) {
			t.Fatalf("the grade of %s is told, or is not said to be erased", p.Member)
		}
	}
	for _, p := range kept {
		for _, v := range p.values {
			if !strings.Contains(all, v) {
				t.Fatalf("%q of %s is not told any more", v, p.Member)
			}
		}
		if !strings.Contains(all, fmt.Sprintf("%s was graded %q, erased false", p.Member, "excellent")) {
			t.Fatalf("the grade of %s is not told any more", p.Member)
		}
	}
	box, ring := vault.New(d.db, d.keys), d.Ring()
	for want, part := range map[vault.State][]planted{vault.Erased: gone, vault.Intact: kept} {
		for _, p := range part {
			if state, err := box.Verify(t.Context(), ring, p.text); state != want || err != nil {
				t.Fatalf("the text of %s is %s %v, want %s", p.Member, state, err, want)
			}
		}
	}
}

// files is every byte in directories.
func files(t testing.TB, dirs ...string) []byte {
	t.Helper()
	var all []byte
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(name)
			all = append(append(all, name...), data...)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// inFiles counts in how many persons one of the values is in the files.
func inFiles(all []byte, persons []planted, of func(*planted) [][]byte) int {
	n := 0
	for i := range persons {
		for _, v := range of(&persons[i]) {
			if bytes.Contains(all, v) {
				n++
				break
			}
		}
	}
	return n
}

func clearValues(p *planted) [][]byte {
	var all [][]byte
	for _, v := range p.values {
		all = append(all, []byte(v))
	}
	return all
}

func wrappedKey(p *planted) [][]byte { return [][]byte{p.key} }

// TestErase: of 200 of 250 persons a thousand planted values are told by no interface once
// they are erased, not after the store was opened again and not after data and keys of
// yesterday were restored; their keys are in no file. Of the other 50 everything is there
// (SECURITY P7).
func TestErase(t *testing.T) {
	d := newDesk(t)
	all := plant(t, d, 250)
	gone, kept := all[:200], all[200:]
	d.forgets(t, nil, all)
	yesterday := d.backup(t)
	d = d.again(t)
	if n := inFiles(files(t, d.data), all, wrappedKey); n != len(all) {
		t.Fatalf("the search finds the keys of %d of %d persons where all are", n, len(all))
	}
	for _, p := range gone {
		if err := d.Erase(t.Context(), clerk, p.Member); err != nil {
			t.Fatal(err)
		}
	}
	d.forgets(t, gone, kept)
	d = d.again(t)
	d.forgets(t, gone, kept)
	d.sequenced(t)
	d.close(t)
	if n := inFiles(files(t, d.data), gone, wrappedKey); n != 0 {
		t.Errorf("the keys of %d erased persons are in the files", n)
	}

	back := restored(t, yesterday, d.secrets)
	back.forgets(t, gone, kept)
	for _, p := range gone {
		if _, err := back.keys.Unwrap(fact.MemberSubject(p.Member), p.key); !errors.Is(err, app.ErrErased) {
			t.Fatalf("a key of yesterday unwraps: %v", err)
		}
	}
	back.sequenced(t)
	out, err := back.ReplayErasures(t.Context(), clerk, back.db)
	if err != nil || len(out.Destroyed) != len(gone) {
		t.Fatalf("%d destroyed, %v", len(out.Destroyed), err)
	}
	back.forgets(t, gone, kept)
	back.close(t)
	if n := inFiles(files(t, back.data), gone, wrappedKey); n != 0 {
		t.Errorf("the keys of %d erased persons are in the restored files", n)
	}
}

// TestNothingInTheClear: no planted value is in any file, while the store works, in
// whatever it leaves beside it, and after it was closed (SECURITY P1, P8).
func TestNothingInTheClear(t *testing.T) {
	scratch := t.TempDir()
	for _, name := range []string{"TMPDIR", "SQLITE_TMPDIR"} {
		t.Setenv(name, scratch)
	}
	d := newDesk(t)
	all := plant(t, d, 250)
	_ = d.told(t, all)
	for _, p := range all[:50] {
		x := p.Person
		x.AwayTo = "外省"
		if err := d.Save(t.Context(), clerk, x, 1); err != nil {
			t.Fatal(err)
		}
	}
	r := Rotation{Persons: d.Persons, Keys: d.keys, By: clerk, Backup: noBackup}
	if err := r.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	where := []string{d.data, d.secrets, scratch}
	if n := inFiles(files(t, where...), all, clearValues); n != 0 {
		t.Errorf("values of %d persons are in the files while the store works", n)
	}
	d.close(t)
	if n := inFiles(files(t, where...), all, clearValues); n != 0 {
		t.Errorf("values of %d persons are in the files", n)
	}
	if err := os.WriteFile(filepath.Join(scratch, "slip"), []byte("x"+all[7].Name), 0o600); err != nil {
		t.Fatal(err)
	}
	if n := inFiles(files(t, where...), all, clearValues); n != 1 {
		t.Errorf("the search finds %d slips, want the one that was made", n)
	}
}

// BenchmarkSearch: a name among the members of a large scope.
func BenchmarkSearch(b *testing.B) {
	d := newDesk(b)
	all := people(MaxScope)
	for i := 0; i < len(all); i += 2000 {
		d.put(b, all[i:i+2000])
	}
	scope := make([]party.MemberID, len(all))
	for i := range all {
		scope[i] = all[i].Member
	}
	for b.Loop() {
		if held, err := d.Search(b.Context(), scope, all[4711].Name); err != nil || len(held) == 0 {
			b.Fatal(len(held), err)
		}
	}
}

// BenchmarkRotate: the keys of 20,000 persons.
func BenchmarkRotate(b *testing.B) {
	d := newDesk(b)
	all := people(MaxScope)
	for i := 0; i < len(all); i += 2000 {
		d.put(b, all[i:i+2000])
	}
	for b.Loop() {
		start := time.Now()
		r := Rotation{Persons: d.Persons, Keys: d.keys, By: clerk, Backup: noBackup}
		if err := r.Run(b.Context()); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(all))/time.Since(start).Seconds(), "keys/s")
	}
}
