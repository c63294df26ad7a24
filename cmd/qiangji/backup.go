package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/age"

	"qiangji/internal/app/operate"
	"qiangji/internal/core/chain"
	"qiangji/internal/errs"
	"qiangji/internal/store/sqlite"
)

type backupCmd struct {
	place
	Out       string   `placeholder:"名字" help:"写成 名字.data.age 和 名字.keys.age 两个文件"`
	Recipient []string `placeholder:"age1…" help:"备份加密用的公钥，或存着公钥或私钥的文件；私钥放在别处。写过一次会记住"`
	MakeKey   string   `placeholder:"文件" help:"造一对备份用的密钥：私钥写进文件（收到别处去），印出公钥"`
}

// Run makes a backup, or the pair of keys for it.
func (b *backupCmd) Run(c *console) error {
	if b.MakeKey != "" {
		return b.makeKey(c)
	}
	if b.Out == "" {
		return usageError{"没有写备份放在哪里：--out 目录/名字"}
	}
	if err := b.check(); err != nil {
		return err
	}
	if err := b.apart(); err != nil {
		return err
	}
	ctx, stop := stoppable()
	defer stop()
	h, err := b.open(ctx, c)
	if err != nil {
		return err
	}
	return h.close(b.write(ctx, c, h))
}

// apart refuses a backup that would be lost with what it is of.
func (b *backupCmd) apart() error {
	dir, err := b.keyDir()
	if err != nil {
		return err
	}
	for _, in := range []string{b.Data, dir} {
		if in != "" && within(b.Out, in) {
			return usageError{fmt.Sprintf("--out %s 在 %s 里面：备份要放在数据目录和密钥目录外面，最好是另一个盘", b.Out, in)}
		}
	}
	return nil
}

func (b *backupCmd) makeKey(c *console) error {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return errs.E("backup", errs.IO, "产生不了随机数", err)
	}
	f, err := os.OpenFile(b.MakeKey, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return errs.E("backup", errs.IO, b.MakeKey+" 写不了；已有同名文件时不会盖掉它", err)
	}
	_, err = fmt.Fprintf(f, "# 强基备份的私钥：没有它，备份打不开；不要和备份、数据放在一起\n# 公钥：%s\n%s\n", id.Recipient(), id)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errs.E("backup", errs.IO, b.MakeKey+" 没有写完", err)
	}
	fmt.Fprintln(c.out, id.Recipient())
	fmt.Fprintf(c.err, "私钥在 %s：把它收到别处去（U 盘、保险柜）。上面一行是公钥，做备份时写 --recipient\n", b.MakeKey)
	return nil
}

// recipients are those given, or those of the time before.
func (b *backupCmd) recipients(ctx context.Context, h *house) ([]age.Recipient, error) {
	given := b.Recipient
	if len(given) == 0 {
		kept, err := h.setting(ctx, setRecipients)
		if err != nil {
			return nil, err
		}
		given = strings.Fields(kept)
	}
	if len(given) == 0 {
		return nil, usageError{"还没有备份用的公钥。先造一对：bin/qiangji backup --make-key 备份私钥.txt；再写 --recipient 它印出的公钥"}
	}
	var all []age.Recipient
	for i, text := range given {
		if file, err := os.ReadFile(text); err == nil {
			given[i] = publicIn(file)
		}
		r, err := age.ParseX25519Recipient(given[i])
		if err != nil {
			return nil, usageError{fmt.Sprintf("--recipient %s 不是备份的公钥；公钥以 age1 开头，由 backup --make-key 印出", text)}
		}
		all = append(all, r)
	}
	if len(b.Recipient) > 0 {
		return all, h.set(ctx, "setting.change", setRecipients, strings.Join(given, " "))
	}
	return all, nil
}

