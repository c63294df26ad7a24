// Package crash is the rig R1: the store of qiangji is killed and its power is cut,
// thousands of times, and what it had acknowledged must be there each time, once.
// It has no code of its own: its tests run package kill on package worker.
//
// RIG_ROUNDS sets how many kills and how many power cuts there are.
package crash
