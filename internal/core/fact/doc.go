// Package fact says what may be recorded: a closed set of kinds, one file per
// noun, each a dated and signed-for statement that something happened. A fact
// holds enumerations, counts, dates and identifiers; names, ID numbers and free
// text stay outside (CONDUCT C16). Facts never change: a later fact corrects or
// voids an earlier one.
package fact
