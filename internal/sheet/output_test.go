package sheet

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
)

// TestRefusedRoundTrip: the refused rows are written, mended as they say,
// imported again, and nothing is left over. Title, section and merged cells of
// the original must not be missed.
func TestRefusedRoundTrip(t *testing.T) {
	wang := member("王春梅", "1970-05-06", 2)
	data := book(t,
		tab{name: "名册", rows: [][]any{
			{"2026年示例镇党员名册"},
			{"序号", "姓名", "身份证号", "类别", "入党时间", "转正时间", "电话"},
			{"一、柳树村党支部"},
			{1, "王春梅", wang[2], "正式", 38534, "2006-07-01", "=1+1"},
			{2, "李大山", "123", "正式", "2005年7月", "2006-07-01", "+8613900000000"},
			{"二、桃花村党支部"},
			{1, "赵小河", nil, "正式", "2005-07-01", "2006-07-01", "@x"},
			{2, "赵小河", nil, "正式", 38534, "2006-07-01", "-13900000001"},
		}},
		tab{name: "会议", rows: [][]any{{"柳树村党支部2026年会议台账"}, {"日期", "类别", "参加人员"}, {"3月5日", "党员大会", "王春梅、李大山"}, {"3月6日", "大会", "王春梅"}}},
	)
	o := testOptions()
	r := load(t, data, o)
	wantProblems(t, r, "名册!C5 id_number", "名册!E5 date_month", "名册!B8 duplicate", "会议!C3 not_on_roster", "会议!B4 kind_unknown")
	o.Known = known(Known{}, r)

	var out bytes.Buffer
	must(t, r.WriteRefused(&out))
	keep(t, "refused.xlsx", out.Bytes())
	again := load(t, out.Bytes(), o)
	if again.Counts.Refused != 4 || again.Counts.Taken != 0 {
		t.Errorf("unmended: %+v\n%s", again.Counts, strings.Join(again.Lines(0), "\n"))
	}
	f, err := excelize.OpenReader(&out)
	must(t, err)
	mend := map[string]string{} // what stands there, and what is put instead
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name)
		must(t, err)
		for i, row := range rows {
			for col, s := range row {
				switch s {
				case "123":
					mend[s] = idFor("1965-03-04", 1)
				case "2005年7月":
					mend[s] = "2005-07-01"
				case "大会":
					mend[s] = "支部党员大会"
				default:
					continue
				}
				must(t, f.SetCellStr(name, cellName(col, i+1), mend[s]))
			}
		}
	}
	rows, err := f.GetRows("名册")
	must(t, err)
	for i, row := range rows {
		for col, s := range row {
			if s == "赵小河" { // another one: 已核对 stands in the last column
				must(t, f.SetCellStr("名册", cellName(col+1, i+1), idFor("1980-01-01", 6)))
				must(t, f.SetCellStr("名册", cellName(len(rows[3])-1, i+1), "是"))
			}
		}
	}
	var mended bytes.Buffer
	must(t, f.Write(&mended))
	last := load(t, mended.Bytes(), o)
	wantProblems(t, last)
	if len(mend) != 3 || last.Counts.Taken != 4 {
		t.Errorf("mended %v: %+v\n%s", mend, last.Counts, strings.Join(last.Lines(0), "\n"))
	}
	if held := bodies[*fact.MeetingHeld](last); len(held) != 2 {
		t.Errorf("%d meetings", len(held))
	}
}

