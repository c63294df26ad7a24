package app_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qiangji/internal/app"
	"qiangji/internal/core/chain"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

func goodEntry() app.Entry {
	return app.Entry{
		ID: "a-1", Org: "o-1", At: evening, Actor: app.Terminal("lin"), Action: "fact.import", Object: "0f0f", Reason: "paper-7",
		Result: "done", Counts: map[string]int64{"facts": 3, "chunks": 1},
	}
}

const goodEntryLine = `{"id":"a-1","org":"o-1","at":"2026-03-05T12:00:00Z","actor":"terminal:lin","action":"fact.import","object":"0f0f","reason":"paper-7","result":"done","counts":{"chunks":1,"facts":3}}`

func TestEntryRow(t *testing.T) {
	e := goodEntry()
	e.At = evening.Add(time.Millisecond).In(time.FixedZone("", 8*3600))
	got, err := e.Row()
	want := app.Row{Stream: chain.Audit, Org: "o-1", ID: "a-1", Line: []byte(goodEntryLine), Hash: chain.RecordHash(chain.Audit, []byte(goodEntryLine))}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v\n%s\n%s", err, got.Line, diff)
	}
	back, err := app.ParseEntry(got.Line)
	if diff := cmp.Diff(goodEntry(), back); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
}

// TestSecurity_L1_EntryLeavesNothingOpen: who, when, where, what, with what result; and
// nothing that a ledger would have to forget.
func TestSecurity_L1_EntryLeavesNothingOpen(t *testing.T) {
	for name, spoil := range map[string]func(*app.Entry){
		"id": func(e *app.Entry) { e.ID = "" }, "org": func(e *app.Entry) { e.Org = "" }, "at": func(e *app.Entry) { e.At = time.Time{} },
		"actor": func(e *app.Entry) { e.Actor = "" }, "action": func(e *app.Entry) { e.Action = "did" }, "result": func(e *app.Entry) { e.Result = "" },
		"object": func(e *app.Entry) { e.Object = "one two" }, "reason": func(e *app.Entry) { e.Reason = "张三要求" },
		"counts": func(e *app.Entry) { e.Counts = map[string]int64{"张三": 1} },
	} {
		e := goodEntry()
		spoil(&e)
		if _, err := e.Row(); errs.KindOf(err) != errs.Invalid || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	e := app.Entry{ID: "a-1", Org: app.Instance, At: evening, Actor: app.Terminal("x"), Action: "backup.make", Result: "failed"}
	if _, err := e.Row(); err != nil {
		t.Errorf("the least entry: %v", err)
	}
}

// TestGoodReason: the number of a paper is a reason as well as a code; what only names
// somebody, or says something, is none.
func TestGoodReason(t *testing.T) {
	for reason, want := range map[string]bool{
		"paper-7": true, "云组发〔2026〕1号": true, "云组发(2026)1号": true, "组-12（补）": true, "resumed": true, strings.Repeat("文", 63) + "1": true,
		"": false, "文号": false, "张三要求": false, "云组发〔2026〕 1号": false, "文1\n": false, "1，张三要求": false, "云组发〔2026〕1号。": false,
		strings.Repeat("文", 64) + "1": false, "1\xff": false, "1\u200b": false,
	} {
		if got := app.GoodReason(reason); got != want {
			t.Errorf("%q: %v, want %v", reason, got, want)
		}
	}
	e := goodEntry()
	e.Reason = "云组发〔2026〕1号"
	row, err := e.Row()
	if err != nil {
		t.Fatal(err)
	}
	if back, err := app.ParseEntry(row.Line); err != nil || back.Reason != e.Reason {
		t.Errorf("%v %v", back.Reason, err)
	}
}

func TestParseEntryRefuses(t *testing.T) {
	for _, line := range []string{
		"", "{}", goodEntryLine + " ", goodEntryLine[1:], strings.Replace(goodEntryLine, `"result"`, `"more":1,"result"`, 1),
		strings.Replace(goodEntryLine, `"chunks":1,"facts":3`, `"facts":3,"chunks":1`, 1),
		strings.Replace(goodEntryLine, "12:00:00Z", "12:00:00.5Z", 1), strings.Repeat(" ", app.MaxLine) + goodEntryLine,
	} {
		if e, err := app.ParseEntry([]byte(line)); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%.80s is read as %v, %v", line, e, err)
		}
	}
}

func TestTerminal(t *testing.T) {
	for name, want := range map[string]app.Actor{
		"lin": "terminal:lin", `OFFICE\lin wei`: "terminal:OFFICE_lin_wei", "林": "terminal:_", "": "terminal:",
		strings.Repeat("x", 100): app.Actor("terminal:" + strings.Repeat("x", 55)),
	} {
		if got := app.Terminal(name); got != want || !party.PlainID(string(got)) {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
	}
}

// FuzzEntry holds that no line makes the reader panic, and that what is taken is written
// again letter for letter.
func FuzzEntry(f *testing.F) {
	f.Add([]byte(goodEntryLine))
	f.Add([]byte(`{"id":"a","org":"-","at":"2026-03-05T12:00:00Z","actor":"x","action":"fact.void","result":"done"}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		e, err := app.ParseEntry(line)
		if err != nil {
			return
		}
		row, err := e.Row()
		if err != nil || string(row.Line) != string(line) {
			t.Fatalf("%s is written %s, %v", line, row.Line, err)
		}
	})
}
