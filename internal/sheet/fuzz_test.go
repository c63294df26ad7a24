package sheet

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

func FuzzCellDate(f *testing.F) {
	for _, s := range []string{"2026-03-05", "2026年3月", "3月5日", "46086", "2026.1", "20260305", "二〇二六年三月五日", "5/3/2026", "2026-03-05 14:30", "1e9"} {
		f.Add(s, 0, false)
		f.Add(s, int(monthShape), true)
	}
	f.Fuzz(func(t *testing.T, s string, format int, from1904 bool) {
		for _, kind := range []cellKind{text, number, isoDay} {
			w, fault := parseCell(&cell{text: s, kind: kind, shape: shape(format & 7)}, from1904)
			if fault != fine {
				continue
			}
			y := w.y
			if y == 0 {
				y = 2000
			}
			d := max(w.d, 1)
			if m := max(w.m, 1); party.DateOf(y, m, d) == party.NoDate {
				t.Errorf("%q is read as %+v, which is no day", s, w)
			}
			if w.y == 0 && w.m == 0 || w.m == 0 && w.d != 0 {
				t.Errorf("%q is read as %+v, which says nothing", s, w)
			}
		}
	})
}

func FuzzCellText(f *testing.F) {
	for _, s := range []string{"张三", "张 三（1234）", "阿依古丽．买买提", "张三、李四(请假)", "１２.５元", "11010519491231002X", "党员大会暨主题党日", "一、柳树村党支部（12人）", "√"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := clean(s)
		if clean(once) != once {
			t.Errorf("clean is not settled: %q", s)
		}
		if name, _, ok := personName(s); ok {
			again, _, ok := personName(name)
			if !ok || again != name || !utf8.ValidString(name) {
				t.Errorf("the name %q of %q becomes %q", name, s, again)
			}
		}
		for _, one := range splitNames(s) {
			if strings.TrimSpace(one) == "" {
				t.Errorf("an empty name in %q", s)
			}
			seek(one)
		}
		c := &cell{text: s, kind: text}
		if id, err := idNumber(c); err == nil {
			if back, err := party.ParseIDNumber(string(id)); err != nil || back != id {
				t.Errorf("the number of %q is not one", s)
			}
		}
		if n, ok := fen(c); ok && n < 0 {
			t.Errorf("a negative amount of %q", s)
		}
		kindsIn(s)
		markOf(s)
		_ = shapeOf(s)
		unescape(s)
		if b := branchIn(s); b != "" && keyStem(orgKey(b)) == "" && orgStem(b) == "" {
			t.Errorf("%q names no branch in %q", b, s)
		}
	})
}

// wrap makes a container of one worksheet.
func wrap(sheet string) []byte {
	var buf bytes.Buffer
	out := zip.NewWriter(&buf)
	for _, p := range []struct{ name, content string }{
		{"[Content_Types].xml", "<Types/>"},
		{"_rels/.rels", `<Relationships><Relationship Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook><sheets><sheet name="柳树村党支部2026" id="r1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`},
		{"xl/sharedStrings.xml", `<sst><si><t>姓名</t></si><si><t>类别</t></si><si><t>入党时间</t></si><si><t>日期</t></si><si><t>学时</t></si></sst>`},
		{firstSheet, sheet},
	} {
		w, err := out.Create(p.name)
		if err == nil {
			_, err = io.WriteString(w, p.content)
		}
		if err != nil {
			panic(err) // a buffer takes everything
		}
	}
	if err := out.Close(); err != nil {
		panic(err)
	}
	return buf.Bytes()
}

