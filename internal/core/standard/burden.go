package standard

import "qiangji/internal/party"

// A BurdenRow says what a standard asks of a branch of one size in a year (C8).
type BurdenRow struct {
	Members int // full members
	Asked   int // items that have a duty, apply and cost time
	Times   int // how often something is to be done
	Minutes int
	Items   []BurdenItem
}

// A BurdenItem is the cost of one item: Times × Minutes a year.
type BurdenItem struct {
	Item    party.ItemID
	Title   string
	Times   int
	Minutes int // of one time
}

// BurdenSizes are the sizes of branch for which a burden is printed.
var BurdenSizes = []int{3, 6, 31, 50}

// DefaultCeiling is how many items a scheme may ask of a branch with fewer than
// seven full members unless it declares another number (C8).
const DefaultCeiling = 15

// Burden returns items and minutes a year for branches of 3, 6, 31 and 50 full
// members of the standard's domain. A cadence counts its windows times what is
// asked in each; a deadline counts one case a year; a standing condition costs
// nothing by itself.
func Burden(std *Standard) []BurdenRow {
	t := newTrial(std)
	rows := make([]BurdenRow, len(BurdenSizes))
	for i, n := range BurdenSizes {
		sample := NewSample(n, std.Domain)
		rows[i].Members = n
		for j := range std.Items {
			if it := &std.Items[j]; it.Minutes > 0 && t.owes(sample, j) {
				rows[i].add(it)
			}
		}
	}
	return rows
}

func (r *BurdenRow) add(it *Item) {
	times := it.Duty.times()
	if times == 0 {
		return
	}
	r.Asked++
	r.Times += times
	r.Minutes += times * it.Minutes
	r.Items = append(r.Items, BurdenItem{it.ID, it.Title, times, it.Minutes})
}

// times returns how often a duty is to be fulfilled in a year.
func (d *Duty) times() int {
	switch {
	case d.Clock != "":
		return 1
	case d.Every == "" || d.Every.Months() == 0:
		return 0
	}
	windows := 12 / d.Every.Months()
	if len(d.Months) > 0 {
		windows = len(d.Months)
	}
	return windows * max(1, d.Least) * max(1, len(d.Each))
}
