package party

import (
	"encoding/json"
	"math"
	"math/big"
	"testing"
)

func TestParseDecimal(t *testing.T) {
	for in, want := range map[string]string{
		"0": "0", "18": "18", "18.5": "18.5", "18.50": "18.5", "-0.25": "-0.25", "-0": "0",
		"0.0001": "0.0001", "1000000000000": "1000000000000", "-1000000000000": "-1000000000000",
		"007": "7", "3.1400": "3.14",
	} {
		d, err := ParseDecimal(in)
		if err != nil || d.String() != want {
			t.Errorf("ParseDecimal(%q) = %s, %v; want %s", in, d, err, want)
		}
	}
	for _, in := range []string{"", "-", ".", ".5", "5.", "1.23456", "1e3", "+1", "--1", "1,000", "１", " 1", "1 ",
		"1000000000000.0001", "99999999999999", "1.2.3", "0x1", "NaN"} {
		if d, err := ParseDecimal(in); err == nil {
			t.Errorf("ParseDecimal(%q) = %s, want an error", in, d)
		}
	}
}

func TestDecimalJSON(t *testing.T) {
	for in, want := range map[string]string{`"18.50"`: `"18.5"`, `18.5`: `"18.5"`, `-3`: `"-3"`} {
		var d Decimal
		if err := json.Unmarshal([]byte(in), &d); err != nil {
			t.Fatal(err)
		}
		if out, err := json.Marshal(d); err != nil || string(out) != want {
			t.Errorf("%s came back as %s, %v; want %s", in, out, err, want)
		}
	}
	for _, in := range []string{`1e3`, `""`, `true`, `"a"`} {
		var d Decimal
		if err := json.Unmarshal([]byte(in), &d); err == nil {
			t.Errorf("%s is taken as %s", in, d)
		}
	}
}

func TestInt(t *testing.T) {
	if Int(-3) != -3*DecimalUnit || Int(0) != 0 || Int(7).String() != "7" {
		t.Error("Int is off")
	}
}

func FuzzDecimal(f *testing.F) {
	for _, s := range []string{"18.5", "-0.25", "1000000000000", "99999999999999999999", "0.00001"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDecimal(s)
		if err != nil {
			return
		}
		again, err := ParseDecimal(d.String())
		if err != nil || again != d {
			t.Fatalf("%q became %s became %s (%v)", s, d, again, err)
		}
		want, ok := new(big.Rat).SetString(s)
		if !ok || want.Cmp(big.NewRat(int64(d), int64(DecimalUnit))) != 0 {
			t.Fatalf("%q is %v, not %s", s, want, d)
		}
		if d > MaxDecimal || d < -MaxDecimal || int64(d) == math.MinInt64 {
			t.Fatalf("%q is out of range", s)
		}
	})
}
