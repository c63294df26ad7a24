package main

import (
	"fmt"
	"regexp"
	"strconv"

	"golang.org/x/text/width"

	"qiangji/internal/party"
)

// written is a day as people write one: 2026-06-30, 2026.6.30, 2026/6/30,
// 2026年6月30日.
var written = regexp.MustCompile(`^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?$`)

// readDay reads the day that an option was given; full-width digits are read as
// what they are.
func readDay(flag, text string) (party.Date, error) {
	m := written.FindStringSubmatch(width.Narrow.String(text))
	if m == nil {
		return party.NoDate, usageError{fmt.Sprintf("%s 写的是 %s，看不出是哪一天；要写成 2026-06-30、2026.6.30 或 2026年6月30日", flag, text)}
	}
	y, _ := strconv.Atoi(m[1]) // digits, by the pattern
	month, _ := strconv.Atoi(m[2])
	d, _ := strconv.Atoi(m[3])
	day := party.DateOf(y, month, d)
	if day == party.NoDate {
		return party.NoDate, usageError{fmt.Sprintf("%s 写的是 %s，没有这一天", flag, text)}
	}
	return day, nil
}
