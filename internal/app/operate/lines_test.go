package operate

import (
	"fmt"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"qiangji/internal/core/assess"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// A line (底线) is what the regulations say of one item of the floor or of a domain,
// copied by hand: its force, who owes it, in which set-ups and fields it is asked,
// and a shot on each side of every number: the last lawful day or count is met,
// the next is not. Nothing here is read off the packs.
type line struct {
	pack   party.SchemeID // empty: floor
	item   party.ItemID
	force  standard.Force
	bearer standard.Bearer // empty: the branch
	forms  string          // set-ups in which the breach is one, of 单联临功流; empty: not replayed
	meets  string          // set-ups in which it is asked and the same facts are no breach
	fields string          // fields in which it is asked, of 村社机国教学非组事退流; empty: all of the pack
	levels string          // levels of which it is asked, of 支委县; empty: 支
	shots  []shot          // the first is a breach, replayed in every set-up and field
}

// A shot is one branch's year, and the verdict that it must have.
type shot struct {
	want   string
	branch string // the keys of a pack test's branch, without braces; empty: ten members of a village
	asOf   string // empty: long after the closing
	facts  []string
}

const (
	met, missed, open, none = "达标", "未达标", "未到期", "不适用"
	allForms                = "单联临功流"
	allFields               = "村社机国教学非组事退流"
)

var (
	formOf  = map[rune]string{'单': "单独", '联': "联合", '临': "临时", '功': "功能型", '流': "流动"}
	levelOf = map[rune]string{'支': "支部", '委': "基层党委", '县': "县级党委"}
	fieldOf = map[rune]string{'村': "村", '社': "社区", '机': "机关", '国': "国企", '教': "高校教师", '学': "高校学生",
		'非': "非公企业", '组': "社会组织", '事': "事业单位", '退': "离退休", '流': "流动党员"}
)

// lines are all of them.
func lines() []line {
	var all []line
	for _, part := range [][]line{branchLines, meetingLines, electionLines, developLines, memberLines, upperLines, villageLines, unitLines, localLines} {
		all = append(all, part...)
	}
	for i := range all {
		if all[i].pack == "" {
			all[i].pack = "floor"
		}
	}
	return all
}

// A ground (靶场) plays shots under the packs of one library.
type ground struct {
	library *Library
	made    map[party.SchemeID]map[party.Domain]*assess.Program
}

func newGround(l *Library) *ground {
	return &ground{l, map[party.SchemeID]map[party.Domain]*assess.Program{}}
}

// keys reads the branch of a shot.
func (s shot) keys() (k branchKeys, err error) {
	err = yaml.UnmarshalWithOptions([]byte("{"+s.branch+"}"), &k, yaml.Strict())
	return k, err
}

// verdict plays one branch and returns what an item comes to, or 没有 where the
// standard of its field has no such item.
func (g *ground) verdict(pack party.SchemeID, id party.ItemID, s shot, k branchKeys) (string, error) {
	p, _, err := g.library.Pack(pack)
	if err != nil {
		return "", err
	}
	if k.Domain == "" {
		k.Domain = party.Domains.Label(Profiles(p)[0])
	}
	if k.Full == 0 {
		k.Full = 10
	}
	if k.Form == "联合" && k.Units == 0 {
		k.Units = 2
	}
	asOf := party.DateOf(2027, 12, 31)
	if s.asOf != "" {
		if asOf, err = party.ParseDate(s.asOf); err != nil {
			return "", err
		}
	}
	if g.made[pack] == nil {
		g.made[pack] = map[party.Domain]*assess.Program{}
	}
	test := packTest{Year: 2026, Branch: k, Facts: s.facts}
	c := cast{library: g.library, scheme: pack, test: &test, asOf: asOf, made: g.made[pack]}
	program, err := c.program(k.Domain)
	if err != nil {
		return "", err
	}
	y, wrong := c.play(program.Standard(), k, s.facts, nil)
	if len(wrong) > 0 {
		return "", fmt.Errorf("%s", strings.Join(wrong, "；"))
	}
	for _, it := range program.Assess(y).Items {
		if it.ID == id {
			return assess.Verdicts.Label(it.Verdict), nil
		}
	}
	return "没有", nil
}

// off returns what is otherwise than the line says.
func (g *ground) off(l line) (wrong []string) {
	tell := func(s shot, k branchKeys, want, where string) {
		if got, err := g.verdict(l.pack, l.item, s, k); err != nil || got != want {
			wrong = append(wrong, fmt.Sprintf("%s {%s} %s %q: %s %v, want %s", where, s.branch, s.asOf, s.facts, got, err, want))
		}
	}
	for i, s := range l.shots {
		k, err := s.keys()
		if err != nil {
			return append(wrong, err.Error())
		}
		tell(s, k, s.want, fmt.Sprint("shot ", i+1))
	}
	breach := l.shots[0]
	k, _ := breach.keys()
	for r, name := range formOf {
		if l.forms == "" || k.Level != "" && k.Level != "支部" {
			break
		}
		k := k
		if k.Form = name; name == "联合" && k.Units == 0 {
			k.Units = 2
		}
		want := none
		switch {
		case strings.ContainsRune(l.forms, r):
			want = breach.want
		case strings.ContainsRune(l.meets, r):
			want = met
		}
		tell(breach, k, want, name)
	}
	for r, name := range levelOf {
		if l.levels == "" {
			break
		}
		k := k
		k.Level = name
		want := none
		if strings.ContainsRune(l.levels, r) {
			want = breach.want
		}
		tell(breach, k, want, name)
	}
	for r, name := range fieldOf {
		if l.fields == "" {
			break
		}
		k := k
		k.Domain = name
		want := "没有"
		if strings.ContainsRune(l.fields, r) {
			want = breach.want
		}
		tell(breach, k, want, name)
	}
	return wrong
}

// A given (参数) is a number of the floor under its name, copied by hand.
var given = map[string]struct {
	value string
	force standard.Force
}{
	"建支部人数线": {"3", "MUST"}, "设支委会人数线": {"7", "MUST"}, "支部人数上限": {"50", "SHOULD"}, "联合单位上限": {"5", "SHOULD"},
	"支委最少人数": {"3", "SHOULD"}, "支委最多人数": {"7", "SHOULD"}, "书记党龄月数": {"12", "SHOULD"},
	"学时": {"32", "SHOULD"}, "班子学时": {"56", "SHOULD"}, "欠费月数": {"3", "MUST"}, "到会比例": {"0.5", "LOCAL"},
}

// params returns what a pack says otherwise of its numbers.
func (g *ground) params(pack party.SchemeID) (wrong []string) {
	p, _, err := g.library.Pack(pack)
	if err != nil {
		return []string{err.Error()}
	}
	for _, q := range p.Params {
		if want, ok := given[q.Name]; !ok || q.Value != want.value || q.Force != want.force {
			wrong = append(wrong, fmt.Sprintf("%s: %s %s, want %v", q.Name, q.Value, q.Force, want))
		}
	}
	return wrong
}

// static returns what the item says otherwise of its force and of who owes it.
func (g *ground) static(l line) (wrong []string) {
	p, problems, err := g.library.Pack(l.pack)
	if err != nil || failed(problems) {
		return []string{fmt.Sprint(err, problems)}
	}
	for _, it := range p.Items {
		bearer := it.Bearer
		if bearer == "branch" {
			bearer = ""
		}
		if it.ID == l.item && (it.Force != l.force || bearer != l.bearer) {
			wrong = append(wrong, fmt.Sprintf("%s owed by %q, want %s by %q", it.Force, it.Bearer, l.force, l.bearer))
		}
	}
	return wrong
}

// TestTheLineIsWhereTheRegulationsDrawIt: every item of the floor and the domains
// is met on the last lawful day or number, and not on the next.
func TestTheLineIsWhereTheRegulationsDrawIt(t *testing.T) {
	g := newGround(shelf())
	drawn := map[string]bool{}
	for _, l := range lines() {
		drawn[string(l.pack)+" "+string(l.item)] = true
		for _, w := range append(g.static(l), g.off(l)...) {
			t.Errorf("%s %s: %s", l.pack, l.item, w)
		}
	}
	for _, id := range ids(t) {
		if id != "floor" && !strings.HasPrefix(string(id), "domain/") {
			continue
		}
		p, _, err := g.library.Pack(id)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range g.params(id) {
			t.Errorf("%s: %s", id, w)
		}
		for _, it := range p.Items {
			if !drawn[string(id)+" "+string(it.ID)] {
				t.Errorf("%s %s: no line is drawn", id, it.ID)
			}
		}
		for _, m := range p.Modify {
			if !drawn[string(id)+" "+string(m.Item)] {
				t.Errorf("%s %s: no line is drawn for what it changes", id, m.Item)
			}
		}
	}
}

// ---- what lines are made of

// js is a fact as JSON.
func js(kind, on, body string) string {
	return fmt.Sprintf(`{"kind":"%s","on":"%s","body":{%s}}`, kind, on, body)
}

// told is a fact with an id, for others to answer.
func told(id, kind, on, body string) string {
	return fmt.Sprintf(`{"id":"%s","kind":"%s","on":"%s","body":{%s}}`, id, kind, on, body)
}

// above is what an upper level did for the branch.
func above(on, duty, answers string) string {
	body := fmt.Sprintf(`"duty":"%s","for":"b1"`, duty)
	if answers != "" {
		body += fmt.Sprintf(`,"answers":"%s","result":"done"`, answers)
	}
	return fmt.Sprintf(`{"org":"t01","kind":"upper.did","on":"%s","body":{%s}}`, on, body)
}

// next is the day after.
func next(day string) string {
	d, err := party.ParseDate(day)
	if err != nil {
		panic(err)
	}
	return d.AddDays(1).String()
}

// by are two shots of a deadline: never done at all is the breach, done on the
// last day is met, done on the day after is not. done has %s for its day.
func by(branch, last, done string, before ...string) []shot {
	at := func(day string) []string {
		return append(append([]string{}, before...), strings.ReplaceAll(done, "%s", day))
	}
	return []shot{
		{want: missed, branch: branch, facts: before},
		{want: met, branch: branch, facts: at(last)},
		{want: missed, branch: branch, facts: at(next(last))},
	}
}

// lapse are two shots of a grace that a fact sets running: the last day of it is
// open, the next is a breach.
func lapse(branch, last string, facts ...string) []shot {
	return []shot{
		{want: open, branch: branch, asOf: last, facts: facts},
		{want: missed, branch: branch, asOf: next(last), facts: facts},
	}
}

// unheard is a lapse of what nothing was ever recorded of: after the last day it
// waits for a record until the closing (C5).
func unheard(branch, last string, facts ...string) []shot {
	all := lapse(branch, last, facts...)
	all[1].want = "待定"
	return all
}

// still are the shots of waiting for those above: what was sent up on 1 May of
// each matter stops the time of the breach, and of every other does not.
func still(branch, matters string, facts ...string) []shot {
	var all []shot
	for _, m := range []string{"调整撤销", "换届请示", "候选人报批", "延期或提前换届", "处置预审"} {
		want := missed
		if strings.Contains(matters, m) {
			want = open
		}
		sent := m
		if m == "处置预审" {
			sent += " 党员5"
		}
		all = append(all, shot{want: want, branch: branch, asOf: "2027-12-31", facts: append(append([]string{}, facts...), "2026-05-20 报送 "+sent)})
	}
	return all
}

// each are the shots of things of which every one is needed: all of them are met,
// and any one left out is a breach.
func each(branch string, needed ...string) []shot {
	var all []shot
	for i := range needed {
		all = append(all, shot{want: missed, branch: branch, facts: append(append([]string{}, needed[:i]...), needed[i+1:]...)})
	}
	return append(all, shot{want: met, branch: branch, facts: needed})
}

// oneOf are the shots of things of which any one is enough.
func oneOf(branch string, enough ...string) []shot {
	all := []shot{{want: missed, branch: branch}}
	for _, f := range enough {
		all = append(all, shot{want: met, branch: branch, facts: []string{f}})
	}
	return all
}

// windows are the shots of the windows of a year, of which a branch may say of so many
// that it did not meet (C2): one more is a breach, and so is one kept silent.
func windows(branch, kind string, months []int, name func(int) string, excuse int) []shot {
	var all []shot
	play := func(want string, skip int, said bool) {
		s := shot{want: want, branch: branch}
		for i, m := range months {
			if i >= skip {
				s.facts = append(s.facts, fmt.Sprintf("2026-%02d-10 会议 %s", m, kind))
			} else if said {
				s.facts = append(s.facts, fmt.Sprintf("没开 %s %s 其他", kind, name(m)))
			}
		}
		all = append(all, s)
	}
	play(missed, excuse+1, true)
	play(met, 0, true)
	if excuse > 0 {
		play(met, excuse, true)
	}
	play(missed, 1, false)
	return all
}

func monthly(branch, kind string, excuse int) []shot {
	return windows(branch, kind, []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, func(m int) string { return fmt.Sprintf("2026-%02d", m) }, excuse)
}

func quarterly(branch, kind string, excuse int) []shot {
	return windows(branch, kind, []int{3, 6, 9, 12}, func(m int) string { return fmt.Sprintf("2026-Q%d", m/3) }, excuse)
}

// once are the shots of what is done once in a year, by a last day.
func once(branch, last, done string) []shot { return by(branch, last, done) }

// join puts shots together.
func join(parts ...[]shot) []shot {
	var all []shot
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

// unasked is one breach that is not asked of a branch.
func unasked(branch string, facts ...string) []shot {
	return []shot{{want: none, branch: branch, facts: facts}}
}

func ok(branch string, facts ...string) []shot {
	return []shot{{want: met, branch: branch, facts: facts}}
}

func no(branch string, facts ...string) []shot {
	return []shot{{want: missed, branch: branch, facts: facts}}
}
