package report

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"time"

	"qiangji/internal/app"
	"qiangji/internal/core/assess"
	"qiangji/internal/core/duty"
	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// AssessSchema names the schema of assess --json; it changes when a field does.
const AssessSchema = "assess/1"

// A Document is the output of assess --json (DESIGN §10). Points are decimal
// strings, or fractions such as 10/3 where no decimal is exact.
type Document struct {
	Schema string  `json:"schema"`
	Cut    CutJSON `json:"cut"`
	Engine int     `json:"engine"`

	Findings []Finding `json:"findings,omitempty"` // what a person should look at in the facts
	Orgs     []Org     `json:"orgs"`
}

// NewDocument is the head of the document of an assessment at a cut, with what was
// found in the facts before.
func NewDocument(cut fact.Cut, findings []app.Problem) Document {
	doc := Document{Schema: AssessSchema, Cut: CutJSON{On: cut.On}, Engine: assess.Engine, Findings: FindingsOf(findings)}
	if !cut.Known.IsZero() {
		doc.Cut.Known = cut.Known.Format(time.RFC3339)
	}
	return doc
}

// A Finding is a record that counts, but should be looked at: it no longer agrees
// with what was recorded later, or is unusual.
type Finding struct {
	Fact    party.FactID `json:"fact"`
	Field   string       `json:"field"`
	Message string       `json:"message"`
	Cause   party.FactID `json:"cause,omitempty"` // the later record that it no longer agrees with
}

// FindingsOf makes the JSON of what was taken with a warning.
func FindingsOf(problems []app.Problem) []Finding {
	var all []Finding
	for _, p := range problems {
		all = append(all, Finding{Fact: p.Fact, Field: p.Field, Message: p.Message, Cause: p.Cause})
	}
	return all
}

// CutJSON is the cut: happened up to On, known up to Known.
type CutJSON struct {
	On    party.Date `json:"on"`
	Known string     `json:"known,omitempty"`
}

// A Stream writes a Document organisation by organisation, the same bytes as one
// encoded whole, holding one of them at a time. Nothing is written before the
// first organisation, so that an answer which fails at once leaves no half of a
// document.
type Stream struct {
	w    io.Writer
	head Document
	n    int
	buf  bytes.Buffer
}

// NewStream starts a document; what head says of organisations is not used.
func NewStream(w io.Writer, head Document) *Stream {
	head.Orgs = []Org{}
	return &Stream{w: w, head: head}
}

// Add writes one organisation.
func (s *Stream) Add(o Org) error {
	if s.n > 0 {
		s.buf.WriteByte(',')
	} else if err := s.begin(); err != nil {
		return err
	}
	s.n++
	s.buf.WriteString("\n    ")
	if err := s.encode("    ", o); err != nil {
		return err
	}
	s.buf.Truncate(s.buf.Len() - 1) // the line end of the encoder
	_, err := s.buf.WriteTo(s.w)
	return err
}

// Close ends the document.
func (s *Stream) Close() error {
	if s.n == 0 {
		if err := s.begin(); err != nil {
			return err
		}
	} else {
		s.buf.WriteString("\n  ")
	}
	s.buf.WriteString("]\n}\n")
	_, err := s.buf.WriteTo(s.w)
	return err
}

// begin writes everything up to the first organisation.
func (s *Stream) begin() error {
	err := s.encode("", s.head)
	s.buf.Truncate(max(0, s.buf.Len()-len("]\n}\n")))
	return err
}

