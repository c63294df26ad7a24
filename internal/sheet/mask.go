package sheet

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"qiangji/internal/party"
)

// The texts of a report quote cells between 「 and 」. What leaves as JSON goes
// to other programs and their logs: there a quotation stays only if it is a word
// of ours, the name of an organisation or a bare number; a name keeps its first
// character, all else is left out. The cell says where to look.

const leftOut = "…"

var quotation = regexp.MustCompile(`「[^「」]*」`)

// masked is a text without what could be personal in it.
func masked(s string) string {
	return quotation.ReplaceAllStringFunc(s, func(q string) string {
		return "「" + maskedWord(q[len("「"):len(q)-len("」")]) + "」"
	})
}

// maskedWord is one quotation.
func maskedWord(s string) string {
	if isHarmless(s) {
		return s
	}
	name, _, ok := personName(s)
	if n := utf8.RuneCountInString(name); ok && (n <= 4 || strings.ContainsAny(name, "· ")) {
		return string(firstRune(name)) + strings.Repeat("*", min(n-1, 3))
	}
	return leftOut
}

// isHarmless reports a word that can be nobody's.
func isHarmless(s string) bool {
	if strings.Trim(s, "0123456789.-/%:年月日号元个人学时第组") == "" && digitCount(s) <= 8 {
		return true
	}
	if isHeaderWord(s) || ourWords[s] {
		return true
	}
	_, isOrg := levelOf(orgKey(s))
	return isOrg && !strings.ContainsAny(s, "、,;")
}

func digitCount(s string) int {
	n := 0
	for _, b := range []byte(s) {
		if b >= '0' && b <= '9' {
			n++
		}
	}
	return n
}

// ourWords is the closed lists and the titles of the tables.
var ourWords = func() map[string]bool {
	all := map[string]bool{"男": true, "女": true, "全体": true, "编入名册": true}
	for _, list := range [][]string{
		labels(party.MeetingKinds), labels(party.Stages), labels(party.Domains), labels(party.Posts), labels(party.Studies),
	} {
		for _, s := range list {
			all[s] = true
		}
	}
	for _, k := range Kinds {
		all[k.Title()] = true
	}
	return all
}()

// rows is rows with masked problems.
func (c *cloak) rows(rows []Row) []Row {
	out := slices.Clone(rows)
	for i := range out {
		out[i].Sheet = c.sheet(out[i].Sheet)
		out[i].Problems = slices.Clone(out[i].Problems)
		for k := range out[i].Problems {
			p := &out[i].Problems[k]
			p.Cell, p.Text, p.Mend = c.cell(p.Cell), c.text(p.Text), c.text(p.Mend)
		}
	}
	return out
}

// tables is tables whose sheets and headers name nobody: a column may have the
// name of a member as its header.
func (c *cloak) tables(tables []Table) []Table {
	out := slices.Clone(tables)
	for i := range out {
		t := &out[i]
		t.Sheet = c.sheet(t.Sheet)
		t.Unread = c.headers(t.Unread, t.Kind == Meetings)
		t.HidCols, t.Unkept = c.headers(t.HidCols, false), c.headers(t.Unkept, false)
	}
	return out
}

func (c *cloak) headers(all []string, strict bool) []string {
	out := slices.Clone(all)
	for i, s := range out {
		out[i] = c.header(s, strict)
	}
	return out
}

func (c *cloak) assumptions(all []Assumption) []Assumption {
	out := slices.Clone(all)
	for i := range out {
		out[i].Text = c.text(out[i].Text)
		out[i].Cells = slices.Clone(out[i].Cells)
		for k, at := range out[i].Cells {
			out[i].Cells[k] = c.cell(at)
		}
	}
	return out
}

func (c *cloak) unread(all []Unread) []Unread {
	out := slices.Clone(all)
	for i := range out {
		out[i].Sheet, out[i].Text, out[i].Mend = c.sheet(out[i].Sheet), c.text(out[i].Text), c.text(out[i].Mend)
	}
	return out
}
