package main

import (
	"fmt"
	"os"
	"runtime/debug"

	"qiangji/internal/app/operate"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

type generateCmd struct {
	Branches int    `required:"" help:"支部数"`
	Seed     uint64 `required:"" help:"种子：同一个种子，生成的记录一字不差"`
	Out      string `required:"" placeholder:"文件" help:"写到哪个 .jsonl 文件；- 是标准输出"`
	Year     int    `default:"2026" help:"最后一年"`
	Years    int    `default:"1" help:"生成几年"`
	Until    string `placeholder:"日期" help:"这天之后什么也没发生（默认年底）"`
}

// Run writes the synthetic facts.
func (g *generateCmd) Run(c *console) error {
	if g.Branches < 1 || g.Branches > 1_000_000 || g.Years < 1 || g.Years > 30 || g.Year < 1950 || g.Year > 2150 {
		return usageError{"--branches 要在 1 到 1000000 之间，--years 1 到 30，--year 1950 到 2150"}
	}
	county := operate.County{Branches: g.Branches, Seed: g.Seed, Year: g.Year, Years: g.Years}
	if g.Until != "" {
		var err error
		if county.Until, err = readDay("--until", g.Until); err != nil {
			return err
		}
	}
	if err := fresh(g.Out); err != nil {
		return err
	}
	if g.Out == "-" {
		return operate.WriteFacts(c.out, county.Facts)
	}
	bar := newProgress(c, "生成", g.Branches)
	n := 0
	err := writeFile(g.Out, func(f *os.File) error {
		return operate.WriteFacts(f, func(yield func(fact.Fact) bool) {
			last := party.OrgID("")
			county.Facts(func(x fact.Fact) bool {
				if n++; x.Org != last {
					last = x.Org
					bar.step()
				}
				return yield(x)
			})
		})
	})
	bar.done()
	if err != nil {
		return err
	}
	fmt.Fprintf(c.err, "写好 %s：%d 条记录\n", g.Out, n)
	return nil
}

// fresh refuses to write over a file that is there already.
func fresh(name string) error {
	if _, err := os.Stat(name); err == nil && name != "-" {
		return usageError{fmt.Sprintf("%s 已经有了，没有覆盖；请换一个名字，或先把它移开", name)}
	}
	return nil
}

// writeFile writes a whole file or leaves none: a temporary file beside it is
// renamed when everything is written.
func writeFile(name string, write func(*os.File) error) error {
	f, err := os.CreateTemp(dirOf(name), ".qiangji-*")
	if err != nil {
		return errs.E("write", errs.IO, fmt.Sprintf("%s 写不了：目录要存在并且可写", name), err)
	}
	defer func() { _ = os.Remove(f.Name()) }() // already renamed when all went well
	if err := write(f); err != nil {
		_ = f.Close() // the first error is the one to tell
		return err
	}
	if err := f.Sync(); err != nil {
		_ = f.Close() // the first error is the one to tell
		return errs.E("write", errs.IO, fmt.Sprintf("%s 写不进磁盘", name), err)
	}
	if err := f.Close(); err != nil {
		return errs.E("write", errs.IO, fmt.Sprintf("%s 写不进磁盘", name), err)
	}
	if err := os.Rename(f.Name(), name); err != nil {
		return errs.E("write", errs.IO, fmt.Sprintf("%s 写不了", name), err)
	}
	return nil
}

type versionCmd struct{}

// Run prints versions: of the program, the engine and the folded year.
func (versionCmd) Run(c *console) error {
	version := "开发版"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		version = info.Main.Version
	}
	fmt.Fprintf(c.out, "强基 %s · %s\n", version, operate.Reckoning())
	return nil
}
