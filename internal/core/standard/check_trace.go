package standard

import (
	"cmp"
	"regexp"
)

// The words of traces: what is counted or asked for instead of the thing itself.
var (
	brandWord  = regexp.MustCompile(`品牌|载体数|典型数|特色数|经验材料`)
	formalWord = regexp.MustCompile(`安装率|下载率|装机|安装数|激活率|注册率|注册数|登录|登陆|活跃[度率]|在线.{0,4}(时长|分钟)|(学习|阅读|观看|浏览|使用)时长|学习强国|(平台|线上|软件|APP)积分` +
		`|点赞|转发|评论数|浏览量|阅读量|关注量|关注数|粉丝|截图|截屏|打卡|扫码|二维码|人脸|刷脸|定位|GPS|接龙|发群|签到率|签到数` +
		`|字数|篇数|页数|篇幅|[0-9０-９一二两三四五六七八九十百千万]+万?字([^号]|$)|录入率|上传率|采用[数率量]|批示|日活|月活`)
	photoWord = regexp.MustCompile(`照片|相片|图片|影像|视频|拍照|录像|截图|截屏|合影`)
	// paperWord is what proves nothing by being there: of a measure it is refused, where
	// it is only looked at it is warned of.
	paperWord = regexp.MustCompile(`台账|笔记|签到|稿件|简报`)
	// denied before a word, or willing after it, says that it is not asked for.
	denied  = regexp.MustCompile(`(不要|不需|无需|不用|不必|不得|不许|不看|不以|不按|不数|不因|不和|不与|不再|免于|并非)[^，。；]{0,6}$`)
	demands = regexp.MustCompile(`(不按(时|期|要求|规定)|不得(少|低|迟|晚|缺|不)|不(因|以)[^，。；]{0,4}而不)[^，。；]{0,6}$`)
	willing = regexp.MustCompile(`^[^，。；]{0,4}(自愿|不要求|不必|不需)`)
)

// found returns the first word of text that a pattern watches for, unless it is
// denied beside it.
func found(words *regexp.Regexp, text string) string {
	for _, m := range words.FindAllStringIndex(text, -1) {
		before, after := text[:m[0]], text[m[1]:]
		if !willing.MatchString(after) && (!denied.MatchString(before) || demands.MatchString(before)) {
			return text[m[0]:m[1]]
		}
	}
	return ""
}

// burdenWords refuses traces as measures, as evidence and as what to do: installs,
// log-ins, photos, word counts. Papers are warned of.
func (c *checker) burdenWords() {
	for i := range c.pack.Items {
		c.asksTraces(at("items", i, ""), &c.pack.Items[i])
	}
	for i := range c.pack.Modify {
		c.asksTraces(at("modify", i, "set"), &c.pack.Modify[i].Set)
	}
}

// asksTraces refuses an item, or what is laid over one, that asks for traces.
func (c *checker) asksTraces(path string, it *Item) {
	if w := found(formalWord, it.Title); w != "" {
		c.kept0(path+".title", CodeForm, "条目不问“%s”这类痕迹，只问事做没做；改写", w)
	}
	for j, e := range it.Evidence {
		p := at(path+".evidence", j, "")
		if w := found(photoWord, e); w != "" {
			c.kept0(p, CodeForm, "不要求“%s”；看记录、看人就行(M49)", w)
		} else if w := found(formalWord, e); w != "" {
			c.kept0(p, CodeForm, "不要求“%s”这类痕迹；删去", w)
		} else if w := found(paperWord, e); w != "" {
			c.warn(p, CodeForm, "有没有“%s”说明不了事做没做(JN-02)；看会议记录、看人就行", w)
		}
	}
	if w := cmp.Or(found(formalWord, it.Remedy), found(photoWord, it.Remedy)); w != "" {
		c.kept0(path+".remedy", CodeForm, "补救的办法是把事办了，不是“%s”；改写", w)
	} else if w := found(paperWord, it.Remedy); w != "" {
		c.warn(path+".remedy", CodeForm, "补救的办法是把事办了，不是补“%s”(JN-02)", w)
	}
	for j := range it.Score {
		c.traces(at(path+".score", j, ""), &it.Score[j])
	}
}

// traces refuses a scored element or step that asks for a trace.
func (c *checker) traces(path string, t *Term) {
	say := func(p, text string) {
		if w := found(formalWord, text); w != "" {
			c.kept0(p, CodeForm, "不按“%s”计分；改问事做没做", w)
		} else if w := found(photoWord, text); w != "" {
			c.kept0(p, CodeForm, "不因没有“%s”扣分；删去", w)
		} else if w := found(paperWord, text); w != "" {
			c.warn(p, CodeForm, "有没有“%s”说明不了事做没做(JN-02)；改问事做没做", w)
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

// traced refuses a declared name that counts traces: brands, clicks, papers.
func (c *checker) traced(path, name string, r Ref) {
	if w := brandWord.FindString(name); w != "" {
		c.kept0(path, CodeBrand, "%s的数量不计分(C23)：删去“%s”", w, r)
	}
	if w := found(formalWord, name); w != "" {
		c.kept0(path, CodeForm, "不按“%s”这类痕迹计分：删去“%s”", w, r)
	} else if w := found(photoWord, name); w != "" {
		c.kept0(path, CodeForm, "不按“%s”计分：删去“%s”", w, r)
	} else if w := found(paperWord, name); w != "" {
		c.kept0(path, CodeForm, "不按“%s”的有无、多少计分(JN-02)：删去“%s”", w, r)
	}
}
