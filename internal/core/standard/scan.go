package standard

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The bounds of one expression.
const (
	maxExprBytes = 500
	maxExprNodes = 64
	maxExprDepth = 12
)

// A scanner reads the text of an expression before the parser does. It refuses
// every character and word that the language has no use for, so that the parser
// sees only a small part of its own language; turns the Chinese operators into
// the parser's; and takes the numbers out, each leaving a 1 in its place, so that
// none passes through a float.
type scanner struct {
	text    []rune
	at      int
	out     strings.Builder
	origin  []int       // place in text of every character of out
	numbers map[int]Rat // by place in out
	dotted  bool        // the last token was a dot: a name follows
	problem *Problem
}

// chineseWords are operators that may be written in Chinese.
var chineseWords = map[string]string{"且": "&&", "或": "||", "非": "!", "属于": "in", "不属于": "not in"}

// spokenWords are what people say for an operator, with how it is written.
var spokenWords = map[string]string{
	"或者": "或", "并且": "且", "而且": "且", "同时": "且", "不是": "非", "并非": "非", "等于": "==", "不等于": "!=",
	"大于": ">", "小于": "<", "大于等于": ">=", "小于等于": "<=", "不小于": ">=", "不少于": ">=", "不低于": ">=", "不大于": "<=", "不多于": "<=", "不超过": "<=",
}

// plainWords are the ASCII words with a meaning of their own.
var plainWords = []string{"true", "false", "and", "or", "not", "in"}

// replacements say what to write instead of a character.
var replacements = map[rune]string{
	'（': "(", '）': ")", '，': ",", '、': ",", '“': `"`, '”': `"`, '‘': `"`, '’': `"`, '＞': ">", '＜': "<", '≥': ">=",
	'≤': "<=", '＝': "==", '≠': "!=", '×': "*", '÷': "/", '＋': "+", '－': "-", '—': "-", '？': "?", '：': ":", '！': "!",
	'．': ".", '。': ".", '\u3000': "普通空格", '\u00a0': "普通空格", '【': "[", '】': "]", '［': "[", '］': "]", '％': "小数，90% 写 0.9",
}

// pairs are the two-character operators that are allowed.
var pairs = []string{"<=", ">=", "==", "!=", "&&", "||"}

// scan reads all of text.
func scan(text string) *scanner {
	s := &scanner{text: []rune(text), numbers: map[int]Rat{}}
	if len(text) > maxExprBytes {
		s.fail(0, CodeLimit, "表达式太长：最多 %d 字节，现有 %d 字节；把它拆成几个条目或几个计分项", maxExprBytes, len(text))
		return s
	}
	if !utf8.ValidString(text) {
		s.fail(0, CodeExpr, "表达式里有不是 UTF-8 的字节")
		return s
	}
	for s.at < len(s.text) && s.problem == nil {
		s.token()
	}
	return s
}

func (s *scanner) fail(at int, code, format string, args ...any) {
	if s.problem == nil {
		s.problem = exprProblem(s.text, at, code, fmt.Sprintf(format, args...))
	}
}

// emit writes a word that stands for the text from start on.
func (s *scanner) emit(start int, word string) {
	for range utf8.RuneCountInString(word) {
		s.origin = append(s.origin, start)
	}
	s.out.WriteString(word)
	s.dotted = word == "."
}

func (s *scanner) token() {
	start := s.at
	switch r := s.text[start]; {
	case r == ' ' || r == '\t' || r == '\n':
		s.at++
		s.origin = append(s.origin, start)
		s.out.WriteByte(' ')
	case r >= '0' && r <= '9':
		s.number()
	case nameRune(r):
		s.word()
	case r == '"' || r == '\'':
		s.quoted(r)
	default:
		s.operator()
	}
}

func (s *scanner) run(while func(rune) bool) string {
	start := s.at
	for s.at < len(s.text) && while(s.text[s.at]) {
		s.at++
	}
	return string(s.text[start:s.at])
}

