package standard

import "qiangji/internal/party"

// A Scheme (定级方案) says how items become a score and a score a computed band.
// A band is not a star: only a person's recorded decision gives one (C3).
type Scheme struct {
	Title     string        `yaml:"title"`
	Authority string        `yaml:"authority"` // the document that authorises it (C12)
	Rides     string        `yaml:"rides_on"`  // the lawful yearly assessment it rides on (C12)
	Ends      party.Date    `yaml:"ends"`
	Max       string        `yaml:"max"`
	Base      string        `yaml:"base"`           // where the total starts; default 0 (M43)
	Every     party.Cadence `yaml:"every"`          // default year
	Years     int           `yaml:"years"`          // how many years one rating covers; default 1
	Closing   int           `yaml:"closing"`        // months after the period until which silence stays unknown (C5)
	Unknown   string        `yaml:"unknown"`        // share of due points above which it is 数据不足; default 1/3
	Scale     *int          `yaml:"scale"`          // decimals of an item; default 2
	Rounding  string        `yaml:"rounding"`       // half_up (default), down, up
	Ceiling   int           `yaml:"burden_ceiling"` // items asked of a branch with fewer than 7 full members; default 15 (C8)
	Room      int           `yaml:"choices"`        // 自选 items, 1 to 3 (C9)
	Seasons   *int          `yaml:"season_days"`    // days a year that a branch may declare busy, 0 to MostSeasonDays; default SeasonDays (C9)
	Sizes     []Size        `yaml:"sizes"`          // comparison groups by size (C6)
	Parts     []Part        `yaml:"parts"`
	Compose   Compose       `yaml:"compose"`
	Levels    []Level       `yaml:"levels"` // best first
	Below     string        `yaml:"below"`  // what a total below the last line is called, for example 不定级
	Tiers     []Level       `yaml:"tiers"`
	Vetoes    []Veto        `yaml:"vetoes"`
	Exempt    []Exemption   `yaml:"exempt"`
	Gates     []Gate        `yaml:"gates"`
	Quotas    []Quota       `yaml:"quotas"`
	Advance   *Advance      `yaml:"advance"`
	Direct    []Direct      `yaml:"direct"`
	Publicity *Publicity    `yaml:"publicity"`
	Follow    []Consequence `yaml:"follow"`
	Engine    int           `yaml:"engine"` // meaning of the language; default 1
}

// How many days a year a branch may declare busy: by default four months, and
// never more than half a year, so that seasons cannot empty it (C9).
const (
	SeasonDays     = 120
	MostSeasonDays = 180
)

// A Size is a band of branch sizes that compare with one another.
type Size struct {
	Name string `yaml:"name"`
	If   string `yaml:"if"`
}

// A Part (部分) groups items; its Points are the maximum of their sum (checked).
// With Weight the part is scored out of Points and then weighted (M22).
type Part struct {
	ID      string         `yaml:"id"`
	Title   string         `yaml:"title"`
	Points  string         `yaml:"points"`
	Weight  string         `yaml:"weight"`
	Floor   string         `yaml:"floor"`
	Cap     string         `yaml:"cap"`     // of the sum, for 加分 parts (M17)
	Line    string         `yaml:"line"`    // for stars scored one by one (M25)
	Bonus   bool           `yaml:"bonus"`   // not within the scheme's maximum
	Column  string         `yaml:"column"`  // whose column this part is (M21: sources)
	Domains []party.Domain `yaml:"domains"` // 个性 parts (M24)
	Reading string         `yaml:"reading"` // how a contradiction of the published text was read
}

// Compose says how parts make a total: sum (default), weighted (each part as a
// share of its points × weight, M21, M22), multiply (the sum × Factor, M23), or
// stars (each part is a star with its own line, M25).
type Compose struct {
	How    string `yaml:"how"`
	Factor string `yaml:"factor"`
	Min    string `yaml:"min"`
	Max    string `yaml:"max"`
	Floor  string `yaml:"floor"`
	Cap    string `yaml:"cap"` // "none": no upper limit (M44)
}

// A Level (等级) is reached from From points (included); the next better level's
// From is not included. If adds conditions that must hold beside (M58).
type Level struct {
	Name string `yaml:"name"`
	From string `yaml:"from"`
	If   string `yaml:"if"`
}

// A Veto (否决) has one of four effects on the total: zero (M18a), bar (not
// assessed, M18b), cap (no better than Level, M18c), force (exactly Level, M18d).
type Veto struct {
	ID     string    `yaml:"id"`
	What   string    `yaml:"what"`
	If     string    `yaml:"if"`
	Effect string    `yaml:"effect"`
	Level  string    `yaml:"level"`
	Back   int       `yaml:"back"` // years looked back beside the assessed one
	Source SourceRef `yaml:"source"`
}

// An Exemption (豁免) takes an organisation out of the assessment (M30); with
// SelfOnly it still scores itself but has no band.
type Exemption struct {
	What     string `yaml:"what"`
	If       string `yaml:"if"`
	SelfOnly bool   `yaml:"self_only"`
}

// A Gate is a condition of validity: participation (M38) or satisfaction (M39).
// Effect: invalid (no band until it holds), cap (no better than Level), minus
// (deduct Minus).
type Gate struct {
	What   string `yaml:"what"`
	If     string `yaml:"if"` // must hold
	Effect string `yaml:"effect"`
	Level  string `yaml:"level"`
	Minus  string `yaml:"minus"`
}

// A Quota (限额) limits how many may reach a level (M20). Everything must be
// declared: base, rounding, overflow and ties. Off by default.
type Quota struct {
	Level    string `yaml:"level"`
	Share    string `yaml:"share"`
	Sense    string `yaml:"sense"`     // at_most, about, at_least, exactly
	Base     string `yaml:"base"`      // assessed or all
	Rounding string `yaml:"rounding"`  // down, up, half_up
	Overflow string `yaml:"overflow"`  // next_level or none
	Ties     string `yaml:"ties"`      // all_in, all_out, or an expression that breaks them
	Above    bool   `yaml:"and_above"` // of this level and all better ones together
	On       bool   `yaml:"on"`
}

// Advance is stepwise promotion (M34): a level needs the level below, held for
// Years years; OneStep forbids leaps.
type Advance struct {
	OneStep bool          `yaml:"one_step"`
	Needs   []AdvanceNeed `yaml:"needs"`
	Unless  string        `yaml:"unless"` // when it holds, no step is asked (破格, M35)
}

// An AdvanceNeed says what must have been held before Level.
type AdvanceNeed struct {
	Level string `yaml:"level"`
	Held  string `yaml:"held"`
	Years int    `yaml:"years"`
}

// A Direct appointment (M35) gives at least Level when If holds.
type Direct struct {
	What  string `yaml:"what"`
	If    string `yaml:"if"`
	Level string `yaml:"level"`
}

// Publicity (公示, M37) is carried for the campaign that publishes a rating; unit is
// calendar or working days.
type Publicity struct {
	Days  int    `yaml:"days"`
	Unit  string `yaml:"unit"`
	Scope string `yaml:"scope"`
}

// A Consequence (结果联动, M47) is what a person may decide after a level; no pay.
type Consequence struct {
	Level string `yaml:"level"`
	What  string `yaml:"what"`
}
