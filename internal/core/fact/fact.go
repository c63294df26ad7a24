package fact

import (
	"time"

	"qiangji/internal/party"
)

// A Fact (记录) is a dated, signed-for statement that something happened to an
// organisation or a member. It carries two times: On, the day it happened,
// drives every duty and score; At, the moment it was recorded, drives nothing
// but the detection of late and campaign-style entry.
type Fact struct {
	ID       party.FactID
	Org      party.OrgID // the owner
	On       party.Date
	At       time.Time // UTC, whole seconds
	By       party.MemberID
	Proxy    bool // 代填: a clerk wrote it down from paper (C20)
	Body     Body
	Evidence []party.TextID // optional always (JN-45)
	Corrects party.FactID   // the fact that this one replaces
	Origin   *Origin        // set on migrated facts only
}

// Origin (来历) marks a migrated fact; such facts feed no late-entry signal.
type Origin struct {
	File    party.Digest `json:"file" zh:"来源文件摘要"`
	Row     int          `json:"row" zh:"行号"`
	Claimed party.Date   `json:"claimed,omitzero" zh:"原登记日期"`
}

// A Kind (类别) names what a fact states, for example meeting.held.
type Kind string

// A Body (内容) is what one kind states: a pointer to one of the structs of this
// package. The set is closed.
type Body interface {
	// Kind names what the body states.
	Kind() Kind
	// check reports what the types and tags alone cannot say is wrong.
	check(c *checker)
}
