package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

var (
	testNow = time.Date(2026, 11, 23, 10, 30, 0, 0, time.UTC)
	testKey = []byte("0123456789abcdef0123456789abcdef")
)

func testOptions() Options {
	return Options{Now: testNow, Key: testKey, Opening: party.DateOf(2026, 1, 1)}
}

// A tab is one worksheet of a made workbook.
type tab struct {
	name   string
	rows   [][]any
	merges []string
	hidden []int // rows
	raw    func(f *excelize.File, sheet string)
}

// book makes a workbook with the library, which the reader under test does not
// use.
func book(t testing.TB, tabs ...tab) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, s := range tabs {
		if i == 0 {
			must(t, f.SetSheetName("Sheet1", s.name))
		} else if _, err := f.NewSheet(s.name); err != nil {
			t.Fatal(err)
		}
		for r, row := range s.rows {
			for c, v := range row {
				if v != nil {
					must(t, f.SetCellValue(s.name, cellName(c, r+1), v))
				}
			}
		}
		for _, m := range s.merges {
			a, b, _ := strings.Cut(m, ":")
			must(t, f.MergeCell(s.name, a, b))
		}
		for _, r := range s.hidden {
			must(t, f.SetRowVisible(s.name, r, false))
		}
		if s.raw != nil {
			s.raw(f, s.name)
		}
	}
	var buf bytes.Buffer
	must(t, f.Write(&buf))
	return buf.Bytes()
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// shaped writes a number with a number format.
func shaped(t testing.TB, cell string, v float64, format string) func(*excelize.File, string) {
	return func(f *excelize.File, sheet string) {
		id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		must(t, err)
		must(t, f.SetCellValue(sheet, cell, v))
		must(t, f.SetCellStyle(sheet, cell, cell, id))
	}
}

func load(t testing.TB, data []byte, opts Options) *Report {
	t.Helper()
	r, err := Import(Source{Name: "测试.xlsx", Data: data}, opts)
	if err != nil {
		t.Fatalf("Import: %v", err)
	}
	for i := range r.Facts {
		if p := fact.Validate(r.Facts[i]); len(p) > 0 {
			t.Errorf("fact %s is not valid: %v", r.Facts[i].Body.Kind(), p)
		}
	}
	noNames(t, r)
	admitted(t, r, opts.Known.Facts)
	return r
}

// admitted checks that the register would let every new fact in beside those
// that are known.
func admitted(t testing.TB, r *Report, before []fact.Fact) {
	t.Helper()
	for _, p := range register.Admit(register.Fold(before, fact.Cut{}), r.Facts, standard.Vocabulary{}) {
		if !p.Warn {
			t.Errorf("not admitted: %s %s: %s", p.Fact, p.Field, p.Message)
		}
	}
}

// noNames checks that no fact holds a name, an ID number or a phone.
func noNames(t testing.TB, r *Report) {
	t.Helper()
	for i := range r.Facts {
		line, err := json.Marshal(r.Facts[i])
		must(t, err)
		for _, p := range r.Persons {
			for _, s := range []string{p.Name, p.IDNumber, p.Phone, p.Address} {
				if s != "" && bytes.Contains(line, []byte(s)) {
					t.Errorf("fact holds %q: %s", s, line)
				}
			}
		}
	}
}

// known is what a second import knows after the first.
func known(before Known, r *Report) Known {
	p := PersonsFile{Persons: slices.Clone(before.Persons), Cards: slices.Clone(before.Cards)}
	p.Add(r.Persons, r.Cards)
	return Known{Facts: append(slices.Clone(before.Facts), r.Facts...), Persons: p.Persons, Cards: p.Cards}
}

// told lists the problems of a report as 党员名册!D17 code.
func told(r *Report) []string {
	var all []string
	for _, row := range r.Rows {
		for _, p := range row.Problems {
			all = append(all, p.Cell+" "+p.Code)
		}
	}
	return all
}

func wantProblems(t *testing.T, r *Report, want ...string) {
	t.Helper()
	if got := told(r); !slices.Equal(got, want) {
		t.Errorf("problems:\n got  %q\n want %q\n%s", got, want, strings.Join(r.Lines(0), "\n"))
	}
}

