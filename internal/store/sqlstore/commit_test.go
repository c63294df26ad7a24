package sqlstore

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
)

// TestTurns: subjects are locked in one order, whatever is done with them, and each once.
func TestTurns(t *testing.T) {
	type subjects = []fact.Subject
	for _, c := range []struct {
		all, bumped subjects
		want        []turn
	}{
		{nil, nil, nil},
		{subjects{"o:b", "o:a"}, subjects{"o:a", "o:b"}, []turn{{true, subjects{"o:a", "o:b"}}}},
		{subjects{"o:b", "w:a", "o:a"}, subjects{"o:b"}, []turn{
			{false, subjects{"o:a"}}, {true, subjects{"o:b"}}, {false, subjects{"w:a"}}}},
		{subjects{"o:c", "m:z", "o:a", "o:b"}, subjects{"m:z", "o:c"}, []turn{
			{true, subjects{"m:z"}}, {false, subjects{"o:a", "o:b"}}, {true, subjects{"o:c"}}}},
	} {
		if diff := cmp.Diff(c.want, takeTurns(c.all, c.bumped), cmp.AllowUnexported(turn{})); diff != "" {
			t.Errorf("%v: %s", c.all, diff)
		}
	}
}

// A counter is a session that counts statements, and keeps what is put into the index.
type counter struct {
	statements int
	index      map[[3]any]bool
}

func (c *counter) Exec(text string, args ...any) (int64, error) {
	c.statements++
	for strings.HasPrefix(text, "INSERT INTO ledger_concern") && len(args) > 0 {
		c.index[[3]any(args)] = true
		args = args[3:]
	}
	return 1, nil
}

func (c *counter) Query(string, ...any) (*sql.Rows, error) { return nil, nil }

// TestFewStatements: over a network each is a round trip.
func TestFewStatements(t *testing.T) {
	c := &app.Change{Audit: []app.Row{{Org: "o1", ID: "a"}}}
	want := map[[3]any]bool{}
	for i := range 100 {
		r := app.Row{Org: "o1", ID: fmt.Sprint("f", i), Subjects: []fact.Subject{"o:o1", "m:\"2", fact.Subject(fmt.Sprint("m:", i)), "w:o1"}}
		for _, s := range r.Subjects {
			want[[3]any{string(s), "o1", r.ID}] = true
		}
		c.Facts = append(c.Facts, r)
	}
	db := &counter{index: map[[3]any]bool{}}
	if err := prepare(c).records(db, 1); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, db.index); diff != "" {
		t.Error(diff)
	}
	if db.statements > len(c.Facts)/2 {
		t.Errorf("%d statements for %d facts", db.statements, len(c.Facts))
	}
}
