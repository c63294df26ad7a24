package fact

import (
	"reflect"
	"slices"
)

// A kind is one line of the closed registry: a kind in one version.
type kind struct {
	name    Kind
	version int
	label   string // Chinese
	note    string // what the user should know, in one or two sentences
	example string // the body of a realistic example, as JSON
	of      reflect.Type
	make    func() Body
	shape   *shape
}

// define makes a line of the registry for the body type T.
func define[T any, P interface {
	*T
	Body
}](version int, label, note, example string) kind {
	return kind{
		name:    P(new(T)).Kind(),
		version: version,
		label:   label,
		note:    note,
		example: example,
		of:      reflect.TypeFor[T](),
		make:    func() Body { return P(new(T)) },
		shape:   shapeOf(reflect.TypeFor[T]()),
	}
}

// A registry is a closed set of kinds, found by name or by Go type. A kind may
// stand in several versions, each with a Go type of its own, so that a later
// version never changes what an earlier line meant.
type registry struct {
	all    []kind
	named  map[Kind][]*kind // the versions, in order
	byType map[reflect.Type]*kind
}

// newRegistry joins the tables of the nouns.
func newRegistry(tables ...[]kind) *registry {
	r := &registry{
		all:    slices.Concat(tables...),
		named:  map[Kind][]*kind{},
		byType: map[reflect.Type]*kind{},
	}
	for i := range r.all {
		k := &r.all[i]
		r.named[k.name] = append(r.named[k.name], k)
		r.byType[k.of] = k
	}
	return r
}

// find returns the kind in that version, or nil.
func (r *registry) find(name Kind, version int) *kind {
	for _, k := range r.named[name] {
		if k.version == version {
			return k
		}
	}
	return nil
}

// of returns the line of the registry for a body, or nil.
func (r *registry) of(b Body) *kind {
	t := reflect.TypeOf(b)
	if t == nil || t.Kind() != reflect.Pointer {
		return nil
	}
	return r.byType[t.Elem()]
}

// kinds is what may be recorded.
var kinds = newRegistry(
	orgKinds, standardKinds, supportKinds, memberKinds, postKinds, pledgeKinds,
	studyKinds, duesKinds, disposalKinds, meetingKinds, decisionKinds,
	electionKinds, inspectionKinds, upperKinds, ratingKinds, generalKinds,
)

// Label returns the Chinese name of a kind, or the kind itself if unknown.
func (k Kind) Label() string {
	if all := kinds.named[k]; len(all) > 0 {
		return all[0].label
	}
	return string(k)
}

// Known reports whether k is in the closed set.
func (k Kind) Known() bool { return len(kinds.named[k]) > 0 }
