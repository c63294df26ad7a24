package standard

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"qiangji/internal/party"
)

// Resolve makes the standard of pack id for one profile (领域) as in force on a
// day: import → prune → modify → merge, floor first, deterministic. Domain packs
// that are not for the profile are passed over, as are items that are for other
// domains or not in force. An overlay that loosens a MUST is refused, naming the
// clause; the standard is nil if there is any problem that is not a warning.
func Resolve(packs map[party.SchemeID]*Pack, id party.SchemeID, domain party.Domain, on party.Date) (*Standard, []Problem) {
	r := &resolver{packs: packs, domain: domain, seen: map[party.SchemeID]bool{}, std: &Standard{Domain: domain, Sources: map[string]Source{}}}
	top, ok := packs[id]
	if !ok {
		return nil, []Problem{{File: string(id), Code: CodeImport, Message: "没有读到标准包 " + string(id)}}
	}
	if len(top.Domains) > 0 && domain != "" && !slices.Contains(top.Domains, domain) {
		r.add(top, "domains", CodeDomain, fmt.Sprintf("这套标准只用于%s，不用于%s", domainNames(top.Domains), party.Domains.Label(domain)))
		return nil, r.problems
	}
	r.on = on
	r.layer(top)
	r.head(top)
	r.inForce()
	r.compiles(top)
	sortProblems(r.problems)
	if slices.ContainsFunc(r.problems, func(p Problem) bool { return !p.Warn }) {
		return nil, r.problems
	}
	r.std.Digest = digest(r.std)
	for i := range r.std.Items {
		r.std.Items[i] = r.dated(r.std.Items[i]) // the sources, which the digest holds, say so already
	}
	return r.std, r.problems
}

func domainNames(ds []party.Domain) string {
	names := make([]string, len(ds))
	for i, d := range ds {
		names[i] = party.Domains.Label(d)
	}
	return strings.Join(names, "、")
}

// resolver joins layers into one standard.
type resolver struct {
	packs    map[party.SchemeID]*Pack
	domain   party.Domain
	on       party.Date
	seen     map[party.SchemeID]bool
	open     []party.SchemeID // the packs whose imports are being joined, each imported by the one before
	std      *Standard
	problems []Problem
}

func (r *resolver) add(p *Pack, path, code, message string) {
	r.problems = append(r.problems, p.blame(path, code, message))
}

// layer joins p on top of what it imports; a pack imported twice counts once.
func (r *resolver) layer(p *Pack) {
	if r.seen[p.ID] {
		return
	}
	r.seen[p.ID] = true
	r.open = append(r.open, p.ID)
	for i, in := range p.Import {
		q, ok := r.packs[in.Pack]
		switch from := slices.Index(r.open, in.Pack); {
		case from >= 0:
			r.add(p, fmt.Sprintf("import[%d].pack", i), CodeImport, circle(append(slices.Clone(r.open[from:]), in.Pack)))
		case in.Pack == "":
			r.add(p, fmt.Sprintf("import[%d]", i), CodeImport, emptyImport)
		case !ok:
			r.add(p, fmt.Sprintf("import[%d].pack", i), CodeImport, fmt.Sprintf("要引用的标准包 %s 没有找到", in.Pack))
		case q.Kind == "domain" && len(q.Domains) > 0 && !slices.Contains(q.Domains, r.domain):
		default:
			r.layer(q)
		}
		for j, pr := range in.Prune {
			r.prune(p, fmt.Sprintf("import[%d].prune[%d]", i, j), pr)
		}
	}
	r.open = r.open[:len(r.open)-1]
	r.std.From = append(r.std.From, p.ID)
	r.params(p)
	r.words(p)
	for i := range p.Modify {
		r.modify(p, i)
	}
	for i, it := range p.Items {
		r.item(p, i, it)
	}
}

// dated gives an item that says no day of its own the days of its document: what
// was before that is judged by what was in force then.
func (r *resolver) dated(it Item) Item {
	src := r.std.Sources[it.Source.Doc]
	if it.From == party.NoDate {
		it.From = src.From
	}
	if it.To == party.NoDate {
		it.To = src.To
	}
	return it
}

