package operate

import (
	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

func sayAppraisal(s *scene, on party.Date, args []string) error {
	n, err := wholeNumber(args[0])
	if err != nil {
		return err
	}
	s.add(s.day(on, 12, 18), &fact.AppraisalHeld{Year: s.year, Due: s.full, Taken: s.full, Excellent: n, Good: s.full - n})
	return nil
}

func sayDecision(s *scene, on party.Date, args []string) error {
	if err := only(args, 1, "办成", "没办成"); err != nil {
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

func sayAway(s *scene, on party.Date, args []string) error {
	state, err := codeOr(party.AwayStates, args[1], "")
	if err != nil {
		return err
	}
	s.add(s.day(on, 3, 1), &fact.MemberAway{Member: memberOf(args[0]), State: state})
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

func sayElection(s *scene, on party.Date, args []string) error {
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
