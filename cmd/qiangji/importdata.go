package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"qiangji/internal/app"
	"qiangji/internal/app/operate"
	"qiangji/internal/app/person"
	"qiangji/internal/app/record"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/keys"
	"qiangji/internal/party"
	"qiangji/internal/sheet"
	"qiangji/internal/store/sqlite"
	"qiangji/internal/vault"
	"qiangji/packs"
)

// schemes declare the names of marks, figures, honours and events that may be recorded.
var schemes = []party.SchemeID{"county-demo"}

// intoLedger imports a workbook, a file of facts or an exported ledger into a ledger.
func (i *importCmd) intoLedger(c *console, file string) error {
	opts, err := i.options(c)
	if err != nil {
		return err
	}
	ctx, stop := stoppable()
	defer stop()
	f, err := os.Open(file)
	if err != nil {
		return errs.E("import", errs.NotFound, fmt.Sprintf("打不开 %s：看看文件名和位置对不对", file), nil)
	}
	defer f.Close() // read only: nothing to lose
	var made ground
	h, err := i.ready(ctx, c, &made)
	if err != nil {
		return errors.Join(err, made.clear())
	}
	switch {
	case strings.HasSuffix(file, ".jsonl"):
		err = i.facts(ctx, h, f)
	default:
		err = i.workbook(ctx, h, f, file, opts)
	}
	head, lost := h.ledger.Head(ctx)
	empty := lost == nil && head.Last == 0 && head.Pending == 0
	if err == nil || errors.Is(err, answerNo{}) {
		err = errors.Join(err, h.settle(ctx))
	}
	if err = h.close(err); empty {
		if len(made) > 0 && !i.DryRun {
			fmt.Fprintln(c.err, "什么也没有登记，新建的目录又删去了")
		}
		err = errors.Join(err, made.clear())
	}
	return err
}

// ready opens the ledger to import into. To try only, a ledger that is not there is an empty
// one somewhere else.
func (i *importCmd) ready(ctx context.Context, c *console, made *ground) (*house, error) {
	if err := i.check(); err != nil {
		return nil, err
	}
	if i.DryRun && i.Data != "" && absent(filepath.Join(i.Data, sqlite.FileName)) {
		dir, err := os.MkdirTemp("", "qiangji-dry-")
		if err != nil {
			return nil, errs.E("import", errs.IO, "先试一遍用的临时目录建不了", err)
		}
		*made = ground{dir}
		elsewhere := place{Data: filepath.Join(dir, "data"), Keys: filepath.Join(dir, "keys")}
		return elsewhere.enter(ctx, c, keys.Create)
	}
	dir, err := i.keyDir()
	if err != nil {
		return nil, err
	}
	if i.Data != "" && absent(i.Data) {
		if *made = (ground{i.Data}); absent(dir) {
			*made = append(*made, dir)
		}
	}
	return i.create(ctx, c)
}

// A ground is the directories that an import makes.
type ground []string

// clear removes them again, where nothing was recorded: a mistyped name leaves nothing.
func (g ground) clear() error {
	for k, dir := range g {
		remove := os.RemoveAll
		if k == 0 {
			remove = sqlite.Discard
		}
		if err := remove(dir); err != nil {
			return errs.E("import", errs.IO, "什么也没有登记，新建的目录也没有用了，只是删不掉："+dir, err)
		}
	}
	return nil
}

// absent reports whether there is nothing of a name.
func absent(name string) bool {
	_, err := os.Lstat(name)
	return errors.Is(err, fs.ErrNotExist)
}

// facts imports a file of facts, or an exported ledger.
func (i *importCmd) facts(ctx context.Context, h *house, f *os.File) error {
	var start [512]byte
	n, _ := io.ReadFull(f, start[:]) // a failing reader fails again below
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return errs.E("import", errs.IO, f.Name()+" 读不了", err)
	}
	if operate.IsExport(start[:n]) {
		return i.takeOver(ctx, h, f)
	}
	sum := sha256.New()
	facts, problems, err := operate.ReadFacts(io.TeeReader(f, sum))
	if err != nil {
		return err
	}
	for k, p := range problems[:min(20, len(problems))] {
		fmt.Fprintf(h.c.err, "%s:%d %s：%s\n", f.Name(), p.Line, p.Field, p.Message)
		if k == 19 {
			fmt.Fprintf(h.c.err, "还有 %d 处，没有全列\n", len(problems)-20)
		}
	}
	if len(problems) > 0 {
		return errs.E("import", errs.Invalid, fmt.Sprintf("%s 有 %d 处问题，一条也没有登记；请先改好", f.Name(), len(problems)), nil)
	}
	digest := party.Digest(hex.EncodeToString(sum.Sum(nil)))
	operate.Migrated(facts, digest)
	if i.DryRun {
		fmt.Fprintf(h.c.err, "这是先试一遍（--dry-run），%d 条读得出来，什么也没有登记\n", len(facts))
		return nil
	}
	n, err = h.append(ctx, facts, importOf(digest), nil)
	if err == nil && n > 0 {
		fmt.Fprintf(h.c.err, "登记了 %d 条\n", n)
	}
	return err
}

// importOf is the request under which a file is imported: the same file once.
func importOf(digest party.Digest) record.Request {
	return record.Request{Action: "fact.import", Object: string(digest), Once: &app.Once{Org: app.Instance, Key: "import:" + string(digest)}}
}

// takeOver brings an exported ledger into an empty one, under the keys that it was
// sealed with.
func (i *importCmd) takeOver(ctx context.Context, h *house, f *os.File) error {
	if i.DryRun {
		return usageError{"导出的台账只能整个接过来，没有 --dry-run"}
	}
	bar := newCount(h.c, "接收")
	n, err := operate.TakeOver(ctx, f, h.keys.Verifier(), h.filling(), h.sequence, func(at, _ app.Position) { bar.at(int64(at)) })
	bar.done()
	if err != nil {
		return err
	}
	fmt.Fprintf(h.c.err, "接收了 %d 条，封印都对得上。%s\n", n, moving)
	return nil
}

