package sheet

import (
	"fmt"
	"io"

	"qiangji/internal/errs"
)

// The limits of a workbook (SECURITY I3). What lies beyond is refused before it
// is unpacked.
const (
	MaxBytes   = 16 << 20 // of the file
	MaxRows    = 20_000   // with content, of one sheet
	MaxColumns = 64       // with content, of one sheet

	maxEntries  = 200       // parts of the container that are read
	maxParts    = 2_000     // parts of any sort: pictures, notes, settings of printers
	maxUnpacked = 32 << 20  // bytes of all parts together
	maxRatio    = 100       // unpacked : packed, of one part
	smallPart   = 100 << 10 // below this the ratio does not matter
	maxSheets   = 64
	maxMerges   = 20_000
	maxText     = 32_767 // characters of a cell, as in Excel
	maxStrings  = 400_000
	maxStyles   = 65_536
	maxDepth    = 64       // of nested XML elements
	maxCells    = 1 << 20  // with content, of the whole workbook
	maxOrgs     = 10_000   // names of organisations in one file
	maxPart     = 30 << 20 // bytes of one part
)

// A Source (来源文件) is a file as it was handed in.
type Source struct {
	Name string // file name, for messages and to recognise text tables
	Data []byte
}

// ReadSource reads at most MaxBytes from r; more is errs.TooLarge.
func ReadSource(name string, r io.Reader) (Source, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return Source{}, errs.E("sheet.ReadSource", errs.IO, "读不出文件「"+name+"」。请确认文件还在、没有被别的程序占用，再试一次", err)
	}
	src := Source{Name: name, Data: data}
	return src, src.sized()
}

func (s Source) sized() error {
	if len(s.Data) > MaxBytes {
		return tooLarge("文件超过 16 MB。名册和台账一般只有几百 KB，请去掉图片、附件和空白格式，或者按支部拆成几个文件再导入")
	}
	return nil
}

const opImport errs.Op = "sheet.Import"

func invalid(text string) error  { return errs.E(opImport, errs.Invalid, text, nil) }
func tooLarge(text string) error { return errs.E(opImport, errs.TooLarge, text, nil) }

func tooMany(sheet, what string, limit int) error {
	return tooLarge(fmt.Sprintf("工作表「%s」的%s超过 %d。请按支部或按年度拆成几个文件，再分别导入", sheet, what, limit))
}
