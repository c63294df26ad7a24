package keys

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"qiangji/internal/core/chain"
	"qiangji/internal/errs"
)

// A log is a ledger of an instance that is under way.
type log struct {
	t      testing.TB
	dir    *Dir
	leaves []chain.Hash
}

func (l *log) add(lines ...string) *log {
	for _, line := range lines {
		l.leaves = append(l.leaves, chain.RecordHash(chain.Facts, []byte(line)))
	}
	return l
}

// fork is the log as a copy that goes its own way from a size on.
func (l *log) fork(size int) *log {
	return &log{l.t, l.dir, append([]chain.Hash(nil), l.leaves[:size]...)}
}

func (l *log) checkpoint() *chain.Checkpoint {
	var e chain.Edge
	for _, leaf := range l.leaves {
		e.Add(leaf)
	}
	return &chain.Checkpoint{Origin: l.dir.Origin(), Head: e.Head(), At: noon}
}

// proof shows that the log begins with the first records.
func (l *log) proof(old chain.Head) []chain.Hash {
	if old.Size > int64(len(l.leaves)) {
		return nil
	}
	proof, err := chain.ProveTree(old.Size, int64(len(l.leaves)), func(_ int, from int64, n int) ([]chain.Hash, error) {
		return l.leaves[from : from+int64(n)], nil
	})
	if err != nil {
		l.t.Fatal(err)
	}
	return proof
}

// sign seals the log as the sealer does.
func (l *log) sign() ([]byte, error) {
	old, err := l.dir.Signed()
	if err != nil {
		return nil, err
	}
	return l.dir.Sign(l.checkpoint(), l.proof(old))
}

// forged signs the log as the owner of the key does who goes around the directory.
func (l *log) forged() []byte {
	text, err := chain.Sign(l.checkpoint(), l.dir.signing)
	if err != nil {
		l.t.Fatal(err)
	}
	return text
}

// cosign asks a witness for its line.
func (l *log) cosign(witness *Dir, text []byte) ([]byte, error) {
	seen, err := witness.Seen(l.dir.Verifier())
	if err != nil {
		return nil, err
	}
	return witness.Cosign(text, l.dir.Verifier(), l.proof(seen), noon.Add(time.Minute))
}

// TestSign holds L3: what grows is signed; what does not extend the last signed is refused,
// also after opening anew: a smaller tree, another of the same size, one that was rewritten.
func TestSign(t *testing.T) {
	l := (&log{t: t, dir: newDir(t)}).add("a", "b", "c")
	text, err := l.sign()
	if err != nil {
		t.Fatal(err)
	}
	v, err := note.NewVerifier(l.dir.VerifierKey())
	if err != nil {
		t.Fatal(err)
	}
	got, err := chain.Open(text, v)
	if err != nil || got.Head != l.checkpoint().Head || !strings.HasPrefix(got.Origin, "qiangji/") {
		t.Fatalf("%+v, %v", got, err)
	}
	if again, err := l.sign(); err != nil || string(again) != string(text) {
		t.Errorf("signed again: %s, %v", again, err)
	}
	back, other := l.fork(2), l.fork(2).add("x")
	for _, dir := range []*Dir{l.dir, reopen(t, l.dir)} {
		for name, bad := range map[string]*log{
			"rolled back": back, "of the same size": other, "rewritten": other.fork(3).add("d", "e"), "empty": l.fork(0),
		} {
			bad.dir = dir
			if text, err := bad.sign(); errs.KindOf(err) != errs.Conflict {
				t.Errorf("%s: signed %s, %v", name, text, err)
			}
		}
	}
	l.add("d", "e", "f", "g")
	l.dir = reopen(t, l.dir)
	if _, err := l.dir.Sign(l.checkpoint(), nil); errs.KindOf(err) != errs.Conflict {
		t.Errorf("without a proof: %v", err)
	}
	if _, err := l.sign(); err != nil {
		t.Errorf("grown: %v", err)
	}
	stranger := l.checkpoint()
	stranger.Origin = "qiangji/other"
	if _, err := l.dir.Sign(stranger, nil); errs.KindOf(err) != errs.Invalid {
		t.Errorf("of another origin: %v", err)
	}
}

