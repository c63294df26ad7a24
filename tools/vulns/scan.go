package main

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// unpack unpacks the copy under a folder and counts the records in it.
func unpack(name, dir string) (records int, err error) {
	f, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", name, err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return 0, err
	}
	defer root.Close()
	made := ""
	for files := tar.NewReader(z); ; {
		h, err := files.Next()
		if errors.Is(err, io.EOF) {
			return records, nil
		}
		if err != nil {
			return 0, fmt.Errorf("%s: %w", name, err)
		}
		if h.Typeflag != tar.TypeReg {
			continue
		}
		b, err := io.ReadAll(files)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", name, err)
		}
		if in := path.Dir(h.Name); in != made {
			if err := root.MkdirAll(in, 0o755); err != nil {
				return 0, err
			}
			made = in
		}
		if err := root.WriteFile(h.Name, b, 0o644); err != nil {
			return 0, err
		}
		if isRecord(h.Name, b) {
			records++
		}
	}
}

// isRecord reports whether a file is a record that says which packages it is
// about.
func isRecord(name string, b []byte) bool {
	id, ok := strings.CutSuffix(path.Base(name), ".json")
	var r struct {
		ID       string
		Affected []json.RawMessage
	}
	return ok && path.Base(path.Dir(name)) == "ID" && json.Unmarshal(b, &r) == nil && r.ID == id && len(r.Affected) > 0
}

// A finding is a record about a module we need, and about a package of it that
// we import unless pkg is empty.
type finding struct {
	id, module, pkg, version, fixed string
}

func (f finding) mend() string {
	if f.fixed == "" {
		return "还没有修好的版本"
	}
	return f.fixed + " 已修好"
}

// scan lets govulncheck compare, and returns one finding a record, in order.
func scan(program, db string, packages []string) ([]finding, error) {
	db, err := filepath.Abs(db)
	if err != nil {
		return nil, err
	}
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(program, append([]string{"-db", "file://" + db, "-scan", "package", "-format", "json"}, packages...)...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("govulncheck: %w\n%s", err, &stderr)
	}
	return parse(&stdout)
}

// parse reads the messages of govulncheck.
func parse(r io.Reader) ([]finding, error) {
	var found []finding
	modules := 0
	for messages := json.NewDecoder(r); ; {
		var m struct {
			SBOM *struct {
				Modules []struct{ Path string }
			}
			Finding *struct {
				OSV          string
				FixedVersion string `json:"fixed_version"`
				Trace        []struct{ Module, Version, Package string }
			}
		}
		err := messages.Decode(&m)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("the messages of govulncheck: %w", err)
		}
		if m.SBOM != nil {
			modules += len(m.SBOM.Modules)
		}
		if f := m.Finding; f != nil && len(f.Trace) > 0 {
			found = add(found, finding{f.OSV, f.Trace[0].Module, f.Trace[0].Package, f.Trace[0].Version, f.FixedVersion})
		}
	}
	if modules == 0 {
		return nil, errors.New("govulncheck names no module it looked at: nothing was compared")
	}
	slices.SortFunc(found, func(a, b finding) int { return strings.Compare(a.id, b.id) })
	return found, nil
}

// add keeps one finding a record: an imported one rather than one that is not.
func add(found []finding, f finding) []finding {
	i := slices.IndexFunc(found, func(g finding) bool { return g.id == f.id })
	switch {
	case i < 0:
		return append(found, f)
	case found[i].pkg == "":
		found[i] = f
	}
	return found
}

// A waiver lets an imported package with a record pass until a day.
type waiver struct {
	id    string
	until time.Time
	why   string
}

func readWaivers(name string) ([]waiver, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var all []waiver
	for lines := bufio.NewScanner(f); lines.Scan(); {
		text := strings.TrimSpace(lines.Text())
		if text == "" || text[0] == '#' {
			continue
		}
		words := strings.Fields(text)
		if len(words) < 3 {
			return nil, fmt.Errorf("%s: %q：要写编号、到期日、理由", name, text)
		}
		until, err := time.Parse(time.DateOnly, words[1])
		if err != nil {
			return nil, fmt.Errorf("%s: %q：到期日要写成 2026-12-31 这样：%w", name, text, err)
		}
		all = append(all, waiver{words[0], until, strings.Join(words[2:], " ")})
	}
	return all, nil
}
