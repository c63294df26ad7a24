package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
	"qiangji/internal/sheet"
)

// onePlace reports whether two names are of one file, there already or not.
func onePlace(a, b string) bool {
	return a != "" && b != "" && (same(a, b) || fullName(a) == fullName(b))
}

// fullName is the full name of a file, with the real name of its directory.
func fullName(name string) string {
	full, err := filepath.Abs(name)
	if err != nil {
		return filepath.Clean(name)
	}
	if dir, err := filepath.EvalSymlinks(filepath.Dir(full)); err == nil {
		return filepath.Join(dir, filepath.Base(full))
	}
	return full
}

// A glance is the files of an import as they stood when it began to read them.
type glance map[string]os.FileInfo

// look glances at files; one that is not there is nil.
func look(names ...string) glance {
	g := glance{}
	for _, name := range names {
		info, err := os.Stat(name)
		if err != nil {
			info = nil
		}
		g[name] = info
	}
	return g
}

// changed names a file that somebody else has written since; "" if none.
func (g glance) changed() string {
	for name, was := range g {
		is, err := os.Stat(name)
		switch {
		case err != nil && was == nil:
		case err != nil, was == nil, !os.SameFile(was, is), was.Size() != is.Size(), !was.ModTime().Equal(is.ModTime()):
			return name
		}
	}
	return ""
}

// lockWait is how long an import waits for another one that is writing.
const lockWait = 3 * time.Second

// alone calls write while no other import writes the same files, and not at all
// if one has since they were read: its records would be lost.
func (i *importCmd) alone(read glance, write func() error) error {
	name := i.Out + ".lock"
	for start := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err == nil {
			_ = f.Close() // empty: its being there is all it says
			break
		}
		if !errors.Is(err, fs.ErrExist) {
			return errs.E("import", errs.IO, fmt.Sprintf("%s 写不了：目录要存在并且可写", i.Out), err)
		}
		if time.Since(start) > lockWait {
			return errs.E("import", errs.IO, fmt.Sprintf("另一次导入正在写 %s，这一次什么也没有写；等它完了再导入。确定没有别的导入在进行的（上次中途断了），删掉 %s 再试", i.Out, name), nil)
		}
	}
	defer func() { _ = os.Remove(name) }() // left behind, it is named above
	if other := read.changed(); other != "" {
		return errs.E("import", errs.IO, fmt.Sprintf("读完以后，另一次导入改了 %s，这一次什么也没有写；请再导入一次", other), nil)
	}
	return write()
}

// belongs refuses a persons file that is not that of the facts: people would get
// a second identifier.
func (i *importCmd) belongs(s *stored) error {
	have := make(map[party.MemberID]bool, len(s.persons.Persons))
	for _, p := range s.persons.Persons {
		have[p.Member] = true
	}
	enrolled, missing, imported := 0, 0, 0
	for k := range s.facts {
		f := &s.facts[k]
		b, ok := f.Body.(*fact.MemberEnrolled)
		if !ok {
			continue
		}
		enrolled++
		if have[b.Member] {
			continue
		}
		if missing++; f.Origin != nil {
			imported++ // always came with a person; what is recorded by hand need not
		}
	}
	if imported == 0 && (enrolled == 0 || missing < enrolled) {
		return nil
	}
	return errs.E("import", errs.Invalid, fmt.Sprintf("人员文件 %s 和记录文件 %s 不是一套：记录里编入名册的有 %d 处，其中 %d 处的人它没有。请用 --persons 指出原来的那一个，否则同一个人会变成两个编号", i.Persons, i.Out, enrolled, missing), nil)
}

// newTexts is the texts that a side file does not hold yet.
func newTexts(old []byte, texts []sheet.Text) []sheet.Text {
	have := map[party.TextID]bool{}
	lines := bufio.NewScanner(bytes.NewReader(old))
	lines.Buffer(nil, len(old)+1)
	for lines.Scan() {
		var t struct {
			ID party.TextID `json:"id"`
		}
		if json.Unmarshal(lines.Bytes(), &t) == nil { // a line that is none stays as it is
			have[t.ID] = true
		}
	}
	var all []sheet.Text
	for _, t := range texts {
		if !have[t.ID] {
			all = append(all, t)
		}
	}
	return all
}
