package pgfault

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"

	"qiangji/internal/app"
	"qiangji/internal/core/chain"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// orgs are few, so that changes meet.
var orgs = []party.OrgID{"org-a", "org-b", "org-c", "org-d"}

// An op is one change that a client wants made once.
type op struct {
	id       string
	org      party.OrgID
	parts    int
	reads    map[fact.Subject]app.Version // of a careful change; it may be refused
	attempts int

	acked   bool
	refused bool
	receipt []party.FactID
}

// change is an attempt at an op. Its ids say which.
func (o *op) change(attempt int, once bool) *app.Change {
	name := fmt.Sprintf("%s.%d", o.id, attempt)
	c := &app.Change{Reads: o.reads}
	for part := range o.parts {
		id := fmt.Sprintf("%s.%d", name, part)
		c.Facts = append(c.Facts, app.Row{Stream: chain.Facts, Org: o.org, ID: id, Line: []byte(`{"id":"` + id + `"}`),
			Subjects: []fact.Subject{fact.OrgSubject(o.org)}})
	}
	c.Audit = []app.Row{{Stream: chain.Audit, Org: o.org, ID: name, Line: []byte(`{"audit":"` + name + `"}`)}}
	for _, rows := range [][]app.Row{c.Facts, c.Audit} {
		for i := range rows {
			rows[i].Hash = chain.RecordHash(rows[i].Stream, rows[i].Line)
		}
	}
	if once {
		c.Once = &app.Once{Org: o.org, Key: o.id, Digest: [32]byte{1}, At: time.Now()}
	}
	return c
}

// attemptOf says which op and which attempt an id belongs to.
func attemptOf(id string) (op, attempt string) {
	op, rest, _ := strings.Cut(id, ".")
	attempt, _, _ = strings.Cut(rest, ".")
	return op, attempt
}

// A book is what the clients know.
type book struct {
	mu        sync.Mutex
	ops       []*op
	acked     int
	refused   int
	uncertain int
	away      int // Unavailable
	strange   []string
}

func (b *book) answered(o *op, receipt app.Receipt, err error) (settled bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch errs.KindOf(err) {
	case errs.Uncertain:
		b.uncertain++
		return false
	case errs.Unavailable:
		b.away++
		return false
	case errs.Conflict:
		if o.reads != nil {
			o.refused = true
			b.refused++
			return true
		}
	}
	if err != nil {
		b.strange = append(b.strange, fmt.Sprintf("%s: %v", o.id, err))
		return true
	}
	o.acked, o.receipt = true, slices.Clone(receipt.Facts)
	b.acked++
	return true
}

// progress says how many changes were acknowledged so far.
func (b *book) progress() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.acked
}

// client makes one change after the other until stop, and stays with each until it is
// settled.
func (r *rig) client(ctx context.Context, n int, chance *rand.Rand, stop <-chan struct{}) error {
	store := r.stores[n%len(r.stores)]
	for i := 0; ; i++ {
		select {
		case <-stop:
			return nil
		default:
		}
		o := &op{id: fmt.Sprintf("c%02d-%05d", n, i), org: orgs[chance.IntN(len(orgs))], parts: 1 + chance.IntN(3)}
		if chance.IntN(4) == 0 {
			subject := fact.OrgSubject(o.org)
			if slice, err := store.Read(ctx, []fact.Subject{subject}, nil, nil); err == nil {
				o.reads = map[fact.Subject]app.Version{subject: slice.Versions[subject]}
			}
		}
		r.book.mu.Lock()
		r.book.ops = append(r.book.ops, o)
		r.book.mu.Unlock()
		if err := r.settle(ctx, store, o); err != nil {
			return err
		}
	}
}

// settle submits an op until there is an answer.
func (r *rig) settle(ctx context.Context, store Store, o *op) error {
	for {
		o.attempts++
		receipt, err := store.Commit(ctx, o.change(o.attempts, !r.WithoutOnce))
		if r.book.answered(o, receipt, err) {
			return nil
		}
		if ctx.Err() != nil {
			return fmt.Errorf("%s was not settled in time: %w", o.id, err)
		}
		time.Sleep(5 * time.Millisecond)
	}
}
