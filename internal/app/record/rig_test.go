package record

import (
	"context"
	"crypto/rand"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/keys"
	"qiangji/internal/party"
	"qiangji/internal/store/postgres"
	"qiangji/internal/store/sqlite"
	"qiangji/internal/store/storetest"
)

var evening = time.Date(2026, 6, 30, 12, 0, 0, 0, time.UTC)

// store is what the tests ask of an engine.
type store interface {
	app.Ledger
	app.Writer
	app.Sequence
	app.Keys
}

// An engine opens an empty store. Every call of what it returns gives the store as one more
// process sees it.
type engine func(t testing.TB) func() store

// engines is those that the promises of this package are kept on.
var engines = map[string]engine{"sqlite": onSQLite, "postgres": onPostgres}

func onSQLite(t testing.TB) func() store {
	t.Helper()
	db, err := sqlite.Open(context.Background(), t.TempDir(), sqlite.Options{Reserve: -1})
	if err != nil {
		t.Fatal(err)
	}
	closing(t, db)
	return func() store { return db } // one process only
}

func onPostgres(t testing.TB) func() store {
	t.Helper()
	c, err := cluster()
	if err != nil {
		t.Fatal(err)
	}
	address := c.Schema(t)
	return func() store {
		db, err := postgres.Open(context.Background(), address, postgres.Options{})
		if err != nil {
			t.Fatal(err)
		}
		closing(t, db)
		return db
	}
}

func closing(t testing.TB, db interface{ Close() error }) {
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
}

// cluster is the server of this binary's tests, started at its first use.
var cluster = sync.OnceValues(func() (*storetest.Cluster, error) {
	c, err := storetest.NewCluster(storetest.ClusterOptions{})
	started = c
	return c, err
})

var started *storetest.Cluster

func TestMain(m *testing.M) {
	code := m.Run()
	if started != nil {
		started.Close()
	}
	os.Exit(code)
}

// A rig is a store with keys, a clock that can be set, and recorders on it.
type rig struct {
	testing.TB
	store
	keys    *keys.Dir
	process func() store
	*hands
}

// hands is a clock.
type hands struct {
	mu  sync.Mutex
	now time.Time
}

// newRig opens an empty store whose clock stands in the evening of a day.
func newRig(t testing.TB) *rig {
	t.Helper()
	return newRigOn(t, onSQLite)
}

func newRigOn(t testing.TB, e engine) *rig {
	t.Helper()
	process := e(t)
	r := &rig{TB: t, store: process(), process: process, hands: &hands{now: evening}}
	var err error
	if r.keys, err = keys.Create(filepath.Join(t.TempDir(), "keys")); err != nil {
		t.Fatal(err)
	}
	return r
}

// another is the same store and clock as another process has them.
func (r *rig) another() *rig {
	other := *r
	other.store = r.process()
	return &other
}

func (h *hands) clock() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

// pass lets time pass; a negative time sets the clock back.
func (h *hands) pass(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
}

func (r *rig) ring() *app.Ring { return app.NewRing(r.keys, r, r.keys) }

// recorder is a process of its own on the store.
func (r *rig) recorder() *Recorder { return r.recorderOn(r) }

func (r *rig) recorderOn(w app.Writer) *Recorder {
	return New(Config{
		Ledger: r, Writer: w, Ring: r.ring, Clock: r.clock, IDs: app.NewIDs(r.clock, rand.Reader),
	})
}

func (r *rig) book() *Book { return &Book{r, r.ring} }

// a request by the clerk.
func ask(facts ...fact.Fact) Request { return Request{Facts: facts, Actor: app.Terminal("clerk")} }

// of is a fact without id and moment.
func of(org party.OrgID, on string, body fact.Body) fact.Fact {
	day, err := party.ParseDate(on)
	if err != nil {
		panic(err)
	}
	return fact.Fact{Org: org, On: day, By: "m-clerk", Body: body}
}

func with(f fact.Fact, id party.FactID) fact.Fact {
	f.ID = id
	return f
}

// founded is a town and two branches.
func founded() []fact.Fact {
	return []fact.Fact{
		of("t", "2024-01-01", &fact.OrgFounded{Name: "虚构镇党委", Level: "committee", Form: "single", Domain: "agency"}),
		of("b1", "2024-01-02", &fact.OrgFounded{Name: "虚构一支部", Level: "branch", Parent: "t", Form: "single", Domain: "village"}),
		of("b2", "2024-01-02", &fact.OrgFounded{Name: "虚构二支部", Level: "branch", Parent: "t", Form: "single", Domain: "village"}),
	}
}

func enrolled(m party.MemberID) *fact.MemberEnrolled {
	return &fact.MemberEnrolled{
		Member: m, Stage: "full", Accepted: party.DateOf(2010, 7, 1), Full: party.DateOf(2011, 7, 1),
	}
}

// must appends what has to be taken.
func (r *rig) must(rec *Recorder, q Request) Result {
	r.Helper()
	result, err := rec.Append(context.Background(), q)
	if err != nil || result.Problems != nil {
		r.Fatalf("%v, %v", result.Problems, err)
	}
	return result
}

// refused appends what must not be taken, and returns the first reason.
func (r *rig) refused(rec *Recorder, q Request) Problem {
	r.Helper()
	result, err := rec.Append(context.Background(), q)
	if err != nil || len(result.Problems) == 0 || result.Facts != nil {
		r.Fatalf("%+v, %v", result, err)
	}
	return result.Problems[0]
}

// sequence gives positions to all.
func (r *rig) sequence() app.Position {
	r.Helper()
	head, err := r.Sequence(context.Background(), 1<<20)
	if err != nil || head.Pending != 0 {
		r.Fatalf("%v, %v", head, err)
	}
	return head.Last
}

// records is all that is recorded, in order of position.
func (r *rig) records() (facts []app.Recorded, entries []app.Entry) {
	r.Helper()
	r.sequence()
	rows, err := r.Follow(context.Background(), 0, 1<<20)
	if err != nil {
		r.Fatal(err)
	}
	var lines []app.Row
	for i := range rows {
		if rows[i].Stream == "fact" {
			lines = append(lines, rows[i])
			continue
		}
		e, err := app.ParseEntry(rows[i].Line)
		if err != nil {
			r.Fatal(err)
		}
		entries = append(entries, e)
	}
	if facts, err = (app.Lines{Ring: r.ring()}).Facts(context.Background(), lines); err != nil {
		r.Fatal(err)
	}
	return facts, entries
}

// facts is what is recorded.
func (r *rig) facts() []fact.Fact {
	recorded, _ := r.records()
	facts := make([]fact.Fact, len(recorded))
	for i := range recorded {
		facts[i] = recorded[i].Fact
	}
	return facts
}

// deaf commits without saying on what a change rests: what a recorder must never do.
type deaf struct{ app.Writer }

func (w deaf) Commit(ctx context.Context, c *app.Change) (app.Receipt, error) {
	blind := *c
	blind.Reads = nil
	return w.Writer.Commit(ctx, &blind)
}

// A lane fails or waits at will, before or after the change is made.
type lane struct {
	app.Writer
	before, after func() error
}

func (w *lane) Commit(ctx context.Context, c *app.Change) (app.Receipt, error) {
	if w.before != nil {
		if err := w.before(); err != nil {
			return app.Receipt{}, err
		}
	}
	receipt, err := w.Writer.Commit(ctx, c)
	if err == nil && w.after != nil {
		if err := w.after(); err != nil {
			return app.Receipt{}, err
		}
	}
	return receipt, err
}

var errTest = errs.E("test", errs.Unavailable, "暂时写不进去", nil)
