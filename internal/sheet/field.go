package sheet

// A Kind (表类) is one of the five tables.
type Kind string

// The kinds.
const (
	Orgs     Kind = "orgs"     // 党组织名册
	Members  Kind = "members"  // 党员名册
	Meetings Kind = "meetings" // 会议活动台账
	Dues     Kind = "dues"     // 党费台账
	Studies  Kind = "study"    // 学时台账
)

// Kinds lists the kinds in the order in which they are read.
var Kinds = []Kind{Orgs, Members, Meetings, Dues, Studies}

// Title returns the Chinese name of the table.
func (k Kind) Title() string {
	if l := layoutOf(k); l != nil {
		return l.title
	}
	return string(k)
}

// A field is what a column means.
type field uint8

const (
	fSeq     field = iota // 序号
	fBranch               // 所在党支部
	fChecked              // 已核对: a person has looked and the value stands
	fClaimed              // 登记日期
	fPlace                // 原位置, 哪里不对, 怎么改: written by WriteRefused
	fIgnored              // known, and not kept

	fOrgName
	fParent
	fLevel
	fForm
	fCategory
	fDomain
	fFounded
	fSecretary
	fSecretarySince
	fContact
	fOrgPhone
	fSituation
	fUnit
	fUnits
	fUnitNature
	fUnitStatus
	fCredit

	fName
	fSex
	fID
	fNation
	fBirth
	fEducation
	fStage
	fAccepted
	fFull
	fClass
	fPhone
	fAddress
	fStanding
	fLost
	fLostSince
	fFloating
	fFloatSince
	fFloatTo
	fGroup
	fPost
	fPostSince

	fDay
	fMeeting
	fTopic
	fChair
	fSpeaker
	fDueCount
	fPresentCount
	fCounts
	fDueNames
	fNames
	fAbsent
	fReason
	fOnLeave
	fOnline
	fGuests
	fHours
	fYear
	fForms

	fMonthly
	fPayBase
	fMonth
	fFrom
	fTo
	fAmount
	fPaidOn
	fTotal

	fStudy
	fTier

	fieldCount
)

// A column is one column of a layout: how its header is written and what the
// template says about it.
type column struct {
	field field
	title string
	also  []string // other headers with the same meaning, bare

	width   float64  // in the template; 0: accepted, not offered
	must    bool     // marked in the template
	plain   bool     // an amount: not in text format
	several bool     // more than one choice may be written
	hint    string   // note at the header
	list    []string // choices offered
	example string
}

// A layout is what a table of one kind looks like.
type layout struct {
	kind    Kind
	title   string
	about   string    // one sentence for the explaining sheet
	needs   [][]field // of each, at least one column
	columns []column
	words   map[string]field // bare header to field
}

// common is the columns that every table may have.
var common = []column{
	{field: fSeq, title: "序号", also: []string{"编号", "序", "No", "NO", "no"}},
	{field: fChecked, title: "已核对", also: []string{"核对", "已核实", "核实", "人工核对"}},
	{field: fClaimed, title: "登记日期", also: []string{"登记时间", "填报日期", "填表日期", "录入日期", "记录日期"}},
	{field: fPlace, title: "哪里不对", also: []string{"怎么改", "原位置"}},
	{field: fIgnored, title: "备注", also: []string{"备注说明", "说明", "备考", "备注1", "备注2"}},
}

// layouts is the five tables.
var layouts = func() []*layout {
	all := []*layout{orgLayout(), memberLayout(), meetingLayout(), duesLayout(), studyLayout()}
	for _, l := range all {
		l.words = map[string]field{}
		for _, c := range append(l.columns, common...) {
			for _, word := range append([]string{c.title}, c.also...) {
				if _, taken := l.words[bare(word)]; !taken {
					l.words[bare(word)] = c.field
				}
			}
		}
	}
	return all
}()

// headerWords is every bare header of every table.
var headerWords = func() map[string]bool {
	all := map[string]bool{"应交": true, "实交": true, "应缴": true, "实缴": true}
	for _, l := range layouts {
		for word := range l.words {
			all[word] = true
		}
	}
	return all
}()

// isHeaderWord reports whether a text is a header of any table.
func isHeaderWord(s string) bool {
	if len(s) > 120 {
		return false
	}
	word := bare(s)
	return headerWords[word] || headerWords[bare(unbracket(word))]
}

func layoutOf(k Kind) *layout {
	for _, l := range layouts {
		if l.kind == k {
			return l
		}
	}
	return nil
}

// title returns the header under which the template asks for a field.
func (l *layout) header(f field) string {
	for _, c := range append(l.columns, common...) {
		if c.field == f {
			return c.title
		}
	}
	return ""
}

// fieldOf reads a header. A note in brackets is dropped if the whole is unknown.
func (l *layout) fieldOf(header string) (field, bool) {
	word := bare(header)
	if f, ok := l.words[word]; ok {
		return f, true
	}
	if short := bare(unbracket(word)); short != word && short != "" {
		f, ok := l.words[short]
		return f, ok
	}
	return 0, false
}
