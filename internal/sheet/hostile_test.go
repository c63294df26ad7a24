package sheet

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"qiangji/internal/errs"
)

// A hostile is one file that must be refused.
type hostile struct {
	name string
	file string // its name; empty: x.xlsx
	data []byte
	say  string // part of the sentence
}

// with adds a part to a good workbook.
func with(t testing.TB, good []byte, name, content string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(good), int64(len(good)))
	must(t, err)
	var buf bytes.Buffer
	out := zip.NewWriter(&buf)
	for _, f := range in.File {
		must(t, out.Copy(f))
	}
	w, err := out.Create(name)
	must(t, err)
	_, err = io.WriteString(w, content)
	must(t, err)
	must(t, out.Close())
	return buf.Bytes()
}

// part replaces a part of a good workbook.
func swap(t testing.TB, good []byte, name string, edit func(string) string) []byte {
	t.Helper()
	return rezip(t, good, func(n string, content []byte) []byte {
		if n == name {
			return []byte(edit(string(content)))
		}
		return content
	})
}

// raw adds an entry whose header lies about its size.
func lying(t testing.TB, declared uint64, content []byte) []byte {
	t.Helper()
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.BestCompression)
	must(t, err)
	_, err = w.Write(content)
	must(t, err)
	must(t, w.Close())
	var buf bytes.Buffer
	out := zip.NewWriter(&buf)
	for _, p := range []struct{ name, content string }{
		{"[Content_Types].xml", "<Types/>"},
		{"_rels/.rels", `<Relationships><Relationship Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook><sheets><sheet name="a" id="r1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`},
	} {
		w, err := out.Create(p.name)
		must(t, err)
		_, err = io.WriteString(w, p.content)
		must(t, err)
	}
	raw, err := out.CreateRaw(&zip.FileHeader{Name: firstSheet, Method: zip.Deflate, UncompressedSize64: declared, CompressedSize64: uint64(packed.Len())})
	must(t, err)
	_, err = raw.Write(packed.Bytes())
	must(t, err)
	must(t, out.Close())
	return buf.Bytes()
}

// sheetOf makes a workbook whose first sheet is the given XML.
func sheetOf(t testing.TB, good []byte, xml string) []byte {
	return swap(t, good, firstSheet, func(string) string { return xml })
}

