package lossy

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Names says when a name becomes durable.
type Names uint8

// The two promises about names; see the package.
const (
	Journal Names = iota
	Strict
)

// A Disk holds files in memory. It may be used by several goroutines.
type Disk struct {
	mu      sync.Mutex
	when    Names
	root    *inode
	last    uint64          // inode number
	renamed map[*inode]bool // folders whose names are not durable
	room    int64           // for the bytes of files; 0: no limit
	used    int64
	faults  []*planted
	start   int  // counts the starts of the machine: mounts of an earlier one are dead
	lies    bool // syncs are answered and not done
}

// New returns an empty disk.
func New(when Names) *Disk {
	d := &Disk{when: when, renamed: map[*inode]bool{}}
	d.root = d.inode(syscall.S_IFDIR|0o755, "")
	d.root.links = 1
	return d
}

// Limit sets the room for the bytes of all files, in bytes; 0 lifts it. What
// does not fit is refused with ENOSPC, as far as possible after writing what fits.
func (d *Disk) Limit(room int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.room = room
}

// Lie makes the disk answer syncs without doing them, as some disks do: what a rig
// must notice.
func (d *Disk) Lie(lies bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lies = lies
}

// Used is how many bytes the files hold.
func (d *Disk) Used() int64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.used
}

// A Loss tells what a power cut met.
type Loss struct {
	Torn     bool // sectors survived by chance; else nothing unsynced did
	Unsynced int  // sectors at stake
	Survived int  // of them
}

// Cut cuts the power. The seed decides whether unsynced sectors survive with a
// chance of one half or not at all, and which: the same state and seed leave the
// same bytes. Calls on a mount made before fail with EIO from now on.
func (d *Disk) Cut(seed uint64) Loss {
	d.mu.Lock()
	defer d.mu.Unlock()
	chance := rand.New(rand.NewPCG(seed, Sector))
	loss := Loss{Torn: chance.IntN(2) == 0}
	if !loss.Torn {
		chance = nil
	}
	d.start++
	if chance != nil && d.when == Journal && chance.IntN(2) == 0 {
		d.commit()
	}
	d.used = 0
	d.settle(d.root, chance, &loss, map[*inode]bool{})
	clear(d.renamed)
	return loss
}

// settle leaves of a folder and what is in it what a cut leaves; of what has
// several names once.
func (d *Disk) settle(n *inode, chance *rand.Rand, loss *Loss, done map[*inode]bool) {
	if done[n] {
		n.links++
		return
	}
	done[n], n.links = true, 1
	if !n.dir() {
		at, survived := n.settle(chance)
		loss.Unsynced += at
		loss.Survived += survived
		d.used += n.size()
		return
	}
	if chance != nil && d.when == Strict && d.renamed[n] && chance.IntN(2) == 0 {
		n.keptNames = maps.Clone(n.names)
	}
	n.names = maps.Clone(n.keptNames)
	for _, name := range slices.Sorted(maps.Keys(n.names)) {
		n.names[name].name = name
		d.settle(n.names[name], chance, loss, done)
	}
}

// commit makes all names durable.
func (d *Disk) commit() {
	for n := range d.renamed {
		n.keptNames = maps.Clone(n.names)
	}
	clear(d.renamed)
}

// Clone returns another disk with what is live on this one, all of it durable:
// as if it had been unmounted in peace. Room, promise about names and whether it
// lies are the same; faults are not taken along.
func (d *Disk) Clone() *Disk {
	d.mu.Lock()
	defer d.mu.Unlock()
	c := New(d.when)
	c.room, c.used, c.last, c.lies = d.room, d.used, d.last, d.lies
	c.root = d.root.clone(map[*inode]*inode{})
	return c
}

// Bytes returns the live content of a file, by its path from the root.
func (d *Disk) Bytes(path string) ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	n := d.root
	for name := range strings.SplitSeq(path, "/") {
		if n = n.names[name]; n == nil {
			return nil, fmt.Errorf("%s: %w", path, syscall.ENOENT)
		}
	}
	return slices.Clone(n.live), nil
}

func (d *Disk) inode(mode uint32, name string) *inode {
	d.last++
	n := &inode{ino: d.last, mode: mode, name: name, changed: time.Now()}
	if n.dir() {
		n.names, n.keptNames = map[string]*inode{}, map[string]*inode{}
	}
	return n
}

// The calls below are made with the lock held.

