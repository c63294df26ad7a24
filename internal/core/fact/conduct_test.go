package fact

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"qiangji/internal/party"
)

func sorted(s []string) []string {
	slices.Sort(s)
	return s
}

// TestConduct_C16_NoFreeText walks every Go type that a fact can hold. A text is
// an identifier, one of a closed list, a month or window, the public name of an
// organisation, or a name that a pack declares: nothing else.
func TestConduct_C16_NoFreeText(t *testing.T) {
	ids := []reflect.Type{
		reflect.TypeFor[party.OrgID](), reflect.TypeFor[party.MemberID](), reflect.TypeFor[party.FactID](),
		reflect.TypeFor[party.TextID](), reflect.TypeFor[party.ItemID](), reflect.TypeFor[party.SchemeID](),
		reflect.TypeFor[party.Digest](), reflect.TypeFor[Kind](),
	}
	declared := []string{
		"Mark.Name", "Mark.Grade", "Figure.Name", "Figure.Unit", "Honour.Name", "Event.Name", "Event.Grade",
		"RatingDecided.Level", "RatingDecided.Tier",
	}
	names := []string{"OrgFounded.Name", "OrgRenamed.Name"}
	texts := 0
	var walk func(owner reflect.Type)
	walk = func(owner reflect.Type) {
		for i := range owner.NumField() {
			sf := owner.Field(i)
			ft := sf.Type
			for ft.Kind() == reflect.Pointer || ft.Kind() == reflect.Slice {
				ft = ft.Elem()
			}
			place := owner.Name() + "." + sf.Name
			switch {
			case ft == reflect.TypeFor[time.Time]() || ft == reflect.TypeFor[Body]():
			case ft.Kind() == reflect.Struct:
				walk(ft)
			case ft.Kind() == reflect.Map || ft.Kind() == reflect.Interface || ft.Kind() == reflect.Float64:
				t.Errorf("%s is a %s", place, ft)
			case ft.Kind() != reflect.String:
			case slices.Contains(ids, ft) || vocabularies[ft] != nil:
				texts++
			case ft != reflect.TypeFor[string]():
				t.Errorf("%s: nobody says what a %s may be", place, ft)
			default:
				texts++
				is := sf.Tag.Get("is")
				ok := is == "month" || is == "window" || is == "name" && slices.Contains(names, place) ||
					is == "word" && slices.Contains(declared, place)
				if !ok {
					t.Errorf("%s is free text (is:%q)", place, is)
				}
			}
		}
	}
	for _, k := range kinds.all {
		walk(k.of)
	}
	walk(reflect.TypeFor[envelope]())
	walk(reflect.TypeFor[Fact]())
	if texts < 150 {
		t.Errorf("only %d texts were looked at", texts)
	}
}

// A sentence, a name with a title or a phone number fits into no text of any
// kind.
func TestConduct_C16_NoTextFieldTakesASentence(t *testing.T) {
	sentences := []string{
		"张三同志因家庭困难，近期情绪低落。", "13800138000", "11010519491231002X", "a b", "他说：不来了",
		"t13800138000", "t-8613800138000.x", "x11010519491231002X", "m:110105491231002",
	}
	// In an identifier of a person or a text nothing stands that could be a name.
	plain := []string{"张三因为离婚没来开会心情不好", "张三丰", "三", "a/b", "ｍ１"}
	for _, k := range kinds.all {
		for i := range k.shape.fields {
			f := &k.shape.fields[i]
			n := f.node
			if n.form == formList {
				n = n.elem
			}
			if n.form != formText {
				continue
			}
			all := sentences
			if n.role == roleMember || n.role == roleText {
				all = append(slices.Clone(sentences), plain...)
			}
			for _, s := range all {
				if n.role == roleFact && party.GoodID(s) || n.role == roleName && longEnough(s) {
					continue
				}
				b := k.make()
				v := reflect.ValueOf(b).Elem().Field(f.index)
				switch v.Kind() {
				case reflect.Slice:
					v.Set(reflect.Append(v, reflect.ValueOf(s).Convert(v.Type().Elem())))
				case reflect.Pointer:
					continue
				default:
					v.SetString(s)
				}
				told := func(p Problem) bool { return strings.HasPrefix(p.Field, "body."+f.name) }
				if !slices.ContainsFunc(Validate(Fact{Org: "o-1", Body: b}), told) {
					t.Errorf("%s.%s takes %q", k.name, f.name, s)
				}
			}
		}
	}
}

