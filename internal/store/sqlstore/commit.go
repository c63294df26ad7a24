package sqlstore

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"qiangji/internal/app"
	"qiangji/internal/core/chain"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// onceKept is how long a submission key is remembered.
const onceKept = 7 * 24 * time.Hour

// A plan is a change made ready for its statements, before the turn to write comes.
type plan struct {
	*app.Change
	bumped   string   // the subjects of the facts
	expected string   // pairs of subject and version after bumping
	turns    []turn   // where several write at once: who is locked, and how
	concerns []string // the subjects of each fact
	facts    string   // their ids
}

// A turn is subjects that are locked alike and follow one another in order.
type turn struct {
	bumped   bool // else they are only read
	subjects []fact.Subject
}

// Commit implements app.Writer.
func (s *Store) Commit(ctx context.Context, c *app.Change) (app.Receipt, error) {
	const op = "sqlstore.Commit"
	if err := check(c); err != nil {
		return app.Receipt{}, err
	}
	p := prepare(c)
	var receipt app.Receipt
	err := s.write(ctx, op, func(db Session) error {
		first, err := p.once(db)
		if err != nil {
			return err
		}
		if first != nil {
			receipt = *first
			return nil
		}
		receipt = p.receipt()
		if err := p.guard(db, s.engine.Concurrent()); err != nil {
			return err
		}
		tick, err := s.tick(db, len(c.Facts)+len(c.Audit))
		if err != nil {
			return err
		}
		if err := p.records(db, tick); err != nil {
			return err
		}
		return p.desk(db)
	})
	if err != nil {
		return app.Receipt{}, err
	}
	return receipt, nil
}

// check refuses what no caller may ask for, whatever the store holds.
func check(c *app.Change) error {
	invalid := func(format string, args ...any) error {
		return errs.E("sqlstore.Commit", errs.Invalid, fmt.Sprintf(format, args...), nil)
	}
	if len(c.Audit) == 0 {
		return invalid("这次变更没有审计记录，不能写入：每一处改动都要记下谁、为何、改了什么")
	}
	for i := range c.Facts {
		if r := &c.Facts[i]; r.Stream != chain.Facts || !slices.Contains(r.Subjects, fact.OrgSubject(r.Org)) {
			return invalid("记录 %s 的序列或涉及对象不对：应为事实，且列有所属组织", r.ID)
		}
	}
	for i := range c.Audit {
		if r := &c.Audit[i]; r.Stream != chain.Audit || len(r.Subjects) > 0 {
			return invalid("审计记录 %s 的序列或涉及对象不对", r.ID)
		}
	}
	for s := range c.Reads {
		if !s.Guarded() {
			return invalid("%s 没有版本，不能作为变更的依据", s)
		}
	}
	for r := range both(c) {
		switch {
		case r.Org == "" || r.ID == "":
			return invalid("有一条记录缺少所属组织或编号")
		case chain.RecordHash(r.Stream, r.Line) != r.Hash:
			return invalid("记录 %s 的摘要与内容不符，没有写入", r.ID)
		}
	}
	if c.Once != nil && (c.Once.Org == "" || c.Once.Key == "") {
		return invalid("提交号不完整：组织和号码都要有")
	}
	return nil
}

// both yields the facts and then the audit entries of a change.
func both(c *app.Change) func(yield func(*app.Row) bool) {
	return func(yield func(*app.Row) bool) {
		for _, rows := range [][]app.Row{c.Facts, c.Audit} {
			for i := range rows {
				if !yield(&rows[i]) {
					return
				}
			}
		}
	}
}

