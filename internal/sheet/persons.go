package sheet

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"

	kept "qiangji/internal/app/person"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// A Person (人员) is what the facts do not hold: who a MemberID is.
type Person = kept.Person

// A Card (党组织登记卡) is what the facts do not hold of an organisation.
type Card = kept.Card

// PersonsNotice stands in the head of every persons file.
const PersonsNotice = "含个人信息，不得随记录文件一起外传"

const personsVersion = 1

// PersonsFile (人员文件) is the persons and cards with the key of their
// identifiers. It is JSON lines: the head, then one person or card a line.
type PersonsFile struct {
	Key     []byte
	Persons []Person
	Cards   []Card
}

type personsHead struct {
	Persons int    `json:"persons"`
	Key     string `json:"key"`
	Notice  string `json:"notice"`
}

// Add puts new and changed persons and cards in, replacing those of the same
// identifier. The order of what stays is kept.
func (p *PersonsFile) Add(persons []Person, cards []Card) {
	p.Persons = upsert(p.Persons, persons, func(x Person) party.MemberID { return x.Member })
	p.Cards = upsert(p.Cards, cards, func(x Card) party.OrgID { return x.Org })
}

func upsert[T any, K comparable](all, more []T, key func(T) K) []T {
	place := make(map[K]int, len(all))
	for i, x := range all {
		place[key(x)] = i
	}
	for _, x := range more {
		if i, ok := place[key(x)]; ok {
			all[i] = x
			continue
		}
		place[key(x)] = len(all)
		all = append(all, x)
	}
	return all
}

// Write writes the file.
func (p *PersonsFile) Write(w io.Writer) error {
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	err := enc.Encode(personsHead{personsVersion, base64.StdEncoding.EncodeToString(p.Key), PersonsNotice})
	for i := 0; i < len(p.Persons) && err == nil; i++ {
		err = enc.Encode(p.Persons[i])
	}
	for i := 0; i < len(p.Cards) && err == nil; i++ {
		err = enc.Encode(p.Cards[i])
	}
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		return errs.E("sheet.WritePersons", errs.IO, "人员文件没有写完，请检查磁盘空间后再试", err)
	}
	return nil
}

// maxPersonsLine is the longest line of a persons file, in bytes.
const maxPersonsLine = 1 << 20

// ReadPersons reads what Write wrote. A line that is none is errs.Invalid and
// names its number.
func ReadPersons(r io.Reader) (*PersonsFile, error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 64<<10), maxPersonsLine)
	p := &PersonsFile{}
	for n := 1; lines.Scan(); n++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		if err := p.line(n, lines.Bytes()); err != nil {
			return nil, errs.E("sheet.ReadPersons", errs.Invalid, "人员文件第 "+strconv.Itoa(n)+" 行读不懂（"+oddLine(err)+"）。请用备份的人员文件，不要手工改它", nil)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, errs.E("sheet.ReadPersons", errs.IO, "人员文件没有读完，请再试一次", err)
	}
	if len(p.Key) < MinKey {
		return nil, errs.E("sheet.ReadPersons", errs.Invalid, "这不是人员文件：第一行没有密钥。请选对文件", nil)
	}
	return p, nil
}

func (p *PersonsFile) line(n int, data []byte) error {
	if n == 1 {
		var head personsHead
		if err := strict(data, &head); err != nil {
			return err
		}
		if head.Persons != personsVersion {
			return oddPersons("版本是 " + strconv.Itoa(head.Persons) + "，这个程序只认得 " + strconv.Itoa(personsVersion))
		}
		key, err := base64.StdEncoding.DecodeString(head.Key)
		p.Key = key
		return err
	}
	var kind struct {
		Member party.MemberID `json:"member"`
	}
	if err := json.Unmarshal(data, &kind); err != nil {
		return err
	}
	if kind.Member == "" {
		var c Card
		err := strict(data, &c)
		if err == nil && c.Org == "" {
			err = oddPersons("既没有人员编号，也没有党组织编号")
		}
		p.Cards = append(p.Cards, c)
		return err
	}
	var x Person
	err := strict(data, &x)
	p.Persons = append(p.Persons, x)
	return err
}

// An oddPersons is what is wrong with a line that is whole JSON.
type oddPersons string

func (e oddPersons) Error() string { return string(e) }

// oddLine says in Chinese what is wrong with a line of a persons file.
func oddLine(err error) string {
	var odd oddPersons
	var kind *json.UnmarshalTypeError
	var key base64.CorruptInputError
	field, unknown := strings.CutPrefix(err.Error(), "json: unknown field ")
	switch {
	case errors.As(err, &odd):
		return string(odd)
	case errors.As(err, &kind) && kind.Field != "":
		return "“" + kind.Field + "”这一项的写法不对"
	case errors.As(err, &key):
		return "密钥不完整"
	case unknown:
		return "有不认识的一项“" + strings.Trim(field, `"`) + "”"
	}
	return "不是完整的 JSON"
}

// strict refuses unknown fields.
func strict(data []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	return dec.Decode(v)
}
