package hand

import (
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

var (
	rZB40  = rule{item: "ZB-40", months: 3, pardons: 1, should: true, waivable: true}
	rZB41  = rule{item: "ZB-41", forbids: true}
	rZB46  = rule{item: "ZB-46", months: 1, pardons: 3, should: true, waivable: true}
	rZB50  = rule{item: "ZB-50", months: 1, pardons: 3, should: true, waivable: true}
	rZB63  = rule{item: "ZB-63", months: 1}
	rZB65  = rule{item: "ZB-65", months: 12, until: 3}
	rZB68  = rule{item: "ZB-68", months: 12, until: 3, pardons: 1, should: true, waivable: true}
	rZB72  = rule{item: "ZB-72", months: 12, pardons: 1, should: true, waivable: true}
	rZB72a = rule{item: "ZB-72a", months: 12, pardons: 1, should: true, waivable: true}
	rC301  = rule{item: "CD-301", months: 3, waivable: true}
	rC303  = rule{item: "CD-303", waivable: true}
)

func committeeAtWork(p *profile) bool { return p[pCommittee] != 0 && p[pFunctional] == 0 }

// life scores 组织生活.
func (b *branch) life(out *Sheet) {
	t, _ := b.windows(&rZB40, notFunctional, sAssembly, rZB40.pardons)
	out.put(partLife, 8, share(t, p4))
	out.put(partLife, 9, share(one(b.yearly(&rZB41, nil, b.y.Numbers[nVotesBad] == 0, grace{})), half))
	t, _ = b.windows(&rZB46, committeeAtWork, sCommittee, rZB46.pardons)
	out.put(partLife, 10, perMiss(t, p3, half))
	t, _ = b.windows(&rZB50, func(p *profile) bool { return p[pGroups] > 0 && p[pFunctional] == 0 }, sGroup, rZB50.pardons)
	out.put(partLife, 12, share(t, p2))
	out.put(partLife, 13, b.attendance())
	t, _ = b.windows(&rZB63, notFunctional, sPartyDay, 0)
	out.put(partLife, 14, perMiss(t, p4, half))
	out.put(partLife, 15, b.orgLife())
	out.put(partLife, 16, b.appraisal())
	t, excused := b.windows(&rZB72, notFunctional, sTalkMember, rZB72.pardons)
	u, _ := b.windows(&rZB72, notFunctional, sTalkMembers, rZB72.pardons-excused)
	t = tally{t.total + u.total, t.met + u.met, t.missed + u.missed, t.waiting + u.waiting, t.open + u.open, t.stopped + u.stopped}
	out.put(partLife, 17, share(t, p1))
	t, _ = b.windows(&rZB72a, committeeAtWork, sTalkCommittee, rZB72a.pardons)
	out.put(partLife, 18, share(t, half))
	t, _ = b.windows(&rC301, notFunctional, sLecture, 0)
	out.put(partLife, 42, share(t, p2))
}

// attendance is CD-303: below nine in ten present, half a point for each twentieth
// begun; a branch breaks the rule where not even half came.
func (b *branch) attendance() Score {
	due, came := b.number(nDue), b.number(nPresent)
	t := one(b.yearly(&rC303, notFunctional, came*2 >= due, grace{}))
	left := p2
	if due > 0 {
		left = p2.Sub(stepsBelow(came, due, ninety, twentieth, half))
	}
	return owed(t, p2, exactly(left))
}

// orgLife is ZB-65: 1.5 for having held it, 0.25 for each phase, up to 1.5.
func (b *branch) orgLife() Score {
	t, _ := b.windows(&rZB65, notFunctional, sOrgLife, 0)
	got := Pair{p15.Mul(whole(int64(t.met))), p15.Mul(whole(int64(t.met + t.waiting)))}
	if b.y.Unknown[nOrgLifePhases] {
		got.Hi = got.Hi.Add(p15)
	} else {
		got = got.add(exactly(quarter.Mul(whole(b.number(nOrgLifePhases))).Min(p15)))
	}
	return owed(t, p3, got)
}

// appraisal is ZB-68: 1.5 for having held it, and half a point each for all five
// phases, four in five taking part, and at most a third excellent.
func (b *branch) appraisal() Score {
	t, _ := b.windows(&rZB68, notFunctional, sAppraisal, rZB68.pardons)
	got := Pair{p15.Mul(whole(int64(t.met))), p15.Mul(whole(int64(t.met + t.waiting)))}
	step := func(known, holds bool) {
		switch {
		case !known:
			got.Hi = got.Hi.Add(half)
		case holds:
			got = got.add(exactly(half))
		}
	}
	unknown, due := &b.y.Unknown, b.number(nAppraisalDue)
	nobody := !unknown[nAppraisalDue] && due <= 0
	step(!unknown[nAppraisalPhases], b.number(nAppraisalPhases) >= 5)
	step(nobody || !unknown[nAppraisalDue] && !unknown[nAppraisalTaken], due > 0 && b.number(nAppraisalTaken)*5 >= due*4)
	step(nobody || !unknown[nAppraisalDue] && !unknown[nExcellent], due > 0 && b.number(nExcellent)*3 <= due)
	return owed(t, p3, got)
}

var (
	rJY01  = rule{item: "JY-01", silent: true, waivable: true}
	rJY02  = rule{item: "JY-02", silent: true, waivable: true}
	rDF12  = rule{item: "DF-12", months: 1, until: 2, only: 1, pardons: 1, should: true, waivable: true}
	rDF14  = rule{item: "DF-14", silent: true}
	rDF17  = rule{item: "DF-17", months: 1, until: 1}
	rDF17a = rule{item: "DF-17a", months: 12}
	rFZ02  = rule{item: "FZ-02"}
	rFZ03  = rule{item: "FZ-03"}
	rFZ05  = rule{item: "FZ-05"}
	rFZ06  = rule{item: "FZ-06"}
	rFZ07  = rule{item: "FZ-07"}
	rFZ13  = rule{item: "FZ-13"}
	rFZ23  = rule{item: "FZ-23"}
)

// education scores 发展教育管理.
func (b *branch) education(out *Sheet) {
	out.put(partEducation, 21, b.cases(&rFZ02, b.within(&rFZ02, cTalk, 1), half, quarter))
	out.put(partEducation, 22, b.cases(&rFZ03, b.after(&rFZ03, cThenNamed, 0), half, half))
	out.put(partEducation, 23, b.cases(&rFZ05, b.within(&rFZ05, cContacts, 1), quarter, quarter))
	out.put(partEducation, 24, b.cases(&rFZ06, b.within(&rFZ06, cObserved, 6), p1, quarter))
	out.put(partEducation, 25, b.cases(&rFZ07, b.after(&rFZ07, cTrained, 12), quarter, quarter))
	out.put(partEducation, 26, b.cases(&rFZ13, b.after(&rFZ13, cReviewed, 0), quarter, quarter))
	out.put(partEducation, 27, b.cases(&rFZ23, b.within(&rFZ23, cConverted, 3), quarter, quarter))
	out.put(partEducation, 31, b.duesFixed())
	out.put(partEducation, 33, b.remittances())
	t, _ := b.windows(&rDF17a, settledForm, sDuesPublished, 0)
	out.put(partEducation, 34, share(t, p1))
	b.people(out)
}

// cases scores a clock of which each case missed costs so much; without a case
// nothing was missed.
func (b *branch) cases(r *rule, t tally, points, each standard.Rat) Score {
	if t.total+t.stopped > 0 {
		return perMiss(t, points, each)
	}
	if b.freed(r, min(b.asOf, b.cal.days.To)) {
		return Score{}
	}
	return Score{Met, exactly(points), points, points}
}

// duesFixed is DF-12: fixed in January.
func (b *branch) duesFixed() Score {
	t, _ := b.windows(&rDF12, settledForm, sDuesFixed, rDF12.pardons)
	return owed(t, p1, b.byDay(sDuesFixed, party.DateOf(b.y.Of, 1, 31)))
}

// remittances is DF-17: the first miss costs 0.5, two 1.5, three everything.
func (b *branch) remittances() Score {
	t, _ := b.windows(&rDF17, settledForm, sDuesRemitted, 0)
	left := [...]standard.Rat{p3, p25, p15, zero}
	return owed(t, p3, Pair{left[min(t.missed+t.waiting, 3)], left[min(t.missed, 3)]})
}

// people scores what is counted over the members: hours and dues in arrears.
func (b *branch) people(out *Sheet) {
	var short, shortAtWork, leaders, untrained, arrears, maybeAtWork, maybeArrears int64
	for i := range b.y.Members {
		v := &b.y.Members[i].Values
		if v[mOnRoll] == 12 {
			if v[mHours] < 32_0000 && v[mAdjusted] == 0 && v[mFloating] == 0 && v[mLost] == 0 && v[mAbroad] == 0 {
				short++
				switch {
				case v[mClass] < 0 && !b.shut:
					maybeAtWork++
				case v[mClass] != clsRetired:
					shortAtWork++
				}
			}
			if v[mSecretary] != 0 || v[mCommittee] != 0 {
				if v[mHours] < 56_0000 {
					leaders++
				}
				if v[mTrained] == 0 {
					untrained++
				}
			}
		}
		switch n := v[mArrears]; {
		case v[mLost] != 0:
		case n > 3, b.shut && -1-n > 3:
			arrears++
		case -1-n > 3, n == -1 && !b.shut: // nothing of it is recorded
			maybeArrears++
		}
	}
	ended := b.asOf >= b.cal.days.To
	t := one(b.yearly(&rJY01, func(p *profile) bool { return lasting(p) && p[pMembers] > 0 }, ended && short == 0, grace{yearly: true}))
	out.put(partEducation, 28, ifBroken(t, p45, left(p45, quarter, shortAtWork, maybeAtWork)))
	t = one(b.yearly(&rJY02, lasting, ended && leaders+untrained == 0, grace{yearly: true}))
	out.put(partEducation, 29, ifBroken(t, p25, left(p25, half, leaders, 0)))
	t = one(b.yearly(&rDF14, func(p *profile) bool { return settledForm(p) && p[pMembers] > 0 }, arrears+maybeArrears == 0, grace{}))
	out.put(partEducation, 32, ifBroken(t, p3, left(p3, half, arrears, maybeArrears)))
}

// left is what so many that fall short leave of the points, and what is left if those
// of whom it is not known do too.
func left(points, each standard.Rat, sure, maybe int64) Pair {
	return Pair{less(points, each, sure+maybe), less(points, each, sure)}
}

// ifBroken scores an item of which so much is left where it was not met.
func ifBroken(t tally, points standard.Rat, left Pair) Score {
	got := exactly(points)
	if t.missed+t.waiting > 0 {
		got.Lo = left.Lo
	}
	if t.missed > 0 {
		got.Hi = left.Hi
	}
	return owed(t, points, got)
}