// item adds an item that is in force. Of several versions of one item, in force at
// different times, the latest counts where no day is given.
func (r *resolver) item(p *Pack, i int, it Item) {
	if r.on != party.NoDate && !inForce(r.dated(it)).Has(r.on) {
		return
	}
	old := r.find(it.ID)
	switch {
	case old == nil:
		r.std.Items = append(r.std.Items, it)
	case r.on == party.NoDate && inForce(r.dated(*old)).Meet(inForce(r.dated(it))).Days() == 0:
		if r.dated(*old).From < r.dated(it).From {
			*old = it
		}
	default:
		r.add(p, fmt.Sprintf("items[%d].id", i), CodeTwice, fmt.Sprintf("条目 %s 已经有了；要改下层标准包的条目请写进 modify", it.ID))
	}
}

func (r *resolver) find(id party.ItemID) *Item {
	for i := range r.std.Items {
		if r.std.Items[i].ID == id {
			return &r.std.Items[i]
		}
	}
	return nil
}

func (r *resolver) prune(p *Pack, path string, pr Prune) {
	it := r.find(pr.Item)
	if it == nil {
		return // of a domain that is not this one
	}
	if it.Force == "MUST" {
		r.add(p, path, CodeLoosen, fmt.Sprintf("不能去掉 %s：这是必须做到的，不能放宽", r.clause(it)))
		return
	}
	r.std.Items = slices.DeleteFunc(r.std.Items, func(x Item) bool { return x.ID == pr.Item })
}

// clause names an item with its document and, where verified, its article.
func (r *resolver) clause(it *Item) string {
	s := fmt.Sprintf("%s“%s”", it.ID, it.Title)
	if from := it.Source.Shown(r.std.Sources); from != "" {
		s += "(" + from + ")"
	}
	return s
}

// Shown returns the document's title, with the article only where the
// confidence is verified (TR-74).
func (s SourceRef) Shown(sources map[string]Source) string {
	title := s.Doc
	if d, ok := sources[s.Doc]; ok && d.Title != "" {
		title = "《" + d.Title + "》"
	}
	if s.Confidence == "V" && title != "" {
		return title + s.Article
	}
	return title
}

func (r *resolver) params(p *Pack) {
	r.sources(p)
	for i, q := range p.Params {
		at := slices.IndexFunc(r.std.Params, func(x Param) bool { return x.Name == q.Name })
		if at < 0 {
			r.std.Params = append(r.std.Params, q)
			continue
		}
		old := r.std.Params[at]
		if year, loose := looser(old, q); loose {
			r.add(p, fmt.Sprintf("params[%d].value", i), CodeLoosen, fmt.Sprintf("参数 %s 原定%s %s，改成 %s 就放宽了；只能收紧",
				q.Name, Directions.Label(old.Direction), old.in(year), q.in(year)))
			continue
		}
		q.Direction = old.Direction
		if q.Source == (SourceRef{}) {
			q.Source, q.Force = old.Source, old.Force
		}
		r.std.Params[at] = q
	}
}

// sources joins the documents; one declared twice must be the same document.
func (r *resolver) sources(p *Pack) {
	for _, name := range slices.Sorted(maps.Keys(p.Sources)) {
		src := p.Sources[name]
		old, ok := r.std.Sources[name]
		switch {
		case !ok:
			r.std.Sources[name] = src
		case old.Title != src.Title || old.Number != "" && src.Number != "" && old.Number != src.Number:
			r.add(p, "sources."+name, CodeTwice, fmt.Sprintf("文件“%s”在下层标准包里已经声明过，而且不同(%s)；写成一样，或换一个名字", name, old.Title))
		}
	}
}

// in returns the text of a parameter's value in a year.
func (p Param) in(year int) string {
	text := p.Value
	for _, y := range p.ByYear {
		if year >= y.From {
			text = y.Value
		}
	}
	return text
}

// looser reports whether q loosens the parameter p against its direction in any
// year, and the first such year.
func looser(p, q Param) (year int, loose bool) {
	years := []int{0}
	for _, y := range append(slices.Clone(p.ByYear), q.ByYear...) {
		years = append(years, y.From)
	}
	slices.Sort(years)
	for _, year := range years {
		a, errA := Amount(p.in(year))
		b, errB := Amount(q.in(year))
		if errA != nil || errB != nil {
			return 0, false // reported by Check
		}
		c := b.Cmp(a)
		if p.Direction == "at_least" && c < 0 || p.Direction == "at_most" && c > 0 || p.Direction == "exactly" && c != 0 {
			return year, true
		}
	}
	return 0, false
}

