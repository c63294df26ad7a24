package operate

import (
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"qiangji/internal/core/standard"
	"qiangji/internal/party"

	"github.com/goccy/go-yaml"
)

// A row is one line of the table in packs/floor/README.md: one row of the
// regulations, and the items that hold it or the reason why none does.
type row struct {
	id, force, doc, article, confidence, why string
	items                                    []string // as written: LY-01（village）
}

var (
	article  = regexp.MustCompile(`^第([\d-]+条|[一二三四五六七八九十]+章)$`)
	heldIn   = regexp.MustCompile(`^([A-Z]+-\d+[a-z]?)(?:（([a-z]+)）)?$`)
	rowForce = map[string]standard.Force{"必须": "MUST", "一般应当": "SHOULD", "可以": "MAY", "地方": "LOCAL", "—": ""}
)

// rows reads the table.
func rows(t *testing.T) []row {
	t.Helper()
	data, err := os.ReadFile("../../../packs/floor/README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, ok := strings.Cut(string(data), "## 逐行对照\n")
	if !ok {
		t.Fatal("the table is gone")
	}
	var all []row
	for line := range strings.SplitSeq(table, "\n") {
		cells := strings.Split(strings.Trim(line, "|"), "|")
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| 行 ") {
			continue
		}
		if len(cells) != 6 {
			t.Fatalf("%d cells: %s", len(cells), line)
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		r := row{id: cells[0], force: cells[1], confidence: cells[3], why: cells[5]}
		r.doc, r.article, _ = strings.Cut(cells[2], " ")
		if cells[4] != "—" {
			r.items = strings.Split(cells[4], "、")
		}
		all = append(all, r)
	}
	return all
}

// asked returns every item of the floor and the domain packs by the name that the
// table gives it: ZB-40, or LY-01（village）; each read off what is resolved for
// the domains that it is for.
func asked(t *testing.T) map[string]standard.Item {
	t.Helper()
	l := shelf()
	found := map[string]standard.Item{}
	for _, id := range ids(t) {
		p, _, err := l.Pack(id)
		if err != nil {
			t.Fatal(err)
		}
		if id != "floor" && !strings.HasPrefix(string(id), "domain/") {
			continue
		}
		for _, d := range Profiles(p) {
			std, problems := l.Resolve(id, d, party.DateOf(2026, 12, 31))
			if std == nil {
				t.Fatalf("%s for %s: %+v", id, d, problems)
			}
			for _, own := range p.Items {
				name := string(own.ID)
				if p.Kind == "domain" {
					name += "（" + strings.TrimPrefix(string(id), "domain/") + "）"
				}
				i := slices.IndexFunc(std.Items, func(it standard.Item) bool { return it.ID == own.ID })
				switch {
				case i >= 0:
					found[name] = std.Items[i]
				case len(own.Domains) == 0 || slices.Contains(own.Domains, d):
					t.Errorf("%s of %s is not asked for %s", own.ID, id, d)
				}
			}
		}
	}
	return found
}

// TestEveryRowIsHeldOrExplained: every row of the regulations stands in the table
// once, with an item that says the same of it, or with a reason.
func TestEveryRowIsHeldOrExplained(t *testing.T) {
	items, seen := asked(t), map[string]bool{}
	for _, r := range rows(t) {
		if seen[r.id] {
			t.Errorf("%s stands twice", r.id)
		}
		seen[r.id] = true
		if _, ok := rowForce[r.force]; !ok {
			t.Errorf("%s: force %q", r.id, r.force)
		}
		if len(r.items) == 0 && r.why == "" {
			t.Errorf("%s is in no item, and nothing says why", r.id)
		}
		for _, name := range r.items {
			it, ok := items[name]
			if !ok {
				t.Errorf("%s: there is no item %s", r.id, name)
				continue
			}
			for _, wrong := range r.differs(it) {
				t.Errorf("%s, %s: %s", r.id, name, wrong)
			}
		}
	}
}

// differs says what an item says otherwise than its row. An item that takes in a
// row beside its own may be stricter, never weaker.
func (r row) differs(it standard.Item) (wrong []string) {
	force := rowForce[r.force]
	switch {
	case strings.HasPrefix(r.id, "年历·"):
		if it.Force != force {
			wrong = append(wrong, "the calendar has another force")
		}
		return wrong
	case strings.HasPrefix(r.why, "并入"):
		if string(it.ID) == r.id || standard.Forces.Index(it.Force) > standard.Forces.Index(force) {
			wrong = append(wrong, fmt.Sprintf("%s cannot be taken in by %s", r.force, it.Force))
		}
		return wrong
	case string(it.ID) != r.id:
		return []string{"the row does not say that another takes it in"}
	case force == "" && it.Force == "MUST":
		wrong = append(wrong, "nothing says 必须")
	case strings.HasPrefix(r.why, "授权") && it.Force == "MAY":
	case force != "" && it.Force != force:
		wrong = append(wrong, fmt.Sprintf("force %s, the row says %s", it.Force, r.force))
	}
	doc := r.doc
	if doc == "地方" {
		doc = "DF-LOCAL"
	}
	shown := ""
	if r.confidence == "V" && article.MatchString(r.article) {
		shown = r.article
	}
	if it.Source.Doc != doc || it.Source.Article != shown || it.Source.Confidence != r.confidence {
		wrong = append(wrong, fmt.Sprintf("source %+v, the row says %s %s %s", it.Source, doc, shown, r.confidence))
	}
	return wrong
}

// TestEveryItemHasARow: no item of the floor or a domain asks what no row says.
func TestEveryItemHasARow(t *testing.T) {
	own := map[string]bool{}
	count := map[string]int{}
	for _, r := range rows(t) {
		count[r.id[:min(3, len(r.id))]]++
		for _, name := range r.items {
			if m := heldIn.FindStringSubmatch(name); m == nil {
				t.Errorf("%s: %q names no item", r.id, name)
			} else if m[1] == r.id {
				own[name] = true
			}
		}
	}
	for name := range asked(t) {
		if !own[name] {
			t.Errorf("%s has no row of its own", name)
		}
	}
	// The rows of the regulations, with those that were split: a row that is struck
	// out by mistake is missed here.
	for prefix, n := range map[string]int{"ZB-": 98, "XJ-": 36, "FZ-": 49, "JY-": 29, "DF-": 26, "SH-": 16, "RR-": 18, "CZ-": 14, "LY-": 47} {
		if count[prefix] != n {
			t.Errorf("%d rows of %s, want %d", count[prefix], prefix, n)
		}
	}
}

// TestTheTableCanBeWrong: what the table is held to is found when it is not so.
func TestTheTableCanBeWrong(t *testing.T) {
	it := asked(t)["ZB-40"]
	r := row{id: "ZB-40", force: "一般应当", doc: "D-ZB", article: "第11条", confidence: "V"}
	if wrong := r.differs(it); len(wrong) > 0 {
		t.Fatalf("%v", wrong)
	}
	for what, spoil := range map[string]func(*row){
		"force":      func(r *row) { r.force = "必须" },
		"weaker":     func(r *row) { r.id, r.force, r.why = "ZB-99", "必须", "并入" },
		"document":   func(r *row) { r.doc = "D-JY" },
		"article":    func(r *row) { r.article = "第12条" },
		"confidence": func(r *row) { r.confidence = "V~" },
		"unsaid":     func(r *row) { r.id = "ZB-41" },
	} {
		bad := r
		if spoil(&bad); len(bad.differs(it)) == 0 {
			t.Errorf("a wrong %s passes", what)
		}
	}
}

// TestEveryItemSaysWhoAndHow: each item names who sees to it and how it is mended;
// what is only permitted is never asked, and what stands above is borne above.
func TestEveryItemSaysWhoAndHow(t *testing.T) {
	counts := map[string]int{}
	for name, it := range asked(t) {
		if it.Post == "" || it.Remedy == "" {
			t.Errorf("%s: post %q, remedy %q", name, it.Post, it.Remedy)
		}
		if (it.Duty == nil) != (it.Force == "MAY") {
			t.Errorf("%s is %s and its duty is %+v", name, it.Force, it.Duty)
		}
		if local := strings.HasSuffix(name, "（local）"); local != (it.Force == "LOCAL") {
			t.Errorf("%s is %s", name, it.Force)
		}
		if upper := it.Bearer != "branch"; !upper && strings.Contains(it.AppliesIf, "建制") {
			t.Errorf("%s is asked of an upper level and borne by the branch", name)
		}
		if !strings.Contains(name, "（") {
			counts[standard.Forces.Label(it.Force)+" "+standard.Bearers.Label(it.Bearer)]++
		}
	}
	data, err := os.ReadFile("../../../packs/floor/README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []standard.Force{"MUST", "SHOULD", "MAY", "LOCAL"} {
		label := standard.Forces.Label(f)
		n := func(b string) int { return counts[label+" "+b] }
		word, _, _ := strings.Cut(label, "要求")
		line := fmt.Sprintf("| %s | %d | %d | %d |\n", word, n("支部"), n("基层党委"), n("县级党委"))
		if !strings.Contains(string(data), line) {
			t.Errorf("the README counts otherwise: %s", line)
		}
	}
}

// TestEveryItemIsTriedBothWays: the cases of a pack meet and miss each of its
// items that has a duty, and call what is only permitted not applicable.
func TestEveryItemIsTriedBothWays(t *testing.T) {
	tried := map[string]map[string]bool{}
	for _, id := range ids(t) {
		domain, is := strings.CutPrefix(string(id), "domain/")
		if !is && id != "floor" {
			continue
		}
		root := os.DirFS("../../../packs/" + string(id) + "/tests")
		files, err := fs.Glob(root, "*.yaml")
		if err != nil || len(files) == 0 {
			t.Fatal(id, err)
		}
		for _, name := range files {
			data, err := fs.ReadFile(root, name)
			if err != nil {
				t.Fatal(err)
			}
			var cases []packTest
			if err := yaml.Unmarshal(data, &cases); err != nil {
				t.Fatal(err)
			}
			for _, c := range cases {
				for item, want := range c.Expect {
					if is {
						item += "（" + domain + "）"
					}
					if tried[item] == nil {
						tried[item] = map[string]bool{}
					}
					tried[item][fmt.Sprint(want)] = true
				}
			}
		}
	}
	for name, it := range asked(t) {
		want := []string{"达标", "未达标"}
		if it.Duty == nil {
			want = []string{"不适用"}
		}
		for _, v := range want {
			if !tried[name][v] {
				t.Errorf("no case has %s %s", name, v)
			}
		}
	}
}

// TestNoPlaceLoosensTheLaw: a scheme over the floor and a domain that weakens,
// delays, narrows or strikes out what must be done is refused with the clause named.
func TestNoPlaceLoosensTheLaw(t *testing.T) {
	const head = "pack: mine\nversion: '1'\ntitle: 某地\nkind: domain\ndomains: [village]\nfrom: 2026-01-01\n"
	for change, clause := range map[string]string{
		"import: [{pack: floor}, {pack: domain/village}]\nmodify: [{item: ZB-65, set: {force: SHOULD}, why: 忙}]\n":                    "第17条",
		"import: [{pack: floor}, {pack: domain/village}]\nmodify: [{item: ZB-20, set: {applies_if: 正式党员数 > 20}, why: 忙}]\n":           "第20条",
		"import: [{pack: floor}, {pack: domain/village}]\nmodify: [{item: ZB-24, set: {duty: {clock: 换届, within: 1年}}, why: 忙}]\n":    "第21条",
		"import: [{pack: floor}, {pack: domain/village}]\nmodify: [{item: FZ-02, set: {duty: {clock: 申请谈话, within: 2个月}}, why: 忙}]\n": "第8条",
		"import: [{pack: floor, prune: [{item: XJ-13, why: 忙}]}, {pack: domain/village}]\n":                                           "中国共产党基层组织选举工作条例",
		"import: [{pack: floor}, {pack: domain/village}]\nmodify: [{item: LY-01, set: {domains: [community]}, why: 忙}]\n":             "中国共产党农村基层组织工作条例",
		"import: [{pack: floor}, {pack: domain/village}]\nmodify: [{item: ZB-63, set: {excuse: 2}, why: 农忙}]\n":                       "中国共产党支部工作条例",
	} {
		l := NewLibrary(fstest.MapFS{"mine/pack.yaml": {Data: []byte(head + change)}}, os.DirFS("../../../packs"))
		std, problems := l.Resolve("mine", "village", party.DateOf(2026, 12, 31))
		if std != nil || len(problems) == 0 || problems[0].Code != standard.CodeLoosen || !strings.Contains(problems[0].Message, clause) {
			t.Errorf("%s: %v %+v", change, std != nil, problems)
		}
	}
	tight := "import: [{pack: floor}, {pack: domain/village}]\nmodify: [{item: ZB-65, set: {duty: {every: half, count: 组织生活会}}, why: 每半年一次}]\n"
	l := NewLibrary(fstest.MapFS{"mine/pack.yaml": {Data: []byte(head + tight)}}, os.DirFS("../../../packs"))
	if std, problems := l.Resolve("mine", "village", party.DateOf(2026, 12, 31)); std == nil {
		t.Errorf("a tightening is refused: %+v", problems)
	}
}
