package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"qiangji/internal/app"
	"qiangji/internal/core/assess"
	"qiangji/internal/core/duty"
	"qiangji/internal/core/rating"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// Branch explains one organisation in full: the score, what decides it, the next
// step, and every item down to its arithmetic, source and facts.
func Branch(w io.Writer, p Palette, j app.Judged) {
	a := j.Assessment
	fmt.Fprintf(w, "%s  %s\n", p.Bold(a.Name), p.Dim(string(a.Org)))
	fmt.Fprintln(w, dotted(headOf(a)...))
	if a.Refused != "" {
		fmt.Fprintf(w, "%s\n", p.Yellow("不作测算："+a.Refused))
		return
	}
	upper := j.Assessment.Total.Year.Sign() == 0
	if upper {
		fmt.Fprintln(w, "这里只看这一级自己该办的事，不打分。")
	} else {
		score(w, p, j)
	}
	for _, part := range partsOf(a) {
		if upper && part.points != "" || len(part.items) == 0 {
			continue
		}
		fmt.Fprintf(w, "\n%s\n", p.Bold(strings.TrimRight(Left("【"+part.title+"】", p.columns()-20)+Right(part.points, 20), " ")))
		left := 0
		for _, it := range part.items {
			if part.points == "" && it.Verdict == assess.NotApplicable {
				left++
				continue
			}
			item(w, p, it, part.bonus)
		}
		if left > 0 {
			fmt.Fprintln(w, p.Dim(fmt.Sprintf("  另有 %d 条不适用，没有列出", left)))
		}
	}
	fmt.Fprintf(w, "\n%s\n", p.Dim("标准 "+string(a.Standard)[:12]+" · 同样的记录和标准，任何时候再算都是这个结果"))
}

// headOf is the field, the year, the day and the size, or the level of one that is no
// branch.
func headOf(a *assess.Assessment) []string {
	head := []string{party.Domains.Label(a.Domain), fmt.Sprintf("%d 年度", a.Year), "截至" + a.Cut.On.Chinese()}
	switch {
	case a.Total.Year.Sign() == 0 && a.Group.Level != "":
		head = append(head, party.Levels.Label(a.Group.Level))
	case a.Group.Size != "":
		head = append(head, a.Group.Size)
	}
	return head
}

// named is the level of a decision, and the tier if it names one.
func named(d rating.Decision) string {
	if d.Tier == "" {
		return "「" + d.Level + "」"
	}
	return "「" + d.Level + "」、类别「" + d.Tier + "」"
}

// score writes the total, the computed band, vetoes and the next step.
func score(w io.Writer, p Palette, j app.Judged) {
	t := j.Assessment.Total
	fmt.Fprintf(w, "\n得分  %s / 到期 %s（满分 %s）\n", p.Bold(Points(t.Points)), t.Due, t.Max)
	if !t.Points.Known() {
		beside(w, p, p.Yellow, "    ", "前一个数是已确认的；后一个数，是没有记录的都做了才有的")
	}
	if text := scaling(j); text != "" {
		beside(w, p, p.plain, "折算", text)
	}
	for _, line := range Wrap(Computed(j), p.columns()) {
		fmt.Fprintln(w, p.Bold(line))
	}
	if r := j.Rating.Rated; r != nil {
		fmt.Fprintf(w, "评定  %s\n", p.Bold(ratedText(j)))
	}
	for _, d := range j.Rating.Strange {
		beside(w, p, p.Yellow, "没有采用", fmt.Sprintf("决定 %s 写的是%s，不全是方案里有的，没有采用；请核对名称，写一条更正", d.Fact, named(d)))
	}
	for _, v := range j.Rating.Vetoes {
		note := "否决"
		if !v.Sure {
			note = "否决待查"
		}
		beside(w, p, p.Red, note, v.What+"  "+facts(v.Facts))
	}
	for _, x := range j.Assessment.Exempt {
		beside(w, p, p.Yellow, "不参加评定", x.What)
	}
	for _, g := range j.Assessment.Gates {
		if g.Holds == duty.No {
			beside(w, p, p.Yellow, "门槛", g.What+"  "+facts(g.Facts))
		} else {
			beside(w, p, p.Dim, "门槛待查", g.What+"（还没有数据）")
		}
	}
	step(w, p, j)
}

