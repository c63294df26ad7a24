package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"qiangji/internal/app"
	"qiangji/internal/store/sqlstore"
)

// A look is one question to the database.
type look struct {
	name string
	text string // yields one row: what is there, and whether it is bad
	want string
	help string
}

// looks are asked in this order. Those about tables look at where desk_schema lies.
var looks = []look{
	{name: "PostgreSQL 版本", text: `SELECT current_setting('server_version'), false`},
	{name: "连接加密", text: `SELECT CASE WHEN ssl THEN version ELSE '否（本机）' END, false
FROM pg_stat_ssl WHERE pid = pg_backend_pid()`},
	{name: "库的大小", text: `SELECT pg_size_pretty(pg_database_size(current_database())), false`},
	{name: "连接数", text: `SELECT COUNT(*) || ' / ' || current_setting('max_connections'),
  COUNT(*) > 0.9 * CAST(current_setting('max_connections') AS BIGINT)
FROM pg_stat_activity WHERE backend_type = 'client backend'`, want: "不到九成",
		help: "连接快用完了：请减少别的程序的连接，或调大 max_connections"},
	{name: "同步备库", text: `SELECT COALESCE(NULLIF(current_setting('synchronous_standby_names'), ''),
  '没有（打算让备库接替的，先设 synchronous_standby_names，否则切换时会丢掉最近的记录）'), false`},
	{name: "校验和失败", text: `SELECT CAST(COALESCE(checksum_failures, 0) AS TEXT), COALESCE(checksum_failures, 0) > 0
FROM pg_stat_database WHERE datname = current_database()`, want: "0",
		help: "磁盘上有坏页：请停止写入，备份现状，检查磁盘，再从最近一次验证过的备份恢复"},
	{name: "事务号年龄", text: `SELECT CAST(age(datfrozenxid) AS TEXT), age(datfrozenxid) > 1200000000
FROM pg_database WHERE datname = current_database()`, want: "12 亿以下",
		help: "清理跟不上，再拖下去数据库会拒绝写入：请检查 autovacuum，并执行 VACUUM FREEZE"},
	{name: "禁止改写的触发器", text: `SELECT COUNT(t.oid) || ' / ' || 2 * COUNT(DISTINCT c.oid), COUNT(t.oid) <> 2 * COUNT(DISTINCT c.oid)
FROM pg_class c
LEFT JOIN pg_trigger t ON t.tgrelid = c.oid AND t.tgname IN ('kept', 'kept_whole') AND t.tgenabled = 'A'
WHERE c.relkind = 'r' AND c.relname LIKE 'ledger\_%'
  AND c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = to_regclass('desk_schema'))`, want: "全部在用",
		help: "有人停用了触发器，记录可以被改写：请查清是谁、为何，运行 verify，再用 ALTER TABLE 表名 ENABLE ALWAYS TRIGGER kept（和 kept_whole）恢复"},
}

// at asks, and returns what was answered.
func (l look) at(db sqlstore.Session) (app.Condition, error) {
	c := app.Condition{Name: l.name, Want: l.want, Help: l.help}
	err := row(db, []any{&c.Value, &c.Bad}, l.text)
	return c, err
}

// Conditions implements app.Host.
func (s *Store) Conditions(ctx context.Context, deep bool) ([]app.Condition, error) {
	version, err := version(ctx, s.engine)
	if err != nil {
		return nil, err
	}
	found := []app.Condition{{
		Name: "库结构", Value: fmt.Sprint(version), Want: fmt.Sprint(sqlstore.Newest), Bad: version != sqlstore.Newest,
		Help: "请停下所有在用这个库的程序，用最新的程序打开一次",
	}}
	err = s.engine.Read(ctx, func(db sqlstore.Session) error {
		all, err := read(db)
		if err != nil {
			return err
		}
		for _, f := range weigh(all, s.options) {
			found = append(found, f.condition())
		}
		for _, l := range looks {
			c, err := l.at(db)
			if err != nil {
				return err
			}
			found = append(found, c)
		}
		return nil
	})
	if err != nil || !deep {
		return found, err
	}
	c, err := structure(ctx, s.engine)
	return append(found, c), err
}

