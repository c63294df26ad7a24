package fact

import "qiangji/internal/party"

// A Subject (涉及对象) is something that the ledger keeps an index and a version of:
// what a fact touches, and what must not have changed while a fact was admitted.
type Subject string

// OrgSubject is the stream of an organisation: what it recorded and what others
// recorded of it.
func OrgSubject(id party.OrgID) Subject { return Subject("o:" + id) }

// BelowSubject is what an organisation says for all that are below it: where it
// stands in the tree, and what it did for everyone under it.
func BelowSubject(id party.OrgID) Subject { return Subject("w:" + id) }

// MemberSubject is a person.
func MemberSubject(id party.MemberID) Subject { return Subject("m:" + id) }
