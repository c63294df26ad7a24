package sheet

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

var (
	fourDigits = regexp.MustCompile(`(?:19|20)\d\d`)
	yearWord   = regexp.MustCompile(`((?:19|20)\d\d)年`)
	digitRun   = regexp.MustCompile(`[0-9]+`)
	numbering  = regexp.MustCompile(`^[(（]?[一二三四五六七八九十0-9]{1,3}[)）、.]`)
	annex      = regexp.MustCompile(`^附件[0-9一二三四五六七八九十]*`)
	leadYear   = regexp.MustCompile(`^(?:19|20)\d\d(?:[-—](?:19|20)\d\d)?(?:年度?)?`)
)

// yearIn returns the one year that a title names; bare takes a year without
// 年, as in the name of a sheet.
func yearIn(s string, bare bool) int {
	s = arabic(clean(s))
	if !bare && !yearWord.MatchString(s) {
		return 0
	}
	year := 0
	for _, y := range fourDigits.FindAllString(s, -1) {
		n, _ := parseDigits(y)
		if year != 0 && year != n.y {
			return 0
		}
		year = n.y
	}
	return year
}

// yearOfFile returns the one year in the name of a file: 2026年, or four digits
// that stand alone.
func yearOfFile(s string) int {
	year := 0
	for _, run := range digitRun.FindAllString(arabic(clean(s)), -1) {
		n, _ := parseDigits(run)
		if len(run) != 4 || n.y == 0 {
			continue
		}
		if year != 0 && year != n.y {
			return 0
		}
		year = n.y
	}
	return year
}

// orgEnds is how names of Party organisations end, longest first.
var orgEnds = []string{"总支部委员会", "支部委员会", "党总支部", "党总支", "总支部", "党支部", "支部"}

// branchIn finds the name of a branch in a title, a section row or a sheet's
// name: 一、柳树村党支部（12人）, （柳树村党支部）党员名册 or
// 2026年柳树村党支部党员名册. What speaks of several branches, or only might
// be a name, is none.
func branchIn(s string) string {
	s = compact(s)
	if label, rest, ok := strings.Cut(s, ":"); ok && utf8.RuneCountInString(label) <= 12 && strings.ContainsAny(label, "支部党组织单位附件") {
		s = rest
	}
	end := -1
	for _, word := range orgEnds {
		if i := strings.LastIndex(s, word); i > 0 && i+len(word) > end {
			end = i + len(word)
		}
	}
	if end < 0 {
		return ""
	}
	name := nameAlone(s[:end])
	if stem := orgStem(name); utf8.RuneCountInString(stem) < 2 || utf8.RuneCountInString(name) > 40 || strings.ContainsAny(name, ",，。;；、写填每请各") {
		return ""
	}
	for _, word := range []string{"关于", "所属", "下属", "所辖", "下辖", "全体", "报送", "上报"} {
		if strings.Contains(name, word) {
			return ""
		}
	}
	return name
}

// nameAlone takes off what stands before a name that ends s: a number, a year,
// an opened bracket or quotation mark with what is before it, another word for
// the table.
func nameAlone(s string) string {
	for {
		was := s
		s = unopened(s)
		s = numbering.ReplaceAllString(s, "")
		s = leadYear.ReplaceAllString(s, "")
		for _, word := range []string{"名册", "台账", "登记表", "登记簿", "统计表", "汇总表", "一览表"} {
			if i := strings.LastIndex(s, word); i >= 0 {
				s = s[i+len(word):]
			}
		}
		s = strings.TrimLeft(annex.ReplaceAllString(s, ""), "-—_:·.、 ")
		if s == was {
			return s
		}
	}
}

// pairs is brackets and quotation marks, the opening ones with their ends.
var pairs = map[rune]rune{'(': ')', '[': ']', '【': '】', '〔': '〕', '《': '》', '〈': '〉', '“': '”', '‘': '’', '「': '」', '『': '』'}

// unopened cuts s behind a bracket that it does not close, or closes without
// having opened it, and takes off one that it begins with: what is left stands
// on its own. 某某公司(北京)党支部 stays.
func unopened(s string) string {
	var ends []rune // of the brackets that are open
	var at []int    // and where each begins
	for i, r := range s {
		n := len(ends)
		switch {
		case pairs[r] != 0:
			ends, at = append(ends, pairs[r]), append(at, i+utf8.RuneLen(r))
		case n > 0 && r == ends[n-1]:
			if ends, at = ends[:n-1], at[:n-1]; n == 1 && pairs[firstRune(s)] == r && strings.IndexRune(s, r) == i {
				return s[i+utf8.RuneLen(r):]
			}
		case strings.ContainsRune(")]】〕》〉”’」』", r):
			return unopened(s[i+utf8.RuneLen(r):])
		}
	}
	if n := len(at); n > 0 {
		return s[at[n-1]:]
	}
	return s
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// orgStem is the name without 中共 and without its ending.
func orgStem(name string) string {
	name = strings.TrimPrefix(strings.TrimPrefix(name, "中国共产党"), "中共")
	for _, word := range orgEnds {
		if stem, ok := strings.CutSuffix(name, word); ok {
			return stem
		}
	}
	return name
}
