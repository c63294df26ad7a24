package standard

import (
	"regexp"
)

// The words that CONDUCT.md watches for in titles, names and measures.
var (
	payWord    = regexp.MustCompile(`报酬|绩效|奖金|工资|薪|津贴|补贴|待遇|奖励金|现金`)
	brandWord  = regexp.MustCompile(`品牌|载体数|典型数|特色数|经验材料`)
	formalWord = regexp.MustCompile(`安装率|下载率|装机|安装数|激活率|登录|登陆|在线时长|在线分钟|使用时长|点赞|转发|评论数|浏览量|阅读量|关注量|关注数|粉丝|截图|截屏|打卡|扫码|二维码|人脸|刷脸|定位|GPS|字数|篇数|篇幅|录入率|上传率|日活|月活`)
	photoWord  = regexp.MustCompile(`照片|相片|图片|影像|视频|拍照|录像|截图|截屏`)
	denied     = regexp.MustCompile(`(不要|不需|无需|不用|不必|不得|不许|不看|不以|不按|不数|不因|不和|不同|不与|不再|免于|并非)[^，。；]{0,6}$`)
)

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
	if !s.Ends.Valid() {
		c.bad("scheme.ends", CodeAuthor, "没有写到哪一天为止：ends: 2028-12-31(C12)")
	}
	if s.Room < 1 || s.Room > 3 {
		c.bad("scheme.choices", CodeRoom, "给支部留 1 至 3 个自选项目：choices: 1(C9)")
	}
	for i, f := range s.Follow {
		if w := found(payWord, f.What); w != "" {
			c.bad(at("scheme.follow", i, "what"), CodePay, "结果不同报酬挂钩(C12)：删去“%s”", w)
		}
	}
}

// found returns the first word of text that a pattern watches for, unless it is
// denied just before.
func found(words *regexp.Regexp, text string) string {
	for _, m := range words.FindAllStringIndex(text, -1) {
		if !denied.MatchString(text[:m[0]]) {
			return text[m[0]:m[1]]
		}
	}
	return ""
}

// burdenWords refuses traces as measures: installs, log-ins, photos, word counts.
func (c *checker) burdenWords() {
	for i, it := range c.pack.Items {
		path := at("items", i, "")
		if w := found(formalWord, it.Title); w != "" {
			c.kept0(path+".title", CodeForm, "条目不问“%s”这类痕迹，只问事做没做；改写", w)
		}
		for j, e := range it.Evidence {
			if w := found(photoWord, e); w != "" {
				c.kept0(at(path+".evidence", j, ""), CodeForm, "不要求“%s”；看记录、看人就行(M49)", w)
			} else if w := found(formalWord, e); w != "" {
				c.kept0(at(path+".evidence", j, ""), CodeForm, "不要求“%s”这类痕迹；删去", w)
			}
		}
		for j := range it.Score {
			c.traces(at(path+".score", j, ""), &it.Score[j])
		}
	}
	for i := range c.pack.Modify {
		for j := range c.pack.Modify[i].Set.Score {
			c.traces(at(at("modify", i, "set.score"), j, ""), &c.pack.Modify[i].Set.Score[j])
		}
	}
}

// traces refuses a scored element or step that asks for a trace.
func (c *checker) traces(path string, t *Term) {
	say := func(p, text string) {
		if w := found(formalWord, text); w != "" {
			c.kept0(p, CodeForm, "不按“%s”计分；改问事做没做", w)
		} else if w := found(photoWord, text); w != "" {
			c.kept0(p, CodeForm, "不因没有“%s”扣分；删去", w)
		}
	}
	for i, e := range t.Missing {
		say(at(path+".missing", i, "what"), e.What)
	}
	for i, st := range t.Steps {
		say(at(path+".steps", i, "what"), st.What)
	}
	for i, w := range t.Worst {
		say(at(path+".worst", i, "what"), w.What)
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
	if w := brandWord.FindString(name); w != "" {
		c.kept0(x.path, CodeBrand, "%s的数量不计分(C23)：删去“%s”", w, r)
	}
	if w := found(formalWord, name); w != "" {
		c.kept0(x.path, CodeForm, "不按“%s”这类痕迹计分：删去“%s”", w, r)
	} else if w := found(photoWord, name); w != "" {
		c.kept0(x.path, CodeForm, "不按“%s”计分：删去“%s”", w, r)
	}
}
