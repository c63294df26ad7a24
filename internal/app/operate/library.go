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
	root, err := l.root(id)
	if err != nil {
		return nil, nil, err
	}
	files, err := packFiles(root, string(id))
	if err != nil {
		return nil, nil, err
	}
	p, problems := standard.Parse(files)
	if p == nil {
		p = &standard.Pack{ID: id}
	}
	l.packs[id], l.found[id] = p, problems
	for _, i := range p.Import {
		if _, _, err := l.Pack(i.Pack); err != nil {
			delete(l.packs, id) // or the next question would find it whole
			delete(l.found, id)
			return nil, nil, errs.E("operate.Pack", errs.NotFound, fmt.Sprintf("标准包 %s 要引用 %s，但没有找到它", id, i.Pack), err)
		}
	}
	return p, problems, nil
}

// Packs returns every pack read so far, by id.
func (l *Library) Packs() map[party.SchemeID]*standard.Pack { return l.packs }

// Check reads a pack and everything it imports and returns all problems of the
// pack itself, then the errors of its imports: on them nothing can be built.
func (l *Library) Check(id party.SchemeID) ([]standard.Problem, error) {
	p, problems, err := l.Pack(id)
	if err != nil {
		return nil, err
	}
	problems = slices.Clone(problems)
	imports := l.below(p)
	if !failed(problems) {
		problems = append(problems, standard.Check(p, imports...)...)
	}
	problems = appendNew(problems, l.faults(imports))
	if len(p.Import) == 0 || failed(problems) {
		return problems, nil
	}
	for _, d := range Profiles(p) {
		_, more := l.Resolve(id, d, party.YearOf(p.From.Year()).To)
		problems = appendNew(problems, more)
	}
	return problems, nil
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

// packFiles reads the YAML files directly in dir, in the order of their names.
func packFiles(root fs.FS, dir string) ([]standard.File, error) {
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
		files = append(files, standard.File{Name: path.Join(dir, e.Name()), Data: data})
	}
	return files, nil
}

// OpenDir opens the pack in a directory on disk. In a tree of packs, where each
// lies below the root as its id says, the others of the tree are found first, then
// those of the fallback; a directory of another name holds this pack alone.
func OpenDir(dir string, fallback fs.FS) (*Library, party.SchemeID, error) {
	data, err := os.ReadFile(filepath.Join(dir, "pack.yaml"))
	if err != nil {
		return nil, "", errs.E("operate.OpenDir", errs.IO, dir+" 里的 pack.yaml 读不了", err)
	}
	p, problems := standard.Parse([]standard.File{{Name: filepath.Join(filepath.Base(dir), "pack.yaml"), Data: data}})
	id := party.SchemeID("")
	if p != nil {
		id = p.ID
	}
	if id == "" {
		why := "没有写 pack: 编号"
		if len(problems) > 0 {
			why = fmt.Sprintf("第 %d 行第 %d 列：%s", problems[0].Line, problems[0].Col, problems[0].Message)
		}
		return nil, "", errs.E("operate.OpenDir", errs.Invalid, fmt.Sprintf("%s：%s", filepath.Join(dir, "pack.yaml"), why), nil)
	}
	root := dir
	for range strings.Split(string(id), "/") {
		root = filepath.Dir(root)
	}
	if filepath.Join(root, filepath.FromSlash(string(id))) != dir {
		return NewLibrary(alone{string(id), os.DirFS(dir)}, fallback), id, nil
	}
	return NewLibrary(os.DirFS(root), fallback), id, nil
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
