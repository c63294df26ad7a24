package derive

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash/crc32"

	"qiangji/internal/core/assess"
	"qiangji/internal/core/standard"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// A Score (得分) is what a score row holds: the numbers that one standard gives one
// organisation's year by itself, without comparison with others. Items stand in the
// order of the standard that Standard names. Where the scheme is for other fields there
// is neither a standard nor a reason.
type Score struct {
	Standard party.Digest
	Engine   int
	AsOf     party.Date
	Refused  string // why there are no numbers; the rest is then empty
	Items    []assess.Score
	Total    assess.Total
}

// castagnoli is the polynomial of the checksums.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Bits of an item's first byte, above its verdict.
const (
	known    = 1 << 3 // Points is one number
	whole    = 1 << 4 // all of Max is due
	full     = 1 << 5 // Points.Lo is what is due
	nothing  = 1 << 6 // Points and Due are 0
	verdicts = 1<<3 - 1
)

// AppendBinary adds the score to dst, ending in its checksum. It fails only for a digest that
// is none.
func (s *Score) AppendBinary(dst []byte) ([]byte, error) {
	from := len(dst)
	var text [2 * sha256.Size]byte
	dst = append(dst, byte(len(s.Standard)/2))
	dst, err := hex.AppendDecode(dst, text[:copy(text[:], s.Standard)])
	if err != nil || len(s.Standard) > len(text) {
		return dst[:from], errs.E("derive.Score", errs.Invalid, "标准的摘要要是 64 位以内的十六进制", err)
	}
	dst = binary.AppendUvarint(dst, uint64(s.Engine))
	dst = binary.AppendVarint(dst, int64(s.AsOf))
	dst = binary.AppendUvarint(dst, uint64(len(s.Refused)))
	dst = append(dst, s.Refused...)
	dst = binary.AppendUvarint(dst, uint64(len(s.Items)))
	for i := range s.Items {
		dst = appendItem(dst, &s.Items[i])
	}
	t := &s.Total
	dst = append(dst, flag(t.Known))
	for _, r := range [...]standard.Rat{t.Points.Lo, t.Points.Hi, t.Due, t.Year, t.Max, t.Scaled.Lo, t.Scaled.Hi} {
		dst = appendRat(dst, r)
	}
	return seal(dst, from), nil
}

// seal adds the checksum of what was added from a place on.
func seal(dst []byte, from int) []byte {
	return binary.LittleEndian.AppendUint32(dst, crc32.Checksum(dst[from:], castagnoli))
}

func flag(b bool) byte {
	if b {
		return 1
	}
	return 0
}

func appendItem(dst []byte, s *assess.Score) []byte {
	zero := standard.Rat{}
	head := byte(assess.Verdicts.Index(s.Verdict))
	empty := s.Points == assess.Pair{} && s.Due == zero
	switch {
	case empty:
		head |= nothing
	default:
		if s.Points.Lo == s.Points.Hi {
			head |= known
		}
		if s.Due == s.Max {
			head |= whole
		}
		if s.Points.Lo == s.Due {
			head |= full
		}
	}
	dst = appendRat(append(dst, head), s.Max)
	if empty {
		return dst
	}
	if head&whole == 0 {
		dst = appendRat(dst, s.Due)
	}
	if head&full == 0 {
		dst = appendRat(dst, s.Points.Lo)
	}
	if head&known == 0 {
		dst = appendRat(dst, s.Points.Hi)
	}
	return dst
}

// appendRat writes whole hundredths as one number, which is even, and anything else
// as 1, numerator and denominator.
func appendRat(dst []byte, r standard.Rat) []byte {
	num, den := r.Parts()
	if den > 0 && 100%den == 0 && num < 1<<40 && num > -1<<40 {
		n := num * (100 / den)
		return binary.AppendUvarint(dst, uint64(n<<1^n>>63)<<1)
	}
	dst = binary.AppendVarint(append(dst, 1), num)
	return binary.AppendUvarint(dst, uint64(den))
}

// ReadScore reads what AppendBinary wrote; anything else is Invalid.
func ReadScore(blob []byte) (*Score, error) {
	s := &Score{}
	return s, s.read(blob)
}

// read reads into a score, using the memory of its items.
func (s *Score) read(blob []byte) error {
	end := len(blob) - 4
	if end < 0 || crc32.Checksum(blob[:end], castagnoli) != binary.LittleEndian.Uint32(blob[end:]) {
		return damaged(nil)
	}
	r := scoreReader{left: blob[:end]}
	s.Standard = party.Digest(hex.EncodeToString(r.bytes(uint64(r.byte()))))
	s.Engine, s.AsOf = int(r.uint()), party.Date(r.int())
	s.Refused = string(r.bytes(r.uint()))
	n := r.uint()
	if n > uint64(len(r.left)) {
		return damaged(nil)
	}
	s.Items = s.Items[:0]
	for range n {
		s.Items = append(s.Items, r.item())
	}
	t := &s.Total
	t.Known = r.byte() == 1
	for _, p := range [...]*standard.Rat{&t.Points.Lo, &t.Points.Hi, &t.Due, &t.Year, &t.Max, &t.Scaled.Lo, &t.Scaled.Hi} {
		*p = r.rat()
	}
	if r.bad || len(r.left) > 0 {
		return damaged(nil)
	}
	return nil
}

func damaged(cause error) error {
	return errs.E("derive.ReadScore", errs.Invalid, "列表里的一行得分坏了；请用 qiangji rebuild 重建列表，记录本身不受影响", cause)
}

// A scoreReader reads a blob from the front; once bad it reads zeros.
type scoreReader struct {
	left []byte
	bad  bool
}

func (r *scoreReader) bytes(n uint64) []byte {
	if n > uint64(len(r.left)) {
		r.bad, r.left = true, nil
		return nil
	}
	b := r.left[:n]
	r.left = r.left[n:]
	return b
}

func (r *scoreReader) byte() byte {
	if b := r.bytes(1); b != nil {
		return b[0]
	}
	return 0
}

func (r *scoreReader) uint() uint64 {
	v, n := binary.Uvarint(r.left)
	r.bytes(r.took(n))
	return v
}

func (r *scoreReader) int() int64 {
	v, n := binary.Varint(r.left)
	r.bytes(r.took(n))
	return v
}

// took is how much a number took; one that is cut off takes more than there is.
func (r *scoreReader) took(n int) uint64 {
	if n <= 0 {
		return uint64(len(r.left)) + 1
	}
	return uint64(n)
}

func (r *scoreReader) rat() standard.Rat {
	v := r.uint()
	if v&1 == 0 {
		u := v >> 1
		return standard.Frac(int64(u>>1)^-int64(u&1), 100)
	}
	num := r.int()
	return standard.Frac(num, int64(r.uint()))
}

func (r *scoreReader) item() assess.Score {
	head := r.byte()
	at := int(head & verdicts)
	if at >= len(assess.Verdicts) {
		r.bad, r.left = true, nil
		return assess.Score{}
	}
	s := assess.Score{Verdict: assess.Verdicts[at].Code, Max: r.rat()}
	if head&nothing != 0 {
		return s
	}
	if s.Due = s.Max; head&whole == 0 {
		s.Due = r.rat()
	}
	if s.Points.Lo = s.Due; head&full == 0 {
		s.Points.Lo = r.rat()
	}
	if s.Points.Hi = s.Points.Lo; head&known == 0 {
		s.Points.Hi = r.rat()
	}
	return s
}
