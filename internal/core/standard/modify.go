package standard

import (
	"fmt"
	"reflect"
	"slices"

	"qiangji/internal/party"
)

// modify lays one change over an item. What loosens a MUST is refused, and of any
// item another source: what is shown as an article stands in that document (TR-74).
// Only the fields that the change gives are laid over.
func (r *resolver) modify(p *Pack, i int) {
	m := p.Modify[i]
	path := fmt.Sprintf("modify[%d].set", i)
	it := r.find(m.Item)
	if it == nil {
		if !r.known(m.Item) {
			r.add(p, fmt.Sprintf("modify[%d].item", i), CodeUnknown, fmt.Sprintf("要改的条目 %s 不在引用的标准包里%s", m.Item, suggest(string(m.Item), r.itemIDs())))
		}
		return
	}
	if m.Set.Force != "" && Forces.Index(m.Set.Force) > Forces.Index(it.Force) {
		r.add(p, path+".force", CodeLoosen, fmt.Sprintf("%s 的约束力是%s，不能降成%s", r.clause(it), Forces.Label(it.Force), Forces.Label(m.Set.Force)))
		return
	}
	if m.Set.Source != (SourceRef{}) && m.Set.Source != it.Source {
		r.add(p, path+".source", CodeLoosen, fmt.Sprintf("%s 的依据不能改，一半也不能；地方另有依据的，另写一条自己的条目", r.clause(it)))
		return
	}
	if it.Force == "MUST" {
		if field, why := r.loosens(it, &m.Set); field != "" {
			r.add(p, path+"."+field, CodeLoosen, fmt.Sprintf("%s 是必须做到的，%s；只能收紧，不能放宽", r.clause(it), why))
			return
		}
	}
	old := it.Duty
	overlay(it, m.Set)
	if old != nil && it.Duty != old { // C14: what stops a time stays, whatever the time is made
		kept := *it.Duty
		kept.Waits = append(slices.Clip(old.Waits), kept.Waits...)
		it.Duty = &kept
	}
}

// itemIDs lists the items read so far.
func (r *resolver) itemIDs() []string {
	ids := make([]string, len(r.std.Items))
	for i, it := range r.std.Items {
		ids[i] = string(it.ID)
	}
	return ids
}

// known reports whether any pack read has the item: it may be of a domain that
// is not this profile's.
func (r *resolver) known(id party.ItemID) bool {
	for _, p := range r.packs {
		if slices.ContainsFunc(p.Items, func(x Item) bool { return x.ID == id }) {
			return true
		}
	}
	return false
}

// loosens says which field of set would loosen the item, and how.
func (r *resolver) loosens(it *Item, set *Item) (field, why string) {
	switch {
	case set.Title != "" && set.Title != it.Title:
		return "title", "标题不能改"
	case set.Kind != "" && set.Kind != it.Kind:
		return "kind", "种类不能改"
	case set.AppliesIf != "" && set.AppliesIf != it.AppliesIf:
		return "applies_if", "适用条件不能改"
	case set.Partial != "" && set.Partial != it.Partial:
		return "partial", "一期里要满足多久不能改"
	case len(set.Domains) > 0:
		return "domains", "适用领域不能缩小"
	case set.From != party.NoDate || set.To != party.NoDate:
		return "from", "生效日期不能改"
	case set.Excuse != nil:
		return "excuse", "没开不能免"
	case set.Bearer != "" && set.Bearer != it.Bearer && (it.Bearer != "" || set.Bearer != "branch"):
		return "bearer", "责任方不能换"
	case set.Duty != nil && it.Duty == nil:
		return "", ""
	case set.Duty != nil:
		return r.loosensDuty(it.Duty, set.Duty)
	}
	return "", ""
}

