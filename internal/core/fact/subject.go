package fact

import (
	"slices"
	"strings"

	"qiangji/internal/party"
)

// A Subject (涉及对象) is something that the ledger keeps an index and a version of:
// what a fact touches, and what must not have changed while a fact was admitted.
type Subject string

// OrgSubject is the stream of an organisation: what it recorded and what others
// recorded of it.
func OrgSubject(id party.OrgID) Subject { return Subject("o:" + id) }

// BelowSubject is what an organisation says for all that are below it: where it
// stands in the tree, and what it did for everyone under it.
func BelowSubject(id party.OrgID) Subject { return Subject("w:" + id) }

// MemberSubject is a person.
func MemberSubject(id party.MemberID) Subject { return Subject("m:" + id) }

// RollSubject is where a person belongs: onto whose roll the person came and how
// they stand on it, and what others may write home of them.
func RollSubject(id party.MemberID) Subject { return Subject("r:" + id) }

// UponSubject is what was recorded upon one fact: what mends it, takes it back,
// answers it or rests on it.
func UponSubject(id party.FactID) Subject { return Subject("f:" + id) }

// Sort returns the letter that tells what a subject is, and ID whose: o an
// organisation, w what it says for those below, m a person, r a person's place on a
// roll, f a fact. Both are empty for what is no subject.
func (s Subject) Sort() string {
	if i := strings.IndexByte(string(s), ':'); i == 1 {
		return string(s[:1])
	}
	return ""
}

// Guarded reports whether a subject has a version: whether anything that is admitted
// may rest on it. On what was recorded of a person nothing does that is not also told by
// the person's place on a roll; a meeting of thirty changes one version, not thirty-one.
func (s Subject) Guarded() bool { return s.Sort() != "m" }

// ID returns the id of what a subject is about.
func (s Subject) ID() string {
	if s.Sort() == "" {
		return ""
	}
	return string(s[2:])
}

// Subjects returns everything under which f is indexed, sorted, each once: whom it
// concerns; the facts that it is recorded upon; what it says for those below its
// owner; whose place on a roll it tells; and all that the facts were indexed under
// that it mends, takes back or answers. Target tells the latter of a fact recorded
// before, and nothing of one that is not there. Of a sealed body only what the
// header tells is used, so that the index reveals nothing.
func Subjects(f Fact, target func(party.FactID) []Subject) []Subject {
	s := touched(&f)
	for _, id := range follows(&f) {
		s = append(s, target(id)...)
	}
	return unique(s)
}

// Indexed returns the subjects of each fact of a batch, whose facts may be recorded
// upon one another in any order, beside those that target knows.
func Indexed(batch []Fact, target func(party.FactID) []Subject) [][]Subject {
	at := make(map[party.FactID]int, len(batch))
	for i := range batch {
		at[batch[i].ID] = i
	}
	all := make([][]Subject, len(batch))
	within := func(id party.FactID) []Subject {
		if i, ok := at[id]; ok {
			return all[i]
		}
		return target(id)
	}
	var open []int // those upon others of the batch
	for i := range batch {
		all[i] = Subjects(batch[i], within)
		if slices.ContainsFunc(follows(&batch[i]), func(id party.FactID) bool { _, ok := at[id]; return ok }) {
			open = append(open, i)
		}
	}
	for grown := true; grown; {
		grown = false
		for _, i := range open {
			s := Subjects(batch[i], within)
			grown = grown || len(s) > len(all[i])
			all[i] = s
		}
	}
	return all
}

// touched is what f alone tells.
func touched(f *Fact) []Subject {
	s := []Subject{OrgSubject(f.Org)}
	for _, id := range follows(f) {
		s = append(s, UponSubject(id))
	}
	if f.Body == nil {
		return s
	}
	for _, m := range RollOf(f.Body) {
		s = append(s, RollSubject(m))
	}
	if Below(f.Body) {
		s = append(s, BelowSubject(f.Org))
	}
	if Sealed(f.Body.Kind()) {
		if m := HeaderOf(f).Member; m != "" {
			s = append(s, MemberSubject(m))
		}
		return s
	}
	var all mentions
	all.of(f.Body)
	for _, o := range unique(all.orgs) {
		s = append(s, OrgSubject(o))
	}
	for _, m := range unique(all.members) {
		s = append(s, MemberSubject(m))
	}
	for _, id := range unique(all.facts) {
		s = append(s, UponSubject(id))
	}
	return s
}

// follows names the facts that f mends, takes back or answers.
func follows(f *Fact) []party.FactID {
	var ids []party.FactID
	if v, ok := f.Body.(*Void); ok {
		ids = append(ids, v.Fact)
	}
	return unique(append(ids, f.Corrects, Answered(f.Body)))
}

// Answered names the fact that a body answers, keeps, confirms or closes.
func Answered(b Body) party.FactID {
	switch b := b.(type) {
	case *DecisionDone:
		return b.Decision
	case *TopicAnswered:
		return b.Topic
	case *PledgeDone:
		return b.Pledge
	case *FindingClosed:
		return b.Finding
	case *ChoiceReported:
		return b.Choice
	case *HelpAnswered:
		return b.Ask
	case *UpperDid:
		return b.Answers
	case *MeetingConfirmed:
		return b.Meeting
	}
	return ""
}

// Below reports whether a body says something for all that are below its owner:
// where the owner stands, what it is called, which standard it follows, and what it
// did as an upper level for nobody in particular.
func Below(b Body) bool {
	switch b := b.(type) {
	case *UpperDid:
		return b.For == "" && b.Answers == ""
	case *OrgRenamed, *StandardAdopted:
		return true
	}
	return Placing(b)
}

// Placing reports whether a body says where its owner stands in the tree, or
// whether it stands there at all.
func Placing(b Body) bool {
	switch b.(type) {
	case *OrgFounded, *OrgMoved, *OrgMerged, *OrgClosed:
		return true
	}
	return false
}

// RollOf names those whose place on a roll a body tells or may change, and those
// to whose roll it is brought from elsewhere.
func RollOf(b Body) []party.MemberID {
	switch b := b.(type) {
	case *MemberEnrolled:
		return []party.MemberID{b.Member}
	case *MemberMoved:
		return []party.MemberID{b.Member}
	case *MemberStaged:
		return []party.MemberID{b.Member}
	case *MemberAway:
		return []party.MemberID{b.Member}
	case *MemberStanding:
		return []party.MemberID{b.Member}
	case *MemberLeft:
		return []party.MemberID{b.Member}
	case *MemberDied:
		return []party.MemberID{b.Member}
	case *Submitted:
		if b.Member != "" {
			return []party.MemberID{b.Member}
		}
	case *StudyLogged:
		return b.Members
	}
	return nil
}
