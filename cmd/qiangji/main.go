// Command qiangji is the one binary of 强基: flags and wiring, nothing else.
//
// Exit status: 0 done, 1 the answer is no (a pack has problems, rows were
// refused), 2 unusable arguments, 3 a file could not be read or written.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/alecthomas/kong"

	"qiangji/internal/app/report"
	"qiangji/internal/errs"
)

// The exit statuses (DESIGN §10).
const (
	exitDone  = 0
	exitNo    = 1
	exitUsage = 2
	exitIO    = 3
)

// program is the command line; its fields are the commands of doc/cli.md.
type program struct {
	Demo     demoCmd     `cmd:"" help:"造一个虚构的县，在终端里看全县测算和一个支部的解释"`
	Pack     packCmd     `cmd:"" help:"检查、测试、展开标准包"`
	Assess   assessCmd   `cmd:"" help:"用标准包测算记录文件里的支部"`
	Import   importCmd   `cmd:"" help:"把 Excel 台账登记进数据目录，或者变成记录文件"`
	Export   exportCmd   `cmd:"" help:"导出台账：记录、审计和封印"`
	Verify   verifyCmd   `cmd:"" help:"核验台账或它的副本：有没有被改动、损坏、删去，在哪里"`
	Rebuild  rebuildCmd  `cmd:"" help:"重建供总览用的列表，或者和从头重算的比一比"`
	Backup   backupCmd   `cmd:"" help:"备份：不停用，加密，恢复并核验过才算数"`
	Restore  restoreCmd  `cmd:"" help:"把备份恢复到新的目录，并说明少了什么"`
	Doctor   doctorCmd   `cmd:"" help:"检查这份数据靠的一切：版本、设置、磁盘、时钟、密钥、备份"`
	KeysCmd  keysCmd     `cmd:"" name:"keys" help:"更换密钥，找一个人的编号，抹去一个人，认下损失"`
	Template templateCmd `cmd:"" help:"写出空白的台账模板"`
	Generate generateCmd `cmd:"" help:"生成可重现的虚构记录"`
	Version  versionCmd  `cmd:"" help:"版本"`
}

// console is what every command writes to: results to out, progress and problems
// to err; now is the one clock.
type console struct {
	out, err io.Writer
	colour   bool // out is a terminal
	columns  int  // of the terminal that out is; 0 where it is none
	progress bool // err is a terminal
	now      func() time.Time
}

// ink is what results are written with.
func (c *console) ink() report.Palette { return report.Palette{On: c.colour, Columns: c.columns} }

// answerNo is the error of a command whose answer is no: status 1, nothing printed.
type answerNo struct{}

func (answerNo) Error() string { return "" }

// usageError is an argument that cannot be used: status 2.
type usageError struct{ text string }

func (e usageError) Error() string { return e.text }

func main() {
	c := &console{out: os.Stdout, err: os.Stderr, colour: terminal(os.Stdout) && os.Getenv("NO_COLOR") == "", progress: terminal(os.Stderr), columns: columns(os.Stdout), now: time.Now}
	os.Exit(run(c, os.Args[1:]))
}

// terminal reports whether f is a terminal that takes colour.
func terminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("TERM") != "dumb"
}

// run runs a command line and returns the exit status; results that could not be
// written are status 3, whatever else there is to say.
func run(c *console, args []string) int {
	kept, mine := &keeper{to: c.out}, *c
	mine.out = kept
	code := mine.run(args)
	if kept.err != nil && code != exitIO {
		fmt.Fprintf(c.err, "结果没有写完（%s）\n", cause(kept.err))
		return exitIO
	}
	return code
}

// A keeper writes on to another writer, and keeps the first error: results that
// were not written whole are no results.
type keeper struct {
	to  io.Writer
	err error
}

func (k *keeper) Write(p []byte) (int, error) {
	if k.err != nil {
		return 0, k.err
	}
	n, err := k.to.Write(p)
	k.err = err
	return n, err
}

// run parses the arguments and runs the command.
func (c *console) run(args []string) int {
	if len(args) == 0 {
		args = []string{"--help"}
	}
	left := false
	parser, err := kong.New(&program{},
		kong.Name("qiangji"), kong.Description("强基：基层党支部标准化规范化建设与质量提升。手册见 doc/cli.md。"),
		kong.Writers(c.out, c.err), kong.Exit(func(int) { left = true }), kong.Bind(c),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}), kong.Help(chineseHelp))
	if err != nil {
		fmt.Fprintln(c.err, err)
		return exitUsage
	}
	ctx, err := parser.Parse(args)
	if left {
		return exitDone
	}
	if err != nil {
		fmt.Fprintf(c.err, "参数不对：%s\n用法看：bin/qiangji --help，或 bin/qiangji 命令 --help\n", misused(parser, args, err))
		return exitUsage
	}
	return status(c, ctx.Run(c))
}

func status(c *console, err error) int {
	var usage usageError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, answerNo{}):
		return exitNo
	case errors.As(err, &usage):
		fmt.Fprintln(c.err, usage.text)
		return exitUsage
	}
	fmt.Fprintln(c.err, failure(err))
	switch errs.KindOf(err) {
	case errs.Invalid, errs.NotFound, errs.TooLarge:
		return exitUsage
	}
	return exitIO
}