// structure lets amcheck look through all indexes and pages of the tables of a store.
func structure(ctx context.Context, e *engine) (app.Condition, error) {
	c := app.Condition{Name: "索引和页（amcheck）"}
	var schema string
	err := e.ask(ctx, []any{&schema}, `SELECT quote_ident(n.nspname) FROM pg_extension e
JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'amcheck'`)
	if err == nil && schema == "" {
		c.Value = "没有检查：数据库里没有 amcheck，请由管理员执行 CREATE EXTENSION amcheck"
	}
	if err != nil || schema == "" {
		return c, err
	}
	parts, err := relations(ctx, e)
	if err != nil {
		return c, err
	}
	var damaged []string
	for _, p := range parts {
		fault, err := p.check(ctx, e, schema)
		if denied(err) {
			c.Value = "没有检查：数据库用户不能用 amcheck，请由管理员执行 GRANT EXECUTE ON FUNCTION " +
				schema + ".bt_index_check(regclass, boolean), " + schema + ".verify_heapam TO 用户"
			return c, nil
		}
		if err != nil {
			return c, err
		}
		if fault != "" {
			damaged = append(damaged, p.name+"："+fault)
		}
	}
	c.Value, c.Want = fmt.Sprintf("查了 %d 个表和索引，%d 个有问题", len(parts), len(damaged)), "没有问题"
	c.Bad = len(damaged) > 0
	c.Help = "请停止写入并备份现状；索引坏了用 REINDEX 重建，表坏了从备份恢复，然后运行 verify。" + strings.Join(damaged, "；")
	return c, nil
}

// A relation is a table or an index of the store.
type relation struct {
	name  string
	index bool
}

func relations(ctx context.Context, e *engine) ([]relation, error) {
	var found []relation
	err := e.Read(ctx, func(db sqlstore.Session) error {
		rows, err := db.Query(`SELECT CAST(CAST(c.oid AS REGCLASS) AS TEXT) AS name, c.relkind = 'i'
FROM pg_class c
LEFT JOIN pg_index i ON i.indexrelid = c.oid
LEFT JOIN pg_class t ON t.oid = i.indrelid
WHERE c.relkind IN ('r', 'i') AND COALESCE(t.relname, c.relname) ~ '^(ledger|desk|view)_'
  AND c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = to_regclass('desk_schema'))
ORDER BY name`)
		if err != nil {
			return err
		}
		for rows.Next() {
			var r relation
			err = errors.Join(err, rows.Scan(&r.name, &r.index))
			found = append(found, r)
		}
		return errors.Join(err, rows.Err(), rows.Close())
	})
	return found, err
}

// check returns what is wrong with a relation, or nothing.
func (r relation) check(ctx context.Context, e *engine, schema string) (string, error) {
	var faults int64
	var first string
	text := `SELECT COUNT(*), COALESCE(MIN(msg), '') FROM ` + schema + `.verify_heapam(CAST($1 AS REGCLASS))`
	if r.index {
		text = `SELECT 0, CAST(` + schema + `.bt_index_check(CAST($1 AS REGCLASS), true) AS TEXT)`
	}
	err := e.ask(ctx, []any{&faults, &first}, text, r.name)
	var said *pgconn.PgError
	switch {
	case errors.As(err, &said) && strings.HasPrefix(said.Code, "XX"):
		return said.Message, nil
	case err != nil || faults == 0:
		return "", err
	}
	return fmt.Sprintf("%d 处，第一处：%s", faults, first), nil
}

func denied(err error) bool {
	var said *pgconn.PgError
	return errors.As(err, &said) && said.Code == "42501"
}

// Probe implements app.Host: one row is read and one is written, durably.
func (s *Store) Probe(ctx context.Context) error {
	if _, err := s.Head(ctx); err != nil {
		return err
	}
	return s.Touch(ctx)
}

// Close implements app.Host.
func (s *Store) Close() error { return s.engine.close() }
