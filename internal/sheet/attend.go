package sheet

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// An attendance is who was due at a meeting and who was there.
type attendance struct {
	due    map[*person]bool
	absent map[*person]party.Reason
	online map[*person]bool
}

// fill writes the attendance into the fact, in the order of the identifiers.
func (a *attendance) fill(body *fact.MeetingHeld) {
	if a == nil {
		return
	}
	for _, p := range ordered(a.due) {
		body.Due = append(body.Due, p.Member)
		if reason, away := a.absent[p]; away {
			body.Absent = append(body.Absent, fact.Absence{Member: p.Member, Reason: reason})
		}
		if a.online[p] {
			body.Online = append(body.Online, p.Member)
		}
	}
}

// ordered lists a set of persons in the order of their identifiers.
func ordered[V any](set map[*person]V) []*person {
	return slices.SortedFunc(maps.Keys(set), func(a, b *person) int { return strings.Compare(string(a.Member), string(b.Member)) })
}

// A muster is what the columns of one row say about attendance.
type muster struct {
	r             *record
	on            party.Date
	base          []*person // who is due by the roster; nil: cannot be told
	due, present  map[*person]bool
	online        map[*person]bool
	absent        map[*person]party.Reason
	all           bool // 全体
	dueCount      int  // -1: not said
	presentCount  int  // -1: not said
	hasNames      bool // some column says who was present
	hasAbsentCell bool
}

// attendance reads who was due and who was there. nil: the row does not say.
func (r *record) attendance(on party.Date, body *fact.MeetingHeld) *attendance {
	m := &muster{
		r: r, on: on, base: r.im.dueByRoster(r.org.id, on, body),
		due: map[*person]bool{}, present: map[*person]bool{}, online: map[*person]bool{}, absent: map[*person]party.Reason{},
		dueCount: r.count(fDueCount), presentCount: r.count(fPresentCount),
		hasAbsentCell: r.text(fAbsent)+r.text(fOnLeave) != "",
	}
	m.readCounts()
	m.readMatrix()
	m.readNames(fDueNames, func(p *person, _ sought) { m.due[p] = true })
	m.readNames(fNames, func(p *person, _ sought) { m.present[p] = true })
	m.readNames(fOnline, func(p *person, _ sought) { m.present[p], m.online[p] = true, true })
	m.readNames(fAbsent, func(p *person, w sought) { m.absent[p] = m.reason(w) })
	m.readNames(fOnLeave, func(p *person, _ sought) { m.absent[p] = "leave" })
	if len(r.problems) > 0 {
		return nil
	}
	for _, p := range ordered(m.absent) {
		if m.present[p] {
			r.refuse(fAbsent, "both", "「"+p.Name+"」既在参加里，又在缺席里", "从其中一处去掉")
			return nil
		}
	}
	return m.decide()
}

// count reads 应到 or 实到 as a number; -1 where there is none.
func (r *record) count(f field) int {
	c := r.cell(f)
	if c == nil {
		return -1
	}
	n, ok := wholeNumber(c, "人", "名", "位")
	if !ok {
		r.refuse(f, "number", "「"+r.header(f)+"」写的是"+c.quoted()+"，不是人数", "写数字，如 25")
		return -1
	}
	return n
}

var bothCounts = regexp.MustCompile(`^(?:应到)?[^0-9]{0,3}([0-9]+)[人名]?[^0-9]{0,3}(?:实到|/)[^0-9]{0,2}([0-9]+)[人名]?$`)

// readCounts reads both numbers from one column: 应到3人，实到3人 or 3/3.
func (m *muster) readCounts() {
	r := m.r
	s := compact(r.text(fCounts))
	if s == "" {
		return
	}
	n := bothCounts.FindStringSubmatch(s)
	if n == nil {
		r.refuse(fCounts, "number", "「"+r.header(fCounts)+"」写的是「"+s+"」，看不出应到、实到各多少人", "写成“应到25人，实到23人”或者“25/23”")
		return
	}
	due, err1 := strconv.Atoi(n[1])
	present, err2 := strconv.Atoi(n[2])
	if err1 != nil || err2 != nil || m.dueCount >= 0 && m.dueCount != due || m.presentCount >= 0 && m.presentCount != present {
		r.refuse(fCounts, "counts", "「"+r.header(fCounts)+"」和另外的人数栏不一样", "核对人数")
		return
	}
	m.dueCount, m.presentCount = due, present
}