func hostiles(t testing.TB) []hostile {
	good := book(t, smallRoster())
	add := func(part string) []byte { return with(t, good, part, "<x/>") }
	after := func(name, mark, insert string) []byte {
		return swap(t, good, name, func(s string) string { return strings.Replace(s, mark, mark+insert, 1) })
	}
	sheet := func(body string) []byte {
		return sheetOf(t, good, "<worksheet><sheetData>"+body+"</sheetData></worksheet>")
	}
	rows := func(n int, cell string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `<row r="%d"><c r="%s%d"><v>1</v></c></row>`, i+1, cell, i+1)
		}
		return b.String()
	}
	const dtd = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>`
	ole := "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 600)
	dtdIn := func(name string) []byte {
		return swap(t, good, name, func(s string) string { return dtd + s[strings.Index(s, "?>")+2:] })
	}
	return []hostile{
		{"empty file", "", nil, "空的"},
		{"garbage behind PK", "", []byte("PK\x03\x04garbage"), "坏了"},
		{"cut off", "", good[:len(good)/2], "坏了"},
		{"over 16 MiB", "", append([]byte("PK\x03\x04"), make([]byte, MaxBytes)...), "16 MB"},
		{"encrypted", "", append([]byte(ole), utf16le("EncryptedPackage")...), "加了密码"},
		{"old xls", "名册.xls", append([]byte(ole), utf16le("Workbook")...), ".xls"},
		{"old et", "名册.et", append([]byte(ole), utf16le("Workbook")...), ".et"},
		{"web page named xls", "名册.xls", []byte("\xEF\xBB\xBF <html><table></table></html>"), "网页"},
		{"XML spreadsheet", "名册.xls", []byte(`<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>`), "网页或 XML"},
		{"PDF", "", []byte("%PDF-1.7"), "PDF"},
		{"program with a zip behind it", "", append([]byte("MZ\x90\x00"), good...), "坏了"},
		{"zip that is no workbook", "", with(t, emptyZip(t), "a.txt", "x"), "不是表格"},
		{"document of a writer", "", swap(t, good, "_rels/.rels", func(s string) string { return strings.ReplaceAll(s, "xl/workbook.xml", "word/document.xml") }), "不是表格"},
		{"ods", "", with(t, with(t, emptyZip(t), "mimetype", "application/vnd.oasis.opendocument.spreadsheet"), "content.xml", "<x/>"), ".ods"},
		{"xlsb", "", add("xl/workbook.bin"), ".xlsb"},
		{"too many parts", "", manyParts(t, maxParts+1, "xl/media/x%d.png"), "部件太多"},
		{"too many parts that are read", "", manyParts(t, maxEntries+1, "xl/worksheets/x%d.xml"), "部件太多"},
		{"too many relationships", "", manyParts(t, maxEntries+1, "xl/worksheets/_rels/x%d.xml.rels"), "部件太多"},
		{"one part of a gigabyte", "", lying(t, 1<<30, []byte("<worksheet/>")), "压缩炸弹"},
		{"ratio", "", lying(t, 20<<20, bytes.Repeat([]byte{' '}, 20<<20)), "压缩炸弹"},
		{"more than declared", "", lying(t, 90<<10, append([]byte("<worksheet>"), bytes.Repeat([]byte(" "), 30<<20)...)), "坏了"},
		{"parts together", "", heavyParts(t), "压缩炸弹"},
		{"path that climbs", "", add("../../etc/passwd"), "路径越界"},
		{"absolute path", "", add("/xl/x.xml"), "路径越界"},
		{"backslashes", "", add(`xl\x.xml`), "路径越界"},
		{"part twice", "", add("xl/WORKBOOK.xml"), "重名"},
		{"encrypted part", "", flagged(t, good), "加密"},
		{"strange compression", "", strange(t), "压缩方式"},
		{"macro", "", add("xl/vbaProject.bin"), "宏"},
		{"macro by content type", "", swap(t, good, "[Content_Types].xml", func(s string) string {
			return strings.ReplaceAll(s, "spreadsheetml.sheet.main", "ms-excel.sheet.macroEnabled.main")
		}), "宏"},
		{"macro sheet", "", add("xl/macrosheets/sheet1.xml"), "宏表"},
		{"link to another file", "", add("xl/externalLinks/externalLink1.xml"), "链接"},
		{"external relationship", "", after("xl/_rels/workbook.xml.rels", "</Relationship>", `<Relationship Id="z" Type="x/oleLink" Target="file://a" TargetMode="External"></Relationship>`), "链接"},
		{"data connection", "", add("xl/connections.xml"), "外部数据"},
		{"embedded file", "", add("xl/embeddings/oleObject1.bin"), "嵌着别的文件"},
		{"control", "", add("xl/activeX/activeX1.xml"), "ActiveX"},
		{"DTD in the sheet", "", dtdIn(firstSheet), "DTD"},
		{"entities in the texts", "", dtdIn("xl/sharedStrings.xml"), "DTD"},
		{"DTD in a part that is not read", "", with(t, good, "docProps/more.xml", dtd+"<x/>"), "DTD"},
		{"UTF-16 part", "", sheetOf(t, good, "\xFF\xFE<\x00a\x00/\x00>\x00"), "XML"},
		{"foreign encoding", "", sheetOf(t, good, `<?xml version="1.0" encoding="gbk"?><worksheet/>`), "XML"},
		{"no root in sight", "", sheetOf(t, good, "<!--"+noise(2*maxHead)+"--><worksheet/>"), "XML"},
		{"undeclared entity", "", sheet(`<row r="1"><c r="A1" t="str"><v>&boom;</v></c></row>`), "XML"},
		{"broken XML", "", sheetOf(t, good, "<worksheet><sheetData><row>"), "XML"},
		{"deep nesting", "", sheetOf(t, good, strings.Repeat("<a>", 5000)), "XML"},
		{"too many rows", "", sheet(rows(MaxRows+1, "A")), "行超过"},
		{"too many columns", "", sheet(rows(1, "BM")), "列超过"},
		{"row number", "", sheet(`<row r="99999999999"><c r="A1"><v>1</v></c></row>`), "坏了"},
		{"cell reference", "", sheet(`<row r="1"><c r="AAAA1"><v>1</v></c></row>`), "坏了"},
		{"text that is not there", "", sheet(`<row r="1"><c r="A1" t="s"><v>999999</v></c></row>`), "坏了"},
		{"one endless text", "", sheet(`<row r="1"><c r="A1" t="str"><v>` + noise(5*maxText) + `</v></c></row>`), "32767"},
		{"too many merged ranges", "", sheetOf(t, good, "<worksheet>"+merges(maxMerges+1)+"</worksheet>"), "合并单元格超过"},
		{"merged range upside down", "", sheetOf(t, good, `<worksheet><mergeCell ref="B2:A1"/></worksheet>`), "坏了"},
		{"too many sheets", "", after("xl/workbook.xml", "<sheets>", strings.Repeat(`<sheet name="x" r:id="rId1"/>`, maxSheets+1)), "工作表超过"},
		{"sheet that is not there", "", swap(t, good, "xl/_rels/workbook.xml.rels", func(s string) string { return strings.Replace(s, "sheet1.xml", "sheet9.xml", 1) }), "坏了"},
		{"CSV with a nul", "a.csv", []byte("姓名,类别\n\x00,\x00"), "不是表格"},
	}
}

// noise is letters that do not pack well.
func noise(n int) string {
	b, x := make([]byte, n), uint32(1)
	for i := range b {
		x = x*1664525 + 1013904223
		b[i] = 'a' + byte(x>>24)%26
	}
	return string(b)
}

func merges(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `<mergeCell ref="A%d:%s%d"/>`, i+1, columnName(i*7919%16000), i+1)
	}
	return b.String()
}

func emptyZip(t testing.TB) []byte {
	var buf bytes.Buffer
	must(t, zip.NewWriter(&buf).Close())
	return buf.Bytes()
}

func manyParts(t testing.TB, n int, name string) []byte {
	var buf bytes.Buffer
	out := zip.NewWriter(&buf)
	for i := range n {
		_, err := out.Create(fmt.Sprintf(name, i))
		must(t, err)
	}
	must(t, out.Close())
	return buf.Bytes()
}

// heavyParts is within the limit part by part, and beyond it together.
func heavyParts(t testing.TB) []byte {
	var buf bytes.Buffer
	out := zip.NewWriter(&buf)
	block := make([]byte, 1<<20)
	for i := range block {
		block[i] = byte(i * i >> 7)
	}
	for i := range 40 {
		w, err := out.Create(fmt.Sprintf("xl/media/%d.png", i))
		must(t, err)
		_, err = w.Write(block)
		must(t, err)
	}
	must(t, out.Close())
	return buf.Bytes()
}

// flagged sets the flag of an encrypted entry in every central header.
func flagged(t testing.TB, good []byte) []byte {
	data := bytes.Clone(good)
	for at := 0; ; {
		i := bytes.Index(data[at:], []byte("PK\x01\x02"))
		if i < 0 {
			return data
		}
		at += i + 8
		binary.LittleEndian.PutUint16(data[at:], binary.LittleEndian.Uint16(data[at:])|1)
	}
}

func strange(t testing.TB) []byte {
	var buf bytes.Buffer
	out := zip.NewWriter(&buf)
	w, err := out.CreateRaw(&zip.FileHeader{Name: "[Content_Types].xml", Method: 14, UncompressedSize64: 3, CompressedSize64: 3})
	must(t, err)
	_, err = w.Write([]byte("abc"))
	must(t, err)
	must(t, out.Close())
	return buf.Bytes()
}

// TestXLSXBombs: every hostile file is refused with a sentence that says what
// to do, and at most 64 MiB are allocated on the way (SECURITY I3).
func TestXLSXBombs(t *testing.T) {
	all := hostiles(t)
	if len(all) < 40 {
		t.Fatalf("%d hostile files, want 40", len(all))
	}
	for _, x := range all {
		t.Run(x.name, func(t *testing.T) {
			name := x.file
			if name == "" {
				name = "x.xlsx"
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := Import(Source{Name: name, Data: x.data}, testOptions())
			runtime.ReadMemStats(&after)
			if err == nil {
				t.Fatal("taken")
			}
			if k := errs.KindOf(err); k != errs.Invalid && k != errs.TooLarge {
				t.Errorf("kind %v", k)
			}
			if !strings.Contains(err.Error(), x.say) {
				t.Errorf("says %q, want %q", err, x.say)
			}
			if got := after.TotalAlloc - before.TotalAlloc; got > 64<<20 {
				t.Errorf("allocated %d MiB", got>>20)
			}
		})
	}
}

// TestHarmless: what looks odd but is common is read.
func TestHarmless(t *testing.T) {
	good := book(t, smallRoster())
	for name, data := range map[string][]byte{
		"link in a cell": swap(t, good, "xl/_rels/workbook.xml.rels", func(s string) string {
			return strings.Replace(s, "</Relationships>", `<Relationship Id="h" Type="x/hyperlink" Target="http://a" TargetMode="External"></Relationship></Relationships>`, 1)
		}),
		"comments and pictures": with(t, with(t, good, "xl/comments1.xml", "<comments/>"), "xl/media/image1.png", "\x89PNG"),
		"parts of WPS":          wpsParts(t, good),
		"styled empty cells far out": swap(t, good, firstSheet, func(s string) string {
			return strings.Replace(s, "</sheetData>", `<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>`, 1)
		}),
	} {
		r := load(t, data, testOptions())
		if r.Counts.Taken != 3 {
			t.Errorf("%s: %+v", name, r.Counts)
		}
	}
}

// wpsParts adds what WPS and other programs put beside the sheets: pictures in
// cells, threaded comments, printer settings, form controls, own properties.
func wpsParts(t testing.TB, good []byte) []byte {
	for _, x := range []struct{ name, content string }{
		{"xl/cellimages.xml", `<etc:cellImages xmlns:etc="u"><etc:cellImage/></etc:cellImages>`},
		{"xl/_rels/cellimages.xml.rels", `<Relationships><Relationship Id="rId1" Type="x/image" Target="media/image1.png"/></Relationships>`},
		{"xl/media/image1.png", "\x89PNG"}, {"docProps/custom.xml", `<Properties><property name="KSOProductBuildVer"/></Properties>`},
		{"customXml/item1.xml", `<s:customData xmlns:s="u"/>`}, {"xl/printerSettings/printerSettings1.bin", "\x00\x01"},
		{"xl/ctrlProps/ctrlProp1.xml", "<formControlPr/>"}, {"xl/persons/person.xml", "<personList/>"},
		{"xl/threadedComments/threadedComment1.xml", "<ThreadedComments/>"}, {"xl/drawings/vmlDrawing1.vml", "<xml/>"}, {"xl/theme/theme2.xml", "<a:theme xmlns:a='u'/>"},
	} {
		good = with(t, good, x.name, x.content)
	}
	return swap(t, good, firstSheet, func(s string) string {
		return strings.Replace(s, "</sheetData>", `<row r="9"><c r="K9" t="str"><f>_xlfn.DISPIMG("ID_0",1)</f><v>=DISPIMG("ID_0",1)</v></c></row></sheetData><extLst><ext uri="u"><x14:dataValidations xmlns:x14="u" count="0"/></ext></extLst>`, 1)
	})
}

func TestReadSource(t *testing.T) {
	if _, err := ReadSource("x", io.LimitReader(zeros{}, MaxBytes+5)); errs.KindOf(err) != errs.TooLarge {
		t.Errorf("error %v", err)
	}
	if s, err := ReadSource("x", strings.NewReader("abc")); err != nil || string(s.Data) != "abc" {
		t.Errorf("%v %v", s, err)
	}
	if _, err := ReadSource("x", failing{}); errs.KindOf(err) != errs.IO {
		t.Errorf("error %v", err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, io.ErrClosedPipe }

// TestSheetsWithTheirSettings: sixty sheets, each with the settings of a printer
// and notes, are an ordinary workbook.
func TestSheetsWithTheirSettings(t *testing.T) {
	var tabs []tab
	for i := range 60 {
		tabs = append(tabs, tab{name: fmt.Sprintf("第%d支部", i+1), rows: [][]any{{fmt.Sprintf("甲镇第%d村党支部党员名册", i+1)}, {"姓名", "人员类别", "入党时间", "转正时间"}, {"赵一民", "正式党员", "2000-07-01", "2001-07-01"}}})
	}
	var buf bytes.Buffer
	out := zip.NewWriter(&buf)
	rezip(t, book(t, tabs...), func(name string, content []byte) []byte {
		w, err := out.Create(name)
		must(t, err)
		_, err = w.Write(content)
		must(t, err)
		return nil
	})
	for i := range 60 {
		for _, part := range []string{"xl/printerSettings/printerSettings%d.bin", "xl/drawings/vmlDrawing%d.vml", "xl/threadedComments/c%d.xml", "xl/worksheets/_rels/extra%d.xml.rels"} {
			w, err := out.Create(fmt.Sprintf(part, i+1))
			must(t, err)
			_, err = io.WriteString(w, "<Relationships/>")
			must(t, err)
		}
	}
	must(t, out.Close())
	wantCounts(t, load(t, buf.Bytes(), testOptions()), 60, 0, 0)
}
