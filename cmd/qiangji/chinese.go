package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"
	"golang.org/x/text/width"

	"qiangji/internal/app/report"
)

// chineseUsage turns the parser's English into Chinese, keeping the names.
func chineseUsage(text string) string {
	for _, r := range [][2]string{
		{"expected one of", "要写以下之一"},
		{"unexpected argument ", "多出来的参数 "}, {"unknown flag ", "没有这个选项 "}, {"expected ", "还缺 "}, {", did you mean ", "，是不是想写 "}, {"one of ", "以下之一："},
		{"expected no arguments", "不要参数"}, {"bool value must be true, 1, yes, false, 0 or no but got", "后面不用写内容，现在是"},
		{`", "`, `"、"`}, {": ", "："},
		{" got ", "，现在是 "}, {"no such file or directory", "没有这个文件或目录"}, {"?", ""},
		{" (short flag); perhaps try ", "；负数要写成 "},
	} {
		text = strings.ReplaceAll(text, r[0], r[1])
	}
	return quoted.ReplaceAllString(text, "「$1」")
}

// quoted is a word as the parser quotes it.
var quoted = regexp.MustCompile(` ?"([^"]*)"`)

// misused says what is wrong with the arguments: first what an input method does to
// them, then a first word that is no command, then what the parser found.
func misused(parser *kong.Kong, args []string, err error) string {
	if said := mistyped(args); said != "" {
		return said
	}
	names := []string{}
	for _, n := range parser.Model.Children {
		if n.Name == args[0] {
			return mistaken(err.Error())
		}
		names = append(names, n.Name)
	}
	if strings.HasPrefix(args[0], "-") {
		return mistaken(err.Error())
	}
	return "没有「" + args[0] + "」这个命令；可用的有：" + strings.Join(names, "、")
}

// dashes are what an input method, a word processor or a slip makes of two hyphens.
const dashes = "-—–―−－‐‑"

// mistyped finds an option whose hyphens are not two of the keyboard's.
func mistyped(args []string) string {
	for _, a := range args {
		name := strings.TrimLeft(a, dashes)
		marks := strings.TrimSuffix(a, name)
		letter := name != "" && name[0] >= 'a' && name[0] <= 'z'
		if marks != "" && marks != "--" && letter && len(name) > 1 {
			return "选项前要用两个英文减号：--" + name + "（输入法常把它改成长横线）"
		}
	}
	return ""
}

// badNumber is what the parser says of a value that is not the number it should be.
var badNumber = regexp.MustCompile(`^(--[a-z-]+): expected (?:a valid (?:32|64) bit )?(u?int)(?: value)?(?: but)?(?: got)? ?"?([^"]*)"`)

// mistaken says in Chinese what the parser found.
func mistaken(text string) string {
	if strings.Contains(text, `"EOL"`) {
		flag, _, _ := strings.Cut(text, ":")
		return flag + " 后面要写上内容"
	}
	if flags, ok := strings.CutPrefix(text, "missing flags: "); ok {
		return "还缺选项 " + strings.NewReplacer(", --", "、--", "=STRING", "", "=INT", "", "=UINT-64", "", "=", " ").Replace(flags)
	}
	m := badNumber.FindStringSubmatch(text)
	if m == nil {
		return chineseUsage(text)
	}
	flag, unsigned, value := m[1], m[2] == "uint", m[3]
	half := width.Narrow.String(value)
	_, err := strconv.Atoi(half)
	switch {
	case half != value && err == nil:
		return flag + " 请用半角数字：" + half
	case unsigned:
		return flag + " 要写 0 或正整数，现在写的是「" + value + "」"
	}
	return flag + " 要写整数，现在写的是「" + value + "」"
}