// dueByRoster is who is due by the roster: the branch, the group, or those with
// a Party post.
func (im *importer) dueByRoster(org party.OrgID, on party.Date, body *fact.MeetingHeld) []*person {
	roll := im.people.roll(org, on)
	switch {
	case body.Group > 0:
		return slices.DeleteFunc(roll, func(p *person) bool { return p.group != body.Group })
	case slices.Equal(body.Kinds, []party.MeetingKind{"committee"}):
		return slices.DeleteFunc(roll, func(p *person) bool { return !inCommittee(p) })
	case slices.Equal(body.Kinds, []party.MeetingKind{"group"}):
		return nil
	}
	return roll
}

func inCommittee(p *person) bool {
	for post := range p.posts {
		if isCommitteePost(post) {
			return true
		}
	}
	return false
}

// readNames reads a column of names.
func (m *muster) readNames(f field, take func(*person, sought)) {
	r := m.r
	s := r.text(f)
	if s == "" || noWords[bare(s)] {
		return
	}
	if f == fNames || f == fOnline {
		m.hasNames = true
	}
	names, stated := 0, -1
	for _, one := range splitNames(s) {
		word := bare(unbracket(one))
		if n, ok := statedCount(word); ok {
			stated = n
			continue
		}
		names++
		switch {
		case everybody[word] || m.wholeBranch(word):
			m.all = true
			continue
		case f == fAbsent && (strings.HasPrefix(word, "无") || word == "没有"):
			continue
		}
		w, ok := seek(one)
		if strings.Contains(w.note, "列席") || strings.Contains(w.note, "群众") {
			r.assume(f, "guest", "注明列席、群众的人，没有记")
			continue
		}
		if p := m.who(r.at(f), one, w, ok); p != nil {
			take(p, w)
		}
	}
	switch {
	case stated < 0 || m.all:
	case names == 0:
		r.refuse(f, "name_missing", "「"+r.header(f)+"」只写了人数，没有写姓名", "写上姓名，用顿号隔开；只有人数的，写在「应到人数」「实到人数」栏")
	case stated != names:
		r.refuse(f, "counts", fmt.Sprintf("「%s」写着共 %d 人，写出名字的是 %d 人", r.header(f), stated, names), "核对人数和姓名")
	}
}

// everybody is what people write for all members.
var everybody = map[string]bool{"全体": true, "全体党员": true, "全部": true, "全员": true, "全体人员": true, "全到": true, "全体在册党员": true, "全部到会": true, "全部参加": true}

// wholeBranch reports 柳树村党支部全体党员, of the row's own branch.
func (m *muster) wholeBranch(word string) bool {
	name, ok := strings.CutSuffix(word, "全体党员")
	return ok && m.r.im.orgs.find(name).entry == m.r.org
}

// statedCount reads 共3人, 等3人 or 3人 at the end of a list of names.
func statedCount(word string) (int, bool) {
	for _, start := range []string{"共计", "合计", "总共", "共", "等", "计"} {
		if rest, ok := strings.CutPrefix(word, start); ok {
			word = rest
			break
		}
	}
	rest, ok := strings.CutSuffix(word, "人")
	if !ok {
		return 0, false
	}
	n, ok := parseSmall(rest)
	return n, ok
}

// who finds the one member of the branch that a name means.
func (m *muster) who(cell, written string, w sought, ok bool) *person {
	r := m.r
	fit := r.im.people.find(r.org.id, w)
	switch {
	case !ok:
		r.refuseAt(cell, "name_bad", "「"+written+"」不像姓名", mendWritten(written))
	case len(fit) == 1:
		if r.onRoll(cell, fit[0], m.on) {
			return fit[0]
		}
	case len(fit) > 1:
		r.homonyms(cell, w, len(fit))
	default:
		r.stranger(cell, w)
	}
	return nil
}

