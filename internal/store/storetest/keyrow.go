package storetest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
)

// keyReplaced: two keys of one subject would lose what was sealed under the first, and a
// key that comes back would undo an erasure.
func keyReplaced(t *testing.T, s Store) {
	key := func(subject fact.Subject, kek, replaces int64) app.KeyRow {
		return app.KeyRow{Subject: subject, KEK: kek, Replaces: replaces, Wrapped: []byte{byte(kek)}}
	}
	put := func(id string, rows ...app.KeyRow) *app.Change {
		c := desk(id)
		c.Keys = rows
		return c
	}
	s.commit(t, put("a1", key("m:a", 1, 0), key("m:b", 1, 0)), put("a2", key("m:a", 2, 1)))
	gone := desk("a3")
	gone.Destroy = []fact.Subject{"m:b", "m:none"}
	s.commit(t, gone)
	for name, row := range map[string]app.KeyRow{
		"a second key": key("m:a", 2, 0), "one wrapped anew, of before": key("m:a", 3, 1),
		"one destroyed, wrapped anew": key("m:b", 2, 1), "one that never was": key("m:c", 2, 1),
	} {
		c := put("b1", key("m:d", 2, 0), row)
		c.Settings = []app.Setting{{Name: "half", Value: "done"}}
		_, err := s.Writer.Commit(ctx(), c)
		refused(t, name, err, errs.Conflict)
	}
	c := put("c1", key("m:e", 1, 0)) // wrapped before the rotation that made 2 of m:a
	_, err := s.Writer.Commit(ctx(), c)
	refused(t, "one that a rotation passed by", err, errs.Conflict)
	got, err := s.Keys.Keys(ctx(), []fact.Subject{"m:a", "m:b", "m:c", "m:d", "m:e"})
	if diff := cmp.Diff([]app.KeyRow{{Subject: "m:a", KEK: 2, Wrapped: []byte{2}}}, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	_, err = s.Settings.Setting(ctx(), "half")
	refused(t, "what came with a refused key", err, errs.NotFound)
}
