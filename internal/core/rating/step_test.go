package rating

import (
	"strings"
	"testing"

	"qiangji/internal/core/assess"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// meeting is a duty once in each window.
func meeting(id string, every party.Cadence, series, points string) standard.Item {
	return standard.Item{ID: party.ItemID(id), Title: series, Force: "MUST", Points: points, Remedy: "定好日子，提前发议题。", Duty: &standard.Duty{Every: every, Count: series}}
}

// steps writes the items of the steps in order.
func steps(t *testing.T, b branch, items ...standard.Item) string {
	t.Helper()
	std := demo(nil, items...)
	p, problems := assess.Compile(std)
	if len(problems) > 0 {
		t.Fatalf("%+v", problems)
	}
	var said []string
	for _, s := range Steps(p.Assess(b.Year)) {
		said = append(said, string(s.Item)+" "+s.By.String())
	}
	return strings.Join(said, ", ")
}

// TestNextStep: the step is work still to be done, ordered by legal deadline,
// then outcome, then points.
func TestNextStep(t *testing.T) {
	quarter, half, month := meeting("Q", party.Quarterly, "党员大会", "4"), meeting("H", party.HalfYear, "党课", "4"), meeting("M", party.Monthly, "支委会", "12")
	if got := steps(t, at("2026-11-20").held("党员大会", 1, 4, 7).held("支委会", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10), quarter, half, month); got != "M 2026-11-30, H 2026-12-31, Q 2026-12-31, M 2026-12-31" {
		t.Errorf("by deadline: %s", got)
	}
	more := meeting("P", party.Quarterly, "党课", "40")
	if got := steps(t, at("2026-12-20"), quarter, more); got != "P 2026-12-31, Q 2026-12-31" {
		t.Errorf("by points: %s", got)
	}
	outcome := meeting("O", party.Quarterly, "主题党日", "1")
	outcome.Outcome = &standard.OutcomeSpec{Of: "决定办结数", Better: "higher"}
	if got := steps(t, at("2026-12-20"), quarter, more, outcome); got != "O 2026-12-31, P 2026-12-31, Q 2026-12-31" {
		t.Errorf("by outcome before points: %s", got)
	}
	local := meeting("L", party.Quarterly, "党课", "90")
	local.Force = "LOCAL"
	if got := steps(t, at("2026-12-20"), local, quarter); got != "Q 2026-12-31, L 2026-12-31" {
		t.Errorf("what the law asks comes before what a place asks: %s", got)
	}
}

// TestConduct_C02: the next step is never a record to be filled in: silence about
// the past is no step, and no window that passed is one.
func TestConduct_C02(t *testing.T) {
	quarter := meeting("Q", party.Quarterly, "党员大会", "4")
	if got := steps(t, at("2026-10-02"), quarter); got != "Q 2026-12-31" {
		t.Errorf("three quarters without a record: %s", got)
	}
	if got := steps(t, at("2027-01-15"), quarter); got != "" {
		t.Errorf("a year without a record: %s", got)
	}
	if got := steps(t, closed(), quarter); got != "" {
		t.Errorf("a closed year: %s", got)
	}
	for _, s := range []string{"补录", "补记", "填"} {
		r := rate(t, demo(nil, quarter), at("2026-10-02"))
		if strings.Contains(r.Step.Text, s) {
			t.Errorf("the step asks for a record: %s", r.Step.Text)
		}
	}
}

// TestMendable: what was missed and can still be mended is a step, the longest
// overdue first; what merely has no record, and what others owe, is none.
func TestMendable(t *testing.T) {
	secretary := standard.Item{ID: "S", Title: "书记空缺", Force: "MUST", Remedy: "报请上级，补选书记。", Points: "2", Duty: &standard.Duty{Require: "有书记", Grace: "3个月"}}
	election := standard.Item{ID: "E", Title: "换届", Force: "MUST", Remedy: "报批后召开党员大会换届。", Points: "2", Duty: &standard.Duty{Clock: "换届", Within: "0天"}}
	above := standard.Item{ID: "U", Title: "审批", Force: "MUST", Bearer: "committee", Duty: &standard.Duty{Clock: "接收审批", Within: "3个月"}}
	done := standard.Item{ID: "D", Title: "谈话", Force: "MUST", Duty: &standard.Duty{Clock: "申请谈话", Within: "1个月"}}
	b := at("2026-06-10").has("有书记", 0)
	run := func(name, start, finish string) {
		c := register.Case{Clock: standard.Clock(wordAt(standard.ClockWords, name)), Start: day(start)}
		if finish != "" {
			c.Done = day(finish)
		}
		b.Cases = append(b.Cases, c)
	}
	run("申请谈话", "2026-01-10", "2026-04-01")
	run("接收审批", "2026-01-10", "")
	run("换届", "2025-11-30", "")
	if got := steps(t, b, secretary, election, above, done); got != "E 2025-11-30, S 2026-03-31" {
		t.Errorf("%s", got)
	}
	b.Cases[2].Start = day("2026-03-31") // overdue, but silent: it may have been done
	if got := steps(t, b, secretary, election, above, done); got != "S 2026-03-31" {
		t.Errorf("%s", got)
	}
	b.Cases[2].Start, b.Cases[2].Lapse = day("2025-11-30"), day("2026-02-01") // missed, but there is nobody left to do it
	if got := steps(t, b, secretary, election, above, done); got != "S 2026-03-31" {
		t.Errorf("lapsed: %s", got)
	}
	b.has("有书记", 1)
	b.Segments = []register.Segment{b.Segments[0], b.Segments[0]}
	b.Segments[0].Days.To, b.Segments[1].Days.From = day("2026-05-31"), day("2026-06-01")
	b.Segments[1].Values[wordAt(standard.ProfileWords, "有书记")] = 0
	if got := steps(t, b, secretary); got != "S 2026-08-31" {
		t.Errorf("within the grace: %s", got)
	}
}

// TestEachBrings: what a step brings is that of its own state, where an item has
// obligations of several.
func TestEachBrings(t *testing.T) {
	election := standard.Item{
		ID: "E", Title: "换届", Force: "MUST", Points: "2", Start: "zero", Duty: &standard.Duty{Clock: "换届", Within: "0天"},
		Score: []standard.Term{{Binary: &standard.Binary{If: "本项.未做 == 0", Give: "2"}}},
	}
	b := at("2026-06-10")
	for _, start := range []string{"2025-11-30", "2026-11-30"} {
		b.Cases = append(b.Cases, register.Case{Clock: standard.Clock(wordAt(standard.ClockWords, "换届")), Start: day(start)})
	}
	p, _ := assess.Compile(demo(nil, election))
	got := Steps(p.Assess(b.Year))
	if len(got) != 2 || got[0].Points != standard.Int(2) || got[1].Points != standard.Int(0) {
		t.Errorf("%+v", got)
	}
}

// TestStepWords: plain words from the item's remedy, its deadline, and what it
// would bring.
func TestStepWords(t *testing.T) {
	r := rate(t, demo(nil, meeting("Q", party.Quarterly, "党员大会", "4")), at("2026-05-06").held("党员大会", 1))
	if r.Step == nil || r.Step.Text != "党员大会（二季度）：定好日子，提前发议题。最迟2026年6月30日。办成了这一条多 1 分。" || r.Step.Points != standard.Int(1) {
		t.Errorf("%+v", r.Step)
	}
	secretary := standard.Item{ID: "S", Title: "书记空缺", Force: "MUST", Remedy: "报请上级，补选书记。", Points: "2", Duty: &standard.Duty{Require: "有书记"}}
	r = rate(t, demo(nil, secretary), at("2026-05-06").has("有书记", 0))
	if r.Step == nil || !r.Step.Late || !strings.Contains(r.Step.Text, "已过，越早办越好") || !strings.Contains(r.Step.Text, "多 2 分") {
		t.Errorf("%+v", r.Step)
	}
	bare := meeting("Q", party.Quarterly, "党员大会", "")
	bare.Remedy = ""
	r = rate(t, demo(nil, bare), at("2026-05-06"))
	if r.Step == nil || strings.Contains(r.Step.Text, "分。") || !strings.HasPrefix(r.Step.Text, "党员大会（二季度）：党员大会。") {
		t.Errorf("%+v", r.Step)
	}
}

// TestStepsOfWhatIsOver: an organisation that is no more has nothing left to do and no
// band; a grace that outlasts its year is no step of that year; and what can only be
// done late promises no points.
func TestStepsOfWhatIsOver(t *testing.T) {
	secretary := standard.Item{ID: "S", Title: "书记空缺", Force: "MUST", Points: "2", Duty: &standard.Duty{Require: "有书记", Grace: "3个月"}}
	b := at("2026-09-10").has("有书记", 0)
	if r := rate(t, demo(nil, secretary), b); r.Step == nil || r.Band.Basis == Ended {
		t.Errorf("alive: %+v", r)
	}
	b.Exists.To = day("2026-08-31")
	if r := rate(t, demo(nil, secretary), b); r.Step != nil || r.Band.Basis != Ended || r.Band.Why != "已撤销或合并，不再测算" || r.Next != (Distance{}) {
		t.Errorf("merged in August: %+v", r)
	}
	long := secretary
	long.Duty = &standard.Duty{Require: "有书记", Grace: "12个月"}
	if got := steps(t, at("2026-12-31").has("有书记", 0), long); got != "S 2026-12-31" {
		t.Errorf("on the last day: %s", got)
	}
	if got := steps(t, at("2027-01-30").has("有书记", 0), long); got != "" {
		t.Errorf("in the year after: %s", got)
	}
	talk := standard.Item{ID: "T", Title: "谈话", Force: "MUST", Points: "2", Duty: &standard.Duty{Clock: "申请谈话", Within: "1个月"}}
	for start, points := range map[string]string{"2026-01-10": "0", "2025-01-10": "2"} { // due this year; due last year, still to be made good
		c := at("2026-06-10")
		c.Cases = []register.Case{{Clock: standard.Clock(wordAt(standard.ClockWords, "申请谈话")), Start: day(start)}}
		c.Settled = []register.Settled{{Item: "T", On: day("2026-05-01")}}
		if r := rate(t, demo(nil, talk), c); r.Step == nil || r.Step.Points.String() != points || !r.Step.Late {
			t.Errorf("begun %s: %+v, want %s points", start, r.Step, points)
		}
	}
}

// TestWorth: what a step brings is what the item has more with it done.
func TestWorth(t *testing.T) {
	per := meeting("Q", party.Quarterly, "党员大会", "4")
	per.Start, per.Score = "full", []standard.Term{{Per: &standard.Per{Minus: "1.5"}}}
	r := rate(t, demo(nil, per), at("2026-05-06").held("党员大会", 1))
	if r.Step.Points.String() != "1.5" {
		t.Errorf("%s", r.Step.Points)
	}
	ladder := per
	ladder.Score = []standard.Term{{Ladder: &standard.Ladder{Minus: []string{"1", "4"}, Beyond: "all"}}}
	b := at("2026-05-06")
	b.Settled = []register.Settled{{Item: "Q", On: day("2026-04-10")}} // the first was found not done
	if r := rate(t, demo(nil, ladder), b); r.Step.Points.String() != "3" {
		t.Errorf("the second miss would cost %s", r.Step.Points)
	}
}

// TestC14_NotMine: what an upper level owes is never the branch's next step.
func TestC14_NotMine(t *testing.T) {
	above := meeting("U", party.Yearly, "专题研究支部建设", "4")
	above.Bearer = "committee"
	if got := steps(t, at("2026-05-06"), above); got != "" {
		t.Errorf("%s", got)
	}
}
