// Package opa holds the same rules as package hand, written in Rego for the
// embedded Open Policy Agent: the peer that a rule language is compared with. It
// is a module of its own, so that nothing of the product or of the other benches
// depends on it.
package opa

import (
	"context"
	_ "embed"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

//go:embed demo60.rego
var policy string

// Prepare compiles the policy once.
func Prepare(ctx context.Context) (rego.PreparedEvalQuery, error) {
	return rego.New(rego.Query("data.demo60.result"), rego.Module("demo60.rego", policy)).PrepareForEval(ctx)
}

// Speaks reports whether the policy says anything of a year: it is about years that
// are closed, without what no generated branch has.
func Speaks(y *register.Year) bool {
	return y.Cut.On >= party.DateOf(y.Of+1, 3, 31) && y.Trail == nil &&
		len(y.Waivers)+len(y.Stops)+len(y.Seasons)+len(y.Settled) == 0 && y.Exists.To >= y.Exists.From
}

type object = map[string]any

// Input is the document that the policy reads, made from a folded year.
func Input(profile party.Domain, y *register.Year) (ast.Value, error) {
	year := party.YearOf(y.Of)
	life := y.Exists.Meet(year)
	doc := object{
		"profile": string(profile), "year": days(year), "exists": days(y.Exists), "life": days(life),
		"spring":  int(party.DateOf(y.Of+1, 3, 31)),
		"windows": windows(y.Of), "segments": segments(y), "stretches": stretches(y),
		"months": months(y), "first": firsts(y), "numbers": numbers(y), "members": members(y), "cases": cases(y),
		"skips": skips(y), "honours": honours(y), "helped": helped(y),
	}
	return ast.InterfaceToValue(doc)
}

func days(p party.Period) object { return object{"from": int(p.From), "to": int(p.To)} }

func windows(year int) object {
	all := object{}
	for _, c := range party.Cadences {
		var list []object
		for _, w := range c.Code.Windows(year) {
			list = append(list, days(w.Period()))
		}
		all[string(c.Code)] = list
	}
	return all
}

// segments are those of the year; the last goes on to its end.
func segments(y *register.Year) []object {
	var list []object
	for i := range y.Segments {
		s := segment(y, i)
		if i == len(y.Segments)-1 {
			s["to"] = int(max(y.Segments[i].Days.To, party.DateOf(y.Of, 12, 31)))
		}
		list = append(list, s)
	}
	return list
}

// stretches are the segments of this year and, where they join, of those before,
// up to the last day lived, each with the ends of the graces that begin with it.
func stretches(y *register.Year) []object {
	var list []object
	end := min(y.Exists.To, y.Cut.On, party.DateOf(y.Of, 12, 31))
	next := party.NoDate
	for at := y; at != nil; at = at.Before {
		for i := len(at.Segments) - 1; i >= 0; i-- {
			d := at.Segments[i].Days
			if d.From > end {
				continue
			}
			if at != y && d.To.AddDays(1) != next {
				return list
			}
			list, next = append([]object{segment(at, i)}, list...), d.From
		}
		if next != party.DateOf(at.Of, 1, 1) {
			break
		}
	}
	return list
}

var flags = map[string]string{
	"functional": "功能型", "temporary": "临时", "floating": "流动", "committee": "有支委会", "secretary": "有书记", "scattered": "分散",
	"joint": "联合", "organisation": "有组织委员", "publicity": "有宣传委员", "discipline": "有纪检委员", "head_of_village": "书记任村主任",
	"head_of_unit": "书记任单位负责人", "premises": "有活动场所",
}

var counts = map[string]string{
	"members": "党员数", "full": "正式党员数", "groups": "党小组数", "seated": "支委数", "deputies": "副书记数", "leaders": "小组长数", "tenure": "书记党龄月数",
}

func segment(y *register.Year, i int) object {
	s := &y.Segments[i]
	doc := days(s.Days)
	for name, word := range flags {
		doc[name] = s.Values[place(standard.ProfileWords, word)] != 0
	}
	for name, word := range counts {
		doc[name] = int(s.Values[place(standard.ProfileWords, word)])
	}
	from := s.Days.From
	doc["limits"] = object{"0": int(from), "3": int(from.AddMonths(3)), "6": int(from.AddMonths(6)), "12": int(from.AddMonths(12))}
	sums := object{}
	for _, word := range []string{"村民代表会议", "党员大会", "村务公开", "两委商议"} {
		n := 0
		for _, k := range y.Months[place(standard.SeriesWords, word)] {
			n += int(k)
		}
		sums[word] = n
	}
	doc["sums"] = sums
	return doc
}

func place(words []standard.Word, name string) int {
	for i, w := range words {
		if w.Name == name {
			return i
		}
	}
	panic("no measure " + name)
}

func months(y *register.Year) object {
	doc := object{}
	for s, w := range standard.SeriesWords {
		list := make([]int, 12)
		for m, n := range y.Months[s] {
			list[m] = int(n)
		}
		doc[w.Name] = list
	}
	return doc
}

// firsts leaves out what did not happen.
func firsts(y *register.Year) object {
	doc := object{}
	for s, w := range standard.SeriesWords {
		if on := y.First[s]; on != party.NoDate {
			doc[w.Name] = int(on)
		}
	}
	return doc
}

// numbers leaves out what is not known; the days of a silence count once the year is
// closed.
func numbers(y *register.Year) object {
	doc := object{}
	for n, w := range standard.NumberWords {
		if !y.Unknown[n] || y.Numbers[n] > 0 {
			doc[w.Name] = float64(y.Numbers[n]) / float64(party.DecimalUnit)
		}
	}
	return doc
}

func members(y *register.Year) []object {
	list := []object{}
	for i := range y.Members {
		v := func(name string) int32 { return y.Members[i].Values[place(standard.MemberWords, name)] }
		arrears, _ := register.Said(v("连续欠费月数"))
		class := ""
		if at := v("类别"); at >= 0 {
			class = party.WorkClasses[at].Label
		}
		list = append(list, object{
			"on_roll": int(v("在册月数")), "hours": float64(v("学时")) / float64(party.DecimalUnit), "adjusted": v("调整") != 0,
			"floating": v("流动") != 0, "lost": v("失联") != 0, "abroad": v("国外") != 0, "class": class,
			"trained": v("集中培训次数") > 0, "leads": v("书记") != 0 || v("支委") != 0, "arrears": int(arrears),
		})
	}
	return list
}

// spans are the months that each clock of the items allows or asks for.
var spans = map[string]int{"申请谈话": 1, "谈话后确定": 0, "指定联系人": 1, "培养考察": 6, "培养满期": 12, "预审后接收": 0, "转正讨论": 3}

// cases has the cases of the items' clocks, each with the day that its time is over.
func cases(y *register.Year) []object {
	list := []object{}
	for i := range y.Cases {
		c := &y.Cases[i]
		name := standard.ClockWords[c.Clock].Name
		months, ok := spans[name]
		if !ok {
			continue
		}
		doc := object{"clock": name}
		for key, day := range map[string]party.Date{"start": c.Start, "done": c.Done, "lapse": c.Lapse} {
			if day != party.NoDate {
				doc[key] = int(day)
			}
		}
		if c.Start != party.NoDate {
			doc["limit"] = int(c.Start.AddMonths(months))
		}
		list = append(list, doc)
	}
	return list
}

func skips(y *register.Year) []object {
	list := []object{}
	for _, s := range y.Skips {
		doc := days(s.Window.Period())
		doc["series"] = standard.SeriesWords[s.Series].Name
		list = append(list, doc)
	}
	return list
}

func honours(y *register.Year) []object {
	list := []object{}
	for _, k := range y.Named {
		if k.Kind == register.NamedHonour && k.Year == y.Of {
			list = append(list, object{"name": k.Name, "level": k.Grade})
		}
	}
	return list
}

func helped(y *register.Year) float64 {
	var sum party.Decimal
	for _, k := range y.Named {
		if k.Kind == register.NamedFigure && k.Name == "帮带支部见效" && (k.Year == 0 || k.Year == y.Of) {
			sum += k.Value
		}
	}
	return float64(sum) / float64(party.DecimalUnit)
}
