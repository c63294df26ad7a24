// Package journeys is the rig R2: what qiangji does, with each call to its disk
// failing in turn. It has no code of its own: its tests run package fault on package
// worker.
//
// RIG_FAULTS sets how many of the first calls of each kind all fail; those beyond are
// sampled.
package journeys
