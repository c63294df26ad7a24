package app_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"qiangji/internal/app"
	"qiangji/internal/core/chain"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// A chest is a box and the keys stored beside it.
type chest struct {
	*box
	rows *rows
}

func newChest() chest { return chest{newBox(), &rows{of: map[fact.Subject]app.KeyRow{}}} }

// lines begins a new use case.
func (c chest) lines() app.Lines { return app.Lines{Ring: app.NewRing(c, c.rows, c)} }

// write encodes facts and stores the keys that were made.
func (c chest) write(t testing.TB, facts []app.Recorded) []app.Row {
	t.Helper()
	lines := c.lines()
	rows, err := lines.Rows(context.Background(), facts)
	if err != nil {
		t.Fatal(err)
	}
	c.rows.store(lines.Ring.Made())
	return rows
}

func drawRecorded(t *rapid.T) []app.Recorded {
	all := make([]app.Recorded, rapid.IntRange(1, 6).Draw(t, "facts"))
	for i := range all {
		f := drawFact(t)
		all[i] = app.Recorded{Fact: f, Texts: drawTexts(t), Subjects: []fact.Subject{fact.OrgSubject(f.Org)}}
	}
	return all
}

func TestRowsAreReadAsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, want := newChest(), drawRecorded(t)
		lines := c.lines()
		rows, err := lines.Rows(context.Background(), want)
		if err != nil {
			t.Fatal(err)
		}
		c.rows.store(lines.Ring.Made())
		for i := range rows {
			rows[i].Pos, want[i].Pos = app.Position(i+1), app.Position(i+1)
		}
		got, err := c.lines().Facts(context.Background(), rows)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

// sealedFacts is one of each sealed kind, telling what must not be told.
func sealedFacts(t *testing.T) []app.Recorded {
	t.Helper()
	var all []app.Recorded
	for i, body := range []fact.Body{
		&fact.DisposalStep{Member: "m1", Step: "approved", Result: "remove"},
		&fact.GradeGiven{Member: "m1", Grade: "unqualified", Year: 2025},
		&fact.MemberAway{Member: "m1", State: "lost"},
		&fact.TalkHeld{Pair: "committee_member", Need: true},
	} {
		f := fact.Fact{ID: party.FactID("f-" + string(rune('a'+i))), Org: "o-1", On: party.DateOf(2026, 3, 5), At: evening, By: "m-2", Body: body}
		if problems := fact.Validate(f); problems != nil {
			t.Fatal(problems)
		}
		all = append(all, app.Recorded{Fact: f})
	}
	return all
}

func TestConduct_C16_SealedLinesTellNothing(t *testing.T) {
	lines := newChest().lines()
	rows, err := lines.Rows(t.Context(), sealedFacts(t))
	if err != nil {
		t.Fatal(err)
	}
	if made := lines.Ring.Made(); len(made) != 2 || made[0].Subject != "m:m1" || made[1].Subject != "o:o-1" {
		t.Errorf("keys were made for %v", made)
	}
	for i := range rows {
		line := string(rows[i].Line)
		for _, told := range []string{"remove", "unqualified", "2025", "lost", `"need"`} {
			if strings.Contains(line, told) {
				t.Errorf("%s tells %s", line, told)
			}
		}
		if !strings.HasPrefix(line, `{"sealed":{`) {
			t.Errorf("%s is not sealed", line)
		}
	}
}

// TestConduct_C16_ErasedLines: what is left is what the header tells; it is neither an
// error nor missing, with the key of an old backup, too, and others are not touched.
func TestConduct_C16_ErasedLines(t *testing.T) {
	c, facts := newChest(), sealedFacts(t)
	rows := c.write(t, facts)
	old := c.rows.of["m:m1"]
	if err := c.Erase("m:m1", evening); err != nil {
		t.Fatal(err)
	}
	delete(c.rows.of, "m:m1")
	want := slices.Clone(facts)
	for i, body := range []fact.Body{
		&fact.DisposalStep{Member: "m1", Step: "approved"}, &fact.GradeGiven{Member: "m1"}, &fact.MemberAway{Member: "m1"},
	} {
		want[i].Fact.Body, want[i].Erased = body, true
	}
	for range 2 {
		got, err := c.lines().Facts(t.Context(), rows)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
		c.rows.of["m:m1"] = old
	}
}

func TestLinesOfALostKey(t *testing.T) {
	c := newChest()
	rows := c.write(t, sealedFacts(t))
	delete(c.rows.of, "m:m1")
	if _, err := c.lines().Facts(t.Context(), rows); errs.KindOf(err) != errs.NotFound || errors.Is(err, app.ErrErased) {
		t.Errorf("a lost key passes for an erased one: %v", err)
	}
}

