package lossy

import (
	"bytes"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// calls makes one call of each kind on a file of the root, and leaves the file
// there for the next.
var calls = map[Op]func(d *Disk, name string) syscall.Errno{
	Read: func(d *Disk, name string) syscall.Errno {
		_, errno := d.read(d.root.names[name], make([]byte, 1), 0)
		return errno
	},
	Write: func(d *Disk, name string) syscall.Errno {
		_, errno := d.write(d.root.names[name], []byte("x"), 0)
		return errno
	},
	Sync:     func(d *Disk, name string) syscall.Errno { return d.sync(d.root.names[name]) },
	Truncate: func(d *Disk, name string) syscall.Errno { return d.truncate(d.root.names[name], 0) },
	Rename: func(d *Disk, name string) syscall.Errno {
		errno := d.rename(d.root, name, d.root, name+"2", false)
		d.rename(d.root, name+"2", d.root, name, false)
		return errno
	},
	Create: func(d *Disk, name string) syscall.Errno {
		d.remove(d.root, name, false)
		_, errno := d.create(d.root, name, syscall.S_IFREG)
		return errno
	},
	Remove: func(d *Disk, name string) syscall.Errno {
		errno := d.remove(d.root, name, false)
		d.create(d.root, name, syscall.S_IFREG)
		return errno
	},
}

// TestFaultsAreAimed: the Nth call of a kind on a name fails, once or from then
// on, and no other.
func TestFaultsAreAimed(t *testing.T) {
	for op, call := range calls {
		for _, sticky := range []bool{false, true} {
			d := New(Journal)
			file(t, d, "f.db")
			file(t, d, "g")
			d.Inject(Fault{Op: op, Name: "*.db", Nth: 2, Sticky: sticky, Errno: syscall.EIO})
			var got []bool
			for range 4 {
				got = append(got, call(d, "f.db") == syscall.EIO)
				if errno := call(d, "g"); errno != 0 {
					t.Errorf("%s: the fault hit a file it was not aimed at", op)
				}
			}
			if diff := cmp.Diff([]bool{false, true, sticky, sticky}, got); diff != "" {
				t.Errorf("%s, sticky %v: failed (-want +got):\n%s", op, sticky, diff)
			}
			if got, want := d.Heal(), map[bool]int{false: 1, true: 3}[sticky]; got != want {
				t.Errorf("%s, sticky %v: %d calls are said to have failed, want %d", op, sticky, got, want)
			}
			if errno := call(d, "f.db"); errno != 0 {
				t.Errorf("%s: healed, it says %v", op, errno)
			}
		}
	}
}

// TestFailedSyncForgets: what a failed sync should have made durable is not made
// so by the next one that succeeds, unless it is written again.
func TestFailedSyncForgets(t *testing.T) {
	for _, again := range []bool{false, true} {
		d := New(Journal)
		n := file(t, d, "f")
		d.write(n, bytes.Repeat([]byte{1}, Sector), 0)
		d.sync(n)
		d.write(n, bytes.Repeat([]byte{2}, Sector), 0)
		d.Inject(Fault{Op: Sync, Nth: 1, Errno: syscall.EIO})
		if errno := d.sync(n); errno != syscall.EIO {
			t.Fatal(errno)
		}
		if again {
			d.write(n, bytes.Repeat([]byte{2}, Sector), 0)
		}
		if errno := d.sync(n); errno != 0 {
			t.Fatal(errno)
		}
		want := map[bool]byte{false: 1, true: 2}[again]
		if n.live[0] != 2 || n.kept[0] != want {
			t.Errorf("written again %v: live %d, durable %d, want 2 and %d", again, n.live[0], n.kept[0], want)
		}
	}
}

func TestShortWrite(t *testing.T) {
	d := New(Journal)
	n := file(t, d, "f")
	d.Inject(Fault{Op: Write, Nth: 1, Short: true})
	if got, errno := d.write(n, []byte("abcdef"), 0); got != 3 || errno != 0 {
		t.Errorf("%d, %v", got, errno)
	}
	if string(n.live) != "abc" {
		t.Errorf("%q", n.live)
	}
}

// TestRoom: what fits is written, what does not is refused, and room comes back
// with a smaller file, a removed one and one renamed over.
func TestRoom(t *testing.T) {
	d := New(Journal)
	d.Limit(1000)
	n := file(t, d, "f")
	if got, errno := d.write(n, make([]byte, 1500), 0); got != 1000 || errno != 0 {
		t.Errorf("a write over the edge: %d, %v", got, errno)
	}
	if got, errno := d.write(n, []byte("x"), 1000); got != 0 || errno != syscall.ENOSPC {
		t.Errorf("a write beyond the edge: %d, %v", got, errno)
	}
	if got, errno := d.write(n, []byte("x"), 10); got != 1 || errno != 0 {
		t.Errorf("a write inside: %d, %v", got, errno)
	}
	if errno := d.truncate(n, 1001); errno != syscall.ENOSPC {
		t.Errorf("a larger size: %v", errno)
	}
	d.truncate(n, 400)
	g := file(t, d, "g")
	if got, _ := d.write(g, make([]byte, 1000), 0); got != 600 {
		t.Errorf("beside a smaller file: %d", got)
	}
	d.remove(d.root, "f", false)
	h := file(t, d, "h")
	d.write(h, make([]byte, 300), 0)
	if d.Used() != 900 {
		t.Errorf("used %d", d.Used())
	}
	d.rename(d.root, "h", d.root, "g", false)
	if d.Used() != 300 {
		t.Errorf("used %d after a rename over a file", d.Used())
	}
	d.Limit(0)
	if got, errno := d.write(h, make([]byte, 5000), 0); got != 5000 || errno != 0 {
		t.Errorf("without a limit: %d, %v", got, errno)
	}
}
