// Package sheet reads the workbooks that branches and towns keep today
// (党组织名册, 党员名册, 会议活动台账, 党费台账, 学时台账) and turns them into
// facts and persons; it also writes the templates of these tables and the
// workbook of refused rows.
//
// # What it promises
//
// Import is a pure function of the bytes, the options and what is already
// known: it reads no clock, draws no chance and writes nothing. Every row ends
// as taken, already known, refused or skipped; a refusal names sheet and cell
// and says how to mend it; what had to be assumed is listed with its count.
// Facts hold identifiers only; names, ID numbers and phones leave in Persons.
// Identifiers are HMAC-SHA256 under Options.Key, so that the same people and
// events get the same identifiers again, and importing twice changes nothing.
//
// # How it goes
//
//	bytes ─ identify (container.go) ─ prescan (prescan.go) ─ readXLSX, readText ─▶ []*grid
//	grid  ─ findTables (header.go, column.go: headers are recognised, sheet names are not)
//	      ─ fill merged cells, find sections, totals, notes (table.go) ─▶ records
//	records ─ orgs, members, meetings, dues, study ─▶ facts, persons, texts, Report
//
// # Why not the library's own reader
//
// Excelize writes our workbooks, but does not read them: its row iterator does
// not say whether a cell is text, a number, a formula or an error, and its
// merged cells need the whole sheet in memory. Both matter here (an ID number
// stored as a number has lost its last digits; a number in a date column is a
// day). The reader below goes once over each sheet as a stream, refuses early
// (SECURITY I3), and costs less than the library's iterator; see
// BenchmarkImportRoster.
package sheet
