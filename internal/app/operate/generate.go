package operate

import (
	"fmt"
	"math/rand/v2"
	"time"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// A County (虚构县) says which synthetic facts to generate. The same County gives
// the same facts, byte for byte, on every machine; no person or unit in it is
// real.
type County struct {
	Branches int        // number of branches, 1 or more
	Seed     uint64     // chooses everything that is drawn
	Year     int        // the last year of facts
	Years    int        // how many years of facts, 1 or more
	Until    party.Date // nothing happens after this day; NoDate: the year's end
}

// Facts calls yield with every fact of the county, organisation by organisation,
// until yield returns false.
func (c County) Facts(yield func(fact.Fact) bool) {
	if c.Until == party.NoDate {
		c.Until = party.DateOf(c.Year, 12, 31)
	}
	w := &writer{yield: yield, until: c.Until}
	towns := max(1, c.Branches/25)
	c.upper(w, towns)
	for i := range c.Branches {
		if w.stopped {
			return
		}
		newBranch(c, w, i, towns).write()
	}
}

// writer numbers facts within their organisation and drops what lies ahead.
type writer struct {
	yield   func(fact.Fact) bool
	until   party.Date
	org     party.OrgID
	closes  party.Date // nothing of the organisation from this day on; NoDate: no end
	n       int
	stopped bool
}

func (w *writer) begin(org party.OrgID, closes party.Date) { w.org, w.closes, w.n = org, closes, 0 }

// put writes one fact recorded late days after it happened and returns its id,
// or "" when it lies after the end.
func (w *writer) put(on party.Date, late int, by party.MemberID, body fact.Body) party.FactID {
	return w.enter(w.org, entry{on, late, by, body})
}

// answer writes a fact that the level above owns.
func (w *writer) answer(owner party.OrgID, on party.Date, body fact.Body) {
	w.enter(owner, entry{on, 1, clerk, body})
}

// An entry is what happened, how many days later it was recorded, and by whom.
type entry struct {
	on   party.Date
	late int
	by   party.MemberID
	body fact.Body
}

func (w *writer) enter(owner party.OrgID, e entry) party.FactID {
	if e.on > w.until || w.stopped || w.closes != party.NoDate && e.on >= w.closes {
		return ""
	}
	w.n++
	id := party.FactID(fmt.Sprintf("%s-%04d", w.org, w.n))
	at := instant(min(e.on.AddDays(e.late), max(e.on, w.until)), 19, w.n)
	if !w.yield(fact.Fact{ID: id, Org: owner, On: e.on, At: at, By: e.by, Body: e.body}) {
		w.stopped = true
	}
	return id
}

// instant returns an evening hour (Shanghai) of day d, as UTC.
func instant(d party.Date, hour, minute int) time.Time {
	y, m, day := d.YMD()
	return time.Date(y, time.Month(m), day, hour-8, minute%60, 0, 0, time.UTC)
}

const (
	countyOrg = party.OrgID("county")
	clerk     = party.MemberID("m-clerk")
)

func townOrg(i int) party.OrgID { return party.OrgID(fmt.Sprintf("t%02d", i+1)) }

// upper writes the county and town committees and what they owe (C14).
func (c County) upper(w *writer, towns int) {
	start := party.DateOf(c.Year-c.Years-9, 1, 5)
	w.begin(countyOrg, party.NoDate)
	w.put(start, 0, clerk, &fact.OrgFounded{Name: "示例县委员会(虚构)", Level: "county", Form: "single", Domain: "agency"})
	for y := c.first(); y <= c.Year; y++ {
		w.put(party.DateOf(y, 3, 18), 1, clerk, &fact.UpperDid{Duty: "branch_study"})
		w.put(party.DateOf(y, 5, 20), 1, clerk, &fact.UpperDid{Duty: "secretary_training", People: c.Branches})
		w.put(party.DateOf(y, 6, 28), 1, clerk, &fact.UpperDid{Duty: "fifty_year_medal", People: 12})
	}
	for t := range towns {
		r := rand.New(rand.NewPCG(c.Seed, uint64(1_000_000+t)))
		w.begin(townOrg(t), party.NoDate)
		w.put(start, 0, clerk, &fact.OrgFounded{Name: fmt.Sprintf("示例县%s镇委员会(虚构)", stem(t)), Level: "committee", Parent: countyOrg, Form: "single", Domain: "agency"})
		w.put(start, 0, clerk, &fact.HelperAssigned{Role: "organiser"})
		for y := c.first(); y <= c.Year; y++ {
			w.put(party.DateOf(y, 4, 8+r.IntN(12)), 1, clerk, &fact.UpperDid{Duty: "member_training", People: 200})
			w.put(party.DateOf(y, 7, 1+r.IntN(20)), 1, clerk, &fact.UpperDid{Duty: "lecture"})
			if r.IntN(5) > 0 {
				w.put(party.DateOf(y, 9, 1+r.IntN(20)), 1, clerk, &fact.UpperDid{Duty: "queue_analysis"})
			}
			w.put(party.DateOf(y, 1, 15), 1, clerk, &fact.UpperDid{Duty: "statistics"})
		}
	}
}

func (c County) first() int { return c.Year - max(1, c.Years) + 1 }

// stem returns the i-th of the sixty stem-branch names, which are nobody's.
func stem(i int) string {
	return string([]rune("甲乙丙丁戊己庚辛壬癸")[i%10]) + string([]rune("子丑寅卯辰巳午未申酉戌亥")[i%12])
}

// A shape is how a branch lives: the chances, in percent, that it does what is
// due, and how late it writes it down.
type shape struct {
	name    string
	weight  int
	party   int // holds the monthly day
	quarter int // holds the quarterly meeting
	skips   int // says 没开 when it did not
	present int // share of members present
	done    int // share of decisions done
	late    int // days until recorded, at most
}

var shapes = []shape{
	{"good", 34, 100, 100, 100, 93, 92, 3},
	{"steady", 34, 96, 97, 70, 85, 80, 8},
	{"lagging", 10, 70, 72, 30, 66, 50, 30},
	{"campaign", 8, 97, 97, 10, 88, 60, 240},
	{"copied", 6, 98, 98, 40, 90, 45, 10},
	{"quiet", 8, 10, 12, 0, 70, 20, 20},
}

func drawShape(r *rand.Rand) shape {
	total := 0
	for _, s := range shapes {
		total += s.weight
	}
	n := r.IntN(total)
	for _, s := range shapes {
		if n < s.weight {
			return s
		}
		n -= s.weight
	}
	return shapes[0]
}
