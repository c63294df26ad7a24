package sqlstore

import (
	"errors"
	"slices"
	"testing"

	"qiangji/internal/errs"
)

// TestPaged: pages follow one another to the end; one that leads back, as a damaged index
// gives it, ends in an error and not in a circle.
func TestPaged(t *testing.T) {
	self := func(s *string) string { return *s }
	for name, c := range map[string]struct {
		pages map[string][]string // by the key they are asked after
		want  []string
		fails bool
	}{
		"to the end": {map[string][]string{"": {"a", "b"}, "b": {"c"}}, []string{"a", "b", "c"}, false},
		"none":       {nil, nil, false},
		"back":       {map[string][]string{"": {"b"}, "b": {"c", "a"}, "a": {"b"}}, []string{"b", "c", "a"}, true},
		"the same":   {map[string][]string{"": {"a"}, "a": {"a"}}, []string{"a", "a"}, true},
	} {
		var got []string
		err := paged("", func(s string) error {
			if len(got) > 9 {
				return errors.New("a circle")
			}
			got = append(got, s)
			return nil
		}, func(after string) ([]string, error) { return c.pages[after], nil }, self)
		if (err != nil) != c.fails || err != nil && errs.KindOf(err) != errs.IO || !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}
