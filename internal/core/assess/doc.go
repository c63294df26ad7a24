// Package assess turns one organisation's folded year into an explained score
// under one standard: for every item a verdict, an effect beside it (C1), exact
// points as a pair confirmed–possible (C5), the arithmetic in words, and the
// facts behind it. A standard is compiled once into closures; Score is the pass
// that allocates nothing, Assess adds everything a reader asks for, and Replay
// computes an item again from its trace alone.
//
// Relative is the second pass for items that compare organisations; it takes a
// Cohort, which holds one comparison group only (C6).
package assess
