package sheet

import (
	"errors"
	"slices"
	"strings"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// An entry is what a roster row says of a person.
type entry struct {
	name     string
	id       party.IDNumber
	odd      bool // the number's last character is wrong
	checked  bool // … and somebody looked
	birth    string
	stage    party.Stage
	accepted party.Date
	full     party.Date
	group    int
	class    party.WorkClass
	detail   Person // what only the persons file keeps

	stopped               bool // 停止党籍
	lost, floating        bool
	lostSince, floatSince party.Date
	posts                 []party.Post
	postSince             party.Date
}

// readMember reads a row of the 党员名册.
func (im *importer) readMember(r *record) {
	e := &entry{}
	okName := r.readName(e)
	r.readID(e)
	r.readBirth(e)
	r.readStage(e)
	r.readDetail(e)
	r.readStates(e)
	if !r.findOrg() || !okName {
		return
	}
	if len(r.problems) > 0 {
		im.askTwin(r, e)
		return
	}
	p, ok := im.meet(r, e)
	if !ok || !im.agrees(r, p, e) || !r.mayHold(e) {
		return
	}
	since := im.enroll(r, p, e)
	if !p.enrolled || p.org == r.org.id {
		im.states(r, p, e, since)
	}
	for _, post := range e.posts {
		switch {
		case post == secretary:
			r.takeOffice(p, fPost, fPostSince, e.postSince, max(since, e.full))
		case !p.posts[post]:
			r.addPost(p, post, e.postSince, max(since, e.full), fPost)
		}
	}
	if im.valid(r) {
		im.settle(r, p, e, since)
	}
}

// readName reads 姓名.
func (r *record) readName(e *entry) bool {
	written := r.text(fName)
	if written == "" {
		r.refuse(fName, "name_missing", "没有写姓名", "补上姓名；不是党员的行请删掉")
		return false
	}
	name, bracket, ok := personName(written)
	if !ok {
		r.refuse(fName, "name_bad", "「"+written+"」不像姓名", "按身份证写姓名；里面有乱码、数字或其他说明的请去掉，一格只写一个人")
		return false
	}
	if foreignGap(written) {
		r.refuse(fName, "name_gap", "「"+written+"」中间空了一格，是不是少了间隔号", "有间隔号的写成“·”；没有的去掉空格")
		return false
	}
	if bracket != "" {
		r.assume(fName, "name_bracket", "姓名后面括号里的字没有记")
	}
	if plainName := unbracket(written); plainName != name && name != "" {
		r.assume(fName, "name_mended", "姓名里的空格去掉，间隔号一律写成“·”，“同志”等称呼不记")
	}
	e.name = name
	return true
}

// readID reads the identity number and compares it with the sex.
func (r *record) readID(e *entry) {
	c := r.cell(fID)
	if c == nil {
		return
	}
	if noNumber[bare(c.show())] {
		r.assume(fID, "id_none", "身份证号写“无”“暂无”的，算没有")
		return
	}
	id, err := idNumber(c)
	if err == nil && endsInZeros(string(id)) && !r.checked() && r.t.losesNumbers() {
		err = errIDZeros
	}
	e.odd = errors.Is(err, party.ErrIDCheck)
	if e.odd && r.checked() {
		e.checked, err = true, nil
		r.assume(fID, "id_checked", "身份证号最后一位校验不符，已有人核对，照收")
	}
	e.id = id
	if err != nil {
		r.refuse(fID, "id_number", sayID(err), mendID(err))
		return
	}
	if sex := bare(r.text(fSex)); (sex == "男" || sex == "女") && sex != sexOf(id) && !r.checked() {
		r.refuse(fSex, "id_sex", "性别写的是「"+sex+"」，身份证号第 17 位是"+sexOf(id)+"性的", "对照身份证，改性别或者改号码；确实如此的，在本行「已核对」栏写“是”")
	}
}

// readBirth reads the day of birth, which may be a month only.
func (r *record) readBirth(e *entry) {
	c := r.cell(fBirth)
	if c == nil {
		if e.id != "" {
			e.birth = e.id.Birth().String()
		}
		return
	}
	w, fault := parseCell(c, r.t.grid.from1904)
	switch {
	case fault != fine || w.y == 0:
		r.refuseDate(fBirth, fault, c.said())
		return
	case w.d != 0:
		e.birth = w.date().String()
	case w.m != 0:
		e.birth = w.month()
	default:
		r.refuse(fBirth, "date_bad", "「"+r.header(fBirth)+"」只写了年份", "写成 1980-05-01；只知道年月的，写 1980-05")
		return
	}
	if e.id != "" && !strings.HasPrefix(e.id.Birth().String(), e.birth) {
		r.assume(fBirth, "birth_differs", "出生日期与身份证号里的不同，按表上写的记")
	}
}

// readStage reads 人员类别 and the two days that go with it.
func (r *record) readStage(e *entry) {
	stage, okStage := r.stage()
	accepted, ok1 := r.day(fAccepted)
	full, ok2 := r.day(fFull)
	e.stage, e.accepted, e.full = stage, accepted, full
	switch {
	case !okStage || !ok1 || !ok2:
	case stage == "" && full != party.NoDate:
		e.stage = "full"
		r.assume(fFull, "stage_from_full", "没有写人员类别、有转正日期的，算正式党员")
	case stage == "":
		r.refuse(fStage, "stage_missing", "没有写人员类别，看不出是正式党员还是预备党员", "填“正式党员”或者“预备党员”")
	case stage == "probationary" && full != party.NoDate:
		r.refuse(fFull, "stage_dates", "人员类别是预备党员，却有转正日期 "+full.String(), "已经转正的，人员类别改成“正式党员”；没有转正的，去掉转正日期")
	case stage != "full" && stage != "probationary" && (accepted != party.NoDate || full != party.NoDate):
		r.refuse(fStage, "stage_dates", "还不是党员（"+party.Stages.Label(stage)+"），却有入党或转正日期", "核对人员类别和日期，去掉一样")
	}
	r.orderDates(e)
}

// stage reads 人员类别; a roster of a unit may list people who are no members.
func (r *record) stage() (party.Stage, bool) {
	if s := bare(r.text(fStage)); outsiders[s] {
		r.refuse(fStage, "not_in_list", "「"+r.header(fStage)+"」写的是「"+s+"」，不是党员，也不在发展党员的过程中", "不是党员的，删掉这一行；写错了的，改成“正式党员”或者“预备党员”")
		return "", false
	}
	return choose(r, fStage, party.Stages, stageWords)
}

// orderDates compares birth, acceptance and full membership.
func (r *record) orderDates(e *entry) {
	if e.accepted == party.NoDate {
		return
	}
	switch {
	case e.full != party.NoDate && e.full < e.accepted:
		r.refuse(fFull, "stage_dates", "转正日期 "+e.full.String()+" 早于入党日期 "+e.accepted.String(), "核对两个日期；入党日期是支部大会接收为预备党员的那一天")
	case e.full != party.NoDate && e.full == e.accepted:
		e.accepted = party.NoDate
		r.assume(fFull, "stage_same_day", "入党日期和转正日期是同一天的（有一段时期不设预备期），只记转正日期")
	case e.stage == "full" && e.full == party.NoDate:
		r.assume(fName, "full_missing", "正式党员没有写转正日期，党龄暂时算不出来")
	}
	born := e.id.Birth()
	if born == party.NoDate {
		born, _ = party.ParseDate(e.birth)
	}
	if born != party.NoDate && e.accepted != party.NoDate && e.accepted < born.AddYears(18) && !r.checked() {
		r.refuse(fAccepted, "too_young", "入党日期 "+e.accepted.String()+" 时还不满 18 岁", "核对入党日期和出生日期；确实如此的，在本行「已核对」栏写“是”")
	}
}

// readDetail reads what is kept in the persons file only, the group and the
// class of work.
func (r *record) readDetail(e *entry) {
	d := &e.detail
	if s := bare(r.text(fSex)); s != "" {
		sex, ok := sexWords[s]
		if !ok {
			r.refuse(fSex, "not_in_list", "「性别」写的是「"+s+"」，看不懂", "填“男”或者“女”")
		}
		d.Sex = sex
	}
	if s := r.text(fNation); s != "" {
		nation, ok := nationOf(s)
		if !ok {
			r.assume(fNation, "nation", "民族不在 56 个民族的名称里，照原样保存")
		}
		d.Nation = nation
	}
	if s := r.text(fEducation); s != "" {
		education, ok := educationOf(s)
		if !ok {
			r.assume(fEducation, "education", "学历不是常见的写法，照原样保存")
		}
		d.Education = education
	}
	d.Address, d.AwayTo, d.Phone = r.text(fAddress), r.text(fFloatTo), r.phones()
	if s := r.text(fGroup); s != "" && !noWords[bare(s)] {
		n, ok := groupNumber(s)
		if !ok {
			r.refuse(fGroup, "group", "「党小组」写的是「"+s+"」，看不出是第几小组", "写数字，如 1；没有党小组的留空")
		}
		e.group = n
	}
	if s := r.text(fClass); s != "" {
		class, ok := code(party.WorkClasses, classWords, s)
		if !ok {
			r.assume(fClass, "class", "工作岗位不在可选的范围里，没有记（可选："+strings.Join(labels(party.WorkClasses), "、")+"）")
		}
		e.class = class
	}
}

var sexWords = map[string]string{"男": "男", "女": "女", "1": "男", "2": "女", "男性": "男", "女性": "女", "0": "", "9": ""}

// phones joins the numbers of all telephone columns.
func (r *record) phones() string {
	var all []string
	for _, col := range append([]int{r.t.column[fPhone]}, r.t.phones...) {
		if c := r.cellAt(col); c != nil {
			if s := compact(c.show()); !slices.Contains(all, s) {
				all = append(all, s)
			}
		}
	}
	return strings.Join(all, "、")
}

// readStates reads 党籍状态, 失联, 流动 and the post.
func (r *record) readStates(e *entry) {
	if s := bare(r.text(fStanding)); s == "停止党籍" || s == "停止" {
		e.stopped = true
	} else if !noWords[s] {
		r.refuse(fStanding, "not_in_list", "「党籍状态」写的是「"+s+"」，看不懂", "填“正常”或者“停止党籍”")
	}
	e.lost, e.floating = r.flag(fLost), r.flag(fFloating)
	e.lostSince, _ = r.day(fLostSince)
	e.floatSince, _ = r.day(fFloatSince)
	e.postSince, _ = r.day(fPostSince)
	s := r.text(fPost)
	if noPost[bare(s)] {
		return
	}
	for _, one := range splitNames(s) {
		post, known := code(party.Posts, postWords, one)
		switch {
		case noPost[bare(one)]:
		case known:
			e.posts = append(e.posts, post)
		default:
			r.assume(fPost, "post", "职务不是党内职务的，没有记")
		}
	}
}

// states adds what the row says beside membership and is not known yet.
func (im *importer) states(r *record, p *person, e *entry, since party.Date) {
	if e.stopped && !p.stopped {
		r.assume(fStanding, "standing_since", "停止党籍没有写从哪一天起，从入册那天记")
		r.add(since, &fact.MemberStanding{Member: p.Member, State: "suspended"})
	}
	for _, x := range []struct {
		f     field
		is    bool
		have  bool
		from  party.Date
		state party.Away
	}{
		{fLost, e.lost, p.lost, e.lostSince, "lost"},
		{fFloating, e.floating, p.floating, e.floatSince, "floating"},
	} {
		if !x.is || x.have {
			continue
		}
		if x.from == party.NoDate {
			r.assume(x.f, "away_since", "失联、流动没有写从哪一天起的，从入册那天记")
		}
		r.add(max(x.from, since), &fact.MemberAway{Member: p.Member, State: x.state})
	}
}

// mayHold refuses posts that the person cannot have held.
func (r *record) mayHold(e *entry) bool {
	if len(e.posts) == 0 {
		return true
	}
	committee := slices.ContainsFunc(e.posts, isCommitteePost)
	switch since := e.postSince; {
	case committee && (e.stage != "full" || e.stopped):
		r.refuse(fPost, "post_rights", "不是正式党员（或者停止了党籍），不能担任"+party.Posts.Label(e.posts[0]), "核对人员类别和职务")
	case since == party.NoDate:
		return true
	case since < e.accepted || committee && since < e.full:
		r.refuse(fPostSince, "post_before", "任职日期 "+since.String()+" 早于入党或转正日期", "核对几个日期")
	case r.org.cell != "" && !r.org.assumed && since < r.org.founded:
		r.refuse(fPostSince, "post_before", "任职日期 "+since.String()+" 早于支部成立日期 "+r.org.founded.String(), "核对两个日期")
	default:
		return true
	}
	return false
}

// isCommitteePost reports the posts of a branch committee.
func isCommitteePost(p party.Post) bool {
	i := party.Posts.Index(p)
	return i >= 0 && i <= party.Posts.Index("member")
}

// addPost records that a person holds a post; of the two days the second is
// taken where the first is not written. A branch whose founding day is only
// assumed is as old as its oldest post.
func (r *record) addPost(p *person, post party.Post, since, or party.Date, f field) {
	if lent(r.org.form) && isCommitteePost(post) {
		// The register counts no second member as eligible (TR-24).
		r.assume(f, "post_second", "临时、流动、功能型党支部的职务没有记：组织关系不在这里")
		return
	}
	if since == party.NoDate {
		since = or
		r.assume(f, "post_since", "没有写任职日期的，从 "+since.String()+" 起算")
	}
	switch org := r.org; {
	case since >= org.founded:
	case org.assumed:
		org.founded = since
	default:
		since = org.founded
		r.assume(f, "post_clipped", "任职日期早于已登记的成立日期的，从成立那天起算")
	}
	if p.full > since {
		since = p.full
		r.assume(f, "post_full", "任职日期早于转正日期的，从转正那天起算")
	}
	r.add(since, &fact.PostTaken{Member: p.Member, Post: post})
}