func prepare(c *app.Change) *plan {
	p := &plan{Change: c, concerns: make([]string, len(c.Facts))}
	var bumped []fact.Subject
	for i := range c.Facts {
		subjects := slices.Compact(slices.Sorted(slices.Values(c.Facts[i].Subjects)))
		for _, s := range subjects {
			if s.Guarded() {
				bumped = append(bumped, s)
			}
		}
		p.concerns[i] = list(subjects)
		if upon := fact.UponSubject(party.FactID(c.Facts[i].ID)); rests(c, upon) {
			bumped = append(bumped, upon)
		}
	}
	slices.Sort(bumped)
	bumped = slices.Compact(bumped)
	p.bumped = list(bumped)
	var expected strings.Builder
	all := slices.Clone(bumped)
	for subject, version := range c.Reads {
		if _, found := slices.BinarySearch(bumped, subject); found {
			version++
		} else {
			all = append(all, subject)
		}
		pair(&expected, string(subject), int64(version))
	}
	p.expected = "{" + expected.String() + "}"
	p.turns = takeTurns(all, bumped)
	ids := make([]string, len(c.Facts))
	for i := range c.Facts {
		ids[i] = c.Facts[i].ID
	}
	p.facts = list(ids)
	return p
}

// rests reports whether a change rests on a subject.
func rests(c *app.Change, s fact.Subject) bool {
	_, read := c.Reads[s]
	return read
}

// takeTurns puts subjects in order, and together those that are locked alike. So no two
// changes ever wait for each other.
func takeTurns(all, bumped []fact.Subject) []turn {
	slices.Sort(all)
	var turns []turn
	for _, subject := range all {
		_, bump := slices.BinarySearch(bumped, subject)
		if n := len(turns); n == 0 || turns[n-1].bumped != bump {
			turns = append(turns, turn{bumped: bump})
		}
		last := &turns[len(turns)-1]
		last.subjects = append(last.subjects, subject)
	}
	return turns
}

// pair adds a member to a JSON object.
func pair(b *strings.Builder, key string, value int64) {
	if b.Len() > 0 {
		b.WriteByte(',')
	}
	quote(b, key)
	b.WriteByte(':')
	b.WriteString(strconv.FormatInt(value, 10))
}

func (p *plan) receipt() app.Receipt {
	var r app.Receipt
	for i := range p.Facts {
		r.Facts = append(r.Facts, party.FactID(p.Facts[i].ID))
	}
	return r
}

// once stores the submission key, in place of one that is forgotten too, or returns the
// receipt of the time before.
func (p *plan) once(db Session) (*app.Receipt, error) {
	o := p.Once
	if o == nil {
		return nil, nil
	}
	added, err := db.Exec(`INSERT INTO desk_once (org, key, digest, facts, at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (org, key) DO UPDATE SET digest = excluded.digest, facts = excluded.facts, at = excluded.at
WHERE desk_once.at < $6`, string(o.Org), o.Key, o.Digest[:], p.facts, o.At.UnixNano(), o.At.Add(-onceKept).UnixNano())
	if err != nil || added == 1 {
		return nil, err
	}
	var digest []byte
	var facts string
	err = each(db, func(rows *sql.Rows) error { return rows.Scan(&digest, &facts) },
		`SELECT digest, facts FROM desk_once WHERE org = $1 AND key = $2 ORDER BY org, key`, string(o.Org), o.Key)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(digest, o.Digest[:]) {
		return nil, errs.E("sqlstore.Commit", errs.Invalid,
			"同一个提交号已经用于另一份内容，没有写入；请刷新页面后重新填写提交", nil)
	}
	receipt := app.Receipt{Repeated: true}
	if receipt.Facts, err = unlist[party.FactID](facts); err != nil {
		return nil, errs.E("sqlstore.Commit", errs.IO, "提交号 "+o.Key+" 的回执读不出来", err)
	}
	return &receipt, nil
}

// forget deletes the submission keys that are not kept any more: those that much older
// than the newest one. A clock that is wrong when nobody submits anything deletes none.
func forget(db Session) error {
	var newest int64
	err := each(db, func(rows *sql.Rows) error { return rows.Scan(&newest) },
		`SELECT COALESCE(MAX(at), 0) AS newest FROM desk_once ORDER BY newest`)
	if err == nil {
		_, err = db.Exec(`DELETE FROM desk_once WHERE at < $1`, newest-onceKept.Nanoseconds())
	}
	return err
}

