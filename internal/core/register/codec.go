package register

import (
	"encoding/binary"
	"math"
	"math/bits"

	"qiangji/internal/party"
)

// A codec (编解码) goes through a Year once and either writes what it meets or reads
// it back: one description serves both ways. A value that is read and cannot be is
// left as it is and marks the blob as bad.
type codec struct {
	out  []byte         // what is written
	at   map[string]int // where a text was written first
	from int            // where out begins
	in   []byte         // what is read, nil while writing
	text string         // the same, of which all texts are cut
	pos  int
	bad  bool
	base party.Date // days are counted from here
}

// reading reports which way the codec goes.
func (c *codec) reading() bool { return c.in != nil }

// fail marks the blob as bad; nothing more is read of it.
func (c *codec) fail() {
	c.bad = true
	c.pos = len(c.in)
}

// left is how many bytes are still to be read.
func (c *codec) left() int { return len(c.in) - c.pos }

func (c *codec) get() uint64 {
	if p := c.pos; p < len(c.in) && c.in[p] < 0x80 {
		c.pos = p + 1
		return uint64(c.in[p])
	}
	return c.long()
}

// long reads a number of several bytes, none of which is for nothing.
func (c *codec) long() uint64 {
	in := c.in[c.pos:]
	if len(in) > 1 && in[1] < 0x80 && in[1] > 0 {
		c.pos += 2
		return uint64(in[0]&0x7f) | uint64(in[1])<<7
	}
	v, n := binary.Uvarint(in)
	if n <= 0 || in[n-1] == 0 {
		c.fail()
		return 0
	}
	c.pos += n
	return v
}

func (c *codec) put(v uint64) { c.out = binary.AppendUvarint(c.out, v) }

// zigzag lets small numbers of either sign be small; unzigzag takes it back.
func zigzag(v int64) uint64   { return uint64(v)<<1 ^ uint64(v>>63) }
func unzigzag(v uint64) int64 { return int64(v>>1) ^ -int64(v&1) }

// number codes a whole number that fits its type.
func number[T ~int | ~int32 | ~uint16 | ~uint8 | ~int64](c *codec, v *T) {
	if !c.reading() {
		c.put(zigzag(int64(*v)))
		return
	}
	n := unzigzag(c.get())
	if *v = T(n); int64(*v) != n {
		c.fail()
	}
}

// date codes a day; most lie near the base, and none is 0.
func (c *codec) date(d *party.Date) {
	if !c.reading() {
		if *d == party.NoDate {
			c.put(0)
			return
		}
		c.put(zigzag(int64(*d)-int64(c.base)) + 1)
		return
	}
	v := c.get()
	if *d = party.NoDate; v == 0 {
		return
	}
	n := unzigzag(v-1) + int64(c.base)
	if n < math.MinInt32 || n > math.MaxInt32 || n == 0 {
		c.fail()
		return
	}
	*d = party.Date(n)
}

func (c *codec) period(p *party.Period) {
	c.date(&p.From)
	c.date(&p.To)
}

// decimal codes a number of ten-thousandths, most of which are whole.
func (c *codec) decimal(d *party.Decimal) {
	if !c.reading() {
		if v := int64(*d); v%int64(party.DecimalUnit) == 0 {
			c.put(zigzag(v/int64(party.DecimalUnit)) << 1)
		} else {
			c.put(0 | 1)
			c.put(zigzag(v))
		}
		return
	}
	v := c.get()
	switch {
	case v == 1:
		*d = party.Decimal(unzigzag(c.get()))
		if *d%party.DecimalUnit == 0 {
			c.fail()
		}
	case v&1 == 1 || unzigzag(v>>1) > math.MaxInt64/int64(party.DecimalUnit) || unzigzag(v>>1) < math.MinInt64/int64(party.DecimalUnit):
		c.fail()
	default:
		*d = party.Decimal(unzigzag(v>>1)) * party.DecimalUnit
	}
}

// flag codes yes or no.
func (c *codec) flag(v *bool) {
	n := uint8(0)
	if *v {
		n = 1
	}
	number(c, &n)
	if *v = n == 1; n > 1 {
		c.fail()
	}
}

