package fact

import (
	"reflect"
	"slices"
	"strings"
	"time"

	"qiangji/internal/party"
)

// A form says how a value is written in JSON.
type form uint8

const (
	formText    form = iota // a string
	formInt                 // a whole number
	formBool                // true or false
	formDate                // "2026-03-05"
	formInstant             // "2026-03-05T12:00:00Z"
	formDecimal             // "18.5"
	formObject              // an object with the fields of a shape
	formList                // an array
	formBody                // the body of an envelope
)

// A role says what a text or a number stands for, beyond its form.
type role string

// The roles. Those from month on are given by the struct tag "is".
const (
	roleNone   role = ""
	roleOrg    role = "org"
	roleMember role = "member"
	roleFact   role = "fact"
	roleText   role = "text"
	roleID     role = "id" // an item, a scheme
	roleDigest role = "digest"
	roleKind   role = "kind"
	roleChoice role = "choice" // one of a closed list
	roleMonth  role = "month"
	roleWindow role = "window"
	roleName   role = "name" // the public name of an organisation
	roleWord   role = "word" // a name that a pack declares
	roleYear   role = "year"
	roleFen    role = "fen" // money
)

// A node says how one Go type is written.
type node struct {
	form    form
	role    role
	pointer bool
	elem    *node       // of a list
	shape   *shape      // of an object
	choices *vocabulary // of a closed list
}

// A field is one field of a shape.
type field struct {
	name     string // in JSON
	label    string // in Chinese
	index    int    // in the Go struct
	required bool
	node     *node
}

// A shape is the fields of one Go struct, in order.
type shape struct {
	fields   []field
	required uint64 // a bit for each field that must be written
	facts    bool   // a fact can be named somewhere in it
}

// find returns the index of the field called name, or -1. It looks first at
// the field where it would be in the canonical order.
func (s *shape) find(name []byte, guess int) int {
	n := len(s.fields)
	for i := range n {
		at := (guess + i) % n
		if s.fields[at].name == string(name) {
			return at
		}
	}
	return -1
}

// names lists the fields for a message.
func (s *shape) names() string {
	all := make([]string, len(s.fields))
	for i, f := range s.fields {
		all[i] = f.name + "(" + f.label + ")"
	}
	return strings.Join(all, "、")
}

// shapeOf reads the shape of a struct from its tags: json for the name, zh for
// the label, is for the role.
func shapeOf(t reflect.Type) *shape {
	s := &shape{}
	for i := range t.NumField() {
		sf := t.Field(i)
		name, option, _ := strings.Cut(sf.Tag.Get("json"), ",")
		f := field{
			name:     name,
			label:    sf.Tag.Get("zh"),
			index:    i,
			required: option == "",
			node:     nodeOf(sf.Type, role(sf.Tag.Get("is"))),
		}
		if f.required {
			s.required |= 1 << len(s.fields)
		}
		s.fields = append(s.fields, f)
		s.facts = s.facts || f.node.names(roleFact)
	}
	return s
}

// names reports whether something of a role can stand in a value.
func (n *node) names(r role) bool {
	switch {
	case n.elem != nil:
		return n.elem.names(r)
	case n.shape != nil:
		return slices.ContainsFunc(n.shape.fields, func(f field) bool { return f.node.names(r) })
	}
	return n.role == r
}

// roles is what the named types of package party stand for.
var roles = map[reflect.Type]role{
	reflect.TypeFor[party.OrgID]():    roleOrg,
	reflect.TypeFor[party.MemberID](): roleMember,
	reflect.TypeFor[party.FactID]():   roleFact,
	reflect.TypeFor[party.TextID]():   roleText,
	reflect.TypeFor[party.ItemID]():   roleID,
	reflect.TypeFor[party.SchemeID](): roleID,
	reflect.TypeFor[party.Digest]():   roleDigest,
	reflect.TypeFor[Kind]():           roleKind,
}

// nodeOf reads how a Go type is written.
func nodeOf(t reflect.Type, is role) *node {
	switch t {
	case reflect.TypeFor[party.Date]():
		return &node{form: formDate}
	case reflect.TypeFor[time.Time]():
		return &node{form: formInstant}
	case reflect.TypeFor[party.Decimal]():
		return &node{form: formDecimal}
	case reflect.TypeFor[Body]():
		return &node{form: formBody}
	}
	switch t.Kind() {
	case reflect.Pointer:
		n := *nodeOf(t.Elem(), is)
		n.pointer = true
		return &n
	case reflect.Slice:
		return &node{form: formList, elem: nodeOf(t.Elem(), is)}
	case reflect.Struct:
		return &node{form: formObject, shape: shapeOf(t)}
	case reflect.Bool:
		return &node{form: formBool}
	case reflect.Int, reflect.Int64:
		return &node{form: formInt, role: is}
	}
	if v := vocabularies[t]; v != nil {
		return &node{form: formText, role: roleChoice, choices: v}
	}
	if r := roles[t]; r != roleNone {
		return &node{form: formText, role: r}
	}
	return &node{form: formText, role: is}
}
