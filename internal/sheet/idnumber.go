package sheet

import (
	"errors"
	"strings"

	"qiangji/internal/party"
)

// What may be wrong with the cell of an ID number, beside what package party
// finds wrong with the number itself.
var (
	errIDPrecision = errors.New("身份证号存成了数字，后三位已经丢了，软件补不回来")
	errIDMasked    = errors.New("身份证号被遮住了几位（有 * 或几个 X）")
	errIDZeros     = errors.New("身份证号末三位是 000，同一栏里别的号码丢了后三位，这一个多半也丢了")
)

// asLost stands in the workbook of refused rows behind a number that lost its
// last digits: written as text it would look like any other.
const asLost = "（后三位丢了）"

// idNumber reads the cell of a 公民身份号码. A number cell holds 15 digits at
// most: whatever stood behind them is gone. Apostrophes and blanks are dropped.
// On party.ErrIDCheck the number is returned with the error.
func idNumber(c *cell) (party.IDNumber, error) {
	s := strings.Trim(compact(c.show()), "='’‘`\"“”") // ="…" keeps a number as text in CSV
	if c.kind == number {
		if s = strings.TrimSuffix(s, ".0"); len(s) > 15 {
			return "", errIDPrecision
		}
	}
	upper := strings.ToUpper(s)
	switch {
	case strings.ContainsAny(s, "*#?＊") || strings.Count(upper, "X") > 1:
		return "", errIDMasked
	case strings.Contains(upper, "E+"), strings.HasSuffix(s, clean(asLost)):
		return "", errIDPrecision
	}
	id, err := party.ParseIDNumber(s)
	if errors.Is(err, party.ErrIDCheck) && endsInZeros(s) {
		return "", errIDPrecision
	}
	return id, err
}

// isLost reports a cell whose number has lost its last digits.
func isLost(c *cell) bool {
	if c == nil || c.kind != number && c.kind != text {
		return false
	}
	_, err := idNumber(c)
	return errors.Is(err, errIDPrecision)
}

func endsInZeros(s string) bool { return strings.HasSuffix(s, "000") }

// losesNumbers reports whether some number in the table has lost its last
// digits. Of ten lost ones about one passes its check all the same; where others
// are lost, one that ends in 000 is a question.
func (t *table) losesNumbers() bool {
	if t.looked {
		return t.loses
	}
	t.looked = true
	col := t.column[fID]
	for i := t.from; i < t.to && !t.loses; i++ {
		t.loses = isLost(t.grid.at(i, col))
	}
	return t.loses
}

// noNumber is what stands for having none.
var noNumber = map[string]bool{"无": true, "暂无": true, "待补": true, "空": true, "/": true, "-": true, "": true}

// sayID says what is wrong; what to do is mendID's.
func sayID(err error) string {
	what, _, _ := strings.Cut(err.Error(), "；")
	return what
}

// mendID says what to do about an error of idNumber.
func mendID(err error) string {
	switch {
	case errors.Is(err, errIDPrecision):
		return "先把这一列的单元格格式设为“文本”，再按身份证重新输入这个号码；只改格式、不重新输入是不行的，写「已核对」也不行"
	case errors.Is(err, errIDZeros):
		return "对照身份证核对后三位。不是这个号码的，改正；确实就是这个号码的，在本行「已核对」栏写“是”，再导入"
	case errors.Is(err, errIDMasked):
		return "按身份证填写完整的 18 位号码；手头没有的，这一格先留空"
	case errors.Is(err, party.ErrIDCheck):
		return "对照身份证逐位核对。确实就是这个号码的，在本行「已核对」栏写“是”，再导入"
	}
	return "对照身份证改正；手头没有身份证的，这一格先留空"
}

// sexOf is 男 or 女 by the 17th digit.
func sexOf(id party.IDNumber) string {
	if id[16]%2 == 1 {
		return "男"
	}
	return "女"
}

// tail is how a message names an ID number: its last four characters.
func tail(id string) string {
	if len(id) < 4 {
		return "尾号不详"
	}
	return "尾号 " + id[len(id)-4:]
}
