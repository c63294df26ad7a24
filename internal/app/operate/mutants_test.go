package operate

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"qiangji/internal/party"
)

var everyMutant = flag.Bool("mutants", false, "try every mutation of the packs, not only one in eight")

// A mutant is a pack of which one word or number was changed.
type mutant struct {
	pack  party.SchemeID
	file  string
	line  int
	item  string // the items that the change concerns; a parameter's name where it has no item
	kind  string
	was   string
	is    string
	whole string // the changed file
}

func (m mutant) String() string {
	return fmt.Sprintf("%s %s [%s] %s → %s", m.pack, m.item, m.kind, strings.TrimSpace(m.was), strings.TrimSpace(m.is))
}

// A mutation makes other lines of one line of a pack.
type mutation struct {
	kind string
	find *regexp.Regexp
	make func(m []string) []string // what the match may become
}

func swap(kind, find string, to ...string) mutation {
	return mutation{kind, regexp.MustCompile(find), func([]string) []string { return to }}
}

// shift changes the number between two groups.
func shift(kind, find string, by ...int) mutation {
	return mutation{kind, regexp.MustCompile(find), func(m []string) (all []string) {
		n, _ := strconv.Atoi(m[2])
		for _, d := range by {
			if n+d >= 0 {
				all = append(all, m[1]+strconv.Itoa(n+d)+m[3])
			}
		}
		return all
	}}
}

// drop takes one of a list away.
func drop(kind, find, between string) mutation {
	return mutation{kind, regexp.MustCompile(find), func(m []string) (all []string) {
		parts := strings.Split(m[2], between)
		for i := range parts {
			if len(parts) > 1 {
				rest := slices.Concat(parts[:i], parts[i+1:])
				all = append(all, m[1]+strings.Join(rest, between)+m[3])
			}
		}
		return all
	}}
}

// mutations are the ways in which a cadence, a deadline, a threshold or whom an
// item is asked of may come to say something else.
var mutations = []mutation{
	swap("cadence", `every: month`, "every: quarter"), swap("cadence", `every: quarter`, "every: half", "every: month"),
	swap("cadence", `every: half`, "every: year", "every: quarter"), swap("cadence", `every: year`, "every: half"),
	shift("deadline", `(within: )(\d+)()`, 1, -1), shift("wait", `(at_least: )(\d+)()`, 1, -1),
	shift("grace", `(grace: )(\d+)()`, 1, -1), swap("grace", `, grace: 到年底`, ""),
	shift("until", `(until: )(\d+)()`, 1, -1), shift("excuse", `(excuse: )(\d+)()`, 1, -1),
	shift("months", `(months: \[)(\d+)(\])`, 1),
	shift("threshold", `((?:[<>]=?|[=!]=|\*) )(\d+)()`, 1, -1), shift("threshold", `(截至\()(\d+)(,)`, -1),
	shift("parameter", `(value: )(\d+)(,)`, 1, -1),
	swap("threshold", `>= `, "> "), swap("threshold", `<= `, "< "),
	drop("condition", `(applies_if: )(.*)()$`, " 且 "), swap("condition", `^    applies_if: .*$`, ""),
	drop("condition", `(require: )(.*?)((?:, grace|, waits|\}|$))`, " 且 "), drop("condition", `(require: )(.*?)((?:, grace|, waits|\}|$))`, " 或 "),
	drop("part", `(each: \[)(.*?)(\])`, ", "), drop("part", `(count: )([^,}]*)()`, " + "),
	drop("waits", `(waits: \[)(.*?)(\])`, ", "), swap("waits", `, waits: \[[^\]]*\]`, ""),
	drop("fields", `(domains: \[)(.*?)(\])`, ", "),
	swap("force", `force: MUST`, "force: SHOULD"), swap("force", `force: SHOULD`, "force: MUST"),
	swap("bearer", `^    bearer: .*$`, ""),
}

var itemLine = regexp.MustCompile(`^  - (?:id|item): (\S+)`)

