package record

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// An operation is one request in a history: when it began and ended by a common count,
// and what its caller was told.
type operation struct {
	facts     []fact.Fact // as recorded, if they were
	from, to  int64
	recorded  bool
	contended bool // told that others kept changing what it rests on: it may say so at any time
}

// linear reports whether there is one order of the operations, each at a moment between
// its beginning and its end, in which every answer is what Admit says beside those before.
// All orders are tried.
func linear(held []fact.Fact, ops []operation) bool {
	failed := map[string]bool{} // sets of operations from which there is no way on
	done := make([]bool, len(ops))
	var try func(held []fact.Fact, left int) bool
	try = func(held []fact.Fact, left int) bool {
		if left == 0 {
			return true
		}
		key := fmt.Sprint(done)
		if failed[key] {
			return false
		}
		for i := range ops {
			if done[i] || !may(ops, done, i) {
				continue
			}
			next, ok := step(held, &ops[i])
			if !ok {
				continue
			}
			done[i] = true
			if try(next, left-1) {
				return true
			}
			done[i] = false
		}
		failed[key] = true
		return false
	}
	return try(held, len(ops))
}

// may reports whether an operation may be next: no other that is not done ended before
// it began.
func may(ops []operation, done []bool, i int) bool {
	for j := range ops {
		if !done[j] && ops[j].to < ops[i].from {
			return false
		}
	}
	return true
}

// step takes one operation where its answer is right.
func step(held []fact.Fact, o *operation) ([]fact.Fact, bool) {
	if o.contended {
		return held, true
	}
	if refuses(judge(held, o.facts)) == o.recorded {
		return nil, false
	}
	if !o.recorded {
		return held, true
	}
	return slices.Concat(held, o.facts), true
}

// A contest is requests of which some exclude each other, put at the same time.
type contest struct {
	*rig
	begun []fact.Fact
	count atomic.Int64
}

// hold puts each request from a goroutine of its own, to recorders in turn, and returns
// the history.
func (c *contest) hold(recorders []*Recorder, requests [][]fact.Fact) []operation {
	c.Helper()
	ops := make([]operation, len(requests))
	start := make(chan struct{})
	var wait sync.WaitGroup
	for i := range requests {
		wait.Go(func() {
			<-start
			ops[i] = c.put(recorders[i%len(recorders)], requests[i])
		})
	}
	close(start)
	wait.Wait()
	return ops
}

func (c *contest) put(rec *Recorder, facts []fact.Fact) operation {
	o := operation{from: c.count.Add(1)}
	result, err := rec.Append(context.Background(), ask(facts...))
	o.to = c.count.Add(1)
	switch {
	case errs.KindOf(err) == errs.Conflict && err != nil:
		o.contended = true
	case err != nil:
		c.Error(err)
	}
	o.facts = slices.Clone(facts)
	for i := range o.facts {
		o.facts[i].At = c.clock()
	}
	o.recorded = result.Facts != nil
	return o
}

