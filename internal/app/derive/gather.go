package derive

import (
	"context"
	"fmt"
	"slices"

	"qiangji/internal/app"
	"qiangji/internal/core/chain"
	"qiangji/internal/core/fact"
	"qiangji/internal/core/register"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// A span says which records are seen: those up to a position; 0: all that are
// committed, with a position or without.
type span app.Position

// sees reports whether a row is a fact within the span.
func (s span) sees(r *app.Row) bool {
	return r.Stream == chain.Facts && (s == 0 || r.Pos > 0 && app.Position(s) >= r.Pos)
}

// A shelf keeps what every organisation below needs of those above, so that it is
// read once for many. It belongs to one goroutine and one span.
type shelf map[fact.Subject][]fact.Fact

const (
	fewAbove = 8    // subjects of upper levels that one organisation asks for at once
	mostKept = 4096 // subjects on a shelf
)

// gather reads all facts within a span from which the years of an organisation are
// folded. Of own, if it is not nil, the organisation's own stream is taken.
func (c *Config) gather(ctx context.Context, org party.OrgID, s span, own []app.Row, kept shelf) ([]fact.Fact, error) {
	n := register.NeedsOfYears(org)
	streamed := party.OrgID("")
	if own != nil {
		streamed = org
	}
	for want := n.Next(); !want.Nothing(); want = n.Next() {
		rest := want.Subjects[:0:0]
		for _, subject := range want.Subjects {
			switch facts, ok := kept[subject]; {
			case ok:
				n.Take(facts)
			case own != nil && subject == fact.OrgSubject(org):
				facts, err := c.facts(own, s)
				if err != nil {
					return nil, err
				}
				n.Take(facts)
			default:
				rest = append(rest, subject)
			}
		}
		want.Subjects = rest
		if err := c.fetch(ctx, n, want, s, kept, streamed); err != nil {
			return nil, err
		}
	}
	return n.Facts(), nil
}

// fetch reads what is not at hand: what all below share once for all, and, of an
// organisation that was streamed, the rest only if others recorded any of it.
func (c *Config) fetch(ctx context.Context, n *register.Needs, want register.Want, s span, kept shelf, streamed party.OrgID) error {
	rest := make([]fact.Subject, 0, len(want.Subjects))
	var shared []fact.Subject
	for _, subject := range want.Subjects {
		if kept != nil && subject.Sort() == "w" {
			shared = append(shared, subject)
		} else {
			rest = append(rest, subject)
		}
	}
	if len(shared) > fewAbove { // those below, which nobody else asks for
		rest, shared = append(rest, shared...), nil
	}
	for _, subject := range shared {
		facts, err := c.read(ctx, []fact.Subject{subject}, nil, s)
		if err != nil {
			return err
		}
		if len(kept) == mostKept {
			clear(kept)
		}
		kept[subject] = facts
		n.Take(facts)
	}
	if len(rest) > 0 && streamed != "" {
		owners, err := c.Ledger.Owners(ctx, rest)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(owners, func(o party.OrgID) bool { return o != streamed }) {
			rest = nil
		}
	}
	if len(rest)+len(want.Facts) == 0 {
		return nil
	}
	facts, err := c.read(ctx, rest, want.Facts, s)
	n.Take(facts)
	return err
}

// read reads the facts within a span under subjects, and those with ids.
func (c *Config) read(ctx context.Context, subjects []fact.Subject, ids []party.FactID, s span) ([]fact.Fact, error) {
	slice, err := c.Ledger.Read(ctx, subjects, ids, nil)
	if err != nil {
		return nil, err
	}
	return c.facts(slice.Rows, s)
}

// facts reads the lines that a span sees.
func (c *Config) facts(rows []app.Row, s span) ([]fact.Fact, error) {
	facts := make([]fact.Fact, 0, len(rows))
	for i := range rows {
		if !s.sees(&rows[i]) {
			continue
		}
		f, err := factOf(&rows[i])
		if err != nil {
			return nil, err
		}
		facts = append(facts, f)
	}
	return facts, nil
}

// factOf reads a line as anybody can who has no key: of a sealed body that which its
// header tells, and measures may read nothing else (C16). So an erasure changes no
// fold, and no score.
func factOf(r *app.Row) (fact.Fact, error) {
	line, problems := app.ParseLine(r.Line)
	if len(problems) > 0 {
		return line.Fact, errs.E("derive.read", errs.IO, fmt.Sprintf("台账里的记录 %s 读不出来：%s；请运行 qiangji verify 查明范围", r.ID, problems[0].Message), nil)
	}
	return line.Fact, nil
}
