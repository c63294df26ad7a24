package record

import (
	"container/list"
	"sync"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
)

// A memory keeps the facts found under subjects, at the version at which they were found,
// and forgets first what was not used for longest. What it holds may have been overtaken
// by others: whoever rests on it says at which version, and the store compares.
type memory struct {
	room int // bytes

	mu     sync.Mutex
	erased int // how many subjects were erased when all this was read
	size   int
	used   *list.List // of *shelf, the one used last first
	at     map[fact.Subject]*list.Element
}

// A shelf is the facts of one subject.
type shelf struct {
	subject fact.Subject
	version app.Version
	facts   []fact.Fact
	size    int
}

// emptyShelf and perFact are about what a shelf and a fact on it take beside the line.
const (
	emptyShelf = 256
	perFact    = 256
)

func newMemory(room int) *memory {
	return &memory{room: room, used: list.New(), at: map[fact.Subject]*list.Element{}}
}

// heed forgets everything once more subjects were erased than before: nothing of them
// stays.
func (m *memory) heed(erased int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.erased < erased {
		m.erased, m.size = erased, 0
		m.used.Init()
		clear(m.at)
	}
}

// recall returns what is at hand of a subject. The facts are not to be changed.
func (m *memory) recall(s fact.Subject) ([]fact.Fact, app.Version, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e := m.at[s]
	if e == nil {
		return nil, 0, false
	}
	m.used.MoveToFront(e)
	held := e.Value.(*shelf)
	return held.facts, held.version, true
}

// keep takes what was read when so many subjects were erased; a row has the place of its
// fact.
func (m *memory) keep(read *app.Slice, facts []fact.Fact, erased int) {
	if len(read.Versions) == 0 {
		return
	}
	shelves := make(map[fact.Subject]*shelf, len(read.Versions))
	for s, v := range read.Versions {
		shelves[s] = &shelf{subject: s, version: v, size: emptyShelf}
	}
	for i, subjects := range fact.Indexed(facts, nobody) {
		for _, s := range subjects {
			if to := shelves[s]; to != nil {
				to.add(facts[i], len(read.Rows[i].Line))
			}
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, s := range shelves {
		if erased == m.erased {
			m.put(s)
		}
	}
}

func (s *shelf) add(f fact.Fact, line int) {
	s.facts = append(s.facts, f)
	s.size += perFact + line
}

// put replaces what is at hand of a subject, and makes room.
func (m *memory) put(s *shelf) {
	m.forget(s.subject)
	if s.size > m.room/4 {
		return
	}
	m.at[s.subject] = m.used.PushFront(s)
	m.size += s.size
	for m.size > m.room {
		m.forget(m.used.Back().Value.(*shelf).subject)
	}
}

func (m *memory) forget(s fact.Subject) {
	if e := m.at[s]; e != nil {
		m.size -= e.Value.(*shelf).size
		m.used.Remove(e)
		delete(m.at, s)
	}
}

// drop forgets the subjects that a decision rested on.
func (m *memory) drop(reads map[fact.Subject]app.Version) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for s := range reads {
		m.forget(s)
	}
}

// touch forgets the subjects that rows are found under.
func (m *memory) touch(rows []app.Row) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i := range rows {
		for _, s := range rows[i].Subjects {
			m.forget(s)
		}
	}
}

// grow adds facts that were committed to what is at hand at the versions that the change
// rested on, and forgets the other subjects that they touch.
func (m *memory) grow(reads map[fact.Subject]app.Version, facts []fact.Fact, rows []app.Row, erased int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	grown := map[fact.Subject]*shelf{}
	for i := range rows {
		for _, s := range rows[i].Subjects {
			to := grown[s]
			if to == nil {
				if to = m.next(s, reads); to == nil || erased != m.erased {
					m.forget(s)
					continue
				}
				grown[s] = to
			}
			to.add(facts[i], len(rows[i].Line))
		}
	}
	for _, s := range grown {
		m.put(s)
	}
}

// next begins the shelf of a subject after a change that rested on what is at hand; else
// the subject is forgotten. The facts grow in place: those who recalled a shelf before see
// what it held then, and of each shelf there is one next.
func (m *memory) next(s fact.Subject, reads map[fact.Subject]app.Version) *shelf {
	e := m.at[s]
	if e == nil {
		return nil
	}
	held := e.Value.(*shelf)
	if v, read := reads[s]; !read || v != held.version {
		m.forget(s)
		return nil
	}
	return &shelf{subject: s, version: held.version + 1, facts: held.facts, size: held.size}
}
