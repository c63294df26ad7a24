package standard

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"qiangji/internal/party"
)

const schemaFile = "../../../doc/pack.schema.json"

// A schema is a JSON Schema (draft 2020-12) as far as packs need it.
type schema struct {
	Schema      string             `json:"$schema,omitempty"`
	Title       string             `json:"title,omitempty"`
	Description string             `json:"description,omitempty"`
	Type        any                `json:"type,omitempty"`
	Ref         string             `json:"$ref,omitempty"`
	Enum        []string           `json:"enum,omitempty"`
	Pattern     string             `json:"pattern,omitempty"`
	Items       *schema            `json:"items,omitempty"`
	Properties  map[string]*schema `json:"properties,omitempty"`
	Required    []string           `json:"required,omitempty"`
	Additional  any                `json:"additionalProperties,omitempty"`
	Defs        map[string]*schema `json:"$defs,omitempty"`
}

// A closedList is the values of one type of the grammar.
type closedList struct {
	values []string
	words  string
}

func listOf[T ~string](l party.Labels[T]) closedList {
	c := closedList{words: l.Names()}
	for _, x := range l {
		c.values = append(c.values, string(x.Code))
	}
	return c
}

// closed are the closed lists by the name of the type that holds them.
var closed = map[string]closedList{
	"PackKind": listOf(PackKinds), "Subject": listOf(Subjects), "Force": listOf(Forces), "ItemKind": listOf(ItemKinds),
	"Bearer": listOf(Bearers), "Direction": listOf(Directions), "Domain": listOf(party.Domains), "Post": listOf(party.Posts),
	"Cadence": listOf(party.Cadences), "Tier": listOf(party.Tiers), "Issuer": listOf(party.Issuers),
}

// short are the closed lists of plain texts, by type and key. The checker has
// them, too: TestSchemaListsAgreeWithCheck.
var short = map[string][]string{
	"SourceRef.confidence": {"V", "V~", "M-high", "M-med", "M-low"},
	"Item.partial":         {"whole", "half", "any"},
	"Item.start":           {"full", "zero"},
	"OutcomeSpec.better":   {"higher", "lower"},
	"FigureName.merge":     {"last", "sum", "max"},
	"FigureName.absent":    {"unknown", "none"},
	"EventName.absent":     {"unknown", "none"},
	"Ladder.beyond":        {"all", "last"},
	"Below.rounding":       {"up", "down", "proportional", "single"},
	"Per.rounding":         {"up", "down", "proportional"},
	"Per.every":            {"month", "quarter", "half", "year"},
	"TwoWay.rounding":      {"up", "down", "proportional"},
	"Pieces.rounding":      {"down", "proportional"},
	"Judge.average":        {"mean", "trimmed"},
	"Levels.take":          {"highest", "sum"},
	"Rank.ties":            {"same", "dense", "shared"},
	"Percent.ties":         {"same", "dense", "shared"},
	"Rollup.take":          {"mean", "min", "sum"},
	"Scheme.rounding":      {"half_up", "down", "up"},
	"Compose.how":          {"sum", "weighted", "multiply", "stars"},
	"Veto.effect":          {"zero", "bar", "cap", "force"},
	"Gate.effect":          {"invalid", "cap", "minus"},
	"Quota.sense":          {"at_most", "about", "at_least", "exactly"},
	"Quota.base":           {"assessed", "all"},
	"Quota.rounding":       {"down", "up", "half_up"},
	"Quota.overflow":       {"next_level", "none"},
	"Publicity.unit":       {"calendar", "working"},
}

