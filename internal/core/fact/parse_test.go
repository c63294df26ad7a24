package fact

import (
	"reflect"
	"testing"
)

func TestParseReadsWhatAppendWrote(t *testing.T) {
	for _, line := range year() {
		f, problems := Parse(line)
		if len(problems) > 0 {
			t.Fatalf("%s\n%v", line, problems)
		}
		if got := f.Append(nil); string(got) != string(line) {
			t.Fatalf("read %s\nwrote %s", line, got)
		}
		again, _ := Parse(f.Append(nil))
		if !reflect.DeepEqual(f, again) {
			t.Fatalf("%+v\n%+v", f, again)
		}
	}
}
