package fact

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// A reader reads as much of JSON Schema as doc/fact.schema.json uses.
type reader struct{ defs map[string]any }

func readSchema(t *testing.T) (reader, object) {
	t.Helper()
	data, err := os.ReadFile(docs + "fact.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var root object
	if err := json.Unmarshal(data, &root); err != nil {
		t.Fatal(err)
	}
	return reader{root["$defs"].(object)}, root
}

// fails says where a value breaks a schema, or nothing.
func (r reader) fails(s object, v any, at string) string {
	for _, word := range slices.Sorted(keysOf(s)) {
		if why := r.word(s, word, v); why != "" {
			return at + ": " + word + ": " + why
		}
	}
	switch v := v.(type) {
	case object:
		properties, _ := s["properties"].(object)
		for name, inner := range v {
			p, ok := properties[name].(object)
			if !ok {
				if s["additionalProperties"] == false {
					return at + ": unknown " + name
				}
				continue
			}
			if why := r.fails(p, inner, at+"."+name); why != "" {
				return why
			}
		}
	case []any:
		items, _ := s["items"].(object)
		for i, inner := range v {
			if why := r.fails(items, inner, fmt.Sprintf("%s[%d]", at, i)); why != "" {
				return why
			}
		}
	}
	return ""
}

func keysOf(s object) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range s {
			if !yield(k) {
				return
			}
		}
	}
}

// word judges a value by one word of a schema.
func (r reader) word(s object, word string, v any) string {
	text, isText := v.(string)
	number, isNumber := v.(json.Number)
	switch arg := s[word]; word {
	case "$schema", "$defs", "title", "description", "properties", "additionalProperties", "items", "then":
	case "type":
		types, many := arg.([]any)
		if !many {
			types = []any{arg}
		}
		if !slices.ContainsFunc(types, func(t any) bool { return isType(t.(string), v) }) {
			return fmt.Sprint("is no ", arg)
		}
	case "required":
		for _, name := range arg.([]any) {
			if _, ok := v.(object)[name.(string)]; !ok {
				return "no " + name.(string)
			}
		}
	case "pattern":
		if isText && !regexp.MustCompile(strings.ReplaceAll(arg.(string), `\u4E00-\u9FFF`, "一-\u9fff")).MatchString(text) {
			return text
		}
	case "minLength":
		if isText && utf8.RuneCountInString(text) < int(arg.(float64)) {
			return "short"
		}
	case "maxLength":
		if isText && utf8.RuneCountInString(text) > int(arg.(float64)) {
			return "long"
		}
	case "minimum", "maximum":
		n, _ := number.Float64()
		if isNumber && (word == "minimum" && n < arg.(float64) || word == "maximum" && n > arg.(float64)) {
			return number.String()
		}
	case "enum":
		if !slices.Contains(arg.([]any), v) {
			return fmt.Sprint(v)
		}
	case "const":
		if fmt.Sprint(arg) != fmt.Sprint(v) {
			return fmt.Sprint(v)
		}
	case "oneOf":
		n := 0
		for _, one := range arg.([]any) {
			if r.fails(one.(object), v, "") == "" {
				n++
			}
		}
		if n != 1 {
			return fmt.Sprintf("%v fits %d", v, n)
		}
	case "maxItems":
		if list, ok := v.([]any); ok && len(list) > int(arg.(float64)) {
			return "many"
		}
	case "uniqueItems":
		seen := map[string]bool{}
		for _, one := range v.([]any) {
			if seen[fmt.Sprint(one)] {
				return fmt.Sprint(one)
			}
			seen[fmt.Sprint(one)] = true
		}
	case "$ref":
		return r.fails(r.defs[strings.TrimPrefix(arg.(string), "#/$defs/")].(object), v, "")
	case "allOf":
		for _, one := range arg.([]any) {
			c := one.(object)
			if r.fails(c["if"].(object), v, "") == "" {
				if why := r.fails(c["then"].(object), v, ""); why != "" {
					return why
				}
			}
		}
	default:
		return "this reader does not know the word"
	}
	return ""
}

func isType(t string, v any) bool {
	switch v := v.(type) {
	case object:
		return t == "object"
	case []any:
		return t == "array"
	case string:
		return t == "string"
	case bool:
		return t == "boolean"
	case json.Number:
		return t == "number" || t == "integer" && !strings.Contains(v.String(), ".")
	}
	return false
}

func lineValue(t testing.TB, line []byte) any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestSchemaTakesTheExamples(t *testing.T) {
	r, root := readSchema(t)
	for _, d := range Kinds() {
		if why := r.fails(root, lineValue(t, []byte(d.Example)), ""); why != "" {
			t.Errorf("%s: %s", d.Kind, why)
		}
	}
}

// Every valid fact fits the schema.
func TestSchemaTakesValidFacts(t *testing.T) {
	r, root := readSchema(t)
	facts := anyFact(true)
	taken := 0
	check(t, 1500, func(t *rapid.T) {
		f := facts.Draw(t, "fact")
		if len(Validate(f)) > 0 {
			return
		}
		taken++
		line := f.Append(nil)
		var v any
		d := json.NewDecoder(bytes.NewReader(line))
		d.UseNumber()
		if err := d.Decode(&v); err != nil {
			t.Fatal(err)
		}
		if why := r.fails(root, v, ""); why != "" {
			t.Fatalf("%s\n%s", line, why)
		}
	})
	if taken < 30 {
		t.Errorf("only %d facts were valid", taken)
	}
}

func TestSchemaRefuses(t *testing.T) {
	r, root := readSchema(t)
	const good = `{"id":"f","org":"o","on":"2026-03-05","at":"2026-03-05T12:00:00Z","by":"m","kind":"meeting.held","v":1,` +
		`"body":{"kinds":["group"],"due":["m1","m2"],"absent":[{"member":"m2","reason":"leave"}],"hours":"2"}}`
	if why := r.fails(root, lineValue(t, []byte(good)), ""); why != "" {
		t.Fatal(why)
	}
	for _, c := range []struct{ old, new string }{
		{`"id":"f",`, ``},
		{`"id":"f"`, `"id":"a b"`},
		{`"id":"f"`, `"ID":"f"`},
		{`2026-03-05"`, `2026-13-05"`},
		{`12:00:00Z`, `12:00:00+08:00`},
		{`meeting.held`, `meeting.hold`},
		{`"v":1`, `"v":2`},
		{`"v":1`, `"v":"1"`},
		{`"group"`, `"民主生活会"`},
		{`"m1","m2"`, `"m1","m1"`},
		{`"reason":"leave"`, `"reason":"sick"`},
		{`,"reason":"leave"`, ``},
		{`"hours":"2"`, `"hours":"2.00001"`},
		{`"hours":"2"`, `"hours":true`},
		{`"hours":"2"`, `"place":"礼堂"`},
		{`"hours":"2"`, `"group":-1`},
		{`"hours":"2"`, `"group":1.5`},
		{`"hours":"2"`, `"year":26`},
	} {
		line := strings.Replace(good, c.old, c.new, 1)
		why := r.fails(root, lineValue(t, []byte(line)), "")
		f, problems := Parse([]byte(line))
		if len(problems) == 0 {
			problems = Validate(f)
		}
		unknownVersion := c.new == `"v":2` // the schema leaves the body of a version it does not know alone
		if (why == "" && !unknownVersion) || len(problems) == 0 {
			t.Errorf("%s is taken (schema: %q, validate: %v)", line, why, problems)
		}
	}
}
