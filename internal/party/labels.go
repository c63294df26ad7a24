package party

// A Choice is one value of a closed list with its Chinese label.
type Choice[T ~string] struct {
	Code  T
	Label string
}

// Labels (代码表) is a closed list of codes with their Chinese labels, in the
// order in which they are offered.
type Labels[T ~string] []Choice[T]

// Has reports whether code is in the list.
func (l Labels[T]) Has(code T) bool { return l.Index(code) >= 0 }

// Index returns the place of code in the list, or -1.
func (l Labels[T]) Index(code T) int {
	for i, c := range l {
		if c.Code == code {
			return i
		}
	}
	return -1
}

// Label returns the Chinese label of code, or the code itself if unknown.
func (l Labels[T]) Label(code T) string {
	if i := l.Index(code); i >= 0 {
		return l[i].Label
	}
	return string(code)
}

// Code returns the code whose label is s.
func (l Labels[T]) Code(s string) (T, bool) {
	for _, c := range l {
		if c.Label == s || string(c.Code) == s {
			return c.Code, true
		}
	}
	var none T
	return none, false
}

// Names returns the labels joined for a message: 「甲、乙、丙」.
func (l Labels[T]) Names() string {
	s := ""
	for i, c := range l {
		if i > 0 {
			s += "、"
		}
		s += c.Label + "(" + string(c.Code) + ")"
	}
	return s
}
