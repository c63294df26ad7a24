package register

import (
	"qiangji/internal/core/fact"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// Schema numbers the layout and meaning of Year; it rises whenever a fold of the
// same facts would give other values.
const Schema = 4

// A Year (年度折叠) is one organisation's year up to a cut, on top of its opening
// state: everything that a measure of the vocabulary can name, and nothing else.
// Trail holds the fact ids behind it, read only to explain.
type Year struct {
	Schema   int
	Org      party.OrgID
	Name     string
	Of       int          // the calendar year
	Cut      fact.Cut     // what was seen; Cut.On is the as-of day
	Exists   party.Period // the part of the year in which the organisation exists
	Segments []Segment    // the profile, day by day, in order, covering Exists up to the as-of day
	Months   [NSeries][12]uint16
	First    [NSeries]party.Date // the day of the first that Months counts; NoDate where it counts none
	Numbers  [NNumbers]party.Decimal
	Unknown  [NNumbers]bool // nobody stated it: not zero, but what a silence comes to, if it is one that counts days
	Members  []MemberYear
	Cases    []Case  // begun by the year's end and not over a year before it; sorted by clock, then start
	Named    []Named // marks and figures of the year, honours and events up to it; sorted by kind, name, day, moment of recording
	Skips    []Skip
	Waivers  []Waiver
	Seasons  []Season  // as the branch declared them for the year, in order of day (C9)
	Settled  []Settled // what inspections found not done, by item, then day (C5)
	Stops    []Stop    // when an answer from above was waited for, by first day
	Ratings  []Rating  // decisions of this and earlier years, by year, scheme, day, moment of recording: the last stands
	Before   *Year     // the year before, for outcomes and baselines; nil if unknown
	Trail    *Trail    // nil when only scores are wanted
}

// NSeries and NNumbers are the sizes of the vocabulary.
const (
	NSeries  = 52
	NNumbers = 54
)

// A Segment is a run of days with one profile. Values are indexed by
// standard.Profile: numbers as they are, flags 0 or 1, texts as the index of the
// value in its list (领域: party.Domains, 建制: party.Levels); negative where nothing
// was recorded, see Unsaid.
type Segment struct {
	Days   party.Period
	Values [NProfile]int32
}

// NProfile is the number of profile measures.
const NProfile = 50

// A MemberYear is what rules may know of one member (CONDUCT: stage, posts, work
// class, adjustment, hours, dues, attendance; nothing else). Values are indexed
// by standard.MemberField: flags 0 or 1, 类别 as index in party.WorkClasses, 学时 in
// ten-thousandths, the rest counts; negative where nothing was recorded, see Unsaid.
type MemberYear struct {
	Member party.MemberID
	Values [NMember]int32
}

// Unsaid is how a value of the profile or of a member says that nothing was recorded
// of it: it is not known, and comes to n once silence counts as not done (C5). Of
// n = 0 nothing at all is known; any other n is the most that it may turn out to be.
func Unsaid(n int) int { return -1 - n }

// Said returns what a value comes to, and whether that was recorded.
func Said(v int32) (n int32, known bool) {
	if v < 0 {
		return -1 - v, false
	}
	return v, true
}

// NMember is the number of member measures.
const NMember = 23

// A Case is one run of a clock: Start without Done is open; Done without Start
// is a step taken without the step it needs before it. Lapse is set where the
// clock stopped without being due any more (the person left, the body closed).
type Case struct {
	Clock   standard.Clock
	Subject party.MemberID // empty: the organisation
	Start   party.Date
	Done    party.Date
	Lapse   party.Date
	Facts   [2]party.FactID
}

// NamedKind tells what a Named entry is.
type NamedKind uint8

// The named kinds.
const (
	NamedMark NamedKind = iota
	NamedFigure
	NamedHonour
	NamedEvent
)

// A Named entry is one mark, figure, honour or event of the year.
type Named struct {
	Kind   NamedKind
	Name   string
	Grade  string // mark or event grade, honour level
	Column party.Column
	Value  party.Decimal // mark or figure value; event count × 1.0000
	Valued bool          // a mark with a value, not a grade
	Judge  party.MemberID
	On     party.Date
	Year   int // marks and events: the year they are for; honours: the year they were given
	Fact   party.FactID
}

// A Skip says that a due meeting was not held.
type Skip struct {
	Series standard.Series
	Window party.Window
	Reason party.SkipReason
	Fact   party.FactID
}

// A Waiver makes an item not applicable for a run of days.
type Waiver struct {
	Item   party.ItemID
	Days   party.Period
	Reason party.WaiveReason
	Fact   party.FactID
}

// A Season is a run of days of the year that the branch declared to be busy, in
// advance: those before the declaration are left out (C9). How many days a year
// may be busy is the standard's to say.
type Season struct {
	Days party.Period
	Fact party.FactID
}

// Settled says that an inspection found an item not done: true of what was due by
// its day, and of nothing after it (C5).
type Settled struct {
	Item party.ItemID
	On   party.Date
	Fact party.FactID
}

// A Stop (等上级) is a run of days on which an answer from above is waited for: of
// each item that a 请上级帮办 names, from the day after the 15 working days allowed
// (C15); or of what was sent up, from the day of sending (C14). Its last day is the
// one before the answer, and 2199-12-31 while there is none. Those of the year and
// of the three years before it are kept.
type Stop struct {
	Days    party.Period
	Item    party.ItemID     // of a request; empty: something sent up
	Matter  party.Submission // what was sent up
	Subject party.MemberID   // whom it is about, if it is about one
	Fact    party.FactID
}

// A Rating is one recorded decision.
type Rating struct {
	Scheme party.SchemeID
	Year   int
	Level  string
	Tier   string
	By     party.DecidingBody
	On     party.Date
	Cut    party.Date
	Fact   party.FactID
}

// Trail is the second column: which facts stand behind which measure.
type Trail struct {
	Series  [NSeries][]Mention
	Numbers [NNumbers][]party.FactID
	Profile []party.FactID
	Members map[party.MemberID][]party.FactID
}

// A Mention is one occurrence of a series.
type Mention struct {
	On   party.Date
	N    uint16
	Fact party.FactID
}

// Month returns the month of the assessed year to which an entry counts, from 0:
// what is about the year but happened after its end counts from 12 on.
func (n *Named) Month() int { return (n.On.Year()-n.Year)*12 + n.On.Month() - 1 }
