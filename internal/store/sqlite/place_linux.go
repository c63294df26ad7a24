package sqlite

import (
	"fmt"
	"os"
	"strings"
	"syscall"

	"qiangji/internal/errs"
)

// ofdExpected says that locks must be those of open files: they exist here.
const ofdExpected = true

// A place is a file system as the kernel describes it.
type place struct {
	kind       int64
	size, free int64 // bytes, for this process
}

func placeOf(dir string) (place, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return place{}, err
	}
	unit := int64(s.Bsize)
	return place{kind: int64(uint32(s.Type)), size: int64(s.Blocks) * unit, free: int64(s.Bavail) * unit}, nil
}

const fuseKind = 0x65735546

// shared are the file systems on which locks or syncs mean less than SQLite needs.
var shared = map[int64]string{
	0x6969: "NFS", 0x517B: "SMB", 0xFE534D42: "SMB", 0xFF534D42: "CIFS", 0x01021997: "9P", fuseKind: "FUSE",
	0x00C36400: "Ceph", 0x5346414F: "AFS", 0x73757245: "Coda", 0x0BD00BD3: "Lustre", 0x786F4256: "VirtualBox 共享目录",
}

// accept refuses file systems that are shared over a network.
func (p place) accept(fuse bool) error {
	name, found := shared[p.kind]
	if !found || fuse && p.kind == fuseKind {
		return nil
	}
	return errs.E("sqlite.Open", errs.Unavailable, fmt.Sprintf(
		"数据目录在 %s 上：这类文件系统的锁和落盘都靠不住，会损坏数据，没有打开；请把数据目录放在本机磁盘上，"+
			"多台机器共用时请改用 PostgreSQL（--database）", name), nil)
}

// name is the file system's name for people.
func (p place) name() string {
	if name, found := shared[p.kind]; found {
		return name
	}
	known := map[int64]string{0xEF53: "ext4", 0x58465342: "XFS", 0x9123683E: "Btrfs", 0x01021994: "tmpfs（在内存里，断电即失）",
		0x794C7630: "overlay", 0x2FC12FC1: "ZFS", 0x4D44: "FAT", 0xF2F52010: "F2FS"}
	if name, found := known[p.kind]; found {
		return name
	}
	return fmt.Sprintf("0x%X", p.kind)
}

// volatile reports whether the file system forgets all when the power goes.
func (p place) volatile() bool { return p.kind == 0x01021994 }

// boot names the run of the operating system.
func boot() string {
	data, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(data))
}
