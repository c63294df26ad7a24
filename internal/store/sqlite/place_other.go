//go:build !linux

package sqlite

import "math"

// ofdExpected says that locks are those of the process here.
const ofdExpected = false

// A place is a file system, of which nothing is known here.
type place struct {
	size, free int64
}

func placeOf(string) (place, error) { return place{size: math.MaxInt64, free: math.MaxInt64}, nil }

func (place) accept(bool) error { return nil }

func (place) name() string { return "未知" }

func (place) volatile() bool { return false }

func boot() string { return "" }
