package pgfault

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"qiangji/internal/app"
	"qiangji/internal/core/chain"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
	"qiangji/internal/store/postgres"
	"qiangji/internal/store/storetest"
)

// A Config says what is run.
type Config struct {
	Faults  int
	Kinds   []Fault // nil: All
	Clients int     // 0: 16
	Seed    uint64  // faults, moments and changes; not the order in which they meet

	WithoutOnce bool   // sabotage: the clients submit again without a key
	Behind      bool   // sabotage: the standby is not waited for, and is behind when it takes over
	Sabotage    string // a text that is run in the database before the load
	Settings    map[string]string
}

// A Store is what the rig uses of an open store.
type Store interface {
	app.Writer
	Read(ctx context.Context, subjects []fact.Subject, ids []party.FactID, have func(party.FactID) bool) (*app.Slice, error)
	Follow(ctx context.Context, after app.Position, max int) ([]app.Row, error)
	Sequence(ctx context.Context, max int) (app.Head, error)
	Nodes(ctx context.Context, level int, from int64, n int) ([]chain.Hash, error)
}

// A rig is a run under way.
type rig struct {
	Config
	chance   *rand.Rand
	cluster  *storetest.Cluster
	standby  *storetest.Cluster // nil without Switch
	database string
	proxies  []*storetest.Proxy
	stores   []Store
	book     book
	followed []app.Row
	report   *Report
}

// processes is how many open stores share the database.
const processes = 2

// settleTime is how long a change may take to be settled, whatever happens meanwhile.
const settleTime = 10 * time.Minute

// Run makes a cluster, loads it, inflicts the faults and judges what is stored. An
// error says that the rig could not go on: a server that does not start, a change that
// is not settled.
func Run(ctx context.Context, c Config) (*Report, error) {
	if c.Clients == 0 {
		c.Clients = 16
	}
	if c.Kinds == nil {
		c.Kinds = All
	}
	cluster, err := storetest.NewCluster(storetest.ClusterOptions{Settings: c.Settings})
	if err != nil {
		return nil, err
	}
	r := &rig{
		Config: c, chance: rand.New(rand.NewPCG(c.Seed, 1)), cluster: cluster, database: storetest.Postgres,
		report: &Report{Counts: map[Fault]int{}},
	}
	defer func() { r.cluster.Close() }() // by then it may be another
	ctx, cancel := context.WithTimeout(ctx, settleTime+time.Duration(c.Faults)*10*time.Second)
	defer cancel()
	if err := r.prepare(ctx); err != nil {
		return nil, err
	}
	if r.standby != nil {
		defer func() { r.standby.Close() }()
	}
	if err := r.load(ctx); err != nil {
		return r.report, err
	}
	r.tell()
	direct, err := postgres.Open(ctx, r.cluster.URL(r.database), postgres.Options{})
	if err != nil {
		return r.report, err
	}
	return r.report, errors.Join(r.judge(ctx, direct), direct.Close())
}

// prepare makes the schema, the sabotage, and a standby if there will be a switch to
// it.
func (r *rig) prepare(ctx context.Context) error {
	store, err := postgres.Open(ctx, r.cluster.URL(r.database), postgres.Options{})
	if err == nil {
		err = store.Close()
	}
	if err == nil && r.Sabotage != "" {
		_, err = r.cluster.SQL(r.database, r.Sabotage)
	}
	if err == nil && slices.Contains(r.Kinds, Switch) {
		if r.standby, err = r.cluster.Standby(); err == nil && !r.Behind {
			err = r.cluster.Set("synchronous_standby_names", "*")
		}
	}
	return err
}

// load opens the processes and runs the clients, the sequencers and a follower while
// the faults happen.
func (r *rig) load(ctx context.Context) error {
	for range processes {
		proxy, err := storetest.NewProxy(r.cluster.Address())
		if err != nil {
			return err
		}
		defer proxy.Close()
		store, err := postgres.Open(ctx, r.cluster.TCP(proxy.Address(), r.database), postgres.Options{})
		if err != nil {
			return err
		}
		defer store.Close()
		r.proxies, r.stores = append(r.proxies, proxy), append(r.stores, store)
	}
	stop := make(chan struct{})
	var running sync.WaitGroup
	failures := make(chan error, r.Clients+processes+1)
	for n := range r.Clients {
		chance := rand.New(rand.NewPCG(r.chance.Uint64(), 2))
		running.Go(func() { failures <- r.client(ctx, n, chance, stop) })
	}
	for _, store := range r.stores {
		running.Go(func() { failures <- sequence(ctx, store, stop) })
	}
	running.Go(func() { failures <- r.follow(ctx, stop) })
	err := r.inflictAll(ctx)
	close(stop)
	running.Wait()
	close(failures)
	for e := range failures {
		err = errors.Join(err, e)
	}
	return err
}

// inflictAll inflicts one fault after the other, each under load: some changes were
// acknowledged since the one before.
func (r *rig) inflictAll(ctx context.Context) error {
	if err := r.underLoad(ctx, time.Now()); err != nil {
		return err
	}
	for _, f := range order(r.Kinds, r.Faults, r.chance) {
		time.Sleep(time.Duration(r.chance.IntN(100)) * time.Millisecond)
		begin := time.Now()
		if err := r.inflict(f); err != nil {
			return fmt.Errorf("%s (%d): %w", f, r.report.Total, err)
		}
		r.report.Counts[f]++
		r.report.Total++
		if err := r.underLoad(ctx, begin); err != nil {
			return fmt.Errorf("after %s (%d): %w", f, r.report.Total, err)
		}
	}
	return nil
}

// underLoad waits until each client has had a change acknowledged, on average, and
// remembers how long the first took since a fault began.
func (r *rig) underLoad(ctx context.Context, begin time.Time) error {
	from, first := r.book.progress(), true
	for {
		now := r.book.progress()
		if now > from && first {
			r.report.Slowest, first = max(r.report.Slowest, time.Since(begin).Seconds()), false
		}
		if now >= from+r.Clients {
			return nil
		}
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("nothing is acknowledged any more: %w", err)
		}
		time.Sleep(time.Millisecond)
	}
}

// sequence gives positions until stop.
func sequence(ctx context.Context, store Store, stop <-chan struct{}) error {
	for {
		select {
		case <-stop:
			return nil
		case <-time.After(10 * time.Millisecond):
		}
		if _, err := store.Sequence(ctx, 64); !passing(err) {
			return fmt.Errorf("sequencing: %w", err)
		}
	}
}

// follow reads what has a position, one after the other, until stop.
func (r *rig) follow(ctx context.Context, stop <-chan struct{}) error {
	for {
		select {
		case <-stop:
			return nil
		case <-time.After(10 * time.Millisecond):
		}
		rows, err := r.stores[0].Follow(ctx, app.Position(len(r.followed)), 100)
		if !passing(err) {
			return fmt.Errorf("following: %w", err)
		}
		if err == nil {
			r.followed = append(r.followed, rows...)
		}
	}
}

// passing says whether an error is one that a fault may cause.
func passing(err error) bool {
	return err == nil || errs.KindOf(err) == errs.Unavailable || errs.KindOf(err) == errs.Uncertain
}

// tell puts what the clients know into the report.
func (r *rig) tell() {
	report, b := r.report, &r.book
	report.Acked, report.Refused, report.Uncertain, report.Unavailable = b.acked, b.refused, b.uncertain, b.away
	for _, s := range b.strange {
		report.find(&report.Faults, "an answer that no fault explains: %s", s)
	}
}
