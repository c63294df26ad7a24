package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"qiangji/internal/core/chain"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// An Actor (操作人) is who made a change: for now the name of an account of the operating
// system, given at a terminal. It never names a member.
type Actor string

// Terminal returns the actor of a name given at a terminal. What an identifier cannot
// hold becomes an underscore.
func Terminal(name string) Actor {
	const most = party.MaxID - len("terminal:")
	plain := strings.Map(func(r rune) rune {
		if party.PlainID(string(r)) {
			return r
		}
		return '_'
	}, name)
	return Actor("terminal:" + plain[:min(len(plain), most)])
}

// An Action (操作) says what a change did.
type Action string

// Actions is the closed list of what can be done.
var Actions = party.Labels[Action]{
	{Code: "fact.append", Label: "登记"}, {Code: "fact.correct", Label: "更正"}, {Code: "fact.void", Label: "作废"},
	{Code: "fact.import", Label: "导入"}, {Code: "demo.fill", Label: "装入演示数据"},
	{Code: "person.save", Label: "保存人员资料"}, {Code: Finding, Label: "查找人员资料"}, {Code: "person.erase", Label: "抹去人员资料"},
	{Code: "text.save", Label: "保存文本或附件"},
	{Code: "key.rotate", Label: "更换包裹密钥"}, {Code: "setting.change", Label: "修改设置"},
	{Code: "backup.make", Label: "备份"}, {Code: "backup.restore", Label: "恢复"}, {Code: "loss.accept", Label: "认下缺失"},
	{Code: "store.create", Label: "新建数据目录"}, {Code: "store.upgrade", Label: "升级数据目录"},
	{Code: "clock.back", Label: "时钟倒拨"}, {Code: "result.publish", Label: "公布结果"},
}

// A Result (结果) says how an action ended.
type Result string

// Results is the closed list.
var Results = party.Labels[Result]{{Code: "done", Label: "已办"}, {Code: "refused", Label: "未准"}, {Code: "failed", Label: "未成"}}

// An Entry (审计记录) says who did what, when, in which organisation, to what, why and
// with what result. It holds identifiers, codes, numbers of papers and counts and no free
// text, for the ledger cannot forget.
type Entry struct {
	ID     string           `json:"id"`
	Org    party.OrgID      `json:"org"` // Instance where no organisation is concerned
	At     time.Time        `json:"at"`  // UTC, whole seconds
	Actor  Actor            `json:"actor"`
	Action Action           `json:"action"`
	Object string           `json:"object,omitempty"` // the identifier of what it was done to
	Reason string           `json:"reason,omitempty"` // a code or the number of a paper: GoodReason
	Result Result           `json:"result"`
	Counts map[string]int64 `json:"counts,omitempty"` // how many of what
}

// maxReason is the largest number of characters of a reason.
const maxReason = 64

// GoodReason reports whether s may be the reason of an entry: a code (party.PlainID), or
// the number of a paper (文号) as 云组发〔2026〕1号: at most 64 Han characters, ASCII letters,
// digits and 〔〕()（）-, of which one is a digit. A name or a sentence is neither.
func GoodReason(s string) bool {
	if party.PlainID(s) {
		return true
	}
	digit := false
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digit = true
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= 0x4E00 && r <= 0x9FFF, strings.ContainsRune("〔〕()（）-", r):
		default:
			return false
		}
	}
	return digit && utf8.RuneCountInString(s) <= maxReason
}

// Row returns the entry as a row of the ledger. An entry that leaves a question open, or
// holds what could be free text, is refused.
func (e *Entry) Row() (Row, error) {
	if field := e.wrong(); field != "" {
		return Row{}, errs.E("app.Entry", errs.Invalid, fmt.Sprintf("审计记录的「%s」没有填或写得不对；只写编号和代码，不写说明文字", field), nil)
	}
	line, err := e.line()
	if err != nil {
		return Row{}, err
	}
	return Row{Stream: chain.Audit, Org: e.Org, ID: e.ID, Line: line, Hash: chain.RecordHash(chain.Audit, line)}, nil
}

// line is the entry in canonical form.
func (e *Entry) line() ([]byte, error) {
	canonical := *e
	canonical.At = e.At.UTC().Truncate(time.Second)
	return appendJSON(nil, &canonical)
}

// wrong names the first field that is not as it must be, or "".
func (e *Entry) wrong() string {
	switch {
	case !party.PlainID(e.ID):
		return "id"
	case !party.GoodID(string(e.Org)):
		return "org"
	case e.At.IsZero():
		return "at"
	case !party.PlainID(string(e.Actor)):
		return "actor"
	case !Actions.Has(e.Action):
		return "action"
	case e.Object != "" && !party.GoodID(e.Object):
		return "object"
	case e.Reason != "" && !GoodReason(e.Reason):
		return "reason"
	case !Results.Has(e.Result):
		return "result"
	}
	for name := range e.Counts {
		if !party.PlainID(name) {
			return "counts"
		}
	}
	return ""
}

// ParseEntry reads what Row wrote, letter for letter; anything else is Invalid.
func ParseEntry(line []byte) (Entry, error) {
	no := func(why string, err error) (Entry, error) {
		return Entry{}, errs.E("app.ParseEntry", errs.Invalid, "这一行不是审计记录："+why, err)
	}
	var e Entry
	if len(line) > MaxLine {
		return no("太长", nil)
	}
	if err := json.Unmarshal(line, &e); err != nil {
		return no("写法不对", err)
	}
	if field := e.wrong(); field != "" {
		return no("「"+field+"」没有填或写得不对", nil)
	}
	e.At = e.At.UTC().Truncate(time.Second)
	if again, err := e.line(); err != nil || !bytes.Equal(again, line) {
		return no("与写入时的写法不一样，可能被改动过", err)
	}
	return e, nil
}
