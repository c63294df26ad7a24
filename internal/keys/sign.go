package keys

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"

	"golang.org/x/mod/sumdb/note"

	"qiangji/internal/core/chain"
	"qiangji/internal/errs"
)

// A signingKey signs checkpoints, as a note.Signer, and verifies them.
type signingKey struct {
	note.Verifier
	text    string // of the verifier
	private ed25519.PrivateKey
}

// Sign implements note.Signer.
func (k signingKey) Sign(msg []byte) ([]byte, error) { return ed25519.Sign(k.private, msg), nil }

func (d *Dir) loadSigning() error {
	seed, err := d.key(signingFile, ed25519.SeedSize)
	if err != nil {
		return err
	}
	k := signingKey{private: ed25519.NewKeyFromSeed(seed)}
	if k.text, err = note.NewEd25519VerifierKey(d.origin, k.private.Public().(ed25519.PublicKey)); err == nil {
		k.Verifier, err = note.NewVerifier(k.text)
	}
	if err != nil {
		return errs.E("keys.Open", errs.Invalid, "密钥目录里的来源名称不对：文件 keys 损坏了", err)
	}
	d.signing = k
	return nil
}

func (d *Dir) loadWitness() error {
	seed, err := d.key(witnessFile, ed25519.SeedSize)
	if err != nil {
		return err
	}
	d.cosign = ed25519.NewKeyFromSeed(seed)
	d.witness, err = chain.NewWitness(d.origin+"/witness", d.cosign.Public().(ed25519.PublicKey))
	return err
}

// Origin names the instance in its checkpoints.
func (d *Dir) Origin() string { return d.origin }

// Verifier is the public half of the signing key.
func (d *Dir) Verifier() note.Verifier { return d.signing.Verifier }

// VerifierKey is the text of Verifier (C2SP signed-note), to be kept by whoever verifies:
// note.NewVerifier reads it.
func (d *Dir) VerifierKey() string { return d.signing.text }

// Witness is the public half of the key for cosigning. Its text is its String.
func (d *Dir) Witness() *chain.Witness { return d.witness }

// Signed returns the head of the checkpoint that was signed last, of an empty tree if there
// is none. It lies outside the data: a copy of the data that does not extend it was rolled
// back or branched off.
func (d *Dir) Signed() (chain.Head, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.last(signedFile, d.signing)
}

// Sign signs a checkpoint of this instance. proof shows that its tree begins with all of
// the one signed last (chain.ProveTree from Signed); if it does not, the checkpoint is
// a Conflict and stays unsigned. The checkpoint is remembered before it is returned, so
// that no two that contradict each other are ever signed (C2SP tlog-checkpoint).
func (d *Dir) Sign(c *chain.Checkpoint, proof []chain.Hash) ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.extends(signedFile, d.signing, c.Head, proof); err != nil {
		return nil, err
	}
	text, err := chain.Sign(c, d.signing)
	if err != nil {
		return nil, err
	}
	return text, d.files.replace(signedFile, text)
}

// Seen returns the head of the checkpoint of another instance that was cosigned last, of an
// empty tree if there is none: what the other has to prove that it extends.
func (d *Dir) Seen(log note.Verifier) (chain.Head, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.last(seenFile(log), log)
}

// Cosign cosigns, as a witness, a signed checkpoint of another instance (C2SP
// tlog-cosignature and tlog-witness). Its signature must be log's, and proof must show that
// its tree begins with all of the one seen last; if not, it is a Conflict: that instance
// was rolled back or keeps two histories. What was seen is remembered before the line is
// returned.
func (d *Dir) Cosign(text []byte, log note.Verifier, proof []chain.Hash, at time.Time) ([]byte, error) {
	c, err := chain.Open(text, log)
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.extends(seenFile(log), log, c.Head, proof); err != nil {
		return nil, err
	}
	line, err := chain.Cosign(text, d.witness.Name(), d.cosign, at)
	if err != nil {
		return nil, err
	}
	return line, d.files.replace(seenFile(log), text)
}

// Rewind makes a smaller signed checkpoint the one signed last. It is for one who restored
// a backup that lacks records which were sealed, knows what is lost, and wants to go on
// from there: a contradiction of the log with itself, which its witnesses will refuse until
// they, too, decide to begin anew (Forget).
func (d *Dir) Rewind(text []byte) error {
	if _, err := chain.Open(text, d.signing); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.files.replace(signedFile, text)
}

// Forget makes a witness begin anew with another instance, which was restored from a
// backup. It is a person's decision: the loss was found and is accepted.
func (d *Dir) Forget(log note.Verifier) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.files.exists(seenFile(log)) {
		return nil
	}
	return d.files.remove(seenFile(log))
}

// seenFile names the file of a log by its name and key.
func seenFile(log note.Verifier) string {
	sum := sha256.Sum256([]byte(log.Name() + "+" + strconv.FormatUint(uint64(log.KeyHash()), 16)))
	return seenPrefix + hex.EncodeToString(sum[:8])
}

// last returns the head of the checkpoint in a file, of the empty tree if there is none.
func (d *Dir) last(file string, log note.Verifier) (chain.Head, error) {
	if !d.files.exists(file) {
		return new(chain.Edge).Head(), nil
	}
	text, err := d.files.read(file)
	if err != nil {
		return chain.Head{}, err
	}
	c, err := chain.Open(text, log)
	if err != nil {
		return chain.Head{}, errs.E("keys.Signed", errs.Invalid, "密钥目录里的 "+file+"（上一次的封印）损坏了：请从密钥目录的备份恢复", err)
	}
	return c.Head, nil
}

// extends refuses a head that does not extend the one in a file.
func (d *Dir) extends(file string, log note.Verifier, now chain.Head, proof []chain.Hash) error {
	old, err := d.last(file, log)
	if err != nil {
		return err
	}
	if err := chain.CheckTree(proof, old, now); err != nil {
		return errs.E("keys.Sign", errs.Conflict,
			"这份封印（"+strconv.FormatInt(now.Size, 10)+" 条）不是从上一次的（"+strconv.FormatInt(old.Size, 10)+" 条）长出来的，没有签", err)
	}
	return nil
}
