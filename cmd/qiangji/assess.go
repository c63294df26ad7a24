package main

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"time"

	"qiangji/internal/app"
	"qiangji/internal/app/operate"
	"qiangji/internal/app/report"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

type assessCmd struct {
	place
	Pack    string `required:"" placeholder:"目录" help:"标准包目录或内置编号（如 county-demo）"`
	Facts   string `xor:"place" placeholder:"文件" help:"记录文件（.jsonl）；- 是标准输入"`
	Year    int    `required:"" help:"评哪一年"`
	Profile string `placeholder:"领域" help:"不用记录里的领域，按这个领域"`
	AsOf    string `placeholder:"日期" help:"算到哪一天（默认今天，或这一年的事全部了结的日子，取早的）"`
	KnownAt string `placeholder:"时刻" help:"只看这一刻以前登记的记录：2026-10-01 或 2026-10-01T08:00:00Z"`
	Org     string `placeholder:"编号或名称" help:"只算一个党组织，并逐条解释；名称写一部分也行，只要认得出是哪一个"`
	List    bool   `help:"列出需要帮的全部支部：按要帮什么分，按编号排"`
	JSON    bool   `help:"输出 JSON（schema assess/1）"`
}

// Run assesses the branches of a facts file.
func (a *assessCmd) Run(c *console) error {
	if a.Facts == "" && !a.given() {
		return usageError{"没有写记录在哪里：--facts 文件.jsonl，或 --data 目录"}
	}
	lib, id, err := library(a.Pack)
	if err != nil {
		return err
	}
	how := form{json: a.JSON, list: a.List}
	if err := how.check(a.Org); err != nil {
		return err
	}
	q := operate.Question{Library: lib, Scheme: id, Year: a.Year, Org: party.OrgID(a.Org)}
	if err := a.question(c, &q); err != nil {
		return err
	}
	if err := sound(c, lib, id); err != nil {
		return err
	}
	if q.Facts, err = a.read(c); err != nil {
		return err
	}
	findings, err := a.admit(c, q)
	if err != nil {
		return err
	}
	if on := operate.Later(q.Facts, q.Year, q.Cut); on != party.NoDate {
		fmt.Fprintf(c.err, "算到%s为止，这以后还有 %d 年度的定级决定没有看；要看请写 --as-of %s\n", q.Cut.On.Chinese(), q.Year, on)
	}
	a.recorded(c, q.Facts)
	how.findings = findings
	return answer(c, q, how)
}

// recorded warns when the facts are of other years than the one asked for.
func (a *assessCmd) recorded(c *console, facts []fact.Fact) {
	first, last := facts[0].On, facts[0].On
	for i := range facts {
		if facts[i].On.Year() == a.Year {
			return
		}
		first, last = min(first, facts[i].On), max(last, facts[i].On)
	}
	fmt.Fprintf(c.err, "%d 年没有记录，是不是年份写错了？记录从%s到%s\n", a.Year, first.Chinese(), last.Chinese())
}

// check refuses forms that exclude each other.
func (f form) check(org string) error {
	switch {
	case f.list && f.json:
		return usageError{"--list 和 --json 只能写一个：--json 里每个支部的每一条都在"}
	case f.list && org != "":
		return usageError{"--list 和 --org 只能写一个：--list 列全部需要帮的支部，--org 解释一个"}
	}
	return nil
}

// sound refuses to compute with a pack that pack check refuses.
func sound(c *console, lib *operate.Library, id party.SchemeID) error {
	problems, err := lib.Check(id)
	if err != nil {
		return err
	}
	bad := false
	for _, p := range problems {
		if !p.Warn {
			bad = true
			fmt.Fprintln(c.err, report.Problem(p))
		}
	}
	if bad {
		fmt.Fprintf(c.err, "标准包 %s 有错误，没有测算；先用 bin/qiangji pack check 改好\n", id)
		return answerNo{}
	}
	return nil
}

