// Package storetest is the promise that every store keeps, as tests, and the database
// server that those of PostgreSQL run on.
package storetest
