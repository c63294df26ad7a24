package duty

// A Tri is a truth value of Kleene's three-valued logic. The zero Tri is no
// value at all; it marks what has not been asked yet.
type Tri uint8

// The truth values, ordered so that "and" is the least and "or" the greatest.
const (
	No    Tri = 1
	Maybe Tri = 2
	Yes   Tri = 3
)

// Is returns Yes or No.
func Is(b bool) Tri {
	if b {
		return Yes
	}
	return No
}

// Not returns the opposite; what is not known stays so.
func (t Tri) Not() Tri { return 4 - t }

// And is No if either is No, Yes if both are Yes.
func (t Tri) And(u Tri) Tri { return min(t, u) }

// Or is Yes if either is Yes, No if both are No.
func (t Tri) Or(u Tri) Tri { return max(t, u) }

// String returns 是, 否 or 待定.
func (t Tri) String() string {
	switch t {
	case No:
		return "否"
	case Yes:
		return "是"
	}
	return "待定"
}
