package archtest

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"strings"
	"testing"
	"unicode/utf8"
)

// root is this repository.
const root = "../.."

func repository(t *testing.T) *tree {
	t.Helper()
	repo, err := load(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	if len(repo.packages) < 2 {
		t.Fatalf("%d packages parsed: the walk did not find the repository", len(repo.packages))
	}
	return repo
}

func report(t *testing.T, found []finding) {
	t.Helper()
	for _, f := range found {
		t.Error(f)
	}
}

func TestLayers(t *testing.T) { report(t, checkLayers(repository(t))) }

func TestPure(t *testing.T) { report(t, checkPure(repository(t))) }

// TestBudgets prints the budgets (go test -v) and fails where one is crossed.
func TestBudgets(t *testing.T) {
	rows, found := checkBudgets(repository(t))
	t.Log("\n" + table(rows))
	report(t, found)
}

func TestTexts(t *testing.T) {
	names, err := committed()
	if err != nil {
		t.Logf("no list from git (%v): every file is read", err)
		names, err = texts(os.DirFS(root))
	}
	if err != nil {
		t.Fatal(err)
	}
	found, err := checkTexts(os.DirFS(root), names)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d files", len(names))
	report(t, found)
}

// committed lists the regular files git tracks that are in the work tree.
func committed() ([]string, error) {
	out, err := exec.Command("git", "-C", root, "ls-files", "-z").Output()
	if err != nil {
		return nil, err
	}
	var names []string
	for name := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		info, err := fs.Stat(os.DirFS(root), name)
		if err == nil && info.Mode().IsRegular() {
			names = append(names, name)
		}
	}
	return names, nil
}

// TestOrderIsWritten compares the order with the page that people read.
func TestOrderIsWritten(t *testing.T) {
	page, err := os.ReadFile(root + "/ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(page), "```"+layers+"```") {
		t.Error("ARCHITECTURE.md does not print the order of layers_test.go line by line")
	}
}

// TestAgreementsAreInOrder keeps a renamed package from losing its modules
// unseen.
func TestAgreementsAreInOrder(t *testing.T) {
	for name := range agreed {
		if _, ok := order[name]; !ok {
			t.Errorf("%s has agreed modules but stands on no line of the order", name)
		}
	}
}

// table lays rows out for a terminal.
func table(rows []row) string {
	width := 0
	for _, r := range rows {
		width = max(width, utf8.RuneCountInString(r.name))
	}
	var b strings.Builder
	for _, r := range rows {
		pad := strings.Repeat(" ", width-utf8.RuneCountInString(r.name))
		fmt.Fprintf(&b, "  %s%s  %9s   %s\n", r.name, pad, r.have, r.limit)
	}
	return b.String()
}
