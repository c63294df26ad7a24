package record

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

func TestAppend(t *testing.T) {
	r := newRig(t)
	rec := r.recorder()
	first := r.must(rec, ask(founded()...))
	r.pass(time.Hour)
	second := r.must(rec, ask(of("b1", "2024-02-01", enrolled("m1"))))
	facts, entries := r.records()
	if len(facts) != 4 || len(entries) != 4 {
		t.Fatalf("%d facts, %d entries", len(facts), len(entries))
	}
	for i, id := range append(first.Facts, second.Facts...) {
		f := facts[i].Fact
		if f.ID != id || f.Body == nil || facts[i].Pos == 0 {
			t.Errorf("%d: %+v, want %s", i, f, id)
		}
	}
	if at := facts[3].Fact.At; at != second.At || at != r.now.Truncate(time.Second) {
		t.Errorf("recorded at %v", at)
	}
	want := app.Entry{
		ID: entries[3].ID, Org: "b1", At: second.At, Actor: "terminal:clerk", Action: "fact.append",
		Object: string(second.Facts[0]), Result: "done", Counts: map[string]int64{"facts": 1},
	}
	if diff := cmp.Diff(want, entries[3]); diff != "" {
		t.Error(diff)
	}
	for i, org := range []party.OrgID{"b1", "b2", "t"} {
		if e := entries[i]; e.Org != org || e.Counts["facts"] != 1 || e.Object != "" {
			t.Errorf("%+v", e)
		}
	}
}

// TestAppendOrdersWhatIsGivenInAnyOrder: the ids answer to the request, the positions
// follow what came first.
func TestAppendOrdersWhatIsGivenInAnyOrder(t *testing.T) {
	r := newRig(t)
	all := append([]fact.Fact{
		with(of("b1", "2024-02-01", enrolled("m1")), "f-enrolled"),
		with(of("b1", "2024-01-20", &fact.Void{Fact: "f-wrong", Cause: "mistake"}), "f-void"),
		with(of("b1", "2024-03-01", enrolled("m2")), "f-wrong"),
	}, founded()...)
	got := r.must(r.recorder(), ask(all...))
	var order []string
	for _, f := range r.facts() {
		order = append(order, string(f.Body.Kind())+" "+string(f.Org))
	}
	want := []string{"org.founded t", "org.founded b1", "org.founded b2", "member.enrolled b1", "void b1", "member.enrolled b1"}
	if diff := cmp.Diff(want, order); diff != "" {
		t.Error(diff)
	}
	if got.Facts[0] != "f-enrolled" || got.Facts[1] != "f-void" || got.Facts[2] != "f-wrong" || !strings.HasPrefix(string(got.Facts[3]), "f-0") {
		t.Errorf("%v", got.Facts)
	}
}

func TestAppendRefusesAllOrNothing(t *testing.T) {
	r := newRig(t)
	rec := r.recorder()
	r.must(rec, ask(founded()...))
	for name, c := range map[string]struct {
		facts []fact.Fact
		index int
		field string
	}{
		"does not stand by itself": {[]fact.Fact{of("b1", "2026-01-01", enrolled("m1")), of("b1", "2027-01-01", enrolled("m2"))}, 1, "on"},
		"does not fit":             {[]fact.Fact{of("b1", "2026-01-01", enrolled("m1")), of("b9", "2026-01-01", enrolled("m2"))}, 1, "org"},
		"jointly":                  {[]fact.Fact{of("b2", "2026-01-02", enrolled("m1")), of("b1", "2026-01-01", enrolled("m1"))}, 0, "body.member"},
		"one id twice":             {[]fact.Fact{with(of("b1", "2026-01-01", enrolled("m1")), "f-x"), with(of("b1", "2026-01-01", enrolled("m2")), "f-x")}, 1, "id"},
	} {
		if p := r.refused(rec, ask(c.facts...)); p.Index != c.index || p.Field != c.field || p.Message == "" {
			t.Errorf("%s: %+v", name, p)
		}
	}
	if facts, entries := r.records(); len(facts) != 3 || len(entries) != 3 {
		t.Errorf("%d facts, %d entries", len(facts), len(entries))
	}
}

func TestAppendRefusesAnIDInUse(t *testing.T) {
	r := newRig(t)
	rec := r.recorder()
	r.must(rec, ask(founded()...))
	r.must(rec, ask(with(of("b1", "2026-01-01", enrolled("m1")), "f-1")))
	r.must(rec, ask(of("b1", "2026-01-01", &fact.Void{Fact: "f-1", Cause: "mistake"})))
	for _, org := range []party.OrgID{"b1", "b2"} {
		if p := r.refused(rec, ask(with(of(org, "2026-01-01", enrolled("m2")), "f-1"))); p.Field != "id" {
			t.Errorf("%+v", p)
		}
	}
}

