package hand

import (
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

var (
	rJY28 = rule{item: "JY-28", silent: true}
	rC501 = rule{item: "CD-501", waivable: true}
	rC502 = rule{item: "CD-502", waivable: true}
	rC503 = rule{item: "CD-503", months: 6, waivable: true}
	rC504 = rule{item: "CD-504", months: 12, waivable: true}
	rC505 = rule{item: "CD-505", waivable: true}
	rC601 = rule{item: "CD-601", waivable: true}
	rC602 = rule{item: "CD-602", months: 3, waivable: true}
	rC701 = rule{item: "CD-701", waivable: true}
	rC702 = rule{item: "CD-702", waivable: true}
	rC703 = rule{item: "CD-703", waivable: true}
	rXJ08 = rule{item: "XJ-08", forbids: true}
	rCZ08 = rule{item: "CZ-08", forbids: true}
	rSJ32 = rule{item: "SJ-32", months: 6}
)

// role scores 作用发挥.
func (b *branch) role(out *Sheet) {
	used := b.number(nPledgesDue) > 0 || b.number(nSquads) > 0 || times(b.y, sVolunteer) > 0
	out.put(partRole, 30, share(one(b.yearly(&rJY28, notFunctional, used, grace{yearly: true})), p1))
	out.put(partRole, 43, b.pledges())
	unanswered := max(0, b.number(nTopics)-b.number(nTopicsAnswered))
	out.put(partRole, 44, b.judged(&rC502, nil, p2, exactly(less(p2, half, unanswered))))
	t, _ := b.windows(&rC503, notFunctional, sVolunteer, 0)
	out.put(partRole, 45, share(t, p2))
	t, _ = b.windows(&rC504, notFunctional, sCare, 0)
	out.put(partRole, 46, share(t, p15))
	out.put(partRole, 47, b.discussion())
}

// pledges is CD-501: by the share of pledges due that were kept; all points where
// there are none.
func (b *branch) pledges() Score {
	got := p3
	if due := b.number(nPledgesDue); due > 0 {
		kept := frac(b.number(nPledgesDone), due)
		switch {
		case kept.Less(shares[0]):
			got = half
		case kept.Less(shares[1]):
			got = p15
		case kept.Less(shares[2]):
			got = p2
		}
	}
	return b.earned(&rC501, nil, p3, exactly(got))
}

// discussion is CD-505: by the share of meetings in which something was discussed.
func (b *branch) discussion() Score {
	got := zero
	if all := b.number(nMeetings); all > 0 {
		with := frac(b.number(nDiscussed), all)
		switch {
		case with.Less(discussed[0]):
			got = half
		case with.Less(discussed[1]):
			got = p1
		case with.Less(discussed[2]):
			got = p15
		case with.Less(discussed[3]):
			got = p2
		default:
			got = p25
		}
	}
	return b.earned(&rC505, nil, p25, exactly(got))
}

// content scores 群众满意.
func (b *branch) content(out *Sheet) {
	got := Pair{zero, p4}
	if !b.y.Unknown[nSatisfaction] {
		got = exactly(satisfaction(standard.FromDecimal(b.y.Numbers[nSatisfaction])))
	}
	out.put(partContent, 48, b.earned(&rC601, nil, p4, got))
	t, _ := b.windows(&rC602, notFunctional, sAffairs, 0)
	out.put(partContent, 49, share(t, p2))
}

// satisfaction is CD-601: from 60 half a point and as much for every five points
// more, from 80 2.5 points and a tenth for every point more.
func satisfaction(v standard.Rat) standard.Rat {
	switch {
	case v.Less(whole(60)):
		return zero
	case v.Less(whole(80)):
		return half.Add(v.Sub(whole(60)).Div(whole(5)).Floor().Mul(half))
	}
	return p25.Add(v.Sub(whole(80)).Floor().Mul(tenth))
}

// system scores 制度保障.
func (b *branch) system(out *Sheet) {
	out.put(partSystem, 19, share(one(b.yearly(&rXJ08, nil, b.y.Numbers[nFewCandidates] == 0, grace{})), half))
	out.put(partSystem, 35, share(one(b.yearly(&rCZ08, nil, b.y.Numbers[nUnreported] == 0, grace{})), half))
	t, _ := b.windows(&rSJ32, settledForm, sStatistics, 0)
	out.put(partSystem, 36, share(t, p15))
	place := zero
	if b.now[pPremises] != 0 {
		place = p1
	}
	out.put(partSystem, 50, b.earned(&rC701, lasting, p1, exactly(place)))
	out.put(partSystem, 51, b.judged(&rC702, nil, p15, exactly(less(p15, half, b.number(nOverdue)))))
	s := Score{}
	if b.applies(&rC703, nil) { // this one may go down to -1
		s = b.counted(&rC703, p1, exactly(less(p1, p1, b.number(nSerious))).within(whole(-1), p1))
	}
	out.put(partSystem, 52, s)
}

var (
	rLY01 = rule{item: "LY-01", silent: true}
	rLY05 = rule{item: "LY-05", silent: true}
	rC811 = rule{item: "CD-811", months: 3, waivable: true}
	rC812 = rule{item: "CD-812", months: 12, waivable: true}
	rZB32 = rule{item: "ZB-32", silent: true, waivable: true}
	rC831 = rule{item: "CD-831", months: 12, waivable: true}
	rC832 = rule{item: "CD-832", months: 12, waivable: true}
	rC833 = rule{item: "CD-833", months: 12, waivable: true}
)

func ledForLong(p *profile) bool {
	return p[pSecretary] != 0 && p[pTemporary] == 0 && p[pFunctional] == 0
}

// ofVillage scores what is asked of a village.
func (b *branch) ofVillage(out *Sheet) {
	const at = len(common)
	out.put(partOwn, at, share(one(b.standing(&rLY01, notFunctional, func(y *register.Year, p *profile) bool {
		return times(y, sVillagers) > 0 && times(y, sAssembly) > 0 && times(y, sVillageAffairs) > 0 &&
			(times(y, sTwoCommittees) > 0 || p[pHeadOfVillage] != 0)
	}, grace{})), p15))
	out.put(partOwn, at+1, share(one(b.standing(&rLY05, ledForLong, func(_ *register.Year, p *profile) bool {
		return p[pHeadOfVillage] != 0
	}, grace{months: 12})), p15))
	t, _ := b.windows(&rC811, notFunctional, sVillageAffairs, 0)
	out.put(partOwn, at+2, share(t, p4))
	t, _ = b.windows(&rC812, notFunctional, sOpinions, 0)
	out.put(partOwn, at+3, share(t, p3))
}

// ofAgency scores what is asked of an agency.
func (b *branch) ofAgency(out *Sheet) {
	const at = len(common)
	out.put(partOwn, at, share(one(b.standing(&rZB32, ledForLong, func(_ *register.Year, p *profile) bool {
		return p[pHeadOfUnit] != 0
	}, grace{months: 6})), p2))
	t, _ := b.windows(&rC831, notFunctional, sOpinions, 0)
	out.put(partOwn2, at+1, share(t, p3))
	t, _ = b.windows(&rC832, notFunctional, sVisits, 0)
	out.put(partOwn2, at+2, share(t, p3))
	t, _ = b.windows(&rC833, notFunctional, sIdeology, 0)
	out.put(partOwn2, at+3, share(t, p2))
}

var (
	rC901 = rule{item: "CD-901", waivable: true}
	rC902 = rule{item: "CD-902", waivable: true}
	rC903 = rule{item: "CD-903", waivable: true}
	rC904 = rule{item: "CD-904", waivable: true}
)

// bonus scores 加分.
func (b *branch) bonus(out *Sheet) {
	honours, help := b.named()
	out.put(partBonus, 53, b.earned(&rC901, nil, p3, exactly(honours)))
	out.put(partBonus, 54, b.earned(&rC902, nil, p15, exactly(half.Mul(whole(b.number(nChosenDone))))))
	out.put(partBonus, 55, b.earned(&rC903, nil, p1, exactly(half.Mul(help.Max(zero)))))
	quarters := int64(0)
	for q := 0; q < 12; q += 3 {
		by := b.y.Months[sVolunteer][q : q+3]
		if by[0] > 0 || by[1] > 0 || by[2] > 0 {
			quarters++
		}
	}
	out.put(partBonus, 56, b.earned(&rC904, nil, p1, exactly(quarter.Mul(whole(quarters)))))
}

// named returns the best honour of the year, and how many branches were helped.
func (b *branch) named() (best, helped standard.Rat) {
	for i := range b.y.Named {
		k := &b.y.Named[i]
		switch {
		case k.Kind == register.NamedHonour && k.Year == b.y.Of:
			best = best.Max(honour(k.Name, party.Tier(k.Grade)))
		case k.Kind == register.NamedFigure && k.Name == "帮带支部见效" && (k.Year == 0 || k.Year == b.y.Of):
			helped = helped.Add(standard.FromDecimal(k.Value))
		}
	}
	return best, helped
}

// honour is what an honour of a level gives.
func honour(name string, level party.Tier) standard.Rat {
	switch name {
	case "先进基层党组织":
		switch level {
		case "town":
			return half
		case "county":
			return p1
		case "city":
			return p2
		case "province", "nation":
			return p3
		}
	case "示范党支部":
		switch level {
		case "county":
			return p08
		case "city":
			return p15
		case "province":
			return p25
		}
	}
	return zero
}
