package county

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// A Stream yields any number of branch-years: those of a pool in turn, each varied
// in what rules look at. A year it yields is valid until the next.
type Stream struct {
	pool  Pool
	items []party.ItemID
	pcg   *rand.PCG
	r     *rand.Rand
}

// NewStream streams a pool; items are those that waivers and the like may name.
func NewStream(pool Pool, std *standard.Standard) *Stream {
	pcg := rand.NewPCG(0, 0)
	s := &Stream{pool: pool, pcg: pcg, r: rand.New(pcg)}
	for i := range std.Items {
		s.items = append(s.items, std.Items[i].ID)
	}
	return s
}

// Year writes branch i into y, using the memory that y has.
func (s *Stream) Year(i int, y *register.Year) {
	base := s.pool[i%len(s.pool)]
	keep := *y
	*y = *base
	y.Segments = append(keep.Segments[:0], base.Segments...)
	y.Members = append(keep.Members[:0], base.Members...)
	y.Cases = append(keep.Cases[:0], base.Cases...)
	y.Named = append(keep.Named[:0], base.Named...)
	y.Skips = append(keep.Skips[:0], base.Skips...)
	y.Waivers = append(keep.Waivers[:0], base.Waivers...)
	y.Seasons = append(keep.Seasons[:0], base.Seasons...)
	y.Settled = append(keep.Settled[:0], base.Settled...)
	y.Stops = append(keep.Stops[:0], base.Stops...)
	if i < len(s.pool) {
		return // as it was folded
	}
	s.pcg.Seed(uint64(i), 1)
	s.happened(y)
	s.counted(y)
	s.people(y)
	s.profile(y)
	s.cases(y)
	s.said(y)
}

func (s *Stream) chance(percent int) bool { return s.r.IntN(100) < percent }

func (s *Stream) day(year int) party.Date {
	return party.DateOf(year, 1, 1).AddDays(s.r.IntN(365))
}

// happened changes how often things happened.
func (s *Stream) happened(y *register.Year) {
	for range 1 + s.r.IntN(12) {
		k, m := s.r.IntN(register.NSeries), s.r.IntN(12)
		if n := &y.Months[k][m]; *n > 0 && s.chance(60) {
			*n--
		} else {
			*n++
		}
		y.First[k] = first(y, k)
	}
}

// first is the day of the first of what was counted by month: as it was, where
// that is still so.
func first(y *register.Year, k int) party.Date {
	was := y.First[k]
	for m, n := range y.Months[k] {
		switch {
		case n == 0:
			continue
		case was != party.NoDate && (was.Month() == m+1 || m == 11 && was.Month() < 3):
			return was // in December also what is about the year and was held after it
		}
		return party.DateOf(y.Of, m+1, 1+(7*k+11*m)%28)
	}
	return party.NoDate
}

// few are numbers that a branch has few of; each is varied up to its bound.
var few = []struct {
	number standard.Number
	most   int
	part   standard.Number // another that is at most this one
}{
	{3, 12, 4}, {5, 4, 6}, {7, 8, 8}, {9, 400, 10}, {18, 40, 19}, {18, 40, 20}, {51, 60, 52}, {28, 7, 28}, {29, 5, 29}, {31, 4, 31},
	{1, 250, 1}, {2, 250, 2}, {45, 3, 45},
}

// rare are the numbers of what hardly ever happens.
var rare = []standard.Number{14, 16, 17, 44, 47, 50}

// unknowns are the numbers that may have no fact behind them.
var unknowns = []standard.Number{1, 2, 18, 19, 20, 28, 29, 35, 39}

// counted changes numbers, and forgets some that a fold may not know.
func (s *Stream) counted(y *register.Year) {
	for range 1 + s.r.IntN(4) {
		f := few[s.r.IntN(len(few))]
		n := s.r.IntN(f.most + 1)
		y.Numbers[f.number] = party.Int(n)
		y.Numbers[f.part] = min(y.Numbers[f.part], party.Int(n))
		if s.chance(50) {
			y.Numbers[f.part] = party.Int(n - n*s.r.IntN(30)/100)
		}
		y.Unknown[f.number], y.Unknown[f.part] = false, false
	}
	if !y.Unknown[35] {
		y.Numbers[35] = party.Decimal(55_0000 + s.r.IntN(45_0001))
	}
	if !y.Unknown[39] {
		y.Numbers[39] = party.Int(1 + s.r.IntN(4))
	}
	if s.chance(6) {
		y.Numbers[rare[s.r.IntN(len(rare))]] = party.Int(1 + s.r.IntN(2))
	}
	if s.chance(8) {
		n := unknowns[s.r.IntN(len(unknowns))]
		y.Unknown[n], y.Numbers[n] = true, 0
	}
	if s.chance(6) {
		y.Unknown[2], y.Numbers[2] = true, party.Int(s.r.IntN(400)) // a term over without an election
	}
}

// people changes hours, arrears and what adjusts them.
func (s *Stream) people(y *register.Year) {
	for range min(len(y.Members), 1+s.r.IntN(5)) {
		v := &y.Members[s.r.IntN(len(y.Members))].Values
		switch s.r.IntN(6) {
		case 0:
			v[10] = int32(s.r.IntN(80_0000))
		case 1:
			v[15] = int32(s.r.IntN(14) - 5) // below 0: of which no payment was recorded
		case 2:
			v[22] = int32(1 + s.r.IntN(12))
		case 3:
			v[9] = int32(s.r.IntN(len(party.WorkClasses)+1) - 1)
		default:
			v[2+s.r.IntN(6)] ^= 1
		}
	}
}

