// Package party holds the words that every other package speaks: identifiers,
// calendar dates, windows, exact decimals and the closed lists of organisation
// and member terms (基层党建用语). It imports the standard library only and
// knows no rule.
package party
