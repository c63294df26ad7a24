package keys

import (
	"slices"
	"strconv"
	"strings"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
)

var (
	_ app.Cipher  = (*Dir)(nil)
	_ app.Erasure = (*Dir)(nil)
)

// maxKEK is the largest number of a wrapping key; it fits an envelope.
const maxKEK = 1<<31 - 1

func kekFile(number int64) string { return kekPrefix + strconv.FormatInt(number, 10) }

// wrappedAt is the place of a subject's wrapped key.
func wrappedAt(s fact.Subject) string { return "desk_key|wrapped|" + string(s) }

func (d *Dir) loadKeks() error {
	names, err := d.files.names()
	if err != nil {
		return err
	}
	for _, name := range names {
		digits, ok := strings.CutPrefix(name, kekPrefix)
		if !ok {
			continue
		}
		number, err := strconv.ParseInt(digits, 10, 64)
		if err != nil || number < 1 || number > maxKEK || kekFile(number) != name {
			return errs.E("keys.Open", errs.Invalid, "密钥目录里的 "+name+" 不是包裹密钥的名称", nil)
		}
		if err := d.loadKEK(number); err != nil {
			return err
		}
	}
	if d.newest == 0 {
		return errs.E("keys.Open", errs.NotFound, "密钥目录里没有包裹密钥：目录不完整，请从密钥目录的备份恢复", nil)
	}
	return nil
}

func (d *Dir) loadKEK(number int64) error {
	key, err := d.key(kekFile(number), d.suite.KeySize)
	if err != nil {
		return err
	}
	d.keks[number] = key
	d.newest = max(d.newest, number)
	return nil
}

// Wrap wraps a subject's data key under the newest wrapping key, and names it. For an
// erased subject nothing is wrapped any more: NotFound with app.ErrErased.
func (d *Dir) Wrap(s fact.Subject, key []byte) (int64, []byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.standing(s); err != nil {
		return 0, nil, err
	}
	for d.files.exists(kekFile(d.newest + 1)) { // made by another process
		if err := d.loadKEK(d.newest + 1); err != nil {
			return 0, nil, err
		}
	}
	wrapped, err := d.suite.seal(uint32(d.newest), d.keks[d.newest], wrappedAt(s), key)
	return d.newest, wrapped, err
}

// Unwrap returns a subject's data key. That of an erased subject is NotFound with
// app.ErrErased, whatever row is shown; a row that was altered, is another subject's or was
// wrapped by a key that is gone is Invalid.
func (d *Dir) Unwrap(s fact.Subject, wrapped []byte) ([]byte, error) {
	e, err := parse(wrapped)
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.standing(s); err != nil {
		return nil, err
	}
	number := int64(e.number)
	if d.keks[number] == nil {
		if number == 0 || !d.files.exists(kekFile(number)) {
			return nil, errs.E("keys.Unwrap", errs.Invalid,
				"密钥目录里没有第 "+strconv.FormatInt(number, 10)+" 号包裹密钥：它已经停用，或者密钥目录不是这个库的", nil)
		}
		if err := d.loadKEK(number); err != nil {
			return nil, err
		}
	}
	return e.open(d.keks[number], wrappedAt(s))
}

// standing refuses an erased subject.
func (d *Dir) standing(s fact.Subject) error {
	if err := d.refreshErased(); err != nil {
		return err
	}
	if d.erased.of[s] {
		return errs.E("keys.Unwrap", errs.NotFound, "“"+string(s)+"”的资料已经按要求删除，不能恢复", app.ErrErased)
	}
	return nil
}

// Seal encrypts under a data key, for a place (table|column|row).
func (d *Dir) Seal(key []byte, place string, plain []byte) ([]byte, error) {
	return d.suite.seal(0, key, place, plain)
}

// Open is the inverse of Seal. It is Invalid if anything of key, place or box is not what
// it was.
func (d *Dir) Open(key []byte, place string, box []byte) ([]byte, error) {
	e, err := parse(box)
	if err != nil {
		return nil, err
	}
	return e.open(key, place)
}

// NewKey returns a random data key.
func (d *Dir) NewKey() ([]byte, error) { return random(d.suite.KeySize), nil }

// Mark is a keyed code of data for one purpose: a blind index, a row's MAC. Every purpose
// has a key of its own, derived from one that wraps and encrypts nothing.
func (d *Dir) Mark(purpose string, data []byte) []byte {
	return d.suite.mac(d.suite.mac(d.mark, []byte(purpose)), data)
}

// Wrapping returns the numbers of the wrapping keys there are, the newest last. More than
// one: a rotation is under way.
func (d *Dir) Wrapping() []int64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	var numbers []int64
	for number := range d.keks {
		numbers = append(numbers, number)
	}
	slices.Sort(numbers)
	return numbers
}

// Rotate makes a new wrapping key, which is durable when Rotate returns and from then on
// wraps. The caller then rewraps the rows of the store (Rewrap), in batches, and retires the
// old keys (Retire) once no row is left under them. It may be cut off anywhere: whoever goes
// on calls Rotate only if Wrapping names a single key.
func (d *Dir) Rotate() (int64, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	number := d.newest + 1
	if number > maxKEK {
		return 0, errs.E("keys.Rotate", errs.TooLarge, "包裹密钥的编号用完了", nil)
	}
	if err := d.files.create(kekFile(number), keyLine(kekFile(number), random(d.suite.KeySize))); err != nil {
		return 0, err
	}
	return number, d.loadKEK(number)
}

// Rewrap wraps the key of a row under the newest wrapping key and says which it replaces.
// That of an erased subject is NotFound with app.ErrErased: such a row is to be destroyed.
func (d *Dir) Rewrap(row app.KeyRow) (app.KeyRow, error) {
	key, err := d.Unwrap(row.Subject, row.Wrapped)
	if err != nil {
		return app.KeyRow{}, err
	}
	kek, wrapped, err := d.Wrap(row.Subject, key)
	return app.KeyRow{Subject: row.Subject, KEK: kek, Wrapped: wrapped, Replaces: row.KEK}, err
}

// Retire destroys a wrapping key. The caller has seen, in the store, that no row is
// wrapped by it any more: what it wrapped, in any backup too, is lost. The newest is
// refused; one that is gone already is no error.
func (d *Dir) Retire(number int64) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if number >= d.newest {
		return errs.E("keys.Retire", errs.Invalid, "最新的包裹密钥正在使用，不能停用：请先换新的", nil)
	}
	if d.files.exists(kekFile(number)) {
		if err := d.files.remove(kekFile(number)); err != nil {
			return err
		}
	}
	delete(d.keks, number)
	return nil
}
