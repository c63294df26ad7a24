package party

import (
	"testing"
	"time"
)

func TestDateAgainstTheStandardLibrary(t *testing.T) {
	start := time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)
	for d := Date(1); d <= lastDay; d++ {
		want := start.AddDate(0, 0, int(d)-1)
		y, m, day := d.YMD()
		if y != want.Year() || m != int(want.Month()) || day != want.Day() || d.Weekday() != int(want.Weekday()) {
			t.Fatalf("day %d is %04d-%02d-%02d, want %s", d, y, m, day, want.Format(time.DateOnly))
		}
		if DateOf(y, m, day) != d {
			t.Fatalf("DateOf(%d,%d,%d) = %d, want %d", y, m, day, DateOf(y, m, day), d)
		}
	}
	if got := lastDay.String(); got != "2199-12-31" {
		t.Errorf("last day is %s", got)
	}
}

func TestDateInShanghai(t *testing.T) {
	for in, want := range map[string]string{
		"2026-03-05T15:59:59Z": "2026-03-05",
		"2026-03-05T16:00:00Z": "2026-03-06",
		"1969-12-31T15:59:59Z": "1969-12-31",
	} {
		at, _ := time.Parse(time.RFC3339, in)
		if got := DateIn(at).String(); got != want {
			t.Errorf("DateIn(%s) = %s, want %s", in, got, want)
		}
	}
}

func TestTR42_MonthEndArithmetic(t *testing.T) {
	for _, c := range []struct {
		from   string
		months int
		want   string
	}{
		{"2024-02-29", 12, "2025-02-28"},
		{"2024-02-29", 48, "2028-02-29"},
		{"2025-08-31", 6, "2026-02-28"},
		{"2023-08-31", 6, "2024-02-29"},
		{"2026-03-31", -1, "2026-02-28"},
		{"2026-01-15", -13, "2024-12-15"},
	} {
		d, _ := ParseDate(c.from)
		if got := d.AddMonths(c.months).String(); got != c.want {
			t.Errorf("%s + %d months = %s, want %s", c.from, c.months, got, c.want)
		}
	}
}

func TestParseDateRefuses(t *testing.T) {
	for want, texts := range map[error][]string{
		ErrDate:  {"", "2026-2-3", "1899-12-31", "2200-01-01", "2026/02/03", "２０２６-02-03", "2026-02-03 ", "2026-0a-03"},
		ErrNoDay: {"2026-02-30", "2026-13-01", "2026-06-31", "2026-00-10"},
	} {
		for _, s := range texts {
			if d, err := ParseDate(s); err != want || d != NoDate {
				t.Errorf("ParseDate(%q) = %s, %v, want %v", s, d, err, want)
			}
		}
	}
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"2026-03-05", "2024-02-29", "0000-00-00", "2026-13-01"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDate(s)
		if err == nil && d.String() != s {
			t.Fatalf("%q came back as %q", s, d)
		}
	})
}
