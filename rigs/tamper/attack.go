package tamper

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"qiangji/internal/core/chain"
)

// A page is one record as the attacker sees it.
type page struct {
	stream, org, id, line, subjects string
}

// An attack changes a book. It is given a position and may touch those near it.
type attack struct {
	name string
	// change returns the records as they should have been, and the positions, as the
	// reader counts them, in which the damage lies.
	change func(book []page, k int, chance *rand.Rand) (forged []page, from, to int)
	drop   bool // seals that cover the change are taken away
	naive  bool // hashes, nodes and the like are left as they are
	old    bool // the file is replaced by the backup
}

// attacks are the ways to change a copy.
var attacks = []attack{
	{name: "改一条", change: edit},
	{name: "改一条，不改摘要", change: edit, naive: true},
	{name: "删一条", change: func(b []page, k int, _ *rand.Rand) ([]page, int, int) {
		return slices.Delete(b, k-1, k), k, k
	}},
	{name: "插一条", change: func(b []page, k int, _ *rand.Rand) ([]page, int, int) {
		p := b[k-1]
		id := p.id + "x"
		p.line, p.id = strings.Replace(p.line, `"`+p.id+`"`, `"`+id+`"`, 1), id
		return slices.Insert(b, k-1, p), k, k
	}},
	{name: "打乱次序", change: func(b []page, k int, chance *rand.Rand) ([]page, int, int) {
		to := min(len(b), k+3+chance.IntN(5))
		first := b[k-1]
		copy(b[k-1:to], b[k:to])
		b[to-1] = first
		return b, k, to
	}},
	{name: "对调两条", change: func(b []page, k int, chance *rand.Rand) ([]page, int, int) {
		j := 1 + chance.IntN(len(b))
		if j == k {
			j = 1 + k%len(b)
		}
		b[k-1], b[j-1] = b[j-1], b[k-1]
		return b, min(j, k), max(j, k)
	}},
	{name: "截去末尾", drop: true, change: func(b []page, k int, _ *rand.Rand) ([]page, int, int) {
		return b[:k-1], k, len(b)
	}},
	{name: "截去开头", drop: true, change: func(b []page, k int, _ *rand.Rand) ([]page, int, int) {
		return b[k:], 1, k
	}},
	{name: "从一条起重算整条链", drop: true, change: func(b []page, k int, chance *rand.Rand) ([]page, int, int) {
		edit(b, k, chance)
		if k < len(b) {
			b = slices.Delete(b, k, k+1)
		}
		return b, k, len(b)
	}},
	{name: "换回旧的备份", old: true, change: func(b []page, _ int, _ *rand.Rand) ([]page, int, int) {
		return b, len(b) + 1, len(b) + 1
	}},
	{name: "倒填日期", change: func(b []page, k int, _ *rand.Rand) ([]page, int, int) {
		p := &b[k-1]
		p.line = strings.Replace(p.line, `"at":"20`, `"at":"19`, 1)
		return b, k, k
	}},
}

// edit changes who recorded a fact, or what came of what an audit entry tells.
func edit(b []page, k int, _ *rand.Rand) ([]page, int, int) {
	p := &b[k-1]
	p.line = strings.Replace(p.line, `"by":"m-clerk"`, `"by":"m-other"`, 1)
	p.line = strings.Replace(p.line, `"result":"done"`, `"result":"failed"`, 1)
	return b, k, k
}

// A forger has a database open, past the program.
type forger struct {
	ctx context.Context
	tx  *sql.Tx
}

// Forge makes an attack on a database at a position.
func (a *attack) forge(ctx context.Context, path string, k int, chance *rand.Rand) (from, to int, err error) {
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		return 0, 0, err
	}
	defer db.Close() // the transaction is what counts
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return 0, 0, err
	}
	f := &forger{ctx, tx}
	if err := f.unguard(); err != nil {
		return 0, 0, err
	}
	book, err := f.read()
	if err != nil {
		return 0, 0, err
	}
	k = min(k, len(book))
	before := slices.Clone(book)
	book, from, to = a.change(book, k, chance)
	if slices.Equal(before, book) && !a.old {
		return 0, 0, fmt.Errorf("%s at %d changed nothing", a.name, k)
	}
	if a.naive {
		err = f.run(`UPDATE ledger_fact SET line = $1 WHERE id = $2`, book[k-1].line, book[k-1].id)
		if err == nil {
			err = f.run(`UPDATE ledger_audit SET line = $1 WHERE id = $2`, book[k-1].line, book[k-1].id)
		}
	} else {
		err = f.write(book)
	}
	if err == nil && a.drop {
		err = f.run(`DELETE FROM ledger_seal WHERE size >= $1`, k)
	}
	if err == nil {
		err = tx.Commit()
	}
	return from, to, err
}