// guard bumps the versions of what the facts touch and compares those of what the
// change rests on. Where several write at once the rows stay locked, in order of
// subject.
func (p *plan) guard(db Session, concurrent bool) error {
	turns := p.turns
	if !concurrent {
		turns = nil
		if err := bump(db, p.bumped); err != nil {
			return err
		}
	}
	for _, turn := range turns {
		lock := share
		if turn.bumped {
			lock = bump
		}
		if err := lock(db, list(turn.subjects)); err != nil {
			return err
		}
	}
	if p.expected == "{}" {
		return nil
	}
	var changed string
	err := each(db, func(rows *sql.Rows) error { return rows.Scan(&changed) },
		`SELECT r.key FROM json_each_text($1::json) r LEFT JOIN desk_version v ON v.subject = r.key
WHERE COALESCE(v.version, 0) <> CAST(r.value AS BIGINT) ORDER BY r.key LIMIT 1`, p.expected)
	if err == nil && changed != "" {
		return errs.E("sqlstore.Commit", errs.Conflict,
			"在您办理期间，有关内容（"+changed+"）已被他人改动，没有写入；请重新读取后再提交", nil)
	}
	return err
}

// bump counts a change of each of a list of subjects.
func bump(db Session, subjects string) error {
	if subjects == "[]" {
		return nil
	}
	_, err := db.Exec(`INSERT INTO desk_version (subject, version)
SELECT value, 1 FROM json_array_elements_text($1::json) WHERE true ORDER BY value
ON CONFLICT (subject) DO UPDATE SET version = desk_version.version + 1`, subjects)
	return err
}

// share locks a list of subjects against being bumped. One never touched gets a row to
// be locked.
func share(db Session, subjects string) error {
	if _, err := db.Exec(`INSERT INTO desk_version (subject, version)
SELECT value, 0 FROM json_array_elements_text($1::json) WHERE true ORDER BY value
ON CONFLICT (subject) DO NOTHING`, subjects); err != nil {
		return err
	}
	return each(db, func(*sql.Rows) error { return nil }, `SELECT subject FROM desk_version
WHERE subject IN (SELECT value FROM json_array_elements_text($1::json)) ORDER BY subject FOR SHARE`, subjects)
}

// records inserts facts, concerns and audit entries, and marks all as pending.
func (p *plan) records(db Session, tick int64) error {
	if err := p.insert(db); err != nil {
		return err
	}
	var values []any
	for r := range both(p.Change) {
		values = append(values, string(r.Org), string(r.Stream), r.ID, tick)
		tick++
	}
	return insert(db, `INSERT INTO desk_pending (org, stream, id, tick) VALUES `, 4, values)
}

// insert inserts facts, concerns and audit entries.
func (p *plan) insert(db Session) error {
	var facts, audit []any
	for i := range p.Facts {
		r := &p.Facts[i]
		facts = append(facts, string(r.Org), r.ID, string(r.Line), r.Hash[:], p.concerns[i])
	}
	for i := range p.Audit {
		r := &p.Audit[i]
		audit = append(audit, string(r.Org), r.ID, string(r.Line), r.Hash[:])
	}
	if err := insert(db, `INSERT INTO ledger_fact (org, id, line, hash, subjects) VALUES `, 5, facts); err != nil {
		return err
	}
	if err := p.index(db); err != nil {
		return err
	}
	return insert(db, `INSERT INTO ledger_audit (org, id, line, hash) VALUES `, 4, audit)
}

// many is how many facts of a change make it worth the while to put the subjects of all
// into few statements: of fewer, those of each are one.
const many = 16

// index inserts concerns.
func (p *plan) index(db Session) error {
	var values []any
	for i := range p.Facts {
		r := &p.Facts[i]
		if len(p.Facts) >= many {
			subjects, err := unlist[string](p.concerns[i])
			if err != nil {
				return err
			}
			for _, s := range subjects {
				values = append(values, s, string(r.Org), r.ID)
			}
			continue
		}
		if _, err := db.Exec(`INSERT INTO ledger_concern (subject, org, id)
SELECT value, $2, $3 FROM json_array_elements_text($1::json) WHERE true ORDER BY value`,
			p.concerns[i], string(r.Org), r.ID); err != nil {
			return err
		}
	}
	return insert(db, `INSERT INTO ledger_concern (subject, org, id) VALUES `, 3, values)
}

