// Package bench measures what qiangji promises, as ratios in one run where a peer
// is named: make bench prints them as a table, doc/bench.md keeps them.
package bench
