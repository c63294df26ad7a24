package vault

import (
	"context"
	"crypto/hmac"
	"errors"

	"qiangji/internal/app"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// A State (状态) is what became of a blob that a fact names.
type State string

// The states.
const (
	Intact  State = "intact"  // as it was when the fact was recorded
	Erased  State = "erased"  // its owner was erased: lawful, and for good
	Altered State = "altered" // not what the fact was recorded with
	Missing State = "missing" // the row is not there
)

// States lists the states with their Chinese labels.
var States = party.Labels[State]{{Code: Intact, Label: "完好"}, {Code: Erased, Label: "已按要求删除"}, {Code: Altered, Label: "被改动或坏了"}, {Code: Missing, Label: "缺失"}}

// Verify holds a blob against the commitment of its fact. An error is of the store, or a
// key that is not there (NotFound): then nothing can be said of the blob.
func (v *Vault) Verify(ctx context.Context, ring *app.Ring, want app.Commitment) (State, error) {
	c, s, err := v.read(ctx, ring, want.Text)
	switch {
	case err == nil:
		if got := s.commit(&c); hmac.Equal(got.MAC[:], want.MAC[:]) {
			return Intact, nil
		}
		return Altered, nil
	case errors.Is(err, app.ErrErased):
		return Erased, nil
	case errors.Is(err, errNoRow):
		return Missing, nil
	case errs.KindOf(err) == errs.Invalid:
		return Altered, nil
	}
	return "", err
}
