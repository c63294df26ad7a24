package lossy

import (
	"fmt"
	"os"
	"time"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// A Mount is a disk under a folder, for one start of the machine.
type Mount struct {
	Dir    string
	disk   *Disk
	start  int
	server *fuse.Server
}

// Mount mounts the disk on an existing folder. It needs root and /dev/fuse, and
// says so where they are missing: a rig that cannot cut the power has failed.
func (d *Disk) Mount(dir string) (*Mount, error) {
	if err := device(); err != nil {
		return nil, err
	}
	d.mu.Lock()
	m := &Mount{Dir: dir, disk: d, start: d.start}
	root := &node{mount: m, inode: d.root}
	d.mu.Unlock()
	long := time.Hour // nobody but the kernel changes anything
	server, err := fs.Mount(dir, root, &fs.Options{
		EntryTimeout: &long, AttrTimeout: &long, NegativeTimeout: &long,
		RootStableAttr: &fs.StableAttr{Ino: root.inode.ino},
		MountOptions: fuse.MountOptions{
			FsName: "lossy", Name: "lossy", DirectMountStrict: true, DisableXAttrs: true, MaxWrite: 1 << 20,
		},
	})
	if err != nil {
		return nil, fmt.Errorf("mount a disk that loses power on %s (root is needed): %w", dir, err)
	}
	m.server = server
	return m, nil
}

// device tells whether there is anything to mount with.
func device() error {
	f, err := os.OpenFile("/dev/fuse", os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("power cuts need /dev/fuse and root (load the module fuse; "+
			"give a container the device and CAP_SYS_ADMIN): %w", err)
	}
	return f.Close()
}

// Unmount takes the mount away. After a cut that is the moment to call it: no
// process may hold a file on it any more.
func (m *Mount) Unmount() error {
	if err := m.server.Unmount(); err != nil {
		return fmt.Errorf("unmount %s (a process still uses it): %w", m.Dir, err)
	}
	return nil
}
