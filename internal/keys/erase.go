package keys

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"time"
	"unicode"

	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
)

// erasures is the list of erased subjects as it was read last.
type erasures struct {
	size  int64 // of the file
	order []fact.Subject
	of    map[fact.Subject]bool
}

// parseErased reads the list. A line is
//
//	2026-11-26T08:00:00Z SUBJECT CHECKSUM
//
// What follows the last line end is an erasure that was cut off and never answered; it is
// passed over. Anything else that is not such a line is Invalid: nobody can then say who
// was erased.
func parseErased(data []byte) (erasures, error) {
	list := erasures{size: int64(len(data)), of: map[fact.Subject]bool{}}
	for line := range bytes.Lines(data[:bytes.LastIndexByte(data, '\n')+1]) {
		body, ok := unchecked(strings.TrimSuffix(string(line), "\n"))
		at, subject, cut := strings.Cut(body, " ")
		if _, err := time.Parse(time.RFC3339, at); !ok || !cut || err != nil || !writable(fact.Subject(subject)) {
			return erasures{}, errs.E("keys.parseErased", errs.Invalid,
				"密钥目录里的 erased（已删除名单）损坏了：请从密钥目录的备份恢复，再按审计记录补上其后的删除", nil)
		}
		list.order = append(list.order, fact.Subject(subject))
		list.of[fact.Subject(subject)] = true
	}
	return list, nil
}

// writable reports whether a subject can stand in a line of the list.
func writable(s fact.Subject) bool {
	return s != "" && strings.ToValidUTF8(string(s), "") == string(s) &&
		strings.IndexFunc(string(s), func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) < 0
}

func (d *Dir) loadErased() error {
	data, err := d.files.read(erasedFile)
	if err != nil {
		return err
	}
	d.erased, err = parseErased(data)
	return err
}

// refreshErased reads the list again if another process added to it.
func (d *Dir) refreshErased() error {
	info, err := os.Lstat(d.files.path(erasedFile))
	if err != nil {
		return failed("keys.Erased", erasedFile, err)
	}
	if info.Size() == d.erased.size {
		return nil
	}
	return d.loadErased()
}

// Erase writes a subject down for good, before its key is destroyed. Once it returned, the
// subject's key is not unwrapped any more, whatever backup is restored. A subject that is
// written down already is no error.
func (d *Dir) Erase(s fact.Subject, at time.Time) error {
	if !writable(s) {
		return errs.E("keys.Erase", errs.Invalid, "要删除的对象的编号不对：不能为空，不能有空格和控制字符", nil)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.refreshErased(); err != nil {
		return err
	}
	if d.erased.of[s] {
		return nil
	}
	if err := d.files.add(erasedFile, checked(at.UTC().Format(time.RFC3339)+" "+string(s))); err != nil {
		return err
	}
	return d.loadErased()
}

// Erased returns the subjects written down, in the order in which they were. A list that
// cannot be read any more is returned as it was read last; unwrapping then fails.
func (d *Dir) Erased() []fact.Subject {
	d.mu.Lock()
	defer d.mu.Unlock()
	_ = d.refreshErased() // see above
	return slices.Clone(d.erased.order)
}
