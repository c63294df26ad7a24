package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"strings"
	"sync"

	driver "modernc.org/sqlite"

	"qiangji/internal/errs"
)

// A setting is one pragma of the contract: how it is asked for, and what must be read
// back from every connection.
type setting struct {
	pragma string
	value  string // "" if it is set by another means
	back   string
}

// common holds for every connection, writing for the writer's, reading for all others.
// Defensive mode has no pragma to be read back: it makes writable_schema stay off.
var (
	common = []setting{
		{"synchronous", "FULL", "2"},
		{"foreign_keys", "ON", "1"},
		{"busy_timeout", "5000", "5000"},
		{"trusted_schema", "OFF", "0"},
		{"cell_size_check", "ON", "1"},
		{"secure_delete", "ON", "1"},
		{"recursive_triggers", "ON", "1"},
		{"temp_store", "MEMORY", "2"},
		{"journal_mode", "", "wal"},
	}
	writing = []setting{
		{"query_only", "OFF", "0"},
		{"cache_size", "-65536", "-65536"},
		{"wal_autocheckpoint", "2000", "2000"},
		{"journal_size_limit", "67108864", "67108864"},
	}
	reading = []setting{
		{"query_only", "", "1"},
		{"cache_size", "-8192", "-8192"},
	}
)

// pageSize is that of new stores; see BenchmarkCommitMeeting.
const pageSize = "8192"

// process makes the settings that hold for all connections of the process, once,
// before the first is opened.
var process = sync.OnceValue(func() error {
	driver.StrictPragmas(true)
	if _, err := driver.OFDLocking(true); err != nil && ofdExpected {
		return errs.E("sqlite.Open", errs.Unavailable,
			"文件锁不能用得可靠（内核应支持 OFD 锁，且本进程此前不得打开过别的 SQLite 文件），没有打开数据", err)
	}
	return nil
})

// source is the name by which the driver opens a file.
func source(path string, parameters url.Values, settings ...[]setting) string {
	for _, group := range settings {
		for _, s := range group {
			if s.value != "" {
				parameters.Add("_pragma", s.pragma+"("+s.value+")")
			}
		}
	}
	parameters.Set("_defensive", "1")
	parameters.Set("_dqs", "0")
	u := url.URL{Scheme: "file", Path: path, RawQuery: parameters.Encode()}
	return u.String()
}

// openFile opens a file under the settings of the process.
func openFile(source string) (*sql.DB, error) {
	if err := process(); err != nil {
		return nil, err
	}
	return sql.Open("sqlite", source)
}

func openWriter(path string) (*sql.DB, error) {
	db, err := openFile(source(path, url.Values{
		"_txlock": {"immediate"}, "_journal_mode": {"WAL"}, "_pragma": {"page_size(" + pageSize + ")"},
	}, common, writing))
	if err == nil {
		db.SetMaxOpenConns(1)
	}
	return db, err
}

func openReaders(path string) (*sql.DB, error) {
	return openFile(source(path, url.Values{"_query_only": {"1"}, "mode": {"rw"}}, common, reading))
}

// readBack compares the settings of a connection with the contract.
func readBack(ctx context.Context, conn *sql.Conn, groups ...[]setting) error {
	for _, group := range groups {
		for _, s := range group {
			got, err := pragma(ctx, conn, s.pragma)
			if err != nil {
				return err
			}
			if !strings.EqualFold(got, s.back) {
				return errs.E("sqlite.Open", errs.Unavailable, fmt.Sprintf(
					"数据库的设置 %s 应为 %s，读回的是 %s，不能保证数据安全，没有打开", s.pragma, s.back, got), nil)
			}
		}
	}
	if _, err := conn.ExecContext(ctx, "PRAGMA writable_schema = ON"); err != nil {
		return err
	}
	if got, err := pragma(ctx, conn, "writable_schema"); err != nil || got != "0" {
		return errs.E("sqlite.Open", errs.Unavailable, "数据库没有进入防护模式（defensive），没有打开", err)
	}
	return nil
}

// pragma reads one setting.
func pragma(ctx context.Context, conn *sql.Conn, name string) (string, error) {
	var value string
	err := conn.QueryRowContext(ctx, "PRAGMA "+name).Scan(&value)
	return value, err
}

// still is a mode of openInspector.
const still = "still"

// openInspector opens a file for looking only: by mode ro nothing of it is changed, not
// even by closing it; by rw a change that a crash left half-made is taken back. Still is
// ro for a file that nobody writes to, and that may lie where nothing can be written.
func openInspector(path, mode string) (*sql.DB, error) {
	how := url.Values{"_query_only": {"1"}, "mode": {mode}}
	if mode == still {
		how = url.Values{"_query_only": {"1"}, "mode": {"ro"}, "immutable": {"1"}}
	}
	return openFile(source(path, how,
		[]setting{{"busy_timeout", "5000", ""}, {"trusted_schema", "OFF", ""}, {"cell_size_check", "ON", ""}}))
}