// admit refuses facts that the register would not have let in when they were
// recorded: of organisations or people unknown at the time, with names that no
// pack declares. It lists, and returns, what was taken and should be looked at.
func (a *assessCmd) admit(c *console, q operate.Question) ([]app.Problem, error) {
	var refused, findings []app.Problem
	for _, p := range q.Admit() {
		if p.Warn {
			findings = append(findings, p)
		} else {
			refused = append(refused, p)
		}
	}
	if len(refused) > 0 {
		list(c, a.source(), refused)
		fmt.Fprintf(c.err, "有 %d 处记录和别的记录对不上，没有测算；请先改好\n", len(refused))
		return nil, answerNo{}
	}
	if len(findings) > 0 { // first what no longer agrees, then what is unusual
		slices.SortStableFunc(findings, func(p, q app.Problem) int { return cmp.Compare(min(1, len(q.Cause)), min(1, len(p.Cause))) })
		list(c, "请核对 "+a.source(), findings)
		fmt.Fprintf(c.err, "有 %d 处请核对，不妨碍测算\n", len(findings))
	}
	return findings, nil
}

// list prints the first problems of many, once what is said of several records.
func list(c *console, head string, problems []app.Problem) {
	type said struct{ field, message string }
	times := map[said]int{}
	var first []app.Problem
	for _, p := range problems {
		if times[said{p.Field, p.Message}]++; times[said{p.Field, p.Message}] == 1 {
			first = append(first, p)
		}
	}
	const most = 20
	for _, p := range first[:min(most, len(first))] {
		more := ""
		if n := times[said{p.Field, p.Message}]; n > 1 {
			more = fmt.Sprintf("（等 %d 条）", n)
		}
		fmt.Fprintf(c.err, "%s 记录 %s%s %s：%s\n", head, p.Fact, more, p.Field, p.Message)
	}
	if n := len(first) - most; n > 0 {
		fmt.Fprintf(c.err, "还有 %d 种，没有全列\n", n)
	}
}

func (a *assessCmd) question(c *console, q *operate.Question) error {
	if a.Year < 1950 || a.Year > 2150 {
		return usageError{"--year 要在 1950 到 2150 之间"}
	}
	if a.Profile != "" {
		d, ok := party.Domains.Code(a.Profile)
		if !ok {
			return usageError{fmt.Sprintf("--profile %s 不是领域；可选：%s", a.Profile, party.Domains.Names())}
		}
		q.Profile = d
	}
	p, _, err := q.Library.Pack(q.Scheme)
	if err != nil {
		return err
	}
	q.Cut.On = q.Library.AsOf(p, a.Year, party.DateIn(c.now()))
	if a.AsOf != "" {
		if q.Cut.On, err = readDay("--as-of", a.AsOf); err != nil {
			return err
		}
	}
	if q.Cut.On < party.DateOf(a.Year, 1, 1) {
		return usageError{fmt.Sprintf("--as-of %s 在 %d 年以前，这一年还没有开始", q.Cut.On, a.Year)}
	}
	if a.KnownAt != "" {
		if q.Cut.Known, err = instant(a.KnownAt); err != nil {
			return usageError{fmt.Sprintf("--known-at 写的是 %s；要写成 2026-10-01（那天结束时）或 2026-10-01T08:00:00Z，并且真有这一刻", a.KnownAt)}
		}
	}
	return nil
}

// instant reads a moment: RFC 3339, or a day, meaning its end in Shanghai.
func instant(text string) (time.Time, error) {
	if day, err := readDay("--known-at", text); err == nil {
		y, m, d := day.YMD()
		return time.Date(y, time.Month(m), d, 15, 59, 59, 0, time.UTC), nil
	}
	return time.Parse(time.RFC3339, text)
}

// source names where the facts are from.
func (a *assessCmd) source() string { return cmp.Or(a.Facts, a.Data, "台账") }

// read reads the facts of a ledger or of a file.
func (a *assessCmd) read(c *console) ([]fact.Fact, error) {
	if a.Facts != "" {
		return a.readFile(c)
	}
	ctx, stop := stoppable()
	defer stop()
	h, err := a.open(ctx, c)
	if err != nil {
		return nil, err
	}
	if err := h.bygone(h.sequencer().Drain(ctx)); err != nil {
		return nil, h.close(err)
	}
	facts, err := h.sequenced(ctx)
	if err == nil && len(facts) == 0 {
		err = errs.E("assess", errs.Invalid, a.source()+" 里还没有记录；先导入：bin/qiangji import 台账.xlsx --data "+a.source(), nil)
	}
	return facts, h.close(err)
}

