// Package lossy is a disk that loses power (断电).
//
// Programs use it as a mounted folder. What they write is live at once; it is
// durable only after they asked for it with fsync or fdatasync. [Disk.Cut] is
// the power failure: what was durable remains, of the rest each sector of 512
// bytes survives by chance or not at all, and everything that still runs on the
// old mount gets EIO. Mounting again is the next start of the machine.
//
// # The promise
//
//   - Data: a sync makes the file's bytes and size durable as they are at that
//     moment. A sector written since survives a cut whole or not at all, in any
//     order; a size changed since may be the old one, the new one or, for a file
//     that grew, one between.
//   - Names ([Journal]): creating, removing and renaming become durable with the
//     next sync of any file or folder, all of them in their order, as a
//     journalling file system commits them.
//   - Names ([Strict]): only with a sync of the folder they are in, as POSIX has
//     it.
//   - A sync that failed ([Fault]) forgets: a later one that succeeds does not
//     make durable what the failed one should have, unless it was written again.
//     The page cache of Linux does this.
//   - Modes, owners and times are not modelled; they are durable at once.
//
// A sector that was written twice since the last sync holds after a cut what it
// held at the sync or what it held last: versions between are not kept.
//
// # What programs may do on it
//
// Open with O_CREAT, O_EXCL, O_TRUNC and O_APPEND, pread, pwrite, ftruncate,
// fallocate, fsync, fdatasync, rename (also without replacing), link, unlink, mkdir,
// rmdir, readdir; locks of byte ranges, of open file descriptions and of whole
// files, which the kernel keeps. Each read and write reaches the model, except for
// files named *-shm: SQLite maps them into memory, so they live in the page
// cache. There are no symbolic links.
//
// A program that maps a file must not run in the process that serves the mount:
// a page fault holds a thread where the collector cannot stop it, and the two
// would wait for each other. The mount needs root and /dev/fuse.
package lossy
