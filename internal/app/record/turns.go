package record

import (
	"context"
	"sync"

	"qiangji/internal/party"
)

// Turns let changes of one organisation follow each other within the process: they would
// only come in each other's way in the store.
type turns struct {
	mu    sync.Mutex
	waits map[party.OrgID]*turn
}

// A turn is held by whoever put something into the channel.
type turn struct {
	taken chan struct{}
	users int // holding or waiting
}

// take waits for the turns of organisations, given in order and each once, and returns
// what gives them back.
func (t *turns) take(ctx context.Context, orgs []party.OrgID) (leave func(), err error) {
	held := make([]*turn, 0, len(orgs))
	leave = func() {
		for i := range held {
			<-held[i].taken
			t.quit(orgs[i])
		}
	}
	for _, o := range orgs {
		w := t.join(o)
		select {
		case w.taken <- struct{}{}:
			held = append(held, w)
		case <-ctx.Done():
			t.quit(o)
			leave()
			return nil, ctx.Err()
		}
	}
	return leave, nil
}

func (t *turns) join(o party.OrgID) *turn {
	t.mu.Lock()
	defer t.mu.Unlock()
	w := t.waits[o]
	if w == nil {
		w = &turn{taken: make(chan struct{}, 1)}
		t.waits[o] = w
	}
	w.users++
	return w
}

func (t *turns) quit(o party.OrgID) {
	t.mu.Lock()
	defer t.mu.Unlock()
	w := t.waits[o]
	if w.users--; w.users == 0 {
		delete(t.waits, o)
	}
}
