package sheet

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// later adds facts to what is known, as if recorded after the roster came in.
func later(o *Options, on party.Date, org party.OrgID, bodies ...fact.Body) {
	for _, b := range bodies {
		f := fact.Fact{Org: org, On: on, At: testNow, By: Importer, Body: b}
		f.ID = newIdents(testKey).factID(&f, 0)
		o.Known.Facts = append(o.Known.Facts, f)
	}
}

// TestKnownLife: what has happened to a member since the roster came in counts
// when a ledger names the member.
func TestKnownLife(t *testing.T) {
	on, two := party.DateOf(2026, 3, 1), 2
	other := party.OrgID("o-peach")
	for _, x := range []struct {
		name     string
		org      party.OrgID
		body     func(m party.MemberID) fact.Body
		row      []any
		problems []string
	}{
		{"nothing", "", nil, meeting("2026-03-05", "党员大会", 3, 3, "", ""), nil},
		{"died", "", func(m party.MemberID) fact.Body { return &fact.MemberDied{Member: m} }, meeting("2026-03-05", "党员大会", 2, 2, "", ""), nil},
		{"died, and named", "", func(m party.MemberID) fact.Body { return &fact.MemberDied{Member: m} }, meeting("2026-03-05", "党员大会", nil, nil, "王春梅", ""), []string{"台账!G2 before_roll"}},
		{"died later", "", func(m party.MemberID) fact.Body { return &fact.MemberDied{Member: m} }, meeting("2026-02-05", "党员大会", 3, 3, "", ""), nil},
		{"left", "", func(m party.MemberID) fact.Body { return &fact.MemberLeft{Member: m, Way: "expelled"} }, meeting("2026-03-05", "党员大会", 2, 2, "", ""), nil},
		{"moved elsewhere", other, func(m party.MemberID) fact.Body {
			return &fact.MemberMoved{Member: m, Way: "in", Summary: &fact.MemberSummary{Stage: "full", Accepted: 1, Full: 2}}
		}, meeting("2026-03-05", "党员大会", nil, nil, "王春梅", ""), []string{"台账!G2 not_on_roster"}},
		{"floating", "", func(m party.MemberID) fact.Body { return &fact.MemberAway{Member: m, State: "floating"} }, meeting("2026-03-05", "党员大会", 2, 2, "", ""), nil},
		{"floating and back", "", func(m party.MemberID) fact.Body { return &fact.MemberAway{Member: m, State: "returned"} }, meeting("2026-03-05", "党员大会", 3, 3, "", ""), nil},
		{"suspended", "", func(m party.MemberID) fact.Body { return &fact.MemberStanding{Member: m, State: "suspended"} }, meeting("2026-03-05", "党员大会", 2, 2, "", ""), nil},
		{"restored", "", func(m party.MemberID) fact.Body { return &fact.MemberStanding{Member: m, State: "restored"} }, meeting("2026-03-05", "党员大会", 3, 3, "", ""), nil},
		{"in another group", "", func(m party.MemberID) fact.Body { return &fact.MemberPlaced{Member: m, Group: &two} }, set(meeting("2026-03-05", "党小组会", 2, 2, "", ""), 1, "党小组会"), []string{}},
	} {
		t.Run(x.name, func(t *testing.T) {
			o := withRoster(t)
			var wang Person
			for _, p := range o.Known.Persons {
				if p.Name == "王春梅" {
					wang = p
				}
			}
			if x.body != nil {
				org := wang.Org
				if x.org != "" {
					org = x.org
				}
				later(&o, on, org, x.body(wang.Member))
			}
			r := loadOnly(t, book(t, meetings(x.row)), o)
			wantProblems(t, r, x.problems...)
		})
	}
}

// loadOnly imports without asking the register: the facts before are not whole.
func loadOnly(t *testing.T, data []byte, o Options) *Report {
	t.Helper()
	r, err := Import(Source{Name: "测试.xlsx", Data: data}, o)
	must(t, err)
	noNames(t, r)
	return r
}

func TestKnownStages(t *testing.T) {
	o := testOptions()
	young := []any{"周小溪", "女", idFor("1999-01-01", 2), nil, "预备党员", willow, "2025-03-01", nil, "1", ""}
	o.Known = known(Known{}, load(t, book(t, roster(young)), o))
	p := o.Known.Persons[0]
	later(&o, party.DateOf(2026, 3, 2), p.Org, &fact.MemberStaged{Member: p.Member, Step: "convert", Result: "full"})
	full := set(set(young, 4, "正式党员"), 7, "2026-03-02")
	wantCounts(t, loadOnly(t, book(t, roster(full)), o), 0, 1, 0)
	wantProblems(t, loadOnly(t, book(t, roster(young)), o), "党员名册!E2 differs")
	wantProblems(t, loadOnly(t, book(t, roster(set(full, 7, "2026-03-03"))), o), "党员名册!H2 differs")
}

