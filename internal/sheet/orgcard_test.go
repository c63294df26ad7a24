package sheet

import (
	"bytes"
	"fmt"
	"testing"

	"qiangji/internal/party"
)

// TestLostCreditCode: a code of 18 digits that became a number has lost three of
// them. It does not come in where what is left passes its check, nor through the
// workbook of refused rows, unmended and marked as looked at.
func TestLostCreditCode(t *testing.T) {
	code := ""
	for n := int64(911101050000000); code == ""; n++ {
		if s := fmt.Sprintf("%d000", n); len(s) == 18 {
			if _, err := party.ParseCreditCode(s); err == nil {
				code = s
			}
		}
	}
	var number int64
	_, err := fmt.Sscan(code, &number)
	must(t, err)
	r := load(t, book(t, tab{name: "组织", rows: [][]any{{"党组织名称", "领域", "统一社会信用代码", "已核对"}, {"柳树村党支部", "村", float64(number), "是"}}}), testOptions())
	wantProblems(t, r, "组织!C2 credit_code")
	wantText(t, r, "后三位已经丢了")
	var buf bytes.Buffer
	must(t, r.WriteRefused(&buf))
	wantCounts(t, load(t, buf.Bytes(), testOptions()), 0, 0, 1)
	r = load(t, book(t, tab{name: "组织", rows: [][]any{{"党组织名称", "领域", "统一社会信用代码"}, {"柳树村党支部", "村", code}}}), testOptions())
	wantCounts(t, r, 1, 0, 0) // written as text it is whole
}