// mendWritten says how to write what is no name: a reason typed behind one goes
// into brackets.
func mendWritten(written string) string {
	if name, why, ok := strings.Cut(clean(written), ":"); ok {
		if name, _, ok = personName(name); ok {
			reason, _ := reasonOf(why)
			return "缺席原因写在姓名后面的括号里，如「" + name + "(" + party.Reasons.Label(reason) + ")」；只分请假、公务、外出、其他四种"
		}
	}
	return "只写姓名，几个人用顿号隔开"
}

// guests names the column for those who are no members of the branch.
func (r *record) guests() string {
	if r.t.has(fGuests) {
		return "「列席人员」栏"
	}
	return "「列席人员」栏（没有这一栏的，加一栏）"
}

// stranger refuses a name that is not on the branch's roster.
func (r *record) stranger(cell string, w sought) {
	what := "本支部名册上没有「" + w.name + "」"
	if w.tail != "" || w.group != 0 {
		what = "本支部名册上没有「" + w.String() + "」"
	}
	if other := narrow(r.im.people.anywhere[w.name], w); len(other) == 1 {
		what += "（「" + r.im.orgs.nameOf(other[0].org) + "」有一位）"
	}
	mend := "名字写错的改正；是本支部党员的，先在党员名册里补上；不是的，删掉这一行"
	if r.t.layout.kind == Meetings {
		mend = "名字写错的改正；是本支部党员的，先在党员名册里补上；不是的，移到" + r.guests()
	}
	if like := r.im.people.alike(r.org.id, w.name); like != "" {
		mend = "是不是「" + like + "」？" + mend
	}
	r.refuseAt(cell, "not_on_roster", what, mend)
}

// reason reads why somebody was absent: behind the name, or in its own column.
func (m *muster) reason(w sought) party.Reason {
	r := m.r
	why := w.note
	if why == "" {
		why = r.text(fReason)
	}
	if why == "" && strings.Contains(r.t.grid.headerText(r.t.heading, r.t.column[fAbsent]), "请假") {
		why = "请假"
	}
	reason, told := reasonOf(why)
	if !told {
		r.assume(fAbsent, "reason_other", "缺席原因没有写，或者不属于请假、公务、外出的，记作“其他”")
	}
	return reason
}

// decide puts the row's statements together, and refuses those that do not add
// up.
func (m *muster) decide() *attendance {
	switch {
	case len(m.due) > 0:
		return m.byDueNames()
	case m.all:
		return m.byRoster("参加人员写“全体”的，按当天的名册算应到")
	case m.hasNames:
		return m.byNames()
	case m.hasAbsentCell || m.dueCount >= 0 && m.dueCount == m.presentCount:
		return m.byRoster("只写了人数或缺席人员的，按当天的名册算应到")
	case m.dueCount >= 0 || m.presentCount >= 0:
		if m.dueCount >= 0 && m.presentCount > m.dueCount {
			m.r.refuse(fPresentCount, "counts", fmt.Sprintf("实到 %d 人，比应到 %d 人还多", m.presentCount, m.dueCount), "核对两个人数")
			return nil
		}
		m.r.assume(fDueCount, "counts_only", "只写了应到、实到的人数，没有写谁缺席：会议记下，到会情况没有记")
		return nil
	}
	m.r.assume(fDay, "no_attendance", "没有写到会情况：会议记下，到会情况没有记")
	return nil
}

// byDueNames: the row lists who was due.
func (m *muster) byDueNames() *attendance {
	for _, p := range ordered(m.present) {
		if !m.due[p] {
			m.r.refuse(fNames, "not_due", "「"+p.Name+"」参加了，但是不在应到人员里", "把这个人加进「应到人员」，或者移到"+m.r.guests())
			return nil
		}
	}
	if m.hasNames {
		m.restAbsent()
	}
	return m.balance()
}

// restAbsent takes those due and named nowhere as absent.
func (m *muster) restAbsent() {
	for _, p := range ordered(m.due) {
		if _, away := m.absent[p]; !away && !m.present[p] {
			m.absent[p] = "other"
			m.r.assume(fNames, "rest_absent", "应到而没有写参加的人，算缺席，原因记作“其他”")
		}
	}
}

