package person

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// Reasons that the program itself gives in the audit entry of an erasure.
const (
	Resumed  = "resumed"  // begun before, cut off, and finished
	Replayed = "replayed" // the data came back from a backup of before
)

// Erase makes a person unreadable for good (个人信息删除): the member is written into the
// list of erased, then one change destroys the person's data key, empties the person's
// row and says so in the audit. Facts of sealed kinds and texts about the person alone
// cannot be read from then on; what others recorded names an id that nobody can look up.
//
// Once the list holds the member nothing opens any more, whatever happens after: if the
// change does not come about, FinishErasures makes up for it. Erasing again does nothing.
// A member of whom neither a row nor a key is held is NotFound, and a deed that the audit
// cannot tell is Invalid: then nothing was begun.
func (p *Persons) Erase(ctx context.Context, by Deed, member party.MemberID) error {
	subject := fact.MemberSubject(member)
	left, err := p.left(ctx, []fact.Subject{subject})
	if err != nil {
		return err
	}
	if len(left) == 0 && !slices.Contains(p.Erasure.Erased(), subject) {
		return errs.E(op, errs.NotFound, "没有编号为“"+string(member)+"”的人员资料，什么也没有删除；请核对编号", nil)
	}
	if _, err := p.entry(by, app.Erasing, "", string(member)); err != nil {
		return err
	}
	if err := p.Erasure.Erase(subject, p.Clock.Instant()); err != nil {
		return err
	}
	_, err = p.destroy(ctx, by, []fact.Subject{subject})
	return err
}

// FinishErasures destroys what is left of those in the list of erased: after a crash
// between the two steps of Erase, or when a backup brought rows back. It returns whom it
// found something of. It belongs into every opening of a store, before anything is read.
func (p *Persons) FinishErasures(ctx context.Context, by Deed) ([]party.MemberID, error) {
	if by.Reason == "" {
		by.Reason = Resumed
	}
	return p.destroy(ctx, by, p.Erasure.Erased())
}

// eraseAtOnce is how many erasures go into one change.
const eraseAtOnce = 100

// eraseTries is how often a change that met a Conflict is made anew.
const eraseTries = 5

// destroy destroys what is left of subjects, and returns of whom something was. It looks
// until nothing is: a row may be stored for the first time between looking and destroying,
// but not after, for it rests on the key.
func (p *Persons) destroy(ctx context.Context, by Deed, subjects []fact.Subject) ([]party.MemberID, error) {
	var done []party.MemberID
	for part := range slices.Chunk(slices.Sorted(slices.Values(subjects)), eraseAtOnce) {
		for try := 1; ; try++ {
			members, err := p.destroyOnce(ctx, by, part)
			if err == nil && len(members) == 0 {
				break
			}
			for _, m := range members {
				if err == nil && !slices.Contains(done, m) {
					done = append(done, m)
				}
			}
			if err != nil && errs.KindOf(err) != errs.Conflict || try == eraseTries {
				return done, errs.E(op, errs.KindOf(err), fmt.Sprintf("已经记入删除名单，资料不能再打开；还有 %d 人的行没有清掉，下次打开数据目录时会接着清", len(part)), err)
			}
		}
	}
	return done, nil
}

func (p *Persons) destroyOnce(ctx context.Context, by Deed, subjects []fact.Subject) ([]party.MemberID, error) {
	left, err := p.left(ctx, subjects)
	if err != nil || len(left) == 0 {
		return nil, err
	}
	var c app.Change
	var members []party.MemberID
	for _, x := range left {
		c.Destroy = append(c.Destroy, x.subject)
		if x.row != nil {
			c.Persons = append(c.Persons, p.emptied(x.row))
		}
		object := strings.TrimPrefix(string(x.subject), memberKind)
		audit, err := p.entry(by, app.Erasing, "", object)
		if err != nil {
			return nil, err
		}
		c.Audit = append(c.Audit, audit)
		members = append(members, party.MemberID(object))
	}
	_, err = p.Store.Commit(ctx, &c)
	return members, err
}

// emptied is the row that replaces one of an erased person: it says that somebody was
// here, and nothing else.
func (p *Persons) emptied(r *app.PersonRow) app.PersonRow {
	row := app.PersonRow{Member: r.Member, Version: r.Version}
	row.MAC = p.mark(&row, r.Version+1)
	return row
}

// memberKind begins the subject of a person.
const memberKind = "m:"

// A remains is what is left of an erased subject: a key, a row that is not empty, or both.
type remains struct {
	subject fact.Subject
	row     *app.PersonRow
}

func (p *Persons) left(ctx context.Context, subjects []fact.Subject) ([]remains, error) {
	var members []party.MemberID
	for _, s := range subjects {
		if member, ok := strings.CutPrefix(string(s), memberKind); ok {
			members = append(members, party.MemberID(member))
		}
	}
	rows, err := p.Store.Persons(ctx, members)
	if err != nil {
		return nil, err
	}
	keys, err := p.Store.Keys(ctx, subjects)
	if err != nil {
		return nil, err
	}
	found := map[fact.Subject]*app.PersonRow{}
	for i := range keys {
		found[keys[i].Subject] = nil
	}
	for i := range rows {
		if len(rows[i].Box) > 0 || rows[i].Index != nil {
			found[fact.MemberSubject(rows[i].Member)] = &rows[i]
		}
	}
	var left []remains
	for _, s := range subjects {
		if row, ok := found[s]; ok {
			left = append(left, remains{s, row})
		}
	}
	return left, nil
}

// A Replay (补删) is what ReplayErasures found to do.
type Replay struct {
	Listed    []party.MemberID // erased by the data's own audit, and not in the list
	Destroyed []party.MemberID // of whom the restored data brought something back
}

// followAtOnce is how many records of the ledger are read together.
const followAtOnce = 1000

// ReplayErasures is for data that came from a backup, before it is opened: those whom its
// own audit says were erased are added to the list, for the key directory may be older
// than the data; then everybody in the list is destroyed in the data, which may be older
// than the list. All records must have their positions.
func (p *Persons) ReplayErasures(ctx context.Context, by Deed, ledger app.Ledger) (*Replay, error) {
	head, err := ledger.Head(ctx)
	if err != nil {
		return nil, err
	}
	if head.Pending > 0 {
		return nil, errs.E(op, errs.Unavailable, fmt.Sprintf("还有 %d 条记录没有排定位置，先排定再核对删除名单", head.Pending), nil)
	}
	listed := map[fact.Subject]bool{}
	for _, s := range p.Erasure.Erased() {
		listed[s] = true
	}
	out := &Replay{}
	for after := app.Position(0); after < head.Last; {
		rows, err := ledger.Follow(ctx, after, followAtOnce)
		if err != nil {
			return out, err
		}
		if len(rows) == 0 {
			return out, errs.E(op, errs.IO, fmt.Sprintf("台账第 %d 条以后读不出来，删除名单没有核对完；请运行 verify", after), nil)
		}
		for i := range rows {
			after = rows[i].Pos
			member, ok := app.Erases(&rows[i])
			if s := fact.MemberSubject(member); ok && !listed[s] {
				if err := p.Erasure.Erase(s, p.Clock.Instant()); err != nil {
					return out, err
				}
				listed[s] = true
				out.Listed = append(out.Listed, member)
			}
		}
	}
	if by.Reason == "" {
		by.Reason = Replayed
	}
	out.Destroyed, err = p.destroy(ctx, by, p.Erasure.Erased())
	return out, err
}
