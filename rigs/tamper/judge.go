package tamper

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"qiangji/internal/app/operate"
	"qiangji/internal/store/sqlite"
)

// A Report says what was done to copies and what came of it.
type Report struct {
	Tried    int
	Found    int
	Located  int // of those found: where it was done is said
	Apart    int // behind the last kept checkpoint, and not found
	Harmless int // flipped bits that change nothing that can be had
	Silent   int // not found, and something is different: must be 0
	Findings []string
}

// Sound reports whether everything was found that could be, and located.
func (r *Report) Sound() bool { return r.Silent == 0 && r.Located == r.Found }

// String is one line for the track record.
func (r *Report) String() string {
	return fmt.Sprintf("%d 次：找出 %d，其中说出位置 %d；在留存的封印之后，另计 %d；无关紧要 %d；没有察觉 %d",
		r.Tried, r.Found, r.Located, r.Apart, r.Harmless, r.Silent)
}

func (r *Report) find(format string, args ...any) {
	if len(r.Findings) < 20 {
		r.Findings = append(r.Findings, fmt.Sprintf(format, args...))
	}
}

// lay puts a file into a folder as a store.
func lay(dir string, file []byte) (path string, err error) {
	path = filepath.Join(dir, "qiangji.db")
	return path, os.WriteFile(path, file, 0o600)
}

// patience is how long a copy may be examined, whatever was done to it.
const patience = time.Minute

// examine opens a copy, verifies it, and takes an export. An error says in words what
// is wrong with the copy.
func (b *Book) examine(ctx context.Context, dir string) (v *operate.Verdict, export []byte, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	db, err := open(ctx, dir)
	if err != nil {
		return nil, nil, err
	}
	check := operate.Verification{Copy: db, Seals: db, Trust: b.trust}
	if v, err = check.Verify(ctx); err == nil && v.Sound() {
		if err = deep(ctx, db); err == nil {
			export, err = b.exported(ctx, db)
		}
	}
	return v, export, errors.Join(err, db.Close())
}

// deep lets the database check its own structure, as doctor does when it looks deep: rows
// that lie out of order are there, and are not found.
func deep(ctx context.Context, db *sqlite.DB) error {
	all, err := db.Conditions(ctx, true)
	for _, c := range all {
		if c.Bad && strings.HasPrefix(c.Name, "结构检查") {
			err = errors.Join(err, fmt.Errorf("%s：%s", c.Name, c.Value))
		}
	}
	return err
}

// Attack makes one attack on a copy in an empty folder.
func (b *Book) attack(ctx context.Context, r *Report, a *attack, dir string, chance *rand.Rand) error {
	file := b.file
	if a.old {
		file = b.backup
	}
	path, err := lay(dir, file)
	if err != nil {
		return err
	}
	k := 1 + chance.IntN(int(b.held)+tail)
	from, to, err := a.forge(ctx, path, k, chance)
	if err != nil {
		return err
	}
	r.Tried++
	v, _, err := b.examine(ctx, dir)
	what := fmt.Sprintf("%s（第 %d–%d 条）", a.name, from, to)
	switch {
	case err != nil:
		r.Found++
		r.find("%s: found, without a place: %v", what, err)
	case !v.Sound():
		r.Found++
		if located(v, int64(from), int64(to)) {
			r.Located++
		} else {
			r.find("%s: found at another place: %v %v", what, v.Faults, v.Flaws)
		}
	case int64(from) > b.held:
		r.Apart++
	default:
		r.Silent++
		r.find("%s: not found", what)
	}
	return nil
}

// located reports whether the place that is named first overlaps with where it was
// done: the range of a fault, or the place of a flaw.
func located(v *operate.Verdict, from, to int64) bool {
	for _, f := range v.Faults {
		if f.From <= to && from <= f.To {
			return true
		}
	}
	for _, f := range v.Flaws {
		var a, z int64
		if n, _ := fmt.Sscanf(f.Where, "第 %d–%d 条", &a, &z); n == 1 {
			z = a
		}
		if a > 0 && a <= to && from <= z {
			return true
		}
	}
	return false
}

// Flip flips one bit of a copy in an empty folder.
func (b *Book) flip(ctx context.Context, r *Report, dir string, chance *rand.Rand) error {
	file := bytes.Clone(b.file)
	at := chance.IntN(len(file))
	file[at] ^= 1 << chance.IntN(8)
	if _, err := lay(dir, file); err != nil {
		return err
	}
	r.Tried++
	v, export, err := b.examine(ctx, dir)
	switch {
	case err != nil:
		r.Found++
		if told(err) {
			r.Located++
		} else {
			r.find("bit flipped in byte %d: found, and not said where: %v", at, err)
		}
	case !v.Sound(), v.Cosigned < int64(seals[1]):
		r.Found++
		r.Located++ // each fault and each flaw has its place, and so has the cosignature that is kept
	case bytes.Equal(export, b.export):
		r.Harmless++
	default:
		r.Silent++
		r.find("bit flipped in byte %d: not found, and the export differs: %s", at, difference(b.export, export))
	}
	return nil
}

// difference shows the first line in which two exports differ.
func difference(want, got []byte) string {
	a, b := bytes.Split(want, []byte("\n")), bytes.Split(got, []byte("\n"))
	for i := range min(len(a), len(b)) {
		if !bytes.Equal(a[i], b[i]) {
			return fmt.Sprintf("%q instead of %q", b[i], a[i])
		}
	}
	return fmt.Sprintf("%d lines instead of %d", len(b), len(a))
}

// told reports whether an error says in which part of the data the damage is; that the
// database is malformed says that it is its structure.
func told(err error) bool {
	for _, word := range []string{"结构", "数据文件", "目录里的", "记录", "文本", "密钥", "第 ", "malformed"} {
		if strings.Contains(err.Error(), word) {
			return true
		}
	}
	return false
}