// byNames: the row lists who was present, and perhaps who was not.
func (m *muster) byNames() *attendance {
	for _, p := range ordered(m.present) {
		m.due[p] = true
	}
	for _, p := range ordered(m.absent) {
		m.due[p] = true
	}
	within := !slices.ContainsFunc(ordered(m.due), func(p *person) bool { return !slices.Contains(m.base, p) })
	switch {
	case m.dueCount < 0 && !m.hasAbsentCell:
		m.r.assume(fNames, "due_is_present", "没有写应到和缺席的，应到按写出来的参加人员算")
	case m.dueCount > len(m.due) && m.dueCount == len(m.base) && within && m.r.im.short[m.r.org.id] == 0:
		for _, p := range m.base {
			m.due[p] = true
		}
		m.restAbsent()
	}
	return m.balance()
}

// byRoster: the row says how many, or who was absent; the roster says who.
func (m *muster) byRoster(how string) *attendance {
	base := m.base
	if n := m.r.im.short[m.r.org.id]; n > 0 {
		m.r.refuse(fDay, "roster_short", fmt.Sprintf("「%s」的党员名册有 %d 行退回了，名册不全，算不出这一天该谁到会", m.r.org.name, n), "先改好名册里退回的行，和这一行一起再导入；或者把参加的人和缺席的人都写上姓名")
		return nil
	}
	if len(base) == 0 && (m.all || m.hasAbsentCell) {
		m.r.refuse(fDay, "no_roll", "算不出这一天该谁到会：名册上还没有人，或者没有写是第几小组", "先导入党员名册；党小组会写上组号；名册的起算日（导入时可用 --opening 定）要不晚于开会那天")
		return nil
	}
	if m.dueCount >= 0 && m.dueCount != len(base) {
		home := slices.DeleteFunc(slices.Clone(base), func(p *person) bool { return p.floating })
		if m.dueCount != len(home) {
			return m.mismatch(len(base), len(home))
		}
		base = home
		m.r.assume(fDueCount, "floating_not_due", "应到人数正好是名册减去流动党员的，流动党员不算应到")
	}
	for _, p := range base {
		m.due[p] = true
	}
	for _, p := range ordered(m.absent) {
		if !m.due[p] {
			m.r.refuse(fAbsent, "not_due", "「"+p.Name+"」这一天不在应到之列", "核对姓名；流动党员、别的党小组的人不用写")
			return nil
		}
	}
	m.r.assume(fDay, "due_by_roster", how)
	return m.balance()
}

// mismatch: the number due is not that of the roster.
func (m *muster) mismatch(all, home int) *attendance {
	if m.dueCount == m.presentCount && len(m.absent) == 0 && !m.all {
		m.r.assume(fDueCount, "counts_only", "只写了应到、实到的人数，没有写谁缺席：会议记下，到会情况没有记")
		return nil
	}
	what := fmt.Sprintf("应到写 %d 人，名册上这一天是 %d 人", m.dueCount, all)
	if home != all {
		what += fmt.Sprintf("（不算流动党员 %d 人）", home)
	}
	m.r.refuse(fDueCount, "counts", what, "核对应到人数；名册不全的先补名册；只有一部分人应到的，加一栏「应到人员」写上姓名")
	return nil
}

// balance compares the numbers with the names.
func (m *muster) balance() *attendance {
	due, present := len(m.due), len(m.due)-len(m.absent)
	switch {
	case m.dueCount >= 0 && m.dueCount != due:
		m.r.refuse(fDueCount, "counts", fmt.Sprintf("应到写 %d 人，写出名字的（参加加缺席）是 %d 人", m.dueCount, due), "核对人数；缺席的人写在「缺席人员及原因」栏，列席的移到"+m.r.guests())
		return nil
	case m.presentCount >= 0 && m.presentCount != present:
		m.r.refuse(fPresentCount, "counts", fmt.Sprintf("实到写 %d 人，按名字算是 %d 人", m.presentCount, present), "核对人数和名字；缺席的人写在「缺席人员及原因」栏")
		return nil
	}
	return &attendance{m.due, m.absent, m.online}
}
