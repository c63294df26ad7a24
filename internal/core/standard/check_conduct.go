package standard

// conduct checks what CONDUCT.md asks of the grammar: C4, C8, C9, C12, C19, C23 and the
// burden rules. An archived pack is exempt: it is never used. In a historic one
// what C4 forbids is only warned of.
func (c *checker) conduct() {
	if c.pack.Kind == "archived" {
		return
	}
	if c.pack.Subject == "person" {
		c.persons()
	}
	c.lawful()
	c.burdenWords()
	c.forbidden()
	c.labels()
	c.minutes()
	c.standing()
}

// kept0 is a problem, or a warning in a historic pack.
func (c *checker) kept0(path, code, format string, args ...any) {
	c.doubt(c.pack.Historic != "", path, code, format, args...)
}

// lawful checks that a scheme rides on something lawful and leads to no pay (C12),
// and that it leaves room for choices (C9).
func (c *checker) lawful() {
	s := c.pack.Scheme
	if s == nil {
		return
	}
	if s.Authority == "" {
		c.bad("scheme.authority", CodeAuthor, "没有写依据哪个文件开展：authority(C12)")
	}
	if s.Rides == "" {
		c.bad("scheme.rides_on", CodeAuthor, "没有写搭载哪项法定考核：rides_on，例如 年度书记抓基层党建述职评议考核(C12)")
	}
	c.ends(s)
	if s.Room < 1 || s.Room > 3 {
		c.bad("scheme.choices", CodeRoom, "给支部留 1 至 3 个自选项目：choices: 1(C9)")
	}
	for i, f := range s.Follow {
		c.paid(at("scheme.follow", i, "what"), f.What)
	}
}

// forbidden looks at every name that a pack reads: petitions and brands must not
// feed a result, nor traces.
func (c *checker) forbidden() {
	for _, x := range c.pack.feeds() {
		if x.text == "" {
			c.forbiddenName(x, nil, x.ref)
			continue
		}
		n, p := c.std.Compile(x.text, x.place)
		if p != nil {
			continue // reported where it stands
		}
		n.Walk(func(k *Node) {
			if k.Op == OpRef {
				c.forbiddenName(x, n, k.Ref)
			}
		})
	}
	c.petitionTexts()
}

func (c *checker) forbiddenName(x feed, n *Node, r Ref) {
	if r.Space != SpaceFigure && r.Space != SpaceMark && r.Space != SpaceGrade && r.Space != SpaceEvent && r.Space != SpaceHonour {
		return
	}
	name := r.Name + r.Grade
	if w := c.petitioned(x, n, r); w != "" {
		if x.use == useEffect {
			c.kept0(x.path, CodePetition, "%s的多少不作成效，也不作任何指标(C11)：删去“%s”", w, r)
		} else {
			c.kept0(x.path, CodePetition, "不因%s降低结果，也不因没有%s加分(C4)：删去“%s”；只能加分的写 per 的 plus，count 只写这一个名称", w, w, r)
		}
	}
	c.traced(x.path, name, r)
}
