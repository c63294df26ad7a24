package fact

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"qiangji/internal/party"
)

// text checks a string by its role. There is no role for free text (C16).
func (c *checker) text(s string, f *field) {
	n := f.node
	if s == "" {
		c.here("「%s」没有填，请补上", f.label)
		return
	}
	switch n.role {
	case roleChoice:
		if !n.choices.has(s) {
			c.here("「%s」不能是 %s；可以是：%s", f.label, short([]byte(s)), n.choices.names)
		}
	case roleOrg, roleMember, roleFact, roleText, roleID:
		c.id(s, f)
	case roleDigest:
		if !goodDigest(s) {
			c.here("「%s」要写 64 位小写十六进制摘要，请从标准包或文件重新取一次", f.label)
		}
	case roleMonth:
		if w, err := party.ParseWindow(s); err != nil || w.Cadence != party.Monthly {
			c.here("「%s」要写成 2026-03 这样的月份", f.label)
		}
	case roleWindow:
		if _, err := party.ParseWindow(s); err != nil {
			c.here("「%s」看不懂：月写 2026-03，季写 2026-Q1，半年写 2026-H1，全年写 2026", f.label)
		}
	case roleName:
		c.name(s, f)
	case roleWord:
		c.word(s, f)
	}
}

// word is what a text is called in a message: the label of a code.
func (n *node) word(s string) string {
	if n.choices != nil {
		for _, c := range n.choices.choices {
			if c.Code == s {
				return c.Label
			}
		}
	}
	return s
}

// id checks an identifier. That of a person or a text is plain: what could be a
// name or a sentence is none (C16). A number that could be somebody's is not
// repeated in the message.
func (c *checker) id(s string, f *field) {
	plain := f.node.role == roleMember || f.node.role == roleText
	switch {
	case plain && !party.PlainID(s):
		c.here("「%s」这里写编号，只用英文字母、数字和 - _ . :，不超过 %d 字节；姓名写在人员文件里，文字写在文本文件里，这里写它们的编号", f.label, party.MaxID)
	case !party.GoodID(s):
		c.here("「%s」这里写编号，只用字母、数字、汉字和 - _ . : /，不超过 %d 字节；文字请放进文本再写它的编号", f.label, party.MaxID)
	case f.node.role != roleFact && personal(s):
		c.here("「%s」写的像是身份证号或手机号；记录里不放个人信息，请改用系统里的编号", f.label)
	}
}

// personal reports whether somewhere in an identifier stands an ID number or a
// mobile number.
func personal(s string) bool {
	from := 0
	for i := 0; i <= len(s); i++ {
		if i < len(s) && s[i] >= '0' && s[i] <= '9' {
			continue
		}
		x := i-from == 17 && i < len(s) && (s[i] == 'X' || s[i] == 'x')
		if somebodys(s[from:i]) || x && somebodys(s[from:i+1]) {
			return true
		}
		from = i + 1
	}
	return false
}

// somebodys reports whether a run of digits is an ID number or a mobile number.
func somebodys(run string) bool {
	switch len(run) {
	case 18:
		_, err := party.ParseIDNumber(run)
		return err == nil || errors.Is(err, party.ErrIDCheck)
	case 15:
		_, err := party.ParseIDNumber(run[:6] + "19" + run[6:] + "0")
		return err == nil || errors.Is(err, party.ErrIDCheck)
	case 13:
		return run[:2] == "86" && mobile(run[2:])
	case 11:
		return mobile(run)
	}
	return false
}

func mobile(run string) bool { return run[0] == '1' && run[1] >= '3' }

func goodDigest(s string) bool {
	return len(s) == 64 && strings.Trim(s, "0123456789abcdef") == ""
}

// name checks the public name of an organisation.
func (c *checker) name(s string, f *field) {
	n := utf8.RuneCountInString(s)
	switch {
	case n < 2 || n > 60:
		c.here("「%s」有 %d 个字，应当是 2 到 60 个字，以印章上的全称为准", f.label, n)
	case !utf8.ValidString(s) || strings.ContainsFunc(s, unprintable) || strings.TrimSpace(s) != s:
		c.here("「%s」里有看不见的字符或首尾空格，请重新输入", f.label)
	case longNumber(s):
		c.here("「%s」里有一长串数字，像是电话或证件号；名称里请不要写", f.label)
	}
}

func unprintable(r rune) bool { return !unicode.IsPrint(r) }

// word checks a name that a pack declares: a measure, a unit, a grade.
func (c *checker) word(s string, f *field) {
	n := utf8.RuneCountInString(s)
	switch {
	case n > 40:
		c.here("「%s」有 %d 个字，最多 40 个；这里只写标准包里定好的名称，不写说明", f.label, n)
	case !utf8.ValidString(s) || strings.ContainsFunc(s, notInWord):
		c.here("「%s」只用汉字、字母、数字和 %% / - _ . ·（），不写句子；名称见标准包", f.label)
	case longNumber(s):
		c.here("「%s」里有一长串数字，像是电话或证件号；请改用标准包里定好的名称", f.label)
	}
}

func notInWord(r rune) bool {
	return !unicode.Is(unicode.Han, r) && !(r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r))) &&
		!strings.ContainsRune("%/-_.·()（）", r)
}

// longNumber reports whether s has seven or more digits in a row, white space
// and hyphens within a number of eleven or more left aside.
func longNumber(s string) bool {
	run, joined := 0, 0
	for _, r := range s {
		switch {
		case unicode.IsDigit(r):
			run++
			joined++
		case r == ' ' || r == '-' || r == '－':
			run = 0
		default:
			run, joined = 0, 0
		}
		if run >= 7 || joined >= 11 {
			return true
		}
	}
	return false
}
