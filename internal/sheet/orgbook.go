package sheet

import (
	"slices"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// An orgEntry is one organisation that is known or being founded.
type orgEntry struct {
	id      party.OrgID
	name    string
	key     string
	form    party.Form
	level   party.Level  // of one that is recorded
	domain  party.Domain // of one that is recorded
	parent  party.OrgID  // of one that is recorded
	founded party.Date
	ended   party.Date       // closed or merged; NoDate: it lives
	fresh   bool             // of this file
	assumed bool             // the day of founding is not written anywhere
	cell    string           // where its own row stands; empty: known before, or implied
	broken  bool             // its own row is refused
	up      *orgEntry        // as its own row states
	seat    seat             // its secretary
	pending *fact.OrgFounded // implied, not yet among the facts
	how     []assumed        // what was assumed of it
}

// An orgBook finds organisations by the names people write.
type orgBook struct {
	under party.OrgID            // Options.Under
	byKey map[string][]*orgEntry // by the names each has or had
	byEnd map[string][]orgForm   // by every shorter name that a name ends with
	byID  map[party.OrgID]*orgEntry
	found map[string]orgFound // by the name as written

	written     map[string]bool     // keys of all names in the file
	writtenEnds map[string][]string // of those, by what each ends with behind a place; two are enough
	rows        map[string]bool     // keys of those with a row of their own
}

// An orgForm is one of the names of an organisation.
type orgForm struct {
	entry *orgEntry
	key   string
}

type orgFound struct {
	entry *orgEntry
	many  []*orgEntry // several fit, or one that may be another
	why   unsure
	loose bool // the name written is a part of the full one
}

// An unsure says why a name is not taken for that of an organisation.
type unsure int

const (
	severalFit unsure = iota // all their names end so
	sameName                 // their names are the same
	nearName                 // 大王庄村 for 王庄村: perhaps a slip, perhaps another place
	noParent                 // it may stand under Options.Under, or not
)

func newOrgBook(under party.OrgID) *orgBook {
	return &orgBook{
		under: under, byKey: map[string][]*orgEntry{}, byEnd: map[string][]orgForm{}, byID: map[party.OrgID]*orgEntry{},
		found: map[string]orgFound{}, written: map[string]bool{}, writtenEnds: map[string][]string{}, rows: map[string]bool{},
	}
}

func (b *orgBook) add(e *orgEntry) {
	b.byID[e.id] = e
	b.name(e)
}

// rename lets an organisation be found under its new name too.
func (b *orgBook) rename(id party.OrgID, name string) {
	if e := b.byID[id]; e != nil {
		e.name = name
		b.name(e)
	}
}

// name enters an organisation under the name it has now.
func (b *orgBook) name(e *orgEntry) {
	e.key = orgKey(e.name)
	b.forget()
	if slices.Contains(b.byKey[e.key], e) {
		return
	}
	b.byKey[e.key] = append(b.byKey[e.key], e)
	keyEnds(e.key, func(short string) { b.byEnd[short] = append(b.byEnd[short], orgForm{e, e.key}) })
}

// forget drops what was found, for there is more to find now.
func (b *orgBook) forget() {
	if len(b.found) > 0 {
		b.found = map[string]orgFound{}
	}
}

// note enters a name that the file writes.
func (b *orgBook) note(key string) {
	if b.written[key] {
		return
	}
	b.written[key] = true
	keyEnds(key, func(short string) {
		if len(b.writtenEnds[short]) < 2 && isPlace(key[:len(key)-len(short)], short) {
			b.writtenEnds[short] = append(b.writtenEnds[short], key)
		}
	})
}

// find looks a name up: as it is; then as the end of exactly one fuller name;
// then, where only a shorter name is known, as its fuller form, unless another
// name of this file would be one as well. What makes a name fuller is the name
// of a place or a unit before it. Where the organisation is given that hands the
// file in, only what stands under it is looked at, and what it stands under.
func (b *orgBook) find(name string) orgFound {
	if f, ok := b.found[name]; ok {
		return f
	}
	f := b.search(orgKey(name))
	b.found[name] = f
	return f
}

func (b *orgBook) search(key string) orgFound {
	exact, strays := b.exact(key)
	switch {
	case len(exact) == 1:
		return orgFound{entry: exact[0]}
	case len(exact) > 1:
		return orgFound{many: exact, why: sameName}
	case len(strays) > 0:
		return orgFound{many: strays, why: noParent}
	case keyStem(key) == "":
		return orgFound{}
	}
	var fuller, shorter, near []*orgEntry
	for _, f := range b.byEnd[key] {
		place(f.entry, f.key[:len(f.key)-len(key)], key, b.mine(f.entry), &fuller, &near)
	}
	keyEnds(key, func(short string) {
		for _, e := range b.byKey[short] {
			place(e, key[:len(key)-len(short)], short, b.mine(e), &shorter, &near)
		}
	})
	switch {
	case len(fuller) == 1:
		return orgFound{entry: fuller[0], loose: true}
	case len(fuller) > 1:
		return orgFound{many: fuller}
	case len(shorter) == 1 && b.onlyForm(key, shorter[0].key):
		return orgFound{entry: shorter[0], loose: true}
	case len(shorter) == 0 && len(near) > 0:
		return orgFound{many: near, why: nearName}
	}
	return orgFound{}
}

// place puts an organisation among those that may be meant, or that may not.
func place(e *orgEntry, before, short string, mine bool, fit, near *[]*orgEntry) {
	to := fit
	switch {
	case !mine:
		return
	case isNear(before, short):
		to = near
	case !isPlace(before, short):
		return
	}
	if !slices.Contains(*to, e) {
		*to = append(*to, e)
	}
}

// exact returns the organisations of that name, those that have it now before
// those that had it; strays stand under nobody, and may be meant.
func (b *orgBook) exact(key string) (all, strays []*orgEntry) {
	now := slices.ContainsFunc(b.byKey[key], func(e *orgEntry) bool { return e.key == key && b.mine(e) })
	for _, e := range b.byKey[key] {
		switch {
		case now && e.key != key:
		case b.mine(e):
			all = append(all, e)
		case e.parent == "":
			strays = append(strays, e)
		}
	}
	return all, strays
}

// mine reports whether an organisation is one that the file may speak of: of the
// file itself, under the organisation that hands it in, or above that.
func (b *orgBook) mine(e *orgEntry) bool {
	return b.under == "" || e.fresh || b.isUnder(e, b.under) || b.isUnder(b.byID[b.under], e.id)
}

// isUnder reports whether e is the organisation above, or is recorded under it.
func (b *orgBook) isUnder(e *orgEntry, above party.OrgID) bool {
	for n := 0; e != nil && n < 64; n++ { // records that go round in a ring are not ours to mend
		if e.id == above {
			return true
		}
		e = b.byID[e.parent]
	}
	return false
}

// onlyForm reports whether key is the only name of the file that is a fuller
// form of the shorter one.
func (b *orgBook) onlyForm(key, short string) bool {
	return !slices.ContainsFunc(b.writtenEnds[short], func(other string) bool { return other != key })
}