func TestAppendRefusesUnusableRequests(t *testing.T) {
	rec := newRig(t).recorder()
	if _, err := rec.Append(t.Context(), ask()); errs.KindOf(err) != errs.Invalid {
		t.Errorf("no facts: %v", err)
	}
	if _, err := rec.Append(t.Context(), ask(make([]fact.Fact, MaxFacts+1)...)); errs.KindOf(err) != errs.TooLarge {
		t.Errorf("too many: %v", err)
	}
	if _, err := rec.Append(t.Context(), Request{Facts: founded()}); errs.KindOf(err) != errs.Invalid {
		t.Errorf("nobody asks: %v", err)
	}
}

func TestAppendWarns(t *testing.T) {
	r := newRig(t)
	rec := r.recorder()
	r.must(rec, ask(founded()...))
	got := r.must(rec, ask(of("b1", "2026-01-01", enrolled("m1")), of("b1", "2026-01-05", &fact.PostLeft{Member: "m1", Post: "secretary"})))
	if len(got.Warnings) != 1 || got.Warnings[0].Index != 1 || !got.Warnings[0].Warn {
		t.Errorf("%+v", got.Warnings)
	}
}

// TestMigratedFactsKeepTheirOrigin, but are recorded now.
func TestMigratedFactsKeepTheirOrigin(t *testing.T) {
	r := newRig(t)
	facts := founded()
	for i := range facts {
		facts[i].At = time.Date(2024, 2, 1, 0, 0, 0, 0, time.UTC)
		facts[i].Origin = &fact.Origin{File: party.Digest(strings.Repeat("0a", 32)), Row: i + 1, Claimed: party.DateOf(2024, 2, 1)}
	}
	r.must(r.recorder(), ask(facts...))
	for i, f := range r.facts() {
		if f.At != r.now || f.Origin == nil || f.Origin.Row != i+1 {
			t.Errorf("%+v", f)
		}
	}
}

func TestSecurity_N1_TheSameRequestTwice(t *testing.T) {
	r := newRig(t)
	rec := r.recorder()
	r.must(rec, ask(founded()...))
	q := ask(of("b1", "2026-01-05", enrolled("m2")), of("b1", "2026-01-01", enrolled("m1")))
	q.Once = &app.Once{Org: "b1", Key: "form-1"}
	first := r.must(rec, q)
	for name, again := range map[string]*Recorder{"the same process": rec, "another": r.recorder()} {
		got := r.must(again, q)
		if !got.Repeated || cmp.Diff(first.Facts, got.Facts) != "" || !got.At.IsZero() {
			t.Errorf("%s: %+v, want %v", name, got, first.Facts)
		}
	}
	if n := len(r.facts()); n != 5 {
		t.Errorf("%d facts", n)
	}
	q.Facts = q.Facts[:1]
	if _, err := rec.Append(t.Context(), q); errs.KindOf(err) != errs.Invalid {
		t.Errorf("the same key for something else: %v", err)
	}
	q.Once = &app.Once{Org: "b1", Key: "form-2"}
	if p := r.refused(rec, q); p.Field != "body.member" {
		t.Errorf("under another key: %+v", p)
	}
	q.Facts = []fact.Fact{of("b1", "2026-01-05", enrolled("m3"))}
	if got := r.must(rec, q); got.Repeated {
		t.Error("a refused request used up its key")
	}
}

// TestUncertainIsSettledByAskingAgain: the answer was lost, the change was not.
func TestUncertainIsSettledByAskingAgain(t *testing.T) {
	r := newRig(t)
	r.must(r.recorder(), ask(founded()...))
	lost := &lane{Writer: r, after: func() error { return errs.E("test", errs.Uncertain, "没有答复", nil) }}
	rec := r.recorderOn(lost)
	q := ask(of("b1", "2026-01-05", enrolled("m1")))
	q.Once = &app.Once{Org: "b1", Key: "form-1"}
	if _, err := rec.Append(t.Context(), q); errs.KindOf(err) != errs.Uncertain {
		t.Fatalf("%v", err)
	}
	lost.after = nil
	if got := r.must(rec, q); !got.Repeated || len(got.Facts) != 1 {
		t.Errorf("%+v", got)
	}
}