// mask codes a set of n bits.
func (c *codec) mask(m *uint64, n int) {
	if !c.reading() {
		for i := 0; i < n; i += 8 {
			c.out = append(c.out, byte(*m>>i))
		}
		return
	}
	size := (n + 7) / 8
	if *m = 0; c.left() < size {
		c.fail()
		return
	}
	if c.left() >= 8 {
		*m = binary.LittleEndian.Uint64(c.in[c.pos:]) << (64 - 8*size) >> (64 - 8*size)
	} else {
		for i := range size {
			*m |= uint64(c.in[c.pos+i]) << (8 * i)
		}
	}
	if c.pos += size; bits.Len64(*m) > n {
		c.fail()
		*m = 0
	}
}

// text codes a text: itself where it comes first, later where that was. Most ids
// stand in a Year several times.
func text[T ~string](c *codec, s *T) {
	if c.reading() {
		*s = T(c.read())
		return
	}
	c.write(string(*s))
}

func (c *codec) write(s string) {
	if s == "" {
		c.put(0)
		return
	}
	if at, ok := c.at[s]; ok {
		c.put(uint64(at)<<1 | 1)
		return
	}
	c.at[s] = len(c.out) - c.from
	c.put(uint64(len(s)) << 1)
	c.out = append(c.out, s...)
}

func (c *codec) read() string {
	here := c.pos
	v := c.get()
	if v&1 == 0 {
		return c.cut(v >> 1)
	}
	if v>>1 >= uint64(here) {
		c.fail()
		return ""
	}
	back := c.pos
	c.pos = int(v >> 1)
	n := c.get()
	if n == 0 || n&1 == 1 {
		c.fail()
		return ""
	}
	s := c.cut(n >> 1)
	if !c.bad {
		c.pos = back
	}
	return s
}

// cut takes the next bytes as a text.
func (c *codec) cut(n uint64) string {
	if n > uint64(c.left()) {
		c.fail()
		return ""
	}
	s := c.text[c.pos : c.pos+int(n)]
	c.pos += int(n)
	return s
}

// list codes a list whose elements take at least so many bytes each, by telling each
// to one.
func list[T any](c *codec, s *[]T, least int, one func(*codec, *T)) {
	for i := range sized(c, s, least) {
		one(c, &(*s)[i])
	}
}

// sized codes the length of a list. What is read takes the place of what was there, so
// that memory is used again.
func sized[T any](c *codec, s *[]T, least int) []T {
	if !c.reading() {
		c.put(uint64(len(*s)))
		return *s
	}
	n := c.get()
	if n > uint64(c.left()/least) {
		c.fail()
		n = 0
	}
	*s = room(*s, int(n))
	return *s
}

// room returns a list of n elements, in the memory of s if it is enough. What stands in
// them is overwritten as a whole.
func room[T any](s []T, n int) []T {
	if n > cap(s) {
		return make([]T, n)
	}
	return s[:n]
}

// row codes numbers of which most are as in the row before: a bit for each that is
// not, and then these.
func (c *codec) row(now, before []int32) {
	var m uint64
	if c.reading() {
		copy(now, before)
		c.mask(&m, len(now))
		for ; m != 0; m &= m - 1 {
			now[bits.TrailingZeros64(m)] = c.short()
		}
		return
	}
	for i := range now {
		if now[i] != before[i] {
			m |= 1 << i
		}
	}
	c.mask(&m, len(now))
	for i := range now {
		if now[i] != before[i] {
			c.putShort(now[i])
		}
	}
}

// putShort writes a number of a row; those that are whole in ten-thousandths are
// written as that.
func (c *codec) putShort(v int32) {
	if v != 0 && v%int32(party.DecimalUnit) == 0 {
		c.put(zigzag(int64(v)/int64(party.DecimalUnit))<<1 | 1)
		return
	}
	c.put(zigzag(int64(v)) << 1)
}

func (c *codec) short() int32 {
	v := c.get()
	n := unzigzag(v >> 1)
	if v&1 == 1 {
		if n > math.MaxInt32 || n < math.MinInt32 {
			c.fail()
			return 0
		}
		n *= int64(party.DecimalUnit)
	}
	if int64(int32(n)) != n {
		c.fail()
		return 0
	}
	return int32(n)
}
