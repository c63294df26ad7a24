package party

import "errors"

// An IDNumber (公民身份号码) is an 18-character number of GB 11643-1999 whose
// date exists and whose check character is right. It is personal data: it never
// enters a fact, a log or a view.
type IDNumber string

// What may be wrong with an ID number. All but ErrIDCheck say that the text is
// not one; ErrIDCheck may be overridden by a person who holds the paper, since
// numbers corrected by hand exist.
var (
	ErrIDOld    = errors.New("这是 15 位的旧号码，2013 年起已经停用；请按身份证填 18 位号码")
	ErrIDLength = errors.New("身份证号要有 18 位；请按身份证核对，看看是不是少抄或多抄了")
	ErrIDDigits = errors.New("身份证号前 17 位只能是数字，最后一位是数字或 X；请按身份证核对")
	ErrIDDate   = errors.New("身份证号第 7 至 14 位应当是出生年月日，这一天并不存在；请按身份证核对")
	ErrIDCheck  = errors.New("身份证号最后一位校验不符，多半有一位抄错了；请按身份证核对，确认无误可以人工放行")
)

// ParseIDNumber reads an ID number of 18 characters. The area code is not
// looked up: codes of abolished areas stay valid. On ErrIDCheck the number is
// returned with the error.
func ParseIDNumber(s string) (IDNumber, error) {
	if len(s) == 15 && leadingDigits(s) == 15 {
		return "", ErrIDOld
	}
	if len(s) != 18 {
		return "", ErrIDLength
	}
	last := s[17]
	if last == 'x' {
		last = 'X'
	}
	if leadingDigits(s[:17]) != 17 || last != 'X' && (last < '0' || last > '9') {
		return "", ErrIDDigits
	}
	id := IDNumber(s[:17] + string(rune(last)))
	if y, m, d := id.born(); y < 1800 || m < 1 || m > 12 || d < 1 || d > DaysIn(y, m) {
		return "", ErrIDDate
	}
	if idCheck(s[:17]) != last {
		return id, ErrIDCheck
	}
	return id, nil
}

// idCheck returns the check character of 17 digits: ISO 7064 MOD 11-2.
func idCheck(s string) byte {
	weights := [...]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += int(s[i]-'0') * w
	}
	return "10X98765432"[sum%11]
}

// leadingDigits counts the digits that s begins with.
func leadingDigits(s string) int {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return i
		}
	}
	return len(s)
}

// born returns the year, month and day that the number carries, zeros if none.
func (id IDNumber) born() (y, m, d int) {
	if len(id) != 18 || leadingDigits(string(id)) < 17 {
		return 0, 0, 0
	}
	y, _ = digits(string(id[6:10]))
	m, _ = digits(string(id[10:12]))
	d, _ = digits(string(id[12:14]))
	return y, m, d
}

// Birth returns the date of birth that the number carries, NoDate if it lies
// before 1900. The date in the personal file may differ from it (SJ-15).
func (id IDNumber) Birth() Date { return DateOf(id.born()) }

// Masked returns the last four characters with the rest hidden, the only form
// that is shown by default (SJ-62).
func (id IDNumber) Masked() string {
	if len(id) != 18 {
		return "******************"
	}
	return "**************" + string(id[14:])
}

// String returns the masked form, so that a log line or a message cannot leak
// the number by accident. Convert to string for the number itself.
func (id IDNumber) String() string { return id.Masked() }
