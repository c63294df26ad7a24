package record

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"qiangji/internal/app"
	"qiangji/internal/core/chain"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
)

func (r *rig) sealer() *Sealer {
	return &Sealer{Ledger: r, Sequence: r, Notary: r.keys, Clock: r.clock}
}

// fill records n facts and gives all their positions.
func (r *rig) fill(rec *Recorder, n int) {
	r.Helper()
	facts := make([]fact.Fact, n)
	for i := range facts {
		facts[i] = of("b1", "2026-02-01", &fact.MoneyStated{Flow: "received", Source: "fiscal", Fen: int64(i)})
	}
	r.must(rec, ask(facts...))
	r.sequence()
}

// seals is all there are, each verified.
func (r *rig) seals() []*chain.Sealed {
	r.Helper()
	stored, err := r.Seals(context.Background(), 0)
	if err != nil {
		r.Fatal(err)
	}
	var all []*chain.Sealed
	for i := range stored {
		s, err := chain.Open(stored[i].Text, r.keys.Verifier())
		if err != nil || s.Size != int64(stored[i].Size) {
			r.Fatalf("%+v, %v", stored[i], err)
		}
		all = append(all, s)
	}
	return all
}

func TestSecurity_L3_Seal(t *testing.T) {
	r := newRig(t)
	rec, s := r.recorder(), r.sealer()
	if n, err := s.Seal(t.Context()); n != 0 || err != nil || len(r.seals()) != 0 {
		t.Fatalf("an empty ledger is sealed: %d, %v", n, err)
	}
	r.must(rec, ask(founded()...))
	if n, err := s.Seal(t.Context()); n != 0 || err != nil {
		t.Fatalf("what has no position is sealed: %d, %v", n, err)
	}
	r.sequence()
	for i, want := range []app.Position{6, 6, 307, 1308, 1308} {
		switch i {
		case 2:
			r.fill(rec, 300)
		case 3:
			r.pass(-time.Hour)
			r.fill(rec, 999) // one more for the clock
		}
		if n, err := r.sealer().Seal(t.Context()); n != want || err != nil {
			t.Fatalf("%d: sealed up to %d, %v; want %d", i, n, err, want)
		}
	}
	all := r.seals()
	if len(all) != 3 || all[0].Origin != r.keys.Origin() || all[2].At.Before(all[1].At) {
		t.Errorf("%+v", all)
	}
	var edge chain.Edge
	rows, err := r.Follow(t.Context(), 0, 2000)
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		edge.Add(chain.RecordHash(rows[i].Stream, rows[i].Line))
		for _, s := range all {
			if s.Size == int64(i+1) && s.Head != edge.Head() {
				t.Errorf("the seal at %d is of another tree", s.Size)
			}
		}
	}
}

