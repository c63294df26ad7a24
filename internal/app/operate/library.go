package operate

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"qiangji/internal/core/standard"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// A Library (标准库) finds packs by id: a pack's id is its directory below one of
// the roots, and an earlier root wins.
type Library struct {
	roots []fs.FS
	given string         // the directory of the first root's pack as its user named it; empty: packs are named by id
	own   party.SchemeID // that pack
	packs map[party.SchemeID]*standard.Pack
	found map[party.SchemeID][]standard.Problem
}

// NewLibrary returns a library over roots, the first preferred.
func NewLibrary(roots ...fs.FS) *Library {
	return &Library{
		roots: roots,
		packs: map[party.SchemeID]*standard.Pack{},
		found: map[party.SchemeID][]standard.Problem{},
	}
}

// Pack reads the pack with that id and, with it, every pack that it imports. The
// problems are those of reading; Check finds the rest.
func (l *Library) Pack(id party.SchemeID) (*standard.Pack, []standard.Problem, error) {
	if p, ok := l.packs[id]; ok {
		return p, l.found[id], nil
	}
	p, problems, err := l.parse(id)
	if err != nil {
		return nil, nil, err
	}
	if p == nil {
		p = standard.Unread(id)
	}
	l.packs[id], l.found[id] = p, problems
	for _, i := range p.Import {
		if i.Pack == "" {
			continue // Check tells
		}
		if _, _, err := l.Pack(i.Pack); err != nil {
			delete(l.packs, id) // or the next question would find it whole
			delete(l.found, id)
			return nil, nil, errs.E("operate.Pack", errs.KindOf(err), fmt.Sprintf("标准包 %s 要引用 %s，但没有找到它", id, i.Pack), err)
		}
	}
	return p, problems, nil
}

// Packs returns every pack read so far, by id.
func (l *Library) Packs() map[party.SchemeID]*standard.Pack { return l.packs }

// Check reads a pack and everything it imports and returns all problems of the
// pack itself, then the errors of its imports: on them nothing can be built. What
// would only follow from a problem is not looked for; standard.Partial tells.
func (l *Library) Check(id party.SchemeID) ([]standard.Problem, error) {
	p, problems, err := l.Pack(id)
	if errs.KindOf(err) == errs.NotFound {
		p, problems, err = l.halfPack(id)
	}
	if err != nil {
		return nil, err
	}
	imports := l.below(p)
	problems = append(slices.Clone(problems), standard.Check(p, imports...)...)
	partial := standard.Partial(problems)
	faults := l.faults(imports)
	problems = appendNew(problems, faults)
	if len(p.Import) == 0 || len(faults) > 0 || l.packs[id] == nil {
		return problems, nil
	}
	for _, d := range Profiles(p) {
		_, more := standard.Resolve(l.packs, id, d, party.YearOf(p.From.Year()).To)
		if partial {
			more = layered(more, problems)
		}
		problems = appendNew(problems, more)
	}
	return problems, nil
}

// parse reads the files of a pack; the pack is nil where they cannot be read as one.
func (l *Library) parse(id party.SchemeID) (*standard.Pack, []standard.Problem, error) {
	root, err := l.root(id)
	if err != nil {
		return nil, nil, err
	}
	files, err := packFiles(root, string(id), l.shown(id))
	if err != nil {
		return nil, nil, err
	}
	p, problems := standard.Parse(files)
	return p, problems, nil
}

// halfPack reads a pack some of whose imports cannot be found: each is a problem.
func (l *Library) halfPack(id party.SchemeID) (*standard.Pack, []standard.Problem, error) {
	p, problems, err := l.parse(id)
	if err != nil {
		return nil, nil, err
	}
	known, err := l.List()
	if err != nil {
		return nil, nil, err
	}
	for i := range p.Import {
		if _, _, err := l.Pack(p.Import[i].Pack); err != nil {
			problems = append(problems, p.Missing(i, known, err.Error()))
		}
	}
	return p, problems, nil
}

// layered keeps of what resolving found that which is of the layers alone, and told
// nowhere else: of a pack with problems of its own the rest repeats them.
func layered(more, told []standard.Problem) []standard.Problem {
	return slices.DeleteFunc(slices.Clone(more), func(m standard.Problem) bool {
		switch m.Code {
		case standard.CodeLoosen, standard.CodeUnknown, standard.CodeTwice, standard.CodeImport:
			return slices.ContainsFunc(told, func(p standard.Problem) bool {
				return p.File == m.File && p.Line == m.Line && p.Col == m.Col && p.Code == m.Code
			})
		}
		return true
	})
}

