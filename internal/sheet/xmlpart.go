package sheet

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
)

// An element is the start of an XML element.
type element struct {
	name  string // local
	attrs []xml.Attr
}

// attr returns the attribute with the local name, or "".
func (e element) attr(name string) string {
	for i := range e.attrs {
		if e.attrs[i].Name.Local == name {
			return e.attrs[i].Value
		}
	}
	return ""
}

// A part is one XML part being read as a stream. No DTD, no entity, bounded
// depth and bounded size.
type part struct {
	file io.ReadCloser
	dec  *xml.Decoder
	open []string // names of the elements around
}

// openPart opens a part. That it holds no more than its header declares, which
// the prescan has bounded, is seen to by archive/zip.
func openPart(f *zip.File) (*part, error) {
	r, err := f.Open()
	if err != nil {
		return nil, invalid(sayBroken)
	}
	return &part{file: r, dec: xml.NewDecoder(r)}, nil
}

// next returns the next token, or io.EOF at the proper end of the part.
func (p *part) next() (xml.Token, error) {
	tok, err := p.dec.RawToken()
	if err != nil {
		switch {
		case errors.Is(err, io.EOF) && len(p.open) == 0:
			return nil, io.EOF
		case errors.Is(err, zip.ErrFormat), errors.Is(err, zip.ErrChecksum):
			return nil, invalid(sayBroken)
		}
		return nil, invalid(sayBadXML)
	}
	switch tok := tok.(type) {
	case xml.Directive:
		return nil, invalid(sayDTD)
	case xml.StartElement:
		if p.open = append(p.open, tok.Name.Local); len(p.open) > maxDepth {
			return nil, invalid(sayBadXML)
		}
	case xml.EndElement: // a raw decoder does not compare
		last := len(p.open) - 1
		if last < 0 || p.open[last] != tok.Name.Local {
			return nil, invalid(sayBadXML)
		}
		p.open = p.open[:last]
	}
	return tok, nil
}

func (p *part) close() { _ = p.file.Close() } // read only

// each calls do for every element of the named part.
func (all parts) each(name string, do func(element) error) error {
	f := all[name]
	if f == nil {
		return invalid(sayBroken)
	}
	p, err := openPart(f)
	if err != nil {
		return err
	}
	defer p.close()
	for {
		tok, err := p.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if start, ok := tok.(xml.StartElement); ok {
			if err := do(element{start.Name.Local, start.Attr}); err != nil {
				return err
			}
		}
	}
}
