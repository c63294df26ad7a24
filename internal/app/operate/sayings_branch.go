package operate

import (
	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// 评议 优秀3 — the appraisal as counts: everyone else 合格
func sayAppraisal(s *scene, on party.Date, args []string) error {
	if err := need(args, 1, "评议 3（优秀人数）"); err != nil {
		return err
	}
	n, err := wholeNumber(args[0])
	if err != nil {
		return err
	}
	s.add(s.day(on, 12, 18), &fact.AppraisalHeld{Year: s.year, Due: s.full, Taken: s.full, Excellent: n, Good: s.full - n})
	return nil
}

// 决定 期限 [办成]
func sayDecision(s *scene, on party.Date, args []string) error {
	if err := need(args, 1, "2026-03-01 决定 2026-04-01 办成"); err != nil {
		return err
	}
	due, err := party.ParseDate(args[0])
	if err != nil {
		return err
	}
	id := s.add(s.day(on, 3, 1), &fact.DecisionMade{Owner: s.roll[0], Due: due})
	if len(args) > 1 {
		s.add(due, &fact.DecisionDone{Decision: id, Done: args[1] == "办成"})
	}
	return nil
}

// 流动 党员3 登记流出|流动返回|取得联系|失去联系|…
func sayAway(s *scene, on party.Date, args []string) error {
	if err := need(args, 2, "2026-03-01 流动 党员3 登记流动"); err != nil {
		return err
	}
	state, err := codeOr(party.AwayStates, args[1], "")
	if err != nil {
		return err
	}
	s.add(s.day(on, 3, 1), &fact.MemberAway{Member: person(args[0]), State: state})
	return nil
}

func sayCare(s *scene, on party.Date, args []string) error {
	way := party.CareBy("visit")
	if len(args) > 0 {
		c, err := codeOr(party.CareWays, args[0], "")
		if err != nil {
			return err
		}
		way = c
	}
	s.add(s.day(on, 6, 28), &fact.CareGiven{Members: 2, Way: way})
	return nil
}

func sayPremises(s *scene, on party.Date, args []string) error {
	if err := need(args, 1, "场所 独立活动室 60"); err != nil {
		return err
	}
	place, err := codeOr(party.PremisesList, args[0], "")
	if err != nil {
		return err
	}
	p := &fact.PremisesStated{Place: place}
	if len(args) > 1 {
		if p.Square, err = wholeNumber(args[1]); err != nil {
			return err
		}
	}
	s.add(s.day(on, 1, 2), p)
	return nil
}

// 选举 换届选举 名额 候选人 应到 实到 [任期至]
func sayElection(s *scene, on party.Date, args []string) error {
	if err := need(args, 5, "2026-06-01 选举 换届选举 3 4 10 9 [2029-06-01]"); err != nil {
		return err
	}
	sort, err := codeOr(party.ElectionSorts, args[0], "")
	if err != nil {
		return err
	}
	var n [4]int
	for i := range n {
		if n[i], err = wholeNumber(args[1+i]); err != nil {
			return err
		}
	}
	e := &fact.ElectionHeld{Sort: sort, Seats: n[0], Candidates: n[1], By: "assembly", Issued: n[3], Returned: n[3],
		Vote: fact.Vote{On: "election", Due: n[2], Present: n[3], Yes: n[3]}}
	for range n[0] {
		e.Yes = append(e.Yes, n[3])
	}
	if len(args) > 5 {
		if e.Until, err = party.ParseDate(args[5]); err != nil {
			return err
		}
	}
	s.add(s.day(on, 6, 1), e)
	return nil
}
