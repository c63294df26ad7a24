package fact

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"qiangji/internal/party"
)

// story makes facts from short lines: "ID DAY HOUR [-> CORRECTED] [x VOIDED]
// [on RESTS] [@ ORG]". The day is that of March 2026; the hour counts from the
// 1st of April at midnight.
func story(t testing.TB, lines ...string) []Fact {
	t.Helper()
	var facts []Fact
	for _, line := range lines {
		w := strings.Fields(line)
		var day, hour int
		if _, err := fmt.Sscan(w[1], &day); err != nil {
			t.Fatal(err)
		}
		if _, err := fmt.Sscan(w[2], &hour); err != nil {
			t.Fatal(err)
		}
		f := Fact{
			ID: party.FactID(w[0]), Org: "o-1", By: "m-1",
			On:   party.DateOf(2026, 3, day),
			At:   time.Date(2026, 4, 1, hour, 0, 0, 0, time.UTC),
			Body: &PledgeMade{Member: "m-2", Form: "promise"},
		}
		for rest := w[3:]; len(rest) > 1; rest = rest[2:] {
			switch id := party.FactID(rest[1]); rest[0] {
			case "->":
				f.Corrects = id
			case "x":
				f.Body = &Void{Fact: id, Cause: "mistake"}
			case "on":
				f.Body = &PledgeDone{Pledge: id, Done: true}
			case "@":
				f.Org = party.OrgID(rest[1])
			default:
				t.Fatalf("what is %q", rest[0])
			}
		}
		facts = append(facts, f)
	}
	return facts
}

func ids(facts []Fact) string {
	var out []string
	for _, f := range facts {
		out = append(out, string(f.ID))
	}
	return strings.Join(out, " ")
}

// hour is the instant of an hour of a story.
func hour(h int) time.Time { return time.Date(2026, 4, 1, h, 0, 0, 0, time.UTC) }

func TestStanding(t *testing.T) {
	for _, c := range []struct {
		name  string
		facts []string
		want  string
	}{
		{"nothing", nil, ""},
		{"in standing order: the day, the moment, the name",
			[]string{"d 2 1", "c 2 1", "b 2 0", "a 9 0", "e 1 9"}, "e b c d a"},
		{"a correction replaces", []string{"a 1 1", "b 2 2 -> a"}, "b"},
		{"it need not come later in the file", []string{"b 2 2 -> a", "a 1 1"}, "b"},
		{"a correction of a correction", []string{"a 1 1", "b 2 2 -> a", "c 3 3 -> b"}, "c"},
		{"two corrections of one: the later", []string{"a 1 1", "b 2 2 -> a", "c 3 3 -> a"}, "c"},
		{"two at one moment: the name decides", []string{"a 1 1", "c 2 2 -> a", "b 2 2 -> a"}, "c"},
		{"a branch that goes on loses to a later word", []string{"a 1 1", "b 2 2 -> a", "d 2 4 -> b", "c 3 5 -> a"}, "c"},
		{"and wins over an earlier one", []string{"a 1 1", "b 2 2 -> a", "d 2 4 -> b", "c 3 3 -> a"}, "d"},
		{"a clock that went back: what corrects comes after", []string{"a 1 5", "b 2 4 -> a", "c 3 3 -> b"}, "c"},
		{"a correction of what is not here", []string{"b 2 2 -> a"}, "b"},
		{"two of what is not here are one thread", []string{"b 2 2 -> a", "c 3 3 -> a"}, "c"},
		{"a void takes back", []string{"a 1 1", "v 1 2 x a", "b 2 2"}, "b"},
		{"a void before its fact in time", []string{"v 1 1 x a", "a 1 2"}, ""},
		{"a void of what is not here", []string{"v 1 1 x a", "b 1 2"}, "b"},
		{"void of a corrected fact: the whole record", []string{"a 1 1", "b 2 2 -> a", "v 3 3 x a"}, ""},
		{"void of the correction: the whole record", []string{"a 1 1", "b 2 2 -> a", "v 3 3 x b"}, ""},
		{"void of the middle: the whole record", []string{"a 1 1", "b 2 2 -> a", "c 3 3 -> b", "v 3 4 x b"}, ""},
		{"correction of a voided fact: record it anew instead", []string{"a 1 1", "v 1 2 x a", "b 2 3 -> a"}, ""},
		{"recorded anew", []string{"a 1 1", "v 1 2 x a", "b 1 3"}, "b"},
		{"voided twice", []string{"a 1 1", "v 1 2 x a", "w 1 3 x a"}, ""},
		{"a void cannot be voided", []string{"a 1 1", "v 1 2 x a", "w 1 3 x v"}, ""},
		{"a void cannot be corrected: what tries is a fact of its own", []string{"a 1 1", "v 1 2 x a", "b 1 3 -> v"}, "b"},
		{"a void that corrects only voids", []string{"a 1 1", "c 1 1", "v 1 2 x a -> c"}, "c"},
		{"a void of what is not here but was corrected", []string{"b 2 2 -> a", "v 3 3 x a"}, ""},
		{"a circle of one", []string{"a 1 1 -> a", "b 1 1"}, "b"},
		{"a circle of two", []string{"a 1 1 -> b", "b 2 2 -> a", "c 3 3"}, "c"},
		{"what leads into a circle", []string{"a 1 1 -> b", "b 2 2 -> a", "c 3 3 -> b", "d 4 4"}, "d"},
		{"a void of a circle", []string{"a 1 1 -> b", "b 2 2 -> a", "v 3 3 x a", "c 3 3"}, "c"},
		{"correction across organisations: both are as they are", []string{"a 1 1", "b 2 2 -> a @ o-2"}, "a b"},
		{"void across organisations does nothing", []string{"a 1 1", "v 2 2 x a @ o-2"}, "a"},
	} {
		facts := story(t, c.facts...)
		if got := ids(Standing(facts, Cut{})); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		for range 20 {
			shuffled := append(slices.Clone(facts), facts...)
			rand.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
			if got := ids(Standing(shuffled, Cut{})); got != c.want {
				t.Errorf("%s, shuffled: %q, want %q", c.name, got, c.want)
			}
		}
	}
}

