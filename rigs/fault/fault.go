// Package fault lets every call to the disk fail once, one after the other, and
// holds a program to what it said of it.
//
// A journey (办一件事) is one thing a program does, from a state of the disk on. It
// is done again and again from that state: with the first write failing, the
// second, … until there are no more; and again with all later ones failing, too;
// and so for each kind of fault. Whatever fails, a journey must end in time as
// done, refused or stopped, and say why in words that name the cause. Then the
// faults are healed, the power is cut, and another process looks: what was done
// must be there whole, what was refused must not be there at all, and what was
// stopped may be there whole or not at all.
package fault

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"syscall"
	"time"

	"qiangji/rigs/lossy"
)

// An Outcome is how a program ended a journey.
type Outcome string

// The outcomes that are allowed.
const (
	Done    Outcome = "done"
	Refused Outcome = "refused" // it is not done, and nothing of it is
	Stopped Outcome = "stopped" // the program gave up and cannot say
)

// An Effect is what is left of a journey.
type Effect string

// The effects there can be; a half one is never allowed.
const (
	None  Effect = "none"
	Whole Effect = "whole"
	Half  Effect = "half"
)

// A Journey is one thing a program does. Both functions run a process that is
// gone when they return, and end it when the context is done.
type Journey struct {
	Name string
	From *lossy.Disk // the state it begins with

	// Do does it on the disk under a folder and returns what the program said.
	Do func(ctx context.Context, dir string) (o Outcome, said string, err error)
	// Look tells what is left of it; an error says that the store is damaged.
	Look func(ctx context.Context, dir string) (Effect, error)
}

// A Config says which faults are tried.
type Config struct {
	Faults   []lossy.Fault // each with Nth = 1, 2, …
	Most     int           // of one kind of fault: the calls beyond are sampled; 0: all
	Dir      string        // to mount on
	Patience time.Duration // for doing and for looking; 0: 10 s
	Seed     uint64        // of the power cuts and of the samples
}

// A Report says what was tried and found. All from Hung on must be 0.
type Report struct {
	Tried, Done, Refused, Stopped int

	Hung     int // not ended in time
	Lost     int // done, and not there
	Halved   int // there in part
	Revived  int // refused, and there
	Damaged  int // the store could not be used afterwards
	Mute     int // refused or stopped without naming the cause
	Findings []string
}

// Sound reports whether nothing was found.
func (r *Report) Sound() bool {
	return r.Hung+r.Lost+r.Halved+r.Revived+r.Damaged+r.Mute == 0
}

// String is one line for the track record.
func (r *Report) String() string {
	return fmt.Sprintf("%d 处故障：办成 %d，拒绝 %d，停下 %d；卡住 %d，丢 %d，半 %d，复活 %d，损坏 %d，不说原因 %d",
		r.Tried, r.Done, r.Refused, r.Stopped, r.Hung, r.Lost, r.Halved, r.Revived, r.Damaged, r.Mute)
}

// Every is each kind of fault a disk has, once and for ever.
func Every() []lossy.Fault {
	var all []lossy.Fault
	for _, f := range []lossy.Fault{
		{Op: lossy.Read, Errno: syscall.EIO},
		{Op: lossy.Write, Errno: syscall.EIO},
		{Op: lossy.Write, Errno: syscall.ENOSPC},
		{Op: lossy.Write, Short: true},
		{Op: lossy.Sync, Errno: syscall.EIO},
		{Op: lossy.Truncate, Errno: syscall.EIO},
		{Op: lossy.Create, Errno: syscall.ENOSPC},
		{Op: lossy.Rename, Errno: syscall.ENOSPC},
		{Op: lossy.Remove, Errno: syscall.EIO},
	} {
		all = append(all, f)
		f.Sticky = true
		all = append(all, f)
	}
	return all
}

// A run is a run under way.
type run struct {
	Config
	Journey
	chance *rand.Rand
	report *Report
}

