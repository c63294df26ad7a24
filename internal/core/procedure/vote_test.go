package procedure

import (
	"slices"
	"strings"
	"testing"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"

	"pgregory.net/rapid"
)

func vote(on party.VoteOn, due, present, yes int) fact.Vote {
	return fact.Vote{On: on, Due: due, Present: present, Yes: yes, No: max(0, present-yes)}
}

// expect checks whether a vote is valid and passed.
func expect(t *testing.T, v fact.Vote, valid, passed bool) {
	t.Helper()
	o := Vote(v)
	if o.Valid != valid || o.Passed != passed {
		t.Errorf("%s %d due, %d present, %d yes: valid %v passed %v, want %v %v (%s)",
			v.On, v.Due, v.Present, v.Yes, o.Valid, o.Passed, valid, passed, o.Because)
	}
}

func TestTR01_PassIsCountedOverThoseDue(t *testing.T) {
	expect(t, vote("ordinary", 10, 8, 6), true, true)
	expect(t, vote("ordinary", 10, 8, 5), true, false)
	o := Vote(vote("ordinary", 10, 8, 5))
	if o.NeedYes != 6 || !strings.Contains(o.Because, "应到会有表决权10人") || !strings.Contains(o.Because, "不足") {
		t.Errorf("5 of 10: %+v", o)
	}
}

func TestTR02_FiveQuorums(t *testing.T) {
	for _, c := range []struct {
		on   party.VoteOn
		need int
	}{{"ordinary", 5}, {"accept", 6}, {"convert", 6}, {"election", 8}, {"committee", 5}, {"disposal", 5}, {"exclusion", 5}, {"four_open", 5}} {
		if got := Vote(vote(c.on, 10, 0, 0)).NeedPresent; got != c.need {
			t.Errorf("%s asks for %d of 10, want %d", c.on, got, c.need)
		}
	}
	local := Rules{FourOpen: Fraction{2, 3}}
	for due, need := range map[int]int{9: 6, 10: 7, 12: 8} {
		if got := local.Vote(vote("four_open", due, due, due)).NeedPresent; got != need {
			t.Errorf("two thirds of %d is %d, want %d", due, got, need)
		}
	}
	if got := local.Vote(vote("ordinary", 10, 5, 6)).NeedPresent; got != 5 {
		t.Errorf("the local share reaches ordinary votes: %d", got)
	}
}

func TestTR03_HalfIsEnoughOrNot(t *testing.T) {
	expect(t, vote("ordinary", 10, 5, 5), true, false)
	expect(t, vote("accept", 10, 5, 5), false, false)
	expect(t, vote("accept", 10, 6, 6), true, true)
	expect(t, vote("ordinary", 9, 4, 4), false, false)
	expect(t, vote("ordinary", 9, 5, 5), true, true)
	strict := Rules{Strict: true}
	if o := strict.Vote(vote("ordinary", 10, 5, 5)); o.Valid || o.NeedPresent != 6 {
		t.Errorf("the stricter setting takes half: %+v", o)
	}
	if o := strict.Vote(vote("election", 10, 8, 8)); !o.Valid {
		t.Errorf("the stricter setting changed elections: %+v", o)
	}
}

func TestTR04_FourFifthsAreIncluded(t *testing.T) {
	for due, need := range map[int]int{10: 8, 5: 4, 7: 6, 9: 8, 11: 9, 1: 1, 21: 17} {
		if got := Vote(vote("election", due, 0, 0)).NeedPresent; got != need {
			t.Errorf("four fifths of %d is %d, want %d", due, got, need)
		}
	}
	expect(t, vote("election", 10, 8, 6), true, true)
	expect(t, vote("election", 10, 7, 7), false, false)
}

