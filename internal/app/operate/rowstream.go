package operate

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"

	"qiangji/internal/app"
	"qiangji/internal/errs"
)

// The stream of a backup: magic, then frames. Each frame is a letter and its body:
// T a table (its name and columns), R a row of the table named last, E the end with
// a manifest. Numbers and lengths are varints; a value is its type's letter (0 none,
// i whole, s text, b bytes) and the value. Nothing follows the end.
const streamMagic = "qiangji backup 1\n"

// maxValue is the longest value in a stream, in bytes: a file of the vault, sealed.
const maxValue = 12 << 20

// A Manifest (清单) ends a backup: what is in it.
type Manifest struct {
	Schema  string           `json:"schema"` // backup/1
	At      string           `json:"at"`     // RFC 3339, UTC
	Part    string           `json:"part"`   // data or keys
	Rows    map[string]int64 `json:"rows"`
	Digest  string           `json:"sha256"`  // of everything before the end
	Sealed  app.Position     `json:"sealed"`  // the size of the last seal
	Pairing string           `json:"pairing"` // the same in the data and the keys of one backup
}

// A rowWriter writes a stream.
type rowWriter struct {
	w       *bufio.Writer
	sum     hash.Hash
	table   string
	rows    map[string]int64
	scratch []byte
}

func newRowWriter(w io.Writer) *rowWriter {
	sum := sha256.New()
	out := &rowWriter{w: bufio.NewWriterSize(io.MultiWriter(w, sum), 1<<16), sum: sum, rows: map[string]int64{}}
	_, _ = out.w.WriteString(streamMagic) // a bufio.Writer keeps its first error for Flush
	return out
}

// add writes one row.
func (w *rowWriter) add(t *app.Table, row []any) error {
	b := w.scratch[:0]
	if t.Name != w.table {
		w.table = t.Name
		b = append(b, 'T')
		b = appendText(b, t.Name)
		b = binary.AppendUvarint(b, uint64(len(t.Columns)))
		for _, c := range t.Columns {
			b = appendText(b, c)
		}
	}
	b = append(b, 'R')
	if len(row) != len(t.Columns) {
		return fmt.Errorf("%s: %d values for %d columns", t.Name, len(row), len(t.Columns))
	}
	for i, v := range row {
		switch v := v.(type) {
		case nil:
			b = append(b, '0')
		case int64:
			b = binary.AppendVarint(append(b, 'i'), v)
		case string:
			b = appendText(append(b, 's'), v)
		case []byte:
			b = append(binary.AppendUvarint(append(b, 'b'), uint64(len(v))), v...)
		default:
			return fmt.Errorf("%s.%s: a value of type %T", t.Name, t.Columns[i], v)
		}
	}
	w.scratch = b
	w.rows[t.Name]++
	_, err := w.w.Write(b)
	return err
}