// TestRefusedTitles: above the refused rows the titles stand as they were typed,
// and nothing of what the template says about its own rows.
func TestRefusedTitles(t *testing.T) {
	f := template(t, Members)
	must(t, f.SetCellStr("党员名册", "A1", "柳树村党支部，党员名册（２０２６年）"))
	must(t, f.SetCellStr("党员名册", "B5", "王春梅"))
	var made, out bytes.Buffer
	must(t, f.Write(&made))
	r := load(t, made.Bytes(), testOptions())
	wantCounts(t, r, 0, 0, 1)
	must(t, r.WriteRefused(&out))
	f, err := excelize.OpenReader(&out)
	must(t, err)
	rows, err := f.GetRows("党员名册")
	must(t, err)
	if len(rows) != 5 || rows[0][0] != "柳树村党支部，党员名册（２０２６年）" || rows[1][0] != "名册起算日：2026-01-01" || rows[2][0] != refusedHelp || rows[3][0] != placeHeader {
		t.Errorf("the refused rows begin with %q", rows)
	}
}

// TestEmptyTableIsSaid: a table without a row is not passed over in silence.
func TestEmptyTableIsSaid(t *testing.T) {
	var out bytes.Buffer
	must(t, WriteTemplate(&out, Members, Dues))
	r := load(t, out.Bytes(), testOptions())
	if n := strings.Count(strings.Join(r.Lines(0), "\n"), "表里还没有内容"); n != 2 {
		t.Errorf("said %d times:\n%s", n, strings.Join(r.Lines(0), "\n"))
	}
	if full := load(t, book(t, smallRoster()), testOptions()); strings.Contains(strings.Join(full.Lines(0), "\n"), "还没有内容") {
		t.Error("said of a table with rows")
	}
}

// TestNoFormulaIsWritten: what looks like a formula stays a text (I6).
func TestNoFormulaIsWritten(t *testing.T) {
	head := append(append([]any{}, rosterHead...), "联系电话", "家庭住址")
	row := append(set(member("王春梅", "1970-05-06", 2), 2, "1"), "=cmd|' /C calc'!A0", "\t=1+1")
	row[9] = "+1-1@SUM(1)"
	r := load(t, book(t, tab{name: "=1+1", rows: [][]any{head, row}}), testOptions())
	var out bytes.Buffer
	must(t, r.WriteRefused(&out))
	rezip(t, out.Bytes(), func(name string, content []byte) []byte {
		if bytes.Contains(content, []byte("<f>")) || bytes.Contains(content, []byte("<f ")) {
			t.Errorf("%s holds a formula", name)
		}
		return content
	})
	f, err := excelize.OpenReader(&out)
	must(t, err)
	rows, err := f.GetRows(f.GetSheetList()[0])
	must(t, err)
	if last := rows[len(rows)-1]; !strings.Contains(strings.Join(last, "|"), "=cmd|") {
		t.Errorf("the text is lost: %q", last)
	}
}

func TestNothingRefused(t *testing.T) {
	r := load(t, book(t, smallRoster()), testOptions())
	if err := r.WriteRefused(&bytes.Buffer{}); errs.KindOf(err) != errs.NotFound {
		t.Errorf("error %v", err)
	}
}

func TestTemplates(t *testing.T) {
	for _, kinds := range [][]Kind{{Orgs}, {Members}, {Meetings}, {Dues}, {Studies}, nil} {
		var out bytes.Buffer
		must(t, WriteTemplate(&out, kinds...))
		name := "template-all.xlsx"
		if len(kinds) == 1 {
			name = "template-" + string(kinds[0]) + ".xlsx"
		}
		keep(t, name, out.Bytes())
		r := load(t, out.Bytes(), testOptions())
		if r.Changed() || len(r.Rows) != 0 || len(r.Unread) != 0 || len(r.Tables) != max(len(kinds), 5-4*len(kinds)) {
			t.Errorf("%v: an empty template brings something:\n%s", kinds, strings.Join(r.Lines(0), "\n"))
		}
		for _, table := range r.Tables {
			if table.Skipped.Examples != 1 || len(table.Unread) != 0 || table.Header != headerRow {
				t.Errorf("%v: table %+v", kinds, table)
			}
		}
	}
	if err := WriteTemplate(&bytes.Buffer{}, "x"); errs.KindOf(err) != errs.Invalid {
		t.Errorf("error %v", err)
	}
}

