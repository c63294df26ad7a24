package fact

import (
	"testing"
)

func TestExamplesParseAndValidate(t *testing.T) {
	for _, d := range Kinds() {
		f, problems := Parse([]byte(d.Example))
		if len(problems) > 0 {
			t.Errorf("%s: %v\n%s", d.Kind, problems, d.Example)
			continue
		}
		if problems := Validate(f); len(problems) > 0 {
			t.Errorf("%s: %v\n%s", d.Kind, problems, d.Example)
		}
		if got := string(f.Append(nil)); got != d.Example {
			t.Errorf("%s: the example is not canonical\n%s\n%s", d.Kind, d.Example, got)
		}
		if f.Body.Kind() != d.Kind {
			t.Errorf("%s is the example of %s", f.Body.Kind(), d.Kind)
		}
	}
}
