package standard

import (
	"regexp"
	"strings"
)

// labelWord is the label that only named people may give a branch, after it has
// been heard (C19). No pack has a name for it: so no computation can give it, and
// no column, filter or sheet can hold it.
var labelWord = regexp.MustCompile(`软弱涣散`)

// labels refuses the label as a level, a tier or a declared name, and as what a
// branch is asked, barred or told of. In a historic pack, which is never rated for
// real, it is only warned of.
func (c *checker) labels() {
	say := func(path string, names ...string) {
		for _, name := range names {
			if w := labelWord.FindString(name); w != "" {
				c.kept0(path, CodeLabel, "“%s”只由人按程序认定(C19)，不作等次、类别、填报的名称，也不作理由和结果；删去“%s”", w, clip(name))
			}
		}
	}
	c.labelledNames(say)
	for i, it := range c.pack.Items {
		if it.Bearer == "" || it.Bearer == "branch" { // a level above may owe its help
			say(at("items", i, "title"), it.Title)
		}
	}
	for i, m := range c.pack.Modify {
		say(at("modify", i, "set.title"), m.Set.Title)
	}
	s := c.pack.Scheme
	if s == nil {
		return
	}
	for i, l := range s.Levels {
		say(at("scheme.levels", i, "name"), l.Name)
	}
	for i, l := range s.Tiers {
		say(at("scheme.tiers", i, "name"), l.Name)
	}
	say("scheme.below", s.Below)
	for i, p := range s.Parts {
		say(at("scheme.parts", i, "title"), p.ID, p.Title)
	}
	for i, v := range s.Vetoes {
		say(at("scheme.vetoes", i, "id"), v.ID)
	}
	for i, f := range s.Follow {
		say(at("scheme.follow", i, "what"), f.What)
	}
	wordings(s, func(path, what string) {
		say(path, what)
		if strings.Contains(what, "后进") { // shown while nothing is decided (C3)
			c.kept0(path, CodeLabel, "没有决定以前不显示“后进”(C3)；what 只写是什么情形，定为哪一级写在 level 里")
		}
	})
}

// labelledNames calls say with every name that a pack declares.
func (c *checker) labelledNames(say func(path string, names ...string)) {
	v := c.pack.Vocabulary
	for i, m := range v.Marks {
		say(at("vocabulary.marks", i, "name"), append([]string{m.Name}, m.Grades...)...)
	}
	for i, f := range v.Figures {
		say(at("vocabulary.figures", i, "name"), f.Name)
	}
	for i, h := range v.Honours {
		say(at("vocabulary.honours", i, "name"), h.Name)
	}
	for i, e := range v.Events {
		say(at("vocabulary.events", i, "name"), append([]string{e.Name}, e.Grades...)...)
	}
	for i, p := range c.pack.Params {
		say(at("params", i, "name"), p.Name)
	}
}

// wordings calls say with every wording of a condition of a scheme.
func wordings(s *Scheme, say func(path, what string)) {
	for i, v := range s.Vetoes {
		say(at("scheme.vetoes", i, "what"), v.What)
	}
	for i, g := range s.Gates {
		say(at("scheme.gates", i, "what"), g.What)
	}
	for i, d := range s.Direct {
		say(at("scheme.direct", i, "what"), d.What)
	}
	for i, e := range s.Exempt {
		say(at("scheme.exempt", i, "what"), e.What)
	}
}
