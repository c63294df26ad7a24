package operate

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// people reads 全体, 正式 or names such as 党员3, in front of or behind the rest.
func (s *scene) people(args []string) []party.MemberID {
	var who []party.MemberID
	for _, a := range args {
		switch {
		case a == "全体":
			return s.roll
		case a == "正式":
			return s.roll[:s.full]
		case strings.HasPrefix(a, "党员"):
			who = append(who, memberOf(a))
		}
	}
	return who
}

// person reports whether a word says whom.
func person(word string) bool {
	return word == "全体" || word == "正式" || strings.HasPrefix(word, "党员")
}

func sayTalk(s *scene, on party.Date, args []string) error {
	if err := only(args, 1, "应需"); err != nil {
		return err
	}
	p, err := codeOr(party.Pairs, args[0], "")
	if err != nil {
		return err
	}
	s.add(s.day(on, 6, 20), &fact.TalkHeld{Pair: p, Need: len(args) > 1 && args[1] == "应需"})
	return nil
}

func sayStudy(s *scene, on party.Date, args []string) error {
	hours, err := party.ParseDecimal(args[0])
	if err != nil {
		return err
	}
	form, who := party.Study("course"), s.people(args[1:])
	for _, a := range args[1:] {
		if c, ok := party.Studies.Code(a); ok {
			form = c
		} else if !person(a) {
			return fmt.Errorf("“%s”看不懂：写谁（全体、正式、党员3）和形式（%s）", a, labels(party.Studies))
		}
	}
	if len(who) == 0 {
		return errors.New("没有说是谁：写 全体、正式 或 党员3")
	}
	s.add(s.day(on, 9, 15), &fact.StudyLogged{Members: who, Hours: hours, Form: form, Level: "town"})
	return nil
}

func sayDues(s *scene, on party.Date, args []string) error {
	months, ok := monthList(strings.TrimSuffix(args[len(args)-1], "月"))
	if !ok {
		return fmt.Errorf("月份 %q 看不懂，写成 1-12月", args[len(args)-1])
	}
	from, last, who := months[0], months[len(months)-1], s.people(args[:len(args)-1])
	if last-from+1 != len(months) {
		return fmt.Errorf("月份 %q 要连着，隔开的分几行写", args[len(args)-1])
	}
	if i := slices.IndexFunc(args[:len(args)-1], func(a string) bool { return !person(a) }); i >= 0 || len(who) == 0 {
		return fmt.Errorf("%q 没有说是谁：写 全体、正式 或 党员3", strings.Join(args, " "))
	}
	for _, m := range who {
		s.add(s.day(on, last, 15), &fact.DuesPaid{Member: m, From: fmt.Sprintf("%d-%02d", s.year, from), To: fmt.Sprintf("%d-%02d", s.year, last), Fen: int64(1000 * len(months))})
	}
	return nil
}

func sayFixed(s *scene, on party.Date, _ []string) error {
	for _, m := range s.roll {
		s.add(s.day(on, 1, 15), &fact.DuesFixed{Member: m, Year: s.year, Fen: 1000})
	}
	return nil
}

func sayRemitted(s *scene, _ party.Date, args []string) error {
	months, ok := monthList(strings.TrimSuffix(args[0], "月"))
	if !ok {
		return fmt.Errorf("月份 %q 看不懂，写成 1-12月", args[0])
	}
	for _, m := range months {
		s.add(party.DateOf(s.year, m, 25), &fact.DuesRemitted{Month: fmt.Sprintf("%d-%02d", s.year, m), Fen: 10000})
	}
	return nil
}

func sayPost(s *scene, on party.Date, args []string) error {
	if err := only(args, 2, "新任"); err != nil {
		return err
	}
	p, err := codeOr(party.Posts, args[1], "")
	if err != nil {
		return err
	}
	s.add(s.day(on, 3, 1), &fact.PostTaken{Member: memberOf(args[0]), Post: p, First: len(args) > 2 && args[2] == "新任"})
	return nil
}

func sayPostLeft(s *scene, on party.Date, args []string) error {
	p, err := codeOr(party.Posts, args[1], "")
	if err != nil {
		return err
	}
	s.add(s.day(on, 3, 1), &fact.PostLeft{Member: memberOf(args[0]), Post: p})
	return nil
}