// needed are the keys that a check asks for wherever the thing is written.
var needed = map[string][]string{
	"Pack": {"pack"}, "Import": {"pack"}, "Prune": {"item", "why"}, "Source": {"title"}, "Param": {"name", "value"},
	"YearValue": {"from", "value"}, "Modify": {"item", "set", "why"}, "MarkName": {"name"}, "FigureName": {"name"},
	"HonourName": {"name"}, "EventName": {"name"}, "OutcomeSpec": {"of", "better", "source"}, "Binary": {"if", "give"},
	"Element": {"what", "if", "minus"}, "Ladder": {"minus", "beyond"}, "Below": {"of", "line", "minus"}, "Bands": {"of", "table"},
	"Band": {"from"}, "TwoWay": {"of", "base", "step", "each", "rounding"}, "Grade": {"mark", "table"}, "Judge": {"mark", "min", "max"},
	"Case": {"what", "if", "minus"}, "Step": {"what", "if", "give"}, "Timely": {"on_time", "late"}, "Pieces": {"of", "table", "rounding"},
	"Piece": {"from", "base"}, "Levels": {"honour", "table", "take"}, "Overdue": {"clock", "per", "minus"}, "Refer": {"scheme", "table"},
	"Rank": {"of", "table", "ties"}, "Percent": {"of", "table", "ties"}, "Rollup": {"take"}, "Scheme": {"title", "max"},
	"Size": {"name", "if"}, "Part": {"id", "title", "points"}, "Level": {"name"}, "Veto": {"id", "what", "if", "effect"},
	"Exemption": {"what", "if"}, "Gate": {"what", "if", "effect"}, "Direct": {"what", "if", "level"}, "AdvanceNeed": {"level", "held", "years"},
	"Quota": {"level", "share", "sense", "base", "rounding", "overflow", "ties"}, "Publicity": {"days", "unit"}, "Consequence": {"level", "what"}, "Times": {"by"},
}

// A reflector makes the schema of the grammar's types.
type reflector struct {
	defs map[string]*schema
	docs map[string]string // by type, or type and field
}

func (r *reflector) of(t reflect.Type) *schema {
	switch {
	case t.Kind() == reflect.Pointer:
		return r.of(t.Elem())
	case t == reflect.TypeFor[party.Date]():
		return &schema{Type: "string", Pattern: `^\d{4}-\d{2}-\d{2}$`}
	case t.Kind() == reflect.Struct:
		r.define(t)
		return &schema{Ref: "#/$defs/" + t.Name()}
	case t.Kind() == reflect.Slice:
		return &schema{Type: "array", Items: r.of(t.Elem())}
	case t.Kind() == reflect.Map:
		return &schema{Type: "object", Additional: r.of(t.Elem())}
	case t.Kind() == reflect.Bool:
		return &schema{Type: "boolean"}
	case t.Kind() == reflect.Int:
		return &schema{Type: "integer"}
	}
	if c, ok := closed[t.Name()]; ok {
		return &schema{Enum: c.values, Description: c.words}
	}
	return &schema{Type: []string{"string", "number"}}
}

func (r *reflector) define(t reflect.Type) {
	if r.defs[t.Name()] != nil {
		return
	}
	s := &schema{Type: "object", Properties: map[string]*schema{}, Additional: false, Required: needed[t.Name()], Description: r.docs[t.Name()]}
	r.defs[t.Name()] = s
	for i := range t.NumField() {
		f := t.Field(i)
		key := f.Tag.Get("yaml")
		if key == "" {
			continue
		}
		p := r.of(f.Type)
		if list, ok := short[t.Name()+"."+key]; ok {
			p = &schema{Enum: list}
		}
		if doc := r.docs[t.Name()+"."+f.Name]; doc != "" {
			p.Description = strings.TrimSpace(doc + " " + p.Description)
		}
		s.Properties[key] = p
	}
}

// comments reads what the source says of the grammar's types and fields.
func comments(t *testing.T) map[string]string {
	t.Helper()
	docs := map[string]string{}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			if gen, ok := d.(*ast.GenDecl); ok && gen.Tok == token.TYPE {
				for _, spec := range gen.Specs {
					describe(docs, gen, spec.(*ast.TypeSpec))
				}
			}
		}
	}
	return docs
}

func describe(docs map[string]string, gen *ast.GenDecl, spec *ast.TypeSpec) {
	st, ok := spec.Type.(*ast.StructType)
	if !ok {
		return
	}
	docs[spec.Name.Name] = strings.Join(strings.Fields(gen.Doc.Text()), " ")
	for _, f := range st.Fields.List {
		for _, name := range f.Names {
			docs[spec.Name.Name+"."+name.Name] = strings.TrimSpace(f.Comment.Text())
		}
	}
}

