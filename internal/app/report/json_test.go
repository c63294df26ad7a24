package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"

	"qiangji/internal/party"
)

// TestStreamIsTheDocument: organisation by organisation come the same bytes as of
// the document encoded whole.
func TestStreamIsTheDocument(t *testing.T) {
	doc := Document{Schema: AssessSchema, Cut: CutJSON{On: party.DateOf(2026, 11, 15)}, Engine: 1, Orgs: []Org{}}
	for range 3 {
		var whole, streamed bytes.Buffer
		e := json.NewEncoder(&whole)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		if err := e.Encode(doc); err != nil {
			t.Fatal(err)
		}
		s := NewStream(&streamed, doc)
		for _, o := range doc.Orgs {
			if err := s.Add(o); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if streamed.String() != whole.String() {
			t.Fatalf("streamed\n%s\nwhole\n%s", &streamed, &whole)
		}
		doc.Orgs = append(doc.Orgs, Org{Org: "b1", Name: "甲<乙>党支部(虚构)", Vetoes: []Veto{}, Items: []Item{{ID: "A-1", Because: "5 × 4/5 = 4.0"}}})
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("full") }

func TestStreamSaysThatItCannotWrite(t *testing.T) {
	if err := NewStream(full{}, Document{}).Add(Org{}); err == nil {
		t.Error("written into nothing")
	}
	if err := NewStream(full{}, Document{}).Close(); err == nil {
		t.Error("closed into nothing")
	}
}
