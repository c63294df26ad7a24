package standard

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
)

// noExpression lists the texts of items, terms and schemes that hold no expression
// and read no declared name: amounts, words, and names of closed vocabularies.
var noExpression = []string{
	"Item.Title", "Item.Partial", "Item.Remedy", "Item.Evidence", "Item.Part", "Item.Points", "Item.Start", "Item.Floor", "Item.Cap", "Item.Reading",
	"SourceRef.Doc", "SourceRef.Article", "SourceRef.Confidence", "OutcomeSpec.Better", "OutcomeSpec.Source", "OutcomeSpec.Margin",
	"Duty.Clock", "Duty.Within", "Duty.AtLeast", "Duty.Grace",
	"Term.Once", "Term.Cap", "Times.By", "Binary.Give", "Binary.Else", "Per.Minus", "Per.Plus", "Per.Over", "Per.Unit", "Per.Rounding", "Per.Every",
	"Element.What", "Element.Minus", "Ladder.Minus", "Ladder.Beyond", "Below.Line", "Below.Step", "Below.Minus", "Below.Rounding",
	"Bands.Under", "Band.From", "Band.Give", "Band.Min", "Band.Max", "TwoWay.Base", "TwoWay.Step", "TwoWay.Each", "TwoWay.Min", "TwoWay.Max", "TwoWay.Rounding",
	"Grade.Column", "Judge.Column", "Judge.Min", "Judge.Max", "Judge.Average", "Case.What", "Case.Minus", "Step.What", "Step.Give",
	"Timely.Clock", "Timely.Within", "Timely.By", "Timely.OnTime", "Timely.Late", "Timely.None", "Pieces.Rounding", "Piece.From", "Piece.Base", "Piece.Each", "Piece.Per",
	"Levels.Take", "Overdue.Clock", "Overdue.Within", "Overdue.Per", "Overdue.Minus", "Refer.Scheme", "Rank.Table", "Rank.Ties", "Rank.Last", "Percent.Ties",
	"Rollup.Take", "Rollup.Weight",
	"Scheme.Title", "Scheme.Authority", "Scheme.Rides", "Scheme.Max", "Scheme.Base", "Scheme.Unknown", "Scheme.Rounding", "Scheme.Below", "Size.Name",
	"Part.ID", "Part.Title", "Part.Points", "Part.Weight", "Part.Floor", "Part.Cap", "Part.Line", "Part.Column", "Part.Reading",
	"Compose.How", "Compose.Min", "Compose.Max", "Compose.Floor", "Compose.Cap", "Level.Name", "Level.From", "Veto.ID", "Veto.What", "Veto.Effect", "Veto.Level",
	"Exemption.What", "Gate.What", "Gate.Effect", "Gate.Level", "Gate.Minus",
	"Quota.Level", "Quota.Share", "Quota.Sense", "Quota.Base", "Quota.Rounding", "Quota.Overflow", "AdvanceNeed.Level", "AdvanceNeed.Held",
	"Direct.What", "Direct.Level", "Publicity.Unit", "Publicity.Scope", "Consequence.Level", "Consequence.What",
}

// fill gives every text below v one of its own, and tells see whose it is. Maps are
// tables of amounts and stay empty.
func fill(v reflect.Value, owner string, see func(owner, text string)) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), owner, see)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), owner, see)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i), v.Type().Name()+"."+v.Type().Field(i).Name, see)
			}
		}
	case reflect.String:
		if v.Type() == reflect.TypeFor[string]() { // others are codes of closed lists
			v.SetString(fmt.Sprintf("名%d", fillCount))
			fillCount++
			see(owner, v.String())
		}
	}
}

var fillCount int

// TestEveryExpressionIsInTheList: a text of an item or a scheme is an expression,
// or a name, of the one list that conduct is checked of, or is said here to be none.
func TestEveryExpressionIsInTheList(t *testing.T) {
	owners := map[string]string{}
	see := func(owner, text string) { owners[text] = owner }
	p := &Pack{Items: make([]Item, 1), Modify: make([]Modify, 1), Scheme: &Scheme{}}
	fill(reflect.ValueOf(&p.Items[0]).Elem(), "", see)
	fill(reflect.ValueOf(p.Scheme).Elem(), "", see)
	p.Modify[0].Set = p.Items[0]
	listed := map[string]int{}
	for _, x := range p.feeds() {
		listed[x.text+x.ref.Name]++
	}
	for text, owner := range owners {
		switch n, none := listed[text], slices.Contains(noExpression, owner); {
		case n == 0 && !none:
			t.Errorf("%s may hold an expression that no rule of conduct sees: add it to feeds", owner)
		case n > 0 && none:
			t.Errorf("%s is listed and said to be none", owner)
		}
	}
	if len(listed) < 39 {
		t.Errorf("only %d places", len(listed))
	}
	for _, owner := range noExpression {
		found := false
		for _, o := range owners {
			found = found || o == owner
		}
		if !found {
			t.Errorf("%s is no more", owner)
		}
	}
}

// TestWhatRises: whether more of a thing can only raise an expression.
func TestWhatRises(t *testing.T) {
	p := good()
	p.Vocabulary.Events = append(p.Vocabulary.Events, EventName{Name: "甲"}, EventName{Name: "乙"})
	std := scopeOf(p, nil)
	for text, want := range map[string]bool{
		"次数.甲": true, "次数.甲 + 1": true, "次数.乙": true, "次数.乙 - 次数.甲": false, "次数.甲 - 次数.乙": true, "-次数.甲": false, "-(-次数.甲)": true,
		"次数.甲 > 2": true, "次数.甲 >= 2": true, "2 < 次数.甲": true, "次数.甲 < 2": false, "2 >= 次数.甲": false, "次数.甲 == 0": false, "次数.甲 != 0": false,
		"非 (次数.甲 > 2)": false, "非 (次数.甲 < 2)": true, "次数.甲 > 2 且 次数.乙 == 0": true, "次数.甲 > 2 且 次数.甲 < 9": false,
		"最小(次数.甲, 5)": true, "最大(0, 5 - 次数.甲)": false, "取整(次数.甲 + 0.5)": true, "次数.甲 * 2": false, "次数.甲 / 次数.乙": false,
		"次数.甲 > 0 ? 1 : 0": false, "满月数(次数.甲, 1) >= 3": true, "有值(次数.甲)": false, "截至(6, 30) 且 次数.甲 > 0": true, "次数.乙 * 2 > 1": true,
	} {
		n, problem := std.Compile(text, PlaceScore)
		if problem != nil {
			t.Fatal(problem.Message)
		}
		r, ok := std.find(SpaceEvent, []string{"上访", "举报", "申诉", "异议", "来信", "投诉", "信访", "意见答复", "甲", "乙"}, "甲")
		if !ok {
			t.Fatal("no 甲")
		}
		if got := n.rises(r, true); got != want {
			t.Errorf("%s rises with 甲: %v, want %v", text, got, want)
		}
	}
}