// TestTemplateExampleIsGood: the example of every template would be taken, were
// it not an example.
func TestTemplateExampleIsGood(t *testing.T) {
	var out bytes.Buffer
	must(t, WriteTemplate(&out))
	f, err := excelize.OpenReader(&out)
	must(t, err)
	for _, k := range Kinds {
		must(t, f.SetCellStr(k.Title(), cellName(0, exampleRow), "1"))
	}
	// The ledgers name people whom the roster's one example does not hold.
	roll := Members.Title()
	for i, name := range []string{"李示例", "王示例"} {
		for col := range 25 {
			s, err := f.GetCellValue(roll, cellName(col, exampleRow))
			must(t, err)
			if s == "张示例" {
				s = name
			}
			must(t, f.SetCellStr(roll, cellName(col, exampleRow+1+i), s))
		}
	}
	var made bytes.Buffer
	must(t, f.Write(&made))
	r := load(t, made.Bytes(), testOptions())
	wantCounts(t, r, 7, 0, 0)
}

func TestTemplateListsAreClosedLists(t *testing.T) {
	for _, l := range layouts {
		for _, c := range l.columns {
			if c.width > 0 && c.example == "" && c.must {
				t.Errorf("%s: %s has no example", l.title, c.title)
			}
			if f, ok := l.fieldOf(c.title); !ok || f != c.field {
				t.Errorf("%s: the header %s is not read as its field", l.title, c.title)
			}
			for _, other := range c.also {
				if f, ok := l.fieldOf(other); !ok || f != c.field {
					t.Errorf("%s: %s is read as %d, not as %s", l.title, other, f, c.title)
				}
			}
		}
	}
}

// keep writes a file for looking at, where a folder is named for that.
func keep(t *testing.T, name string, data []byte) {
	if dir := os.Getenv("SHEET_OUT"); dir != "" {
		must(t, os.WriteFile(filepath.Join(dir, name), data, 0o600))
	}
}

func TestReportJSON(t *testing.T) {
	r := load(t, book(t, roster(set(member("王春梅", "1970-05-06", 2), 2, "110101197005060021"), member("李大山", "1965-03-04", 1))), testOptions())
	line, err := json.Marshal(r)
	must(t, err)
	var got map[string]any
	must(t, json.Unmarshal(line, &got))
	if got["import"] != 1.0 || got["facts"] != 2.0 || got["persons"] != 1.0 || got["counts"].(map[string]any)["refused"] != 1.0 {
		t.Errorf("report %s", line)
	}
	for _, id := range []string{"110101197005060021", idFor("1965-03-04", 1)} {
		if bytes.Contains(line, []byte(id)) || strings.Contains(strings.Join(r.Lines(0), ""), id) {
			t.Errorf("the report holds the full number %s", id)
		}
	}
	row := got["rows"].([]any)[0].(map[string]any)
	if row["status"] != "refused" || row["problems"].([]any)[0].(map[string]any)["cell"] != "党员名册!C2" {
		t.Errorf("row %v", row)
	}
}

// TestReportGathers: what many rows have in common is said once, with the first
// cells and how many rows there are; the limit counts what is said, and the rows
// without a line are counted; the JSON has every row.
func TestReportGathers(t *testing.T) {
	var rows [][]any
	for i := range 258 {
		rows = append(rows, set(member("王春"+string(rune('一'+i)), "1970-05-06", 2*i), 2, "1"))
	}
	rows = append(rows, set(member("李大山", "1965-03-04", 1), 6, "2005年7月"), set(member("赵小河", "1965-03-04", 1), 6, "2005年8月"), set(member("孙大海", "1965-03-04", 1), 6, "2005年8月"))
	r := load(t, book(t, roster(rows...)), testOptions())
	s := strings.Join(r.Lines(2), "\n")
	for _, want := range []string{"  党员名册!C2、C3、C4 等 258 行　身份证号要有 18 位\n", "  党员名册!G260　", "另有 2 行的问题没有列出"} {
		if strings.Count(s, want) != 1 {
			t.Errorf("%q is not there once in\n%s", want, s)
		}
	}
	if n := strings.Count(s, "怎么改"); n != 2 {
		t.Errorf("%d remedies in\n%s", n, s)
	}
	if s := strings.Join(r.Lines(3), "\n"); !strings.Contains(s, "  党员名册!G261、G262　") || strings.Contains(s, "没有列出") {
		t.Error(s)
	}
	if n := strings.Count(asJSON(t, r), `"code":"id_number"`); n != 258 {
		t.Errorf("%d of 258 in the JSON", n)
	}
}

