package fact

import "qiangji/internal/party"

// PledgeMade (设岗定责、承诺践诺).
type PledgeMade struct {
	Member party.MemberID `json:"member" zh:"党员"`
	Form   party.Pledge   `json:"form" zh:"形式"`
	Text   party.TextID   `json:"text,omitempty" zh:"内容"`
	Due    party.Date     `json:"due,omitzero" zh:"期限"`
}

// Kind returns pledge.made.
func (*PledgeMade) Kind() Kind { return "pledge.made" }

func (b *PledgeMade) check(c *checker) {
	c.notBefore("due", "期限", b.Due)
}

// PledgeDone (承诺办结).
type PledgeDone struct {
	Pledge party.FactID `json:"pledge" zh:"承诺"`
	Done   bool         `json:"done" zh:"办成"`
}

// Kind returns pledge.done.
func (*PledgeDone) Kind() Kind { return "pledge.done" }

func (*PledgeDone) check(*checker) {}

// CareGiven (关怀帮扶) stores no reason.
type CareGiven struct {
	Members int          `json:"members" zh:"人数"`
	Way     party.CareBy `json:"way" zh:"方式"`
}

// Kind returns care.given.
func (*CareGiven) Kind() Kind { return "care.given" }

func (b *CareGiven) check(c *checker) {
	c.atLeast("members", "人数", b.Members, 1)
}

var pledgeKinds = []kind{
	define[PledgeMade](1, "设岗定责与承诺",
		"内容在文本里，这里只记形式和期限。",
		`{"member":"m12","form":"promise","text":"t-0310","due":"2026-09-30"}`),
	define[PledgeDone](1, "承诺办结",
		"办成没办成都如实记。",
		`{"pledge":"f-0055","done":true}`),
	define[CareGiven](1, "关怀帮扶",
		"只记人数和方式，不记是谁、为什么。",
		`{"members":2,"way":"study_home"}`),
}
