package operate

import (
	"fmt"
	"math/rand/v2"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// branch is one synthetic branch while its facts are written.
type branch struct {
	*writer
	r       *rand.Rand
	county  County
	id      party.OrgID
	town    party.OrgID
	index   int
	domain  party.Domain
	form    party.Form
	shape   shape
	founded party.Date
	ends    party.Date // merged or closed; NoDate: lives on
	full    []party.MemberID
	roll    []party.MemberID // full first, then probationary
	groups  int
	away    int // the last so many of the full members are away
}

// mix is how domains are spread over a county.
var mix = []struct {
	domain party.Domain
	weight int
	named  string
}{
	{"village", 38, "村"}, {"community", 12, "社区"}, {"agency", 14, "机关"}, {"institution", 9, "事业单位"},
	{"soe", 6, "国企"}, {"private", 9, "非公企业"}, {"ngo", 3, "社会组织"}, {"teachers", 2, "教师"},
	{"students", 1, "学生"}, {"retired", 4, "离退休"}, {"floating", 2, "流动党员"},
}

func newBranch(c County, w *writer, i, towns int) *branch {
	r := rand.New(rand.NewPCG(c.Seed, uint64(i)))
	b := &branch{writer: w, r: r, county: c, index: i, id: party.OrgID(fmt.Sprintf("b%05d", i+1)), town: townOrg(i % towns), form: "single"}
	n := r.IntN(100)
	for _, m := range mix {
		if n -= m.weight; n < 0 {
			b.domain = m.domain
			break
		}
	}
	if i < len(mix) { // every domain is there, however small the county
		b.domain = mix[i].domain
	}
	if b.domain == "floating" {
		b.form = "floating"
	} else if r.IntN(14) == 0 {
		b.form = "joint"
	}
	b.shape = drawShape(r)
	b.founded = party.DateOf(c.first()-1-r.IntN(8), 1+r.IntN(12), 1+r.IntN(28))
	switch r.IntN(40) {
	case 0:
		b.founded = party.DateOf(c.Year, 2+r.IntN(7), 1+r.IntN(28)) // new this year
	case 1:
		b.ends = party.DateOf(c.Year, 4+r.IntN(6), 1+r.IntN(28)) // merged this year
	}
	b.people()
	return b
}

// people draws the roll: sizes as a county has them, 3 to about 70.
func (b *branch) people() {
	full := []int{4, 5, 6, 8, 10, 12, 15, 18, 21, 24, 28, 31, 35, 40, 44, 48}[b.r.IntN(16)]
	if b.form == "floating" || b.domain == "private" || b.domain == "ngo" {
		full = 3 + b.r.IntN(12)
	}
	for k := range full + b.r.IntN(3) {
		m := party.MemberID(fmt.Sprintf("m-%s-%02d", b.id, k+1))
		b.roll = append(b.roll, m)
		if k < full {
			b.full = append(b.full, m)
		}
	}
	if full >= 24 {
		b.groups = 2 + b.r.IntN(3)
	}
	if b.domain == "village" && full >= 12 {
		b.away = b.r.IntN(full / 4)
	}
}

func (b *branch) chance(percent int) bool { return b.r.IntN(100) < percent }

func (b *branch) secretary() party.MemberID { return b.full[0] }

// record writes a fact of the branch with the lateness of its shape.
func (b *branch) record(on party.Date, body fact.Body) party.FactID {
	if on < b.founded || b.ends != party.NoDate && on >= b.ends {
		return ""
	}
	late := b.r.IntN(b.shape.late + 1)
	if b.shape.name == "campaign" { // everything is written down before the inspection
		if day := party.DateOf(on.Year(), 11, 20); day > on {
			late = int(day - on)
		}
	}
	return b.put(on, late, b.secretary(), body)
}

// write writes the whole life of the branch.
func (b *branch) write() {
	b.begin(b.id, b.ends)
	b.found()
	for y := max(b.county.first(), b.founded.Year()); y <= b.county.Year; y++ {
		b.year(y)
	}
	if b.ends != party.NoDate {
		b.closes = party.NoDate
		b.put(b.ends, 0, clerk, &fact.OrgMerged{Into: b.heir()})
	}
}

// heir is the next branch that was there before and goes on.
func (b *branch) heir() party.OrgID {
	towns := max(1, b.county.Branches/25)
	for k := 1; k < b.county.Branches; k++ {
		next := newBranch(b.county, b.writer, (b.index+k)%b.county.Branches, towns)
		if next.founded < b.ends && next.ends == party.NoDate {
			return next.id
		}
	}
	return b.town
}

func (b *branch) found() {
	named := ""
	for _, m := range mix {
		if m.domain == b.domain {
			named = m.named
		}
	}
	units := 0
	if b.form == "joint" {
		units = 2 + b.r.IntN(4)
	}
	b.put(b.founded, 0, clerk, &fact.OrgFounded{
		Name: fmt.Sprintf("示例县%s%s第%d党支部(虚构)", stem(b.index/3), named, b.index+1), Level: "branch",
		Parent: b.town, Form: b.form, Domain: b.domain, Units: units, Traits: b.traits(),
	})
	committee, seats := len(b.full) >= 7 && !b.chance(4), 0
	if committee {
		seats = 3 + 2*(b.r.IntN(2))
	}
	groups := b.groups
	b.put(b.founded, 0, clerk, &fact.OrgProfiled{Committee: &committee, Seats: &seats, Groups: &groups})
	for k, m := range b.roll {
		b.enrol(k, m)
	}
	b.posts(committee, seats)
	place := party.Premises("own")
	if b.chance(35) {
		place = "shared"
	}
	b.record(b.founded.AddDays(20), &fact.PremisesStated{Place: place, Square: 40 + 10*b.r.IntN(12)})
}

// traits draws what the branch is like.
func (b *branch) traits() []party.OrgTrait {
	var traits []party.OrgTrait
	if (b.domain == "ngo" || b.domain == "soe") && b.chance(b.shape.party) {
		traits = append(traits, "articles")
	}
	if b.domain == "village" && b.chance(80) {
		traits = append(traits, "collective")
	}
	if b.groups > 0 && b.chance(30) {
		traits = append(traits, "scattered")
	}
	return traits
}

func (b *branch) enrol(k int, m party.MemberID) {
	accepted := b.founded.AddDays(-800 - b.r.IntN(9000))
	e := &fact.MemberEnrolled{Member: m, Stage: "full", Accepted: accepted, Full: accepted.AddYears(1), Class: b.class()}
	if k >= len(b.full) { // probationary since the spring
		e.Stage, e.Full = "probationary", party.NoDate
		e.Accepted = party.DateOf(b.county.Year, 3, 1+b.r.IntN(28))
		if e.Accepted > b.until {
			return
		}
	}
	if b.groups > 0 {
		e.Group = 1 + k%b.groups
	}
	on := max(b.founded, e.Accepted)
	b.put(on, 0, clerk, e)
	if k < len(b.full) && k >= len(b.full)-b.away {
		b.put(on.AddDays(30), 0, clerk, &fact.MemberAway{Member: m, State: "floating"})
	}
}

func (b *branch) class() party.WorkClass {
	switch b.domain {
	case "village":
		return "farmer"
	case "agency":
		return "cadre"
	case "retired":
		return "retired"
	case "teachers":
		return "teacher"
	case "students":
		return "student"
	}
	return "employee"
}

// posts elects the committee of the current term.
func (b *branch) posts(committee bool, seats int) {
	years := 3
	if b.domain == "village" || b.domain == "community" {
		years = 5
	}
	elected := b.founded.AddDays(15)
	for elected.AddYears(years) < party.DateOf(b.county.Year, 1, 1).AddDays(-60+b.r.IntN(420)) {
		elected = elected.AddYears(years)
	}
	until := elected.AddYears(years)
	n := len(b.full)
	vote := fact.Vote{On: "election", Due: n, Present: n, Yes: n, No: 0}
	e := &fact.ElectionHeld{Sort: "term", Seats: max(1, seats), Candidates: max(1, seats+(seats+4)/5), Vote: vote, Issued: n, Returned: n, By: "assembly", Until: until}
	for range max(1, seats) {
		e.Yes = append(e.Yes, n-b.r.IntN(max(1, n/4)))
	}
	if seats == 0 {
		e.Candidates = 1
	}
	if elected == b.founded.AddDays(15) {
		e.Sort = "founding"
	} else {
		b.asked(elected)
	}
	id := b.put(elected, 0, clerk, e)
	posts := []party.Post{"secretary"}
	if committee {
		posts = []party.Post{"secretary", "organisation", "publicity", "discipline", "member"}[:max(3, seats)]
	}
	for k, p := range posts {
		if k >= len(b.full) {
			break
		}
		b.put(elected, 0, clerk, &fact.PostTaken{Member: b.full[k], Post: p, Election: id, Approved: elected.AddDays(12), Until: until})
	}
	if len(posts) == 3 && len(b.full) > 2 { // a committee of three shares out four posts
		b.put(elected, 0, clerk, &fact.PostTaken{Member: b.full[2], Post: "discipline", Election: id, Approved: elected.AddDays(12), Until: until})
	}
	for g := range b.groups {
		b.put(elected, 0, clerk, &fact.PostTaken{Member: b.full[(5+g)%len(b.full)], Post: "group_leader"})
	}
	b.reported(elected)
	if b.domain == "village" && b.chance(70) {
		b.put(elected, 0, clerk, &fact.PostTaken{Member: b.secretary(), Post: "village_head"})
	}
	if b.domain == "village" && len(b.full) > 3 && b.chance(b.shape.party) {
		b.put(elected, 0, clerk, &fact.PostTaken{Member: b.full[3], Post: "supervision_head"})
	}
	if (b.domain == "agency" || b.domain == "soe" || b.domain == "institution") && b.chance(85) {
		b.put(elected, 0, clerk, &fact.PostTaken{Member: b.secretary(), Post: "unit_head"})
	}
	if (b.domain == "private" || b.domain == "ngo") && b.chance(85) {
		b.put(elected, 0, clerk, &fact.PostTaken{Member: b.secretary(), Post: "deputy_manager"})
	}
	if b.shape.name == "quiet" && b.chance(40) { // the post has fallen empty
		b.record(max(elected.AddDays(90), party.DateOf(b.county.Year, 5, 1+b.r.IntN(28))), &fact.PostLeft{Member: b.secretary(), Post: "secretary"})
	}
}

// asked sends up what comes before an election: the request and the candidates.
func (b *branch) asked(elected party.Date) {
	for _, s := range []struct {
		matter party.Submission
		before int
	}{{"election", 45}, {"candidates", 20}} {
		on := elected.AddDays(-s.before)
		id := b.put(on, 0, clerk, &fact.Submitted{Matter: s.matter, To: b.town})
		if id != "" {
			b.answer(b.town, on.AddDays(10), &fact.UpperDid{Duty: "answered", For: b.id, Answers: id})
		}
	}
}

// reported sends the result of an election up and has it answered.
func (b *branch) reported(elected party.Date) {
	if !b.chance(b.shape.quarter) {
		return
	}
	id := b.put(elected.AddDays(4), 0, b.secretary(), &fact.Submitted{Matter: "results", To: b.town})
	if id != "" && b.chance(90) {
		b.answer(b.town, elected.AddDays(12), &fact.UpperDid{Duty: "answered", For: b.id, Answers: id})
	}
}
