package standard

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

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
		return nil, []Problem{{File: string(id), Code: "PK-IMPORT", Message: "没有读到标准包 " + string(id)}}
	}
	r.layer(top)
	r.head(top)
	r.inForce(on)
	for _, p := range r.problems {
		if !p.Warn {
			return nil, r.problems
		}
	}
	r.std.Digest = digest(r.std)
	return r.std, r.problems
}

// resolver joins layers into one standard.
type resolver struct {
	packs    map[party.SchemeID]*Pack
	domain   party.Domain
	seen     map[party.SchemeID]bool
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
	for i, in := range p.Import {
		q, ok := r.packs[in.Pack]
		switch {
		case !ok:
			r.add(p, fmt.Sprintf("import[%d].pack", i), "PK-IMPORT", fmt.Sprintf("要引用的标准包 %s 没有找到", in.Pack))
		case q.Kind == "domain" && len(q.Domains) > 0 && !slices.Contains(q.Domains, r.domain):
		default:
			r.layer(q)
		}
		for j, pr := range in.Prune {
			r.prune(p, fmt.Sprintf("import[%d].prune[%d]", i, j), pr)
		}
	}
	r.std.From = append(r.std.From, p.ID)
	r.params(p)
	r.words(p)
	for i := range p.Modify {
		r.modify(p, i)
	}
	for i, it := range p.Items {
		if r.find(it.ID) != nil {
			r.add(p, fmt.Sprintf("items[%d].id", i), "PK-TWICE", fmt.Sprintf("条目 %s 在下层标准包里已经有了；要改它请写进 modify", it.ID))
			continue
		}
		r.std.Items = append(r.std.Items, it)
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
		r.add(p, path, "PK-LOOSEN", fmt.Sprintf("不能去掉 %s：这是必须做到的，不能放宽", r.clause(it)))
		return
	}
	r.std.Items = slices.DeleteFunc(r.std.Items, func(x Item) bool { return x.ID == pr.Item })
}

// clause names an item with its document and, where verified, its article.
func (r *resolver) clause(it *Item) string {
	s := fmt.Sprintf("%s「%s」", it.ID, it.Title)
	if from := it.Source.Shown(r.std.Sources); from != "" {
		s += "（" + from + "）"
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
	for name, src := range p.Sources {
		r.std.Sources[name] = src
	}
	for i, q := range p.Params {
		at := slices.IndexFunc(r.std.Params, func(x Param) bool { return x.Name == q.Name })
		if at < 0 {
			r.std.Params = append(r.std.Params, q)
			continue
		}
		old := r.std.Params[at]
		if looser(old, q) {
			r.add(p, fmt.Sprintf("params[%d].value", i), "PK-LOOSEN", fmt.Sprintf("参数 %s 原定%s %s，改成 %s 就放宽了；只能收紧", q.Name, Directions.Label(old.Direction), old.Value, q.Value))
			continue
		}
		q.Direction = old.Direction
		if q.Source == (SourceRef{}) {
			q.Source, q.Force = old.Source, old.Force
		}
		r.std.Params[at] = q
	}
}

// looser reports whether q loosens the parameter p against its direction.
func looser(p, q Param) bool {
	a, errA := Amount(p.Value)
	b, errB := Amount(q.Value)
	if errA != nil || errB != nil {
		return false // reported by Check
	}
	switch p.Direction {
	case "at_least":
		return b.Less(a)
	case "at_most":
		return a.Less(b)
	}
	return a.Cmp(b) != 0
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
		r.add(p, "vocabulary", "PK-TWICE", fmt.Sprintf("「%s」在下层标准包里已经声明过，而且内容不同；请用另一个名字，或写成一样", name))
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
	s := *p.Scheme
	s.Parts = slices.DeleteFunc(slices.Clone(s.Parts), func(q Part) bool {
		return len(q.Domains) > 0 && !slices.Contains(q.Domains, r.domain)
	})
	r.std.Rating = &s
}

// inForce leaves out what is for other domains or not in force on the day, and
// fills in defaults.
func (r *resolver) inForce(on party.Date) {
	r.std.Items = slices.DeleteFunc(slices.Clone(r.std.Items), func(it Item) bool {
		other := len(it.Domains) > 0 && !slices.Contains(it.Domains, r.domain)
		return other || on != party.NoDate && (on < it.From || it.To != party.NoDate && on > it.To)
	})
	for i := range r.std.Items {
		if it := &r.std.Items[i]; it.Bearer == "" {
			it.Bearer = "branch"
		}
	}
}

// Param returns the value of a parameter in a year.
func (s *Standard) Param(name string, year int) (Rat, bool) {
	for _, p := range s.Params {
		if p.Name != name {
			continue
		}
		text := p.Value
		for _, y := range p.ByYear {
			if year >= y.From {
				text = y.Value
			}
		}
		v, err := Amount(text)
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
