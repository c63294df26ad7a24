package standard

import (
	"regexp"
	"slices"
	"strings"
)

// The words by which a name or a text speaks of petitions, complaints, objections
// or opinions (C4).
var (
	petitionWord = regexp.MustCompile(`上访|信访|来访|缠访|闹访|投诉|差评|举报|检举|控告|来信|异议|申诉|诉求|意见`)
	outcry       = regexp.MustCompile(`上访|信访|缠访|闹访|投诉|差评|举报|检举|控告`) // of these, what no text has another sense for
	// elected and asked are no petitions: 选举报批 is no 举报, and who goes and asks
	// for opinions is not the one they are about, done or not done.
	elected = regexp.MustCompile(`选举`)
	asked   = regexp.MustCompile(`(征求|征集|听取|收集|听|问)[^，。；]{0,10}意见|意见(建议)?(征求|征集|收集)`)
	// answeredWord is what is done about one; undone, that it was not done or late.
	answeredWord = regexp.MustCompile(`办结|答复|办理|化解|整改|回复|采纳|满意`)
	undone       = regexp.MustCompile(`未|不|没|无|非|否|欠|难|差|逾期|超期|超时|拖|迟|滞|积压`)
	// absent is that there was none, or fewer: a reward for it is the other face of
	// a deduction.
	absent = regexp.MustCompile(`无|零|未|没|不|非|免|空|少|降|减|清零|归零`)
)

// petition returns the word by which a text speaks of petitions, complaints,
// objections or opinions, and whether it speaks of their having been answered.
func petition(text string) (word string, answered bool) {
	text = asked.ReplaceAllString(elected.ReplaceAllString(text, ""), "")
	return petitionWord.FindString(text), answeredWord.MatchString(text) && !undone.MatchString(text)
}

// petitioned returns the word by which a feed may lower a result for a petition,
// reading the name r (which stands in n, the whole expression; nil: alone). It may
// only add for each, or, where they were answered, for that.
func (c *checker) petitioned(x feed, n *Node, r Ref) string {
	name := r.Name + r.Grade
	if r.Space == SpaceGrade {
		if i := slices.IndexFunc(c.std.Words.Marks, func(m MarkName) bool { return m.Name == r.Name }); i >= 0 {
			name += strings.Join(c.std.Words.Marks[i].Grades, "")
		}
	}
	word, answered := petition(name)
	switch alone := n == nil || n.Op == OpRef; {
	case word == "":
		return ""
	case x.use == useGain && alone && !absent.MatchString(name):
		return ""
	case answered && (x.use == useEffect || x.use == useGain || x.use == useDone) && (alone || n.rises(r, true)):
		return ""
	}
	return word
}

// rises reports whether a greater r never makes the expression smaller, nor turns
// it from true to false; up says that this is asked of n, not its contrary.
func (n *Node) rises(r Ref, up bool) bool {
	all := func(kids []*Node, up bool) bool {
		return !slices.ContainsFunc(kids, func(k *Node) bool { return !k.rises(r, up) })
	}
	switch n.Op {
	case OpRef:
		return up || n.Ref != r
	case OpNumber, OpText, OpBool, OpPassed:
		return true
	case OpAdd, OpAnd, OpOr, OpMin, OpMax, OpFloor, OpCeil, OpRound, OpMonths, OpQuarters, OpHalves:
		return all(n.Kids, up)
	case OpNeg, OpNot:
		return all(n.Kids, !up)
	case OpSub, OpGt, OpGe:
		return n.Kids[0].rises(r, up) && n.Kids[1].rises(r, !up)
	case OpLt, OpLe:
		return n.Kids[0].rises(r, !up) && n.Kids[1].rises(r, up)
	}
	return all(n.Kids, true) && all(n.Kids, false) // it must not name r at all
}

// petitionTexts warns of a deduction that says itself that it is for a petition,
// whatever the name that it reads; one whose name says so is refused already.
func (c *checker) petitionTexts() {
	say := func(path, text, cond string) {
		named, _ := petition(cond)
		if w, answered := petition(text); outcry.MatchString(text) && named == "" && !answered {
			c.warn(path, CodePetition, "看上去是因%s降低结果，那样不行(C4)：是的删去，不是的换个说法：“%s”", w, clip(text))
		}
	}
	for i := range c.pack.Items {
		deductionTexts(at("items", i, ""), &c.pack.Items[i], say)
	}
	for i := range c.pack.Modify {
		deductionTexts(at("modify", i, "set"), &c.pack.Modify[i].Set, say)
	}
	s := c.pack.Scheme
	if s == nil {
		return
	}
	for i, v := range s.Vetoes {
		say(at("scheme.vetoes", i, "what"), v.What, v.If)
	}
	for i, v := range s.Gates {
		say(at("scheme.gates", i, "what"), v.What, v.If)
	}
	for i, v := range s.Exempt {
		say(at("scheme.exempt", i, "what"), v.What, v.If)
	}
}

// deductionTexts calls say with each text of an item that words a deduction.
func deductionTexts(path string, it *Item, say func(path, text, cond string)) {
	for i := range it.Score {
		t, p := &it.Score[i], at(path+".score", i, "")
		for j, e := range t.Missing {
			say(at(p+".missing", j, "what"), e.What, e.If)
		}
		for j, w := range t.Worst {
			say(at(p+".worst", j, "what"), w.What, w.If)
		}
		if t.Refer != nil {
			say(p+".refer.scheme", t.Refer.Scheme, "")
		}
		if t.Judge != nil {
			say(path+".title", it.Title, t.Judge.Mark)
		}
	}
}
