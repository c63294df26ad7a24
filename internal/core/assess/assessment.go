package assess

import (
	"qiangji/internal/core/duty"
	"qiangji/internal/core/fact"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// Engine numbers the meaning of the language; a pack keeps the engine it names.
const Engine = 1

// An Effect says whether an outcome got better (C1). It stands beside the verdict
// and never enters the points.
type Effect string

// The effects.
const (
	Improved      Effect = "improved"
	Held          Effect = "held"
	Worse         Effect = "worse"
	EffectUnknown Effect = "unknown"
	NoEffect      Effect = "none"
)

// Effects lists the effects with their words.
var Effects = party.Labels[Effect]{
	{Code: Improved, Label: "比上年好"}, {Code: Held, Label: "与上年持平"}, {Code: Worse, Label: "不如上年"},
	{Code: EffectUnknown, Label: "没有数据"}, {Code: NoEffect, Label: "不看成效"},
}

// An Assessment (评定测算) is one organisation's year under one standard, with
// everything that a reader may ask of it. It is a computation, never a rating (C3).
type Assessment struct {
	Org      party.OrgID
	Name     string
	Year     int
	Cut      fact.Cut
	Engine   int
	Scheme   party.SchemeID
	Standard party.Digest
	Domain   party.Domain
	Group    Group
	Refused  string // why there is no assessment; the rest is then empty
	Historic string // why the standard is shown as it was and never rated for real
	Items    []Item
	Parts    []Part
	Total    Total
	Vetoes   []Finding // those that hold or may hold
	Exempt   []Finding
	Gates    []Finding      // those that do not hold, or may not
	Levels   []duty.Tri     // whether each level's own condition holds, as the scheme lists them
	Lines    []standard.Rat // where each level begins; NaR where it is only ever decided
	Unless   duty.Tri       // whether what excuses stepwise promotion holds (破格)
	Direct   []Finding      // direct appointments that hold or may hold

	program *Program
	year    *register.Year
	given   []given
}

// A Finding is one condition of the scheme and its facts.
type Finding struct {
	At    int // place in the scheme's list
	ID    string
	What  string
	Holds duty.Tri
	Facts []party.FactID
}

// An Entry (条目) is what the standard says of an item: the same for every branch.
type Entry struct {
	ID      party.ItemID
	Title   string
	Kind    standard.ItemKind
	Force   standard.Force
	Bearer  standard.Bearer
	Post    party.Post
	Part    string
	Source  Shown
	Remedy  string
	Minutes int
	Reading string
}

// An Item is one explained item.
type Item struct {
	*Entry      // read only: all assessments by one program share it
	Verdict     Verdict
	Effect      Effect
	Points      Pair
	Due, Max    standard.Rat
	Tally       duty.Tally
	Obligations []duty.Obligation
	Now         []duty.Measure // what an unfulfilled standing item requires, as it is
	Because     []string       // the arithmetic in words, a sentence to a term
	Places      []Place        // where it stands in its comparison group, after the second pass
	Facts       []party.FactID
	Trace       []Step // Replay computes Points from it
}

// A Part is one explained part of the scheme.
type Part struct {
	ID, Title string
	Points    Pair
	Due, Max  standard.Rat
	Scaled    Pair // what Points over Due amount to out of Max
	Bonus     bool
}

// Shown is a source as it may be shown: the article only where it is verified
// (TR-74).
type Shown struct {
	Title   string
	Number  string
	Article string
	Force   standard.Force
}

// entry returns what an item says, as it may be shown.
func (p *Program) entry(it *standard.Item) *Entry {
	bearer := it.Bearer
	if bearer == "" {
		bearer = "branch"
	}
	return &Entry{
		ID: it.ID, Title: it.Title, Kind: it.Kind, Force: it.Force, Bearer: bearer, Post: it.Post, Part: it.Part,
		Source: p.source(it), Remedy: it.Remedy, Minutes: it.Minutes, Reading: it.Reading,
	}
}

// source returns an item's source as it may be shown.
func (p *Program) source(it *standard.Item) Shown {
	doc := p.std.Sources[it.Source.Doc]
	s := Shown{Title: doc.Title, Number: doc.Number, Force: it.Force}
	if s.Title == "" {
		s.Title = it.Source.Doc
	}
	if it.Source.Confidence == "V" {
		s.Article = it.Source.Article
	}
	return s
}

// Assess assesses one organisation's year with everything.
func (p *Program) Assess(y *register.Year) *Assessment { return p.assess(y, nil) }

// Assess compiles a standard and assesses one year; to assess many, Compile once.
func Assess(std *standard.Standard, y *register.Year) *Assessment {
	p, _ := Compile(std)
	return p.Assess(y)
}

// Organisation returns the year that was assessed.
func (a *Assessment) Organisation() *register.Year { return a.year }

// Program returns what the assessment was computed with.
func (a *Assessment) Program() *Program { return a.program }

// stepsPerItem is about how many steps the trace of a scored item takes.
const stepsPerItem = 12

func (p *Program) assess(y *register.Year, found []given) *Assessment {
	a := &Assessment{
		Org: y.Org, Name: y.Name, Year: y.Of, Cut: y.Cut, Engine: Engine,
		Scheme: p.std.Scheme, Standard: p.std.Digest, Domain: p.std.Domain,
		Refused: p.refused, Historic: p.std.Historic, program: p, year: y, given: found,
	}
	if p.refused != "" {
		return a
	}
	sheet := Sheet{Trace: &Trace{Steps: make([]Step, 0, stepsPerItem*p.scored), Ends: make([]int, 0, len(p.items)), Own: make([]duty.Tally, 0, len(p.items))}}
	p.score(y, &sheet, found)
	r := run{Env: sheet.env, given: found}
	a.Group = p.group(&r, y)
	a.Total = sheet.Total
	a.Items = make([]Item, len(p.items))
	x := p.explainer(&r, &sheet)
	for i := range p.items {
		x.item(i, &a.Items[i])
	}
	p.seen(&r, &sheet)
	a.Parts = make([]Part, len(p.parts))
	for k := range p.parts {
		s := &sheet.Parts[k]
		a.Parts[k] = Part{
			ID: p.parts[k].src.ID, Title: p.parts[k].src.Title, Points: s.Points, Due: s.Due, Max: p.parts[k].points,
			Scaled: Pair{sheet.low[k], sheet.high[k]}, Bonus: p.parts[k].bonus,
		}
	}
	p.findings(&r, &sheet, a)
	return a
}

// findings answers the scheme's conditions on the whole.
func (p *Program) findings(r *run, sheet *Sheet, a *Assessment) {
	rating := p.std.Rating
	if rating == nil {
		return
	}
	find := func(i int, c duty.Cond, id, what string) Finding {
		return Finding{At: i, ID: id, What: what, Holds: p.holds(r, sheet, c), Facts: r.Behind(c)}
	}
	for i, v := range rating.Vetoes {
		if f := find(i, p.policy.vetoes[i], v.ID, v.What); f.Holds != duty.No {
			a.Vetoes = append(a.Vetoes, f)
		}
	}
	for i, x := range rating.Exempt {
		if f := find(i, p.policy.exempt[i], "", x.What); f.Holds != duty.No {
			a.Exempt = append(a.Exempt, f)
		}
	}
	for i, g := range rating.Gates {
		if f := find(i, p.policy.gates[i].holds, "", g.What); f.Holds != duty.Yes {
			a.Gates = append(a.Gates, f)
		}
	}
	for i, d := range rating.Direct {
		if f := find(i, p.policy.direct[i], "", d.What); f.Holds != duty.No {
			a.Direct = append(a.Direct, f)
		}
	}
	if a.Unless = duty.No; p.policy.leaps {
		a.Unless = p.holds(r, sheet, p.policy.unless)
	}
	for i, c := range p.policy.levels {
		a.Levels = append(a.Levels, p.holds(r, sheet, c))
		a.Lines = append(a.Lines, p.policy.line(r, i))
	}
}
