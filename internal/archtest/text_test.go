package archtest

import (
	"bytes"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

// The strings are joined here so that this file does not find itself.
var (
	machinePath = regexp.MustCompile(`(^|[^A-Za-z0-9_.-])/((wo` + `rk|fa` + `rm|ro` + `ot)/|tmp/bash_` + `jobs)`)
	registry    = regexp.MustCompile(`proxy\.` + `golang\.org|registry\.` + `npmjs\.org|deb\.` + `debian\.org`)
)

// checkTexts finds paths of one machine and hosts of package registries in
// the named files. A build that needs either works in one place only.
func checkTexts(fsys fs.FS, names []string) ([]finding, error) {
	var found []finding
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		if bytes.IndexByte(data[:min(len(data), sniff)], 0) >= 0 {
			continue
		}
		for i, text := range bytes.Split(data, []byte("\n")) {
			if m := machinePath.Find(text); m != nil {
				found = append(found, finding{name, i + 1, "text", "a path of one machine: " + strings.TrimSpace(string(m))})
			}
			if m := registry.Find(text); m != nil {
				found = append(found, finding{name, i + 1, "text", "the host of a package registry: " + string(m)})
			}
		}
	}
	return found, nil
}

// sniff is how far a NUL byte is looked for: a file that has one is no text.
const sniff = 8000

// texts lists the files of a tree where no version control tells.
func texts(fsys fs.FS) ([]string, error) {
	var names []string
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			switch path.Base(name) {
			case ".git", "bin", "dist", "node_modules":
				return fs.SkipDir
			}
			return nil
		}
		if d.Type().IsRegular() {
			names = append(names, name)
		}
		return nil
	})
	return names, err
}