// races are requests of which not all can be granted, by what they quarrel about.
func races() map[string][][]fact.Fact {
	one := func(f fact.Fact) []fact.Fact { return []fact.Fact{f} }
	on := "2026-02-01"
	return map[string][][]fact.Fact{
		"one member, two branches": {
			one(with(of("b1", on, enrolled("m9")), "f-1")), one(with(of("b2", on, enrolled("m9")), "f-2")),
		},
		"one member, one branch, many days": {
			one(with(of("b1", on, enrolled("m9")), "f-1")), one(with(of("b1", "2026-02-02", enrolled("m9")), "f-2")),
			one(with(of("b1", "2026-02-03", enrolled("m9")), "f-3")),
		},
		"two foundings": {
			one(with(of("b3", on, &fact.OrgFounded{Name: "虚构三支部", Level: "branch", Parent: "t", Form: "single", Domain: "village"}), "f-1")),
			one(with(of("b3", on, &fact.OrgFounded{Name: "虚构又三支部", Level: "branch", Parent: "t", Form: "single", Domain: "village"}), "f-2")),
		},
		"voids of one record": {
			one(with(of("b1", on, &fact.Void{Fact: "f-old", Cause: "mistake"}), "f-1")),
			one(with(of("b1", on, &fact.Void{Fact: "f-old", Cause: "duplicate"}), "f-2")),
			one(with(of("b1", on, &fact.Void{Fact: "f-old", Cause: "mistake"}), "f-3")),
		},
		"a correction and a void": {
			one(with(of("b1", on, &fact.Void{Fact: "f-old", Cause: "mistake"}), "f-1")),
			one(func() fact.Fact {
				f := with(of("b1", "2026-01-02", enrolled("m1")), "f-2")
				f.Corrects = "f-old"
				return f
			}()),
		},
		"a departure and a post": {
			one(with(of("b1", on, &fact.MemberLeft{Member: "m1", Way: "withdrew"}), "f-1")),
			one(with(of("b1", on, &fact.GradeGiven{Member: "m1", Grade: "good", Year: 2025}), "f-2")),
			one(with(of("b1", "2026-02-02", &fact.MemberStanding{Member: "m1", State: "rights_suspended"}), "f-3")),
		},
		"the end of a branch and a new member": {
			one(with(of("b2", on, &fact.OrgClosed{Cause: "adjusted"}), "f-1")),
			one(with(of("b2", "2026-02-02", enrolled("m9")), "f-2")),
			one(with(of("b1", "2026-02-02", &fact.OrgMerged{Into: "b2"}), "f-3")),
		},
		"each below the other": {
			one(with(of("t", on, &fact.OrgMoved{Parent: "t2"}), "f-1")),
			one(with(of("t2", on, &fact.OrgMoved{Parent: "t"}), "f-2")),
		},
		"one id": {
			one(with(of("b1", on, enrolled("m8")), "f-1")), one(with(of("b1", on, enrolled("m9")), "f-1")),
		},
		"an answer and a void of what it answers": {
			one(with(of("b1", on, &fact.Void{Fact: "f-made", Cause: "mistake"}), "f-1")),
			one(with(of("b1", on, &fact.DecisionDone{Decision: "f-made", Done: true}), "f-2")),
		},
		"batches that cross": {
			{with(of("b1", on, enrolled("m8")), "f-1"), with(of("b2", on, enrolled("m9")), "f-2")},
			{with(of("b2", on, enrolled("m8")), "f-3"), with(of("b1", on, enrolled("m9")), "f-4")},
		},
	}
}

// open founds what the races are about.
func (c *contest) open() {
	c.Helper()
	facts := append(founded(), of("t2", "2024-01-01", &fact.OrgFounded{Name: "虚构二镇党委", Level: "committee", Form: "single", Domain: "agency"}),
		with(of("b1", "2026-01-02", enrolled("m1")), "f-old"),
		with(of("b1", "2026-01-03", &fact.DecisionMade{Owner: "m1", Due: party.DateOf(2026, 6, 1)}), "f-made"))
	c.must(c.recorder(), ask(facts...))
	c.begun = c.facts()
}

// race holds one contest and says what is wrong with it, or "".
func race(t *testing.T, e engine, requests [][]fact.Fact, writer func(app.Writer) app.Writer) string {
	c := &contest{rig: newRigOn(t, e)}
	c.open()
	var recorders []*Recorder
	for range 3 {
		process := c.another()
		recorders = append(recorders, process.recorderOn(writer(process)))
	}
	ops := c.hold(recorders, requests)
	stored := c.facts()[len(c.begun):]
	var told int
	for i := range ops {
		if ops[i].recorded {
			told += len(ops[i].facts)
		}
	}
	if told != len(stored) {
		return fmt.Sprintf("%d facts were said to be recorded, %d are", told, len(stored))
	}
	if !linear(c.begun, ops) {
		return fmt.Sprintf("no order explains %+v", ops)
	}
	return ""
}