// below returns everything that a pack rests on, each once and before what rests
// on it, without the pack itself.
func (l *Library) below(p *standard.Pack) []*standard.Pack {
	seen := map[party.SchemeID]bool{p.ID: true}
	var all []*standard.Pack
	var visit func(*standard.Pack)
	visit = func(p *standard.Pack) {
		for _, i := range p.Import {
			if q := l.packs[i.Pack]; q != nil && !seen[i.Pack] {
				seen[i.Pack] = true
				visit(q)
				all = append(all, q)
			}
		}
	}
	visit(p)
	return all
}

// faults returns the errors found in reading packs, or else in checking them.
func (l *Library) faults(packs []*standard.Pack) []standard.Problem {
	var all []standard.Problem
	for _, p := range packs {
		problems := l.found[p.ID]
		if !failed(problems) {
			problems = standard.Check(p, l.below(p)...)
		}
		all = append(all, errorsOf(problems)...)
	}
	return all
}

func errorsOf(ps []standard.Problem) []standard.Problem {
	return slices.DeleteFunc(slices.Clone(ps), func(p standard.Problem) bool { return p.Warn })
}

func appendNew(ps, more []standard.Problem) []standard.Problem {
	for _, m := range more {
		if !slices.Contains(ps, m) {
			ps = append(ps, m)
		}
	}
	return ps
}

func failed(ps []standard.Problem) bool {
	return slices.ContainsFunc(ps, func(p standard.Problem) bool { return !p.Warn })
}

// Profiles returns the domains that a pack can be resolved for.
func Profiles(p *standard.Pack) []party.Domain {
	if len(p.Domains) > 0 {
		return p.Domains
	}
	var ds []party.Domain
	for _, d := range party.Domains {
		ds = append(ds, d.Code)
	}
	return ds
}

// Resolve returns the standard of a pack for one profile on one day; none if the
// pack, or a pack below it, could not be read whole.
func (l *Library) Resolve(id party.SchemeID, domain party.Domain, on party.Date) (*standard.Standard, []standard.Problem) {
	p, problems, err := l.Pack(id)
	if err != nil {
		return nil, []standard.Problem{{File: string(id), Code: "PK-FILE", Message: err.Error()}}
	}
	problems = slices.Clone(problems)
	for _, q := range l.below(p) {
		problems = append(problems, errorsOf(l.found[q.ID])...)
	}
	if p.ID == "" && !failed(problems) {
		checked, _ := l.Check(id) // it was read just now
		problems = errorsOf(checked)
	}
	if failed(problems) {
		return nil, problems
	}
	return standard.Resolve(l.packs, id, domain, on)
}

// Covers says why a standard cannot judge a year: a pack of it came into force
// after the year had begun, for a tightening counts from the next year on (C13),
// or has ended; or the scheme has (C12). The floor is law and holds from its day.
func (l *Library) Covers(std *standard.Standard, year int) error {
	if std.Archived != "" {
		return nil // it judges no year at all, and says so itself (C4)
	}
	days := party.YearOf(year)
	for _, id := range std.From {
		p := l.packs[id]
		switch {
		case p.Kind == "floor":
		case p.From > days.From:
			return errs.E("operate.Covers", errs.Invalid, fmt.Sprintf("标准包 %s 从 %s 起用，%d 年度开始时还没有它；收紧从下一年度起算(C13)", id, p.From, year), nil)
		case p.To != party.NoDate && p.To < days.From:
			return errs.E("operate.Covers", errs.Invalid, fmt.Sprintf("标准包 %s 到 %s 为止，不能用于 %d 年度", id, p.To, year), nil)
		}
	}
	if s := std.Rating; s != nil && s.Ends != party.NoDate && s.Ends < days.From {
		return errs.E("operate.Covers", errs.Invalid, fmt.Sprintf("方案「%s」到 %s 为止，不能用于 %d 年度(C12)", s.Title, s.Ends, year), nil)
	}
	return nil
}

func (l *Library) root(id party.SchemeID) (fs.FS, error) {
	for _, r := range l.roots {
		if _, err := fs.Stat(r, path.Join(string(id), "pack.yaml")); err == nil {
			return r, nil
		}
	}
	return nil, errs.E("operate.Pack", errs.NotFound, fmt.Sprintf("没有找到标准包 %s：它的目录里要有 pack.yaml", id), nil)
}

