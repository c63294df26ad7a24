package fact

import (
	"reflect"
	"slices"
	"sort"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"qiangji/internal/party"
)

func TestConcerns(t *testing.T) {
	for _, c := range []struct{ kind, body, orgs, members string }{
		{"org.founded", `{"name":"石桥村支部","level":"branch","parent":"o-9","form":"single","domain":"village"}`, "o-1 o-9", ""},
		{"org.merged", `{"into":"o-2"}`, "o-1 o-2", ""},
		{"member.died", `{"member":"m3"}`, "o-1", "m3"},
		{"meeting.held", `{"kinds":["assembly"],"chair":"m9","speaker":"m8","due":["m3","m2","m9"],"absent":[{"member":"m2","reason":"leave"}],"online":["m3"],"hosts":["o-3","o-2"]}`,
			"o-1 o-2 o-3", "m2 m3 m8 m9"},
		{"member.staged", `{"member":"m31","step":"introducers","people":["m2","m1"]}`, "o-1", "m1 m2 m31"},
		{"member.moved", `{"member":"m8","way":"out","other":"o-7"}`, "o-1 o-7", "m8"},
		{"rating.decided", `{"scheme":"s","year":2025,"of":"o-3","level":"四星","by":"upper","signer":"m7","cut":"2025-12-31"}`, "o-1 o-3", "m7"},
		{"mark", `{"name":"述职","column":"upper","value":"8","judge":"m9","year":2025}`, "o-1", "m9"},
		{"talk.held", `{"pair":"member_member"}`, "o-1", ""},
		{"void", `{"fact":"f-0","cause":"mistake"}`, "o-1", ""},
		{"upper.did", `{"duty":"answered","for":"o-2","answers":"f-0"}`, "o-1 o-2", ""},
	} {
		orgs, members := Concerns(fact(t, c.kind, c.body))
		if got := words(orgs); got != c.orgs {
			t.Errorf("%s concerns %q, want %q", c.kind, got, c.orgs)
		}
		if got := words(members); got != c.members {
			t.Errorf("%s concerns %q, want %q", c.kind, got, c.members)
		}
	}
}

func words[T ~string](ids []T) string {
	var out []string
	for _, id := range ids {
		out = append(out, string(id))
	}
	return strings.Join(out, " ")
}

func TestConcernsOfNothing(t *testing.T) {
	orgs, members := Concerns(Fact{Org: "o-1"})
	if words(orgs) != "o-1" || members != nil {
		t.Errorf("%v %v", orgs, members)
	}
	var none *MemberDied
	if orgs, members := Concerns(Fact{Body: none}); len(orgs)+len(members) != 0 {
		t.Errorf("%v %v", orgs, members)
	}
}

// Whatever in a body has the type of an organisation or a member is concerned,
// however deep it stands: seen by the Go types alone.
func TestConcernsMissesNobody(t *testing.T) {
	facts := anyFact(true)
	check(t, 2000, func(t *rapid.T) {
		f := facts.Draw(t, "fact")
		wantOrgs, wantMembers := map[string]bool{string(f.Org): true}, map[string]bool{}
		find(reflect.ValueOf(f.Body), func(v reflect.Value) {
			switch id := v.Interface().(type) {
			case party.OrgID:
				wantOrgs[string(id)] = id != ""
			case party.MemberID:
				wantMembers[string(id)] = id != ""
			}
		})
		orgs, members := Concerns(f)
		if words(orgs) != keys(wantOrgs) || words(members) != keys(wantMembers) {
			t.Fatalf("%s\nconcerns %v %v", f.Append(nil), orgs, members)
		}
	})
}

// find calls visit for every string inside v.
func find(v reflect.Value, visit func(reflect.Value)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			find(v.Elem(), visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			find(v.Field(i), visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			find(v.Index(i), visit)
		}
	case reflect.String:
		visit(v)
	}
}

func keys(set map[string]bool) string {
	var out []string
	for k, in := range set {
		if in {
			out = append(out, k)
		}
	}
	sort.Strings(out)
	return strings.Join(out, " ")
}

// TestRests lists every field that rests on another fact. A new one is added
// here on purpose or not at all.
func TestRests(t *testing.T) {
	want := []string{
		"choice.reported choice", "decision.done decision", "decision.made meeting", "disposal.step case",
		"finding.closed finding", "finding.raised inspection", "help.answered ask", "meeting.confirmed meeting",
		"member.staged meeting", "pledge.done pledge", "post.taken election", "topic.answered topic",
		"upper.did answers",
	}
	var got []string
	for _, d := range Kinds() {
		for _, f := range d.Fields {
			if f.Role != "fact" {
				continue
			}
			b := kinds.find(d.Kind, d.Version).make()
			v := reflect.ValueOf(b).Elem()
			for i := range v.NumField() {
				if name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ","); name == f.Name {
					v.Field(i).SetString("f-ground")
				}
			}
			if ground := Rests(b); len(ground) == 1 && ground[0] == "f-ground" {
				got = append(got, string(d.Kind)+" "+f.Name)
			}
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("rests on another fact:\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestRestsOnNothing(t *testing.T) {
	if got := Rests(&Void{Fact: "f-0"}); got != nil {
		t.Errorf("a void rests on %v", got)
	}
	if got := Rests(&DecisionMade{Owner: "m"}); len(got) != 0 {
		t.Errorf("a decision outside a meeting rests on %v", got)
	}
	if got := Rests(nil); len(got) != 0 {
		t.Errorf("nothing rests on %v", got)
	}
}

func TestTexts(t *testing.T) {
	f := fact(t, "meeting.held", `{"kinds":["assembly"],"topics":["t-b","t-a"],"minutes":"t-c"}`)
	f.Evidence = []party.TextID{"t-d", "t-a"}
	if got := Texts(&f); !slices.Equal(got, []party.TextID{"t-a", "t-b", "t-c", "t-d"}) {
		t.Errorf("%v", got)
	}
	if got := Texts(&Fact{}); len(got) != 0 {
		t.Errorf("without a body: %v", got)
	}
}
