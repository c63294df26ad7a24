package procedure

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"

	"pgregory.net/rapid"
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

// took makes a case from lines "step day [until]".
func took(p Procedure, lines ...string) Case {
	c := Case{Of: p, Committee: true}
	for _, l := range lines {
		f := append(strings.Fields(l), "", "")
		c.Taken = append(c.Taken, Taken{Step: f[0], On: day(f[1]), Until: day(f[2]), Passed: true})
	}
	return c
}

// view writes the next steps: code[earliest,latest]-missing.
func view(c Case) string {
	var out []string
	for _, s := range Next(c) {
		w := s.Code
		if s.Earliest != party.NoDate || s.Latest != party.NoDate {
			w += fmt.Sprintf("[%s,%s]", s.Earliest, s.Latest)
		}
		if len(s.Missing) > 0 {
			w += "-" + strings.Join(s.Missing, "、")
		}
		out = append(out, w)
	}
	return strings.Join(out, " ")
}

func seen(t *testing.T, c Case, want string) {
	t.Helper()
	if got := view(c); got != want {
		t.Errorf("after %d steps:\n got %s\nwant %s", len(c.Taken), got, want)
	}
}

// applied and so on are the development of one person, stage by stage.
var (
	applied  = []string{"apply 2024-01-15"}
	activist = append(slices.Clone(applied), "talk 2024-02-10", "activist 2024-03-08", "activist_filed 2024-03-20", "contacts 2024-03-21")
	target   = append(slices.Clone(activist), "observe 2024-09-08", "observe 2025-03-08", "target 2025-03-08")
	ready    = append(slices.Clone(target), "target_filed 2025-03-20", "introducers 2025-03-21", "political_review 2025-04-20", "training 2025-04-28",
		"committee_review 2025-05-06", "prereview 2025-05-20", "form 2025-05-26")
	accepted = append(slices.Clone(ready), "accept 2025-06-10", "upper_talk 2025-07-01", "accept_approved 2025-08-30")
)

func TestDevelopmentStepByStep(t *testing.T) {
	seen(t, took(Development), "apply")
	seen(t, took(Development, applied...), "talk[,2024-02-15] activist-党组织派人谈话")
	seen(t, took(Development, append(slices.Clone(applied), "talk 2024-02-10")...), "activist")
	seen(t, took(Development, activist...), "observe[,2024-09-08] target[2025-03-08,]-培养教育考察")
	seen(t, took(Development, target...), "target_filed introducers political_review training committee_review-发展对象上级备案、确定入党介绍人、政治审查、集中培训")
	seen(t, took(Development, ready...), "accept")
	seen(t, took(Development, accepted...), "department_filed placed oath probation_observe convert_apply convert[2026-06-10,]-转正申请")
	c := took(Development, append(slices.Clone(accepted), "convert_apply 2026-05-20", "convert 2026-06-12")...)
	seen(t, c, "department_filed placed oath probation_observe convert_approved[,2026-09-12]")
}

func TestDevelopmentHas25Steps(t *testing.T) {
	if len(development) != 25 || len(party.Steps) != 25 {
		t.Fatalf("%d rows, %d steps", len(development), len(party.Steps))
	}
	for i, r := range development {
		if party.Steps[i].Code != party.Step(r.code) || party.Steps[i].Label != r.title {
			t.Errorf("row %d is %s %s, the step %s %s", i, r.code, r.title, party.Steps[i].Code, party.Steps[i].Label)
		}
		if want := fmt.Sprintf("FZ-%02d", i+1); r.source != want {
			t.Errorf("%s cites %s, want %s", r.code, r.source, want)
		}
	}
	if len(election) != 12 {
		t.Errorf("the election has %d steps", len(election))
	}
	for i, r := range disposal {
		if string(party.DisposalSteps[i].Code) != r.code {
			t.Errorf("stage %d is %s, want %s", i, r.code, party.DisposalSteps[i].Code)
		}
	}
}

// TestTablesHoldTogether: whatever a row names is a row, or the end of the term.
func TestTablesHoldTogether(t *testing.T) {
	for p, rows := range tables {
		codes := []string{ends, ""}
		for _, r := range rows {
			codes = append(codes, r.code)
		}
		for _, r := range rows {
			for _, name := range slices.Concat(r.after, r.needs, []string{r.wait.from, r.limit.from, r.repeats}) {
				if !slices.Contains(codes, name) {
					t.Errorf("%s/%s names %q, which is no step", p, r.code, name)
				}
			}
			if r.title == "" || r.who == "" || r.source == "" {
				t.Errorf("%s/%s leaves something out", p, r.code)
			}
		}
	}
}

