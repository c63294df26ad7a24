package standard

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The archives of testdata/check are read by people: every file is a piece of a
// pack that stands on testdata/base.yaml, or a whole pack, or (with an @ before its
// name) a pack that the others may import. A comment at the end of a line says what
// the checker must find there:
//
//	points: -1 # !13 PK-POINTS 不能是负数      a problem at column 13 whose message has these words
//	floor: 0   # ?12 PK-FLOOR  合计            a warning
//
// What is found and not announced fails, too. With -update the columns are filled
// in where they are missing.

// An expected is one announced problem.
type expected struct {
	line, col int
	warn      bool
	code      string
	words     string
}

var (
	announced   = regexp.MustCompile(`# ([!?]\d* PK-[A-Z]+.*)$`)
	announcing  = regexp.MustCompile(`^([!?])(\d*) (PK-[A-Z]+) ?(.*)$`)
	nextProblem = regexp.MustCompile(` +([!?]\d* PK-)`)
)

// expectations reads the announcements of a case.
func expectations(t *testing.T, text string) []expected {
	t.Helper()
	var want []expected
	for i, line := range strings.Split(text, "\n") {
		m := announced.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		for one := range strings.SplitSeq(nextProblem.ReplaceAllString(m[1], "\x00$1"), "\x00") {
			x := announcing.FindStringSubmatch(one)
			if x == nil {
				t.Fatalf("line %d: cannot read %q", i+1, one)
			}
			col, _ := strconv.Atoi(x[2])
			want = append(want, expected{i + 1, col, x[1] == "?", x[3], strings.TrimSpace(x[4])})
		}
	}
	return want
}

// match takes the announced problem that p is out of want.
func match(want []expected, p Problem) ([]expected, bool) {
	for i, w := range want {
		if w.line == p.Line && (w.col == 0 || w.col == p.Col) && w.warn == p.Warn && w.code == p.Code && strings.Contains(p.Message, w.words) {
			return slices.Delete(slices.Clone(want), i, i+1), true
		}
	}
	return want, false
}

// A world is the packs that an archive's cases may import.
type world map[string]*Pack

func worldOf(t *testing.T, a *archive) world {
	t.Helper()
	w := world{}
	for _, f := range a.files {
		if !strings.HasPrefix(f.name, "@") {
			continue
		}
		p, problems := Parse([]File{{f.name, []byte(f.text)}})
		if len(problems) > 0 {
			t.Fatalf("%s: %+v", f.name, problems)
		}
		w[string(p.ID)] = p
	}
	return w
}

// imports returns what a pack imports, with what that imports, lowest first.
func (w world) imports(p *Pack, seen map[*Pack]bool) []*Pack {
	var list []*Pack
	for _, in := range p.Import {
		if q := w[string(in.Pack)]; q != nil && !seen[q] {
			seen[q] = true
			list = append(append(list, w.imports(q, seen)...), q)
		}
	}
	return list
}

// problemsOf parses and checks one case. A case without a scheme of its own gets
// one whose only part has as many points as the case's items.
func (w world) problemsOf(t *testing.T, name, text string) []Problem {
	t.Helper()
	files := []File{{name, []byte(text)}}
	helped := false
	if !strings.HasPrefix(text, "pack:") && !strings.Contains(text, "\npack:") {
		files = append(files, base(t))
		if helped = !strings.HasPrefix(text, "scheme:") && !strings.Contains(text, "\nscheme:"); helped {
			files = append(files, File{"~scheme.yaml", []byte(plainScheme("0"))})
		}
	}
	p, problems := Parse(files)
	if p == nil {
		return problems
	}
	if helped {
		sum := Rat{}
		for _, it := range p.Items {
			sum = sum.Add(amountOr(it.Points))
		}
		p.Scheme.Max, p.Scheme.Parts[0].Points = sum.String(), sum.String()
	}
	return append(problems, Check(p, w.imports(p, map[*Pack]bool{})...)...)
}

func TestCheckCases(t *testing.T) {
	archives, err := filepath.Glob("testdata/check/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no cases", err)
	}
	seen := map[string]bool{}
	for _, path := range archives {
		a := readArchive(t, path)
		w := worldOf(t, a)
		for i := range a.files {
			f := &a.files[i]
			if strings.HasPrefix(f.name, "@") {
				continue
			}
			t.Run(filepath.Base(path)+"/"+f.name, func(t *testing.T) {
				problems := w.problemsOf(t, "case.yaml", f.text)
				want := expectations(t, f.text)
				for _, x := range want {
					seen[x.code] = true
				}
				if *update {
					f.text = withColumns(f.text, want, problems)
				}
				holdTo(t, want, problems)
			})
		}
		if *update {
			if err := os.WriteFile(path, []byte(a.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, c := range Codes {
		if !seen[c.Code] && c.Code != CodeHostile && c.Code != CodeYAML && c.Code != CodeDomain {
			t.Errorf("no case shows %s", c.Code)
		}
	}
}

// holdTo compares what was found in the case with what was announced.
func holdTo(t *testing.T, want []expected, problems []Problem) {
	t.Helper()
	for _, p := range problems {
		left, ok := match(want, p)
		if !ok || p.File != "case.yaml" {
			t.Errorf("not announced: %s:%d:%d %s warn=%v %s", p.File, p.Line, p.Col, p.Code, p.Warn, p.Message)
			continue
		}
		want = left
	}
	for _, w := range want {
		t.Errorf("announced, but not found: line %d col %d %s warn=%v %s", w.line, w.col, w.code, w.warn, w.words)
	}
}

// withColumns fills in the columns that announcements leave open, and announces
// what is not announced, for the author to read.
func withColumns(text string, want []expected, problems []Problem) string {
	lines := strings.Split(text, "\n")
	for _, p := range problems {
		if p.Line < 1 || p.Line > len(lines) || p.File != "case.yaml" {
			continue
		}
		line := &lines[p.Line-1]
		mark := "!"
		if p.Warn {
			mark = "?"
		}
		left, ok := match(want, p)
		want = left
		placed := fmt.Sprintf("%s%d %s", mark, p.Col, p.Code)
		switch {
		case ok:
			*line = strings.Replace(*line, mark+" "+p.Code, placed, 1)
		case announced.MatchString(*line):
			*line += " " + placed + " " + gist(p.Message)
		default:
			*line += " # " + placed + " " + gist(p.Message)
		}
	}
	return strings.Join(lines, "\n")
}

// gist is the first clause of a message.
func gist(message string) string {
	if i := strings.IndexAny(message, "；，：(?!"); i > 0 {
		message = message[:i]
	}
	return message
}
