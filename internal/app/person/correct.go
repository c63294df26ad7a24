package person

import (
	"context"
	"errors"

	"qiangji/internal/app"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// A Deed (办理) says who changes something and why, for the audit entry.
type Deed struct {
	Actor  app.Actor
	Reason string // a code or the number of a paper (app.GoodReason); empty where the action says it all
}

// Save stores a person: new with version 0, otherwise correcting the version that was
// read. If another correction came between, it is a Conflict and nothing is changed: read
// again and show both.
func (p *Persons) Save(ctx context.Context, by Deed, x Person, replaces app.Version) error {
	ring := p.Ring()
	row, err := p.seal(ctx, ring, &x, replaces)
	if err != nil {
		return err
	}
	audit, err := p.entry(by, "person.save", x.Org, string(x.Member))
	if err != nil {
		return err
	}
	_, err = p.Store.Commit(ctx, &app.Change{Persons: []app.PersonRow{row}, Keys: ring.Made(), Audit: []app.Row{audit}})
	if errs.KindOf(err) == errs.Conflict {
		return errs.E(op, errs.Conflict, "这个人的资料刚刚被别人改过，您的改动没有保存：请重新打开，对照着再改", err)
	}
	return err
}

// entry makes an audit entry of now.
func (p *Persons) entry(by Deed, what app.Action, org party.OrgID, object string) (app.Row, error) {
	id, err := p.IDs.Entry()
	if err != nil {
		return app.Row{}, err
	}
	if org == "" {
		org = app.Instance
	}
	e := app.Entry{ID: id, Org: org, At: p.Clock.Instant(), Actor: by.Actor, Action: what, Object: object, Reason: by.Reason, Result: "done"}
	return e.Row()
}

func errIsErased(err error) bool { return errors.Is(err, app.ErrErased) }
