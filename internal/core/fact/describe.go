package fact

import (
	"fmt"

	"qiangji/internal/party"
)

// A Description (类别说明) says what one kind holds: the source of the
// documentation, the schema, the forms and the columns of sheets.
type Description struct {
	Kind    Kind
	Version int
	Label   string  // Chinese
	Note    string  // what the user should know, in Chinese
	Sealed  bool    // encrypted under the person's key when stored (C16)
	Ahead   bool    // may be recorded before the day on which it holds
	Fields  []Field // of the body
	Example string  // one line of JSON that parses and validates
}

// A Field (字段) is one field of a kind.
type Field struct {
	Name     string // in JSON
	Label    string // Chinese
	Type     string // text, whole, yes/no, date, instant, decimal, object
	Role     string // what a text or number stands for: member, choice, month…
	Required bool
	Many     bool // a list
	Choices  []party.Choice[string]
	Fields   []Field // of an object
}

// Kinds describes the closed set, in the order of the nouns.
func Kinds() []Description {
	all := make([]Description, len(kinds.all))
	for i := range kinds.all {
		k := &kinds.all[i]
		all[i] = Description{
			Kind:    k.name,
			Version: k.version,
			Label:   k.label,
			Note:    k.note,
			Sealed:  Sealed(k.name),
			Ahead:   ahead[k.name],
			Fields:  k.shape.describe(),
			Example: k.line(),
		}
	}
	return all
}

// Envelope describes the fields that surround every body.
func Envelope() []Field { return envelopeShape.describe() }

// typeNames is how the forms are called in a Description.
var typeNames = [...]string{
	formText: "text", formInt: "whole", formBool: "yes/no", formDate: "date",
	formInstant: "instant", formDecimal: "decimal", formObject: "object",
	formList: "list", formBody: "body",
}

func (s *shape) describe() []Field {
	fields := make([]Field, len(s.fields))
	for i := range s.fields {
		f := &s.fields[i]
		n := f.node
		fields[i] = Field{Name: f.name, Label: f.label, Required: f.required}
		if n.form == formList {
			fields[i].Many = true
			n = n.elem
		}
		fields[i].Type, fields[i].Role = typeNames[n.form], string(n.role)
		if n.choices != nil {
			fields[i].Choices = n.choices.choices
		}
		if n.shape != nil {
			fields[i].Fields = n.shape.describe()
		}
	}
	return fields
}

// exampleHead is the surroundings of the examples: a village branch.
const exampleHead = `{"id":"f-0200","org":"o-shiqiao","on":"2026-03-05","at":"2026-03-05T12:00:00Z","by":"m01",`

// line is the example as a whole line.
func (k *kind) line() string {
	return fmt.Sprintf(`%s"kind":"%s","v":%d,"body":%s}`, exampleHead, k.name, k.version, k.example)
}
