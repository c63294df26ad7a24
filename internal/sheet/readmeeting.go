package sheet

import (
	"slices"
	"strings"
	"unicode/utf8"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// readMeeting reads a row of the 会议活动台账.
func (im *importer) readMeeting(r *record) {
	on, okDay := r.day(fDay)
	if r.cell(fDay) == nil {
		r.refuse(fDay, "date_missing", "没有写日期", "补上哪一天开的，写成 2026-03-05 这样")
		okDay = false
	}
	body := &fact.MeetingHeld{}
	r.readKinds(body)
	r.readForms(body)
	if s := r.text(fGroup); s != "" && !noWords[bare(s)] {
		n, ok := groupNumber(s)
		if !ok {
			r.refuse(fGroup, "group", "「党小组」写的是「"+s+"」，看不出是第几小组", "写数字，如 1；不是党小组会的留空")
		}
		body.Group = n
	}
	if c := r.cell(fHours); c != nil && !noWords[bare(c.show())] {
		hours, ok := decimal(c, hourUnits...)
		switch {
		case !ok && manyDecimals(c, hourUnits...):
			r.refuse(fHours, "number", "「计学时」写的是"+c.quoted()+"，小数多于四位", mendDecimals)
		case !ok:
			r.refuse(fHours, "number", "「计学时」写的是"+c.quoted()+"，不是数", "写数字，如 2 或 1.5；不计学时的留空")
		}
		body.Hours = hours
	}
	if !r.findOrg() || !r.hasRoll() || !okDay || len(r.problems) > 0 {
		return
	}
	r.readYear(body, on)
	r.readLeads(body)
	if a := r.attendance(on, body); len(r.problems) == 0 {
		a.fill(body)
	}
	if len(r.problems) == 0 {
		im.meeting(r, on, body)
	}
}

// meeting adds the fact, unless the branch already has one of that kind that day.
func (im *importer) meeting(r *record, on party.Date, body *fact.MeetingHeld) {
	if !r.lives(on) {
		return
	}
	if s := r.text(fTopic); s != "" && r.t.has(fMeeting) {
		s = r.cell(fTopic).show()
		id := im.ids.textID(r.org.id, clean(s))
		body.Topics = []party.TextID{id}
		r.texts = append(r.texts, Text{ID: id, Org: r.org.id, Text: unfolded(s)})
	}
	r.add(on, body)
	if !im.once(r) || im.ledger.ids[r.facts[0].ID] {
		return
	}
	for _, kind := range body.Kinds {
		cell, there := im.ledger.meetings[meetingKey{r.org.id, on, kind, body.Group}]
		if !there || r.checked() {
			continue
		}
		r.refuse(fDay, "duplicate", "疑似重复："+earlier(cell)+"已有同一天的「"+party.MeetingKinds.Label(kind)+"」", "同一次会，两行留一行；原来记的要改，"+corrected+"；确实开了两次的，在本行「已核对」栏写“是”")
		return
	}
	if !im.valid(r) {
		return
	}
	for _, kind := range body.Kinds {
		im.ledger.meetings[meetingKey{r.org.id, on, kind, body.Group}] = r.at(fDay)
	}
}

// once sees to it that rows of this file that say the same stand for as many
// meetings: a question, and where somebody has looked, one meeting each.
func (im *importer) once(r *record) bool {
	f := &r.facts[0]
	for again := 1; ; again++ {
		cell, there := im.ledger.rows[f.ID]
		switch {
		case !there:
			im.ledger.rows[f.ID] = r.at(fDay)
			return true
		case !r.checked():
			r.refuse(fDay, "duplicate", "疑似重复：与 "+cell+" 那一行写的都一样", "重复的去掉一行；确实开了两次的，在本行「已核对」栏写“是”")
			return false
		}
		f.ID = im.ids.factID(f, again)
	}
}

// lives refuses what happened before the organisation existed; where its first
// day is only assumed, that makes way.
func (r *record) lives(on party.Date) bool {
	switch org := r.org; {
	case org.ended != party.NoDate && on >= org.ended:
		r.refuse(fDay, "after_org", "「"+org.name+"」已在 "+org.ended.String()+" 撤销或者并入别的党组织", "核对日期和支部；以后的事记在现在的党组织名下")
		return false
	case on >= org.founded:
		return true
	case org.assumed:
		org.founded = on
		return true
	}
	r.refuse(fDay, "before_org", "「"+r.org.name+"」从 "+r.org.founded.String()+" 起算，"+on.String()+" 还没有它", "核对日期；它早就成立、成立日期记晚了的，"+corrected)
	return false
}

// earlier says where something was recorded: a cell of this file, or before.
func earlier(cell string) string {
	if cell == "" {
		return "以前导入或登记的记录里"
	}
	return cell + " "
}

// readKinds reads what kinds of meeting it was, in the order of the list.
func (r *record) readKinds(body *fact.MeetingHeld) {
	f := fMeeting
	if !r.t.has(fMeeting) {
		f = fTopic
	}
	s := r.text(f)
	kinds, exact := kindsIn(s)
	switch {
	case s == "":
		r.refuse(f, "kind_missing", "没有写是什么会", "在「类别」里选一种，如“支部党员大会”")
		return
	case len(kinds) == 0:
		r.refuse(f, "kind_unknown", "「"+s+"」看不出是哪一类会议活动", r.mendKind(s))
		return
	case !exact:
		var names []string
		for _, k := range kinds {
			names = append(names, party.MeetingKinds.Label(k))
		}
		r.assume(f, "kind_within", "「"+s+"」按里面的字算作"+strings.Join(names, "、"))
	}
	body.Kinds = kinds
}

// kindsIn reads one or several kinds: separated, or as parts of a name, the
// longest first. exact is false in the latter case.
func kindsIn(s string) (kinds []party.MeetingKind, exact bool) {
	found := map[party.MeetingKind]bool{}
	exact = true
	if kind, ok := code(party.MeetingKinds, meetingWords, s); ok && kind != "" {
		return []party.MeetingKind{kind}, true
	}
	for _, one := range strings.FieldsFunc(clean(s), func(r rune) bool { return strings.ContainsRune("、,，;；+＋/暨&和与 \n", r) }) {
		if kind, ok := code(party.MeetingKinds, meetingWords, one); ok && kind != "" {
			found[kind] = true
			continue
		}
		exact = false
		rest := compact(one)
		for _, w := range kindWords {
			if strings.Contains(rest, w.word) {
				found[w.kind] = true
				rest = strings.ReplaceAll(rest, w.word, "|")
			}
		}
	}
	for _, c := range party.MeetingKinds {
		if found[c.Code] {
			kinds = append(kinds, c.Code)
		}
	}
	return kinds, exact
}

// mendKind names the kinds that share most with what is written, and all of them
// only where none does.
func (r *record) mendKind(s string) string {
	near := nearKinds(compact(s))
	if len(near) == 0 {
		return "改成其中一类：" + strings.Join(labels(party.MeetingKinds), "、")
	}
	best := "最接近的是「" + strings.Join(near, "」「") + "」，"
	if !r.t.has(fMeeting) {
		return best + "请加一栏「类别」，写明是哪一类"
	}
	return best + "是的话改成它；不是的，从「类别」的下拉框里选（模板和退回表里都有）"
}

// nearKinds is the kinds, three at most, whose words have the longest part in
// common with s, of two characters or more.
func nearKinds(s string) []string {
	best := map[party.MeetingKind]int{}
	for word, kind := range meetingWords {
		if kind != "" {
			best[kind] = max(best[kind], shared(s, word))
		}
	}
	most := 2
	for _, c := range party.MeetingKinds {
		best[c.Code] = max(best[c.Code], shared(s, c.Label))
		most = max(most, best[c.Code])
	}
	var near []string
	for _, c := range party.MeetingKinds {
		if best[c.Code] == most && len(near) < 3 {
			near = append(near, c.Label)
		}
	}
	return near
}

// shared is how many characters the longest part of both texts has; parts that
// are in every other name (党员, 会议, 研究) do not count.
func shared(a, b string) int {
	strip := strings.NewReplacer("党员", " ", "会议", " ", "活动", " ", "研究", " ", "工作", " ", "讨论", " ", "大会", " ", "召开", " ", "开展", " ", "党支部", " ", "支部", " ")
	x, y := []rune(strip.Replace(a)), []rune(strip.Replace(b))
	longest := 0
	for i := range x {
		for j := range y {
			n := 0
			for i+n < len(x) && j+n < len(y) && x[i+n] == y[j+n] && x[i+n] != ' ' {
				n++
			}
			longest = max(longest, n)
		}
	}
	return longest
}

type kindWord struct {
	word string
	kind party.MeetingKind
}

// kindWords is all words for kinds of meeting that may be looked for within a
// name, the longest first. Everyday words (学习, 走访) are too weak for that.
var kindWords = func() []kindWord {
	weak := map[string]bool{"学习": true, "走访": true, "文体": true, "支委": true, "党小组": true, "志愿活动": true, "座谈会": true, "党日": true}
	var all []kindWord
	for word, kind := range meetingWords {
		if kind != "" && !weak[word] {
			all = append(all, kindWord{word, kind})
		}
	}
	for _, c := range party.MeetingKinds {
		all = append(all, kindWord{c.Label, c.Code})
	}
	slices.SortFunc(all, func(a, b kindWord) int {
		if d := utf8.RuneCountInString(b.word) - utf8.RuneCountInString(a.word); d != 0 {
			return d
		}
		return strings.Compare(a.word, b.word)
	})
	return all
}()

func (r *record) readForms(body *fact.MeetingHeld) {
	for _, one := range splitNames(r.text(fForms)) {
		form, ok := code(party.MeetingForms, formOfMeetingWords, one)
		if !ok {
			r.assume(fForms, "form", "会议形式不在领学、讨论、议事、实践、服务里的，没有记")
			continue
		}
		if !slices.Contains(body.Forms, form) {
			body.Forms = append(body.Forms, form)
		}
	}
	slices.SortFunc(body.Forms, func(a, b party.MeetingForm) int { return party.MeetingForms.Index(a) - party.MeetingForms.Index(b) })
}

// readYear reads the assessed year of 组织生活会 and 民主评议, which is not the
// meeting's own where it is held at the beginning of the next (TR-49).
func (r *record) readYear(body *fact.MeetingHeld, on party.Date) {
	if !slices.Contains(body.Kinds, "org_life") && !slices.Contains(body.Kinds, "appraisal") {
		return
	}
	c := r.cell(fYear)
	if c == nil {
		r.assume(fDay, "assessed_year", "组织生活会、民主评议没有写评议年度，年度没有记")
		return
	}
	y, ok := wholeNumber(c, "年度", "年")
	if !ok || y > on.Year() || y < on.Year()-1 {
		r.refuse(fYear, "year", "「评议年度」写的是「"+c.said()+"」", "写四位数的年份，是开会那一年或者上一年")
		return
	}
	body.Year = y
}

// readLeads reads chair and speaker; guests from above stand on no roster.
func (r *record) readLeads(body *fact.MeetingHeld) {
	for _, x := range []struct {
		f  field
		to *party.MemberID
	}{{fChair, &body.Chair}, {fSpeaker, &body.Speaker}} {
		s := r.text(x.f)
		if s == "" {
			continue
		}
		w, ok := seek(s)
		fit := r.im.people.find(r.org.id, w)
		switch {
		case ok && len(fit) == 1:
			*x.to = fit[0].Member
		case len(fit) > 1:
			r.homonyms(r.at(x.f), w, len(fit))
		default:
			r.assume(x.f, "lead_unknown", r.header(x.f)+"不在本支部名册上的（多半是上级或外请的），没有记")
		}
	}
}

func (r *record) homonyms(cell string, w sought, n int) {
	r.refuseAt(cell, "homonyms", "本支部有"+chinese(n)+"个「"+w.name+"」，不知道是哪一位", "名字后面用括号写上身份证后四位，如「"+w.name+"(1234)」；在不同党小组的，写组号也行，如「"+w.name+"(2组)」")
}

func chinese(n int) string {
	if n < 10 {
		return []string{"零", "一", "两", "三", "四", "五", "六", "七", "八", "九"}[n]
	}
	return "好几"
}
