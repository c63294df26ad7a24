package main

import (
	"fmt"

	"qiangji/internal/app"
	"qiangji/internal/app/operate"
	"qiangji/internal/app/report"
	"qiangji/internal/core/fact"
	"qiangji/internal/party"
	"qiangji/packs"
)

type demoCmd struct {
	Branches int    `default:"600" help:"支部数"`
	Seed     uint64 `default:"1" help:"种子"`
	Org      string `placeholder:"编号或名称" help:"解释哪个支部（默认挑一个有事可做的）"`
	List     bool   `help:"列出需要帮的全部支部：按要帮什么分，按编号排"`
	JSON     bool   `help:"输出 JSON（schema assess/1）"`
}

// The demonstration is always of the same day, so that it always says the same.
var (
	demoYear  = 2026
	demoYears = 2
	demoDay   = party.DateOf(2026, 11, 15)
)

// Run generates the county in memory and shows it.
func (d *demoCmd) Run(c *console) error {
	if d.Branches < 1 || d.Branches > 100_000 {
		return usageError{"--branches 要在 1 到 100000 之间"}
	}
	how := form{json: d.JSON, list: d.List}
	if err := how.check(d.Org); err != nil {
		return err
	}
	county := operate.County{Branches: d.Branches, Seed: d.Seed, Year: demoYear, Years: demoYears, Until: demoDay}
	bar := newProgress(c, "造县", d.Branches)
	q := operate.Question{
		Library: operate.NewLibrary(packs.Files), Scheme: "county-demo", Year: demoYear,
		Cut: fact.Cut{On: demoDay}, Org: party.OrgID(d.Org),
	}
	last := party.OrgID("")
	county.Facts(func(f fact.Fact) bool {
		if f.Org != last {
			last = f.Org
			bar.step()
		}
		q.Facts = append(q.Facts, f)
		return true
	})
	bar.done()
	if d.JSON || d.List || d.Org != "" {
		if how.json {
			how.findings = q.Admit() // what is generated is never refused
		}
		return answer(c, q, how)
	}
	return d.show(c, q)
}

// show prints the overview and then one branch in full: the first whose step is
// still to be done and whose record is whole enough for a band.
func (d *demoCmd) show(c *console, q operate.Question) error {
	ink := c.ink()
	scheme := q.SchemeOf()
	tally := report.NewTally(scheme)
	bar := watch(c, &q)
	var told *app.Judged
	err := q.Answer(func(j app.Judged) bool {
		tally.Add(j)
		better := told == nil || told.Rating.Next.Level == "" && j.Rating.Next.Level != ""
		if better && j.Banded() && j.Rating.Step != nil && len(j.Year.Members) < 30 {
			told = &j
		}
		return true
	})
	bar.done()
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%s  虚构的县，%d 个支部，%d 名党员，%d 条记录\n", ink.Bold("强基演示"), tally.Branches, tally.Members, len(q.Facts))
	report.Head(c.out, ink, scheme, q.Year, q.Cut)
	tally.County(c.out, ink)
	if told != nil {
		fmt.Fprintf(c.out, "\n%s\n\n", ink.Bold("四、把一个支部说清楚"))
		report.Branch(c.out, ink, *told)
	}
	fmt.Fprintf(c.out, "\n换一个支部看：bin/qiangji demo --org b00007　　名单：--list　　机器读：--json\n用自己的台账：doc/import.md\n")
	fmt.Fprintf(c.out, "同样的记录写成文件：\n  bin/qiangji generate --branches %d --seed %d --years %d --until %s --out 虚构.jsonl\n", d.Branches, d.Seed, demoYears, demoDay)
	return nil
}