// scaling writes how the confirmed points become the computed ones: over what is due,
// out of the full amount, the bonus beside it. A scheme that composes them otherwise
// has its own words.
func scaling(j app.Judged) string {
	a, t := j.Assessment, j.Assessment.Total
	if t.Due.Sign() == 0 || t.Points.Lo == t.Scaled.Lo {
		return ""
	}
	bonus := standard.Rat{}
	for _, part := range a.Parts {
		if part.Bonus {
			bonus = bonus.Add(part.Points.Lo)
		}
	}
	got := t.Points.Lo.Sub(bonus).Div(t.Due).Mul(t.Max).Add(bonus).Round(2, standard.HalfUp)
	switch {
	case got != t.Scaled.Lo:
		return ""
	case bonus.Sign() == 0:
		return fmt.Sprintf("%s ÷ %s × %s = %s", t.Points.Lo, t.Due, t.Max, got)
	}
	return fmt.Sprintf("(%s − 加分 %s) ÷ %s × %s + 加分 %s = %s", t.Points.Lo, bonus, t.Due, t.Max, bonus, got)
}

// Points writes confirmed, or confirmed–possible while something is unknown.
func Points(pair assess.Pair) string {
	if pair.Known() {
		return pair.Lo.String()
	}
	return pair.Lo.String() + "–" + pair.Hi.String()
}

// partItems is one part of the scheme with its items.
type partItems struct {
	title, points string
	bonus         bool
	items         []assess.Item
}

// partsOf gathers the items by part, in the scheme's order; items without points
// come last, by who owes them.
func partsOf(a *assess.Assessment) []partItems {
	var parts []partItems
	for _, q := range a.Parts {
		pi := partItems{title: q.Title, points: fmt.Sprintf("%s / %s", Points(q.Points), q.Due), bonus: q.Bonus}
		for _, it := range a.Items {
			if it.Part == q.ID && it.Bearer == "branch" {
				pi.items = append(pi.items, it)
			}
		}
		parts = append(parts, pi)
	}
	rest := map[standard.Bearer]*partItems{}
	for _, b := range standard.Bearers {
		rest[b.Code] = &partItems{title: map[standard.Bearer]string{"branch": "不计分的条目"}[b.Code]}
		if b.Code != "branch" {
			rest[b.Code].title = b.Label + "的事（不计支部的分）"
		}
	}
	for _, it := range a.Items {
		if it.Part == "" || it.Bearer != "branch" {
			rest[it.Bearer].items = append(rest[it.Bearer].items, it)
		}
	}
	for _, b := range standard.Bearers {
		if len(rest[b.Code].items) > 0 {
			parts = append(parts, *rest[b.Code])
		}
	}
	return parts
}

