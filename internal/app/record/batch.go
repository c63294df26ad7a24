package record

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"time"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/core/register"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// A batch is a request made ready: its facts in the order in which they are written.
type batch struct {
	*Request
	facts []fact.Fact
	from  []int                 // the place of each in the request
	at    time.Time             // the moment of recording
	own   map[party.FactID]bool // ids that were made for it and mean nothing else
	fresh map[fact.Subject]bool // what may be recorded upon these
	where map[party.FactID]int  // the place in the request of an id
	once  *app.Once
}

// prepare gives ids and the moment to the facts of a request, and checks each by itself.
func prepare(q *Request, now time.Time, ids *app.IDs) (*batch, []Problem, error) {
	const op = "record.Append"
	switch n := len(q.Facts); {
	case n == 0:
		return nil, nil, errs.E(op, errs.Invalid, "没有要登记的记录", nil)
	case n > MaxFacts:
		return nil, nil, errs.E(op, errs.TooLarge, fmt.Sprintf("一次最多登记 %d 条，这里有 %d 条；请按党组织分成几份", MaxFacts, n), nil)
	}
	b := &batch{Request: q, at: now, own: map[party.FactID]bool{}, fresh: map[fact.Subject]bool{}, where: make(map[party.FactID]int, len(q.Facts))}
	if q.Once != nil {
		once := *q.Once
		if once.At = now; once.Digest == [32]byte{} {
			once.Digest = digest(q.Facts)
		}
		b.once = &once
	}
	b.arrange()
	if err := b.name(ids); err != nil {
		return nil, nil, err
	}
	return b, b.validate(), nil
}

// digest is over the facts as they were submitted.
func digest(facts []fact.Fact) [32]byte {
	h := sha256.New()
	var line []byte
	for i := range facts {
		f := facts[i]
		f.At = time.Time{}
		line = append(f.Append(line[:0]), '\n')
		h.Write(line)
	}
	return [32]byte(h.Sum(nil))
}

// name gives an id to each fact without one; they rise in the order of writing.
func (b *batch) name(ids *app.IDs) error {
	made, err := ids.Facts(len(b.facts))
	if err != nil {
		return err
	}
	for i := range b.facts {
		f := &b.facts[i]
		f.At = b.at
		if f.ID == "" {
			f.ID = made[i]
			b.own[f.ID], b.fresh[fact.UponSubject(f.ID)] = true, true
		}
	}
	return nil
}

// validate checks each fact by itself.
func (b *batch) validate() []Problem {
	var found []Problem
	for i := range b.facts {
		f := &b.facts[i]
		for _, p := range fact.Validate(*f) {
			found = append(found, Problem{b.from[i], register.Problem{Fact: f.ID, Field: p.Field, Message: p.Message}})
		}
		if _, twice := b.where[f.ID]; twice {
			found = append(found, Problem{b.from[i], register.Problem{
				Fact: f.ID, Field: "id", Message: fmt.Sprintf("编号 %s 在这一批里用了两次；请换一个编号", f.ID),
			}})
		}
		b.where[f.ID] = b.from[i]
	}
	slices.SortStableFunc(found, func(p, q Problem) int { return cmp.Compare(p.Index, q.Index) })
	return found
}

// index returns the place in the request of a fact, or -1.
func (b *batch) index(id party.FactID) int {
	if i, ok := b.where[id]; ok {
		return i
	}
	return -1
}

// inOrder puts what was written into the order of the request.
func (b *batch) inOrder(written []party.FactID) []party.FactID {
	if len(written) != len(b.from) {
		return written
	}
	ids := make([]party.FactID, len(written))
	for i, id := range written {
		ids[b.from[i]] = id
	}
	return ids
}

// orgs is the owners of the facts, in order.
func (b *batch) orgs() []party.OrgID {
	var orgs []party.OrgID
	for i := range b.facts {
		if o := b.facts[i].Org; i == 0 || o != b.facts[i-1].Org {
			orgs = append(orgs, o)
		}
	}
	slices.Sort(orgs)
	return slices.Compact(orgs)
}

// arrange orders the facts as they came to be: by day, as they were given, and each after
// those that it names and the founding of the organisations that it names. So the ledger
// makes sense up to any position.
func (b *batch) arrange() {
	facts := b.Facts
	days := make([]int, len(facts))
	named, founded := map[party.FactID]int{}, map[party.OrgID]int{}
	for i := range facts {
		days[i] = i
		if facts[i].ID != "" {
			named[facts[i].ID] = i
		}
		if _, ok := facts[i].Body.(*fact.OrgFounded); ok {
			founded[facts[i].Org] = i
		}
	}
	slices.SortStableFunc(days, func(i, j int) int { return cmp.Compare(facts[i].On, facts[j].On) })
	seen := make([]bool, len(facts))
	var put func(i int)
	put = func(i int) {
		if seen[i] {
			return
		}
		seen[i] = true
		f := &facts[i]
		for _, id := range upon(f) {
			if j, ok := named[id]; ok {
				put(j)
			}
		}
		if len(founded) > 0 {
			orgs, _ := fact.Concerns(*f)
			for _, o := range orgs {
				if j, ok := founded[o]; ok {
					put(j)
				}
			}
		}
		b.facts, b.from = append(b.facts, *f), append(b.from, i)
	}
	for _, i := range days {
		put(i)
	}
}

// upon names the facts that f mends, takes back or rests on.
func upon(f *fact.Fact) []party.FactID {
	return append(follows(f), fact.Rests(f.Body)...)
}

// follows names the facts that f mends, takes back or answers.
func follows(f *fact.Fact) []party.FactID {
	var ids []party.FactID
	if v, ok := f.Body.(*fact.Void); ok {
		ids = append(ids, v.Fact)
	}
	for _, id := range []party.FactID{f.Corrects, fact.Answered(f.Body)} {
		if id != "" {
			ids = append(ids, id)
		}
	}
	return ids
}

// bound is the commitments of the texts that f names.
func bound(f *fact.Fact, texts map[party.TextID]app.Commitment) []app.Commitment {
	if len(texts) == 0 {
		return nil
	}
	var mine []app.Commitment
	for _, id := range fact.Texts(f) {
		if c, ok := texts[id]; ok {
			mine = append(mine, c)
		}
	}
	return mine
}

// date gives the facts their moment. An amendment is never recorded before what it amends,
// whatever the clock says, for of two corrections the later one stands.
func (b *batch) date(held []fact.Fact) {
	for i := range b.facts {
		b.facts[i].At = b.at
	}
	if !slices.ContainsFunc(b.facts, func(f fact.Fact) bool { return f.Corrects != "" }) {
		return
	}
	all := slices.Concat(held, b.facts)
	roots := fact.Threads(all, fact.Cut{})
	thread := func(id party.FactID) party.FactID { return cmp.Or(roots[id], id) }
	last := map[party.FactID]*fact.Fact{}
	note := func(f *fact.Fact) {
		if l := last[thread(f.ID)]; l == nil || later(f, l) {
			last[thread(f.ID)] = f
		}
	}
	for i := range held {
		note(&held[i])
	}
	for i := range b.facts {
		f := &b.facts[i]
		if l := last[thread(f.ID)]; f.Corrects != "" && l != nil && !later(f, l) {
			f.At = l.At.Add(time.Second)
		}
		note(f)
	}
}

// later reports whether a counts as recorded after b.
func later(a, b *fact.Fact) bool {
	return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) > 0
}
