package person

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// TestNoticeMatchesSchema: the inventory names what is sealed, all of it and nothing else,
// each with its label (SECURITY P9).
func TestNoticeMatchesSchema(t *testing.T) {
	listed := map[string]map[string]bool{}
	for _, f := range Inventory() {
		if listed[f.Of] == nil {
			listed[f.Of] = map[string]bool{}
		}
		if f.Label == "" || strings.ContainsAny(f.Label, "abcdefghijklmnopqrstuvwxyz_") || listed[f.Of][f.Name] {
			t.Errorf("%+v has no label of its own", f)
		}
		listed[f.Of][f.Name] = true
	}
	for of, v := range map[string]any{"人员": filledIn(new(Person)), "党组织登记卡": filledIn(new(Card))} {
		var kept map[string]any
		if err := json.Unmarshal(mustEncode(v), &kept); err != nil {
			t.Fatal(err)
		}
		for name := range kept {
			if !listed[of][name] {
				t.Errorf("%s.%s is kept and not listed", of, name)
			}
		}
		if len(kept) != len(listed[of]) || len(kept) < 9 {
			t.Errorf("%s: %d fields kept, %d listed", of, len(kept), len(listed[of]))
		}
	}
}

// filledIn gives every field a value.
func filledIn[T any](to *T) *T {
	v := reflect.ValueOf(to).Elem()
	for i := range v.NumField() {
		switch f := v.Field(i); f.Kind() {
		case reflect.String:
			f.SetString("x")
		case reflect.Bool:
			f.SetBool(true)
		}
	}
	return to
}
