// Package standard is the language in which standards of branch work are kept
// as data: packs of items with their source, applicability, duty and scoring,
// layered floor ← domain ← scheme. Parse reads a pack, Check finds everything
// that is wrong with it, Resolve makes one immutable Standard, named by digest.
// The packs are the work of domain experts; doc/packs.md is their manual.
package standard