// publicIn is the public key in a file that holds it, or the private one.
func publicIn(file []byte) string {
	if ids, err := age.ParseIdentities(bytes.NewReader(file)); err == nil && len(ids) == 1 {
		if id, ok := ids[0].(*age.X25519Identity); ok {
			return id.Recipient().String()
		}
	}
	return strings.TrimSpace(string(file))
}

func (b *backupCmd) write(ctx context.Context, c *console, h *house) error {
	if err := b.apart(); err != nil {
		return err
	}
	if err := h.behind(ctx); err != nil {
		return err
	}
	to, err := b.recipients(ctx, h)
	if err != nil {
		return err
	}
	if err := h.settle(ctx); err != nil {
		return err
	}
	trust, err := operate.TrustOf(h.keys) // of before: what is sealed meanwhile need not be in it
	if err != nil {
		return err
	}
	bar := newCount(c, "备份")
	work := operate.Backup{
		Store: h.dump, Recipients: to, At: c.now(), Step: bar.at,
		Try: func(ctx context.Context, data, keys io.Reader) error { return h.tried(ctx, trust, data, keys) },
	}
	m, err := work.Write(ctx, b.Out)
	bar.done()
	if err != nil {
		return err
	}
	if err := h.set(ctx, "backup.make", setBackup, c.now().UTC().Format(time.RFC3339)); err != nil {
		return err
	}
	rows := int64(0)
	for _, n := range m.Rows {
		rows += n
	}
	fmt.Fprintf(c.out, "备份好了，已经恢复并核验过：%s（%d 行，封印到第 %d 条）、%s\n", b.Out+operate.DataSuffix, rows, m.Sealed, b.Out+operate.KeysSuffix)
	dir, _ := h.keyDir() // it is open
	fmt.Fprintf(c.err, "密钥目录 %s 不在备份里，请另外留一份；名字以 %s 结尾的一个，三十天内换新的，旧的销毁：抹去过的人才不会从旧备份里回来\n", dir, operate.KeysSuffix)
	return nil
}

// trial begins the name of a directory of tried.
const trial = "qiangji-trial-"

// tried restores a backup into a throw-away store and verifies it there. What it was killed
// over the time before it removes first.
func (h *house) tried(ctx context.Context, trust chain.Trust, data, keys io.Reader) (err error) {
	above := cmp.Or(h.Data, os.TempDir())
	left, err := filepath.Glob(filepath.Join(above, trial+"*"))
	if err != nil {
		return err
	}
	for _, dir := range left {
		if err := sqlite.Discard(dir); err != nil && !errors.Is(err, sqlite.ErrInUse) {
			return err
		}
	}
	dir, err := os.MkdirTemp(above, trial)
	if err != nil {
		return errs.E("backup", errs.IO, "试恢复用的目录建不了："+above, err)
	}
	defer func() { err = errors.Join(err, sqlite.Discard(dir)) }()
	spare := &house{place: place{Data: dir}, c: h.c, keys: h.keys}
	if err := spare.store(ctx); err != nil {
		return err
	}
	_, err = operate.Restore(ctx, spare.dump, data, keys)
	if err == nil {
		var verdict *operate.Verdict
		if verdict, err = spare.verify(ctx, trust); err == nil {
			err = verdict.Tampered()
		}
	}
	return spare.close(err)
}

// verify checks an open ledger whole.
func (h *house) verify(ctx context.Context, trust chain.Trust) (*operate.Verdict, error) {
	check := operate.Verification{Copy: h.copy, Seals: h.sequence, Trust: trust, Erased: h.keys.Erased()}
	return check.Verify(ctx)
}

type restoreCmd struct {
	place
	From     string `arg:"" name:"备份" help:"做备份时 --out 写的名字，或者那个 .data.age 文件"`
	Identity string `required:"" placeholder:"文件" help:"备份的私钥：backup --make-key 写出的那个文件"`
}

