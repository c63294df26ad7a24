// Package hand computes the scores of the frozen county-demo items for a village
// or an agency the way one would without a rule language: the rules are Go code,
// item by item. It is the yardstick of the benches, so it shares nothing with
// the evaluator but the folded year it reads, the calendar of package party and
// the exact number standard.Rat.
//
// What it computes is what assess.Program.Score computes: for every item the
// verdict and the points confirmed and possible, over what is due, then the parts
// and the total. The rules themselves are testdata/demo60 of package county.
package hand