// Run tries every fault on a journey. An error says that the rig could not go
// on.
func (j Journey) Run(ctx context.Context, c Config) (*Report, error) {
	if c.Patience == 0 {
		c.Patience = 10 * time.Second
	}
	r := &run{c, j, rand.New(rand.NewPCG(c.Seed, 3)), &Report{}}
	for _, f := range c.Faults {
		for f.Nth = 1; ; f.Nth += r.step(f.Nth) {
			if err := ctx.Err(); err != nil {
				return r.report, err
			}
			hit, err := r.try(ctx, f)
			if err != nil {
				return r.report, fmt.Errorf("%s, %s %d: %w", j.Name, f.Op, f.Nth, err)
			}
			if !hit {
				break
			}
		}
	}
	return r.report, nil
}

// step is how many calls on the next fault comes: one, until there were as many
// as all are tried of, then about as many again in all.
func (r *run) step(nth int) int {
	if r.Most == 0 || nth < r.Most {
		return 1
	}
	return 1 + r.chance.IntN(2*nth/r.Most+1)
}

// try does the journey with one fault, and reports whether the fault was met.
func (r *run) try(ctx context.Context, f lossy.Fault) (hit bool, err error) {
	disk := r.From.Clone()
	m, err := disk.Mount(r.Dir)
	if err != nil {
		return false, err
	}
	disk.Inject(f)
	timed, cancel := context.WithTimeout(ctx, r.Patience)
	o, said, err := r.Do(timed, r.Dir)
	hung := timed.Err() != nil
	cancel()
	if hit = disk.Heal() > 0; hit {
		r.report.Tried++
	}
	disk.Cut(r.chance.Uint64())
	if err := errors.Join(err, m.Unmount()); err != nil {
		return hit, err
	}
	what := fmt.Sprintf("%s, %s %d (sticky %v, short %v, %v)", r.Name, f.Op, f.Nth, f.Sticky, f.Short, f.Errno)
	switch {
	case !hit && o != Done:
		return false, fmt.Errorf("without a fault the journey is %s: %s", o, said)
	case hung:
		r.find(&r.report.Hung, "%s: not ended after %v", what, r.Patience)
	case hit:
		r.heard(what, o, said)
	}
	return hit, r.look(ctx, disk, what, o)
}

// heard counts an outcome and asks for the cause in what was said.
func (r *run) heard(what string, o Outcome, said string) {
	switch o {
	case Done:
		r.report.Done++
		return
	case Refused:
		r.report.Refused++
	default:
		r.report.Stopped++
	}
	if !names(said) {
		r.find(&r.report.Mute, "%s: %s without naming the cause: %q", what, o, said)
	}
}

// words are what a text may call a cause. A person needs to be sent to the disk; what
// is wrong with it, the engine below does not always tell.
var words = []string{"磁盘", "读写", "空间", "disk", "input/output error", "no space left", "short write"}

// names reports whether a text names the cause.
func names(said string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(said, w) })
}

// look asks what is left after the power cut.
func (r *run) look(ctx context.Context, disk *lossy.Disk, what string, o Outcome) error {
	m, err := disk.Mount(r.Dir)
	if err != nil {
		return err
	}
	timed, cancel := context.WithTimeout(ctx, r.Patience)
	defer cancel()
	left, err := r.Look(timed, r.Dir)
	switch {
	case timed.Err() != nil:
		r.find(&r.report.Hung, "%s: looking not ended after %v", what, r.Patience)
	case err != nil:
		r.find(&r.report.Damaged, "%s: %s, and afterwards: %v", what, o, err)
	case left == Half:
		r.find(&r.report.Halved, "%s: %s, and half of it is there", what, o)
	case o == Done && left == None:
		r.find(&r.report.Lost, "%s: done, and not there", what)
	case o == Refused && left == Whole:
		r.find(&r.report.Revived, "%s: refused, and there", what)
	}
	return m.Unmount()
}

func (r *run) find(count *int, format string, args ...any) {
	*count++
	if len(r.report.Findings) < 20 {
		r.report.Findings = append(r.report.Findings, fmt.Sprintf(format, args...))
	}
}
