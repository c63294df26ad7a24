package person

import (
	"context"
	"errors"
	"fmt"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
)

// KEKs (包裹密钥) are the keys that wrap the data keys.
type KEKs interface {
	// Wrapping returns the numbers of the keys there are, the newest last; more than
	// one: a rotation is under way.
	Wrapping() []int64
	// Rotate makes a new one, durably.
	Rotate() (int64, error)
	// Rewrap wraps the key of a row under the newest.
	Rewrap(row app.KeyRow) (app.KeyRow, error)
	// Retire destroys one, with all that is still wrapped by it.
	Retire(number int64) error
}

// A Rotation (更换包裹密钥) exchanges the key that wraps the data keys. Data keys, and what
// is sealed under them, stay as they are.
type Rotation struct {
	Persons *Persons
	Keys    KEKs
	By      Deed
	// Backup makes a backup of the rewrapped keys and proves that it can be restored.
	// Backups of before cannot be any more once the old key is retired.
	Backup func(ctx context.Context) error
	// Progress is told how many keys are wrapped anew; nil: nobody.
	Progress func(done int64)
}

// rewrapAtOnce is how many keys are wrapped anew in one change.
const rewrapAtOnce = 500

// Run makes a new wrapping key, wraps every data key under it, batch by batch, has the keys
// backed up, and then only retires the old one. What others store meanwhile is wrapped by
// the new key, or is a Conflict and made anew. Cut off anywhere it leaves everything
// readable; run again it goes on where it was. Where a key cannot be unwrapped, nothing is
// retired, and the error names it.
func (r *Rotation) Run(ctx context.Context) error {
	if _, err := r.Persons.FinishErasures(ctx, r.By); err != nil {
		return err
	}
	if len(r.Keys.Wrapping()) == 1 {
		if _, err := r.Keys.Rotate(); err != nil {
			return err
		}
	}
	if err := r.mark(ctx); err != nil {
		return err
	}
	if err := r.rewrapAll(ctx); err != nil {
		return err
	}
	if err := r.Backup(ctx); err != nil {
		return errs.E(op, errs.KindOf(err), "数据密钥都换好了，备份没有成功，旧的包裹密钥还留着；请看看备份为什么不成，再运行一次", err)
	}
	numbers := r.Keys.Wrapping()
	for _, old := range numbers[:len(numbers)-1] {
		if err := r.note(ctx, &app.Change{}, "retire", old); err != nil {
			return err
		}
		if err := r.Keys.Retire(old); err != nil {
			return err
		}
	}
	return nil
}

// mark sees to it that the store holds one key under the newest wrapping key: from then on
// it takes none any more that was wrapped by an older one.
func (r *Rotation) mark(ctx context.Context) error {
	instance := fact.OrgSubject(app.Instance)
	for try := 1; ; try++ {
		ring := r.Persons.Ring()
		if _, err := ring.Seal(ctx, instance, "desk_key|mark", nil); err != nil {
			return err
		}
		c := app.Change{Keys: ring.Made()}
		if len(c.Keys) == 0 {
			rows, err := r.Persons.Store.Keys(ctx, []fact.Subject{instance})
			if err != nil {
				return err
			}
			again, err := r.Keys.Rewrap(rows[0])
			if err != nil || again.KEK == again.Replaces {
				return err
			}
			c.Keys = []app.KeyRow{again}
		}
		err := r.note(ctx, &c, "rewrap", c.Keys[0].KEK)
		if errs.KindOf(err) != errs.Conflict || try == rewrapTries {
			return err
		}
	}
}

// rewrapTries is how often in a row a batch may meet a Conflict.
const rewrapTries = 20

func (r *Rotation) rewrapAll(ctx context.Context) error {
	tries := 0
	for done := int64(0); ; {
		n, err := r.rewrap(ctx)
		switch {
		case errs.KindOf(err) == errs.Conflict && tries < rewrapTries: // one was erased meanwhile: look again
			tries++
			continue
		case err != nil || n == 0:
			return err
		}
		tries = 0
		if done += n; r.Progress != nil {
			r.Progress(done)
		}
	}
}

// rewrap wraps a batch, and returns how many keys that were; none where none is left.
func (r *Rotation) rewrap(ctx context.Context) (int64, error) {
	numbers := r.Keys.Wrapping()
	newest := numbers[len(numbers)-1]
	rows, err := r.Persons.Store.KeysUnder(ctx, newest, rewrapAtOnce)
	if err != nil || len(rows) == 0 {
		return 0, err
	}
	var c app.Change
	var odd fact.Subject
	var why error
	for _, row := range rows {
		again, err := r.Keys.Rewrap(row)
		switch {
		case errors.Is(err, app.ErrErased):
			c.Destroy = append(c.Destroy, row.Subject)
		case err != nil:
			odd, why = row.Subject, err
		default:
			c.Keys = append(c.Keys, again)
		}
	}
	if len(c.Keys)+len(c.Destroy) == 0 {
		return 0, errs.E(op, errs.Invalid, fmt.Sprintf("“%s”等 %d 个对象的数据密钥打不开，没有换；旧的包裹密钥还留着。请从密钥备份恢复这几行，再运行一次", odd, len(rows)), why)
	}
	return int64(len(c.Keys) + len(c.Destroy)), r.note(ctx, &c, "rewrap", newest)
}

// note commits a change with its audit entry.
func (r *Rotation) note(ctx context.Context, c *app.Change, reason string, number int64) error {
	audit, err := r.Persons.entry(Deed{r.By.Actor, reason}, "key.rotate", "", fmt.Sprintf("kek-%d", number))
	if err != nil {
		return err
	}
	c.Audit = []app.Row{audit}
	_, err = r.Persons.Store.Commit(ctx, c)
	return err
}
