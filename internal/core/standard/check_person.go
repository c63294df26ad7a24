package standard

const notOfPersons = "(C4)；照录旧细则用 kind: archived 并写明原因"

// persons refuses what the grammar must not say of persons (C4): no rank, no share,
// no status from points or from what happened, and no total over several aspects.
func (c *checker) persons() {
	for i := range c.pack.Items {
		c.unranked(at("items", i, "score"), c.pack.Items[i].Score)
	}
	for i := range c.pack.Modify {
		c.unranked(at("modify", i, "set.score"), c.pack.Modify[i].Set.Score)
	}
	s := c.pack.Scheme
	if s == nil {
		return
	}
	for _, x := range []struct {
		path, what string
		given      bool
	}{
		{"scheme.max", "不设总分，满分写 0", amountOr(s.Max).Sign() != 0},
		{"scheme.base", "不设总分，不写起点分", amountOr(s.Base).Sign() != 0},
		{"scheme.parts", "不把几方面合成总分", len(s.Parts) > 1},
		{"scheme.quotas", "不设名额比例", len(s.Quotas) > 0},
		{"scheme.levels", "不由分数定等次", len(s.Levels) > 0},
		{"scheme.below", "不由分数定等次", s.Below != ""},
		{"scheme.tiers", "不由分数分类", len(s.Tiers) > 0},
		{"scheme.gates", "不设扣总分、定有效无效的门槛", len(s.Gates) > 0},
		{"scheme.advance", "不设晋级", s.Advance != nil},
		{"scheme.direct", "不直接定级", len(s.Direct) > 0},
	} {
		if x.given {
			c.bad(x.path, CodePerson, "对党员个人%s%s", x.what, notOfPersons)
		}
	}
	for i := range s.Vetoes {
		c.bad(at("scheme.vetoes", i, "effect"), CodePerson, "对党员个人不由情形否决、定等次%s", notOfPersons)
	}
	for i, p := range s.Parts {
		if c.holds(p.ID) > 1 {
			c.bad(at("scheme.parts", i, "id"), CodePerson, "对党员个人不把几方面合成总分：部分“%s”里不止一个条目%s", clip(p.ID), notOfPersons)
		}
	}
	for _, x := range c.pack.feeds() {
		c.untotalled(x)
	}
}

// unranked refuses terms that compare persons or sum them up.
func (c *checker) unranked(path string, score []Term) {
	for j := range score {
		if t := &score[j]; t.Rank != nil || t.Percent != nil || t.Rollup != nil {
			c.bad(at(path, j, ""), CodePerson, "对党员个人不排名次、不算百分位、不汇总(C4)；删去")
		}
	}
}

// holds returns how many items a part holds.
func (c *checker) holds(part string) int {
	n := 0
	for i := range c.pack.Items {
		if c.pack.Items[i].Part == part {
			n++
		}
	}
	for i := range c.pack.Modify {
		if c.pack.Modify[i].Set.Part == part {
			n++
		}
	}
	return n
}

// untotalled refuses an expression that reads the total, or a part of it.
func (c *checker) untotalled(x feed) {
	if x.text == "" {
		return
	}
	n, p := c.std.Compile(x.text, x.place)
	if p != nil {
		return // reported where it stands
	}
	n.Walk(func(k *Node) {
		if k.Op == OpRef && (k.Ref.Space == SpaceTotal || k.Ref.Space == SpacePart) {
			c.bad(x.path, CodePerson, "对党员个人没有总分，不能用“%s”%s", k.Ref, notOfPersons)
		}
	})
}