func (a *assessCmd) readFile(c *console) ([]fact.Fact, error) {
	in := bufio.NewReader(os.Stdin)
	if a.Facts != "-" {
		f, err := os.Open(a.Facts)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, errs.E("assess", errs.NotFound, fmt.Sprintf("没有找到记录文件 %s", a.Facts), nil)
		}
		if err != nil {
			return nil, errs.E("assess", errs.IO, fmt.Sprintf("记录文件 %s 读不了", a.Facts), err)
		}
		defer f.Close() // read only: nothing to lose
		in = bufio.NewReader(f)
	}
	start, _ := in.Peek(512) // a failing reader fails again below
	if err := operate.NotFacts(start, a.Facts); err != nil {
		return nil, err
	}
	facts, problems, err := operate.ReadFacts(in)
	if err != nil {
		return nil, err
	}
	for i, p := range problems {
		if i == 20 {
			fmt.Fprintf(c.err, "还有 %d 处，没有全列\n", len(problems)-i)
			break
		}
		fmt.Fprintf(c.err, "%s:%d %s：%s\n", a.Facts, p.Line, p.Field, p.Message)
	}
	if len(problems) > 0 {
		return nil, errs.E("assess", errs.Invalid, fmt.Sprintf("记录文件有 %d 处问题，没有测算；请先改好", len(problems)), nil)
	}
	if len(facts) == 0 {
		return nil, errs.E("assess", errs.Invalid, fmt.Sprintf("记录文件 %s 是空的；先导入：bin/qiangji import 台账.xlsx --out 记录.jsonl", a.Facts), nil)
	}
	return facts, nil
}

// A form is how an answer is printed.
type form struct {
	json bool
	list bool // every branch that help is needed for

	findings []app.Problem // what was found in the facts before
}

// answer computes and prints: one organisation in full, many as an overview or a
// list, or the document.
func answer(c *console, q operate.Question, how form) error {
	tally := report.NewTally(q.SchemeOf())
	bar := watch(c, &q)
	skipped := 0
	q.Skip = func() { skipped++ }
	stream := report.NewStream(c.out, report.NewDocument(q.Cut, how.findings))
	var last *app.Judged
	var broken error
	var unheeded []app.Problem
	err := q.Answer(func(j app.Judged) bool {
		unheeded = append(unheeded, report.Unheeded(j)...)
		last = &j
		switch {
		case how.json && q.Org != "":
			broken = stream.Add(report.OrgOf(j))
		case how.json:
			broken = stream.Add(report.Listed(j))
		case q.Org == "":
			tally.Add(j)
		}
		return broken == nil
	})
	bar.done()
	if err != nil {
		return err
	}
	list(c, "请核对", unheeded)
	if skipped > 0 {
		fmt.Fprintf(c.err, "有 %d 个支部的领域不归这个方案管，没有测算\n", skipped)
	}
	switch {
	case broken != nil:
		return unwritten(broken)
	case q.Org != "" && last == nil:
		return errs.E("assess", errs.NotFound, fmt.Sprintf("党组织 %s 在 %d 年还没有成立，或者已经撤销；看看 --year 和 --org", q.Org, q.Year), nil)
	case how.json:
		return unwritten(stream.Close())
	case last == nil:
		return errs.E("assess", errs.NotFound, fmt.Sprintf("没有支部可以测算：%d 年没有归这个方案管的支部；看看 --year 和 --pack，支部要先用党组织名册导入", q.Year), nil)
	}
	show(c, q, how, tally, last)
	return nil
}

// show prints what was computed: a single branch is explained, for an overview of one
// says nothing.
func show(c *console, q operate.Question, how form, tally *report.Tally, last *app.Judged) {
	ink := c.ink()
	if q.Org != "" {
		report.Branch(c.out, ink, *last)
		return
	}
	report.Head(c.out, ink, q.SchemeOf(), q.Year, q.Cut)
	switch {
	case how.list:
		tally.List(c.out, ink)
	case tally.Branches == 1:
		fmt.Fprintf(c.out, "要测算的只有一个支部，下面逐条解释。\n\n")
		report.Branch(c.out, ink, *last)
	default:
		tally.County(c.out, ink)
	}
}

// watch shows how far a question is: first the comparison, where the scheme needs
// one, then the assessment.
func watch(c *console, q *operate.Question) *progress {
	n := branches(q.Facts)
	first, bar := newProgress(c, "同组核算", n), newProgress(c, "测算", n)
	q.Compare, q.Step = first.step, bar.step
	return bar
}

// branches counts the organisations that facts are about, for the progress.
func branches(facts []fact.Fact) int {
	seen := map[party.OrgID]bool{}
	for i := range facts {
		seen[facts[i].Org] = true
	}
	return max(1, len(seen))
}
