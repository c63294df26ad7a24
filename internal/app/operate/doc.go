// Package operate runs the platform from a terminal: it loads packs from disk or
// from the binary, reads and writes facts files, runs the packs' own tests, and
// generates the fictitious county that the demonstration shows.
package operate