// flags and counts are the profile measures that are varied.
var (
	flags  = []int{14, 15, 17, 18, 19, 21, 25, 26, 36, 37}
	forms  = []int{22, 23, 24}
	counts = []int{2, 3, 10, 11, 16, 20, 30}
)

// profile changes the last segment, or makes another of it; some branches were
// founded or ended within the year.
func (s *Stream) profile(y *register.Year) {
	last := &y.Segments[len(y.Segments)-1]
	if s.chance(12) && last.Days.Days() > 2 {
		next := *last
		day := last.Days.From.AddDays(1 + s.r.IntN(last.Days.Days()-1))
		last.Days.To, next.Days.From = day.AddDays(-1), day
		y.Segments = append(y.Segments, next)
		last = &y.Segments[len(y.Segments)-1]
	}
	if s.chance(25) {
		last.Values[flags[s.r.IntN(len(flags))]] ^= 1
	}
	if s.chance(15) {
		c := counts[s.r.IntN(len(counts))]
		last.Values[c] = int32(s.r.IntN(int(last.Values[c]) + 4))
	}
	if s.chance(4) {
		last.Values[30] = -1 // the secretary's years in the Party are not known
	}
	if s.chance(3) {
		last.Values[forms[s.r.IntN(len(forms))]] ^= 1
	}
	if s.chance(3) {
		y.Exists.From = max(y.Exists.From, s.day(y.Of))
	}
	if s.chance(2) {
		y.Exists.To = min(y.Exists.To, max(y.Exists.From, s.day(y.Of)))
	}
}

// clocks are those of the items.
var clocks = []standard.Clock{0, 1, 3, 4, 5, 12, 17}

func (s *Stream) cases(y *register.Year) {
	if !s.chance(25) {
		return
	}
	for range 1 + s.r.IntN(3) {
		c := register.Case{Clock: clocks[s.r.IntN(len(clocks))], Start: s.day(y.Of - s.r.IntN(2))}
		if s.chance(60) {
			c.Done = c.Start.AddDays(s.r.IntN(400) - 30)
		}
		if s.chance(15) {
			c.Start = party.NoDate
		}
		if c.Done == party.NoDate && s.chance(20) {
			c.Lapse = s.day(y.Of)
		}
		y.Cases = append(y.Cases, c)
	}
	slices.SortStableFunc(y.Cases, func(a, b register.Case) int {
		return cmp.Or(cmp.Compare(a.Clock, b.Clock), cmp.Compare(a.Start, b.Start))
	})
}

// stop is a wait for an answer from above, for an item or for an election.
func (s *Stream) stop(y *register.Year, item party.ItemID) register.Stop {
	stop := register.Stop{Item: item, Days: party.Period{From: min(s.day(y.Of), y.Cut.On), To: party.DateOf(2199, 12, 31)}}
	if s.chance(50) {
		stop.Days.To = min(y.Cut.On, stop.Days.From.AddDays(s.r.IntN(120))) - 1
	}
	if s.chance(20) {
		stop.Item, stop.Matter = "", [...]party.Submission{"candidates", "election", "adjusting", "results"}[s.r.IntN(4)]
	}
	return stop
}

// said adds what was said of windows and items: 没开, waivers, seasons, requests,
// findings; and honours.
func (s *Stream) said(y *register.Year) {
	item := func() party.ItemID { return s.items[s.r.IntN(len(s.items))] }
	if s.chance(10) {
		c := party.Cadences[s.r.IntN(3)].Code
		w := party.Window{Cadence: c, Year: y.Of, Index: s.r.IntN(12 / c.Months())}
		y.Skips = append(y.Skips, register.Skip{Series: standard.Series(s.r.IntN(4)), Window: w})
	}
	if s.chance(5) {
		from := s.day(y.Of)
		y.Waivers = append(y.Waivers, register.Waiver{Item: item(), Days: party.Period{From: from, To: from.AddDays(s.r.IntN(300))}})
	}
	for s.chance(3) {
		y.Stops = append(y.Stops, s.stop(y, item()))
	}
	slices.SortStableFunc(y.Stops, func(a, b register.Stop) int { return cmp.Compare(a.Days.From, b.Days.From) })
	if s.chance(4) {
		from := s.day(y.Of)
		y.Seasons = append(y.Seasons, register.Season{Days: party.Period{From: from, To: from.AddDays(20 + s.r.IntN(160))}.Meet(party.YearOf(y.Of))})
	}
	if s.chance(4) {
		y.Settled = append(y.Settled, register.Settled{Item: item(), On: s.day(y.Of)})
	}
	if !s.chance(8) {
		return
	}
	k := register.Named{Kind: register.NamedHonour, Name: "先进基层党组织", Grade: string(party.Tiers[s.r.IntN(len(party.Tiers))].Code), On: s.day(y.Of), Year: y.Of - s.r.IntN(2)}
	switch s.r.IntN(3) {
	case 0:
		k.Name = "示范党支部"
	case 1:
		k = register.Named{Kind: register.NamedFigure, Name: "帮带支部见效", Value: party.Int(1 + s.r.IntN(2)), On: k.On, Year: k.Year}
	}
	y.Named = append(y.Named, k)
	slices.SortStableFunc(y.Named, func(a, b register.Named) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name), cmp.Compare(a.On, b.On))
	})
}
