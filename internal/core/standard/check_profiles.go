package standard

import (
	"fmt"
	"slices"
	"strings"

	"qiangji/internal/party"
)

// profiles resolves a scheme for each of its domains and holds the points of its
// parts against their items (J3), its maximum against its parts, and its burden
// against its ceiling (C8).
func (c *checker) profiles() {
	packs := map[party.SchemeID]*Pack{c.pack.ID: c.pack}
	for _, q := range c.imports {
		packs[q.ID] = q
	}
	for _, in := range c.pack.Import {
		if packs[in.Pack] == nil {
			return // the caller knows what is missing
		}
	}
	found := &tally{}
	on := party.YearOf(c.pack.From.Year()).To
	for _, d := range c.profileDomains() {
		std, problems := Resolve(packs, c.pack.ID, d, on)
		for _, p := range problems {
			found.add(finding{placed: p}, d)
		}
		if std == nil {
			continue
		}
		c.sums(found, std)
		c.ceiling(found, std)
	}
	found.tell(c)
}

func (c *checker) profileDomains() []party.Domain {
	if len(c.pack.Domains) > 0 {
		return c.pack.Domains
	}
	ds := make([]party.Domain, len(party.Domains))
	for i, d := range party.Domains {
		ds[i] = d.Code
	}
	return ds
}

// A tally gathers what is said of several domains, so that it is said once.
type tally struct {
	order []finding
	where map[finding][]string
}

// A finding is a problem at a path of the pack, or one that is placed already.
type finding struct {
	path, code, text string
	doubt            bool
	placed           Problem
}

func (t *tally) add(f finding, d party.Domain) {
	if t.where == nil {
		t.where = map[finding][]string{}
	}
	if t.where[f] == nil {
		t.order = append(t.order, f)
	}
	t.where[f] = append(t.where[f], party.Domains.Label(d))
}

func (t *tally) tell(c *checker) {
	for _, f := range t.order {
		where := ""
		if n := len(t.where[f]); n < len(c.profileDomains()) {
			where = fmt.Sprintf("(%s)", strings.Join(t.where[f], "、"))
		}
		if f.placed.Code != "" {
			f.placed.Message += where
			c.problems = append(c.problems, f.placed)
			continue
		}
		c.doubt(f.doubt, f.path, f.code, "%s%s", f.text, where)
	}
}

// sums holds parts against items and the maximum against parts. Items that
// exclude one another (with and without a committee) count once: no plain branch
// may reach more than a part's points, and some branch must reach them.
func (c *checker) sums(found *tally, std *Standard) {
	s := std.Rating
	whole := amountOr(s.Base)
	t := newTrial(std)
	plain, other := t.samples()
	for _, p := range s.Parts {
		points := amountOr(p.Points)
		if !p.Bonus {
			whole = whole.Add(points)
		}
		most, hit := t.reach(p.ID, points, plain)
		if _, also := t.reach(p.ID, points, other); most.Cmp(points) <= 0 && (hit || also) || !c.pack.scores() {
			continue
		}
		i := slices.IndexFunc(c.pack.Scheme.Parts, func(x Part) bool { return x.ID == p.ID })
		found.add(finding{path: at("scheme.parts", i, "points"), code: CodePoints,
			text: fmt.Sprintf("部分“%s”满分 %s，条目合计 %s；改到一样，原文本来如此的在部分里写 reading", p.ID, points, most), doubt: p.Reading != ""}, std.Domain)
	}
	top := amountOr(s.Max)
	switch {
	case s.Compose.How == "weighted":
		c.weights(found, std)
	case s.Compose.How != "multiply" && whole != top:
		found.add(finding{path: "scheme.max", code: CodePoints, text: fmt.Sprintf("满分 %s，各部分合计 %s；改到一样(加分的部分写 bonus: true，不算在内)", top, whole)}, std.Domain)
	}
}

// scores reports whether any item of the pack is given points: a scheme may also
// say only how its parts weigh.
func (p *Pack) scores() bool {
	return slices.ContainsFunc(p.Items, func(it Item) bool { return it.Points != "" }) ||
		slices.ContainsFunc(p.Modify, func(m Modify) bool { return m.Set.Points != "" })
}

// reach returns the greatest sum of a part's points over sample branches, and
// whether one of them reaches points exactly.
func (t *trial) reach(part string, points Rat, samples []Sample) (most Rat, hit bool) {
	for _, s := range samples {
		sum := Rat{}
		for j := range t.std.Items {
			if it := &t.std.Items[j]; it.Part == part && it.Points != "" && t.meets(s, j) {
				sum = sum.Add(amountOr(it.Points))
			}
		}
		most, hit = most.Max(sum), hit || sum == points
	}
	return most, hit
}

// weights checks that the weights of parts sum to the whole: 100%, or the maximum.
func (c *checker) weights(found *tally, std *Standard) {
	sum := Rat{}
	for _, p := range std.Rating.Parts {
		if !p.Bonus {
			sum = sum.Add(amountOr(p.Weight))
		}
	}
	if sum != Int(1) && sum != amountOr(std.Rating.Max) {
		found.add(finding{path: "scheme.parts", code: CodeCompose, text: fmt.Sprintf("各部分权重之和是 %s，要正好是 100%%(或满分 %s)", percentText(sum), std.Rating.Max)}, std.Domain)
	}
}

// ceiling holds the burden of a small branch against the ceiling, and what it is to
// do along with that.
func (c *checker) ceiling(found *tally, std *Standard) {
	most := std.Rating.Ceiling
	if most == 0 {
		most = DefaultCeiling
	}
	worst, along := BurdenRow{}, BurdenRow{}
	for _, row := range Burden(std) {
		if row.Members < 7 && row.load() > worst.load() {
			worst = row
		}
		if row.Members < 7 && row.Along > along.Along {
			along = row
		}
	}
	over := func(text string) {
		found.add(finding{path: "scheme.burden_ceiling", code: CodeCeiling, text: text}, std.Domain)
	}
	if n := worst.load(); n > most {
		often := ""
		if n > worst.Asked {
			often = fmt.Sprintf("(一年超过 %d 次的，每 %d 次算一条，共 %d 条)", OncePerMonth, OncePerMonth, n)
		}
		over(fmt.Sprintf("%d 名正式党员的支部一年要办 %d 条、%d 次、约 %d 小时%s，超过上限 %d 条；用 qiangji pack resolve --burden 看是哪些，合并或去掉几条，确有必要的写 burden_ceiling",
			worst.Members, worst.Asked, worst.Times, (worst.Minutes+30)/60, often, most))
	}
	if along.Along > most {
		over(fmt.Sprintf("%d 名正式党员的支部有 %d 条周期任务写的是不另花时间(minutes: 0)，超过 %d 条就不会不花时间；合并或去掉几条，花时间的写上分钟数",
			along.Members, along.Along, most))
	}
}

// wrote reports whether a value was written in the pack's files; of a pack that
// was not read from files, everything was.
func (p *Pack) wrote(path string) bool {
	_, ok := p.spots[path]
	return ok || p.spots == nil
}
