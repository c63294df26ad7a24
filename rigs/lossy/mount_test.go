package lossy

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// mounted mounts a disk for the time of a test.
func mounted(t *testing.T, d *Disk) string {
	t.Helper()
	m, err := d.Mount(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := m.Unmount(); err != nil {
			t.Error(err)
		}
	})
	return m.Dir
}

// tree reads a folder: names and contents.
func tree(t *rapid.T, dir string) map[string]string {
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(dir, p)
		if e.IsDir() {
			all[name] = "folder"
			return nil
		}
		b, err := os.ReadFile(p)
		all[name] = string(b)
		info, _ := e.Info()
		all[name+" size"] = fmt.Sprint(info.Size(), " links ", info.Sys().(*syscall.Stat_t).Nlink)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// kind is an error as far as the two file systems must agree.
func kind(err error) string {
	var errno syscall.Errno
	if errors.As(err, &errno) {
		return errno.Error()
	}
	return fmt.Sprint(err)
}

// TestLikeAnyOther: to a program the mount is a file system like any other: the
// same calls give the same answers and the same tree as in an ordinary folder.
func TestLikeAnyOther(t *testing.T) {
	d := New(Journal)
	here := mounted(t, d)
	runs := 0
	rapid.Check(t, func(t *rapid.T) {
		runs++
		sub := fmt.Sprint("run", runs)
		there, err := os.MkdirTemp("", "lossy")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(there)
		ours, theirs := filepath.Join(here, sub), filepath.Join(there, sub)
		for _, dir := range []string{ours, theirs} {
			if err := os.Mkdir(dir, 0o755); err != nil {
				t.Fatal(err)
			}
		}
		name := rapid.SampledFrom([]string{"x", "y", "d", "d/x", "d/y", "e", "x-shm"})
		same := func(call func(dir string) error) {
			if a, b := kind(call(ours)), kind(call(theirs)); a != b {
				t.Fatalf("the mount says %q, an ordinary folder %q", a, b)
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"write": func(t *rapid.T) {
				p, off := name.Draw(t, "name"), rapid.Int64Range(0, 9000).Draw(t, "off")
				b := rapid.SliceOfN(rapid.Byte(), 0, 6000).Draw(t, "bytes")
				flag := rapid.SampledFrom([]int{0, os.O_CREATE, os.O_CREATE | os.O_EXCL, os.O_TRUNC | os.O_CREATE}).Draw(t, "flag")
				same(func(dir string) error {
					f, err := os.OpenFile(filepath.Join(dir, p), os.O_RDWR|flag, 0o644)
					if err != nil {
						return err
					}
					_, err = f.WriteAt(b, off)
					return errors.Join(err, f.Sync(), f.Close())
				})
			},
			"append": func(t *rapid.T) {
				p := name.Draw(t, "name")
				same(func(dir string) error {
					f, err := os.OpenFile(filepath.Join(dir, p), os.O_WRONLY|os.O_APPEND, 0)
					if err != nil {
						return err
					}
					_, err = f.WriteString("line\n")
					return errors.Join(err, f.Close())
				})
			},
			"truncate": func(t *rapid.T) {
				p, size := name.Draw(t, "name"), rapid.Int64Range(0, 20000).Draw(t, "size")
				same(func(dir string) error { return os.Truncate(filepath.Join(dir, p), size) })
			},
			"allocate": func(t *rapid.T) {
				p, size := name.Draw(t, "name"), rapid.Int64Range(1, 20000).Draw(t, "size")
				same(func(dir string) error {
					f, err := os.OpenFile(filepath.Join(dir, p), os.O_RDWR, 0)
					if err != nil {
						return err
					}
					return errors.Join(syscall.Fallocate(int(f.Fd()), 0, 0, size), f.Close())
				})
			},
			"rename": func(t *rapid.T) {
				p, q := name.Draw(t, "name"), name.Draw(t, "as")
				same(func(dir string) error { return os.Rename(filepath.Join(dir, p), filepath.Join(dir, q)) })
			},
			"link": func(t *rapid.T) {
				p, q := name.Draw(t, "name"), name.Draw(t, "as")
				same(func(dir string) error { return os.Link(filepath.Join(dir, p), filepath.Join(dir, q)) })
			},
			"remove": func(t *rapid.T) {
				p := name.Draw(t, "name")
				same(func(dir string) error { return os.Remove(filepath.Join(dir, p)) })
			},
			"mkdir": func(t *rapid.T) {
				p := name.Draw(t, "name")
				same(func(dir string) error { return os.Mkdir(filepath.Join(dir, p), 0o755) })
			},
			"": func(t *rapid.T) {
				if diff := cmp.Diff(tree(t, theirs), tree(t, ours)); diff != "" {
					t.Fatalf("an ordinary folder (-) and the mount (+):\n%s", diff)
				}
			},
		})
	})
}

// TestUnlinkedFileStaysOpen: a file without a name is still a file to who holds
// it, and no longer takes room.
func TestUnlinkedFileStaysOpen(t *testing.T) {
	d := New(Journal)
	dir := mounted(t, d)
	f, err := os.Create(filepath.Join(dir, "f"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := os.Remove(f.Name()); err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("still here"); err != nil {
		t.Fatal(err)
	}
	b := make([]byte, 10)
	if _, err := f.ReadAt(b, 0); err != nil || string(b) != "still here" {
		t.Errorf("%q, %v", b, err)
	}
	if d.Used() != 0 {
		t.Errorf("used %d", d.Used())
	}
}

// TestFaultsReachTheProgram: what is injected is what a system call returns.
func TestFaultsReachTheProgram(t *testing.T) {
	d := New(Journal)
	dir := mounted(t, d)
	f, err := os.Create(filepath.Join(dir, "f"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, c := range []struct {
		fault Fault
		call  func() error
	}{
		{Fault{Op: Write, Nth: 1, Errno: syscall.ENOSPC}, func() error { _, err := f.WriteAt([]byte("abcd"), 0); return err }},
		{Fault{Op: Read, Nth: 1, Errno: syscall.EIO}, func() error { _, err := f.ReadAt(make([]byte, 1), 0); return err }},
		{Fault{Op: Sync, Nth: 1, Errno: syscall.EIO}, f.Sync},
		{Fault{Op: Truncate, Nth: 1, Errno: syscall.EIO}, func() error { return f.Truncate(9) }},
		{Fault{Op: Rename, Nth: 1, Errno: syscall.ENOSPC}, func() error { return os.Rename(f.Name(), f.Name()+"2") }},
		{Fault{Op: Create, Nth: 1, Errno: syscall.ENOSPC}, func() error { return os.Mkdir(filepath.Join(dir, "d"), 0o755) }},
		{Fault{Op: Remove, Nth: 1, Errno: syscall.EIO}, func() error { return os.Remove(f.Name()) }},
	} {
		if _, err := f.WriteAt([]byte("abcd"), 0); err != nil {
			t.Fatal(err)
		}
		d.Inject(c.fault)
		if err := c.call(); !errors.Is(err, c.fault.Errno) {
			t.Errorf("%s: %v, want %v", c.fault.Op, err, c.fault.Errno)
		}
		if d.Heal() != 1 {
			t.Errorf("%s: the fault was not counted", c.fault.Op)
		}
	}
	d.Inject(Fault{Op: Write, Nth: 1, Short: true})
	if n, err := syscall.Pwrite(int(f.Fd()), []byte("abcdef"), 0); n != 3 || err != nil {
		t.Errorf("a short write: %d, %v", n, err)
	}
}

// TestCutIsSeen: after a cut the old mount is dead, and the new one has what was
// durable.
func TestCutIsSeen(t *testing.T) {
	d := New(Strict)
	m, err := d.Mount(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(filepath.Join(m.Dir, "f"))
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(f, "durable")
	folder, err := os.Open(m.Dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.Sync(), folder.Sync(), folder.Close()); err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(f, " and not")
	d.Cut(harsh())
	if err := f.Sync(); !errors.Is(err, syscall.EIO) {
		t.Errorf("a sync after the cut says %v", err)
	}
	if _, err := os.Stat(filepath.Join(m.Dir, "g")); !errors.Is(err, syscall.EIO) {
		t.Errorf("a look after the cut says %v", err)
	}
	f.Close()
	if err := m.Unmount(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(mounted(t, d), "f"))
	if err != nil || string(b) != "durable" {
		t.Errorf("%q, %v", b, err)
	}
}

// TestLocks: a lock one process holds keeps another out, and dies with it.
func TestLocks(t *testing.T) {
	dir := mounted(t, New(Journal))
	p := filepath.Join(dir, "f")
	holder := child(t, "lock", p)
	if got := holder.line(t); got != "locked" {
		t.Fatal(got)
	}
	f, err := os.OpenFile(p, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := lock(f); !errors.Is(err, syscall.EAGAIN) && !errors.Is(err, syscall.EACCES) {
		t.Errorf("a second lock: %v", err)
	}
	holder.kill(t)
	if err := lock(f); err != nil {
		t.Errorf("a lock after the holder died: %v", err)
	}
}

// lock takes the lock of an open file description on the first byte.
func lock(f *os.File) error {
	const ofdSetLock = 37 // F_OFD_SETLK
	return syscall.FcntlFlock(f.Fd(), ofdSetLock, &syscall.Flock_t{Type: syscall.F_WRLCK, Len: 1})
}

// A process is a copy of this test binary at other work.
type process struct {
	cmd *exec.Cmd
	out *bufio.Scanner
}

// work names the environment variable that makes the test binary another
// program; see TestMain.
const work = "LOSSY_TEST_WORK"

func child(t *testing.T, args ...string) *process {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), work+"="+strings.Join(args, " "))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return &process{cmd, bufio.NewScanner(out)}
}

func (p *process) line(t *testing.T) string {
	t.Helper()
	if !p.out.Scan() {
		t.Fatal("the process ended")
	}
	return p.out.Text()
}

// kill ends the process at once and waits for it.
func (p *process) kill(t *testing.T) {
	t.Helper()
	if err := p.cmd.Process.Kill(); err != nil {
		t.Error(err)
	}
	_ = p.cmd.Wait() // it was killed
}

func TestMain(m *testing.M) {
	switch args := strings.Fields(os.Getenv(work)); {
	case len(args) == 0:
		os.Exit(m.Run())
	case args[0] == "lock":
		holdLock(args[1])
	case args[0] == "count":
		count(args[1], args[2])
	}
	os.Exit(2)
}

func holdLock(path string) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err == nil {
		err = lock(f)
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("locked")
	time.Sleep(time.Hour)
	runtime.KeepAlive(f)
}
