package standard

import (
	"bytes"
	"errors"
	"regexp"
	"strings"
	"unicode/utf8"
)

// Vet returns what is wrong with a YAML file as such, whatever it is to say: it is
// hostile, or cannot be read. The tests beside a pack are held to it, too.
func Vet(f File) *Problem {
	f.Data = bytes.TrimPrefix(f.Data, []byte("\ufeff"))
	if p := hostile(f); p != nil {
		return p
	}
	if _, err := parseYAML(f.Data); err != nil {
		p := yamlProblem(f, err)
		return &p
	}
	return nil
}

// positioned is what the parser's errors tell of their place.
type positioned interface {
	error
	GetMessage() string
	GetToken() *tokenT
}

// yamlProblem tells a syntax error in Chinese with its place: nothing of the
// parser's own words, which are English and print the whole source again.
func yamlProblem(f File, err error) Problem {
	p := Problem{File: f.Name, Line: 1, Col: 1, Code: CodeYAML}
	said := ""
	var known positioned
	if errors.As(err, &known) {
		said = known.GetMessage()
		if t := known.GetToken(); t != nil && t.Position != nil {
			p.Line, p.Col = t.Position.Line, t.Position.Column
		}
	}
	if key, twice := strings.CutPrefix(said, "mapping key \""); twice && strings.Contains(said, "already defined") {
		key, _, _ = strings.Cut(key, "\" already defined")
		p.Code, p.Message = CodeTwice, "“"+clip(key)+"”写了两次；请删去一个"
		return p
	}
	p.Message = "YAML 写法不对：" + inChinese(said)
	if at, how := badColon(f.Data, p.Line); how != "" {
		p.Line, p.Col, p.Message = at.line, at.col, "YAML 写法不对："+how
	}
	return p
}

// keyLine is a line that was to begin with a key: the key with what stands before
// it, the colon and what follows.
var keyLine = regexp.MustCompile(`^((?: *- )* *[\p{Han}A-Za-z][\p{Han}A-Za-z0-9_.-]* *)(：|:)(.*)$`)

// badColon says where in a line that cannot be read the key has a full-width colon,
// or one without a blank; how is empty if it has neither.
func badColon(data []byte, line int) (where spot, how string) {
	lines := strings.Split(string(data), "\n")
	if line < 1 || line > len(lines) {
		return where, ""
	}
	m := keyLine.FindStringSubmatch(strings.TrimRight(lines[line-1], "\r"))
	if m == nil || m[2] == ":" && (m[3] == "" || m[3][0] == ' ') {
		return where, ""
	}
	where = spot{line: line, col: utf8.RuneCountInString(m[1]) + 1}
	if m[2] == ":" {
		return where, "冒号后面要有一个空格，写成 键: 值"
	}
	return where, "“：”要写成半角冒号加空格，写成 键: 值"
}

// syntax says in Chinese what the parser means, by words of its messages; the
// first that fits.
var syntax = []struct{ words, said string }{
	{"',' or ']'", "方括号 [ ] 里的值要用逗号分开，末尾要有 ]"},
	{"']' not found", "方括号 [ 没有配对的 ]；请补上"},
	{"',' or '}'", "花括号 { } 里的值要用逗号分开，末尾要有 }；值里有逗号的，整个值加引号"},
	{"'}'", "花括号没有配对；请补上，或删去多的一个"},
	{"']'", "方括号没有配对；请补上，或删去多的一个"},
	{"found ','", "多了一个逗号；请删去"},
	{"tab character", "缩进用了制表符；请改成空格"},
	{"'\t'", "用了制表符；请改成空格"},
	{"-quoted", "引号没有配对；请在末尾补上引号"},
	{"escape character", "双引号里有认不出的反斜杠；请改用单引号，或删去反斜杠"},
	{"surrogate", "双引号里的字符写法不对；请直接写汉字"},
	{"hex", "双引号里的字符写法不对；请直接写汉字"},
	{"reserved character", "值不能以 @ 或 ` 开头；请给整个值加引号"},
	{"implicit line break", "一个键断在了两行；请写在一行里，或检查引号配对"},
	{"number of indent", "| 或 > 后面的数字不对；请删去数字"},
	{"multi-line header", "| 或 > 后面的写法不对；请只写 | 或 |-"},
	{"document separator", "一个文件里只能有一份文档，不能用 --- 分开"},
	{"sequence entries", "列表的 - 写错了地方；请另起一行，和同一列表的其他 - 对齐"},
	{"value is not allowed", "值的位置不对：值里有冒号的整个加引号，下一层的缩进要比上一层多两个空格"},
	{"pre-defined", "同一行里有两个冒号；请另起一行，或给整个值加引号"},
	{"non-map value", "这一行缺冒号，或缩进和同一层的其他行不齐"},
	{"delimiter ':'", "这一行缺冒号；请写成 键: 值，冒号后面有一个空格"},
	{"key", "这一行缺冒号，或缩进和同一层的其他行不齐；请写成 键: 值，冒号后面有一个空格"},
	{"scalar value", "这一行的缩进和上下文不齐，或前一个引号没有配对"},
}

// inChinese says what a syntax error means and how to mend it.
func inChinese(message string) string {
	for _, s := range syntax {
		if strings.Contains(message, s.words) {
			return s.said
		}
	}
	return "这里读不下去；请检查这一行和上一行的缩进、冒号后的空格和引号配对"
}