// Run restores a backup into a new directory only, replays the erasures, verifies, and says
// what is lost.
func (r *restoreCmd) Run(c *console) error {
	if err := r.check(); err != nil {
		return err
	}
	base := strings.TrimSuffix(strings.TrimSuffix(r.From, operate.DataSuffix), operate.KeysSuffix)
	with, err := r.identities()
	if err != nil {
		return err
	}
	if r.Data != "" {
		if there, err := os.ReadDir(r.Data); len(there) > 0 || err != nil && !errors.Is(err, fs.ErrNotExist) {
			return errs.E("restore", errs.Invalid, fmt.Sprintf("%s 里已有别的东西，没有恢复：只恢复到新的目录，原来的留着别动。恢复好了再换名字", r.Data), err)
		}
	}
	ctx, stop := stoppable()
	defer stop()
	return r.restore(ctx, c, base, with)
}

func (r *restoreCmd) identities() ([]age.Identity, error) {
	f, err := os.Open(r.Identity)
	if err != nil {
		return nil, errs.E("restore", errs.NotFound, fmt.Sprintf("打不开私钥文件 %s", r.Identity), err)
	}
	defer f.Close() // read only: nothing to lose
	with, err := age.ParseIdentities(f)
	if err != nil {
		return nil, errs.E("restore", errs.Invalid, r.Identity+" 不是备份的私钥：私钥由 backup --make-key 写出，以 AGE-SECRET-KEY 开头", nil)
	}
	return with, nil
}

func (r *restoreCmd) restore(ctx context.Context, c *console, base string, with []age.Identity) error {
	var parts []io.Reader
	for _, suffix := range []string{operate.DataSuffix, operate.KeysSuffix} {
		f, err := os.Open(base + suffix)
		if err != nil {
			return errs.E("restore", errs.NotFound, fmt.Sprintf("打不开 %s；备份是两个文件，要放在一起", base+suffix), err)
		}
		defer f.Close() // read only: nothing to lose
		plain, err := operate.Decrypt(f, with...)
		if err != nil {
			return err
		}
		parts = append(parts, plain)
	}
	work, err := r.workshop()
	if err != nil {
		return err
	}
	h, err := empty(ctx, c, work)
	if err != nil {
		return err
	}
	manifests, err := operate.Restore(ctx, h.dump, parts...)
	if err == nil {
		err = h.restored(ctx, manifests[0], &r.place)
	}
	err = h.close(err)
	switch {
	case err == nil && r.Data == "":
		return nil
	case err == nil:
		return r.moveIn(work.Data)
	case r.Data != "":
		return errors.Join(err, sqlite.Discard(work.Data)) // half a ledger is none
	}
	return errs.E("restore", errs.KindOf(err), "没有恢复成。库里留下的内容没有核验过，不要用：请删掉这个库，新建一个空的再恢复", err)
}

// workshop is where the work is done: a directory beside the one asked for, which gets its
// name once everything in it was verified, so that nobody takes half a ledger for a whole
// one. Without the key directory nothing is begun.
func (r *restoreCmd) workshop() (work place, err error) {
	work = r.place
	if work.Keys, err = r.keyDir(); err == nil {
		_, err = openKeys(work.Keys)
	}
	if err == nil && r.Data != "" {
		work.Data = filepath.Clean(r.Data) + ".restoring"
		err = sqlite.Discard(work.Data) // it was cut off
	}
	return work, err
}

// moveIn gives the directory of a restored ledger its name.
func (r *restoreCmd) moveIn(from string) error {
	to := filepath.Clean(r.Data)
	err := os.Remove(to) // one that is empty
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		err = os.Rename(from, to)
	}
	if err == nil {
		err = operate.SyncDir(filepath.Dir(to))
	}
	if err != nil {
		return errs.E("restore", errs.IO, fmt.Sprintf("恢复好了，也核验过，只是没能改名成 %s；数据在 %s，请自己改名", to, from), err)
	}
	return nil
}

