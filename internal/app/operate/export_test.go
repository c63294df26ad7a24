package operate

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/note"

	"qiangji/internal/app"
	"qiangji/internal/core/chain"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
)

// exported is the file of a small ledger with a void, a correction and three seals.
func exported(t testing.TB) (*kept, []byte) {
	t.Helper()
	k := keep(t)
	facts := countyFacts(2)
	k.record(t, facts[:len(facts)/2]...)
	k.record(t, facts[len(facts)/2:]...)
	last := facts[len(facts)-1]
	k.record(t, fact.Fact{ID: "v1", Org: last.Org, On: last.On, At: last.At, By: last.By, Body: &fact.Void{Fact: last.ID, Cause: "mistake"}})
	return k, export(t, k)
}

func export(t testing.TB, k *kept) []byte {
	t.Helper()
	var out bytes.Buffer
	n, err := Export(t.Context(), k, k, &out, nil)
	if err != nil {
		t.Fatal(err)
	}
	if h, _ := k.Head(t.Context()); h.Last != n {
		t.Errorf("%d records written, the head is %d", n, h.Last)
	}
	return out.Bytes()
}

// rowsOf is everything that a store holds of its ledger, table by table.
func rowsOf(t testing.TB, k *kept) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	err := k.Snapshot(t.Context(), func(table *app.Table, row []any) error {
		if strings.HasPrefix(table.Name, "ledger_") || table.Name == "desk_sequencer" {
			all[table.Name] = append(all[table.Name], fmt.Sprintf("%q", row))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestExportTakenOverIsTheSame: what was exported and imported is the same ledger, row
// for row in every table, seals included; it verifies, and its export is the same file.
func TestExportTakenOverIsTheSame(t *testing.T) {
	k, file := exported(t)
	other := keep(t)
	other.log = k.log
	n, err := TakeOver(t.Context(), bytes.NewReader(file), k.log, other, other, nil)
	if err != nil {
		t.Fatal(err)
	}
	if h, _ := k.Head(t.Context()); n != h.Last {
		t.Errorf("took over %d of %d", n, h.Last)
	}
	if d := cmp.Diff(rowsOf(t, k), rowsOf(t, other)); d != "" {
		t.Error(d)
	}
	if v := other.verify(t); !v.Sound() || v.Sealed != int64(n) {
		t.Errorf("%+v %v", v.Report, v.Flaws)
	}
	if !bytes.Equal(export(t, other), file) {
		t.Error("its export is another file")
	}
	if _, err := TakeOver(t.Context(), bytes.NewReader(file), k.log, other, other, nil); errs.KindOf(err) != errs.Invalid {
		t.Errorf("into a ledger that has records: %v", err)
	}
	stranger := keep(t) // of the same name, by another key
	_, vkey, err := note.GenerateKey(rand.Reader, "qiangji/other")
	if err != nil {
		t.Fatal(err)
	}
	named, err := note.NewVerifier(vkey)
	if err != nil {
		t.Fatal(err)
	}
	for says, log := range map[string]note.Verifier{"--keys": named, "签名不是真的": stranger.log} {
		if _, err := TakeOver(t.Context(), bytes.NewReader(file), log, stranger, stranger, nil); errs.KindOf(err) != errs.Invalid || !strings.Contains(err.Error(), says) {
			t.Errorf("under the keys of another instance, want %s: %v", says, err)
		}
	}
	if h, _ := stranger.Head(t.Context()); h.Last != 0 {
		t.Errorf("%d records under the keys of another instance", h.Last)
	}
}

// TestTakeOverGoesOn: after an export was taken over, recording goes on where it was:
// positions, versions and seals.
func TestTakeOverGoesOn(t *testing.T) {
	k, file := exported(t)
	other := keep(t)
	if _, err := TakeOver(t.Context(), bytes.NewReader(file), k.log, other, other, nil); err != nil {
		t.Fatal(err)
	}
	other.log, other.signer, other.edge, other.known, other.n = k.log, k.signer, k.edge, k.known, k.n
	again := countyFacts(2)[0]
	again.ID, again.Corrects = "c1", again.ID
	other.record(t, again)
	if v := other.verify(t); !v.Sound() || v.Sealed != v.Records {
		t.Errorf("%+v %v %v", v.Report, v.Faults, v.Flaws)
	}
}

// TestBrokenExportsAreRefused: an export with a line changed, gone, doubled or swapped, or
// cut short, is refused before anything is stored.
func TestBrokenExportsAreRefused(t *testing.T) {
	source, file := exported(t)
	lines := bytes.SplitAfter(file, []byte("\n"))
	lines = lines[:len(lines)-1]
	join := func(l ...[]byte) []byte { return bytes.Join(l, nil) }
	for name, bad := range map[string][]byte{
		"empty":      nil,
		"no end":     join(lines[:len(lines)-1]...),
		"cut":        file[:len(file)/2],
		"line gone":  join(append(append([][]byte(nil), lines[:5]...), lines[6:]...)...),
		"doubled":    join(append(append([][]byte(nil), lines[:6]...), lines[5:]...)...),
		"swapped":    join(append(append([][]byte(nil), lines[:5]...), append([][]byte{lines[6], lines[5]}, lines[7:]...)...)...),
		"changed":    bytes.Replace(file, []byte(`"on":"2026-0`), []byte(`"on":"2025-0`), 1),
		"other head": append([]byte("{}\n"), file...),
		"goes on":    append(append([]byte(nil), file...), lines[3]...),
	} {
		t.Run(name, func(t *testing.T) {
			k := keep(t)
			_, err := TakeOver(t.Context(), bytes.NewReader(bad), source.log, k, k, nil)
			if errs.KindOf(err) != errs.Invalid || !strings.Contains(err.Error(), "行：") {
				t.Errorf("%v", err)
			}
			if h, _ := k.Head(t.Context()); h != (app.Head{}) {
				t.Errorf("stored %+v", h)
			}
		})
	}
}

// TestFillRefuses: records at other positions, or whose hash is another's, are not stored.
func TestFillRefuses(t *testing.T) {
	k := keep(t)
	row := func(pos app.Position, line string) app.Row {
		r := app.Row{Pos: pos, Stream: chain.Audit, Org: app.Instance, ID: fmt.Sprint("a", pos), Line: []byte(line)}
		r.Hash = chain.RecordHash(r.Stream, r.Line)
		return r
	}
	broken := row(1, "{}")
	broken.Line = []byte("{ }")
	for name, rows := range map[string][]app.Row{
		"from two": {row(2, "{}")}, "a gap": {row(1, "{}"), row(3, "{}")}, "another hash": {broken},
	} {
		if err := k.Fill(t.Context(), rows); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := k.Fill(t.Context(), []app.Row{row(1, "{}"), row(2, "{1}")}); err != nil {
		t.Error(err)
	}
	if h, _ := k.Head(t.Context()); h != (app.Head{Last: 2}) {
		t.Errorf("%+v", h)
	}
}

// TestExportIsAFactsFile: an exported ledger can be read as a file of facts: the open
// ones as they are, the sealed ones as their header tells.
func TestExportIsAFactsFile(t *testing.T) {
	_, file := exported(t)
	got, problems, err := ReadFacts(bytes.NewReader(file))
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	want := countyFacts(2)
	byID := map[string]fact.Fact{}
	for _, f := range got {
		byID[string(f.ID)] = f
	}
	if len(got) != len(want)+1 {
		t.Errorf("%d facts, want %d", len(got), len(want)+1)
	}
	for i := range want {
		f := byID[string(want[i].ID)]
		if fact.Sealed(want[i].Body.Kind()) {
			if fact.HeaderOf(&f) != fact.HeaderOf(&want[i]) {
				t.Errorf("%s: header %+v, want %+v", f.ID, fact.HeaderOf(&f), fact.HeaderOf(&want[i]))
			}
			continue
		}
		if string(f.Append(nil)) != string(want[i].Append(nil)) {
			t.Errorf("%s, want %s", f.Append(nil), want[i].Append(nil))
		}
	}
}
