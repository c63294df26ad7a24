package peers

import "context"

// Of each meeting, and of a store.
const (
	Attendance = 30  // people of a meeting
	Orgs       = 200 // organisations that hold meetings, in turn
)

// A Writer writes meetings into a store of its own.
type Writer interface {
	// Name is how the store is called in the results.
	Name() string
	// Write writes one meeting and its attendance as one transaction, and returns
	// when the store says it is done. The number is unique. It may be called by
	// several goroutines.
	Write(ctx context.Context, number int) error
	// Count counts what is stored.
	Count(ctx context.Context) (meetings, attendance int, err error)
	// Close closes the store.
	Close() error
}