func wantCounts(t *testing.T, r *Report, taken, seen, refused int) {
	t.Helper()
	if want := (Counts{taken, seen, refused}); r.Counts != want {
		t.Errorf("counts %+v, want %+v\n%s", r.Counts, want, strings.Join(r.Lines(0), "\n"))
	}
}

func wantText(t *testing.T, r *Report, parts ...string) {
	t.Helper()
	all := strings.Join(r.Lines(0), "\n")
	for _, s := range parts {
		if !strings.Contains(all, s) {
			t.Errorf("the report does not say %q:\n%s", s, all)
		}
	}
}

func assumption(r *Report, code string) *Assumption {
	for i := range r.Assumptions {
		if r.Assumptions[i].Code == code {
			return &r.Assumptions[i]
		}
	}
	return nil
}

func wantAssumption(t *testing.T, r *Report, code string, count int) {
	t.Helper()
	a := assumption(r, code)
	switch {
	case a == nil:
		t.Errorf("no assumption %s:\n%s", code, strings.Join(r.Lines(0), "\n"))
	case a.Count != count:
		t.Errorf("assumption %s counts %d, want %d", code, a.Count, count)
	}
}

// bodies returns the bodies of one type.
func bodies[T fact.Body](r *Report) []T {
	var all []T
	for _, f := range r.Facts {
		if b, ok := f.Body.(T); ok {
			all = append(all, b)
		}
	}
	return all
}

// idFor makes a valid identity number of nobody: area 110101, the given birth
// and sequence.
func idFor(birth string, seq int) string {
	s := "110101" + strings.ReplaceAll(birth, "-", "") + fmt.Sprintf("%03d", seq)
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += int(s[i]-'0') * w
	}
	return s + string("10X98765432"[sum%11])
}

const willow = "柳树村党支部"

// rosterHead is a plain header of a 党员名册.
var rosterHead = []any{"姓名", "性别", "公民身份号码", "出生日期", "人员类别", "所在党支部", "加入党组织日期", "转为正式党员日期", "党小组", "党内职务"}

// member is a row of rosterHead.
func member(name, birth string, seq int) []any {
	sex := "女"
	if seq%2 == 1 {
		sex = "男"
	}
	return []any{name, sex, idFor(birth, seq), birth, "正式党员", willow, "2005-07-01", "2006-07-01", "1", ""}
}

// smallRoster is three members of one branch.
func smallRoster() tab {
	return tab{name: "党员名册", rows: [][]any{rosterHead,
		member("王春梅", "1970-05-06", 2), member("李大山", "1965-03-04", 1), member("赵小河", "1980-12-31", 3)}}
}

// withRoster knows three members.
func withRoster(t testing.TB) Options {
	t.Helper()
	o := testOptions()
	o.Known = known(Known{}, load(t, book(t, smallRoster()), o))
	return o
}

func set(row []any, col int, v any) []any {
	row = slices.Clone(row)
	row[col] = v
	return row
}

// rezip rewrites the parts of a container; edit returns nil to drop a part.
func rezip(t testing.TB, data []byte, edit func(name string, content []byte) []byte) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	must(t, err)
	var buf bytes.Buffer
	out := zip.NewWriter(&buf)
	for _, f := range in.File {
		r, err := f.Open()
		must(t, err)
		content, err := io.ReadAll(r)
		must(t, err)
		if content = edit(f.Name, content); content == nil {
			continue
		}
		w, err := out.Create(f.Name)
		must(t, err)
		_, err = w.Write(content)
		must(t, err)
	}
	must(t, out.Close())
	return buf.Bytes()
}

const firstSheet = "xl/worksheets/sheet1.xml"

// editSheet replaces a pattern in the first sheet; it must occur.
func editSheet(t testing.TB, data []byte, pattern, by string) []byte {
	t.Helper()
	re := regexp.MustCompile(pattern)
	return rezip(t, data, func(name string, content []byte) []byte {
		if name != firstSheet {
			return content
		}
		if !re.Match(content) {
			t.Fatalf("%s does not occur in %s", pattern, content)
		}
		return re.ReplaceAll(content, []byte(by))
	})
}
