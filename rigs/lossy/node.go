package lossy

import (
	"context"
	"strings"
	"syscall"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// A node is an inode as the kernel knows it during one start of the machine.
type node struct {
	fs.Inode
	mount *Mount
	inode *inode
}

// What the kernel may ask of a node.
var (
	_ fs.NodeLookuper  = (*node)(nil)
	_ fs.NodeGetattrer = (*node)(nil)
	_ fs.NodeSetattrer = (*node)(nil)
	_ fs.NodeStatfser  = (*node)(nil)
	_ fs.NodeReaddirer = (*node)(nil)
	_ fs.NodeCreater   = (*node)(nil)
	_ fs.NodeMkdirer   = (*node)(nil)
	_ fs.NodeLinker    = (*node)(nil)
	_ fs.NodeUnlinker  = (*node)(nil)
	_ fs.NodeRmdirer   = (*node)(nil)
	_ fs.NodeRenamer   = (*node)(nil)
	_ fs.NodeOpener    = (*node)(nil)
	_ fs.NodeReader    = (*node)(nil)
	_ fs.NodeWriter    = (*node)(nil)
	_ fs.NodeFsyncer   = (*node)(nil)
	_ fs.NodeFlusher   = (*node)(nil)
	_ fs.NodeAllocater = (*node)(nil)
)

// do runs a call on the disk, unless the power went off since the mount.
func (n *node) do(call func(d *Disk) syscall.Errno) syscall.Errno {
	d := n.mount.disk
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.start != n.mount.start {
		return syscall.EIO
	}
	return call(d)
}

// child makes a node of an inode under this one.
func (n *node) child(ctx context.Context, i *inode) *fs.Inode {
	return n.NewInode(ctx, &node{mount: n.mount, inode: i}, fs.StableAttr{Mode: i.mode & syscall.S_IFMT, Ino: i.ino})
}

func (i *inode) describe(a *fuse.Attr) {
	a.Ino, a.Mode, a.Nlink = i.ino, i.mode, uint32(i.links)
	a.Size = uint64(i.size())
	a.Blocks = (a.Size + Sector - 1) / Sector
	a.Blksize = 4096
	a.SetTimes(&i.changed, &i.changed, &i.changed)
}

// Lookup finds a name in a folder.
func (n *node) Lookup(ctx context.Context, name string, out *fuse.EntryOut) (found *fs.Inode, _ syscall.Errno) {
	return found, n.do(func(*Disk) syscall.Errno {
		i := n.inode.names[name]
		if i == nil {
			return syscall.ENOENT
		}
		i.describe(&out.Attr)
		found = n.child(ctx, i)
		return 0
	})
}

// Getattr describes the node.
func (n *node) Getattr(_ context.Context, _ fs.FileHandle, out *fuse.AttrOut) syscall.Errno {
	return n.do(func(*Disk) syscall.Errno {
		n.inode.describe(&out.Attr)
		return 0
	})
}

// Setattr changes size and permissions.
func (n *node) Setattr(_ context.Context, _ fs.FileHandle, in *fuse.SetAttrIn, out *fuse.AttrOut) syscall.Errno {
	return n.do(func(d *Disk) syscall.Errno {
		if size, ok := in.GetSize(); ok {
			if errno := d.truncate(n.inode, int64(size)); errno != 0 {
				return errno
			}
		}
		if mode, ok := in.GetMode(); ok {
			n.inode.mode = n.inode.mode&syscall.S_IFMT | mode&0o7777
		}
		if at, ok := in.GetMTime(); ok {
			n.inode.changed = at
		}
		n.inode.describe(&out.Attr)
		return 0
	})
}

// Statfs tells how much room there is.
func (n *node) Statfs(_ context.Context, out *fuse.StatfsOut) syscall.Errno {
	return n.do(func(d *Disk) syscall.Errno {
		room := d.room
		if room == 0 {
			room = d.used + 1<<34
		}
		out.Bsize, out.Frsize, out.NameLen = Sector, Sector, 255
		out.Blocks = uint64(room) / Sector
		out.Bfree = uint64(max(0, room-d.used)) / Sector
		out.Bavail = out.Bfree
		out.Files, out.Ffree = 1<<20, 1<<20
		return 0
	})
}

// Readdir lists a folder.
func (n *node) Readdir(context.Context) (fs.DirStream, syscall.Errno) {
	var entries []fuse.DirEntry
	errno := n.do(func(*Disk) syscall.Errno {
		for name, i := range n.inode.names {
			entries = append(entries, fuse.DirEntry{Name: name, Mode: i.mode, Ino: i.ino})
		}
		return 0
	})
	return fs.NewListDirStream(entries), errno
}

// make creates a file or folder.
func (n *node) make(ctx context.Context, name string, mode uint32, out *fuse.EntryOut) (made *fs.Inode, _ syscall.Errno) {
	return made, n.do(func(d *Disk) syscall.Errno {
		i, errno := d.create(n.inode, name, mode)
		if errno != 0 {
			return errno
		}
		i.describe(&out.Attr)
		made = n.child(ctx, i)
		return 0
	})
}

// Create creates a file and opens it.
func (n *node) Create(ctx context.Context, name string, _, mode uint32, out *fuse.EntryOut) (*fs.Inode, fs.FileHandle, uint32, syscall.Errno) {
	made, errno := n.make(ctx, name, syscall.S_IFREG|mode&0o7777, out)
	return made, nil, direct(name), errno
}

// Mkdir creates a folder.
func (n *node) Mkdir(ctx context.Context, name string, mode uint32, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	return n.make(ctx, name, syscall.S_IFDIR|mode&0o7777, out)
}

// Link gives a file another name.
func (n *node) Link(ctx context.Context, target fs.InodeEmbedder, name string, out *fuse.EntryOut) (linked *fs.Inode, _ syscall.Errno) {
	t, ok := target.(*node)
	if !ok {
		return nil, syscall.EXDEV
	}
	return linked, n.do(func(d *Disk) syscall.Errno {
		if errno := d.link(n.inode, name, t.inode); errno != 0 {
			return errno
		}
		t.inode.describe(&out.Attr)
		linked = n.child(ctx, t.inode)
		return 0
	})
}

// Unlink removes a file.
func (n *node) Unlink(_ context.Context, name string) syscall.Errno {
	return n.do(func(d *Disk) syscall.Errno { return d.remove(n.inode, name, false) })
}

// Rmdir removes an empty folder.
func (n *node) Rmdir(_ context.Context, name string) syscall.Errno {
	return n.do(func(d *Disk) syscall.Errno { return d.remove(n.inode, name, true) })
}

// Rename moves a name, also without replacing; names are not exchanged.
func (n *node) Rename(_ context.Context, name string, to fs.InodeEmbedder, as string, flags uint32) syscall.Errno {
	const noReplace = 1 // RENAME_NOREPLACE
	target, ok := to.(*node)
	if !ok || flags&^noReplace != 0 {
		return syscall.EINVAL
	}
	return n.do(func(d *Disk) syscall.Errno {
		return d.rename(n.inode, name, target.inode, as, flags == noReplace)
	})
}

// direct keeps the page cache out of the way, but for what must be mapped.
func direct(name string) uint32 {
	if strings.HasSuffix(name, "-shm") {
		return 0
	}
	return fuse.FOPEN_DIRECT_IO
}

// Open opens a file.
func (n *node) Open(context.Context, uint32) (_ fs.FileHandle, flags uint32, _ syscall.Errno) {
	return nil, flags, n.do(func(*Disk) syscall.Errno {
		flags = direct(n.inode.name)
		return 0
	})
}

// Read reads.
func (n *node) Read(_ context.Context, _ fs.FileHandle, b []byte, off int64) (_ fuse.ReadResult, _ syscall.Errno) {
	read := 0
	errno := n.do(func(d *Disk) (errno syscall.Errno) {
		read, errno = d.read(n.inode, b, off)
		return errno
	})
	return fuse.ReadResultData(b[:read]), errno
}

// Write writes.
func (n *node) Write(_ context.Context, _ fs.FileHandle, b []byte, off int64) (uint32, syscall.Errno) {
	written := 0
	errno := n.do(func(d *Disk) (errno syscall.Errno) {
		written, errno = d.write(n.inode, b, off)
		return errno
	})
	return uint32(written), errno
}

// Fsync makes durable.
func (n *node) Fsync(context.Context, fs.FileHandle, uint32) syscall.Errno {
	return n.do(func(d *Disk) syscall.Errno { return d.sync(n.inode) })
}

// Flush is a close, which promises nothing.
func (n *node) Flush(context.Context, fs.FileHandle) syscall.Errno { return 0 }

// Allocate reserves room by writing zeros.
func (n *node) Allocate(_ context.Context, _ fs.FileHandle, off, size uint64, mode uint32) syscall.Errno {
	if mode != 0 {
		return syscall.ENOTSUP
	}
	return n.do(func(d *Disk) syscall.Errno {
		if end := int64(off + size); end > n.inode.size() {
			return d.truncate(n.inode, end)
		}
		return 0
	})
}
