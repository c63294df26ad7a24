package operate

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"qiangji/internal/core/standard"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// pile is packs by directory: what each pack.yaml says after its head.
func pile(packs map[string]string) fs.FS {
	m := fstest.MapFS{}
	for id, rest := range packs {
		head := "pack: " + id + "\nversion: '1'\ntitle: " + id + "\nkind: domain\ndomains: [village]\nfrom: 2020-01-01\n"
		m[id+"/pack.yaml"] = &fstest.MapFile{Data: []byte(head + rest)}
	}
	return m
}

const meeting = `sources: {D: {title: 文}}
items:
  - {id: A, title: 甲, kind: baseline, force: LOCAL, source: {doc: D}, minutes: 10, duty: {every: month, count: 主题党日}, remedy: 做。}
`

func codes(ps []standard.Problem) string {
	var all []string
	for _, p := range ps {
		if !p.Warn {
			all = append(all, p.Code)
		}
	}
	return strings.Join(all, " ")
}

// TestAMissingImport: refused each time it is asked for, not only the first.
func TestAMissingImport(t *testing.T) {
	l := NewLibrary(pile(map[string]string{"top": "import: [{pack: middle}]\n", "middle": "import: [{pack: gone}]\n" + strings.Replace(meeting, "sources: {D: {title: 文}}\n", "", 1)}))
	for range 3 {
		for _, id := range []party.SchemeID{"top", "middle"} {
			problems, err := l.Check(id)
			if err != nil || codes(problems) != "PK-IMPORT" || problems[0].File != string(id)+"/pack.yaml" || problems[0].Line != 7 {
				t.Errorf("%s: %v %+v", id, err, problems)
			}
			if want := map[party.SchemeID]string{"top": "标准包 middle 要引用 gone，但没有找到它", "middle": "要引用的标准包 gone 没有找到"}[id]; !strings.Contains(problems[0].Message, want) {
				t.Errorf("%s: %s, want %s", id, problems[0].Message, want)
			}
			if _, err := l.Test(id); errs.KindOf(err) != errs.NotFound {
				t.Errorf("its cases: %v", err)
			}
			if std, problems := l.Resolve(id, "village", party.DateOf(2026, 12, 31)); std != nil || codes(problems) != "PK-FILE" {
				t.Errorf("%s resolves: %v", id, problems)
			}
		}
	}
	if len(l.Packs()) != 0 {
		t.Errorf("what could not be read whole is kept: %v", l.Packs())
	}
	if _, _, err := l.Pack("gone"); errs.KindOf(err) != errs.NotFound || !strings.Contains(err.Error(), "pack.yaml") {
		t.Errorf("%v", err)
	}
}

// TestPacksInACircle are read once each, and resolve or are refused, but end.
func TestPacksInACircle(t *testing.T) {
	l := NewLibrary(pile(map[string]string{"a": "import: [{pack: b}]\n" + meeting, "b": "import: [{pack: c}]\n", "c": "import: [{pack: a}]\n", "self": "import: [{pack: self}]\n" + meeting}))
	for _, id := range []party.SchemeID{"a", "b", "c", "self"} {
		if _, err := l.Check(id); err != nil {
			t.Errorf("%s: %v", id, err)
		}
		std, problems := l.Resolve(id, "village", party.DateOf(2026, 12, 31))
		if std != nil && len(std.Items) != 1 {
			t.Errorf("%s has %d items", id, len(std.Items))
		}
		if std == nil && codes(problems) == "" {
			t.Errorf("%s: refused without a word", id)
		}
	}
}

