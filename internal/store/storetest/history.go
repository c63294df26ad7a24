package storetest

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// What a history plays with: few subjects and few submission keys, so that they meet.
const (
	historySubjects = 3
	historyKeys     = 4
	historyClients  = 6
	historyCalls    = 14 // of each client
)

// Histories lets clients change and read few subjects at the same time, and asks
// whether there is one order of all calls that explains every answer: no two changes
// that were each decided on what the other changed, no key used twice, no read that is
// not of one moment. Open returns handles on one empty store, as many as there are
// processes; the clients share them.
func Histories(t *testing.T, rounds int, open func(t testing.TB) []Store) {
	for round := range rounds {
		seed := rand.Uint64()
		t.Run(fmt.Sprint(round), func(t *testing.T) {
			t.Logf("seed %d", seed)
			history := play(t, open(t), seed)
			if !explained(history) {
				for _, o := range history {
					t.Log(describe(o.Input, o.Output), o.ClientId, o.Call, o.Return)
				}
				t.Error("no order of the calls explains the answers")
			}
		})
	}
}

// A call is what a client asked for: a change if it has an id, else a read of all
// subjects.
type call struct {
	id    string
	bumps [historySubjects]bool
	reads [historySubjects]int // the version that the change rests on; -1: not read
	key   int                  // of Once; -1: none
}

// A reply is what it was answered.
type reply struct {
	conflict bool
	repeated bool
	fact     string               // of a change: the id that the receipt names
	versions [historySubjects]int // of a read
	facts    [historySubjects]int // of a read: how many were found
}

// A state is what a store with one caller at a time would hold.
type state struct {
	versions [historySubjects]int
	keys     [historyKeys]string // the id of the fact that was written under a key
}

// step says whether a reply is right in a state, and what is the next.
func step(s state, c call, r reply) (bool, state) {
	if c.id == "" {
		return r.versions == s.versions && r.facts == s.versions, s
	}
	if c.key >= 0 && s.keys[c.key] != "" {
		return !r.conflict && r.repeated && r.fact == s.keys[c.key], s
	}
	for i, v := range c.reads {
		if v >= 0 && v != s.versions[i] {
			return r.conflict, s
		}
	}
	for i, bumped := range c.bumps {
		if bumped {
			s.versions[i]++
		}
	}
	if c.key >= 0 {
		s.keys[c.key] = c.id
	}
	return !r.conflict && !r.repeated && r.fact == c.id, s
}

// explained says whether a history is that of a store with one caller at a time.
func explained(history []porcupine.Operation) bool {
	return porcupine.CheckOperations(porcupine.Model{
		Init: func() any { return state{} },
		Step: func(s, input, output any) (bool, any) {
			ok, next := step(s.(state), input.(call), output.(reply))
			return ok, next
		},
		DescribeOperation: describe,
	}, history)
}

func describe(input, output any) string { return fmt.Sprintf("%+v → %+v", input, output) }

func historySubject(i int) fact.Subject { return fact.OrgSubject(historyOrg(i)) }

func historyOrg(i int) party.OrgID { return party.OrgID(fmt.Sprintf("h%d", i)) }

// play runs the clients and returns what was called and answered.
func play(t *testing.T, handles []Store, seed uint64) []porcupine.Operation {
	var mu sync.Mutex
	var history []porcupine.Operation
	begin := time.Now()
	var clients sync.WaitGroup
	for n := range historyClients {
		p := &player{store: handles[n%len(handles)], chance: rand.New(rand.NewPCG(seed, uint64(n)))}
		clients.Go(func() {
			for i := range historyCalls {
				c := p.next(fmt.Sprintf("f%d-%02d", n, i))
				from := time.Since(begin)
				r, err := p.ask(c)
				to := time.Since(begin)
				if err != nil {
					t.Errorf("%+v: %v", c, err)
					return
				}
				mu.Lock()
				history = append(history, porcupine.Operation{ClientId: n, Input: c, Call: int64(from), Output: r, Return: int64(to)})
				mu.Unlock()
			}
		})
	}
	clients.Wait()
	return history
}

// A player is one client. It decides on what it read last.
type player struct {
	store  Store
	chance *rand.Rand
	seen   [historySubjects]int
}

// next draws a call. One in three is a read. The id of a fact ends in what it bumps.
func (p *player) next(id string) call {
	c := call{key: -1}
	if p.chance.IntN(3) == 0 {
		return c
	}
	c.bumps[p.chance.IntN(historySubjects)] = true
	c.bumps[p.chance.IntN(historySubjects)] = true
	c.id = id + "-"
	for i, bumped := range c.bumps {
		c.id += map[bool]string{false: "0", true: "1"}[bumped]
		c.reads[i] = -1
		if p.chance.IntN(2) == 0 {
			c.reads[i] = p.seen[i]
		}
	}
	if p.chance.IntN(3) == 0 {
		c.key = p.chance.IntN(historyKeys)
	}
	return c
}

// ask makes a call.
func (p *player) ask(c call) (reply, error) {
	if c.id == "" {
		return p.read()
	}
	receipt, err := p.store.Writer.Commit(ctx(), c.change())
	if errs.KindOf(err) == errs.Conflict {
		return reply{conflict: true}, nil
	}
	if err != nil || len(receipt.Facts) != 1 {
		return reply{}, fmt.Errorf("receipt %v: %w", receipt, err)
	}
	return reply{repeated: receipt.Repeated, fact: string(receipt.Facts[0])}, nil
}

func (p *player) read() (reply, error) {
	var subjects []fact.Subject
	for i := range historySubjects {
		subjects = append(subjects, historySubject(i))
	}
	slice, err := p.store.Ledger.Read(ctx(), subjects, nil, nil)
	if err != nil {
		return reply{}, err
	}
	var r reply
	for i, subject := range subjects {
		r.versions[i] = int(slice.Versions[subject])
	}
	for _, row := range slice.Rows {
		for i, bumped := range row.ID[len(row.ID)-historySubjects:] {
			if bumped == '1' {
				r.facts[i]++
			}
		}
	}
	p.seen = r.versions
	return r, nil
}

// change is the change that a call asks for: one fact of the first subject that is
// bumped, which also concerns the others.
func (c call) change() *app.Change {
	var subjects []fact.Subject
	owner := -1
	for i, bumped := range c.bumps {
		if bumped {
			subjects = append(subjects, historySubject(i))
			if owner < 0 {
				owner = i
			}
		}
	}
	row := madeFact(historyOrg(owner), c.id, subjects[1:]...)
	change := change(row)
	change.Reads = map[fact.Subject]app.Version{}
	for i, version := range c.reads {
		if version >= 0 {
			change.Reads[historySubject(i)] = app.Version(version)
		}
	}
	if c.key >= 0 {
		change.Once = &app.Once{Org: "h", Key: fmt.Sprint(c.key), Digest: [32]byte{1}, At: time.Now()}
	}
	return change
}
