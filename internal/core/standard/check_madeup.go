package standard

import "qiangji/internal/party"

// madeUp warns of windows that want several occurrences and may be made up for
// later: the earliest window is made up for first, so that one occurrence more can
// let it take those that had served a later one, which then falls short.
func (c *checker) madeUp(s subjectOf) {
	d := s.set.Duty
	if d == nil || d.Every == "" || d.Every == party.Yearly || d.Least < 2 || d.Until < 1 {
		return
	}
	instead := "改成更短的一期各 1 次，例如 every: month"
	if d.Every == party.Monthly {
		instead = "改成每月 1 次"
	}
	c.warn(s.path+".duty.until", CodeDuty, "%s要 %d 次、过后又可以补，多做一次有时反而多出一期没做到(先补早的一期，会用掉后一期的)；删去 until，或%s",
		party.Cadences.Label(d.Every), d.Least, instead)
}
