package sheet

import (
	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// secretary is the post that one person holds at a time.
const secretary party.Post = "secretary"

// A seat is who is secretary of an organisation, as far as this import knows.
type seat struct {
	member party.MemberID // empty: nobody is known
	since  party.Date
	cell   string // where this file says so; empty: recorded before
}

// recallSeat follows the secretaries through what is recorded. Whoever takes the
// post takes the place of the one before, as the register has it.
func (im *importer) recallSeat(persons map[party.MemberID]*person, f *fact.Fact) {
	org := im.orgs.byID[f.Org]
	if org == nil {
		return
	}
	switch b := f.Body.(type) {
	case *fact.PostTaken:
		if b.Post == secretary {
			if old := persons[org.seat.member]; old != nil && old.Member != b.Member {
				delete(old.posts, secretary)
			}
			org.seat = seat{member: b.Member, since: f.On}
		}
	case *fact.PostLeft:
		if b.Post == secretary && b.Member == org.seat.member {
			org.seat = seat{}
		}
	}
}

// holder is who is secretary of the organisation: nobody if the last one left
// the Party, died or moved elsewhere since.
func (im *importer) holder(org *orgEntry) seat {
	p := im.people.byMember[org.seat.member]
	gone := p != nil && (p.until != party.NoDate || p.enrolled && p.org != org.id && p.since > org.seat.since)
	if gone {
		return seat{}
	}
	return org.seat
}

// there says where it stands who is secretary.
func (s seat) there() string {
	if s.cell == "" {
		return "已登记"
	}
	return s.cell + " 写"
}

// called names a person for a message.
func (im *importer) called(m party.MemberID) string {
	if p := im.people.byMember[m]; p != nil {
		return "「" + p.Name + "」"
	}
	return "编号 " + string(m) + " 的人"
}

// takeOffice records that a person is secretary, and that the one before left on
// the same day. Without a later day written it is a question whether the one
// before has left, and the row is refused. What is recorded of a secretary
// before stays. from is the field of the day; or the
// day where nobody is secretary yet and none is written.
func (r *record) takeOffice(p *person, f, from field, since, or party.Date) {
	old := r.im.holder(r.org)
	switch {
	case old.member == p.Member:
		return
	case old.member == "" || lent(r.org.form):
		r.addPost(p, secretary, since, or, f)
		return
	}
	r.addPost(p, secretary, since, or, f)
	taken := &r.facts[len(r.facts)-1]
	switch {
	case r.im.ledger.ids[taken.ID]: // an older roster again
		return
	case since == party.NoDate:
		at := f
		if r.t.has(from) {
			at = from
		}
		r.refuse(at, "secretary_changed", "书记写的是「"+p.Name+"」，"+old.there()+"的是"+r.im.called(old.member)+"（"+old.since.String()+" 起）；没有写哪天换的，不知道原书记是不是离任了",
			"一个党组织只有一位书记。换了的，在「任职日期」栏写上新书记的任职日期（没有这一栏的，加一栏），原书记就从那一天起记离任；没有换的，改表")
		return
	case taken.On <= old.since:
		r.refuse(r.oneOf(from, f), "secretary_changed", "书记「"+p.Name+"」的任职日期 "+taken.On.String()+" 不晚于"+old.there()+"的书记"+r.im.called(old.member)+"的 "+old.since.String(),
			"核对谁是现任书记、两个日期对不对；表写错了就改表；原来记错了的，"+corrected)
		return
	}
	r.add(taken.On, &fact.PostLeft{Member: old.member, Post: secretary})
	r.assume(f, "secretary_left", "换了书记的：新书记从表上写的任职日期起算，原书记从同一天起记离任；原书记离任得更早的，"+corrected)
}

// seated notes the secretary once the row stands.
func (im *importer) seated(r *record, p *person, cell string) {
	old := im.people.byMember[r.org.seat.member]
	for i := range r.facts {
		if b, ok := r.facts[i].Body.(*fact.PostTaken); ok && b.Post == secretary && !im.ledger.ids[r.facts[i].ID] {
			if old != nil && old != p {
				delete(old.posts, secretary)
			}
			r.org.seat = seat{p.Member, r.facts[i].On, cell}
		}
	}
	if r.org.seat.member == p.Member {
		r.org.seat.cell = cell
		p.posts[secretary] = true
	}
}

// vacant says what becomes of the secretary who is recorded where the table
// leaves the cell empty: nothing.
func (r *record) vacant() {
	if r.t.has(fSecretary) && r.org != nil && r.im.holder(r.org).member != "" {
		r.assume(fSecretary, "secretary_vacant", "书记一栏空着、已登记有书记的，没有当作离任；确实空缺了的，"+recordBy("“离任”（post.left）"))
	}
}
