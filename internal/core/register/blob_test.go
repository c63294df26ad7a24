package register

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"math"
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"testing"
	"time"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/standard"
	"qiangji/internal/errs"
	"qiangji/internal/party"

	"pgregory.net/rapid"
)

// kept is what a blob keeps of a year: no trail, one year before, and no difference
// between an empty list and none.
func kept(y *Year) *Year {
	if y == nil {
		return nil
	}
	k := *y
	if k.Trail = nil; k.Before != nil {
		before := *k.Before
		before.Before = nil
		k.Before = kept(&before)
	}
	v := reflect.ValueOf(&k).Elem()
	for i := range v.NumField() {
		if f := v.Field(i); f.Kind() == reflect.Slice && f.Len() == 0 {
			f.SetZero()
		}
	}
	return &k
}

// TestYearsComeBackFromTheirBlobs: every folded year is read back as it was, into new
// memory and into memory that held another; what stands before it in the memory that
// it is appended to changes nothing.
func TestYearsComeBackFromTheirBlobs(t *testing.T) {
	var used YearReader
	check(t, 3000, func(t *rapid.T) {
		cut := fact.Cut{On: firstOn + party.Date(rapid.IntRange(200, 1200).Draw(t, "cut"))}
		if rapid.Bool().Draw(t, "known") {
			cut.Known = time.Date(2026, 5, 6, 7, 8, 9, 10, time.UTC)
		}
		for _, y := range years(Fold(draw(t, 45), cut)) {
			back(t, &used, y)
		}
	})
}

func back(t interface{ Fatalf(string, ...any) }, used *YearReader, y *Year) {
	blob := y.AppendBinary(nil)
	got, err := ReadYear(blob)
	if err != nil || !reflect.DeepEqual(kept(got), kept(y)) {
		t.Fatalf("%v:\n got %+v\nwant %+v", err, got, kept(y))
	}
	again, err := used.Read(blob)
	if err != nil || !reflect.DeepEqual(kept(again), kept(y)) {
		t.Fatalf("in used memory %v:\n got %+v\nwant %+v", err, again, kept(y))
	}
	if behind := y.AppendBinary([]byte("before")); string(behind) != "before"+string(blob) {
		t.Fatalf("the blob is another behind other bytes")
	}
	head, err := HeadOf(blob)
	if want := (Head{Schema, y.Org, y.Of, y.Cut}); err != nil || head != want {
		t.Fatalf("the head is %+v, want %+v: %v", head, want, err)
	}
}

// A filler puts something into every field of a year.
type filler struct{ r *rand.Rand }

// fill fills a value of any kind, now and then with what is largest or least.
func (f filler) fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Int, reflect.Int32, reflect.Int64:
		bits := v.Type().Bits()
		if v.Kind() == reflect.Int {
			bits = 32
		}
		n := f.r.Int64() >> (64 - bits + f.r.IntN(bits))
		if f.r.IntN(3) == 0 {
			n = -1 - n
		}
		v.SetInt(n)
	case reflect.Uint8, reflect.Uint16:
		v.SetUint(f.r.Uint64() >> (64 - v.Type().Bits() + f.r.IntN(v.Type().Bits())))
	case reflect.Bool:
		v.SetBool(f.r.IntN(2) == 0)
	case reflect.String:
		v.SetString([]string{"", "甲", "m-0001", "f-0001-000000001", "a\x00b"}[f.r.IntN(5)])
	case reflect.Array:
		for i := range v.Len() {
			if f.r.IntN(3) > 0 {
				f.fill(v.Index(i))
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), f.r.IntN(4), 4))
		for i := range v.Len() {
			f.fill(v.Index(i))
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			if f.r.IntN(2) == 0 {
				v.Set(reflect.ValueOf(time.Unix(f.r.Int64N(1<<33), f.r.Int64N(1e9)).UTC()))
			}
			return
		}
		for i := range v.NumField() {
			f.fill(v.Field(i))
		}
	}
}

