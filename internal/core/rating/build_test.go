package rating

import (
	"fmt"
	"slices"
	"testing"

	"qiangji/internal/core/assess"
	"qiangji/internal/core/fact"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

func day(s string) party.Date {
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

// at is a branch of nine full members in 2026, seen on a day.
func at(asOf string) branch {
	y := &register.Year{
		Schema: register.Schema, Org: "org-1", Of: 2026, Cut: fact.Cut{On: day(asOf)}, Exists: party.YearOf(2026),
	}
	y.Segments = []register.Segment{{Days: party.Period{From: y.Exists.From, To: min(y.Exists.To, y.Cut.On)}}}
	return branch{y}.has("正式党员数", 9, "有书记", 1)
}

func closed() branch { return at("2027-01-31") }

func (b branch) has(pairs ...any) branch {
	for i := 0; i < len(pairs); i += 2 {
		b.Segments[0].Values[wordAt(standard.ProfileWords, pairs[i].(string))] = int32(pairs[i+1].(int))
	}
	return b
}

func (b branch) held(name string, months ...int) branch {
	for _, m := range months {
		b.Months[wordAt(standard.SeriesWords, name)][m-1]++
	}
	return b
}

// scored gives the branch its total as one figure.
func (b branch) scored(points string) branch {
	v, err := party.ParseDecimal(points)
	if err != nil {
		panic(err)
	}
	b.Named = append(b.Named, register.Named{Kind: register.NamedFigure, Name: "得分", Value: v, Year: 2026, On: day("2026-12-01"), Fact: "figure"})
	return b
}

func (b branch) event(name string, of int) branch {
	b.Named = append(b.Named, register.Named{Kind: register.NamedEvent, Name: name, Value: party.Int(1), Year: of, On: party.DateOf(of, 6, 1), Fact: party.FactID(name)})
	return b
}

func (b branch) decided(of int, level, tier string) branch {
	b.Ratings = append(b.Ratings, register.Rating{
		Scheme: "demo", Year: of, Level: level, Tier: tier, By: "county_committee", On: party.DateOf(of+1, 1, 20), Cut: party.DateOf(of, 12, 31), Fact: party.FactID(fmt.Sprint("r-", of)),
	})
	return b
}

// stars is five stars at 90, 80, 70, 60 and none below.
var stars = []standard.Level{{Name: "五星", From: "90"}, {Name: "四星", From: "80"}, {Name: "三星", From: "70"}, {Name: "一星", From: "60"}, {Name: "未定星", From: "0"}}

// demo is a scheme of one item that is whatever the figure 得分 says.
func demo(change func(*standard.Scheme), items ...standard.Item) *standard.Standard {
	if items == nil {
		items = []standard.Item{{ID: "T-1", Title: "总分", Points: "100", Start: "zero", Score: []standard.Term{{Formula: "数值.得分"}}}}
	}
	s := &standard.Scheme{Max: "100", Levels: slices.Clone(stars), Tiers: []standard.Level{{Name: "先进"}, {Name: "中间"}}, Closing: 1}
	if change != nil {
		change(s)
	}
	return &standard.Standard{
		Scheme: "demo", Subject: "organisation", Digest: "d1", Items: items, Rating: s,
		Words: standard.Vocabulary{
			Figures: []standard.FigureName{{Name: "得分"}, {Name: "名次分", Absent: "none"}}, Events: []standard.EventName{{Name: "违纪"}, {Name: "事故"}, {Name: "抽查", Absent: "unknown"}},
			Honours: []standard.HonourName{{Name: "先进", Levels: []party.Tier{"city"}}},
		},
	}
}

// rate assesses and rates, and checks what must hold of every rating.
func rate(t testing.TB, std *standard.Standard, b branch) Rating {
	t.Helper()
	p, problems := assess.Compile(std)
	if len(problems) > 0 {
		t.Fatalf("%+v", problems)
	}
	a := p.Assess(b.Year)
	r := Rate(std, a, b.Year)
	sound(t, a, r)
	return r
}

// sound: a level stands only where it was computed, a decision only where a fact
// is, and every answer has its words.
func sound(t testing.TB, a *assess.Assessment, r Rating) {
	t.Helper()
	if r.Band.Basis == "" || r.Band.Why == "" || r.Band.Basis != Computed && r.Band.Level != "" {
		t.Fatalf("band %+v", r.Band)
	}
	if r.Rated != nil && r.Rated.Fact == "" {
		t.Fatalf("a decision without a fact: %+v", r.Rated)
	}
	if r.Next.Level != "" && r.Next.Points.Sign() <= 0 {
		t.Fatalf("distance %+v", r.Next)
	}
	if len(r.Follow) > 0 && r.Rated == nil {
		t.Fatalf("consequences without a decision: %+v", r.Follow)
	}
}

func decimal(text string) party.Decimal {
	v, err := party.ParseDecimal(text)
	if err != nil {
		panic(err)
	}
	return v
}
