package app

import (
	"qiangji/internal/core/chain"
	"qiangji/internal/party"
)

// Erasing is the action of the audit entry of an erasure; its object is the member.
const Erasing Action = "person.erase"

// Finding is the action of the audit entry of one who was looked up by name; its object is
// the member.
const Finding Action = "person.find"

// Erases returns whom a record of the ledger says was erased.
func Erases(r *Row) (party.MemberID, bool) {
	if r.Stream != chain.Audit {
		return "", false
	}
	e, err := ParseEntry(r.Line)
	if err != nil || e.Action != Erasing || e.Result != "done" || !party.PlainID(e.Object) {
		return "", false // verify says what is wrong with the line
	}
	return party.MemberID(e.Object), true
}
