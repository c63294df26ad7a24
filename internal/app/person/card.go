package person

import (
	"context"
	"fmt"
	"strings"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// cards is before the row of an organisation's card in desk_person. No member id holds
// the stroke.
const cards = "card/"

func cardRow(org party.OrgID) party.MemberID { return party.MemberID(cards + string(org)) }

// isCard returns the organisation whose card a row holds.
func isCard(row party.MemberID) (party.OrgID, bool) {
	org, ok := strings.CutPrefix(string(row), cards)
	return party.OrgID(org), ok
}

// sealCard makes the row of a card, sealed under the organisation's key.
func (p *Persons) sealCard(ctx context.Context, ring *app.Ring, c *Card, replaces app.Version) (app.PersonRow, error) {
	if problems := c.check(); problems != nil {
		return app.PersonRow{}, errs.E(op, errs.Invalid, fmt.Sprintf("党组织 %s 的登记卡没有保存：%s", c.Org, problems[0].Message), nil)
	}
	row := app.PersonRow{Member: cardRow(c.Org), Version: replaces}
	box, err := ring.Seal(ctx, fact.OrgSubject(c.Org), place(string(row.Member)), mustEncode(c))
	if err != nil {
		return app.PersonRow{}, err
	}
	row.Box = box
	row.MAC = p.mark(&row, replaces+1)
	return row, nil
}

// openCards reads rows of cards; those of erased organisations are left out.
func (p *Persons) openCards(ctx context.Context, ring *app.Ring, rows []app.PersonRow) ([]Card, error) {
	var out []Card
	for i := range rows {
		org, _ := isCard(rows[i].Member)
		var c Card
		erased, err := p.openRow(ctx, ring, fact.OrgSubject(org), &rows[i], &c)
		if err != nil {
			return nil, err
		}
		if erased {
			continue
		}
		if c.Org != org {
			return nil, damaged(string(rows[i].Member), nil)
		}
		out = append(out, c)
	}
	return out, nil
}
