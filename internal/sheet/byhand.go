package sheet

// byHand is what to do where no workbook can: it is done in the facts file, by
// whoever keeps it.
const byHand = "请管记录文件的人按 doc/facts.md 手工登记"
