package fact

import (
	"slices"
	"strings"
	"testing"
	"time"

	"qiangji/internal/party"
)

// each calls see with every field of every kind, by its path; those of objects
// within fields too.
func each(see func(k Description, path string, f Field)) {
	var walk func(k Description, prefix string, fields []Field)
	walk = func(k Description, prefix string, fields []Field) {
		for _, f := range fields {
			see(k, prefix+f.Name, f)
			walk(k, prefix+f.Name+".", f.Fields)
		}
	}
	for _, k := range Kinds() {
		walk(k, "", k.Fields)
	}
}

// required is the fields that a kind demands.
func required(kind Kind) string {
	var names []string
	for _, k := range Kinds() {
		for _, f := range k.Fields {
			if k.Kind == kind && f.Required {
				names = append(names, f.Name)
			}
		}
	}
	return strings.Join(names, " ")
}

// labels is every word that a fact may choose, with the list that it is of.
func labels(see func(kind Kind, path, label string)) {
	each(func(k Description, path string, f Field) {
		for _, c := range f.Choices {
			see(k.Kind, path, c.Label)
		}
	})
}

// TestConduct_C03_ADecisionNamesWhoDecided: a star is a fact of somebody's; whoever
// signs it or else records it answers for it, by what was known on a day.
func TestConduct_C03_ADecisionNamesWhoDecided(t *testing.T) {
	if got := required("rating.decided"); got != "scheme year of level by cut" {
		t.Errorf("a decision demands %s", got)
	}
	whole := `"scheme":"county-demo","year":2025,"of":"o-2","level":"四星","by":"county_committee","cut":"2025-12-31"`
	if problems := Validate(fact(t, "rating.decided on=2026-03-05", "{"+whole+"}")); len(problems) > 0 {
		t.Error(problems)
	}
	for _, without := range []string{`"by":"county_committee",`, `"level":"四星",`, `,"cut":"2025-12-31"`} {
		line := caseLine("rating.decided on=2026-03-05\n{" + strings.Replace(whole, without, "", 1) + "}")
		if f, problems := Parse(line); len(problems) == 0 && len(Validate(f)) == 0 {
			t.Errorf("a decision without %s is taken", without)
		}
	}
	for _, by := range []string{"computed", "system", "qiangji", ""} {
		line := caseLine("rating.decided on=2026-03-05\n{" + strings.Replace(whole, "county_committee", by, 1) + "}")
		if f, problems := Parse(line); len(problems) == 0 && len(Validate(f)) == 0 {
			t.Errorf("a decision by %q is taken", by)
		}
	}
}

// TestConduct_C10_ImprovementIsOneLine: a finding is an item and a weight; closing
// it is one line; nothing asks for causes, measures or plans.
func TestConduct_C10_ImprovementIsOneLine(t *testing.T) {
	if open, shut := required("finding.raised"), required("finding.closed"); open != "item severity" || shut != "finding result" {
		t.Errorf("raising demands %s, closing %s", open, shut)
	}
	prose := []string{"cause", "causes", "why", "measure", "measures", "plan", "analysis", "steps", "lesson"}
	each(func(k Description, path string, f Field) {
		if slices.Contains(prose, f.Name) && len(f.Choices) == 0 {
			t.Errorf("%s asks for %s", k.Kind, path)
		}
	})
	for _, body := range []string{`{"item":"ZB-46","severity":"minor"}`, `{"item":"ZB-46","severity":"minor","due":"2026-04-05"}`} {
		if problems := Validate(fact(t, "finding.raised on=2026-03-05", body)); len(problems) > 0 {
			t.Errorf("%s: %v", body, problems)
		}
	}
}

