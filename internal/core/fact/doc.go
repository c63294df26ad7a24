// Package fact says what may be recorded: a closed set of kinds, one file per
// noun, each a dated and signed-for statement that something happened. A fact
// holds enumerations, counts, dates and identifiers; names, ID numbers and free
// text stay outside (CONDUCT C16). Facts never change: a later fact corrects or
// voids an earlier one.
//
// A line goes in through Parse (may it be read in one way only?) and Validate
// (does it contradict itself?), and out through Append. Standing settles what
// corrections and voids leave of a heap of lines; what it returns is what the
// folds of core/register read.
//
// A noun's file holds its structs, their checks and their lines of the
// registry. The struct tags say everything else: json the name, zh the Chinese
// label, is the role of a plain string or number (month, window, name, word,
// year, fen). Reader, writer, checks, documentation and schema are driven by
// them, so a kind is added by adding a struct and one line of a table; the
// tests then say what is missing.
package fact
