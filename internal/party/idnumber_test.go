package party

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestParseIDNumber(t *testing.T) {
	for _, c := range []struct {
		in   string
		want string
		err  error
	}{
		{"11010519491231002X", "11010519491231002X", nil}, // the two examples of the standard
		{"440524188001010014", "440524188001010014", nil},
		{"11010519491231002x", "11010519491231002X", nil},
		{"000000194912310021", "000000194912310021", ErrIDCheck},
		{"110105194912310021", "110105194912310021", ErrIDCheck},
		{"110105491231002", "", ErrIDOld},
		{"11010549123100a", "", ErrIDLength},
		{"", "", ErrIDLength},
		{"11010519491231002", "", ErrIDLength},
		{"1101051949123100２X", "", ErrIDLength}, // a full-width digit is the sheet's to mend
		{"1101051949123100-X", "", ErrIDDigits},
		{"11010519491231002A", "", ErrIDDigits},
		{"110105194913310021", "", ErrIDDate},
		{"110105202302290021", "", ErrIDDate},
	} {
		got, err := ParseIDNumber(c.in)
		if string(got) != c.want || !errors.Is(err, c.err) {
			t.Errorf("ParseIDNumber(%q) = %q, %v; want %q, %v", c.in, string(got), err, c.want, c.err)
		}
	}
}

func TestIDNumberTakesEveryAreaCode(t *testing.T) {
	for area := range 1000 {
		body := fmt.Sprintf("%06d19491231002", area*1001)
		s := body + string(rune(idCheck(body)))
		if _, err := ParseIDNumber(s); err != nil {
			t.Errorf("%s refused: %v", s, err)
		}
	}
}

// Every single wrong digit and every swap of neighbours is noticed.
func TestIDCheckNoticesSlips(t *testing.T) {
	const good = "11010519491231002X"
	for i := range 17 {
		for d := byte('0'); d <= '9'; d++ {
			b := []byte(good)
			if b[i] == d {
				continue
			}
			b[i] = d
			if _, err := ParseIDNumber(string(b)); err == nil {
				t.Errorf("%s passes", b)
			}
		}
		b := []byte(good)
		b[i], b[i+1] = b[i+1], b[i]
		if _, err := ParseIDNumber(string(b)); err == nil && string(b) != good {
			t.Errorf("%s passes", b)
		}
	}
}

func TestConduct_C16_IDNumberIsMaskedWherePrinted(t *testing.T) {
	id, err := ParseIDNumber("11010519491231002X")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{id.String(), fmt.Sprint(id), fmt.Sprintf("%s %v %q", id, id, id), id.Masked(), IDNumber("x").Masked()} {
		if strings.Contains(s, "1949") || strings.Contains(s, "110105") {
			t.Errorf("%s shows the number", s)
		}
	}
	for _, err := range []error{ErrIDOld, ErrIDLength, ErrIDDigits, ErrIDDate, ErrIDCheck} {
		if !strings.Contains(err.Error(), "身份证") {
			t.Errorf("%v does not say where to look", err)
		}
	}
}

func TestIDNumberBirth(t *testing.T) {
	for in, want := range map[string]string{
		"11010519491231002X": "1949-12-31", "110105200002290000": "2000-02-29",
		"110105200102290000": "", "short": "", "110105abcd02290000": "",
		"440524188001010014": "", // before our calendar
	} {
		if got := IDNumber(in).Birth().String(); got != want {
			t.Errorf("birth of %s is %s, want %s", in, got, want)
		}
	}
}

func FuzzIDNumber(f *testing.F) {
	for _, s := range []string{"11010519491231002X", "440524188001010014", "110105491231002", "", "ſſſſſſſſſ", "11010519491231002x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		id, err := ParseIDNumber(s)
		if err == nil && (!strings.EqualFold(string(id), s) || len(id.Masked()) != 18) {
			t.Fatalf("%q came back as %q", s, string(id))
		}
		if err != nil && !errors.Is(err, ErrIDCheck) && id != "" {
			t.Fatalf("%q is refused (%v) and returned", s, err)
		}
		code, err := ParseCreditCode(s)
		if err == nil && !strings.EqualFold(string(code), s) {
			t.Fatalf("credit code %q came back as %q", s, code)
		}
	})
}