// FuzzWorkbook: whatever is handed in, every row ends one way, every refusal
// says where and how, and every fact is valid and admitted.
func FuzzWorkbook(f *testing.F) {
	f.Add([]byte(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>` +
		`<row r="2"><c r="A2" t="str"><v>王春梅</v></c><c r="B2" t="str"><v>正式</v></c><c r="C2"><v>38534</v></c></row></sheetData><mergeCell ref="A2:A3"/></worksheet>`))
	f.Add([]byte(`<worksheet><row><c t="inlineStr"><is><t>姓名</t></is></c><c t="inlineStr"><is><t>每月应交</t></is></c><c t="inlineStr"><is><t>1月</t></is></c></row><row><c t="str"><v>王春梅</v></c><c><v>5</v></c><c><v>5.5</v></c></row></worksheet>`))
	f.Add([]byte("日期,类别,参加人员,应到\n3月5日,党员大会,\"张三、李四\",2\n"))
	f.Add([]byte("姓名,类别,入党时间,转正时间,支部,职务,任职时间,是否流动,外出日期\n王春梅,正式,2005-07-01,2006-07-01,柳树村党支部,书记,2004-01-01,是,2003-01-01\n李大山,预备,2026-03-01,,驻某市流动党员党支部,,,否,\n"))
	f.Add([]byte("党组织名称,上级党组织,领域,成立日期,书记,任职日期\n柳树村党支部,中共示例镇委员会,村,1956-07-01,王春梅,1955-01-01\n中共示例镇委员会,,机关,,,\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		src := Source{Name: "x.xlsx", Data: data}
		switch {
		case bytes.HasPrefix(data, []byte("<")):
			src.Data = wrap(string(data))
		case !bytes.HasPrefix(data, []byte("PK")):
			src.Name = "x.csv"
		}
		r, err := Import(src, testOptions())
		if err != nil {
			if k := errs.KindOf(err); k != errs.Invalid && k != errs.TooLarge {
				t.Fatalf("kind %v: %v", k, err)
			}
			return
		}
		if n := r.Counts.Taken + r.Counts.Known + r.Counts.Refused; n != len(r.Rows) {
			t.Errorf("%d rows, %d counted", len(r.Rows), n)
		}
		for _, row := range r.Rows {
			if (row.Status == RowRefused) != (len(row.Problems) > 0) {
				t.Errorf("row %+v", row)
			}
			for _, p := range row.Problems {
				if p.Cell == "" || p.Text == "" || p.Mend == "" || p.Code == "" {
					t.Errorf("problem %+v", p)
				}
			}
		}
		for i := range r.Facts {
			if p := fact.Validate(r.Facts[i]); len(p) > 0 {
				t.Errorf("fact %+v: %v", r.Facts[i], p)
			}
		}
		admitted(t, r, nil)
		if r.Counts.Refused > 0 {
			if err := r.WriteRefused(io.Discard); err != nil {
				t.Errorf("refused rows: %v", err)
			}
		}
	})
}

// FuzzSpan: months that are read follow each other within a year, and are read
// again as they are written.
func FuzzSpan(f *testing.F) {
	for _, s := range []string{"一季度", "2026年1月至3月", "1、2、3月", "上半年", "1-3", "2025年12月至2026年1月"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m, ok := parseSpan(s)
		if !ok {
			return
		}
		if m.from < 1 || m.to > 12 || m.from >= m.to || m.year != 0 && (m.year < 1900 || m.year > 2099) {
			t.Errorf("parseSpan(%q) = %v", s, m)
		}
		if back, ok := parseSpan(m.String()); !ok || back != m {
			t.Errorf("%q is %v, and written %s it is %v", s, m, m, back)
		}
	})
}

// FuzzMasked: whatever stands in a cell, a report's JSON holds no more of it than
// a name's first character, unless it is a word of ours or a bare number.
func FuzzMasked(f *testing.F) {
	for _, s := range []string{"王春梅", "王春梅、李大山", "甲」王春梅「乙", "13800000000", "2026-03-05", "柳树村党支部", "a(b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		said := (&cell{kind: text, text: s}).said()
		out := masked("名册上没有「" + said + "」")
		if said == "" || isHarmless(said) {
			return
		}
		quoted := strings.TrimSuffix(strings.TrimPrefix(out, "名册上没有「"), "」")
		if len([]rune(quoted)) > 4 || strings.ContainsAny(quoted, "0123456789") {
			t.Errorf("%q leaves as %q", s, out)
		}
	})
}