// item writes one item; what is met, not due or not applicable takes one line. Points
// stand over what is due of them, so that the items of a part add up to it. A bonus
// that was not earned is no failure.
func item(w io.Writer, p Palette, it assess.Item, bonus bool) {
	points := ""
	switch {
	case it.Max.Sign() == 0:
	case it.Due == it.Max || it.Verdict == assess.NotDue:
		points = fmt.Sprintf("%s / %s", Points(it.Points), it.Max)
	default:
		points = fmt.Sprintf("%s / %s（满%s）", Points(it.Points), it.Due, it.Max)
	}
	verdict, sign := assess.Verdicts.Label(it.Verdict), mark(it.Verdict)
	if bonus && it.Verdict == assess.Unmet && it.Points.Hi.Sign() == 0 {
		fmt.Fprintln(w, p.Dim(strings.TrimRight("  – "+Left(string(it.ID), 9)+Left(it.Title, p.columns()-46)+" "+Left("没有加分", 8)+Right(points, 19), " ")))
		return
	}
	line := "  " + sign + " " + Left(string(it.ID), 9) + Left(it.Title, p.columns()-46) + " " + Left(verdict, 8) + Right(points, 19)
	switch it.Verdict {
	case assess.Unmet:
		line = p.Red(line)
	case assess.Unknown:
		line = p.Yellow(line)
	case assess.NotDue, assess.NotApplicable:
		line = p.Dim(line)
	}
	fmt.Fprintln(w, strings.TrimRight(line, " "))
	if rest := Wrap(it.Title, p.columns()-46); len(rest) > 1 {
		para(w, p, "全文  ", it.Title)
	}
	if it.Effect == assess.Improved || it.Effect == assess.Worse || it.Effect == assess.Held {
		fmt.Fprintf(w, "             成效  %s\n", assess.Effects.Label(it.Effect))
	}
	if it.Verdict == assess.NotDue || it.Verdict == assess.NotApplicable {
		return
	}
	for _, b := range it.Because {
		para(w, p, "算法  ", b)
	}
	if len(it.Now) > 0 {
		para(w, p, "现在  ", now(it.Now))
	}
	if text := periods(it); text != "" {
		para(w, p, "各期  ", text)
	}
	if it.Verdict == assess.Met {
		if len(it.Obligations) > 0 && it.Points.Hi.Less(it.Due) {
			para(w, p, "说明  ", "规定的事办了，所以是达标；少的分是方案另有要求，看上面的算法")
			if it.Remedy != "" {
				para(w, p, "怎么办", it.Remedy)
			}
		}
		return
	}
	para(w, p, "依据  ", Cite(it.Source))
	if len(it.Facts) > 0 {
		para(w, p, "记录  ", facts(it.Facts))
	}
	if it.Remedy != "" && it.Verdict == assess.Unmet {
		para(w, p, "怎么办", it.Remedy)
	}
}

// now writes the measures that a standing item asks for, as they are.
func now(list []duty.Measure) string {
	var said []string
	for _, m := range list {
		switch {
		case !m.Known:
			said = append(said, m.Name+"没有记录")
		case m.Unit == "是否":
			said = append(said, m.Name+"："+map[bool]string{true: "是", false: "否"}[m.Value.Sign() != 0])
		default:
			said = append(said, fmt.Sprintf("%s %s %s", m.Name, m.Value.Round(2, standard.HalfUp), m.Unit))
		}
	}
	return strings.Join(said, "；")
}

// periods says of an item owed several times a year how each time stands: the periods
// of one state together, in the order of the year. Where all were done it says nothing.
func periods(it assess.Item) string {
	var order []duty.State
	of := map[duty.State][]party.Window{}
	for _, o := range it.Obligations {
		if o.Window == (party.Window{}) || o.Standing || o.Window.Cadence == party.Yearly {
			return ""
		}
		if of[o.State] == nil {
			order = append(order, o.State)
		}
		if !slices.Contains(of[o.State], o.Window) {
			of[o.State] = append(of[o.State], o.Window)
		}
	}
	if len(it.Obligations) < 2 || len(order) == 1 && order[0] == duty.Met {
		return ""
	}
	var said []string
	for _, s := range order {
		said = append(said, runs(of[s])+duty.States.Label(s))
	}
	return strings.Join(said, "；")
}

// runs names windows, three or more in a row by the first and the last.
func runs(windows []party.Window) string {
	var said []string
	for i := 0; i < len(windows); {
		k := i + 1
		for k < len(windows) && windows[k].Index == windows[k-1].Index+1 {
			k++
		}
		if k-i > 2 {
			said = append(said, windows[i].Chinese()+"至"+windows[k-1].Chinese())
		} else {
			for _, w := range windows[i:k] {
				said = append(said, w.Chinese())
			}
		}
		i = k
	}
	return strings.Join(said, "、")
}

