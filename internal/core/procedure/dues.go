package procedure

import "qiangji/internal/party"

// MaxDues is the most that dues come to in a month, in fen (DF-11). What is paid
// beyond it is voluntary, never an error (TR-63).
const MaxDues int64 = 1000_00

// LeastDues is what students, the unemployed and those on relief pay in a month,
// in fen, and the least that a farmer pays (DF-06, DF-07).
const LeastDues int64 = 20

// A rate is a share of the whole base, in thousandths, up to a base in fen.
type rate struct{ upTo, mille int64 }

var (
	salaried = []rate{{3000_00, 5}, {5000_00, 10}, {10000_00, 15}, {1 << 62, 20}}
	retired  = []rate{{5000_00, 5}, {1 << 62, 10}}
)

// Dues returns the month's dues in fen on a base in fen: the rate of the base's
// bracket on the whole of it, not on its parts (DF-02, DF-05, TR-60), rounded
// half up to the fen (DF-22) and held to MaxDues. The base is after tax and
// without what DF-20 leaves out (TR-61); it is never stored. Farmers' dues are
// held between 0.2 and 1 yuan.
func Dues(base int64, class party.WorkClass) int64 {
	base = max(base, 0)
	switch class {
	case "student", "unemployed":
		return LeastDues
	case "farmer":
		return min(max(on(base, salaried), LeastDues), 100)
	case "retired":
		return min(on(base, retired), MaxDues)
	}
	return min(on(base, salaried), MaxDues)
}

// on takes the rate of the bracket in which the base falls.
func on(base int64, rates []rate) int64 {
	if base >= MaxDues*1000 {
		return MaxDues
	}
	for _, r := range rates {
		if base <= r.upTo {
			return (base*r.mille + 500) / 1000
		}
	}
	return 0
}
