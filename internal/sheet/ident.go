package sheet

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"hash"
	"io"
	"strconv"
	"strings"

	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// KeyBytes is the length of a key that NewKey makes; MinKey is the shortest
// that Import takes.
const (
	KeyBytes = 32
	MinKey   = 16
)

// NewKey draws a key for identifiers from r (crypto/rand.Reader).
func NewKey(r io.Reader) ([]byte, error) {
	key := make([]byte, KeyBytes)
	if _, err := io.ReadFull(r, key); err != nil {
		return nil, errs.E("sheet.NewKey", errs.IO, "系统没有给出足够的随机数，请再试一次", err)
	}
	return key, nil
}

// idents makes identifiers that reveal nothing without the key: HMAC-SHA256
// over what is named, in base32.
type idents struct{ mac hash.Hash }

func newIdents(key []byte) idents { return idents{hmac.New(sha256.New, key)} }

var base32Lower = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// name hashes the parts, each with its length before it.
func (k idents) name(prefix string, bytes int, what ...string) string {
	k.mac.Reset()
	var length [4]byte
	for _, s := range what {
		binary.BigEndian.PutUint32(length[:], uint32(len(s)))
		_, _ = k.mac.Write(length[:]) // a hash never fails
		_, _ = io.WriteString(k.mac, s)
	}
	var sum [sha256.Size]byte
	return prefix + base32Lower.EncodeToString(k.mac.Sum(sum[:0])[:bytes])
}

// org names an organisation by its name under the organisation it was handed
// in for.
func (k idents) org(under party.OrgID, key string) party.OrgID {
	return party.OrgID(k.name("o-", 10, "org", string(under), key))
}

// memberByID names a person by identity number.
func (k idents) memberByID(number string) party.MemberID {
	return party.MemberID(k.name("m-", 10, "id", number))
}

// memberByName names a person by name within a branch.
func (k idents) memberByName(org party.OrgID, name string) party.MemberID {
	return party.MemberID(k.name("m-", 10, "name", string(org), name))
}

// textID names a text of an organisation.
func (k idents) textID(org party.OrgID, s string) party.TextID {
	return party.TextID(k.name("t-", 15, "text", string(org), s))
}

// factID names a fact by owner, kind, day and content; again tells apart facts
// that are the same in all of these and yet stand for two events.
func (k idents) factID(f *fact.Fact, again int) party.FactID {
	return party.FactID(k.name("f-", 15, "fact", string(f.Org), string(f.Body.Kind()), f.On.String(), mustMarshal(f.Body), strconv.Itoa(again)))
}

// mustMarshal writes a body, which holds nothing but plain fields.
func mustMarshal(body fact.Body) string {
	content, err := json.Marshal(body)
	if err != nil {
		panic("sheet: a fact body does not marshal: " + err.Error())
	}
	return string(content)
}

// digest is the lower-case hexadecimal SHA-256 of a file.
func digest(data []byte) party.Digest {
	sum := sha256.Sum256(data)
	return party.Digest(strings.ToLower(hex.EncodeToString(sum[:])))
}
