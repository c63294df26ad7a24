package postgres

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"qiangji/internal/errs"
	"qiangji/internal/store/sqlstore"
	"qiangji/internal/store/storetest"
)

// openTable opens a store with a table to play with, and returns its address.
func openTable(t *testing.T) (*Store, string) {
	t.Helper()
	address := cluster.Schema(t)
	s := open(t, address)
	if err := write(s, `CREATE TABLE toy (id BIGINT PRIMARY KEY, n BIGINT)`); err != nil {
		t.Fatal(err)
	}
	if err := write(s, `INSERT INTO toy (id, n) VALUES (1, 0), (2, 0)`); err != nil {
		t.Fatal(err)
	}
	return s, address
}

func write(s *Store, text string) error {
	return s.engine.Write(context.Background(), func(db sqlstore.Session) error {
		_, err := db.Exec(text)
		return err
	})
}

// total adds up what is in the table.
func total(t *testing.T, s *Store) (n int64) {
	t.Helper()
	err := s.engine.Read(context.Background(), func(db sqlstore.Session) error {
		return one(db, &n, `SELECT SUM(n)::bigint FROM toy`)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestDeadlock: of two changes that wait for each other one is run again, from its
// beginning; both are made, once.
func TestDeadlock(t *testing.T) {
	s, _ := openTable(t)
	var met sync.WaitGroup
	met.Add(2)
	var runs atomic.Int64
	cross := func(first, second int) error {
		once := sync.OnceFunc(func() { met.Done(); met.Wait() })
		return s.engine.Write(context.Background(), func(db sqlstore.Session) error {
			runs.Add(1)
			if _, err := db.Exec(`UPDATE toy SET n = n + 1 WHERE id = $1`, first); err != nil {
				return err
			}
			once()
			_, err := db.Exec(`UPDATE toy SET n = n + 1 WHERE id = $1`, second)
			return err
		})
	}
	failures := make(chan error, 2)
	go func() { failures <- cross(1, 2) }()
	go func() { failures <- cross(2, 1) }()
	if err := errors.Join(<-failures, <-failures); err != nil {
		t.Fatal(err)
	}
	if runs.Load() < 3 {
		t.Errorf("%d runs: they did not meet", runs.Load())
	}
	if got := total(t, s); got != 4 {
		t.Errorf("%d increments, want 4", got)
	}
}

// TestLostBeforeCommit: work whose session was ended is run again on another.
func TestLostBeforeCommit(t *testing.T) {
	s, _ := openTable(t)
	runs := 0
	err := s.engine.Write(context.Background(), func(db sqlstore.Session) error {
		runs++
		if _, err := db.Exec(`UPDATE toy SET n = n + 1 WHERE id = 1`); err != nil {
			return err
		}
		if runs > 1 {
			return nil
		}
		_, err := db.Exec(`SELECT pg_terminate_backend(pg_backend_pid())`)
		return err
	})
	if err != nil || runs != 2 {
		t.Fatalf("%d runs: %v", runs, err)
	}
	if got := total(t, s); got != 1 {
		t.Errorf("%d increments, want 1", got)
	}
}

// TestServerRestarts: a change that comes while the server is away waits for it.
func TestServerRestarts(t *testing.T) {
	s, _ := openTable(t)
	s.engine.patience = time.Hour
	cluster.StopNow()
	done := make(chan error, 1)
	go func() { done <- write(s, `UPDATE toy SET n = n + 1 WHERE id = 1`) }()
	if err := cluster.Start(); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if got := total(t, s); got != 1 {
		t.Errorf("%d increments, want 1", got)
	}
}

// TestLostInCommit: where the connection is lost in the commit, the change may have been
// made or not, and nobody pretends to know.
func TestLostInCommit(t *testing.T) {
	for what, made := range map[storetest.AtCommit]int64{storetest.CutBefore: 0, storetest.CutAfter: 1} {
		s, address := openTable(t)
		proxy, through := openProxy(t, address)
		proxy.Commit(what)
		runs := 0
		err := through.engine.Write(context.Background(), func(db sqlstore.Session) error {
			runs++
			_, err := db.Exec(`UPDATE toy SET n = n + 1 WHERE id = 1`)
			return err
		})
		if errs.KindOf(err) != errs.Uncertain || !strings.Contains(err.Error(), "同一个提交号") {
			t.Errorf("%d: %v", what, err)
		}
		if runs != 1 {
			t.Errorf("%d: %d runs of an uncertain change", what, runs)
		}
		if got := total(t, s); got != made {
			t.Errorf("%d: %d increments, want %d", what, got, made)
		}
	}
}

// openProxy opens a second store on an address, through a proxy.
func openProxy(t *testing.T, address string) (*storetest.Proxy, *Store) {
	t.Helper()
	proxy, err := storetest.NewProxy(cluster.Address())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(proxy.Close)
	_, schema, _ := strings.Cut(address, "&search_path=")
	return proxy, open(t, cluster.TCP(proxy.Address(), storetest.Postgres)+"&search_path="+schema)
}

// TestAwayInCommit: a caller who goes away while the server commits gets the answer.
func TestAwayInCommit(t *testing.T) {
	s, address := openTable(t)
	proxy, through := openProxy(t, address)
	proxy.Commit(storetest.SlowAnswer)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	err := through.engine.Write(ctx, func(db sqlstore.Session) error {
		_, err := db.Exec(`UPDATE toy SET n = n + 1 WHERE id = 1`)
		time.AfterFunc(200*time.Millisecond, cancel)
		return err
	})
	if err != nil {
		t.Error(err)
	}
	if got := total(t, s); got != 1 {
		t.Errorf("%d increments, want 1", got)
	}
}

// TestAwayBeforeCommit: one who goes away earlier has changed nothing, and leaves a
// store that works.
func TestAwayBeforeCommit(t *testing.T) {
	s, _ := openTable(t)
	for _, wait := range []string{`SELECT 1`, `SELECT pg_sleep(60)`} {
		ctx, cancel := context.WithCancel(context.Background())
		err := s.engine.Write(ctx, func(db sqlstore.Session) error {
			if _, err := db.Exec(`UPDATE toy SET n = n + 1 WHERE id = 1`); err != nil {
				return err
			}
			if wait == `SELECT 1` {
				cancel()
			} else {
				time.AfterFunc(50*time.Millisecond, cancel)
			}
			_, err := db.Exec(wait)
			return err
		})
		cancel()
		if errs.KindOf(err) != errs.Unavailable || !strings.Contains(err.Error(), "什么也没有改动") {
			t.Errorf("%s: %v", wait, err)
		}
	}
	if err := write(s, `UPDATE toy SET n = n + 10 WHERE id = 1`); err != nil {
		t.Error(err)
	}
	if got := total(t, s); got != 10 {
		t.Errorf("total %d, want 10", got)
	}
}

// TestLockTimeout: who holds a row for too long makes others give up, not hang.
func TestLockTimeout(t *testing.T) {
	s, address := openTable(t)
	hasty := open(t, address+"&lock_timeout=50")
	err := s.engine.Write(context.Background(), func(db sqlstore.Session) error {
		if _, err := db.Exec(`UPDATE toy SET n = n + 1 WHERE id = 1`); err != nil {
			return err
		}
		err := write(hasty, `UPDATE toy SET n = n + 10 WHERE id = 1`)
		if errs.KindOf(err) != errs.Unavailable || !strings.Contains(err.Error(), "等得太久") {
			t.Errorf("waited: %v", err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	if got := total(t, s); got != 1 {
		t.Errorf("total %d, want 1", got)
	}
}

// TestErrorsComeBack: what work itself says is not dressed up, and nothing it did stays.
func TestErrorsComeBack(t *testing.T) {
	s, _ := openTable(t)
	said := errors.New("no")
	err := s.engine.Write(context.Background(), func(db sqlstore.Session) error {
		if _, err := db.Exec(`UPDATE toy SET n = 7 WHERE id = 1`); err != nil {
			return err
		}
		return said
	})
	if err != said {
		t.Error(err)
	}
	if got := total(t, s); got != 0 {
		t.Errorf("total %d, want 0", got)
	}
	err = write(s, `INSERT INTO toy (id, n) VALUES (1, 1)`)
	if s.engine.Kind(err) != errs.Conflict {
		t.Errorf("a key twice: %v", err)
	}
	err = write(s, `INSERT INTO toy (id, n) VALUES (NULL, 1)`)
	if errs.KindOf(err) != errs.IO {
		t.Errorf("no key: %v", err)
	}
}

// TestSnapshot: a read sees one moment, and cannot write.
func TestSnapshot(t *testing.T) {
	s, _ := openTable(t)
	err := s.engine.Read(context.Background(), func(db sqlstore.Session) error {
		var before, after int64
		if err := one(db, &before, `SELECT SUM(n)::bigint FROM toy`); err != nil {
			return err
		}
		if err := write(s, `UPDATE toy SET n = n + 1`); err != nil {
			return err
		}
		if err := one(db, &after, `SELECT SUM(n)::bigint FROM toy`); err != nil {
			return err
		}
		if before != 0 || after != 0 {
			t.Errorf("%d, then %d in one snapshot", before, after)
		}
		_, err := db.Exec(`UPDATE toy SET n = 9`)
		if err == nil {
			t.Error("a read wrote")
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	if got := total(t, s); got != 2 {
		t.Errorf("total %d, want 2", got)
	}
}

// TestWritersAreLimited: no more write at once than the operator allows.
func TestWritersAreLimited(t *testing.T) {
	s, err := Open(context.Background(), cluster.Schema(t), Options{Writers: 2})
	if err != nil {
		t.Fatal(err)
	}
	var now, most atomic.Int64
	var all sync.WaitGroup
	for range 12 {
		all.Go(func() {
			err := s.engine.Write(context.Background(), func(db sqlstore.Session) error {
				n := now.Add(1)
				defer now.Add(-1)
				for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
				}
				_, err := db.Exec(`SELECT pg_sleep(0.02)`)
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if most.Load() != 2 {
		t.Errorf("%d wrote at once, want 2", most.Load())
	}
}

// TestClose: what was begun ends well; what comes later is told so.
func TestClose(t *testing.T) {
	s, err := Open(context.Background(), cluster.Schema(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	begun, closed := make(chan bool), make(chan error)
	go func() {
		<-begun
		closed <- s.Close()
	}()
	err = s.engine.Write(context.Background(), func(db sqlstore.Session) error {
		close(begun)
		for s.engine.enter() == nil { // until closing was begun
			s.engine.begun.Done()
		}
		_, err := db.Exec(`SELECT 1`)
		return err
	})
	if err := errors.Join(err, <-closed); err != nil {
		t.Error(err)
	}
	if err := s.Probe(context.Background()); errs.KindOf(err) != errs.Unavailable {
		t.Errorf("a closed store: %v", err)
	}
	if _, err := s.Head(context.Background()); errs.KindOf(err) != errs.Unavailable {
		t.Errorf("a closed store: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("closed twice: %v", err)
	}
}

// TestIsolation: both kinds of transaction are what the design says.
func TestIsolation(t *testing.T) {
	s := open(t, cluster.Schema(t))
	level := func(into *string) func(sqlstore.Session) error {
		return func(db sqlstore.Session) error { return one(db, into, `SHOW transaction_isolation`) }
	}
	var writes, reads string
	err := errors.Join(s.engine.Write(context.Background(), level(&writes)), s.engine.Read(context.Background(), level(&reads)))
	if err != nil || writes != "read committed" || reads != "repeatable read" {
		t.Errorf("%s, %s: %v", writes, reads, err)
	}
	if stats := s.engine.reads.Stats(); stats.MaxOpenConnections != 16 {
		t.Errorf("%d readers", stats.MaxOpenConnections)
	}
}
