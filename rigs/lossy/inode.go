package lossy

import (
	"maps"
	"math/rand/v2"
	"slices"
	"syscall"
	"time"
)

// Sector is what a disk writes whole: 512 bytes.
const Sector = 512

// An inode is a file or a folder: as programs see it (live), and as the next
// power cut leaves it at the least (kept).
type inode struct {
	ino     uint64
	mode    uint32 // type and permissions
	changed time.Time
	name    string // the last it was known by; faults are aimed by it
	links   int    // its names; without one it takes no room

	// Of a file.
	live, kept []byte
	unsynced   map[int64]bool // sectors that differ; false: their sync failed

	// Of a folder.
	names, keptNames map[string]*inode
}

func (n *inode) dir() bool { return n.mode&syscall.S_IFMT == syscall.S_IFDIR }

func (n *inode) size() int64 { return int64(len(n.live)) }

// mark says that the bytes from one offset to another were written.
func (n *inode) mark(from, to int64) {
	if n.unsynced == nil {
		n.unsynced = map[int64]bool{}
	}
	for s := from / Sector; s*Sector < to; s++ {
		n.unsynced[s] = true
	}
}

// resize changes the live size; what is added is zero, and written.
func (n *inode) resize(size int64) {
	old := n.size()
	if size > old {
		n.mark(old, size)
	}
	n.live = resized(n.live, size)
	n.changed = time.Now()
}

// put writes bytes that fit into the live size.
func (n *inode) put(b []byte, off int64) {
	copy(n.live[off:], b)
	n.mark(off, off+int64(len(b)))
	n.changed = time.Now()
}

// sync makes the live bytes and size durable, except for what an earlier sync
// has lost.
func (n *inode) sync() {
	n.kept = resized(n.kept, n.size())
	for s, written := range n.unsynced {
		if written {
			n.keep(s)
			delete(n.unsynced, s)
		}
	}
}

// fail is a sync that did not happen and that no later one makes up for.
func (n *inode) fail() {
	for s := range n.unsynced {
		n.unsynced[s] = false
	}
}

// keep copies a sector as far as the kept size reaches; behind the live end it
// is zero.
func (n *inode) keep(sector int64) {
	from, to := sector*Sector, min((sector+1)*Sector, int64(len(n.kept)))
	if from >= to || from >= n.size() {
		return
	}
	kept := n.kept[from:to]
	clear(kept[copy(kept, n.live[from:]):])
}

// settle leaves of a file what a power cut leaves: without chance the durable
// bytes, else a size and sectors drawn from it. It returns how many sectors were
// at stake and how many survived.
func (n *inode) settle(chance *rand.Rand) (at, survived int) {
	at = len(n.unsynced)
	if chance != nil {
		n.kept = resized(n.kept, drawSize(chance, int64(len(n.kept)), n.size()))
		for _, s := range slices.Sorted(maps.Keys(n.unsynced)) {
			if chance.IntN(2) == 0 {
				n.keep(s)
				survived++
			}
		}
	}
	n.live = append(n.live[:0], n.kept...)
	clear(n.unsynced)
	return at, survived
}

// clone copies a file or folder with what is in it; the live state is durable in
// the copy. What has two names in one has them in the other: done holds the copies.
func (n *inode) clone(done map[*inode]*inode) *inode {
	if c := done[n]; c != nil {
		return c
	}
	c := &inode{
		ino: n.ino, mode: n.mode, changed: n.changed, name: n.name, links: n.links,
		live: slices.Clone(n.live), kept: slices.Clone(n.live),
	}
	done[n] = c
	if n.dir() {
		c.names = make(map[string]*inode, len(n.names))
		for name, child := range n.names {
			c.names[name] = child.clone(done)
		}
		c.keptNames = maps.Clone(c.names)
	}
	return c
}

// drawSize draws the size a file has after a cut: as it was, as it became, or,
// if it grew, with some of the sectors between.
func drawSize(chance *rand.Rand, was, became int64) int64 {
	switch between := became/Sector - was/Sector; chance.IntN(3) {
	case 0:
		return was
	case 1:
		if between > 0 {
			return (was/Sector + 1 + chance.Int64N(between)) * Sector
		}
	}
	return became
}

// resized returns b with another length; what is added is zero.
func resized(b []byte, size int64) []byte {
	old := int64(len(b))
	if size <= old {
		return b[:size]
	}
	b = slices.Grow(b, int(size-old))[:size]
	clear(b[old:])
	return b
}
