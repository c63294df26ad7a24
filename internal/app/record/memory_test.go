package record

import (
	"fmt"
	"testing"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// filled reads one fact each under subjects into a memory.
func filled(m *memory, version app.Version, orgs ...party.OrgID) {
	read := &app.Slice{Versions: map[fact.Subject]app.Version{}}
	var facts []fact.Fact
	for _, o := range orgs {
		f := with(of(o, "2026-01-01", &fact.PremisesStated{Place: "centre"}), party.FactID("f-"+o))
		facts = append(facts, f)
		read.Rows = append(read.Rows, app.Row{Line: f.Append(nil)})
		read.Versions[fact.OrgSubject(o)] = version
	}
	m.keep(read, facts, m.erased)
}

func (m *memory) has(o party.OrgID) (int, app.Version) {
	facts, version, ok := m.recall(fact.OrgSubject(o))
	if !ok {
		return -1, 0
	}
	return len(facts), version
}

func TestMemoryKeepsBySubject(t *testing.T) {
	m := newMemory(1 << 20)
	filled(m, 3, "a", "b")
	for _, o := range []party.OrgID{"a", "b"} {
		if n, v := m.has(o); n != 1 || v != 3 {
			t.Errorf("%s: %d facts at %d", o, n, v)
		}
	}
	if n, _ := m.has("c"); n != -1 {
		t.Error("remembers what it never read")
	}
	m.drop(map[fact.Subject]app.Version{"o:a": 3})
	if n, _ := m.has("a"); n != -1 {
		t.Error("does not forget")
	}
	m.touch([]app.Row{{Subjects: []fact.Subject{"o:b"}}})
	if n, _ := m.has("b"); n != -1 || m.size != 0 || m.used.Len() != 0 {
		t.Error("does not forget what was touched")
	}
}

func TestMemoryForgetsWhatWasNotUsed(t *testing.T) {
	m := newMemory(8 << 10)
	var orgs []party.OrgID
	for i := range 40 {
		orgs = append(orgs, party.OrgID(fmt.Sprintf("o-%02d", i)))
		filled(m, 1, orgs[i])
		m.has(orgs[0])
		if m.size > m.room {
			t.Fatalf("%d bytes", m.size)
		}
	}
	if n, _ := m.has(orgs[0]); n != 1 {
		t.Error("forgot what was used")
	}
	if n, _ := m.has(orgs[1]); n != -1 {
		t.Error("remembers everything")
	}
	if n, _ := m.has(orgs[39]); n != 1 {
		t.Error("forgot the newest")
	}
	small := newMemory(1000)
	filled(small, 1, "a")
	if n, _ := small.has("a"); n != -1 {
		t.Error("one subject takes all the room")
	}
}

// TestMemoryGrowsWithWhatWasCommitted at the version that the change rested on, and
// forgets what may be another by now. What was handed out before does not change.
func TestMemoryGrowsWithWhatWasCommitted(t *testing.T) {
	m := newMemory(1 << 20)
	filled(m, 3, "a", "b", "c")
	before, _, _ := m.recall("o:a")
	f := with(of("a", "2026-01-02", &fact.PremisesStated{Place: "centre"}), "f-new")
	rows := []app.Row{{Line: f.Append(nil), Subjects: []fact.Subject{"o:a", "o:b", "o:c", "o:d"}}}
	m.grow(map[fact.Subject]app.Version{"o:a": 3, "o:b": 2}, []fact.Fact{f}, rows, 0)
	if n, v := m.has("a"); n != 2 || v != 4 {
		t.Errorf("a: %d facts at %d", n, v)
	}
	for _, o := range []party.OrgID{"b", "c", "d"} {
		if n, _ := m.has(o); n != -1 {
			t.Errorf("%s is remembered", o)
		}
	}
	g := with(f, "f-other")
	m.grow(map[fact.Subject]app.Version{"o:a": 4}, []fact.Fact{g}, rows, 0)
	if n, v := m.has("a"); n != 3 || v != 5 || len(before) != 1 || before[0].ID != "f-a" {
		t.Errorf("a: %d facts at %d; %v", n, v, before)
	}
}

func TestMemoryHeedsErasures(t *testing.T) {
	m := newMemory(1 << 20)
	m.heed(2)
	filled(m, 3, "a")
	m.heed(2)
	if n, _ := m.has("a"); n != 1 {
		t.Error("forgets for no reason")
	}
	m.heed(3)
	if n, _ := m.has("a"); n != -1 || m.size != 0 || m.used.Len() != 0 {
		t.Error("remembers what may be erased")
	}
	filled(m, 3, "a", "b")
	m.heed(2) // of one who began before
	if n, _ := m.has("a"); n != 1 {
		t.Error("remembers nothing any more")
	}
	f := of("a", "2026-01-02", &fact.PremisesStated{Place: "centre"})
	rows := []app.Row{{Line: f.Append(nil), Subjects: []fact.Subject{"o:a"}}}
	m.grow(map[fact.Subject]app.Version{"o:a": 3}, []fact.Fact{f}, rows, 2)
	if n, _ := m.has("a"); n != -1 {
		t.Error("grows by what was unsealed before")
	}
	m.keep(&app.Slice{Versions: map[fact.Subject]app.Version{"o:c": 1}}, nil, 2)
	if n, _ := m.has("c"); n != -1 {
		t.Error("keeps what was unsealed before")
	}
}
