package standard

import (
	"slices"
	"strings"
	"unicode/utf8"

	"qiangji/internal/party"
)

// A Function is one function of expressions.
type Function struct {
	Name string
	Op   Op
	Args string // as the manual shows them
	Doc  string
}

// Functions lists the functions of expressions.
var Functions = []Function{
	{"人数", OpCount, "条件", "符合条件的党员人数；条件里用 党员.名称"},
	{"合计", OpTotal, "数", "把每名党员的这个数加起来；用 党员.名称"},
	{"最小", OpMin, "甲, 乙, …", "其中最小的一个"},
	{"最大", OpMax, "甲, 乙, …", "其中最大的一个"},
	{"取整", OpFloor, "数", "不大于它的整数(去掉小数)"},
	{"进一", OpCeil, "数", "不小于它的整数(有小数就加一)"},
	{"四舍五入", OpRound, "数, 位", "保留几位小数，0 至 6 位"},
	{"满月数", OpMonths, "系列, n", "这一系列达到 n 次的月数"},
	{"满季数", OpQuarters, "系列, n", "这一系列达到 n 次的季度数"},
	{"满半年数", OpHalves, "系列, n", "这一系列达到 n 次的半年数"},
	{"有值", OpKnown, "名称", "这个数有没有依据(没有就是待定)"},
	{"截至", OpPassed, "月, 日", "截点是否已到本年的这一天"},
}

func functionName(op Op) string {
	for _, f := range Functions {
		if f.Op == op {
			return f.Name
		}
	}
	return "?"
}

func functionOp(name string) (Op, bool) {
	for _, f := range Functions {
		if f.Name == name {
			return f.Op, true
		}
	}
	return 0, false
}

// The vocabulary by name.
var (
	seriesIndex  = indexWords(SeriesWords)
	numberIndex  = indexWords(NumberWords)
	profileIndex = indexWords(ProfileWords)
	memberIndex  = indexWords(MemberWords)
	clockIndex   = indexWords(ClockWords)
	ownIndex     = indexWords(OwnWords)
)

func indexWords(words []Word) map[string]int {
	index := make(map[string]int, len(words))
	for i, w := range words {
		index[w.Name] = i
	}
	return index
}

func namesOf(words []Word) []string {
	names := make([]string, len(words))
	for i, w := range words {
		names[i] = w.Name
	}
	return names
}

// SeriesNamed returns the series of that name.
func SeriesNamed(name string) (Series, bool) { i, ok := seriesIndex[name]; return Series(i), ok }

// ClockNamed returns the clock of that name.
func ClockNamed(name string) (Clock, bool) { i, ok := clockIndex[name]; return Clock(i), ok }

// An Occurrence (计次) is one thing that a duty counts: a series of the vocabulary,
// or an event that the pack declares, of one grade or of any.
type Occurrence struct {
	Series Series
	Event  string // the event's name; empty: the series counts
	Grade  string // of the event; empty: any
}

// String returns what is counted as people call it: 党课, 联系记录表上交.
func (o Occurrence) String() string {
	switch {
	case o.Event == "":
		return SeriesWords[o.Series].Name
	case o.Grade != "":
		return o.Event + "（" + o.Grade + "）"
	}
	return o.Event
}

// Occurrences reads what a duty counts: one series or one declared event (次数.NAME
// or 次数.NAME_GRADE), or several joined by +. It reports the first name that is
// neither.
func (s *Standard) Occurrences(text string) (sum []Occurrence, bad string) {
	for name := range strings.SplitSeq(text, "+") {
		name = strings.TrimSpace(name)
		o, ok := s.occurrence(name)
		if !ok {
			return nil, name
		}
		sum = append(sum, o)
	}
	return sum, ""
}

func (s *Standard) occurrence(name string) (Occurrence, bool) {
	if series, ok := SeriesNamed(name); ok {
		return Occurrence{Series: series}, true
	}
	event, ok := strings.CutPrefix(name, "次数.")
	if !ok {
		return Occurrence{}, false
	}
	space, names, _ := s.declaredNames("次数")
	r, ok := s.find(space, names, event)
	return Occurrence{Event: r.Name, Grade: r.Grade}, ok
}

