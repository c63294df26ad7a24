package sqlstore

import (
	"context"
	"database/sql"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// page is how many rows a listing reads in one snapshot.
const page = 256

// Persons implements app.People.
func (s *Store) Persons(ctx context.Context, members []party.MemberID) ([]app.PersonRow, error) {
	return s.persons(ctx, `SELECT member, version, blind, box, mac FROM desk_person
WHERE member IN (SELECT value FROM json_array_elements_text($1::json)) ORDER BY member`, list(members))
}

// PersonsByIndex implements app.People.
func (s *Store) PersonsByIndex(ctx context.Context, index []byte) ([]app.PersonRow, error) {
	return s.persons(ctx, `SELECT member, version, blind, box, mac FROM desk_person
WHERE blind = $1 ORDER BY member`, filled(index))
}

// AllPersons implements app.People. It holds no snapshot while it yields.
func (s *Store) AllPersons(ctx context.Context, after party.MemberID, yield func(app.PersonRow) error) error {
	return paged(after, yield, func(after party.MemberID) ([]app.PersonRow, error) {
		return s.persons(ctx, `SELECT member, version, blind, box, mac FROM desk_person
WHERE member > $1 ORDER BY member LIMIT $2`, string(after), page)
	}, func(r *app.PersonRow) party.MemberID { return r.Member })
}

func (s *Store) persons(ctx context.Context, text string, args ...any) ([]app.PersonRow, error) {
	return collect(ctx, s, "sqlstore.Persons", func(rows *sql.Rows) (r app.PersonRow, err error) {
		return r, rows.Scan(&r.Member, &r.Version, &r.Index, &r.Box, &r.MAC)
	}, text, args...)
}

// Blob implements app.Blobs.
func (s *Store) Blob(ctx context.Context, id party.TextID) (app.BlobRow, error) {
	found, err := s.blobs(ctx, `SELECT id, owner, wrapped, box, mac FROM desk_blob WHERE id = $1 ORDER BY id`, string(id))
	return one(found, err, "sqlstore.Blob", "没有编号为 "+string(id)+" 的文本或附件")
}

// AllBlobs implements app.Blobs. It holds no snapshot while it yields.
func (s *Store) AllBlobs(ctx context.Context, after party.TextID, yield func(app.BlobRow) error) error {
	return paged(after, yield, func(after party.TextID) ([]app.BlobRow, error) {
		return s.blobs(ctx, `SELECT id, owner, wrapped, box, mac FROM desk_blob
WHERE id > $1 ORDER BY id LIMIT $2`, string(after), 8)
	}, func(r *app.BlobRow) party.TextID { return r.ID })
}

func (s *Store) blobs(ctx context.Context, text string, args ...any) ([]app.BlobRow, error) {
	return collect(ctx, s, "sqlstore.Blobs", func(rows *sql.Rows) (r app.BlobRow, err error) {
		return r, rows.Scan(&r.ID, &r.Owner, &r.Wrapped, &r.Box, &r.MAC)
	}, text, args...)
}

// Keys implements app.Keys, in order of subject.
func (s *Store) Keys(ctx context.Context, subjects []fact.Subject) ([]app.KeyRow, error) {
	return s.keys(ctx, `SELECT subject, kek, wrapped FROM desk_key
WHERE subject IN (SELECT value FROM json_array_elements_text($1::json)) ORDER BY subject`, list(subjects))
}

// KeysUnder implements app.Keys.
func (s *Store) KeysUnder(ctx context.Context, other int64, max int) ([]app.KeyRow, error) {
	return s.keys(ctx, `SELECT subject, kek, wrapped FROM desk_key
WHERE kek <> $1 ORDER BY subject LIMIT $2`, other, max)
}

func (s *Store) keys(ctx context.Context, text string, args ...any) ([]app.KeyRow, error) {
	return collect(ctx, s, "sqlstore.Keys", func(rows *sql.Rows) (r app.KeyRow, err error) {
		return r, rows.Scan(&r.Subject, &r.KEK, &r.Wrapped)
	}, text, args...)
}

// Setting implements app.Settings.
func (s *Store) Setting(ctx context.Context, name string) (app.Setting, error) {
	found, err := collect(ctx, s, "sqlstore.Setting", func(rows *sql.Rows) (v app.Setting, err error) {
		return v, rows.Scan(&v.Name, &v.Value, &v.MAC)
	}, `SELECT name, value, mac FROM desk_setting WHERE name = $1 ORDER BY name`, name)
	return one(found, err, "sqlstore.Setting", "没有名为 "+name+" 的设置")
}

// collect runs one query in a snapshot of its own and returns its rows.
func collect[R any](ctx context.Context, s *Store, op errs.Op, scan func(*sql.Rows) (R, error), text string, args ...any) ([]R, error) {
	var found []R
	err := s.read(ctx, op, func(db Session) error {
		found = nil
		return each(db, func(rows *sql.Rows) error {
			r, err := scan(rows)
			found = append(found, r)
			return err
		}, text, args...)
	})
	if err != nil {
		return nil, err
	}
	return found, nil
}

// one returns the only row found; none is NotFound.
func one[R any](found []R, err error, op errs.Op, none string) (R, error) {
	var zero R
	switch {
	case err != nil:
		return zero, err
	case len(found) == 0:
		return zero, errs.E(op, errs.NotFound, none, nil)
	}
	return found[0], nil
}

// paged yields page after page until one is empty. A page that does not lead on is what
// a damaged index gives.
func paged[K ~string, R any](after K, yield func(R) error, next func(K) ([]R, error), key func(*R) K) error {
	for {
		found, err := next(after)
		if err != nil || len(found) == 0 {
			return err
		}
		for i := range found {
			if err := yield(found[i]); err != nil {
				return err
			}
		}
		last := key(&found[len(found)-1])
		if last <= after {
			return disordered()
		}
		after = last
	}
}

func disordered() error {
	return errs.E("sqlstore.Read", errs.IO, "数据库里的次序乱了：它的结构已损坏；请保留原文件，从备份恢复（qiangji restore）", nil)
}
