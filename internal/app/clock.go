package app

import "time"

// A Clock (时钟) tells the time. A use case asks it once.
type Clock func() time.Time

// Instant returns the time as it is recorded: UTC, whole seconds.
func (c Clock) Instant() time.Time { return c().UTC().Truncate(time.Second) }
