package duty

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// TestConduct_C15: an unanswered request upwards stops the item it names from that
// day; what was missed before stays missed, what was done stays done, and a late
// answer makes nothing of it the branch's own again.
func TestConduct_C15(t *testing.T) {
	y := branch("2027-01-31")
	hold(y, "党员大会", 1, 8)
	y.Stops = []register.Stop{{Item: "ZB-40", Days: from("2026-05-20"), Fact: "ask-1"}}
	list := due(t, one(quarterly()), y)
	if got := states(list); got != "XsMs" {
		t.Errorf("%s, want XsMs", got)
	}
	if !strings.Contains(list[1].Why, "请上级帮办过了15个工作日没有答复，2026年5月20日起不计，在上级第257天") || list[1].Facts[0] != "ask-1" {
		t.Errorf("why: %+v", list[1])
	}
	y.Stops[0].Days.To = day("2026-07-10")
	list = due(t, one(quarterly()), y)
	if got := states(list); got != "XsMX" || !strings.Contains(list[1].Why, "2026年7月11日答复") {
		t.Errorf("answered on 11 July: %s, want XsMX; %s", got, list[1].Why)
	}
}

// TestStoppedWindows: a stop takes a window out when it holds its last day, or when
// it leaves less than the declared share of it; two stops count together, and days
// that both hold count once.
func TestStoppedWindows(t *testing.T) {
	for _, c := range []struct {
		name    string
		stops   []party.Period
		partial string
		until   int
		want    string
	}{
		{"the last day", []party.Period{days("2026-03-31", "2026-03-31")}, "", 0, "sXXX"},
		{"the last day but one", []party.Period{days("2026-03-30", "2026-03-30")}, "", 0, "XXXX"},
		{"half of it", []party.Period{days("2026-01-01", "2026-02-14")}, "", 0, "XXXX"},
		{"more than half", []party.Period{days("2026-01-01", "2026-02-15")}, "", 0, "sXXX"},
		{"two, more than half together", []party.Period{days("2026-01-01", "2026-01-31"), days("2026-02-05", "2026-02-20")}, "", 0, "sXXX"},
		{"two over the same days", []party.Period{days("2026-01-01", "2026-02-10"), days("2026-01-05", "2026-02-14")}, "", 0, "XXXX"},
		{"any of it is enough", []party.Period{days("2026-01-01", "2026-03-30")}, "any", 0, "XXXX"},
		{"all of it is asked", []party.Period{days("2026-02-01", "2026-02-01")}, "whole", 0, "sXXX"},
		{"the last day on which it may be made up", []party.Period{days("2026-04-30", "2026-04-30")}, "", 1, "sXXX"},
		{"its own last day, with a month left", []party.Period{days("2026-03-31", "2026-03-31")}, "", 1, "XXXX"},
	} {
		it := quarterly()
		it.Partial, it.Duty.Until = c.partial, c.until
		y := branch("2027-06-30")
		for _, d := range c.stops {
			y.Stops = append(y.Stops, register.Stop{Item: "ZB-40", Days: d})
		}
		if got := states(due(t, one(it), y)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestConduct_C14_AStepAbovePutsTheDayOff: while what was sent up is not answered the
// branch's time stands still, and goes on where it stood.
func TestConduct_C14_AStepAbovePutsTheDayOff(t *testing.T) {
	for _, c := range []struct {
		name, asOf, done string
		matter           party.Submission
		who              party.MemberID
		days             party.Period
		want, due        string
	}{
		{"nothing sent", "2026-06-01", "", "", "", party.Period{}, "?", "2026-04-05"},
		{"waiting", "2026-06-01", "", "election", "m-1", from("2026-03-20"), "s", "2026-04-05"},
		{"sent on the last day", "2026-06-01", "", "election", "m-1", from("2026-04-05"), "s", "2026-04-05"},
		{"sent too late", "2026-06-01", "", "election", "m-1", from("2026-04-06"), "?", "2026-04-05"},
		{"answered, 17 days left", "2026-05-10", "", "election", "m-1", days("2026-03-20", "2026-04-30"), "o", "2026-05-17"},
		{"answered, and 17 days over", "2026-05-18", "", "election", "m-1", days("2026-03-20", "2026-04-30"), "?", "2026-05-17"},
		{"done within them", "2026-06-01", "2026-05-17", "election", "m-1", days("2026-03-20", "2026-04-30"), "M", "2026-05-17"},
		{"done after them", "2026-06-01", "2026-05-18", "election", "m-1", days("2026-03-20", "2026-04-30"), "V", "2026-05-17"},
		{"done while waiting", "2026-06-01", "2026-05-20", "election", "m-1", from("2026-03-20"), "M", "2026-04-05"},
		{"two at once count their days once", "2026-05-18", "", "both", "m-1", days("2026-03-20", "2026-04-30"), "?", "2026-05-17"},
		{"waited before it began", "2026-06-01", "", "election", "m-1", days("2026-02-20", "2026-03-04"), "?", "2026-04-05"},
		{"another matter", "2026-06-01", "", "results", "m-1", from("2026-03-20"), "?", "2026-04-05"},
		{"another member", "2026-06-01", "", "election", "m-2", from("2026-03-20"), "?", "2026-04-05"},
	} {
		it := talk("1个月")
		it.Duty.Waits = []party.Submission{"election", "candidates"}
		y := branch(c.asOf)
		y.Cases = []register.Case{run("申请谈话", "2026-03-05", c.done, "")}
		y.Stops = []register.Stop{{Matter: c.matter, Subject: c.who, Days: c.days, Fact: "sent"}}
		if c.matter == "both" {
			y.Stops = []register.Stop{{Matter: "election", Subject: c.who, Days: days("2026-03-20", "2026-04-25")}, {Matter: "candidates", Subject: c.who, Days: days("2026-03-25", "2026-04-30")}}
		}
		list := due(t, one(it), y)
		if got := states(list); got != c.want || list[0].Due != day(c.due) {
			t.Errorf("%s: %s due %s, want %s due %s", c.name, got, list[0].Due, c.want, c.due)
		}
		says := map[string]string{"waiting": "2026年3月20日报送换届请示，等上级答复期间不计，在上级第74天", "done within them": "其间等上级答复42天不计"}[c.name]
		if !strings.Contains(list[0].Why, says) || says != "" && !slices.Contains(list[0].Facts, "sent") {
			t.Errorf("%s: %s %v", c.name, list[0].Why, list[0].Facts)
		}
	}
}

// TestStoppedGrace: the grace of a standing condition stands still too; one without a
// grace has no time that could.
func TestStoppedGrace(t *testing.T) {
	for _, c := range []struct {
		grace, asOf string
		days        party.Period
		want        string
	}{
		{"1个月", "2026-06-10", from("2026-03-20"), "s"},
		{"1个月", "2026-06-10", from("2026-04-01"), "X"},
		{"1个月", "2026-04-20", days("2026-03-20", "2026-04-08"), "o"},
		{"1个月", "2026-04-21", days("2026-03-20", "2026-04-08"), "X"},
		{"", "2026-06-10", from("2026-02-20"), "X"},
	} {
		it := standard.Item{ID: "ZB-10", Force: "MUST", Duty: &standard.Duty{Require: "有书记", Grace: c.grace, Waits: []party.Submission{"candidates"}}}
		y := branch(c.asOf)
		y.Segments = []register.Segment{profile(days("2026-01-01", "2026-02-28"), "有书记", 1), profile(days("2026-03-01", c.asOf), "有书记", 0)}
		for _, s := range []register.Stop{{Item: "ZB-10", Days: c.days}, {Matter: "candidates", Subject: "m-9", Days: c.days}} {
			y.Stops = []register.Stop{s}
			if got := states(due(t, one(it), y)); got != c.want {
				t.Errorf("%+v: %s, want %s", s, got, c.want)
			}
		}
	}
}

// TestConduct_C15_AskingPermitsNothing: whatever is asked of those above, what is
// forbidden, the order of steps and what another level owes stand as they did.
func TestConduct_C15_AskingPermitsNothing(t *testing.T) {
	seen := census{}
	many(t, func(t *rapid.T, d *dice) {
		it, _ := d.item()
		switch d.n(3) {
		case 0:
			it.Kind = "prohibition"
		case 1:
			it.Bearer = "committee"
		default:
			it.Duty = &standard.Duty{Clock: "申请谈话", AtLeast: "30天"}
		}
		y := d.year()
		y.Stops = append(y.Stops, d.stop(y.Cut.On))
		p, _ := Compile(one(it))
		asked := p.Due(y)
		y.Stops = nil
		if got, want := states(asked), states(p.Due(y)); got != want {
			t.Fatalf("%+v %+v became %s, was %s", it, *it.Duty, got, want)
		}
		seen.see(map[string]bool{"asked and judged": strings.ContainsAny(states(asked), "X?M")})
	})
	seen.atLeast(t, map[string]int{"asked and judged": 20})
}

// TestConduct_C15_WaitingAboveNeverCosts: with one wait more nothing more is missed,
// late or without a record, and what was met stays met.
func TestConduct_C15_WaitingAboveNeverCosts(t *testing.T) {
	seen := census{}
	many(t, func(t *rapid.T, d *dice) {
		it, _ := d.item()
		it.Kind, it.Bearer = "baseline", ""
		y := d.year()
		y.Waivers = nil // a day put off may leave the days waived
		p, _ := Compile(one(it))
		without := byKey(p.Due(y))
		y.Stops = append(y.Stops, d.stop(y.Cut.On))
		slices.SortStableFunc(y.Stops, func(a, b register.Stop) int { return int(a.Days.From - b.Days.From) })
		with := byKey(p.Due(y))
		bad := map[State]bool{Missed: true, Waiting: true}
		moved := false
		for key, state := range with {
			was, there := without[key]
			if bad[state] && there && !bad[was] && was != Excused {
				t.Fatalf("%s was %q and is %q with %+v", key, was, state, y.Stops)
			}
			moved = moved || state != was
		}
		for key, was := range without {
			if now, there := with[key]; was == Met && there && now != Met {
				t.Fatalf("%s was met and is %q with %+v", key, now, y.Stops)
			}
		}
		seen.see(map[string]bool{"changed": moved})
	})
	seen.atLeast(t, map[string]int{"changed": 5})
}

func byKey(list []Obligation) map[string]State {
	got := make(map[string]State, len(list))
	for _, o := range list {
		got[o.Key] = o.State
	}
	return got
}
