package chain

import "fmt"

// A Class (问题种类) says what sort of fault was found in a copy of a ledger.
type Class string

// The classes.
const (
	Missing   Class = "missing"   // a record, a seal or a node that must be there is not
	Altered   Class = "altered"   // something is not what its hash says
	Extra     Class = "extra"     // two records at one position
	Order     Class = "order"     // records or seals out of order
	Truncated Class = "truncated" // the sequence ends before a signed size
	Forked    Class = "forked"    // the tree is not the one that was signed
	Unsigned  Class = "unsigned"  // a seal that the instance did not sign
)

// String returns the Chinese name of the class.
func (c Class) String() string {
	switch c {
	case Missing:
		return "缺失"
	case Altered:
		return "改动"
	case Extra:
		return "多出"
	case Order:
		return "错序"
	case Truncated:
		return "截断"
	case Forked:
		return "分叉"
	case Unsigned:
		return "签名不成立"
	}
	return string(c)
}

// A Fault (问题) is one thing wrong with a copy of a ledger.
type Fault struct {
	Class    Class
	From, To int64  // the positions it lies in, both included
	Text     string // what is wrong, in Chinese
}

// String returns the fault as a line for a person.
func (f Fault) String() string {
	return fmt.Sprintf("%s %s：%s", between(f.From, f.To), f.Class, f.Text)
}

// between names positions: 第 3 条, 第 3–9 条.
func between(from, to int64) string {
	if from == to {
		return fmt.Sprintf("第 %d 条", from)
	}
	return fmt.Sprintf("第 %d–%d 条", from, to)
}

// name returns the Chinese name of a stream.
func (s Stream) name() string {
	if s == Audit {
		return "审计"
	}
	return "记录"
}
