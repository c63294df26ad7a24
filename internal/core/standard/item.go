package standard

import "qiangji/internal/party"

// A Force says how strictly a rule binds.
type Force string

// Waivable reports whether the force lets a branch declare an item not applicable.
func (f Force) Waivable() bool { return f != "MUST" && f != "" }

// Forces lists the forces, strictest first.
var Forces = party.Labels[Force]{{Code: "MUST", Label: "必须"}, {Code: "SHOULD", Label: "一般应当"}, {Code: "MAY", Label: "可以"}, {Code: "LOCAL", Label: "地方要求"}}

// An ItemKind says what sort of item it is.
type ItemKind string

// ItemKinds lists the kinds of item.
var ItemKinds = party.Labels[ItemKind]{{Code: "baseline", Label: "底线"}, {Code: "excellence", Label: "提升"}, {Code: "prohibition", Label: "禁止"}}

// A Bearer says who owes an item: the branch itself, its members one by one, or
// a level above it (C14).
type Bearer string

// Bearers lists the bearers.
var Bearers = party.Labels[Bearer]{{Code: "branch", Label: "支部"}, {Code: "committee", Label: "基层党委"}, {Code: "county", Label: "县级党委"}}

// An Item (条目) is one thing that a standard asks.
type Item struct {
	ID        party.ItemID   `yaml:"id"`
	Title     string         `yaml:"title"`
	Kind      ItemKind       `yaml:"kind"`
	Force     Force          `yaml:"force"`
	Source    SourceRef      `yaml:"source"`
	Bearer    Bearer         `yaml:"bearer"`     // default branch
	Domains   []party.Domain `yaml:"domains"`    // empty: all
	AppliesIf string         `yaml:"applies_if"` // condition on the organisation's profile; empty: always
	Partial   string         `yaml:"partial"`    // whole, half (default) or any of a window must fulfil AppliesIf
	Post      party.Post     `yaml:"post"`       // who sees to it
	Duty      *Duty          `yaml:"duty"`       // exactly one of duty, require, judged by score only
	Excuse    *int           `yaml:"excuse"`     // how many 没开 of a SHOULD item are excused in a year; default 1
	Minutes   int            `yaml:"minutes"`    // what one fulfilment costs the branch (C8)
	Remedy    string         `yaml:"remedy"`     // what to do, one plain sentence
	Evidence  []string       `yaml:"evidence"`   // what may be looked at; never required photos (M49)
	Outcome   *OutcomeSpec   `yaml:"outcome"`
	From      party.Date     `yaml:"from"`
	To        party.Date     `yaml:"to"`
	Part      string         `yaml:"part"`    // which part of the scheme it counts in
	Points    string         `yaml:"points"`  // maximum, decimal
	Start     string         `yaml:"start"`   // full or zero: where counting starts; must be given with score
	Floor     string         `yaml:"floor"`   // default 0
	Cap       string         `yaml:"cap"`     // default: points; "none" lifts it
	Scale     *int           `yaml:"scale"`   // decimals to which the item is rounded before summing; default the scheme's
	Score     []Term         `yaml:"score"`   // empty with points: share of met obligations
	Zero      string         `yaml:"zero_if"` // item veto (M18e): the item is 0 when this holds
	Reading   string         `yaml:"reading"` // how an ambiguous published row was read; shown with the item
}

// SourceRef points into a document.
type SourceRef struct {
	Doc        string `yaml:"doc"`
	Article    string `yaml:"article"`
	Confidence string `yaml:"confidence"` // V, V~, M-high, M-med, M-low
}

// An OutcomeSpec names what an item is meant to bring about (C1): the value is
// compared with the branch's own earlier period. It never enters points.
type OutcomeSpec struct {
	Of     string `yaml:"of"`     // expression
	Better string `yaml:"better"` // higher or lower
	Source string `yaml:"source"` // who issues it
	Margin string `yaml:"margin"` // change below this counts as held; default 0
}

// A Duty (任务) says what fulfils an item. Exactly one form is used:
// every+count (a cadence), clock+within/at_least (a deadline or a minimum wait
// from a trigger), or require (a standing condition with a grace).
type Duty struct {
	Every   party.Cadence `yaml:"every"`
	Count   string        `yaml:"count"`  // a series of the vocabulary or a declared event (次数.NAME), or a sum of several
	Each    []string      `yaml:"each"`   // several such, each of which must reach Least (M54)
	Least   int           `yaml:"least"`  // default 1
	Months  []int         `yaml:"months"` // only windows ending in these months, e.g. [6, 12]
	Until   int           `yaml:"until"`  // months after the window in which it may still be fulfilled (组织生活会: 3, keyed to the assessed year)
	Clock   string        `yaml:"clock"`
	Within  string        `yaml:"within"`   // "1个月", "6个月", "15个工作日", "10天", "1年"
	AtLeast string        `yaml:"at_least"` // minimum wait: the second step not before this
	Require string        `yaml:"require"`
	Grace   string        `yaml:"grace"` // how long the condition may fail before it counts; "3个月"

	Waits []party.Submission `yaml:"waits"` // what, sent up and not yet answered, stops the time of Within or Grace (C14)
}