// typeOf returns the type of a measure by its unit.
func (w Word) typeOf() ValueType {
	switch w.Unit {
	case "是否":
		return TruthValue
	case "文字":
		return TextValue
	}
	return NumberValue
}

// tierWord is the level of an honour as an expression writes it: 省, 县, 乡镇.
func tierWord(t party.Tier) string {
	label, _, _ := strings.Cut(party.Tiers.Label(t), "(")
	return label
}

// gradeLabel returns the grade of a reference as an expression writes it.
func gradeLabel(r Ref) string {
	if r.Space == SpaceHonour {
		return tierWord(party.Tier(r.Grade))
	}
	return r.Grade
}

// identifier reports whether s can be a name in expressions: Han characters,
// ASCII letters, digits and _, not starting with a digit, at most 40 characters.
func identifier(s string) bool {
	for i, r := range s {
		if !nameRune(r) || i == 0 && r >= '0' && r <= '9' {
			return false
		}
	}
	return s != "" && utf8.RuneCountInString(s) <= maxName
}

// maxName is the longest name, in characters.
const maxName = 40

func nameRune(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || han(r)
}

func han(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r >= 0x3400 && r <= 0x4DBF || r == '〇'
}

// lookalikes folds characters that are taken for one another: the letters O, I and l
// for digits, and whatever is full-width.
var lookalikes = strings.NewReplacer("O", "0", "o", "0", "I", "1", "l", "1")

// alike reports whether two names differ only in characters that look the same.
func alike(a, b string) bool {
	fold := func(s string) string {
		s, _ = halfWidth(s)
		return strings.ToLower(lookalikes.Replace(s))
	}
	return fold(a) == fold(b)
}

// nearest returns the candidate most like a misspelt name, or "".
func nearest(name string, candidates []string) string {
	best, least := "", 1<<30
	for _, c := range candidates {
		d := 2 * distance([]rune(name), []rune(c))
		if d > 0 && d <= 2*maxName && alike(name, c) {
			d = 1
		}
		if utf8.RuneCountInString(name) > 1 && (strings.Contains(c, name) || strings.Contains(name, c)) {
			d = min(d, 3)
		}
		if d < least {
			best, least = c, d
		}
	}
	if n := utf8.RuneCountInString(name); least > 4 || least > n && least > 2 {
		return ""
	}
	return best
}

// distance is the number of characters to change, add, drop or swap.
func distance(a, b []rune) int {
	if len(a) > maxName || len(b) > maxName {
		return 1 << 20
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

// suggest returns 「，是不是“…”？」 for a misspelt name, or nothing.
func suggest(name string, candidates []string) string {
	if c := nearest(name, candidates); c != "" {
		return "，是不是“" + c + "”？"
	}
	return ""
}

// instead is suggest, or where nothing is like the name, the whole list.
func instead(name string, list []string, sep string) string {
	if hint := suggest(name, list); hint != "" {
		return hint
	}
	return "；可写：" + strings.Join(list, sep)
}

// undeclared is suggest for a name that a pack may also declare.
func undeclared(name string, declared []string, s Space) string {
	key := map[Space]string{
		SpaceFigure: "vocabulary.figures", SpaceMark: "vocabulary.marks 并给出 min、max", SpaceGrade: "vocabulary.marks 并给出 grades",
		SpaceEvent: "vocabulary.events", SpaceHonour: "vocabulary.honours", SpaceParam: "params", SpacePart: "scheme.parts",
	}[s]
	if hint := suggest(name, declared); hint != "" {
		return hint + "要用新的名称，先在 " + key + " 里声明"
	}
	return "；先在 " + key + " 里声明"
}

// among lists names for a message, at most eight of them.
func among(names []string) string {
	names = slices.Clone(names)
	if len(names) > 8 {
		return strings.Join(names[:8], "、") + "等"
	}
	return strings.Join(names, "、")
}
