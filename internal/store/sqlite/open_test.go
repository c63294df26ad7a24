package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qiangji/internal/app"
	"qiangji/internal/core/chain"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/store/sqlstore"
)

// small is a change of one fact.
func small(id string) *app.Change {
	r := app.Row{Stream: chain.Facts, Org: "o1", ID: id, Line: []byte(id), Subjects: []fact.Subject{"o:o1"}}
	r.Hash = chain.RecordHash(r.Stream, r.Line)
	a := app.Row{Stream: chain.Audit, Org: "o1", ID: "a-" + id, Line: []byte(id)}
	a.Hash = chain.RecordHash(a.Stream, a.Line)
	return &app.Change{Facts: []app.Row{r}, Audit: []app.Row{a}}
}

func commit(t testing.TB, d *DB, ids ...string) {
	t.Helper()
	for _, id := range ids {
		if _, err := d.Commit(t.Context(), small(id)); err != nil {
			t.Fatal(err)
		}
	}
}

// count is how many facts there are.
func count(t testing.TB, d *DB) int {
	t.Helper()
	slice, err := d.Read(t.Context(), []fact.Subject{"o:o1"}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return len(slice.Rows)
}

func refused(t *testing.T, err error, kind errs.Kind, words ...string) {
	t.Helper()
	if errs.KindOf(err) != kind {
		t.Fatalf("%v, want %s", err, kind)
	}
	for _, word := range words {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("%q does not say %s", err, word)
		}
	}
}

// files is what a directory holds, but for the lock, empty files and what is not kept.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == lockName || strings.HasSuffix(name, "-shm") {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		if len(data) > 0 {
			all[name] = string(data)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestContract: a connection on which any setting differs is refused, by its name.
