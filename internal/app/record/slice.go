package record

import (
	"context"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/core/register"
	"qiangji/internal/party"
)

// A slice is the part of the ledger on which a decision rests.
type slice struct {
	*Recorder
	ring  *app.Ring
	own   map[party.FactID]bool // ids that were just made
	fresh map[fact.Subject]bool // what is recorded upon these: nothing
	reads map[fact.Subject]app.Version
	known bool // something was at hand
}

// gather reads all that is needed.
func (s *slice) gather(ctx context.Context, n *register.Needs) error {
	for want := n.Next(); !want.Nothing(); want = n.Next() {
		var unknown []fact.Subject
		for _, subject := range want.Subjects {
			if s.fresh[subject] {
				continue
			}
			facts, version, ok := s.memory.recall(subject)
			if !ok {
				unknown = append(unknown, subject)
				continue
			}
			s.known = true
			s.reads[subject] = version
			n.Take(facts)
		}
		var ids []party.FactID
		for _, id := range want.Facts {
			if !s.own[id] {
				ids = append(ids, id)
			}
		}
		facts, err := s.read(ctx, unknown, ids)
		if err != nil {
			return err
		}
		n.Take(facts)
	}
	return nil
}

// read reads from the ledger, and keeps at hand what is found under the subjects.
func (s *slice) read(ctx context.Context, subjects []fact.Subject, ids []party.FactID) ([]fact.Fact, error) {
	if len(subjects)+len(ids) == 0 {
		return nil, nil
	}
	found, err := s.Ledger.Read(ctx, subjects, ids, nil)
	if err != nil {
		return nil, err
	}
	recorded, err := app.Lines{Ring: s.ring}.Facts(ctx, found.Rows)
	if err != nil {
		return nil, err
	}
	facts := make([]fact.Fact, len(recorded))
	for i := range recorded {
		facts[i] = recorded[i].Fact
	}
	for subject, version := range found.Versions {
		s.reads[subject] = version
	}
	s.memory.keep(found, facts, s.ring.Erasures())
	return facts, nil
}

// targets says under what those facts are indexed that the batch mends, takes back or
// answers: it follows them to where they lead.
func (s *slice) targets(ctx context.Context, b *batch, held []fact.Fact) (func(party.FactID) []fact.Subject, error) {
	byID := make(map[party.FactID]*fact.Fact, len(b.facts))
	var open []party.FactID
	for i := range b.facts {
		byID[b.facts[i].ID] = &b.facts[i]
		open = append(open, follows(&b.facts[i])...)
	}
	if len(open) == 0 {
		return nobody, nil
	}
	for i := range held {
		byID[held[i].ID] = &held[i]
	}
	var old []fact.Fact
	seen := map[party.FactID]bool{}
	for len(open) > 0 {
		var unknown, next []party.FactID
		for _, id := range open {
			f := byID[id]
			switch {
			case seen[id]:
				continue
			case f == nil:
				unknown = append(unknown, id)
				byID[id] = &fact.Fact{} // asked for once
				continue
			case f.ID == "":
				continue
			}
			seen[id] = true
			if b.index(id) < 0 {
				old = append(old, *f)
			}
			next = append(next, follows(f)...)
		}
		facts, err := s.read(ctx, nil, unknown)
		if err != nil {
			return nil, err
		}
		for i := range facts {
			byID[facts[i].ID] = &facts[i]
			next = append(next, facts[i].ID)
		}
		open = next
	}
	at := make(map[party.FactID][]fact.Subject, len(old))
	for i, subjects := range fact.Indexed(old, nobody) {
		at[old[i].ID] = subjects
	}
	return func(id party.FactID) []fact.Subject { return at[id] }, nil
}

func nobody(party.FactID) []fact.Subject { return nil }
