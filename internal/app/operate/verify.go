package operate

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"

	"qiangji/internal/app"
	"qiangji/internal/core/chain"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// A Verdict (核验结论) says what is wrong with a copy of a ledger, and where.
type Verdict struct {
	*chain.Report
	Facts   int64
	Entries int64  // of the audit
	Closed  int64  // facts that are sealed
	Erased  int64  // sealed facts whose key was destroyed on demand: not missing
	Waiting int64  // records without a position yet: after the last sealed one all the same
	Flaws   []Flaw // the first of those that concern no position alone
	Flawed  int64  // all of them
	Older   int64  // the size of a seal known from outside, if all that is wrong is that the copy does not hold it
}

// A Flaw is a fault beside the sequence: a record behind its back, an index that does
// not fit.
type Flaw struct {
	Where string
	Text  string
}

// maxFlaws is how many flaws are named; the rest are counted.
const maxFlaws = 100

// Sound reports whether nothing is wrong.
func (v *Verdict) Sound() bool { return v.Count == 0 && v.Flawed == 0 }

// A Verification reads a copy of a ledger whole. It needs no key: without the log's
// verifier signatures are not verified, without the list of the erased none is counted.
type Verification struct {
	Copy   app.Inspector
	Seals  app.Sequence
	Trust  chain.Trust
	Erased []fact.Subject
	Step   func(records int64) // called now and then; may be nil
}

// Verify checks every record against its hash, its columns and the seals, the index
// against the lines, and that nothing lies beside the sequence, all of one moment: the
// ledger may be written to meanwhile. An error is of reading; what is wrong is in the
// verdict.
func (v *Verification) Verify(ctx context.Context) (*Verdict, error) {
	x := &examiner{Verification: v, ctx: ctx, verdict: &Verdict{}, upon: map[party.FactID][]fact.Subject{}, erased: map[fact.Subject]bool{}}
	for _, s := range v.Erased {
		x.erased[s] = true
	}
	seals, err := v.Seals.Seals(ctx, 0) // none later than the records
	if err != nil {
		return nil, err
	}
	err = v.Copy.Still(ctx, func(c app.Inspector) error {
		x.still = c
		return x.examine(seals)
	})
	return x.verdict, err
}

// examine looks at everything of the moment.
func (x *examiner) examine(seals []app.Seal) (err error) {
	if err := x.index(); err != nil {
		return err
	}
	x.verdict.Report, err = chain.Check(chain.Copy{Records: x.records(), Seals: sealed(seals), Node: x.node}, x.Trust)
	if err == nil {
		x.unsealed(seals)
		if err = x.edge(); err == nil {
			err = x.strays()
		}
	}
	if err == nil && x.have != x.want {
		err = x.compareIndex()
	}
	if err == nil {
		x.verdict.Older = x.older(seals)
	}
	return err
}

// Belongs refuses what is known from outside if it is of another ledger: nothing would fit,
// and none of it would say why.
func (v *Verification) Belongs(ctx context.Context) error {
	if v.Trust.Log == nil {
		return nil
	}
	seals, err := v.Seals.Seals(ctx, 0)
	if err != nil || len(seals) == 0 {
		return err
	}
	c, err := chain.Unverified(seals[len(seals)-1].Text)
	if err != nil || c.Origin == v.Trust.Log.Name() {
		return nil // Verify says what is wrong with the text
	}
	return errs.E("verify", errs.Invalid, fmt.Sprintf("密钥目录或公钥是 %s 的，数据是 %s 的：拿错了，没有核验；请用 --keys 或 --verifier 给出这份数据的", v.Trust.Log.Name(), c.Origin), nil)
}

// older returns the size of the last seal that is known from outside, if it lies behind all
// of the copy's own and nothing else is wrong than that the copy does not hold it: one that
// was restored from a backup, or went on from it.
func (x *examiner) older(seals []app.Seal) int64 {
	v, last := x.verdict, int64(0)
	for _, h := range x.Trust.Held {
		last = max(last, h.Size)
	}
	if v.Count != 1 || v.Flawed > 0 || last == 0 || v.Faults[0].To != last || slices.ContainsFunc(seals, func(s app.Seal) bool { return int64(s.Size) >= last }) {
		return 0
	}
	if class := v.Faults[0].Class; class != chain.Truncated && class != chain.Forked {
		return 0
	}
	return last
}

