// Package report says what was computed: as text for a terminal and as JSON with
// a documented, versioned schema. It computes nothing.
package report
