package register

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"

	"pgregory.net/rapid"
)

// A shelf is a ledger that can be read only through its index, as a store's is.
type shelf struct {
	facts []fact.Fact
	at    map[party.FactID]int
	under map[fact.Subject][]int
	on    map[party.FactID][]fact.Subject
	blind string // subjects that begin so are lost: the sabotage
	reads int
}

func newShelf(blind string) *shelf {
	return &shelf{at: map[party.FactID]int{}, under: map[fact.Subject][]int{}, on: map[party.FactID][]fact.Subject{}, blind: blind}
}

// shelve puts facts on a shelf in batches as random as the rest.
func shelve(facts []fact.Fact, seed uint64, blind string) *shelf {
	s := newShelf(blind)
	r := rand.New(rand.NewPCG(seed, 7))
	for len(facts) > 0 {
		n := 1 + r.IntN(min(9, len(facts)))
		batch := slices.Clone(facts[:n])
		r.Shuffle(n, func(i, j int) { batch[i], batch[j] = batch[j], batch[i] })
		s.append(batch)
		facts = facts[n:]
	}
	return s
}

func (s *shelf) append(batch []fact.Fact) {
	for i, subjects := range fact.Indexed(batch, func(id party.FactID) []fact.Subject { return s.on[id] }) {
		f := batch[i]
		s.at[f.ID], s.on[f.ID] = len(s.facts), subjects
		for _, k := range subjects {
			if s.blind == "" || !strings.HasPrefix(string(k), s.blind) {
				s.under[k] = append(s.under[k], len(s.facts))
			}
		}
		s.facts = append(s.facts, f)
	}
}

// slice reads what is needed and no more.
func (s *shelf) slice(n *Needs) []fact.Fact {
	for want := n.Next(); !want.Nothing(); want = n.Next() {
		var read []fact.Fact
		for _, k := range want.Subjects {
			for _, i := range s.under[k] {
				f := s.facts[i]
				if k == fact.OrgSubject(f.Org) || !slices.Contains(want.Skip, f.Org) {
					read = append(read, f)
				}
			}
		}
		for _, id := range want.Facts {
			if i, ok := s.at[id]; ok {
				read = append(read, s.facts[i])
			}
		}
		s.reads++
		n.Take(read)
	}
	return n.Facts()
}

// sorts is every sort of subject.
var sorts = []string{"o:", "w:", "r:", "f:", "m:"}

// yearsDiffer folds an organisation's years from its slice and from everything, and
// says where they differ.
func yearsDiffer(facts []fact.Fact, s *shelf, org party.OrgID, cut fact.Cut) string {
	whole, part := Fold(facts, cut), Fold(s.slice(NeedsOfYears(org)), cut)
	for y := 2024; y <= 2026; y++ {
		for _, trail := range []bool{false, true} {
			if got, want := part.Year(org, y, trail), whole.Year(org, y, trail); !reflect.DeepEqual(got, want) {
				return fmt.Sprintf("%s %d:\n got %+v\nwant %+v", org, y, got, want)
			}
		}
	}
	if got, want := part.Stays(org), whole.Stays(org); !reflect.DeepEqual(got, want) {
		return fmt.Sprintf("rolls of %s:\n got %+v\nwant %+v", org, got, want)
	}
	for on := firstOn; on < firstOn+1100; on += 50 {
		if got, want := part.Adopted(org, on), whole.Adopted(org, on); !slices.Equal(got, want) {
			return fmt.Sprintf("%s follows %v on %s, want %v", org, got, on, want)
		}
		if got, want := part.Ancestors(org, on), whole.Ancestors(org, on); !slices.Equal(got, want) {
			return fmt.Sprintf("above %s is %v on %s, want %v", org, got, on, want)
		}
	}
	return ""
}

// TestASliceFoldsToTheYears: what the index gives of one organisation folds to the
// years that the whole ledger folds to.
func TestASliceFoldsToTheYears(t *testing.T) {
	seen := census{}
	check(t, 4000, func(t *rapid.T) {
		facts := draw(t, 45)
		s := shelve(facts, rapid.Uint64().Draw(t, "batches"), "")
		org := rapid.SampledFrom(orgs).Draw(t, "org")
		cut := fact.Cut{On: firstOn + party.Date(rapid.IntRange(300, 1200).Draw(t, "cut"))}
		if diff := yearsDiffer(facts, s, org, cut); diff != "" {
			t.Fatal(diff)
		}
		seen.see(map[string]bool{"with less than all": len(s.slice(NeedsOfYears(org))) < len(facts)})
	})
	seen.atLeast(t, map[string]int{"with less than all": 60})
}

