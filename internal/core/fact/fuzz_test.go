package fact

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// FuzzFactJSON holds that no line makes the reader panic, that what is read is
// JSON to others too, and that what is read and written is read again as the
// same fact.
func FuzzFactJSON(f *testing.F) {
	for _, d := range Kinds() {
		f.Add([]byte(d.Example))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		got, problems := Parse(line)
		if len(problems) > 0 {
			if len(problems) != 1 || problems[0].Message == "" || strings.Contains(problems[0].Message, "\n") {
				t.Fatalf("%q", problems)
			}
			return
		}
		if len(line) > MaxLine || !json.Valid(line) {
			t.Fatalf("took %q", line)
		}
		canonical := got.Append(nil)
		for _, p := range Validate(got) {
			if p.Message == "" || strings.Contains(p.Message, "%!") {
				t.Fatalf("%q", p)
			}
		}
		Concerns(got)
		HeaderOf(&got)
		Unsupported([]Fact{got, got}, Cut{})
		Conflicts([]Fact{got})
		again, problems := Parse(canonical)
		switch {
		case len(canonical) > MaxLine: // decimals written as bare numbers gain quotes
		case len(problems) > 0 || !reflect.DeepEqual(got, again):
			t.Fatalf("%s\nwas read as %s (%v)", line, canonical, problems)
		case !bytes.Equal(again.Append(nil), canonical):
			t.Fatalf("%s is not canonical", canonical)
		}
	})
}
