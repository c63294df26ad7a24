package operate

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// A scene (情景) turns the lines of a pack test, written for a cadre, into facts
// of one fictitious branch.
type scene struct {
	words standard.Vocabulary
	year  int
	facts []fact.Fact
	full  int
	roll  []party.MemberID
	n     int
}

const testBranch = party.OrgID("b1")

// branchTraits are the keys of a test's branch.
type branchKeys struct {
	Domain       string   `yaml:"领域"`
	Form         string   `yaml:"设置"`
	Full         int      `yaml:"正式党员"`
	Probationary int      `yaml:"预备党员"`
	Committee    yesNo    `yaml:"支委会"`
	Seats        int      `yaml:"支委职数"`
	Groups       int      `yaml:"党小组"`
	Founded      string   `yaml:"成立"`
	Until        string   `yaml:"任期至"`
	Units        int      `yaml:"单位数"`
	Traits       []string `yaml:"特征"`
	Posts        []string `yaml:"任职"` // 党员1 书记
	Bare         yesNo    `yaml:"不设班子"`
	Level        string   `yaml:"建制"`
}

// yesNo is 是 or 否 as people write it.
type yesNo string

func (y yesNo) yes() bool { return y == "是" }

// sure is an error for anything but 是 and 否; nothing at all is neither.
func (y yesNo) sure(key string) error {
	if y == "" || y == "是" || y == "否" {
		return nil
	}
	return fmt.Errorf("%s：只写 是 或 否，现在是“%s”", key, string(y))
}

// add records a body on a day.
func (s *scene) add(on party.Date, body fact.Body) party.FactID {
	s.n++
	f := fact.Fact{ID: party.FactID(fmt.Sprintf("f%04d", s.n)), Org: testBranch, On: on, At: instant(on, 20, 0), By: "m-test", Body: body}
	s.facts = append(s.facts, f)
	return f.ID
}

// found sets the branch up as its keys say; what they leave out is that of an
// ordinary branch in good order.
func (s *scene) found(k branchKeys) error {
	if err := errors.Join(k.Committee.sure("支委会"), k.Bare.sure("不设班子")); err != nil {
		return err
	}
	for _, n := range []int{k.Full, k.Probationary, k.Groups, k.Seats, k.Units} {
		if n < 0 || n > 1000 {
			return fmt.Errorf("人数、职数、单位数要在 0 到 1000 之间，现在是 %d", n)
		}
	}
	founded, err := dateOr(k.Founded, party.DateOf(s.year-10, 1, 1))
	if err != nil {
		return fmt.Errorf("成立：%w", err)
	}
	domain, err := codeOr(party.Domains, k.Domain, "village")
	if err != nil {
		return fmt.Errorf("领域：%w", err)
	}
	form, err := codeOr(party.Forms, k.Form, "single")
	if err != nil {
		return fmt.Errorf("设置：%w", err)
	}
	level, err := codeOr(party.Levels, k.Level, "branch")
	if err != nil {
		return fmt.Errorf("建制：%w", err)
	}
	traits := []party.OrgTrait{}
	for _, t := range k.Traits {
		c, err := codeOr(party.OrgTraits, t, "")
		if err != nil {
			return fmt.Errorf("特征：%w", err)
		}
		traits = append(traits, c)
	}
	s.add(founded, &fact.OrgFounded{Name: "测试党支部(虚构)", Level: level, Form: form, Domain: domain, Units: k.Units, Traits: traits})
	s.full = k.Full
	if k.Full == 0 {
		s.full = 10
	}
	committee := s.full >= 7
	if k.Committee != "" {
		committee = k.Committee.yes()
	}
	seats := k.Seats
	if seats == 0 && committee {
		seats = 3
	}
	s.add(founded, &fact.OrgProfiled{Committee: &committee, Seats: &seats, Groups: &k.Groups})
	s.enrol(founded, k)
	return s.appoint(founded, k, committee)
}

func (s *scene) enrol(founded party.Date, k branchKeys) {
	joined := founded.AddYears(-8)
	for i := range s.full + k.Probationary {
		m := memberOf(fmt.Sprintf("党员%d", i+1))
		s.roll = append(s.roll, m)
		e := &fact.MemberEnrolled{Member: m, Stage: "full", Accepted: joined, Full: joined.AddYears(1), Class: "employee"}
		on := founded
		if i >= s.full {
			e.Stage, e.Full, e.Accepted = "probationary", party.NoDate, max(founded, party.DateOf(s.year-1, 9, 1))
			on = e.Accepted
		}
		if k.Groups > 0 {
			e.Group = 1 + i%k.Groups
		}
		s.add(on, e)
	}
}

