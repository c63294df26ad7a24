package sheet

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// A person is one human being as far as this import knows.
type person struct {
	Person
	enrolled bool
	org      party.OrgID // on whose roll
	since    party.Date
	until    party.Date // left or died
	stage    party.Stage
	accepted party.Date
	full     party.Date
	group    int
	floating bool
	lost     bool
	stopped  bool // 停止党籍
	posts    map[party.Post]bool
	seconds  map[party.OrgID]party.Date // rolls beside the formal one, and since when
	cell     string                     // of the name, where the row stands in this file
}

// lent reports whether the members of an organisation belong elsewhere.
func lent(f party.Form) bool { return f == "temporary" || f == "floating" || f == "functional" }

// second puts the person on a roll beside the formal one.
func (p *person) second(org party.OrgID, since party.Date) {
	if p.seconds == nil {
		p.seconds = map[party.OrgID]party.Date{}
	}
	p.seconds[org] = since
}

// on reports whether the person is on the roll of org on a day.
func (p *person) on(org party.OrgID, day party.Date) bool {
	if since, ok := p.seconds[org]; ok && since <= day {
		return true
	}
	return p.enrolled && p.org == org && p.since <= day && (p.until == party.NoDate || p.until > day)
}

// from is since when the person is on the roll of org.
func (p *person) from(org party.OrgID) party.Date {
	if since, ok := p.seconds[org]; ok {
		return since
	}
	return p.since
}

// counted reports whether the person is a member on the roll of org on a day.
func (p *person) counted(org party.OrgID, on party.Date) bool {
	return p.on(org, on) && (p.stage == "full" || p.stage == "probationary") && !p.stopped
}

type orgName struct {
	org  party.OrgID
	name string
}

// A peopleBook finds persons.
type peopleBook struct {
	byID     map[string]*person // by identity number
	byMember map[party.MemberID]*person
	byName   map[orgName][]*person
	anywhere map[string][]*person // by name
	byOrg    map[party.OrgID][]*person
	hints    int // suggestions still to give: they are dear
}

func newPeopleBook() *peopleBook {
	return &peopleBook{map[string]*person{}, map[party.MemberID]*person{}, map[orgName][]*person{}, map[string][]*person{}, map[party.OrgID][]*person{}, 500}
}

// add puts a person in; its org and name are final.
func (b *peopleBook) add(p *person) {
	if p.posts == nil {
		p.posts = map[party.Post]bool{}
	}
	b.byMember[p.Member] = p
	if p.IDNumber != "" {
		b.byID[p.IDNumber] = p
	}
	b.anywhere[p.Name] = append(b.anywhere[p.Name], p)
	b.list(p, p.org)
	for org := range p.seconds {
		b.list(p, org)
	}
}

// list lets a person be found under one more organisation.
func (b *peopleBook) list(p *person, org party.OrgID) {
	if key := (orgName{org, p.Name}); !slices.Contains(b.byName[key], p) {
		b.byName[key] = append(b.byName[key], p)
		b.byOrg[org] = append(b.byOrg[org], p)
	}
}

// roll returns the members of org on a day; none where there are more than a
// meeting can list.
func (b *peopleBook) roll(org party.OrgID, on party.Date) []*person {
	var all []*person
	if len(b.byOrg[org]) > fact.MaxList {
		return nil
	}
	for _, p := range b.byOrg[org] {
		if p.counted(org, on) {
			all = append(all, p)
		}
	}
	return all
}

// A sought is a name as written in a ledger, with what tells homonyms apart.
type sought struct {
	name  string
	group int    // 张三(2组)
	tail  string // 张三(尾号1234): of the identity number
	note  string // what else stood in brackets
}

// String is the name as it should be written.
func (w sought) String() string {
	switch {
	case w.tail != "":
		return w.name + "(" + w.tail + ")"
	case w.group != 0:
		return w.name + "(" + strconv.Itoa(w.group) + "组)"
	}
	return w.name
}

// seek reads one name of a list.
func seek(s string) (sought, bool) {
	name, bracket, ok := personName(s)
	w := sought{name: name, note: bracket}
	if bracket == "" {
		return w, ok
	}
	word := arabic(compact(bracket))
	digits := strings.ToUpper(strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(word, "身份证"), "尾号"), ":"))
	if n := len(digits); (n == 4 || n == 6) && strings.Trim(digits[:n-1], "0123456789") == "" && strings.Trim(digits[n-1:], "0123456789X") == "" {
		w.tail, w.note = digits, ""
		return w, ok
	}
	if n, found := groupNumber(word); found {
		w.group, w.note = n, ""
	}
	return w, ok
}

// groupNumber reads 1, 1组, 第1党小组, 一组 as the number of a Party group.
func groupNumber(s string) (int, bool) {
	s = arabic(bare(s))
	for _, end := range []string{"党小组", "小组", "组"} {
		s = strings.TrimSuffix(s, end)
	}
	s = strings.TrimPrefix(strings.TrimPrefix(s, "党小组"), "第")
	for _, end := range []string{"党小组", "小组", "组"} {
		s = strings.TrimSuffix(s, end)
	}
	n, ok := parseSmall(s)
	return n, ok && n > 0
}

// find returns the persons of org that fit.
func (b *peopleBook) find(org party.OrgID, w sought) []*person {
	return narrow(b.byName[orgName{org, w.name}], w)
}

func narrow(all []*person, w sought) []*person {
	if w.tail == "" && w.group == 0 {
		return all
	}
	var fit []*person
	for _, p := range all {
		if (w.tail == "" || strings.HasSuffix(p.IDNumber, w.tail)) && (w.group == 0 || p.group == w.group) {
			fit = append(fit, p)
		}
	}
	return fit
}

// alike returns a name of the branch that differs in one character, for a
// suggestion; "" if there is none or more than one.
func (b *peopleBook) alike(org party.OrgID, name string) string {
	best := ""
	if b.hints--; b.hints < 0 || len(b.byOrg[org]) > fact.MaxList {
		return ""
	}
	for _, p := range b.byOrg[org] {
		if differInOne(p.Name, name) {
			if best != "" && best != p.Name {
				return ""
			}
			best = p.Name
		}
	}
	return best
}

func differInOne(a, b string) bool {
	if utf8.RuneCountInString(a) != utf8.RuneCountInString(b) {
		return false
	}
	x, y, diff := []rune(a), []rune(b), 0
	for i := range x {
		if x[i] != y[i] {
			diff++
		}
	}
	return diff == 1 && len(x) > 1
}
