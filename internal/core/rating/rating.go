package rating

import (
	"fmt"
	"slices"
	"strings"

	"qiangji/internal/core/assess"
	"qiangji/internal/core/duty"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// A Rating (定级情况) is what may be said of an organisation's level: what its
// points amount to, which is a computation, and what was decided.
type Rating struct {
	Org      party.OrgID
	Scheme   party.SchemeID
	Year     int
	Group    assess.Group
	Points   assess.Pair // after vetoes
	Scaled   assess.Pair // out of Max, after vetoes: what the band is read from
	Due      standard.Rat
	Max      standard.Rat
	Band     Band
	Possible string     // the band if everything unknown turns out well; empty where it is the same
	Eligible string     // the best level that stepwise promotion allows this year; empty: no limit
	Barrier  string     // why no better one
	Rated    *Decision  // nil until a person decided
	Strange  []Decision // decisions that name a level or a tier the scheme does not have: shown, never taken
	Next     Distance
	Step     *Step // nil where nothing is left to do
	Vetoes   []Applied
	Follow   []standard.Consequence // what a person may decide after the rated level (M47)

	bounds bounds
}

// A Basis says whether there is a computed band, and why not.
type Basis string

// The bases.
const (
	Computed     Basis = "computed"
	TooEarly     Basis = "too_early"    // less than half of the year's points are due
	Insufficient Basis = "insufficient" // too much is unknown (C5)
	Exempt       Basis = "exempt"       // not assessed (M30)
	Barred       Basis = "barred"       // a veto bars it (M18b)
	Invalid      Basis = "invalid"      // a gate of validity does not hold (M38)
	DecidedOnly  Basis = "decided_only" // the scheme publishes no lines
	Refused      Basis = "refused"      // the standard is not assessed (C4)
	Ended        Basis = "ended"        // the organisation was closed or merged before the year's end
)

// Bases lists the bases with their words.
var Bases = party.Labels[Basis]{
	{Code: Computed, Label: "测算"}, {Code: TooEarly, Label: "到期的分值还不到全年一半，暂不测算"},
	{Code: Insufficient, Label: "数据不足"}, {Code: Exempt, Label: "不参加评定"}, {Code: Barred, Label: "不予评定"},
	{Code: Invalid, Label: "评议无效，暂不测算"}, {Code: DecidedOnly, Label: "等次只由决定给出"}, {Code: Refused, Label: "不用于评定"},
	{Code: Ended, Label: "已撤销或合并，不再测算"},
}

// A Band (测算档次) is what the points amount to, or what a veto or an award makes of
// them. It is not a star (C3).
type Band struct {
	Basis Basis
	Level string // the scheme's level, only where Basis is Computed
	Set   string // what set the level where the points' line did not: a veto (M18d) or an award (M35)
	Why   string // in words
	Full  string // the level that the points reach and whose places are taken (M20); empty: none
	Below string // the last level, where the points reach the line of none
}

// A Decision is what named persons decided.
type Decision struct {
	Level string
	Tier  string
	By    party.DecidingBody
	On    party.Date
	Cut   party.Date
	Fact  party.FactID
}

// A Distance is how far the next better band is, in points.
type Distance struct {
	Level  string // empty: there is none
	Points standard.Rat
}

// An Applied veto is one that holds, or that may hold while Sure is false.
type Applied struct {
	ID, What, Effect, Level string
	Sure                    bool
	Facts                   []party.FactID
}

// bounds is what vetoes and gates leave of the levels.
type bounds struct {
	best  int    // no better than this level
	force int    // exactly this level; -1: none
	by    string // the veto that forces it
}

// Rate reads a rating off one organisation's assessment. The standard is the one
// that it was assessed by, and y the year.
func Rate(std *standard.Standard, a *assess.Assessment, y *register.Year) Rating {
	r := Rating{
		Org: a.Org, Scheme: a.Scheme, Year: a.Year, Group: a.Group,
		Points: a.Total.Points, Scaled: a.Total.Scaled, Due: a.Total.Due, Max: a.Total.Max,
		bounds: bounds{force: -1},
	}
	if a.Refused != "" {
		r.Band = Band{Basis: Refused, Why: a.Refused}
		return r
	}
	r.Step = nextStep(a)
	if std.Rating == nil {
		r.Band = Band{Basis: DecidedOnly, Why: Bases.Label(DecidedOnly)}
		return r
	}
	j := judge{rating: std.Rating, a: a, r: &r}
	j.decided(y)
	barred := j.vetoes()
	j.gates()
	j.band(barred)
	j.advance(y)
	j.distance()
	return r
}

// A judge reads one rating.
type judge struct {
	rating *standard.Scheme
	a      *assess.Assessment
	r      *Rating
	zeroed bool // a veto took all points away
}

// decided finds the decision for this scheme and year: the last one stands.
func (j *judge) decided(y *register.Year) {
	for i := range y.Ratings {
		d := &y.Ratings[i]
		if d.Scheme != j.a.Scheme || d.Year != j.a.Year {
			continue
		}
		made := Decision{d.Level, d.Tier, d.By, d.On, d.Cut, d.Fact}
		switch {
		case len(j.rating.Levels) > 0 && j.level(d.Level) < 0 && d.Level != j.rating.Below, !j.tier(d.Tier):
			j.r.Strange = append(j.r.Strange, made)
		case j.r.Rated == nil || d.On >= j.r.Rated.On:
			j.r.Rated = &made
		}
	}
	if j.r.Rated == nil || j.a.Historic != "" {
		return
	}
	for _, f := range j.rating.Follow {
		if f.Level == j.r.Rated.Level {
			j.r.Follow = append(j.r.Follow, f)
		}
	}
}

// tier reports whether a decision may name a tier: one that the scheme declares, or
// none.
func (j *judge) tier(name string) bool {
	return name == "" || slices.ContainsFunc(j.rating.Tiers, func(t standard.Level) bool { return t.Name == name })
}

// level returns the place of a level in the scheme, the best first; -1 for none.
func (j *judge) level(name string) int {
	for i, l := range j.rating.Levels {
		if l.Name == name {
			return i
		}
	}
	return -1
}

// vetoes applies the four effects (M18a–d); what may hold but is not known is
// shown and costs nothing. It returns why the organisation is barred.
func (j *judge) vetoes() (barred string) {
	for _, f := range j.a.Vetoes {
		v := j.rating.Vetoes[f.At]
		sure := f.Holds == duty.Yes
		j.r.Vetoes = append(j.r.Vetoes, Applied{v.ID, v.What, v.Effect, v.Level, sure, f.Facts})
		if !sure {
			continue
		}
		switch v.Effect {
		case "zero":
			j.zeroed = true
			j.r.Points, j.r.Scaled = assess.Pair{}, assess.Pair{}
		case "bar":
			barred = v.What
		case "cap":
			j.r.bounds.best = max(j.r.bounds.best, j.level(v.Level))
		case "force":
			if at := j.level(v.Level); at > j.r.bounds.force {
				j.r.bounds.force, j.r.bounds.by = at, v.What
			}
		}
	}
	return barred
}

// gates applies the gates that cap (M39).
func (j *judge) gates() {
	for _, f := range j.a.Gates {
		if g := j.rating.Gates[f.At]; g.Effect == "cap" && f.Holds == duty.No {
			j.r.bounds.best = max(j.r.bounds.best, j.level(g.Level))
		}
	}
}

// band reads the computed band, or why there is none.
func (j *judge) band(barred string) {
	if basis, why := j.none(barred); basis != Computed {
		if why == "" {
			why = Bases.Label(basis)
		}
		j.r.Band = Band{Basis: basis, Why: why}
		return
	}
	at, set := j.reached(j.r.Scaled.Lo, true)
	best, _ := j.reached(j.r.Scaled.Hi, false)
	low, high := j.name(at), j.name(best)
	lined := slices.ContainsFunc(j.a.Lines, standard.Rat.Valid)
	switch {
	case !lined && set == "":
		j.r.Band = Band{Basis: DecidedOnly, Why: Bases.Label(DecidedOnly)}
		return
	case OnlyDecided(low) || lined && OnlyDecided(high):
		j.r.Band = Band{Basis: DecidedOnly, Why: Bases.Label(DecidedOnly)}
		if set != "" {
			j.r.Band.Why = "有按方案直接定级的情形；定到哪一级只由决定给出，未评定"
		}
		return
	}
	j.r.Band = Band{Basis: Computed, Level: low, Set: set, Why: computed(j.r.Scaled.Lo, low)}
	switch last := len(j.rating.Levels) - 1; {
	case set != "":
		j.r.Band.Why = "测算 " + j.r.Scaled.Lo.String() + "；" + set + "，按方案直接定为" + low + "，未评定"
	case at > 0 && (at > last || at == last && unnamed(low)) && j.short(min(at, last+1)-1):
		j.r.Band.Below = j.rating.Levels[min(at, last+1)-1].Name
		j.r.Band.Why = "测算 " + j.r.Scaled.Lo.String() + "，不到" + j.r.Band.Below + "的线，未评定"
	}
	if lined && high != low {
		j.r.Possible = high
	}
}

// short reports whether the points do not reach the line of a level: what else a level
// may want is not its line.
func (j *judge) short(level int) bool {
	return j.a.Lines[level].Valid() && j.r.Scaled.Lo.Less(j.a.Lines[level])
}

// unnamed reports whether a level is called by not being one: 未定星, 不定级.
func unnamed(level string) bool {
	return strings.HasPrefix(level, "未") || strings.HasPrefix(level, "不")
}

// computed is how a computed band is worded (C3).
func computed(points standard.Rat, level string) string {
	return "测算 " + points.String() + "，相当于" + level + "档，未评定"
}

// name is the level at a place; below the last it is what the scheme calls that.
func (j *judge) name(at int) string {
	if at < len(j.rating.Levels) {
		return j.rating.Levels[at].Name
	}
	return j.rating.Below
}

// none says why there is no computed band; Computed if there is one.
func (j *judge) none(barred string) (Basis, string) {
	t := &j.a.Total
	if ended(j.a) {
		return Ended, ""
	}
	for _, f := range j.a.Exempt {
		if f.Holds == duty.Yes {
			return Exempt, f.What
		}
	}
	if barred != "" {
		return Barred, barred
	}
	for _, f := range j.a.Gates {
		if j.rating.Gates[f.At].Effect == "invalid" && f.Holds != duty.Yes {
			return Invalid, f.What
		}
	}
	two := standard.Int(2)
	switch {
	case !t.Known || t.Due.Mul(two).Less(t.Year):
		return TooEarly, ""
	case j.limit().Less(t.Points.Hi.Sub(t.Points.Lo).Div(t.Due)):
		return Insufficient, fmt.Sprintf("数据不足：到期的 %s 分里有 %s 分没有记录，暂不测算；没有记录不等于没做，可以请组织员帮着补", t.Due, t.Points.Hi.Sub(t.Points.Lo))
	}
	return Computed, ""
}

// ended reports whether the organisation was no more on the as-of day, or at the end
// of the year if that is earlier: nothing is left for it to do, or to compare.
func ended(a *assess.Assessment) bool {
	y := a.Organisation()
	last := party.YearOf(a.Year).To
	if a.Cut.On != party.NoDate {
		last = min(last, a.Cut.On)
	}
	return y.Exists.To < last
}

// limit is the share of unknown points above which there is no band.
func (j *judge) limit() standard.Rat {
	if v, err := standard.Amount(j.rating.Unknown); err == nil {
		return v
	}
	return standard.Frac(1, 3)
}

// reached is the place of the best level that a number of points reaches, within
// what direct appointment (M35), vetoes and gates leave, and what set it if that
// was not its line; the number of levels stands for below them all.
func (j *judge) reached(points standard.Rat, sure bool) (at int, set string) {
	if j.r.bounds.force >= 0 {
		return j.r.bounds.force, j.r.bounds.by
	}
	for at < len(j.rating.Levels) && !j.qualifies(at, points, sure) {
		at++
	}
	for _, f := range j.a.Direct {
		d := &j.rating.Direct[f.At]
		if i := j.level(d.Level); i >= 0 && i < at && (f.Holds == duty.Yes || !sure) {
			at, set = i, d.What
		}
	}
	return max(at, j.r.bounds.best), set
}

// labels is the words that nothing but a decision may give a branch (C3, C19).
var labels = []string{"先进", "中间", "后进", "软弱涣散"}

// OnlyDecided reports whether a level is one that nothing but a decision may give:
// it stands in no computed band, no distance and no heading (C3, C19).
func OnlyDecided(level string) bool {
	return slices.ContainsFunc(labels, func(word string) bool { return strings.Contains(level, word) })
}

// qualifies reports whether points reach a level: its line is included (M19), its
// own condition holds (M58), and where each part is a star, that star and those
// below it reach their own lines (M25).
func (j *judge) qualifies(i int, points standard.Rat, sure bool) bool {
	line := j.a.Lines[i]
	if !line.Valid() || points.Less(line) {
		return false
	}
	if j.a.Levels[i] == duty.No || sure && j.a.Levels[i] != duty.Yes {
		return false
	}
	return j.rating.Compose.How != "stars" || j.stars(j.rating.Levels[i].Name, sure)
}

// stars reports whether the parts up to the one that a level is named after reach
// their lines.
func (j *judge) stars(name string, sure bool) bool {
	last := -1
	for k := range j.rating.Parts {
		if p := &j.rating.Parts[k]; p.ID == name || p.Title == name {
			last = k
		}
	}
	for k := 0; k <= last; k++ {
		line, err := standard.Amount(j.rating.Parts[k].Line)
		got := j.a.Parts[k].Scaled.Hi
		if sure {
			got = j.a.Parts[k].Scaled.Lo
		}
		if err == nil && got.Less(line) {
			return false
		}
	}
	return true
}

// distance is how far the next better band is that vetoes leave open.
func (j *judge) distance() {
	if j.r.Band.Basis != Computed || j.r.bounds.force >= 0 || j.zeroed {
		return
	}
	at := j.level(j.r.Band.Level)
	if at < 0 {
		at = len(j.rating.Levels)
	}
	for i := at - 1; i >= j.r.bounds.best; i-- {
		if gap := j.a.Lines[i].Sub(j.r.Scaled.Lo); gap.Valid() && gap.Sign() > 0 && !OnlyDecided(j.rating.Levels[i].Name) {
			j.r.Next = Distance{j.rating.Levels[i].Name, gap}
			return
		}
	}
}
