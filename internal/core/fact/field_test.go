package fact

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"qiangji/internal/party"
)

// A place is one field somewhere in a body: the object that holds it, and how
// the field is described.
type place struct {
	holder object
	field  Field
	path   string
}

// places finds every field that is written in a value, however deep.
func places(v object, fields []Field, path string) []place {
	var all []place
	for _, f := range fields {
		inner, written := v[f.Name]
		at := path + "." + f.Name
		if !written {
			continue
		}
		all = append(all, place{v, f, at})
		switch inner := inner.(type) {
		case object:
			all = append(all, places(inner, f.Fields, at)...)
		case []any:
			for i, one := range inner {
				if o, ok := one.(object); ok {
					all = append(all, places(o, f.Fields, fmt.Sprintf("%s[%d]", at, i))...)
				}
			}
		}
	}
	return all
}

// eachPlace calls try for every field of every kind, with a body that writes
// them all, and a way to put that body on a line.
func eachPlace(t *testing.T, try func(p place, line func() string)) {
	t.Helper()
	n := 0
	for _, d := range Kinds() {
		whole := most(kinds.find(d.Kind, d.Version))
		count := len(places(lineValue(t, whole).(object)["body"].(object), d.Fields, "body"))
		for i := range count {
			root := lineValue(t, whole).(object)
			p := places(root["body"].(object), d.Fields, "body")[i]
			try(p, func() string {
				b, err := json.Marshal(root)
				if err != nil {
					t.Fatal(err)
				}
				return string(b)
			})
			n++
		}
	}
	if n < 250 {
		t.Errorf("only %d fields were tried", n)
	}
}

func TestEveryRequiredFieldIsMissed(t *testing.T) {
	eachPlace(t, func(p place, line func() string) {
		delete(p.holder, p.field.Name)
		_, problems := Parse([]byte(line()))
		missed := len(problems) == 1 && strings.Contains(problems[0].Message, "缺少「"+p.field.Label+"」")
		if missed != p.field.Required {
			t.Errorf("without %s: %v", p.path, problems)
		}
	})
}

func TestEveryFieldRefusesOtherTypes(t *testing.T) {
	takes := map[string][]int{ // by place in values
		"text": {0}, "date": {0}, "whole": {1}, "decimal": {1}, "yes/no": {3}, "object": {},
	}
	values := []any{"", json.Number("7"), json.Number("7.5"), true, nil, []any{}, object{}, []any{[]any{}}}
	eachPlace(t, func(p place, line func() string) {
		for i, v := range values {
			ok := slices.Contains(takes[p.field.Type], i)
			switch {
			case p.field.Many:
				ok = i == 5
			case p.field.Type == "decimal" && i == 2:
				ok = true
			}
			p.holder[p.field.Name] = v
			_, problems := Parse([]byte(line()))
			if ok == (len(problems) > 0) {
				t.Errorf("%s as %v: %v", p.path, v, problems)
			}
			if !ok && len(problems) == 1 && !strings.HasPrefix(problems[0].Field, p.path) {
				t.Errorf("%s as %v: the problem is said to be in %s", p.path, v, problems[0].Field)
			}
		}
	})
}

func TestEveryListRefusesOtherElements(t *testing.T) {
	eachPlace(t, func(p place, line func() string) {
		if !p.field.Many {
			return
		}
		good := p.holder[p.field.Name].([]any)
		for _, bad := range []any{nil, true, json.Number("0.5"), []any{}, "x"} {
			if _, isText := bad.(string); isText && p.field.Type == "text" {
				continue
			}
			p.holder[p.field.Name] = append(slices.Clone(good), bad)
			_, problems := Parse([]byte(line()))
			want := fmt.Sprintf("%s[%d]", p.path, len(good))
			if len(problems) != 1 || problems[0].Field != want {
				t.Errorf("%s with %v at its end: %v", p.path, bad, problems)
			}
		}
	})
}

// Whatever stands in a closed list must be one of its codes, in any place.
func TestEveryClosedListIsClosed(t *testing.T) {
	eachPlace(t, func(p place, line func() string) {
		if len(p.field.Choices) == 0 {
			return
		}
		p.holder[p.field.Name] = any("no_such_code")
		if p.field.Many {
			p.holder[p.field.Name] = []any{"no_such_code"}
		}
		f, problems := Parse([]byte(line()))
		if len(problems) > 0 {
			t.Errorf("%s: the reader does not judge codes: %v", p.path, problems)
			return
		}
		told := slices.ContainsFunc(Validate(f), func(q Problem) bool {
			return strings.HasPrefix(q.Field, p.path) && strings.Contains(q.Message, p.field.Choices[0].Label)
		})
		if !told {
			t.Errorf("%s takes another code, or does not list its own: %v", p.path, Validate(f))
		}
	})
}