// TestSignKilled: cut off anywhere, the last signed is the old or the new one, and going
// on needs nothing.
func TestSignKilled(t *testing.T) {
	kills := killedEverywhere(t, func(t *testing.T, step func(string) error) error {
		l := (&log{t: t, dir: newDir(t)}).add("a", "b", "c")
		if _, err := l.sign(); err != nil {
			t.Fatal(err)
		}
		l.add("d")
		l.dir.files.step = step
		text, err := l.sign()
		l.dir = reopen(t, l.dir)
		head, opened := l.dir.Signed()
		if opened != nil || head.Size != 4 && (head.Size != 3 || err == nil) {
			t.Fatalf("signed %s, %v; remembered %+v, %v", text, err, head, opened)
		}
		if _, err := l.add("e").sign(); err != nil {
			t.Fatal(err)
		}
		return err
	})
	if kills < 5 {
		t.Errorf("cut off in %d places only", kills)
	}
}

// TestWitness holds L4: after a cosignature every fork is refused: rolled back, of the same
// size, rewritten below it, and grown from there, whoever signed it.
func TestWitness(t *testing.T) {
	parent := newDir(t)
	l := (&log{t: t, dir: newDir(t)}).add("a", "b", "c", "d", "e")
	text := l.forged()
	line, err := l.cosign(parent, text)
	if err != nil {
		t.Fatal(err)
	}
	both, err := chain.AddCosignature(text, line, parent.Witness())
	if err != nil {
		t.Fatal(err)
	}
	w, err := chain.ParseWitness(parent.Witness().String())
	if err != nil {
		t.Fatal(err)
	}
	got, err := chain.Open(both, l.dir.Verifier(), w)
	if err != nil || len(got.Cosigned) != 1 || got.Cosigned[0].At != noon.Add(time.Minute) || got.Cosigned[0].Name != parent.Origin()+"/witness" {
		t.Fatalf("%+v, %v", got, err)
	}

	refused, forks := 0, 0
	for _, dir := range []*Dir{parent, reopen(t, parent)} {
		for at := range 5 { // every record before the cosignature
			for more := range 4 {
				fork := l.fork(at).add("forged")
				for len(fork.leaves) < 5 {
					fork.add("then")
				}
				fork.add([]string{"x", "y", "z"}[:more]...)
				forks++
				if _, err := fork.cosign(dir, fork.forged()); errs.KindOf(err) == errs.Conflict {
					refused++
				}
			}
			forks++
			if back := l.fork(at); errs.KindOf(second(back.cosign(dir, back.forged()))) == errs.Conflict {
				refused++
			}
		}
	}
	if refused != forks {
		t.Errorf("%d of %d forks refused", refused, forks)
	}
	if _, err := l.cosign(parent, l.forged()); err != nil {
		t.Errorf("the same again: %v", err)
	}
	if _, err := l.add("f", "g").cosign(reopen(t, parent), l.forged()); err != nil {
		t.Errorf("grown: %v", err)
	}
}

// TestWitnessAsksWho: nothing is cosigned that the log did not sign, and each log has a
// memory of its own.
func TestWitnessAsksWho(t *testing.T) {
	parent := newDir(t)
	l := (&log{t: t, dir: newDir(t)}).add("a", "b")
	other := (&log{t: t, dir: newDir(t)}).add("x")
	for name, text := range map[string][]byte{
		"another log's": other.forged(), "unsigned": []byte(l.checkpoint().Text()), "nothing": nil,
		"altered": []byte(strings.Replace(string(l.forged()), "\n2\n", "\n3\n", 1)),
	} {
		if line, err := l.cosign(parent, text); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %s, %v", name, line, err)
		}
	}
	for _, each := range []*log{l, other} {
		if _, err := each.cosign(parent, each.forged()); err != nil {
			t.Error(err)
		}
		if seen, err := parent.Seen(each.dir.Verifier()); err != nil || seen != each.checkpoint().Head {
			t.Errorf("seen %+v, %v", seen, err)
		}
	}
}

