// Package peers measures qiangji against others that write the same, side by
// side in one process on one disk.
//
// The work is a meeting of thirty people (三十人的会议): one record of the meeting
// and thirty of attendance, whole or not at all, by 64 writers at once. Segments
// alternate, so that both meet the same machine, and what counts is the median of
// the ratios. A rate is meetings durably done per second of the clock, a cost is
// processor time of the whole process per meeting.
//
// PocketBase (MIT) is used as a library, as its own documentation has it: records
// saved through its app in one transaction, with its own settings of the
// database. Those are WAL with synchronous=NORMAL: a power cut may take back what
// it has acknowledged. It is spared the HTTP server.
package peers