// TestEveryFieldComesBack: whatever stands in a field of a Year is read back, so that
// nobody adds one and forgets it here.
func TestEveryFieldComesBack(t *testing.T) {
	var used YearReader
	for seed := range uint64(3000) {
		f := filler{rand.New(rand.NewPCG(seed, 5))}
		y := new(Year)
		f.fill(reflect.ValueOf(y).Elem())
		if y.Schema = Schema; seed%2 == 0 {
			y.Before = new(Year)
			f.fill(reflect.ValueOf(y.Before).Elem())
			y.Before.Schema = Schema
			y.Before.Before = &Year{Schema: Schema}
		}
		back(t, &used, y)
	}
}

// TestExtremes: the largest and the least of every number, and no number at all.
func TestExtremes(t *testing.T) {
	var used YearReader
	for _, d := range []party.Decimal{0, 1, -1, party.DecimalUnit, -party.DecimalUnit, math.MaxInt64, math.MinInt64,
		math.MaxInt64 / party.DecimalUnit * party.DecimalUnit, math.MinInt64 / party.DecimalUnit * party.DecimalUnit} {
		y := &Year{Schema: Schema, Org: "b", Of: 2026}
		y.Numbers[NNumbers-1], y.Unknown[NNumbers-1] = d, true
		y.Named = []Named{{Value: d}}
		y.First[NSeries-1], y.Months[NSeries-1] = party.Date(math.MinInt32), [12]uint16{0, 1, math.MaxUint16}
		y.Segments = []Segment{{Values: [NProfile]int32{NProfile - 1: math.MinInt32}}, {Values: [NProfile]int32{NProfile - 1: math.MaxInt32}}}
		y.Exists = party.Period{From: math.MaxInt32, To: -1}
		back(t, &used, y)
	}
	back(t, &used, &Year{Schema: Schema})
}

// blobOf is a year of a branch with something in most of its lists.
func blobOf(t testing.TB) []byte {
	y := hundred().year(2026, "2026-12-31")
	if y == nil {
		t.Fatal("no year")
	}
	return y.AppendBinary(nil)
}

// TestWhatRottedIsRefused: any bit that flips, any byte that is missing, and anything
// that follows.
func TestWhatRottedIsRefused(t *testing.T) {
	blob := blobOf(t)
	refused := func(what string, b []byte) {
		t.Helper()
		y, err := ReadYear(b)
		if _, head := HeadOf(b); y != nil || errs.KindOf(err) != errs.Invalid || head == nil {
			t.Fatalf("%s: %v, %v, %v", what, y != nil, err, head)
		}
	}
	for i := range blob {
		for bit := range 8 {
			b := slices.Clone(blob)
			b[i] ^= 1 << bit
			refused("a flipped bit", b)
		}
		refused("a beginning", blob[:i])
		refused("an end", blob[i+1:])
	}
	refused("something after the end", append(slices.Clone(blob), 0))
	refused("two of them", append(slices.Clone(blob), blob...))
}

// summed puts the right sum behind a blob whose inside was changed.
func summed(body []byte) []byte {
	return binary.LittleEndian.AppendUint32(slices.Clone(body), crc32.Checksum(body, castagnoli))
}

// TestOtherSchemasAreRefused: the head says which it is; no more is read.
func TestOtherSchemasAreRefused(t *testing.T) {
	blob := blobOf(t)
	body := slices.Clone(blob[:len(blob)-sumSize])
	body[0] = Schema + 1
	other := summed(body)
	if y, err := ReadYear(other); y != nil || errs.KindOf(err) != errs.Invalid {
		t.Errorf("another schema is read: %v, %v", y, err)
	}
	if head, err := HeadOf(other); err != nil || head != (Head{Schema: Schema + 1}) {
		t.Errorf("the head is %+v, %v", head, err)
	}
	if y, err := ReadYear(summed(append(body[:len(body):len(body)], 0))); y != nil || err == nil {
		t.Error("a byte too many is read")
	}
}

