package assess

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

func day(s string) party.Date {
	if s == "" {
		return party.NoDate
	}
	d, err := party.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func wordAt(words []standard.Word, name string) int {
	i := slices.IndexFunc(words, func(w standard.Word) bool { return w.Name == name })
	if i < 0 {
		panic("no such word: " + name)
	}
	return i
}

// A branch is a year under construction.
type branch struct{ *register.Year }

// closed is a village branch of nine full members in 2026, seen when the year is
// closed.
func closed() branch { return at("2027-01-31") }

// at is the same branch seen on another day.
func at(asOf string) branch {
	y := &register.Year{
		Schema: register.Schema, Org: "org-1", Name: "示例支部", Of: 2026, Cut: fact.Cut{On: day(asOf)},
		Exists: party.YearOf(2026),
	}
	y.Segments = []register.Segment{{Days: party.Period{From: y.Exists.From, To: min(y.Exists.To, y.Cut.On)}}}
	y.Trail = &register.Trail{Members: map[party.MemberID][]party.FactID{}}
	b := branch{y}
	return b.has("正式党员数", 9, "党员数", 10, "有支委会", 1, "有书记", 1)
}

// has sets profile words on the last segment.
func (b branch) has(pairs ...any) branch {
	for i := 0; i < len(pairs); i += 2 {
		b.Segments[len(b.Segments)-1].Values[wordAt(standard.ProfileWords, pairs[i].(string))] = int32(pairs[i+1].(int))
	}
	return b
}

// held adds n occurrences of a series in each of the months, on the tenth.
func (b branch) held(name string, n int, months ...int) branch {
	s := wordAt(standard.SeriesWords, name)
	for _, m := range months {
		b.Months[s][m-1] += uint16(n)
		if on := party.DateOf(2026, m, 10); b.First[s] == party.NoDate || on < b.First[s] {
			b.First[s] = on
		}
		if b.Trail != nil {
			b.Trail.Series[s] = append(b.Trail.Series[s], register.Mention{On: party.DateOf(2026, m, 10), N: uint16(n), Fact: party.FactID(fmt.Sprintf("%s-%d", name, m))})
		}
	}
	return b
}

// number sets a number.
func (b branch) number(name, value string) branch {
	v, err := party.ParseDecimal(value)
	if err != nil {
		panic(err)
	}
	b.Numbers[wordAt(standard.NumberWords, name)] = v
	return b
}

// named adds a mark, figure, honour or event and keeps them in order.
func (b branch) named(n register.Named) branch {
	if n.Year == 0 {
		n.Year = 2026
	}
	if n.On == party.NoDate {
		n.On = day("2026-06-01")
	}
	n.Fact = party.FactID(fmt.Sprintf("%s-%s-%d", n.Name, n.Grade, len(b.Named)))
	b.Named = append(b.Named, n)
	slices.SortStableFunc(b.Named, func(x, y register.Named) int {
		if x.Kind != y.Kind {
			return int(x.Kind) - int(y.Kind)
		}
		if x.Name != y.Name {
			return strings.Compare(x.Name, y.Name)
		}
		return int(x.On - y.On)
	})
	return b
}

func (b branch) event(name, grade string, n int) branch {
	return b.named(register.Named{Kind: register.NamedEvent, Name: name, Grade: grade, Value: party.Int(n)})
}

func (b branch) honour(name, level string) branch {
	return b.named(register.Named{Kind: register.NamedHonour, Name: name, Grade: level, Value: party.Int(1)})
}

func (b branch) figure(name, value string) branch {
	v, err := party.ParseDecimal(value)
	if err != nil {
		panic(err)
	}
	return b.named(register.Named{Kind: register.NamedFigure, Name: name, Value: v})
}

func (b branch) mark(name string, column party.Column, judge party.MemberID, value string) branch {
	v, err := party.ParseDecimal(value)
	if err != nil {
		panic(err)
	}
	return b.named(register.Named{Kind: register.NamedMark, Name: name, Column: column, Judge: judge, Valued: true, Value: v})
}

func (b branch) grade(name, grade string) branch {
	return b.named(register.Named{Kind: register.NamedMark, Name: name, Column: "final", Grade: grade})
}

// ran adds a case of a clock.
func (b branch) ran(clock, start, done string) branch {
	b.Cases = append(b.Cases, register.Case{
		Clock: standard.Clock(wordAt(standard.ClockWords, clock)), Subject: "m-1",
		Start: day(start), Done: day(done), Facts: [2]party.FactID{party.FactID("s-" + start), party.FactID("d-" + done)},
	})
	slices.SortStableFunc(b.Cases, func(x, y register.Case) int {
		if x.Clock != y.Clock {
			return int(x.Clock) - int(y.Clock)
		}
		return int(x.Start - y.Start)
	})
	return b
}

// decided adds a decision of another scheme.
func (b branch) decided(scheme string, of int, level, on string) branch {
	b.Ratings = append(b.Ratings, register.Rating{Scheme: party.SchemeID(scheme), Year: of, Level: level, On: day(on), Fact: party.FactID("r-" + on)})
	return b
}

// skipped says that a series was not held in a window.
func (b branch) skipped(name, window string) branch {
	w, err := party.ParseWindow(window)
	if err != nil {
		panic(err)
	}
	b.Skips = append(b.Skips, register.Skip{Series: standard.Series(wordAt(standard.SeriesWords, name)), Window: w, Reason: "harvest", Fact: party.FactID("skip-" + window)})
	return b
}

// member adds members with the given words.
func (b branch) member(n int, pairs ...any) branch {
	for range n {
		m := register.MemberYear{Member: party.MemberID(fmt.Sprintf("m-%d", len(b.Members)))}
		for i := 0; i < len(pairs); i += 2 {
			m.Values[wordAt(standard.MemberWords, pairs[i].(string))] = int32(pairs[i+1].(int))
		}
		b.Members = append(b.Members, m)
	}
	return b
}

// vocabulary is what the tests' items may name.
func vocabulary() standard.Vocabulary {
	return standard.Vocabulary{
		Marks: []standard.MarkName{
			{Name: "印象", Min: "0", Max: "10"}, {Name: "答辩", Min: "0", Max: "10", Judges: 5}, {Name: "班子", Grades: []string{"好", "较好", "一般", "差"}},
		},
		Figures: []standard.FigureName{{Name: "收入"}, {Name: "增幅"}, {Name: "捐款", Absent: "none"}, {Name: "发展人数", Absent: "none"}},
		Honours: []standard.HonourName{{Name: "先进", Levels: []party.Tier{"nation", "province", "city", "county"}}, {Name: "示范", Levels: []party.Tier{"county"}}},
		Events:  []standard.EventName{{Name: "黄牌"}, {Name: "上访", Grades: []string{"部分核实", "全部核实"}}, {Name: "违纪"}, {Name: "调解", Grades: []string{"化解"}}, {Name: "抽查", Absent: "unknown"}},
	}
}

// std makes a standard of items.
func std(items ...standard.Item) *standard.Standard {
	return &standard.Standard{Scheme: "test", Subject: "organisation", Digest: "d1", Words: vocabulary(), Items: items}
}

// full is an item of so many points from which terms deduct.
func full(points string, terms ...standard.Term) standard.Item {
	return standard.Item{ID: "X-1", Title: "示例", Points: points, Start: "full", Score: terms}
}

// from0 is an item of so many points to which terms add.
func from0(points string, terms ...standard.Term) standard.Item {
	it := full(points, terms...)
	it.Start = "zero"
	return it
}

// of assesses one item and holds everything together that must agree.
func of(t *testing.T, it standard.Item, b branch) Item {
	t.Helper()
	a := assess(t, std(it), b.Year)
	return a.Items[0]
}

// assess compiles, assesses and checks what must hold of every assessment.
func assess(t testing.TB, s *standard.Standard, y *register.Year) *Assessment {
	t.Helper()
	p, problems := Compile(s)
	if len(problems) > 0 {
		t.Fatalf("problems: %+v", problems)
	}
	a := p.Assess(y)
	consistent(t, p, y, a)
	return a
}

// consistent: Score and Assess agree, the trace replays and so do the words, a pair is in order and
// within its bounds, nothing not due deducts, and every item says why.
func consistent(t failer, p *Program, y *register.Year, a *Assessment) {
	t.Helper()
	var sheet Sheet
	p.Score(y, &sheet)
	if len(a.given) == 0 && sheet.Total != a.Total {
		t.Fatalf("score %+v, assess %+v", sheet.Total, a.Total)
	}
	for i, it := range a.Items {
		s := sheet.Items[i]
		if len(a.given) == 0 && (s.Verdict != it.Verdict || s.Points != it.Points || s.Due != it.Due || s.Max != it.Max) {
			t.Fatalf("%s: score %+v, assess %+v", it.ID, s, it)
		}
		if it.Points.Hi.Less(it.Points.Lo) {
			t.Fatalf("%s: %s", it.ID, it.Points)
		}
		if len(it.Because) == 0 || slices.Contains(it.Because, "") {
			t.Fatalf("%s: no words", it.ID)
		}
		if len(it.Trace) > 0 {
			if got, ok := Replay(it.Trace); !ok || got != it.Points {
				t.Fatalf("%s: replay %s (%v), points %s", it.ID, got, ok, it.Points)
			}
		}
		spokenTrue(t, &a.Items[i], p.items[i].scale)
		if it.Verdict == NotDue && it.Due.Sub(it.Points.Hi).Sign() > 0 || it.Verdict == NotApplicable && (it.Due.Sign() != 0 || it.Points != (Pair{})) {
			t.Fatalf("%s: %s deducts: %+v", it.ID, it.Verdict, it)
		}
	}
}

// label is the verdict and the points as a pack test writes them.
func label(it Item) string {
	return fmt.Sprintf("%s %s/%s", Verdicts.Label(it.Verdict), it.Points, it.Max)
}

// A row is one case of a mechanic: an item, a branch, what comes out, and a part
// of the words.
type row struct {
	name  string
	item  standard.Item
	with  branch
	want  string
	words string
}

// table runs the rows of a mechanic.
func table(t *testing.T, rows []row) {
	t.Helper()
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			got := of(t, r.item, r.with)
			if label(got) != r.want {
				t.Errorf("%s, want %s: %s", label(got), r.want, strings.Join(got.Because, "；"))
			}
			if all := strings.Join(got.Because, "；"); !strings.Contains(all, r.words) {
				t.Errorf("words %q lack %q", all, r.words)
			}
		})
	}
}
