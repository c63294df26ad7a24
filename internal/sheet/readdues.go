package sheet

import (
	"fmt"
	"slices"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// readDues reads a row of the 党费台账: a member's year, month by month, or one
// payment.
func (im *importer) readDues(r *record) {
	p := im.payer(r)
	fixed := r.amount(fMonthly)
	var paid []payment
	if len(r.t.months) > 0 {
		paid = r.readMonths(fixed)
	} else if r.cell(fAmount) != nil || fixed < 0 {
		paid = r.readPayment()
	} else {
		r.totalAlone(fixed)
	}
	if p == nil || len(r.problems) > 0 {
		return
	}
	if fixed >= 0 {
		im.fixDues(r, p, fixed)
	}
	for _, x := range paid {
		im.pay(r, p, x)
	}
	if len(r.problems) > 0 || !im.valid(r) {
		return
	}
	for i := range r.facts {
		if b, ok := r.facts[i].Body.(*fact.DuesFixed); ok {
			im.ledger.fixed[yearKey{p.Member, b.Year}] = b.Fen
		}
	}
	for _, x := range paid {
		for _, month := range monthsBetween(x.from, x.to) {
			im.ledger.paid[monthKey{p.Member, month}] = x
		}
	}
}

// totalAlone judges a total that stands beside the monthly amount and nothing
// else: twelve times as much is what is due in a year; any other was paid, and
// it does not say when.
func (r *record) totalAlone(fixed int64) {
	switch total := r.amount(fTotal); {
	case total <= 0:
	case total == 12*fixed:
		r.assume(fTotal, "dues_year_due", "合计正好是每月应交的 12 倍、又没有各月的，算全年应交多少，没有记作已交")
	default:
		r.refuse(fTotal, "months", "写了合计 "+yuan(total)+"，没有写是哪几个月交的", "加上各月（或者各季度）的栏；一次交清的，把「"+r.header(fTotal)+"」改成「金额」，加「起月」「止月」两栏")
	}
}

// payer finds the one member the row is about.
func (im *importer) payer(r *record) *person {
	all := im.named(r, fName, party.NoDate)
	switch {
	case len(all) == 1:
		return all[0]
	case len(all) > 1:
		r.refuse(fName, "name_bad", "一格里有"+chinese(len(all))+"个姓名", "一名党员写一行")
	}
	return nil
}

// named finds the members that a column names, and with the first the branch
// where the table does not say it.
func (im *importer) named(r *record, f field, on party.Date) []*person {
	s := r.text(f)
	if s == "" {
		r.refuse(f, "name_missing", "没有写姓名", "补上姓名；不是党员的行请删掉")
		return nil
	}
	if c := r.cell(fID); c != nil {
		return im.byNumber(r, c, on)
	}
	names := splitNames(s)
	if r.branch == "" {
		r.branchByName(names)
	}
	if !r.findOrg() || !r.hasRoll() {
		return nil
	}
	m := &muster{r: r, on: on}
	var all []*person
	for _, one := range names {
		if word := bare(unbracket(one)); everybody[word] || m.wholeBranch(word) {
			all = append(all, im.everyone(r, f, on)...)
			continue
		}
		w, ok := seek(one)
		if n, found := groupNumber(r.text(fGroup)); found && w.group == 0 && w.tail == "" && len(im.people.find(r.org.id, w)) > 1 {
			w.group = n
		}
		if p := m.who(r.at(f), one, w, ok); p != nil {
			all = append(all, p)
		}
	}
	return all
}

// everyone is the members on the branch's roll on the day. Only hours of study
// may be told of all of them at once.
func (im *importer) everyone(r *record, f field, on party.Date) []*person {
	if r.t.layout.kind != Studies {
		r.refuse(f, "name_bad", "「"+r.text(f)+"」不是一个人的姓名", "一名党员写一行，写上姓名")
		return nil
	}
	roll := im.people.roll(r.org.id, on)
	if on != party.NoDate && len(roll) == 0 {
		r.refuse(f, "no_roll", "算不出「全体」是哪些人：名册上这一天还没有人", "先导入党员名册，或者把姓名写出来；名册的起算日（导入时可用 --opening 定）要不晚于学习那天")
	}
	r.assume(f, "study_by_roster", "学时写“全体”的，按当天名册上的党员每人都算")
	return slices.Clone(roll)
}

// byNumber finds a member by identity number.
func (im *importer) byNumber(r *record, c *cell, on party.Date) []*person {
	id, err := idNumber(c)
	if err != nil && (id == "" || im.people.byID[string(id)] == nil) {
		r.refuse(fID, "id_number", sayID(err), mendID(err))
		return nil
	}
	p := im.people.byID[string(id)]
	if p == nil {
		r.refuse(fID, "not_on_roster", "党员名册上没有这个身份证号（"+tail(string(id))+"）", "核对号码；是本支部党员的，先在党员名册里补上")
		return nil
	}
	if w, ok := seek(r.text(fName)); ok && w.name != p.Name {
		r.refuse(fName, "name_changed", "这个身份证号（"+tail(string(id))+"）登记的姓名是「"+p.Name+"」，这里写的是「"+w.name+"」", "对照身份证，改姓名或者改号码")
		return nil
	}
	r.org = im.orgs.byID[p.org]
	if r.org == nil || r.org.broken {
		r.refuse(fName, "not_on_roster", "「"+p.Name+"」所在的支部没有登记", "先导入党组织名册和党员名册")
		return nil
	}
	if !r.onRoll(r.at(fName), p, on) {
		return nil
	}
	return []*person{p}
}

// onRoll refuses a person who is not on the branch's roll on the day.
func (r *record) onRoll(cell string, p *person, on party.Date) bool {
	if on == party.NoDate || p.on(r.org.id, on) {
		return true
	}
	what := "「" + p.Name + "」" + on.String() + " 不在本支部名册上"
	if from := p.from(r.org.id); on < from {
		what = "「" + p.Name + "」" + on.String() + " 还不在本支部名册上（从 " + from.String() + " 起算）"
	}
	mend := "那时确实是本支部党员的，导入时用 --opening 把名册的起算日提前；不是的，删掉这一条"
	if p.cell == "" { // the roster came before, and facts are not overwritten
		mend = "那时确实是本支部党员的：还没有正式使用的，换一个新的记录文件，用 --opening 重新导入名册；已经在用的，「编入名册」的日期记晚了，" + corrected + "；不是的，删掉这一条"
	}
	r.refuseAt(cell, "before_roll", what, mend)
	return false
}

// branchByName takes the branch of the only person of that name.
func (r *record) branchByName(names []string) {
	for _, one := range names {
		w, ok := seek(one)
		if fit := narrow(r.im.people.anywhere[w.name], w); ok && len(fit) == 1 {
			r.branch = r.im.orgs.nameOf(fit[0].org)
			r.assume(fName, "branch_by_name", "没有写支部的，按名册上唯一同名的人算")
			return
		}
	}
}

// amount reads yuan; -1 where there is none or it is wrong.
func (r *record) amount(f field) int64 {
	c := r.cell(f)
	if c == nil || noWords[bare(c.show())] && bare(c.show()) != "0" {
		return -1
	}
	if c.shared {
		r.refuseShared(r.at(f))
		return -1
	}
	n, ok := fen(c)
	if !ok {
		r.refuse(f, "amount", "「"+r.header(f)+"」写的是"+c.quoted()+"，不是金额", "写数字，单位是元，最多两位小数，如 12.5")
		return -1
	}
	return n
}

// refuseShared refuses an amount that is merged over several members.
func (r *record) refuseShared(cell string) {
	r.refuseAt(cell, "amount_merged", "金额合并在几行上，不知道是每人这么多，还是几个人一共这么多", "取消合并单元格，每一行写自己的金额")
}

// duesYear is the year of months without one.
func (r *record) duesYear() (int, bool) {
	if c := r.cell(fYear); c != nil {
		y, ok := wholeNumber(c, "年度", "年")
		if !ok || y < 1921 || y > r.im.today.Year()+1 {
			r.refuse(fYear, "year", "「年度」写的是「"+c.said()+"」", "写四位数的年份，如 2026")
			return 0, false
		}
		return y, true
	}
	a, given := r.t.around, r.im.opts.Year
	switch {
	case a.years == "" && a.year != 0 && (given == 0 || given == a.year):
		r.assumeAt(r.where(), "dues_year", fmt.Sprintf("党费没有写年份的，按%s算作 %d 年", a.yearFrom, a.year))
		return a.year, true
	case a.year == 0 && a.years == "" && given != 0:
		r.assumeAt(r.where(), "dues_year", fmt.Sprintf("党费没有写年份的，按 --year 算作 %d 年", given))
		return given, true
	}
	r.refuseAt(r.where(), "date_no_year", "不知道是哪一年的党费", "加一栏「年度」，或者在标题里写明年份，或者导入时加 --year 2026")
	return 0, false
}

// readPayment reads one payment with its months.
func (r *record) readPayment() []payment {
	n := r.amount(fAmount)
	if n <= 0 {
		if len(r.problems) == 0 {
			r.refuse(fAmount, "amount", "没有写金额", "写上交了多少元；没有交的，把这一行删掉")
		}
		return nil
	}
	from, to := r.months()
	if from == "" || to == "" {
		return nil
	}
	if to < from {
		r.refuse(fTo, "months", "止月 "+to+" 早于起月 "+from, "核对两个月份")
		return nil
	}
	return []payment{{from, to, n, r.at(fAmount)}}
}

// fixDues records the monthly amount of a year, unless it is known.
func (im *importer) fixDues(r *record, p *person, fen int64) {
	year, ok := r.duesYear()
	if !ok {
		return
	}
	old, there := im.ledger.fixed[yearKey{p.Member, year}]
	switch {
	case there && old != fen:
		r.refuse(fMonthly, "differs", fmt.Sprintf("%d 年的每月应交写的是 %s，已登记的是 %s", year, yuan(fen), yuan(old)), "以核定的为准；表写错了就改表；原来记错了的，"+corrected)
		return
	case there:
		return
	}
	on := min(max(party.DateOf(year, 1, 1), p.from(r.org.id)), im.today)
	r.assume(fMonthly, "dues_fixed", "每月应交从年初（后来入册的从入册那天）起算")
	r.add(on, &fact.DuesFixed{Member: p.Member, Year: year, Fen: fen})
}

// pay records a payment, unless the month is known as paid.
func (im *importer) pay(r *record, p *person, x payment) {
	for _, month := range monthsBetween(x.from, x.to) {
		old, there := im.ledger.paid[monthKey{p.Member, month}]
		switch {
		case !there:
			continue
		case old.cell == "" && old.fen == x.fen && old.from == x.from && old.to == x.to:
			return
		}
		r.refuseAt(x.cell, "duplicate", "疑似重复：「"+p.Name+"」"+month+" 的党费，"+earlier(old.cell)+"已记了 "+yuan(old.fen), "重复的去掉一处；原来记错了的，"+corrected)
		return
	}
	on, ok := r.day(fPaidOn)
	if !ok {
		return
	}
	if on == party.NoDate {
		w, _ := party.ParseWindow(x.to) // made by when.month
		on = min(w.Period().To, im.today)
		r.assumeAt(x.cell, "dues_day", "没有写交纳日期的，按所属月份的最后一天（还没到的，按今天）记")
	}
	if !r.onRoll(x.cell, p, on) {
		return
	}
	r.add(on, &fact.DuesPaid{Member: p.Member, From: x.from, To: x.to, Fen: x.fen})
}
