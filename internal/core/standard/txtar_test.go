package standard

import (
	"os"
	"strings"
	"testing"
)

// An archive is a text file of several small files, each under a line
// “-- name --”, as the txtar format has it.
type archive struct {
	comment string
	files   []archived
}

// An archived file of an archive.
type archived struct {
	name, text string
}

func readArchive(t testing.TB, path string) *archive {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	a := &archive{}
	for line := range strings.Lines(string(data)) {
		name, opens := strings.CutPrefix(strings.TrimRight(line, "\n"), "-- ")
		name, closes := strings.CutSuffix(name, " --")
		switch {
		case opens && closes:
			a.files = append(a.files, archived{name: name})
		case len(a.files) == 0:
			a.comment += line
		default:
			a.files[len(a.files)-1].text += line
		}
	}
	return a
}

// String returns the text of the archive.
func (a *archive) String() string {
	var b strings.Builder
	b.WriteString(a.comment)
	for _, f := range a.files {
		b.WriteString("-- " + f.name + " --\n" + f.text)
	}
	return b.String()
}
