package sheet

import (
	"strings"
	"unicode/utf8"

	"qiangji/internal/party"
)

// orgKey is the name with what people leave out or write in several ways made
// the same: 中共, 党支部 and 支部委员会, 第一 and 1.
func orgKey(name string) string {
	s := party.ShortOrgName(arabic(compact(name)))
	var b strings.Builder
	for i, r := range s {
		if r == '第' && i+len("第") < len(s) && s[i+len("第")] >= '0' && s[i+len("第")] <= '9' {
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

func keyStem(key string) string {
	for _, end := range []string{"支部", "总支", "党委"} {
		if stem, ok := strings.CutSuffix(key, end); ok {
			return stem
		}
	}
	return ""
}

// levelOf tells the level of an organisation by the end of its name.
func levelOf(key string) (party.Level, bool) {
	switch {
	case keyStem(key) == "":
		return "", false
	case strings.HasSuffix(key, "总支"):
		return "general_branch", true
	case strings.HasSuffix(key, "党委"):
		return "committee", true
	}
	return "branch", true
}

// formOf tells how an organisation is set up by words in its name.
func formOf(name string) party.Form {
	for _, m := range []struct {
		mark string
		form party.Form
	}{{"功能", "functional"}, {"临时", "temporary"}, {"流动党员", "floating"}, {"联合", "joint"}} {
		if strings.Contains(name, m.mark) {
			return m.form
		}
	}
	return "single"
}

// domainOf tells the field where the name leaves no doubt.
func domainOf(key string) (party.Domain, bool) {
	stem := strings.TrimRight(keyStem(key), "0123456789")
	for _, m := range domainMarks {
		if m.end && strings.HasSuffix(stem, m.mark) || !m.end && strings.Contains(stem, m.mark) {
			return m.domain, true
		}
	}
	return "", false
}

// maxKeyEnds is how many ends of one key are looked at: as many characters as a
// name may have.
const maxKeyEnds = 64

// keyEnds calls do with every shorter key that key ends with, at a place where
// a name can begin: not within a number.
func keyEnds(key string, do func(short string)) {
	long := []rune(key)
	at := 0
	for i := range min(len(long)-1, maxKeyEnds) {
		size := utf8.RuneLen(long[i])
		if at += size; at >= len(key) {
			return // what was no UTF-8 counts as three bytes
		}
		if size == 1 && isDigit(key[at-1]) && isDigit(key[at]) {
			continue
		}
		if short := key[at:]; keyStem(short) != "" {
			do(short)
		}
	}
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// placeEnds is how the names of places end that stand before the name of a
// village; unitEnds, those of units that stand before the name of another branch.
var (
	placeEnds = []string{"省", "自治区", "市", "县", "区", "旗", "盟", "州", "镇", "乡", "苏木", "街道", "街道办", "办事处"}
	unitEnds  = []string{
		"村", "社区", "公司", "集团", "厂", "矿", "场", "局", "委", "办", "厅", "署", "院", "校", "学", "园", "行", "社", "会", "中心", "机关", "政府", "部", "处",
		"科", "室", "系", "所", "站", "队", "店", "段", "车间", "基地", "馆", "台", "库", "总支", "党委", "党组", "工委", "支部", "委员会",
	}
)

// isPlace reports whether what stands before a shorter name ends as the name of
// a place or a unit does, so that both may be one branch: 示例镇 before 柳树村支部,
// and not 大 before 王庄村支部.
func isPlace(before, short string) bool {
	before = strings.TrimRight(unbracket(before), "-—·_")
	if utf8.RuneCountInString(before) < 2 {
		return false
	}
	ends := func(words []string) bool {
		for _, w := range words {
			if strings.HasSuffix(before, w) {
				return true
			}
		}
		return false
	}
	return ends(placeEnds) || !isVillage(short) && ends(unitEnds)
}

// isVillage reports a key whose name is that of a village or a community.
func isVillage(key string) bool {
	d, ok := domainOf(key)
	return ok && (d == "village" || d == "community")
}

// isNear reports whether a name may be a slip for the shorter one: what stands
// before that is no place, and says none either (示例镇大王庄村 is written in full).
func isNear(before, short string) bool {
	for i := range before {
		if isPlace(before[:i], short) {
			return false
		}
	}
	return !isPlace(before, short)
}
