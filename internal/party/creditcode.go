package party

import (
	"errors"
	"strings"
)

// A CreditCode (统一社会信用代码) is the 18-character code of a legal person after
// GB 32100-2015 with the right check character (SJ-43).
type CreditCode string

// What may be wrong with a credit code.
var (
	ErrCreditLength = errors.New("统一社会信用代码要有 18 位；请按证照核对")
	ErrCreditDigits = errors.New("统一社会信用代码只用数字和大写字母，没有 I、O、S、V、Z；请按证照核对")
	ErrCreditCheck  = errors.New("统一社会信用代码最后一位校验不符，多半有一位抄错了；请按证照核对")
)

// creditDigits is the 31 characters in the order of their values.
const creditDigits = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// ParseCreditCode reads a credit code; small letters are taken as capitals.
func ParseCreditCode(s string) (CreditCode, error) {
	if len(s) != 18 {
		return "", ErrCreditLength
	}
	code := []byte(s)
	sum, weight := 0, 1
	for i, c := range code {
		if c >= 'a' && c <= 'z' {
			c -= 'a' - 'A'
			code[i] = c
		}
		v := strings.IndexByte(creditDigits, c)
		if v < 0 {
			return "", ErrCreditDigits
		}
		if i < 17 {
			sum += v * weight
			weight = weight * 3 % 31
		}
	}
	if creditDigits[(31-sum%31)%31] != code[17] {
		return "", ErrCreditCheck
	}
	return CreditCode(code), nil
}
