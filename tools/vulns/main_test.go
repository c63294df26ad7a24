package main

import (
	"archive/tar"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// record is a record about a package of the standard library, from a version on.
func record(id, pkg string) string {
	return fmt.Sprintf(`{"schema_version": "1.3.1", "id": %q, "modified": "2026-01-01T00:00:00Z", "published": "2026-01-01T00:00:00Z",
		"summary": "planted", "details": "planted", "affected": [{"package": {"name": "stdlib", "ecosystem": "Go"},
		"ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}]}],
		"ecosystem_specific": {"imports": [{"path": %q, "symbols": ["NobodyCallsThis"]}]}}]}`, id, pkg)
}

// plant lays out a copy of the database: so many records about nothing we use,
// and those about packages of the standard library.
func plant(t *testing.T, records int, about map[string]string, waivers string) string {
	t.Helper()
	files := map[string]string{"vdb/index/db.json": `{"modified": "2026-01-01T00:00:00Z"}`}
	type entry struct {
		ID       string `json:"id"`
		Modified string `json:"modified"`
	}
	var std []entry
	for id, pkg := range about {
		files["vdb/ID/"+id+".json"] = record(id, pkg)
		std = append(std, entry{id, "2026-01-01T00:00:00Z"})
	}
	index, err := json.Marshal([]any{map[string]any{"path": "stdlib", "vulns": std}})
	if err != nil {
		t.Fatal(err)
	}
	files["vdb/index/modules.json"] = string(index)
	files["vdb/index/vulns.json"] = "[]"
	for i := range records - len(about) {
		id := fmt.Sprintf("GO-1999-%04d", i)
		files["vdb/ID/"+id+".json"] = record(id, "m/none")
	}
	dir := t.TempDir()
	write(t, dir, files)
	for name, text := range map[string]string{"SNAPSHOT": "2026-08-20\n", "WAIVERS": waivers} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	f, err := os.Create(filepath.Join(dir, "vulndb.tgz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z := gzip.NewWriter(f)
	w := tar.NewWriter(z)
	for name, text := range files {
		if err := w.WriteHeader(&tar.Header{Name: name, Typeflag: tar.TypeReg, Mode: 0o644, Size: int64(len(text))}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
}

// built builds a program of this module.
func built(t *testing.T, pkg string) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "program")
	if out, err := exec.Command("go", "build", "-o", program, pkg).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

// module lays out a module that imports fmt, and goes there.
func module(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":  "module m\n\ngo 1.26\n",
		"main.go": "package main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println() }\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
}

// TestGate runs the real govulncheck over a module, with databases that must
// let it pass and others that must not.
func TestGate(t *testing.T) {
	program := built(t, "golang.org/x/vuln/cmd/govulncheck")
	module(t)
	const few = 5
	hit := map[string]string{"GO-2026-0001": "fmt"}
	for _, c := range []struct {
		name   string
		db     string
		maxAge int
		want   string // in the error; empty: it passes
	}{
		{name: "an empty database", db: plant(t, 0, nil, ""), want: "只有 0 条"},
		{name: "too few records", db: plant(t, few-1, nil, ""), want: "只有 4 条"},
		{name: "enough", db: plant(t, few, nil, "")},
		{name: "a package we import, never called", db: plant(t, few, hit, ""), want: "引用了 fmt"},
		{name: "one we do not import", db: plant(t, few, map[string]string{"GO-2026-0001": "net/http"}, "")},
		{name: "waived", db: plant(t, few, hit, "# why\nGO-2026-0001 2026-09-30 not reached from outside\n")},
		{name: "a waiver's last day", db: plant(t, few, hit, "GO-2026-0001 2026-09-01 x\n")},
		{name: "a waiver that ended", db: plant(t, few, hit, "GO-2026-0001 2026-08-31 x\n"), want: "已经到期"},
		{name: "a waiver nobody needs", db: plant(t, few, nil, "GO-2026-0001 2026-12-31 x\n"), want: "没有这个漏洞了"},
		{name: "a waiver of another", db: plant(t, few, hit, "GO-2026-0002 2026-12-31 x\n"), want: "引用了 fmt"},
		{name: "a waiver without a reason", db: plant(t, few, hit, "GO-2026-0001 2026-12-31\n"), want: "要写编号"},
		{name: "young enough", db: plant(t, few, nil, ""), maxAge: 12},
		{name: "too old", db: plant(t, few, nil, ""), maxAge: 11, want: "12 天前"},
		{name: "no database", db: t.TempDir(), want: "no such file"},
	} {
		today := time.Date(2026, 9, 1, 15, 0, 0, 0, time.UTC)
		err := config{db: c.db, program: program, fewest: few, maxAge: c.maxAge, packages: []string{"./..."}, today: today}.run()
		if c.want == "" && err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

// TestProgram: as the stage calls it, the copy of this repository is believed,
// and an empty or a thin one is not.
func TestProgram(t *testing.T) {
	program, compare := built(t, "."), built(t, "golang.org/x/vuln/cmd/govulncheck")
	real, err := filepath.Abs("../../rigs/vulndb")
	if err != nil {
		t.Fatal(err)
	}
	module(t)
	for _, c := range []struct {
		db, says string
		status   int
	}{
		{real, "天前\n", 0},
		{plant(t, 0, nil, ""), "只有 0 条漏洞记录（不到 4000）", 1},
		{plant(t, 50, nil, ""), "只有 50 条漏洞记录（不到 4000）", 1},
	} {
		cmd := exec.Command(program, "-db", c.db, "-govulncheck", compare, "./...")
		out, _ := cmd.CombinedOutput() // the exit status is compared
		if got := cmd.ProcessState.ExitCode(); got != c.status || !strings.Contains(string(out), c.says) {
			t.Errorf("exit status %d, want %d and %q\n%s", got, c.status, c.says, out)
		}
	}
}

// TestNothingCompared: messages without a module are no answer.
func TestNothingCompared(t *testing.T) {
	for _, text := range []string{"", `{"config": {}}`, `{"SBOM": {"modules": []}}`, `{"SBOM"`} {
		if _, err := parse(strings.NewReader(text)); err == nil {
			t.Errorf("%q passed", text)
		}
	}
}
