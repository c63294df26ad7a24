package person

import (
	"context"
	"crypto/hmac"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// A Store (库) is what this package needs of one.
type Store interface {
	app.People
	app.Keys
	app.Writer
}

// Persons (人员资料) keeps persons. All fields are needed; it may be used by many at once.
type Persons struct {
	Store   Store
	Cipher  app.Cipher
	Erasure app.Erasure
	IDs     *app.IDs
	Clock   app.Clock
}

// A Held (在册人员) is a person as the store has it.
type Held struct {
	Person
	Version app.Version // to correct it, give this one
	Erased  bool        // nothing but Member is left
}

const (
	op    = errs.Op("person")
	table = "desk_person"
)

// Ring returns a new ring for one use case.
func (p *Persons) Ring() *app.Ring { return app.NewRing(p.Cipher, p.Store, p.Erasure) }

// Get returns what is held of members, in order of id; unknown ones are left out.
func (p *Persons) Get(ctx context.Context, members []party.MemberID) ([]Held, error) {
	rows, err := p.Store.Persons(ctx, members)
	if err != nil {
		return nil, err
	}
	return p.open(ctx, p.Ring(), rows)
}

// ByIDNumber returns those with an ID number, which is compared exactly.
func (p *Persons) ByIDNumber(ctx context.Context, number party.IDNumber) ([]Held, error) {
	rows, err := p.Store.PersonsByIndex(ctx, p.index(string(number)))
	if err != nil {
		return nil, err
	}
	held, err := p.open(ctx, p.Ring(), rows)
	return slices.DeleteFunc(held, func(h Held) bool { return h.Erased || h.IDNumber != string(number) }), err
}

// MaxScope is the largest number of members that a search by name decrypts.
const MaxScope = 20_000

// Find is Search among all who are held, or ByIDNumber of what is an ID number, with an audit
// entry for each who was found, or one that says that nobody was. It is for the terminal, where no roll limits what is seen. More
// than most are TooLarge: the name is to be written in full.
func (p *Persons) Find(ctx context.Context, by Deed, name string, most int) ([]Held, error) {
	found, err := p.find(ctx, name)
	if err != nil {
		return nil, err
	}
	if len(found) > most {
		return nil, errs.E(op, errs.TooLarge, fmt.Sprintf("姓名里有这几个字的有 %d 人，一次最多列 %d 人：请把姓名写全", len(found), most), nil)
	}
	objects := make([]string, max(1, len(found)))
	for i := range found {
		objects[i] = string(found[i].Member)
	}
	var c app.Change
	for _, object := range objects {
		row, err := p.entry(by, app.Finding, "", object)
		if err != nil {
			return nil, err
		}
		c.Audit = append(c.Audit, row)
	}
	if _, err = p.Store.Commit(ctx, &c); err != nil {
		return nil, err
	}
	return found, nil
}

func (p *Persons) find(ctx context.Context, name string) ([]Held, error) {
	if number, err := party.ParseIDNumber(name); err == nil {
		return p.ByIDNumber(ctx, number)
	}
	var scope []party.MemberID
	err := p.each(ctx, func(rows []app.PersonRow) error {
		for i := range rows {
			if _, ok := isCard(rows[i].Member); !ok && len(rows[i].Box) > 0 {
				scope = append(scope, rows[i].Member)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return p.Search(ctx, scope, name)
}

// Search returns those of a scope whose name holds a text, in order of id; those called
// exactly so come first. The scope is the rolls that the caller may see. A larger one
// than MaxScope is TooLarge.
func (p *Persons) Search(ctx context.Context, scope []party.MemberID, name string) ([]Held, error) {
	if len(scope) > MaxScope {
		return nil, errs.E(op, errs.TooLarge, fmt.Sprintf("要找的范围里有 %d 人，按姓名一次最多找 %d 人：请先选小一些的党组织，或者用身份证号查找", len(scope), MaxScope), nil)
	}
	name = Canonical(name)
	if name == "" {
		return nil, errs.E(op, errs.Invalid, "要找谁？请写姓名或者姓名里的字", nil)
	}
	held, err := p.Get(ctx, scope)
	if err != nil {
		return nil, err
	}
	held = slices.DeleteFunc(held, func(h Held) bool { return !strings.Contains(h.Name, name) })
	slices.SortStableFunc(held, func(a, b Held) int {
		switch {
		case a.Name == name && b.Name != name:
			return -1
		case a.Name != name && b.Name == name:
			return 1
		}
		return 0
	})
	return held, nil
}

// index is the blind index of an ID number; nil for none.
func (p *Persons) index(number string) []byte {
	if number == "" {
		return nil
	}
	return p.Cipher.Mark("index|"+table+"|id_number", []byte(number))
}

func place(row string) string { return table + "|box|" + row }

// mark is the MAC of a row as it will stand.
func (p *Persons) mark(r *app.PersonRow, stands app.Version) []byte {
	version := binary.BigEndian.AppendUint64(nil, uint64(stands))
	return app.MarkRow(p.Cipher, table, []byte(r.Member), version, r.Index, r.Box)
}

// seal makes the row that replaces a version.
func (p *Persons) seal(ctx context.Context, ring *app.Ring, x *Person, replaces app.Version) (app.PersonRow, error) {
	if problems := x.Check(); problems != nil {
		return app.PersonRow{}, errs.E(op, errs.Invalid, fmt.Sprintf("人员 %s 的资料没有保存：%s", x.Member, problems[0].Message), nil)
	}
	box, err := ring.Seal(ctx, fact.MemberSubject(x.Member), place(string(x.Member)), mustEncode(x))
	if err != nil {
		return app.PersonRow{}, err
	}
	if replaces == 0 { // no version of a row that an erasure would have changed
		if err := ring.Rest(fact.MemberSubject(x.Member)); err != nil {
			return app.PersonRow{}, err
		}
	}
	row := app.PersonRow{Member: x.Member, Version: replaces, Index: p.index(x.IDNumber), Box: box}
	row.MAC = p.mark(&row, replaces+1)
	return row, nil
}

// open reads rows of persons. One that was altered is an error that names it: what it
// says of a person must not be believed.
func (p *Persons) open(ctx context.Context, ring *app.Ring, rows []app.PersonRow) ([]Held, error) {
	subjects := make([]fact.Subject, len(rows))
	for i := range rows {
		subjects[i] = fact.MemberSubject(rows[i].Member)
	}
	if err := ring.Fetch(ctx, subjects...); err != nil {
		return nil, err
	}
	held := make([]Held, len(rows))
	for i := range rows {
		h, r := &held[i], &rows[i]
		h.Version = r.Version
		erased, err := p.openRow(ctx, ring, subjects[i], r, &h.Person)
		switch {
		case err != nil:
			return nil, err
		case erased:
			h.Erased = true
		case h.Member != r.Member || string(p.index(h.IDNumber)) != string(r.Index):
			return nil, damaged(string(r.Member), nil)
		}
		h.Member = r.Member
	}
	return held, nil
}

// openRow reads the box of a row of desk_person; erased is true where nothing is left.
func (p *Persons) openRow(ctx context.Context, ring *app.Ring, owner fact.Subject, r *app.PersonRow, to any) (erased bool, err error) {
	if !hmac.Equal(r.MAC, p.mark(r, r.Version)) {
		return false, damaged(string(r.Member), nil)
	}
	if len(r.Box) == 0 || ring.Erased(owner) {
		return true, nil
	}
	plain, err := ring.Open(ctx, owner, place(string(r.Member)), r.Box)
	if errIsErased(err) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	if err := decode(plain, to); err != nil {
		return false, damaged(string(r.Member), err)
	}
	return false, nil
}

func damaged(row string, cause error) error {
	return errs.E(op, errs.Invalid, "人员资料“"+row+"”被改动过或者坏了，没有采用；请从备份恢复", cause)
}
