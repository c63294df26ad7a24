// Package postgres keeps a ledger in PostgreSQL 15 or newer, with the text of sqlstore.
// Several processes may share one database.
//
// A server that is set so that it can lose or bend what it acknowledged is refused, at
// every connection: another server may have taken the place of the first.
package postgres