func TestTR05_FlagsWhatPassesOnlyAmongThosePresent(t *testing.T) {
	o := Vote(vote("ordinary", 10, 8, 5))
	if o.Passed || !o.OnlyPresent || !strings.Contains(o.Because, "报上级") {
		t.Errorf("5 of 8 present, 10 due: %+v", o)
	}
	if o := Vote(vote("ordinary", 10, 8, 4)); o.OnlyPresent {
		t.Errorf("half of those present is not more than half: %+v", o)
	}
	r := Elect(Ballot{Due: 20, Present: 16, Issued: 16, Returned: 16, Seats: 3, Votes: []int{15, 12, 10, 9}})
	if !slices.Equal(r.Elected, []int{0, 1}) || !slices.Equal(r.Doubtful, []int{2, 3}) || r.Open != 1 {
		t.Errorf("elected %v, doubtful %v, open %d", r.Elected, r.Doubtful, r.Open)
	}
	if !strings.Contains(r.Because, "另行选举") || !strings.Contains(r.Because, "报上级") {
		t.Error(r.Because)
	}
}

// TestTR06_WholeNumbersOnly compares the thresholds with their definition for
// every size that a branch can have.
func TestTR06_WholeNumbersOnly(t *testing.T) {
	for n := 1; n <= 600; n++ {
		for p := 0; p <= n; p++ {
			for on, valid := range map[party.VoteOn]bool{
				"ordinary": p*2 >= n, "committee": p*2 >= n, "accept": p*2 > n, "convert": p*2 > n, "election": p*5 >= n*4,
			} {
				o := Vote(vote(on, n, p, p))
				if o.Valid != valid || o.Passed != (valid && p*2 > n) {
					t.Fatalf("%s n=%d p=yes=%d: %+v", on, n, p, o)
				}
			}
		}
	}
}

func TestTR07_AFifthMoreCandidatesRoundedUp(t *testing.T) {
	for seats, want := range map[int]int{1: 2, 3: 4, 5: 6, 6: 8, 7: 9, 9: 11, 10: 12, 11: 14} {
		votes := make([]int, want)
		if r := Elect(Ballot{Due: 10, Present: 10, Seats: seats, Votes: votes}); r.Few {
			t.Errorf("%d candidates for %d seats are too few", want, seats)
		}
		if r := Elect(Ballot{Due: 10, Present: 10, Seats: seats, Votes: votes[1:]}); !r.Few {
			t.Errorf("%d candidates for %d seats are enough", want-1, seats)
		}
	}
	if r := Elect(Ballot{Due: 10, Present: 10, Seats: 1, Votes: []int{9}, Equal: true}); r.Few {
		t.Error("a secretary is elected with as many candidates as seats")
	}
}

func TestTR09_WrittenOpinionsAreVotesNotPresence(t *testing.T) {
	v := fact.Vote{On: "accept", Due: 10, Present: 6, Yes: 7, Written: 1}
	expect(t, v, true, true)
	v.Present = 5
	expect(t, v, false, false) // five and one in writing are no quorum
	expect(t, fact.Vote{On: "ordinary", Due: 10, Present: 5, Yes: 6, Written: 1}, true, false)
	expect(t, fact.Vote{On: "election", Due: 10, Present: 8, Yes: 9, Written: 1}, true, true)
}

func TestTR10_AbstentionsStayInTheCount(t *testing.T) {
	expect(t, fact.Vote{On: "ordinary", Due: 10, Present: 10, Yes: 5, Abstain: 5}, true, false)
	expect(t, fact.Vote{On: "ordinary", Due: 10, Present: 10, Yes: 6, Abstain: 4}, true, true)
}

func TestTR11_AThirdRoundedDown(t *testing.T) {
	for n, want := range map[int]int{-1: 0, 0: 0, 2: 0, 3: 1, 5: 1, 21: 7, 22: 7} {
		if got := ExcellentCap(n); got != want {
			t.Errorf("a third of %d is %d, want %d", n, got, want)
		}
	}
}

