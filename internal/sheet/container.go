package sheet

import (
	"archive/zip"
	"bytes"
	"path"
	"strings"
)

// A format is what a file turned out to be.
type format int

const (
	xlsxFormat format = iota
	textFormat        // csv, tsv
)

// Sentences for files that cannot be read, each saying what to do.
const (
	sayEncrypted = "文件加了密码，打不开。请在 WPS 或 Excel 里打开它，取消“打开密码”，另存以后再导入"
	sayOldXLS    = "这是旧版 Excel 97-2003 工作簿（.xls 或 WPS 的 .et）。请用 WPS 或 Excel 打开，另存为“Excel 工作簿（.xlsx）”再导入"
	sayODS       = "这是 .ods 表格。请打开它，另存为“Excel 工作簿（.xlsx）”再导入"
	sayXLSB      = "这是二进制工作簿（.xlsb）。请打开它，另存为“Excel 工作簿（.xlsx）”再导入"
	sayWebPage   = "这个文件名字像表格，内容其实是网页或 XML（有的系统导出时就是这样）。请用 WPS 或 Excel 打开，另存为“Excel 工作簿（.xlsx）”再导入"
	sayPDF       = "这是 PDF，不是表格。请向提供的人要 .xlsx 表格"
	sayNotTable  = "这不是表格文件。能读的是 .xlsx（WPS 和 Excel 都能另存）和 .csv"
	sayEmpty     = "文件是空的，一个字节也没有。请确认选对了文件，再导入"
	sayBroken    = "文件坏了或者没有传完整。请用 WPS 或 Excel 打开确认，另存一份再导入"
	sayNoSheet   = "文件里没有工作表。请确认选对了文件"
)

// identify tells what a file is by its content; the name only tells a text
// table from other text.
func identify(src Source) (format, error) {
	data := src.Data
	switch {
	case len(data) == 0:
		return 0, invalid(sayEmpty)
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return xlsxFormat, nil
	case bytes.HasPrefix(data, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")):
		return 0, invalid(oleSentence(data))
	case bytes.HasPrefix(data, []byte("%PDF")):
		return 0, invalid(sayPDF)
	case looksLikeMarkup(data):
		return 0, invalid(sayWebPage)
	}
	ext := strings.ToLower(path.Ext(src.Name))
	if ext == ".csv" || ext == ".tsv" || ext == ".txt" {
		return textFormat, nil
	}
	if ext == ".xlsx" || ext == ".xlsm" {
		return 0, invalid(sayBroken)
	}
	return 0, invalid(sayNotTable)
}

// oleSentence tells an encrypted workbook from an old one: both are OLE files.
func oleSentence(data []byte) string {
	if bytes.Contains(data, utf16le("EncryptedPackage")) || bytes.Contains(data, utf16le("EncryptionInfo")) {
		return sayEncrypted
	}
	return sayOldXLS
}

func utf16le(s string) []byte {
	b := make([]byte, 0, 2*len(s))
	for i := range len(s) {
		b = append(b, s[i], 0)
	}
	return b
}

func looksLikeMarkup(data []byte) bool {
	head := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(data[:min(len(data), 512)], []byte("\xEF\xBB\xBF"))))
	for _, mark := range []string{"<!doctype", "<html", "<?xml", "<table", "<head", "<meta"} {
		if bytes.HasPrefix(head, []byte(mark)) {
			return true
		}
	}
	return false
}

// read unpacks a source into grids. Hidden content is included and marked.
func read(src Source) ([]*grid, error) {
	if err := src.sized(); err != nil {
		return nil, err
	}
	kind, err := identify(src)
	if err != nil {
		return nil, err
	}
	grids, err := unpack(src, kind)
	for _, g := range grids {
		g.file = strings.TrimSuffix(path.Base(src.Name), path.Ext(src.Name))
	}
	return grids, err
}

func unpack(src Source, kind format) ([]*grid, error) {
	if kind == textFormat {
		return readText(src)
	}
	archive, err := zip.NewReader(bytes.NewReader(src.Data), int64(len(src.Data)))
	if err != nil {
		return nil, invalid(sayBroken)
	}
	parts, err := prescan(archive)
	if err != nil {
		return nil, err
	}
	return readXLSX(parts)
}
