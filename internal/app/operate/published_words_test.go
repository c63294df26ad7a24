package operate

import (
	"cmp"
	"fmt"
	"maps"
	"math/big"
	"regexp"
	"slices"
	"strings"

	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// itemText says in a few words how an item is asked and scored.
func itemText(it *standard.Item) string {
	var w []string
	if it.Duty != nil {
		w = append(w, dutyText(it.Duty))
	}
	for i := range it.Score {
		w = append(w, termText(&it.Score[i]))
	}
	switch {
	case it.Points == "":
		w = append(w, "不计分")
	case len(it.Score) == 0:
		w = append(w, "按比例")
	}
	if it.Floor != "" && it.Floor != "0" {
		w = append(w, "最低"+it.Floor)
	}
	if it.Cap != "" && it.Cap != it.Points {
		w = append(w, "上限"+it.Cap)
	}
	if it.Zero != "" {
		w = append(w, "可清零")
	}
	return strings.Join(w, "，") + basisText(it)
}

// basisText says what an item stands on: 记录 what branches record anyway, 评分 a
// mark, 填报 a figure, 事件 dated events, 荣誉 honours; so that a row that the record
// answers is not quietly turned into one that somebody enters.
func basisText(it *standard.Item) string {
	text := strings.Join(expressions(it), " ；")
	var on []string
	if left := literal.ReplaceAllString(text, ""); recorded.MatchString(stated.ReplaceAllString(left, "")) {
		on = append(on, "记录")
	}
	for _, b := range []struct{ word, space string }{{"评分", "等级."}, {"评分", "评分."}, {"填报", "数值."}, {"事件", "次数."}, {"荣誉", "荣誉."}} {
		if strings.Contains(text, b.space) && !slices.Contains(on, b.word) {
			on = append(on, b.word)
		}
	}
	if len(on) == 0 {
		return ""
	}
	return "〔" + strings.Join(on, "、") + "〕"
}

var (
	literal  = regexp.MustCompile(`"[^"]*"`)
	stated   = regexp.MustCompile(`(等级|评分|数值|次数|荣誉|本项)\.[\p{Han}\w]+|[且或非]|最大|最小|取整|进一`)
	recorded = regexp.MustCompile(`\p{Han}`)
)

// expressions are what an item's duty and score ask.
func expressions(it *standard.Item) []string {
	all := []string{it.Zero}
	if d := it.Duty; d != nil {
		all = append(append(all, d.Count, d.Clock, d.Require), d.Each...)
	}
	for _, t := range it.Score {
		all = append(all, t.If, t.Formula)
		switch {
		case t.Binary != nil:
			all = append(all, t.Binary.If)
		case t.Per != nil:
			all = append(all, t.Per.Count)
		case t.Below != nil:
			all = append(all, t.Below.Of)
		case t.Pieces != nil:
			all = append(all, t.Pieces.Of)
		case t.Rank != nil:
			all = append(all, t.Rank.Of)
		case t.Grade != nil:
			all = append(all, "等级."+t.Grade.Mark)
		case t.Judge != nil:
			all = append(all, "评分."+t.Judge.Mark)
		case t.Timely != nil:
			all = append(all, t.Timely.Series, t.Timely.Clock)
		case t.Levels != nil:
			all = append(all, "荣誉."+t.Levels.Honour)
		}
		all = append(all, listed(&t)...)
	}
	return all
}

// listed are the conditions of the lists of a term.
func listed(t *standard.Term) (all []string) {
	for _, e := range t.Missing {
		all = append(all, e.If)
	}
	for _, c := range t.Worst {
		all = append(all, c.If)
	}
	for _, s := range t.Steps {
		all = append(all, s.If)
	}
	if t.Bands != nil {
		all = append(all, t.Bands.Of)
		for _, b := range t.Bands.Table {
			all = append(all, b.Or, orNone("评分.", b.Mark))
		}
	}
	return all
}

func dutyText(d *standard.Duty) string {
	least := ""
	if d.Least > 1 {
		least = fmt.Sprint(d.Least, "次")
	}
	switch {
	case d.Clock != "":
		return d.Clock + d.Within + d.AtLeast
	case d.Require != "":
		return "常态 " + d.Require
	}
	return party.Cadences.Label(d.Every) + strings.ReplaceAll(d.Count, "次数.", "") + strings.Join(d.Each, "、") + least
}

// termText names the mechanic of a term and its amounts.
func termText(t *standard.Term) string {
	s := mechanicText(t)
	if t.If != "" {
		s = "有条件" + s
	}
	if t.Times != nil {
		s += "×" + t.Times.By
	}
	if t.Once != "" {
		s += "同类取一"
	}
	if t.Cap != "" {
		s += "至" + t.Cap
	}
	return s
}

func mechanicText(t *standard.Term) string {
	switch {
	case t.Binary != nil:
		return "有无 " + t.Binary.Give + orNone("/", t.Binary.Else)
	case t.Per != nil:
		return "逐次" + orNone(" −", t.Per.Minus) + orNone(" +", t.Per.Plus) + orNone(" 超", t.Per.Over) + orNone(" 每", t.Per.Unit)
	case t.Missing != nil:
		return "缺项" + amounts(t.Missing, " −", func(e standard.Element) string { return e.Minus })
	case t.Worst != nil:
		return "择重" + amounts(t.Worst, " −", func(e standard.Case) string { return e.Minus })
	case t.Steps != nil:
		return "分步" + amounts(t.Steps, " +", func(e standard.Step) string { return e.Give })
	case t.Ladder != nil:
		return "递进 " + strings.Join(t.Ladder.Minus, "/") + "/" + t.Ladder.Beyond
	case t.Grade != nil:
		return "等级" + table(t.Grade.Table)
	case t.Judge != nil:
		return "裁量" + judgeText(t.Judge)
	}
	return measureText(t)
}

func measureText(t *standard.Term) string {
	switch {
	case t.Below != nil:
		return fmt.Sprintf("低于%s 每%s −%s %s", t.Below.Line, t.Below.Step, t.Below.Minus, broken[t.Below.Rounding])
	case t.Bands != nil:
		return "分档" + amounts(t.Bands.Table, " ", func(b standard.Band) string {
			if b.Mark != "" {
				return b.From + "→" + b.Min + "~" + b.Max
			}
			return b.From + "→" + b.Give
		})
	case t.Pieces != nil:
		return "累进" + amounts(t.Pieces.Table, " ", func(p standard.Piece) string {
			return p.From + "→" + p.Base + "+" + p.Each + "/" + p.Per
		})
	case t.Timely != nil:
		return "时效 " + t.Timely.OnTime + "/" + t.Timely.Late + "/" + t.Timely.None
	case t.Levels != nil:
		return "分级" + table(t.Levels.Table)
	case t.Refer != nil:
		return "引用" + table(t.Refer.Table)
	case t.Rank != nil:
		return "名次 " + strings.Join(t.Rank.Table, "/")
	case strings.HasPrefix(t.Formula, "数值."):
		return "填数"
	}
	return "算式"
}

func judgeText(j *standard.Judge) string {
	s := " " + j.Min + "~" + j.Max
	if j.Minus {
		s = "扣" + s
	}
	if len(j.Columns) > 0 {
		s += table(j.Columns)
	}
	return s + orNone(" ", j.Average)
}

// policyText says what a scheme holds under a key: levels, quotas, vetoes/违法违纪.
func policyText(p *standard.Pack, key string) string {
	if key == "note" {
		return "见说明"
	}
	s, name := p.Scheme, ""
	key, name, _ = strings.Cut(key, "/")
	if s == nil {
		return "没有 " + key
	}
	var w []string
	switch key {
	case "levels", "tiers":
		for _, l := range map[string][]standard.Level{"levels": s.Levels, "tiers": s.Tiers}[key] {
			w = append(w, l.Name+l.From+orNone("且", l.If))
		}
		w = append(w, orNone("其余", s.Below))
	case "vetoes":
		for _, v := range s.Vetoes {
			if name == "" || v.ID == name {
				w = append(w, v.ID+effects[v.Effect]+v.Level+back(v.Back))
			}
		}
	case "quotas":
		for _, q := range s.Quotas {
			w = append(w, q.Level+senses[q.Sense]+q.Share)
		}
	default:
		w = append(w, ruleText(s, key))
	}
	return strings.TrimSpace(strings.Join(w, " "))
}

func ruleText(s *standard.Scheme, key string) string {
	switch key {
	case "gates":
		return "闸门" + amounts(s.Gates, " ", func(g standard.Gate) string { return g.If + "否则" + effects[g.Effect] + g.Level })
	case "exempt":
		return "豁免" + amounts(s.Exempt, " ", func(e standard.Exemption) string { return e.If })
	case "direct":
		return "直接定级" + amounts(s.Direct, " ", func(d standard.Direct) string { return d.If + "→" + d.Level })
	case "follow":
		return "结果" + amounts(s.Follow, " ", func(c standard.Consequence) string { return c.Level })
	case "years":
		return fmt.Sprint(s.Years, "年一评")
	case "every":
		return "评一次：" + party.Cadences.Label(s.Every)
	case "compose":
		return s.Compose.How + amounts(s.Parts, " ", func(p standard.Part) string { return p.ID + p.Weight + p.Line })
	}
	return advanceText(s, key)
}

func advanceText(s *standard.Scheme, key string) string {
	switch {
	case key == "advance" && s.Advance != nil:
		step := ""
		if s.Advance.OneStep {
			step = "逐级"
		}
		return step + amounts(s.Advance.Needs, " ", func(n standard.AdvanceNeed) string {
			return fmt.Sprintf("%s须%s%d年", n.Level, n.Held, n.Years)
		}) + orNone(" 除非", s.Advance.Unless)
	case key == "publicity" && s.Publicity != nil:
		return fmt.Sprintf("公示%d%s", s.Publicity.Days, map[string]string{"calendar": "个自然日", "working": "个工作日"}[s.Publicity.Unit])
	}
	return "没有 " + key
}

var (
	effects = map[string]string{"zero": "→清零", "bar": "→不参评", "cap": "→不高于", "force": "→定为", "invalid": "→无效"}
	senses  = map[string]string{"at_most": "不超过", "about": "约", "at_least": "不少于", "exactly": "正好"}
	broken  = map[string]string{"up": "进一", "down": "舍去", "proportional": "按比例", "single": "只扣一次"}
)

func amounts[T any](list []T, sep string, of func(T) string) string {
	var s strings.Builder
	for _, x := range list {
		s.WriteString(sep + of(x))
	}
	return s.String()
}

// table writes amounts, the largest first.
func table(m map[string]string) string {
	worth := func(k string) *big.Rat {
		v, ok := new(big.Rat).SetString(strings.TrimSuffix(m[k], "%"))
		if !ok {
			return new(big.Rat)
		}
		return v
	}
	keys := slices.SortedFunc(maps.Keys(m), func(a, b string) int { return cmp.Or(worth(b).Cmp(worth(a)), cmp.Compare(a, b)) })
	return amounts(keys, " ", func(k string) string { return k + m[k] })
}

func orNone(sep, s string) string {
	if s == "" {
		return ""
	}
	return sep + s
}

func back(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint("回看", n, "年")
}