func (s *Stream) encode(prefix string, v any) error {
	e := json.NewEncoder(&s.buf)
	e.SetIndent(prefix, "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// An Org is one organisation's assessment.
type Org struct {
	Org      party.OrgID    `json:"org"`
	Name     string         `json:"name"`
	Scheme   party.SchemeID `json:"scheme"`
	Standard party.Digest   `json:"standard"`
	Profile  party.Domain   `json:"profile"`
	Group    string         `json:"group"`
	Score    string         `json:"score"` // confirmed
	Possible string         `json:"possible"`
	Due      string         `json:"due"`
	Max      string         `json:"max"`
	Band     string         `json:"band"`              // 测算，未评定; "" when there is none
	Full     string         `json:"full,omitempty"`    // the level whose line is reached and whose places are taken
	Basis    string         `json:"basis"`             // computed, or why there is no band
	Why      string         `json:"why"`               // the same in words
	Rated    *Rated         `json:"rated"`             // only where a decision exists
	Strange  []Strange      `json:"strange,omitempty"` // decisions that name a level the scheme does not have, not taken
	Next     *Next          `json:"next"`
	Distance *Distance      `json:"distance"` // to the next better band; null at the top
	Vetoes   []Veto         `json:"vetoes"`
	Findings []Finding      `json:"findings,omitempty"` // waivers of this branch that change nothing
	Items    []Item         `json:"items"`
}

// Listed makes the JSON of one organisation among others: what it says of an item
// that compares leaves out the place, which is for the organisation itself and
// would make any list a ranking (C3).
func Listed(j app.Judged) Org {
	o := OrgOf(j)
	for i := range o.Items {
		for _, c := range j.Assessment.Items[i].Places {
			if c.Said != "" {
				o.Items[i].Because = strings.ReplaceAll(o.Items[i].Because, c.Said, "按同组名次（名次只告诉支部自己）")
			}
		}
		o.Items[i].Compared = nil
	}
	return o
}

// OrgOf makes the JSON of one organisation, for itself.
func OrgOf(j app.Judged) Org {
	a, r := j.Assessment, j.Rating
	o := Org{
		Org: a.Org, Name: a.Name, Scheme: a.Scheme, Standard: a.Standard, Profile: a.Domain, Group: a.Group.Size,
		Score: a.Total.Points.Lo.String(), Possible: a.Total.Points.Hi.String(), Due: a.Total.Due.String(), Max: a.Total.Max.String(),
		Band: r.Band.Level, Full: r.Band.Full, Basis: string(r.Band.Basis), Why: r.Band.Why, Vetoes: []Veto{}, Items: []Item{}, Findings: FindingsOf(Unheeded(j)),
	}
	if d := r.Rated; d != nil {
		o.Rated = &Rated{Star: d.Level, Tier: d.Tier, By: party.DecidingBodies.Label(d.By), On: d.On, Cut: d.Cut}
	}
	for _, d := range r.Strange {
		o.Strange = append(o.Strange, Strange{Level: d.Level, Tier: d.Tier, By: party.DecidingBodies.Label(d.By), On: d.On, Fact: d.Fact})
	}
	if s := r.Step; s != nil {
		o.Next = &Next{Item: s.Item, What: s.Text, By: s.By}
	}
	if r.Next.Level != "" {
		o.Distance = &Distance{Level: r.Next.Level, Points: r.Next.Points.String()}
	}
	for _, v := range r.Vetoes {
		o.Vetoes = append(o.Vetoes, Veto{ID: v.ID, What: v.What, Effect: v.Effect, Sure: v.Sure, Facts: ids(v.Facts)})
	}
	for _, it := range a.Items {
		o.Items = append(o.Items, itemOf(it))
	}
	return o
}

func itemOf(it assess.Item) Item {
	j := Item{
		ID: it.ID, Title: it.Title, Verdict: string(it.Verdict), Effect: string(it.Effect),
		Points: it.Points.Lo.String(), Possible: it.Points.Hi.String(), Due: it.Due.String(), Max: it.Max.String(),
		Because: strings.Join(it.Because, "；"), Remedy: it.Remedy, Facts: ids(it.Facts),
		Source: Source{Doc: it.Source.Number, Title: it.Source.Title, Article: it.Source.Article, Force: string(it.Force)},
	}
	for _, m := range it.Now {
		j.Now = append(j.Now, measureOf(m))
	}
	for _, c := range it.Places {
		j.Compared = append(j.Compared, Compared{By: c.By, Rank: c.Rank, Tied: c.Tied, Among: c.Among, Lacking: c.Lacking})
	}
	return j
}

// A Measure is what an unfulfilled standing item requires, as it is: a decimal (a flag
// is 0 or 1), null where it is not known.
type Measure struct {
	Name  string  `json:"name"`
	Unit  string  `json:"unit"`
	Value *string `json:"value"`
}

func measureOf(m duty.Measure) Measure {
	if !m.Known {
		return Measure{Name: m.Name, Unit: m.Unit}
	}
	v := m.Value.String()
	return Measure{m.Name, m.Unit, &v}
}

// ids writes no facts as an empty list.
func ids(facts []party.FactID) []party.FactID {
	if facts == nil {
		return []party.FactID{}
	}
	return facts
}

// Rated is a recorded decision.
type Rated struct {
	Star string     `json:"star"`
	Tier string     `json:"tier,omitempty"`
	By   string     `json:"by"`
	On   party.Date `json:"on"`
	Cut  party.Date `json:"cut"`
}

// Strange is a recorded decision that was not taken: the scheme has no such level.
type Strange struct {
	Level string       `json:"level"`
	Tier  string       `json:"tier,omitempty"`
	By    string       `json:"by"`
	On    party.Date   `json:"on"`
	Fact  party.FactID `json:"fact"`
}

// Distance is how far the next better band is.
type Distance struct {
	Level  string `json:"level"`
	Points string `json:"points"`
}

// Next is the one next best step.
type Next struct {
	Item party.ItemID `json:"item"`
	What string       `json:"what"`
	By   party.Date   `json:"by,omitzero"`
}

// A Veto is one veto that has been triggered.
type Veto struct {
	ID     string         `json:"id"`
	What   string         `json:"what"`
	Effect string         `json:"effect"`
	Sure   bool           `json:"sure"` // false: it may hold, something is unknown
	Facts  []party.FactID `json:"facts"`
}

// An Item is one item with its verdict, effect, arithmetic, facts and source.
type Item struct {
	ID       party.ItemID   `json:"id"`
	Title    string         `json:"title"`
	Verdict  string         `json:"verdict"`
	Effect   string         `json:"effect"`
	Points   string         `json:"points"`
	Possible string         `json:"possible"`
	Due      string         `json:"due"` // of max
	Max      string         `json:"max"`
	Now      []Measure      `json:"now,omitempty"`
	Because  string         `json:"because"`
	Remedy   string         `json:"remedy,omitempty"`
	Facts    []party.FactID `json:"facts"`
	Source   Source         `json:"source"`
	Compared []Compared     `json:"compared,omitempty"` // only where one organisation is asked for
}

// Compared is where an organisation stands in its comparison group by one number.
type Compared struct {
	By      string `json:"by"`
	Rank    int    `json:"rank"`  // 0 while it is not known
	Tied    int    `json:"tied"`  // how many share it, itself included
	Among   int    `json:"among"` // how many are compared; 0 if the organisation takes no part
	Lacking int    `json:"lacking"`
}

// Source is where an item comes from; the article only where it is verified.
type Source struct {
	Doc     string `json:"doc"`
	Title   string `json:"title"`
	Article string `json:"article,omitempty"`
	Force   string `json:"force"`
}