// TestConduct_C11_OneTapFromOutside: who asked and what for is all that a request
// demands; it names no complainant.
func TestConduct_C11_OneTapFromOutside(t *testing.T) {
	if got := required("request.received"); got != "by sort" {
		t.Errorf("a request demands %s", got)
	}
	if problems := Validate(fact(t, "request.received", `{"by":"county","sort":"material","outside":true}`)); len(problems) > 0 {
		t.Error(problems)
	}
	each(func(k Description, path string, f Field) {
		if f.Role == "member" && (k.Kind == "request.received" || k.Kind == "inspection.made" || k.Kind == "finding.raised") {
			t.Errorf("%s names a person: %s", k.Kind, path)
		}
		if strings.Contains(f.Label, "投诉人") || strings.Contains(f.Label, "举报人") || strings.Contains(f.Label, "上访") {
			t.Errorf("%s.%s is %s", k.Kind, path, f.Label)
		}
	})
}

// TestConduct_C13_NoDueDateBeforeAnInspection: an inspection draws on the day and
// sets no date for itself; what it finds is due on or after the day.
func TestConduct_C13_NoDueDateBeforeAnInspection(t *testing.T) {
	for _, k := range Kinds() {
		for _, f := range k.Fields {
			if k.Kind == "inspection.made" && f.Type == "date" {
				t.Errorf("an inspection has a date of its own: %s", f.Name)
			}
		}
		if k.Kind == "inspection.made" && k.Ahead {
			t.Error("an inspection may be recorded before it happens")
		}
	}
	for due, ok := range map[string]bool{"2026-03-04": false, "2026-03-05": true, "2026-04-05": true} {
		f := fact(t, "finding.raised on=2026-03-05", `{"item":"ZB-46","severity":"minor","due":"`+due+`"}`)
		if problems := Validate(f); (len(problems) == 0) != ok {
			t.Errorf("due %s: %v", due, problems)
		}
	}
}

// TestConduct_C19_NoPlaceForTheLabel: no word that a fact may choose labels a
// branch or a person, and no field holds grounds, shares, places or petitions.
func TestConduct_C19_NoPlaceForTheLabel(t *testing.T) {
	n := 0
	labels(func(kind Kind, path, label string) {
		n++
		for _, word := range []string{"软弱涣散", "后进", "整顿", "末位", "倒数", "上访", "信访", "举报", "投诉"} {
			if strings.Contains(label, word) {
				t.Errorf("%s.%s may be %s", kind, path, label)
			}
		}
	})
	if n < 300 {
		t.Errorf("only %d words", n)
	}
	each(func(k Description, path string, f Field) {
		if slices.Contains([]string{"label", "ground", "grounds", "rank", "place", "share", "quota", "percent", "petitions"}, f.Name) {
			t.Errorf("%s has %s", k.Kind, path)
		}
	})
}

// TestConduct_C22_VisitsAreBurden: receiving visitors is among what is asked of a
// branch, and nothing records models, brands or their number.
func TestConduct_C22_VisitsAreBurden(t *testing.T) {
	if problems := Validate(fact(t, "request.received", `{"by":"county","sort":"visit","minutes":120}`)); len(problems) > 0 {
		t.Error(problems)
	}
	labels(func(kind Kind, path, label string) {
		for _, word := range []string{"典型", "样板", "品牌", "示范点", "亮点", "观摩"} {
			if strings.Contains(label, word) {
				t.Errorf("%s.%s may be %s", kind, path, label)
			}
		}
	})
}

// TestConduct_C24_NoStageInAFact: how far a branch has unfolded is written nowhere.
func TestConduct_C24_NoStageInAFact(t *testing.T) {
	each(func(k Description, path string, f Field) {
		if f.Name == "tier" && k.Kind != "rating.decided" || f.Name == "stage" && !strings.HasPrefix(string(k.Kind), "member.") {
			t.Errorf("%s has %s", k.Kind, path)
		}
	})
}

