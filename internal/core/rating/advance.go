package rating

import (
	"fmt"

	"qiangji/internal/core/duty"
	"qiangji/internal/core/register"
	"qiangji/internal/party"
)

// advance says which level stepwise promotion allows this year (M34): each level
// may need another one held for some years, and with OneStep none is more than
// one better than last year's. History is what was decided, nothing else. The
// computed band is not changed by it.
func (j *judge) advance(y *register.Year) {
	adv := j.rating.Advance
	if adv == nil || j.a.Unless == duty.Yes {
		return
	}
	for i, l := range j.rating.Levels {
		why := j.blocked(i, y)
		if why == "" {
			if i > 0 {
				j.r.Eligible = l.Name
			}
			return
		}
		if j.r.Barrier == "" {
			j.r.Barrier = why
		}
	}
}

// blocked says why a level cannot be reached this year; empty if it can.
func (j *judge) blocked(i int, y *register.Year) string {
	adv := j.rating.Advance
	name := j.rating.Levels[i].Name
	for _, need := range adv.Needs {
		if need.Level != name {
			continue
		}
		for back := 1; back <= max(need.Years, 1); back++ {
			if held := j.held(y, j.a.Year-back*j.period()); held < 0 || held > j.level(need.Held) {
				if need.Years <= 1 {
					return fmt.Sprintf("上一年评为%s的，才能评%s", need.Held, name)
				}
				return fmt.Sprintf("以前连续 %d 年评为%s的，才能评%s", need.Years, need.Held, name)
			}
		}
	}
	if last := j.held(y, j.a.Year-j.period()); adv.OneStep && last > i+1 {
		return fmt.Sprintf("上年评为%s，一年最多升一级", j.rating.Levels[last].Name)
	}
	return ""
}

// held is the place of the level decided for a year; -1 if none was.
func (j *judge) held(y *register.Year, of int) int {
	at, on := -1, party.NoDate
	for k := range y.Ratings {
		if d := &y.Ratings[k]; d.Scheme == j.a.Scheme && d.Year == of && d.On >= on {
			at, on = j.level(d.Level), d.On
		}
	}
	return at
}

// period is how many years one rating covers.
func (j *judge) period() int { return max(j.rating.Years, 1) }
