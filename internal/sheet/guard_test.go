package sheet

import (
	"strings"
	"testing"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// wangOf is one of the members of withRoster.
func wangOf(t *testing.T, o Options) Person {
	t.Helper()
	for _, p := range o.Known.Persons {
		if p.Name == "王春梅" {
			return p
		}
	}
	t.Fatal("nobody")
	return Person{}
}

// TestWhatTheRegisterRefuses: what an import cannot know of, the register does;
// no row gets in that would make the file of facts unusable (load asks it), and
// each is refused with names and not with identifiers.
func TestWhatTheRegisterRefuses(t *testing.T) {
	spring := party.DateOf(2026, 3, 1)
	dues := tab{name: "党费", rows: [][]any{{"姓名", "年度", "月份", "金额", "缴纳日期"}, {"王春梅", 2026, "4", 5, "2026-04-10"}, {"李大山", 2026, "4", 5, "2026-04-10"}}}
	for _, x := range []struct {
		name string
		body func(p Person) fact.Body
		tab  tab
		want []string
		says string
	}{
		{"closed", func(Person) fact.Body { return &fact.OrgClosed{Cause: "shrunk"} },
			meetings(meeting("2026-03-05", "党员大会", 3, 3, "", "")), []string{"台账!A2 after_org"}, "「柳树村党支部」已在 2026-03-01 撤销"},
		{"closed, and dues", func(Person) fact.Body { return &fact.OrgClosed{Cause: "shrunk"} },
			dues, []string{"党费!A2 not_admitted", "党费!A3 not_admitted"}, "「柳树村党支部」已在 2026-03-01 撤销"},
		{"moved away", func(p Person) fact.Body { return &fact.MemberMoved{Member: p.Member, Way: "out"} },
			meetings(meeting("2026-03-05", "党员大会", nil, nil, "王春梅", "")), []string{"台账!G2 before_roll"}, "不在本支部名册上"},
		{"moved away, and the rest meets", func(p Person) fact.Body { return &fact.MemberMoved{Member: p.Member, Way: "out"} },
			meetings(meeting("2026-03-05", "党员大会", 2, 2, "", "")), nil, ""},
		{"moved away, and dues", func(p Person) fact.Body { return &fact.MemberMoved{Member: p.Member, Way: "out"} },
			dues, []string{"党费!D2 before_roll"}, ""},
		{"no right to hold a post", func(p Person) fact.Body {
			return &fact.MemberStanding{Member: p.Member, State: "rights_suspended", Until: party.DateOf(2027, 1, 1)}
		}, roster(set(member("王春梅", "1970-05-06", 2), 9, "支部书记")), []string{"党员名册!A2 not_admitted"}, "「王春梅」没有被选举权"},
	} {
		t.Run(x.name, func(t *testing.T) {
			o := withRoster(t)
			p := wangOf(t, o)
			on := spring
			if x.name == "no right to hold a post" {
				on = party.DateOf(2026, 1, 1)
			}
			later(&o, on, p.Org, x.body(p))
			r := load(t, book(t, x.tab), o)
			wantProblems(t, r, x.want...)
			wantText(t, r, x.says)
			for _, line := range r.Lines(0) {
				if strings.Contains(line, "m-") || strings.Contains(line, "o-") {
					t.Errorf("an identifier: %s", line)
				}
			}
		})
	}
}

// TestCancelledIsOff: who lost the standing of a probationary member is due at
// no later meeting.
func TestCancelledIsOff(t *testing.T) {
	o := testOptions()
	young := []any{"周小溪", "女", idFor("1999-01-01", 2), nil, "预备党员", willow, "2025-03-01", nil, "1", ""}
	o.Known = known(Known{}, load(t, book(t, roster(young, member("李大山", "1965-03-04", 1))), o))
	for _, p := range o.Known.Persons {
		if p.Name == "周小溪" {
			later(&o, party.DateOf(2026, 3, 2), p.Org, &fact.MemberStaged{Member: p.Member, Step: "convert", Result: "cancel"})
		}
	}
	r := load(t, book(t, meetings(meeting("2026-03-05", "党员大会", 1, 1, "", ""))), o)
	wantCounts(t, r, 1, 0, 0)
	if b := bodies[*fact.MeetingHeld](r); len(b) != 1 || len(b[0].Due) != 1 {
		t.Errorf("meetings %+v", b)
	}
}

// TestComesBack: who came back onto the roll is on it.
func TestComesBack(t *testing.T) {
	o := withRoster(t)
	p := wangOf(t, o)
	later(&o, party.DateOf(2026, 2, 1), p.Org, &fact.MemberMoved{Member: p.Member, Way: "out"})
	later(&o, party.DateOf(2026, 3, 1), p.Org, &fact.MemberMoved{Member: p.Member, Way: "in", Summary: &fact.MemberSummary{Stage: "full", Accepted: party.DateOf(2005, 7, 1), Full: party.DateOf(2006, 7, 1)}})
	r := load(t, book(t, meetings(meeting("2026-03-05", "党员大会", 3, 3, "", ""))), o)
	if b := bodies[*fact.MeetingHeld](r); len(b) != 1 || len(b[0].Due) != 3 {
		t.Errorf("meetings %+v", b)
	}
}

// TestRefusedTogether: with an organisation that cannot be founded goes all that
// stands in it, and what rests on that.
func TestRefusedTogether(t *testing.T) {
	o := testOptions()
	o.Known = known(Known{}, load(t, book(t, tab{name: "组织", rows: [][]any{{"党组织名称", "组织类别", "领域", "成立日期"}, {"中共甲镇委员会", "基层党委", "机关", "2000-01-01"}}}), o))
	town := o.Known.Facts[0].Org
	o.Under = town
	later(&o, party.DateOf(2025, 6, 1), town, &fact.OrgClosed{Cause: "shrunk"})
	big := smallRoster()
	for i := range 2 * maxRounds {
		big.rows = append(big.rows, member("周小"+string(rune(0x4e00+i)), "1980-12-31", 5+2*i))
	}
	r := load(t, book(t, big, meetings(meeting("2026-03-05", "党员大会", 3, 3, "", ""))), o)
	wantCounts(t, r, 0, 0, 4+2*maxRounds)
	if n := strings.Count(strings.Join(r.Lines(0), "\n"), "这一行要靠的别的行退回了"); n > 0 {
		t.Errorf("%d rows do not say what is wrong", n)
	}
	if len(r.Facts)+len(r.Persons) > 0 {
		t.Errorf("%d facts, %d persons", len(r.Facts), len(r.Persons))
	}
	wantText(t, r, "「中共甲镇委员会」已在 2025-06-01 撤销")
}

// TestThePersonStays: an enrolment that stays brings its person, though the row
// that would have is refused.
func TestThePersonStays(t *testing.T) {
	o := withRoster(t)
	im := newImporter(Source{}, o)
	p := &person{Person: Person{Member: "m-new", Name: "周小溪"}}
	im.people.add(p)
	lost := &record{im: im, person: &p.Person, problems: []Problem{{}}}
	kept := &record{im: im, facts: []fact.Fact{{Body: &fact.MemberEnrolled{Member: "m-new", Second: true}}}}
	im.keepPersons([]*record{lost, kept})
	if kept.person == nil || kept.person.Name != "周小溪" {
		t.Errorf("person %+v", kept.person)
	}
}
