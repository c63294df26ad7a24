package rating

import (
	"cmp"
	"slices"
	"strings"

	"qiangji/internal/core/assess"
	"qiangji/internal/core/duty"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// A Step (下一步) is work still to be done: an obligation that is not yet due, or
// one that was missed and can still be mended. What merely has no record is never
// a step (C2).
type Step struct {
	Item   party.ItemID
	Title  string
	Key    string // of the obligation
	Post   party.Post
	By     party.Date   // the legal deadline
	Late   bool         // it has passed
	Points standard.Rat // what it brings the item
	Kept   bool         // the item has them now, and loses them if this is not done
	Text   string

	force   int
	outcome int
	of      *assess.Item
	duty    *duty.Obligation
}

// Steps returns the work still to be done, the most pressing first: by legal
// deadline, then by outcome, then by points.
func Steps(a *assess.Assessment) []Step {
	all := pressing(a)
	for i := range all {
		all[i].say()
	}
	return all
}

// pressing is the steps in their order, without words.
func pressing(a *assess.Assessment) []Step {
	if ended(a) {
		return nil
	}
	var all []Step
	worth := a.Worth()
	for i := range a.Items {
		it := &a.Items[i]
		if it.Bearer != "branch" {
			continue
		}
		var last duty.State // obligations of one state bring the same
		var brings standard.Rat
		var kept bool
		for k := range it.Obligations {
			o := &it.Obligations[k]
			if o.State != duty.Open && !o.Mendable { // a window that passed is not mended, and silence is not work
				continue
			}
			if o.State == duty.Open && o.Due < a.Cut.On { // its time ran out with the year
				continue
			}
			if o.State != last {
				last = o.State
				brings, kept = worth(i, o.State)
			}
			points := brings
			if o.State == duty.Missed && !o.Standing && o.Due >= party.YearOf(a.Year).From {
				points = standard.Rat{} // done late it is still to be done, but was not done in time
			}
			all = append(all, stepOf(it, o, points))
			all[len(all)-1].Kept = kept
		}
	}
	slices.SortStableFunc(all, func(x, y Step) int {
		return cmp.Or(cmp.Compare(x.By, y.By), cmp.Compare(x.force, y.force), cmp.Compare(x.outcome, y.outcome), y.Points.Cmp(x.Points))
	})
	return all
}

// nextStep is the one next best step.
func nextStep(a *assess.Assessment) *Step {
	all := pressing(a)
	if len(all) == 0 {
		return nil
	}
	all[0].say()
	return &all[0]
}

func stepOf(it *assess.Item, o *duty.Obligation, brings standard.Rat) Step {
	return Step{
		Item: it.ID, Title: it.Title, Key: o.Key, Post: it.Post, By: o.Due, Late: o.State == duty.Missed,
		Points: brings, force: max(standard.Forces.Index(it.Force), 0), outcome: weight(it.Effect), of: it, duty: o,
	}
}

// weight orders steps by what their item is meant to bring about: what got worse
// comes first, what has no outcome last.
func weight(e assess.Effect) int {
	return slices.Index([]assess.Effect{assess.Worse, assess.EffectUnknown, assess.Held, assess.Improved, assess.NoEffect}, e)
}

// say writes the step in one or two plain sentences.
func (s *Step) say() {
	what := strings.TrimRight(s.of.Remedy, "。")
	if what == "" {
		what = s.Title
	}
	said := s.Title + "：" + what + "。"
	if o := s.duty; o.Window != (party.Window{}) && !o.Standing {
		said = s.Title + "（" + o.Window.Chinese() + "）：" + what + "。"
	}
	if s.Late {
		said += "期限是" + s.By.Chinese() + "，已过，越早办越好。"
	} else {
		said += "最迟" + s.By.Chinese() + "。"
	}
	if points := s.Points.Round(2, standard.HalfUp).String(); s.Points.Sign() > 0 && s.Kept {
		said += "没办成这一条少 " + points + " 分。"
	} else if s.Points.Sign() > 0 {
		said += "办成了这一条多 " + points + " 分。"
	}
	s.Text = said
}
