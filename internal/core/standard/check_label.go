package standard

import (
	"regexp"
	"strings"
)

// labelWord is the label that only named people may give a branch, after it has
// been heard (C19). No pack has a name for it: so no computation can give it, and
// no column, filter or sheet can hold it.
var labelWord = regexp.MustCompile(`软弱涣散`)

// labels refuses the label as a level, a tier or a declared name. In a historic
// pack, which is never rated for real, it is only warned of.
func (c *checker) labels() {
	say := func(path string, names ...string) {
		for _, name := range names {
			if w := labelWord.FindString(name); w != "" {
				c.kept0(path, CodeLabel, "“%s”只由人按程序认定(C19)，不作等次、类别，也不作填报的名称；删去“%s”", w, name)
			}
		}
	}
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
	c.wordings(s)
}

// wordings refuses the word 后进 where a scheme words a condition: that is shown
// while nothing is decided (C3).
func (c *checker) wordings(s *Scheme) {
	say := func(path, what string) {
		if strings.Contains(what, "后进") {
			c.kept0(path, CodeLabel, "没有决定以前不显示“后进”(C3)；what 只写是什么情形，定为哪一级写在 level 里")
		}
	}
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