// TestGathered: how the place of a problem is written.
func TestGathered(t *testing.T) {
	for want, g := range map[string]gathered{
		"甲!A1":             {sheet: "甲", cells: []string{"甲!A1"}, rows: []int{1}},
		"甲!A1、B2":          {sheet: "甲", cells: []string{"甲!A1", "甲!B2"}, rows: []int{1, 2}},
		"甲!A1（3 行）":        {sheet: "甲", cells: []string{"甲!A1"}, rows: []int{1, 2, 3}},
		"甲!A1、A2、A3 等 9 行": {sheet: "甲", cells: []string{"甲!A1", "甲!A2", "甲!A3", "甲!A4"}, rows: make([]int, 9)},
		"乙!A1、甲!A2":        {sheet: "甲", cells: []string{"乙!A1", "甲!A2"}, rows: []int{1, 2}},
		"甲、乙!A1、A2":        {sheet: "甲、乙", cells: []string{"甲、乙!A1", "甲、乙!A2"}, rows: []int{1, 2}},
	} {
		if got := g.where(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestPersonsFile(t *testing.T) {
	p := PersonsFile{Key: testKey, Persons: []Person{{Member: "m-1", Org: "o-1", Name: "王春梅", IDNumber: "1"}}, Cards: []Card{{Org: "o-1", Name: "甲<乙>"}}}
	p.Add([]Person{{Member: "m-1", Org: "o-1", Name: "王春梅", Phone: "2"}, {Member: "m-2", Name: "𠮷龘"}}, []Card{{Org: "o-2"}})
	var out bytes.Buffer
	must(t, p.Write(&out))
	text := out.String()
	if !strings.HasPrefix(text, `{"persons":1,"key":"`) || !strings.Contains(strings.SplitN(text, "\n", 2)[0], PersonsNotice) {
		t.Errorf("head %s", text)
	}
	back, err := ReadPersons(&out)
	must(t, err)
	if len(back.Persons) != 2 || back.Persons[0].Phone != "2" || back.Persons[0].IDNumber != "" || len(back.Cards) != 2 || !bytes.Equal(back.Key, testKey) {
		t.Errorf("back %+v", back)
	}
	for _, bad := range []string{"", "{}", `{"persons":2,"key":"MDEyMzQ1Njc4OWFiY2RlZg==","notice":""}`, text + "{\"member\":\"m\",\"x\":1}", text + "{}", text + "rubbish", strings.Replace(text, `"key":"`, `"key":"*`, 1)} {
		if _, err := ReadPersons(strings.NewReader(bad)); err == nil {
			t.Errorf("taken: %q", bad)
		}
	}
}

func TestWriteFails(t *testing.T) {
	p := PersonsFile{Key: testKey}
	r := load(t, book(t, roster(set(member("王春梅", "1970-05-06", 2), 2, "1"))), testOptions())
	for name, err := range map[string]error{"persons": p.Write(full{}), "refused": r.WriteRefused(full{}), "template": WriteTemplate(full{}, Members)} {
		if errs.KindOf(err) != errs.IO || !errors.Is(err, errFull) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

var errFull = errors.New("disk full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestNewKey(t *testing.T) {
	key, err := NewKey(bytes.NewReader(make([]byte, 64)))
	if err != nil || len(key) != KeyBytes {
		t.Errorf("%v %v", key, err)
	}
	if _, err := NewKey(bytes.NewReader(nil)); errs.KindOf(err) != errs.IO {
		t.Errorf("error %v", err)
	}
}

func TestOptions(t *testing.T) {
	data := book(t, smallRoster())
	for name, change := range map[string]func(*Options){
		"no key": func(o *Options) { o.Key = nil }, "no time": func(o *Options) { o.Now = time.Time{} },
		"odd year": func(o *Options) { o.Year = 26 }, "odd field": func(o *Options) { o.Domain = "月球" },
	} {
		o := testOptions()
		change(&o)
		if _, err := Import(Source{Name: "x.xlsx", Data: data}, o); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	o := testOptions()
	up := load(t, book(t, tab{name: "x", rows: [][]any{{"党组织名称", "领域", "成立日期"}, {"中共宏达公司委员会", "国企", "2000-01-01"}}}), o)
	o.Known = known(Known{}, up)
	o.Domain, o.Under = "soe", up.Facts[0].Org
	r := load(t, book(t, roster(set(member("王春梅", "1970-05-06", 2), 5, "宏达公司第一党支部"))), o)
	if b := bodies[*fact.OrgFounded](r); len(b) != 1 || b[0].Domain != "soe" || b[0].Parent != o.Under {
		t.Errorf("founded %+v", b)
	}
	if f := r.Facts[0]; f.By != Importer || !f.Proxy || f.Origin == nil || f.Origin.Row != 2 || f.Origin.File != r.Digest || !f.At.Equal(testNow) {
		t.Errorf("fact %+v", f)
	}
}

func TestTextTables(t *testing.T) {
	wang := member("王春梅", "1970-05-06", 2)
	csv := "姓名,身份证号,类别,入党时间,转正时间,支部\n王春梅," + wang[2].(string) + ",正式,2005/7/1,2006/7/1," + willow + "\n李大山,1.10101E+17,正式,2005/7/1,2006/7/1," + willow + "\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(csv)
	must(t, err)
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(strings.ReplaceAll(csv, ",", "\t"))
	must(t, err)
	for name, data := range map[string]string{"UTF-8": csv, "BOM": "\xEF\xBB\xBF" + csv, "GB18030": gb, "UTF-16": utf16, "semicolons": strings.ReplaceAll(csv, ",", ";")} {
		r, err := Import(Source{Name: "/tmp/名册.csv", Data: []byte(data)}, testOptions())
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		wantProblems(t, r, "名册!B3 id_number")
		wantCounts(t, r, 1, 0, 1)
	}
	for _, bad := range []string{"\xff\xff\xff\xff", strings.Repeat("a,", 100) + "\n"} {
		if _, err := Import(Source{Name: "x.csv", Data: []byte(bad)}, testOptions()); err == nil {
			t.Errorf("taken: %q", bad[:4])
		}
	}
}

func TestUnescape(t *testing.T) {
	for in, want := range map[string]string{"a_x000D_b": "a\rb", "_x": "_x", "_xZZZZ_": "_xZZZZ_", "_x0041__x0042_": "AB", "abc": "abc", "_x004": "_x004"} {
		if got := unescape(in); got != want {
			t.Errorf("unescape(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestAddresses(t *testing.T) {
	for col, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 701: "ZZ", 702: "AAA"} {
		if got := columnName(col); got != want {
			t.Errorf("column %d is %s, want %s", col, got, want)
		}
		if back, row, ok := parseRef(want + "7"); !ok || back != col || row != 7 {
			t.Errorf("%s7 is %d %d %v", want, back, row, ok)
		}
	}
	for _, bad := range []string{"", "A", "1", "A0", "AAAA1", "A99999999", "A1B", "XFE1", "A1048577"} {
		if _, _, ok := parseRef(bad); ok {
			t.Errorf("taken: %q", bad)
		}
	}
}
