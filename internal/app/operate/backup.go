package operate

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"filippo.io/age"

	"qiangji/internal/app"
	"qiangji/internal/errs"
)

// A Backup (备份) is made while the store is written to: all tables as they were at
// one moment, in two files, the data and the wrapped keys, each encrypted to
// recipients whose private keys are kept elsewhere. It counts only after the files
// on disk were decrypted, restored into an empty store and verified there: for
// that they are encrypted to a key of the moment too, which is forgotten after.
type Backup struct {
	Store      app.Dump
	Recipients []age.Recipient
	At         time.Time
	Step       func(rows int64) // called now and then; may be nil

	// Try restores into a throw-away store and verifies it.
	Try func(ctx context.Context, data, keys io.Reader) error
}

// The names of the two files of a backup end so.
const (
	DataSuffix = ".data.age"
	KeysSuffix = ".keys.age"
)

// Write makes the backup base.data.age and base.keys.age and returns the manifest
// of the data. Neither file is there if anything went wrong.
func (b *Backup) Write(ctx context.Context, base string) (m Manifest, err error) {
	if len(b.Recipients) == 0 {
		return m, errs.E("backup", errs.Invalid, "没有给备份的公钥，备份没有做；请用 --recipient 给出（以 age1 开头）", nil)
	}
	moment, err := age.GenerateX25519Identity()
	if err != nil {
		return m, errs.E("backup", errs.IO, "产生不了随机数，备份没有做", err)
	}
	to := append(slices.Clone(b.Recipients), age.Recipient(moment.Recipient()))
	data, err := newPart(base+DataSuffix, to)
	if err != nil {
		return m, err
	}
	defer data.discard()
	keys, err := newPart(base+KeysSuffix, to)
	if err != nil {
		return m, err
	}
	defer keys.discard()
	if m, err = b.fill(ctx, data, keys); err != nil {
		return m, err
	}
	if err := b.try(ctx, moment, data, keys); err != nil {
		return m, errs.E("backup", errs.IO, "备份写好以后恢复验证没有通过，已删除，不作数", err)
	}
	if err = keys.keep(); err == nil {
		if err = data.keep(); err == nil {
			return m, nil
		}
		_ = os.Remove(data.name) // it counts only whole
	}
	_ = os.Remove(keys.name) // likewise
	return m, err
}

// fill writes both parts from one snapshot.
func (b *Backup) fill(ctx context.Context, data, keys *part) (Manifest, error) {
	m := Manifest{At: b.At.UTC().Format(time.RFC3339), Part: "data", Pairing: rand.Text()}
	var n int64
	err := b.Store.Snapshot(ctx, func(t *app.Table, row []any) error {
		if n++; b.Step != nil && n%4096 == 0 {
			b.Step(n)
		}
		if t.Name == "ledger_seal" {
			if size, ok := row[slices.Index(t.Columns, "size")].(int64); ok {
				m.Sealed = max(m.Sealed, app.Position(size))
			}
		}
		if t.Keys {
			return keys.rows.add(t, row)
		}
		return data.rows.add(t, row)
	})
	if err != nil {
		return m, err
	}
	second := m
	if m, err = data.end(m); err != nil {
		return m, err
	}
	second.Part = "keys"
	_, err = keys.end(second)
	return m, err
}

// try decrypts both files as they lie on disk and tries them.
func (b *Backup) try(ctx context.Context, with age.Identity, data, keys *part) error {
	var in [2]io.Reader
	for i, p := range []*part{data, keys} {
		f, err := os.Open(p.temporary)
		if err != nil {
			return err
		}
		defer f.Close() // read only: nothing to lose
		if in[i], err = age.Decrypt(f, with); err != nil {
			return err
		}
	}
	return b.Try(ctx, in[0], in[1])
}

// A part is one file of a backup while it is written under a name of its own.
type part struct {
	name, temporary string
	file            *os.File
	box             io.WriteCloser
	rows            *rowWriter
}

func newPart(name string, to []age.Recipient) (*part, error) {
	if _, err := os.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
		return nil, errs.E("backup", errs.Invalid, fmt.Sprintf("%s 已经有了，备份没有做；请换一个名字", name), nil)
	}
	p := &part{name: name, temporary: name + ".part"}
	f, err := os.OpenFile(p.temporary, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, errs.E("backup", errs.IO, fmt.Sprintf("%s 写不了；看看目录在不在，能不能写", name), err)
	}
	p.file = f
	if p.box, err = age.Encrypt(f, to...); err != nil {
		p.discard()
		return nil, errs.E("backup", errs.Invalid, "备份的公钥用不了，备份没有做", err)
	}
	p.rows = newRowWriter(p.box)
	return p, nil
}

// end completes the file and makes it durable under its temporary name.
func (p *part) end(m Manifest) (Manifest, error) {
	m, err := p.rows.end(m)
	if err = errors.Join(err, p.box.Close(), p.file.Sync(), p.file.Close()); err != nil {
		return m, errs.E("backup", errs.IO, fmt.Sprintf("%s 没有写完，备份没有做", p.name), err)
	}
	return m, nil
}

// keep gives the file its name.
func (p *part) keep() error {
	if err := os.Rename(p.temporary, p.name); err != nil {
		return errs.E("backup", errs.IO, fmt.Sprintf("%s 改不了名，备份不作数", p.temporary), err)
	}
	return SyncDir(filepath.Dir(p.name))
}

// discard removes what has no name yet.
func (p *part) discard() {
	_ = p.file.Close()         // closed already, or of no use
	_ = os.Remove(p.temporary) // gone already, or left behind under a name that says so
}

// SyncDir makes the names in a directory durable.
func SyncDir(name string) error {
	d, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
