package sheet

import (
	"bytes"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	kept "qiangji/internal/app/person"
	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// TestNamesAreKept: a name that an import takes is kept letter for letter, so that the
// next import meets the same person.
func TestNamesAreKept(t *testing.T) {
	letters := rapid.StringOf(rapid.SampledFrom([]rune("张王三丰阿依古丽·•．. 𠮷𬭎𰻝éе\u0301Aa-'\u200b\u00ad\ufe00\ufa0b\ue863ᠠ")))
	rapid.Check(t, func(t *rapid.T) {
		name, _, ok := personName(rapid.OneOf(letters, rapid.String()).Draw(t, "typed"))
		if !ok || utf8.RuneCountInString(name) > kept.MaxName {
			return
		}
		if again := kept.Canonical(name); again != name {
			t.Errorf("%q is kept as %q", name, again)
		}
		p := Person{Member: "m-1", Name: name}
		if problems := p.Check(); problems != nil {
			t.Errorf("%q is taken and not kept: %v", name, problems)
		}
	})
}

// TestKeyOfNewPersons: with a key of its own for each import, persons who are known are
// met as before; one who is not gets an identifier that nobody can make again.
func TestKeyOfNewPersons(t *testing.T) {
	data := book(t, wholeBook(asWritten)...)
	o := testOptions()
	members := func(r *Report) map[party.MemberID]bool {
		all := map[party.MemberID]bool{}
		for _, p := range r.Persons {
			all[p.Member] = true
		}
		return all
	}
	plain := members(load(t, data, o))
	o.PersonKey = bytes.Repeat([]byte{1}, MinKey)
	r := load(t, data, o)
	first := members(r)
	for m := range first {
		if plain[m] {
			t.Errorf("%s is made of the lasting key", m)
		}
	}
	if len(first) != len(plain) || len(first) == 0 {
		t.Errorf("%d persons, want %d", len(first), len(plain))
	}
	o.Known = known(o.Known, r)
	o.PersonKey = bytes.Repeat([]byte{2}, MinKey)
	if again := load(t, data, o); again.Changed() {
		t.Errorf("the second import brings %d facts, %d persons", len(again.Facts), len(again.Persons))
	}
	gone := r.Persons[0].Member // erased: the facts are there, the person is not
	o.Known.Persons = o.Known.Persons[1:]
	anew := load(t, data, o)
	for _, p := range anew.Persons {
		if first[p.Member] && p.Member == gone {
			t.Error("who was erased comes back under the old identifier")
		}
	}
	if len(anew.Persons) != 1 {
		t.Errorf("%d persons come anew, want the one who was erased", len(anew.Persons))
	}
	for _, b := range bodies[*fact.MemberEnrolled](anew) {
		if b.Member == gone {
			t.Error("who was erased is enrolled again under the old identifier")
		}
	}
	o.PersonKey = []byte{1}
	if _, err := Import(Source{Name: "a.xlsx", Data: data}, o); err == nil {
		t.Error("a short key was taken")
	}
}
