// Package derive keeps what follows from the ledger: the views that pages about many
// organisations read, and the answers about one, which are computed when asked.
//
// Everything here can be dropped and made again. A row of a view is a function of the
// facts up to a position, of the day to which they are folded, and of the standards;
// the deriver, a rebuild and a comparison come to the same bytes, whatever the order
// and the batches in which the facts came.
package derive