func (d *Disk) create(dir *inode, name string, mode uint32) (*inode, syscall.Errno) {
	n := d.inode(mode, name)
	if errno := d.link(dir, name, n); errno != 0 {
		return nil, errno
	}
	return n, 0
}

// link gives a name to a file or folder that is new or has another name.
func (d *Disk) link(dir *inode, name string, n *inode) syscall.Errno {
	if dir.links == 0 {
		return syscall.ENOENT
	}
	if dir.names[name] != nil {
		return syscall.EEXIST
	}
	if errno := d.broken(Create, name); errno != 0 {
		return errno
	}
	d.bind(dir, name, n)
	n.links++
	return 0
}

// bind puts a name into a folder, and unbind takes it away.
func (d *Disk) bind(dir *inode, name string, n *inode) {
	dir.names[name] = n
	n.name = name
	d.touch(dir)
}

func (d *Disk) unbind(dir *inode, name string) {
	delete(dir.names, name)
	d.touch(dir)
}

func (d *Disk) touch(dir *inode) {
	dir.changed = time.Now()
	d.renamed[dir] = true
}

// forget frees the room of what has lost its last name.
func (d *Disk) forget(n *inode) {
	if n.links--; n.links == 0 {
		d.used -= n.size()
	}
}

func (d *Disk) remove(dir *inode, name string, folder bool) syscall.Errno {
	n := dir.names[name]
	switch {
	case n == nil:
		return syscall.ENOENT
	case folder && !n.dir():
		return syscall.ENOTDIR
	case !folder && n.dir():
		return syscall.EISDIR
	case len(n.names) > 0:
		return syscall.ENOTEMPTY
	}
	if errno := d.broken(Remove, name); errno != 0 {
		return errno
	}
	d.unbind(dir, name)
	d.forget(n)
	return 0
}

// rename moves a name over another, which may exist unless keep is set.
func (d *Disk) rename(from *inode, name string, to *inode, as string, keep bool) syscall.Errno {
	n, old := from.names[name], to.names[as]
	switch {
	case n == nil || to.links == 0:
		return syscall.ENOENT
	case old != nil && keep:
		return syscall.EEXIST
	case n == old:
		return 0
	case old != nil && old.dir() && !n.dir():
		return syscall.EISDIR
	case old != nil && !old.dir() && n.dir():
		return syscall.ENOTDIR
	case old != nil && len(old.names) > 0:
		return syscall.ENOTEMPTY
	}
	if errno := d.broken(Rename, name); errno != 0 {
		return errno
	}
	d.unbind(from, name)
	d.bind(to, as, n)
	if old != nil {
		d.forget(old)
	}
	return 0
}

func (d *Disk) read(n *inode, b []byte, off int64) (int, syscall.Errno) {
	if errno := d.broken(Read, n.name); errno != 0 {
		return 0, errno
	}
	if off >= n.size() {
		return 0, 0
	}
	return copy(b, n.live[off:]), 0
}

func (d *Disk) write(n *inode, b []byte, off int64) (int, syscall.Errno) {
	if f := d.fault(Write, n.name); f != nil {
		if !f.Short {
			return 0, f.Errno
		}
		b = b[:(len(b)+1)/2]
	}
	if end := off + int64(len(b)); end > n.size() {
		fits := min(end, n.size()+d.left(n))
		if fits <= off {
			return 0, syscall.ENOSPC
		}
		b = b[:fits-off]
		d.resize(n, max(fits, n.size()))
	}
	n.put(b, off)
	return len(b), 0
}

// left is how many bytes a file can grow by.
func (d *Disk) left(n *inode) int64 {
	if d.room == 0 || n.links == 0 {
		return 1 << 40
	}
	return max(0, d.room-d.used)
}

func (d *Disk) truncate(n *inode, size int64) syscall.Errno {
	if errno := d.broken(Truncate, n.name); errno != 0 {
		return errno
	}
	if size-n.size() > d.left(n) {
		return syscall.ENOSPC
	}
	d.resize(n, size)
	return 0
}

func (d *Disk) resize(n *inode, size int64) {
	if n.links > 0 {
		d.used += size - n.size()
	}
	n.resize(size)
}

func (d *Disk) sync(n *inode) syscall.Errno {
	if errno := d.broken(Sync, n.name); errno != 0 {
		n.fail()
		return errno
	}
	if d.lies {
		return 0
	}
	if !n.dir() {
		n.sync()
	}
	switch {
	case d.when == Journal:
		d.commit()
	case n.dir():
		n.keptNames = maps.Clone(n.names)
		delete(d.renamed, n)
	}
	return 0
}
