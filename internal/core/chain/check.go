package chain

import (
	"cmp"
	"fmt"
	"iter"
	"slices"

	"golang.org/x/mod/sumdb/note"
)

// maxFaults is how many faults a report lists; the rest are counted.
const maxFaults = 100

// A Record is what a copy of a ledger holds at one position.
type Record struct {
	Pos    int64 // from 1
	Stream Stream
	Org    string
	ID     string
	Line   []byte // nil: it is not there
	Hash   Hash   // as stored
}

// A Seal is a signed checkpoint as a copy holds it.
type Seal struct {
	Size int64
	Text []byte // with the cosignatures
	Edge []byte // see Edge.Bytes
}

// A Copy (副本) is the ledger to be checked, in any store or file. An error of one of its
// functions ends the check.
type Copy struct {
	Records iter.Seq2[Record, error] // of both streams, by position
	Seals   iter.Seq2[Seal, error]   // by size
	// Node returns a kept node's hash, or not found; nil: the copy keeps none.
	Node func(level int, n int64) (h Hash, found bool, err error)
}

// A Trust is what is known from outside the copy. Without Log no signature is verified, and
// whoever made the copy can have made everything up. Held are heads of this log that someone
// kept elsewhere, each signed and verified: they show a copy that was rolled back or
// branched off.
type Trust struct {
	Log       note.Verifier
	Witnesses []note.Verifier
	Held      []Head
}

// A Report says what a check found.
type Report struct {
	Records  int64   // positions read
	Signed   bool    // signatures were verified
	Sealed   int64   // the largest size whose root is the sealed one
	Cosigned int64   // the largest such size that a witness cosigned
	Head     Head    // of the tree as read; zero if it could not be computed to the end
	Faults   []Fault // the first ones, in the order of discovery
	Count    int     // all
	From, To int64   // the positions that all of them lie in; 0 if there are none
}

// Check reads a copy once, in order, and reports what is wrong with it: every record
// against its hash, the positions against the count, the tree against every seal and every
// held head, the kept nodes against the tree. After a fault it goes on from the next seal
// that is sound, so that damage in one place hides none elsewhere.
//
// What lies behind the last seal (or, for one who has the signing key, behind the last
// cosignature and the last held head) can be rewritten unseen; Sealed and Cosigned say
// where that is.
func Check(c Copy, t Trust) (*Report, error) {
	next, stop := iter.Pull2(c.Seals)
	defer stop()
	k := &checker{copy: c, trust: t, nextSeal: next, sealSize: -1, report: &Report{Signed: t.Log != nil}}
	k.held = slices.SortedFunc(slices.Values(t.Held), func(a, b Head) int { return cmp.Compare(a.Size, b.Size) })
	if err := k.pull(); err != nil {
		return nil, err
	}
	for r, err := range c.Records {
		if err != nil {
			return nil, err
		}
		if err := k.record(&r); err != nil {
			return nil, err
		}
	}
	if err := k.judge(k.last); err != nil {
		return nil, err
	}
	if err := k.beyond(); err != nil {
		return nil, err
	}
	k.report.Records = k.last
	if k.edge.size == k.last {
		k.report.Head = k.edge.Head()
	}
	return k.report, nil
}

// A checker is a check under way.
type checker struct {
	copy   Copy
	trust  Trust
	report *Report

	last int64 // the position read last
	edge Edge  // of the tree so far; behind last from a gap on to the next sound seal
	good int64 // up to here the tree is the sealed one

	nextSeal func() (Seal, error, bool)
	seal     *Seal // the next one, nil after the last
	sealSize int64 // the size of the one before
	held     []Head
}

func (k *checker) fault(class Class, from, to int64, format string, args ...any) {
	r := k.report
	if r.Count++; r.Count <= maxFaults {
		r.Faults = append(r.Faults, Fault{class, from, to, fmt.Sprintf(format, args...)})
	}
	if r.Count == 1 {
		r.From, r.To = from, to
	}
	r.From, r.To = min(r.From, from), max(r.To, to)
}

func (k *checker) record(r *Record) error {
	if err := k.judge(k.last); err != nil {
		return err
	}
	switch {
	case r.Pos < 1 || r.Pos < k.last:
		k.fault(Order, r.Pos, r.Pos, "%s %s 排在第 %d 条之后：顺序被打乱了", r.Stream.name(), r.ID, k.last)
		return nil
	case r.Pos == k.last:
		k.fault(Extra, r.Pos, r.Pos, "同一个位置上还有一条%s %s（组织 %s）", r.Stream.name(), r.ID, r.Org)
		return nil
	case r.Pos > k.last+1:
		k.fault(Missing, k.last+1, r.Pos-1, "序列在这里断开，缺 %d 条", r.Pos-1-k.last)
	}
	if err := k.judge(r.Pos - 1); err != nil {
		return err
	}
	k.last = r.Pos
	switch {
	case r.Line == nil:
		k.fault(Missing, r.Pos, r.Pos, "%s %s（组织 %s）不见了：序列里有它，内容被删去了", r.Stream.name(), r.ID, r.Org)
	case RecordHash(r.Stream, r.Line) != r.Hash:
		k.fault(Altered, r.Pos, r.Pos, "%s %s（组织 %s）的内容与它的摘要不符：内容或摘要被改动或损坏了", r.Stream.name(), r.ID, r.Org)
	}
	if k.edge.size != r.Pos-1 {
		return nil
	}
	for _, n := range k.edge.Add(r.Hash) {
		if err := k.node(n); err != nil {
			return err
		}
	}
	return nil
}