// TestConflictIsDecidedAnew: what another process recorded meanwhile is seen, three times.
func TestConflictIsDecidedAnew(t *testing.T) {
	r := newRig(t)
	other := r.recorder()
	r.must(other, ask(founded()...))
	for _, c := range []struct {
		meddles int
		kind    errs.Kind
	}{{1, 0}, {2, 0}, {3, errs.Conflict}} {
		busy := &lane{Writer: r}
		n := 0
		busy.before = func() error {
			if n++; n <= c.meddles {
				r.must(other, ask(of("b1", "2026-01-05", enrolled(party.MemberID(fmt.Sprintf("m-%d-%d", c.meddles, n))))))
			}
			return nil
		}
		rec := r.recorderOn(busy)
		_, err := rec.Append(t.Context(), ask(of("b1", "2026-01-05", enrolled(party.MemberID(fmt.Sprint("m", c.meddles))))))
		if (err != nil) != (c.kind != 0) || err != nil && errs.KindOf(err) != c.kind {
			t.Errorf("%d changes between: %v", c.meddles, err)
		}
	}
}

// TestWhatIsAtHandIsNotBelievedBlindly: a refusal is read again before it is said.
func TestWhatIsAtHandIsNotBelievedBlindly(t *testing.T) {
	r := newRig(t)
	rec, other := r.recorder(), r.recorder()
	r.must(rec, ask(founded()...))
	id := r.must(rec, ask(of("b1", "2026-01-05", enrolled("m1")))).Facts[0]
	r.must(other, ask(of("b1", "2026-01-06", &fact.Void{Fact: id, Cause: "mistake"})))
	r.must(rec, ask(of("b1", "2026-01-07", enrolled("m1"))))
}

// TestAppendReadsNothingTwice: what one process wrote it knows.
func TestAppendReadsNothingTwice(t *testing.T) {
	r := newRig(t)
	reads := &counting{Ledger: r}
	rec := r.recorder()
	rec.Ledger = reads
	r.must(rec, ask(founded()...))
	r.must(rec, ask(of("b1", "2026-01-05", enrolled("m1"))))
	reads.n = 0
	for range 5 {
		r.must(rec, ask(of("b1", "2026-01-09", &fact.PremisesStated{Place: "centre"})))
	}
	if reads.n != 0 {
		t.Errorf("%d reads", reads.n)
	}
}

type counting struct {
	app.Ledger
	n int
}

func (c *counting) Read(ctx context.Context, s []fact.Subject, ids []party.FactID, have func(party.FactID) bool) (*app.Slice, error) {
	c.n++
	return c.Ledger.Read(ctx, s, ids, have)
}

func TestAppendPassesErrorsOn(t *testing.T) {
	r := newRig(t)
	rec := r.recorderOn(&lane{Writer: r, before: func() error { return errTest }})
	if _, err := rec.Append(t.Context(), ask(founded()...)); !errors.Is(err, errTest) {
		t.Errorf("%v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.recorder().Append(ctx, ask(founded()...)); err == nil {
		t.Error("recorded for nobody")
	}
}

// TestWithTexts: what binds a fact to its texts is in its line, and the texts are in the
// same change.
func TestWithTexts(t *testing.T) {
	r := newRig(t)
	rec := r.recorder()
	r.must(rec, ask(founded()...))
	f := of("b1", "2026-01-05", &fact.HelpAsked{Items: []party.ItemID{"ZB-40"}, Of: "t", Text: "t-ask"})
	f.Evidence = []party.TextID{"t-photo"}
	q := ask(f, of("b1", "2026-01-05", &fact.PremisesStated{Place: "centre"}))
	mac := sha256.Sum256([]byte("salted"))
	q.With = func(ctx context.Context, ring *app.Ring, to *app.Change) ([]app.Commitment, error) {
		box, err := ring.Seal(ctx, fact.OrgSubject("b1"), "desk_blob|box|t-ask", []byte("请上级帮办"))
		to.Blobs = append(to.Blobs, app.BlobRow{ID: "t-ask", Owner: fact.OrgSubject("b1"), Wrapped: box, Box: box, MAC: box[:1]})
		return []app.Commitment{{Text: "t-photo", MAC: mac}, {Text: "t-ask", MAC: mac}, {Text: "t-other", MAC: mac}}, err
	}
	r.must(rec, q)
	facts, _ := r.records()
	want := []app.Commitment{{Text: "t-ask", MAC: mac}, {Text: "t-photo", MAC: mac}}
	if diff := cmp.Diff(want, facts[3].Texts); diff != "" || facts[4].Texts != nil {
		t.Errorf("%s\n%v", diff, facts[4].Texts)
	}
	if rows, err := r.Keys(t.Context(), []fact.Subject{fact.OrgSubject("b1")}); err != nil || len(rows) != 1 {
		t.Errorf("the key of the text: %v, %v", rows, err)
	}
	q.With = func(context.Context, *app.Ring, *app.Change) ([]app.Commitment, error) { return nil, errTest }
	if _, err := rec.Append(t.Context(), q); !errors.Is(err, errTest) {
		t.Errorf("%v", err)
	}
}
