package fact

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what is found over what is expected")

// TestCheckScripts runs testdata/check/*.txtar: cases that a cadre can read.
// A case is named 可以：… or 不行：…; its first line is the kind, followed by
// fields of the envelope (on=2026-03-05); then the body; then, after =>, the
// problems that must be reported, word for word.
func TestCheckScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/check/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts", err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) { runScript(t, name) })
	}
}

// A script is a txtar archive: a comment, then files headed -- name --.
type script struct {
	comment string
	cases   []scriptCase
}

type scriptCase struct{ title, data string }

func readScript(t *testing.T, name string) script {
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var s script
	for line := range strings.Lines(string(data)) {
		title, head := strings.CutPrefix(strings.TrimSpace(line), "-- ")
		title, tail := strings.CutSuffix(title, " --")
		n := len(s.cases)
		switch {
		case head && tail:
			s.cases = append(s.cases, scriptCase{title: title})
		case n == 0:
			s.comment += line
		default:
			s.cases[n-1].data += line
		}
	}
	return s
}

func (s script) write(t *testing.T, name string) {
	out := s.comment
	for _, c := range s.cases {
		out += "-- " + c.title + " --\n" + c.data
	}
	if err := os.WriteFile(name, []byte(strings.TrimRight(out, "\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}

func runScript(t *testing.T, name string) {
	s := readScript(t, name)
	titles := map[string]bool{}
	for i, c := range s.cases {
		if titles[c.title] {
			t.Errorf("two cases are called %s", c.title)
		}
		titles[c.title] = true
		given, want, bad := strings.Cut(strings.TrimSpace(c.data), "\n=>")
		if bad {
			want = "=>" + want
		}
		line := caseLine(given)
		got := complaints(line)
		if ok := strings.HasPrefix(c.title, "可以："); ok != (got == "") || !ok && !strings.HasPrefix(c.title, "不行：") {
			t.Errorf("%s:\n%s\n%s", c.title, line, got)
		}
		switch {
		case *update:
			s.cases[i].data = strings.TrimSpace(given+"\n"+got) + "\n\n"
		case got != want:
			t.Errorf("%s:\ngot  %s\nwant %s", c.title, got, want)
		}
	}
	if *update {
		s.write(t, name)
	}
}

// caseLine makes a line of a case: its first line names kind and envelope.
func caseLine(given string) []byte {
	head, body, _ := strings.Cut(given, "\n")
	words := strings.Fields(head)
	env := map[string]string{
		"id": `"f-1"`, "org": `"o-1"`, "on": `"2026-03-05"`, "at": `"2026-03-05T12:00:00Z"`,
		"by": `"m1"`, "kind": `"` + words[0] + `"`, "v": "1",
	}
	order := []string{"id", "org", "on", "at", "by", "kind", "v", "body"}
	env["body"] = body
	for _, w := range words[1:] {
		key, value, _ := strings.Cut(w, "=")
		if env[key] == "" {
			order = append(order, key)
		}
		if !strings.ContainsAny(value, `{["`) && value != "true" && key != "v" {
			value = `"` + value + `"`
		}
		env[key] = value
	}
	var parts []string
	for _, key := range order {
		parts = append(parts, fmt.Sprintf("%q:%s", key, env[key]))
	}
	return []byte("{" + strings.Join(parts, ",") + "}")
}

// complaints is what Parse or Validate says, one problem a line.
func complaints(line []byte) string {
	f, problems := Parse(line)
	if len(problems) == 0 {
		problems = Validate(f)
	}
	var out []string
	for _, p := range problems {
		out = append(out, "=> "+p.Field+": "+p.Message)
	}
	return strings.Join(out, "\n")
}