// empty opens a new store without a ledger.
func empty(ctx context.Context, c *console, in place) (*house, error) {
	h := &house{place: in, c: c}
	if err := h.store(ctx); err != nil {
		return nil, err
	}
	head, err := h.ledger.Head(ctx)
	if err == nil && (head.Last > 0 || head.Pending > 0) {
		err = errs.E("restore", errs.Invalid, "这个库里已有数据，没有恢复：只恢复到新的", nil)
	}
	if err != nil {
		return nil, h.close(err)
	}
	return h, nil
}

// restored replays erasures, verifies, and tells what is lost. At is where the ledger will
// be found.
func (h *house) restored(ctx context.Context, m operate.Manifest, at *place) error {
	if err := h.unlock(ctx, openKeys); err != nil {
		return err
	}
	head, err := h.ledger.Head(ctx)
	if err != nil {
		return err
	}
	have := int64(head.Last) + head.Pending
	if err := h.sequencer().Drain(ctx); err != nil {
		return err
	}
	replay, err := h.persons().ReplayErasures(ctx, deed("restore"), h.ledger)
	if err == nil {
		err = h.note(ctx, "backup.restore", m.Pairing)
	}
	if err == nil {
		err = h.sequencer().Drain(ctx)
	}
	if err != nil {
		return err
	}
	verdict, err := h.verify(ctx, operate.TrustLog(h.keys))
	if err == nil {
		err = verdict.Tampered()
	}
	if err != nil {
		return errs.E("restore", errs.IO, "恢复出来的数据核验没有通过，没有留下", err)
	}
	for _, line := range verdict.Lines() {
		fmt.Fprintln(h.c.out, line)
	}
	if n := len(replay.Destroyed); n > 0 {
		fmt.Fprintf(h.c.out, "备份以后按要求抹去过的 %d 人，已再次抹去\n", n)
	}
	why, err := h.fits(ctx)
	if err != nil {
		return err
	}
	if why != "" {
		fmt.Fprintf(h.c.out, "✗ %s。公开的记录都在；请找和这份备份同一代的密钥目录，再恢复一次\n", why)
	}
	return h.lost(have, m, at)
}

// lost says what the key directory knows to have been signed and the backup does not hold.
// Of that, one record is the entry of the backup itself, which is written when it is done.
func (h *house) lost(have int64, m operate.Manifest, at *place) error {
	signed, err := h.keys.Signed()
	if err != nil {
		return err
	}
	switch more := signed.Size - have; {
	case signed.Size < int64(m.Sealed):
		fmt.Fprintf(h.c.out, "少没少不知道：密钥目录比备份旧，它签过的封印到第 %d 条，备份里的到第 %d 条；备份以后还封印过什么，无从知道\n", signed.Size, m.Sealed)
		fmt.Fprintln(h.c.err, "先找最新的密钥目录或它的副本，再恢复一次；抹去名单也要以最新的为准")
		return nil
	case more <= 0:
		fmt.Fprintf(h.c.out, "没有少：备份是 %s 做的，封印过的都在；那以后登记而没有封印的，不在里面\n", m.At)
		return nil
	case more == 1:
		fmt.Fprintf(h.c.out, "备份是 %s 做的，到第 %d 条；此后只又封印过 1 条，应当就是这次备份做好时自己留的审计，不是登记\n", m.At, have)
	default:
		fmt.Fprintf(h.c.out, "备份是 %s 做的，到第 %d 条；此后又封印过 %d 条，这里没有：1 条是这次备份自己的审计，其余 %d 条是登记还是审计，从备份里看不出来\n", m.At, have, more, more-1)
		fmt.Fprintln(h.c.err, "先找原来的数据目录，或者更新的备份；都没有，找纸面或别处的底子，列出要补记的")
	}
	fmt.Fprintf(h.c.err, "查清了，确实找不到更新的，再由负责人认下，才能接着登记：bin/qiangji keys accept-loss%s\n", at.flags())
	return nil
}
