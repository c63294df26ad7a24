package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"os/signal"
	"os/user"
	"path/filepath"
	"strings"
	"syscall"

	"qiangji/internal/app"
	"qiangji/internal/app/operate"
	"qiangji/internal/app/person"
	"qiangji/internal/app/record"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/keys"
	"qiangji/internal/store/postgres"
	"qiangji/internal/store/sqlite"
)

// A place says where a ledger lies.
type place struct {
	Data     string `placeholder:"目录" xor:"place" help:"数据目录"`
	Database string `placeholder:"网址" xor:"place" help:"不用数据目录，用 PostgreSQL：postgres://用户@主机/库"`
	Keys     string `placeholder:"目录" help:"密钥目录（默认：数据目录的名字加 .keys）；另外备份，不要和数据放在一起"`
}

// given reports whether a ledger was named at all.
func (p *place) given() bool { return p.Data != "" || p.Database != "" }

// keyDir returns the key directory.
func (p *place) keyDir() (string, error) {
	switch {
	case p.Keys != "":
		return p.Keys, nil
	case p.Data != "":
		return filepath.Clean(p.Data) + ".keys", nil
	}
	return "", usageError{"用 --database 时要写 --keys：密钥目录在哪里"}
}

// flags is how a command names the ledger again, as it can be typed; a password is not
// repeated.
func (p *place) flags() string {
	text := " --data " + typed(p.Data)
	if p.Data == "" {
		text = " --database " + typed(unsecret(p.Database))
	}
	if p.Keys != "" {
		text += " --keys " + typed(p.Keys)
	}
	return text
}

