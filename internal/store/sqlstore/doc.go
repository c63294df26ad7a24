// Package sqlstore keeps the ledger, the desk and the views in a database: all SQL of
// the program, once, over database/sql. It implements the ports of internal/app and is
// to be read beside doc/adr/005-the-ledger.md.
//
// The text is written in the words of PostgreSQL, as few of them as possible: BIGINT,
// TEXT, BYTEA, $n, INSERT … ON CONFLICT, json_array_elements_text($n::json) for a list,
// json_each_text($n::json) for pairs, FOR UPDATE and FOR SHARE. An engine whose words
// are others rewrites these in its Session, and nothing else. Whatever is compared or
// ordered is compared byte by byte: an engine with collations sees to it.
//
// How a transaction is run is the engine's, too: it may run several changes in one
// (with a savepoint each) or try one again. So what is given to Engine.Write may be run
// more than once, and leaves nothing behind in memory but its last result.
package sqlstore
