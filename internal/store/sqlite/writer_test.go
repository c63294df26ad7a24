package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"qiangji/internal/app"
	"qiangji/internal/errs"
	"qiangji/internal/store/sqlstore"
)

// held keeps the writer busy until it is let go, so that what comes waits together.
func held(t *testing.T, d *DB) (release func()) {
	t.Helper()
	started, let := make(chan struct{}), make(chan struct{})
	var wait sync.WaitGroup
	wait.Go(func() {
		err := d.engine.Write(context.Background(), func(sqlstore.Session) error {
			close(started)
			<-let
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
	<-started
	return func() {
		close(let)
		wait.Wait()
	}
}

// queued waits until n changes wait for the writer.
func queued(d *DB, n int) {
	for len(d.engine.writer.jobs) < n {
	}
}

// TestOneCommit: changes that wait together are made durable by one commit; until then
// nobody else sees any.
func TestOneCommit(t *testing.T) {
	d := opened(t, t.TempDir())
	release := held(t, d)
	var wait sync.WaitGroup
	for i := range 20 {
		wait.Go(func() { commit(t, d, fmt.Sprint("f", i)) })
	}
	queued(d, 20)
	seen := -1
	wait.Go(func() {
		err := d.engine.Write(context.Background(), func(sqlstore.Session) error {
			seen = count(t, d)
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
	queued(d, 21)
	release()
	wait.Wait()
	if n := count(t, d); seen != 0 || n != 20 {
		t.Errorf("%d facts were seen before the commit, %d are there after it, want 0 and 20", seen, n)
	}
}

// breaking makes a table whose rows let a commit fail.
func breaking(t *testing.T, d *DB) func(sqlstore.Session) error {
	t.Helper()
	err := d.engine.Write(t.Context(), func(s sqlstore.Session) error {
		_, err := s.Exec(`CREATE TABLE test_broken (n BIGINT PRIMARY KEY REFERENCES test_broken (n) DEFERRABLE INITIALLY DEFERRED, m BIGINT REFERENCES test_broken (n) DEFERRABLE INITIALLY DEFERRED)`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return func(s sqlstore.Session) error {
		_, err := s.Exec(`INSERT INTO test_broken (n, m) VALUES (1, 2)`)
		return err
	}
}

// TestCommitFails: all changes in flight are uncertain, all later ones are refused
// until the store is opened anew; reading goes on.
func TestCommitFails(t *testing.T) {
	dir := t.TempDir()
	d := opened(t, dir)
	commit(t, d, "before")
	breaks := breaking(t, d)
	release := held(t, d)
	var wait sync.WaitGroup
	answers := make([]error, 3)
	wait.Go(func() { _, answers[0] = d.Commit(context.Background(), small("beside")) })
	wait.Go(func() { answers[1] = d.engine.Write(context.Background(), breaks) })
	wait.Go(func() { _, answers[2] = d.Commit(context.Background(), small("before")) })
	queued(d, 3)
	release()
	wait.Wait()
	refused(t, answers[0], errs.Uncertain, "提交号")
	refused(t, answers[1], errs.Uncertain)
	refused(t, answers[2], errs.Conflict) // it had failed by itself before
	_, err := d.Commit(t.Context(), small("later"))
	refused(t, err, errs.Unavailable, "停止写入", "重新启动")
	if n := count(t, d); n != 1 {
		t.Errorf("%d facts, want the one from before", n)
	}
	conditions, err := d.Conditions(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(conditions, func(c app.Condition) bool { return c.Name == "写入" })
	if !conditions[i].Bad || !strings.Contains(conditions[i].Help, "停止写入") {
		t.Errorf("%+v", conditions[i])
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	d = opened(t, dir)
	commit(t, d, "after")
	if n := count(t, d); n != 2 {
		t.Errorf("%d facts, want 2", n)
	}
}

// TestFull: a statement that finds no room undoes the whole batch; nobody is told that
// it was done, and writing goes on when there is room.
func TestFull(t *testing.T) {
	d := opened(t, t.TempDir())
	commit(t, d, "before")
	limit := func(s sqlstore.Session, pages string) error {
		rows, err := s.Query(`PRAGMA max_page_count = ` + pages)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
		}
		return rows.Err()
	}
	err := d.engine.Write(t.Context(), func(s sqlstore.Session) error { return limit(s, "1") })
	if err != nil {
		t.Fatal(err)
	}
	big := small("big")
	big.Blobs = []app.BlobRow{{ID: "t1", Owner: "o:o1", Box: make([]byte, 1<<20)}}
	release := held(t, d)
	var wait sync.WaitGroup
	answers := make([]error, 2)
	wait.Go(func() { _, answers[0] = d.Commit(context.Background(), small("beside")) })
	wait.Go(func() { _, answers[1] = d.Commit(context.Background(), big) })
	queued(d, 2)
	release()
	wait.Wait()
	for _, err := range answers {
		refused(t, err, errs.Unavailable, "没有改动任何内容")
	}
	if n := count(t, d); n != 1 {
		t.Errorf("%d facts, want 1", n)
	}
	if err := d.engine.Write(t.Context(), func(s sqlstore.Session) error { return limit(s, "1000000") }); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Commit(t.Context(), big); err != nil {
		t.Fatal(err)
	}
	if n := count(t, d); n != 2 {
		t.Errorf("%d facts, want 2", n)
	}
}

// TestRoom: below the mark nothing is written and the reserve is given up; everything
// can be read; with room again both are there.
func TestRoom(t *testing.T) {
	dir := t.TempDir()
	d, err := Open(t.Context(), dir, Options{Reserve: 3 << 20, LowWater: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	reserve := func() int64 {
		info, err := os.Stat(filepath.Join(dir, reserveName))
		if err != nil {
			return 0
		}
		return info.Size()
	}
	mark := func(low int64) {
		d.room.mu.Lock()
		defer d.room.mu.Unlock()
		d.room.low = low
	}
	commit(t, d, "before")
	if reserve() != 3<<20 {
		t.Errorf("the reserve is %d bytes", reserve())
	}
	mark(1 << 60)
	_, err = d.Commit(t.Context(), small("low"))
	refused(t, err, errs.Unavailable, "磁盘", "暂停写入")
	if reserve() != 0 {
		t.Error("the reserve was not given up")
	}
	if n := count(t, d); n != 1 {
		t.Errorf("%d facts, want 1", n)
	}
	if err := d.Probe(t.Context()); err == nil {
		t.Error("a probe says all is well")
	}
	mark(1)
	commit(t, d, "again")
	if n := count(t, d); n != 2 || reserve() != 3<<20 {
		t.Errorf("%d facts, a reserve of %d bytes", n, reserve())
	}
}

// TestMark: the mark is a twentieth of the file system, within bounds.
func TestMark(t *testing.T) {
	for size, want := range map[int64]int64{1 << 20: 32 << 20, 4 << 30: 4 << 30 / 20, 1 << 40: 1 << 30} {
		if got := (&room{}).mark(place{size: size}); got != want {
			t.Errorf("of %d bytes: %d, want %d", size, got, want)
		}
	}
}

// TestClosing: what was handed over is written, what comes later is refused.
func TestClosing(t *testing.T) {
	dir := t.TempDir()
	d := opened(t, dir)
	release := held(t, d)
	var wait sync.WaitGroup
	for i := range 10 {
		wait.Go(func() { commit(t, d, fmt.Sprint("f", i)) })
	}
	queued(d, 10)
	wait.Go(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	release()
	wait.Wait()
	_, err := d.Commit(t.Context(), small("late"))
	refused(t, err, errs.Unavailable, "正在停止")
	if n := count(t, opened(t, dir)); n != 10 {
		t.Errorf("%d facts, want 10", n)
	}
}

// TestManyTexts: statements that went out of use are closed, and made again.
func TestManyTexts(t *testing.T) {
	d := opened(t, t.TempDir())
	for range 2 {
		for i := range preparedMost + 10 {
			err := d.engine.Read(t.Context(), func(s sqlstore.Session) error {
				rows, err := s.Query(fmt.Sprintf(`SELECT %d AS n ORDER BY n`, i))
				if err != nil {
					return err
				}
				defer rows.Close()
				if n := -1; !rows.Next() || rows.Scan(&n) != nil || n != i {
					return fmt.Errorf("%d, want %d", n, i)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if n := len(d.engine.idle[0].prepared); n > preparedMost {
		t.Errorf("%d statements are kept", n)
	}
}

// TestReadersNest: a reader may read on another connection while it reads.
func TestReadersNest(t *testing.T) {
	d := opened(t, t.TempDir())
	commit(t, d, "f1")
	var nest func(depth int) error
	nest = func(depth int) error {
		return d.engine.Read(t.Context(), func(sqlstore.Session) error {
			if depth == 0 {
				if n := count(t, d); n != 1 {
					return errors.New("nothing found")
				}
				return nil
			}
			return nest(depth - 1)
		})
	}
	if err := nest(2 * idleMost); err != nil {
		t.Error(err)
	}
	if n := len(d.engine.idle); n > idleMost {
		t.Errorf("%d connections are kept", n)
	}
}

// TestRewrite: what is not SQLite's word is put into it, and nothing else.
func TestRewrite(t *testing.T) {
	for text, want := range map[string]string{
		`SELECT value FROM json_array_elements_text($1::json) ORDER BY value`:            `SELECT value FROM json_each(?) ORDER BY value`,
		`SELECT r.key FROM json_each_text($2::json) r WHERE r.value = $1 ORDER BY r.key`: `SELECT r.key FROM json_each($2) r WHERE r.value = $1 ORDER BY r.key`,
		`SELECT edge FROM desk_sequencer WHERE one = 1 ORDER BY one FOR UPDATE`:          `SELECT edge FROM desk_sequencer WHERE one = 1 ORDER BY one`,
		"CREATE TABLE a (\n  n BIGINT NOT NULL PRIMARY KEY,\n  b BYTEA\n)":               "CREATE TABLE a (\n  n INTEGER NOT NULL PRIMARY KEY,\n  b BLOB\n) STRICT, WITHOUT ROWID",
		`INSERT INTO a (b, c) VALUES ($1, $2), ($3, $4)`:                                 `INSERT INTO a (b, c) VALUES (?, ?), (?, ?)`,
		`UPDATE a SET b = $1 WHERE c = $1`:                                               `UPDATE a SET b = $1 WHERE c = $1`,
		`DELETE FROM a`:                                                                  `DELETE FROM a`,
	} {
		if got := rewrite(text); got != want {
			t.Errorf("%s\nbecomes %s\nwant    %s", text, got, want)
		}
	}
}
