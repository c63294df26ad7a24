package register

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// A story is a text that a cadre can read: what was recorded, and what the year
// then says. Its facts are lines
//
//	2026-03-10 meeting.held {"kinds":["assembly"]}
//	2026-03-11 @b2 meeting.confirmed {"meeting":"f0003"}     of another organisation
//
// after "支部 7", which founds the branch b1 in 2020 with full members m01 to m07,
// and "支委 m01 m02 m03", which seats a committee: 书记, 组织委员, 宣传委员, 纪检委员.
// A fact that changes nothing says so: "无碍 2026-…". A line may begin with a name: "开会: 2026-…", and "f:开会" stands for its id.
// Its expectations are lines
//
//	年 2026 截至 2026-06-30
//	党员大会 = 1        党员大会 3月 = 1        应到人次 = 7        满意度 = 待定        m01 连续欠费月数 = 待定至多7
//	2026-03-10 党员数 = 7        m01 学时 = 2        m09 不在册
//	时限 流动联系 m01 = 2026-01-01→2026-05-01; 2026-05-01→        时限 换届 = 无
type story struct {
	testing.TB
	book  *book
	names map[string]party.FactID
	year  *Year
	line  string
}

// tell runs one story.
func tell(t *testing.T, path string) { t.Helper(); tellTo(t, path) }

func tellTo(t testing.TB, path string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s := &story{TB: t, book: &book{org: "b1"}, names: map[string]party.FactID{}}
	facts, expected, section := 0, 0, ""
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		s.line = path + ": " + line
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "-- "):
			section = line
		case section == "-- facts --":
			facts++
			s.record(line)
		case section == "-- expect --":
			expected++
			s.expect(line)
		}
	}
	if facts == 0 || expected == 0 {
		t.Fatalf("%s says %d facts and %d expectations", path, facts, expected)
	}
}

// TestStories tells every story that no other test tells.
func TestStories(t *testing.T) {
	paths, err := filepath.Glob("testdata/stories/*.txtar")
	if err != nil || len(paths) < 10 {
		t.Fatalf("%d stories, %v", len(paths), err)
	}
	for _, p := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(p), ".txtar"), func(t *testing.T) { tell(t, p) })
	}
}

// trap tells the story of one trap of regulations §14.
func trap(t *testing.T, id string) { t.Helper(); tell(t, "testdata/traps/"+id+".txtar") }

var (
	reference = regexp.MustCompile(`f:[^"]+`)
	memberID  = regexp.MustCompile(`^[mn][0-9]+$`)
)

func (s *story) record(line string) {
	line = strings.TrimPrefix(line, "无碍 ")
	name, rest, named := strings.Cut(line, ": ")
	if !named || strings.ContainsAny(name, " {") {
		name, rest = "", line
	}
	words := strings.Fields(rest)
	switch words[0] {
	case "支部":
		s.book.facts = append(s.book.facts, branch(s.number(words[1])).facts...)
		return
	case "支委":
		s.seat(words[1:])
		return
	}
	org, at := party.OrgID("b1"), 1
	if strings.HasPrefix(words[1], "@") {
		org, at = party.OrgID(words[1][1:]), 2
	}
	body := reference.ReplaceAllStringFunc(strings.Join(words[at+1:], " "), func(r string) string {
		id, ok := s.names[r[2:]]
		if !ok {
			s.Fatalf("%s: nothing is called %s", s.line, r[2:])
		}
		return string(id)
	})
	id := s.parse(org, words[0], words[at], body)
	if name != "" {
		s.names[name] = id
	}
}

// parse reads a body as the facts file would have it, and checks it.
func (s *story) parse(org party.OrgID, on, kind, body string) party.FactID {
	n := len(s.book.facts) + 1
	id := fmt.Sprintf("f%04d", n)
	data, err := json.Marshal(map[string]any{
		"v": 1, "id": id, "org": org, "on": on, "at": fmt.Sprintf("%sT12:%02d:%02dZ", on, n/60%60, n%60), "by": "m-clerk",
		"kind": kind, "body": json.RawMessage(body),
	})
	if err != nil {
		s.Fatalf("%s: %v", s.line, err)
	}
	f, problems := fact.Parse(data)
	if len(problems) == 0 {
		problems = fact.Validate(f)
	}
	if len(problems) > 0 {
		s.Fatalf("%s: %v", s.line, problems)
	}
	s.book.facts = append(s.book.facts, f)
	return f.ID
}

