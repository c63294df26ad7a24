package fact

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"qiangji/internal/party"
)

// A pledgeDone2 is a made-up second version of pledge.done: how much was done
// takes the place of whether.
type pledgeDone2 struct {
	Pledge party.FactID  `json:"pledge" zh:"承诺"`
	Result party.Outcome `json:"result" zh:"结果"`
	Helped []party.OrgID `json:"helped,omitempty" zh:"协办"`
}

func (*pledgeDone2) Kind() Kind { return "pledge.done" }

func (b *pledgeDone2) check(c *checker) {
	for _, org := range b.Helped {
		c.other("helped", "协办", org)
	}
}

// nextYear is the registry of a later year, with two versions of one kind.
func nextYear() *registry {
	return newRegistry(kinds.all, []kind{
		define[pledgeDone2](2, "承诺办结", "二版写结果。", `{"pledge":"f-0055","result":"partly"}`),
	})
}

func TestALaterVersionNeverChangesAnEarlierLine(t *testing.T) {
	now, then := kinds, nextYear()
	for _, d := range Kinds() {
		line := []byte(d.Example)
		before, _ := now.parse(line)
		after, problems := then.parse(line)
		if len(problems) > 0 || !reflect.DeepEqual(before, after) {
			t.Errorf("%s reads otherwise: %v", line, problems)
		}
		if got := then.append(nil, &after); string(got) != d.Example {
			t.Errorf("%s is written otherwise: %s", d.Kind, got)
		}
		if problems := then.validate(&after); len(problems) > 0 {
			t.Errorf("%s is judged otherwise: %v", line, problems)
		}
	}
}

func TestTheVersionChoosesTheBody(t *testing.T) {
	const (
		head  = `{"id":"f","org":"o-1","on":"2026-03-05","at":"2026-03-05T12:00:00Z","by":"m","kind":"pledge.done",`
		first = head + `"v":1,"body":{"pledge":"f-0055","done":true}}`
		other = head + `"v":2,"body":{"pledge":"f-0055","result":"partly","helped":["o-2"]}}`
	)
	r := nextYear()
	one, problems := r.parse([]byte(first))
	if len(problems) > 0 || !reflect.DeepEqual(one.Body, &PledgeDone{Pledge: "f-0055", Done: true}) {
		t.Errorf("version 1: %#v %v", one.Body, problems)
	}
	two, problems := r.parse([]byte(other))
	want := &pledgeDone2{Pledge: "f-0055", Result: "partly", Helped: []party.OrgID{"o-2"}}
	if len(problems) > 0 || !reflect.DeepEqual(two.Body, want) {
		t.Errorf("version 2: %#v %v", two.Body, problems)
	}
	if got := string(r.append(nil, &one)); got != first {
		t.Errorf("version 1 is written %s", got)
	}
	if got := string(r.append(nil, &two)); got != other {
		t.Errorf("version 2 is written %s", got)
	}
	two.Body = &pledgeDone2{Pledge: "f-0055", Result: "partly", Helped: []party.OrgID{"o-1"}}
	if problems := r.validate(&two); len(problems) != 1 || problems[0].Field != "body.helped" {
		t.Errorf("version 2 is judged by %v", problems)
	}
	for _, mixed := range []string{
		strings.Replace(first, `"v":1`, `"v":2`, 1), // the body of one under the number of the other
		strings.Replace(other, `"v":2`, `"v":1`, 1),
		strings.Replace(other, `"v":2`, `"v":3`, 1),
	} {
		if f, problems := r.parse([]byte(mixed)); len(problems) == 0 {
			t.Errorf("%s is read as %#v", mixed, f.Body)
		}
	}
	if f, problems := Parse([]byte(other)); len(problems) == 0 {
		t.Errorf("a version not yet known is read as %#v", f.Body)
	}
}

// TestFrozen holds every published version of a kind to what it was: fields,
// types, which must be written, and every code of its closed lists. New kinds,
// new optional fields and new codes may be added (-update); what stands in
// testdata/frozen.txt is not taken away, else old lines change their meaning.
func TestFrozen(t *testing.T) {
	const name = "testdata/frozen.txt"
	var now []string
	for _, d := range Kinds() {
		now = append(now, frozen(string(d.Kind)+" v"+string(rune('0'+d.Version)), d.Fields)...)
	}
	now = append(now, frozen("fact", Envelope())...)
	slices.Sort(now)
	data, err := os.ReadFile(name)
	if err != nil && !*update {
		t.Fatal(err)
	}
	old := strings.Split(strings.TrimSpace(string(data)), "\n")
	for _, line := range old {
		if _, found := slices.BinarySearch(now, line); !found && line != "" {
			t.Errorf("was and is no more: %s\n(if it was never published, take the line out of %s)", line, name)
		}
	}
	for _, line := range now {
		switch known := slices.Contains(old, line); {
		case !known && !*update:
			t.Errorf("is new; run go test -run Frozen -update: %s", line)
		case !known && strings.HasSuffix(line, " required") && slices.ContainsFunc(old, func(o string) bool {
			return strings.HasPrefix(o, strings.Join(strings.Fields(line)[:2], " ")+" ")
		}):
			t.Errorf("a published kind cannot demand more: %s", line)
		}
	}
	if *update && !t.Failed() {
		if err := os.WriteFile(name, []byte(strings.Join(now, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// frozen lists what the lines of a kind depend on.
func frozen(prefix string, fields []Field) []string {
	var out []string
	for _, f := range fields {
		line := prefix + " " + f.Name + " " + f.Type
		if f.Many {
			line += " many"
		}
		if f.Required {
			line += " required"
		}
		out = append(out, line)
		for _, c := range f.Choices {
			out = append(out, prefix+" "+f.Name+" = "+c.Code)
		}
		out = append(out, frozen(prefix+" "+f.Name+".", f.Fields)...)
	}
	return out
}
