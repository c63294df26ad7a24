package standard

// A Term (计分项) is one mechanic. Exactly one of the pointers is set. Its amount
// is added to where the item starts; deductions are written as positive minus.
// If and Times apply to any mechanic. Codes M01…M60 are those of the yardstick
// in doc/packs.md.
type Term struct {
	If    string `yaml:"if"`    // the term counts only when this holds (M29)
	Times *Times `yaml:"times"` // multiplies the amount (M55)
	Once  string `yaml:"once"`  // of all terms with the same name only the largest counts (M17)
	Cap   string `yaml:"cap"`   // largest magnitude of this term's amount (M17, M44)

	Share   *Share    `yaml:"share"`      // 完成比例: points × met ÷ due
	Binary  *Binary   `yaml:"binary"`     // 有/无 (M01, M58)
	Per     *Per      `yaml:"per"`        // 逐次 (M02, M04, M12, M53)
	Missing []Element `yaml:"missing"`    // 缺项 (M03)
	Ladder  *Ladder   `yaml:"ladder"`     // 次数递进 (M05)
	Below   *Below    `yaml:"below"`      // 低于线 (M06)
	Bands   *Bands    `yaml:"bands"`      // 分档 (M07)
	TwoWay  *TwoWay   `yaml:"two_way"`    // 双向比率 (M08)
	Grade   *Grade    `yaml:"grade"`      // 等级 (M09)
	Judge   *Judge    `yaml:"judge"`      // 裁量 (M10, M40, M57)
	Worst   []Case    `yaml:"worst"`      // 择重 (M11)
	Steps   []Step    `yaml:"steps"`      // 分步 (M13)
	Timely  *Timely   `yaml:"timely"`     // 时效 (M14)
	Pieces  *Pieces   `yaml:"pieces"`     // 分段累进 (M15)
	Levels  *Levels   `yaml:"levels"`     // 分级 (M16)
	Overdue *Overdue  `yaml:"overdue"`    // 逾期反扣 (M46)
	Refer   *Refer    `yaml:"refer"`      // 引用他项结果 (M31)
	Rank    *Rank     `yaml:"rank"`       // 名次 (M27), second pass
	Percent *Percent  `yaml:"percentile"` // 百分位 (M28), second pass
	Rollup  *Rollup   `yaml:"rollup"`     // 汇总 (M45), second pass
	Formula string    `yaml:"formula"`    // the rare formula: an expression for the amount
}

// Times multiplies a term's amount by By when If holds (M55).
type Times struct {
	By string `yaml:"by"`
	If string `yaml:"if"`
}

// Share gives points × obligations met ÷ obligations of the year. It is the
// default of an item that has a duty and points.
type Share struct{}

// Binary gives Give when If holds, else Else (default 0).
type Binary struct {
	If   string `yaml:"if"`
	Give string `yaml:"give"`
	Else string `yaml:"else"`
}

// Per deducts Minus or adds Plus for each unit of Count above Over (default 0).
// Count defaults to 本项.未做, the obligations missed (本项.缺次: how often that falls
// short). Unit divides the count
// (M53) with Rounding up, down or proportional. Every and Most limit how often it
// counts in each window: Most per month, quarter, half or year (M12).
type Per struct {
	Count    string `yaml:"count"`
	Minus    string `yaml:"minus"`
	Plus     string `yaml:"plus"`
	Over     string `yaml:"over"`
	Unit     string `yaml:"unit"`
	Rounding string `yaml:"rounding"`
	Every    string `yaml:"every"` // with Most; Count is then a single series
	Most     int    `yaml:"most"`
}

// An Element of a fixed list: when it is not there, Minus is deducted.
type Element struct {
	What  string `yaml:"what"`
	If    string `yaml:"if"` // holds when the element is there
	Minus string `yaml:"minus"`
}

// Ladder gives the cumulative deduction for the first, second, … occurrence;
// beyond the table the item loses everything ("all") or stays at the last.
type Ladder struct {
	Count  string   `yaml:"count"`
	Minus  []string `yaml:"minus"`
	Beyond string   `yaml:"beyond"` // all or last
}

// Below deducts Minus for each Step that Of lies below Line; Rounding says what
// a broken step counts: up, down, proportional, or single (once, whatever the gap).
type Below struct {
	Of       string `yaml:"of"`
	Line     string `yaml:"line"`
	Step     string `yaml:"step"`
	Minus    string `yaml:"minus"`
	Rounding string `yaml:"rounding"`
}

// Bands gives the amount of the band in which Of falls: From is included, the
// next band's From is not (左闭右开). Under gives what lies below the first.
type Bands struct {
	Of    string `yaml:"of"`
	Table []Band `yaml:"table"` // ascending
	Under string `yaml:"under"` // default 0
}

