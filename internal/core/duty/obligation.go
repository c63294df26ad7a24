package duty

import (
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// A State says where an obligation stands.
type State string

// The states.
const (
	Met     State = "met"
	Late    State = "late"
	Missed  State = "missed"
	Waiting State = "waiting"
	Open    State = "open"
	Excused State = "excused"
	Waived  State = "not_applicable"
	Stopped State = "stopped"
	Overdue State = "overdue"
)

// States lists the states with their words: what is Late was made up for within the
// time allowed for that, what is Overdue was done when its time was over. What has no
// record is never called not done before it is settled (C5).
var States = party.Labels[State]{
	{Code: Met, Label: "已完成"}, {Code: Late, Label: "已补办"}, {Code: Missed, Label: "未完成"},
	{Code: Waiting, Label: "没有记录"}, {Code: Open, Label: "未到期"}, {Code: Excused, Label: "免计"},
	{Code: Waived, Label: "不适用"}, {Code: Stopped, Label: "等上级"}, {Code: Overdue, Label: "逾期办成"},
}

// An Obligation (任务) is one thing that one item asks of one organisation, once:
// for a window of the calendar, for a case of a clock, or for the year.
type Obligation struct {
	Key      string // scheme/item/subject/period[/series or trigger fact]
	Item     party.ItemID
	Title    string
	Bearer   standard.Bearer
	Post     party.Post
	Subject  string       // the organisation, or the member that a case is about
	Window   party.Window // zero for a case
	Standing bool         // a standing condition of the whole year
	Mendable bool         // it was missed and may still be done: a condition that still fails, a case still open
	Days     party.Period // of the window, or from the start of the case to its due day
	Due      party.Date
	State    State
	Done     party.Date // the day it was fulfilled, where it is known
	Facts    []party.FactID
	Why      string
}

// Due returns the obligations of an organisation's year under a standard, item by
// item in the standard's order, and within an item by due day.
func Due(std *standard.Standard, y *register.Year) []Obligation {
	p, _ := Compile(std)
	return p.Due(y)
}

// Due returns the obligations of a year; see the function Due.
func (p *Program) Due(y *register.Year) []Obligation {
	e := p.Exprs.NewEnv()
	e.Load(y)
	var all []Obligation
	for i := range p.rules {
		all = append(all, p.List(i, e)...)
	}
	return all
}

// List returns the obligations of item i for the branch loaded into e.
func (p *Program) List(i int, e *Env) []Obligation {
	r := &p.rules[i]
	switch r.form {
	case windowed:
		return p.listWindows(r, e)
	case clocked:
		return p.listCases(r, e)
	case standing:
		return p.listStanding(r, e)
	}
	return nil
}

// blank is the part that all obligations of a rule have in common.
func (p *Program) blank(r *rule, y *register.Year) Obligation {
	o := Obligation{
		Item: r.item.ID, Title: r.item.Title, Bearer: r.item.Bearer, Post: r.item.Post, Subject: string(y.Org),
	}
	if o.Bearer == "" {
		o.Bearer = "branch"
	}
	return o
}

// key names an obligation: the same for the same facts under any digest.
func (p *Program) key(o *Obligation, period, more string) string {
	k := string(p.Std.Scheme) + "/" + string(o.Item) + "/" + o.Subject + "/" + period
	if more != "" {
		k += "/" + more
	}
	return k
}
