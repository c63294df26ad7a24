package sheet

import (
	"slices"
	"strings"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// meet finds the person a roster row is about, or makes a new one. Two rows
// that look like one person are a question, never an answer.
func (im *importer) meet(r *record, e *entry) (*person, bool) {
	if e.id != "" {
		if p := im.people.byID[string(e.id)]; p != nil {
			return p, im.sameNumber(r, p, e)
		}
	}
	var known *person
	for _, p := range im.people.byName[orgName{r.org.id, e.name}] {
		switch {
		case p.cell != "":
			if !im.distinct(r, p, e) {
				return nil, false
			}
		case p.IDNumber != "" && e.id != "":
			if sameBirth(p.Birth, e.birth) && !r.distinguished(e) {
				r.refuseTwin(p, e)
				return nil, false
			}
		case p.Birth != "" && e.birth != "" && !sameBirth(p.Birth, e.birth) && e.id != "":
		case known != nil || p.Birth != "" && e.birth != "" && !sameBirth(p.Birth, e.birth):
			r.refuse(fName, "homonyms", "本支部已登记了「"+e.name+"」，分不清这一行是不是同一个人", "补上身份证号码")
			return nil, false
		default:
			known = p
		}
	}
	if known != nil {
		return known, im.sameByName(r, known, e)
	}
	p := &person{Person: Person{Org: r.org.id, Name: e.name}, org: r.org.id}
	if p.Member = im.who.memberByName(r.org.id, e.name); e.id != "" {
		p.Member = im.who.memberByID(string(e.id))
	}
	return p, true
}

// distinguished reports whether somebody has looked and says that the row is of
// another person than its namesake. Who vouches for a number that fails its
// check has not said so: most likely it is the namesake's, copied wrongly.
func (r *record) distinguished(e *entry) bool { return r.checked() && !e.odd }

// refuseTwin asks whether the row is of a namesake of the same day of birth who
// has another number.
func (r *record) refuseTwin(p *person, e *entry) {
	there := "本支部已有"
	if p.cell != "" {
		there = "与 " + p.cell + " "
	}
	what := "疑似重复：" + there + "同名、同出生日期的「" + e.name + "」，身份证号（" + tail(p.IDNumber) + "）和这一行（" + tail(string(e.id)) + "）不同"
	if e.odd {
		r.problems = slices.DeleteFunc(r.problems, func(p Problem) bool { return p.Code == "id_number" })
		r.refuse(fID, "duplicate", what+"，这一行的号码又校验不符，多半是抄错了", "对照身份证改正号码（写了「已核对」也不能照收）；号码没有错、确实是两个人的，"+byHand)
		return
	}
	r.refuse(fID, "duplicate", what, "核对是不是同一个人：是的，改正号码；不是的，在本行「已核对」栏写“是”")
}

// askTwin asks of a row that is refused anyway, so that all its questions stand
// together and 已核对 is an answer to each.
func (im *importer) askTwin(r *record, e *entry) {
	if e.id == "" || r.checked() {
		return
	}
	for _, p := range im.people.byName[orgName{r.org.id, e.name}] {
		if p.IDNumber != "" && p.IDNumber != string(e.id) && sameBirth(p.Birth, e.birth) {
			r.refuseTwin(p, e)
			return
		}
	}
}

// sameByName asks where only the name says that the person is known, and the
// telephone or the address says otherwise.
func (im *importer) sameByName(r *record, p *person, e *entry) bool {
	differ := func(a, b string) bool { return a != "" && b != "" && a != b }
	if r.checked() || !differ(p.Phone, e.detail.Phone) && !differ(p.Address, e.detail.Address) {
		return true
	}
	r.refuse(fName, "homonyms", "本支部已登记了「"+e.name+"」，没有身份证号可比，电话或住址又不同，分不清是不是同一个人", "是同一个人，在本行「已核对」栏写“是”；不是同一个人，先给已登记的那一位补上身份证号码，再导入这一行")
	return false
}

// sameBirth compares two days of birth, of which one may be a month only.
func sameBirth(a, b string) bool {
	return a != "" && b != "" && (strings.HasPrefix(a, b) || strings.HasPrefix(b, a))
}

// sameNumber judges a row whose identity number is known already.
func (im *importer) sameNumber(r *record, p *person, e *entry) bool {
	_, seconded := p.seconds[r.org.id]
	elsewhere := p.org != r.org.id && (lent(r.org.form) && !seconded || !p.enrolled)
	switch {
	case elsewhere && p.Name == e.name:
		return true
	case p.cell != "" && p.Name != e.name:
		r.refuse(fID, "duplicate", "身份证号（"+tail(string(e.id))+"）与 "+p.cell+"「"+p.Name+"」的相同，姓名却不同", "对照身份证：号码抄错的改号码；同一个人改了名的，两行留一行")
	case p.cell != "":
		r.refuse(fID, "duplicate", "疑似重复：身份证号（"+tail(string(e.id))+"）与 "+p.cell+"「"+p.Name+"」的相同", "同一个人，两行留一行；不是同一个人，对照身份证改正号码")
	case p.Name != e.name:
		r.refuse(fName, "name_changed", "这个身份证号（"+tail(string(e.id))+"）已登记的姓名是「"+p.Name+"」，这里写的是「"+e.name+"」", "对照身份证，改姓名或者改号码")
	case p.enrolled && p.org != r.org.id:
		r.refuseAt(r.branchAt, "other_branch", "「"+e.name+"」已经在「"+im.orgs.nameOf(p.org)+"」的名册上", "支部写错了就改正；确实调了支部的，转接不靠导入，"+recordBy("“组织关系转接”（member.moved），先在原支部记转出，再在这个支部记转入"))
	default:
		return true
	}
	return false
}

func (b *orgBook) nameOf(id party.OrgID) string {
	if e := b.byID[id]; e != nil {
		return e.name
	}
	return string(id)
}

// distinct judges a row whose name stands in this file already, in the same
// branch.
func (im *importer) distinct(r *record, p *person, e *entry) bool {
	numbers := p.IDNumber != "" && e.id != ""
	same, told := sameBirth(p.Birth, e.birth), p.Birth != "" && e.birth != ""
	where := "疑似重复：与 " + p.cell + "「" + p.Name + "」同名、同支部"
	switch {
	case numbers && (!same || r.distinguished(e)), told && !same && (p.IDNumber != "" || e.id != ""):
		return true
	case numbers && e.odd:
		r.refuseTwin(p, e)
	case numbers:
		r.refuse(fName, "duplicate", where+"、同出生日期，身份证号不同（"+tail(p.IDNumber)+" 和 "+tail(string(e.id))+"）", "核对是不是同一个人：是的，两行留一行；不是的，在本行「已核对」栏写“是”")
	case same:
		r.refuse(fName, "duplicate", where+"、同出生日期", "同一个人，两行留一行；不是同一个人，两行都补上身份证号码")
	default:
		r.refuse(fName, "duplicate", where+"，分不清是不是同一个人", "同一个人，两行留一行；不是同一个人，两行都补上身份证号码")
	}
	return false
}

// agrees refuses a roster that contradicts what is recorded: facts are
// corrected, never overwritten.
func (im *importer) agrees(r *record, p *person, e *entry) bool {
	const mend = "以档案为准核对；表写错了就改表；原来记错了的，" + corrected
	switch {
	case !p.enrolled:
		return true
	case e.stage != "" && e.stage != p.stage:
		r.refuse(fStage, "differs", "人员类别写的是"+party.Stages.Label(e.stage)+"，已登记的是"+party.Stages.Label(p.stage), mend)
	case e.accepted != party.NoDate && p.accepted != party.NoDate && e.accepted != p.accepted:
		r.refuse(fAccepted, "differs", "入党日期写的是 "+e.accepted.String()+"，已登记的是 "+p.accepted.String(), mend)
	case e.full != party.NoDate && p.full != party.NoDate && e.full != p.full:
		r.refuse(fFull, "differs", "转正日期写的是 "+e.full.String()+"，已登记的是 "+p.full.String(), mend)
	default:
		return true
	}
	return false
}

// enroll adds the fact that puts the person on the branch's roll, unless that
// is known. It returns since when the person is on it.
func (im *importer) enroll(r *record, p *person, e *entry) party.Date {
	org := r.org
	if _, seconded := p.seconds[org.id]; seconded || p.enrolled && p.org == org.id {
		return p.from(org.id)
	}
	since := r.enrolDay(e)
	body := &fact.MemberEnrolled{Member: p.Member, Stage: e.stage, Accepted: e.accepted, Full: e.full, Group: e.group, Class: e.class, Second: lent(org.form)}
	if body.Second {
		r.assume(fName, "second", "临时、流动、功能型党支部的名册：组织关系算在别处，在这里只参加活动")
	}
	if e.full <= since {
		r.add(since, body)
		return since
	}
	body.Stage, body.Full = "probationary", party.NoDate
	r.assume(fFull, "converted_later", "名册起算以后才转正的，先按预备党员入册，再记转正")
	r.add(since, body)
	r.add(e.full, &fact.MemberStaged{Member: p.Member, Step: "convert", Result: "full"})
	return since
}

// enrolDay is the day from which the roll holds the person: the roster's, or
// that of an older post, absence or loss that the row states; never before the
// branch or the membership began.
func (r *record) enrolDay(e *entry) party.Date {
	since := r.opening()
	for _, older := range []struct {
		is bool
		on party.Date
	}{{e.lost, e.lostSince}, {e.floating, e.floatSince}, {len(e.posts) > 0, e.postSince}} {
		if older.is && older.on != party.NoDate {
			since = min(since, older.on)
		}
	}
	since = max(since, e.accepted)
	if e.accepted == party.NoDate {
		since = max(since, e.full)
	}
	if r.org.assumed {
		r.org.founded = min(r.org.founded, since)
	}
	return max(since, r.org.founded)
}

// settle puts the person into the book. Of the particulars what the row says
// counts, and what it leaves out stays.
func (im *importer) settle(r *record, p *person, e *entry, since party.Date) {
	old, known := p.Person, im.people.byMember[p.Member] != nil
	if !p.enrolled {
		p.stage, p.accepted, p.full, p.group = e.stage, e.accepted, e.full, e.group
	}
	switch {
	case lent(r.org.form):
		p.second(r.org.id, since)
	case !p.enrolled:
		p.enrolled, p.org, p.since = true, r.org.id, since
	}
	p.stopped, p.lost, p.floating = p.stopped || e.stopped, p.lost || e.lost, p.floating || e.floating
	p.cell = r.at(fName)
	d := e.detail
	p.Org = p.org
	for _, x := range []struct {
		to   *string
		from string
	}{
		{&p.Sex, d.Sex}, {&p.Nation, d.Nation}, {&p.Birth, e.birth}, {&p.Education, d.Education},
		{&p.Phone, d.Phone}, {&p.Address, d.Address}, {&p.AwayTo, d.AwayTo}, {&p.IDNumber, string(e.id)},
	} {
		if x.from != "" {
			*x.to = x.from
		}
	}
	p.Checked = p.Checked || e.checked
	if !known {
		im.people.add(p)
	} else {
		im.people.list(p, r.org.id)
	}
	if p.IDNumber != "" {
		im.people.byID[p.IDNumber] = p
	}
	for _, post := range e.posts {
		if post == secretary {
			im.seated(r, p, r.at(fPost))
		} else {
			p.posts[post] = true
		}
	}
	if known && p.Person == old {
		return
	}
	if known {
		r.assume(fName, "person_updated", "已登记的人，联系电话、住址等按这张表更新")
	}
	updated := p.Person
	r.person = &updated
}
