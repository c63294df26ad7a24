package operate

import (
	"fmt"
	"maps"
	"slices"

	"qiangji/internal/core/assess"
	"qiangji/internal/core/fact"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// An other (同组、下级) is another organisation of a case: one that the branch is
// compared with, or one directly below it. Written as one line or a list of lines
// it is like the branch itself and has only those facts; written with keys it may
// differ, stand for several, and say what is expected of it.
type other struct {
	Branch *branchKeys    `yaml:"branch"`
	Facts  []string       `yaml:"facts"`
	Count  int            `yaml:"个数"`
	Expect map[string]any `yaml:"expect"`
}

// UnmarshalYAML reads the three ways of writing it.
func (o *other) UnmarshalYAML(read func(any) error) error {
	var line string
	if read(&line) == nil {
		o.Facts = []string{line}
		return nil
	}
	if read(&o.Facts) == nil {
		return nil
	}
	o.Facts = nil
	type keys other
	return read((*keys)(o))
}

// A cast is the organisations of one case and the standards that they are held to.
type cast struct {
	library *Library
	scheme  party.SchemeID
	test    *packTest
	asOf    party.Date
	second  second
	made    map[party.Domain]*assess.Program
	peers   []role
	below   []role
}

// A role is one organisation of a case, folded.
type role struct {
	called  string
	program *assess.Program
	year    *register.Year
	expect  map[string]any
}

// alike is the line that stands for all that the case says of the branch itself.
const alike = "同本支部"

// lines are the facts of another organisation, written out.
func (c *cast) lines(o other) []string {
	var all []string
	for _, line := range o.Facts {
		if line == alike {
			all = append(all, c.test.Facts...)
		} else {
			all = append(all, line)
		}
	}
	return all
}

// most is how many other organisations a case may have.
const most = 200

// enter folds the other organisations of a case.
func (c *cast) enter(called string, list []other, like branchKeys) (roles []role, wrong []string) {
	for i, o := range list {
		if o.Count < 0 || len(roles)+max(1, o.Count) > most {
			return nil, []string{fmt.Sprintf("%s：一个例子里最多写 %d 个，个数不能是负的", called, most)}
		}
		name := fmt.Sprintf("%s第%d个", called, i+1)
		keys := like
		if o.Branch != nil {
			if keys = *o.Branch; keys.Domain == "" {
				keys.Domain = like.Domain
			}
		}
		p, err := c.program(keys.Domain)
		if err != nil {
			return nil, []string{name + "：" + err.Error()}
		}
		y, problems := c.play(p.Standard(), keys, c.lines(o), nil)
		if len(problems) > 0 {
			return nil, within(name, problems)
		}
		for range max(1, o.Count) {
			twin := *y
			twin.Org = party.OrgID(fmt.Sprintf("%s-%03d", called, len(roles)+1))
			roles = append(roles, role{name, p, &twin, o.Expect})
		}
	}
	return roles, nil
}

// within says in which organisation of a case something is wrong.
func within(name string, problems []string) []string {
	said := make([]string, len(problems))
	for i, p := range problems {
		said[i] = name + "：" + p
	}
	return said
}

// program returns the standard of a field, compiled, made once.
func (c *cast) program(named string) (*assess.Program, error) {
	domain, err := codeOr(party.Domains, named, "")
	if err != nil {
		return nil, fmt.Errorf("领域：%w", err)
	}
	if p := c.made[domain]; p != nil {
		return p, nil
	}
	std, problems := c.library.Resolve(c.scheme, domain, party.DateOf(c.test.Year, 12, 31))
	if std == nil {
		return nil, fmt.Errorf("标准包展开不了：%s", problems[0].Message)
	}
	return c.compile(std)
}

// compile compiles a standard, with its quotas on where the case says so.
func (c *cast) compile(std *standard.Standard) (*assess.Program, error) {
	if c.test.Quotas == "启用" && std.Rating != nil {
		copied, rating := *std, *std.Rating
		rating.Quotas = slices.Clone(rating.Quotas)
		for i := range rating.Quotas {
			rating.Quotas[i].On = true
		}
		copied.Rating = &rating
		std = &copied
	}
	p, err := compile(std)
	if err == nil {
		c.made[std.Domain] = p
	}
	return p, err
}

// play turns what a case says of one organisation into its folded year.
func (c *cast) play(std *standard.Standard, keys branchKeys, lines []string, more []fact.Fact) (*register.Year, []string) {
	s := &scene{words: std.Words, year: c.test.Year}
	if err := s.found(keys); err != nil {
		return nil, []string{"branch：" + err.Error()}
	}
	var wrong []string
	for _, line := range lines {
		if err := s.line(line); err != nil {
			wrong = append(wrong, "facts："+err.Error())
		}
	}
	for _, f := range s.facts {
		for _, p := range fact.Validate(f) {
			wrong = append(wrong, fmt.Sprintf("facts：%s %s %s：%s", f.On, f.Body.Kind(), p.Field, p.Message))
		}
	}
	if len(wrong) > 0 {
		return nil, wrong
	}
	y := register.Fold(append(s.facts, more...), fact.Cut{On: c.asOf}).Year(testBranch, c.test.Year, true)
	if y == nil {
		return nil, []string{"这一年里没有这个支部：看看成立日期"}
	}
	return y, nil
}

// founded are the facts by which the organisations below stand under the branch.
func (c *cast) founded() []fact.Fact {
	var facts []fact.Fact
	for i, r := range c.below {
		on := party.DateOf(c.test.Year-10, 1, 1)
		facts = append(facts, fact.Fact{
			ID: party.FactID(fmt.Sprintf("u%04d", i+1)), Org: r.year.Org, On: on, At: instant(on, 20, 0), By: "m-test",
			Body: &fact.OrgFounded{Name: "测试下级党组织(虚构)", Level: "branch", Parent: testBranch, Form: "single", Domain: r.program.Standard().Domain},
		})
	}
	return facts
}

// gather is the first pass over everyone in the case.
func (c *cast) gather(main role) {
	everyone := append([]role{main}, slices.Concat(c.peers, c.below)...)
	for _, r := range everyone {
		c.second.peers.Add(r.program, r.year)
	}
	for i, r := range everyone {
		var below []*assess.Assessment
		if i == 0 {
			below = c.under()
		}
		c.second.compete(r.program, r.year, below)
	}
}

// under assesses the organisations directly below.
func (c *cast) under() []*assess.Assessment {
	var all []*assess.Assessment
	for _, r := range c.below {
		all = append(all, c.second.assess(r.program, r.year, nil))
	}
	return all
}

// others says what is not as expected of the other organisations.
func (c *cast) others() []string {
	var wrong []string
	for _, r := range slices.Concat(c.peers, c.below) {
		if len(r.expect) == 0 {
			continue
		}
		expect := maps.Clone(r.expect)
		expect["其余"] = "不查"
		wrong = append(wrong, within(r.called, compare(expect, view(c.second.judge(r.program, r.year, nil))))...)
	}
	return wrong
}
