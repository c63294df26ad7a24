package register

import (
	"slices"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// office folds elections and posts.
func (w *walk) office(e *entry) {
	switch b := e.fact.Body.(type) {
	case *fact.ElectionHeld:
		w.election(e, b)
	case *fact.PostTaken:
		w.taken(e, b)
	case *fact.PostLeft:
		p := w.told(b.Member, e)
		w.unseat(p, postBit(b.Post), e.on)
	}
}

// postBit returns the bit of a post; 0 for one that no rule looks at.
func postBit(p party.Post) uint32 {
	if i := party.Posts.Index(p); i >= 0 {
		return 1 << i
	}
	return 0
}

// unseat takes posts from someone.
func (w *walk) unseat(p *person, posts uint32, on party.Date) {
	if p.posts&posts == 0 {
		return
	}
	w.lift(p)
	p.posts &^= posts
	w.drop(p)
	if posts&isSecretary != 0 {
		w.lapse(p, cNewSecretary, on)
	}
}

// taken seats someone. A branch has one secretary, so a new one takes the place
// of the old; whoever was on the committee before the last election of a term
// makes place for the first who takes a seat after it.
func (w *walk) taken(e *entry, b *fact.PostTaken) {
	p := w.told(b.Member, e)
	bit := postBit(b.Post)
	if bit == isSecretary {
		for i := range w.people {
			if q := &w.people[i]; q.id != b.Member {
				w.unseat(q, isSecretary, e.on)
			}
		}
		w.secretary = w.index[b.Member] + 1
	}
	if bit&committeePosts != 0 && w.elected != party.NoDate && e.on >= w.elected {
		for i := range w.people {
			if q := &w.people[i]; q.seated < w.elected {
				w.unseat(q, isDeputy|ordinaryPosts, e.on)
			}
		}
	}
	w.lift(p)
	p.posts |= bit
	if bit&committeePosts != 0 {
		p.seated = max(p.seated, e.on)
	}
	w.drop(p)
	if bit == isSecretary && b.First {
		w.start(p, cNewSecretary, e.on, e.fact.ID)
	}
	w.termOf(bit, b.Until, e)
}

// termOf lets a post say when the term ends, unless an election said it.
func (w *walk) termOf(bit uint32, until party.Date, e *entry) {
	if bit&committeePosts == 0 || until == party.NoDate {
		return
	}
	if !w.official || w.electionID == "" && until > w.term {
		w.setTerm(until, true, e.fact.ID)
	}
}

// election counts an election and starts the new term.
func (w *walk) election(e *entry, b *fact.ElectionHeld) {
	w.number(nElections, 1, e)
	if b.Vote.Present < Need(b.Vote).Present || b.Returned > b.Issued {
		w.number(nElectionsBad, 1, e)
	}
	if enough := Need(b.Vote).Yes; slices.ContainsFunc(b.Yes, func(votes int) bool { return votes < enough }) {
		w.number(nElectedShort, 1, e)
	}
	committee := b.By != "committee" && b.Sort != "by" && (w.hasCommittee() || b.Seats >= 3)
	if committee && b.Candidates < Candidates(b.Seats) {
		w.number(nFewCandidates, 1, e)
	}
	w.start(&w.self, cResults, e.on, e.fact.ID)
	w.moot(e.on, "", "candidates")
	if b.Sort != "by" {
		w.moot(e.on, "", "election", "extension")
		w.newTerm(e, b)
	}
}
