package operate

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"qiangji/internal/core/assess"
	"qiangji/internal/core/standard"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// A TestResult is one pack test and what was wrong with it: nothing if it passed.
type TestResult struct {
	Pack  party.SchemeID `json:"pack"`
	File  string         `json:"file"`
	Test  string         `json:"test"`
	Wrong []string       `json:"wrong"`
}

// packTest is one case as written (doc/packs.md).
type packTest struct {
	Test    string         `yaml:"test"`
	Profile string         `yaml:"profile"`
	Year    int            `yaml:"year"`
	AsOf    string         `yaml:"as_of"`
	Branch  branchKeys     `yaml:"branch"`
	Facts   []string       `yaml:"facts"`
	Peers   []other        `yaml:"同组"`
	Below   []other        `yaml:"下级"`
	Quotas  string         `yaml:"限额"` // 启用: those of the scheme, though it leaves them off
	Expect  map[string]any `yaml:"expect"`
}

// Test runs the tests of a pack: the cases of every tests/*.yaml below it.
// Unexpected results fail as missing ones do.
func (l *Library) Test(id party.SchemeID) ([]TestResult, error) {
	p, problems, err := l.Pack(id)
	if err != nil {
		return nil, err
	}
	if failed(problems) || p.ID == "" {
		return l.unreadable(id)
	}
	root, err := l.root(id)
	if err != nil {
		return nil, err
	}
	dir := path.Join(string(id), "tests")
	entries, err := fs.ReadDir(root, dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, errs.E("operate.Test", errs.IO, dir+" 读不了", err)
	}
	var results []TestResult
	for _, e := range entries {
		if e.IsDir() || !strings.HasSuffix(e.Name(), ".yaml") {
			continue
		}
		data, err := fs.ReadFile(root, path.Join(dir, e.Name()))
		if err != nil {
			return nil, errs.E("operate.Test", errs.IO, e.Name()+" 读不了", err)
		}
		results = append(results, l.testFile(id, e.Name(), data)...)
	}
	return results, nil
}

// unreadable is the one result of a pack that could not be read whole.
func (l *Library) unreadable(id party.SchemeID) ([]TestResult, error) {
	problems, err := l.Check(id)
	if err != nil {
		return nil, err
	}
	r := TestResult{Pack: id, File: "pack.yaml", Test: "（整个标准包）"}
	for _, p := range errorsOf(problems) {
		r.Wrong = append(r.Wrong, fmt.Sprintf("%s:%d:%d [%s] %s", p.File, p.Line, p.Col, p.Code, p.Message))
	}
	return []TestResult{r}, nil
}

func (l *Library) testFile(id party.SchemeID, name string, data []byte) []TestResult {
	tests, wrong := readTests(name, data)
	if wrong != "" {
		return []TestResult{{Pack: id, File: name, Test: "（整个文件）", Wrong: []string{"测试文件看不懂：" + wrong}}}
	}
	var results []TestResult
	for _, t := range tests {
		r := TestResult{Pack: id, File: name, Test: t.Test, Wrong: l.run(id, t)}
		results = append(results, r)
	}
	return results
}

// run returns what is wrong with one case.
func (l *Library) run(id party.SchemeID, t packTest) []string {
	if t.Year < 1950 || t.Year > 2150 {
		return []string{"要写明是哪一年，例如 year: 2026"}
	}
	std, asOf, wrong := l.stage(id, &t)
	if len(wrong) > 0 {
		return wrong
	}
	if t.Quotas != "" && t.Quotas != "启用" {
		return []string{fmt.Sprintf("限额：只能写 启用，现在是 %q", t.Quotas)}
	}
	c := cast{library: l, scheme: id, test: &t, asOf: asOf, made: map[party.Domain]*assess.Program{}}
	return c.run(std)
}

// run plays a case and returns what is not as expected.
func (c *cast) run(std *standard.Standard) []string {
	t := c.test
	p, err := c.compile(std)
	if err != nil {
		return []string{err.Error()}
	}
	var wrong []string
	if c.peers, wrong = c.enter("同组", t.Peers, t.Branch); len(wrong) > 0 {
		return wrong
	}
	if c.below, wrong = c.enter("下级", t.Below, branchKeys{Domain: t.Branch.Domain}); len(wrong) > 0 {
		return wrong
	}
	y, wrong := c.play(std, t.Branch, t.Facts, c.founded())
	if len(wrong) > 0 {
		return wrong
	}
	main := role{program: p, year: y}
	c.gather(main)
	return append(compare(t.Expect, view(c.second.judge(p, y, c.under()))), c.others()...)
}

