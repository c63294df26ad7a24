package storetest

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"qiangji/internal/app"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// views are the promises of app.Views and app.Rows.
var views = []promise{
	{"a generation is built beside the served one", generations},
	{"a batch is saved with its position, or not at all", saved},
	{"a batch replaces what is known of organisations", replaced},
	{"rows come in order, from one on", listed},
	{"words find the organisations that have all", words},
	{"rot in the tree is told", viewRot},
}

func (s *Store) generation(t *testing.T, batches ...*app.ViewBatch) int64 {
	t.Helper()
	g, err := s.Views.Create(ctx(), 7)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range batches {
		if err := s.Views.Save(ctx(), g.Number, b); err != nil {
			t.Fatal(err)
		}
	}
	return g.Number
}

func (s *Store) generations(t *testing.T, want ...app.Generation) {
	t.Helper()
	got, err := s.Views.Generations(ctx())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

func generations(t *testing.T, s Store) {
	s.generations(t)
	first := s.generation(t, viewBatch("o1", "one", 10, true))
	refused(t, "serving one that is not there", s.Views.Serve(ctx(), 99), errs.NotFound)
	if err := s.Views.Serve(ctx(), first); err != nil {
		t.Fatal(err)
	}
	second := s.generation(t, viewBatch("o1", "two", 5, false))
	old := app.Generation{Number: first, Schema: 7, Upto: 10, AsOf: 20000, Built: true, Served: true}
	half := app.Generation{Number: second, Schema: 7, Upto: 5, AsOf: 20000, Next: "o1"}
	s.generations(t, old, half)
	refused(t, "serving one that is not built", s.Views.Serve(ctx(), second), errs.Invalid)
	refused(t, "dropping the served one", s.Views.Drop(ctx(), first), errs.Invalid)
	for number, want := range map[int64]string{first: "one", second: "two"} {
		if got, err := s.Rows.Fold(ctx(), number, "o1", 2026); err != nil || string(got.Blob) != want {
			t.Errorf("generation %d has %q (%v), want %q", number, got.Blob, err, want)
		}
	}
	if err := s.Views.Save(ctx(), second, viewBatch("o2", "two", 12, true)); err != nil {
		t.Fatal(err)
	}
	if err := s.Views.Serve(ctx(), second); err != nil {
		t.Fatal(err)
	}
	s.generations(t, app.Generation{Number: second, Schema: 7, Upto: 12, AsOf: 20000, Built: true, Served: true})
	if _, err := s.Rows.Fold(ctx(), first, "o1", 2026); err == nil {
		t.Error("the generation before is still there")
	}
	third := s.generation(t, viewBatch("o1", "three", 1, false))
	if err := s.Views.Drop(ctx(), third); err != nil {
		t.Fatal(err)
	}
	refused(t, "dropping one that is gone", s.Views.Drop(ctx(), third), errs.NotFound)
	s.generations(t, app.Generation{Number: second, Schema: 7, Upto: 12, AsOf: 20000, Built: true, Served: true})
}

// viewBatch is a batch of one organisation.
func viewBatch(org party.OrgID, text string, upTo app.Position, built bool) *app.ViewBatch {
	b := &app.ViewBatch{
		Replace: []party.OrgID{org},
		Folds:   []app.FoldRow{{Org: org, Year: 2026, Blob: []byte(text)}},
		Scores:  []app.ScoreRow{{Org: org, Year: 2026, Scheme: "star", Blob: []byte(text)}},
		Orgs:    []app.OrgRow{{Org: org, Parent: "county", Level: "branch", Name: text}},
		Words:   []app.WordRow{{Word: text, Org: org}},
		Now:     app.Generation{Upto: upTo, AsOf: 20000, Built: built},
	}
	if !built {
		b.Now.Next = org
	}
	return b
}

func saved(t *testing.T, s Store) {
	g := s.generation(t, viewBatch("o1", "one", 10, true))
	refused(t, "a batch for no generation", s.Views.Save(ctx(), g+1, viewBatch("o1", "x", 1, true)), errs.NotFound)
	bad := viewBatch("o1", "two", 20, true)
	bad.Folds = append(bad.Folds, bad.Folds[0])
	refused(t, "a fold twice in a batch", s.Views.Save(ctx(), g, bad), errs.Conflict)
	s.generations(t, app.Generation{Number: g, Schema: 7, Upto: 10, AsOf: 20000, Built: true})
	if got, err := s.Rows.Fold(ctx(), g, "o1", 2026); err != nil || string(got.Blob) != "one" {
		t.Errorf("%q, %v: want what was there before", got.Blob, err)
	}
	_, err := s.Rows.Fold(ctx(), g, "o1", 2025)
	refused(t, "a year that is not there", err, errs.NotFound)
	scored := viewBatch("o1", "three", 30, true)
	scored.Replace, scored.Folds, scored.Words, scored.Orgs = nil, nil, nil, nil
	s.must(t, g, scored)
	s.held(t, g, "one one three")
	s.must(t, g, &app.ViewBatch{Replace: []party.OrgID{"o1"}, Now: scored.Now})
	s.held(t, g, "")
}

// must saves a batch.
func (s Store) must(t *testing.T, g int64, b *app.ViewBatch) {
	t.Helper()
	if err := s.Views.Save(ctx(), g, b); err != nil {
		t.Fatal(err)
	}
}

// held compares what is held of all organisations: names, folds, scores.
func (s Store) held(t *testing.T, g int64, want string) {
	t.Helper()
	var all []string
	err := errors.Join(
		s.Rows.Orgs(ctx(), g, "", func(r app.OrgRow) error { all = append(all, r.Name); return nil }),
		s.Rows.Folds(ctx(), g, 2026, "", func(r app.FoldRow) error { all = append(all, string(r.Blob)); return nil }),
		s.Rows.Scores(ctx(), g, 2026, "star", "", func(r app.ScoreRow) error { all = append(all, string(r.Blob)); return nil }),
	)
	if got := strings.Join(all, " "); err != nil || got != want {
		t.Errorf("held: %q, %v, want %q", got, err, want)
	}
}

// everything lists a generation.
func (s *Store) everything(t *testing.T, g int64) (all app.ViewBatch) {
	t.Helper()
	for _, year := range []int{2025, 2026} {
		err := s.Rows.Folds(ctx(), g, year, "", func(r app.FoldRow) error { all.Folds = append(all.Folds, r); return nil })
		if err != nil {
			t.Fatal(err)
		}
		err = s.Rows.Scores(ctx(), g, year, "star", "", func(r app.ScoreRow) error { all.Scores = append(all.Scores, r); return nil })
		if err != nil {
			t.Fatal(err)
		}
	}
	err := s.Rows.Orgs(ctx(), g, "", func(r app.OrgRow) error { all.Orgs = append(all.Orgs, r); return nil })
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func replaced(t *testing.T, s Store) {
	first := viewBatch("o1", "one", 1, true)
	first.Folds = append(first.Folds, app.FoldRow{Org: "o1", Year: 2025, Blob: []byte("old")})
	first.Scores = append(first.Scores, app.ScoreRow{Org: "o1", Year: 2025, Scheme: "star", Blob: []byte("old")})
	g := s.generation(t, first, viewBatch("o2", "two", 2, true))
	again := viewBatch("o1", "new", 3, true)
	again.Scores = nil
	if err := s.Views.Save(ctx(), g, again); err != nil {
		t.Fatal(err)
	}
	second := viewBatch("o2", "two", 2, true)
	want := app.ViewBatch{
		Folds: append(again.Folds, second.Folds...), Scores: second.Scores, Orgs: append(again.Orgs, second.Orgs...),
	}
	if diff := cmp.Diff(want, s.everything(t, g)); diff != "" {
		t.Error(diff)
	}
	for word, want := range map[string][]party.OrgID{"one": nil, "new": {"o1"}, "two": {"o2"}} {
		if got, err := s.Rows.Find(ctx(), g, []string{word}, 9); err != nil || !cmp.Equal(want, got) {
			t.Errorf("%s finds %v (%v), want %v", word, got, err, want)
		}
	}
	if err := s.Views.Save(ctx(), g, &app.ViewBatch{Now: app.Generation{Upto: 4, Built: true}}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, s.everything(t, g)); diff != "" {
		t.Errorf("an empty batch changed rows:\n%s", diff)
	}
}

func listed(t *testing.T, s Store) {
	const n = 100
	b := &app.ViewBatch{Now: app.Generation{Built: true}}
	for i := range n {
		org := party.OrgID(fmt.Sprintf("o%03d", i))
		for _, year := range []int{2025, 2026} {
			b.Folds = append(b.Folds, app.FoldRow{Org: org, Year: year, Blob: fmt.Append(nil, org, year)})
			b.Scores = append(b.Scores, app.ScoreRow{Org: org, Year: year, Scheme: "star", Blob: fmt.Append(nil, org, year)},
				app.ScoreRow{Org: org, Year: year, Scheme: "other", Blob: []byte("x")})
		}
		b.Orgs = append(b.Orgs, app.OrgRow{Org: org, Parent: "县委", Level: "branch", Name: "第" + fmt.Sprint(i) + "支部", Ended: i%7 == 0})
	}
	g := s.generation(t, b)
	at := func(i int) party.OrgID { return b.Orgs[i].Org }
	for _, from := range []int{0, 37, n} {
		var after party.OrgID
		if from > 0 {
			after = at(from - 1)
		}
		i, j, k := from, from, from
		err := s.Rows.Folds(ctx(), g, 2025, after, func(r app.FoldRow) error {
			if r.Org != at(i) || r.Year != 2025 || string(r.Blob) != string(fmt.Append(nil, r.Org, 2025)) {
				t.Errorf("fold %d is %v", i, r)
			}
			i++
			return nil
		})
		if err == nil {
			err = s.Rows.Scores(ctx(), g, 2026, "star", after, func(r app.ScoreRow) error {
				if r.Org != at(j) || r.Year != 2026 || r.Scheme != "star" || string(r.Blob) != string(fmt.Append(nil, r.Org, 2026)) {
					t.Errorf("score %d is %v", j, r)
				}
				j++
				return nil
			})
		}
		if err == nil {
			err = s.Rows.Orgs(ctx(), g, after, func(r app.OrgRow) error {
				if diff := cmp.Diff(b.Orgs[k], r); diff != "" {
					t.Error(diff)
				}
				k++
				return nil
			})
		}
		if err != nil || i != n || j != n || k != n {
			t.Errorf("from %d: %d folds, %d scores, %d organisations up to, want %d (%v)", from, i, j, k, n, err)
		}
	}
}

func words(t *testing.T, s Store) {
	b := &app.ViewBatch{Now: app.Generation{Built: true}}
	for org, tokens := range map[party.OrgID][]string{
		"o3": {"红旗", "旗社", "社区"}, "o1": {"红旗", "旗村"}, "o2": {"东风", "社区"}, "o4": {"红旗", "社区"},
	} {
		for _, word := range tokens {
			b.Words = append(b.Words, app.WordRow{Word: word, Org: org})
		}
	}
	g := s.generation(t, b)
	for _, q := range []struct {
		words []string
		max   int
		want  []party.OrgID
	}{
		{[]string{"红旗"}, 9, []party.OrgID{"o1", "o3", "o4"}},
		{[]string{"红旗", "社区"}, 9, []party.OrgID{"o3", "o4"}},
		{[]string{"社区", "红旗", "社区"}, 1, []party.OrgID{"o3"}},
		{[]string{"红旗", "没有"}, 9, nil},
		{nil, 9, nil},
	} {
		got, err := s.Rows.Find(ctx(), g, q.words, q.max)
		if err != nil || !cmp.Equal(q.want, got) {
			t.Errorf("%v finds %v (%v), want %v", q.words, got, err, q.want)
		}
	}
}

func viewRot(t *testing.T, s Store) {
	g := s.generation(t, viewBatch("o1", "one", 1, true), viewBatch("o2", "two", 1, true))
	s.past(t, fmt.Sprintf(`UPDATE view_org_%d SET name = 'tow' WHERE org = 'o2'`, g))
	n := 0
	err := s.Rows.Orgs(ctx(), g, "", func(app.OrgRow) error { n++; return nil })
	told(t, "listing", err, "o2")
}
