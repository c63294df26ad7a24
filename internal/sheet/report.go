package sheet

import (
	"cmp"
	"encoding/json"
	"slices"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// ReportVersion is the version of the report's JSON form. Fields are only ever
// added within a version.
const ReportVersion = 1

// A Status (结果) is how a row ended.
type Status string

// The statuses of a row.
const (
	RowTaken   Status = "taken"   // 收下: something new came of it
	RowKnown   Status = "known"   // 已有: nothing new
	RowRefused Status = "refused" // 退回: see its problems
)

// StatusNames lists the statuses with their Chinese labels.
var StatusNames = party.Labels[Status]{{Code: RowTaken, Label: "收下"}, {Code: RowKnown, Label: "已有"}, {Code: RowRefused, Label: "退回"}}

// A Problem (问题) is one thing wrong with a row: where, what, and how to mend it.
type Problem struct {
	Code string `json:"code"` // stable, for programs
	Cell string `json:"cell"` // 党员名册!D17
	Text string `json:"text"` // what is wrong
	Mend string `json:"mend"` // what to do
}

// A Row (行) is one row of a table and how it ended.
type Row struct {
	Sheet    string    `json:"sheet"`
	Row      int       `json:"row"`
	Kind     Kind      `json:"kind"`
	Status   Status    `json:"status"`
	Problems []Problem `json:"problems,omitempty"`
}

// An Assumption (按此理解) is what was read into the tables although it does not
// stand there in so many words. It needs no answer; it must only be seen.
type Assumption struct {
	Code  string   `json:"code"`
	Text  string   `json:"text"`
	Count int      `json:"count"`
	Cells []string `json:"cells"` // the first few, each once
}

// A Table (表) is one table that was found.
type Table struct {
	Sheet   string   `json:"sheet"`
	Kind    Kind     `json:"kind"`
	Header  int      `json:"header"`                   // row of the header's first line
	Hidden  bool     `json:"hidden,omitempty"`         // the sheet is hidden, and was read
	HidRows int      `json:"hidden_rows,omitempty"`    // rows that are hidden, and were read
	HidCols []string `json:"hidden_columns,omitempty"` // columns that are hidden, and were read
	Rows    Counts   `json:"rows"`
	Skipped Skips    `json:"skipped"`
	Unread  []string `json:"unread,omitempty"` // headers that were not recognised
	Unkept  []string `json:"unkept,omitempty"` // recognised, and not kept on purpose
}

// Counts counts rows by how they ended.
type Counts struct {
	Taken   int `json:"taken"`
	Known   int `json:"known"`
	Refused int `json:"refused"`
}

// Skips counts lines that hold no data.
type Skips struct {
	Titles   int `json:"titles"`   // above the header
	Headers  int `json:"headers"`  // the header's own lines
	Totals   int `json:"totals"`   // 合计、小计
	Sections int `json:"sections"` // names of branches between the rows
	Notes    int `json:"notes"`    // 填表人, 备注
	Blank    int `json:"blank"`    // numbered but empty
	Examples int `json:"examples"` // of the template
}

// An Unread (没有读的工作表) is a sheet that holds none of the five tables.
type Unread struct {
	Sheet string `json:"sheet"`
	Text  string `json:"text"`
	Mend  string `json:"mend"`
}

// A Text (文本) is a text that stays outside the facts; facts refer to it.
type Text struct {
	ID   party.TextID `json:"id"`
	Org  party.OrgID  `json:"org"`
	Text string       `json:"text"`
}

// A Report (导入报告) is what an import found and what came of it. Facts, persons,
// cards and texts are for the caller to store; they are not part of its JSON.
type Report struct {
	File        string
	Digest      party.Digest
	Counts      Counts
	Tables      []Table
	Rows        []Row
	Assumptions []Assumption
	Unread      []Unread

	Facts   []fact.Fact // new ones only, in standing order
	Persons []Person    // new and changed ones
	Cards   []Card      // new and changed ones
	Texts   []Text      // new ones

	year     int                   // Options.Year
	openings map[*table]party.Date // of tables with refused rows: from when a roster holds
	sheets   []string
	people   map[string]bool // names of all that are known or named in a roster
	refused  []refusal
	assumed  map[[2]string]int // place in Assumptions by code and text
}

// reportJSON is the documented form (doc/import.md).
type reportJSON struct {
	Import      int          `json:"import"`
	File        string       `json:"file"`
	Digest      party.Digest `json:"digest"`
	Counts      Counts       `json:"counts"`
	Facts       int          `json:"facts"`
	Persons     int          `json:"persons"`
	Tables      []Table      `json:"tables"`
	Assumptions []Assumption `json:"assumptions"`
	Unread      []Unread     `json:"unread"`
	Rows        []Row        `json:"rows"`
}

// MarshalJSON writes the report's documented form, version ReportVersion. It
// says where, and names nobody: a name that a problem quotes keeps its first
// character only, other content of cells is left out; so are names in those of
// the file, its sheets and columns.
func (r *Report) MarshalJSON() ([]byte, error) {
	c := r.cloak()
	return json.Marshal(reportJSON{
		Import: ReportVersion, File: c.file(r.File), Digest: r.Digest, Counts: r.Counts,
		Facts: len(r.Facts), Persons: len(r.Persons), Tables: orEmpty(c.tables(r.Tables)),
		Assumptions: orEmpty(c.assumptions(r.Assumptions)), Unread: orEmpty(c.unread(r.Unread)), Rows: orEmpty(c.rows(r.Rows)),
	})
}

func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// Changed reports whether the import brings anything new.
func (r *Report) Changed() bool {
	return len(r.Facts)+len(r.Persons)+len(r.Cards)+len(r.Texts) > 0
}

// maxCellsNamed is how many cells an assumption names.
const maxCellsNamed = 5

// assume counts one more case of an assumption.
func (r *Report) assume(codeName, text, cell string) {
	key := [2]string{codeName, text}
	i, there := r.assumed[key]
	if !there {
		if r.assumed == nil {
			r.assumed = map[[2]string]int{}
		}
		i = len(r.Assumptions)
		r.assumed[key] = i
		r.Assumptions = append(r.Assumptions, Assumption{Code: codeName, Text: text})
	}
	a := &r.Assumptions[i]
	a.Count++
	if len(a.Cells) < maxCellsNamed && cell != "" && !slices.Contains(a.Cells, cell) {
		a.Cells = append(a.Cells, cell)
	}
}

func (c *Counts) add(s Status) {
	switch s {
	case RowTaken:
		c.Taken++
	case RowKnown:
		c.Known++
	case RowRefused:
		c.Refused++
	}
}

// order sorts what goes out, so that the order of sheets and columns does not
// matter.
func (r *Report) order() {
	slices.SortStableFunc(r.Facts, func(a, b fact.Fact) int {
		return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(rank(a.Body), rank(b.Body)), cmp.Compare(a.ID, b.ID))
	})
	slices.SortFunc(r.Persons, func(a, b Person) int { return cmp.Compare(a.Member, b.Member) })
	slices.SortFunc(r.Cards, func(a, b Card) int { return cmp.Compare(a.Org, b.Org) })
	slices.SortFunc(r.Texts, func(a, b Text) int { return cmp.Compare(a.ID, b.ID) })
}

// rank puts what others rest on first within a day.
func rank(body fact.Body) int {
	switch body.(type) {
	case *fact.OrgFounded:
		return 0
	case *fact.MemberEnrolled:
		return 1
	}
	return 2
}
