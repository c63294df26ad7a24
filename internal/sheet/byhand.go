package sheet

// What no workbook can do is done in the facts file, by whoever keeps it: a
// secretary reads here whom to ask, and for what.
const (
	byHand    = "请管记录文件的人按 doc/facts.md 手工登记"
	corrected = "请管记录文件的人按 doc/facts.md“改和作废”补一条更正（已经记下的，导入改不了）"
)

// recordBy asks for a fact of a kind that no workbook brings.
func recordBy(what string) string { return "请管记录文件的人按 doc/facts.md 记一条" + what }