// earliest returns the first day of a step in view.
func earliest(t *testing.T, c Case, code string) party.Date {
	t.Helper()
	for _, s := range Next(c) {
		if s.Code == code {
			return s.Earliest
		}
	}
	t.Fatalf("%s is not in view: %s", code, view(c))
	return party.NoDate
}

func TestTR41_ProbationFromTheMeetingNotTheApproval(t *testing.T) {
	if got := earliest(t, took(Development, accepted...), "convert").String(); got != "2026-06-10" {
		t.Errorf("转正 may be discussed from %s; the meeting was 2025-06-10, the approval 2025-08-30", got)
	}
}

func TestTR42_AnniversaryOfTheLeapDay(t *testing.T) {
	c := took(Development, "apply 2023-01-01", "talk 2023-01-10", "activist 2024-02-29")
	if got := earliest(t, c, "target").String(); got != "2025-02-28" {
		t.Errorf("a year after 29 February is %s", got)
	}
}

func TestTR43_AYearIsNot365Days(t *testing.T) {
	c := took(Development, "apply 2023-01-01", "talk 2023-01-10", "activist 2024-01-10")
	if got := earliest(t, c, "target").String(); got != "2025-01-10" { // 366 days
		t.Errorf("a year after 2024-01-10 is %s", got)
	}
}

func TestTR44_TheYearBeginsWithTheDecision(t *testing.T) {
	c := took(Development, "apply 2023-01-01", "talk 2023-01-10", "activist 2024-06-01", "activist_filed 2024-07-01")
	if got := earliest(t, c, "target").String(); got != "2025-06-01" {
		t.Errorf("发展对象 may be decided from %s: not from application or filing", got)
	}
}

func TestTR45_NoCentralWaitAfterApplication(t *testing.T) {
	c := took(Development, "apply 2024-01-15", "talk 2024-01-15")
	if got := earliest(t, c, "activist"); got != party.NoDate {
		t.Errorf("积极分子 has to wait until %s", got)
	}
}

func TestTR46_ExtendedOnceFromTheEndOfThePeriod(t *testing.T) {
	lines := append(slices.Clone(accepted), "convert_apply 2026-05-20", "convert 2026-06-12 2026-12-10")
	c := took(Development, lines...)
	if got := earliest(t, c, "convert").String(); got != "2026-12-10" {
		t.Errorf("after the extension 转正 may be discussed from %s", got)
	}
	for _, s := range Next(c) {
		if s.Code == "convert" && !strings.Contains(s.Note, "不能再延长") {
			t.Errorf("nothing says that it cannot be extended again: %q", s.Note)
		}
	}
	c = took(Development, append(lines, "convert_approved 2026-07-01", "convert 2026-12-15")...)
	if got := view(c); !strings.Contains(got, "convert_approved[,2027-03-15]") || strings.Contains(got, "convert[") {
		t.Errorf("after the second meeting: %s", got)
	}
}

func TestTR52_ApprovalDaysAreShown(t *testing.T) {
	c := took(Development, append(slices.Clone(ready), "accept 2025-08-31")...)
	for _, s := range Next(c) {
		if s.Code == "accept_approved" {
			if s.Latest.String() != "2025-11-30" || !strings.Contains(s.Note, "六个月") || len(s.Missing) != 1 {
				t.Errorf("approval by %s, note %q, missing %v", s.Latest, s.Note, s.Missing)
			}
			return
		}
	}
	t.Error("approval is not in view")
}

func TestRefusedStepsAreNotTaken(t *testing.T) {
	c := took(Development, ready...)
	c.Taken = append(c.Taken, Taken{Step: "accept", On: day("2025-06-10")})
	seen(t, c, "accept")
}

func TestElectionStepByStep(t *testing.T) {
	c := took(Election)
	c.Ends = day("2026-08-31")
	seen(t, c, "remind[2026-02-28,2026-02-28] study")
	c = took(Election, "remind 2026-02-27", "study 2026-05-01", "request 2026-07-20", "reply 2026-07-28", "nominate 2026-08-01", "candidates 2026-08-02", "examined 2026-08-10")
	c.Ends = day("2026-08-31")
	seen(t, c, "prepare assembly[,2026-08-31]-起草工作报告和选举办法")
	c.Taken = append(c.Taken, Taken{Step: "prepare", On: day("2026-08-11"), Passed: true}, Taken{Step: "assembly", On: day("2026-08-20"), Passed: true})
	seen(t, c, "first_session results-新支委会首次会议")
	c.Committee = false // TR-26: no committee, no first session of it
	seen(t, c, "results")
	c.Ends = party.NoDate
	seen(t, took(Election), "remind study")
}

