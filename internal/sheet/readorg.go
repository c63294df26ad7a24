package sheet

import (
	"slices"
	"strings"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// readOrgs reads the 党组织名册: first who there is, then who stands under whom.
// An organisation whose row is refused stays in the book as broken, so that
// nobody is enrolled in a branch that does not exist.
func (im *importer) readOrgs(all []*record) {
	each(all, im.readOrg)
	each(all, im.readParent)
	for _, r := range all {
		if r.founding == nil {
			continue
		}
		r.add(r.org.founded, r.founding)
		r.org.broken = !im.valid(r)
		r.facts = nil // until place knows the day
	}
}

// readOrg reads an organisation's own row.
func (im *importer) readOrg(r *record) {
	name := compact(r.text(fOrgName))
	key := orgKey(name)
	switch {
	case name == "":
		r.refuse(fOrgName, "org_name", "没有写党组织名称", "写上全称，与公章一致")
		return
	case keyStem(key) == "":
		r.refuse(fOrgName, "org_name", "「"+name+"」看不出是哪个党组织", "写全称，如“中共某某镇某某村支部委员会”")
		return
	}
	body, founded, ok := r.orgBody(name, key)
	r.since, _ = r.day(fSecretarySince)
	if written := r.cell(fFounded) != nil; ok && written && r.since != party.NoDate && r.since < founded {
		r.refuse(fSecretarySince, "post_before", "任职日期 "+r.since.String()+" 早于党组织成立日期 "+founded.String(), "核对两个日期；成立日期没有把握的，先留空")
	}
	r.checkCredit()
	var e *orgEntry
	switch found := im.orgs.find(name); {
	case found.many != nil && (found.why == sameName || found.why == noParent):
		r.refuseUnsure(r.at(fOrgName), name, found)
		return
	case found.entry != nil && !found.loose:
		e = found.entry
	case found.loose && found.entry.cell == "" && !im.orgs.rows[found.entry.key]:
		e = found.entry
		r.assume(fOrgName, "branch_short", "「"+name+"」认作已登记的「"+e.name+"」")
	}
	switch {
	case e != nil && e.cell != "":
		r.refuse(fOrgName, "org_twice", "「"+name+"」在 "+e.cell+" 已经有一行", "两行留一行；不是同一个党组织的，把名称写全")
		return
	case e == nil:
		e = &orgEntry{id: im.ids.org(im.opts.Under, key), name: name, founded: founded, fresh: true, assumed: r.cell(fFounded) == nil, broken: !ok}
		if im.orgs.add(e); ok {
			e.form, r.founding = body.Form, body
		}
	case ok:
		r.agreesOrg(e, body, founded)
	}
	r.org, e.cell = e, r.at(fOrgName)
	if len(r.problems) == 0 {
		im.readCard(r, name)
	}
}

// orgBody reads what the fact of founding states.
func (r *record) orgBody(name, key string) (*fact.OrgFounded, party.Date, bool) {
	level, form, ok := r.setUp(name, key)
	domain, okDomain := choose(r, fDomain, party.Domains, domainWords)
	if domain == "" && okDomain {
		f := fOrgName
		if r.t.has(fDomain) {
			f = fDomain
		}
		domain, okDomain = r.guessDomain(f, name, key)
	}
	founded, okDay := r.day(fFounded)
	if !ok || !okDomain || !okDay {
		return nil, founded, false
	}
	if founded == party.NoDate {
		founded = r.opening()
		r.assume(fFounded, "org_founded", "没有写成立日期的党组织，从 "+founded.String()+" 起算")
	}
	return &fact.OrgFounded{Name: name, Level: level, Parent: r.im.opts.Under, Form: form, Domain: domain, Units: r.units(form)}, founded, true
}

// setUp reads level and form: of their own columns, else of the category, else
// of the name.
func (r *record) setUp(name, key string) (party.Level, party.Form, bool) {
	level, ok1 := choose(r, fLevel, party.Levels, levelWords)
	form, ok2 := choose(r, fForm, party.Forms, formWords)
	if s := bare(r.text(fCategory)); s != "" {
		c, known := categories[s]
		if !known && (level == "" || form == "") {
			r.refuse(fCategory, "not_in_list", "「组织类别」写的是「"+s+"」，不认识", "改成：基层党委、党总支、党支部、联合党支部、临时党支部、流动党员党支部、功能型党支部中的一个")
			return "", "", false
		}
		level, form = first(level, c.level), first(form, c.form)
	}
	if level == "" && ok1 {
		level, _ = levelOf(key)
		r.assume(fOrgName, "org_level", "没有写建制的，按名称的末尾（党委、总支、支部）算")
	}
	if form == "" && ok2 {
		form = formOf(name)
		r.assume(fOrgName, "org_form", "没有写设置方式的，名称里有联合、临时、流动、功能的照算，其余算单独设置")
	}
	return level, form, ok1 && ok2
}

func first[T comparable](a, b T) T {
	var none T
	if a != none {
		return a
	}
	return b
}

// units counts the units that a joint branch covers.
func (r *record) units(form party.Form) int {
	if form == "single" {
		return 0
	}
	if n, ok := wholeNumber(r.cell(fUnits), "个"); ok {
		return n
	}
	if names := splitNames(r.text(fUnit)); len(names) > 1 {
		return len(names)
	}
	return 0
}

// guessDomain tells the field of an organisation that has none written.
func (r *record) guessDomain(f field, name, key string) (party.Domain, bool) {
	d, how := r.im.domainFor(key)
	if d == "" {
		r.refuse(f, "org_domain", noDomain(name), mendDomain())
		return "", false
	}
	r.assume(f, "org_domain", how)
	return d, true
}

// opening is the day whose state a roster shows.
func (r *record) opening() party.Date {
	day, how := r.im.openingOf(r.t)
	if how != "" {
		r.assumeAt(r.where(), "opening", how)
	}
	return day
}

// readParent finds the organisation above, once all are known.
func (im *importer) readParent(r *record) {
	name := compact(r.text(fParent))
	if name == "" || r.org == nil {
		return
	}
	found := im.orgs.find(name)
	switch known := r.founding == nil; {
	case found.many != nil:
		r.refuseUnsure(r.at(fParent), name, found)
	case found.entry == nil:
		r.assume(fParent, "org_parent", "上级党组织不在名册里（或者那一行退回了），没有连上")
	case found.entry.isUnder(r.org):
		r.refuse(fParent, "org_parent", "上级党组织写成了自己，或者写成了自己的下级", "改成真正的上级党组织；没有的留空")
	case known && r.org.parent == found.entry.id:
	case known && r.org.parent != "":
		r.refuse(fParent, "differs", "上级党组织写的是「"+name+"」，已登记的是「"+im.orgs.nameOf(r.org.parent)+"」", "以批准文件为准核对；表写错了就改表；隶属关系变了的，"+recordBy("“隶属调整”（org.moved）"))
	default:
		r.org.up = found.entry
	}
}

// agreesOrg refuses a row that contradicts what is recorded of its organisation.
// One that a roster of members founded by its name has little recorded: the
// 党组织名册 comes first.
func (r *record) agreesOrg(e *orgEntry, body *fact.OrgFounded, founded party.Date) {
	const mend = "以批准文件为准核对；表写错了就改表。先导入了党员名册、按名称登记的：还没有正式使用的，换一个新的记录文件，先导入党组织名册；已经在用的，" + corrected
	r.assumed = slices.DeleteFunc(r.assumed, func(a assumed) bool { return a.code == "org_founded" })
	written := func(f field) bool { return r.cell(f) != nil }
	differs := func(f field, what, here, there string) {
		r.refuse(f, "differs", what+"写的是"+here+"，已登记的是"+there, mend)
	}
	if written(fDomain) && e.domain != "" && body.Domain != e.domain {
		differs(fDomain, "领域", party.Domains.Label(body.Domain), party.Domains.Label(e.domain))
	}
	if (written(fForm) || written(fCategory)) && body.Form != e.form {
		differs(r.oneOf(fForm, fCategory), "设置方式", party.Forms.Label(body.Form), party.Forms.Label(e.form))
	}
	if (written(fLevel) || written(fCategory)) && e.level != "" && body.Level != e.level {
		differs(r.oneOf(fLevel, fCategory), "建制", party.Levels.Label(body.Level), party.Levels.Label(e.level))
	}
	if written(fFounded) && founded != e.founded {
		differs(fFounded, "成立日期", " "+founded.String(), " "+e.founded.String())
	}
}

// oneOf is the field of the two that the row has.
func (r *record) oneOf(a, b field) field {
	if r.cell(a) != nil {
		return a
	}
	return b
}

// isUnder reports whether e is the other organisation, or stands under it.
func (e *orgEntry) isUnder(other *orgEntry) bool {
	for e != nil && e != other {
		e = e.up
	}
	return e == other
}

// place adds the founding, its day being final now: a day that is only assumed
// has made way for posts that are older.
func (im *importer) place(r *record) {
	if r.founding == nil {
		im.placeKnown(r)
		return
	}
	rest := r.facts
	r.facts = nil
	if r.org.up != nil && r.org.up.broken {
		r.org.up = nil
		r.assume(fParent, "org_parent", "上级党组织不在名册里（或者那一行退回了），没有连上")
	}
	im.found(r, r.founding, first(r.org.up, im.orgs.byID[im.opts.Under]))
	r.facts = append(r.facts, rest...)
	im.valid(r)
}

// placeKnown puts a recorded organisation that had no parent under one.
func (im *importer) placeKnown(r *record) {
	if r.org == nil || r.org.up == nil || r.org.up.broken {
		return
	}
	r.assume(fParent, "org_placed", "原来没有登记上级的，从两个党组织都成立了的那一天起算在上级下面")
	r.add(max(r.org.founded, r.org.up.founded), &fact.OrgMoved{Parent: r.org.up.id})
	im.valid(r)
}

// found adds the facts of an organisation's founding. One that is older than
// its present parent was put under it when that was founded.
func (im *importer) found(r *record, body *fact.OrgFounded, up *orgEntry) {
	switch {
	case up == nil:
		r.add(r.org.founded, body)
	case up.founded <= r.org.founded:
		body.Parent = up.id
		r.add(r.org.founded, body)
	default:
		body.Parent = ""
		r.add(r.org.founded, body)
		r.add(up.founded, &fact.OrgMoved{Parent: up.id})
		r.assumeAt(r.where(), "org_moved", "比现在的上级成立得早的，从上级成立那天起算在它下面")
	}
}

// readCard keeps what the national collection asks of an organisation.
func (im *importer) readCard(r *record, name string) {
	c := im.ledger.cards[r.org.id]
	old := c
	c.Org, c.Name = r.org.id, name
	for _, x := range []struct {
		to *string
		f  field
	}{
		{&c.Contact, fContact}, {&c.Phone, fOrgPhone}, {&c.Situation, fSituation}, {&c.Unit, fUnit},
		{&c.Nature, fUnitNature}, {&c.Status, fUnitStatus}, {&c.Credit, fCredit},
	} {
		if s := r.text(x.f); s != "" {
			*x.to = s
		}
	}
	c.Credit = strings.ToUpper(compact(c.Credit))
	if c != old {
		im.ledger.cards[r.org.id] = c
		r.card = &c
	}
}

// checkCredit refuses a credit code that cannot be one.
func (r *record) checkCredit() {
	s := compact(r.text(fCredit))
	if r.cell(fCredit).cutShort() || strings.HasSuffix(s, clean(asLost)) {
		r.refuse(fCredit, "credit_code", "统一社会信用代码存成了数字，后三位已经丢了，软件补不回来", "先把这一列的单元格格式设为“文本”，再照证照重新输入；没有的留空")
		return
	}
	if s == "" || r.checked() {
		return
	}
	if _, err := party.ParseCreditCode(s); err != nil {
		r.refuse(fCredit, "credit_code", err.Error(), "对照证照改正；确实就是这个代码的，在本行「已核对」栏写“是”；没有的留空")
	}
}

// readSecretary reads who the secretary is, once the rosters are known.
func (im *importer) readSecretary(r *record) {
	s := r.text(fSecretary)
	if s == "" || r.org == nil {
		r.vacant()
		return
	}
	w, ok := seek(s)
	fit := im.people.find(r.org.id, w)
	switch {
	case !ok || len(fit) == 0:
		r.assume(fSecretary, "secretary_unknown", "书记不在本支部的党员名册上，任职没有记；等名册导入以后，把这张表再导入一次就补上了")
		return
	case len(fit) > 1:
		r.assume(fSecretary, "secretary_homonym", "支部里有同名的人，书记的任职没有记；名字后面用括号写上身份证后四位，如“张三(1234)”，把这张表再导入一次就补上了")
		return
	}
	switch p := fit[0]; {
	case im.holder(r.org).member == p.Member:
	case p.stage != "full" || p.stopped:
		r.assume(fSecretary, "secretary_rights", "书记在名册上不是正式党员（或者停止了党籍），任职没有记；请核对名册")
	default:
		r.takeOffice(p, fSecretary, fSecretarySince, r.since, max(p.from(r.org.id), p.full))
		if im.valid(r) {
			im.seated(r, p, r.at(fSecretary))
		}
	}
}
