// Package record writes the ledger: it checks facts against what is recorded already and
// appends them with their audit entry in one change (Recorder), gives records their
// positions (Sequencer), signs what was recorded (Sealer), and reads back what is
// recorded about an organisation or a person (Book). See doc/adr/005-the-ledger.md.
package record
