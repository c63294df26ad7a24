package chain

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/note"

	"qiangji/internal/errs"
)

// cosignatureV1 is the type of Ed25519 cosignatures in keys and key ids.
const cosignatureV1 = 4

// A Cosignature (副署) is the statement of a witness, usually the instance above, that at a
// time the checkpoint was the largest tree of its origin that it had seen, grown
// out of all it had seen before (C2SP tlog-cosignature, Ed25519).
type Cosignature struct {
	Name string // of the witness
	At   time.Time
}

// A Witness is the public key of a witness; it is a note.Verifier of its cosignatures.
type Witness struct {
	name string
	key  ed25519.PublicKey
}

// NewWitness returns the witness of a name and a key.
func NewWitness(name string, key ed25519.PublicKey) (*Witness, error) {
	if name == "" || !utf8.ValidString(name) || strings.Contains(name, "+") || strings.IndexFunc(name, unicode.IsSpace) >= 0 ||
		len(key) != ed25519.PublicKeySize {
		return nil, errs.E("chain.NewWitness", errs.Invalid, "见证方的名称不能为空，不能有空格和加号；公钥是 32 个字节", nil)
	}
	return &Witness{name, key}, nil
}

// ParseWitness reads a verifier key of C2SP signed-note with signature type 4.
func ParseWitness(vkey string) (*Witness, error) {
	name, rest, _ := strings.Cut(vkey, "+")
	_, text, _ := strings.Cut(rest, "+")
	key, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(key) != 1+ed25519.PublicKeySize || key[0] != cosignatureV1 {
		return nil, errs.E("chain.ParseWitness", errs.Invalid, "见证方的公钥要像 名称+8 位十六进制+base64", err)
	}
	w, err := NewWitness(name, key[1:])
	if err != nil {
		return nil, err
	}
	if w.String() != vkey {
		return nil, errs.E("chain.ParseWitness", errs.Invalid, "见证方的公钥抄错了：名称、编号和公钥对不上", nil)
	}
	return w, nil
}

// String returns the verifier key.
func (w *Witness) String() string {
	return fmt.Sprintf("%s+%08x+%s", w.name, w.KeyHash(), base64.StdEncoding.EncodeToString(w.typed()))
}

func (w *Witness) typed() []byte { return append([]byte{cosignatureV1}, w.key...) }

// Name returns the name of the witness.
func (w *Witness) Name() string { return w.name }

// KeyHash returns the key id.
func (w *Witness) KeyHash() uint32 {
	sum := sha256.Sum256(append([]byte(w.name+"\n"), w.typed()...))
	return binary.BigEndian.Uint32(sum[:])
}

// Verify reports whether sig is the witness's cosignature over the text of a checkpoint.
func (w *Witness) Verify(msg, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	at := binary.BigEndian.Uint64(sig)
	return at <= math.MaxInt64 && ed25519.Verify(w.key, cosigned(msg, int64(at)), sig[8:])
}

// cosigned returns the message that a cosignature of a time signs.
func cosigned(text []byte, at int64) []byte {
	return append([]byte("cosignature/v1\ntime "+strconv.FormatInt(at, 10)+"\n"), text...)
}

// Cosign returns the signature line of a witness over a signed checkpoint. Whoever calls
// it has verified the log's signature and, with CheckTree, that the tree extends the last
// one seen.
func Cosign(text []byte, name string, key ed25519.PrivateKey, at time.Time) ([]byte, error) {
	public, _ := key.Public().(ed25519.PublicKey)
	w, err := NewWitness(name, public)
	if err != nil {
		return nil, err
	}
	body, err := noteText(text)
	if err != nil {
		return nil, err
	}
	if _, err := ParseCheckpoint(body); err != nil {
		return nil, err
	}
	if at.Unix() < 0 {
		return nil, errs.E("chain.Cosign", errs.Invalid, "副署的时间不能早于 1970 年：请校准时钟", nil)
	}
	sig := binary.BigEndian.AppendUint32(nil, w.KeyHash())
	sig = binary.BigEndian.AppendUint64(sig, uint64(at.Unix()))
	sig = append(sig, ed25519.Sign(key, cosigned([]byte(body), at.Unix()))...)
	return fmt.Appendf(nil, "— %s %s\n", name, base64.StdEncoding.EncodeToString(sig)), nil
}

// AddCosignature appends a witness's signature line to a signed checkpoint and leaves
// everything before it as it is. A line that is not the witness's, or is over another text,
// is Invalid. Once cosigned, a checkpoint keeps the first line of that witness, which
// has the earlier time.
func AddCosignature(text, line []byte, witness note.Verifier) ([]byte, error) {
	const op = "chain.AddCosignature"
	body, err := noteText(text)
	if err != nil {
		return nil, err
	}
	if bytes.Count(line, []byte("\n")) != 1 {
		return nil, errs.E(op, errs.Invalid, "副署要正好是一行", nil)
	}
	n, err := note.Open(append([]byte(body+"\n"), line...), note.VerifierList(witness))
	if err != nil {
		return nil, errs.E(op, errs.Invalid, "副署不成立：不是这个见证方的，或者签的是另一份封印", err)
	}
	if err := canonical(n); err != nil {
		return nil, err
	}
	_, err = note.Open(text, note.VerifierList(witness))
	var wrong *note.InvalidSignatureError
	switch {
	case err == nil:
		return text, nil
	case errors.As(err, &wrong):
		return nil, errs.E(op, errs.Invalid, "封印上已有这个见证方的一行副署，但它不成立：封印被改动过", err)
	}
	return append(bytes.Clone(text), line...), nil
}

// cosignedAt returns what a verified signature of a witness says.
func cosignedAt(sig note.Signature) (time.Time, error) {
	raw, err := base64.StdEncoding.DecodeString(sig.Base64)
	if err != nil || len(raw) != 4+8+ed25519.SignatureSize {
		return time.Time{}, errs.E("chain.Open", errs.Invalid, "副署里没有时间", err)
	}
	return time.Unix(int64(binary.BigEndian.Uint64(raw[4:])), 0).UTC(), nil
}