func (r *resolver) loosensDuty(old, set *Duty) (field, why string) {
	switch {
	case slices.ContainsFunc(set.Waits, func(m party.Submission) bool { return !slices.Contains(old.Waits, m) }):
		return "duty.waits", "等上级时停表的报送事项不能另加"
	case (old.Every == "") != (set.Every == "") || old.Clock != set.Clock || (old.Require == "") != (set.Require == ""):
		return "duty", "任务的写法不能换"
	case old.Every != "":
		return loosensCadence(old, set)
	case old.Require != "":
		if !r.stronger(set.Require, old.Require) {
			return "duty.require", fmt.Sprintf("要求只能加不能减，写成 (%s) 且 …", old.Require)
		}
		if longer(set.Grace, old.Grace) {
			return "duty.grace", "宽限不能加长"
		}
	case old.Within != "" && set.Within == "", longer(set.Within, old.Within):
		return "duty.within", fmt.Sprintf("期限原定 %s，不能放长", old.Within)
	case longer(old.AtLeast, set.AtLeast):
		return "duty.at_least", fmt.Sprintf("最短时间原定 %s，不能缩短", old.AtLeast)
	}
	return "", ""
}

func loosensCadence(old, set *Duty) (field, why string) {
	rate := func(d *Duty) int { return max(1, d.Least) * 12 / max(1, d.Every.Months()) }
	switch {
	case set.Every.Months() > old.Every.Months():
		return "duty.every", fmt.Sprintf("原定%s，不能放稀", party.Cadences.Label(old.Every))
	case rate(set) < rate(old):
		return "duty.least", "次数不能减少"
	case set.Count != old.Count:
		return "duty.count", "算作完成的活动不能换"
	case set.Until > old.Until:
		return "duty.until", "补做的时间不能放长"
	case len(set.Months) > 0 && slices.ContainsFunc(old.Months, func(m int) bool { return !slices.Contains(set.Months, m) }):
		return "duty.months", "要做的月份不能减少"
	case len(old.Months) == 0 && len(set.Months) > 0:
		return "duty.months", "要做的月份不能减少"
	case slices.ContainsFunc(old.Each, func(s string) bool { return !slices.Contains(set.Each, s) }):
		return "duty.each", "要分别做到的活动不能减少"
	}
	return "", ""
}

// stronger reports whether a condition asks all that another asks, joined by 且.
func (r *resolver) stronger(set, old string) bool {
	a, p1 := r.std.Compile(set, PlaceState)
	b, p2 := r.std.Compile(old, PlaceState)
	if p1 != nil || p2 != nil {
		return set == old // reported by Check
	}
	asked := conjuncts(a)
	return !slices.ContainsFunc(conjuncts(b), func(s string) bool { return !slices.Contains(asked, s) })
}

// conjuncts returns the canonical texts of what 且 joins.
func conjuncts(n *Node) []string {
	if n.Op == OpAnd {
		return append(conjuncts(n.Kids[0]), conjuncts(n.Kids[1])...)
	}
	return []string{n.String()}
}

// longer reports whether span a may end later than b, begun on the same day: a
// month may be shorter than thirty days and a year longer than 365. No span is the
// shortest.
func longer(a, b string) bool {
	if a == b || a == "" {
		return false
	}
	if b == "" {
		return true
	}
	x, errX := graceSpan(a)
	y, errY := graceSpan(b)
	if errX != nil || errY != nil {
		return false // reported by Check
	}
	// Four years hold every start: each weekday, each end of a month, a leap day.
	for day := party.DateOf(2024, 1, 1); day < party.DateOf(2028, 1, 1); day++ {
		if x.End(day) > y.End(day) {
			return true
		}
	}
	return false
}

// graceSpan reads a span; to the year's end is at most a year.
func graceSpan(text string) (Span, error) {
	if text == ToYearsEnd {
		return Span{1, Years}, nil
	}
	return ParseSpan(text)
}

// overlay copies the fields that set gives onto it.
func overlay(it *Item, set Item) {
	to, from := reflect.ValueOf(it).Elem(), reflect.ValueOf(set)
	for i := range from.NumField() {
		if f := from.Field(i); !f.IsZero() && to.Type().Field(i).Name != "ID" {
			to.Field(i).Set(f)
		}
	}
}
