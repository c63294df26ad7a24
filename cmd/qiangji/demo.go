package main

import (
	"context"
	"fmt"

	"qiangji/internal/app"
	"qiangji/internal/app/operate"
	"qiangji/internal/app/record"
	"qiangji/internal/app/report"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
	"qiangji/packs"
)

type demoCmd struct {
	place
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
	q := operate.Question{
		Library: operate.NewLibrary(packs.Files), Scheme: "county-demo", Year: demoYear,
		Cut: fact.Cut{On: demoDay}, Org: party.OrgID(d.Org),
	}
	q.Facts = d.made(c, county)
	if d.given() {
		var err error
		if q.Facts, err = d.stored(c, q.Facts); err != nil {
			return err
		}
	}
	if d.JSON || d.List || d.Org != "" {
		if how.json {
			how.findings = q.Admit() // what is generated is never refused
		}
		return answer(c, q, how)
	}
	return d.show(c, q)
}

// made generates the facts.
func (d *demoCmd) made(c *console, county operate.County) []fact.Fact {
	bar := newProgress(c, "造县", d.Branches)
	defer bar.done()
	var all []fact.Fact
	last := party.OrgID("")
	county.Facts(func(f fact.Fact) bool {
		if f.Org != last {
			last = f.Org
			bar.step()
		}
		all = append(all, f)
		return true
	})
	return all
}

// stored records the facts in a ledger marked as a demonstration, which is new or that of
// the same county already, and reads them back.
func (d *demoCmd) stored(c *console, facts []fact.Fact) ([]fact.Fact, error) {
	ctx, stop := stoppable()
	defer stop()
	h, err := d.create(ctx, c)
	if err != nil {
		return nil, err
	}
	err = h.fill(ctx, facts, fmt.Sprintf("branches-%d-seed-%d", d.Branches, d.Seed))
	if err == nil {
		err = h.settle(ctx)
	}
	if err == nil {
		facts, err = h.facts(ctx)
	}
	return facts, h.close(err)
}

// fill records the facts of a demonstration, portion by portion; what an earlier run has
// recorded already is passed over.
func (h *house) fill(ctx context.Context, facts []fact.Fact, county string) error {
	if err := h.behind(ctx); err != nil {
		return err
	}
	mark, err := h.setting(ctx, setDemo)
	if err != nil {
		return err
	}
	head, err := h.ledger.Head(ctx)
	switch {
	case err != nil:
		return err
	case mark == "" && (head.Last > 0 || head.Pending > 0):
		return errs.E("demo", errs.Invalid, "这里有真的记录，没有装入演示数据；请给一个新的目录", nil)
	case mark != "" && mark != county:
		return errs.E("demo", errs.Invalid, fmt.Sprintf("这里装的是另一个虚构的县（%s）；请给一个新的目录", mark), nil)
	}
	if err := h.set(ctx, "demo.fill", setDemo, county); err != nil {
		return err
	}
	operate.Migrated(facts, operate.DigestOf(county))
	recorder, words := h.recorder(), operate.NewLibrary(packs.Files).Words(schemes...)
	bar := newProgress(h.c, "登记", len(facts))
	defer bar.done()
	for part := range operate.Portions(facts) {
		q := record.Request{Facts: part, Words: words, Actor: actor(), Action: "demo.fill", Once: &app.Once{Org: part[0].Org, Key: "demo:" + string(part[0].ID)}}
		result, err := recorder.Append(ctx, q)
		if err == nil && len(result.Problems) > 0 {
			p := result.Problems[0]
			err = fmt.Errorf("演示数据登记不上：%s %s：%s", p.Fact, p.Field, p.Message)
		}
		if err != nil {
			return err
		}
		for range part {
			bar.step()
		}
	}
	return nil
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
