package report

import (
	"slices"
	"strings"

	"qiangji/internal/app"
	"qiangji/internal/core/assess"
	"qiangji/internal/core/duty"
	"qiangji/internal/core/rating"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// A need is one kind of help that a branch could use.
type need struct {
	kind   string // what helps; the branches are grouped by it (C3)
	detail string // what exactly this branch lacks, where the kind does not say
	remedy string // as the pack writes it, where the kind is one item's
}

// The kinds of help that no item stands for.
const (
	lacksSecretary = "缺书记"
	lacksSeats     = "缺委员"
	lacksElection  = "该换届"
	helpRecording  = "记录帮一把（代填、上门）"
	waitsForAnswer = "等上级答复"
)

// needs says what help a branch could use: by what its unmet items ask for in the
// pack's own words, whichever pack that is, and not by who is worst.
func (t *Tally) needs(j app.Judged) []need {
	var all []need
	add := func(n need) {
		if !slices.ContainsFunc(all, func(x need) bool { return x.kind == n.kind && x.detail == n.detail }) {
			all = append(all, n)
		}
	}
	for i := range j.Assessment.Items {
		it := &j.Assessment.Items[i]
		if it.Tally.Stopped > 0 {
			add(need{kind: waitsForAnswer})
		}
		if it.Verdict != assess.Unmet || it.Kind == "excellence" {
			continue
		}
		w := t.wanted(j.Standard, it.ID)
		if w.person || !mendable(it, w) {
			continue
		}
		lacking := w.lacking(j.Year)
		for _, n := range lacking {
			add(n)
		}
		switch {
		case len(lacking) > 0, it.Kind == "prohibition", w.states && len(it.Obligations) == 0: // told, past, or no longer so
		case it.Bearer != "branch":
			add(need{kind: "上级要办：" + it.Title, remedy: it.Remedy})
		default:
			add(need{kind: it.Title, remedy: it.Remedy})
		}
	}
	if j.Rating.Band.Basis == rating.Insufficient {
		add(need{kind: helpRecording})
	}
	for _, s := range j.Year.Stops {
		if s.Item != "" && s.Days.Has(j.Year.Cut.On) {
			add(need{kind: waitsForAnswer})
		}
	}
	return all
}

// mendable reports whether help still changes something about an unmet item: a case
// is open, a condition still fails, or it was missed more than once and comes again.
// What was missed once and is over opens nothing (C10); the case of one member is
// not shown outside the branch, but that its secretary is to be trained is.
func mendable(it *assess.Item, w *want) bool {
	missed := 0
	for i := range it.Obligations {
		o := &it.Obligations[i]
		switch {
		case o.State != duty.Missed || w.member:
		case o.Mendable:
			return true
		case o.Done == party.NoDate:
			missed++
		}
	}
	return len(it.Obligations) == 0 || missed > 1
}

// A want is what an item asks for, in words of the vocabulary whose state can be
// looked up.
type want struct {
	flags    []flag
	election bool // the term of office
	vacancy  bool // the time without a secretary
	seats    bool // that the seats of the committee are taken
	clock    bool // the election is a case that is open or not
	states   bool // the item asks for such states
	member   bool // each of its cases is of one member
	person   bool // its condition is on members, and not on what they are taught
}

// A flag is a yes or no of the profile that an item wants to be yes.
type flag struct {
	at   int // standard.Profile
	what string
}

// wanted reads an item's conditions, once for each standard.
func (t *Tally) wanted(std *standard.Standard, id party.ItemID) *want {
	items := t.wants[std.Digest]
	if items == nil {
		items = map[party.ItemID]*want{}
		t.wants[std.Digest] = items
	}
	w := items[id]
	if w == nil {
		w = &want{}
		items[id] = w
		if i := slices.IndexFunc(std.Items, func(x standard.Item) bool { return x.ID == id }); i >= 0 {
			w.read(std, &std.Items[i])
		}
	}
	return w
}

// read finds the states that an item asks for: in its duty, and in what its points
// are for.
func (w *want) read(std *standard.Standard, it *standard.Item) {
	if d := it.Duty; d != nil {
		w.condition(std, d.Require, "")
		w.clock = d.Clock == "换届"
		w.vacancy = d.Clock == "书记补选"
		if c, ok := standard.ClockNamed(d.Clock); ok {
			w.member = standard.ClockWords[c].Unit == "人" && d.Clock != "新书记培训"
		}
	}
	for i := range it.Score {
		s := &it.Score[i]
		for _, e := range s.Missing {
			w.condition(std, e.If, e.What)
		}
		for _, c := range s.Worst {
			w.condition(std, c.If, "")
		}
		if s.Binary != nil {
			w.condition(std, s.Binary.If, "")
		}
		if s.Bands != nil {
			w.condition(std, s.Bands.Of, "")
		}
	}
	w.states = len(w.flags) > 0 || w.election || w.vacancy || w.seats
}

// condition notes the states that a condition names: flags that must be yes, alone
// or joined by 且, and the measures of posts and terms wherever they stand.
func (w *want) condition(std *standard.Standard, text, what string) {
	if text == "" {
		return
	}
	n, problem := std.Compile(text, standard.PlaceScore)
	if problem != nil {
		return
	}
	w.joined(n, what)
	of, taught := false, false
	n.Walk(func(k *standard.Node) {
		if k.Op != standard.OpRef {
			return
		}
		switch k.Ref.Space {
		case standard.SpaceNumber:
			w.election = w.election || k.Ref.Name == "届期逾期天数"
			w.vacancy = w.vacancy || k.Ref.Name == "书记空缺天数"
		case standard.SpaceProfile:
			w.seats = w.seats || k.Ref.Name == "支委职数"
		case standard.SpaceMember:
			of = true
			taught = taught || k.Ref.Name == "学时" || k.Ref.Name == "集中培训次数"
		}
	})
	w.person = w.person || of && !taught
}

func (w *want) joined(n *standard.Node, what string) {
	switch {
	case n.Op == standard.OpAnd:
		for _, k := range n.Kids {
			w.joined(k, "")
		}
	case n.Op == standard.OpRef && n.Ref.Space == standard.SpaceProfile:
		if !slices.Contains(given, n.Ref.Name) {
			return
		}
		if what == "" {
			what = strings.TrimPrefix(n.Ref.Name, "有")
		}
		w.flags = append(w.flags, flag{n.Ref.Index, what})
	}
}

// given are the flags of the profile that help can give: people and a place.
var given = []string{"有书记", "有组织委员", "有宣传委员", "有纪检委员", "有组织员", "有第一书记", "有党建指导员", "有活动场所"}

// The places of the states that have a kind of help of their own.
var (
	hasSecretary = wordAt(standard.ProfileWords, "有书记")
	seatsTaken   = wordAt(standard.ProfileWords, "支委数")
	seatsThere   = wordAt(standard.ProfileWords, "支委职数")
	termOver     = wordAt(standard.NumberWords, "届期逾期天数")
)

func wordAt(words []standard.Word, name string) int {
	return slices.IndexFunc(words, func(w standard.Word) bool { return w.Name == name })
}

// lacking says which of the wanted states a branch does not have on its last day.
func (w *want) lacking(y *register.Year) []need {
	if len(y.Segments) == 0 {
		return nil
	}
	now := &y.Segments[len(y.Segments)-1].Values
	var all []need
	empty := now[seatsThere] - now[seatsTaken]
	if now[hasSecretary] == 0 {
		if w.vacancy || w.seats && empty > 0 {
			all = append(all, need{kind: lacksSecretary})
		}
		empty-- // the secretary has one of the seats
	}
	if w.seats && empty > 0 {
		all = append(all, need{kind: lacksSeats})
	}
	if w.clock || w.election && y.Numbers[termOver] > 0 {
		all = append(all, need{kind: lacksElection})
	}
	for _, f := range w.flags {
		switch {
		case now[f.at] != 0:
		case strings.HasSuffix(f.what, "委员"):
			all = append(all, need{kind: lacksSeats, detail: f.what})
		default: // 缺书记 among them
			all = append(all, need{kind: "缺" + f.what})
		}
	}
	return all
}
