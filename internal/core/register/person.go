package register

import (
	"qiangji/internal/core/fact"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// off says that a person is not on the roll. The stages are party.Stages in its
// order.
const (
	off int8 = iota - 1
	applicant
	activist
	target
	probationary
	full
)

// A mark is something that holds of a person, beside the stage.
type mark uint16

const (
	second    mark = 1 << iota // the formal relation lies elsewhere (TR-30)
	suspended                  // 停止党籍
	observed                   // 留党察看
	rightsOff                  // 党员权利暂停
	adjusted
	floating
	abroad
	lost
	quarterly // pays dues by the quarter or longer
	graded
	badIntroducers
	badContacts
	badExtension
	dueThen   // was due in the month under count, and absent without leave
	goodThen  // took part in that month, or had leave
	mustBeFix // was on the roll when the year's dues were to be fixed
)

// away is both ways of being away.
const away = floating | abroad

// The posts are bits in the order of party.Posts.
const (
	isSecretary uint32 = 1 << iota
	isDeputy
	isOrganisation
	isPublicity
	isDiscipline
	isUnitedFront
	isYouth
	isMember
	isGroupLeader
	isVillageHead
	isVillageMember
	isSupervisor
	isUnitHead
	isUnitDeputy
	isChairman
	isDirector
	isManager
	isDeputyManager
	isAcademic
)

const (
	ordinaryPosts  = isOrganisation | isPublicity | isDiscipline | isUnitedFront | isYouth | isMember
	committeePosts = isSecretary | isDeputy | ordinaryPosts
	partyPosts     = committeePosts | isGroupLeader
	outsidePosts   = isVillageHead | isVillageMember | isUnitHead | isUnitDeputy | isChairman | isDirector | isManager | isDeputyManager
)

// A person is one member, applicant or holder of a post as the walk goes on.
type person struct {
	id       party.MemberID
	stage    int8
	opening  int8 // the stage with which the record here began; off: from the application
	class    int8
	group    int16
	is       mark
	posts    uint32
	seated   party.Date // when the latest committee post was taken
	since    party.Date // on this roll
	accepted party.Date
	full     party.Date
	life     party.Date // the last day of Party life, dues or contact (TR-51)
	contact  party.Date // the last sign of life of a member away

	rightsUntil  party.Date
	excludedFrom party.Date
	excludedTo   party.Date

	to      party.OrgID         // transfer out, not yet received
	summary *fact.MemberSummary // sent ahead by the branch from which the member comes

	steps    uint32 // development steps taken, by index in party.Steps
	extended int8
	run      [nClocks]int32 // the open case of each clock, counted from 1

	owing   party.Date // since when dues are owed; NoDate: none are
	owed    months
	carried months     // paid elsewhere, as the branch from which the member comes says
	fixed   party.Date // when the year's dues were fixed

	hours        party.Decimal
	courses      int32
	due, present int32
	promised     int32
	kept         int32
	missMonth    int32 // the month under count
	missed       int32 // consecutive months before it
	meeting      int32 // the meeting in which absent was set
	called       int32 // the meeting on whose list of those due the member was last
	absent       party.Reason
	stay         int32 // the open stay, counted from 1
}

// in reports whether the person counts as a member here: 正式 or 预备, not 停止党籍
// (TR-25), with the formal relation here (TR-24, TR-30).
func (p *person) in() bool { return p.stage >= probationary && p.is&(second|suspended) == 0 }

// excluded reports whether the member is left out of 应到会 on a day (TR-08).
func (p *person) excluded(on party.Date) bool {
	return p.excludedFrom != party.NoDate && on >= p.excludedFrom && (p.excludedTo == party.NoDate || on <= p.excludedTo)
}

// voting reports whether the member may vote and be introducer on a day: 正式党员
// whose rights stand (TR-21, TR-22, TR-23).
func (p *person) voting(on party.Date) bool {
	if p.stage != full || p.is&(second|suspended) != 0 {
		return false
	}
	return p.is&(observed|rightsOff) == 0 || p.rightsUntil != party.NoDate && on > p.rightsUntil
}

// reached reports whether a member away gave a sign of life in the half-year
// before a day (C17).
func (p *person) reached(on party.Date) bool {
	return p.contact != party.NoDate && on <= p.contact.AddMonths(6)
}

// months is a set of calendar months in a span of 128.
type months [2]uint64

// set adds the months from a to b, both numbers within the span.
func (m *months) set(a, b int) {
	for i := max(a, 0); i <= min(b, 127); i++ {
		m[i>>6] |= 1 << (i & 63)
	}
}

func (m *months) has(i int) bool { return i >= 0 && i < 128 && m[i>>6]>>(i&63)&1 == 1 }

// monthOf numbers calendar months.
func monthOf(d party.Date) int {
	y, m, _ := d.YMD()
	return y*12 + m - 1
}

// parseMonth reads 2026-03.
func parseMonth(s string) (int, bool) {
	if len(s) != 7 || s[4] != '-' {
		return 0, false
	}
	n := 0
	for _, c := range []byte(s[:4] + s[5:]) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n/100*12 + n%100 - 1, n%100 >= 1 && n%100 <= 12
}

// fullMonths counts the whole months from one day to another (TR-42, TR-43).
func fullMonths(from, to party.Date) int {
	if to < from {
		return 0
	}
	n := monthOf(to) - monthOf(from)
	if from.AddMonths(n) > to {
		n--
	}
	return n
}

// index finds a code in a closed list as a small number; -1 if it is not there.
func index[T ~string](l party.Labels[T], code T) int8 { return int8(l.Index(code)) }

// field sets a measure of a member.
func (m *MemberYear) field(f standard.MemberField, v int) { m.Values[f] = int32(v) }

// flag sets a measure of a member to 1 when it holds.
func (m *MemberYear) flag(f standard.MemberField, holds bool) {
	if holds {
		m.Values[f] = 1
	}
}
