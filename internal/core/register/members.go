package register

import (
	"cmp"
	"slices"

	"qiangji/internal/party"
)

// snapshot keeps who is on the roll at the end of the year, and as what.
func (w *walk) snapshot() {
	w.snapped, w.lentThen = true, lent(w.form)
	w.y.Members = make([]MemberYear, 0, w.now[pMembers])
	for i := range w.people {
		p := &w.people[i]
		if !p.in() {
			continue
		}
		m := MemberYear{Member: p.id}
		m.flag(mFull, p.stage == full)
		m.flag(mProbationary, p.stage == probationary)
		m.flag(mSecretary, p.posts&isSecretary != 0)
		m.flag(mCommittee, p.posts&committeePosts != 0)
		m.flag(mFloating, p.is&floating != 0 && p.reached(w.end))
		m.flag(mLost, p.is&lost != 0)
		m.flag(mAbroad, p.is&abroad != 0)
		m.flag(mAdjusted, p.is&adjusted != 0)
		m.flag(mNew, p.stage == probationary || p.full != party.NoDate && w.end < p.full.AddYears(1))
		m.field(mClass, int(p.class))
		m.field(mMonths, w.inParty(p))
		m.field(mOnRoll, w.onRoll(p))
		w.y.Members = append(w.y.Members, m)
		w.roll = append(w.roll, int32(i))
	}
}

// inParty is 党龄 in full months: from 转正 (TR-40); 0 for 预备, -1 if not known.
func (w *walk) inParty(p *person) int {
	switch {
	case p.stage != full:
		return 0
	case p.full == party.NoDate:
		return -1
	}
	return fullMonths(p.full, w.end)
}

// onRoll counts the months of the year at whose end, or on the last day lived,
// the member was on the roll.
func (w *walk) onRoll(p *person) int {
	from := max(p.since, w.year.From)
	if p.stage >= probationary && p.accepted != party.NoDate {
		from = max(from, p.accepted)
	}
	return max(0, monthOf(w.end)-monthOf(from)+1)
}

// members completes the roll with what the rest of the walk brought.
func (w *walk) members() []MemberYear {
	ms := w.y.Members
	w.settled()
	for k := range ms {
		m, p := &ms[k], &w.people[w.roll[k]]
		p.settle()
		m.Values[mHours] = int32(min(p.hours, party.Decimal(1<<31-1)))
		m.field(mCourses, int(p.courses))
		m.field(mDue, int(p.due))
		m.field(mPresent, int(p.present))
		m.field(mMissed, int(p.missed))
		m.field(mPledgesDue, int(p.promised))
		m.field(mPledgesDone, int(p.kept))
		m.flag(mGraded, p.is&graded != 0)
		w.owedBy(w.roll[k], m)
	}
	slices.SortFunc(ms, func(a, b MemberYear) int { return cmp.Compare(a.Member, b.Member) })
	return ms
}