func TestTR26_NoCommitteeNoStepOfIts(t *testing.T) {
	for _, s := range Next(Case{Of: Election, Taken: []Taken{{Step: "assembly", On: 1, Passed: true}}}) {
		if s.Code == "first_session" {
			t.Error("a branch without a committee is asked for its first session")
		}
	}
}

func TestTR75_DisposalIsThatOf2024(t *testing.T) {
	seen(t, took(Disposal), "filed")
	seen(t, took(Disposal, "filed 2026-01-05"), "investigated")
	seen(t, took(Disposal, "filed 2026-01-05", "investigated 2026-02-01", "proposed 2026-02-10"), "reviewed voted-预审")
	through := []string{"filed 2026-01-05", "investigated 2026-02-01", "proposed 2026-02-10", "reviewed 2026-02-20", "voted 2026-03-01"}
	done := append(through, "approved 2026-03-20 2026-09-20", "announced 2026-03-22")
	seen(t, took(Disposal, done...), "corrected[2026-09-20,2026-09-20]")
	seen(t, took(Disposal, append(through, "approved 2026-03-20", "announced 2026-03-22")...), "")
	for _, r := range disposal {
		if strings.Contains(r.title, "民主评议") {
			t.Error("the old procedure began with 民主评议")
		}
	}
}

func TestTR84_NothingStartsADisposal(t *testing.T) {
	// The table has one entrance, and it is a person's act: nothing is offered from
	// counters of dues or attendance, which Next does not even take.
	if got := Next(Case{Of: Disposal}); len(got) != 1 || got[0].Code != "filed" || got[0].Earliest != party.NoDate || got[0].Latest != party.NoDate {
		t.Errorf("a disposal offers %+v", got)
	}
}

func TestStepsFromFacts(t *testing.T) {
	facts := []fact.Fact{
		{ID: "1", On: day("2025-06-10"), Body: &fact.MemberStaged{Member: "m1", Step: "accept", Result: "fail"}},
		{ID: "2", On: day("2025-07-10"), Body: &fact.MemberStaged{Member: "m1", Step: "accept", Result: "pass"}},
		{ID: "3", On: day("2025-07-11"), Body: &fact.MemberStaged{Member: "m2", Step: "accept", Result: "pass"}},
		{ID: "4", On: day("2026-01-05"), Body: &fact.DisposalStep{Member: "m3", Step: "filed"}},
		{ID: "5", On: day("2026-02-05"), Body: &fact.DisposalStep{Member: "m3", Case: "4", Step: "approved", Result: "correct", Until: day("2026-08-05")}},
		{ID: "6", On: day("2026-02-06"), Body: &fact.DisposalStep{Member: "m4", Case: "9", Step: "voted"}},
	}
	if got := DevelopmentOf(facts, "m1"); len(got) != 2 || got[0].Passed || !got[1].Passed || got[1].On != day("2025-07-10") {
		t.Errorf("development is %+v", got)
	}
	if got := DisposalOf(facts, "4"); len(got) != 2 || got[1].Until != day("2026-08-05") {
		t.Errorf("the disposal is %+v", got)
	}
}

// TestDevelopmentProperties: following what is offered without anything missing
// ends in 25 steps, in order, whatever is chosen first.
func TestDevelopmentProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := Case{Of: Development}
		on := day("2020-01-01")
		for range 60 {
			next := slices.DeleteFunc(Next(c), func(s Step) bool { return len(s.Missing) > 0 })
			if len(next) == 0 {
				break
			}
			s := next[rapid.IntRange(0, len(next)-1).Draw(t, "choice")]
			on = max(on, s.Earliest) + 1
			c.Taken = append(c.Taken, Taken{Step: s.Code, On: on, Passed: true})
		}
		day := map[string]party.Date{}
		for _, k := range c.Taken {
			day[k.Step] = max(day[k.Step], k.On)
		}
		if _, accepted := day["accept"]; accepted && day["accept"] < day["target"] {
			t.Fatal("accepted before being a target")
		}
		if d, ok := day["convert"]; ok && d < day["accept"].AddYears(1) {
			t.Fatal("converted within the year")
		}
		if day["target"] != 0 && day["target"] < day["activist"].AddYears(1) {
			t.Fatal("a target within the year")
		}
	})
}
