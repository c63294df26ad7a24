// Package rating reads a computed band off an assessment, and the rated level
// and tier off the decisions that named persons recorded; it never makes the one
// into the other (C3). It also says how far the next band is, and the one next
// best step: always work still to be done, never a record to be filled in (C2).
//
// Quotas are a second pass over one comparison group: a Contest gathers its
// members one by one and keeps of each only what the quotas need.
package rating
