package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"qiangji/internal/app/operate"
	"qiangji/internal/app/report"
	"qiangji/internal/errs"
	"qiangji/internal/party"
	"qiangji/packs"
)

// packCmd groups the commands about packs.
type packCmd struct {
	Check   packCheckCmd   `cmd:"" help:"列出标准包的全部问题：文件、行、列、怎么改"`
	Test    packTestCmd    `cmd:"" help:"运行标准包自带的测试"`
	Resolve packResolveCmd `cmd:"" help:"按领域展开成一份完整的标准"`
}

type packCheckCmd struct {
	Dirs []string `arg:"" name:"目录" help:"标准包目录，或内置标准包的编号（如 floor、county-demo）"`
	JSON bool     `help:"输出 JSON"`
}

type packTestCmd struct {
	Dirs []string `arg:"" name:"目录" help:"标准包目录或内置编号"`
	JSON bool     `help:"输出 JSON"`
}

type packResolveCmd struct {
	Dir     string `arg:"" name:"目录" help:"标准包目录或内置编号"`
	Profile string `required:"" help:"领域：村、社区、机关、国企、高校教师、高校学生、非公企业、社会组织、事业单位、离退休、流动党员"`
	On      string `placeholder:"日期" help:"按哪一天生效的条目展开（默认今天）"`
	Burden  bool   `help:"只看负担：3、6、31、50 人的支部一年要做几条、花多少小时"`
	JSON    bool   `help:"输出 JSON"`
}

// library opens the pack named by a directory or by an embedded id.
func library(arg string) (*operate.Library, party.SchemeID, error) {
	if _, err := fs.Stat(packs.Files, filepath.ToSlash(filepath.Join(arg, "pack.yaml"))); err == nil {
		if _, err := os.Stat(filepath.Join(arg, "pack.yaml")); err != nil {
			return operate.NewLibrary(packs.Files), party.SchemeID(arg), nil
		}
	}
	if _, err := os.Stat(filepath.Join(arg, "pack.yaml")); err != nil {
		return nil, "", errs.E("pack", errs.NotFound, noPack(arg), nil)
	}
	return operate.OpenDir(arg, packs.Files)
}

// noPack says why there is no pack where a user looked for one, and what to give.
func noPack(arg string) string {
	const give = "请给标准包的目录，或内置编号（floor、county-demo、domain/village……）"
	if at, err := os.Stat(arg); err != nil {
		return fmt.Sprintf("没有 %s 这个目录；%s", arg, give)
	} else if !at.IsDir() {
		return fmt.Sprintf("%s 是文件；请给它所在的目录 %s", arg, filepath.Dir(arg))
	}
	for _, name := range []string{"pack.yaml.txt", "pack.yml", "pack.yml.txt", "pack.txt", "Pack.yaml", "PACK.YAML"} {
		if _, err := os.Stat(filepath.Join(arg, name)); err == nil {
			return fmt.Sprintf("%s 里没有 pack.yaml，有 %s，请改名为 pack.yaml", arg, name)
		}
	}
	return fmt.Sprintf("%s 里没有 pack.yaml；%s", arg, give)
}

// Run checks each pack and prints its problems.
func (p *packCheckCmd) Run(c *console) error {
	all, bad := []operate.Problem{}, false
	for _, dir := range p.Dirs {
		lib, id, err := library(dir)
		if err != nil {
			return err
		}
		problems, err := lib.Check(id)
		if err != nil {
			return err
		}
		warnings := 0
		for _, x := range problems {
			if x.Warn {
				warnings++
			} else {
				bad = true
			}
			if !p.JSON {
				fmt.Fprintln(c.out, report.Problem(x))
			}
		}
		all = append(all, problems...)
		if !p.JSON {
			fmt.Fprintf(c.out, "%s：%d 个错误，%d 个提醒\n", id, len(problems)-warnings, warnings)
			if operate.Partial(problems) {
				fmt.Fprintln(c.out, "改好再查一遍，后面可能还有")
			}
		}
	}
	if p.JSON {
		if err := writeJSON(c, map[string]any{"schema": "pack-check/1", "problems": all, "partial": operate.Partial(all)}); err != nil {
			return err
		}
	}
	if bad {
		return answerNo{}
	}
	return nil
}

// Run runs the packs' own tests.
func (p *packTestCmd) Run(c *console) error {
	passed, failed := 0, 0
	results := []operate.TestResult{}
	for _, dir := range p.Dirs {
		lib, id, err := library(dir)
		if err != nil {
			return err
		}
		rs, err := lib.Test(id)
		if err != nil {
			return err
		}
		for _, r := range rs {
			if len(r.Wrong) == 0 {
				passed++
				continue
			}
			failed++
			if !p.JSON {
				fmt.Fprintf(c.out, "✗ %s：%s\n    %s\n", r.File, r.Test, strings.Join(r.Wrong, "\n    "))
			}
		}
		results = append(results, rs...)
		if !p.JSON {
			fmt.Fprintf(c.out, "%s：%d 个测试\n", id, len(rs))
		}
	}
	if p.JSON {
		if err := writeJSON(c, map[string]any{"schema": "pack-test/1", "results": results}); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(c.out, "通过 %d 个，没过 %d 个\n", passed, failed)
	}
	if failed > 0 {
		return answerNo{}
	}
	return nil
}

// Run resolves a pack for one profile.
func (p *packResolveCmd) Run(c *console) error {
	domain, ok := party.Domains.Code(p.Profile)
	if !ok {
		return usageError{fmt.Sprintf("--profile %s 不是领域；可选：%s", p.Profile, party.Domains.Names())}
	}
	on := party.DateIn(c.now())
	if p.On != "" {
		var err error
		if on, err = party.ParseDate(p.On); err != nil {
			return usageError{"--on：" + err.Error()}
		}
	}
	lib, id, err := library(p.Dir)
	if err != nil {
		return err
	}
	std, problems := lib.Resolve(id, domain, on)
	for _, x := range problems {
		fmt.Fprintln(c.err, report.Problem(x))
	}
	if std == nil {
		return answerNo{}
	}
	rows := operate.Burden(std)
	switch {
	case p.JSON && p.Burden:
		return writeJSON(c, map[string]any{"schema": "burden/1", "standard": std.Digest, "rows": rows})
	case p.JSON:
		return writeJSON(c, report.StandardJSON(std))
	case p.Burden:
		report.Burden(c.out, std, rows)
	default:
		report.Standard(c.out, std)
	}
	return nil
}

func writeJSON(c *console, v any) error {
	e := json.NewEncoder(c.out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return unwritten(e.Encode(v))
}

// unwritten says that the results did not get out, if they did not.
func unwritten(err error) error {
	if err != nil {
		return errs.E("output", errs.IO, "结果写不出去", err)
	}
	return nil
}