// end writes the manifest, completed with what was written, and returns it.
func (w *rowWriter) end(m Manifest) (Manifest, error) {
	if err := w.w.Flush(); err != nil {
		return m, err
	}
	m.Schema, m.Rows, m.Digest = "backup/1", w.rows, hex.EncodeToString(w.sum.Sum(nil))
	text, err := json.Marshal(m)
	if err != nil {
		return m, err
	}
	b := append(binary.AppendUvarint([]byte{'E'}, uint64(len(text))), text...)
	if _, err := w.w.Write(b); err != nil {
		return m, err
	}
	return m, w.w.Flush()
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// A rowReader reads a stream whole and checks it on the way.
type rowReader struct {
	r    *bufio.Reader
	sum  hash.Hash
	rows map[string]int64
}

// readStream calls yield with every row of a stream, in order, and returns its
// manifest once everything in it is found to be so. Until then nothing that was
// yielded counts.
func readStream(r io.Reader, yield func(t *app.Table, row []any) error) (Manifest, error) {
	in := &rowReader{r: bufio.NewReaderSize(r, 1<<16), sum: sha256.New(), rows: map[string]int64{}}
	m, err := in.all(yield)
	var known *errs.Error
	if err != nil && !errors.As(err, &known) {
		err = errs.E("restore", errs.Invalid, "备份不完整或已损坏，没有恢复；请换一份备份", err)
	}
	return m, err
}

func (in *rowReader) all(yield func(t *app.Table, row []any) error) (m Manifest, err error) {
	magic := make([]byte, len(streamMagic))
	if err := in.full(magic); err != nil || string(magic) != streamMagic {
		return m, errs.E("restore", errs.Invalid, "这不是强基的备份，或者是别的版本的", err)
	}
	var table *app.Table
	for {
		frame, err := in.r.ReadByte()
		if err != nil {
			return m, err
		}
		if frame == 'E' {
			return in.end()
		}
		in.sum.Write([]byte{frame})
		switch {
		case frame == 'T':
			if table, err = in.head(); err != nil {
				return m, err
			}
		case frame == 'R' && table != nil:
			row, err := in.row(len(table.Columns))
			if err != nil {
				return m, err
			}
			in.rows[table.Name]++
			if err := yield(table, row); err != nil {
				return m, err
			}
		default:
			return m, fmt.Errorf("frame %q", frame)
		}
	}
}

func (in *rowReader) head() (*app.Table, error) {
	name, err := in.bytes(256)
	if err != nil {
		return nil, err
	}
	n, err := in.uvarint()
	if err != nil || n == 0 || n > 64 {
		return nil, errors.Join(fmt.Errorf("%d columns", n), err)
	}
	t := &app.Table{Name: string(name)}
	for range n {
		c, err := in.bytes(256)
		if err != nil {
			return nil, err
		}
		t.Columns = append(t.Columns, string(c))
	}
	return t, nil
}

func (in *rowReader) row(n int) ([]any, error) {
	row := make([]any, n)
	for i := range row {
		var kind [1]byte
		if err := in.full(kind[:]); err != nil {
			return nil, err
		}
		switch kind[0] {
		case '0':
		case 'i':
			u, err := in.uvarint()
			if err != nil {
				return nil, err
			}
			row[i] = int64(u>>1) ^ -int64(u&1) // the zigzag of encoding/binary
		case 's', 'b':
			b, err := in.bytes(maxValue)
			if err != nil {
				return nil, err
			}
			if row[i] = b; kind[0] == 's' {
				row[i] = string(b)
			}
		default:
			return nil, fmt.Errorf("value %q", kind)
		}
	}
	return row, nil
}

func (in *rowReader) end() (m Manifest, err error) {
	digest := hex.EncodeToString(in.sum.Sum(nil))
	text, err := in.bytes(1 << 20)
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(text, &m); err != nil {
		return m, err
	}
	if _, err := in.r.ReadByte(); !errors.Is(err, io.EOF) {
		return m, errors.Join(errors.New("something follows the end"), err)
	}
	if m.Schema != "backup/1" || m.Digest != digest {
		return m, fmt.Errorf("%s: sum %s, want %s", m.Schema, digest, m.Digest)
	}
	for t, n := range m.Rows {
		if in.rows[t] != n {
			return m, fmt.Errorf("%s: %d rows, want %d", t, in.rows[t], n)
		}
	}
	return m, nil
}

// full reads b whole into the sum too; the end of the file inside it is no end.
func (in *rowReader) full(b []byte) error {
	if _, err := io.ReadFull(in.r, b); err != nil {
		return noEOF(err)
	}
	in.sum.Write(b)
	return nil
}

func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

func (in *rowReader) uvarint() (uint64, error) {
	var u uint64
	for shift := uint(0); shift < 64; shift += 7 {
		var b [1]byte
		if err := in.full(b[:]); err != nil {
			return 0, err
		}
		u |= uint64(b[0]&0x7f) << shift
		if b[0] < 0x80 {
			return u, nil
		}
	}
	return 0, errors.New("a number without an end")
}

func (in *rowReader) bytes(most uint64) ([]byte, error) {
	n, err := in.uvarint()
	if err != nil {
		return nil, err
	}
	if n > most {
		return nil, fmt.Errorf("a value of %d bytes", n)
	}
	// Grown as it arrives: a length that lies costs no memory.
	b := make([]byte, 0, min(n, 1<<16))
	for uint64(len(b)) < n {
		at := len(b)
		b = append(b, make([]byte, min(n-uint64(at), 1<<16))...)
		if err := in.full(b[at:]); err != nil {
			return nil, err
		}
	}
	return b, nil
}
