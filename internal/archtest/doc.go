// Package archtest holds the house to its plan. It has no code of its own:
// its tests parse the repository and refuse
//
//   - an import that climbs the pipeline (layers_test.go),
//   - impurity in the core: a clock, chance, a goroutine, a lock, a log, I/O,
//     or a third-party module that was not agreed on (pure_test.go),
//   - a file, a function, an interface or a package that outgrew its budget,
//     an exported name without a word, too few tests, an init function, an
//     unexplained dependency (budget_test.go),
//   - a text that names a path or a registry of one machine (text_test.go).
//
// Every check is a function over a file tree. planted_test.go feeds each of
// them small trees with one planted violation, for a check that never failed
// proves nothing; repository_test.go feeds them this repository.
//
// The order of the packages and the budgets are policy. They change by a
// decision of their own, never in the commit that needs the change.
package archtest
