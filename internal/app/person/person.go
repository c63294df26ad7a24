package person

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode"
	"unicode/utf8"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// A Person (人员) is what the facts do not hold: who a MemberID is. It is personal data.
type Person struct {
	Member    party.MemberID `json:"member" zh:"人员编号"`
	Org       party.OrgID    `json:"org" zh:"所在党组织"`
	Name      string         `json:"name" zh:"姓名"`
	IDNumber  string         `json:"id_number,omitempty" zh:"身份证号"`
	Checked   bool           `json:"checked,omitempty" zh:"已核对"` // the number's last character is wrong, and a person let it pass
	Sex       string         `json:"sex,omitempty" zh:"性别"`      // 男, 女
	Nation    string         `json:"nation,omitempty" zh:"民族"`   // 汉族
	Birth     string         `json:"birth,omitempty" zh:"出生日期"`  // 1980-05-01, or 1980-05
	Education string         `json:"education,omitempty" zh:"学历"`
	Phone     string         `json:"phone,omitempty" zh:"联系电话"`
	Address   string         `json:"address,omitempty" zh:"家庭住址"`
	AwayTo    string         `json:"away_to,omitempty" zh:"外出流向"` // 外出流向
}

// A Card (党组织登记卡) is what the national collection asks of an organisation and the
// facts do not hold; a contact is a person, so it is kept as persons are.
type Card struct {
	Org       party.OrgID `json:"org" zh:"党组织编号"`
	Name      string      `json:"name" zh:"党组织名称"`
	Contact   string      `json:"contact,omitempty" zh:"联系人"`
	Phone     string      `json:"phone,omitempty" zh:"联系电话"`
	Situation string      `json:"situation,omitempty" zh:"党组织所在单位情况"`
	Unit      string      `json:"unit,omitempty" zh:"单位名称"`
	Nature    string      `json:"nature,omitempty" zh:"单位性质类别"`
	Status    string      `json:"status,omitempty" zh:"单位建立党组织情况"`
	Credit    string      `json:"credit,omitempty" zh:"统一社会信用代码"`
}

// Limits of what is kept of a person, in characters.
const (
	MaxName = 64
	MaxText = 2000 // of any other field
)

// Check returns what is wrong with p: the field, and how to mend it. It never repeats
// what the field holds.
func (p *Person) Check() []fact.Problem {
	var found []fact.Problem
	wrong := func(field, message string) { found = append(found, fact.Problem{Field: field, Message: message}) }
	if !party.PlainID(string(p.Member)) {
		wrong("member", "「人员编号」只用英文字母、数字和 - _ . :，请用系统里的编号")
	}
	if p.Org != "" && !party.GoodID(string(p.Org)) {
		wrong("org", "「所在党组织」要写系统里的编号")
	}
	if message := checkName(p.Name); message != "" {
		wrong("name", message)
	}
	if p.IDNumber != "" {
		id, err := party.ParseIDNumber(p.IDNumber)
		if err != nil && !(p.Checked && errors.Is(err, party.ErrIDCheck)) {
			wrong("id_number", "「身份证号」"+err.Error())
		} else if string(id) != p.IDNumber {
			wrong("id_number", "「身份证号」最后的 X 要大写")
		}
	}
	if p.Sex != "" && p.Sex != "男" && p.Sex != "女" {
		wrong("sex", "「性别」只能是男或女，不知道的留空")
	}
	for _, f := range []struct{ field, label, value string }{
		{"nation", "民族", p.Nation}, {"birth", "出生日期", p.Birth}, {"education", "学历", p.Education},
		{"phone", "联系电话", p.Phone}, {"address", "家庭住址", p.Address}, {"away_to", "外出流向", p.AwayTo},
	} {
		if message := checkText(f.value); message != "" {
			wrong(f.field, "「"+f.label+"」"+message)
		}
	}
	return found
}

// check is Check of a card.
func (c *Card) check() []fact.Problem {
	var found []fact.Problem
	if !party.GoodID(string(c.Org)) {
		found = append(found, fact.Problem{Field: "org", Message: "「党组织编号」要写系统里的编号"})
	}
	for _, f := range []struct{ field, label, value string }{
		{"name", "党组织名称", c.Name}, {"contact", "联系人", c.Contact}, {"phone", "联系电话", c.Phone},
		{"situation", "党组织所在单位情况", c.Situation}, {"unit", "单位名称", c.Unit}, {"nature", "单位性质类别", c.Nature},
		{"status", "单位建立党组织情况", c.Status}, {"credit", "统一社会信用代码", c.Credit},
	} {
		if message := checkText(f.value); message != "" {
			found = append(found, fact.Problem{Field: f.field, Message: "「" + f.label + "」" + message})
		}
	}
	return found
}

// checkName says what is wrong with a name. All scripts and planes are taken; private-use
// characters too, for some names are written only so.
func checkName(s string) string {
	switch n := utf8.RuneCountInString(s); {
	case s == "":
		return "「姓名」没有填，请按身份证补上"
	case n > MaxName:
		return fmt.Sprintf("「姓名」有 %d 个字，最多 %d 个；请按身份证填写", n, MaxName)
	case utf8.ValidString(s) && s != Canonical(s):
		return "「姓名」里有多余的空格，或者间隔号不是“·”，请按身份证重新填写"
	}
	return unseen("「姓名」", s)
}

func checkText(s string) string {
	if n := utf8.RuneCountInString(s); n > MaxText {
		return fmt.Sprintf("有 %d 个字，最多 %d 个；请写短一些", n, MaxText)
	}
	return unseen("", s)
}

func unseen(label, s string) string {
	if !utf8.ValidString(s) || bytes.ContainsFunc([]byte(s), shapeless) {
		return label + "里有乱码或看不见的字符，请删掉重新输入"
	}
	return ""
}

// shapeless reports characters that nobody sees and that make two names look alike:
// controls, bidirectional and zero-width marks, variation selectors. Those that Mongolian
// is written with are none.
func shapeless(r rune) bool {
	switch {
	case r >= 0x180B && r <= 0x180F:
		return false
	case r >= 0xFE00 && r <= 0xFE0F, r >= 0xE0100 && r <= 0xE01EF, r == 0x115F, r == 0x1160, r == 0x3164:
		return true
	}
	return r == unicode.ReplacementChar || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

// boxStep is the padding of a sealed text: its length would tell how long a name is.
const boxStep = 256

// mustEncode writes a person or a card as JSON, padded with blanks.
func mustEncode(v any) []byte {
	b := &bytes.Buffer{}
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic("person: plain fields do not marshal: " + err.Error())
	}
	if odd := b.Len() % boxStep; odd != 0 {
		b.Write(bytes.Repeat([]byte{' '}, boxStep-odd))
	}
	return b.Bytes()
}

// decode reads what mustEncode wrote. A field that this program does not know is an error:
// writing the row again would lose it.
func decode(data []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more than one value")
	}
	return nil
}
