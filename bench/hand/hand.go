package hand

import (
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// common lists the items of both profiles, in the order of a Sheet; the last four
// places are the profile's own.
var common = [...]party.ItemID{
	"ZB-02", "ZB-03", "ZB-20", "ZB-21", "ZB-22", "ZB-23", "ZB-31", "ZB-38", "ZB-40", "ZB-41", "ZB-46", "ZB-49", "ZB-50", "CD-303",
	"ZB-63", "ZB-65", "ZB-68", "ZB-72", "ZB-72a", "XJ-08", "XJ-13", "FZ-02", "FZ-03", "FZ-05", "FZ-06", "FZ-07", "FZ-13", "FZ-23",
	"JY-01", "JY-02", "JY-28", "DF-12", "DF-14", "DF-17", "DF-17a", "CZ-08", "SJ-32", "CD-101", "CD-102", "CD-201", "CD-202",
	"CD-203", "CD-301", "CD-501", "CD-502", "CD-503", "CD-504", "CD-505", "CD-601", "CD-602", "CD-701", "CD-702", "CD-703",
	"CD-901", "CD-902", "CD-903", "CD-904",
}

// The parts.
const (
	partSetup = iota
	partLeaders
	partLife
	partEducation
	partRole
	partContent
	partSystem
	partBonus
	partOwn  // 村任务, or 负责人任职
	partOwn2 // 机关任务
)

// Items returns the items of a profile in the order of a Sheet.
func Items(profile party.Domain) []party.ItemID {
	own := []party.ItemID{"LY-01", "LY-05", "CD-811", "CD-812"}
	if profile != "village" {
		own = []party.ItemID{"ZB-32", "CD-831", "CD-832", "CD-833"}
	}
	return append(common[:len(common):len(common)], own...)
}

// Parts returns the parts of a profile in the order of a Sheet.
func Parts(profile party.Domain) []string {
	parts := []string{"设置", "班子", "生活", "教育", "作用", "满意", "制度", "加分"}
	if profile == "village" {
		return append(parts, "村任务")
	}
	return append(parts, "负责人任职", "机关任务")
}

// Level is the computed band of a number of points out of 100 (M19).
func Level(points standard.Rat) string {
	for _, l := range levels {
		if !points.Less(l.from) {
			return l.name
		}
	}
	return ""
}

var levels = [...]struct {
	name string
	from standard.Rat
}{
	{"五星", whole(95)}, {"四星", whole(85)}, {"三星", whole(75)}, {"二星", whole(65)}, {"一星", whole(60)}, {"未定星", whole(0)},
}

// A Scorer scores branches of one profile. It belongs to one goroutine.
type Scorer struct {
	village bool
	cal     calendar
	b       branch
}

// New returns a scorer for village or agency.
func New(profile party.Domain) *Scorer { return &Scorer{village: profile == "village"} }

// Score scores one branch's year.
func (s *Scorer) Score(y *register.Year, out *Sheet) {
	s.b.load(y, &s.cal)
	out.Parts = [NParts]Part{}
	s.b.setup(out)
	s.b.leaders(out)
	s.b.life(out)
	s.b.education(out)
	s.b.role(out)
	s.b.content(out)
	s.b.system(out)
	s.b.bonus(out)
	if s.village {
		s.b.ofVillage(out)
	} else {
		s.b.ofAgency(out)
	}
	out.add()
}

// put files the score of an item under its part.
func (o *Sheet) put(part, item int, s Score) {
	o.Items[item] = s
	p := &o.Parts[part]
	p.Points = p.Points.add(s.Points)
	p.Due, p.Max = p.Due.Add(s.Due), p.Max.Add(s.Max)
}

// add makes the total: no part below 0, the bonus at most 5, the whole out of 100
// for what is due, between 0 and 105.
func (o *Sheet) add() {
	t := Total{}
	var core Pair
	for k := range o.Parts {
		p := &o.Parts[k]
		p.Points = Pair{p.Points.Lo.Max(zero), p.Points.Hi.Max(zero)}
		if k == partBonus {
			p.Points = Pair{p.Points.Lo.Min(bonusCap), p.Points.Hi.Min(bonusCap)}
			continue
		}
		core = core.add(p.Points)
		t.Due, t.Year = t.Due.Add(p.Due), t.Year.Add(p.Max)
	}
	bonus := o.Parts[partBonus].Points
	t.Points, t.Scaled = core.add(bonus), bonus
	if t.Known = t.Due.Sign() > 0; t.Known {
		by := hundred.Div(t.Due)
		t.Scaled = Pair{core.Lo.Mul(by), core.Hi.Mul(by)}.add(bonus)
	}
	t.Points, t.Scaled = t.Points.within(zero, most), t.Scaled.within(zero, most)
	o.Total = t
}
