package sheet

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

var update = flag.Bool("update", false, "write what the scripts under testdata/mess expect")

// A script is one mess, as a person would draw it: a sentence, the options as
// on the command line, the sheets, and below them the report and the records
// that are expected. Files under 先/ are imported before.
type script struct {
	head  string
	names []string
	files map[string]string
}

var fileLine = regexp.MustCompile(`(?m)^-- (.+) --\n`)

func readScript(t *testing.T, name string) *script {
	t.Helper()
	data, err := os.ReadFile(name)
	must(t, err)
	text := string(data)
	marks := fileLine.FindAllStringSubmatchIndex(text, -1)
	s := &script{files: map[string]string{}}
	if len(marks) == 0 {
		t.Fatalf("%s has no files", name)
	}
	s.head = text[:marks[0][0]]
	for i, m := range marks {
		end := len(text)
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		file := text[m[2]:m[3]]
		s.names = append(s.names, file)
		s.files[file] = text[m[1]:end]
	}
	return s
}

const (
	reportFile = "报告"
	factsFile  = "记录"
	beforeDir  = "先/"
)

// options reads the lines of the head that begin with --.
func (s *script) options(t *testing.T) Options {
	o := Options{Now: testNow, Key: testKey}
	for line := range strings.SplitSeq(s.head, "\n") {
		name, value, _ := strings.Cut(line, " ")
		var err error
		switch name {
		case "--year":
			o.Year, err = strconv.Atoi(value)
		case "--opening":
			o.Opening, err = party.ParseDate(value)
		case "--domain":
			o.Domain, _ = party.Domains.Code(value)
		}
		must(t, err)
	}
	return o
}

// book makes the workbook of the sheets, of those before or of the others.
func (s *script) book(t *testing.T, before bool) []byte {
	var tabs []tab
	failed := map[string]string{}
	for _, name := range s.names {
		sheet, isBefore := strings.CutPrefix(name, beforeDir)
		if name == reportFile || name == factsFile || isBefore != before {
			continue
		}
		tabs = append(tabs, drawn(t, sheet, s.files[name], failed))
	}
	if len(tabs) == 0 {
		return nil
	}
	data := book(t, tabs...)
	for at, value := range failed {
		data = editSheet(t, data, `<c r="`+at+`"[^>]*?(/>|>.*?</c>)`, `<c r="`+at+`" t="e"><f>X</f><v>`+value+`</v></c>`)
	}
	return data
}

var special = regexp.MustCompile(`^\{(\S+)(?: (.+))?\}$`)

// drawn reads a sheet: a row a line, cells between bars. {46086 yyyy-mm-dd} is
// a number in that format, {#N/A} an error; @合并 A1:C1 and @隐藏 3 are said
// below the rows.
func drawn(t *testing.T, name, text string, failed map[string]string) tab {
	s := tab{name: name}
	var formats []func(*excelize.File, string)
	for line := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		if rest, ok := strings.CutPrefix(line, "@合并 "); ok {
			s.merges = append(s.merges, strings.Fields(rest)...)
			continue
		}
		if rest, ok := strings.CutPrefix(line, "@隐藏 "); ok {
			n, err := strconv.Atoi(rest)
			must(t, err)
			s.hidden = append(s.hidden, n)
			continue
		}
		var row []any
		for col, written := range strings.Split(line, "|") {
			written = strings.TrimSpace(written)
			at := cellName(col, len(s.rows)+1)
			switch m := special.FindStringSubmatch(written); {
			case written == "":
				row = append(row, nil)
			case m == nil:
				row = append(row, written)
			case strings.HasPrefix(m[1], "#"):
				row = append(row, "x")
				failed[at] = m[1]
			default:
				v, err := strconv.ParseFloat(m[1], 64)
				must(t, err)
				row = append(row, v)
				if m[2] != "" {
					formats = append(formats, shaped(t, at, v, m[2]))
				}
			}
		}
		s.rows = append(s.rows, row)
	}
	s.raw = func(f *excelize.File, sheet string) {
		for _, do := range formats {
			do(f, sheet)
		}
	}
	return s
}

