package app_test

import (
	"testing"

	"qiangji/internal/app"
)

// TestMarkRow: the same bytes cut otherwise, in another order or in another table have
// another MAC.
func TestMarkRow(t *testing.T) {
	b := newBox()
	seen := map[string]string{}
	for name, mac := range map[string][]byte{
		"ab c":     app.MarkRow(b, "desk_x", []byte("ab"), []byte("c")),
		"a bc":     app.MarkRow(b, "desk_x", []byte("a"), []byte("bc")),
		"c ab":     app.MarkRow(b, "desk_x", []byte("c"), []byte("ab")),
		"abc":      app.MarkRow(b, "desk_x", []byte("abc")),
		"ab c ''":  app.MarkRow(b, "desk_x", []byte("ab"), []byte("c"), nil),
		"of y":     app.MarkRow(b, "desk_y", []byte("ab"), []byte("c")),
		"no table": app.MarkRow(b, "", []byte("ab"), []byte("c")),
	} {
		if other, ok := seen[string(mac)]; ok {
			t.Errorf("%s and %s have one MAC", name, other)
		}
		seen[string(mac)] = name
	}
}
