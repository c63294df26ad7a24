// Package kill ends a real process at random moments, over and over, and
// compares what it had promised with what it left behind.
//
// # The protocol
//
// The process under test speaks lines. The rig writes to its standard input:
//
//	do ID WORDS…     do one operation; ID is also its idempotency key
//	list PREFIX      tell which operations are stored; without a prefix, all
//	check            look at the store as a whole
//
// and reads from its standard output, answers to "do" in any order:
//
//	ready            once, when it may be asked
//	ack ID           the operation is done, durably
//	refused ID WHY   it is not done and has left nothing
//	unknown ID WHY   the process cannot say
//	has ID N PARTS   of list: ID is stored N times with so many parts in total
//	fault WHAT       of check: a broken chain, an invariant that does not hold
//	end              of list and check
//
// # What is compared
//
// Before an operation is sent its intent, and after an answer the answer, is in
// the rig's own ledger, a file that is synced each time. After each restart every
// operation that was acknowledged must be stored exactly once and whole, every
// refused one not at all, every other one once and whole or not at all; those
// are then sent again with their old ID, must be acknowledged, and are there once.
// At the end the same is asked of all operations of the run.
package kill
