// Package sqlite keeps a store in one directory of this machine, in SQLite. It opens
// what it can vouch for, and nothing else: the start-up contract is that every setting
// on which durability rests is read back, that no other process has the directory
// open, that the file system is a local one, and that the schema is known. It
// implements app.Host and the engine of package sqlstore, whose ports it passes on.
//
// One goroutine writes. It takes what waits, at most 256 changes, runs each in a
// savepoint, commits once, and then answers all. Readers have connections of their own
// that cannot write, and never wait for the writer.
//
// After a failed commit nobody knows what is on the disk: the changes in flight are
// Uncertain, everything later is Unavailable, and only opening the store anew, which
// recovers it, ends that. Running low on room is foreseen: below a mark the store
// stops taking changes, gives up a file held in reserve, and goes on when there is
// room again.
package sqlite
