// Package register folds facts into what was true: the tree of organisations,
// their rolls and posts, and for each organisation's year the Year that every
// measure of the vocabulary reads. Admit decides whether facts may be recorded
// given what is already known.
package register