func sayStep(s *scene, on party.Date, args []string) error {
	step, err := codeOr(party.Steps, args[1], "")
	if err != nil {
		return err
	}
	m := &fact.MemberStaged{Member: memberOf(args[0]), Step: step, People: s.people(args[2:])}
	for _, a := range args[2:] {
		if r, ok := party.Results.Code(a); ok {
			m.Result = r
		} else if until, err := party.ParseDate(a); err == nil {
			m.Until = until
		} else if !person(a) {
			return fmt.Errorf("“%s”看不懂：可写党员、结果（%s）或日期", a, labels(party.Results))
		}
	}
	s.add(s.day(on, 3, 1), m)
	return nil
}

func sayReview(s *scene, on party.Date, args []string) error {
	v, err := codeOr(party.Verdicts, args[0], "")
	if err != nil {
		return err
	}
	s.add(s.day(on, 12, 22), &fact.ReviewHeld{Year: s.year, By: "town", Result: v})
	return nil
}

func saySatisfaction(s *scene, on party.Date, args []string) error {
	return sayOutcome(s, on, append([]string{"满意度"}, args...))
}

func sayOutcome(s *scene, on party.Date, args []string) error {
	sort, err := codeOr(party.OutcomeSorts, args[0], "")
	if err != nil {
		return err
	}
	v, err := party.ParseDecimal(args[1])
	if err != nil {
		return err
	}
	basis := 40
	if len(args) > 2 {
		if basis, err = wholeNumber(args[2]); err != nil {
			return err
		}
	}
	s.add(s.day(on, 11, 20), &fact.OutcomeStated{Sort: sort, Value: v, Basis: basis, Issuer: "survey", Year: s.day(on, 11, 20).Year()})
	return nil
}

func sayPublished(s *scene, on party.Date, args []string) error {
	m, err := codeOr(party.Matters, args[0], "")
	if err != nil {
		return err
	}
	s.add(s.day(on, 12, 20), &fact.AffairsPublished{Matter: m, Days: 7})
	return nil
}

func sayRating(s *scene, on party.Date, args []string) error {
	year, err := wholeNumber(args[1])
	if err != nil {
		return err
	}
	if on == party.NoDate {
		on = party.DateOf(year+1, 2, 20)
	}
	r := &fact.RatingDecided{Scheme: party.SchemeID(args[0]), Year: year, Of: testBranch, Level: args[2], By: "county_committee", Signer: "m-signer", Cut: party.DateOf(year, 12, 31)}
	if len(args) > 3 {
		r.Tier = args[3]
	}
	s.add(on, r)
	return nil
}

func sayWaiver(s *scene, on party.Date, args []string) error {
	days, err := period(args[1], args[2])
	if err != nil {
		return err
	}
	why, err := codeOr(party.WaiveReasons, args[3], "")
	if err != nil {
		return err
	}
	if on == party.NoDate {
		on = days.From
	}
	s.add(on, &fact.WaiverDeclared{Item: party.ItemID(args[0]), From: days.From, To: days.To, Reason: why})
	return nil
}

func saySeason(s *scene, on party.Date, args []string) error {
	sort, err := codeOr(party.Seasons, args[0], "")
	if err != nil {
		return err
	}
	days, err := period(args[1], args[2])
	if err != nil {
		return err
	}
	s.add(s.day(on, 1, 10), &fact.SeasonDeclared{Season: sort, From: days.From, To: days.To})
	return nil
}

func period(from, to string) (party.Period, error) {
	a, err := party.ParseDate(from)
	if err != nil {
		return party.Period{}, err
	}
	b, err := party.ParseDate(to)
	return party.Period{From: a, To: b}, err
}

func sayUpper(s *scene, on party.Date, args []string) error {
	d, err := codeOr(party.UpperDuties, args[0], "")
	if err != nil {
		return err
	}
	u := &fact.UpperDid{Duty: d}
	if len(args) > 1 {
		u.Answers = party.FactID(args[1])
	}
	s.add(s.day(on, 4, 1), u)
	return nil
}

func saySubmitted(s *scene, on party.Date, args []string) error {
	m, err := codeOr(party.Submissions, args[0], "")
	if err != nil {
		return err
	}
	b := &fact.Submitted{Matter: m, To: "t01"}
	if len(args) > 1 {
		b.Member = memberOf(args[1])
	}
	s.add(s.day(on, 4, 1), b)
	return nil
}
