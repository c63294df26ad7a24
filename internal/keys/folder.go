package keys

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"qiangji/internal/errs"
)

// fresh begins the name of a file that is being written.
const fresh = ".new-"

// A folder does the file work. Each act is durable when it returns, and whole or not at
// all.
type folder struct {
	dir  string
	step func(what string) error // called after each single operation; tests cut off here
}

func (f *folder) path(name string) string { return filepath.Join(f.dir, name) }

func (f *folder) after(what string, err error) error {
	if err == nil && f.step != nil {
		err = f.step(what)
	}
	return err
}

func failed(op errs.Op, name string, err error) error {
	return errs.E(op, errs.IO, "密钥目录里的 "+name+" 读写失败：请检查磁盘和权限", err)
}

// private checks that the directory is one, and its owner's alone.
func (f *folder) private() error {
	const op = "keys.Open"
	info, err := os.Stat(f.dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return errs.E(op, errs.NotFound, "没有密钥目录 "+f.dir, err)
	case err != nil:
		return failed(op, f.dir, err)
	case !info.IsDir():
		return errs.E(op, errs.Invalid, f.dir+" 不是目录", nil)
	case exposed(info):
		return errs.E(op, errs.Denied, "密钥目录别人也能进：请运行 chmod 700 "+f.dir, nil)
	}
	return nil
}

// exists reports whether there is a file of the name.
func (f *folder) exists(name string) bool {
	_, err := os.Lstat(f.path(name))
	return err == nil
}

// read returns a file that nobody but its owner may read.
func (f *folder) read(name string) ([]byte, error) {
	const op = "keys.read"
	info, err := os.Lstat(f.path(name))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, errs.E(op, errs.NotFound, "密钥目录里没有 "+name+"：目录不完整，请从密钥目录的备份恢复", err)
	case err != nil:
		return nil, failed(op, name, err)
	case !info.Mode().IsRegular():
		return nil, errs.E(op, errs.Invalid, "密钥目录里的 "+name+" 不是普通文件", nil)
	case exposed(info):
		return nil, errs.E(op, errs.Denied, "密钥目录里的 "+name+" 别人也能读：请运行 chmod go= "+f.path(name), nil)
	}
	data, err := os.ReadFile(f.path(name))
	if err != nil {
		return nil, failed(op, name, err)
	}
	return data, nil
}

// exposed reports whether others than the owner have any right. Windows keeps no such bits.
func exposed(info fs.FileInfo) bool {
	return runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0
}

// create writes a new file, read-only. One that exists is a Conflict and stays.
func (f *folder) create(name string, data []byte) error {
	return f.write(name, data, 0o400, func(temp string) error {
		if err := f.after("link "+name, os.Link(temp, f.path(name))); err != nil {
			return err
		}
		return f.after("unlink "+name, os.Remove(temp))
	})
}

// replace writes a file anew.
func (f *folder) replace(name string, data []byte) error {
	return f.write(name, data, 0o600, func(temp string) error {
		return f.after("rename "+name, os.Rename(temp, f.path(name)))
	})
}

func (f *folder) write(name string, data []byte, mode fs.FileMode, place func(temp string) error) error {
	const op = "keys.write"
	file, err := os.CreateTemp(f.dir, fresh) // 0600
	if err == nil {
		err = f.after("create "+name, nil)
	}
	if err != nil {
		return failed(op, name, err)
	}
	_, err = file.Write(data)
	err = f.after("write "+name, err)
	if err == nil {
		err = f.after("chmod "+name, file.Chmod(mode))
	}
	if err == nil {
		err = f.after("sync "+name, file.Sync())
	}
	if err = errors.Join(err, file.Close()); err == nil {
		err = place(file.Name())
	}
	if err == nil {
		err = f.syncDir()
	}
	switch {
	case errors.Is(err, fs.ErrExist):
		_ = os.Remove(file.Name()) // swept by the next Open
		return errs.E(op, errs.Conflict, "密钥目录里已经有 "+name+"：另一个进程刚写了它，请再试一次", err)
	case err != nil:
		return failed(op, name, err)
	}
	return nil
}

// add appends a line to a file. What a cut-off append left behind the last line is dropped
// first.
func (f *folder) add(name, line string) error {
	const op = "keys.add"
	data, err := f.read(name)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(f.path(name), os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return failed(op, name, err)
	}
	if whole := bytes.LastIndexByte(data, '\n') + 1; whole < len(data) {
		err = f.after("truncate "+name, file.Truncate(int64(whole)))
	}
	if err == nil {
		_, err = file.WriteString(line)
		err = f.after("append "+name, err)
	}
	if err == nil {
		err = f.after("sync "+name, file.Sync())
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return failed(op, name, err)
	}
	return nil
}

// remove deletes a file for good.
func (f *folder) remove(name string) error {
	if err := f.after("remove "+name, os.Remove(f.path(name))); err != nil {
		return failed("keys.remove", name, err)
	}
	return f.syncDir()
}

// syncDir makes the names in the directory durable. Windows does that by itself and
// refuses to be asked.
func (f *folder) syncDir() error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(f.dir)
	if err != nil {
		return err
	}
	return f.after("sync directory", errors.Join(d.Sync(), d.Close()))
}

// sweep removes what cut-off writing left.
func (f *folder) sweep() error {
	names, err := f.names()
	if err != nil {
		return err
	}
	for _, name := range names {
		if strings.HasPrefix(name, fresh) {
			if err := os.Remove(f.path(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return failed("keys.sweep", name, err)
			}
		}
	}
	return nil
}

// names lists the directory.
func (f *folder) names() ([]string, error) {
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		return nil, failed("keys.names", f.dir, err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names, nil
}