func TestStandingAtACut(t *testing.T) {
	// A pledge of the 5th, mended to the 15th, voided; another of the 10th.
	facts := story(t, "a 5 1", "b 15 3 -> a", "v 20 5 x a", "c 10 2")
	for _, c := range []struct {
		name string
		cut  Cut
		want string
	}{
		{"no cut", Cut{}, "c"},
		{"before anything was known", Cut{Known: hour(0)}, ""},
		{"when the first was known", Cut{Known: hour(1)}, "a"},
		{"just before the correction", Cut{Known: hour(3).Add(-time.Second)}, "a c"},
		{"the correction is known", Cut{Known: hour(3)}, "c b"},
		{"it is known that the 5th was wrong, and the 15th is not yet", Cut{On: party.DateOf(2026, 3, 12), Known: hour(3)}, "c"},
		{"the 15th itself", Cut{On: party.DateOf(2026, 3, 15), Known: hour(3)}, "c b"},
		{"a void counts though it bears a later day", Cut{On: party.DateOf(2026, 3, 15)}, "c"},
		{"the day before", Cut{On: party.DateOf(2026, 3, 9)}, ""},
		{"the day itself", Cut{On: party.DateOf(2026, 3, 10)}, "c"},
	} {
		got := Standing(facts, c.cut)
		if ids(got) != c.want {
			t.Errorf("%s: %q, want %q", c.name, ids(got), c.want)
		}
		for i := range got {
			if !c.cut.Sees(&got[i]) {
				t.Errorf("%s: %s is not seen by the cut", c.name, got[i].ID)
			}
		}
	}
}

func TestCutSees(t *testing.T) {
	f := story(t, "a 5 3")[0]
	day, before := party.DateOf(2026, 3, 5), party.DateOf(2026, 3, 4)
	for _, c := range []struct {
		cut  Cut
		want bool
	}{
		{Cut{}, true},
		{Cut{On: day}, true},
		{Cut{On: before}, false},
		{Cut{Known: hour(3)}, true},
		{Cut{Known: hour(2)}, false},
		{Cut{On: day, Known: hour(3)}, true},
		{Cut{On: before, Known: hour(3)}, false},
		{Cut{On: day, Known: hour(2)}, false},
		{Cut{On: before, Known: hour(2)}, false},
	} {
		if c.cut.Sees(&f) != c.want {
			t.Errorf("%v sees it: %t", c.cut, !c.want)
		}
	}
}

