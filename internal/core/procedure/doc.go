// Package procedure knows the procedures of the regulations: how votes and
// elections are counted, which steps may follow those taken, what dues amount
// to. It computes and explains; it decides nothing about anyone.
package procedure
