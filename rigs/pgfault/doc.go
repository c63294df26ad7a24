// Package pgfault breaks PostgreSQL, and the way to it, under load, over and over, and
// compares what was answered with what is stored (R10).
//
// Two open stores stand for two processes on one database; each reaches it through a
// proxy of its own. Clients commit changes of a few facts under submission keys; what
// is Uncertain or Unavailable they submit again, under the same key but with new ids
// for the facts, until there is an answer. Both processes give positions meanwhile, and
// one follows them.
//
// A run of its own kills the primary and lets its synchronous standby take over.
//
// At the end each change that was acknowledged must be stored once and whole, under
// the ids of its receipt; each refused one not at all. Every record must have one
// position, as it was first read, without a gap; the nodes of the tree must be those
// of its leaves; the version of each subject must be the number of its changes.
package pgfault
