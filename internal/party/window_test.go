package party

import "testing"

func TestPeriod(t *testing.T) {
	march := Period{DateOf(2026, 3, 1), DateOf(2026, 3, 31)}
	for _, c := range []struct {
		day  Date
		want bool
	}{{march.From, true}, {march.To, true}, {march.From - 1, false}, {march.To + 1, false}} {
		if march.Has(c.day) != c.want {
			t.Errorf("Has(%s) = %t", c.day, !c.want)
		}
	}
	if march.Days() != 31 || (Period{march.To, march.From}).Days() != 0 || YearOf(2024).Days() != 366 {
		t.Error("Days is off")
	}
	if got := march.Meet(Period{DateOf(2026, 3, 20), DateOf(2026, 4, 20)}); got.Days() != 12 {
		t.Errorf("Meet = %v", got)
	}
	if got := march.Meet(YearOf(2025)); got.Days() != 0 {
		t.Errorf("Meet of strangers = %v", got)
	}
}

func TestTR48_WindowsAreCalendarWindows(t *testing.T) {
	for _, c := range Cadences {
		for _, y := range []int{1900, 2024, 2026, 2199} {
			next := DateOf(y, 1, 1)
			for _, w := range c.Code.Windows(y) {
				p := w.Period()
				if p.From != next || !p.To.Valid() {
					t.Fatalf("%s begins %s, want %s", w, p.From, next)
				}
				for d := p.From; d <= p.To; d++ {
					if c.Code.WindowAt(d) != w {
						t.Fatalf("%s lies in %s, want %s", d, c.Code.WindowAt(d), w)
					}
				}
				next = p.To + 1
			}
			if want := DateOf(y, 12, 31) + 1; next != want {
				t.Errorf("%s windows of %d end %s", c.Code, y, next)
			}
		}
	}
}

func TestWindowText(t *testing.T) {
	for _, c := range []struct {
		w             Window
		text, chinese string
	}{
		{Window{Monthly, 2026, 2}, "2026-03", "3月"},
		{Window{Monthly, 2026, 11}, "2026-12", "12月"},
		{Window{Quarterly, 2026, 0}, "2026-Q1", "一季度"},
		{Window{Quarterly, 2026, 3}, "2026-Q4", "四季度"},
		{Window{HalfYear, 2026, 1}, "2026-H2", "下半年"},
		{Window{HalfYear, 2026, 0}, "2026-H1", "上半年"},
		{Window{Yearly, 2026, 0}, "2026", "全年"},
	} {
		if c.w.String() != c.text || c.w.Chinese() != c.chinese {
			t.Errorf("%v is %s, %s; want %s, %s", c.w, c.w, c.w.Chinese(), c.text, c.chinese)
		}
		if got, err := ParseWindow(c.text); err != nil || got != c.w {
			t.Errorf("ParseWindow(%s) = %v, %v", c.text, got, err)
		}
	}
	for _, s := range []string{"", "202", "2026-13", "2026-00", "2026-Q5", "2026-Q0", "2026-H3", "2026-3", "26-03",
		"2026-03 ", "2026-q1", "1899-01", "2200", "abcd", "2026-", "２０２６"} {
		if w, err := ParseWindow(s); err == nil {
			t.Errorf("ParseWindow(%q) = %v, want an error", s, w)
		}
	}
}

func TestUnknownCadence(t *testing.T) {
	c := Cadence("week")
	if c.Months() != 0 || c.Windows(2026) != nil || c.WindowAt(DateOf(2026, 1, 1)) != (Window{}) {
		t.Error("an unknown cadence has windows")
	}
}

func FuzzWindow(f *testing.F) {
	for _, s := range []string{"2026-03", "2026-Q1", "2026-H2", "2026", "2026-99"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		w, err := ParseWindow(s)
		if err == nil && w.String() != s {
			t.Fatalf("%q came back as %q", s, w)
		}
	})
}
