// Package tamper is the rig R9: someone who has the database, and every right on it,
// changes a copy of a ledger; or a disk flips one bit of it. Whoever reads the copy
// must find it, and be told where.
//
// The rig keeps outside the copy what a superior would: one signed checkpoint and an
// older one that a witness cosigned. The attacker has the program, recomputes every
// hash, position and node, and has no signing key. What is changed behind the last
// kept checkpoint can be made to look right; it is counted apart.
//
// RIG_TAMPER sets how often each attack is made, RIG_FLIPS how many bits are flipped.
package tamper