// desk writes the rows that are not evidence.
func (p *plan) desk(db Session) error {
	for i := range p.Persons {
		if err := putPerson(db, &p.Persons[i]); err != nil {
			return err
		}
	}
	for i := range p.Blobs {
		b := &p.Blobs[i]
		if _, err := db.Exec(`INSERT INTO desk_blob (id, owner, wrapped, box, mac) VALUES ($1, $2, $3, $4, $5)`,
			string(b.ID), string(b.Owner), filled(b.Wrapped), filled(b.Box), filled(b.MAC)); err != nil {
			return err
		}
	}
	if err := p.current(db); err != nil {
		return err
	}
	for i := range p.Keys {
		if err := putKey(db, &p.Keys[i]); err != nil {
			return err
		}
	}
	if len(p.Destroy) > 0 {
		if _, err := db.Exec(`DELETE FROM desk_key
WHERE subject IN (SELECT value FROM json_array_elements_text($1::json))`, list(p.Destroy)); err != nil {
			return err
		}
	}
	for i := range p.Settings {
		v := &p.Settings[i]
		if _, err := db.Exec(`INSERT INTO desk_setting (name, value, mac) VALUES ($1, $2, $3)
ON CONFLICT (name) DO UPDATE SET value = excluded.value, mac = excluded.mac`, v.Name, v.Value, filled(v.MAC)); err != nil {
			return err
		}
	}
	return nil
}

// putPerson inserts a person or replaces the version that the row names.
func putPerson(db Session, r *app.PersonRow) error {
	text, args := `UPDATE desk_person SET version = version + 1, blind = $2, box = $3, mac = $4
WHERE member = $1 AND version = $5`, []any{string(r.Member), nullable(r.Index), filled(r.Box), filled(r.MAC), int64(r.Version)}
	if r.Version == 0 {
		text, args = `INSERT INTO desk_person (member, version, blind, box, mac) VALUES ($1, 1, $2, $3, $4)
ON CONFLICT (member) DO NOTHING`, args[:4]
	}
	n, err := db.Exec(text, args...)
	if err == nil && n != 1 {
		return errs.E("sqlstore.Commit", errs.Conflict,
			"党员 "+string(r.Member)+" 的资料已被他人改动，没有写入；请重新读取后再提交", nil)
	}
	return err
}

// current refuses keys that were wrapped by an older key than one in the store: a rotation
// passed them by, and destroys what they are wrapped by.
func (p *plan) current(db Session) error {
	if len(p.Keys) == 0 {
		return nil
	}
	oldest := slices.MinFunc(p.Keys, func(a, b app.KeyRow) int { return cmp.Compare(a.KEK, b.KEK) }).KEK
	var newer int64
	err := each(db, func(rows *sql.Rows) error { return rows.Scan(&newer) },
		`SELECT kek FROM desk_key WHERE kek > $1 ORDER BY kek LIMIT 1`, oldest)
	if err == nil && newer != 0 {
		return errs.E("sqlstore.Commit", errs.Conflict, "包裹密钥在您办理期间更换了，没有写入；请重新提交", nil)
	}
	return err
}

// putKey inserts a key or replaces the one that the row names. It never brings back one
// that was destroyed, and never makes a second one.
func putKey(db Session, r *app.KeyRow) error {
	text, args := `UPDATE desk_key SET kek = $2, wrapped = $3 WHERE subject = $1 AND kek = $4`,
		[]any{string(r.Subject), r.KEK, filled(r.Wrapped), r.Replaces}
	if r.Replaces == 0 {
		text, args = `INSERT INTO desk_key (subject, kek, wrapped) VALUES ($1, $2, $3)
ON CONFLICT (subject) DO NOTHING`, args[:3]
	}
	n, err := db.Exec(text, args...)
	if err == nil && n != 1 {
		return errs.E("sqlstore.Commit", errs.Conflict,
			string(r.Subject)+" 的数据密钥刚刚由别处新建、更换或销毁了，没有写入；请重新读取后再提交", nil)
	}
	return err
}

// filled keeps an empty value from becoming NULL.
func filled(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// nullable makes NULL of nil, and of nothing else.
func nullable(b []byte) any {
	if b == nil {
		return nil
	}
	return b
}