func TestContract(t *testing.T) {
	wrong := map[string]string{
		"synchronous": "NORMAL", "foreign_keys": "OFF", "busy_timeout": "1", "trusted_schema": "ON", "cell_size_check": "OFF",
		"secure_delete": "FAST", "recursive_triggers": "OFF", "temp_store": "FILE", "query_only": "ON", "cache_size": "100",
		"wal_autocheckpoint": "0", "journal_size_limit": "-1", "journal_mode": "DELETE",
	}
	path := filepath.Join(t.TempDir(), FileName)
	for _, s := range append(common[:len(common):len(common)], writing...) {
		t.Run(s.pragma, func(t *testing.T) {
			db, err := openWriter(path)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			conn, err := db.Conn(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			if err := readBack(t.Context(), conn, common, writing); err != nil {
				t.Fatalf("the contract itself: %v", err)
			}
			value, ok := wrong[s.pragma]
			if !ok {
				t.Fatalf("no wrong value is known of %s", s.pragma)
			}
			if _, err := conn.ExecContext(t.Context(), "PRAGMA "+s.pragma+" = "+value); err != nil {
				t.Fatal(err)
			}
			refused(t, readBack(t.Context(), conn, common, writing), errs.Unavailable, s.pragma, s.back)
		})
	}
}

func TestDefensiveIsAsked(t *testing.T) {
	path := filepath.Join(t.TempDir(), FileName)
	db, err := openFile(strings.Replace(source(path, map[string][]string{"_journal_mode": {"WAL"}}, common), "_defensive=1", "_defensive=0", 1))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	refused(t, readBack(t.Context(), conn, common), errs.Unavailable, "defensive")
}

// TestReadersCannotWrite: not even with a statement that says so.
func TestReadersCannotWrite(t *testing.T) {
	d := opened(t, t.TempDir())
	err := d.engine.Read(t.Context(), func(s sqlstore.Session) error {
		_, err := s.Exec(`UPDATE desk_schema SET at = 0`)
		return err
	})
	if err == nil || !strings.Contains(err.Error(), "readonly") {
		t.Errorf("%v: a reader wrote", err)
	}
}

// TestSecond: one of many that open a directory at once has it, the others are told by
// whom.
func TestSecond(t *testing.T) {
	dir := t.TempDir()
	var wait sync.WaitGroup
	results := make([]error, 8)
	holders := make([]*DB, len(results))
	start := time.Now()
	for i := range results {
		wait.Go(func() { holders[i], results[i] = Open(context.Background(), dir, Options{Reserve: -1, LowWater: 1}) })
	}
	wait.Wait()
	t.Logf("refused after %v", time.Since(start))
	winners := 0
	for i, err := range results {
		if err == nil {
			winners++
			defer holders[i].Close()
			continue
		}
		refused(t, err, errs.Unavailable, "正被另一个进程使用")
		if !errors.Is(err, ErrInUse) {
			t.Errorf("%v is not ErrInUse", err)
		}
	}
	if winners != 1 {
		t.Errorf("%d have the directory, want 1", winners)
	}
	_, err := Open(t.Context(), dir, Options{})
	refused(t, err, errs.Unavailable, fmt.Sprintf("进程号 %d", os.Getpid()))
}

// TestSecurity_D6_OrderSurvivesTheClock: what is recorded after a restart comes after what
// waited for its position then, though the clock was set back meanwhile.
func TestSecurity_D6_OrderSurvivesTheClock(t *testing.T) {
	dir, now := t.TempDir(), time.Date(2026, 11, 26, 8, 0, 0, 0, time.UTC)
	for _, id := range []string{"z", "m", "a"} {
		d, err := Open(t.Context(), dir, Options{Reserve: -1, LowWater: 1, Now: func() time.Time { return now }})
		if err != nil {
			t.Fatal(err)
		}
		commit(t, d, id)
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		now = now.Add(-time.Hour)
	}
	d := opened(t, dir)
	if _, err := d.Sequence(t.Context(), 100); err != nil {
		t.Fatal(err)
	}
	rows, err := d.Follow(t.Context(), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range rows {
		if r.Stream == chain.Facts {
			got = append(got, r.ID)
		}
	}
	if !slices.Equal(got, []string{"z", "m", "a"}) {
		t.Errorf("positions went to %v", got)
	}
}

// TestSecurity_L2_MissingGuardsAreTold: who took a trigger away is found out by doctor.
func TestSecurity_L2_MissingGuardsAreTold(t *testing.T) {
	dir := t.TempDir()
	d := opened(t, dir)
	for _, bad := range []bool{false, true} {
		if bad {
			if _, err := raw(t, dir).ExecContext(t.Context(), `DROP TRIGGER ledger_fact_update`); err != nil {
				t.Fatal(err)
			}
		}
		all, err := d.Conditions(t.Context(), false)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(all, func(c app.Condition) bool { return c.Name == "禁止改写的触发器" })
		if i < 0 || all[i].Bad != bad {
			t.Errorf("taken away: %v; %+v", bad, all)
		}
	}
}

// TestDiscard: a store goes with all in it, but not while somebody has it open.
func TestDiscard(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "d")
	if err := Discard(dir); err != nil {
		t.Errorf("nothing there: %v", err)
	}
	d := opened(t, dir)
	commit(t, d, "f1")
	err := Discard(dir)
	refused(t, err, errs.Unavailable, "正被另一个进程使用")
	if !errors.Is(err, ErrInUse) || d.Probe(t.Context()) != nil {
		t.Errorf("%v; the store that is open: %v", err, d.Probe(t.Context()))
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if err := Discard(dir); err != nil {
		t.Error(err)
	}
	if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the directory is still there: %v", err)
	}
}

func TestNewerSchema(t *testing.T) {
	dir := t.TempDir()
	d := opened(t, dir)
	commit(t, d, "f1")
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	db := raw(t, dir)
	if _, err := db.Exec(`INSERT INTO desk_schema (version, at) VALUES (99, 0)`); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	before := files(t, dir)
	_, err := Open(t.Context(), dir, Options{Reserve: -1, LowWater: 1})
	refused(t, err, errs.Unavailable, "99", "新版程序")
	if diff := cmp.Diff(before, files(t, dir)); diff != "" {
		t.Errorf("something was written:\n%.1000s", diff)
	}
}

func TestNotOurs(t *testing.T) {
	dir := t.TempDir()
	if _, err := raw(t, dir).Exec(`CREATE TABLE a (b)`); err != nil {
		t.Fatal(err)
	}
	before := files(t, dir)
	_, err := Open(t.Context(), dir, Options{Reserve: -1, LowWater: 1})
	refused(t, err, errs.Invalid, "不是强基的数据")
	if diff := cmp.Diff(before, files(t, dir)); diff != "" {
		t.Errorf("something was written:\n%.1000s", diff)
	}
	if err := os.WriteFile(filepath.Join(dir, FileName), []byte(strings.Repeat("not a database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = Open(t.Context(), dir, Options{Reserve: -1, LowWater: 1})
	refused(t, err, errs.IO, "从备份恢复")

	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = Open(t.Context(), file, Options{})
	refused(t, err, errs.Invalid, "不是目录")
}

// TestDamaged: pages whose structure is broken are found before anything is served.
func TestDamaged(t *testing.T) {
	dir := t.TempDir()
	d := opened(t, dir)
	for i := range 300 {
		commit(t, d, fmt.Sprintf("f%03d", i))
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, FileName)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for at := 8192 * 5; at < len(data); at += 8192 {
		copy(data[at:], "\xff\xff\xff\xff\xff\xff\xff\xff")
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = Open(t.Context(), dir, Options{Reserve: -1, LowWater: 1})
	refused(t, err, errs.IO, "从备份恢复")
}

// failing is an engine that fails at the n-th statement that is executed.
type failing struct {
	sqlstore.Engine
	left int
}

type failingSession struct {
	sqlstore.Session
	engine *failing
}

var errFailing = errors.New("failing")

func (f *failing) Write(ctx context.Context, fn func(sqlstore.Session) error) error {
	return f.Engine.Write(ctx, func(s sqlstore.Session) error { return fn(failingSession{s, f}) })
}

func (s failingSession) Exec(text string, args ...any) (int64, error) {
	if s.engine.left--; s.engine.left < 0 {
		return 0, errFailing
	}
	return s.Session.Exec(text, args...)
}

// TestUpgradeIsWhole: wherever a migration is cut off, the version and the tables are
// the old ones.
func TestUpgradeIsWhole(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, FileName)
	e, err := connect(t.Context(), path, &room{dir: dir, low: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer e.close()
	tables := func() (n int) {
		err := e.Read(t.Context(), func(s sqlstore.Session) error {
			rows, err := s.Query(`SELECT COUNT(*) AS n FROM sqlite_schema ORDER BY n`)
			if err != nil {
				return err
			}
			defer rows.Close()
			rows.Next()
			return rows.Scan(&n)
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	at := 0
	for ; ; at++ {
		err := sqlstore.Upgrade(t.Context(), &failing{e, at}, 0, time.Unix(0, 0))
		if err == nil {
			break
		}
		if n := tables(); !errors.Is(err, errFailing) || n != 0 {
			t.Fatalf("cut off at statement %d: %v, %d tables", at, err, n)
		}
	}
	if n := tables(); at < 30 || n < 30 {
		t.Errorf("whole after %d statements, with %d tables and triggers", at, n)
	}
}

// TestKilled: a process that is killed leaves no lock, and what it was answered for.
func TestKilled(t *testing.T) {
	dir := t.TempDir()
	cmd := exec.Command(os.Args[0], "-test.run=TestKilled")
	cmd.Env = append(os.Environ(), "QIANGJI_KILLED="+dir)
	if os.Getenv("QIANGJI_KILLED") != "" {
		d := opened(t, os.Getenv("QIANGJI_KILLED"))
		commit(t, d, "f1", "f2", "f3")
		fmt.Println("acknowledged")
		time.Sleep(time.Hour) // with a timer waiting the runtime sees no deadlock
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	answer := make([]byte, len("acknowledged"))
	if _, err := out.Read(answer); err != nil || string(answer) != "acknowledged" {
		t.Fatalf("%q, %v", answer, err)
	}
	_, err = Open(t.Context(), dir, Options{Reserve: -1, LowWater: 1})
	refused(t, err, errs.Unavailable, fmt.Sprintf("进程号 %d", cmd.Process.Pid))
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // it was killed
	if n := count(t, opened(t, dir)); n != 3 {
		t.Errorf("%d facts, want 3", n)
	}
}

// TestBeforeUpgrade: whoever opens a store with an older schema is asked first, and may
// say no.
func TestBeforeUpgrade(t *testing.T) {
	var asked []int
	o := Options{BeforeUpgrade: func(_ context.Context, from, to int) error {
		asked = append(asked, from, to)
		return errFailing
	}}
	for _, v := range [][2]int{{0, 3}, {3, 3}} {
		if err := o.before(t.Context(), v[0], v[1]); err != nil {
			t.Errorf("from %d to %d: %v", v[0], v[1], err)
		}
	}
	refused(t, o.before(t.Context(), 1, 3), errs.Unavailable, "没有升级")
	if diff := cmp.Diff([]int{1, 3}, asked); diff != "" {
		t.Error(diff)
	}
	if err := (&Options{}).before(t.Context(), 1, 3); err != nil {
		t.Error(err)
	}
}
