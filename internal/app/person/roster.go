package person

import (
	"context"
	"errors"

	"qiangji/internal/app"
	"qiangji/internal/party"
)

// A Roster (人员底册) is all persons and cards of a store as an import needs them, and the
// versions in which they were read.
type Roster struct {
	Key     []byte // of the identifiers that an import makes; the same for the life of the store
	Fresh   []byte // of those of persons who are not known yet; drawn for this roster, and nobody has it again
	Persons []Person
	Cards   []Card
	Rows    int // of persons, the erased among them

	persons  *Persons
	versions map[party.MemberID]app.Version // of rows
	known    map[party.MemberID]Person
	cards    map[party.OrgID]Card
}

// rowsAtOnce is how many rows of persons are opened together.
const rowsAtOnce = 500

// errEnough stops a walk over the rows.
var errEnough = errors.New("enough rows")

// Roster reads all persons and cards. Erased persons are left out: who is entered again
// is another person, under an identifier of Fresh.
func (p *Persons) Roster(ctx context.Context) (*Roster, error) {
	fresh, err := p.Cipher.NewKey()
	if err != nil {
		return nil, err
	}
	r := &Roster{
		Fresh: fresh,
		Key:   p.Cipher.Mark("import|identifiers", nil), persons: p,
		versions: map[party.MemberID]app.Version{}, known: map[party.MemberID]Person{}, cards: map[party.OrgID]Card{},
	}
	if err := p.each(ctx, func(rows []app.PersonRow) error { return r.add(ctx, rows) }); err != nil {
		return nil, err
	}
	return r, nil
}

// each hands over all rows of desk_person, some at a time, in order of id.
func (p *Persons) each(ctx context.Context, use func([]app.PersonRow) error) error {
	for after := party.MemberID(""); ; {
		var rows []app.PersonRow
		err := p.Store.AllPersons(ctx, after, func(row app.PersonRow) error {
			if rows = append(rows, row); len(rows) == rowsAtOnce {
				return errEnough
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			return err
		}
		if len(rows) > 0 {
			after = rows[len(rows)-1].Member
			if err := use(rows); err != nil {
				return err
			}
		}
		if len(rows) < rowsAtOnce {
			return nil
		}
	}
}

func (r *Roster) add(ctx context.Context, rows []app.PersonRow) error {
	var persons, cards []app.PersonRow
	for _, row := range rows {
		r.versions[row.Member] = row.Version
		if _, ok := isCard(row.Member); ok {
			cards = append(cards, row)
		} else {
			persons = append(persons, row)
		}
	}
	r.Rows += len(persons)
	ring := r.persons.Ring()
	held, err := r.persons.open(ctx, ring, persons)
	if err != nil {
		return err
	}
	for _, h := range held {
		if !h.Erased {
			r.Persons = append(r.Persons, h.Person)
			r.known[h.Member] = h.Person
		}
	}
	more, err := r.persons.openCards(ctx, ring, cards)
	if err != nil {
		return err
	}
	for _, c := range more {
		r.Cards = append(r.Cards, c)
		r.cards[c.Org] = c
	}
	return nil
}

// Put adds new and changed persons and cards to a change; those that are held so already
// add nothing. If somebody else changed one of them since the roster was read, the change
// is a Conflict. A person who was erased is app.ErrErased: no row may bring it back. The
// keys that the ring makes belong into the same change.
func (r *Roster) Put(ctx context.Context, ring *app.Ring, to *app.Change, persons []Person, cards []Card) error {
	for i := range persons {
		x := &persons[i]
		if old, ok := r.known[x.Member]; ok && old == *x {
			continue
		}
		row, err := r.persons.seal(ctx, ring, x, r.versions[x.Member])
		if err != nil {
			return err
		}
		to.Persons = append(to.Persons, row)
	}
	for i := range cards {
		c := &cards[i]
		if old, ok := r.cards[c.Org]; ok && old == *c {
			continue
		}
		row, err := r.persons.sealCard(ctx, ring, c, r.versions[cardRow(c.Org)])
		if err != nil {
			return err
		}
		to.Persons = append(to.Persons, row)
	}
	return nil
}
