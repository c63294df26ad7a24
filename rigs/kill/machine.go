package kill

import (
	"errors"
	"math/rand/v2"

	"qiangji/rigs/lossy"
)

// A Machine is what the process runs on, and how it fails.
type Machine interface {
	// Up makes the data folder ready for a process.
	Up() error
	// Crash is the moment of the failure; the process is killed right after.
	Crash(chance *rand.Rand) error
	// Down is called when the process is gone.
	Down() error
}

// Process is a machine that goes on when the process is killed (SIGKILL): what
// was written is there, synced or not.
type Process struct{}

// Up does nothing.
func (Process) Up() error { return nil }

// Crash does nothing: the kill is the failure.
func (Process) Crash(*rand.Rand) error { return nil }

// Down does nothing.
func (Process) Down() error { return nil }

// Power is a machine whose power is cut (断电): the data folder is a mount of a
// disk that keeps what was synced, and of the rest some or nothing.
type Power struct {
	Disk *lossy.Disk
	Dir  string

	mount *lossy.Mount
}

// Up mounts the disk.
func (p *Power) Up() (err error) {
	p.mount, err = p.Disk.Mount(p.Dir)
	return err
}

// Crash cuts the power.
func (p *Power) Crash(chance *rand.Rand) error {
	if p.mount == nil {
		return errors.New("the power is off already")
	}
	p.Disk.Cut(chance.Uint64())
	return nil
}

// Down unmounts the disk.
func (p *Power) Down() error {
	m := p.mount
	p.mount = nil
	return m.Unmount()
}
