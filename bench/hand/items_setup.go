package hand

import (
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
)

func notFunctional(p *profile) bool { return p[pFunctional] == 0 }

func lasting(p *profile) bool { return p[pTemporary] == 0 && p[pFunctional] == 0 }

func settledForm(p *profile) bool {
	return p[pTemporary] == 0 && p[pFunctional] == 0 && p[pFloating] == 0
}

// seven asks for a branch of its own with seven full members.
func seven(p *profile) bool { return settledForm(p) && p[pFull] >= 7 }

func hasCommittee(p *profile) bool { return p[pCommittee] != 0 }

func hasSecretary(p *profile) bool { return p[pSecretary] != 0 }

var (
	rZB02 = rule{item: "ZB-02", sent: adjusted, waivable: true}
	rZB03 = rule{item: "ZB-03", sent: adjusted}
	rZB20 = rule{item: "ZB-20", now: true, sent: elected}
	rZB49 = rule{item: "ZB-49"}
	rC101 = rule{item: "CD-101", waivable: true}
	rC102 = rule{item: "CD-102", waivable: true}
)

// setup scores 组织设置.
func (b *branch) setup(out *Sheet) {
	out.put(partSetup, 0, share(one(b.standing(&rZB02, notFunctional, func(_ *register.Year, p *profile) bool {
		return p[pMembers] <= 50
	}, grace{months: 6})), p1))
	out.put(partSetup, 1, share(one(b.standing(&rZB03, settledForm, func(_ *register.Year, p *profile) bool {
		return p[pFull] >= 3 || p[pJoint] != 0
	}, grace{months: 6})), p1))
	out.put(partSetup, 2, share(one(b.standing(&rZB20, seven, func(_ *register.Year, p *profile) bool {
		return p[pCommittee] != 0
	}, grace{months: 6})), p25))
	out.put(partSetup, 11, share(one(b.standing(&rZB49, func(p *profile) bool {
		return (p[pScattered] != 0 || p[pGroups] > 0) && p[pFunctional] == 0
	}, func(_ *register.Year, p *profile) bool {
		return p[pGroups] > 0 && p[pGroupLeaders] >= p[pGroups]
	}, grace{months: 3})), p1))
	out.put(partSetup, 37, b.termOver())
	out.put(partSetup, 38, b.vacancy())
}

// judged scores an item that has no obligations, by its amount alone: deductions
// from the full points, which are due as soon as they are known.
func (b *branch) judged(r *rule, c condition, points standard.Rat, got Pair) Score {
	if !b.applies(r, c) {
		return Score{}
	}
	return b.counted(r, points, got.within(zero, points))
}

// counted is the score of deductions that are within their bounds already.
func (b *branch) counted(r *rule, points standard.Rat, got Pair) Score {
	s := Score{Points: got, Due: points, Max: points}
	switch {
	case got.Lo != got.Hi && !b.ends(r):
		return Score{Verdict: NotDue, Max: points}
	case got.Lo != got.Hi:
		s.Verdict = Unknown
	case got.Lo.Less(points):
		s.Verdict = Unmet
	default:
		s.Verdict = Met
	}
	return s
}

// earned scores an item without obligations that counts from zero: before the year
// is over only what has been earned is due.
func (b *branch) earned(r *rule, c condition, points standard.Rat, got Pair) Score {
	if !b.applies(r, c) {
		return Score{}
	}
	got = got.within(zero, points)
	known := got.Lo == got.Hi
	s := Score{Points: got, Due: points, Max: points}
	if !b.ends(r) {
		if !known || got.Lo.Sign() == 0 {
			return Score{Verdict: NotDue, Max: points}
		}
		s.Due = got.Lo
	}
	switch {
	case !known:
		s.Verdict = Unknown
	case got.Lo.Sign() > 0:
		s.Verdict = Met
	default:
		s.Verdict = Unmet
	}
	return s
}

// termOver is CD-101: the heaviest case of a term that is over.
func (b *branch) termOver() Score {
	days := b.number(nTermOver)
	if b.y.Unknown[nTermOver] && days == 0 {
		return b.judged(&rC101, settledForm, p25, Pair{zero, p25})
	}
	left := p25
	switch {
	case days > 180:
		left = zero
	case days > 90:
		left = p1
	case days > 0:
		left = p2
	}
	got := exactly(left)
	if b.y.Unknown[nTermOver] && b.asOf < closed(min(b.y.Exists.To, b.asOf).AddDays(-int(days))) {
		got.Hi = p25 // there may have been an election all the same
	}
	return b.judged(&rC101, settledForm, p25, got)
}

// vacancy is CD-102: by the longest run of days without a secretary.
func (b *branch) vacancy() Score {
	if b.y.Unknown[nVacant] {
		return b.judged(&rC102, lasting, p2, Pair{zero, p2})
	}
	left := zero
	switch days := b.number(nVacant); {
	case days < 31:
		left = p2
	case days < 93:
		left = p15
	case days < 184:
		left = half
	}
	return b.judged(&rC102, lasting, p2, exactly(left))
}
