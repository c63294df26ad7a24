package standard

import "qiangji/internal/party"

// A Standard (标准) is a pack after import, pruning and modification for one
// profile: immutable, with every condition and formula compiled, and named by
// the digest of its canonical form.
type Standard struct {
	Scheme  party.SchemeID
	Version string
	Title   string
	Subject Subject
	Domain  party.Domain // the profile
	Digest  party.Digest
	Sources map[string]Source
	Words   Vocabulary // of all layers, joined
	Params  []Param
	Items   []Item // in order
	Rating  *Scheme
	From    []party.SchemeID // the layers, floor first

	Kind     PackKind // of the pack resolved: an archived one is refused by assessment
	Archived string   // why it is archived
	Historic string   // why it is kept although C4 forbids a row of it
}

// A Problem (问题) is one thing wrong with a pack, with its place and what to
// write instead. Problems are data, never errors.
type Problem struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Col     int    `json:"col"`
	Code    string `json:"code"` // stable, for example PK-POINTS
	Warn    bool   `json:"warn"` // a warning does not fail pack check
	Message string `json:"message"`
}