func TestStandingLeavesItsInputAlone(t *testing.T) {
	facts := story(t, "c 3 1", "b 2 2 -> a", "a 1 1", "v 1 1 x c")
	before := slices.Clone(facts)
	got := Standing(facts, Cut{})
	got[0].On = 0
	if !reflect.DeepEqual(facts, before) {
		t.Error("the input is changed")
	}
}

func TestOneNameTwoContents(t *testing.T) {
	early, late := story(t, "a 1 1")[0], story(t, "a 2 2")[0]
	other := early
	other.Body = &PledgeMade{Member: "m-9", Form: "post"}
	for _, facts := range [][]Fact{{early, late, other}, {other, late, early, late}, {late, early, other, other}} {
		got := Standing(facts, Cut{})
		if len(got) != 1 || !got[0].At.Equal(early.At) {
			t.Fatalf("%v stands", got)
		}
		// At the same moment the bytes decide, whatever the order.
		if want := slices.MinFunc([]Fact{early, other}, func(a, b Fact) int { return bytes.Compare(a.Append(nil), b.Append(nil)) }); !same(&got[0], &want) {
			t.Errorf("%s stands, want %s", got[0].Append(nil), want.Append(nil))
		}
		problems := Conflicts(facts)
		if len(problems) != 1 || problems[0].Field != "id" || !strings.Contains(problems[0].Message, "编号 a 有两份不同的内容") {
			t.Errorf("%v", problems)
		}
	}
	if problems := Conflicts([]Fact{early, early, early}); len(problems) > 0 {
		t.Errorf("the same fact three times: %v", problems)
	}
}