// unsealed looks whether the seals are there that are known of.
func (x *examiner) unsealed(seals []app.Seal) {
	for _, h := range x.Trust.Held {
		before, there := int64(0), h.Size == 0
		for i := range seals {
			switch size := int64(seals[i].Size); {
			case size == h.Size:
				there = true
			case size < h.Size:
				before = size
			}
		}
		if x.verdict.Count == 0 && !there {
			x.flaw(between(before+1, h.Size), "签过封印，库里却没有：封印被删去了，或者签好还没有存下就断了电（再封印一次就好）")
		}
	}
}

// edge looks whether the sequencer would go on from the tree as it is: from another it would
// store nodes that fit nothing, for good.
func (x *examiner) edge() error {
	data, err := x.still.Edge(x.ctx)
	if err != nil || data == nil || x.verdict.Count > 0 {
		return err
	}
	edge, err := chain.ParseEdge(data)
	if head := edge.Head(); err != nil || head != x.verdict.Head {
		x.flaw("编排位置的状态", "和序列不符：接着编排，以后的中间摘要都会是错的")
	}
	return nil
}

func between(from, to int64) string { return fmt.Sprintf("第 %d–%d 条", from, to) }

// An examiner is a verification under way.
type examiner struct {
	*Verification
	ctx        context.Context
	still      app.Inspector // of the one moment that is looked at
	verdict    *Verdict
	upon       map[party.FactID][]fact.Subject // the facts upon which others were recorded
	erased     map[fact.Subject]bool
	have, want indexSum
	located    map[[16]byte]app.Position // while the index is compared: what it must hold
}

func (x *examiner) flaw(where, format string, args ...any) {
	if x.verdict.Flawed++; len(x.verdict.Flaws) < maxFlaws {
		x.verdict.Flaws = append(x.verdict.Flaws, Flaw{where, fmt.Sprintf(format, args...)})
	}
}

// An indexSum is a sum over a set of index entries that does not depend on their order.
type indexSum [4]uint64

func indexEntry(s fact.Subject, org party.OrgID, id party.FactID) [sha256.Size]byte {
	b := make([]byte, 0, len(s)+len(org)+len(id)+2)
	b = append(append(b, s...), 0)
	b = append(append(b, org...), 0)
	return sha256.Sum256(append(b, id...))
}

func (s *indexSum) add(h [sha256.Size]byte) {
	for i := range s {
		s[i] += binary.BigEndian.Uint64(h[8*i:])
	}
}

// index sums up the index as it is and learns upon which facts others were recorded:
// their subjects are needed to tell those of what came after.
func (x *examiner) index() error {
	return x.still.Index(x.ctx, func(s fact.Subject, org party.OrgID, id party.FactID) error {
		x.have.add(indexEntry(s, org, id))
		if s.Sort() == "f" {
			x.upon[party.FactID(s.ID())] = nil
		}
		return nil
	})
}

// records hands what stands in the sequence to the check of the chain, and looks at it
// on the way.
func (x *examiner) records() iter.Seq2[chain.Record, error] {
	stop := errors.New("stop")
	return func(yield func(chain.Record, error) bool) {
		err := x.still.Records(x.ctx, func(r app.Row, beside chain.Hash) error {
			if x.Step != nil && r.Pos%4096 == 0 {
				x.Step(int64(r.Pos))
			}
			x.record(&r, beside)
			if !yield(chain.Record{Pos: int64(r.Pos), Stream: r.Stream, Org: string(r.Org), ID: r.ID, Line: r.Line, Hash: r.Hash}, nil) {
				return stop
			}
			return nil
		})
		if err != nil && !errors.Is(err, stop) {
			yield(chain.Record{}, err)
		}
	}
}

// record compares a record with its columns and adds what the index must hold of it.
func (x *examiner) record(r *app.Row, beside chain.Hash) {
	where := fmt.Sprintf("第 %d 条", r.Pos)
	if r.Line != nil && beside != r.Hash {
		x.flaw(where, "与内容放在一起的摘要和序列里的不同：其中一个被改动或损坏了")
	}
	switch r.Stream {
	case chain.Audit:
		x.verdict.Entries++
		x.entry(where, r)
	case chain.Facts:
		x.verdict.Facts++
		x.fact(where, r)
	default:
		x.flaw(where, "不是记录也不是审计：%q", r.Stream)
	}
}

func (x *examiner) entry(where string, r *app.Row) {
	if r.Line == nil {
		return // the chain says so
	}
	e, err := app.ParseEntry(r.Line)
	if err == nil && (e.ID != r.ID || e.Org != r.Org) {
		err = fmt.Errorf("行里写的是 %s 的 %s", e.Org, e.ID)
	}
	if err != nil && chain.RecordHash(r.Stream, r.Line) == r.Hash {
		x.flaw(where, "审计 %s 放错了地方或写法不对：%v", r.ID, err)
	}
}