func TestKnownOrganisations(t *testing.T) {
	o := withRoster(t)
	org := o.Known.Persons[0].Org
	later(&o, party.DateOf(2026, 2, 1), org, &fact.OrgRenamed{Name: "中共示例镇柳岸社区支部委员会"}, &fact.OrgProfiled{Form: "floating"})
	r := loadOnly(t, book(t, meetings(set(meeting("2026-03-05", "党员大会", 3, 3, "", ""), 8, "柳岸社区党支部"))), o)
	wantCounts(t, r, 1, 0, 0)
	if r.Facts[0].Org != org {
		t.Errorf("org %s, want %s", r.Facts[0].Org, org)
	}
	// The old name is still known.
	r = loadOnly(t, book(t, meetings(meeting("2026-03-06", "党员大会", 3, 3, "", ""))), o)
	wantCounts(t, r, 1, 0, 0)
}

func TestKnownDues(t *testing.T) {
	o := withRoster(t)
	p := o.Known.Persons[0]
	later(&o, party.DateOf(2026, 3, 31), p.Org, &fact.DuesPaid{Member: p.Member, From: "2026-01", To: "2026-03", Fen: 1500}, &fact.DuesFixed{Member: p.Member, Year: 2026, Fen: 500})
	head := []any{"姓名", "年度", "起月", "止月", "金额"}
	r := loadOnly(t, book(t, tab{name: "党费", rows: [][]any{head, {p.Name, 2026, "1", "3", 15}, {p.Name, 2026, "3", "4", 10}, {p.Name, 2026, "4", nil, 5}}}), o)
	wantProblems(t, r, "党费!E3 duplicate")
	wantCounts(t, r, 1, 1, 1)
	wantText(t, r, "2026-03 的党费，党费!E2 已记了 15 元")
}

func TestCorrectedFactsSayNothing(t *testing.T) {
	o := withRoster(t)
	data := book(t, meetings(meeting("2026-03-05", "党员大会", 3, 3, "", "")))
	r := load(t, data, o)
	o.Known = known(o.Known, r)
	mended := r.Facts[0]
	mended.ID, mended.Corrects, mended.On = "f-mended", r.Facts[0].ID, party.DateOf(2026, 3, 6)
	o.Known.Facts = append(o.Known.Facts, mended)
	wantCounts(t, load(t, data, o), 0, 1, 0)
	wantProblems(t, load(t, book(t, meetings(meeting("2026-03-06", "党员大会", 3, 2, "", "王春梅"))), o), "台账!A2 duplicate")
}

func TestCards(t *testing.T) {
	head := []any{"党组织名称", "领域", "联系人", "联系电话", "单位名称", "统一社会信用代码"}
	row := func(phone, credit any) tab {
		return tab{name: "组织", rows: [][]any{head, {"柳树村党支部", "村", "王春梅", phone, nil, credit}}}
	}
	o := testOptions()
	r := load(t, book(t, row("010-1", "91350100m000100y43")), o)
	if len(r.Cards) != 1 || r.Cards[0].Credit != "91350100M000100Y43" || r.Cards[0].Contact != "王春梅" {
		t.Fatalf("cards %+v", r.Cards)
	}
	o.Known = known(Known{}, r)
	wantCounts(t, load(t, book(t, row("010-1", nil)), o), 0, 1, 0)
	r = load(t, book(t, row("010-2", nil)), o)
	wantCounts(t, r, 1, 0, 0)
	if r.Cards[0].Phone != "010-2" || r.Cards[0].Credit == "" {
		t.Errorf("card %+v", r.Cards[0])
	}
}

func TestMonthsBetween(t *testing.T) {
	for _, x := range []struct {
		from, to string
		want     int
	}{{"2026-01", "2026-01", 1}, {"2025-11", "2026-02", 4}, {"2026-03", "2026-01", 11}, {"2026", "2026", 0}, {"x", "2026-01", 0}, {"2026-01", "2099-01", 60}} {
		if got := len(monthsBetween(x.from, x.to)); x.to >= x.from && got != x.want {
			t.Errorf("%s to %s: %d months, want %d", x.from, x.to, got, x.want)
		}
	}
}

// TestLostNumbersStayLost: the workbook of refused rows does not turn a number
// that lost its last digits into one that looks whole, not even the one in
// eleven that passes its check.
func TestLostNumbersStayLost(t *testing.T) {
	row := set(set(member("王建国", "1980-12-31", 2), 2, int64(110101198012310000)), 1, nil)
	r := load(t, book(t, roster(row)), testOptions())
	wantProblems(t, r, "党员名册!C2 id_number")
	var out bytes.Buffer
	must(t, r.WriteRefused(&out))
	again := load(t, out.Bytes(), testOptions())
	if again.Counts.Refused != 1 || !strings.Contains(strings.Join(again.Lines(0), ""), "后三位已经丢了") {
		t.Errorf("%+v\n%s", again.Counts, strings.Join(again.Lines(0), "\n"))
	}
}