// number reads a decimal and keeps it exactly.
func (s *scanner) number() {
	start := s.at
	text := s.run(func(r rune) bool { return r >= '0' && r <= '9' || r == '.' || nameRune(r) })
	if s.at < len(s.text) && (s.text[s.at] == '%' || s.text[s.at] == '％') {
		n, _ := decimalOf(text)
		s.fail(start, CodeExpr, "表达式里不写百分号：%s%% 要写成 %s", text, n.Div(Int(100)))
		return
	}
	n, ok := decimalOf(text)
	if !ok {
		digits := strings.TrimLeft(text, "0123456789.")
		if digits != "" && han([]rune(digits)[0]) {
			s.fail(start, CodeExpr, "数字后面不写单位：%s 要写成 %s", clip(text), strings.TrimSuffix(text, digits))
			return
		}
		s.fail(start, CodeExpr, "%s 不是数：写成 18 或 18.5 这样，最多 12 位整数、6 位小数", clip(text))
		return
	}
	s.numbers[len(s.origin)] = n
	s.emit(start, "1")
}

// word reads a name or an operator word.
func (s *scanner) word() {
	start, dotted := s.at, s.dotted
	word := s.run(nameRune)
	switch {
	case dotted:
		s.emit(start, word)
	case spokenWords[word] != "":
		s.fail(start, CodeExpr, "“%s”要写成“%s”", word, spokenWords[word])
	case chineseWords[word] != "":
		s.emit(start, chineseWords[word])
	case word[0] < utf8.RuneSelf && !contains(plainWords, word):
		s.fail(start, CodeName, "没有叫“%s”的名称：表达式里的名称都是中文%s", clip(word), suggest(word, plainWords))
	default:
		s.emit(start, word)
	}
}

// quoted reads a text literal; it has no escapes.
func (s *scanner) quoted(quote rune) {
	start := s.at
	s.at++
	body := s.run(func(r rune) bool { return r != quote && r != '\\' && unicode.IsPrint(r) })
	if s.at == len(s.text) || s.text[s.at] != quote {
		s.fail(start, CodeExpr, "引号没有配对，或引号里有换行、反斜杠")
		return
	}
	s.at++
	s.origin = append(s.origin, start)
	s.out.WriteRune(quote)
	for i := range utf8.RuneCountInString(body) {
		s.origin = append(s.origin, start+1+i)
	}
	s.out.WriteString(body)
	s.emit(s.at-1, string(quote))
}

func (s *scanner) operator() {
	start := s.at
	r := s.text[start]
	if start+1 < len(s.text) {
		if two := string(s.text[start : start+2]); contains(pairs, two) {
			s.at += 2
			s.emit(start, two)
			return
		} else if why := strange[two]; why != "" {
			s.fail(start, CodeExpr, "%s", why)
			return
		}
	}
	s.at++
	switch {
	case strings.ContainsRune("+-*/(),.?:!<>[]", r):
		s.emit(start, string(r))
	case r == '=':
		s.fail(start, CodeExpr, "判断相等要写两个等号：==")
	case r == '&' || r == '|':
		s.fail(start, CodeExpr, "并且写 且(或 and)，或者写 或(或 or)")
	case replacements[r] != "":
		s.fail(start, CodeExpr, "这里的“%c”要写成半角的 %s", r, replacements[r])
	default:
		s.fail(start, CodeExpr, "表达式里不能有“%s”", printable(r))
	}
}

// strange are pairs of allowed characters that mean nothing together.
var strange = map[string]string{
	"//": "表达式里不写注释；注释写在 YAML 里，用 #", "/*": "表达式里不写注释；注释写在 YAML 里，用 #", "**": "没有乘方；乘号只写一个 *",
	"..": "表达式里没有范围；列表写 [\"甲\", \"乙\"]", "?.": "问号后面要有空格：条件 ? 甲 : 乙", "??": "没有 ??；判断有没有值用 有值(名称)",
	"?:": "条件 ? 甲 : 乙，甲不能省", "::": "冒号只写一个", "=<": "小于等于写 <=", "=>": "大于等于写 >=", "<>": "不等于写 !=", "?[": "问号后面要有空格：条件 ? 甲 : 乙",
}

func printable(r rune) string {
	if unicode.IsPrint(r) {
		return string(r)
	}
	return fmt.Sprintf("U+%04X", r)
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// exprProblem places a problem at a character of an expression, line and column
// from 1.
func exprProblem(text []rune, at int, code, message string) *Problem {
	line, col := 1, 1
	for _, r := range text[:min(at, len(text))] {
		col++
		if r == '\n' {
			line, col = line+1, 1
		}
	}
	return &Problem{Line: line, Col: col, Code: code, Message: message}
}