// TestConduct_C26_EveryFactIsAPersons: a fact without a person who records it is
// refused, and nothing can say that a machine wrote it.
func TestConduct_C26_EveryFactIsAPersons(t *testing.T) {
	for _, k := range Kinds() {
		f, problems := Parse([]byte(k.Example))
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		f.By = ""
		if !slices.ContainsFunc(Validate(f), func(p Problem) bool { return p.Field == "by" }) {
			t.Errorf("%s is taken from nobody", k.Kind)
		}
	}
	look := func(name string) {
		for _, word := range []string{"auto", "machine", "generated", "draft", "model", "ai", "bot", "score", "confidence"} {
			if name == word {
				t.Errorf("there is a field %s", name)
			}
		}
	}
	each(func(_ Description, _ string, f Field) { look(f.Name) })
	for _, f := range Envelope() {
		look(f.Name)
		if f.Name == "by" && !f.Required {
			t.Error("by may be left out")
		}
	}
}

// TestConduct_C27_AnyoneMayCarryOn: whoever comes after may close, correct and
// answer what another began.
func TestConduct_C27_AnyoneMayCarryOn(t *testing.T) {
	begun := fact(t, "finding.raised on=2026-03-05 id=f-old by=m-old", `{"item":"ZB-46","severity":"minor"}`)
	closed := fact(t, "finding.closed on=2026-06-05 id=f-new by=m-new", `{"finding":"f-old","result":"done"}`)
	later := begun.At.Add(92 * 24 * time.Hour)
	mended := begun
	mended.ID, mended.By, mended.Corrects = "f-mend", "m-new", "f-old"
	closed.At, mended.At = later, later
	for _, f := range []Fact{closed, mended} {
		if problems := Validate(f); len(problems) > 0 {
			t.Errorf("%s: %v", f.ID, problems)
		}
	}
	if got := Unsupported([]Fact{begun, closed, mended}, Cut{}); len(got) > 0 {
		t.Errorf("the thread is broken: %v", got)
	}
	if got := len(Standing([]Fact{begun, closed, mended}, Cut{})); got != 2 {
		t.Errorf("%d facts stand, want the corrected finding and its closing", got)
	}
}

// TestConduct_C28_NoWall: nothing that is published or kept is a wall, a board or
// a plaque.
func TestConduct_C28_NoWall(t *testing.T) {
	labels(func(kind Kind, path, label string) {
		for _, word := range []string{"上墙", "展板", "牌匾", "标牌", "文化墙", "展厅"} {
			if strings.Contains(label, word) {
				t.Errorf("%s.%s may be %s", kind, path, label)
			}
		}
	})
}

// TestConduct_C17_OneLineIsLife: contact, a word from the host and a return are
// each one line, by anyone.
func TestConduct_C17_OneLineIsLife(t *testing.T) {
	if got := required("member.away"); got != "member state" {
		t.Errorf("a sign of life demands %s", got)
	}
	for _, c := range party.AwayStates {
		f := fact(t, "member.away", `{"member":"m19","state":"`+string(c.Code)+`"}`)
		f.By, f.Proxy = "m-anyone", true
		if problems := Validate(f); len(problems) > 0 {
			t.Errorf("%s: %v", c.Label, problems)
		}
	}
}

// TestConduct_C21_GuidanceIsNotFilledIn: guidance is read: no kind records that it was
// read, taken up or followed, and nothing asks a branch for an innovation or a plan.
func TestConduct_C21_GuidanceIsNotFilledIn(t *testing.T) {
	for _, k := range Kinds() {
		for _, word := range []string{"guidance", "advice", "practice", "innovation", "plan", "improvement"} {
			if strings.Contains(string(k.Kind), word) {
				t.Errorf("%s records guidance", k.Kind)
			}
		}
	}
	each(func(k Description, path string, f Field) {
		if slices.Contains([]string{"guidance", "advice", "practice", "innovation", "adopted", "followed", "read", "acknowledged"}, f.Name) {
			t.Errorf("%s asks for %s", k.Kind, path)
		}
	})
}
