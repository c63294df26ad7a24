package register

import (
	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// A Reach (波及范围) says whose years a newly recorded fact may change, as what must be
// looked up: all that the three lists lead to, and what any of these merged into, and
// what that merged into, and so on.
type Reach struct {
	Orgs   []party.OrgID    // these
	People []party.MemberID // whoever recorded anything under the RollSubject of these
	Tree   []party.OrgID    // all that ever stood below these, and whatever ever stood directly above
}

// Affected returns the reach of a fact that is indexed under the subjects given. The
// years of all other organisations fold as before.
func Affected(subjects []fact.Subject) Reach {
	var r Reach
	for _, s := range subjects {
		switch s.Sort() {
		case "o":
			r.Orgs = append(r.Orgs, party.OrgID(s.ID()))
		case "r":
			r.People = append(r.People, party.MemberID(s.ID()))
		case "w":
			r.Tree = append(r.Tree, party.OrgID(s.ID()))
		}
	}
	return r
}
