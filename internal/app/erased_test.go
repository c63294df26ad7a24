package app_test

import (
	"testing"
	"time"

	"qiangji/internal/app"
	"qiangji/internal/core/chain"
	"qiangji/internal/party"
)

// TestErases: an erasure that was done is one, and nothing else is.
func TestErases(t *testing.T) {
	good := app.Entry{ID: "a-1", Org: app.Instance, At: time.Unix(1, 0), Actor: "terminal:clerk", Action: app.Erasing, Object: "m-1", Result: "done"}
	row := func(change func(*app.Entry)) app.Row {
		e := good
		change(&e)
		r, err := e.Row()
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	fact := row(func(*app.Entry) {})
	fact.Stream = chain.Facts
	broken := row(func(*app.Entry) {})
	broken.Line = append(broken.Line[:len(broken.Line):len(broken.Line)], ' ')
	for name, c := range map[string]struct {
		row  app.Row
		want party.MemberID
	}{
		"an erasure":        {row(func(*app.Entry) {}), "m-1"},
		"one refused":       {row(func(e *app.Entry) { e.Result = "refused" }), ""},
		"another action":    {row(func(e *app.Entry) { e.Action = "person.save" }), ""},
		"no member":         {row(func(e *app.Entry) { e.Object = "" }), ""},
		"no id of a member": {row(func(e *app.Entry) { e.Object = "一支部" }), ""},
		"a fact":            {fact, ""},
		"a broken line":     {broken, ""},
	} {
		if got, ok := app.Erases(&c.row); got != c.want || ok != (c.want != "") {
			t.Errorf("%s: %s %v", name, got, ok)
		}
	}
}
