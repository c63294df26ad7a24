package sheet

import (
	"strings"

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
	byKey map[string]*orgEntry
	byID  map[party.OrgID]*orgEntry
	all   []*orgEntry
	found map[string]orgFound // by the name as written

	written map[string]bool // keys of all names in the file
	rows    map[string]bool // keys of those with a row of their own
}

type orgFound struct {
	entry *orgEntry
	many  []*orgEntry // several fit
	loose bool        // the name written is a part of the full one
}

func newOrgBook() *orgBook {
	return &orgBook{byKey: map[string]*orgEntry{}, byID: map[party.OrgID]*orgEntry{}, found: map[string]orgFound{}, written: map[string]bool{}, rows: map[string]bool{}}
}

func (b *orgBook) add(e *orgEntry) {
	e.key = orgKey(e.name)
	b.byKey[e.key] = e
	b.byID[e.id] = e
	b.all = append(b.all, e)
	clear(b.found)
}

// rename lets an organisation be found under its new name too.
func (b *orgBook) rename(id party.OrgID, name string) {
	if e := b.byID[id]; e != nil {
		e.name = name
		e.key = orgKey(name)
		b.byKey[e.key] = e
	}
}

// find looks a name up: as it is; then as the end of exactly one fuller name;
// then, where only a shorter name is known, as its fuller form, unless another
// name of this file would be one as well.
func (b *orgBook) find(name string) orgFound {
	if f, ok := b.found[name]; ok {
		return f
	}
	f := b.search(orgKey(name))
	b.found[name] = f
	return f
}

func (b *orgBook) search(key string) orgFound {
	if e := b.byKey[key]; e != nil {
		return orgFound{entry: e}
	}
	if keyStem(key) == "" {
		return orgFound{}
	}
	var fuller, shorter []*orgEntry
	for _, e := range b.all {
		switch {
		case endsWith(e.key, key):
			fuller = append(fuller, e)
		case endsWith(key, e.key):
			shorter = append(shorter, e)
		}
	}
	switch {
	case len(fuller) == 1:
		return orgFound{entry: fuller[0], loose: true}
	case len(fuller) > 1:
		return orgFound{many: fuller}
	case len(shorter) == 1 && b.onlyForm(key, shorter[0].key):
		return orgFound{entry: shorter[0], loose: true}
	}
	return orgFound{}
}

// onlyForm reports whether key is the only name of the file that ends with the
// shorter one.
func (b *orgBook) onlyForm(key, short string) bool {
	for other := range b.written {
		if other != key && endsWith(other, short) {
			return false
		}
	}
	return true
}

// endsWith reports whether long ends with short at a place where a name can
// begin: not within a number.
func endsWith(long, short string) bool {
	if len(long) <= len(short) || !strings.HasSuffix(long, short) {
		return false
	}
	before := long[len(long)-len(short)-1]
	return !(before >= '0' && before <= '9' && short[0] >= '0' && short[0] <= '9')
}

// orgKey is the name with what people leave out or write in several ways made
// the same: 中共, 党支部 and 支部委员会, 第一 and 1.
func orgKey(name string) string {
	s := arabic(compact(name))
	s = strings.TrimPrefix(strings.TrimPrefix(s, "中国共产党"), "中共")
	for _, end := range []struct{ long, short string }{
		{"总支部委员会", "总支"}, {"党总支部", "总支"}, {"党总支", "总支"}, {"总支部", "总支"},
		{"支部委员会", "支部"}, {"党支部", "支部"}, {"委员会", "党委"},
	} {
		if stem, ok := strings.CutSuffix(s, end.long); ok {
			s = stem + end.short
			break
		}
	}
	var b strings.Builder
	for i, r := range s {
		if r == '第' && i+len("第") < len(s) && s[i+len("第")] >= '0' && s[i+len("第")] <= '9' {
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

func keyStem(key string) string {
	for _, end := range []string{"支部", "总支", "党委"} {
		if stem, ok := strings.CutSuffix(key, end); ok {
			return stem
		}
	}
	return ""
}

// levelOf tells the level of an organisation by the end of its name.
func levelOf(key string) (party.Level, bool) {
	switch {
	case keyStem(key) == "":
		return "", false
	case strings.HasSuffix(key, "总支"):
		return "general_branch", true
	case strings.HasSuffix(key, "党委"):
		return "committee", true
	}
	return "branch", true
}

// formOf tells how an organisation is set up by words in its name.
func formOf(name string) party.Form {
	for _, m := range []struct {
		mark string
		form party.Form
	}{{"功能", "functional"}, {"临时", "temporary"}, {"流动党员", "floating"}, {"联合", "joint"}} {
		if strings.Contains(name, m.mark) {
			return m.form
		}
	}
	return "single"
}

// domainOf tells the field where the name leaves no doubt.
func domainOf(key string) (party.Domain, bool) {
	stem := strings.TrimRight(keyStem(key), "0123456789")
	for _, m := range domainMarks {
		if m.end && strings.HasSuffix(stem, m.mark) || !m.end && strings.Contains(stem, m.mark) {
			return m.domain, true
		}
	}
	return "", false
}
