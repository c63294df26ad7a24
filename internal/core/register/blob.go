package register

import (
	"encoding/binary"
	"hash/crc32"
	"math/bits"
	"time"

	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// castagnoli is the table of CRC-32C.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// sumSize is how many bytes at the end of a blob are its sum.
const sumSize = 4

// A Head is what a blob says of itself before all else.
type Head struct {
	Schema int
	Org    party.OrgID
	Of     int
	Cut    fact.Cut
}

// AppendBinary appends the year to dst as a blob: without its trail, with the year
// before but not the one before that, and with a CRC-32C at the end. Instants are
// written as UTC. The same year gives the same bytes.
func (y *Year) AppendBinary(dst []byte) []byte {
	c := codec{out: dst, from: len(dst), at: make(map[string]int, 64)}
	schema := uint64(y.Schema)
	c.put(schema)
	c.head(y)
	c.year(y)
	before := y.Before != nil
	if c.flag(&before); before {
		c.head(y.Before)
		c.year(y.Before)
	}
	return binary.LittleEndian.AppendUint32(c.out, crc32.Checksum(c.out[c.from:], castagnoli))
}

// HeadOf reads what a blob is, whatever its schema; of another schema only the schema
// itself is told. It fails where ReadYear would for what rotted.
func HeadOf(blob []byte) (Head, error) {
	c, schema, err := open(blob)
	if err != nil || schema != Schema {
		return Head{Schema: schema}, err
	}
	var y Year
	c.text = string(blob[:min(len(blob), 512)]) // an id and four numbers
	c.in = c.in[:min(len(c.in), 512)]
	if c.head(&y); c.bad {
		return Head{}, broken("开头读不通")
	}
	return Head{schema, y.Org, y.Of, y.Cut}, nil
}

// ReadYear reads a blob written by AppendBinary. What was cut off or changed by so much
// as a bit, what has another schema, and what has anything after its end is refused;
// memory is used in proportion to the blob. Lists that are empty come back as nil.
func ReadYear(blob []byte) (*Year, error) { return new(YearReader).Read(blob) }

// A YearReader reads one blob after another into the same memory.
type YearReader struct {
	year, before Year
	codec        codec
}

// Read is as ReadYear; the year, and an assessment that holds it, is good until the
// next Read.
func (r *YearReader) Read(blob []byte) (*Year, error) {
	opened, schema, err := open(blob)
	switch {
	case err != nil:
		return nil, err
	case schema != Schema:
		return nil, errs.E("register.ReadYear", errs.Invalid, "这份年度折叠是另一个版本的；请重新折叠", nil)
	}
	r.codec = opened
	c, y := &r.codec, &r.year
	c.text = string(blob)
	c.head(y)
	c.year(y)
	var before bool
	if c.flag(&before); before {
		y.Before = &r.before
		c.head(y.Before)
		c.year(y.Before)
	}
	whole := !c.bad && c.left() == 0
	if r.codec = (codec{}); !whole {
		return nil, broken("内容读不通")
	}
	return y, nil
}

func broken(how string) error {
	return errs.E("register.ReadYear", errs.Invalid, "这份年度折叠坏了（"+how+"）；请重新折叠", nil)
}

// open checks the sum of a blob and reads its schema.
func open(blob []byte) (codec, int, error) {
	n := len(blob) - sumSize
	if n < 1 {
		return codec{}, 0, broken("太短")
	}
	if binary.LittleEndian.Uint32(blob[n:]) != crc32.Checksum(blob[:n], castagnoli) {
		return codec{}, 0, broken("校验和不符")
	}
	c := codec{in: blob[:n:n]}
	schema := c.get()
	if c.bad || schema > 1<<30 {
		return codec{}, 0, broken("没有版本")
	}
	return c, int(schema), nil
}

// head codes what a year is of.
func (c *codec) head(y *Year) {
	if c.reading() {
		clean(y)
	}
	text(c, &y.Org)
	number(c, &y.Of)
	c.base = party.DateOf(min(max(y.Of, 1900), 2199), 1, 1)
	c.date(&y.Cut.On)
	c.instant(&y.Cut.Known)
}

// clean empties what is read only in part; all else of a year is overwritten.
func clean(y *Year) {
	y.Schema, y.Before = Schema, nil
	clear(y.Months[:])
	clear(y.First[:])
	clear(y.Numbers[:])
	clear(y.Unknown[:])
}

// instant codes a moment; most are none.
func (c *codec) instant(t *time.Time) {
	set := !t.IsZero()
	if c.flag(&set); !set {
		*t = time.Time{}
		return
	}
	s, n := t.Unix(), int32(t.Nanosecond())
	number(c, &s)
	number(c, &n)
	if c.reading() {
		if *t = time.Unix(s, int64(n)).UTC(); n < 0 || n >= 1e9 || t.Unix() != s || t.IsZero() {
			c.fail()
		}
	}
}

// year codes all else of a year.
func (c *codec) year(y *Year) {
	text(c, &y.Name)
	c.period(&y.Exists)
	c.series(y)
	c.numbers(y)
	c.segments(y)
	c.members(y)
	list(c, &y.Cases, 7, (*codec).kase)
	list(c, &y.Named, 11, (*codec).named)
	list(c, &y.Skips, 6, (*codec).skip)
	list(c, &y.Waivers, 5, (*codec).waiver)
	list(c, &y.Seasons, 3, (*codec).season)
	list(c, &y.Settled, 3, (*codec).settled)
	list(c, &y.Stops, 6, (*codec).stop)
	list(c, &y.Ratings, 8, (*codec).rating)
}

// counted is the bit of a month's mask that says that some month counts more than one.
const counted = 12

func (c *codec) series(y *Year) {
	var some, firsts uint64
	if !c.reading() {
		for s := range y.Months {
			if y.Months[s] != [12]uint16{} {
				some |= 1 << s
			}
			if y.First[s] != party.NoDate {
				firsts |= 1 << s
			}
		}
	}
	for c.mask(&some, NSeries); some != 0; some &= some - 1 {
		c.months(&y.Months[bits.TrailingZeros64(some)])
	}
	for c.mask(&firsts, NSeries); firsts != 0; firsts &= firsts - 1 {
		c.date(&y.First[bits.TrailingZeros64(firsts)])
	}
}

// months codes the counts of a series: most are one.
func (c *codec) months(m *[12]uint16) {
	var mask uint64
	if !c.reading() {
		for i, n := range m {
			if n > 0 {
				mask |= 1 << i
			}
			if n > 1 {
				mask |= 1 << counted
			}
		}
	}
	c.mask(&mask, counted+1)
	several := mask>>counted == 1
	for mask &= 1<<counted - 1; mask != 0; mask &= mask - 1 {
		n := &m[bits.TrailingZeros64(mask)]
		if !several {
			*n = 1
			continue
		}
		number(c, n)
	}
}

func (c *codec) numbers(y *Year) {
	var some, unknown uint64
	if !c.reading() {
		for n := range y.Numbers {
			if y.Numbers[n] != 0 {
				some |= 1 << n
			}
			if y.Unknown[n] {
				unknown |= 1 << n
			}
		}
	}
	for c.mask(&some, NNumbers); some != 0; some &= some - 1 {
		c.decimal(&y.Numbers[bits.TrailingZeros64(some)])
	}
	for c.mask(&unknown, NNumbers); unknown != 0; unknown &= unknown - 1 {
		y.Unknown[bits.TrailingZeros64(unknown)] = true
	}
}

func (c *codec) segments(y *Year) {
	var none [NProfile]int32
	before := none[:]
	for i := range sized(c, &y.Segments, 2+(NProfile+7)/8) {
		s := &y.Segments[i]
		c.period(&s.Days)
		c.row(s.Values[:], before)
		before = s.Values[:]
	}
}

func (c *codec) members(y *Year) {
	var none [NMember]int32
	before := none[:]
	for i := range sized(c, &y.Members, 1+(NMember+7)/8) {
		m := &y.Members[i]
		text(c, &m.Member)
		c.row(m.Values[:], before)
		before = m.Values[:]
	}
}

func (c *codec) kase(k *Case) {
	number(c, &k.Clock)
	text(c, &k.Subject)
	c.date(&k.Start)
	c.date(&k.Done)
	c.date(&k.Lapse)
	text(c, &k.Facts[0])
	text(c, &k.Facts[1])
}

func (c *codec) named(n *Named) {
	number(c, &n.Kind)
	text(c, &n.Name)
	text(c, &n.Grade)
	text(c, &n.Column)
	c.decimal(&n.Value)
	c.flag(&n.Valued)
	text(c, &n.Judge)
	c.date(&n.On)
	number(c, &n.Year)
	text(c, &n.Fact)
}

func (c *codec) skip(s *Skip) {
	number(c, &s.Series)
	text(c, &s.Window.Cadence)
	number(c, &s.Window.Year)
	number(c, &s.Window.Index)
	text(c, &s.Reason)
	text(c, &s.Fact)
}

func (c *codec) waiver(w *Waiver) {
	text(c, &w.Item)
	c.period(&w.Days)
	text(c, &w.Reason)
	text(c, &w.Fact)
}

func (c *codec) season(s *Season) {
	c.period(&s.Days)
	text(c, &s.Fact)
}

func (c *codec) settled(s *Settled) {
	text(c, &s.Item)
	c.date(&s.On)
	text(c, &s.Fact)
}

func (c *codec) stop(s *Stop) {
	c.period(&s.Days)
	text(c, &s.Item)
	text(c, &s.Matter)
	text(c, &s.Subject)
	text(c, &s.Fact)
}

func (c *codec) rating(r *Rating) {
	text(c, &r.Scheme)
	number(c, &r.Year)
	text(c, &r.Level)
	text(c, &r.Tier)
	text(c, &r.By)
	c.date(&r.On)
	c.date(&r.Cut)
	text(c, &r.Fact)
}