func (x *examiner) fact(where string, r *app.Row) {
	if r.Line == nil {
		return
	}
	line, problems := app.ParseLine(r.Line)
	switch {
	case len(problems) > 0:
		if chain.RecordHash(r.Stream, r.Line) == r.Hash {
			x.flaw(where, "记录 %s 读不出来：%s", r.ID, problems[0].Message)
		}
		return
	case string(line.Fact.ID) != r.ID || line.Fact.Org != r.Org:
		x.flaw(where, "放在 %s 的 %s 名下，行里写的是 %s 的 %s", r.Org, r.ID, line.Fact.Org, line.Fact.ID)
	}
	if line.Box != nil {
		x.verdict.Closed++
		if x.erased[app.Owner(&line.Fact)] {
			x.verdict.Erased++
		}
	}
	subjects := fact.Subjects(line.Fact, func(id party.FactID) []fact.Subject { return x.upon[id] })
	if _, ok := x.upon[line.Fact.ID]; ok {
		x.upon[line.Fact.ID] = subjects
	}
	if !slices.Equal(subjects, r.Subjects) {
		x.flaw(where, "记录 %s 旁边写的涉及对象和内容不符：按对象查会漏掉它或多出它", r.ID)
	}
	for _, s := range subjects {
		h := indexEntry(s, line.Fact.Org, line.Fact.ID)
		x.want.add(h)
		if x.located != nil {
			x.located[[16]byte(h[:16])] = r.Pos
		}
	}
}

func (x *examiner) node(level int, n int64) (chain.Hash, bool, error) {
	hashes, err := x.Seals.Nodes(x.ctx, level, n, 1)
	switch {
	case errs.KindOf(err) == errs.IO: // it is not there, or cannot be read: neither is sound
		return chain.Hash{}, false, nil
	case err != nil:
		return chain.Hash{}, false, err
	}
	return hashes[0], true, nil
}

func sealed(seals []app.Seal) iter.Seq2[chain.Seal, error] {
	return func(yield func(chain.Seal, error) bool) {
		for _, s := range seals {
			if !yield(chain.Seal{Size: int64(s.Size), Text: s.Text, Edge: s.Edge}, nil) {
				return
			}
		}
	}
}

// strays looks at what stands at no position.
func (x *examiner) strays() error {
	return x.still.Strays(x.ctx, func(r app.Row, waits bool) error {
		name := "记录"
		if r.Stream == chain.Audit {
			name = "审计"
		}
		where := fmt.Sprintf("%s的%s %s", r.Org, name, r.ID)
		switch {
		case r.Line == nil:
			x.flaw(where, "列在等待编入的里面，却没有内容，或者早已编入：编排会在这里停住")
			return nil
		case chain.RecordHash(r.Stream, r.Line) != r.Hash:
			x.flaw(where, "还没有编入序列，内容与它的摘要已经不符")
		case !waits:
			x.flaw(where, "不在序列里，也不在等待编入：是绕过程序放进来的")
		default:
			x.verdict.Waiting++
		}
		if r.Stream == chain.Facts {
			x.fact(where, &r)
			x.verdict.Facts++
		} else {
			x.verdict.Entries++
		}
		return nil
	})
}

// compareIndex reads both again and names what differs.
func (x *examiner) compareIndex() error {
	kept := *x.verdict
	x.located = map[[16]byte]app.Position{}
	for _, err := range x.records() {
		if err != nil {
			return err
		}
	}
	if err := x.strays(); err != nil {
		return err
	}
	*x.verdict = kept
	err := x.still.Index(x.ctx, func(s fact.Subject, org party.OrgID, id party.FactID) error {
		h := indexEntry(s, org, id)
		key := [16]byte(h[:16])
		if _, ok := x.located[key]; !ok {
			x.flaw(fmt.Sprintf("%s的记录 %s", org, id), "索引把它列在 %s 之下，它与那里无关，或者它不在", s)
		}
		delete(x.located, key)
		return nil
	})
	if err != nil {
		return err
	}
	for _, pos := range slices.Sorted(maps.Values(x.located)) {
		x.flaw(fmt.Sprintf("第 %d 条", pos), "索引里缺它应有的一项：按对象查不到它")
	}
	return nil
}
