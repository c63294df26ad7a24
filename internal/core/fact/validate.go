package fact

import (
	"fmt"
	"reflect"

	"qiangji/internal/party"
)

// MaxList is the longest list in a fact.
const MaxList = 1000

// A Problem (问题) is one thing wrong with a fact: which field, why, and how to
// mend it, in plain Chinese.
type Problem struct {
	Field   string // path in the JSON form: body.absent[2].member
	Message string
}

// Validate reports all that is wrong with f as far as f alone can tell: what is
// missing, out of a closed list, out of range or contradicts itself. Whether f
// fits what else is recorded is the question of register.Admit. A fact that
// breaks a regulation is not wrong: what happened must be recordable.
func Validate(f Fact) []Problem { return kinds.validate(&f) }

func (r *registry) validate(f *Fact) []Problem {
	k := r.of(f.Body)
	if k == nil || reflect.ValueOf(f.Body).IsNil() {
		return []Problem{{"body", "记录没有内容；请写明类别和内容，类别见 doc/facts.md"}}
	}
	e := enclose(f, k)
	c := checker{fact: f, kind: k}
	c.object(reflect.ValueOf(&e).Elem(), envelopeShape)
	// What contradicts itself can be told only of what is well formed.
	if len(c.problems) == 0 {
		c.envelope()
		f.Body.check(&c)
	}
	if len(c.problems) == 0 && c.size > MaxLine/2 && len(r.append(nil, f)) > MaxLine {
		c.add("", fmt.Sprintf("这条记录超过 %d 字节；请拆成几条", MaxLine))
	}
	return c.problems
}

// A checker collects what is wrong with one fact.
type checker struct {
	trail
	fact     *Fact
	kind     *kind
	problems []Problem
	size     int // about that of the line, rather more than less
}

// add reports a problem of the field at a path.
func (c *checker) add(path, message string) {
	c.problems = append(c.problems, Problem{path, message})
}

// say reports a problem of a field of the body.
func (c *checker) say(field, format string, args ...any) {
	c.add("body."+field, fmt.Sprintf(format, args...))
}

// here reports a problem of the value that is being looked at.
func (c *checker) here(format string, args ...any) {
	c.add(c.where(), fmt.Sprintf(format, args...))
}

// object checks each field of a struct by its form and role.
func (c *checker) object(v reflect.Value, s *shape) {
	for i := range s.fields {
		f := &s.fields[i]
		fv := v.Field(f.index)
		c.size += len(f.name) + 24
		if !f.required && absent(fv) {
			continue
		}
		c.push(f.name, -1)
		c.value(fv, f)
		c.pop()
	}
}

// value checks one field, or one element of the list that the field is.
func (c *checker) value(v reflect.Value, f *field) {
	n := f.node
	if n.pointer {
		v = v.Elem()
	}
	switch n.form {
	case formText:
		c.size += v.Len() + 4
		c.text(v.String(), f)
	case formInt:
		c.integer(v.Int(), f)
	case formDate:
		c.date(party.Date(v.Int()), f)
	case formDecimal:
		if d := party.Decimal(v.Int()); d > party.MaxDecimal || d < -party.MaxDecimal {
			c.here("「%s」太大，绝对值不能超过一万亿，请核对", f.label)
		}
	case formObject:
		c.object(v, n.shape)
	case formList:
		c.list(v, f)
	case formBody:
		c.object(v.Elem().Elem(), c.kind.shape)
	}
}

// list checks the length, the elements, and that no text stands twice.
func (c *checker) list(v reflect.Value, f *field) {
	n := v.Len()
	switch {
	case n == 0 && f.required && f.node.elem.form == formText: // nobody elected is an answer
		c.here("「%s」至少要有一个，请补上", f.label)
		return
	case n > MaxList:
		c.here("「%s」有 %d 个，最多 %d 个；请拆成几条记录", f.label, n, MaxList)
		return
	}
	elem := field{name: f.name, label: f.label, node: f.node.elem}
	for i := range n {
		c.push("", i)
		c.value(v.Index(i), &elem)
		c.pop()
	}
	if elem.node.form == formText && !rising(v) {
		c.repeats(v, f)
	}
}

// rising reports whether the texts of a list rise, as those of most do: then
// none stands twice.
func rising(v reflect.Value) bool {
	for i := 1; i < v.Len(); i++ {
		if v.Index(i-1).String() >= v.Index(i).String() {
			return false
		}
	}
	return true
}

// repeats reports the texts that stand twice in a list.
func (c *checker) repeats(v reflect.Value, f *field) {
	n := v.Len()
	seen := make(map[string]bool, n)
	for i := range n {
		s := v.Index(i).String()
		if seen[s] {
			c.here("「%s」里 %s 写了两次，请去掉一个", f.label, f.node.elem.word(s))
		}
		seen[s] = true
	}
}

func (c *checker) integer(n int64, f *field) {
	low, high := int64(0), int64(1_000_000)
	switch f.node.role {
	case roleYear:
		low, high = 1921, 2199
	case roleFen:
		high = 1_000_000_000_000 // ten milliard yuan
	}
	if n < low || n > high {
		c.here("「%s」是 %d，应当在 %d 到 %d 之间，请核对", f.label, n, low, high)
	}
}

func (c *checker) date(d party.Date, f *field) {
	switch {
	case d == party.NoDate:
		c.here("「%s」没有填，请补上日期", f.label)
	case !d.Valid():
		c.here("「%s」不是 1900 至 2199 年间的一天，请核对", f.label)
	}
}