// node compares a kept node with what the records give.
func (k *checker) node(n Node) error {
	if k.copy.Node == nil {
		return nil
	}
	h, found, err := k.copy.Node(n.Level, n.N)
	if err != nil {
		return err
	}
	from, to := n.Range()
	switch {
	case !found:
		k.fault(Missing, from, to, "缺少这一段的中间摘要（第 %d 层第 %d 个）", n.Level, n.N)
	case h != n.Hash:
		k.fault(Altered, from, to, "这一段的记录与存下的中间摘要（第 %d 层第 %d 个）不符：其中有记录被换过，或摘要损坏了", n.Level, n.N)
	}
	return nil
}

// judge compares the tree with the seals and the held heads up to a position.
func (k *checker) judge(upTo int64) error {
	for {
		seal := k.seal != nil && k.seal.Size <= upTo
		held := len(k.held) > 0 && k.held[0].Size <= upTo
		switch {
		case seal && (!held || k.seal.Size <= k.held[0].Size):
			k.judgeSeal(k.seal)
			if err := k.pull(); err != nil {
				return err
			}
		case held:
			k.judgeHeld(k.held[0])
			k.held = k.held[1:]
		default:
			return nil
		}
	}
}

func (k *checker) judgeSeal(s *Seal) {
	c := k.open(s)
	if c == nil {
		return
	}
	fits := k.edge.Head() == c.Head
	switch {
	case fits:
		k.good, k.report.Sealed = c.Size, c.Size
		if len(c.Cosigned) > 0 {
			k.report.Cosigned = c.Size
		}
	case k.edge.size == c.Size: // else it is known that records are missing
		k.fault(Forked, k.unproven(c.Size), c.Size, "这一段与第 %d 条处的封印对不上：其中的记录被改动、增删或调换过，摘要也一并改了", c.Size)
	}
	edge, err := ParseEdge(s.Edge)
	switch {
	case err != nil:
		k.fault(Altered, c.Size, c.Size, "这里的封印所附的右缘：%v", err)
	case edge.Head() != c.Head:
		k.fault(Altered, c.Size, c.Size, "这里的封印所附的右缘算不出签过的树根：它被改动或损坏了")
	case !fits:
		k.edge, k.good = edge, c.Size
	}
}

// unproven returns the first position that no seal before the one of a size proves.
func (k *checker) unproven(size int64) int64 { return min(k.good+1, size) }

func (k *checker) judgeHeld(h Head) {
	if k.edge.Head() != h {
		k.fault(Forked, k.unproven(h.Size), h.Size, "与另存的第 %d 条处的封印对不上：这份数据与当时封印的不是同一份", h.Size)
	}
}

// beyond reports the seals and the held heads that are larger than the copy.
func (k *checker) beyond() error {
	var most int64
	for k.seal != nil {
		if c := k.open(k.seal); c != nil {
			most = c.Size
		}
		if err := k.pull(); err != nil {
			return err
		}
	}
	if most > 0 {
		k.truncated(most, "封印")
	}
	if n := len(k.held); n > 0 && k.held[n-1].Size > most {
		k.truncated(k.held[n-1].Size, "另存的封印")
	}
	return nil
}

// truncated reports that the records end before a signed size. What lies behind the last
// seal that was met is in its range: with the end gone, nothing proves it any more.
func (k *checker) truncated(most int64, by string) {
	rest := ""
	if k.good < k.last {
		rest = "；" + between(k.good+1, k.last) + "因此也无从核对"
	}
	k.fault(Truncated, k.good+1, most, "记录只到第 %d 条，而%s证明有 %d 条：末尾 %d 条被删去，或者退回到了旧的副本%s",
		k.last, by, most, most-k.last, rest)
}

// pull reads the next seal.
func (k *checker) pull() error {
	for k.seal = nil; k.seal == nil; {
		s, err, ok := k.nextSeal()
		if err != nil || !ok {
			return err
		}
		if s.Size <= k.sealSize {
			k.fault(Order, s.Size, s.Size, "封印不按条数排列，或者同一条数有两个")
			continue
		}
		k.sealSize, k.seal = s.Size, &s
	}
	return nil
}

// open verifies the text of a seal. One that does not hold is reported and nil.
func (k *checker) open(s *Seal) *Sealed {
	c, class, err := k.verify(s.Text)
	if err != nil {
		k.fault(class, k.unproven(s.Size), s.Size, "第 %d 条处的封印：%v", s.Size, err)
		return nil
	}
	if c.Size != s.Size {
		k.fault(Altered, k.unproven(s.Size), s.Size, "封印存在第 %d 条处，签的却是 %d 条", s.Size, c.Size)
		return nil
	}
	return c
}

func (k *checker) verify(text []byte) (*Sealed, Class, error) {
	if k.trust.Log == nil {
		c, err := Unverified(text)
		return &Sealed{Checkpoint: c}, Altered, err
	}
	c, err := Open(text, k.trust.Log, k.trust.Witnesses...)
	return c, Unsigned, err
}