// typed quotes what a shell would not take as one word.
func typed(word string) string {
	if word != "" && !strings.ContainsAny(word, " \t\"'\\$`&|;<>()*?[]#~!{}") {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// unsecret is the address of a database without its password.
func unsecret(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Query().Has("password") {
		return "…"
	}
	if _, has := u.User.Password(); has {
		u.User = url.User(u.User.Username())
	}
	return u.String()
}

// check refuses a command that does not say where.
func (p *place) check() error {
	if !p.given() {
		return usageError{"没有写数据在哪里：--data 目录，或 --database postgres://…"}
	}
	dir, err := p.keyDir()
	if err != nil {
		return err
	}
	for _, name := range []string{p.Data, dir} {
		if strings.Contains(name, "://") {
			return usageError{fmt.Sprintf("%s 是网址，不是目录：数据目录和密钥目录要在这台机器自己的盘上，网络共享的锁和落盘靠不住；数据库用 --database", name)}
		}
	}
	if p.Data != "" && (within(dir, p.Data) || within(p.Data, dir)) {
		return usageError{fmt.Sprintf("数据目录 %s 和密钥目录 %s 不能是同一个，也不能一个在另一个里面：拿到数据的人就拿到了密钥", p.Data, dir)}
	}
	return nil
}

// within reports whether a name is a directory or lies in it.
func within(name, dir string) bool {
	rel, err := filepath.Rel(whole(dir), whole(name))
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// whole is a name from the root, with links followed as far as it exists.
func whole(name string) string {
	full, err := filepath.Abs(name)
	if err != nil {
		return name
	}
	if real, err := filepath.EvalSymlinks(full); err == nil {
		return real
	}
	if above := filepath.Dir(full); above != full {
		return filepath.Join(whole(above), filepath.Base(full))
	}
	return full
}

// openKeys opens the key directory of a ledger that is there already.
func openKeys(dir string) (*keys.Dir, error) {
	ring, err := keys.Open(dir)
	if errs.KindOf(err) == errs.NotFound {
		err = errs.E("open", errs.NotFound, fmt.Sprintf("%s。数据里封存的内容只有它打得开：请找回它或它的副本，在别处的用 --keys 指出来；不要新建一个，新的打不开", failure(err)), nil)
	}
	return ring, err
}

// A house is an open ledger with all that works on it.
type house struct {
	place
	c    *console
	keys *keys.Dir

	unsigned   bool  // the data has seals, and the key directory knows of none
	unfinished error // why an erasure that was begun could not be finished; nil: none is

	writer   app.Writer
	ledger   app.Ledger
	sequence app.Sequence
	views    app.Views
	rows     app.Rows
	settings app.Settings
	dump     app.Dump
	copy     app.Inspector
	filler   app.Filler
	host     app.Host
	blobs    app.Blobs
	people   person.Store
	wrapped  app.Keys
}

// The settings of an instance.
const (
	setDemo       = "demo"       // it holds made-up facts
	setBackup     = "backup"     // when the last backup was restored and verified
	setRecipients = "recipients" // to whom backups are encrypted
)

// open opens a ledger that is there. One in which an erasure cannot be finished is not
// opened: whoever was erased must not be read.
func (p *place) open(ctx context.Context, c *console) (*house, error) {
	h, err := p.look(ctx, c)
	if err == nil && h.unfinished != nil {
		return nil, h.close(h.unfinished)
	}
	return h, err
}

// look opens a ledger that is there to look at its state, whatever it is.
func (p *place) look(ctx context.Context, c *console) (*house, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	if p.Data != "" {
		if _, err := os.Stat(filepath.Join(p.Data, sqlite.FileName)); errors.Is(err, fs.ErrNotExist) {
			return nil, errs.E("open", errs.NotFound, fmt.Sprintf("%s 里没有强基的数据；看看目录写对了没有。新建：bin/qiangji import 台账.xlsx --data %s", p.Data, p.Data), nil)
		}
	}
	return p.enter(ctx, c, openKeys)
}

// create opens a ledger, and makes it with its keys if there is none yet.
func (p *place) create(ctx context.Context, c *console) (*house, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	h, err := p.enter(ctx, c, func(dir string) (*keys.Dir, error) {
		ring, err := keys.Open(dir)
		if errs.KindOf(err) != errs.NotFound {
			return ring, err
		}
		if ring, err = keys.Create(dir); err == nil {
			fmt.Fprintf(c.err, "新建了数据。密钥在 %s：没有它，封存的内容谁也打不开；请另外备份一份，不要和数据放在一起\n", dir)
		}
		return ring, err
	})
	if err == nil && h.unfinished != nil {
		return nil, h.close(h.unfinished)
	}
	return h, err
}

// behind is the error of a ledger that does not hold all that was signed: an old copy, or
// one that went on from an old copy. Nothing is recorded in one before somebody has accepted
// the loss.
func (h *house) behind(ctx context.Context) error {
	signed, holds, err := h.sealer().Holds(ctx)
	if err == nil && !holds {
		err = errs.E("open", errs.Invalid, fmt.Sprintf("签过封印的有 %d 条，这份数据里不全有：它是旧的副本，没有登记。找得到新的请用新的；确实没有了，先认下损失：bin/qiangji keys accept-loss%s", signed.Size, h.flags()), nil)
	}
	return err
}

// enter opens the store, the keys that belong to it, and finishes what was cut off.
func (p *place) enter(ctx context.Context, c *console, ring func(dir string) (*keys.Dir, error)) (*house, error) {
	h := &house{place: *p, c: c}
	if err := h.store(ctx); err != nil {
		return nil, err
	}
	if err := h.unlock(ctx, ring); err != nil {
		return nil, h.close(err)
	}
	_, h.unfinished = h.persons().FinishErasures(ctx, deed("finish"))
	return h, nil
}

// unlock opens the key directory. One that is made new is for a new ledger only; one that
// is another ledger's is refused.
func (h *house) unlock(ctx context.Context, ring func(dir string) (*keys.Dir, error)) error {
	head, err := h.ledger.Head(ctx)
	if err != nil {
		return err
	}
	if head.Last > 0 || head.Pending > 0 {
		ring = openKeys
	}
	dir, err := h.keyDir()
	if err != nil {
		return err
	}
	if h.keys, err = ring(dir); err != nil {
		return err
	}
	origin, err := operate.Origin(ctx, h.ledger, h.sequence)
	if err == nil && origin != "" && origin != h.keys.Origin() {
		err = errs.E("open", errs.Invalid, fmt.Sprintf("密钥目录是 %s 的，数据是 %s 的，没有打开；请用 --keys 指出这份数据的密钥目录", h.keys.Origin(), origin), nil)
	}
	if err != nil || origin == "" {
		return err
	}
	signed, err := h.keys.Signed()
	if h.unsigned = err == nil && signed.Size == 0; h.unsigned {
		fmt.Fprintln(h.c.err, "请注意："+noSigned)
	}
	return err
}

// noSigned says what a key directory lacks whose ledger has seals.
const noSigned = "密钥目录里没有 signed（最后签过的封印），数据里却有封印：数据是不是退回过旧的副本，看不出来了"

// fits says why the keys of persons and organisations in the data cannot be opened, "" if they
// can: it tries one that is wrapped as most are, and one that is wrapped otherwise.
func (h *house) fits(ctx context.Context) (string, error) {
	kinds := h.keys.Wrapping()
	for _, other := range []int64{0, kinds[len(kinds)-1]} {
		rows, err := h.wrapped.KeysUnder(ctx, other, 1)
		if err != nil {
			return "", err
		}
		for i := range rows {
			if _, err := h.keys.Unwrap(rows[i].Subject, rows[i].Wrapped); err != nil && !errors.Is(err, app.ErrErased) {
				return "密钥目录和数据不是同一代的，封存的内容打不开：" + failure(err), nil
			}
		}
	}
	return "", nil
}

// store connects the ports.
func (h *house) store(ctx context.Context) error {
	if h.Database != "" {
		db, err := postgres.Open(ctx, h.Database, postgres.Options{Now: h.c.now})
		if err != nil {
			return err
		}
		h.writer, h.ledger, h.sequence, h.views, h.rows, h.settings = db, db, db, db, db, db
		h.dump, h.copy, h.filler, h.host, h.blobs, h.people, h.wrapped = db, db, db, db, db, db, db
		return nil
	}
	db, err := sqlite.Open(ctx, h.Data, sqlite.Options{Now: h.c.now})
	if err != nil {
		return err
	}
	h.writer, h.ledger, h.sequence, h.views, h.rows, h.settings = db, db, db, db, db, db
	h.dump, h.copy, h.filler, h.host, h.blobs, h.people, h.wrapped = db, db, db, db, db, db, db
	return nil
}

// ring returns a new ring of data keys.
func (h *house) ring() *app.Ring { return app.NewRing(h.keys, h.wrapped, h.keys) }

// actor is the account of the operating system.
func actor() app.Actor {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return app.Terminal(u.Username)
	}
	return app.Terminal("unknown")
}

// ids makes identifiers.
func (h *house) ids() *app.IDs { return app.NewIDs(h.c.now, rand.Reader) }

// recorder appends facts.
func (h *house) recorder() *record.Recorder {
	return record.New(record.Config{Ledger: h.ledger, Writer: h.writer, Ring: h.ring, Clock: h.c.now, IDs: h.ids()})
}

// persons keeps persons.
func (h *house) persons() *person.Persons {
	return &person.Persons{Store: h.people, Cipher: h.keys, Erasure: h.keys, Clock: h.c.now, IDs: h.ids()}
}

// sequencer gives positions.
func (h *house) sequencer() *record.Sequencer {
	return &record.Sequencer{Ledger: h.ledger, Sequence: h.sequence}
}

// sealer seals what has a position.
func (h *house) sealer() *record.Sealer {
	return &record.Sealer{Ledger: h.ledger, Sequence: h.sequence, Notary: h.keys, Clock: h.c.now}
}

// deed says who does something from the terminal, and why.
func deed(reason string) person.Deed { return person.Deed{Actor: actor(), Reason: reason} }

// entry is an audit entry of what is done at the terminal.
func (h *house) entry(action app.Action, object string) (app.Row, error) {
	id, err := h.ids().Entry()
	if err != nil {
		return app.Row{}, err
	}
	e := app.Entry{ID: id, Org: app.Instance, At: app.Clock(h.c.now).Instant(), Actor: actor(), Action: action, Object: object, Result: "done"}
	return e.Row()
}

// note says in the audit what was done that changes nothing in the store.
func (h *house) note(ctx context.Context, action app.Action, object string) error {
	row, err := h.entry(action, object)
	if err == nil {
		_, err = h.writer.Commit(ctx, &app.Change{Audit: []app.Row{row}})
	}
	return err
}

// set changes a setting.
func (h *house) set(ctx context.Context, action app.Action, name, value string) error {
	row, err := h.entry(action, name)
	if err != nil {
		return err
	}
	s := app.Setting{Name: name, Value: value, MAC: h.keys.Mark("desk_setting|"+name, []byte(value))}
	_, err = h.writer.Commit(ctx, &app.Change{Audit: []app.Row{row}, Settings: []app.Setting{s}})
	return err
}

// setting returns a setting, "" if there is none; one that was altered is refused.
func (h *house) setting(ctx context.Context, name string) (string, error) {
	s, err := h.settings.Setting(ctx, name)
	switch {
	case errs.KindOf(err) == errs.NotFound:
		return "", nil
	case err != nil:
		return "", err
	case string(s.MAC) != string(h.keys.Mark("desk_setting|"+name, []byte(s.Value))):
		return "", errs.E("setting", errs.IO, fmt.Sprintf("设置“%s”被改动过或损坏了；请运行 doctor --deep，并从备份恢复", name), nil)
	}
	return s.Value, nil
}

// settle gives positions to what was recorded and seals it.
func (h *house) settle(ctx context.Context) error {
	if err := h.sequencer().Drain(ctx); err != nil {
		return err
	}
	_, err := h.sealer().Seal(ctx)
	return err
}

// bygone lets who only reads go on with what was sequenced before, where nothing can be
// written now, and says so.
func (h *house) bygone(err error) error {
	if err == nil || errs.KindOf(err) != errs.Unavailable {
		return err
	}
	fmt.Fprintf(h.c.err, "现在不能写入，刚记下、还没有编入的不在其中：%s\n", failure(err))
	return nil
}

// facts reads all facts of the ledger.
func (h *house) facts(ctx context.Context) ([]fact.Fact, error) {
	if err := h.sequencer().Drain(ctx); err != nil {
		return nil, err
	}
	return h.sequenced(ctx)
}

// sequenced reads the facts that have their positions.
func (h *house) sequenced(ctx context.Context) ([]fact.Fact, error) {
	bar := newCount(h.c, "读台账")
	defer bar.done()
	return operate.LedgerFacts(ctx, h.ledger, h.ring, func(at, _ app.Position) { bar.at(int64(at)) })
}

// close closes the ledger; the error of the work before comes first.
func (h *house) close(err error) error { return errors.Join(err, h.host.Close()) }

// stoppable is a context that the keyboard ends.
func stoppable() (context.Context, context.CancelFunc) {
	return signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
}

// filling is the ledger as it is filled from elsewhere.
func (h *house) filling() filling { return filling{h.filler, h.ledger} }

type filling struct {
	app.Filler
	app.Ledger
}
