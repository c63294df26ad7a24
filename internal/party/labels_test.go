package party

import (
	"testing"
	"unicode"
)

// bare is a closed list freed from its type.
func bare[T ~string](list Labels[T]) Labels[string] {
	out := make(Labels[string], len(list))
	for i, c := range list {
		out[i] = Choice[string]{string(c.Code), c.Label}
	}
	return out
}

// lists is every closed list by name.
func lists() map[string]Labels[string] {
	return map[string]Labels[string]{
		"Cadences":       bare(Cadences),
		"MeetingKinds":   bare(MeetingKinds),
		"MeetingForms":   bare(MeetingForms),
		"Phases":         bare(Phases),
		"Reasons":        bare(Reasons),
		"VoteOns":        bare(VoteOns),
		"SkipReasons":    bare(SkipReasons),
		"Pairs":          bare(Pairs),
		"ElectionSorts":  bare(ElectionSorts),
		"Stages":         bare(Stages),
		"Steps":          bare(Steps),
		"Results":        bare(Results),
		"Ways":           bare(Ways),
		"WorkClasses":    bare(WorkClasses),
		"AwayStates":     bare(AwayStates),
		"Standings":      bare(Standings),
		"Exits":          bare(Exits),
		"Exclusions":     bare(Exclusions),
		"Posts":          bare(Posts),
		"Pledges":        bare(Pledges),
		"CareWays":       bare(CareWays),
		"Studies":        bare(Studies),
		"Grades":         bare(Grades),
		"DisposalSteps":  bare(DisposalSteps),
		"Disposals":      bare(Disposals),
		"Levels":         bare(Levels),
		"Forms":          bare(Forms),
		"Domains":        bare(Domains),
		"OrgTraits":      bare(OrgTraits),
		"CloseCauses":    bare(CloseCauses),
		"Seasons":        bare(Seasons),
		"PremisesList":   bare(PremisesList),
		"Flows":          bare(Flows),
		"Sources":        bare(Sources),
		"HelperRoles":    bare(HelperRoles),
		"Matters":        bare(Matters),
		"Submissions":    bare(Submissions),
		"UpperDuties":    bare(UpperDuties),
		"Inspects":       bare(Inspects),
		"Severities":     bare(Severities),
		"WaiveReasons":   bare(WaiveReasons),
		"Requests":       bare(Requests),
		"Tiers":          bare(Tiers),
		"OutcomeSorts":   bare(OutcomeSorts),
		"Issuers":        bare(Issuers),
		"Verdicts":       bare(Verdicts),
		"Outcomes":       bare(Outcomes),
		"DecidingBodies": bare(DecidingBodies),
		"Columns":        bare(Columns),
		"VoidCauses":     bare(VoidCauses),
	}
}

func TestClosedListsAreWellFormed(t *testing.T) {
	for name, list := range lists() {
		if len(list) == 0 {
			t.Errorf("%s is empty", name)
		}
		codes, labels := map[string]bool{}, map[string]bool{}
		for _, c := range list {
			if codes[c.Code] || labels[c.Label] {
				t.Errorf("%s repeats %s %s", name, c.Code, c.Label)
			}
			codes[c.Code], labels[c.Label] = true, true
			for _, r := range c.Code {
				if (r < 'a' || r > 'z') && r != '_' {
					t.Errorf("%s: code %q has %q; small letters and _ only", name, c.Code, r)
				}
			}
			han := false
			for _, r := range c.Label {
				han = han || unicode.Is(unicode.Han, r)
			}
			if c.Code == "" || !han || len([]rune(c.Label)) > 16 {
				t.Errorf("%s: %q %q", name, c.Code, c.Label)
			}
		}
	}
}

func TestLabels(t *testing.T) {
	if i := Reasons.Index("away"); i != 2 {
		t.Errorf("Index = %d", i)
	}
	if Reasons.Index("sick") != -1 || Reasons.Has("sick") || !Reasons.Has("leave") {
		t.Error("Has is off")
	}
	if Reasons.Label("duty") != "公务" || Reasons.Label("sick") != "sick" {
		t.Error("Label is off")
	}
	for in, want := range map[string]Reason{"请假": "leave", "leave": "leave", "其他": "other"} {
		if got, ok := Reasons.Code(in); !ok || got != want {
			t.Errorf("Code(%s) = %s, %t", in, got, ok)
		}
	}
	if got, ok := Reasons.Code("病假"); ok || got != "" {
		t.Errorf("Code(病假) = %s, %t", got, ok)
	}
	if got, want := Reasons.Names(), "请假(leave)、公务(duty)、外出(away)、其他(other)"; got != want {
		t.Errorf("Names = %s", got)
	}
}

func TestConduct_C16_FourAbsenceReasons(t *testing.T) {
	if got := Reasons.Names(); got != "请假(leave)、公务(duty)、外出(away)、其他(other)" {
		t.Errorf("absence reasons are %s", got)
	}
}