// TestOldRosterAgain: rosters of two years, each imported twice and the older
// one again at the end: nothing is asked and nothing changes any more.
func TestOldRosterAgain(t *testing.T) {
	head := append(append([]any{}, rosterHead...), "任职日期")
	roll := func(first, second, since any, more ...tab) []byte {
		return book(t, append([]tab{{name: "名册", rows: [][]any{head,
			append(set(member("王春梅", "1970-05-06", 2), 9, first), nil), append(set(member("李大山", "1965-03-04", 1), 9, second), since)}}}, more...)...)
	}
	older, newer := roll("书记", nil, nil), roll(nil, "书记", "2026-05-01")
	o := testOptions()
	for i, step := range []struct {
		data []byte
		left int
	}{{older, 0}, {older, 0}, {newer, 1}, {newer, 0}, {older, 0}, {newer, 0}} {
		r := load(t, step.data, o)
		wantProblems(t, r)
		if n := len(bodies[*fact.PostLeft](r)); n != step.left || i != 0 && step.left == 0 && r.Changed() {
			t.Errorf("import %d: %d left, changed %v", i+1, n, r.Changed())
		}
		o.Known = known(o.Known, r)
	}
	r := load(t, roll("书记", nil, nil, tab{name: "会议", rows: [][]any{{"支部", "日期", "类别", "参加人员"}, {willow, "2026-06-01", "支委会", "全体"}}}), o)
	held := bodies[*fact.MeetingHeld](r)
	if len(held) != 1 || len(held[0].Due) != 1 || held[0].Due[0] != newIdents(testKey).memberByID(idFor("1965-03-04", 1)) {
		t.Errorf("due at the committee after the older roster: %+v", held)
	}
}

// TestSecretaryGone: whoever left the Party or moved away is secretary no more,
// and a new one needs no day.
func TestSecretaryGone(t *testing.T) {
	for name, gone := range map[string]func(o *Options, was fact.Fact){
		"left": func(o *Options, was fact.Fact) {
			later(o, party.DateOf(2026, 6, 1), was.Org, &fact.MemberLeft{Member: was.Body.(*fact.PostTaken).Member, Way: "resigned"})
		},
		"moved": func(o *Options, was fact.Fact) {
			later(o, party.DateOf(2026, 6, 1), "o-else", &fact.MemberMoved{Member: was.Body.(*fact.PostTaken).Member, Way: "in"})
		},
		"out of office": func(o *Options, was fact.Fact) {
			later(o, party.DateOf(2026, 6, 1), was.Org, &fact.PostLeft{Member: was.Body.(*fact.PostTaken).Member, Post: "secretary"})
		},
		"still there": func(o *Options, was fact.Fact) {},
	} {
		o := testOptions()
		r := load(t, book(t, roster(set(member("王春梅", "1970-05-06", 2), 9, "书记"))), o)
		o.Known = known(o.Known, r)
		for _, f := range r.Facts {
			if _, ok := f.Body.(*fact.PostTaken); ok {
				gone(&o, f)
			}
		}
		next, err := Import(Source{Name: "x.xlsx", Data: book(t, roster(set(member("李大山", "1965-03-04", 1), 9, "书记")))}, o)
		must(t, err)
		if refused := next.Counts.Refused == 1; refused != (name == "still there") {
			t.Errorf("%s: %q", name, told(next))
		}
	}
}

// TestKnownLoss: a loss that is recorded is not recorded again; one after a sign
// of life is new.
func TestKnownLoss(t *testing.T) {
	head := append(slices.Clone(rosterHead), "是否失联党员", "失去联系日期")
	lost := func(day string) []byte {
		return book(t, tab{name: "党员名册", rows: [][]any{head, append(member("王春梅", "1970-05-06", 2), "是", day)}})
	}
	o := testOptions()
	o.Known = known(Known{}, load(t, lost("2026-02-01"), o))
	p := o.Known.Persons[0]
	wantCounts(t, load(t, lost("2026-02-01"), o), 0, 1, 0)
	for _, state := range []party.Away{"found", "contact"} {
		again := o
		again.Known.Facts = slices.Clone(o.Known.Facts)
		later(&again, party.DateOf(2026, 4, 1), p.Org, &fact.MemberAway{Member: p.Member, State: state})
		r := load(t, lost("2026-06-01"), again)
		if b := bodies[*fact.MemberAway](r); len(b) != 1 || b[0].State != "lost" {
			t.Errorf("after %s: %+v", state, b)
		}
	}
}
