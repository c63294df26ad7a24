package sheet

import (
	"cmp"
	"slices"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// Known is what is recorded already. Persons and cards come from the persons
// file whose key is Options.Key.
type Known struct {
	Facts   []fact.Fact
	Persons []Person
	Cards   []Card
}

type meetingKey struct {
	org   party.OrgID
	on    party.Date
	kind  party.MeetingKind
	group int
}

type monthKey struct {
	member party.MemberID
	month  string
}

type yearKey struct {
	member party.MemberID
	year   int
}

// A ledger is what is recorded already and what this import adds to it.
type ledger struct {
	ids      map[party.FactID]bool
	meetings map[meetingKey]string // where: a cell of this file, or ""
	paid     map[monthKey]payment
	fixed    map[yearKey]int64
	cards    map[party.OrgID]Card
	studies  map[party.FactID]string // where
	rows     map[party.FactID]string // of meetings in this file: where
}

type payment struct {
	from, to string
	fen      int64
	cell     string
}

// recall builds the books from what is known. Voided and corrected facts say
// nothing any more, but their identifiers stay taken.
func (im *importer) recall(k Known) {
	l := &ledger{map[party.FactID]bool{}, map[meetingKey]string{}, map[monthKey]payment{}, map[yearKey]int64{}, map[party.OrgID]Card{}, map[party.FactID]string{}, map[party.FactID]string{}}
	im.ledger = l
	gone := map[party.FactID]bool{}
	for i := range k.Facts {
		f := &k.Facts[i]
		l.ids[f.ID] = true
		if f.Corrects != "" {
			gone[f.Corrects] = true
		}
		if v, ok := f.Body.(*fact.Void); ok {
			gone[v.Fact] = true
		}
	}
	standing := make([]*fact.Fact, 0, len(k.Facts))
	for i := range k.Facts {
		if !gone[k.Facts[i].ID] {
			standing = append(standing, &k.Facts[i])
		}
	}
	slices.SortStableFunc(standing, func(a, b *fact.Fact) int {
		return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(rank(a.Body), rank(b.Body)), a.At.Compare(b.At), cmp.Compare(a.ID, b.ID))
	})
	persons := map[party.MemberID]*person{}
	for _, p := range k.Persons {
		persons[p.Member] = &person{Person: p, org: p.Org, posts: map[party.Post]bool{}}
	}
	for _, f := range standing {
		im.recallOrg(f)
		im.recallSeat(persons, f)
		recallPerson(persons, f)
		l.recallEvent(f)
	}
	for _, p := range k.Persons {
		im.people.add(persons[p.Member])
	}
	for _, c := range k.Cards {
		l.cards[c.Org] = c
	}
}

func (im *importer) recallOrg(f *fact.Fact) {
	switch b := f.Body.(type) {
	case *fact.OrgFounded:
		im.orgs.add(&orgEntry{id: f.Org, name: b.Name, form: b.Form, level: b.Level, domain: b.Domain, parent: b.Parent, founded: f.On})
	case *fact.OrgRenamed:
		im.orgs.rename(f.Org, b.Name)
	case *fact.OrgMoved:
		if e := im.orgs.byID[f.Org]; e != nil {
			e.parent = b.Parent
		}
	case *fact.OrgProfiled:
		if e := im.orgs.byID[f.Org]; e != nil {
			e.form, e.domain = first(b.Form, e.form), first(b.Domain, e.domain)
		}
	case *fact.OrgClosed, *fact.OrgMerged:
		if e := im.orgs.byID[f.Org]; e != nil {
			e.ended = f.On
		}
	}
}

// recallPerson folds what an import must know of a person; the whole fold is
// the register's.
func recallPerson(all map[party.MemberID]*person, f *fact.Fact) {
	switch b := f.Body.(type) {
	case *fact.MemberEnrolled:
		if p := all[b.Member]; p != nil && b.Second {
			p.second(f.Org, f.On)
		} else if p != nil {
			p.joins(f)
			p.stage, p.accepted, p.full, p.group = b.Stage, b.Accepted, b.Full, b.Group
		}
	case *fact.MemberStaged:
		if p := all[b.Member]; p != nil {
			p.staged(f.On, b)
		}
	case *fact.MemberMoved:
		if p := all[b.Member]; p != nil && b.Way == "out" && b.Other == "" {
			p.until = f.On // where nobody of ours records the arrival
		} else if p != nil && b.Way == "in" {
			p.joins(f)
			if s := b.Summary; s != nil {
				p.stage, p.accepted, p.full = s.Stage, s.Accepted, s.Full
			}
		}
	case *fact.MemberPlaced:
		if p := all[b.Member]; p != nil && b.Group != nil {
			p.group = *b.Group
		}
	case *fact.MemberLeft:
		if p := all[b.Member]; p != nil {
			p.until = f.On
		}
	case *fact.MemberDied:
		if p := all[b.Member]; p != nil {
			p.until = f.On
		}
	default:
		recallState(all, f)
	}
}

func recallState(all map[party.MemberID]*person, f *fact.Fact) {
	switch b := f.Body.(type) {
	case *fact.MemberAway:
		if p := all[b.Member]; p != nil {
			p.away(b.State)
		}
	case *fact.MemberStanding:
		if p := all[b.Member]; p != nil {
			p.stopped = b.State == "suspended" || p.stopped && b.State != "restored"
		}
	case *fact.PostTaken:
		if p := all[b.Member]; p != nil {
			p.posts[b.Post] = true
		}
	case *fact.PostLeft:
		if p := all[b.Member]; p != nil {
			delete(p.posts, b.Post)
		}
	}
}

func (p *person) staged(on party.Date, b *fact.MemberStaged) {
	switch {
	case b.Step == "accept" && b.Result == "pass":
		p.stage, p.accepted = "probationary", on
	case b.Step == "convert" && b.Result == "full":
		p.stage, p.full = "full", on
	case b.Step == "convert" && b.Result == "cancel":
		p.until = on
	}
}

// joins puts a person on the roll of the fact's organisation.
func (p *person) joins(f *fact.Fact) {
	p.enrolled, p.org, p.since, p.until = true, f.Org, f.On, party.NoDate
}

func (p *person) away(state party.Away) {
	switch state {
	case "floating":
		p.floating = true
	case "returned":
		p.floating = false
	case "lost":
		p.lost = true
	case "found", "contact":
		p.lost = false
	}
}

func (l *ledger) recallEvent(f *fact.Fact) {
	switch b := f.Body.(type) {
	case *fact.MeetingHeld:
		for _, kind := range b.Kinds {
			l.meetings[meetingKey{f.Org, f.On, kind, b.Group}] = ""
		}
	case *fact.DuesPaid:
		for _, m := range monthsBetween(b.From, b.To) {
			l.paid[monthKey{b.Member, m}] = payment{b.From, b.To, b.Fen, ""}
		}
	case *fact.DuesFixed:
		l.fixed[yearKey{b.Member, b.Year}] = b.Fen
	}
}

// monthsBetween lists the months from 2026-01 to 2026-03.
func monthsBetween(from, to string) []string {
	w, err := party.ParseWindow(from)
	last, err2 := party.ParseWindow(to)
	if err != nil || err2 != nil || w.Cadence != party.Monthly || last.Cadence != party.Monthly {
		return nil
	}
	var all []string
	for len(all) < 60 {
		all = append(all, w.String())
		if w == last || w.Year > last.Year {
			break
		}
		if w.Index++; w.Index == 12 {
			w = party.Window{Cadence: party.Monthly, Year: w.Year + 1}
		}
	}
	return all
}
