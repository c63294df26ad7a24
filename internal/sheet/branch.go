package sheet

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// noteNames collects the names of organisations in the file, with the first
// row of a 党员名册 that mentions each. A ledger founds nothing: what it tells
// needs a roster to rest on.
func (im *importer) noteNames(records map[Kind][]*record) error {
	for _, k := range Kinds {
		for _, r := range records[k] {
			name := r.branch
			if k == Orgs {
				name = r.text(fOrgName)
			}
			if name == "" {
				continue
			}
			im.orgs.note(orgKey(name))
			if k == Orgs {
				im.orgs.rows[orgKey(name)] = true
			}
			if k == Members && im.mentions[name] == nil {
				im.mentions[name] = r
			}
			if len(im.orgs.written) > maxOrgs {
				return tooLarge(fmt.Sprintf("文件里写的党组织名称超过 %d 个，比一个市的支部还多，不像名册。请核对「所在党支部」「党组织名称」这一栏；确实这么多的，按县（区）拆成几个文件，再分别导入", maxOrgs))
			}
		}
	}
	return nil
}

// implyOrgs founds the branches that only rosters of members mention: the fuller
// names first, so that a short one finds its full form whatever the order of
// the rows.
func (im *importer) implyOrgs() {
	im.orgs.forget()
	names := slices.SortedFunc(maps.Keys(im.mentions), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(orgKey(b)), len(orgKey(a))), cmp.Compare(len(b), len(a)), cmp.Compare(a, b))
	})
	for _, name := range names {
		if found := im.orgs.find(name); found.entry == nil && found.many == nil {
			im.imply(compact(name), im.mentions[name])
		}
	}
}

// imply founds one branch, if its name tells its level and its field.
func (im *importer) imply(name string, r *record) {
	key := orgKey(name)
	level, ok := levelOf(key)
	domain, how := im.domainFor(key)
	if !ok || domain == "" {
		return
	}
	day, since := im.openingOf(r.t)
	e := &orgEntry{id: im.ids.org(im.opts.Under, key), name: name, founded: day, fresh: true, assumed: true, form: formOf(name)}
	e.pending = &fact.OrgFounded{Name: name, Level: level, Parent: im.opts.Under, Form: formOf(name), Domain: domain}
	e.how = []assumed{
		{"org_implied", "党组织名册里没有「" + name + "」，按名称登记，从名册起算日（有更早的任职等记录的，从那一天）起算", r.branchAt},
		{"org_domain", how, r.branchAt},
	}
	if since != "" {
		e.how = append(e.how, assumed{"opening", since, r.branchAt})
	}
	im.orgs.add(e)
}

// domainFor tells the field of an organisation by its name, else by the
// options, and how.
func (im *importer) domainFor(key string) (party.Domain, string) {
	if d, ok := domainOf(key); ok {
		return d, "没有写领域的，按名称算（村、社区、离退休、流动党员）"
	}
	if d := im.opts.Domain; d != "" {
		return d, "没有写领域的，按 --domain 算作「" + party.Domains.Label(d) + "」"
	}
	return "", ""
}

func noDomain(name string) string { return "不知道「" + name + "」属于哪个领域" }

func mendDomain() string {
	return "在党组织名册里给它写上「领域」：" + strings.Join(labels(party.Domains), "、") + "；全部是一个领域的，也可以导入时加 --domain"
}

// openingOf is the day from which a roster holds, and how it is known: it is
// given, or stands over the roster, or is the 1 January of the roster's year or
// of the first year that the ledgers in this file speak of, whichever is earlier.
// What happened before it cannot rest on the roster.
func (im *importer) openingOf(t *table) (party.Date, string) {
	if im.opts.Opening != party.NoDate {
		return im.opts.Opening, ""
	}
	if t.around.opening != party.NoDate {
		return min(t.around.opening, im.today), ""
	}
	year := first(im.opts.Year, first(t.around.year, im.today.Year()))
	if im.earliest != 0 {
		year = min(year, im.earliest)
	}
	day := min(party.DateOf(year, 1, 1), im.today)
	return day, "名册没有写从哪一天起算，从 " + day.String() + " 起算；要从别的日子起算，导入时加 --opening"
}

// noteYears finds the first year that the ledgers speak of.
func (im *importer) noteYears(records map[Kind][]*record) {
	for _, k := range []Kind{Meetings, Dues, Studies} {
		for _, r := range records[k] {
			for _, f := range []field{fDay, fPaidOn, fFrom, fMonth} {
				im.noteYear(r, r.cell(f))
			}
			if c := r.cell(fYear); c != nil && k == Dues {
				im.noteYear(r, c)
			}
		}
	}
}

