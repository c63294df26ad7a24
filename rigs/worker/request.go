package worker

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"strings"

	"qiangji/internal/app"
	"qiangji/internal/app/record"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
	"qiangji/internal/vault"
)

// People is how many members a branch has.
const people = 5

// Parts is how many parts an operation has when it is done whole, as list counts
// them: its facts and its text.
func Parts(id string) int {
	if first(id) {
		return 3 + 1 + people + 1
	}
	return 3 + 1
}

// first reports whether an operation is its client's first in a round, which
// founds the branch.
func first(id string) bool { return strings.HasSuffix(id, "-0000") }

// branch is the organisation of a client in a round: r00012-03 of r00012-03-0004.
func branch(id string) party.OrgID { return party.OrgID(id[:min(len(id), len("r00012-03"))]) }

// operation is the operation that a text belongs to: texts are called ID.ATTEMPT.
func operation(t party.TextID) string {
	id, _, _ := strings.Cut(string(t), ".")
	return id
}

const town party.OrgID = "town"

// found founds the organisation above all branches, unless that was done.
func (w *worker) found(ctx context.Context) error {
	_, err := w.recorder.Append(ctx, record.Request{
		Facts: []fact.Fact{of(town, &fact.OrgFounded{Name: "虚构镇党委", Level: "committee", Form: "single", Domain: "agency"}, "")},
		Actor: app.Terminal("rig"), Once: &app.Once{Org: town, Key: "town", Digest: [32]byte{1}},
	})
	return err
}

func of(org party.OrgID, body fact.Body, text party.TextID) fact.Fact {
	f := fact.Fact{Org: org, On: party.DateOf(2026, 1, 5), By: "m-clerk", Body: body}
	if text != "" {
		f.Evidence = []party.TextID{text}
	}
	return f
}

func (w *worker) do(ctx context.Context, id, words string) {
	result, err := w.recorder.Append(ctx, w.request(id, words))
	switch {
	case err == nil && len(result.Problems) == 0:
		w.say("ack %s", id)
	case err == nil:
		w.say("refused %s %s", id, result.Problems[0].Message)
	case refusal[errs.KindOf(err)]:
		w.say("refused %s %s", id, oneLine(err))
	default:
		w.say("unknown %s %s", id, oneLine(err))
	}
}

// refusal is the kinds of errors that promise that nothing was changed.
var refusal = map[errs.Kind]bool{errs.Invalid: true, errs.Conflict: true, errs.Unavailable: true}

// request is the request of an operation.
func (w *worker) request(id, words string) record.Request {
	org, text := branch(id), party.TextID(id+"."+rand.Text())
	var members []party.MemberID
	for i := range people {
		members = append(members, party.MemberID(fmt.Sprintf("%s-m%d", org, i)))
	}
	var facts []fact.Fact
	add := func(body fact.Body) { facts = append(facts, of(org, body, text)) }
	if first(id) {
		add(&fact.OrgFounded{Name: "虚构支部", Level: "branch", Parent: town, Form: "single", Domain: "village"})
		for _, m := range members {
			add(&fact.MemberEnrolled{Member: m, Stage: "full", Accepted: party.DateOf(2010, 7, 1), Full: party.DateOf(2011, 7, 1)})
		}
	}
	if words == "bad" {
		members[0] = "m-nobody"
	}
	add(&fact.MeetingHeld{Kinds: []party.MeetingKind{"assembly"}, Chair: members[0], Due: members})
	for i := range 2 {
		add(&fact.DecisionMade{Owner: members[i], Due: party.DateOf(2026, 6, 1)})
	}
	return record.Request{
		Facts: facts, Actor: app.Terminal("rig"), Object: id,
		Once: &app.Once{Org: org, Key: id, Digest: sha256.Sum256([]byte(id + words))},
		With: func(ctx context.Context, ring *app.Ring, to *app.Change) ([]app.Commitment, error) {
			c, err := w.vault.Put(ctx, ring, to, fact.OrgSubject(org), vault.Content{ID: text, Kind: vault.Text, Data: []byte("纪要 " + id)})
			return []app.Commitment{c}, err
		},
	}
}
