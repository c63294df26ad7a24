package derive

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"qiangji/internal/app"
	"qiangji/internal/app/operate"
	"qiangji/internal/core/chain"
	"qiangji/internal/core/fact"
	"qiangji/internal/party"
	"qiangji/internal/store/sqlite"
	"qiangji/packs"
)

// A house is a store with what derives from it.
type house struct {
	t     testing.TB
	db    *sqlite.DB
	d     *Deriver
	now   time.Time
	known map[party.FactID][]fact.Subject
	all   []fact.Fact
	n     int
}

const demo = party.SchemeID("county-demo")

func open(t testing.TB) *house {
	t.Helper()
	h := &house{t: t, now: time.Date(2026, 11, 26, 2, 0, 0, 0, time.UTC), known: map[party.FactID][]fact.Subject{}}
	db, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{Reserve: -1, LowWater: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	h.db = db
	h.d = h.deriver()
	return h
}

// config is what everything here derives with.
func (h *house) config() Config {
	return Config{
		Ledger: h.db, Views: h.db, Rows: h.db, Standards: operate.NewLibrary(packs.Files),
		Schemes: []party.SchemeID{demo}, Now: func() time.Time { return h.now },
	}
}

// deriver returns a new deriver, as a new process would have it.
func (h *house) deriver() *Deriver { return New(h.config()) }

// must fails the test on an error.
func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// commit appends facts in one change, without a position.
func (h *house) commit(facts ...fact.Fact) {
	h.t.Helper()
	subjects := fact.Indexed(facts, func(id party.FactID) []fact.Subject { return h.known[id] })
	rows := make([]app.Row, len(facts))
	for i := range facts {
		f := &facts[i]
		h.known[f.ID] = subjects[i]
		rows[i] = row(h.t, f, subjects[i])
	}
	h.n++
	audit, err := (&app.Entry{ID: fmt.Sprintf("a%05d", h.n), Org: app.Instance, At: h.now, Actor: "terminal:test", Action: "fact.append", Result: "done"}).Row()
	h.must(err)
	_, err = h.db.Commit(h.t.Context(), &app.Change{Facts: rows, Audit: []app.Row{audit}})
	h.must(err)
	h.all = append(h.all, facts...)
}

// sequence gives positions to all that have none.
func (h *house) sequence() app.Position {
	h.t.Helper()
	for {
		head, err := h.db.Sequence(h.t.Context(), 1000)
		h.must(err)
		if head.Pending == 0 {
			return head.Last
		}
	}
}

// append commits facts and gives them positions.
func (h *house) append(facts ...fact.Fact) app.Position {
	h.t.Helper()
	for chunk := range slices.Chunk(facts, 500) {
		h.commit(chunk...)
	}
	return h.sequence()
}

// row is a fact as the ledger holds it; what is sealed has a box that nobody opens here.
func row(t testing.TB, f *fact.Fact, subjects []fact.Subject) app.Row {
	line := app.Line{Fact: *f}
	if fact.Sealed(f.Body.Kind()) {
		line.Box = []byte("sealed")
	}
	text, err := line.Append(nil)
	if err != nil {
		t.Fatal(err)
	}
	return app.Row{Stream: chain.Facts, Org: f.Org, ID: string(f.ID), Line: text, Hash: chain.RecordHash(chain.Facts, text), Subjects: subjects}
}

// content is everything that a generation holds.
type content struct {
	folds  map[string]string
	scores map[string]string
	orgs   map[party.OrgID]app.OrgRow
}

func (h *house) content(g int64) content {
	h.t.Helper()
	c := content{map[string]string{}, map[string]string{}, map[party.OrgID]app.OrgRow{}}
	for year := 2015; year < 2035; year++ {
		h.must(h.db.Folds(h.t.Context(), g, year, "", func(r app.FoldRow) error {
			c.folds[fmt.Sprint(r.Org, year)] = string(r.Blob)
			return nil
		}))
		for _, s := range []party.SchemeID{demo, "other", "examples/G01"} {
			h.must(h.db.Scores(h.t.Context(), g, year, s, "", func(r app.ScoreRow) error {
				c.scores[fmt.Sprint(r.Org, year, s)] = string(r.Blob)
				return nil
			}))
		}
	}
	h.must(h.db.Orgs(h.t.Context(), g, "", func(r app.OrgRow) error { c.orgs[r.Org] = r; return nil }))
	return c
}

// differ says where two generations differ; empty if nowhere.
func differ(a, b content) string {
	for name, x := range map[string][2]map[string]string{"fold": {a.folds, b.folds}, "score": {a.scores, b.scores}} {
		for _, k := range slices.Sorted(maps.Keys(x[0])) {
			if x[0][k] != x[1][k] {
				return name + " of " + k
			}
		}
		if len(x[0]) != len(x[1]) {
			return fmt.Sprintf("%d and %d %ss", len(x[0]), len(x[1]), name)
		}
	}
	if !maps.Equal(a.orgs, b.orgs) {
		return "the tree"
	}
	return ""
}

// A drawn county is random facts in the order in which they are appended: a made-up
// county and, between its facts, what makes one organisation's record another's matter.
type drawn struct {
	r     *rand.Rand
	facts []fact.Fact
	orgs  []party.OrgID // branches
	upper []party.OrgID
	who   []party.MemberID
	n     int
}

func draw(seed uint64, branches, more int) []fact.Fact {
	d := &drawn{r: rand.New(rand.NewPCG(seed, 7))}
	operate.County{Branches: branches, Seed: seed, Year: 2026, Years: 2, Until: party.DateOf(2026, 11, 20)}.Facts(func(f fact.Fact) bool {
		d.facts = append(d.facts, f)
		switch b := f.Body.(type) {
		case *fact.OrgFounded:
			if b.Level == "branch" {
				d.orgs = append(d.orgs, f.Org)
			} else {
				d.upper = append(d.upper, f.Org)
			}
		case *fact.MemberEnrolled:
			d.who = append(d.who, b.Member)
		}
		return true
	})
	for range more - more/8 {
		d.event()
	}
	d.r.Shuffle(len(d.facts), func(i, j int) { d.facts[i], d.facts[j] = d.facts[j], d.facts[i] })
	last := len(d.facts)
	for range more / 8 {
		d.event()
	}
	late := d.facts[last:]
	d.r.Shuffle(len(late), func(i, j int) { late[i], late[j] = late[j], late[i] })
	return inOrder(d.facts)
}

// inOrder lets what mends, takes back or answers a record come after it, as the
// register demands.
func inOrder(facts []fact.Fact) []fact.Fact {
	at, done := map[party.FactID]int{}, map[party.FactID]bool{}
	for i := range facts {
		at[facts[i].ID] = i
	}
	var all []fact.Fact
	var take func(id party.FactID)
	take = func(id party.FactID) {
		i, there := at[id]
		if !there || done[id] {
			return
		}
		done[id] = true
		f := facts[i]
		take(f.Corrects)
		take(fact.Answered(f.Body))
		if v, ok := f.Body.(*fact.Void); ok {
			take(v.Fact)
		}
		all = append(all, f)
	}
	for i := range facts {
		take(facts[i].ID)
	}
	return all
}

func one[T any](d *drawn, all []T) T { return all[d.r.IntN(len(all))] }

func (d *drawn) put(org party.OrgID, b fact.Body) *fact.Fact {
	on := party.DateOf(2025, 1, 1).AddDays(d.r.IntN(650))
	y, m, day := on.YMD()
	d.n++
	d.facts = append(d.facts, fact.Fact{
		ID: party.FactID(fmt.Sprintf("x%05d", d.n)), Org: org, On: on, By: "m-clerk", Body: b,
		At: time.Date(y, time.Month(m), day, 9, d.r.IntN(60), 0, 0, time.UTC).AddDate(0, 0, d.r.IntN(9)),
	})
	return &d.facts[len(d.facts)-1]
}

func (d *drawn) some() []party.MemberID {
	ms := []party.MemberID{one(d, d.who), one(d, d.who), one(d, d.who)}
	slices.Sort(ms)
	return slices.Compact(ms)
}

// event draws a fact that reaches beyond its owner, or changes what was said.
func (d *drawn) event() {
	switch d.r.IntN(14) {
	case 0:
		d.put(one(d, d.orgs), &fact.MemberEnrolled{Member: one(d, d.who), Stage: "full", Accepted: party.DateOf(2010, 1, 1), Full: party.DateOf(2011, 1, 1)})
	case 1:
		d.put(one(d, d.orgs), &fact.MemberMoved{Member: one(d, d.who), Way: one(d, party.Ways).Code, Other: one(d, d.orgs)})
	case 2, 3:
		d.put(one(d, d.upper), &fact.StudyLogged{Members: d.some(), Hours: party.Int(8), Form: party.Studies[0].Code, Level: "county"})
	case 4:
		d.put(one(d, d.orgs), &fact.MemberAway{Member: one(d, d.who), State: one(d, party.AwayStates).Code})
	case 5:
		d.put(one(d, d.orgs), &fact.OrgMoved{Parent: one(d, d.upper)})
	case 6:
		if d.r.IntN(4) == 0 {
			d.put(one(d, d.orgs), &fact.OrgMerged{Into: one(d, d.orgs)})
		} else {
			d.put(one(d, d.orgs), &fact.OrgRenamed{Name: fmt.Sprintf("石桥村第%d党支部", d.r.IntN(30))})
		}
	case 7:
		d.put(one(d, d.upper), &fact.UpperDid{Duty: one(d, party.UpperDuties).Code, For: one(d, []party.OrgID{"", "", one(d, d.orgs)})})
	case 8:
		d.put(one(d, d.upper), &fact.StandardAdopted{Scheme: one(d, []party.SchemeID{demo, "other"})})
	case 9:
		host, other := one(d, d.orgs), one(d, d.orgs)
		id := d.put(host, &fact.MeetingHeld{Kinds: []party.MeetingKind{"assembly"}, Hosts: []party.OrgID{other}}).ID
		d.put(other, &fact.MeetingConfirmed{Meeting: id})
	case 10:
		ask := d.put(one(d, d.orgs), &fact.HelpAsked{Of: one(d, d.upper), Items: []party.ItemID{"ZB-40"}}).ID
		d.put(one(d, d.upper), &fact.HelpAnswered{Ask: ask, Result: "done"})
	case 11, 12:
		f := one(d, d.facts)
		d.put(f.Org, &fact.Void{Fact: f.ID, Cause: "mistake"})
	default:
		f := one(d, d.facts)
		if _, void := f.Body.(*fact.Void); !void {
			g := d.put(f.Org, f.Body)
			g.Corrects, g.On = f.ID, f.On.AddDays(d.r.IntN(5))
		}
	}
}