// para writes a labelled paragraph under an item.
func para(w io.Writer, p Palette, label, text string) {
	for i, line := range Wrap(text, p.columns()-21) {
		if i > 0 {
			label = "      "
		}
		fmt.Fprintf(w, "             %s  %s\n", label, line)
	}
}

func mark(v assess.Verdict) string {
	switch v {
	case assess.Met:
		return "✓"
	case assess.Unmet:
		return "✗"
	case assess.Unknown:
		return "?"
	case assess.NotDue:
		return "·"
	}
	return "–"
}

// Cite writes a source: document, article where it is verified, force.
func Cite(s assess.Shown) string {
	title := s.Title
	if title != "" && !strings.HasPrefix(title, "《") {
		title = "《" + title + "》"
	}
	return title + s.Article + "（" + standard.Forces.Label(s.Force) + "）"
}

// facts names the first few facts and counts the rest.
func facts(ids []party.FactID) string {
	const most = 6
	var names []string
	for i, id := range ids {
		if i == most {
			return strings.Join(names, " ") + fmt.Sprintf(" 等 %d 条", len(ids))
		}
		names = append(names, string(id))
	}
	return strings.Join(names, " ")
}

// Outside is the column of branches that take no part in the assessment.
const Outside = "不参加"

// The columns of branches without a computed band.
const (
	NoData = "缺数据"
	NotYet = "未过半"
	Person = "待决定"
)

// bandOf names a branch's computed band, or why it has none.
func bandOf(j app.Judged) string {
	switch j.Rating.Band.Basis {
	case rating.Computed:
		return j.Rating.Band.Level
	case rating.Insufficient:
		return NoData
	case rating.TooEarly:
		return NotYet
	case rating.DecidedOnly:
		return Person
	}
	return Outside
}

// Computed says what the computed band is, always as a computation (C3).
func Computed(j app.Judged) string {
	r := j.Rating
	if r.Band.Basis != rating.Computed {
		return "测算  " + r.Band.Why
	}
	text := fmt.Sprintf("测算 %s，相当于%s档", Points(r.Scaled), r.Band.Level)
	switch {
	case r.Band.Below != "":
		text = fmt.Sprintf("测算 %s，不到%s的线", Points(r.Scaled), r.Band.Below)
	case r.Band.Full != "":
		text = fmt.Sprintf("测算 %s，够%s的线，名额已满，相当于%s档", Points(r.Scaled), r.Band.Full, r.Band.Level)
	case r.Band.Set != "":
		text = fmt.Sprintf("测算 %s；%s，按方案直接定为%s", Points(r.Scaled), r.Band.Set, r.Band.Level)
	}
	if r.Possible != "" {
		text += fmt.Sprintf("（没有记录的都做了就是%s档）", r.Possible)
	}
	if r.Rated == nil {
		text += "，未评定"
	}
	return text
}

// ratedText writes the decision that stands.
func ratedText(j app.Judged) string {
	d := j.Rating.Rated
	text := d.Level
	if d.Tier != "" {
		text += "、" + d.Tier
	}
	return fmt.Sprintf("%s（%s %s 决定，依据截至%s）", text, d.On.Chinese(), party.DecidingBodies.Label(d.By), d.Cut.Chinese())
}

// step writes the distance to the next level and the one next step.
func step(w io.Writer, p Palette, j app.Judged) {
	r := j.Rating
	if r.Next.Level != "" && r.Band.Basis == rating.Computed {
		by := ""
		if scaling(j) != "" {
			by = "折算后"
		}
		fmt.Fprintf(w, "%s离%s还差 %s 分\n", by, r.Next.Level, r.Next.Points)
	}
	if r.Barrier != "" {
		for _, line := range Wrap(r.Barrier, p.columns()) {
			fmt.Fprintln(w, p.Dim(line))
		}
	}
	if s := r.Step; s != nil {
		beside(w, p, p.Green, "下一步", s.Text)
	}
	for _, f := range r.Follow {
		beside(w, p, p.Dim, "可以", f.What)
	}
}
