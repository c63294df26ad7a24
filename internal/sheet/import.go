package sheet

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// Importer signs imported facts where Options.By names nobody.
const Importer party.MemberID = "m-import"

// Options is what Import cannot know from the file.
type Options struct {
	Now     time.Time      // the moment of recording: At of every fact; required
	Key     []byte         // of the identifiers, from the persons file; MinKey bytes or more
	By      party.MemberID // who records; empty: Importer
	Year    int            // of days written without a year; 0: not given
	Opening party.Date     // the day from which the rosters hold; NoDate: a 1 January, see openingOf
	Under   party.OrgID    // the organisation that hands the file in: parent of branches without one
	Domain  party.Domain   // of branches whose field is written nowhere
	Known   Known          // what is recorded already

	// PersonKey is of the identifiers of persons who are not known yet; nil: Key. One
	// that is drawn for this import and thrown away leaves nobody, not even whoever
	// holds Key, able to tell from an identifier whose it was.
	PersonKey []byte
}

// Import reads a workbook and says how every row of it ended. It writes
// nothing. What cannot be read as a whole (encrypted, hostile, no table at all)
// is an error of kind Invalid or TooLarge whose text says what to do.
func Import(src Source, opts Options) (*Report, error) {
	if err := opts.check(); err != nil {
		return nil, err
	}
	grids, err := read(src)
	if err != nil {
		return nil, err
	}
	im := newImporter(src, opts)
	tables := im.locate(grids)
	if len(tables) == 0 {
		return nil, invalid(im.nothingFound())
	}
	im.recall(opts.Known)
	if opts.Under != "" && im.orgs.byID[opts.Under] == nil {
		return nil, invalid("--under 写的是 " + string(opts.Under) + "，已有的记录里没有这个党组织。编号在记录文件里：先导入党组织名册，再照抄它的编号（o- 开头）")
	}
	if err := im.run(tables); err != nil {
		return nil, err
	}
	im.noteWho(grids)
	im.report.order()
	return im.report, nil
}

func (o *Options) check() error {
	switch {
	case len(o.Key) < MinKey, o.PersonKey != nil && len(o.PersonKey) < MinKey:
		return errs.E(opImport, errs.Invalid, "缺少人员编号的密钥，导入没有开始", nil)
	case o.Now.IsZero():
		return errs.E(opImport, errs.Invalid, "缺少登记时间，导入没有开始", nil)
	case o.Opening > party.DateIn(o.Now):
		return errs.E(opImport, errs.Invalid, "--opening 写的是 "+o.Opening.String()+"，这一天还没有到；名册是哪一天的情况，就写哪一天", nil)
	case o.Year != 0 && (o.Year < 1921 || o.Year > 2199):
		return errs.E(opImport, errs.Invalid, fmt.Sprintf("--year 写的是 %d，应当是四位数的年份，如 2026", o.Year), nil)
	case o.Domain != "" && !party.Domains.Has(o.Domain):
		return errs.E(opImport, errs.Invalid, "领域只能是："+party.Domains.Names(), nil)
	}
	return nil
}

// An importer is one run of Import.
type importer struct {
	opts   Options
	digest party.Digest
	at     time.Time
	today  party.Date
	ids    idents
	who    idents // of persons
	orgs   *orgBook
	people *peopleBook
	ledger *ledger
	texts  map[party.TextID]bool
	report *Report

	mentions map[string]*record  // names of branches, and the first row with each
	short    map[party.OrgID]int // refused rows in the rosters of this file
	earliest int                 // year of the first event in the ledgers; 0: none
}

func newImporter(src Source, opts Options) *importer {
	if opts.By == "" {
		opts.By = Importer
	}
	d := digest(src.Data)
	ids, who := newIdents(opts.Key), newIdents(opts.Key)
	if opts.PersonKey != nil {
		who = newIdents(opts.PersonKey)
	}
	return &importer{
		opts: opts, digest: d, at: opts.Now.UTC().Truncate(time.Second), today: party.DateIn(opts.Now),
		ids: ids, who: who, orgs: newOrgBook(opts.Under), people: newPeopleBook(),
		texts: map[party.TextID]bool{}, mentions: map[string]*record{}, short: map[party.OrgID]int{}, report: &Report{File: src.Name, Digest: d, year: opts.Year, openings: map[*table]party.Date{}},
	}
}

