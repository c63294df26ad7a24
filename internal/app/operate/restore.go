package operate

import (
	"context"
	"fmt"
	"io"
	"slices"

	"filippo.io/age"

	"qiangji/internal/app"
	"qiangji/internal/errs"
)

// loadBatch is how many rows are loaded at a time.
const loadBatch = 500

// Decrypt opens one file of a backup with a private key.
func Decrypt(r io.Reader, with ...age.Identity) (io.Reader, error) {
	plain, err := age.Decrypt(r, with...)
	if err != nil {
		return nil, errs.E("restore", errs.Invalid, "这把私钥打不开这份备份，或者文件损坏了；请核对 --identity 和备份文件", err)
	}
	return plain, nil
}

// Restore loads the parts of one backup, already decrypted, into an empty store and
// returns their manifests. A part that is broken, of another backup or of other
// tables than the store's is refused; what was loaded until then is to be thrown
// away. Without the part of the keys, what is sealed stays unreadable.
func Restore(ctx context.Context, to app.Dump, parts ...io.Reader) ([]Manifest, error) {
	var all []Manifest
	for _, r := range parts {
		l := loader{to: to, tables: to.Tables()}
		m, err := readStream(r, func(t *app.Table, row []any) error { return l.add(ctx, t, row) })
		if err == nil {
			err = l.flush(ctx)
		}
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(all, func(o Manifest) bool { return o.Pairing != m.Pairing || o.Part == m.Part }) {
			return nil, errs.E("restore", errs.Invalid, "数据和密钥不是同一次备份的，没有恢复；请给同一次备份的两个文件", nil)
		}
		all = append(all, m)
	}
	return all, nil
}

// A loader gathers the rows of one table into batches.
type loader struct {
	to     app.Dump
	tables []app.Table
	table  *app.Table // of the store
	rows   [][]any
}

func (l *loader) add(ctx context.Context, t *app.Table, row []any) error {
	if l.table == nil || l.table.Name != t.Name {
		if err := l.flush(ctx); err != nil {
			return err
		}
		i := slices.IndexFunc(l.tables, func(o app.Table) bool { return o.Name == t.Name })
		if i < 0 || !slices.Equal(l.tables[i].Columns, t.Columns) {
			return errs.E("restore", errs.Invalid, fmt.Sprintf("备份里的 %s 表和本程序的不一样，没有恢复；请用做备份的那个版本恢复，再升级", t.Name), nil)
		}
		l.table = &l.tables[i]
	}
	if l.rows = append(l.rows, row); len(l.rows) < loadBatch {
		return nil
	}
	return l.flush(ctx)
}

func (l *loader) flush(ctx context.Context) error {
	if len(l.rows) == 0 {
		return nil
	}
	rows := l.rows
	l.rows = nil
	return l.to.Load(ctx, l.table, rows)
}