func TestConflicts(t *testing.T) {
	for _, c := range []struct {
		name  string
		facts []string
		want  []Problem
	}{
		{"all well", []string{"a 1 1", "b 2 2 -> a", "c 1 1", "v 2 3 x c"}, nil},
		{"a void voided", []string{"a 1 1", "v 1 2 x a", "w 1 3 x v"},
			[]Problem{{"body.fact", "w 要作废的 v 本身是作废记录；作废不能再作废，需要的话请重新登记"}}},
		{"a void corrected", []string{"a 1 1", "v 1 2 x a", "b 1 3 -> v"},
			[]Problem{{"corrects", "b 要更正的 v 是作废记录；作废不能更正，请重新登记"}}},
		{"a circle", []string{"a 1 1 -> b", "b 2 2 -> a"}, []Problem{
			{"corrects", "a 的更正绕成了一圈，这几条都不算；请作废后重新登记"},
			{"corrects", "b 的更正绕成了一圈，这几条都不算；请作废后重新登记"}}},
		{"across organisations", []string{"a 1 1", "b 2 2 -> a @ o-2", "v 3 3 x a @ o-3"}, []Problem{
			{"corrects", "b 要更正的 a 属于另一个党组织；记错组织请先作废，再在正确的党组织登记"},
			{"body.fact", "v 要作废的 a 属于另一个党组织；请由登记它的党组织作废"}}},
	} {
		if got := Conflicts(story(t, c.facts...)); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestThreads(t *testing.T) {
	facts := story(t, "a 1 1", "b 2 2 -> a", "c 3 3 -> b", "d 1 1", "e 2 5 -> gone", "f 1 1 -> f", "v 1 9 x a")
	want := map[party.FactID]party.FactID{"b": "a", "c": "a", "e": "gone"}
	if got := Threads(facts, Cut{}); !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got := Threads(facts, Cut{Known: hour(2)}); len(got) != 1 || got["b"] != "a" {
		t.Errorf("when c is not known: %v", got)
	}
	if got := Threads(story(t, "a 1 1"), Cut{}); len(got) != 0 {
		t.Errorf("without corrections: %v", got)
	}
}

func TestUnsupported(t *testing.T) {
	for _, c := range []struct {
		name  string
		facts []string
		cut   Cut
		want  []Lack
	}{
		{"the pledge stands", []string{"a 1 1", "d 2 2 on a"}, Cut{}, nil},
		{"the pledge is void", []string{"a 1 1", "d 2 2 on a", "v 3 3 x a"}, Cut{}, []Lack{{"d", "a"}}},
		{"the pledge is void, not yet known", []string{"a 1 1", "d 2 2 on a", "v 3 3 x a"}, Cut{Known: hour(2)}, nil},
		{"the pledge was mended", []string{"a 1 1", "b 1 2 -> a", "d 2 3 on a"}, Cut{}, nil},
		{"the mended pledge is void", []string{"a 1 1", "b 1 2 -> a", "d 2 3 on a", "v 3 4 x b"}, Cut{}, []Lack{{"d", "a"}}},
		{"the pledge is not here", []string{"d 2 2 on a"}, Cut{}, nil},
		{"the pledge that is not here is void", []string{"d 2 2 on a", "v 3 3 x a"}, Cut{}, []Lack{{"d", "a"}}},
		{"both are void", []string{"a 1 1", "d 2 2 on a", "v 3 3 x a", "w 3 3 x d"}, Cut{}, nil},
		{"the keeping itself was mended", []string{"a 1 1", "d 2 2 on a", "e 2 3 on a -> d", "v 3 4 x a"}, Cut{}, []Lack{{"e", "a"}}},
		{"the keeping lies after the cut", []string{"a 1 1", "d 9 2 on a", "v 3 3 x a"}, Cut{On: party.DateOf(2026, 3, 8)}, nil},
	} {
		if got := Unsupported(story(t, c.facts...), c.cut); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// tangle makes a heap of facts that correct, void and rest on one another with
// no sense at all.
func tangle(r *rand.Rand) []Fact {
	name := func() party.FactID { return party.FactID('a' + rune(r.IntN(7))) }
	facts := make([]Fact, r.IntN(12))
	for i := range facts {
		f := Fact{
			ID: name(), Org: "o-1", By: "m-1",
			On:   party.DateOf(2026, 3, 1+r.IntN(4)),
			At:   hour(r.IntN(4)),
			Body: &PledgeMade{Member: "m-2", Form: "promise"},
		}
		switch r.IntN(8) {
		case 0, 1, 2:
			f.Corrects = name()
		case 3:
			f.Body = &Void{Fact: name(), Cause: "mistake"}
		case 4:
			f.Body = &PledgeDone{Pledge: name()}
		}
		if r.IntN(10) == 0 {
			f.Org = "o-2"
		}
		facts[i] = f
	}
	return facts
}

func anyCut(r *rand.Rand) Cut {
	var c Cut
	if r.IntN(2) == 0 {
		c.On = party.DateOf(2026, 3, 1+r.IntN(4))
	}
	if r.IntN(2) == 0 {
		c.Known = hour(r.IntN(4))
	}
	return c
}

// tangleCases is how many knots of corrections and voids are tried.
const tangleCases = 20_000

// TestPermutingAndDuplicatingFactsChangesNothing over 20,000 tangles, against an
// oracle that says slowly what should stand.
func TestPermutingAndDuplicatingFactsChangesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2026))
	stood, tangles := 0, tangleCases
	if testing.Short() {
		tangles = 1000
	}
	for range tangles {
		facts, cut := tangle(r), anyCut(r)
		got := Standing(facts, cut)
		stood += len(got)
		if want := standingOracle(facts, cut); ids(got) != ids(want) {
			t.Fatalf("%q stands, want %q\n%s", ids(got), ids(want), tell(facts, cut))
		}
		again := slices.Clone(facts)
		for _, f := range facts {
			if r.IntN(3) == 0 {
				again = append(again, f)
			}
		}
		r.Shuffle(len(again), func(i, j int) { again[i], again[j] = again[j], again[i] })
		if other := Standing(again, cut); !reflect.DeepEqual(got, other) {
			t.Fatalf("%q and %q\n%s", ids(got), ids(other), tell(facts, cut))
		}
		if a, b := Unsupported(facts, cut), Unsupported(again, cut); !reflect.DeepEqual(a, b) {
			t.Fatalf("unsupported %v and %v\n%s", a, b, tell(facts, cut))
		}
		if a, b := Threads(facts, cut), Threads(again, cut); !reflect.DeepEqual(a, b) {
			t.Fatalf("threads %v and %v\n%s", a, b, tell(facts, cut))
		}
		if a, b := Conflicts(facts), Conflicts(again); !reflect.DeepEqual(a, b) {
			t.Fatalf("conflicts %v and %v\n%s", a, b, tell(facts, cut))
		}
	}
	if stood < tangles {
		t.Errorf("only %d facts stood in all: the tangles prove little", stood)
	}
}

func tell(facts []Fact, cut Cut) string {
	out := fmt.Sprintf("on %s known %s\n", cut.On, cut.Known)
	for _, f := range facts {
		out += string(f.Append(nil)) + "\n"
	}
	return out
}

// standingOracle follows the words of Standing, one after the other.
func standingOracle(all []Fact, cut Cut) []Fact {
	// What was known, each name once, the first content recorded under it.
	known := map[party.FactID]Fact{}
	for _, f := range all {
		if !cut.Known.IsZero() && f.At.After(cut.Known) {
			continue
		}
		g, twice := known[f.ID]
		if !twice || f.At.Before(g.At) || f.At.Equal(g.At) && string(f.Append(nil)) < string(g.Append(nil)) {
			known[f.ID] = f
		}
	}
	void := func(id party.FactID) bool { return known[id].Body != nil && known[id].Body.Kind() == "void" }
	corrects := func(id party.FactID) party.FactID {
		f := known[id]
		if void(id) || void(f.Corrects) {
			return ""
		}
		if g, here := known[f.Corrects]; here && g.Org != f.Org {
			return ""
		}
		return f.Corrects
	}
	root := func(id party.FactID) party.FactID {
		for range len(known) + 1 {
			up := corrects(id)
			if up == "" {
				return id
			}
			id = up
		}
		return "circle"
	}
	voided := map[party.FactID]bool{}
	corrected := map[party.FactID]bool{}
	for id, f := range known {
		corrected[corrects(id)] = true
		if !void(id) {
			continue
		}
		target := f.Body.(*Void).Fact
		if g, here := known[target]; !here || !void(target) && g.Org == f.Org {
			voided[root(target)] = true
		}
	}
	last := map[party.FactID]Fact{}
	for id, f := range known {
		r := root(id)
		if void(id) || corrected[id] || voided[r] || r == "circle" {
			continue
		}
		g, here := last[r]
		if !here || f.At.After(g.At) || f.At.Equal(g.At) && f.ID > g.ID {
			last[r] = f
		}
	}
	var standing []Fact
	for _, f := range last {
		if cut.On == party.NoDate || f.On <= cut.On {
			standing = append(standing, f)
		}
	}
	slices.SortFunc(standing, func(a, b Fact) int {
		switch {
		case a.On != b.On:
			return int(a.On) - int(b.On)
		case !a.At.Equal(b.At):
			return a.At.Compare(b.At)
		}
		return strings.Compare(string(a.ID), string(b.ID))
	})
	return standing
}

// TestMended: what a correction replaced is known apart from what was taken back, and
// from what stands.
func TestMended(t *testing.T) {
	facts := []Fact{
		{ID: "f1", Org: "b", Body: &CareGiven{Members: 1}},
		{ID: "f2", Org: "b", Corrects: "f1", Body: &CareGiven{Members: 2}},
		{ID: "f3", Org: "b", Corrects: "f2", Body: &CareGiven{Members: 3}},
		{ID: "g1", Org: "b", Body: &CareGiven{Members: 1}},
		{ID: "g2", Org: "b", Corrects: "g1", Body: &CareGiven{Members: 2}},
		{ID: "g3", Org: "b", Body: &Void{Fact: "g1"}},
		{ID: "h1", Org: "b", Body: &CareGiven{Members: 1}},
	}
	var got []string
	for _, f := range Mended(facts, Standing(facts, Cut{}), Threads(facts, Cut{})) {
		got = append(got, string(f.ID))
	}
	if strings.Join(got, " ") != "f1 f2" {
		t.Errorf("mended are %v, want f1 and f2", got)
	}
}