func TestVoteOfNobody(t *testing.T) {
	if o := Vote(fact.Vote{On: "ordinary"}); o.Valid || o.Passed || !strings.Contains(o.Because, "没有应到人数") {
		t.Errorf("a vote of nobody: %+v", o)
	}
}

func TestElections(t *testing.T) {
	for _, c := range []struct {
		name            string
		b               Ballot
		elected, runoff []int
		open            int
		says            string
	}{
		{"all pass", Ballot{Due: 21, Present: 18, Issued: 18, Returned: 18, Seats: 3, Votes: []int{14, 17, 16, 2}}, []int{1, 2, 0}, nil, 0, "当选3人"},
		{"too many pass", Ballot{Due: 10, Present: 10, Issued: 10, Returned: 10, Seats: 2, Votes: []int{7, 9, 8}}, []int{1, 2}, nil, 0, "当选2人"},
		{"a tie at the edge", Ballot{Due: 10, Present: 10, Issued: 10, Returned: 10, Seats: 2, Votes: []int{9, 7, 7}}, []int{0}, []int{1, 2}, 1, "再次投票选1人"},
		{"a tie inside", Ballot{Due: 10, Present: 10, Issued: 10, Returned: 10, Seats: 2, Votes: []int{7, 7, 6}}, []int{0, 1}, nil, 0, "当选2人"},
		{"too few pass", Ballot{Due: 10, Present: 10, Issued: 10, Returned: 10, Seats: 3, Votes: []int{9, 5, 4, 3}}, []int{0}, nil, 2, "还缺2人"},
		{"too few present", Ballot{Due: 10, Present: 7, Issued: 7, Returned: 7, Seats: 1, Votes: []int{7, 0}}, nil, nil, 1, "五分之四"},
		{"a ballot too many", Ballot{Due: 10, Present: 10, Issued: 10, Returned: 11, Seats: 1, Votes: []int{10, 1}}, nil, nil, 1, "选举无效"},
		{"a ballot too few", Ballot{Due: 10, Present: 10, Issued: 10, Returned: 9, Seats: 1, Votes: []int{8, 1}}, []int{0}, nil, 0, "当选1人"},
	} {
		r := Elect(c.b)
		if !slices.Equal(r.Elected, c.elected) || !slices.Equal(r.Runoff, c.runoff) || r.Open != c.open || !strings.Contains(r.Because, c.says) {
			t.Errorf("%s: %+v", c.name, r)
		}
	}
}

// TestElectProperties: nobody is seated twice, never more than the seats, nobody
// without more than half of all entitled, and no one outside has more votes than
// one inside.
func TestElectProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		due := rapid.IntRange(1, 60).Draw(t, "due")
		present := rapid.IntRange(0, due).Draw(t, "present")
		b := Ballot{
			Due: due, Present: present, Issued: present, Returned: rapid.IntRange(0, present).Draw(t, "returned"),
			Seats: rapid.IntRange(1, 7).Draw(t, "seats"),
			Votes: rapid.SliceOfN(rapid.IntRange(0, present), 1, 9).Draw(t, "votes"),
		}
		r := Elect(b)
		if len(r.Elected)+r.Open != b.Seats {
			t.Fatalf("%d elected, %d open, %d seats", len(r.Elected), r.Open, b.Seats)
		}
		if len(r.Runoff) > 0 && len(r.Runoff) <= r.Open {
			t.Fatalf("a run-off of %d for %d seats", len(r.Runoff), r.Open)
		}
		least := due
		for _, i := range r.Elected {
			if b.Votes[i]*2 <= due || present*5 < due*4 {
				t.Fatalf("candidate %d is elected with %d of %d", i, b.Votes[i], due)
			}
			least = min(least, b.Votes[i])
		}
		for i, v := range b.Votes {
			if !slices.Contains(r.Elected, i) && r.Open == 0 && v > least {
				t.Fatalf("candidate %d has %d votes and stays out, %d is in", i, v, least)
			}
		}
	})
}