// TestMess runs the scripts. The records are shown with names where facts hold
// identifiers, for a person to read; noNames (in load) sees to the facts
// themselves. Each script is imported twice: the second time brings nothing.
func TestMess(t *testing.T) {
	names, err := filepath.Glob("testdata/mess/*.txtar")
	must(t, err)
	if len(names) < 25 {
		t.Fatalf("%d scripts, want 25 or more", len(names))
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			s := readScript(t, name)
			o := s.options(t)
			if data := s.book(t, true); data != nil {
				o.Known = known(Known{}, load(t, data, o))
			}
			data := s.book(t, false)
			r := load(t, data, o)
			all := known(o.Known, r)
			namesNobody(t, r, all)
			got := map[string]string{
				reportFile: strings.Join(r.Lines(0), "\n") + "\n",
				factsFile:  strings.Join(readable(t, r, all), "\n") + "\n",
			}
			if *update {
				s.write(t, name, got)
				return
			}
			for _, file := range []string{reportFile, factsFile} {
				if got[file] != s.files[file] {
					t.Errorf("%s is\n%s\nwant\n%s", file, got[file], s.files[file])
				}
			}
			o.Known = all
			if again := load(t, data, o); again.Changed() || again.Counts.Refused < r.Counts.Refused {
				t.Errorf("the second import: %+v, %d facts, %d persons", again.Counts, len(again.Facts), len(again.Persons))
			}
			unmended(t, r, o)
		})
	}
}

// unmended imports the workbook of refused rows as it is, under another name and
// without a year: every row is there again, nothing was mended by going round,
// and so no fact comes of it. One of two rows for one person, alone now, may tell
// a new telephone.
func unmended(t *testing.T, r *Report, o Options) {
	t.Helper()
	if r.Counts.Refused == 0 {
		return
	}
	var buf bytes.Buffer
	must(t, r.WriteRefused(&buf))
	o.Year = 0
	again, err := Import(Source{Name: "退回.xlsx", Data: buf.Bytes()}, o)
	must(t, err)
	twice := strings.Contains(strings.Join(told(r), " "), "duplicate") || strings.Contains(strings.Join(told(r), " "), "org_twice")
	if c := again.Counts; c.Taken+c.Known+c.Refused != r.Counts.Refused || len(again.Facts) > 0 || again.Changed() && !twice {
		t.Errorf("the refused rows again: %+v, want the %d refused; %d facts, %d persons\n%s", c, r.Counts.Refused, len(again.Facts), len(again.Persons), strings.Join(again.Lines(0), "\n"))
	}
}

func (s *script) write(t *testing.T, name string, got map[string]string) {
	out := s.head
	for _, file := range s.names {
		if got[file] == "" {
			out += "-- " + file + " --\n" + s.files[file]
		}
	}
	for _, file := range []string{reportFile, factsFile} {
		out += "-- " + file + " --\n" + got[file]
	}
	must(t, os.WriteFile(name, []byte(out), 0o644))
}

// readable writes the new facts with names for identifiers.
func readable(t *testing.T, r *Report, all Known) []string {
	var names []string
	for _, f := range all.Facts {
		if b, ok := f.Body.(*fact.OrgFounded); ok {
			names = append(names, string(f.Org), b.Name)
		}
	}
	for _, p := range all.Persons {
		name := p.Name
		if p.IDNumber != "" {
			name += "(" + p.IDNumber[14:] + ")"
		}
		names = append(names, string(p.Member), name)
	}
	for _, x := range r.Texts {
		names = append(names, string(x.ID), x.Text)
	}
	replace := strings.NewReplacer(names...)
	var lines []string
	for _, f := range r.Facts {
		body, err := json.Marshal(f.Body)
		must(t, err)
		line := fmt.Sprintf("%s %s %s %s", f.On, f.Body.Kind(), f.Org, body)
		if f.Origin.Claimed != party.NoDate {
			line += " 登记于 " + f.Origin.Claimed.String()
		}
		lines = append(lines, replace.Replace(line))
	}
	return lines
}
