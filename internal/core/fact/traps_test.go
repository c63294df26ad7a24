package fact

import (
	"fmt"
	"strings"
	"testing"

	"qiangji/internal/party"
)

// The traps of regulations §14 that lie in what may be written down.

// fields are the names of a kind's fields.
func fields(kind Kind) string {
	for _, k := range Kinds() {
		if k.Kind == kind {
			var names []string
			for _, f := range k.Fields {
				names = append(names, f.Name)
			}
			return strings.Join(names, " ")
		}
	}
	return ""
}

// TestTR09_WrittenOpinionsOnlyWhereTheyCount: on 接收 and 转正, and nowhere as
// presence.
func TestTR09_WrittenOpinionsOnlyWhereTheyCount(t *testing.T) {
	for _, on := range party.VoteOns {
		f := fact(t, "meeting.held", fmt.Sprintf(`{"kinds":["assembly"],"votes":[{"on":"%s","due":10,"present":6,"yes":7,"no":0,"abstain":0,"written":1}]}`, on.Code))
		ok := on.Code == "accept" || on.Code == "convert"
		if problems := Validate(f); (len(problems) == 0) != ok {
			t.Errorf("%s: %v", on.Label, problems)
		}
	}
	f := fact(t, "meeting.held", `{"kinds":["assembly"],"votes":[{"on":"accept","due":10,"present":10,"yes":11,"no":0,"abstain":0,"written":1}]}`)
	if len(Validate(f)) == 0 {
		t.Error("eleven voices of ten")
	}
}

// TestTR10_WhoeverIsSilentAbstains: the counts of a vote add up to those who could
// vote; nobody drops out of it.
func TestTR10_WhoeverIsSilentAbstains(t *testing.T) {
	for counts, ok := range map[string]bool{`"yes":5,"no":1,"abstain":2`: true, `"yes":5,"no":1,"abstain":0`: false, `"yes":5,"no":1,"abstain":3`: false} {
		f := fact(t, "meeting.held", `{"kinds":["assembly"],"votes":[{"on":"ordinary","due":10,"present":8,`+counts+`}]}`)
		if problems := Validate(f); (len(problems) == 0) != ok {
			t.Errorf("%s: %v", counts, problems)
		}
	}
}

// TestTR49_OnlyTwoMeetingsAssessAYear: and it is the year of the meeting or the
// one before.
func TestTR49_OnlyTwoMeetingsAssessAYear(t *testing.T) {
	for _, c := range []struct {
		kind string
		year int
		ok   bool
	}{
		{"org_life", 2026, true}, {"org_life", 2025, true}, {"appraisal", 2025, true}, {"org_life", 2024, false}, {"org_life", 2027, false}, {"assembly", 2026, false}, {"lecture", 2025, false},
	} {
		f := fact(t, "meeting.held on=2026-03-05", fmt.Sprintf(`{"kinds":["%s"],"year":%d}`, c.kind, c.year))
		if problems := Validate(f); (len(problems) == 0) != c.ok {
			t.Errorf("%s of %d: %v", c.kind, c.year, problems)
		}
	}
}

// TestTR62_DuesAreFixedForAYear: a year at a time, never a base.
func TestTR62_DuesAreFixedForAYear(t *testing.T) {
	if got := fields("dues.fixed"); got != "member year fen" {
		t.Errorf("fixing dues asks for %s", got)
	}
}

// TestTR63_MoreThanTheCapIsNoError: what a member gives beyond the ceiling can be
// recorded.
func TestTR63_MoreThanTheCapIsNoError(t *testing.T) {
	for fen, ok := range map[int]bool{0: true, 20: true, 100_000: true, 150_000: true, 2_000_000: false} {
		f := fact(t, "dues.fixed on=2026-01-15", fmt.Sprintf(`{"member":"m12","year":2026,"fen":%d}`, fen))
		if problems := Validate(f); (len(problems) == 0) != ok {
			t.Errorf("%d fen: %v", fen, problems)
		}
	}
}

// TestTR64_NoWallet: dues are recorded, never collected: no kind knows an account,
// a channel, an order or a balance.
func TestTR64_NoWallet(t *testing.T) {
	for kind, want := range map[Kind]string{"dues.paid": "member from to fen", "dues.remitted": "month fen", "money.stated": "flow source fen"} {
		if got := fields(kind); got != want {
			t.Errorf("%s has %s", kind, got)
		}
	}
	each(func(k Description, path string, f Field) {
		for _, word := range []string{"account", "channel", "order", "balance", "wallet", "pay", "bank", "qr", "refund"} {
			if f.Name == word {
				t.Errorf("%s has %s", k.Kind, path)
			}
		}
	})
}

// TestTR65_MoneyIsNoShare: money is stated in fen, by where it came from; nothing
// takes a share of revenue or a duty to spend.
func TestTR65_MoneyIsNoShare(t *testing.T) {
	each(func(k Description, path string, f Field) {
		if k.Kind == "money.stated" && f.Type == "decimal" {
			t.Errorf("money has a share: %s", path)
		}
	})
}