func (s *story) seat(members []string) {
	yes, seats := true, len(members)
	s.book.on("2020-01-02", &fact.OrgProfiled{Committee: &yes, Seats: &seats})
	for i, m := range members {
		post := party.Posts[min(i, 5)].Code
		if i > 0 {
			post = party.Posts[min(i+1, 7)].Code // no deputy
		}
		s.book.on("2020-01-02", &fact.PostTaken{Member: party.MemberID(m), Post: post})
	}
}

func (s *story) number(text string) int {
	s.Helper()
	n, err := strconv.Atoi(text)
	if err != nil {
		s.Fatalf("%s: %v", s.line, err)
	}
	return n
}

func (s *story) expect(line string) {
	left, want, _ := strings.Cut(line, " = ")
	words := strings.Fields(left)
	if words[0] == "年" {
		asOf := words[1] + "-12-31"
		if len(words) > 3 {
			asOf = words[3]
		}
		org := party.OrgID("b1")
		if len(words) > 5 {
			org = party.OrgID(words[5])
		}
		s.year = s.book.fold(asOf).Year(org, s.number(words[1]), true)
		if s.year == nil && want != "无" {
			s.Fatalf("%s: no such year", s.line)
		}
		return
	}
	if got := s.read(words); got != want {
		s.Errorf("%s: it is %s", s.line, got)
	}
}

// read reads what the year says.
func (s *story) read(words []string) string {
	y := s.year
	switch {
	case words[0] == "时限":
		return s.cases(words[1:])
	case len(words) == 2 && strings.Count(words[0], "-") == 2:
		return spell(y.at(s, words[0], standard.Profile(s.word(standard.ProfileWords, words[1]))))
	case len(words) == 2 && words[1] == "不在册":
		if slices.ContainsFunc(y.Members, func(m MemberYear) bool { return string(m.Member) == words[0] }) {
			return "在册"
		}
		return ""
	case memberID.MatchString(words[0]):
		f := s.word(standard.MemberWords, words[1])
		v := y.member(s, party.MemberID(words[0])).Values[f]
		if words[1] == "学时" {
			return party.Decimal(v).String()
		}
		return spell(v)
	}
	if i := position(standard.NumberWords, words[0]); i >= 0 {
		return spellNumber(y, i)
	}
	i := s.word(standard.SeriesWords, words[0])
	if len(words) == 2 {
		return fmt.Sprint(y.Months[i][s.number(strings.TrimSuffix(words[1], "月"))-1])
	}
	return fmt.Sprint(y.total(standard.Series(i)))
}

// spell writes a value, of which what was not recorded may say how much it is at
// most.
func spell(v int32) string {
	switch n, known := Said(v); {
	case known:
		return fmt.Sprint(n)
	case n > 0:
		return fmt.Sprint("待定至多", n)
	}
	return "待定"
}

func spellNumber(y *Year, i int) string {
	switch v := y.Numbers[i]; {
	case !y.Unknown[i]:
		return v.String()
	case v > 0:
		return "待定至多" + v.String()
	}
	return "待定"
}

// cases writes the cases of a clock, all or one person's.
func (s *story) cases(words []string) string {
	var out []string
	c := standard.Clock(s.word(standard.ClockWords, words[0]))
	for _, k := range s.year.Cases {
		if k.Clock != c || len(words) > 1 && string(k.Subject) != words[1] {
			continue
		}
		w := fmt.Sprintf("%s→%s", k.Start, k.Done)
		if k.Lapse != party.NoDate {
			w += "(" + k.Lapse.String() + "止)"
		}
		out = append(out, w)
	}
	if len(out) == 0 {
		return "无"
	}
	return strings.Join(out, "; ")
}

func position(words []standard.Word, name string) int {
	return slices.IndexFunc(words, func(w standard.Word) bool { return w.Name == name })
}

func (s *story) word(words []standard.Word, name string) int {
	s.Helper()
	i := position(words, name)
	if i < 0 {
		s.Fatalf("%s: no measure is called %s", s.line, name)
	}
	return i
}
