package register

import (
	"slices"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// Needs (所需记录) finds out which part of a ledger is enough for one question, when
// the ledger is indexed by fact.Subjects and too large to be read. The caller asks
// Next, reads that from the index, gives it to Take, and goes on until Next wants
// nothing more:
//
//	for want := n.Next(); !want.Nothing(); want = n.Next() {
//		n.Take(read(want))
//	}
//
// Facts then folds, for that question, to what the whole ledger folds to. About
// anything else it may be wrong, for it holds pieces only of most organisations.
type Needs struct {
	target party.OrgID // whose years are asked for, if they are
	fresh  []fact.Fact // what asks to be admitted, if anything does
	facts  []*fact.Fact
	held   map[party.FactID]*fact.Fact
	sought map[party.FactID]bool
	asked  map[fact.Subject]bool
	want   Want

	own   map[party.OrgID][]*fact.Fact // by owner, the fresh ones too
	into  map[party.OrgID][]party.OrgID
	roles map[party.OrgID]role

	lent    map[party.FactID]*fact.Fact      // the fresh ones
	sole    party.OrgID                      // to whom all of them belong; empty: to several
	rolls   map[party.MemberID][]party.OrgID // who ever put a person on a roll
	away    map[party.MemberID][]party.OrgID // who ever said that a person is away
	homes   map[party.MemberID]bool          // whose other rolls are asked for
	reports map[party.MemberID]bool          // of whom a fresh line is to be brought home
	marks   map[party.FactID]sign
	mended  []*fact.Fact // corrections, by which marks go round their threads
	agreed  []*fact.Fact // confirmations of meetings
	placing bool         // the tree itself is about to change
	heavy   bool         // the streams of the fresh facts' owners are needed
}

// A Want is what must be read next.
type Want struct {
	Subjects []fact.Subject // everything indexed under them
	Facts    []party.FactID // those that are there
	// Skip names organisations whose own streams are read as a whole: of what they
	// recorded, nothing need be read under the other subjects.
	Skip []party.OrgID
}

// Nothing reports whether all is read.
func (w Want) Nothing() bool { return len(w.Subjects)+len(w.Facts) == 0 }

// A role says how much of an organisation is needed. Each is asked for once.
type role uint8

const (
	whole  role = 1 << iota // its stream, and of those that merged into it
	placed                  // where it stands, and all above it
	lived                   // until when it lived, and what it merged into
	leaf                    // where it stands
	drawn                   // what it merged into as a whole: a line is brought home to it
)

// A sign says why the record to which a fact belongs matters.
type sign uint8

const (
	cited  sign = 1 << iota // a fresh fact answers it or rests on it
	turned                  // a fresh fact mends it or takes it back
	asking                  // an upper level answers it
	joint                   // it is a fresh meeting, or a fresh fact mends it
)

func newNeeds() *Needs {
	return &Needs{
		held: map[party.FactID]*fact.Fact{}, sought: map[party.FactID]bool{}, asked: map[fact.Subject]bool{},
		own: map[party.OrgID][]*fact.Fact{}, into: map[party.OrgID][]party.OrgID{}, roles: map[party.OrgID]role{},
	}
}

// NeedsOfYears asks for what Year, Years, Stays, Adopted and Ancestors say of one
// organisation: its own stream and those that merged into it, what its ancestors did
// for everyone below, where its children stand, and what others wrote of its people.
func NeedsOfYears(org party.OrgID) *Needs {
	n := newNeeds()
	n.target = org
	n.be(org, whole|placed)
	return n
}

// NeedsOfMember asks for all that names a person, with what mends it.
func NeedsOfMember(m party.MemberID) *Needs {
	n := newNeeds()
	n.ask(fact.MemberSubject(m))
	return n
}

// NeedsOfAdmit asks for what Admit needs of the ledger to say of the fresh facts
// what it would say knowing all of it.
func NeedsOfAdmit(fresh []fact.Fact) *Needs {
	n := newNeeds()
	n.fresh, n.lent = fresh, map[party.FactID]*fact.Fact{}
	n.rolls, n.away = map[party.MemberID][]party.OrgID{}, map[party.MemberID][]party.OrgID{}
	n.homes, n.reports, n.marks = map[party.MemberID]bool{}, map[party.MemberID]bool{}, map[party.FactID]sign{}
	if !slices.ContainsFunc(fresh, func(f fact.Fact) bool { return f.Org != fresh[0].Org }) && len(fresh) > 0 {
		n.sole = fresh[0].Org
	}
	for i := range fresh {
		f := &fresh[i]
		n.lent[f.ID] = f
		n.ask(fact.UponSubject(f.ID))
		n.seek(f.ID)
		n.enter(f)
	}
	for i := range fresh {
		n.admits(&fresh[i])
	}
	n.spread()
	return n
}

// Next returns what must be read next, each subject and each fact once.
func (n *Needs) Next() Want {
	w := n.want
	n.want = Want{}
	for org, r := range n.roles {
		if r&whole != 0 {
			w.Skip = append(w.Skip, org)
		}
	}
	slices.Sort(w.Skip)
	return w
}

// Take adds what was read, in any order; what was read before does no harm.
func (n *Needs) Take(facts []fact.Fact) {
	kept := slices.Clone(facts)
	from := len(n.facts)
	for i := range kept {
		if f := &kept[i]; n.held[f.ID] == nil {
			n.held[f.ID] = f
			n.facts = append(n.facts, f)
		}
	}
	for _, f := range n.facts[from:] {
		if n.sought[f.ID] {
			n.upon(f)
		}
		n.enter(f)
	}
	n.spread()
}

// Facts returns all that was taken, each fact once.
func (n *Needs) Facts() []fact.Fact {
	facts := make([]fact.Fact, len(n.facts))
	for i, f := range n.facts {
		facts[i] = *f
	}
	return facts
}

// Subjects returns what was asked for, sorted: as long as nothing new is indexed
// under any of them, the answer stays the same.
func (n *Needs) Subjects() []fact.Subject {
	all := make([]fact.Subject, 0, len(n.asked))
	for s := range n.asked {
		all = append(all, s)
	}
	slices.Sort(all)
	return all
}

func (n *Needs) ask(s fact.Subject) {
	if !n.asked[s] {
		n.asked[s] = true
		n.want.Subjects = append(n.want.Subjects, s)
	}
}

// seek asks for a fact by its id, and for what was recorded upon it.
func (n *Needs) seek(id party.FactID) {
	if id == "" || n.sought[id] {
		return
	}
	n.sought[id] = true
	if f := n.held[id]; f != nil {
		n.upon(f)
		return
	}
	n.want.Facts = append(n.want.Facts, id)
}

// upon asks for what was recorded upon a fact, unless its whole stream is read.
func (n *Needs) upon(f *fact.Fact) {
	if n.roles[f.Org]&whole == 0 {
		n.ask(fact.UponSubject(f.ID))
	}
}

// be gives an organisation roles.
func (n *Needs) be(org party.OrgID, r role) {
	r &^= n.roles[org]
	if org == "" || r == 0 {
		return
	}
	n.roles[org] |= r
	switch {
	case r&whole != 0:
		n.ask(fact.OrgSubject(org))
	case n.roles[org]&whole == 0:
		n.ask(fact.BelowSubject(org))
	}
	for _, f := range n.own[org] {
		n.follow(f, r)
	}
	if r&whole != 0 {
		for _, o := range n.into[org] {
			n.be(o, whole)
		}
	}
}

// enter looks at a fact for the first time.
func (n *Needs) enter(f *fact.Fact) {
	n.own[f.Org] = append(n.own[f.Org], f)
	if f.Corrects != "" {
		n.seek(f.Corrects)
		n.mended = append(n.mended, f)
	}
	switch b := f.Body.(type) {
	case *fact.OrgMerged:
		n.into[b.Into] = append(n.into[b.Into], f.Org)
		if n.roles[b.Into]&whole != 0 {
			n.be(f.Org, whole)
		}
	case *fact.OrgFounded:
		n.child(f.Org, b.Parent)
	case *fact.OrgMoved:
		n.child(f.Org, b.Parent)
	}
	if n.fresh != nil {
		n.touches(f)
	}
	n.follow(f, n.roles[f.Org])
}

// child asks where an organisation stands that ever was under the target.
func (n *Needs) child(org, parent party.OrgID) {
	if n.target != "" && parent == n.target {
		n.be(org, leaf)
	}
}

// follow goes on from a fact of an organisation with roles.
func (n *Needs) follow(f *fact.Fact, r role) {
	if r&whole != 0 {
		n.people(f)
	}
	switch b := f.Body.(type) {
	case *fact.OrgFounded:
		if r&placed != 0 {
			n.be(b.Parent, placed)
		}
	case *fact.OrgMoved:
		if r&placed != 0 {
			n.be(b.Parent, placed)
		}
	case *fact.OrgMerged:
		n.be(b.Into, r&lived)
		if r&drawn != 0 {
			n.be(b.Into, drawn|whole)
		}
	}
	if r&whole != 0 && n.fresh != nil {
		n.context(f)
	}
}

// people asks for what others may have written of someone whom the organisation
// took onto its roll, or of whom it said that they are away.
func (n *Needs) people(f *fact.Fact) {
	switch b := f.Body.(type) {
	case *fact.MemberAway:
		if b.State != "host_report" || n.fresh != nil {
			n.ask(fact.RollSubject(b.Member))
		}
	case *fact.MemberEnrolled:
		if n.target != "" {
			n.ask(fact.RollSubject(b.Member))
		}
	case *fact.MemberMoved:
		if n.target != "" && b.Way == "in" {
			n.ask(fact.RollSubject(b.Member))
		}
	}
}
