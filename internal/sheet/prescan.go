package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
)

// parts is a container that passed the prescan: its parts by lower-case name.
type parts map[string]*zip.File

// forbidden is what a table that people fill in has no need of.
var forbidden = []struct{ part, say string }{
	{"vbaproject", "文件里有宏（程序）。为了安全不读带宏的文件，请另存为不带宏的“Excel 工作簿（.xlsx）”再导入"},
	{"xl/macrosheets/", "文件里有宏表。为了安全不读带宏的文件，请把数据复制到一份新的 .xlsx 里再导入"},
	{"xl/dialogsheets/", "文件里有对话框表。请把数据复制到一份新的 .xlsx 里再导入"},
	{"xl/externallinks/", "文件里有指向其他文件的链接。请在 WPS 或 Excel 的“数据—编辑链接”里断开链接，另存以后再导入"},
	{"xl/connections.xml", "文件连着外部数据。请在“数据—连接”里删除连接，另存以后再导入"},
	{"xl/querytables/", "文件连着外部数据。请在“数据—连接”里删除连接，另存以后再导入"},
	{"embeddings/", "文件里嵌着别的文件（附件、文档）。请删除这些附件，只留表格，另存以后再导入"},
	{"oleobject", "文件里嵌着别的文件（附件、文档）。请删除这些附件，只留表格，另存以后再导入"},
	{"activex/", "文件里有 ActiveX 控件。请把数据复制到一份新的 .xlsx 里再导入"},
	{"encryptedpackage", sayEncrypted},
}

const (
	sayBomb      = "文件解压后大得不正常，可能是有意做成的“压缩炸弹”，没有打开。请用 WPS 或 Excel 打开确认，只留数据，另存一份再导入"
	sayManyParts = "文件里的部件太多（图片、批注、打印设置都算），没有打开。请只留数据（选中表格复制到一份新的工作簿里，选择性粘贴“数值”），或者按支部拆成几个文件，再分别导入"
	sayOddZip    = "文件内部结构不正常（部件重名、路径越界、加密或少见的压缩方式），没有打开。请用 WPS 或 Excel 另存一份再导入"
	sayDTD       = "文件内部的 XML 带有 DTD 或实体声明，正常的表格不会有，没有打开。请用 WPS 或 Excel 另存一份再导入"
	sayBadXML    = "文件内部的 XML 读不懂，可能已经损坏。请用 WPS 或 Excel 打开确认，另存一份再导入"
	sayExternal  = "文件里有指向外部的链接。请在“数据—编辑链接”里断开链接，另存以后再导入"
)

// prescan looks at the container before anything is unpacked, then at the head
// of every XML part and at all relationships.
func prescan(archive *zip.Reader) (parts, error) {
	if len(archive.File) > maxParts {
		return nil, tooLarge(sayManyParts)
	}
	all := parts{}
	var total uint64
	read := 0
	for _, f := range archive.File {
		if err := checkEntry(f); err != nil {
			return nil, err
		}
		if total += f.UncompressedSize64; total > maxUnpacked {
			return nil, tooLarge(sayBomb)
		}
		name := strings.ToLower(f.Name)
		if all[name] != nil {
			return nil, invalid(sayOddZip)
		}
		all[name] = f
		if isRead(name) {
			read++
		}
		if read > maxEntries {
			return nil, tooLarge(sayManyParts)
		}
	}
	if all["mimetype"] != nil && all["content.xml"] != nil {
		return nil, invalid(sayODS)
	}
	if all["xl/workbook.bin"] != nil {
		return nil, invalid(sayXLSB)
	}
	if all["[content_types].xml"] == nil {
		return nil, invalid(sayNotTable)
	}
	return all, all.checkContent()
}

// isRead reports a part that is read to its end; of the others at most the head
// is looked at, and a sheet of sixty has four of them.
func isRead(name string) bool {
	if strings.HasSuffix(name, ".rels") || name == "[content_types].xml" {
		return true
	}
	rest, inside := strings.CutPrefix(name, "xl/")
	folder, _, deep := strings.Cut(rest, "/")
	return inside && strings.HasSuffix(name, ".xml") && (!deep || folder == "worksheets")
}

func checkEntry(f *zip.File) error {
	size, packed := f.UncompressedSize64, f.CompressedSize64
	if size > maxPart || size > smallPart && (packed == 0 || size/packed > maxRatio) {
		return tooLarge(sayBomb)
	}
	name := strings.ToLower(f.Name)
	odd := strings.Contains(name, "..") || strings.HasPrefix(name, "/") || strings.Contains(name, `\`) ||
		f.Flags&1 != 0 || f.Method != zip.Store && f.Method != zip.Deflate || strings.ContainsRune(name, 0)
	if odd {
		return invalid(sayOddZip)
	}
	for _, no := range forbidden {
		if strings.Contains(name, no.part) {
			return invalid(no.say)
		}
	}
	return nil
}

// checkContent looks into the parts that could carry a surprise.
func (p parts) checkContent() error {
	for _, name := range slices.Sorted(maps.Keys(p)) {
		f := p[name]
		if !strings.HasSuffix(name, ".xml") && !strings.HasSuffix(name, ".rels") && !strings.HasSuffix(name, ".vml") {
			continue
		}
		if err := checkHead(f); err != nil {
			return err
		}
		if strings.HasSuffix(name, ".rels") {
			if err := p.checkRels(name); err != nil {
				return err
			}
		}
	}
	return p.each("[content_types].xml", func(e element) error {
		if strings.Contains(strings.ToLower(e.attr("ContentType")), "macroenabled") {
			return invalid(forbidden[0].say)
		}
		return nil
	})
}

// checkRels refuses relationships that point outside; links in cells are
// harmless, for they are never followed.
func (p parts) checkRels(name string) error {
	return p.each(name, func(e element) error {
		kind := e.attr("Type")
		outside := strings.EqualFold(e.attr("TargetMode"), "External") && !strings.HasSuffix(kind, "/hyperlink")
		if e.name == "Relationship" && (outside || strings.HasSuffix(kind, "/externalLink")) {
			return invalid(sayExternal)
		}
		return nil
	})
}

// maxHead is how far the root element of a part may be from its beginning.
const maxHead = 16 << 10

// checkHead reads an XML part up to its root element: a DTD can only stand
// before it.
func checkHead(f *zip.File) error {
	r, err := f.Open()
	if err != nil {
		return invalid(sayBroken)
	}
	defer r.Close() // read only; a late error changes nothing
	var head [maxHead]byte
	n, err := io.ReadFull(r, head[:])
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return invalid(sayBroken)
	}
	return checkProlog(head[:n])
}

func checkProlog(head []byte) error {
	if bytes.IndexByte(head, 0) >= 0 || bytes.HasPrefix(head, []byte("\xFF\xFE")) || bytes.HasPrefix(head, []byte("\xFE\xFF")) {
		return invalid(sayBadXML) // UTF-16 would hide a DTD
	}
	rest := bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF"))
	for {
		at := bytes.IndexByte(rest, '<')
		if at < 0 || at+1 >= len(rest) {
			return invalid(sayBadXML)
		}
		rest = rest[at+1:]
		end := ">"
		switch {
		case bytes.HasPrefix(rest, []byte("?")):
			end = "?>"
		case bytes.HasPrefix(rest, []byte("!--")):
			end = "-->"
		case bytes.HasPrefix(rest, []byte("!")):
			return invalid(sayDTD)
		default:
			return nil
		}
		at = bytes.Index(rest, []byte(end))
		if at < 0 {
			return invalid(sayBadXML)
		}
		rest = rest[at+len(end):]
	}
}
