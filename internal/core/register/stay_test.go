package register

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// stayed writes a person's stays: from..to stage posts flags.
func stayed(stays []Stay, m party.MemberID) string {
	var out []string
	for _, s := range stays {
		if s.Member != m {
			continue
		}
		w := fmt.Sprintf("%s..%s %s", s.Days.From, s.Days.To, s.Stage)
		for _, p := range s.Posts {
			w += " " + string(p)
		}
		for name, yes := range map[string]bool{"second": s.Second, "suspended": s.Suspended, "floating": s.Floating, "lost": s.Lost, "abroad": s.Abroad, "adjusted": s.Adjusted, "observed": s.Observed, "off": s.RightsOff} {
			if yes {
				w += " +" + name
			}
		}
		if s.Group != 0 {
			w += fmt.Sprint(" g", s.Group)
		}
		out = append(out, w)
	}
	return strings.Join(out, "; ")
}

func TestStays(t *testing.T) {
	b := branch(2)
	b.on("2020-02-01", &fact.PostTaken{Member: who(1), Post: "secretary"})
	b.on("2020-03-01", &fact.PostTaken{Member: who(1), Post: "village_head"})
	b.on("2021-01-01", &fact.MemberAway{Member: who(2), State: "floating"})
	b.on("2021-06-01", &fact.MemberAway{Member: who(2), State: "returned"})
	b.on("2022-01-01", &fact.MemberStanding{Member: who(2), State: "suspended"})
	b.on("2022-06-01", &fact.MemberStanding{Member: who(2), State: "restored"})
	b.on("2023-01-01", &fact.MemberDied{Member: who(1)})
	b.on("2020-05-01", &fact.MemberStaged{Member: "m09", Step: "apply"})
	b.on("2020-08-01", &fact.MemberStaged{Member: "m09", Step: "activist"})
	n := 2
	b.on("2020-09-01", &fact.MemberPlaced{Member: "m09", Group: &n})
	b.on("2020-10-01", &fact.MemberMoved{Member: "m09", Way: "out"})
	b.on("2021-01-01", &fact.MemberEnrolled{Member: "m08", Stage: "full", Second: true})
	b.on("2021-02-01", &fact.MemberStanding{Member: who(2), State: "observed", Until: day("2021-08-31")})
	b.on("2024-01-01", &fact.MemberEnrolled{Member: "m07", Stage: "full"})
	b.on("2024-01-01", &fact.MemberLeft{Member: "m07", Way: "withdrew"})
	stays := b.fold("").Stays("b1")
	for m, want := range map[party.MemberID]string{
		who(1): "2020-01-01..2020-01-31 full; 2020-02-01..2020-02-29 full secretary; 2020-03-01..2022-12-31 full secretary village_head; 2023-01-01..  village_head",
		who(2): "2020-01-01..2020-12-31 full; 2021-01-01..2021-01-31 full +floating; 2021-02-01..2021-05-31 full +floating +observed; 2021-06-01..2021-12-31 full +observed; 2022-01-01..2022-05-31 full +suspended +observed; 2022-06-01.. full +observed",
		"m09":  "2020-05-01..2020-07-31 applicant; 2020-08-01..2020-08-31 activist; 2020-09-01..2020-09-30 activist g2",
		"m08":  "2021-01-01.. full +second",
		"m07":  "",
	} {
		got := stayed(stays, m)
		if sortFlags(got) != sortFlags(want) {
			t.Errorf("%s:\n got %s\nwant %s", m, got, want)
		}
	}
	if !slices.IsSortedFunc(stays, func(a, b Stay) int { return strings.Compare(string(a.Member), string(b.Member)) }) {
		t.Error("stays are not in order of member")
	}
}

// sortFlags puts the flags of each stay in one order.
func sortFlags(s string) string {
	stays := strings.Split(s, "; ")
	for i := range stays {
		words := strings.Split(stays[i], " ")
		at := slices.IndexFunc(words, func(w string) bool { return strings.HasPrefix(w, "+") })
		if at >= 0 {
			slices.Sort(words[at:])
		}
		stays[i] = strings.Join(words, " ")
	}
	return strings.Join(stays, "; ")
}

func TestRollOfADay(t *testing.T) {
	b := branch(3)
	b.on("2026-03-01", &fact.MemberDied{Member: who(3)})
	b.on("2026-04-01", &fact.MemberStanding{Member: who(2), State: "rights_suspended"})
	b.on("2026-05-01", &fact.MemberEnrolled{Member: "p01", Stage: "probationary", Accepted: day("2026-05-01")})
	r := b.fold("")
	for on, want := range map[string]int{"2019-12-31": 0, "2020-01-01": 3, "2026-02-28": 3, "2026-03-01": 2, "2026-05-01": 3} {
		if got := len(r.Roll("b1", day(on))); got != want {
			t.Errorf("on %s the roll has %d, want %d", on, got, want)
		}
	}
	voting := 0
	for _, s := range r.Roll("b1", day("2026-05-01")) {
		if s.Voting {
			voting++
		}
		if s.Voting != (s.Member == who(1)) {
			t.Errorf("%s may vote: %v", s.Member, s.Voting)
		}
	}
	same(t, "who may vote", voting, 1) // not the probationary, not the one whose rights are suspended
	if r.Roll("x", day("2026-01-01")) != nil {
		t.Error("nobody has a roll")
	}
}
