package storetest

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// commits are the promises of app.Writer.
var commits = []promise{
	{"a change without an audit entry is refused", noAudit},
	{"a row that is not what it says is refused", wrongRows},
	{"the receipt names the facts in order", receipt},
	{"a version that changed is a conflict", conflict},
	{"only what the facts touch is bumped", bumped},
	{"an id is given once, whatever the organisations", sameID},
	{"a change that fails leaves nothing", nothingHalf},
	{"a change that fails harms no other", neighbours},
	{"once is once", once},
	{"a submission key is forgotten after seven days", onceForgotten},
	{"a key row replaces the one that was read, or none", keyReplaced},
	{"what was committed is there when opened again", durable},
}

func noAudit(t *testing.T, s Store) {
	before := s.contents(t)
	_, err := s.Writer.Commit(ctx(), &app.Change{Facts: []app.Row{madeFact("o1", "f1")}})
	refused(t, "a change without audit", err, errs.Invalid)
	_, err = s.Writer.Commit(ctx(), &app.Change{Settings: []app.Setting{{Name: "a", Value: "b"}}})
	refused(t, "a setting without audit", err, errs.Invalid)
	if diff := cmp.Diff(before, s.contents(t)); diff != "" {
		t.Errorf("something was written:\n%s", diff)
	}
}

func wrongRows(t *testing.T, s Store) {
	for name, spoil := range map[string]func(*app.Change){
		"a hash of another line":          func(c *app.Change) { c.Facts[0].Line = []byte("{}") },
		"an audit entry among the facts":  func(c *app.Change) { c.Facts = append(c.Facts, c.Audit[0]) },
		"a fact among the audit entries":  func(c *app.Change) { c.Audit = append(c.Audit, c.Facts[0]) },
		"a fact not under its owner":      func(c *app.Change) { c.Facts[0].Subjects = []fact.Subject{"m:x"} },
		"an audit entry without an owner": func(c *app.Change) { c.Audit[0].Org = "" },
		"a fact without an id":            func(c *app.Change) { c.Facts[0].ID = "" },
		"rests on a person":               func(c *app.Change) { c.Reads = map[fact.Subject]app.Version{"m:x": 0} },
		"a submission key without a key":  func(c *app.Change) { c.Once = &app.Once{Org: "o1"} },
	} {
		c := change(madeFact("o1", "f1"))
		spoil(c)
		_, err := s.Writer.Commit(ctx(), c)
		refused(t, name, err, errs.Invalid)
	}
	if got := s.slice(t, "o:o1", "m:x"); len(got.Rows) != 0 {
		t.Errorf("%d rows were written", len(got.Rows))
	}
}

func receipt(t *testing.T, s Store) {
	got, err := s.Writer.Commit(ctx(), change(madeFact("o2", "f9"), madeFact("o1", "f1"), madeFact("o1", "f2")))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(app.Receipt{Facts: []party.FactID{"f9", "f1", "f2"}}, got); diff != "" {
		t.Error(diff)
	}
}