// TestWitnessAtOnce: of two histories that come at the same moment one is cosigned.
func TestWitnessAtOnce(t *testing.T) {
	parent := newDir(t)
	l := (&log{t: t, dir: newDir(t)}).add("a", "b")
	var wg sync.WaitGroup
	results := make([]error, 8)
	for i := range results {
		fork := l.fork(1).add(strings.Repeat("x", i+1))
		text := fork.forged()
		wg.Go(func() { results[i] = second(fork.cosign(parent, text)) })
	}
	wg.Wait()
	signed := 0
	for _, err := range results {
		if err == nil {
			signed++
		} else if errs.KindOf(err) != errs.Conflict {
			t.Error(err)
		}
	}
	if signed != 1 {
		t.Errorf("%d histories were cosigned", signed)
	}
}

// TestWitnessKilled: what a witness did not remember it did not answer.
func TestWitnessKilled(t *testing.T) {
	kills := killedEverywhere(t, func(t *testing.T, step func(string) error) error {
		parent := newDir(t)
		l := (&log{t: t, dir: newDir(t)}).add("a", "b")
		parent.files.step = step
		line, err := l.cosign(parent, l.forged())
		seen, opened := reopen(t, parent).Seen(l.dir.Verifier())
		if opened != nil || err == nil && seen != l.checkpoint().Head {
			t.Fatalf("answered %s, %v; remembered %+v, %v", line, err, seen, opened)
		}
		return err
	})
	if kills < 5 {
		t.Errorf("cut off in %d places only", kills)
	}
}

// TestBeginAnew: after a restore that lost sealed records, a person's decision lets the
// instance seal from there; its witness refuses until it, too, decided so.
func TestBeginAnew(t *testing.T) {
	parent, l := newDir(t), (&log{t: t, dir: newDir(t)}).add("a", "b")
	kept, err := l.sign()
	if err != nil {
		t.Fatal(err)
	}
	if text, err := l.add("c", "d").sign(); err != nil || second(l.cosign(parent, text)) != nil {
		t.Fatal(err)
	}
	restored := l.fork(2).add("new")
	if _, err := restored.sign(); errs.KindOf(err) != errs.Conflict {
		t.Fatalf("sealed a restored copy: %v", err)
	}
	if err := l.dir.Rewind([]byte("x")); errs.KindOf(err) != errs.Invalid {
		t.Errorf("went back to nothing that was signed: %v", err)
	}
	if err := l.dir.Rewind(kept); err != nil {
		t.Fatal(err)
	}
	text, err := restored.sign()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := restored.cosign(parent, text); errs.KindOf(err) != errs.Conflict {
		t.Errorf("the witness took it: %v", err)
	}
	if err := errors.Join(parent.Forget(l.dir.Verifier()), parent.Forget(l.dir.Verifier())); err != nil {
		t.Fatal(err)
	}
	if _, err := restored.cosign(parent, text); err != nil {
		t.Errorf("after its decision: %v", err)
	}
}

// TestMemoryDamaged: a witness or signer that cannot read what it signed last signs nothing.
func TestMemoryDamaged(t *testing.T) {
	parent, l := newDir(t), (&log{t: t, dir: newDir(t)}).add("a", "b")
	text, err := l.sign()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.cosign(parent, text); err != nil {
		t.Fatal(err)
	}
	text[3] ^= 1
	if err := errors.Join(l.dir.files.replace(signedFile, text), parent.files.replace(seenFile(l.dir.Verifier()), text)); err != nil {
		t.Fatal(err)
	}
	if _, err := l.sign(); errs.KindOf(err) != errs.Invalid {
		t.Errorf("signed: %v", err)
	}
	if _, err := parent.Cosign(l.forged(), l.dir.Verifier(), nil, noon); errs.KindOf(err) != errs.Invalid {
		t.Errorf("cosigned: %v", err)
	}
}