func TestSealFindsTheNewestOfMany(t *testing.T) {
	r := newRig(t)
	rec := r.recorder()
	r.must(rec, ask(founded()...))
	r.sequence()
	if _, err := r.sealer().Seal(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.fill(rec, 5*SealAfter) // the newest is far behind
	if last, err := r.sealer().last(t.Context(), r.head().Last); err != nil || last.Size != 6 {
		t.Fatalf("%d, %v", last.Size, err)
	}
	if n, err := r.sealer().Seal(t.Context()); n != 5007 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
}

// A crooked ledger shows other rows than those that were sequenced.
type crooked struct {
	store
	bend func([]app.Row) []app.Row
	seal func(*app.Seal)
}

func (c crooked) Follow(ctx context.Context, after app.Position, max int) ([]app.Row, error) {
	rows, err := c.store.Follow(ctx, after, max)
	if c.bend != nil {
		rows = c.bend(rows)
	}
	return rows, err
}

func (c crooked) Seals(ctx context.Context, after app.Position) ([]app.Seal, error) {
	seals, err := c.store.Seals(ctx, after)
	for i := range seals {
		if c.seal != nil {
			c.seal(&seals[i])
		}
	}
	return seals, err
}

// TestSecurity_L3_VerifyBeforeSign: nothing is signed that does not continue what was
// signed, or is not what its hash says.
func TestSecurity_L3_VerifyBeforeSign(t *testing.T) {
	r := newRig(t)
	rec := r.recorder()
	r.must(rec, ask(founded()...))
	r.sequence()
	if _, err := r.sealer().Seal(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.fill(rec, 20)
	for name, c := range map[string]crooked{
		"an edited line": {bend: func(rows []app.Row) []app.Row { rows[3].Line[30] ^= 1; return rows }},
		"an edited hash": {bend: func(rows []app.Row) []app.Row { rows[3].Hash[3] ^= 1; return rows }},
		"edited and hashed": {bend: func(rows []app.Row) []app.Row {
			rows[3].Line[30] ^= 1
			rows[3].Hash = chain.RecordHash(rows[3].Stream, rows[3].Line)
			return rows
		}},
		"two swapped":    {bend: func(rows []app.Row) []app.Row { rows[3], rows[4] = rows[4], rows[3]; return rows }},
		"one left out":   {bend: func(rows []app.Row) []app.Row { return slices.Delete(rows, 3, 4) }},
		"nothing there":  {bend: func([]app.Row) []app.Row { return nil }},
		"another stream": {bend: func(rows []app.Row) []app.Row { rows[3].Stream = chain.Audit; return rows }},
		"an edited edge": {seal: func(s *app.Seal) { s.Edge[20] ^= 1 }},
		"another edge":   {seal: func(s *app.Seal) { s.Edge = new(chain.Edge).Bytes() }},
		"an edited seal": {seal: func(s *app.Seal) { s.Text[len(s.Text)/2] ^= 1 }},
		"another size":   {seal: func(s *app.Seal) { s.Size-- }},
	} {
		c.store = r
		s := r.sealer()
		s.Ledger, s.Sequence = c, c
		if _, err := s.Seal(t.Context()); err == nil {
			t.Errorf("%s: sealed", name)
		}
	}
	if n := len(r.seals()); n != 1 {
		t.Fatalf("%d seals", n)
	}
	if _, err := r.sealer().Seal(t.Context()); err != nil {
		t.Errorf("as it is: %v", err)
	}
}

// TestSecurity_L2_ARolledBackLedgerIsNotSealed: the key directory remembers.
func TestSecurity_L2_ARolledBackLedgerIsNotSealed(t *testing.T) {
	r, old := newRig(t), newRig(t)
	for _, r := range []*rig{r, old} {
		r.must(r.recorder(), ask(founded()...))
	}
	r.fill(r.recorder(), 3)
	if _, err := r.sealer().Seal(t.Context()); err != nil {
		t.Fatal(err)
	}
	old.sequence()
	s := old.sealer()
	s.Notary = r.keys
	for _, what := range []string{"shorter", "longer, and another"} {
		if _, err := s.Seal(t.Context()); errs.KindOf(err) != errs.IO || len(old.seals()) != 0 {
			t.Errorf("%s: %v", what, err)
		}
		if err := s.Run(t.Context(), old.sequencer(), time.Hour); errs.KindOf(err) != errs.IO {
			t.Errorf("%s: it goes on: %v", what, err)
		}
		old.fill(old.recorder(), 9)
	}
}

// A notary that signs something else, or fails.
type forger struct {
	Notary
	signer note.Signer
	fail   error
	times  *atomic.Int32 // it fails the first time only
}

func (f forger) Sign(c *chain.Checkpoint, proof []chain.Hash) ([]byte, error) {
	if f.fail != nil && (f.times == nil || f.times.Add(1) == 1) {
		return nil, f.fail
	}
	if f.signer == nil {
		return f.Notary.Sign(c, proof)
	}
	return chain.Sign(c, f.signer)
}

func TestSecurity_L3_AWrongSignatureIsNotStored(t *testing.T) {
	r := newRig(t)
	r.must(r.recorder(), ask(founded()...))
	r.sequence()
	secret, _, err := note.GenerateKey(rand.Reader, r.keys.Origin())
	if err != nil {
		t.Fatal(err)
	}
	other, err := note.NewSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []forger{{Notary: r.keys, signer: other}, {Notary: r.keys, signer: other, fail: errTest}} {
		s := r.sealer()
		s.Notary = f
		if _, err := s.Seal(t.Context()); err == nil || f.fail != nil && !errors.Is(err, errTest) {
			t.Errorf("%v", err)
		}
	}
	if len(r.seals()) != 0 {
		t.Error("stored")
	}
}

// TestSealerRuns: after a thousand records, every interval, and at the end.
func TestSealerRuns(t *testing.T) {
	r := newRig(t)
	rec, seq := r.recorder(), r.sequencer()
	stopSequencer := r.start(seq)
	run := func(every time.Duration) (stop func() error) {
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() { ended <- r.sealer().Run(ctx, seq, every) }()
		return func() error { cancel(); return <-ended }
	}
	sealed := func(want int64) {
		t.Helper()
		for range 2000 {
			if all := r.seals(); len(all) > 0 && all[len(all)-1].Size >= want {
				return
			}
			time.Sleep(5 * time.Millisecond)
		}
		t.Errorf("not sealed up to %d", want)
	}
	stop := run(time.Hour)
	r.must(rec, ask(founded()...))
	r.fill(rec, 2*SealAfter)
	sealed(SealAfter)
	r.fill(rec, 5)
	if err := stop(); err != nil {
		t.Error(err)
	}
	if all := r.seals(); all[len(all)-1].Size != int64(r.head().Last) {
		t.Error("the last records were not sealed at the end")
	}
	stop = run(10 * time.Millisecond)
	r.fill(rec, 1)
	sealed(int64(r.head().Last))
	if err := errors.Join(stop(), stopSequencer()); err != nil {
		t.Error(err)
	}
}

// TestSealersOfTwoProcesses: who is behind the other tries again and does no harm.
func TestSealersOfTwoProcesses(t *testing.T) {
	r := newRig(t)
	r.must(r.recorder(), ask(founded()...))
	r.sequence()
	late := r.sealer()
	late.Ledger = crooked{store: r, bend: func(rows []app.Row) []app.Row {
		if len(r.seals()) == 0 { // the other is faster
			r.fill(r.recorder(), 3)
			if _, err := r.sealer().Seal(t.Context()); err != nil {
				t.Error(err)
			}
		}
		return rows
	}}
	if _, err := late.Seal(t.Context()); errs.KindOf(err) != errs.Conflict {
		t.Errorf("%v", err)
	}
	if n, err := late.Seal(t.Context()); err != nil || n != r.head().Last {
		t.Errorf("%d, %v", n, err)
	}
}

// TestSealerTriesAgainAfterWhatPasses.
func TestSealerTriesAgainAfterWhatPasses(t *testing.T) {
	r := newRig(t)
	r.must(r.recorder(), ask(founded()...))
	r.sequence()
	s := r.sealer()
	shut := forger{Notary: r.keys, fail: errTest, times: new(atomic.Int32)}
	s.Notary = shut
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx, r.sequencer(), time.Hour) }()
	for len(r.seals()) == 0 {
		time.Sleep(10 * time.Millisecond)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestSealerStopsAtWhatIsDamaged(t *testing.T) {
	r := newRig(t)
	r.must(r.recorder(), ask(founded()...))
	r.fill(r.recorder(), SealAfter)
	s := r.sealer()
	s.Ledger = crooked{store: r, bend: func(rows []app.Row) []app.Row { rows[0].Line[9] ^= 1; return rows }}
	if err := s.Run(t.Context(), r.sequencer(), time.Hour); errs.KindOf(err) != errs.IO {
		t.Errorf("%v", err)
	}
}