// admitDiffer asks whether facts may be recorded beside a slice and beside
// everything, and says where the answers differ.
func admitDiffer(facts, fresh []fact.Fact, s *shelf) string {
	words := standard.Vocabulary{Events: []standard.EventName{{Name: "事故"}}}
	want := Admit(Fold(facts, fact.Cut{}), fresh, words)
	got := Admit(Fold(s.slice(NeedsOfAdmit(fresh)), fact.Cut{}), fresh, words)
	if slices.Equal(got, want) {
		return ""
	}
	var b strings.Builder
	for _, f := range fresh {
		fmt.Fprintf(&b, "\nfresh %s", f.Append(nil))
	}
	for _, p := range got {
		if !slices.Contains(want, p) {
			fmt.Fprintf(&b, "\n  got %+v", p)
		}
	}
	for _, p := range want {
		if !slices.Contains(got, p) {
			fmt.Fprintf(&b, "\n want %+v", p)
		}
	}
	return b.String()
}

// parted draws a county and takes some of its facts out as the fresh ones: one, a
// few of one organisation, or some of all.
func parted(t *rapid.T, n int) (facts, fresh []fact.Fact) {
	all := draw(t, n)
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "fresh"), 3))
	how, org := r.IntN(4), orgs[r.IntN(len(orgs))]
	one := r.IntN(len(all))
	for i, f := range all {
		yes := i == one
		switch how {
		case 1:
			yes = i >= len(all)-1-one%4
		case 2:
			yes = f.Org == org && r.IntN(4) == 0
		case 3:
			yes = r.IntN(6) == 0
		}
		if yes {
			fresh = append(fresh, f)
		} else {
			facts = append(facts, f)
		}
	}
	for i := range facts { // a sealed body that names what is not there yet was never admitted
		d, ok := facts[i].Body.(*fact.DisposalStep)
		if ok && slices.ContainsFunc(fresh, func(f fact.Fact) bool { return f.ID == d.Case }) {
			k := *d
			facts[i].Body, k.Case = &k, ""
		}
	}
	return facts, fresh
}

// TestASliceAdmitsTheSame: what the index gives for facts that ask to be admitted
// leads to the answer that the whole ledger leads to, word for word.
func TestASliceAdmitsTheSame(t *testing.T) {
	seen := census{}
	check(t, 10000, func(t *rapid.T) {
		facts, fresh := parted(t, 45)
		s := shelve(facts, rapid.Uint64().Draw(t, "batches"), "")
		if diff := admitDiffer(facts, fresh, s); diff != "" {
			t.Fatal(diff)
		}
		n := NeedsOfAdmit(fresh)
		s.slice(n)
		if i := slices.IndexFunc(n.Subjects(), func(s fact.Subject) bool { return !s.Guarded() }); i >= 0 {
			t.Fatalf("it rests on %s, which has no version", n.Subjects()[i])
		}
		seen.see(map[string]bool{"with less than all": len(s.slice(NeedsOfAdmit(fresh))) < len(facts), "with several fresh": len(fresh) > 1})
	})
	seen.atLeast(t, map[string]int{"with less than all": 60, "with several fresh": 30})
}

// TestASliceOfAPerson: what the index gives of a person is what stands of all the
// facts that name them in the clear.
func TestASliceOfAPerson(t *testing.T) {
	check(t, 1000, func(t *rapid.T) {
		facts := draw(t, 45)
		s := shelve(facts, rapid.Uint64().Draw(t, "batches"), "")
		m := rapid.SampledFrom(people).Draw(t, "person")
		if diff := personDiffers(facts, s, m); diff != "" {
			t.Fatal(diff)
		}
	})
}

func personDiffers(facts []fact.Fact, s *shelf, m party.MemberID) string {
	names := func(f fact.Fact) bool {
		_, members := fact.Concerns(f)
		if fact.Sealed(f.Body.Kind()) {
			members = []party.MemberID{fact.HeaderOf(&f).Member}
		}
		return !slices.Contains(members, m)
	}
	want := slices.DeleteFunc(fact.Standing(facts, fact.Cut{}), names)
	got := slices.DeleteFunc(fact.Standing(s.slice(NeedsOfMember(m)), fact.Cut{}), names)
	if !reflect.DeepEqual(got, want) {
		return fmt.Sprintf("of %s:\n got %d facts\nwant %d", m, len(got), len(want))
	}
	return ""
}

// TestEverySortOfSubjectIsNeeded: without any one sort of subject in the index some
// answer is wrong.
func TestEverySortOfSubjectIsNeeded(t *testing.T) {
	for _, blind := range sorts {
		wrong := 0
		for seed := uint64(0); seed < 400 && wrong == 0; seed++ {
			facts := seeded(seed, 60)
			s := shelve(facts, seed, blind)
			for _, o := range orgs {
				if yearsDiffer(facts, s, o, fact.Cut{On: firstOn + 1000}) != "" {
					wrong++
				}
			}
			last := len(facts) - 1
			if admitDiffer(facts[:last], facts[last:], shelve(facts[:last], seed, blind)) != "" {
				wrong++
			}
			for _, m := range people {
				if personDiffers(facts, s, m) != "" {
					wrong++
				}
			}
		}
		if wrong == 0 {
			t.Errorf("nothing is wrong without the subjects %s", blind)
		}
	}
}

// seeded draws the county of a seed.
func seeded(seed uint64, n int) []fact.Fact {
	c := &countyDraw{r: rand.New(rand.NewPCG(seed, 11))}
	return c.all(n)
}
