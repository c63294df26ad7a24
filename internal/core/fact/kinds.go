package fact

import (
	"reflect"
	"slices"
)

// A kind is one line of the closed registry: a kind in one version.
type kind struct {
	Kind    Kind
	Version int
	Label   string // Chinese
	Example string // the body of a realistic example, as JSON
	Ahead   bool   // On may lie after the day of At
	make    func() Body
	shape   reflect.Type
}

// define makes a line of the registry for the body type T.
func define[T any, P interface {
	*T
	Body
}](version int, label, example string) kind {
	return kind{
		Kind:    P(new(T)).Kind(),
		Version: version,
		Label:   label,
		Example: example,
		make:    func() Body { return P(new(T)) },
		shape:   reflect.TypeFor[T](),
	}
}

// kinds is the closed set, one table from each noun's file.
var kinds = slices.Concat(
	orgKinds, standardKinds, supportKinds, memberKinds, postKinds, pledgeKinds,
	studyKinds, duesKinds, disposalKinds, meetingKinds, decisionKinds,
	electionKinds, inspectionKinds, upperKinds, ratingKinds, generalKinds,
)