// TestTR71_NoMeetingOfLeadingBodies: 民主生活会 is none of a branch's meetings.
func TestTR71_NoMeetingOfLeadingBodies(t *testing.T) {
	for _, k := range party.MeetingKinds {
		if strings.Contains(k.Label, "民主生活会") {
			t.Errorf("a branch may hold %s", k.Label)
		}
	}
}

// TestTR77_ThemesAreTextsOfTheirOwn: a meeting's theme is the id of a text; no
// theme of a year is a word of the product.
func TestTR77_ThemesAreTextsOfTheirOwn(t *testing.T) {
	labels(func(kind Kind, path, label string) {
		for _, theme := range []string{"主题教育", "不忘初心", "党史", "党纪学习", "八项规定", "两学一做"} {
			if strings.Contains(label, theme) {
				t.Errorf("%s.%s may be %s", kind, path, label)
			}
		}
	})
	if problems := Validate(fact(t, "meeting.held", `{"kinds":["org_life"],"topics":["t-2026"]}`)); len(problems) > 0 {
		t.Error(problems)
	}
}

// TestTR82_AttendanceIsTheRecordersWord: a meeting of all needs one line and nobody
// else's act: no photo, place, signature, code or clock of arrival.
func TestTR82_AttendanceIsTheRecordersWord(t *testing.T) {
	f := fact(t, "meeting.held", `{"kinds":["assembly"],"due":["m1","m2","m3"]}`)
	if problems := Validate(f); len(problems) > 0 || len(f.Evidence) > 0 {
		t.Errorf("%v", problems)
	}
	each(func(k Description, path string, f Field) {
		for _, word := range []string{"photo", "image", "video", "gps", "lat", "lng", "signature", "signed", "checkin", "arrived", "qr", "face", "device"} {
			if f.Name == word {
				t.Errorf("%s has %s", k.Kind, path)
			}
		}
		if k.Kind == "meeting.held" && (f.Type == "instant" || f.Role == "text" && f.Required) {
			t.Errorf("a meeting demands %s", path)
		}
	})
}

// TestTR84_NoConclusionIsAWord: of a person or a branch a fact may say what people
// decided, stage by stage; lost contact and arrears conclude nothing.
func TestTR84_NoConclusionIsAWord(t *testing.T) {
	for _, k := range Kinds() {
		if (k.Kind == "member.away" || strings.HasPrefix(string(k.Kind), "dues.")) && strings.Contains(k.Example, "left") {
			t.Errorf("%s concludes", k.Kind)
		}
	}
	for _, c := range party.AwayStates {
		for _, word := range []string{"除名", "脱党", "不合格", "停止党籍"} {
			if strings.Contains(c.Label, word) {
				t.Errorf("being away may be %s", c.Label)
			}
		}
	}
	if got := fields("disposal.step"); got != "member case step result until" {
		t.Errorf("a disposal holds %s", got)
	}
}

// TestTR86_NothingOfATalkOrABallot: of a talk the day and the pair, of a ballot
// and an appraisal the counts, of a grade nothing beside it.
func TestTR86_NothingOfATalkOrABallot(t *testing.T) {
	for kind, want := range map[Kind]string{
		"talk.held": "pair need", "appraisal.held": "year due taken excellent good basic unqualified", "grade.given": "member grade year", "care.given": "members way",
	} {
		if got := fields(kind); got != want {
			t.Errorf("%s has %s, want %s", kind, got, want)
		}
	}
	each(func(k Description, path string, f Field) {
		voting := strings.HasPrefix(path, "vote") || k.Kind == "appraisal.held" || k.Kind == "election.held" && path == "yes"
		if voting && (f.Role == "member" || f.Role == "text" || f.Role == "id") {
			t.Errorf("%s.%s ties a voice to a name", k.Kind, path)
		}
		if k.Kind == "talk.held" && (f.Role == "member" || f.Type == "text" && f.Role != "choice") {
			t.Errorf("a talk holds %s", path)
		}
	})
}

// TestTR89_WhereALineCameFrom: an imported line says so, and asks for nothing
// that the source had.
func TestTR89_WhereALineCameFrom(t *testing.T) {
	for _, f := range Envelope() {
		if f.Name == "origin" {
			if f.Required || len(f.Fields) != 3 {
				t.Errorf("origin: %+v", f)
			}
			return
		}
	}
	t.Error("a line cannot say where it came from")
}

// TestTR91_MinutesAreNotMade: minutes are the id of a text that people wrote, and
// never demanded; so nothing has to be made up.
func TestTR91_MinutesAreNotMade(t *testing.T) {
	each(func(k Description, path string, f Field) {
		if (f.Name == "minutes" && k.Kind == "meeting.held" || f.Name == "topics") && (f.Required || f.Role != "text") {
			t.Errorf("%s demands %s as %s", k.Kind, path, f.Role)
		}
	})
	if got := required("meeting.held"); got != "kinds" {
		t.Errorf("a meeting demands %s", got)
	}
}
