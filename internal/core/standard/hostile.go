package standard

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/token"
)

// The limits of a pack's YAML, checked before any tree is built. They are ten
// times what the largest published rubric needs, and small enough that a refusal
// takes less than 50 ms.
const (
	maxFileBytes = 128 << 10
	maxPackBytes = 512 << 10
	maxPackFiles = 100
	maxYAMLDepth = 24
	maxYAMLMarks = 10_000 // of punctuation in a file: each may cost a token
	maxPackMarks = 40_000
	maxYAMLLine  = 8 << 10 // bytes
)

type tokenT = token.Token

// hostilePack refuses files of which packs never have so many, or so large.
func hostilePack(files []File) *Problem {
	size := totalSize(files)
	switch {
	case size > maxPackBytes:
		return hostileProblem(files[0].Name, 1, 1, "标准包共 %d 字节，超过上限 %d 字节；请拆成几个包", size, maxPackBytes)
	case len(files) > maxPackFiles:
		return hostileProblem(files[0].Name, 1, 1, "标准包有 %d 个文件，超过上限 %d 个；请合并", len(files), maxPackFiles)
	}
	marks := 0
	for _, f := range files {
		marks += marksIn(f.Data)
	}
	if marks > maxPackMarks {
		return hostileProblem(files[0].Name, 1, 1, "标准包里的标点太多(超过 %d 个)；请拆成几个包", maxPackMarks)
	}
	return nil
}

// marksIn counts the punctuation that can begin or end a token.
func marksIn(data []byte) int {
	n := 0
	for _, c := range data {
		switch c {
		case ',', ':', '{', '}', '[', ']', '\'', '"', '?', '-', '\n', '&', '*', '!', '|', '>', '%', '@', '`', '#':
			n++
		}
	}
	return n
}

func hostileProblem(file string, line, col int, format string, args ...any) *Problem {
	return &Problem{File: file, Line: line, Col: col, Code: CodeHostile, Message: fmt.Sprintf(format, args...)}
}

// hostile refuses what packs never need and attackers do, in one pass over the
// bytes and one over the tokens; it returns the first such thing.
func hostile(f File) *Problem {
	bad := func(line, col int, format string, args ...any) *Problem {
		return hostileProblem(f.Name, line, col, format, args...)
	}
	switch {
	case len(f.Data) > maxFileBytes:
		return bad(1, 1, "文件 %d 字节，超过上限 %d 字节；请拆成几个文件", len(f.Data), maxFileBytes)
	case !utf8.Valid(f.Data):
		line := 1 + bytes.Count(f.Data[:invalidAt(f.Data)], []byte{'\n'})
		return bad(line, 1, "文件不是 UTF-8 编码；请另存为 UTF-8")
	case marksIn(f.Data) > maxYAMLMarks:
		return bad(1, 1, "文件里的标点太多(超过 %d 个)；请拆成几个文件", maxYAMLMarks)
	}
	n := 0
	for line := range strings.Lines(string(f.Data)) {
		n++
		if p := hostileLine(strings.TrimRight(line, "\r\n"), n, bad); p != nil {
			return p
		}
	}
	if line, depth := deepest(f.Data); depth > maxYAMLDepth {
		return bad(line, 1, "嵌套太深(超过 %d 层)；标准包用不着这么深", maxYAMLDepth)
	}
	return hostileTokens(f, bad)
}

// invalidAt returns where the first byte stands that is not UTF-8.
func invalidAt(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size <= 1 {
			return i
		}
		i += size
	}
	return len(data)
}

// hostileTokens looks at the tokens; that the tokenizer itself fails is a problem
// of the text, too.
func hostileTokens(f File, bad func(int, int, string, ...any) *Problem) (p *Problem) {
	defer func() {
		if recover() != nil {
			p = bad(1, 1, "这段文字解析不了；检查缩进和引号")
		}
	}()
	content := false
	for _, t := range lexer.Tokenize(string(f.Data)) {
		if why, ok := refused[t.Type]; ok {
			return bad(t.Position.Line, t.Position.Column, "%s", why)
		}
		if t.Type == token.DocumentHeaderType && content {
			return bad(t.Position.Line, t.Position.Column, "一个文件里只能有一份文档，不能用 --- 分开")
		}
		content = content || t.Type != token.CommentType
	}
	return nil
}

// refused are the token types that no pack needs, with what to do instead.
var refused = map[token.Type]string{
	token.AnchorType:      "不能用锚(&名字)；请把内容写全",
	token.AliasType:       "不能用引用(*名字)；请把内容写全，以 * 开头的文字请加引号",
	token.TagType:         "不能用标签(!名字)；以 ! 开头的条件请写成 not (…) 或加引号",
	token.MergeKeyType:    "不能用合并键(<<)；请把内容写全",
	token.DirectiveType:   "不能用指令(%…)；以 % 开头的文字请加引号",
	token.DocumentEndType: "不能用文档结束符(...)",
}

// hostileLine refuses control characters and absurd lines.
func hostileLine(line string, n int, bad func(int, int, string, ...any) *Problem) *Problem {
	if len(line) > maxYAMLLine {
		return bad(n, 1, "这一行 %d 字节，太长了；一行最多 %d 字节", len(line), maxYAMLLine)
	}
	col := 0
	for i, r := range line {
		col++
		if r < 0x20 && r != '\t' && r != '\r' || r == 0x7F || r >= 0x80 && r < 0xA0 || r == 0xFEFF && (n > 1 || i > 0) || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 {
			return bad(n, col, "有不该出现的控制字符 U+%04X；请删去", r)
		}
	}
	if strings.HasPrefix(strings.TrimLeft(line, " "), "\t") {
		return bad(n, 1, "缩进用了制表符；请改成空格")
	}
	return nil
}

// deepest returns the greatest nesting that indentation, leading dashes and
// brackets can make, and the line where it is; it may overcount inside text.
func deepest(data []byte) (line, depth int) {
	var indents []int
	flow, at, most := 0, 1, 0
	for n, l := range bytes.Split(data, []byte{'\n'}) {
		text := bytes.TrimLeft(l, " ")
		if len(text) > 0 && text[0] != '#' && flow == 0 {
			indents = push(indents, len(l)-len(text))
			for bytes.HasPrefix(text, []byte("- ")) {
				rest := bytes.TrimLeft(text[1:], " ")
				indents = push(indents, len(l)-len(rest))
				text = rest
			}
		}
		for _, c := range text {
			switch c {
			case '[', '{':
				flow++
			case ']', '}':
				flow = max(0, flow-1)
			}
			if d := len(indents) + flow; d > most {
				at, most = n+1, d
			}
		}
	}
	return at, most
}

func push(indents []int, n int) []int {
	for len(indents) > 0 && indents[len(indents)-1] >= n {
		indents = indents[:len(indents)-1]
	}
	return append(indents, n)
}
