package fact

// A Problem (问题) is one thing wrong with a fact: which field, why, and how to
// mend it, in plain Chinese.
type Problem struct {
	Field   string // path in the JSON form: body.absent[2].member
	Message string
}

// A checker collects problems.
type checker struct {
	problems []Problem
}
