package sheet

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// looks is the styles of the workbooks we write: ink on white, one quiet grey
// for headers, orange where something must be done. Red is not used: it means
// nothing bad in this house.
type looks struct{ title, about, head, must, cell, example, note, bad, amount, guide, guideHead, plainLine int }

const (
	inkColour  = "232931"
	softColour = "626A76"
	lineColour = "C5CAD2"
	headColour = "EBEDF0"
	mustColour = "FBF5E6"
	badColour  = "FFEEDF"
	badInk     = "963D00"
	fontFamily = "微软雅黑"
)

// lined asks for borders without a fill.
const lined = "lined"

const asText = 49 // "@": what is typed stays as it is

func newLooks(f *excelize.File) (*looks, error) {
	l := &looks{}
	for _, x := range []struct {
		to    *int
		style *excelize.Style
	}{
		{&l.title, style(16, true, inkColour, "", 0, "left", false)},
		{&l.about, style(10, false, softColour, "", 0, "left", true)},
		{&l.head, style(11, true, inkColour, headColour, 0, "center", true)},
		{&l.must, style(11, true, badInk, mustColour, 0, "center", true)},
		{&l.cell, style(11, false, inkColour, "", asText, "left", true)},
		{&l.example, style(11, false, softColour, "F4F5F7", asText, "left", true)},
		{&l.note, style(10, false, inkColour, mustColour, asText, "left", true)},
		{&l.bad, style(11, true, badInk, badColour, asText, "left", true)},
		{&l.amount, style(11, false, inkColour, lined, 0, "right", false)},
		{&l.plainLine, style(11, false, inkColour, "", 0, "left", false)},
		{&l.guide, style(11, false, inkColour, "", asText, "left", true)},
		{&l.guideHead, style(11, true, inkColour, headColour, 0, "left", true)},
	} {
		id, err := f.NewStyle(x.style)
		if err != nil {
			return nil, err
		}
		*x.to = id
	}
	return l, nil
}

func style(size float64, bold bool, ink, fill string, format int, align string, wrap bool) *excelize.Style {
	s := &excelize.Style{
		Font:      &excelize.Font{Family: fontFamily, Size: size, Bold: bold, Color: ink},
		Alignment: &excelize.Alignment{Horizontal: align, Vertical: "center", WrapText: wrap},
		NumFmt:    format,
	}
	if align != "center" && (fill != "" || format == asText) {
		s.Alignment.Indent = 1
	}
	if fill != "" && fill != lined {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{fill}}
	}
	if fill != "" || format == asText {
		for _, side := range []string{"left", "right", "top", "bottom"} {
			s.Border = append(s.Border, excelize.Border{Type: side, Color: lineColour, Style: 1})
		}
	}
	return s
}

// cellName returns B3 for column 1 and row 3.
func cellName(col, row int) string { return columnName(col) + strconv.Itoa(row) }

// rowHeight is the height, in points, that texts of 11 points need when they
// are wrapped into columns of the given widths; no program finds it by itself.
func rowHeight(texts []string, widths []float64) float64 {
	lines := 1
	for i, s := range texts {
		n := 0
		for paragraph := range strings.SplitSeq(s, "\n") {
			n += 1 + shown(paragraph)/max(int(widths[i])-3, 4)
		}
		lines = max(lines, n)
	}
	return min(float64(lines)*17+7, 400)
}

// pageWidth is how many characters fit across A4 on its side in a size that
// can still be read.
const pageWidth = 230

// printSetUp makes a sheet of the given width in characters fit A4 on its side,
// over as many pages as it takes to stay readable, with page numbers.
func printSetUp(f *excelize.File, name string, width float64) error {
	paper, landscape, wide, high := 9, "landscape", int(width)/pageWidth+1, 0
	err := f.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &paper, Orientation: &landscape, FitToWidth: &wide, FitToHeight: &high})
	if err != nil {
		return err
	}
	fit := true
	if err := f.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	side, edge, bar := 0.4, 0.6, 0.3
	err = f.SetPageMargins(name, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &edge, Bottom: &edge, Header: &bar, Footer: &bar})
	if err != nil {
		return err
	}
	return f.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddFooter: "&C第 &P 页，共 &N 页"})
}

// printTitles repeats the header's rows, and the first columns, on every page.
func printTitles(f *excelize.File, name string, row int, columns string) error {
	quoted := "'" + strings.ReplaceAll(name, "'", "''") + "'"
	return f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: name,
		RefersTo: fmt.Sprintf("%s!%s,%s!$%d:$%d", quoted, columns, quoted, row, row)})
}
