// Package vault keeps texts and files out of the ledger (文本库): minutes, decisions,
// attachments. A blob has a random id and a key of its own; the key is wrapped by the data
// key of the owner, which is an organisation or, where a text concerns one person, that
// person. A text names members by their ids, never by name.
//
// A fact carries a commitment: HMAC-SHA-256(salt, content). The salt lies inside the sealed
// box and dies with its key. So an intact blob proves that nothing was changed, and an
// erased one cannot be confirmed by guessing what it said; boxes are padded, so that their
// length does not tell either (DESIGN §3).
//
// Nothing here is written: sealing yields rows for an app.Change.
package vault