// mutants changes every line of the floor and the domain packs in every way.
func mutants(t *testing.T, root fs.FS) []mutant {
	t.Helper()
	var all []mutant
	for _, id := range ids(t) {
		if id != "floor" && !strings.HasPrefix(string(id), "domain/") {
			continue
		}
		files, err := fs.Glob(root, path.Join(string(id), "*.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			data, err := fs.ReadFile(root, name)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, mutate(id, name, string(data))...)
		}
	}
	return all
}

// mutate changes every line of one file.
func mutate(id party.SchemeID, name, text string) (all []mutant) {
	lines, item := strings.Split(text, "\n"), ""
	for i, was := range lines {
		if m := itemLine.FindStringSubmatch(was); m != nil {
			item = m[1]
		}
		subject := item
		if p := regexp.MustCompile(`^  - \{name: (\S+), value`).FindStringSubmatch(was); p != nil {
			subject = "参数." + p[1]
		}
		if subject == "" || strings.Contains(was, "reading:") || strings.Contains(was, "title:") || strings.Contains(was, "remedy:") {
			continue
		}
		for _, mu := range mutations {
			for _, at := range mu.find.FindAllStringSubmatchIndex(was, -1) {
				groups := mu.find.FindStringSubmatch(was[at[0]:])
				for _, to := range mu.make(groups) {
					is := was[:at[0]] + to + was[at[1]:]
					whole := strings.Join(slices.Concat(lines[:i], []string{is}, lines[i+1:]), "\n")
					m := mutant{id, name, i + 1, subject, mu.kind, was, is, whole}
					if is != was && !slices.ContainsFunc(all, func(o mutant) bool { return o.line == m.line && o.is == m.is }) {
						all = append(all, m)
					}
				}
			}
		}
	}
	return all
}

// killed reports whether a mutant is refused, or a line is off.
func (m mutant) killed(packs fstest.MapFS, lines []line) bool {
	changed := fstest.MapFS{}
	for name, f := range packs {
		changed[name] = f
	}
	changed[m.file] = &fstest.MapFile{Data: []byte(m.whole)}
	l := NewLibrary(changed)
	_, problems, err := l.Pack(m.pack)
	if err != nil || failed(problems) {
		return true
	}
	g := newGround(l)
	if len(g.params(m.pack)) > 0 {
		return true
	}
	for _, line := range lines {
		if concerns := line.pack == m.pack && string(line.item) == m.item || strings.HasPrefix(m.item, "参数."); !concerns {
			continue
		}
		if len(g.static(line)) > 0 || len(g.off(line)) > 0 {
			return true
		}
	}
	return false
}

// even are mutants that say the same as what they were made of, and why.
var even = map[string]string{
	"LY-26 ": "a MAY is judged of nobody", "ZB-90a ": "a MAY is judged of nobody", "LY-04 ": "a MAY is judged of nobody",
	"ZB-09 applies_if: 非 功能型 且 非 流动": "the fold runs no clock of a first election for who has no members of its own",
	"ZB-09 applies_if: 非 临时 且 非 流动":  "as above", "ZB-09 applies_if: 非 临时 且 非 功能型": "as above", "ZB-09 ": "as above",
	"ZB-28a applies_if: 支委职数 > 0 且 非 临时 且 非 功能型": "seats without a committee are refused when they are recorded",
	"ZB-60 duty: {require: 人数(非 党员.调整 且 非 党员.失联 且 非 党员.国外 且 党员.在册月数 == 12 且 党员.应到 > 0 且 党员.到会 == 0) == 0, grace: 到年底}": "who is away in living contact is due nowhere",
	"XJ-09 duty: {clock: 报批后换届, at_least: 1天}": "what is sent up on the day of an election is taken to come after it",
	"XJ-11 duty: {clock: 报批后换届, at_least: 1天}": "as above", "XJ-25 duty: {clock: 请示后换届, at_least: 1天}": "as above",
}

// TestNoLineMayBeMoved: a pack of which one cadence, deadline, threshold or
// condition is changed is not what the lines say. One mutation in eight is tried;
// with -mutants every one.
func TestNoLineMayBeMoved(t *testing.T) {
	root := os.DirFS("../../../packs")
	packs := fstest.MapFS{}
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".yaml" || strings.Contains(name, "/tests/") || strings.HasPrefix(name, "examples/") {
			return err
		}
		data, err := fs.ReadFile(root, name)
		packs[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	all, drawn := mutants(t, root), lines()
	for g, i := newGround(NewLibrary(packs)), 0; i < len(drawn); i++ { // or its mutants would die of it
		if w := append(g.static(drawn[i]), g.off(drawn[i])...); len(w) > 0 {
			t.Fatal(drawn[i].item, w)
		}
	}
	tried, lived, kinds := 0, 0, map[string][2]int{}
	for i, m := range all {
		if !*everyMutant && i%8 != 0 {
			continue
		}
		tried++
		k := kinds[m.kind]
		k[0]++
		if !m.killed(packs, drawn) {
			lived, k[1] = lived+1, k[1]+1
			if why, ok := even[m.item+" "+strings.TrimSpace(m.is)]; ok {
				t.Logf("lives, for %s: %s", why, m)
			} else {
				t.Errorf("lives: %s", m)
			}
		}
		kinds[m.kind] = k
	}
	t.Logf("%d of %d mutants tried, %d live: %v", tried, len(all), lived, kinds)
	if lived*20 > tried {
		t.Errorf("%d of %d mutants live: more than one in twenty", lived, tried)
	}
}