// TestEveryFlippedBitIsFound in any column.
func TestEveryFlippedBitIsFound(t *testing.T) {
	ctx, c := t.Context(), newChest()
	rows := c.write(t, sealedFacts(t))
	lines := c.lines()
	for n := range 8 * len(rows[0].Line) {
		row := rows[0]
		row.Line = slices.Clone(row.Line)
		row.Line[n/8] ^= 1 << (n % 8)
		if _, err := lines.Facts(ctx, []app.Row{row}); errs.KindOf(err) != errs.IO {
			t.Fatalf("bit %d: %v", n, err)
		}
		row.Hash = chain.RecordHash(row.Stream, row.Line) // by one who knows how to
		if _, err := lines.Facts(ctx, []app.Row{row}); err == nil {
			t.Fatalf("bit %d, hashed anew: not found", n)
		}
	}
	for name, change := range map[string]func(*app.Row){
		"org": func(r *app.Row) { r.Org = "o-2" }, "id": func(r *app.Row) { r.ID = "f-z" }, "stream": func(r *app.Row) { r.Stream = chain.Audit },
		"hash": func(r *app.Row) { r.Hash[7] ^= 1 },
	} {
		row := rows[1]
		change(&row)
		if _, err := lines.Facts(ctx, []app.Row{row}); errs.KindOf(err) != errs.IO {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestSealedFactsStayInTheirPlace: a box under another header is found.
func TestSealedFactsStayInTheirPlace(t *testing.T) {
	ctx, c := t.Context(), newChest()
	rows := c.write(t, sealedFacts(t)[:1])
	lines := c.lines()
	for _, change := range [][2]string{{"approved", "filed"}, {`"by":"m-2"`, `"by":"m-3"`}, {"f-a", "f-z"}, {"2026-03-05T", "2026-03-06T"}} {
		row := rows[0]
		row.Line = []byte(strings.Replace(string(row.Line), change[0], change[1], 1))
		row.ID = strings.Replace(row.ID, change[0], change[1], 1)
		row.Hash = chain.RecordHash(row.Stream, row.Line)
		if _, problems := app.ParseLine(row.Line); problems != nil {
			t.Fatal(problems)
		}
		if _, err := lines.Facts(ctx, []app.Row{row}); err == nil {
			t.Errorf("%s became %s unseen", change[0], change[1])
		}
	}
}

// TestRowsOfErasedPersons: nothing more is sealed for them.
func TestRowsOfErasedPersons(t *testing.T) {
	c := newChest()
	if err := c.Erase("m:m1", evening); err != nil {
		t.Fatal(err)
	}
	if _, err := c.lines().Rows(t.Context(), sealedFacts(t)); !errors.Is(err, app.ErrErased) {
		t.Errorf("%v", err)
	}
}

func TestRowsTooLong(t *testing.T) {
	f := app.Recorded{Fact: sealedFacts(t)[3].Fact, Texts: make([]app.Commitment, app.MaxLine/50)}
	if _, err := newChest().lines().Rows(t.Context(), []app.Recorded{f}); errs.KindOf(err) != errs.TooLarge {
		t.Errorf("%v", err)
	}
}

// A torn box fails in one of its functions.
type torn struct {
	*box
	wrap, seal, fresh error
}

func (b torn) Wrap(s fact.Subject, key []byte) (int64, []byte, error) {
	k, w, err := b.box.Wrap(s, key)
	return k, w, errors.Join(err, b.wrap)
}

func (b torn) Seal(key []byte, place string, plain []byte) ([]byte, error) {
	out, err := b.box.Seal(key, place, plain)
	return out, errors.Join(err, b.seal)
}

func (b torn) NewKey() ([]byte, error) {
	k, err := b.box.NewKey()
	return k, errors.Join(err, b.fresh)
}

func TestLinesPassErrorsOn(t *testing.T) {
	broken := errs.E("torn", errs.Unavailable, "坏了", nil)
	for name, b := range map[string]torn{"wrap": {wrap: broken}, "seal": {seal: broken}, "key": {fresh: broken}} {
		b.box = newBox()
		lines := app.Lines{Ring: app.NewRing(b, &rows{}, b)}
		if _, err := lines.Rows(t.Context(), sealedFacts(t)); !errors.Is(err, broken) {
			t.Errorf("%s: %v", name, err)
		}
	}
	sealed, err := newChest().lines().Rows(t.Context(), sealedFacts(t))
	if err != nil {
		t.Fatal(err)
	}
	c := newChest()
	c.rows.fail = broken
	if _, err := c.lines().Rows(t.Context(), sealedFacts(t)); !errors.Is(err, broken) {
		t.Errorf("writing without keys: %v", err)
	}
	if _, err := c.lines().Facts(t.Context(), sealed); !errors.Is(err, broken) {
		t.Errorf("reading without keys: %v", err)
	}
}