func asIs(w app.Writer) app.Writer { return w }

// TestSecurity_N4_JointlyInvalidNeverBothSucceed: what is valid by itself and excludes the
// other is never recorded with it, whichever process is asked.
func TestSecurity_N4_JointlyInvalidNeverBothSucceed(t *testing.T) {
	for on, e := range engines {
		for name, requests := range races() {
			t.Run(on+"/"+strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
				for range 2 {
					if wrong := race(t, e, requests, asIs); wrong != "" {
						t.Error(wrong)
					}
				}
			})
		}
	}
}

// TestARecorderThatDoesNotSayWhatItRestsOnIsCaught: the races can be lost. Both writers
// wait for each other before they write.
func TestARecorderThatDoesNotSayWhatItRestsOnIsCaught(t *testing.T) {
	for on, e := range engines {
		for _, name := range []string{"one member, two branches", "each below the other", "batches that cross"} {
			meet := sync.WaitGroup{}
			meet.Add(2)
			wrong := race(t, e, races()[name], func(w app.Writer) app.Writer {
				var once sync.Once
				return &lane{Writer: deaf{w}, before: func() error {
					once.Do(func() { meet.Done(); meet.Wait() })
					return nil
				}}
			})
			if wrong == "" {
				t.Errorf("%s, %s: not caught", on, name)
			}
		}
	}
}

// TestOneIDInTwoBranchesIsGivenOnce: two who are asked at the same moment to record under
// one id, each for a branch of its own, do not both do so. Both have decided before either
// writes.
func TestOneIDInTwoBranchesIsGivenOnce(t *testing.T) {
	for on, e := range engines {
		meet := sync.WaitGroup{}
		meet.Add(2)
		wrong := race(t, e, [][]fact.Fact{
			{with(of("b1", "2026-02-01", enrolled("m8")), "f-1")}, {with(of("b2", "2026-02-01", enrolled("m9")), "f-1")},
		}, func(w app.Writer) app.Writer {
			var once sync.Once
			return &lane{Writer: w, before: func() error {
				once.Do(func() { meet.Done(); meet.Wait() })
				return nil
			}}
		})
		if wrong != "" {
			t.Errorf("%s: %s", on, wrong)
		}
	}
}

// TestHistoriesAreJudged: the judge itself can say no.
func TestHistoriesAreJudged(t *testing.T) {
	begun := founded()
	for i := range begun {
		begun[i].ID, begun[i].At = party.FactID(fmt.Sprint("f-begun", i)), evening
	}
	enrol := func(id party.FactID, org party.OrgID, from, to int64, recorded bool) operation {
		f := with(of(org, "2026-02-01", enrolled("m9")), id)
		f.At = evening
		return operation{facts: []fact.Fact{f}, from: from, to: to, recorded: recorded}
	}
	for name, c := range map[string]struct {
		ops  []operation
		want bool
	}{
		"one of two":                  {[]operation{enrol("f-1", "b1", 1, 4, true), enrol("f-2", "b2", 2, 3, false)}, true},
		"both":                        {[]operation{enrol("f-1", "b1", 1, 4, true), enrol("f-2", "b2", 2, 3, true)}, false},
		"neither":                     {[]operation{enrol("f-1", "b1", 1, 4, false), enrol("f-2", "b2", 2, 3, false)}, false},
		"refused before the other":    {[]operation{enrol("f-1", "b1", 3, 4, true), enrol("f-2", "b2", 1, 2, false)}, false},
		"refused after the other":     {[]operation{enrol("f-1", "b1", 1, 2, true), enrol("f-2", "b2", 3, 4, false)}, true},
		"refused for being contended": {[]operation{{from: 1, to: 2, contended: true}, enrol("f-2", "b2", 3, 4, true)}, true},
	} {
		if got := linear(begun, c.ops); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
