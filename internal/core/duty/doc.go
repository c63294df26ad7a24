// Package duty says what one organisation owes in one year and where each
// obligation stands, by a standard and the folded year. It also holds the one
// evaluator of conditions and formulas over a folded year, which assess reuses.
//
// A standard is compiled once (Compile); a branch is loaded into an Env
// (Env.Load) and asked for tallies (Program.Tally) without allocation, or for
// the obligations with their facts and words (Due).
package duty
