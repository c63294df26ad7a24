package standard

import "qiangji/internal/party"

// A PackKind says what a pack is for.
type PackKind string

// PackKinds lists the kinds of pack. An archived pack is parsed and checked but
// refused by assessment, with its reason.
var PackKinds = party.Labels[PackKind]{
	{Code: "floor", Label: "全国底线"}, {Code: "domain", Label: "领域适配"}, {Code: "scheme", Label: "定级方案"}, {Code: "archived", Label: "存档"},
}

// A Subject says whom a pack judges. For persons the grammar has no rank,
// percentile, quota, forced distribution, veto to status or total (C4).
type Subject string

// Subjects lists the subjects.
var Subjects = party.Labels[Subject]{{Code: "organisation", Label: "党组织"}, {Code: "person", Label: "党员"}}

// A Pack (标准包) is what one directory of YAML files says: pack.yaml and any
// other *.yaml beside it, whose lists are joined in the order of their names.
type Pack struct {
	ID         party.SchemeID    `yaml:"pack"`
	Version    string            `yaml:"version"`
	Title      string            `yaml:"title"`
	Kind       PackKind          `yaml:"kind"`
	Subject    Subject           `yaml:"subject"` // default organisation
	Domains    []party.Domain    `yaml:"domains"` // domain packs and schemes: where they apply; empty: everywhere
	From       party.Date        `yaml:"from"`
	To         party.Date        `yaml:"to"`
	Note       string            `yaml:"note"`
	Import     []Import          `yaml:"import"`
	Sources    map[string]Source `yaml:"sources"`
	Vocabulary Vocabulary        `yaml:"vocabulary"`
	Params     []Param           `yaml:"params"`
	Items      []Item            `yaml:"items"`
	Modify     []Modify          `yaml:"modify"`
	Scheme     *Scheme           `yaml:"scheme"`
	Archived   string            `yaml:"archived"` // why it is archived
	Historic   string            `yaml:"historic"` // a published scheme with a row that C4 forbids: kept as it was, never rated for real

	spots  map[string]spot // where each value stands in the files
	doubts doubts          // what reading found wrong
}

// An Import takes in another pack, less the items pruned; a MUST of the floor
// cannot be pruned.
type Import struct {
	Pack  party.SchemeID `yaml:"pack"`
	Prune []Prune        `yaml:"prune"`
}

// A Prune leaves one imported item out, with its reason.
type Prune struct {
	Item party.ItemID `yaml:"item"`
	Why  string       `yaml:"why"`
}

// A Source (依据) is a document. Article numbers are shown only where an item's
// confidence is verified (TR-74).
type Source struct {
	Title  string     `yaml:"title"`
	Number string     `yaml:"number"`
	Issuer string     `yaml:"issuer"`
	From   party.Date `yaml:"from"`
	To     party.Date `yaml:"to"`
}

// A Param (参数) is a number that overlays may tighten in its direction, never
// loosen; ByYear gives values that change with the year (M59).
type Param struct {
	Name      string      `yaml:"name"` // expression: 参数.NAME
	Value     string      `yaml:"value"`
	Direction Direction   `yaml:"direction"`
	ByYear    []YearValue `yaml:"by_year"`
	Source    SourceRef   `yaml:"source"`
	Force     Force       `yaml:"force"`
}

// A YearValue is the value of a parameter from a year on.
type YearValue struct {
	From  int    `yaml:"from"`
	Value string `yaml:"value"`
}

// A Direction says which way of changing a parameter tightens it.
type Direction string

// Directions lists the directions.
var Directions = party.Labels[Direction]{{Code: "at_least", Label: "不少于"}, {Code: "at_most", Label: "不多于"}, {Code: "exactly", Label: "正好"}}

// A Modify changes one imported item. Only the fields given change. Changing
// points, part, score and remedy is free; whatever would loosen a MUST is refused.
type Modify struct {
	Item party.ItemID `yaml:"item"`
	Set  Item         `yaml:"set"`
	Why  string       `yaml:"why"`
}

// Vocabulary declares the names that marks, figures, honours and events may use;
// undeclared names are refused when facts are admitted.
type Vocabulary struct {
	Marks   []MarkName   `yaml:"marks"`
	Figures []FigureName `yaml:"figures"`
	Honours []HonourName `yaml:"honours"`
	Events  []EventName  `yaml:"events"`
}

// A MarkName declares a mark: either a range (M10) or a table of grades (M09).
// Expressions: 评分.NAME (number), 等级.NAME (text).
type MarkName struct {
	Name   string   `yaml:"name"`
	Min    string   `yaml:"min"`
	Max    string   `yaml:"max"`
	Grades []string `yaml:"grades"`
	Judges int      `yaml:"judges"` // how many judges mark it; default 1 (M40)
}

// A FigureName declares a figure. Expression: 数值.NAME.
type FigureName struct {
	Name   string         `yaml:"name"`
	Unit   string         `yaml:"unit"`
	Merge  string         `yaml:"merge"`  // last (default), sum or max of the year's figures
	Absent string         `yaml:"absent"` // unknown (default) or none: no figure means zero
	Issuer []party.Issuer `yaml:"issuers"`
}

// An HonourName declares an honour. Expressions: 荣誉.NAME (count in the year),
// 荣誉.NAME_LEVEL with the Chinese level: 荣誉.先进_省.
type HonourName struct {
	Name   string       `yaml:"name"`
	Levels []party.Tier `yaml:"levels"`
}

// An EventName declares an event. Expressions: 次数.NAME and 次数.NAME_GRADE, the sum
// of counts in the year; no record means none unless Absent is unknown.
type EventName struct {
	Name   string   `yaml:"name"`
	Grades []string `yaml:"grades"`
	Absent string   `yaml:"absent"` // none (default) or unknown
}
