package sheet

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A cloak hides people's names where they are no content of a cell: in the names
// of the file and its sheets, and in headers. Who is on the rosters is hidden
// wherever it stands; of others, what looks like a name on its own.
type cloak struct {
	people []string
	sheets map[string]string // names that are hidden, and what stands for each
	order  []string          // of the sheets that are hidden, the longest first
}

// cloak is that of the report.
func (r *Report) cloak() *cloak {
	c := &cloak{sheets: map[string]string{}}
	for name := range r.people {
		if utf8.RuneCountInString(name) > 1 {
			c.people = append(c.people, name)
		}
	}
	for i, name := range r.sheets {
		if c.names(name) || !isTableName(name) {
			c.sheets[name] = fmt.Sprintf("第%d张表", i+1)
			c.order = append(c.order, name)
		}
	}
	slices.SortFunc(c.order, func(a, b string) int { return len(b) - len(a) })
	return c
}

// names reports whether a text seems to name somebody, or holds a long number.
func (c *cloak) names(s string) bool {
	if digitCount(s) > 10 || slices.ContainsFunc(c.people, func(name string) bool { return strings.Contains(s, name) }) {
		return true
	}
	return slices.ContainsFunc(strings.FieldsFunc(s, func(r rune) bool { return r == '的' || !unicode.Is(unicode.Han, r) && r != '·' }), likeName)
}

// sheet is the name of a sheet, or which one it is.
func (c *cloak) sheet(name string) string {
	if hidden, ok := c.sheets[name]; ok {
		return hidden
	}
	return name
}

// cell is the address of a cell.
func (c *cloak) cell(at string) string {
	if i := strings.LastIndexByte(at, '!'); i >= 0 {
		return c.sheet(at[:i]) + at[i:]
	}
	return at
}

// text is a text without what could be personal in it: its quotations are masked,
// and so are the sheets of the cells that it names.
func (c *cloak) text(s string) string {
	for _, name := range c.order {
		s = strings.ReplaceAll(s, name+"!", c.sheets[name]+"!")
	}
	return masked(s)
}

// file is the name of the file, or only what kind it is of; the digest says which.
func (c *cloak) file(name string) string {
	stem, ext := name, ""
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		stem, ext = name[:i], name[i:]
	}
	if !c.names(name) && isTableName(stem) {
		return name
	}
	return leftOut + ext
}

// header is a header with its column, as tables list them: 备注二(F列). Any that
// is unknown in a table of meetings may be the name of a member.
func (c *cloak) header(s string, strict bool) string {
	i := strings.LastIndexByte(s, '(')
	if i < 0 || !strict && !c.names(s[:i]) {
		return s
	}
	return maskedWord(s[:i]) + s[i:]
}

// surnames is the most frequent ones; compound ones follow.
const surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"

var compoundSurnames = []string{"欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "司徒", "令狐", "夏侯", "长孙", "宇文", "端木"}

// thingWords is what a name has not in it, and what a table, a place or a unit
// often ends in.
var thingWords = []string{"名册", "台账", "党", "会", "课", "年", "月", "季", "表", "学", "签到", "汇总", "明细", "统计", "记录", "信息", "花名", "人员", "附件", "支部", "安全", "工作", "活动", "日期", "时间", "地点", "备注", "金额", "单位"}

const thingEnds = "镇乡村区县市省街组队部处科局院校厂司店站所室班册账费类型栏项数号名次额率"

// likeName reports whether two to four characters on their own look like a name.
func likeName(s string) bool {
	n := utf8.RuneCountInString(s)
	if strings.Contains(s, "·") {
		return n >= 4
	}
	if n < 2 || n > 4 || isHarmless(s) {
		return false
	}
	compound := n > 2 && slices.ContainsFunc(compoundSurnames, func(c string) bool { return strings.HasPrefix(s, c) })
	if !compound && (n == 4 || !strings.ContainsRune(surnames, firstRune(s))) {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(s)
	return !strings.ContainsRune(thingEnds, last) && !slices.ContainsFunc(thingWords, func(w string) bool { return strings.Contains(s, w) })
}