func packSchema(t *testing.T) []byte {
	t.Helper()
	r := &reflector{defs: map[string]*schema{}, docs: comments(t)}
	r.of(reflect.TypeFor[Pack]())
	top := r.defs["Pack"]
	delete(r.defs, "Pack")
	top.Schema, top.Title, top.Defs = "https://json-schema.org/draft/2020-12/schema", "标准包 / pack", r.defs
	top.Required = nil // a pack may be several files, of which one has the head
	data, err := json.MarshalIndent(top, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(data, '\n')
}

// TestSchemaIsCurrent holds doc/pack.schema.json to the grammar.
func TestSchemaIsCurrent(t *testing.T) {
	want := packSchema(t)
	if *update {
		if err := os.WriteFile(schemaFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(schemaFile)
	if err != nil || string(have) != string(want) {
		t.Errorf("doc/pack.schema.json is stale (%v): go test ./internal/core/standard -run Schema -update", err)
	}
}

// TestSchemaKnowsEveryKey wants every key of the grammar to have a type that the
// schema can say, and every list and required key to be of the grammar.
func TestSchemaKnowsEveryKey(t *testing.T) {
	var top schema
	if err := json.Unmarshal(packSchema(t), &top); err != nil {
		t.Fatal(err)
	}
	top.Defs["Pack"] = &schema{Properties: top.Properties}
	for place := range short {
		name, key, _ := strings.Cut(place, ".")
		if d := top.Defs[name]; d == nil || d.Properties[key] == nil {
			t.Errorf("%s is no key of the grammar", place)
		} else if len(d.Properties[key].Enum) == 0 {
			t.Errorf("%s is no list in the schema", place)
		}
	}
	for name, keys := range needed {
		for _, key := range keys {
			if d := top.Defs[name]; d == nil || d.Properties[key] == nil {
				t.Errorf("%s.%s is required but no key", name, key)
			}
		}
	}
	for name, d := range top.Defs {
		if name != "Share" && len(d.Properties) == 0 {
			t.Errorf("%s has no keys", name)
		}
	}
}

// TestSchemaListsAgreeWithCheck writes a value that no list has into each of the
// short lists and wants the check to refuse it.
func TestSchemaListsAgreeWithCheck(t *testing.T) {
	source, err := os.ReadFile("check_scheme.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"check_score.go", "check_table.go", "check_item.go", "check_pack.go", "check.go"} {
		more, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		source = append(source, more...)
	}
	for place, list := range short {
		quoted := make([]string, len(list))
		for i, v := range list {
			quoted[i] = `"` + v + `"`
		}
		if !strings.Contains(string(source), strings.Join(quoted, ", ")) {
			t.Errorf("no check has the list of %s: %s", place, strings.Join(quoted, ", "))
		}
	}
}

// TestSchemaTakesTheBasePack validates what the checker takes by the schema's own
// rules, as an editor would.
func TestSchemaTakesTheBasePack(t *testing.T) {
	var top schema
	if err := json.Unmarshal(packSchema(t), &top); err != nil {
		t.Fatal(err)
	}
	p, problems := Parse([]File{base(t)})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for path := range p.spots {
		s := &top
		for _, key := range strings.FieldsFunc(path, func(r rune) bool { return r == '.' || r == '[' }) {
			if s = s.child(&top, key); s == nil {
				t.Errorf("the schema has no %s", path)
				break
			}
		}
	}
}

// child follows one step of a path: a key, or the index of a list.
func (s *schema) child(top *schema, key string) *schema {
	next := s.Properties[key]
	switch {
	case strings.HasSuffix(key, "]"):
		next = s.Items
	case next == nil && s.Additional != nil && s.Additional != false:
		data, _ := json.Marshal(s.Additional)
		next = &schema{}
		if json.Unmarshal(data, next) != nil {
			return nil
		}
	}
	if next != nil && next.Ref != "" {
		next = top.Defs[strings.TrimPrefix(next.Ref, "#/$defs/")]
	}
	return next
}
