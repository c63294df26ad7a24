package main

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// chineseUsage turns the parser's English into Chinese, keeping the names.
func chineseUsage(text string) string {
	for _, r := range [][2]string{
		{"expected a valid 64 bit int but got ", "要写整数，现在是 "}, {"expected a valid 64 bit uint but got ", "要写不小于 0 的整数，现在是 "},
		{"must be an int but got", "要写整数，现在是"}, {"expected one of", "应为以下之一"},
		{"unexpected argument ", "多出来的参数 "}, {"unknown flag ", "没有这个选项 "}, {"missing flags: ", "还缺选项 "},
		{"missing flag ", "还缺选项 "}, {"expected ", "还缺 "}, {", did you mean ", "，是不是想写 "}, {"one of ", "以下之一："},
		{"=STRING", ""}, {"=UINT-64", ""}, {"=INT", ""}, {"expected no arguments", "不要参数"},
		{" got ", "，现在是 "}, {"no such file or directory", "没有这个文件或目录"}, {"?", ""},
		{" (short flag); perhaps try ", "；负数要写成 "},
	} {
		text = strings.ReplaceAll(text, r[0], r[1])
	}
	return text
}

// misused says what is wrong with the arguments; a first word that is no command is
// called so.
func misused(parser *kong.Kong, args []string, err error) string {
	names := []string{}
	for _, n := range parser.Model.Children {
		if n.Name == args[0] {
			return chineseUsage(err.Error())
		}
		names = append(names, n.Name)
	}
	if strings.HasPrefix(args[0], "-") {
		return chineseUsage(err.Error())
	}
	return "没有“" + args[0] + "”这个命令；可用的有：" + strings.Join(names, "、")
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
	if len(node.Children) > 0 {
		fmt.Fprintln(w, "\n命令：")
		for _, c := range node.Children {
			fmt.Fprintf(w, "  %-10s %s\n", c.Name, c.Help)
		}
	}
	for i, p := range node.Positional {
		if i == 0 {
			fmt.Fprintln(w, "\n参数：")
		}
		fmt.Fprintf(w, "  %-22s %s\n", p.Summary(), p.Help)
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
		note := f.Help
		if f.HasDefault && f.Default != "" {
			note += "（默认 " + f.Default + "）"
		}
		fmt.Fprintf(w, "  %-22s %s\n", flagName(f), note)
	}
	return nil
}

func usageLine(n *kong.Node) string {
	words := "qiangji"
	if n.Type == kong.CommandNode {
		words += " " + n.Path()
	}
	switch {
	case len(n.Children) > 0:
		words += " 命令"
	default:
		for _, p := range n.Positional {
			words += " " + p.Summary()
		}
	}
	return words + " [选项]"
}

func flagName(f *kong.Flag) string {
	if f.IsBool() {
		return "--" + f.Name
	}
	return "--" + f.Name + " " + strings.ToUpper(f.FormatPlaceHolder())
}
