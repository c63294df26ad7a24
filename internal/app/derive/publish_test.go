package derive

import (
	"strings"
	"testing"
	"time"

	"qiangji/internal/app/operate"
	"qiangji/internal/core/assess"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
	"qiangji/packs"

	"github.com/google/go-cmp/cmp"
)

// published is a result of the two branches of the town.
func published(h *house) *Publication {
	h.t.Helper()
	upto := h.append(town()...)
	p, err := h.d.Publish(h.t.Context(), Publication{Below: "c", Scheme: demo, Year: 2026, On: party.DateOf(2026, 9, 30), Known: upto}, nil)
	h.must(err)
	if p.Orgs != 2 || p.Engine != assess.Engine || len(p.Standards) != 1 || len(p.Result) != 64 {
		h.t.Fatalf("%+v", p)
	}
	return p
}

// TestReplay: what comes later, whatever day it bears, changes no published result.
func TestReplay(t *testing.T) {
	h := open(t)
	p := published(h)
	replayed := func(what string) {
		t.Helper()
		same, err := h.d.Replay(t.Context(), p, nil)
		if h.must(err); !same {
			t.Errorf("after %s it is another", what)
		}
	}
	replayed("nothing")
	day := party.DateOf(2026, 5, 10)
	h.append(said("x1", "b1", day, &fact.MeetingHeld{Kinds: []party.MeetingKind{"lecture"}}))
	replayed("a late fact")
	h.append(said("x2", "b1", day, &fact.Void{Fact: "f004", Cause: "mistake"}), said("x3", "b2", day, &fact.Void{Fact: "f013", Cause: "mistake"}))
	replayed("voids")
	fixed := said("x4", "b2", day, &fact.OrgFounded{Name: "别的", Level: "branch", Parent: "t2", Form: "single", Domain: "community"})
	fixed.Corrects = "f009"
	h.append(fixed)
	replayed("a correction of where it stands")
	h.append(said("x5", "c", day, &fact.StandardAdopted{Scheme: "other"}))
	replayed("another standard")
	h.now = h.now.AddDate(2, 0, 0)
	replayed("two years")
	again, err := h.d.Publish(t.Context(), Publication{Below: "c", Scheme: demo, Year: 2026, On: p.On, Known: p.Known + 2}, nil)
	h.must(err)
	if again.Result == p.Result {
		t.Error("the late fact, once it is seen, changes nothing: the test proves nothing")
	}
}

// TestReplayRefuses: what this program cannot compute is said, never passed off.
func TestReplayRefuses(t *testing.T) {
	h := open(t)
	p := published(h)
	for what, c := range map[string]struct {
		change func(*Publication)
		says   string
	}{
		"another engine":     {func(p *Publication) { p.Engine = 7 }, "第 7 代"},
		"another standard":   {func(p *Publication) { p.Standards = []party.Digest{"abcdefabcdefabcdef"} }, "abcdefabcdef"},
		"nothing seen":       {func(p *Publication) { p.Known = 0 }, "第几条"},
		"more than there is": {func(p *Publication) { p.Known += 1000 }, "第几条"},
	} {
		q := *p
		c.change(&q)
		if _, err := h.d.Replay(t.Context(), &q, nil); errs.KindOf(err) != errs.Invalid || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", what, err, c.says)
		}
	}
	q := *p
	q.Result = "00" + q.Result[2:]
	if same, err := h.d.Replay(t.Context(), &q, nil); err != nil || same {
		t.Errorf("a result that was changed: %v, %v", same, err)
	}
}

// TestAResultOfComparisons: places among peers are part of what is published, and a
// branch outside is no peer.
func TestAResultOfComparisons(t *testing.T) {
	h := open(t)
	upto := h.append(draw(11, 30, 0)...)
	lib := operate.NewLibrary(packs.Files)
	ids, err := lib.List()
	h.must(err)
	var p *Publication
	for _, id := range ids {
		program, err := lib.Program(id, "village", 2026)
		if err != nil || !program.Compares() || program.Joins() || program.Refused() != "" || p != nil && p.Orgs > 1 {
			continue
		}
		h.d.Schemes = []party.SchemeID{id}
		p, err = h.d.Publish(t.Context(), Publication{Below: "county", Scheme: id, Year: 2026, On: party.DateOf(2026, 12, 31), Known: upto}, nil)
		h.must(err)
	}
	if p == nil || p.Orgs < 2 {
		t.Fatalf("%+v", p)
	}
	h.d.Schemes = []party.SchemeID{p.Scheme}
	same, err := h.d.Replay(t.Context(), p, nil)
	if h.must(err); !same {
		t.Error("it is another")
	}
}

// TestPublicationReadsBack: what is written is read, and anything else is refused.
func TestPublicationReadsBack(t *testing.T) {
	p := &Publication{Below: "c", Scheme: demo, Year: 2026, On: party.DateOf(2026, 9, 30), Known: 12, Engine: 1, Standards: []party.Digest{"ab"}, Orgs: 2, Result: "cd"}
	data, err := p.Encode()
	if err != nil {
		t.Fatal(err)
	}
	got, err := ReadPublication(data)
	if err != nil || !cmp.Equal(got, p) {
		t.Errorf("%+v, %v", got, err)
	}
	for _, bad := range []string{"", "{", `{"more":1}`, string(data) + "x"} {
		if _, err := ReadPublication([]byte(bad)); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// TestThePublishingEntry: it names this publication and no other.
func TestThePublishingEntry(t *testing.T) {
	p := &Publication{Below: "c", Scheme: demo, Year: 2026, On: party.DateOf(2026, 9, 30), Known: 12, Engine: 1, Standards: []party.Digest{"ab"}, Orgs: 2, Result: "cd"}
	at := time.Date(2026, 11, 26, 1, 2, 3, 0, time.UTC)
	e, err := p.Entry("e1", at, "terminal:test")
	if err != nil {
		t.Fatal(err)
	}
	row, err := e.Row()
	if err != nil || row.Org != "c" || e.Counts["known"] != 12 {
		t.Errorf("%+v, %v", e, err)
	}
	p.Orgs++
	if other, _ := p.Entry("e1", at, "terminal:test"); other.Reason == e.Reason {
		t.Error("another publication has the same digest")
	}
}