func conflict(t *testing.T, s Store) {
	s.commit(t, change(madeFact("o1", "f1", "r:a")), change(madeFact("o1", "f2")))
	for name, c := range map[string]struct {
		reads map[fact.Subject]app.Version
		want  bool
	}{
		"what is read and touched":        {map[fact.Subject]app.Version{"o:o1": 2}, true},
		"what is only read":               {map[fact.Subject]app.Version{"r:a": 1}, true},
		"what was never touched":          {map[fact.Subject]app.Version{"r:never": 0, "w:o1": 0}, true},
		"touched since it was read":       {map[fact.Subject]app.Version{"o:o1": 1}, false},
		"only read, touched since":        {map[fact.Subject]app.Version{"r:a": 0}, false},
		"one of many":                     {map[fact.Subject]app.Version{"r:b": 0, "r:a": 0, "w:o1": 0}, false},
		"a version that is still to come": {map[fact.Subject]app.Version{"r:a": 2}, false},
	} {
		before := s.contents(t)
		again := change(madeFact("o1", "f-"+name))
		if again.Reads = c.reads; !c.want {
			_, err := s.Writer.Commit(ctx(), again)
			refused(t, name, err, errs.Conflict)
			if diff := cmp.Diff(before, s.contents(t)); diff != "" {
				t.Errorf("%s: something was written:\n%s", name, diff)
			}
			continue
		}
		if v, touched := again.Reads["o:o1"]; touched {
			again.Reads["o:o1"] = max(v, s.slice(t, "o:o1").Versions["o:o1"])
		}
		if _, err := s.Writer.Commit(ctx(), again); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func sameID(t *testing.T, s Store) {
	for i, org := range []party.OrgID{"o1", "o2"} {
		c := change(madeFact(org, "f1"))
		c.Reads = map[fact.Subject]app.Version{"f:f1": 0}
		if _, err := s.Writer.Commit(ctx(), c); i == 0 && err != nil {
			t.Fatal(err)
		} else if i == 1 {
			refused(t, "an id that another organisation's fact has", err, errs.Conflict)
		}
	}
	if rows := s.slice(t, "o:o1", "o:o2").Rows; len(rows) != 1 {
		t.Errorf("%d facts, want 1", len(rows))
	}
}

func bumped(t *testing.T, s Store) {
	c := change(madeFact("o1", "f1", "r:a", "w:o1"), madeFact("o1", "f2", "r:a", "m:a"))
	c.Reads = map[fact.Subject]app.Version{"o:o1": 0, "r:b": 0}
	s.commit(t, c)
	want := map[fact.Subject]app.Version{"o:o1": 1, "r:a": 1, "w:o1": 1, "r:b": 0, "r:c": 0, "m:a": 0}
	got := s.slice(t, "o:o1", "r:a", "w:o1", "r:b", "r:c", "m:a")
	if diff := cmp.Diff(want, got.Versions); diff != "" {
		t.Error(diff)
	}
	s.commit(t, desk("a9"))
	alone, err := s.Ledger.Versions(ctx(), []fact.Subject{"o:o1", "r:a", "w:o1", "r:b", "r:c", "m:a"})
	if diff := cmp.Diff(want, alone); err != nil || diff != "" {
		t.Errorf("asked for alone: %v %s", err, diff)
	}
	if diff := cmp.Diff(want, s.slice(t, "o:o1", "r:a", "w:o1", "r:b", "r:c", "m:a").Versions); diff != "" {
		t.Errorf("a change without facts bumped something:\n%s", diff)
	}
}

// failing are changes that cannot be made, each failing at another of its parts, in a
// store that holds what seeded does.
func failing() map[string]*app.Change {
	whole := func() *app.Change {
		c := change(madeFact("o1", "new1", "r:a"), madeFact("o2", "new2", "r:b"))
		c.Once = &app.Once{Org: "o1", Key: "new", At: time.Unix(1000, 0)}
		c.Persons = []app.PersonRow{{Member: "new", Box: []byte("b"), MAC: []byte("m")}}
		c.Blobs = []app.BlobRow{{ID: "new", Owner: "o:o1", Wrapped: []byte("w"), Box: []byte("b"), MAC: []byte("m")}}
		c.Keys = []app.KeyRow{{Subject: "m:new", KEK: 1, Wrapped: []byte("w")}}
		c.Destroy = []fact.Subject{"m:old"}
		c.Settings = []app.Setting{{Name: "old", Value: "new"}}
		return c
	}
	all := map[string]*app.Change{}
	for name, spoil := range map[string]func(*app.Change){
		"the first fact is there":   func(c *app.Change) { c.Facts[0] = madeFact("o1", "old") },
		"the last fact is there":    func(c *app.Change) { c.Facts[1] = madeFact("o1", "old") },
		"a fact comes twice":        func(c *app.Change) { c.Facts[1] = c.Facts[0] },
		"the audit entry is there":  func(c *app.Change) { c.Audit[0] = madeAudit("o1", "a-old") },
		"the person is there":       func(c *app.Change) { c.Persons[0].Member = "old" },
		"the person was changed":    func(c *app.Change) { c.Persons[0].Member, c.Persons[0].Version = "old", 2 },
		"the person is not there":   func(c *app.Change) { c.Persons[0].Version = 1 },
		"the blob is there":         func(c *app.Change) { c.Blobs[0].ID = "old" },
		"a version changed":         func(c *app.Change) { c.Reads = map[fact.Subject]app.Version{"o:o1": 7} },
		"a version only read moved": func(c *app.Change) { c.Reads = map[fact.Subject]app.Version{"r:z": 7} },
	} {
		c := whole()
		spoil(c)
		all[name] = c
	}
	return all
}

// seeded fills a store with what the failing changes meet.
func seeded(t *testing.T, s Store) {
	c := change(madeFact("o1", "old"))
	c.Persons = []app.PersonRow{{Member: "old", Box: []byte("b"), MAC: []byte("m")}}
	c.Blobs = []app.BlobRow{{ID: "old", Owner: "o:o1", Wrapped: []byte("w"), Box: []byte("b"), MAC: []byte("m")}}
	c.Keys = []app.KeyRow{{Subject: "m:old", KEK: 1, Wrapped: []byte("w")}}
	c.Settings = []app.Setting{{Name: "old", Value: "old"}}
	s.commit(t, c)
}

func nothingHalf(t *testing.T, s Store) {
	seeded(t, s)
	before := s.contents(t)
	for name, c := range failing() {
		_, err := s.Writer.Commit(ctx(), c)
		refused(t, name, err, errs.Conflict)
		if diff := cmp.Diff(before, s.contents(t)); diff != "" {
			t.Errorf("%s: something remains:\n%s", name, diff)
		}
	}
}

// neighbours lets many changes wait together, good ones and such that fail.
func neighbours(t *testing.T, s Store) {
	seeded(t, s)
	var wait sync.WaitGroup
	const rounds = 20
	for name, c := range failing() {
		for i := range rounds {
			wait.Go(func() {
				_, err := s.Writer.Commit(ctx(), c)
				refused(t, name, err, errs.Conflict)
			})
			wait.Go(func() {
				if _, err := s.Writer.Commit(ctx(), change(madeFact("good", fmt.Sprint(name, i)))); err != nil {
					t.Errorf("beside %s: %v", name, err)
				}
			})
		}
	}
	wait.Wait()
	got := s.slice(t, "o:good", "o:o1", "o:o2", "r:a")
	if want := rounds*len(failing()) + 1; len(got.Rows) != want {
		t.Errorf("%d facts, want %d", len(got.Rows), want)
	}
	if v := got.Versions["o:good"]; int(v) != rounds*len(failing()) {
		t.Errorf("the version is %d, want one for each change", v)
	}
	if head := s.sequence(t); int(head.Last) != 2*len(got.Rows) {
		t.Errorf("%d records sequenced, want each fact and its audit entry: %d", head.Last, 2*len(got.Rows))
	}
}

func once(t *testing.T, s Store) {
	first := change(madeFact("o1", "f1"), madeFact("o1", "f2"))
	first.Once = &app.Once{Org: "o1", Key: "k", Digest: [32]byte{1}, At: time.Unix(1000, 0)}
	s.commit(t, first)
	before := s.contents(t)

	again := change(madeFact("o1", "f3"))
	again.Reads = map[fact.Subject]app.Version{"o:o1": 0} // what the first time was decided on
	again.Once = &app.Once{Org: "o1", Key: "k", Digest: [32]byte{1}, At: time.Unix(1000+6*86400, 0)}
	got, err := s.Writer.Commit(ctx(), again)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(app.Receipt{Facts: []party.FactID{"f1", "f2"}, Repeated: true}, got); diff != "" {
		t.Error(diff)
	}
	again.Once = &app.Once{Org: "o1", Key: "k", Digest: [32]byte{2}, At: time.Unix(2000, 0)}
	_, err = s.Writer.Commit(ctx(), again)
	refused(t, "the same key with another digest", err, errs.Invalid)
	if diff := cmp.Diff(before, s.contents(t)); diff != "" {
		t.Errorf("something was written:\n%s", diff)
	}
	other := change(madeFact("o2", "f3"))
	other.Once = &app.Once{Org: "o2", Key: "k", Digest: [32]byte{2}, At: time.Unix(2000, 0)}
	if got, err := s.Writer.Commit(ctx(), other); err != nil || got.Repeated {
		t.Errorf("the key of another organisation: %v, %v", got, err)
	}
	onceTogether(t, s)
}

// onceTogether submits the same thing many times at the same moment.
func onceTogether(t *testing.T, s Store) {
	var wait sync.WaitGroup
	repeated := make(chan bool, 16)
	for i := range cap(repeated) {
		wait.Go(func() {
			c := change(madeFact("o3", fmt.Sprintf("try%02d", i)))
			c.Once = &app.Once{Org: "o3", Key: "k", Digest: [32]byte{3}, At: time.Unix(1000, 0)}
			got, err := s.Writer.Commit(ctx(), c)
			if err != nil {
				t.Error(err)
			}
			repeated <- got.Repeated
		})
	}
	wait.Wait()
	close(repeated)
	first := 0
	for r := range repeated {
		if !r {
			first++
		}
	}
	if n := len(s.slice(t, "o:o3").Rows); first != 1 || n != 1 {
		t.Errorf("%d were the first and %d facts were written, want 1", first, n)
	}
}

func onceForgotten(t *testing.T, s Store) {
	again := func(digest byte) *app.Change {
		c := change(madeFact("o1", fmt.Sprint("f", digest)))
		c.Once = &app.Once{Org: "o1", Key: "k", Digest: [32]byte{digest}, At: time.Unix(9*86400, 0)}
		if digest == 9 {
			c.Once.Digest = [32]byte{1}
		}
		return c
	}
	for i, at := range []int64{0, 8 * 86400} {
		c := change(madeFact("o1", fmt.Sprint("f", i)))
		c.Once = &app.Once{Org: "o1", Key: "k", Digest: [32]byte{byte(i)}, At: time.Unix(at, 0)}
		if got, err := s.Writer.Commit(ctx(), c); err != nil || got.Repeated {
			t.Errorf("after %d seconds: %v, %v", at, got, err)
		}
	}
	if _, err := s.Writer.Commit(ctx(), again(9)); err != nil { // the new one is kept in its turn
		t.Error(err)
	}
	if _, err := s.Writer.Commit(ctx(), again(2)); errs.KindOf(err) != errs.Invalid {
		t.Errorf("the new one with another digest: %v", err)
	}
	for key, at := range map[string]int64{"long before": 8*86400 - 7*86400 - 1, "kept": 8*86400 - 7*86400} {
		c := change(madeFact("o1", key))
		c.Once = &app.Once{Org: "o1", Key: key, At: time.Unix(at, 0)}
		s.commit(t, c)
	}
	head := s.sequence(t)
	if err := s.Sequence.AddSeal(ctx(), app.Seal{Size: head.Last, Text: []byte("seal\n"), Edge: []byte("edge")}); err != nil {
		t.Fatal(err)
	}
	var left []any // however far ahead of the newest of them the clock of the store is
	for _, row := range s.contents(t)["desk_once"] {
		left = append(left, row[1])
	}
	if diff := cmp.Diff([]any{"k", "kept"}, left); diff != "" {
		t.Errorf("the submission keys that are left after a seal:\n%s", diff)
	}
}

func durable(t *testing.T, s Store) {
	s.many(t, "o1", 3)
	s.sequence(t)
	s.many(t, "o2", 3)
	before := s.contents(t)
	again := s.Again(t)
	if diff := cmp.Diff(before, again.contents(t)); diff != "" {
		t.Error(diff)
	}
	again.many(t, "o3", 1)
	if head := again.sequence(t); head.Last != 14 {
		t.Errorf("%d records, want 14", head.Last)
	}
}
