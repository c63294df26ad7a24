// Package errs names what can go wrong at the edges: a Kind (what sort of
// thing), an Op (where), and the cause. Findings and pack problems are data,
// not errors, and never pass through here.
package errs

import (
	"errors"
	"fmt"
)

// A Kind says what sort of error it is. Kinds are only ever added.
type Kind int

// The kinds.
const (
	Other       Kind = iota
	Invalid          // the input is wrong and says where
	NotFound         // no such thing, or not in your sight
	Conflict         // someone changed it meanwhile
	Denied           // a right is missing
	TooLarge         // beyond a stated limit
	IO               // a file or a database failed
	Unavailable      // not now: no room, read only, stopping; nothing was changed
	Uncertain        // perhaps done: ask again
)

// String returns the Chinese name of the kind.
func (k Kind) String() string {
	names := [...]string{"其他错误", "输入有误", "没有找到", "已被他人修改", "没有权限", "超过限度", "读写失败", "现在不能办", "不知道办成没有"}
	if k < 0 || int(k) >= len(names) {
		return names[0]
	}
	return names[k]
}

// An Op names the operation that failed: "sheet.Read".
type Op string

// An Error is a kind, an operation, a message for the user and its cause.
type Error struct {
	Op   Op
	Kind Kind
	Text string // plain Chinese: what happened, and what to do
	Err  error
}

// E makes an Error. A nil cause is allowed.
func E(op Op, kind Kind, text string, cause error) *Error {
	return &Error{Op: op, Kind: kind, Text: text, Err: cause}
}

// Error returns the text for the user followed by the cause.
func (e *Error) Error() string {
	switch {
	case e.Text == "" && e.Err != nil:
		return fmt.Sprintf("%s：%v", e.Kind, e.Err)
	case e.Text == "":
		return e.Kind.String()
	case e.Err != nil:
		return fmt.Sprintf("%s（%v）", e.Text, e.Err)
	}
	return e.Text
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// KindOf returns the kind of the first Error in the chain, or Other.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Other
}
