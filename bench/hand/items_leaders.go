package hand

import (
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

var (
	rZB21 = rule{item: "ZB-21", sent: elected, waivable: true}
	rZB22 = rule{item: "ZB-22", sent: elected}
	rZB23 = rule{item: "ZB-23", sent: elected}
	rZB31 = rule{item: "ZB-31", waivable: true, unsaid: pTenure}
	rZB38 = rule{item: "ZB-38", months: 12, until: 3}
	rXJ13 = rule{item: "XJ-13", forbids: true}
	rC201 = rule{item: "CD-201", waivable: true}
	rC202 = rule{item: "CD-202", months: 12, waivable: true}
	rC203 = rule{item: "CD-203", months: 12, waivable: true}
)

// leaders scores 班子建设.
func (b *branch) leaders(out *Sheet) {
	out.put(partLeaders, 3, share(one(b.standing(&rZB21, hasCommittee, func(_ *register.Year, p *profile) bool {
		return p[pSeated] >= 3 && p[pSeated] <= 7
	}, grace{months: 3})), p1))
	out.put(partLeaders, 4, b.posts())
	out.put(partLeaders, 5, share(one(b.standing(&rZB23, func(p *profile) bool {
		return p[pCommittee] == 0 && p[pTemporary] == 0 && p[pFunctional] == 0
	}, func(_ *register.Year, p *profile) bool {
		return p[pSecretary] != 0 && p[pDeputies] <= 1
	}, grace{months: 3})), p3))
	out.put(partLeaders, 6, share(one(b.standing(&rZB31, hasSecretary, func(_ *register.Year, p *profile) bool {
		return p[pTenure] >= 12
	}, grace{})), half))
	out.put(partLeaders, 7, b.review())
	out.put(partLeaders, 20, share(one(b.yearly(&rXJ13, nil, b.y.Numbers[nElectionsBad] == 0, grace{})), half))
	out.put(partLeaders, 39, b.decisions())
	t, _ := b.windows(&rC202, func(p *profile) bool { return p[pSecretary] != 0 && p[pFunctional] == 0 }, sOwnLecture, 0)
	out.put(partLeaders, 40, owed(t, p1, Pair{p1.Mul(whole(int64(t.met))), p1.Mul(whole(int64(t.met + t.waiting)))}))
	t, _ = b.windows(&rC203, notFunctional, sIntegrity, 0)
	out.put(partLeaders, 41, share(t, p1))
}

// posts is ZB-22: each post that nobody holds costs half a point.
func (b *branch) posts() Score {
	t := one(b.standing(&rZB22, hasCommittee, func(_ *register.Year, p *profile) bool {
		return p[pSecretary] != 0 && p[pOrganisation] != 0 && p[pPublicity] != 0 && p[pDiscipline] != 0 && p[pDeputies] <= 1
	}, grace{months: 3}))
	lacking := int64(0)
	for _, post := range [...]int{pSecretary, pOrganisation, pPublicity, pDiscipline} {
		if b.now[post] == 0 {
			lacking++
		}
	}
	return owed(t, p2, exactly(less(p2, half, lacking)))
}

// review is ZB-38: held by the end of next January, and how it was rated.
func (b *branch) review() Score {
	t, _ := b.windows(&rZB38, lasting, sReview, 0)
	got := b.byDay(sReview, party.DateOf(b.y.Of+1, 1, 31))
	switch {
	case b.y.Unknown[nReview]:
		got.Hi = got.Hi.Add(p2)
	case b.number(nReview) >= 4:
		got = got.add(exactly(p2))
	case b.number(nReview) == 3:
		got = got.add(exactly(p15))
	case b.number(nReview) == 2:
		got = got.add(exactly(p1))
	}
	return owed(t, p3, got)
}

// byDay gives 1 for what first happened by a day, 0.5 for later, 0 for never.
func (b *branch) byDay(s standard.Series, due party.Date) Pair {
	first := b.y.First[s]
	switch {
	case first == party.NoDate && b.asOf >= due && b.shut:
		return Pair{}
	case first == party.NoDate:
		return Pair{zero, p1}
	case first <= due:
		return exactly(p1)
	}
	return exactly(half)
}

// decisions is CD-201: below nine in ten done, one point for each tenth begun.
func (b *branch) decisions() Score {
	left := p4
	if due := b.number(nDecisionsDue); due > 0 {
		left = p4.Sub(stepsBelow(b.number(nDecisionsDone), due, ninety, tenth, p1))
	}
	return b.judged(&rC201, nil, p4, exactly(left))
}