// examples has one line for each command that does something.
var examples = map[string]string{
	"demo":             "bin/qiangji demo --org b00007",
	"pack check":       "bin/qiangji pack check 我的包",
	"pack test":        "bin/qiangji pack test county-demo",
	"pack resolve":     "bin/qiangji pack resolve county-demo --profile 村 --burden",
	"assess":           "bin/qiangji assess --pack county-demo --facts 记录.jsonl --year 2026 --org 某某村党支部",
	"import":           "bin/qiangji import 台账.xlsx --data 数据 --dry-run",
	"export":           "bin/qiangji export facts --data 数据 --out 导出.jsonl",
	"verify":           "bin/qiangji verify --data 数据",
	"rebuild":          "bin/qiangji rebuild --data 数据 --compare",
	"backup":           "bin/qiangji backup --data 数据 --out 周四",
	"restore":          "bin/qiangji restore 周四 --identity 备份私钥.txt --data 新数据 --keys 数据.keys",
	"doctor":           "bin/qiangji doctor --data 数据 --deep",
	"keys rotate":      "bin/qiangji keys rotate --data 数据 --backup 换钥",
	"keys find":        "bin/qiangji keys find 王春梅 --data 数据",
	"keys erase":       "bin/qiangji keys erase m-0001 --reason 云组发〔2026〕1号 --yes m-0001 --data 数据",
	"keys accept-loss": "bin/qiangji keys accept-loss --data 数据",
	"template":         "bin/qiangji template --out 模板",
	"generate":         "bin/qiangji generate --branches 600 --seed 1 --out 虚构.jsonl",
	"version":          "bin/qiangji version",
}

// chineseHelp prints the help of the whole program or of one command.
func chineseHelp(_ kong.HelpOptions, ctx *kong.Context) error {
	w := ctx.Stdout
	node := ctx.Selected()
	if node == nil {
		node = ctx.Model.Node
		fmt.Fprintf(w, "%s\n\n", ctx.Model.Help)
	} else if node.Help != "" {
		fmt.Fprintf(w, "%s\n\n", node.Help)
	}
	fmt.Fprintf(w, "用法：%s\n", usageLine(node))
	line := func(name, help string) {
		fmt.Fprintf(w, "  %s %s\n", report.Left(name, max(22, report.Width(name))), help)
	}
	if len(node.Children) > 0 {
		fmt.Fprintln(w, "\n命令：")
		for _, c := range node.Children {
			line(c.Name, c.Help)
		}
	}
	for i, p := range node.Positional {
		if i == 0 {
			fmt.Fprintln(w, "\n参数：")
		}
		line(argument(p), p.Help)
	}
	printed := false
	for _, f := range node.Flags {
		if f.Name == "help" || f.Hidden {
			continue
		}
		if !printed {
			fmt.Fprintln(w, "\n选项：")
			printed = true
		}
		line(flagName(f), flagHelp(f))
	}
	if node.Type == kong.CommandNode && examples[node.Path()] != "" {
		fmt.Fprintf(w, "\n例如：%s\n", examples[node.Path()])
	} else if node.Type != kong.CommandNode {
		fmt.Fprintln(w, "\n例如：bin/qiangji demo　　一个命令怎么用：bin/qiangji assess --help")
	}
	return nil
}

func usageLine(n *kong.Node) string {
	words := "bin/qiangji"
	if n.Type == kong.CommandNode {
		words += " " + n.Path()
	}
	switch {
	case len(n.Children) > 0:
		words += " 命令"
	default:
		for _, p := range n.Positional {
			words += " " + argument(p)
		}
		for _, f := range n.Flags {
			if f.Required {
				words += " " + flagName(f)
			}
		}
	}
	return words + " [选项]"
}

// argument names an argument; one of which a command takes a single one is not
// shown as a list, though the parser reads a list to say so.
func argument(p *kong.Positional) string {
	if strings.Contains(p.Help, "一次一个") {
		return strings.TrimSuffix(p.Summary(), " ...")
	}
	return p.Summary()
}

func flagName(f *kong.Flag) string {
	if f.IsBool() {
		return "--" + f.Name
	}
	holder := f.PlaceHolder
	switch {
	case holder != "":
	case strings.Contains(f.Target.Kind().String(), "int"):
		holder = "数"
	default:
		holder = "文字"
	}
	return "--" + f.Name + " " + holder
}

func flagHelp(f *kong.Flag) string {
	switch {
	case f.Required:
		return f.Help + "（必须写）"
	case f.HasDefault && f.Default != "":
		return f.Help + "（默认 " + f.Default + "）"
	}
	return f.Help
}