// TestABrokenImport: what rests on a pack that could not be read whole is told
// so, and is not resolved from the half that could.
func TestABrokenImport(t *testing.T) {
	l := NewLibrary(pile(map[string]string{
		"top":    "import: [{pack: middle}]\n",
		"middle": "import: [{pack: typo}]\n",
		"typo":   strings.Replace(meeting, "title: 甲", "titel: 甲", 1),
		"over":   "import: [{pack: wrong}]\n",
		"wrong":  strings.Replace(meeting, "force: LOCAL", "force: LOUD", 1),
		"fine":   "import: [{pack: good}]\n",
		"good":   meeting,
	}))
	for id, want := range map[party.SchemeID]string{"typo": "PK-KEY", "middle": "PK-KEY", "top": "PK-KEY", "wrong": "PK-CHOICE", "over": "PK-CHOICE", "good": "", "fine": ""} {
		problems, err := l.Check(id)
		if err != nil || codes(problems) != want {
			t.Errorf("%s: %q %v, want %q", id, codes(problems), err, want)
		}
		for _, p := range problems {
			if want != "" && !p.Warn && !strings.HasPrefix(p.File, "typo/") && !strings.HasPrefix(p.File, "wrong/") {
				t.Errorf("%s: the fault is said to be in %s", id, p.File)
			}
		}
	}
	for _, id := range []party.SchemeID{"typo", "middle", "top"} {
		if std, problems := l.Resolve(id, "village", party.DateOf(2026, 12, 31)); std != nil || codes(problems) != "PK-KEY" {
			t.Errorf("%s resolves all the same: %v", id, problems)
		}
	}
}

// TestNamesOfAnImportOfAnImport: a pack may use what any layer below declares.
func TestNamesOfAnImportOfAnImport(t *testing.T) {
	l := NewLibrary(pile(map[string]string{
		"floor":  "vocabulary: {figures: [{name: 收入, unit: 元}]}\nparams: [{name: 线, value: 3, direction: at_least, source: {doc: D}}]\n" + meeting,
		"middle": "import: [{pack: floor}]\n",
		"top": `import: [{pack: middle}]
items:
  - {id: B, title: 乙, kind: baseline, force: LOCAL, source: {doc: D}, duty: {require: 数值.收入 >= 参数.线}, remedy: 做。}
modify:
  - {item: A, set: {remedy: 早做。}, why: 说得明白些。}
`,
	}))
	if problems, err := l.Check("top"); err != nil || codes(problems) != "" {
		t.Errorf("%+v %v", problems, err)
	}
}

// TestAnEarlierRootWins, and a later one is the fallback.
func TestAnEarlierRootWins(t *testing.T) {
	mine := pile(map[string]string{"shared": "note: 我的\n" + meeting, "mine": meeting})
	theirs := pile(map[string]string{"shared": "note: 内置\n" + meeting, "theirs": meeting, "deep/er": meeting})
	l := NewLibrary(mine, theirs)
	ids, err := l.List()
	if err != nil || !slices.Equal(ids, []party.SchemeID{"deep/er", "mine", "shared", "theirs"}) {
		t.Errorf("%v %v", ids, err)
	}
	if p, _, err := l.Pack("shared"); err != nil || p.Note != "我的" {
		t.Errorf("%+v %v", p, err)
	}
	if _, _, err := l.Pack("deep/er"); err != nil {
		t.Error(err)
	}
}

// noDir is a file system that cannot be listed.
type noDir struct{ fs.FS }

func (noDir) ReadDir(string) ([]fs.DirEntry, error) { return nil, errors.New("磁盘坏了") }

func TestADirectoryThatCannotBeRead(t *testing.T) {
	l := NewLibrary(noDir{pile(map[string]string{"a": meeting})})
	if _, _, err := l.Pack("a"); errs.KindOf(err) != errs.IO || !strings.Contains(err.Error(), "目录 a 读不了") {
		t.Errorf("%v", err)
	}
	if _, err := l.List(); errs.KindOf(err) != errs.IO {
		t.Errorf("%v", err)
	}
	missing := NewLibrary(os.DirFS(filepath.Join(t.TempDir(), "nowhere")))
	if ids, err := missing.List(); err != nil || len(ids) != 0 {
		t.Errorf("a root that does not exist holds nothing: %v %v", ids, err)
	}
}

