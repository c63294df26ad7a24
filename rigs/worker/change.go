package worker

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"time"

	"qiangji/internal/app"
	"qiangji/internal/core/chain"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// A mark is what the line of a record says: of which operation it is.
type mark struct {
	Op      string `json:"op"`
	Attempt string `json:"attempt"`
	N       int    `json:"n"`
}

// round is the subject under which all facts of a round are found: r00012 of
// r00012-03-0004.
func round(id string) fact.Subject { return fact.MemberSubject(party.MemberID(id[:min(len(id), 6)])) }

// org is the organisation of a client in a round.
func org(id string) party.OrgID { return party.OrgID(id[:min(len(id), 9)]) }

// person is the person of an operation.
func person(id string) party.MemberID { return party.MemberID("p-" + id) }

func (w *worker) do(ctx context.Context, id, words string) {
	err := w.commit(ctx, id, words)
	switch {
	case err == nil:
		w.say("ack %s", id)
	case refusal[errs.KindOf(err)]:
		w.say("refused %s %v", id, err)
	default:
		w.say("unknown %s %v", id, err)
	}
}

// refusal is the kinds of errors that promise that nothing was changed.
var refusal = map[errs.Kind]bool{errs.Invalid: true, errs.Conflict: true, errs.Unavailable: true}

func (w *worker) commit(ctx context.Context, id, words string) error {
	own := fact.OrgSubject(org(id))
	slice, err := w.store.Read(ctx, []fact.Subject{own}, nil)
	if err != nil {
		return err
	}
	c := change(id)
	c.Reads = slice.Versions
	if words == "bad" {
		c.Audit = nil
	}
	_, err = w.store.Commit(ctx, c)
	return err
}

// change is the change of an operation.
func change(id string) *app.Change {
	attempt := rand.Text()
	c := &app.Change{
		Once:    &app.Once{Org: org(id), Key: id, Digest: sha256.Sum256([]byte(id)), At: time.Now()},
		Persons: []app.PersonRow{{Member: person(id), Box: []byte(attempt), MAC: []byte(id)}},
		Audit:   []app.Row{row(chain.Audit, id, attempt, 0)},
	}
	for n := range facts {
		r := row(chain.Facts, id, attempt, n)
		r.Subjects = []fact.Subject{fact.OrgSubject(r.Org), round(id)}
		c.Facts = append(c.Facts, r)
	}
	return c
}

func row(stream chain.Stream, id, attempt string, n int) app.Row {
	line, err := json.Marshal(mark{id, attempt, n})
	if err != nil {
		panic(err) // strings and a number
	}
	r := app.Row{Stream: stream, Org: org(id), ID: attempt + "-" + string('0'+rune(n)), Line: line}
	r.Hash = chain.RecordHash(stream, line)
	return r
}
