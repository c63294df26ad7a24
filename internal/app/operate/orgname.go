package operate

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/width"

	"qiangji/internal/core/register"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// Of organisations that a name may mean, at most mostAlike are listed.
const mostAlike = 5

// A namesake is an organisation that a name may mean.
type namesake struct {
	id   party.OrgID
	name string
	key  string
	part int // edit distance of what was asked to the part of the name most like it
	far  int // the same to the whole
}

// named turns what the question calls an organisation into its id: an id, a name,
// or as much of a name as only one organisation has. Where that fails it says
// which are nearest.
func (q *Question) named(r *register.Register) error {
	if q.Org == "" || r.Level(q.Org) != "" {
		return nil
	}
	asked := nameKey(string(q.Org))
	var all, same, part []namesake
	for _, id := range r.Orgs() {
		name := r.Name(id, q.Cut.On)
		if name == string(q.Org) {
			q.Org = id
			return nil
		}
		x := namesake{id: id, name: name, key: nameKey(name)}
		switch {
		case asked == "":
		case x.key == asked:
			same = append(same, x)
		case partOf(x.key, asked):
			part = append(part, x)
		}
		all = append(all, x)
	}
	several := same
	if len(several) == 0 {
		several = part
	}
	switch {
	case len(several) == 1:
		q.Org = several[0].id
		return nil
	case len(several) > 1:
		return errs.E("operate.Answer", errs.NotFound, fmt.Sprintf("名称里有「%s」的党组织有 %d 个：%s；请写全一些，或写编号", q.Org, len(several), nearest(several, asked)), nil)
	case len(all) == 0:
		return errs.E("operate.Answer", errs.NotFound, "记录里一个党组织也没有；先导入党组织名册", nil)
	}
	return errs.E("operate.Answer", errs.NotFound, fmt.Sprintf("记录里没有党组织「%s」；最像的是：%s（共 %d 个）", q.Org, nearest(all, asked), len(all)), nil)
}

// nearest lists organisations, those whose name is most like what was asked first.
func nearest(all []namesake, asked string) string {
	for i := range all {
		x, word := &all[i], []rune(asked)
		if len(word) == len(asked) { // no Han: an id is meant
			x.far = distance([]rune(zeros.ReplaceAllString(asked, "$1")), []rune(zeros.ReplaceAllString(string(x.id), "$1")), false)
			continue
		}
		x.part, x.far = distance(word, []rune(x.key), true), distance(word, []rune(x.key), false)
	}
	slices.SortStableFunc(all, func(a, b namesake) int {
		return cmp.Or(cmp.Compare(a.part, b.part), cmp.Compare(a.far, b.far), cmp.Compare(a.id, b.id))
	})
	var said []string
	for _, x := range all[:min(len(all), mostAlike)] {
		said = append(said, x.name+"("+string(x.id)+")")
	}
	text := strings.Join(said, "、")
	if len(all) > mostAlike {
		text += "……"
	}
	return text
}

var (
	bracket  = regexp.MustCompile(`\([^()]*\)$`)
	ordinal  = regexp.MustCompile(`第([一二三四五六七八九]?)(十?)([一二三四五六七八九]?)`)
	zeros    = regexp.MustCompile(`0+(\d)`) // b00009 is what somebody calls b9
	numbered = regexp.MustCompile(`第(\d)`)
)

// nameKey is a name with what people leave out or write in several ways made the
// same: 中共, a remark in brackets at the end, spaces and full-width letters, 党支部
// and 支部委员会, 第一, 第1 and 1.
func nameKey(name string) string {
	s := strings.Join(strings.Fields(width.Narrow.String(width.Fold.String(name))), "")
	s = bracket.ReplaceAllString(strings.NewReplacer("（", "(", "）", ")").Replace(s), "")
	s = party.ShortOrgName(s)
	s = ordinal.ReplaceAllStringFunc(s, func(m string) string {
		p := ordinal.FindStringSubmatch(m)
		n := digitOf(p[1])*10 + digitOf(p[3])
		switch {
		case p[2] == "" && p[3] != "", m == "第":
			return m // 第 of something else
		case p[2] == "":
			n = digitOf(p[1])
		case p[1] == "":
			n += 10
		}
		return fmt.Sprintf("第%d", n)
	})
	return strings.ToLower(numbered.ReplaceAllString(s, "$1"))
}

// digitOf reads one Chinese numeral, 0 for none.
func digitOf(numeral string) int {
	return strings.Index("一二三四五六七八九", numeral)/len("一") + min(1, len(numeral))
}

// partOf reports whether a name has a part that neither begins nor ends inside a
// number.
func partOf(name, part string) bool {
	digit := func(s string, at int) bool { return at >= 0 && at < len(s) && s[at] >= '0' && s[at] <= '9' }
	for from := 0; ; {
		i := strings.Index(name[from:], part)
		if i < 0 {
			return false
		}
		i += from
		end := i + len(part)
		if !(digit(name, i-1) && digit(part, 0)) && !(digit(name, end) && digit(part, len(part)-1)) {
			return true
		}
		from = end
	}
}

// distance is how many signs must be put in, left out or changed to make word into
// text, or into the part of text that is most like it.
func distance(word, text []rune, part bool) int {
	row := make([]int, len(text)+1)
	for j := range row {
		if !part {
			row[j] = j
		}
	}
	for i := range word {
		last := row[0]
		row[0] = i + 1
		for j := range text {
			change := last
			if word[i] != text[j] {
				change++
			}
			last = row[j+1]
			row[j+1] = min(change, last+1, row[j]+1)
		}
	}
	if part {
		return slices.Min(row)
	}
	return row[len(text)]
}