// longEnough is the sentences that could be the name of an organisation as far
// as a machine can tell.
func longEnough(s string) bool { return !strings.ContainsAny(s, "0123456789") }

// No field anywhere asks for a ground, a reason of a person, a pay base, a
// place or a picture.
func TestConduct_C16_NoSuchField(t *testing.T) {
	forbidden := []string{
		"ground", "cause_text", "note", "remark", "comment", "base", "salary", "pay", "gps", "location", "photo",
		"picture", "device", "ip", "phone", "id_number", "birth", "sex", "ethnic", "points", "rank", "login",
	}
	reasons := map[string]bool{ // what has a reason, from a closed list
		"meeting.skipped reason": true, "waiver.declared reason": true, "meeting.held absent.reason": true,
		"meeting.confirmed absent.reason": true, "mark reason": true,
	}
	for _, d := range Kinds() {
		var look func(prefix string, fields []Field)
		look = func(prefix string, fields []Field) {
			for _, f := range fields {
				if slices.Contains(forbidden, f.Name) {
					t.Errorf("%s has %s", d.Kind, f.Name)
				}
				if f.Name == "reason" && !reasons[string(d.Kind)+" "+prefix+f.Name] {
					t.Errorf("%s has a reason", d.Kind)
				}
				look(prefix+f.Name+".", f.Fields)
			}
		}
		look("", d.Fields)
	}
}

func TestConduct_C16_FourAbsenceReasons(t *testing.T) {
	reasons := map[string]int{"leave": 1, "duty": 1, "away": 1, "other": 1, "sick": 0, "请假": 0, "": 0, "maternity": 0}
	for reason, want := range reasons {
		f := fact(t, "meeting.held", `{"kinds":["assembly"],"due":["m1","m2"],"absent":[{"member":"m2","reason":"`+reason+`"}]}`)
		if problems := Validate(f); (len(problems) == 0) != (want == 1) {
			t.Errorf("reason %q: %v", reason, problems)
		}
	}
}

// Ballots are counts: no kind joins a member to a yes or a no.
func TestConduct_C16_BallotsAreCounts(t *testing.T) {
	for _, d := range Kinds() {
		for _, f := range d.Fields {
			if f.Name != "vote" && f.Name != "votes" {
				continue
			}
			for _, g := range f.Fields {
				if g.Type != "whole" && g.Name != "on" {
					t.Errorf("%s: %s.%s is a %s", d.Kind, f.Name, g.Name, g.Type)
				}
			}
		}
	}
}

// A late entry needs nothing that an ordinary one does not, and nothing in a
// fact says that it was late.
func TestConduct_C02_LateEntryNeedsNothingMore(t *testing.T) {
	for _, d := range Kinds() {
		f, problems := Parse([]byte(d.Example))
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		for _, days := range []int{0, 1, 30, 400, 4000} {
			f.At = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC).AddDate(0, 0, days)
			if problems := Validate(f); len(problems) > 0 {
				t.Errorf("%s, %d days late: %v", d.Kind, days, problems)
			}
		}
	}
	for _, f := range Envelope() {
		if strings.Contains(f.Name, "late") {
			t.Errorf("there is a field %s", f.Name)
		}
	}
}

// 没开 asks for no more than 开了.
func TestConduct_C02_SkippedIsAsShortAsHeld(t *testing.T) {
	count := func(k Kind) int {
		n := 0
		for _, d := range Kinds() {
			for _, f := range d.Fields {
				if d.Kind == k && f.Required && f.Type != "text" {
					t.Errorf("%s demands %s", k, f.Name)
				}
				if d.Kind == k && f.Required {
					n++
				}
			}
		}
		return n
	}
	if held, skipped := count("meeting.held"), count("meeting.skipped"); held != 1 || skipped != 3 {
		t.Errorf("held needs %d, skipped %d fields: kind, window and reason are all that may be asked", held, skipped)
	}
	reasons := kinds.find("meeting.skipped", 1).shape.fields[2].node.choices
	if !reasons.has("other") {
		t.Error("whoever does not want to say why cannot")
	}
}