// locate finds the tables and notes the sheets that hold none.
func (im *importer) locate(grids []*grid) []*table {
	var all []*table
	for _, g := range grids {
		if g.ours() {
			continue
		}
		tables, near := findTables(g)
		if len(tables) == 0 && len(g.lines) > 0 {
			im.report.Unread = append(im.report.Unread, unreadSheet(g, near))
		}
		all = append(all, tables...)
	}
	return all
}

// guideSheet is the sheet that templates carry beside the tables.
const guideSheet = "填写说明"

// ours reports whether the sheet is the explaining one of our own templates.
func (g *grid) ours() bool {
	c := g.at(0, 0)
	return g.name == guideSheet && c != nil && c.text == guideSheet
}

func unreadSheet(g *grid, near *heading) Unread {
	u := Unread{Sheet: g.name, Text: "没有认出是哪一种表：前 40 行里找不到认识的表头", Mend: "如果这张表要导入，请把表头改成模板里的名称；不要导入的，不用管它"}
	switch kind := kindIn(g.contextText(0, min(len(g.lines), 3))); {
	case kind == Studies && (near == nil || near.layout.kind != Studies):
		u.Text = "看标题像是学时台账，但是没有学时台账的表头，没有当作别的表来读"
		u.Mend = "改成一人一次一行，要有「姓名」「日期」「学习形式」「学时」四栏；一门课一栏、一个月一栏的，拆成几行"
		return u
	case kind == Meetings && (near == nil || near.layout.kind != Meetings):
		u.Text = "看标题像是会议活动台账，但是没有会议活动台账的表头，没有当作别的表来读"
		u.Mend = "改成一次会一行，要有「日期」「类别」两栏；一人一行、一次会一栏的签到表，复制以后“选择性粘贴—转置”，再把第一栏分成「日期」和「类别」"
		return u
	case near == nil:
		return u
	case near.layout.kind == Dues && len(near.months) > 0:
		u.Text = fmt.Sprintf("像是党费台账（表头在第 %d 行），但是标题、工作表名和文件名里都没有“党费”，不知道各月写的是不是钱", g.lines[near.first].num)
		u.Mend = "是党费的，在标题里写上“党费”，或者加一栏「每月应交」，再导入；不要导入的，不用管它"
		return u
	}
	var lack []string
	for _, f := range near.missing() {
		lack = append(lack, "「"+near.layout.header(f)+"」")
	}
	u.Text = fmt.Sprintf("像是%s（表头在第 %d 行），但是缺少 %s 这一栏", near.layout.title, g.lines[near.first].num, strings.Join(lack, "、"))
	u.Mend = "把这一栏补上，或者把意思相同的那一栏改成这个名称，再导入；不要导入的，不用管它"
	return u
}

func (im *importer) nothingFound() string {
	s := "文件里没有认出要导入的表。能认的有：党组织名册、党员名册、会议活动台账、党费台账、学时台账；可以先用 bin/qiangji template --out 模板.xlsx 取一份模板对照表头"
	for _, u := range im.report.Unread {
		s += "\n「" + u.Sheet + "」" + u.Text
	}
	return s
}

// run goes through the tables, kind by kind: who there is before what they did.
func (im *importer) run(tables []*table) error {
	records := map[Kind][]*record{}
	im.report.Tables = make([]Table, len(tables))
	for i, t := range tables {
		im.report.Tables[i] = t.describe()
		t.fillMerged()
		records[t.layout.kind] = append(records[t.layout.kind], im.records(t, &im.report.Tables[i])...)
	}
	if err := im.noteNames(records); err != nil {
		return err
	}
	im.noteYears(records)
	im.readOrgs(records[Orgs])
	im.implyOrgs()
	each(records[Members], im.readMember)
	im.noteShort(records[Members])
	each(records[Orgs], im.readSecretary)
	im.readHeads(records[Meetings])
	each(records[Meetings], im.readMeeting)
	each(records[Dues], im.readDues)
	each(records[Studies], im.readStudy)
	each(records[Orgs], im.place)
	var all []*record
	for _, k := range Kinds {
		all = append(all, records[k]...)
	}
	im.admit(all)
	for _, r := range all {
		im.commit(r)
	}
	im.account(records)
	return nil
}

