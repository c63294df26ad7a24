package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// desks are the promises of app.People, app.Blobs, app.Keys and app.Settings.
var desks = []promise{
	{"persons are replaced version by version", persons},
	{"persons are found by their blind index", personsByIndex},
	{"all persons come in order, from one on", allPersons},
	{"blobs come back as they were", blobs},
	{"keys are wrapped anew and destroyed", keys},
	{"settings hold their last value", settings},
}

// person is a row that replaces a version.
func person(id party.MemberID, replaces app.Version, box string, index []byte) app.PersonRow {
	return app.PersonRow{Member: id, Version: replaces, Index: index, Box: []byte(box), MAC: []byte{0, 255}}
}

func persons(t *testing.T, s Store) {
	c := desk("a1")
	c.Persons = []app.PersonRow{person("m2", 0, "b", nil), person("m1", 0, "a", []byte{5}), person("m3", 0, "c", []byte{7})}
	s.commit(t, c)
	c = desk("a2")
	c.Persons = []app.PersonRow{person("m3", 1, "C", nil)}
	s.commit(t, c)
	for _, stale := range []app.Version{0, 1, 3} {
		c = desk(fmt.Sprint("b", stale))
		c.Persons = []app.PersonRow{person("m3", stale, "lost", nil)}
		_, err := s.Writer.Commit(ctx(), c)
		refused(t, fmt.Sprint("replacing version ", stale, " of 2"), err, errs.Conflict)
	}
	got, err := s.People.Persons(ctx(), []party.MemberID{"m3", "m9", "m1", "m3"})
	if err != nil {
		t.Fatal(err)
	}
	want := []app.PersonRow{person("m1", 1, "a", []byte{5}), person("m3", 2, "C", nil)}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got, err := s.People.Persons(ctx(), nil); err != nil || len(got) != 0 {
		t.Errorf("%v, %v", got, err)
	}
}

func personsByIndex(t *testing.T, s Store) {
	index := bytes.Repeat([]byte{0, 1, 0xfe}, 11)
	c := desk("a1")
	c.Persons = []app.PersonRow{person("m2", 0, "b", index), person("m1", 0, "a", index), person("m3", 0, "c", nil), person("m4", 0, "d", index[1:])}
	s.commit(t, c)
	got, err := s.People.PersonsByIndex(ctx(), index)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]app.PersonRow{person("m1", 1, "a", index), person("m2", 1, "b", index)}, got); diff != "" {
		t.Error(diff)
	}
	if got, err := s.People.PersonsByIndex(ctx(), nil); err != nil || len(got) != 0 {
		t.Errorf("no index finds %v, %v", got, err)
	}
}

func allPersons(t *testing.T, s Store) {
	const n = 600
	c := desk("a1")
	for i := range n {
		c.Persons = append(c.Persons, person(party.MemberID(fmt.Sprintf("m%03d", i)), 0, "x", nil))
	}
	s.commit(t, c)
	for after, want := range map[party.MemberID]int{"": n, "m099": n - 100, "m0995": n - 100, "m599": 0} {
		var last party.MemberID
		got := 0
		err := s.People.AllPersons(ctx(), after, func(r app.PersonRow) error {
			if r.Member <= last || r.Member <= after {
				t.Fatalf("%s after %s", r.Member, last)
			}
			last = r.Member
			got++
			return nil
		})
		if err != nil || got != want {
			t.Errorf("%d persons after %q, want %d (%v)", got, after, want, err)
		}
	}
	enough := errors.New("enough")
	if err := s.People.AllPersons(ctx(), "", func(app.PersonRow) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("%v, want what yield returned", err)
	}
}

func blobs(t *testing.T, s Store) {
	box := bytes.Repeat([]byte{0, 0xff, '\'', '\n'}, 1<<18) // 1 MiB
	var all []app.BlobRow
	c := desk("a1")
	for i := range 20 {
		all = append(all, app.BlobRow{ID: party.TextID(fmt.Sprintf("t%02d", i)), Owner: "m:a", Wrapped: []byte{byte(i)}, Box: []byte{}, MAC: []byte{9}})
	}
	all[3].Box = box
	c.Blobs = all
	s.commit(t, c)
	got, err := s.Blobs.Blob(ctx(), "t03")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Box, box) {
		t.Errorf("1 MiB came back as %d other bytes", len(got.Box))
	}
	_, err = s.Blobs.Blob(ctx(), "t99")
	refused(t, "an unknown blob", err, errs.NotFound)
	var listed []app.BlobRow
	err = s.Blobs.AllBlobs(ctx(), "t01", func(r app.BlobRow) error {
		if len(r.Box) > 0 {
			r.Box = r.Box[:4] // the rest was compared above; cmp takes seconds for it
		}
		listed = append(listed, r)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	all[3].Box = box[:4]
	if diff := cmp.Diff(all[2:], listed, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

func keys(t *testing.T, s Store) {
	c := desk("a1")
	c.Keys = []app.KeyRow{
		{Subject: "o:2", KEK: 1, Wrapped: []byte("w2")}, {Subject: "m:1", KEK: 1, Wrapped: []byte("w1")}, {Subject: "m:3", KEK: 1, Wrapped: []byte("w3")},
	}
	s.commit(t, c)
	c = desk("a2")
	c.Keys = []app.KeyRow{{Subject: "o:2", KEK: 2, Replaces: 1, Wrapped: []byte("W2")}}
	c.Destroy = []fact.Subject{"m:1", "m:none"}
	s.commit(t, c)
	got, err := s.Keys.Keys(ctx(), []fact.Subject{"o:2", "m:1", "m:3", "m:none"})
	if err != nil {
		t.Fatal(err)
	}
	three, two := app.KeyRow{Subject: "m:3", KEK: 1, Wrapped: []byte("w3")}, app.KeyRow{Subject: "o:2", KEK: 2, Wrapped: []byte("W2")}
	if diff := cmp.Diff([]app.KeyRow{three, two}, got); diff != "" {
		t.Error(diff)
	}
	for _, q := range []struct {
		newest int64
		max    int
		want   []app.KeyRow
	}{{1, 9, []app.KeyRow{two}}, {2, 9, []app.KeyRow{three}}, {3, 9, []app.KeyRow{three, two}}, {3, 1, []app.KeyRow{three}}} {
		got, err := s.Keys.KeysUnder(ctx(), q.newest, q.max)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(q.want, got); diff != "" {
			t.Errorf("under another than %d:\n%s", q.newest, diff)
		}
	}
}

func settings(t *testing.T, s Store) {
	_, err := s.Settings.Setting(ctx(), "name")
	refused(t, "an unknown setting", err, errs.NotFound)
	want := app.Setting{Name: "name", Value: "县委组织部", MAC: []byte{0, 1}}
	c := desk("a1")
	c.Settings = []app.Setting{{Name: "name", Value: "before", MAC: []byte{1}}, {Name: "other", Value: ""}}
	s.commit(t, c)
	c = desk("a2")
	c.Settings = []app.Setting{want}
	s.commit(t, c)
	got, err := s.Settings.Setting(ctx(), "name")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
