package standard

import "qiangji/internal/party"

// A BurdenRow says what a standard asks of a branch of one size in a year (C8).
type BurdenRow struct {
	Members int          `json:"members"` // full members
	Asked   int          `json:"asked"`   // items that have a duty, apply and cost time
	Times   int          `json:"times"`   // how often something is to be done
	Minutes int          `json:"minutes"`
	Along   int          `json:"along"` // recurring items done along with others: they say that they cost no time
	Items   []BurdenItem `json:"items"` // those asked
}

// A BurdenItem is the cost of one item: Times × Minutes a year.
type BurdenItem struct {
	Item    party.ItemID `json:"item"`
	Title   string       `json:"title"`
	Times   int          `json:"times"`
	Minutes int          `json:"minutes"` // of one time
}

// BurdenSizes are the sizes of branch for which a burden is printed.
var BurdenSizes = []int{3, 6, 31, 50}

// How many items a scheme may ask of a branch with fewer than seven full members:
// DefaultCeiling unless it declares another number, and never more than two a
// month, which is what a secretary with another job can see to (C8). As many again
// may be done along with others. What is to be done more often than once a month
// counts as an item for each twelve times.
const (
	DefaultCeiling = 15
	MostCeiling    = 24
	OncePerMonth   = 12
)

// Burden returns items and minutes a year for branches of 3, 6, 31 and 50 full
// members of the standard's domain. A cadence counts its windows times what is
// asked in each; a deadline counts one case a year, and a standing condition one
// time, if they say that they take minutes.
func Burden(std *Standard) []BurdenRow {
	t := newTrial(std)
	rows := make([]BurdenRow, len(BurdenSizes))
	for i, n := range BurdenSizes {
		sample := NewSample(n, std.Domain)
		rows[i].Members, rows[i].Items = n, []BurdenItem{}
		for j := range std.Items {
			if t.owes(sample, j) {
				rows[i].add(&std.Items[j])
			}
		}
	}
	return rows
}

func (r *BurdenRow) add(it *Item) {
	times := it.Duty.times()
	switch {
	case times == 0:
	case it.Minutes > 0:
		r.Asked++
		r.Times += times
		r.Minutes += times * it.Minutes
		r.Items = append(r.Items, BurdenItem{it.ID, it.Title, times, it.Minutes})
	case it.Duty.Every != "":
		r.Along++
	}
}

// load returns how many items the row weighs: one for each twelve times of each.
func (r *BurdenRow) load() int {
	n := 0
	for _, it := range r.Items {
		n += (it.Times + OncePerMonth - 1) / OncePerMonth
	}
	return n
}

// times returns how often a duty is to be fulfilled in a year.
func (d *Duty) times() int {
	switch {
	case d.Clock != "", d.Require != "":
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
