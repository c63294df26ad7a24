package standard

// A CodeWord explains one code of Problem.
type CodeWord struct {
	Code string
	Warn bool   // it only warns
	What string // what is wrong
	Do   string // what to write instead
}

// The codes of problems of expressions and amounts.
const (
	CodeExpr   = "PK-EXPR"
	CodeName   = "PK-NAME"
	CodePlace  = "PK-PLACE"
	CodeType   = "PK-TYPE"
	CodeLimit  = "PK-LIMIT"
	CodeAmount = "PK-AMOUNT"
)
