package postgres

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"qiangji/internal/app"
	"qiangji/internal/errs"
	"qiangji/internal/store/sqlstore"
)

// A demand (要求) is what one setting of the server must be.
type demand struct {
	setting string
	want    string // as shown
	met     func(value string, all settings) bool
	why     string // what happens otherwise
	mend    string
}

// settings are those of a session, by name. One that the server does not know is empty.
type settings map[string]string

func is(values ...string) func(string, settings) bool {
	return func(value string, _ settings) bool { return slices.Contains(values, value) }
}

const (
	edit    = "请在 postgresql.conf 里改，然后执行 SELECT pg_reload_conf()；再查一查有没有用 ALTER ROLE 或 ALTER DATABASE 另设"
	restart = "请在 postgresql.conf 里改，然后重启数据库服务"
)

// demands are checked in this order. On data_checksums see Options.WithoutChecksums.
var demands = []demand{
	{"server_version_num", "150000 以上", func(v string, _ settings) bool { return len(v) > 6 || len(v) == 6 && v >= "150000" },
		"更老的版本没有检验过，有的已没有安全更新", "请把 PostgreSQL 升级到 15 以上"},
	{"in_hot_standby", "off", is("off"),
		"这是备库，只能读", "请连接主库；几台的，在地址里写 target_session_attrs=read-write"},
	{"fsync", "on", is("on"),
		"断电会丢掉已经答复「保存成功」的记录，还可能损坏整个数据库", edit},
	{"full_page_writes", "on", is("on"),
		"断电时写了一半的页修复不了，数据库会损坏", edit},
	{"synchronous_commit", "on", syncsCommit,
		"服务器崩溃或切换时会丢掉已经答复「保存成功」的记录", edit},
	{"data_checksums", "on", is("on"),
		"磁盘上坏掉的页不会被发现，会当成真的记录读出来",
		"请停下数据库服务，执行 pg_checksums --enable -D 数据目录，再启动；确实开不了的，可以明确选择不要校验和"},
	{"server_encoding", "UTF8", is("UTF8"),
		"存不下全部汉字", "请用 CREATE DATABASE 名称 ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0 另建一个库"},
	{"collation", "C", is("C", "POSIX"),
		"编号的次序会随操作系统升级而变，索引会损坏，也与 SQLite 的次序不同",
		"请用 CREATE DATABASE 名称 ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0 另建一个库"},
	{"default_transaction_read_only", "off", is("off"),
		"什么也写不进去", edit},
	{"session_replication_role", "origin", is("origin"),
		"禁止改写记录的触发器会失效", edit},
	{"zero_damaged_pages", "off", is("off"),
		"坏掉的页会被清空，记录悄悄消失", edit},
	{"ignore_checksum_failure", "off", is("off"),
		"坏掉的页会当成真的记录读出来", edit},
	{"data_sync_retry", "off", is("off"),
		"写盘失败以后再试会以为成功，记录其实丢了", restart},
}

// syncsCommit wants a commit to wait for the disk and, where there are synchronous
// standbys, for theirs.
func syncsCommit(value string, all settings) bool {
	switch value {
	case "on", "remote_apply":
		return true
	case "local", "remote_write":
		return all["synchronous_standby_names"] == ""
	}
	return false
}

// A finding is one demand with what the server has instead or alike.
type finding struct {
	demand
	value string
	bad   bool
}

func (f finding) String() string {
	return "服务器的 " + f.setting + " 是「" + f.value + "」，要「" + f.want + "」：否则" + f.why + "。" + f.mend
}

// weigh compares settings with the demands.
func weigh(all settings, o Options) []finding {
	var found []finding
	for _, d := range demands {
		value := all[d.setting]
		bad := !d.met(value, all)
		if d.setting == "data_checksums" && o.WithoutChecksums {
			bad = false
		}
		found = append(found, finding{d, value, bad})
	}
	return found
}

// refuse turns what is bad into one error that lists all of it; nil if nothing is.
func refuse(found []finding) error {
	var lines []string
	for _, f := range found {
		if f.bad {
			lines = append(lines, f.String())
		}
	}
	if lines == nil {
		return nil
	}
	return errs.E("postgres.Open", errs.Unavailable,
		"这台 PostgreSQL 的设置会丢失或改坏记录，所以没有使用，什么也没有改动：\n"+strings.Join(lines, "\n"), nil)
}

func (f finding) condition() app.Condition {
	return app.Condition{Name: f.setting, Value: f.value, Want: f.want, Bad: f.bad, Help: f.why + "。" + f.mend}
}

// read reads the settings of a session back.
func read(db sqlstore.Session) (settings, error) {
	rows, err := db.Query(selectSettings, asked())
	if err != nil {
		return nil, err
	}
	all := settings{}
	for rows.Next() {
		var name, value string
		err = errors.Join(err, rows.Scan(&name, &value))
		all[name] = value
	}
	return all, errors.Join(err, rows.Err(), rows.Close())
}

// asked are the names of all settings that the demands look at.
func asked() []string {
	names := []string{"synchronous_standby_names"}
	for _, d := range demands {
		names = append(names, d.setting)
	}
	return names
}

// A setting that this version does not know comes as empty. Only libc's own C compares
// bytes in every version.
const selectSettings = `
SELECT name, COALESCE(current_setting(name, true), '') AS value
FROM unnest($1::text[]) AS name
WHERE name <> 'collation'
UNION ALL
SELECT 'collation', CASE datlocprovider WHEN 'c' THEN datcollate ELSE 'ICU' END
FROM pg_database WHERE datname = current_database()
ORDER BY name`

// pin keeps a session as it was when it was checked, whatever is set later for new
// ones.
const pin = `SELECT set_config('synchronous_commit', current_setting('synchronous_commit'), false)`

// admit checks a new connection, and closes it if it is refused.
func admit(ctx context.Context, conn *pgx.Conn, o Options) error {
	err := inspect(ctx, conn, o)
	if err != nil {
		_ = conn.Close(ctx) // the refusal is what counts
	}
	return err
}

func inspect(ctx context.Context, conn *pgx.Conn, o Options) error {
	rows, err := conn.Query(ctx, selectSettings, asked())
	if err != nil {
		return err
	}
	all := settings{}
	var name, value string
	_, err = pgx.ForEachRow(rows, []any{&name, &value}, func() error {
		all[name] = value
		return nil
	})
	if err != nil {
		return err
	}
	if err := refuse(weigh(all, o)); err != nil {
		return err
	}
	_, err = conn.Exec(ctx, pin)
	return err
}
