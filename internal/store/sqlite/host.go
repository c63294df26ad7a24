package sqlite

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"qiangji/internal/app"
	"qiangji/internal/store/sqlstore"
)

// Conditions implements app.Host.
func (d *DB) Conditions(ctx context.Context, deep bool) ([]app.Condition, error) {
	s, err := d.engine.connect(ctx)
	if err != nil {
		return nil, err
	}
	defer s.close() // read only: nothing to lose
	found, err := versions(ctx, s)
	if err != nil {
		return nil, err
	}
	if found, err = d.settings(ctx, s, found); err != nil {
		return nil, err
	}
	if found, err = d.surroundings(found); err != nil {
		return nil, err
	}
	if deep {
		for _, check := range []string{"integrity_check", "foreign_key_check"} {
			found = append(found, deepCheck(ctx, s, check))
		}
	}
	return found, nil
}

// versions tells what engine and what schema there are.
func versions(ctx context.Context, s *session) ([]app.Condition, error) {
	var engine string
	if err := s.conn.QueryRowContext(ctx, "SELECT sqlite_version() AS version ORDER BY version").Scan(&engine); err != nil {
		return nil, err
	}
	version, err := sqlstore.SchemaVersion(s, true)
	if err != nil {
		return nil, err
	}
	definition, err := defined(s)
	return []app.Condition{
		{Name: "数据库引擎", Value: "SQLite " + engine},
		definition,
		judged("库结构版本", fmt.Sprint(version), fmt.Sprint(sqlstore.Newest), "先备份，再用新版程序打开一次，打开时就升级"),
	}, err
}

// settings reads back the contract, from the writer's connection what only that has.
func (d *DB) settings(ctx context.Context, s *session, found []app.Condition) ([]app.Condition, error) {
	for _, want := range append(common[:len(common):len(common)], reading...) {
		got, err := pragma(ctx, s.conn, want.pragma)
		if err != nil {
			return nil, err
		}
		found = append(found, judged("设置 "+want.pragma, got, want.back, "请停止服务并重新启动；仍不对，请报告"))
	}
	size, err := pragma(ctx, s.conn, "page_size")
	if err != nil {
		return nil, err
	}
	var guards int
	err = s.conn.QueryRowContext(ctx, "SELECT COUNT(*) AS guards FROM sqlite_schema WHERE type = 'trigger' ORDER BY guards").Scan(&guards)
	return append(found, app.Condition{Name: "页大小", Value: size}, judged("禁止改写的触发器", fmt.Sprint(guards), fmt.Sprint(2*len(sqlstore.Guarded)),
		"有人去掉了触发器，记录可以被改写：请查清是谁、为何，运行 qiangji verify，再从备份恢复")), err
}

// surroundings looks at the file system, the room and the lock.
func (d *DB) surroundings(found []app.Condition) ([]app.Condition, error) {
	p, err := placeOf(d.room.dir)
	if err != nil {
		return nil, err
	}
	system := app.Condition{Name: "文件系统", Value: p.name(), Bad: p.accept(d.room.fuse) != nil || p.volatile(),
		Want: "本机磁盘", Help: "请把数据目录移到本机磁盘上"}
	room := app.Condition{Name: "剩余空间", Value: mib(p.free), Want: "不少于 " + mib(d.room.mark(p)), Bad: p.free < d.room.mark(p),
		Help: "请清理磁盘；腾出空间后自动恢复写入"}
	text, err := os.ReadFile(filepath.Join(d.room.dir, lockName))
	if err != nil {
		return nil, err
	}
	writing := app.Condition{Name: "写入", Value: "正常", Want: "正常"}
	if err := d.engine.writer.able(); err != nil {
		writing.Value, writing.Bad, writing.Help = "已停止", true, err.Error()
	}
	return append(found, system, room, writing, app.Condition{Name: "数据目录的使用者", Value: holder(string(text))}), nil
}

func deepCheck(ctx context.Context, s *session, check string) app.Condition {
	c := app.Condition{Name: "结构检查 " + check, Value: "完好", Want: "完好"}
	rows, err := s.conn.QueryContext(ctx, "PRAGMA "+check)
	if err == nil {
		defer rows.Close() // read only: nothing to lose
		for rows.Next() && !c.Bad {
			values := make([]any, 4)
			columns, _ := rows.Columns() // an error comes from Scan, too
			for i := range values {
				values[i] = new(any)
			}
			err = rows.Scan(values[:min(len(columns), len(values))]...)
			if first := fmt.Sprint(*values[0].(*any)); err != nil || first != "ok" {
				c.Value, c.Bad = first, true
			}
		}
		if err == nil {
			err = rows.Err()
		}
	}
	if err != nil {
		c.Value, c.Bad = err.Error(), true
	}
	if c.Bad {
		c.Help = "请保留原文件，从备份恢复（qiangji restore），再运行 qiangji verify"
	}
	return c
}

func judged(name, got, want, help string) app.Condition {
	c := app.Condition{Name: name, Value: got, Want: want, Bad: got != want}
	if c.Bad {
		c.Help = help
	}
	return c
}

// Probe implements app.Host: one row is read and one is written, durably.
func (d *DB) Probe(ctx context.Context) error {
	if _, err := d.Head(ctx); err != nil {
		return err
	}
	return d.Touch(ctx)
}

// Close implements app.Host. It may be called again.
func (d *DB) Close() error { return d.close() }