// A Band starts at From and gives Give, or a mark between Min and Max (M15).
// Or lifts an organisation into this band by another measure.
type Band struct {
	From string `yaml:"from"`
	Give string `yaml:"give"`
	Or   string `yaml:"or"`
	Mark string `yaml:"mark"`
	Min  string `yaml:"min"`
	Max  string `yaml:"max"`
}

// TwoWay adds Each for every Step above Base and deducts it below.
type TwoWay struct {
	Of       string `yaml:"of"`
	Base     string `yaml:"base"`
	Step     string `yaml:"step"`
	Each     string `yaml:"each"`
	Min      string `yaml:"min"`
	Max      string `yaml:"max"`
	Rounding string `yaml:"rounding"`
}

// Grade gives the amount that the table has for a mark's grade.
type Grade struct {
	Mark   string            `yaml:"mark"`
	Column string            `yaml:"column"` // default final
	Table  map[string]string `yaml:"table"`
}

// Judge takes a mark between Min and Max as the amount (Minus: as a deduction).
// Columns weighs several columns, summing to 100% (M57, M21). Average says how
// several judges are joined: mean, or trimmed (without highest and lowest).
type Judge struct {
	Mark    string            `yaml:"mark"`
	Column  string            `yaml:"column"`
	Min     string            `yaml:"min"`
	Max     string            `yaml:"max"`
	Minus   bool              `yaml:"minus"`
	Columns map[string]string `yaml:"columns"`
	Average string            `yaml:"average"`
}

// A Case deducts Minus (or everything: "all") when If holds; of several only the
// largest deduction counts.
type Case struct {
	What  string `yaml:"what"`
	If    string `yaml:"if"`
	Minus string `yaml:"minus"`
}

// A Step gives Give when If holds; steps add up.
type Step struct {
	What string `yaml:"what"`
	If   string `yaml:"if"`
	Give string `yaml:"give"`
}

// Timely gives OnTime, Late or None by when a thing was done: a clock of the
// vocabulary with Within, the first occurrence of a series or a declared event by
// the day By (MM-DD of the assessed year; 次年MM-DD of the next), or, with neither,
// the item's own obligations: one missed is None, one late is Late.
type Timely struct {
	Clock  string `yaml:"clock"`
	Within string `yaml:"within"`
	Series string `yaml:"series"`
	By     string `yaml:"by"`
	OnTime string `yaml:"on_time"`
	Late   string `yaml:"late"`
	None   string `yaml:"none"`
}

// Pieces is piecewise: from From on, Base plus Each for every Per (whole ones with
// rounding down, or proportional).
type Pieces struct {
	Of       string  `yaml:"of"`
	Table    []Piece `yaml:"table"`
	Rounding string  `yaml:"rounding"`
}

// A Piece of a piecewise amount.
type Piece struct {
	From string `yaml:"from"`
	Base string `yaml:"base"`
	Each string `yaml:"each"`
	Per  string `yaml:"per"`
}

// Levels gives the amount of an honour's level; Take is highest or sum.
type Levels struct {
	Honour string            `yaml:"honour"`
	Table  map[string]string `yaml:"table"` // level code → amount
	Take   string            `yaml:"take"`
}

// Overdue deducts Minus for each Per that cases of Clock are overdue at the cut.
type Overdue struct {
	Clock  string `yaml:"clock"`
	Within string `yaml:"within"`
	Per    string `yaml:"per"` // "1个月"
	Minus  string `yaml:"minus"`
}

// Refer takes the level that another scheme gave by decision in the year.
type Refer struct {
	Scheme string            `yaml:"scheme"`
	Table  map[string]string `yaml:"table"`
	Back   int               `yaml:"back"` // years before the assessed one; default 0
}

// Rank gives the amount of an organisation's rank by Of within its comparison
// group; Ties is same (1,1,3), dense (1,1,2) or shared (mean of the places).
type Rank struct {
	Of    string   `yaml:"of"`
	Table []string `yaml:"table"` // first, second, …; beyond: last entry
	Ties  string   `yaml:"ties"`
	Last  string   `yaml:"last"` // amount for the last place instead
}

// Percent gives an amount by the percentile of Of within the comparison group.
type Percent struct {
	Of    string `yaml:"of"`
	Table []Band `yaml:"table"` // From is the share that stands above: 0 is the best, e.g. 0, 10%, 40%
	Ties  string `yaml:"ties"`
}

// Rollup joins the scores of the organisations directly below: mean, min or sum.
type Rollup struct {
	Take   string `yaml:"take"`
	Weight string `yaml:"weight"`
}
