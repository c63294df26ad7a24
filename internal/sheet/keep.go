package sheet

import (
	std "context"

	"qiangji/internal/app"
	kept "qiangji/internal/app/person"
)

// A KeepText puts a text into the vault, as part of a change.
type KeepText func(ctx std.Context, ring *app.Ring, to *app.Change, t Text) (app.Commitment, error)

// With returns what is stored in one change with the facts of the report: its persons and
// cards, held against the roster that the import knew, and its texts. It is the With of a
// record.Request.
func (r *Report) With(roster *kept.Roster, keep KeepText) func(std.Context, *app.Ring, *app.Change) ([]app.Commitment, error) {
	return func(ctx std.Context, ring *app.Ring, to *app.Change) ([]app.Commitment, error) {
		if err := roster.Put(ctx, ring, to, r.Persons, r.Cards); err != nil {
			return nil, err
		}
		var bindings []app.Commitment
		for _, t := range r.Texts {
			b, err := keep(ctx, ring, to, t)
			if err != nil {
				return nil, err
			}
			bindings = append(bindings, b)
		}
		return bindings, nil
	}
}
