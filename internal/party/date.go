package party

import (
	"errors"
	"fmt"
	"strconv"
	"time"
)

// A Date (日期) is a calendar day, counted from 1900-01-01 (day 1) to
// 2199-12-31. The zero value is NoDate. In text it is 2006-01-02.
type Date int32

// NoDate says that there is no date. Its text is empty.
const NoDate Date = 0

// lastDay is 2199-12-31.
const lastDay Date = 109573

// unixZero is the number of 1970-01-01.
const unixZero = 25568

// What is wrong with the text of a date: it is not written as one, or is one that
// the calendar does not have.
var (
	ErrDate  = errors.New("日期要写成 2026-03-05 这样（年-月-日），年份在 1900 至 2199 之间")
	ErrNoDay = errors.New("日历上没有这一天，请核对")
)

// DateOf returns the day y-m-d, or NoDate if there is no such day.
func DateOf(y, m, d int) Date {
	if y < 1900 || y > 2199 || m < 1 || m > 12 || d < 1 || d > DaysIn(y, m) {
		return NoDate
	}
	return civil(y, m, d)
}

// DateIn returns the day on which the instant t falls in Asia/Shanghai
// (UTC+8, without summer time), the zone in which every duty is counted.
func DateIn(t time.Time) Date {
	local := t.Unix() + 8*3600
	return Date((local-mod(local, 86400))/86400 + unixZero)
}

func mod(a, b int64) int64 { return (a%b + b) % b }

// civil counts the day in the proleptic Gregorian calendar.
func civil(y, m, d int) Date {
	if m <= 2 {
		y--
	}
	era := y / 400
	yoe := y - era*400
	mp := (m + 9) % 12
	doy := (153*mp+2)/5 + d - 1
	doe := yoe*365 + yoe/4 - yoe/100 + doy
	return Date(era*146097 + doe - 719468 + unixZero)
}

// YMD returns year, month (1–12) and day (1–31).
func (d Date) YMD() (y, m, day int) {
	z := int(d) - unixZero + 719468
	era := z / 146097
	doe := z - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	day = doy - (153*mp+2)/5 + 1
	m = mp + 3
	if m > 12 {
		m -= 12
	}
	y = yoe + era*400
	if m <= 2 {
		y++
	}
	return y, m, day
}

// Year returns the calendar year.
func (d Date) Year() int { y, _, _ := d.YMD(); return y }

// Month returns the month, 1 to 12.
func (d Date) Month() int { _, m, _ := d.YMD(); return m }

// Valid reports whether d is a real day within the accepted range.
func (d Date) Valid() bool { return d > NoDate && d <= lastDay }

// AddDays returns the day n days later.
func (d Date) AddDays(n int) Date { return d + Date(n) }

// AddMonths returns the same day of the month n months later; where that month
// is shorter, its last day (31 Aug + 6 months = 28 or 29 Feb). TR-42.
func (d Date) AddMonths(n int) Date {
	y, m, day := d.YMD()
	t := y*12 + m - 1 + n
	y, m = t/12, t%12+1
	if last := DaysIn(y, m); day > last {
		day = last
	}
	return civil(y, m, day)
}

// AddYears returns the anniversary n years later; 29 Feb falls on 28 Feb in
// common years. TR-42.
func (d Date) AddYears(n int) Date { return d.AddMonths(12 * n) }

// Weekday returns 0 for Sunday to 6 for Saturday.
func (d Date) Weekday() int { return int(mod(int64(d)-unixZero+4, 7)) }

// DaysIn returns the number of days of month m (1–12) of year y.
func DaysIn(y, m int) int {
	switch m {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// ParseDate reads 2006-01-02, exactly ten ASCII characters; the error is ErrDate or
// ErrNoDay.
func ParseDate(s string) (Date, error) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return NoDate, ErrDate
	}
	y, ok1 := digits(s[:4])
	m, ok2 := digits(s[5:7])
	d, ok3 := digits(s[8:])
	day := DateOf(y, m, d)
	switch {
	case !ok1 || !ok2 || !ok3 || y < 1900 || y > 2199:
		return NoDate, ErrDate
	case day == NoDate:
		return NoDate, ErrNoDay
	}
	return day, nil
}

func digits(s string) (int, bool) {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}

// String returns 2006-01-02, or "" for NoDate.
func (d Date) String() string {
	if d == NoDate {
		return ""
	}
	y, m, day := d.YMD()
	return fmt.Sprintf("%04d-%02d-%02d", y, m, day)
}

// Chinese returns 2006年1月2日, or 「未填」 for NoDate.
func (d Date) Chinese() string {
	if d == NoDate {
		return "未填"
	}
	y, m, day := d.YMD()
	return strconv.Itoa(y) + "年" + strconv.Itoa(m) + "月" + strconv.Itoa(day) + "日"
}

// IsZero reports whether there is no date; encoders omit such a field.
func (d Date) IsZero() bool { return d == NoDate }

// MarshalText writes String.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote; empty text is NoDate.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = NoDate
		return nil
	}
	v, err := ParseDate(string(b))
	*d = v
	return err
}
