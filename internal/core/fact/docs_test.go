package fact

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
)

// docs is the folder of the essays.
const docs = "../../../doc/"

// TestDocumentation holds doc/facts.md to the registry; -update writes it.
func TestDocumentation(t *testing.T) {
	head, err := os.ReadFile("testdata/facts.head.md")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, docs+"facts.md", append(head, manual()...))
}

// TestSchema holds doc/fact.schema.json to the registry; -update writes it.
func TestSchema(t *testing.T) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(schema()); err != nil {
		t.Fatal(err)
	}
	golden(t, docs+"fact.schema.json", b.Bytes())
}

func golden(t *testing.T, name string, want []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(name)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is stale; run go test ./internal/core/fact -update (%v)", name, err)
	}
}

// manual is the part of doc/facts.md that the registry writes.
func manual() []byte {
	var b bytes.Buffer
	all := Kinds()
	b.WriteString("## 每条记录外面的字段\n\n")
	fieldTable(&b, Envelope())
	fmt.Fprintf(&b, "## 类别\n\n共 %d 类。\n\n| 类别 | 名称 | |\n|---|---|---|\n", len(all))
	for _, d := range all {
		fmt.Fprintf(&b, "| [`%s`](#%s) | %s | %s |\n", d.Kind, anchor(d), d.Label, marks(d))
	}
	for _, d := range all {
		fmt.Fprintf(&b, "\n### <a id=\"%s\"></a>%s `%s`\n\n%s", anchor(d), d.Label, d.Kind, d.Note)
		if m := marks(d); m != "" {
			fmt.Fprintf(&b, "（%s）", m)
		}
		b.WriteString("\n\n")
		fieldTable(&b, d.Fields)
		fmt.Fprintf(&b, "```json\n%s\n```\n", d.Example)
	}
	return b.Bytes()
}

func anchor(d Description) string {
	return fmt.Sprintf("%s-v%d", strings.ReplaceAll(string(d.Kind), ".", "-"), d.Version)
}

func marks(d Description) string {
	var m []string
	if d.Version > 1 {
		m = append(m, fmt.Sprintf("第 %d 版", d.Version))
	}
	if d.Sealed {
		m = append(m, "加密")
	}
	if d.Ahead {
		m = append(m, "可以提前记")
	}
	return strings.Join(m, "、")
}

func fieldTable(b *bytes.Buffer, fields []Field) {
	b.WriteString("| 字段 | 含义 | 写法 | 必填 |\n|---|---|---|---|\n")
	fieldRows(b, "", fields)
	b.WriteString("\n")
}

func fieldRows(b *bytes.Buffer, prefix string, fields []Field) {
	for _, f := range fields {
		must := ""
		if f.Required {
			must = "是"
		}
		fmt.Fprintf(b, "| `%s%s` | %s | %s | %s |\n", prefix, f.Name, f.Label, howTo(f), must)
		inner := prefix + f.Name + "."
		if f.Many {
			inner = prefix + f.Name + "[]."
		}
		fieldRows(b, inner, f.Fields)
	}
}

// howTo says in words how a field is written.
func howTo(f Field) string {
	roles := map[string]string{
		"org": "党组织编号", "member": "党员编号", "fact": "记录编号", "text": "文本编号", "id": "编号", "digest": "64 位十六进制摘要",
		"kind": "见下表", "month": "月份 `\"2026-03\"`", "window": "期次", "name": "名称", "word": "标准包里定好的名称",
		"year": "年度，整数", "fen": "整数，单位分",
	}
	types := map[string]string{
		"text": "文字", "whole": "整数", "yes/no": "`true` 或 `false`", "date": "日期", "instant": "`\"2026-03-05T12:00:00Z\"`",
		"decimal": "小数", "object": "一组字段", "body": "见各类别",
	}
	how := roles[f.Role]
	if how == "" {
		how = types[f.Type]
	}
	if len(f.Choices) > 0 {
		var words []string
		for _, c := range f.Choices {
			words = append(words, "`"+c.Code+"` "+c.Label)
		}
		how = strings.Join(words, "、")
	}
	if f.Many {
		how = "一列：" + how
	}
	return how
}

type object = map[string]any

