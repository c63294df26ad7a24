package chain

import (
	"encoding/base64"
	"errors"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"qiangji/internal/errs"
)

// maxText bounds the text of a checkpoint with its signatures, in bytes.
const maxText = 64 << 10

// sealed begins the extension line that says when a checkpoint was made.
const sealed = "sealed "

// A Checkpoint (封印) says what a ledger was at a time. Its text is that of C2SP
// tlog-checkpoint v1.0.0: a line each for the origin, the size and the root, and extension
// lines. The first extension line is ours:
//
//	qiangji/7f3a…
//	20852163
//	CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
//	sealed 2026-11-26T08:00:00Z
type Checkpoint struct {
	Origin string // names the instance; the name of its signing key, too
	Head
	At        time.Time // when it was sealed, UTC, whole seconds; zero: not said
	Extension []string  // further lines, which nothing here reads
}

// Text returns what is signed.
func (c *Checkpoint) Text() string {
	lines := []string{c.Origin, strconv.FormatInt(c.Size, 10), c.Root.String()}
	if !c.At.IsZero() {
		lines = append(lines, sealed+c.At.UTC().Format(time.RFC3339))
	}
	return strings.Join(append(lines, c.Extension...), "\n") + "\n"
}

// ParseCheckpoint reads what is signed. It accepts only what Text writes.
func ParseCheckpoint(text string) (*Checkpoint, error) {
	bad := func(why string) (*Checkpoint, error) {
		return nil, errs.E("chain.ParseCheckpoint", errs.Invalid, "封印的格式不对："+why, nil)
	}
	body, ok := strings.CutSuffix(text, "\n")
	if !ok || len(text) > maxText || !utf8.ValidString(text) {
		return bad("不是以换行结尾的 UTF-8 文本，或者过长")
	}
	lines := strings.Split(body, "\n")
	if len(lines) < 3 {
		return bad("至少要有来源、条数、树根三行")
	}
	for _, line := range lines {
		if line == "" || strings.IndexFunc(line, func(r rune) bool { return r < ' ' }) >= 0 {
			return bad("有空行或控制字符")
		}
	}
	c := &Checkpoint{Origin: lines[0]}
	var err error
	if c.Size, err = strconv.ParseInt(lines[1], 10, 64); err != nil || c.Size < 0 || c.Size > maxSize {
		return bad("第二行不是条数")
	}
	if c.Root, err = tlog.ParseHash(lines[2]); err != nil {
		return bad("第三行不是树根")
	}
	rest := lines[3:]
	if len(rest) > 0 && strings.HasPrefix(rest[0], sealed) {
		if c.At, err = time.Parse(time.RFC3339, rest[0][len(sealed):]); err != nil || c.At.IsZero() {
			return bad("封印时间要像 2026-11-26T08:00:00Z")
		}
		rest = rest[1:]
	}
	if len(rest) > 0 {
		c.Extension = rest
	}
	if c.Text() != text {
		return bad("条数、树根或时间的写法不是规定的那一种")
	}
	return c, nil
}

// Sign returns the checkpoint as a signed note (C2SP signed-note v1.0.0). The signer's name
// must be the origin. Whoever calls it has made sure that the tree extends the one signed
// before, see Extend and CheckTree.
func Sign(c *Checkpoint, signer note.Signer) ([]byte, error) {
	const op = "chain.Sign"
	text := c.Text()
	if _, err := ParseCheckpoint(text); err != nil {
		return nil, err
	}
	if signer.Name() != c.Origin {
		return nil, errs.E(op, errs.Invalid, "签名密钥的名称与封印的来源不同：密钥目录不是这个实例的", nil)
	}
	signed, err := note.Sign(&note.Note{Text: text}, signer)
	if err != nil {
		return nil, errs.E(op, errs.Other, "封印没有签成", err)
	}
	return signed, nil
}

// A Sealed is a checkpoint whose signature was verified, with the witnesses that were
// asked for and cosigned it.
type Sealed struct {
	*Checkpoint
	Cosigned []Cosignature
}

// Open verifies a signed checkpoint: that the log signed it and is its origin, and that
// every cosignature of the witnesses is sound. Signatures of unknown keys are passed over;
// a wrong one of a known key is Invalid.
func Open(text []byte, log note.Verifier, witnesses ...note.Verifier) (*Sealed, error) {
	const op = "chain.Open"
	if len(text) > maxText {
		return nil, errs.E(op, errs.TooLarge, "封印过长", nil)
	}
	n, err := note.Open(text, note.VerifierList(append([]note.Verifier{log}, witnesses...)...))
	if err != nil {
		return nil, errs.E(op, errs.Invalid, "封印的签名不成立：内容被改动过，或者不是这把密钥签的", err)
	}
	if err := canonical(n); err != nil {
		return nil, err
	}
	c, err := ParseCheckpoint(n.Text)
	if err != nil {
		return nil, err
	}
	s := &Sealed{Checkpoint: c}
	signed := false
	for _, sig := range n.Sigs {
		if sig.Name == log.Name() && sig.Hash == log.KeyHash() {
			signed = true
			continue
		}
		at, err := cosignedAt(sig)
		if err != nil {
			return nil, err
		}
		s.Cosigned = append(s.Cosigned, Cosignature{sig.Name, at})
	}
	if !signed || c.Origin != log.Name() {
		return nil, errs.E(op, errs.Invalid, "封印不是这个实例签的", nil)
	}
	return s, nil
}

// Unverified reads a signed checkpoint without asking whose signatures it bears.
func Unverified(text []byte) (*Checkpoint, error) {
	body, err := noteText(text)
	if err != nil {
		return nil, err
	}
	return ParseCheckpoint(body)
}

// noteText returns what a signed note signs.
func noteText(text []byte) (string, error) {
	const op = "chain.Unverified"
	if len(text) > maxText {
		return "", errs.E(op, errs.TooLarge, "封印过长", nil)
	}
	_, err := note.Open(text, nil)
	var unverified *note.UnverifiedNoteError
	if !errors.As(err, &unverified) {
		return "", errs.E(op, errs.Invalid, "封印的格式不对：不是签过名的文本", err)
	}
	return unverified.Note.Text, canonical(unverified.Note)
}

// canonical refuses signatures that are written in another way than Sign does: a flipped
// bit must show even where base64 passes over it.
func canonical(n *note.Note) error {
	for _, sig := range append(n.Sigs, n.UnverifiedSigs...) {
		if _, err := base64.StdEncoding.Strict().DecodeString(sig.Base64); err != nil {
			return errs.E("chain.Open", errs.Invalid, "封印的签名不是规定的写法：它被改动或损坏了", err)
		}
	}
	return nil
}