// words joins the vocabulary; a name declared twice must be declared alike.
func (r *resolver) words(p *Pack) {
	v, w := &r.std.Words, p.Vocabulary
	var twice []string
	v.Marks = join(v.Marks, w.Marks, func(m MarkName) string { return m.Name }, &twice)
	v.Figures = join(v.Figures, w.Figures, func(m FigureName) string { return m.Name }, &twice)
	v.Honours = join(v.Honours, w.Honours, func(m HonourName) string { return m.Name }, &twice)
	v.Events = join(v.Events, w.Events, func(m EventName) string { return m.Name }, &twice)
	for _, name := range twice {
		r.add(p, "vocabulary", CodeTwice, fmt.Sprintf("“%s”在下层标准包里已经声明过，而且内容不同；请用另一个名字，或写成一样", name))
	}
}

func join[T any](old, more []T, name func(T) string, twice *[]string) []T {
	for _, m := range more {
		i := slices.IndexFunc(old, func(o T) bool { return name(o) == name(m) })
		if i < 0 {
			old = append(old, m)
		} else if canonical(old[i]) != canonical(m) {
			*twice = append(*twice, name(m))
		}
	}
	return old
}

func (r *resolver) head(p *Pack) {
	r.std.Scheme, r.std.Version, r.std.Title = p.ID, p.Version, p.Title
	r.std.Kind, r.std.Archived, r.std.Historic = p.Kind, p.Archived, p.Historic
	if r.std.Subject = p.Subject; p.Subject == "" {
		r.std.Subject = "organisation"
	}
	if p.Scheme == nil {
		return
	}
	s := defaults(*p.Scheme)
	s.Parts = slices.DeleteFunc(slices.Clone(s.Parts), func(q Part) bool {
		return len(q.Domains) > 0 && !slices.Contains(q.Domains, r.domain)
	})
	r.std.Rating = &s
}

// defaults fills in what a scheme need not say.
func defaults(s Scheme) Scheme {
	set := func(field *string, value string) {
		if *field == "" {
			*field = value
		}
	}
	set(&s.Base, "0")
	set(&s.Unknown, "1/3")
	set(&s.Rounding, "half_up")
	set(&s.Compose.How, "sum")
	if s.Every == "" {
		s.Every = party.Yearly
	}
	if s.Scale == nil {
		two := 2
		s.Scale = &two
	}
	s.Years, s.Engine = max(s.Years, 1), max(s.Engine, 1)
	if s.Ceiling == 0 {
		s.Ceiling = DefaultCeiling
	}
	return s
}

// inForce leaves out what is for other domains or was given other dates, and says
// who owes what remains.
func (r *resolver) inForce() {
	r.std.Items = slices.DeleteFunc(slices.Clone(r.std.Items), func(it Item) bool {
		other := len(it.Domains) > 0 && !slices.Contains(it.Domains, r.domain)
		return other || r.on != party.NoDate && !inForce(r.dated(it)).Has(r.on)
	})
	for i := range r.std.Items {
		if it := &r.std.Items[i]; it.Bearer == "" {
			it.Bearer = "branch"
		}
	}
}

// compiles reports expressions that name what this profile does not have: a
// figure declared by the pack of another domain, a part of another domain.
func (r *resolver) compiles(p *Pack) {
	for i := range r.std.Items {
		it := &r.std.Items[i]
		for _, f := range it.feeds("") {
			r.compile(p, string(it.ID), f)
		}
	}
	for _, f := range r.std.Rating.feeds() {
		r.compile(p, "scheme", f)
	}
}

func (r *resolver) compile(p *Pack, where string, f feed) {
	if f.text == "" {
		return
	}
	if _, bad := r.std.Compile(f.text, f.place); bad != nil {
		r.add(p, "pack", bad.Code, fmt.Sprintf("%s 的“%s”在这个领域用不了：%s", where, clip(f.text), bad.Message))
	}
}

// Param returns the value of a parameter in a year.
func (s *Standard) Param(name string, year int) (Rat, bool) {
	for _, p := range s.Params {
		if p.Name != name {
			continue
		}
		v, err := Amount(p.in(year))
		return v, err == nil
	}
	return Rat{}, false
}

func canonical(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error() // plain structs of text always marshal
	}
	return string(b)
}

// digest is the SHA-256 of the standard's canonical JSON (maps in key order).
func digest(s *Standard) party.Digest {
	c := *s
	c.Digest = ""
	c.Sources = maps.Clone(s.Sources)
	sum := sha256.Sum256([]byte(canonical(c)))
	return party.Digest(hex.EncodeToString(sum[:]))
}