// noteWho keeps what the report's JSON must not show (see cloak).
func (im *importer) noteWho(grids []*grid) {
	for _, g := range grids {
		im.report.sheets = append(im.report.sheets, g.name)
	}
	im.report.people = map[string]bool{}
	for name := range im.people.anywhere {
		im.report.people[name] = true
	}
	for _, x := range im.report.refused {
		r := &record{t: x.t, l: x.l}
		if name, _, ok := personName(r.text(fName)); ok {
			im.report.people[name] = true
		}
	}
}

func each(all []*record, do func(*record)) {
	for _, r := range all {
		if len(r.problems) == 0 {
			do(r)
		}
	}
}

// noteShort counts the refused rows in the roster of each branch: who is due
// cannot be told from a roster that is known to be short.
func (im *importer) noteShort(members []*record) {
	for _, r := range members {
		if len(r.problems) == 0 {
			continue
		}
		org := r.org
		if org == nil && r.branch != "" {
			org = im.orgs.find(r.branch).entry
		}
		if org != nil {
			im.short[org.id]++
		}
	}
}

// account lists the rows in the order of the file.
func (im *importer) account(records map[Kind][]*record) {
	byTable := map[*Table][]*record{}
	for _, all := range records {
		for _, r := range all {
			byTable[r.account] = append(byTable[r.account], r)
		}
	}
	for i := range im.report.Tables {
		for _, r := range byTable[&im.report.Tables[i]] {
			row := Row{Sheet: r.t.grid.name, Row: r.l.num, Kind: r.t.layout.kind, Status: r.status, Problems: r.problems}
			im.report.Rows = append(im.report.Rows, row)
			im.report.Counts.add(r.status)
			r.account.Rows.add(r.status)
			if r.status == RowRefused {
				im.report.openings[r.t], _ = im.openingOf(r.t)
				im.report.refused = append(im.report.refused, refusal{r.t, r.l, r.problems, r.branch, r.branchFrom})
			}
		}
	}
}

// commit settles a row: what it brings is new, or known already.
func (im *importer) commit(r *record) {
	if len(r.problems) > 0 {
		r.status = RowRefused
		return
	}
	for i, a := range r.assumed {
		if !slices.Contains(r.assumed[:i], a) {
			im.report.assume(a.code, a.text, a.cell)
		}
	}
	r.status = RowKnown
	for i := range r.facts {
		if f := r.facts[i]; !im.ledger.ids[f.ID] {
			im.ledger.ids[f.ID] = true
			im.report.Facts = append(im.report.Facts, f)
			r.status = RowTaken
		}
	}
	if r.person != nil {
		im.report.Persons = append(im.report.Persons, *r.person)
		r.status = RowTaken
	}
	if r.card != nil {
		im.report.Cards = append(im.report.Cards, *r.card)
		r.status = RowTaken
	}
	if r.status == RowTaken {
		im.addTexts(r)
	}
}

func (im *importer) addTexts(r *record) {
	for _, t := range r.texts {
		if !im.texts[t.ID] {
			im.texts[t.ID] = true
			im.report.Texts = append(im.report.Texts, t)
		}
	}
}

// valid is the last guard: what package fact would not take is refused here,
// before the row leaves a trace in the books.
func (im *importer) valid(r *record) bool {
	for i := range r.facts {
		for _, p := range fact.Validate(r.facts[i]) {
			r.refuseAt(r.where(), "invalid", p.Message, "按提示改正这一行，再导入")
		}
	}
	return len(r.problems) == 0
}

// fact makes a fact of this file's row.
func (im *importer) fact(org party.OrgID, on party.Date, body fact.Body, row int) fact.Fact {
	f := fact.Fact{
		Org: org, On: on, At: im.at, By: im.opts.By, Proxy: true, Body: body,
		Origin: &fact.Origin{File: im.digest, Row: row},
	}
	f.ID = im.ids.factID(&f, 0)
	return f
}
