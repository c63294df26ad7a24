package storetest

import (
	"context"
	"testing"

	"github.com/anishathalye/porcupine"

	"qiangji/internal/app"
	"qiangji/internal/store/sqlite"
)

// at is one operation of a history, from and to.
func at(from, to int64, c call, r reply) porcupine.Operation {
	return porcupine.Operation{ClientId: int(from), Input: c, Call: from, Output: r, Return: to}
}

// changing is a change that rests on version 0 of all it reads.
func changing(id string, bumps, reads [historySubjects]bool) call {
	c := call{id: id, bumps: bumps, key: -1}
	for i := range c.reads {
		c.reads[i] = -1
		if reads[i] {
			c.reads[i] = 0
		}
	}
	return c
}

// TestExplained: histories of sound stores are explained, those of broken ones are not.
func TestExplained(t *testing.T) {
	first, second := [historySubjects]bool{true}, [historySubjects]bool{false, true}
	both := [historySubjects]bool{true, true}
	a, b := changing("a", first, both), changing("b", second, both)
	keyed := func(id string) call { c := changing(id, first, first); c.key = 1; return c }
	read := call{key: -1}
	saw := func(versions, facts [historySubjects]int) reply { return reply{versions: versions, facts: facts} }
	for _, c := range []struct {
		name  string
		sound bool
		ops   []porcupine.Operation
	}{
		{"one of two that meet is refused", true, []porcupine.Operation{
			at(1, 4, a, reply{fact: "a"}), at(2, 3, b, reply{conflict: true})}},
		{"two that are jointly invalid are taken", false, []porcupine.Operation{
			at(1, 4, a, reply{fact: "a"}), at(2, 3, b, reply{fact: "b"})}},
		{"both are refused", false, []porcupine.Operation{
			at(1, 4, a, reply{conflict: true}), at(2, 3, b, reply{conflict: true})}},
		{"what was read later is known", true, []porcupine.Operation{
			at(1, 2, a, reply{fact: "a"}), at(3, 4, read, saw([3]int{1}, [3]int{1}))}},
		{"a change is not seen after its answer", false, []porcupine.Operation{
			at(1, 2, a, reply{fact: "a"}), at(3, 4, read, saw([3]int{}, [3]int{}))}},
		{"a version comes before its fact", false, []porcupine.Operation{
			at(1, 4, a, reply{fact: "a"}), at(2, 3, read, saw([3]int{1}, [3]int{}))}},
		{"one half of a change is seen", false, []porcupine.Operation{
			at(1, 4, changing("c", both, [3]bool{}), reply{fact: "c"}), at(2, 3, read, saw([3]int{1}, [3]int{1}))}},
		{"a key is taken once", true, []porcupine.Operation{
			at(1, 4, keyed("a"), reply{fact: "a"}), at(2, 3, keyed("b"), reply{repeated: true, fact: "a"})}},
		{"a key is taken twice", false, []porcupine.Operation{
			at(1, 2, keyed("a"), reply{fact: "a"}), at(3, 4, keyed("b"), reply{fact: "b"})}},
		{"a key is repeated with another receipt", false, []porcupine.Operation{
			at(1, 2, keyed("a"), reply{fact: "a"}), at(3, 4, keyed("b"), reply{repeated: true, fact: "b"})}},
	} {
		if got := explained(c.ops); got != c.sound {
			t.Errorf("%s: explained %v, want %v", c.name, got, c.sound)
		}
	}
}

// forgetful is a store that does not look at what a change rests on.
type forgetful struct{ app.Writer }

func (f forgetful) Commit(ctx context.Context, c *app.Change) (app.Receipt, error) {
	again := *c
	again.Reads = nil
	return f.Writer.Commit(ctx, &again)
}

// TestHistoriesCatch: a store that forgets versions is found out by a few histories.
func TestHistoriesCatch(t *testing.T) {
	for seed := range uint64(20) {
		db, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{Reserve: -1, LowWater: 1})
		if err != nil {
			t.Fatal(err)
		}
		s := Of(db)
		s.Writer = forgetful{s.Writer}
		found := !explained(play(t, []Store{s}, seed))
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if found {
			return
		}
	}
	t.Error("no history found out that versions are not compared")
}
