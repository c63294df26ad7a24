package sheet

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"qiangji/internal/party"
)

// A when is what a cell says about a day. A zero part is not said.
type when struct {
	y, m, d int
	serial  bool // the cell holds a bare number, read as the program counts days
	hidden  bool // the year is in the cell but not shown
}

// A dateFault says why a text or number is no day.
type dateFault int

const (
	fine       dateFault = iota
	notDate              // nothing of the kind
	noSuchDay            // 2026-02-30
	shortYear            // 26.3.5
	dayFirst             // 5/3/2026
	aPeriod              // 3月5日至7日
	octoberTen           // the number 2026.1: January or October
	farOff               // the serial of a day before 1910 or after 2199
)

// parseCell reads a cell of a column of days or months.
func parseCell(c *cell, from1904 bool) (when, dateFault) {
	switch c.kind {
	case number:
		return parseSerial(c, from1904)
	case isoDay, text:
		return parseWhen(c.text)
	}
	return when{}, notDate
}

// parseSerial reads a number: a day counted from 1900 or 1904, or a day or
// month typed as a number.
func parseSerial(c *cell, from1904 bool) (when, dateFault) {
	v, ok := c.value()
	if !ok {
		return when{}, notDate
	}
	if c.shape == plain {
		switch {
		case v >= 1900 && v < 2200:
			return yearAndMonth(v, c.show())
		case v >= 190001 && v <= 219912 || v >= 19000101 && v <= 21991231:
			return parseDigits(c.show())
		}
	}
	if v < 0 || v > 1e6 {
		return when{}, farOff
	}
	days := int(math.Floor(v))
	if from1904 {
		days += 1462
	}
	// Excel counts a 29 February 1900 that never was; from March on it is one
	// ahead of the Date.
	day := party.Date(days - 1)
	if days < 3654 || !day.Valid() {
		return when{}, farOff
	}
	y, m, d := day.YMD()
	w := when{y: y, m: m, d: d, serial: c.shape == plain || c.shape == clockShape || c.shape == percentShape}
	switch c.shape {
	case monthShape:
		w.d = 0
	case yearShape:
		w.m, w.d = 0, 0
	case dateShape:
		w.hidden = true
	}
	return w, fine
}

// yearAndMonth reads 2026, 2026.03 or 2026.11 typed as a number. 2026.1 may
// have been 2026.10.
func yearAndMonth(v float64, s string) (when, dateFault) {
	whole, frac, _ := strings.Cut(s, ".")
	if frac == "1" {
		return when{y: int(v)}, octoberTen
	}
	m, err := strconv.Atoi("0" + frac)
	y, err2 := strconv.Atoi(whole)
	if err != nil || err2 != nil || m > 12 {
		return when{}, notDate
	}
	return when{y: y, m: m}, fine
}

func parseDigits(s string) (when, dateFault) {
	n, err := strconv.Atoi(s)
	switch {
	case err != nil:
		return when{}, notDate
	case n == 0 || len(s) > 4 && s[0] == '0':
		return when{}, noSuchDay
	case len(s) == 8:
		return checked(when{y: n / 10000, m: n / 100 % 100, d: n % 100})
	case len(s) == 6:
		return checked(when{y: n / 100, m: n % 100})
	case len(s) == 4:
		return checked(when{y: n})
	}
	return when{}, notDate
}

// checked refuses years, months and days that do not exist. A month is said
// where a day is, and a year or a month always.
func checked(w when) (when, dateFault) {
	y := w.y
	if y == 0 {
		y = 2000 // 29 February may exist
	}
	switch {
	case y < 1900 || y > 2199, w.m < 0 || w.m > 12, w.d < 0, w.m == 0 && (w.d > 0 || w.y == 0),
		w.m > 0 && w.d > party.DaysIn(y, w.m):
		return when{}, noSuchDay
	}
	return w, fine
}

// parseWhen reads what people type for a day or a month.
func parseWhen(s string) (when, dateFault) {
	s = trimClock(arabic(clean(s)))
	if s == "" {
		return when{}, notDate
	}
	if strings.ContainsAny(s, "至到~") || strings.Count(s, "日") > 1 || strings.Count(s, "年") > 1 {
		return when{}, aPeriod
	}
	if w, fault := parseDigits(s); fault == fine || len(s) == 8 && fault == noSuchDay {
		return w, fault
	}
	groups, ok := dateGroups(s)
	if !ok {
		return when{}, notDate
	}
	return fromGroups(groups, strings.Contains(s, "年"), strings.Contains(s, "月"))
}

// weekday is what may stand in brackets behind a day; anything else there may
// change what the day means (农历, 预备).
var weekday = regexp.MustCompile(`\((?:星期|周|礼拜)?[1-7一二三四五六日天]\)|\((?:上|下|中)午\)`)

// trimClock cuts the time of day and the day of the week.
func trimClock(s string) string {
	if i := strings.IndexByte(s, 'T'); i == 10 {
		s = s[:i]
	}
	s = weekday.ReplaceAllString(s, "")
	for _, mark := range []string{"上午", "下午", "中午", "晚", "早", "凌晨", "星期", "周"} {
		if i := strings.Index(s, mark); i > 0 {
			s = s[:i]
		}
	}
	if i := strings.IndexByte(s, ':'); i > 0 {
		for i > 0 && s[i-1] >= '0' && s[i-1] <= '9' {
			i--
		}
		s = s[:i]
		if !strings.HasSuffix(s, " ") && !strings.HasSuffix(s, "日") && !strings.HasSuffix(s, "号") {
			return ""
		}
	}
	return strings.ReplaceAll(strings.TrimSpace(s), " ", "")
}

// dateGroups cuts a date into its numbers.
func dateGroups(s string) ([]string, bool) {
	s = strings.TrimRight(s, "日号.份度/-")
	fields := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("./-—–年月、,。", r) })
	if len(fields) == 0 || len(fields) > 3 {
		return nil, false
	}
	for _, f := range fields {
		if len(f) > 4 || strings.Trim(f, "0123456789") != "" {
			return nil, false
		}
	}
	return fields, true
}

func fromGroups(groups []string, hasYear, hasMonth bool) (when, dateFault) {
	n := make([]int, len(groups))
	for i, g := range groups {
		n[i], _ = strconv.Atoi(g) // dateGroups let digits through only
		if n[i] == 0 {
			return when{}, noSuchDay
		}
	}
	long := len(groups[0]) == 4
	switch {
	case len(n) == 3 && long:
		return checked(when{y: n[0], m: n[1], d: n[2]})
	case len(n) == 3 && len(groups[2]) == 4:
		return when{}, dayFirst
	case len(n) == 3, !long && hasYear:
		return when{}, shortYear
	case len(n) == 2 && long:
		return checked(when{y: n[0], m: n[1]})
	case len(n) == 2 && len(groups[1]) <= 2:
		return checked(when{m: n[0], d: n[1]})
	case len(n) == 1 && hasMonth && !long:
		return checked(when{m: n[0]})
	case len(n) == 1 && hasYear && long:
		return checked(when{y: n[0]})
	}
	return when{}, notDate
}

// date is the day itself, where all parts are known.
func (w when) date() party.Date { return party.DateOf(w.y, w.m, w.d) }

// month is 2026-03, where both parts are known.
func (w when) month() string {
	return party.Monthly.WindowAt(party.DateOf(w.y, w.m, 1)).String()
}
