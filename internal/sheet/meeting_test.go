package sheet

import (
	"slices"
	"strings"
	"testing"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

var meetingHead = []any{"日期", "类别", "主题", "主持人", "应到人数", "实到人数", "参加人员", "缺席人员及原因", "所在党支部"}

func meetings(rows ...[]any) tab {
	return tab{name: "台账", rows: append([][]any{meetingHead}, rows...)}
}

func meeting(day any, kind string, due, present any, names, absent string) []any {
	return []any{day, kind, "年度计划", "李大山", due, present, names, absent, willow}
}

// attended names who was due, absent and online in a meeting, by the persons
// known.
func attended(o Options, m *fact.MeetingHeld) string {
	names := map[party.MemberID]string{}
	for _, p := range o.Known.Persons {
		names[p.Member] = p.Name
	}
	away := map[party.MemberID]string{}
	for _, a := range m.Absent {
		away[a.Member] = "-" + string(a.Reason)
	}
	for _, x := range m.Online {
		away[x] = "+online"
	}
	var all []string
	for _, x := range m.Due {
		all = append(all, names[x]+away[x])
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

func TestMeetings(t *testing.T) {
	o := withRoster(t)
	const everyone = "李大山 王春梅 赵小河"
	for _, x := range []struct {
		name    string
		row     []any
		want    string // attendance
		problem string
		say     string
	}{
		{"all by count", meeting("2026-03-05", "支部党员大会", 3, 3, "", ""), everyone, "", "按当天的名册算应到"},
		{"all by word", meeting("2026.3.5", "党员大会", "3人", "3人", "全体党员", "无"), everyone, "", ""},
		{"present by name", meeting("2026-03-05", "支部党员大会", 2, 2, "王春梅、赵小河", ""), "王春梅 赵小河", "", ""},
		{"present only", meeting("2026-03-05", "支部党员大会", nil, nil, "王春梅 赵小河", ""), "王春梅 赵小河", "", "应到按写出来的参加人员算"},
		{"absent by name", meeting("2026-03-05", "支部党员大会", 3, 2, "", "王春梅（病假）"), "李大山 王春梅-leave 赵小河", "", ""},
		{"present and absent", meeting("2026-03-05", "支部党员大会", 3, 1, "李大山", "王春梅(出差)、赵小河(务工)"), "李大山 王春梅-duty 赵小河-away", "", ""},
		{"absent without reason", meeting("2026-03-05", "支部党员大会", 3, 2, "", "王春梅"), "李大山 王春梅-other 赵小河", "", "记作“其他”"},
		{"rest of the roster", meeting("2026-03-05", "支部党员大会", 3, 2, "李大山，赵小河", ""), "李大山 王春梅-other 赵小河", "", "算缺席"},
		{"guests", meeting("2026-03-05", "支部党员大会", 2, 2, "王春梅、赵小河、钱镇长(列席)", ""), "王春梅 赵小河", "", "注明列席"},
		{"counts only", meeting("2026-03-05", "支部党员大会", 3, 2, "", ""), "", "", "到会情况没有记"},
		{"nothing", meeting("2026-03-05", "支部党员大会", nil, nil, "", ""), "", "", "没有写到会情况"},
		{"count against the roster", meeting("2026-03-05", "支部党员大会", 5, 4, "", "王春梅"), "", "台账!E2 counts", "应到写 5 人，名册上这一天是 3 人"},
		{"present against names", meeting("2026-03-05", "支部党员大会", 3, 3, "", "王春梅"), "", "台账!F2 counts", "实到写 3 人，按名字算是 2 人"},
		{"due against names", meeting("2026-03-05", "支部党员大会", 2, 1, "李大山", ""), "", "台账!E2 counts", "写出名字的（参加加缺席）是 1 人"},
		{"more present than due", meeting("2026-03-05", "支部党员大会", 2, 3, "", ""), "", "台账!F2 counts", "比应到 2 人还多"},
		{"both present and absent", meeting("2026-03-05", "支部党员大会", nil, nil, "王春梅、李大山", "王春梅"), "", "台账!H2 both", "既在参加里，又在缺席里"},
		{"not on the roster", meeting("2026-03-05", "支部党员大会", nil, nil, "王春媒", ""), "", "台账!G2 not_on_roster", "是不是「王春梅」？"},
		{"not a name", meeting("2026-03-05", "支部党员大会", nil, nil, "12人", ""), "", "台账!G2 name_missing", ""},
		{"count is no number", meeting("2026-03-05", "支部党员大会", "三十", nil, "", ""), "", "台账!E2 number", "不是人数"},
		{"unknown kind", meeting("2026-03-05", "三会一课", nil, nil, "", ""), "", "台账!B2 kind_unknown", "看不出是哪一类"},
		{"no kind", meeting("2026-03-05", "", nil, nil, "", ""), "", "台账!B2 kind_missing", ""},
		{"no day", meeting(nil, "支部党员大会", nil, nil, "", ""), "", "台账!A2 date_missing", "没有写日期"},
		{"month only", meeting("2026年3月", "支部党员大会", nil, nil, "", ""), "", "台账!A2 date_month", "没有日"},
		{"a period", meeting("2026年3月5日至7日", "支部党员大会", nil, nil, "", ""), "", "台账!A2 date_bad", "只写开始的那一天"},
		{"before the roster", meeting("2025-03-05", "支部党员大会", nil, nil, "王春梅", ""), "", "台账!G2 before_roll", "还不在本支部名册上（从 2026-01-01 起算）"},
	} {
		t.Run(x.name, func(t *testing.T) {
			r := load(t, book(t, meetings(x.row)), o)
			wantText(t, r, x.say)
			if x.problem != "" {
				wantProblems(t, r, x.problem)
				return
			}
			wantProblems(t, r)
			held := bodies[*fact.MeetingHeld](r)
			if len(held) != 1 {
				t.Fatalf("%d meetings", len(held))
			}
			if got := attended(o, held[0]); got != x.want {
				t.Errorf("attended %q, want %q", got, x.want)
			}
			if held[0].Chair == "" || len(held[0].Topics) != 1 || len(r.Texts) != 1 {
				t.Errorf("chair %q, topics %v, texts %v", held[0].Chair, held[0].Topics, r.Texts)
			}
		})
	}
}

func TestMeetingYear(t *testing.T) {
	o := withRoster(t)
	row := meeting("3月5日", "支部党员大会", 3, 3, "", "")
	titled := func(title string) tab { return tab{name: "台账", rows: [][]any{{title}, meetingHead, row}} }
	r := load(t, book(t, titled("2026年会议活动台账")), o)
	wantCounts(t, r, 1, 0, 0)
	wantText(t, r, "没有写年份的，按标题（台账!A1）算作 2026 年（1 处：台账!A3）")
	r = load(t, book(t, tab{name: "2026", rows: [][]any{meetingHead, row}}), o)
	wantText(t, r, "按工作表名「2026」算作 2026 年")
	r = load(t, book(t, titled("会议活动台账")), o)
	wantProblems(t, r, "台账!A3 date_no_year")
	wantText(t, r, "导入时加 --year 2026")
	o.Year = 2026
	r = load(t, book(t, titled("会议活动台账")), o)
	wantText(t, r, "按 --year 算作 2026 年")
	r = load(t, book(t, titled("2025年会议活动台账")), o)
	wantProblems(t, r, "台账!A3 date_no_year")
	wantText(t, r, "标题（台账!A1）写的是 2025 年，--year 给的是 2026 年")
	o.Year = 0
	r = load(t, book(t, tab{name: "2026年", rows: [][]any{{"2025年会议活动台账"}, meetingHead, row}}), o)
	wantProblems(t, r, "2026年!A3 date_no_year")
}

func TestMeetingMatrix(t *testing.T) {
	o := withRoster(t)
	head := []any{"序号", "时间", "会议类型", "李大山", "王 春梅", "赵小河", "备注"}
	matrix := func(marks ...any) tab {
		return tab{name: "签到", rows: [][]any{{willow + "2026年三会一课签到表"}, head, append([]any{1, "2026-03-05", "党员大会"}, marks...)}}
	}
	for _, x := range []struct {
		name    string
		marks   []any
		want    string
		problem string
	}{
		{"marks", []any{"√", "请假", "×"}, "李大山 王春梅-leave 赵小河-other", ""},
		{"online and not due", []any{"线上", "-", "外出"}, "李大山+online 赵小河-away", ""},
		{"empty", []any{"√", nil, "√"}, "", "签到!E3 mark_missing"},
		{"unknown", []any{"√", "○", "√"}, "", "签到!E3 mark_unknown"},
	} {
		t.Run(x.name, func(t *testing.T) {
			tb := matrix(x.marks...)
			tb.rows = append(tb.rows, append([]any{2, "2026-04-05", "党员大会"}, "√", "√", "√"))
			r := load(t, book(t, tb), o)
			if x.problem != "" {
				wantProblems(t, r, x.problem)
				return
			}
			wantProblems(t, r)
			if got := attended(o, bodies[*fact.MeetingHeld](r)[0]); got != x.want {
				t.Errorf("attended %q, want %q", got, x.want)
			}
			if len(r.Tables[0].Unread) != 0 {
				t.Errorf("unread %v", r.Tables[0].Unread)
			}
		})
	}
	tb := matrix("√", "√", "√")
	tb.rows[1] = set(tb.rows[1], 5, "周不在")
	r := load(t, book(t, tb), o)
	wantProblems(t, r, "签到!F2 not_on_roster")
}

func TestHomonymsInLedger(t *testing.T) {
	o := testOptions()
	wang := member("王春梅", "1970-05-06", 2)
	older := set(set(set(member("王春梅", "1960-01-01", 2), 6, "1985-07-01"), 7, "1986-07-01"), 8, "2")
	o.Known = known(Known{}, load(t, book(t, roster(wang, older, member("李大山", "1965-03-04", 1))), o))
	r := load(t, book(t, meetings(meeting("2026-03-05", "党员大会", nil, nil, "王春梅", ""))), o)
	wantProblems(t, r, "台账!G2 homonyms")
	wantText(t, r, "本支部有两个「王春梅」", "「王春梅(1234)」", "「王春梅(2组)」")
	id := wang[2].(string)
	for _, name := range []string{"王春梅(" + id[14:] + ")", "王春梅（尾号" + id[14:] + "）", "王春梅(1组)", "王春梅(第二小组)"} {
		r := load(t, book(t, meetings(meeting("2026-03-05", "党员大会", nil, nil, name, ""))), o)
		wantProblems(t, r)
	}
}

func TestMeetingDuplicates(t *testing.T) {
	o := withRoster(t)
	row := meeting("2026-03-05", "党员大会", 3, 3, "", "")
	other := set(row, 1, "主题党日、党员大会")
	r := load(t, book(t, meetings(row, other)), o)
	wantProblems(t, r, "台账!A3 duplicate")
	wantText(t, r, "疑似重复：台账!A2 已有同一天的「支部党员大会」")
	first := load(t, book(t, meetings(row)), o)
	o.Known = known(o.Known, first)
	wantCounts(t, load(t, book(t, meetings(row)), o), 0, 1, 0)
	r = load(t, book(t, meetings(set(row, 5, 2))), o)
	wantProblems(t, r, "台账!A2 duplicate")
	wantText(t, r, "以前导入或登记的记录里已有同一天的")
	head := append(append([]any{}, meetingHead...), "已核对")
	r = load(t, book(t, tab{name: "台账", rows: [][]any{head, append(set(row, 5, 2), "是")}}), o)
	wantCounts(t, r, 1, 0, 0)
}

func TestAssessedYearAndGroup(t *testing.T) {
	o := withRoster(t)
	head := []any{"日期", "类别", "党小组", "评议年度", "会议形式", "计学时", "参加人员", "所在党支部"}
	r := load(t, book(t, tab{name: "台账", rows: [][]any{head,
		{"2026-02-05", "组织生活会", nil, 2025, "领学、讨论", 1.5, "全体党员", willow},
		{"2026-02-06", "党小组会", "第一小组", nil, nil, nil, "全体", willow},
		{"2026-02-07", "民主评议党员", nil, nil, nil, nil, "全体", willow},
		{"2026-02-08", "民主评议党员", nil, 2020, nil, nil, "全体", willow},
	}}), o)
	wantProblems(t, r, "台账!D5 year")
	wantAssumption(t, r, "assessed_year", 1)
	held := bodies[*fact.MeetingHeld](r)
	if held[0].Year != 2025 || len(held[0].Forms) != 2 || held[0].Hours != 15000 || held[1].Group != 1 || len(held[1].Due) != 3 {
		t.Errorf("meetings %+v %+v", held[0], held[1])
	}
}

func TestFloatingAreNotDue(t *testing.T) {
	o := testOptions()
	head := append(append([]any{}, rosterHead...), "是否流动党员")
	o.Known = known(Known{}, load(t, book(t, tab{name: "名册", rows: [][]any{head,
		append(member("王春梅", "1970-05-06", 2), "是"), append(member("李大山", "1965-03-04", 1), "否"), append(member("赵小河", "1980-12-31", 3), "否")}}), o))
	r := load(t, book(t, meetings(meeting("2026-03-05", "党员大会", 2, 1, "", "赵小河(请假)"))), o)
	wantProblems(t, r)
	wantAssumption(t, r, "floating_not_due", 1)
	if got := attended(o, bodies[*fact.MeetingHeld](r)[0]); got != "李大山 赵小河-leave" {
		t.Errorf("attended %q", got)
	}
}

// TestTwoMeetingsThatSayTheSame: two meetings of one day whose rows say the same
// are two where both are marked as looked at, and are the same two when the file
// comes again; unmarked the second is a question, also when the first is known.
func TestTwoMeetingsThatSayTheSame(t *testing.T) {
	head := append(slices.Clone(meetingHead), "已核对")
	row := func(checked string) []any {
		return append(meeting("2026-03-05", "党员大会", 3, 3, "", ""), checked)
	}
	o := withRoster(t)
	both := book(t, tab{name: "台账", rows: [][]any{head, row("是"), row("是")}})
	r := load(t, both, o)
	wantCounts(t, r, 2, 0, 0)
	if len(r.Facts) != 2 || r.Facts[0].ID == r.Facts[1].ID {
		t.Errorf("facts %+v", r.Facts)
	}
	o.Known = known(o.Known, r)
	wantCounts(t, load(t, both, o), 0, 2, 0)
	wantCounts(t, load(t, book(t, tab{name: "台账", rows: [][]any{head, row("是"), row("是"), row("是")}}), o), 1, 2, 0)
	wantProblems(t, load(t, book(t, tab{name: "台账", rows: [][]any{head, row(""), row("")}}), o), "台账!A3 duplicate")
	wantProblems(t, load(t, book(t, tab{name: "台账", rows: [][]any{head, row(""), row("")}}), withRoster(t)), "台账!A3 duplicate")
}