// List returns the ids of all packs of all roots, in order.
func (l *Library) List() ([]party.SchemeID, error) {
	var ids []party.SchemeID
	for _, r := range l.roots {
		err := fs.WalkDir(r, ".", func(p string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && path.Base(p) == "pack.yaml" && path.Dir(p) != "." {
				ids = append(ids, party.SchemeID(path.Dir(p)))
			}
			return err
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, errs.E("operate.List", errs.IO, "标准包目录读不了", err)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

// shown returns the directory of a pack as problems name it: as the user gave it, and
// what lies beside it from there. Packs of other roots are named by their ids.
func (l *Library) shown(id party.SchemeID) string {
	switch {
	case l.given == "":
		return string(id)
	case id == l.own:
		return l.given
	}
	if _, err := fs.Stat(l.roots[0], path.Join(string(id), "pack.yaml")); err != nil {
		return string(id)
	}
	up := slices.Repeat([]string{".."}, strings.Count(string(l.own), "/")+1)
	return filepath.Join(append(append([]string{l.given}, up...), filepath.FromSlash(string(id)))...)
}

// packFiles reads the YAML files directly in dir, in the order of their names; shown
// is what problems call it.
func packFiles(root fs.FS, dir, shown string) ([]standard.File, error) {
	entries, err := fs.ReadDir(root, dir)
	if err != nil {
		return nil, errs.E("operate.Pack", errs.IO, fmt.Sprintf("标准包目录 %s 读不了", dir), err)
	}
	var files []standard.File
	for _, e := range entries {
		if e.IsDir() || !strings.HasSuffix(e.Name(), ".yaml") {
			continue
		}
		data, err := fs.ReadFile(root, path.Join(dir, e.Name()))
		if err != nil {
			return nil, errs.E("operate.Pack", errs.IO, fmt.Sprintf("文件 %s 读不了", e.Name()), err)
		}
		files = append(files, standard.File{Name: filepath.Join(shown, e.Name()), Data: data})
	}
	return files, nil
}

// OpenDir opens the pack in a directory on disk. In a tree of packs, where each
// lies below the root as its id says, the others of the tree are found first, then
// those of the fallback; a directory of another name holds this pack alone. So does
// one whose pack does not say its id, or cannot be read: Check tells what is wrong
// with it, under the name of the directory. Problems name files as given does.
func OpenDir(given string, fallback fs.FS) (*Library, party.SchemeID, error) {
	dir, err := filepath.Abs(given)
	if err != nil {
		return nil, "", errs.E("operate.OpenDir", errs.IO, given+" 这个目录找不到", err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "pack.yaml"))
	if err != nil {
		return nil, "", errs.E("operate.OpenDir", errs.IO, given+" 里的 pack.yaml 读不了", err)
	}
	id := party.SchemeID(filepath.Base(dir))
	if p, _ := standard.Parse([]standard.File{{Name: "pack.yaml", Data: data}}); p != nil && p.ID != "" {
		id = p.ID
	}
	if !fs.ValidPath(string(id)) {
		id = "pack"
	}
	l, id := openAs(id, dir, fallback)
	l.given, l.own = given, id
	return l, id, nil
}

// openAs opens a pack's directory under an id.
func openAs(id party.SchemeID, dir string, fallback fs.FS) (*Library, party.SchemeID) {
	root := dir
	for range strings.Split(string(id), "/") {
		root = filepath.Dir(root)
	}
	if filepath.Join(root, filepath.FromSlash(string(id))) != dir {
		return NewLibrary(alone{string(id), os.DirFS(dir)}, fallback), id
	}
	return NewLibrary(os.DirFS(root), fallback), id
}

// alone is one directory, seen as the directory that the id of its pack says.
type alone struct {
	id  string
	dir fs.FS
}

// Open opens a file of the pack; there is nothing else.
func (a alone) Open(name string) (fs.File, error) {
	rest, ok := strings.CutPrefix(name, a.id)
	switch {
	case ok && rest == "":
		return a.dir.Open(".")
	case ok && rest[0] == '/':
		return a.dir.Open(rest[1:])
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// A Problem is one thing wrong with a pack.
type Problem = standard.Problem

// Partial reports whether more may be wrong with a pack than problems say.
func Partial(problems []Problem) bool { return standard.Partial(problems) }

// Burden says what a standard asks of branches of several sizes in a year (C8).
func Burden(std *standard.Standard) []standard.BurdenRow { return standard.Burden(std) }
