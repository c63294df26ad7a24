package standard

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// minutes asks every duty of a branch for its cost (C8): one that recurs must say
// it, and cannot say none when it is asked more than once a month; of deadlines
// and standing conditions that do not say it there is one warning.
func (c *checker) minutes() {
	var silent []string
	first := ""
	for i := range c.pack.Items {
		it := &c.pack.Items[i]
		if it.Duty == nil || it.Force == "MAY" || it.Bearer != "" && it.Bearer != "branch" {
			continue
		}
		path := at("items", i, "minutes")
		switch n := it.Duty.times(); {
		case it.Minutes > 0:
		case !c.pack.wrote(path) && it.Duty.Every != "":
			c.bad(path, CodeMinutes, "%s 没有写做一次要几分钟：minutes(C8)；不另花时间写 0", it.ID)
		case n > OncePerMonth:
			c.bad(path, CodeMinutes, "%s 一年要办 %d 次，不会不花时间；写上一次几分钟：minutes(C8)", it.ID, n)
		case !c.pack.wrote(path):
			silent = append(silent, string(it.ID))
			if first == "" {
				first = at("items", i, "id")
			}
		}
	}
	if len(silent) > 0 {
		c.warn(first, CodeMinutes, "有时限、常态任务没有写 minutes，算负担时只好不计(C8)：%s；写上办一件要几分钟，不另花时间写 0", listed(silent))
	}
	for i, it := range c.pack.Items {
		if n := utf8.RuneCountInString(it.Remedy); n > 120 || strings.Count(it.Remedy, "。") > 2 {
			c.warn(at("items", i, "remedy"), CodeForm, "remedy 写一句平实的话就行，现有 %d 个字", n)
		}
	}
}

// listed names the first of many.
func listed(ids []string) string {
	if len(ids) > 5 {
		return fmt.Sprintf("%s 等 %d 条", strings.Join(ids[:5], "、"), len(ids))
	}
	return strings.Join(ids, "、")
}

// standing refuses a standing condition that asks for a thing several times: that
// is a cadence, which says how often and what each time costs (C8).
func (c *checker) standing() {
	for _, x := range c.pack.feeds() {
		if !strings.HasSuffix(x.path, ".duty.require") {
			continue
		}
		n, p := c.std.Compile(x.text, x.place)
		if p == nil {
			if cond := c.std.asksMany(n, true); cond != nil {
				c.bad(x.path, CodeDuty, "常态任务不按次数要求：“%s”写成周期 duty: {every: …, count: …, least: …}，写明 minutes(C8)", clip(cond.String()))
			}
		}
	}
}

// mostTries bounds how many occurrences are tried.
const mostTries = 400

// asksMany returns a comparison that holds of several occurrences of something and
// not of one; met says that the comparison is asked for, not its contrary.
func (s *Standard) asksMany(n *Node, met bool) *Node {
	switch {
	case n.Op >= OpEq && n.Op <= OpGe:
		if !n.counts() || s.tried(n, 1) == met {
			return nil
		}
		for v := int64(2); v <= mostTries; v++ {
			if s.tried(n, v) == met {
				return n
			}
		}
		return nil
	case n.Op == OpNot:
		met = !met
	case n.Op != OpAnd && n.Op != OpOr && n.Op != OpIf:
		return nil
	}
	for _, k := range n.Kids {
		if found := s.asksMany(k, met); found != nil {
			return found
		}
	}
	return nil
}

// counts reports whether an expression counts occurrences in the year.
func (n *Node) counts() bool {
	found := false
	n.Walk(func(k *Node) { found = found || k.occurs() })
	return found
}

// occurs reports whether a node is a number of occurrences: a series, an event, or
// the meetings in all.
func (n *Node) occurs() bool {
	return n.Op == OpRef && (n.Ref.Space == SpaceSeries || n.Ref.Space == SpaceEvent ||
		n.Ref.Space == SpaceNumber && slices.Contains([]string{"会议总次数", "讨论议事次数"}, n.Ref.Name))
}

// tried reports whether a comparison holds of a branch of fifty in which everything
// that it counts occurred v times, one after another.
func (s *Standard) tried(n *Node, v int64) bool {
	return NewSample(50, "").eval(s, n.occurring(v)).Sign() != 0
}

// occurring returns the expression with v for every number of occurrences.
func (n *Node) occurring(v int64) *Node {
	number := func(x int64) *Node { return &Node{Op: OpNumber, Type: NumberValue, Num: Int(x)} }
	switch {
	case n.occurs():
		return number(v)
	case n.Op == OpMonths, n.Op == OpQuarters, n.Op == OpHalves:
		if least, _ := n.Kids[1].Num.Int64(); least > 0 {
			return number(min(v/least, map[Op]int64{OpMonths: 12, OpQuarters: 4, OpHalves: 2}[n.Op]))
		}
		return number(0)
	case n.Op == OpCount, n.Op == OpTotal, n.Op == OpKnown, n.Op == OpPassed:
		return number(0)
	case n.Op == OpRound:
		return n.Kids[0].occurring(v)
	}
	made := *n
	made.Kids = make([]*Node, len(n.Kids))
	for i, k := range n.Kids {
		made.Kids[i] = k.occurring(v)
	}
	return &made
}