// FuzzReadYear: whatever stands in a blob with a right sum, reading ends, takes memory
// in proportion, and what is read comes back.
func FuzzReadYear(f *testing.F) {
	blob := blobOf(f)
	f.Add(blob[:len(blob)-sumSize])
	f.Add((&Year{Schema: Schema, Org: "b", Of: 2026}).AppendBinary(nil)[:40])
	f.Fuzz(func(t *testing.T, body []byte) {
		b := summed(body)
		y, err := ReadYear(b)
		if err != nil {
			return
		}
		if n := weight(y); n > 64*len(body) {
			t.Fatalf("%d bytes are held of a blob of %d", n, len(body))
		}
		again, err := ReadYear(y.AppendBinary(nil))
		if err != nil || !reflect.DeepEqual(again, y) {
			t.Fatalf("not read back: %v", err)
		}
	})
}

// weight is about how many bytes the lists of a year take.
func weight(y *Year) int {
	n := 0
	for k := y; k != nil; k = k.Before {
		v := reflect.ValueOf(k).Elem()
		for i := range v.NumField() {
			if f := v.Field(i); f.Kind() == reflect.Slice {
				n += f.Cap() * int(f.Type().Elem().Size())
			}
		}
	}
	return n
}

// TestHostileBlobsTakeNoMemory: lengths that the blob cannot hold allocate nothing.
func TestHostileBlobsTakeNoMemory(t *testing.T) {
	blob := blobOf(t)
	body := blob[:len(blob)-sumSize]
	r := rand.New(rand.NewPCG(1, 1))
	var before, after runtime.MemStats
	for range 3000 {
		b := slices.Clone(body)
		for range 1 + r.IntN(3) {
			copy(b[r.IntN(len(b)):], []byte{0xff, 0xff, 0xff, 0xff, 0x7f}[r.IntN(4):])
		}
		b = summed(b)
		runtime.ReadMemStats(&before)
		_, _ = ReadYear(b) // whether it can be read is not the question
		runtime.ReadMemStats(&after)
		if n := after.TotalAlloc - before.TotalAlloc; n > uint64(64*len(b))+16<<10 {
			t.Fatalf("%d bytes allocated for a blob of %d", n, len(b))
		}
	}
}

// TestReadingAgainAllocatesLittle: one text for all that is read, and nothing else.
func TestReadingAgainAllocatesLittle(t *testing.T) {
	blob := blobOf(t)
	var r YearReader
	if n := testing.AllocsPerRun(100, func() { _, _ = r.Read(blob) }); n > 1 {
		t.Errorf("%v allocations for a blob read into used memory", n)
	}
}

// TestBlobsAreEqualIfYearsAre: two folds of the same facts give the same bytes, other
// facts other bytes.
func TestBlobsAreEqualIfYearsAre(t *testing.T) {
	b := hundred()
	one, two := b.year(2026, "2026-12-31").AppendBinary(nil), b.year(2026, "2026-12-31").AppendBinary(nil)
	b.on("2026-12-30", &fact.CareGiven{Members: 1, Way: "visit"})
	three := b.year(2026, "2026-12-31").AppendBinary(nil)
	if !bytes.Equal(one, two) || bytes.Equal(one, three) {
		t.Error("bytes and years do not agree")
	}
	y, err := ReadYear(three)
	if err != nil || y.Months[sCare][11] != 1 || standard.SeriesWords[sCare].Name == "" {
		t.Errorf("%v, %v", y, err)
	}
}

// BenchmarkBlob writes and reads the year of a branch of twelve.
func BenchmarkBlob(b *testing.B) {
	y := hundred().year(2026, "2026-12-31")
	blob := y.AppendBinary(nil)
	b.Run("write", func(b *testing.B) {
		b.ReportAllocs()
		var dst []byte
		for b.Loop() {
			dst = y.AppendBinary(dst[:0])
		}
	})
	b.Run("read", func(b *testing.B) {
		b.ReportAllocs()
		var r YearReader
		for b.Loop() {
			if _, err := r.Read(blob); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(len(blob)), "bytes")
	})
	b.Run("head", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := HeadOf(blob); err != nil {
				b.Fatal(err)
			}
		}
	})
}