// stage resolves the standard and the as-of day of a case.
func (l *Library) stage(id party.SchemeID, t *packTest) (*standard.Standard, party.Date, []string) {
	profile := t.Profile
	if profile == "" {
		profile = t.Branch.Domain
	}
	domain, err := codeOr(party.Domains, profile, "")
	if profile == "" {
		domain, err = Profiles(l.packs[id])[0], nil
	}
	if err != nil {
		return nil, 0, []string{"profile：" + err.Error()}
	}
	if t.Branch.Domain == "" {
		t.Branch.Domain = string(domain)
	}
	std, problems := l.Resolve(id, domain, party.DateOf(t.Year, 12, 31))
	if std == nil {
		return nil, 0, []string{fmt.Sprintf("标准包展开不了：%s", problems[0].Message)}
	}
	if err := l.Covers(std, t.Year); err != nil {
		return nil, 0, []string{err.Error()}
	}
	closing := 1
	if std.Rating != nil && std.Rating.Closing > 0 {
		closing = std.Rating.Closing
	}
	asOf := party.DateOf(t.Year, 12, 31).AddDays(1).AddMonths(closing)
	if t.AsOf != "" {
		if asOf, err = party.ParseDate(t.AsOf); err != nil {
			return nil, 0, []string{"as_of：" + err.Error()}
		}
	}
	return std, asOf, nil
}

// seen is what a pack test can ask about: everything as the words it would use.
type seen struct {
	items  map[party.ItemID]seenItem
	order  []party.ItemID
	total  string
	band   string
	vetoes []string
}

type seenItem struct {
	verdict string
	points  string // 3.75, or 3-5 while unknown
	max     string
	well    bool // nothing that a test would need to mention
}

// compare holds what was expected against what was seen.
func compare(expect map[string]any, got seen) []string {
	var wrong []string
	for _, key := range slices.Sorted(maps.Keys(expect)) {
		want := strings.TrimSpace(fmt.Sprint(expect[key]))
		switch key {
		case "其余":
			if want != "不查" {
				wrong = append(wrong, fmt.Sprintf("其余：只能写 不查，现在是“%s”", want))
			}
		case "总分":
			wrong = differ(wrong, key, want, got.total)
		case "测算":
			wrong = differ(wrong, key, want, got.band)
		case "否决":
			wrong = differ(wrong, key, strings.Trim(want, "[] "), strings.Join(got.vetoes, " "))
		default:
			it, ok := got.items[party.ItemID(key)]
			if !ok {
				wrong = append(wrong, fmt.Sprintf("%s：标准里没有这一条", key))
				continue
			}
			if word, _, _ := strings.Cut(want, " "); !verdictWord(word) {
				wrong = append(wrong, fmt.Sprintf("%s：“%s”不是判词；可写：%s", key, word, strings.Join(verdictWords(), "、")))
				continue
			}
			wrong = differ(wrong, key, want, it.said(want))
		}
	}
	if expect["其余"] == "不查" {
		return wrong
	}
	for _, id := range got.order {
		if it := got.items[id]; !it.well && expect[string(id)] == nil {
			wrong = append(wrong, fmt.Sprintf("例子里没写 %s，算出来是 %s；写进 expect，或写 其余: 不查", id, it.said("x 1/1")))
		}
	}
	return wrong
}

// verdictWord reports whether a word can begin what is expected of an item: a
// verdict, or its points alone.
func verdictWord(word string) bool {
	return word != "" && strings.ContainsAny(word[:1], "-0123456789") || slices.Contains(verdictWords(), word)
}

func verdictWords() []string {
	words := make([]string, len(assess.Verdicts))
	for i, v := range assess.Verdicts {
		words[i] = v.Label
	}
	return words
}

func differ(wrong []string, key, want, got string) []string {
	if want == got {
		return wrong
	}
	return append(wrong, fmt.Sprintf("%s：应为 %s，实为 %s", key, want, got))
}

// said words an item as fully as want does: verdict, points, points/max; or the
// points alone.
func (i seenItem) said(want string) string {
	_, points, ok := strings.Cut(want, " ")
	switch {
	case want != "" && strings.ContainsAny(want[:1], "-0123456789"):
		if strings.Contains(want, "/") {
			return i.points + "/" + i.max
		}
		return i.points
	case !ok:
		return i.verdict
	case strings.Contains(points, "/"):
		return i.verdict + " " + i.points + "/" + i.max
	}
	return i.verdict + " " + i.points
}