func (im *importer) noteYear(r *record, c *cell) {
	if c == nil {
		return
	}
	w, fault := parseCell(c, r.t.grid.from1904)
	y := first(w.y, r.t.around.year)
	if fault == fine && y >= 1949 && y <= im.today.Year() && (im.earliest == 0 || y < im.earliest) {
		im.earliest = y
	}
}

// findOrg finds the row's organisation.
func (r *record) findOrg() bool {
	if r.branch == "" {
		mend := "加一栏「所在党支部」，每行写上支部全称；或者在表的标题里写上支部名称"
		if r.t.has(fBranch) {
			mend = "在这一格写上支部全称；和上一行是同一个支部的，选中这几格向下填充，或者写“同上”"
		}
		r.refuseAt(r.branchAt, "branch_missing", "不知道这一行是哪个支部的", mend)
		return false
	}
	found := r.im.orgs.find(r.branch)
	switch {
	case found.many != nil:
		r.refuseUnsure(r.branchAt, r.branch, found)
		return false
	case found.entry == nil:
		r.refuseBranch(compact(r.branch))
		return false
	case found.entry.broken:
		r.refuseAt(r.branchAt, "branch_refused", "所在支部「"+found.entry.name+"」在党组织名册里的那一行（"+found.entry.cell+"）退回了", "先改好那一行，再和这一行一起导入")
		return false
	case found.loose:
		r.assumeAt(r.branchAt, "branch_short", "「"+r.branch+"」认作「"+found.entry.name+"」")
	}
	if r.branchFrom != "" {
		r.assumeAt(r.branchAt, "branch_from", "没有写支部的，按"+r.branchFrom+"算作「"+found.entry.name+"」")
	}
	r.org = found.entry
	return true
}

// refuseUnsure says why a name is not taken for that of an organisation, and how
// to write it so that it is.
func (r *record) refuseUnsure(cell, name string, found orgFound) {
	names := make([]string, 0, len(found.many))
	for _, e := range found.many[:min(len(found.many), 4)] {
		names = append(names, e.name)
	}
	what := fmt.Sprintf("「%s」对得上 %d 个党组织：%s", name, len(found.many), strings.Join(names, "、"))
	mend := "写支部全称，与党组织名册上的一样"
	switch found.why {
	case sameName:
		mend = "这几个党组织名称一样：导入时加 --under，写上交这份表的党组织（乡镇党委等）的编号"
	case nearName:
		what = "「" + name + "」和「" + names[0] + "」只差前面几个字，不知道是不是同一个党组织"
		mend = "是同一个的，写成一样的全称；不是的，把所在的乡镇、单位也写上，如“某某镇某某村党支部”，或者先导入党组织名册，两个各写一行"
	case noParent:
		what = "已经登记的「" + names[0] + "」没有上级党组织，不知道是不是 --under 写的党组织下面的这一个"
		mend = "是同一个的，去掉 --under 再导入；不是的，先把已登记的那一个的上级写进党组织名册导入，再导入这一份"
	}
	r.refuseAt(cell, "branch_ambiguous", what, mend)
}

// refuseBranch says why a branch is not known and could not be founded.
func (r *record) refuseBranch(name string) {
	if _, ok := levelOf(orgKey(name)); !ok {
		r.refuseAt(r.branchAt, "branch_name", "「"+name+"」看不出是哪个党支部", "写支部全称，如“某某村党支部”，与党组织名册上的一样")
		return
	}
	if r.t.layout.kind != Members {
		r.refuseAt(r.branchAt, "branch_unknown", "「"+name+"」还没有登记：党组织名册、党员名册里都没有它", inOrder)
		return
	}
	r.refuseAt(r.branchAt, "org_domain", noDomain(name), mendDomain())
}

// inOrder says what comes before what.
const inOrder = "先导入党组织名册和党员名册，再导入这张表；或者放在一个文件里一起导入（次序不要紧）。名称写得不一样的，改成名册上的名称"

// hasRoll refuses what a ledger tells of a branch of which nobody is known: who
// was there and who paid could not be found again later.
func (r *record) hasRoll() bool {
	if len(r.im.people.byOrg[r.org.id]) > 0 {
		return true
	}
	r.refuseAt(r.branchAt, "roster_missing", "「"+r.org.name+"」的党员名册还没有导入，不知道有哪些党员", inOrder)
	return false
}
