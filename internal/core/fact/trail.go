package fact

import "strconv"

// A step is one step of the path to a value in the JSON form.
type step struct {
	name  string
	index int // of a list; -1 for a field
}

// A trail is the path to the value that is being looked at.
type trail struct {
	steps [maxDepth]step
	depth int
}

func (t *trail) push(name string, index int) {
	t.steps[t.depth] = step{name, index}
	t.depth++
}

func (t *trail) pop() { t.depth-- }

// where writes the path: body.absent[2].member.
func (t *trail) where() string {
	var out []byte
	for _, s := range t.steps[:t.depth] {
		if s.index >= 0 {
			out = append(out, '[')
			out = strconv.AppendInt(out, int64(s.index), 10)
			out = append(out, ']')
			continue
		}
		if len(out) > 0 {
			out = append(out, '.')
		}
		out = append(out, s.name...)
	}
	return string(out)
}