// Evidence is never required, and a fact without any is as good (JN-45).
func TestConduct_C02_EvidenceIsNeverRequired(t *testing.T) {
	for _, d := range Kinds() {
		for _, f := range d.Fields {
			if f.Required && f.Role == "text" {
				t.Errorf("%s demands the text %s", d.Kind, f.Name)
			}
		}
	}
	for _, f := range Envelope() {
		if f.Name == "evidence" && f.Required {
			t.Error("evidence is required")
		}
	}
}

// What the branch did not do is a fact of its own kind: said by the branch, or
// found by an inspection.
func TestConduct_C05_SilenceIsEndedByAFact(t *testing.T) {
	for kind, body := range map[string]string{
		"meeting.skipped": `{"meeting":"committee","window":"2026-02","reason":"other"}`,
		"inspection.made": `{"by":"town","sort":"spot","settles":["ZB-46"]}`,
	} {
		if problems := Validate(fact(t, kind, body)); len(problems) > 0 {
			t.Errorf("%s: %v", kind, problems)
		}
	}
}

func TestConduct_C15_AskingForHelpTakesOneSentence(t *testing.T) {
	if problems := Validate(fact(t, "help.asked", `{"of":"o-2","text":"t-1"}`)); len(problems) > 0 {
		t.Error(problems)
	}
	if problems := Validate(fact(t, "help.answered", `{"ask":"f-0","result":"declined"}`)); len(problems) > 0 {
		t.Error(problems)
	}
}

// Living contact is one line from anyone; an adjustment states no reason.
func TestConduct_C17_MembersAway(t *testing.T) {
	for _, body := range []string{
		`{"member":"m19","state":"contact"}`, `{"member":"m19","state":"host_report"}`, `{"member":"m19","state":"floating"}`,
	} {
		if problems := Validate(fact(t, "member.away", body)); len(problems) > 0 {
			t.Errorf("%s: %v", body, problems)
		}
	}
	names := ""
	for _, f := range kinds.find("member.adjusted", 1).shape.describe() {
		names += f.Name + " "
	}
	if names != "member adjusted " {
		t.Errorf("an adjustment asks for %s", names)
	}
}

// 代填 is a label on a fact like any other.
func TestConduct_C20_EnteredOnPapersBehalf(t *testing.T) {
	f := fact(t, "member.died", `{"member":"m3"}`)
	f.Proxy = true
	if problems := Validate(f); len(problems) > 0 {
		t.Error(problems)
	}
}

// One owner, any number of co-organisers, each of whom confirms with its own
// members.
func TestConduct_C25_JointWorkOnce(t *testing.T) {
	held := fact(t, "meeting.held", `{"kinds":["party_day"],"due":["m1"],"hosts":["o-2","o-3"]}`)
	orgs, _ := Concerns(held)
	if words(orgs) != "o-1 o-2 o-3" {
		t.Errorf("the co-organisers do not see it: %v", orgs)
	}
	confirmed := fact(t, "meeting.confirmed org=o-2", `{"meeting":"f-1","due":["h1","h2"],"absent":[{"member":"h2","reason":"duty"}]}`)
	if problems := Validate(confirmed); len(problems) > 0 {
		t.Error(problems)
	}
	if got := Rests(confirmed.Body); words(got) != "f-1" {
		t.Errorf("the confirmation rests on %v", got)
	}
	void := Fact{ID: "v", Org: "o-1", On: held.On, At: held.At, By: "m1", Body: &Void{Fact: held.ID, Cause: "not_happened"}}
	confirmed.ID = "f-2"
	if got := Unsupported([]Fact{held, confirmed, void}, Cut{}); len(got) != 1 || got[0] != (Lack{"f-2", held.ID}) {
		t.Errorf("the owner took it back, and the confirmation: %v", got)
	}
}