func (f *forger) run(text string, args ...any) error {
	if _, err := f.tx.ExecContext(f.ctx, text, args...); err != nil {
		return fmt.Errorf("%s: %w", text, err)
	}
	return nil
}

// rows calls scan for each row.
func (f *forger) rows(scan func(*sql.Rows) error, text string) error {
	rows, err := f.tx.QueryContext(f.ctx, text)
	if err != nil {
		return err
	}
	defer rows.Close() // Err tells
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// unguard takes the triggers away that refuse changes.
func (f *forger) unguard() error {
	var names []string
	err := f.rows(func(rows *sql.Rows) error {
		var name string
		err := rows.Scan(&name)
		names = append(names, name)
		return err
	}, `SELECT name FROM sqlite_schema WHERE type = 'trigger' ORDER BY name`)
	for _, name := range names {
		if err == nil {
			err = f.run(`DROP TRIGGER ` + name)
		}
	}
	return err
}

// read reads all records in order of position.
func (f *forger) read() ([]page, error) {
	var book []page
	err := f.rows(func(rows *sql.Rows) error {
		var p page
		err := rows.Scan(&p.stream, &p.org, &p.id, &p.line, &p.subjects)
		book = append(book, p)
		return err
	}, `SELECT s.stream, s.org, s.id, COALESCE(f.line, a.line), COALESCE(f.subjects, '')
FROM ledger_sequence s
LEFT JOIN ledger_fact f ON s.stream = 'fact' AND f.org = s.org AND f.id = s.id
LEFT JOIN ledger_audit a ON s.stream = 'audit' AND a.org = s.org AND a.id = s.id ORDER BY s.pos`)
	return book, err
}

// write writes a book anew, with all that the program would derive from it.
func (f *forger) write(book []page) error {
	for _, table := range []string{"ledger_fact", "ledger_audit", "ledger_concern", "ledger_sequence", "ledger_node"} {
		if err := f.run(`DELETE FROM ` + table); err != nil {
			return err
		}
	}
	var edge chain.Edge
	for i := range book {
		hash := chain.RecordHash(chain.Stream(book[i].stream), []byte(book[i].line))
		if err := f.record(&book[i], i+1, hash); err != nil {
			return err
		}
		for _, n := range edge.Add(hash) {
			if err := f.run(`INSERT INTO ledger_node (level, n, hash) VALUES ($1, $2, $3)`, n.Level, n.N, n.Hash[:]); err != nil {
				return err
			}
		}
	}
	return f.run(`UPDATE desk_sequencer SET size = $1, edge = $2`, edge.Head().Size, edge.Bytes())
}

func (f *forger) record(p *page, pos int, hash chain.Hash) error {
	err := f.run(`INSERT INTO ledger_sequence (pos, stream, org, id, hash) VALUES ($1, $2, $3, $4, $5)`, pos, p.stream, p.org, p.id, hash[:])
	if err != nil || p.stream == string(chain.Audit) {
		if err == nil {
			err = f.run(`INSERT INTO ledger_audit (org, id, line, hash) VALUES ($1, $2, $3, $4)`, p.org, p.id, p.line, hash[:])
		}
		return err
	}
	err = f.run(`INSERT INTO ledger_fact (org, id, line, hash, subjects) VALUES ($1, $2, $3, $4, $5)`, p.org, p.id, p.line, hash[:], p.subjects)
	var subjects []string
	if err == nil {
		err = json.NewDecoder(bytes.NewReader([]byte(p.subjects))).Decode(&subjects)
	}
	for _, s := range subjects {
		if err == nil {
			err = f.run(`INSERT INTO ledger_concern (subject, org, id) VALUES ($1, $2, $3)`, s, p.org, p.id)
		}
	}
	return err
}
