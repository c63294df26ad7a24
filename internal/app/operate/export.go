package operate

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"

	"qiangji/internal/app"
	"qiangji/internal/core/chain"
	"qiangji/internal/errs"
)

// The file of an exported ledger: a head, every record in the order of its position, each
// seal behind the last record that it covers, an end. A fact stands as its line does in
// the ledger; what is sealed stays sealed. So the file can be read as a file of facts,
// and be imported into an empty store to the same ledger, seals included.
//
//	{"ledger":"export/1"}
//	{"id":"f-…","org":…}                   a fact
//	{"audit":{"id":"a-…",…}}               an audit entry
//	{"seal":{"size":1000,"text":"qiangji/…"}}
//	{"end":{"records":1000,"sha256":"…"}}  of everything before
const exportHead = `{"ledger":"export/1"}`

type (
	exportLine struct {
		Audit json.RawMessage `json:"audit,omitempty"`
		Seal  *exportSeal     `json:"seal,omitempty"`
		End   *exportEnd      `json:"end,omitempty"`
	}
	exportSeal struct {
		Size app.Position `json:"size"`
		Text string       `json:"text"`
	}
	exportEnd struct {
		Records app.Position `json:"records"`
		SHA256  string       `json:"sha256"`
	}
)

// followAtOnce is how many records are read in one go.
const followAtOnce = 1000

// Export writes the ledger up to its head as it is when it begins. Step is called now
// and then with how far it is; it may be nil.
func Export(ctx context.Context, from app.Ledger, seals app.Sequence, w io.Writer, step func(at, of app.Position)) (app.Position, error) {
	head, err := from.Head(ctx)
	if err != nil {
		return 0, err
	}
	all, err := seals.Seals(ctx, 0)
	if err != nil {
		return 0, err
	}
	sum := sha256.New()
	out := bufio.NewWriterSize(io.MultiWriter(w, sum), 1<<16)
	x := exporter{out: out, seals: all}
	x.line([]byte(exportHead))
	for x.at < head.Last && x.err == nil {
		rows, err := from.Follow(ctx, x.at, followAtOnce)
		if err != nil {
			return x.at, err
		}
		if len(rows) == 0 {
			return x.at, errs.E("export", errs.IO, fmt.Sprintf("第 %d 条以后的记录读不到了，导出没有完成；请运行 verify", x.at), nil)
		}
		for i := range rows {
			if rows[i].Pos <= head.Last {
				x.record(&rows[i])
			}
		}
		if step != nil {
			step(x.at, head.Last)
		}
	}
	if err := out.Flush(); x.err == nil {
		x.err = err
	}
	x.write(exportLine{End: &exportEnd{x.at, hex.EncodeToString(sum.Sum(nil))}})
	if err := out.Flush(); x.err == nil {
		x.err = err
	}
	if x.err != nil {
		return x.at, errs.E("export", errs.IO, "导出没有写完", x.err)
	}
	return x.at, nil
}

// An exporter writes lines and keeps the first error.
type exporter struct {
	out   *bufio.Writer
	seals []app.Seal // those not written yet
	at    app.Position
	err   error
}

func (x *exporter) line(b []byte) {
	if x.err == nil {
		_, x.err = x.out.Write(append(b, '\n'))
	}
}

func (x *exporter) write(l exportLine) {
	b, err := json.Marshal(l)
	if err != nil && x.err == nil {
		x.err = err
	}
	x.line(b)
}

// record writes one, and the seal that it completes.
func (x *exporter) record(r *app.Row) {
	if r.Stream == chain.Audit {
		x.line(append(append([]byte(`{"audit":`), r.Line...), '}'))
	} else {
		x.line(append([]byte(nil), r.Line...))
	}
	x.at = r.Pos
	for len(x.seals) > 0 && x.seals[0].Size <= x.at {
		x.write(exportLine{Seal: &exportSeal{x.seals[0].Size, string(x.seals[0].Text)}})
		x.seals = x.seals[1:]
	}
}
