package register

import (
	"cmp"
	"slices"

	"qiangji/internal/party"
)

// A Stay (在册) is a run of days through which one person stood in one way on one
// organisation's roll, or held a post there.
type Stay struct {
	Member party.MemberID
	Days   party.Period // To is NoDate while it lasts
	Stage  party.Stage  // empty: not on the roll, a holder of posts only
	Group  int
	Class  party.WorkClass
	Posts  []party.Post // in the order of party.Posts
	Counts bool         // 正式 or 预备 with the formal relation here and not 停止党籍

	Second    bool // the formal relation lies elsewhere (TR-30)
	Suspended bool // 停止党籍
	Observed  bool // 留党察看
	RightsOff bool // 党员权利暂停
	Floating  bool
	Abroad    bool
	Lost      bool
	Adjusted  bool
	Voting    bool // may vote, be elected and introduce, on the first day of the stay

	Accepted party.Date
	Full     party.Date
}

// Stays returns the roll of an organisation as dated intervals, in order of
// member and day, as far as the cut sees.
func (r *Register) Stays(org party.OrgID) []Stay {
	l := r.line(org)
	if l == nil || len(l.entries) == 0 {
		return nil
	}
	var stays []Stay
	w := walk{r: r, y: &Year{}, stays: &stays}
	last := l.entries[len(l.entries)-1].on
	w.begin(l, last.Year(), last)
	w.run(l.entries)
	stays = slices.DeleteFunc(stays, func(s Stay) bool { return s.Days.To != party.NoDate && s.Days.To < s.Days.From })
	slices.SortStableFunc(stays, func(a, b Stay) int {
		return cmp.Or(cmp.Compare(a.Member, b.Member), cmp.Compare(a.Days.From, b.Days.From))
	})
	return stays
}

// Roll returns who stood how with an organisation on a day, in order of member.
func (r *Register) Roll(org party.OrgID, on party.Date) []Stay {
	return slices.DeleteFunc(r.Stays(org), func(s Stay) bool {
		return s.Days.From > on || s.Days.To != party.NoDate && s.Days.To < on
	})
}

// stay ends the stay of a person who has changed and begins the next.
func (w *walk) stay(p *person) {
	if w.stays == nil {
		return
	}
	all := *w.stays
	if p.stay > 0 {
		last := &all[p.stay-1]
		if last.Days.From == w.today { // changed again on the same day
			*last = w.asStay(p)
			last.Days.From = w.today
			if p.stage == off && p.posts == 0 {
				last.Days.To, p.stay = w.today-1, 0
			}
			return
		}
		last.Days.To = w.today - 1
		p.stay = 0
	}
	if p.stage != off || p.posts != 0 {
		*w.stays = append(all, w.asStay(p))
		p.stay = int32(len(*w.stays))
	}
}

func (w *walk) asStay(p *person) Stay {
	s := Stay{
		Member: p.id, Days: party.Period{From: w.today}, Group: int(p.group), Counts: p.in(),
		Second: p.is&second != 0, Suspended: p.is&suspended != 0, Observed: p.is&observed != 0, RightsOff: p.is&rightsOff != 0,
		Floating: p.is&floating != 0, Abroad: p.is&abroad != 0, Lost: p.is&lost != 0, Adjusted: p.is&adjusted != 0,
		Voting: p.voting(w.today), Accepted: p.accepted, Full: p.full,
	}
	if p.stage != off {
		s.Stage = party.Stages[p.stage].Code
	}
	if p.class >= 0 {
		s.Class = party.WorkClasses[p.class].Code
	}
	for i := range party.Posts {
		if p.posts>>i&1 == 1 {
			s.Posts = append(s.Posts, party.Posts[i].Code)
		}
	}
	return s
}