// schema is the JSON Schema (2020-12) of a line.
func schema() object {
	line := objectSchema(Envelope())
	var names []string
	var cases []any
	defs := object{}
	for _, d := range Kinds() {
		if len(names) == 0 || names[len(names)-1] != string(d.Kind) {
			names = append(names, string(d.Kind))
		}
		def := objectSchema(d.Fields)
		def["title"], def["description"] = d.Label, d.Note
		defs[anchor(d)] = def
		cases = append(cases, object{
			"if":   object{"properties": object{"kind": object{"const": d.Kind}, "v": object{"const": d.Version}}},
			"then": object{"properties": object{"body": object{"$ref": "#/$defs/" + anchor(d)}}},
		})
	}
	line["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	line["title"] = "强基的一条记录"
	line["properties"].(object)["kind"] = object{"title": "类别", "enum": names}
	line["properties"].(object)["v"] = object{"title": "版本", "type": "integer", "minimum": 1}
	line["allOf"] = cases
	line["$defs"] = defs
	return line
}

func objectSchema(fields []Field) object {
	properties, required := object{}, []string{}
	for _, f := range fields {
		s := valueSchema(f)
		if f.Many {
			s = object{"type": "array", "items": s, "maxItems": MaxList}
			if f.Type == "text" {
				s["uniqueItems"] = true
			}
		}
		s["title"] = f.Label
		properties[f.Name] = s
		if f.Required {
			required = append(required, f.Name)
		}
	}
	return object{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
}

const idPattern = `^[-0-9A-Za-z_.:/\u4E00-\u9FFF]+$`

func valueSchema(f Field) object {
	if len(f.Choices) > 0 {
		var codes []any
		for _, c := range f.Choices {
			codes = append(codes, object{"const": c.Code, "title": c.Label})
		}
		return object{"oneOf": codes}
	}
	switch f.Role {
	case "member", "text":
		return object{"type": "string", "pattern": "^[-0-9A-Za-z_.:]+$", "maxLength": 64}
	case "org", "fact", "id":
		return object{"type": "string", "pattern": idPattern, "maxLength": 64}
	case "digest":
		return object{"type": "string", "pattern": "^[0-9a-f]{64}$"}
	case "month":
		return object{"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"}
	case "window":
		return object{"type": "string", "pattern": "^[0-9]{4}(-(0[1-9]|1[0-2]|Q[1-4]|H[12]))?$"}
	case "name":
		return object{"type": "string", "minLength": 2, "maxLength": 60}
	case "word":
		return object{"type": "string", "minLength": 1, "maxLength": 40}
	case "year":
		return object{"type": "integer", "minimum": 1921, "maximum": 2199}
	}
	switch f.Type {
	case "whole":
		return object{"type": "integer", "minimum": 0}
	case "yes/no":
		return object{"type": "boolean"}
	case "date":
		return object{"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"}
	case "instant":
		return object{"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"}
	case "decimal":
		return object{"type": []string{"string", "number"}, "pattern": `^-?[0-9]{1,13}(\.[0-9]{1,4})?$`}
	case "object":
		return objectSchema(f.Fields)
	}
	return object{"type": "object"} // the body
}

func TestEveryKindIsDescribed(t *testing.T) {
	seen := map[string]bool{}
	for _, d := range Kinds() {
		if seen[anchor(d)] {
			t.Errorf("%s stands twice", anchor(d))
		}
		seen[anchor(d)] = true
		if d.Label == "" || d.Note == "" || !strings.HasSuffix(d.Note, "。") || len(d.Fields) == 0 {
			t.Errorf("%s is not described", d.Kind)
		}
		if d.Kind.Label() != d.Label || !d.Kind.Known() {
			t.Errorf("%s is called %s", d.Kind, d.Kind.Label())
		}
		described(t, string(d.Kind), d.Fields)
	}
	described(t, "fact", Envelope())
	if len(seen) > 63 {
		t.Errorf("%d kinds: the set is closed", len(seen))
	}
	if Kind("nothing").Known() || Kind("nothing").Label() != "nothing" {
		t.Error("an unknown kind is known")
	}
}

func described(t *testing.T, where string, fields []Field) {
	names, labels := map[string]bool{}, map[string]bool{}
	for _, f := range fields {
		if f.Label == "" || f.Type == "" || f.Type == "list" || f.Name == "" || names[f.Name] || labels[f.Label] {
			t.Errorf("%s.%s is called %q", where, f.Name, f.Label)
		}
		names[f.Name], labels[f.Label] = true, true
		described(t, where+"."+f.Name, f.Fields)
	}
}
