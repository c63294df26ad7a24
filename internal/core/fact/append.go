package fact

import (
	"reflect"
	"strconv"
	"time"
	"unicode/utf8"

	"qiangji/internal/party"
)

// Append adds the canonical JSON of f to dst: one line, no white space, fields
// in the order of the declaration, optional fields left out when empty. It is
// what digests and seals are taken over. Parse reads it back to an equal fact.
func (f *Fact) Append(dst []byte) []byte { return kinds.append(dst, f) }

// MarshalJSON returns what Append adds.
func (f Fact) MarshalJSON() ([]byte, error) { return f.Append(nil), nil }

func (r *registry) append(dst []byte, f *Fact) []byte {
	k := r.of(f.Body)
	e := enclose(f, k)
	w := writer{out: dst, kind: k}
	w.object(reflect.ValueOf(&e).Elem(), envelopeShape)
	return w.out
}

// A writer writes one fact.
type writer struct {
	out  []byte
	kind *kind
}

// object writes a struct.
func (w *writer) object(v reflect.Value, s *shape) {
	w.out = append(w.out, '{')
	first := true
	for i := range s.fields {
		f := &s.fields[i]
		fv := v.Field(f.index)
		if !f.required && absent(fv) {
			continue
		}
		if !first {
			w.out = append(w.out, ',')
		}
		first = false
		w.out = append(w.out, '"')
		w.out = append(w.out, f.name...)
		w.out = append(w.out, '"', ':')
		w.value(fv, f.node)
	}
	w.out = append(w.out, '}')
}

// absent reports whether an optional field is left out.
func absent(v reflect.Value) bool {
	if v.Kind() == reflect.Slice {
		return v.Len() == 0
	}
	return v.IsZero()
}

// value writes what the node says.
func (w *writer) value(v reflect.Value, n *node) {
	if n.pointer {
		v = v.Elem()
	}
	switch n.form {
	case formText:
		w.out = appendText(w.out, v.String())
	case formInt:
		w.out = strconv.AppendInt(w.out, v.Int(), 10)
	case formBool:
		w.out = strconv.AppendBool(w.out, v.Bool())
	case formDate:
		w.out = appendDate(w.out, party.Date(v.Int()))
	case formInstant:
		w.out = append(w.out, '"')
		w.out = v.Addr().Interface().(*time.Time).UTC().AppendFormat(w.out, "2006-01-02T15:04:05Z")
		w.out = append(w.out, '"')
	case formDecimal:
		w.out = append(w.out, '"')
		w.out = append(w.out, party.Decimal(v.Int()).String()...)
		w.out = append(w.out, '"')
	case formObject:
		w.object(v, n.shape)
	case formList:
		w.list(v, n.elem)
	case formBody:
		w.body(v)
	}
}

// body writes the body, or {} if there is none of a known type.
func (w *writer) body(v reflect.Value) {
	if w.kind == nil || v.Elem().IsNil() {
		w.out = append(w.out, "{}"...)
		return
	}
	w.object(v.Elem().Elem(), w.kind.shape)
}

func (w *writer) list(v reflect.Value, elem *node) {
	w.out = append(w.out, '[')
	for i := range v.Len() {
		if i > 0 {
			w.out = append(w.out, ',')
		}
		w.value(v.Index(i), elem)
	}
	w.out = append(w.out, ']')
}

func appendDate(dst []byte, d party.Date) []byte {
	dst = append(dst, '"')
	if d != party.NoDate {
		y, m, day := d.YMD()
		dst = append(dst, byte('0'+y/1000%10), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10), '-',
			byte('0'+m/10), byte('0'+m%10), '-', byte('0'+day/10), byte('0'+day%10))
	}
	return append(dst, '"')
}

// appendText writes a string with as few escapes as JSON allows. What is not
// UTF-8 becomes the replacement character; Validate refuses it anyhow.
func appendText(dst []byte, s string) []byte {
	dst = append(dst, '"')
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == '"' || c == '\\':
			dst = append(dst, '\\', c)
			i++
		case c < ' ':
			const hex = "0123456789abcdef"
			dst = append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
			i++
		case c < utf8.RuneSelf:
			dst = append(dst, c)
			i++
		default:
			r, n := utf8.DecodeRuneInString(s[i:])
			dst = utf8.AppendRune(dst, r)
			i += n
		}
	}
	return append(dst, '"')
}
