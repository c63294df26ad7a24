// Package ledger measures what is derived from a stored ledger: one organisation when
// asked, many from their folds, all from raw facts.
package ledger
