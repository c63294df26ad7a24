package party

import (
	"errors"
	"testing"
)

func TestParseCreditCode(t *testing.T) {
	for _, c := range []struct {
		in   string
		want CreditCode
		err  error
	}{
		{"91350100M000100Y43", "91350100M000100Y43", nil}, // the example of the standard
		{"91350100m000100y43", "91350100M000100Y43", nil},
		{"91350100M000100Y42", "", ErrCreditCheck},
		{"91350100M000100I43", "", ErrCreditDigits},
		{"91350100M000100-43", "", ErrCreditDigits},
		{"91350100M000100Y4", "", ErrCreditLength},
		{"", "", ErrCreditLength},
		{"ſſſſſſſſſ", "", ErrCreditDigits}, // 18 bytes that shrink when capitalised
	} {
		got, err := ParseCreditCode(c.in)
		if got != c.want || !errors.Is(err, c.err) {
			t.Errorf("ParseCreditCode(%q) = %q, %v; want %q, %v", c.in, got, err, c.want, c.err)
		}
	}
}

func TestCreditCodeNoticesSlips(t *testing.T) {
	const good = "91350100M000100Y43"
	for i := range len(good) {
		for j := range len(creditDigits) {
			b := []byte(good)
			b[i] = creditDigits[j]
			if _, err := ParseCreditCode(string(b)); (err == nil) != (string(b) == good) {
				t.Errorf("%s: %v", b, err)
			}
		}
	}
}
