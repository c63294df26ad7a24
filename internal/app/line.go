package app

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// MaxLine is the longest line of a ledger, in bytes.
const MaxLine = 192 << 10

// A Commitment (承诺值) binds a record to a text of the vault without telling anything of
// it: HMAC-SHA-256 of its content under a salt that lies with the text.
type Commitment struct {
	Text party.TextID
	MAC  [sha256.Size]byte
}

// A Line (行) is one fact as the ledger holds it, readable without any key.
type Line struct {
	Fact  fact.Fact // of a sealed kind: with the body that the clear header tells
	Texts []Commitment
	Box   []byte // the sealed fact; nil of one that is open
}

// Owner returns the subject whose key seals facts like f: the person, or the
// organisation where the header names none.
func Owner(f *fact.Fact) fact.Subject {
	if h := fact.HeaderOf(f); h.Member != "" {
		return fact.MemberSubject(h.Member)
	}
	return fact.OrgSubject(f.Org)
}

// The lines of a ledger that are not just a fact, as JSON in canonical order.
type (
	wrapped struct {
		Texts  []text          `json:"texts,omitempty"`
		Fact   json.RawMessage `json:"fact,omitempty"`
		Sealed *sealed         `json:"sealed,omitempty"`
	}
	text struct {
		ID  party.TextID `json:"id"`
		MAC []byte       `json:"mac"`
	}
	sealed struct {
		ID       party.FactID   `json:"id"`
		Org      party.OrgID    `json:"org"`
		On       party.Date     `json:"on"`
		At       time.Time      `json:"at"`
		By       party.MemberID `json:"by"`
		Proxy    bool           `json:"proxy,omitempty"`
		Kind     fact.Kind      `json:"kind"`
		Member   party.MemberID `json:"member,omitempty"`
		Stage    string         `json:"stage,omitempty"`
		Owner    fact.Subject   `json:"owner"`
		Box      []byte         `json:"box"`
		Evidence []party.TextID `json:"evidence,omitempty"`
		Corrects party.FactID   `json:"corrects,omitempty"`
		Origin   *fact.Origin   `json:"origin,omitempty"`
	}
)

// Append adds the canonical text of the line, without a line break, to dst.
func (l *Line) Append(dst []byte) ([]byte, error) {
	if len(l.Texts) == 0 && l.Box == nil {
		return l.Fact.Append(dst), nil
	}
	var w wrapped
	for _, c := range l.Texts {
		w.Texts = append(w.Texts, text{c.Text, c.MAC[:]})
	}
	if l.Box == nil {
		w.Fact = l.Fact.Append(nil)
	} else {
		w.Sealed = enclose(&l.Fact, l.Box)
	}
	return appendJSON(dst, w)
}

func enclose(f *fact.Fact, box []byte) *sealed {
	h := fact.HeaderOf(f)
	return &sealed{
		ID: f.ID, Org: f.Org, On: f.On, At: f.At.UTC().Truncate(time.Second), By: f.By, Proxy: f.Proxy,
		Kind: h.Kind, Member: h.Member, Stage: h.Stage, Owner: Owner(f), Box: box,
		Evidence: f.Evidence, Corrects: f.Corrects, Origin: f.Origin,
	}
}

func appendJSON(dst []byte, v any) ([]byte, error) {
	b := bytes.NewBuffer(dst)
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, errs.E("app.Line", errs.Invalid, "这条记录写不成一行", err)
	}
	return b.Bytes()[:b.Len()-1], nil
}

// ParseLine reads a line of a ledger or of a file of facts. It is strict: a fact is what
// fact.Parse reads, and what the ledger wrote around one is taken only letter for letter
// as Append writes it. It returns either a line and no problem or the first problem.
func ParseLine(line []byte) (Line, []fact.Problem) {
	ours := bytes.HasPrefix(line, []byte(`{"texts":[`)) || bytes.HasPrefix(line, []byte(`{"sealed":{`))
	if !ours {
		f, problems := fact.Parse(line)
		return Line{Fact: f}, problems
	}
	if len(line) > MaxLine {
		return Line{}, problem("", "这一行有 %d 字节，超过 %d；台账导出的一行不会这样长", len(line), MaxLine)
	}
	var w wrapped
	if err := json.Unmarshal(line, &w); err != nil {
		return Line{}, problem("", "这一行不是完整的台账记录（%v）；请重新导出，不要改动导出的文件", err)
	}
	l, problems := w.line()
	if problems != nil {
		return Line{}, problems
	}
	if again, err := l.Append(nil); err != nil || !bytes.Equal(again, line) {
		return Line{}, problem("", "这一行与台账导出的写法不一样，可能被改动过；请重新导出，不要改动导出的文件")
	}
	return l, nil
}

func problem(field, format string, args ...any) []fact.Problem {
	return []fact.Problem{{Field: field, Message: fmt.Sprintf(format, args...)}}
}

func (w *wrapped) line() (Line, []fact.Problem) {
	var l Line
	for i, t := range w.Texts {
		if len(t.MAC) != sha256.Size {
			return l, problem(fmt.Sprintf("texts[%d].mac", i), "承诺值是 %d 字节，应当是 %d 字节；请重新导出", len(t.MAC), sha256.Size)
		}
		l.Texts = append(l.Texts, Commitment{t.ID, [sha256.Size]byte(t.MAC)})
	}
	switch {
	case w.Sealed == nil:
		f, problems := fact.Parse(w.Fact)
		l.Fact = f
		return l, within("fact", problems)
	case w.Fact != nil:
		return l, problem("sealed", "一行里既有公开的记录又有封存的记录；请重新导出")
	case !fact.Sealed(w.Sealed.Kind):
		return l, problem("sealed.kind", "「%s」不是要封存的类别；请重新导出", w.Sealed.Kind.Label())
	case len(w.Sealed.Box) == 0:
		return l, problem("sealed.box", "封存的内容是空的；请重新导出")
	}
	l.Fact, l.Box = w.Sealed.open(), w.Sealed.Box
	return l, nil
}

// open returns the fact with the body that the header tells.
func (s *sealed) open() fact.Fact {
	h := fact.Header{Kind: s.Kind, Org: s.Org, Member: s.Member, Stage: s.Stage}
	return fact.Fact{
		ID: s.ID, Org: s.Org, On: s.On, At: s.At.UTC().Truncate(time.Second), By: s.By, Proxy: s.Proxy,
		Body: h.Body(), Evidence: s.Evidence, Corrects: s.Corrects, Origin: s.Origin,
	}
}

func within(field string, problems []fact.Problem) []fact.Problem {
	for i := range problems {
		if p := &problems[i]; p.Field == "" {
			p.Field = field
		} else {
			p.Field = field + "." + p.Field
		}
	}
	return problems
}