// Every identifier anywhere is held to the rule of identifiers.
func TestEveryIdentifierIsGood(t *testing.T) {
	eachPlace(t, func(p place, line func() string) {
		if !slices.Contains([]string{"org", "member", "fact", "text", "id"}, p.field.Role) {
			return
		}
		p.holder[p.field.Name] = any("有 空格")
		if p.field.Many {
			p.holder[p.field.Name] = []any{"有 空格"}
		}
		f, problems := Parse([]byte(line()))
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		if !slices.ContainsFunc(Validate(f), func(q Problem) bool { return strings.HasPrefix(q.Field, p.path) }) {
			t.Errorf("%s takes an identifier with a space", p.path)
		}
	})
}

// Every message of the checks says what to do.
func TestMessagesSayWhatToDo(t *testing.T) {
	ways := []string{"请", "写", "应当", "可以是", "不能", "要"}
	eachPlace(t, func(p place, line func() string) {
		for _, v := range []any{"", "有 空格", json.Number("-1"), json.Number("2000000000")} {
			if p.field.Many {
				v = []any{v}
			}
			p.holder[p.field.Name] = v
			f, problems := Parse([]byte(line()))
			if len(problems) == 0 {
				problems = Validate(f)
			}
			for _, q := range problems {
				if !slices.ContainsFunc(ways, func(w string) bool { return strings.Contains(q.Message, w) }) ||
					strings.ContainsAny(q.Message, "\n%!") && !strings.Contains(q.Message, "% / -") || len([]rune(q.Message)) > 600 {
					t.Errorf("%s: %s", q.Field, q.Message)
				}
			}
		}
	})
}

// most is a line of the kind with every field written.
func most(k *kind) []byte { return filled(k, true) }

// filled writes the required fields of a kind, or all of them, each with a
// value fit for its role. What they say together need not make sense.
func filled(k *kind, all bool) []byte {
	b := k.make()
	fill(reflect.ValueOf(b).Elem(), k.shape, all)
	f := parsed(exampleHead + `"kind":"void","v":1,"body":{"fact":"f-0107","cause":"mistake"}}`)
	f.Body = b
	return f.Append(nil)
}

func parsed(line string) Fact {
	f, _ := Parse([]byte(line))
	return f
}

func fill(v reflect.Value, s *shape, all bool) {
	for _, f := range s.fields {
		if all || f.required {
			fillValue(v.Field(f.index), f.node, all)
		}
	}
}

func fillValue(v reflect.Value, n *node, all bool) {
	if n.pointer {
		v.Set(reflect.New(v.Type().Elem()))
		v = v.Elem()
	}
	switch n.form {
	case formText:
		v.SetString(sample(n))
	case formInt:
		v.SetInt(3)
		if n.role == roleYear {
			v.SetInt(2026)
		}
	case formBool:
		v.SetBool(true)
	case formDate:
		v.SetInt(int64(party.DateOf(2026, 3, 5)))
	case formDecimal:
		v.SetInt(int64(party.Int(3)) / 2)
	case formObject:
		fill(v, n.shape, all)
	case formList:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fillValue(v.Index(0), n.elem, all)
	}
}

func sample(n *node) string {
	samples := map[role]string{
		roleOrg: "o-2", roleMember: "m12", roleFact: "f-0107", roleText: "t-0301", roleID: "t-0301", roleDigest: strings.Repeat("0f", 32),
		roleMonth: "2026-03", roleWindow: "2026-Q1", roleName: "中共石桥村支部委员会", roleWord: "满意度",
	}
	if n.choices != nil {
		return n.choices.choices[0].Code
	}
	return samples[n.role]
}

// TestGoldenLines pins how every field of every kind is written: two lines a
// kind, with the least and with the most that it can hold.
func TestGoldenLines(t *testing.T) {
	const name = "testdata/lines.txtar"
	var want script
	want.comment = "每类记录两行：必填的，和全部的。写法一个字节也不能变。\n"
	for i := range kinds.all {
		k := &kinds.all[i]
		want.cases = append(want.cases,
			scriptCase{fmt.Sprintf("%s v%d 必填", k.name, k.version), string(filled(k, false)) + "\n"},
			scriptCase{fmt.Sprintf("%s v%d 全部", k.name, k.version), string(filled(k, true)) + "\n\n"})
	}
	if *update {
		want.write(t, name)
	}
	got := readScript(t, name)
	if len(got.cases) != len(want.cases) {
		t.Fatalf("%d lines, want %d; new kinds are added with -update", len(got.cases), len(want.cases))
	}
	for i, c := range got.cases {
		if strings.TrimSpace(c.data) != strings.TrimSpace(want.cases[i].data) || c.title != want.cases[i].title {
			t.Errorf("%s is now written otherwise:\n%s%s", c.title, c.data, want.cases[i].data)
		}
		line := []byte(strings.TrimSpace(c.data))
		if f := read(t, [][]byte{line})[0]; string(f.Append(nil)) != string(line) {
			t.Errorf("%s is not read back", line)
		}
	}
}