// TestOpenDir: a pack on disk is called as its directory, at any depth; packs
// beside it are found first, then those of the fallback.
func TestOpenDir(t *testing.T) {
	root := t.TempDir()
	write := func(dir, text string) string {
		t.Helper()
		full := filepath.Join(root, filepath.FromSlash(dir))
		if err := os.MkdirAll(full, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(full, "pack.yaml"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return full
	}
	fallback := pile(map[string]string{"floor": meeting, "beside": "note: 内置\n"})
	write("beside", "pack: beside\nnote: 旁边\n")
	deep := write("county/ours", "pack: county/ours\nversion: '1'\ntitle: 我们\nkind: domain\ndomains: [village]\nfrom: 2020-01-01\nimport: [{pack: floor}, {pack: beside}]\n")
	l, id, err := OpenDir(deep, fallback)
	if err != nil || id != "county/ours" {
		t.Fatalf("%s %v", id, err)
	}
	if _, _, err := l.Pack(id); err != nil || l.Packs()["beside"].Note != "旁边" || l.Packs()["floor"] == nil {
		t.Errorf("%v %v", err, l.Packs())
	}
	other := write("我的包", "pack: demo/small\nversion: '1'\ntitle: 我的\nkind: domain\ndomains: [village]\nfrom: 2020-01-01\nimport: [{pack: floor}]\n")
	l, id, err = OpenDir(other, fallback)
	if err != nil || id != "demo/small" {
		t.Fatalf("a directory of another name: %s %v", id, err)
	}
	if problems, err := l.Check(id); err != nil || codes(problems) != "" || l.Packs()["floor"] == nil {
		t.Errorf("%v %v", err, problems)
	}
	if _, err := l.List(); err != nil {
		t.Error(err)
	}
	if _, _, err := OpenDir(filepath.Join(root, "nowhere"), fallback); err == nil || !strings.Contains(err.Error(), "pack.yaml 读不了") {
		t.Errorf("%v", err)
	}
}

// TestProblemsOfADirectory are told where the user will find them: in the directory
// as it was given, whatever the pack is called; also of one that cannot be read, or
// does not say what it is called.
func TestProblemsOfADirectory(t *testing.T) {
	t.Chdir(t.TempDir())
	head := "version: '1'\ntitle: 题\nkind: domain\ndomains: [village]\nfrom: 2020-01-01\n"
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	wrong := strings.Replace(meeting, "force: LOCAL", "force: LOUD", 1)
	write("e/pack.yaml", "pack: qingshi/2026\n"+head+wrong)
	write("two/pack.yaml", "pack: qingshi/2026\n"+head)
	write("two/20-more.yaml", wrong)
	write("tree/deep/a/pack.yaml", "pack: deep/a\n"+head+"import: [{pack: b}]\n")
	write("tree/b/pack.yaml", "pack: b\n"+head+wrong)
	write("over/pack.yaml", "pack: over\n"+head+"import: [{pack: inside}]\n")
	write("nameless/pack.yaml", head+meeting)
	write("broken/pack.yaml", "pack: p\n"+head+"note: [\n")
	write("colon/pack.yaml", "pack: p\ntitle：题\n"+head)
	fallback := pile(map[string]string{"inside": wrong})
	for given, want := range map[string]string{
		"e": "e/pack.yaml:9 PK-CHOICE", "./e/": "e/pack.yaml:9 PK-CHOICE", "two": "two/20-more.yaml:3 PK-CHOICE",
		"tree/deep/a": "tree/b/pack.yaml:9 PK-CHOICE", "over": "inside/pack.yaml:9 PK-CHOICE",
		"nameless": "nameless/pack.yaml:1 PK-REQUIRED", "broken": "broken/pack.yaml:7 PK-YAML", "colon": "colon/pack.yaml:2 PK-YAML",
	} {
		l, id, err := OpenDir(given, fallback)
		if err != nil {
			t.Errorf("%s: %v", given, err)
			continue
		}
		problems, err := l.Check(id)
		if err != nil || len(problems) != 1 {
			t.Errorf("%s: %v %+v, want one problem", given, err, problems)
			continue
		}
		if p := problems[0]; fmt.Sprintf("%s:%d %s", filepath.ToSlash(p.File), p.Line, p.Code) != want {
			t.Errorf("%s: %+v, want %s", given, p, want)
		}
		if std, _ := l.Resolve(id, "village", party.DateOf(2026, 12, 31)); std != nil && !strings.HasSuffix(want, "PK-CHOICE") {
			t.Errorf("%s resolves all the same", given)
		}
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir("e")
	for given, want := range map[string]string{".": "pack.yaml", filepath.Join(here, "e"): filepath.Join(here, "e", "pack.yaml")} {
		l, id, err := OpenDir(given, fallback)
		if err != nil {
			t.Fatal(err)
		}
		if problems, _ := l.Check(id); len(problems) != 1 || problems[0].File != want {
			t.Errorf("%s: %+v, want %s", given, problems, want)
		}
	}
}

// TestOneProblemHidesNoOther: what the layers show is told beside what is wrong with
// the pack itself, each once.
func TestOneProblemHidesNoOther(t *testing.T) {
	l := NewLibrary(pile(map[string]string{
		"floor": strings.Replace(meeting, "LOCAL", "MUST", 1),
		"top": `import: [{pack: floor}]
titel: 多写的
items:
  - {id: B, title: 乙, kind: baseline, force: LOCALL, source: {doc: D}, minutes: 1, duty: {every: month, count: 党课}, remedy: 做。}
  - {id: A, title: 丙, kind: baseline, force: LOCAL, source: {doc: D}, minutes: 1, duty: {every: month, count: 党大课}, remedy: 做。}
modify:
  - {item: A, set: {duty: {every: year, count: 主题党日}}, why: 松一点}
  - {item: C, set: {remedy: 早做。}, why: 没有这一条}
`,
	}))
	problems, err := l.Check("top")
	if err != nil || codes(problems) != "PK-KEY PK-CHOICE PK-TWICE PK-NAME PK-UNKNOWN PK-LOOSEN" {
		t.Errorf("%v %+v", err, problems)
	}
	if !standard.Partial(problems) {
		t.Error("nothing more can be found")
	}
	if problems, err = l.Check("floor"); err != nil || standard.Partial(problems) {
		t.Errorf("a good pack is only half checked: %v %+v", err, problems)
	}
}

// TestCovers: which years a standard may judge.
func TestCovers(t *testing.T) {
	l := NewLibrary(fstest.MapFS{
		"floor/pack.yaml": {Data: []byte("pack: floor\nversion: '1'\ntitle: 底线\nkind: floor\nfrom: 2026-07-01\n" + meeting)},
		"late/pack.yaml":  {Data: []byte("pack: late\nversion: '1'\ntitle: 年中\nkind: domain\ndomains: [village]\nfrom: 2026-07-01\nto: 2028-03-31\nimport: [{pack: floor}]\n")},
		"top/pack.yaml":   {Data: []byte("pack: top\nversion: '1'\ntitle: 顶\nkind: domain\ndomains: [village]\nfrom: 2020-01-01\nimport: [{pack: floor}, {pack: late}]\n")},
	})
	for _, c := range []struct {
		id   party.SchemeID
		year int
		want string
	}{
		{"late", 2025, "收紧从下一年度起算"}, {"late", 2026, "从 2026-07-01 起用"}, {"late", 2027, ""}, {"late", 2028, ""}, {"late", 2029, "到 2028-03-31 为止"},
		{"top", 2026, "标准包 late 从"}, {"top", 2027, ""}, {"floor", 2026, ""},
	} {
		std, problems := l.Resolve(c.id, "village", party.DateOf(c.year, 12, 31))
		if std == nil {
			t.Fatal(problems)
		}
		err := l.Covers(std, c.year)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s in %d: %v, want %q", c.id, c.year, err, c.want)
		}
	}
	demo := shelf()
	std, problems := demo.Resolve("county-demo", "village", party.DateOf(2031, 12, 31))
	if std == nil {
		t.Fatal(problems)
	}
	if err := demo.Covers(std, 2030); err != nil {
		t.Error(err)
	}
	if err := demo.Covers(std, 2031); err == nil || !strings.Contains(err.Error(), "到 2030-12-31 为止") {
		t.Errorf("a scheme that has ended: %v", err)
	}
}

// TestProfiles: a pack that names no domain serves all of them.
func TestProfiles(t *testing.T) {
	if got := Profiles(&standard.Pack{}); len(got) != len(party.Domains) || got[0] != party.Domains[0].Code {
		t.Errorf("%v", got)
	}
	if got := Profiles(&standard.Pack{Domains: []party.Domain{"soe"}}); !slices.Equal(got, []party.Domain{"soe"}) {
		t.Errorf("%v", got)
	}
}