// append records facts in portions that each stand alone, in the order given; problems are
// printed, and nothing more is recorded.
func (h *house) append(ctx context.Context, facts []fact.Fact, q record.Request, with func(context.Context, *app.Ring, *app.Change) ([]app.Commitment, error)) (int, error) {
	if err := h.behind(ctx); err != nil {
		return 0, err
	}
	q.Facts, q.Actor, q.With = facts, actor(), with
	q.Words = operate.NewLibrary(packs.Files).Words(schemes...)
	result, err := h.recorder().Append(ctx, q)
	if err != nil {
		return 0, err
	}
	for _, p := range result.Warnings[:min(20, len(result.Warnings))] {
		fmt.Fprintf(h.c.err, "请核对 记录 %s %s：%s\n", p.Fact, p.Field, p.Message)
	}
	for _, p := range result.Problems[:min(20, len(result.Problems))] {
		fmt.Fprintf(h.c.err, "记录 %s %s：%s\n", p.Fact, p.Field, p.Message)
	}
	switch {
	case len(result.Problems) > 0:
		fmt.Fprintf(h.c.err, "有 %d 处和已登记的对不上，一条也没有登记；请先改好\n", len(result.Problems))
		return 0, answerNo{}
	case result.Repeated:
		fmt.Fprintln(h.c.err, "这个文件已经导入过，没有再登记")
		return 0, nil
	}
	return len(result.Facts), nil
}

// workbook imports a workbook: facts, persons, cards and texts in one change.
func (i *importCmd) workbook(ctx context.Context, h *house, f *os.File, file string, opts sheet.Options) error {
	roster, err := h.persons().Roster(ctx)
	if err != nil {
		return err
	}
	known, err := h.facts(ctx)
	if err != nil {
		return err
	}
	if err := strangers(roster, known); err != nil {
		return err
	}
	opts.Key, opts.PersonKey = roster.Key, roster.Fresh
	opts.Known = sheet.Known{Facts: known, Persons: roster.Persons, Cards: roster.Cards}
	src, err := sheet.ReadSource(filepath.Base(file), f)
	if err != nil {
		return err
	}
	report, err := sheet.Import(src, opts)
	if err != nil {
		return err
	}
	if err := i.print(h.c, report); err != nil {
		return err
	}
	if err := i.store(ctx, h, roster, report); err != nil {
		return err
	}
	if report.Counts.Refused > 0 {
		return answerNo{}
	}
	return nil
}

// strangers refuses a workbook where members are enrolled of whom nothing is known: every row
// of a roster would give somebody a second number.
func strangers(roster *person.Roster, known []fact.Fact) error {
	if roster.Rows > 0 {
		return nil
	}
	n := 0
	for i := range known {
		if _, ok := known[i].Body.(*fact.MemberEnrolled); ok {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	return errs.E("import", errs.Invalid, fmt.Sprintf("这份台账登记过 %d 名党员，却没有一个人的资料（是接过来的导出，或者只有记录文件）：再导入工作簿，会给每个人第二个编号，没有导入。%s", n, moving), nil)
}

// moving says what an export lacks.
const moving = "导出的台账不含人员资料和文本，搬家请用 backup 和 restore"

func (i *importCmd) store(ctx context.Context, h *house, roster *person.Roster, report *sheet.Report) error {
	switch {
	case i.DryRun:
		fmt.Fprintln(h.c.err, "这是先试一遍（--dry-run），什么也没有登记")
		return nil
	case i.Refused != "" && report.Counts.Refused > 0:
		if err := writeFile(i.Refused, func(f *os.File) error { return report.WriteRefused(f) }); err != nil {
			return err
		}
		fmt.Fprintf(h.c.err, "退回的行写在 %s：改好后再导入它\n", i.Refused)
	}
	if !report.Changed() {
		fmt.Fprintln(h.c.err, "没有新的内容，什么也没有登记")
		return nil
	}
	texts := vault.New(h.blobs, h.keys)
	with := report.With(roster, func(ctx context.Context, ring *app.Ring, to *app.Change, t sheet.Text) (app.Commitment, error) {
		return texts.Put(ctx, ring, to, fact.OrgSubject(t.Org), vault.Content{ID: t.ID, Kind: vault.Text, Data: []byte(t.Text)})
	})
	if len(report.Facts) == 0 {
		return h.only(ctx, with)
	}
	q := importOf(report.Digest)
	q.Once = nil // the report tells what is new already; the refused rows come in again
	n, err := h.append(ctx, report.Facts, q, with)
	if err == nil {
		fmt.Fprintf(h.c.err, "登记了 %d 条；人员资料 %d 人，另行封存\n", n, len(report.Persons))
	}
	return err
}

// only stores what is no fact: persons and cards that changed.
func (h *house) only(ctx context.Context, with func(context.Context, *app.Ring, *app.Change) ([]app.Commitment, error)) error {
	if err := h.behind(ctx); err != nil {
		return err
	}
	row, err := h.entry("person.save", "")
	if err != nil {
		return err
	}
	ring, to := h.ring(), &app.Change{Audit: []app.Row{row}}
	if _, err := with(ctx, ring, to); err != nil {
		return err
	}
	to.Keys = append(to.Keys, ring.Made()...)
	if _, err := h.writer.Commit(ctx, to); err != nil {
		return err
	}
	fmt.Fprintf(h.c.err, "没有新的记录；人员资料更新了 %d 人\n", len(to.Persons))
	return nil
}
