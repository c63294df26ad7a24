package sqlstore

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// TestLists: what list writes is JSON, and unlist reads it as JSON does.
func TestLists(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items := rapid.SliceOf(rapid.OneOf(rapid.StringMatching(`[a-z:",\\\[\]党 \n]*`), rapid.String())).Draw(t, "items")
		text := list(items)
		var parsed []string
		if err := json.Unmarshal([]byte(text), &parsed); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		got, err := unlist[string](text)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(parsed, got, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("%s:\n%s", text, diff)
		}
		if diff := cmp.Diff(items, got, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("%s:\n%s", text, diff)
		}
	})
}

// TestDamagedLists: what a flipped bit leaves is read as JSON reads it, or not at all.
func TestDamagedLists(t *testing.T) {
	text := []byte(list([]string{"o:org1", "m:a", "党"}))
	for i := range len(text) * 8 {
		text[i/8] ^= 1 << (i % 8)
		var parsed []string
		failed := json.Unmarshal(text, &parsed) != nil
		got, err := unlist[string](string(text))
		if failed && err == nil && cmp.Equal(got, []string{"o:org1", "m:a", "党"}) {
			t.Errorf("%q is taken for what it was", text)
		}
		if !failed && (err != nil || len(got) != len(parsed)) {
			t.Errorf("%q: %q, JSON reads %q", text, got, parsed)
		}
		text[i/8] ^= 1 << (i % 8)
	}
}

// TestTicks: each is later than the one before, whatever the clock does.
func TestTicks(t *testing.T) {
	now := time.Unix(100, 0)
	s := New(nil, func() time.Time { return now })
	last := int64(0)
	for _, step := range []time.Duration{0, 0, time.Second, -time.Hour, 0, 2 * time.Hour} {
		now = now.Add(step)
		first := s.ticks(0, 3)
		if first <= last {
			t.Errorf("%d after %d", first, last)
		}
		last = first + 2
	}
	if last < now.UnixNano() {
		t.Errorf("%d, the clock says %d", last, now.UnixNano())
	}
}