// appoint elects the committee: 党员1 书记, 党员2 组织委员, 党员3 宣传委员, 党员4 纪检委员.
func (s *scene) appoint(founded party.Date, k branchKeys, committee bool) error {
	if k.Bare.yes() {
		return nil
	}
	until, err := dateOr(k.Until, party.DateOf(s.year+2, 6, 30))
	if err != nil {
		return fmt.Errorf("任期至：%w", err)
	}
	elected := max(founded, party.DateOf(s.year-1, 6, 30))
	seats := 1
	if committee {
		seats = max(3, k.Seats)
	}
	e := &fact.ElectionHeld{Sort: "term", Seats: seats, Candidates: seats + (seats+4)/5, By: "assembly", Until: until,
		Vote: fact.Vote{On: "election", Due: s.full, Present: s.full, Yes: s.full}, Issued: s.full, Returned: s.full}
	if seats == 1 {
		e.Candidates = 1
	}
	for range seats {
		e.Yes = append(e.Yes, s.full)
	}
	id := s.add(elected, e)
	posts := []party.Post{"secretary"}
	if committee {
		posts = []party.Post{"secretary", "organisation", "publicity", "discipline", "member"}[:max(3, min(5, k.Seats))]
	}
	if len(k.Posts) > 0 {
		posts = nil
	}
	for i, p := range posts {
		if i < len(s.roll) {
			s.add(elected, &fact.PostTaken{Member: s.roll[i], Post: p, Election: id, Approved: elected, Until: until})
		}
	}
	for _, line := range k.Posts {
		who, post, _ := strings.Cut(strings.TrimSpace(line), " ")
		p, err := codeOr(party.Posts, post, "")
		if err != nil {
			return fmt.Errorf("任职：%w", err)
		}
		s.add(elected, &fact.PostTaken{Member: memberOf(who), Post: p, Election: id, Approved: elected, Until: until})
	}
	return nil
}

// line records what one line of a test says.
func (s *scene) line(text string) error {
	if strings.HasPrefix(text, "{") {
		return s.json(text)
	}
	fields := strings.Fields(text)
	if len(fields) == 0 {
		return errors.New("有一行是空的，请删去")
	}
	days := []party.Date{party.NoDate}
	if ds, ok := s.days(fields[0]); ok {
		days, fields = ds, fields[1:]
	}
	if len(fields) == 0 {
		return fmt.Errorf("%q 只有日期，没有说做了什么", text)
	}
	say, ok := sayingOf(fields[0])
	if !ok {
		return fmt.Errorf("%q 看不懂：第一个词要是 %s 之一，或写成 {…} 的 JSON", text, strings.Join(sayingNames(), "、"))
	}
	if err := say.fits(fields[1:]); err != nil {
		return fmt.Errorf("%q：%w", text, err)
	}
	for _, d := range days {
		if err := say.say(s, d, fields[1:]); err != nil {
			return fmt.Errorf("%q：%w", text, err)
		}
	}
	return nil
}

// json records any fact as JSON; org, at, by, id and v may be left out.
func (s *scene) json(text string) error {
	var line map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &line); err != nil {
		return fmt.Errorf("JSON 写错了：%w", err)
	}
	s.n++
	on := strings.Trim(string(line["on"]), `"`)
	for key, value := range map[string]string{"id": fmt.Sprintf("f%04d", s.n), "org": string(testBranch), "by": "m-test", "at": on + "T12:00:00Z"} {
		if line[key] == nil {
			line[key], _ = json.Marshal(value) // a string always marshals
		}
	}
	if line["v"] == nil {
		line["v"] = json.RawMessage("1")
	}
	data, err := json.Marshal(line)
	if err != nil {
		return err
	}
	f, problems := fact.Parse(data)
	if len(problems) == 0 {
		rename(&f)
		problems = fact.Validate(f)
	}
	if len(problems) > 0 {
		return fmt.Errorf("%s：%s", problems[0].Field, problems[0].Message)
	}
	s.facts = append(s.facts, f)
	return nil
}

// days reads 2026-02-10, 每月10日, 每季10日, 每半年10日, 1-11月10日 or 3,6,9月10日.
func (s *scene) days(text string) ([]party.Date, bool) {
	if d, err := party.ParseDate(text); err == nil {
		return []party.Date{d}, true
	}
	var months []int
	head, rest, ok := strings.Cut(text, "月")
	switch {
	case strings.HasPrefix(text, "每月"):
		months, rest = []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, strings.TrimPrefix(text, "每月")
	case strings.HasPrefix(text, "每季"):
		months, rest = []int{2, 5, 8, 11}, strings.TrimPrefix(text, "每季")
	case strings.HasPrefix(text, "每半年"):
		months, rest = []int{5, 11}, strings.TrimPrefix(text, "每半年")
	case !ok:
		return nil, false
	default:
		if months, ok = monthList(head); !ok {
			return nil, false
		}
	}
	day := 10
	if rest = strings.TrimSuffix(rest, "日"); rest != "" {
		n, err := strconv.Atoi(rest)
		if err != nil {
			return nil, false
		}
		day = n
	}
	var ds []party.Date
	for _, m := range months {
		if d := party.DateOf(s.year, m, day); d != party.NoDate {
			ds = append(ds, d)
		}
	}
	return ds, len(ds) > 0
}

// monthList reads 1-11 or 3,6,9.
func monthList(text string) ([]int, bool) {
	var months []int
	for _, part := range strings.Split(text, ",") {
		from, to, ranged := strings.Cut(part, "-")
		a, err := strconv.Atoi(from)
		if err != nil {
			return nil, false
		}
		b := a
		if ranged {
			if b, err = strconv.Atoi(to); err != nil {
				return nil, false
			}
		}
		for m := a; m <= b && m <= 12; m++ {
			months = append(months, m)
		}
	}
	return months, len(months) > 0
}

func dateOr(text string, or party.Date) (party.Date, error) {
	if text == "" {
		return or, nil
	}
	return party.ParseDate(text)
}

func codeOr[T ~string](l party.Labels[T], text string, or T) (T, error) {
	if text == "" && or != "" {
		return or, nil
	}
	c, ok := l.Code(text)
	for i := 0; i < len(l) && !ok && text != ""; i++ { // 县 for 县(区)
		if short(l[i].Label) == text {
			c, ok = l[i].Code, true
		}
	}
	if !ok {
		return c, fmt.Errorf("%q 不在可选之列：%s", text, l.Names())
	}
	return c, nil
}
