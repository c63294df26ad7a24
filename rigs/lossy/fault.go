package lossy

import (
	"path"
	"syscall"
)

// An Op is a kind of call that can be made to fail.
type Op string

// The kinds of calls a fault can be aimed at.
const (
	Read     Op = "read"
	Write    Op = "write"
	Sync     Op = "sync" // fsync and fdatasync, of files and folders
	Truncate Op = "truncate"
	Create   Op = "create" // of files, folders and links
	Rename   Op = "rename"
	Remove   Op = "remove" // of files and folders
)

// A Fault says which calls fail, and how.
type Fault struct {
	Op     Op
	Name   string        // a pattern of [path.Match] for the file's name; empty: any
	Nth    int           // the first such call that fails, counted from 1
	Sticky bool          // all later ones fail, too
	Errno  syscall.Errno // what the caller is told
	Short  bool          // of a write the first half is done, and its length returned; Errno is not used
}

// A planted fault counts the calls it is aimed at.
type planted struct {
	Fault
	seen, failed int
}

// hit counts a call and reports whether it fails.
func (p *planted) hit(op Op, name string) bool {
	if p.Op != op {
		return false
	}
	if p.Name != "" {
		if ok, err := path.Match(p.Name, name); err != nil || !ok {
			return false
		}
	}
	p.seen++
	if p.seen != p.Nth && !(p.Sticky && p.seen > p.Nth) {
		return false
	}
	p.failed++
	return true
}

// Inject plants a fault beside those planted before. Its counting begins now.
func (d *Disk) Inject(f Fault) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.faults = append(d.faults, &planted{Fault: f})
}

// Heal removes all faults and returns how many calls failed by them: none, if
// the Nth call was never made.
func (d *Disk) Heal() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	failed := 0
	for _, p := range d.faults {
		failed += p.failed
	}
	d.faults = nil
	return failed
}

// fault returns the fault that hits a call, or nil.
func (d *Disk) fault(op Op, name string) *Fault {
	var first *Fault
	for _, p := range d.faults {
		if p.hit(op, name) && first == nil {
			first = &p.Fault
		}
	}
	return first
}

// broken returns what a call fails with, or 0.
func (d *Disk) broken(op Op, name string) syscall.Errno {
	if f := d.fault(op, name); f != nil {
		return f.Errno
	}
	return 0
}
