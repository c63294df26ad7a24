package storetest

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// Oldest and newest major versions that are looked for, the newest first: what is
// promised is 15, and newer ones are not refused.
const (
	oldestPostgres = 15
	newestPostgres = 30
)

// debianPackage is installed where no programs are found.
const debianPackage = "postgresql-15"

// findPrograms returns the directory of PostgreSQL's programs. Version 15, the oldest
// that is supported, is taken before a newer one.
func findPrograms() (string, error) {
	if dir, ok := lookForPrograms(); ok {
		return dir, nil
	}
	if runtime.GOOS != "linux" || os.Getuid() != 0 {
		return "", trouble(
			"这些测试要用 PostgreSQL 15 以上，本机没有找到。请安装（Debian：apt-get install "+debianPackage+"），或把 initdb 所在目录加入 PATH",
			"these tests need PostgreSQL 15 or newer: install it (Debian: "+debianPackage+") or put its directory on PATH", nil, "")
	}
	said, err := installPackage()
	if dir, ok := lookForPrograms(); ok {
		return dir, nil
	}
	return "", trouble("没有找到 PostgreSQL，也没能用 apt-get 装上 "+debianPackage,
		"PostgreSQL was not found, and apt-get could not install it", err, said)
}

func lookForPrograms() (string, bool) {
	for major := oldestPostgres; major <= newestPostgres; major++ {
		for _, pattern := range []string{"/usr/lib/postgresql/%/bin", "/usr/pgsql-%/bin", "/usr/local/opt/postgresql@%/bin", "/opt/homebrew/opt/postgresql@%/bin"} {
			if dir := strings.ReplaceAll(pattern, "%", strconv.Itoa(major)); hasPrograms(dir) {
				return dir, true
			}
		}
	}
	at, err := exec.LookPath("initdb")
	if err != nil {
		return "", false
	}
	at, err = filepath.EvalSymlinks(at)
	if err != nil || !hasPrograms(filepath.Dir(at)) {
		return "", false
	}
	out, err := exec.Command(at, "--version").Output() // initdb (PostgreSQL) 15.18 (Debian …)
	words := strings.Fields(string(out))
	if err != nil || len(words) < 3 {
		return "", false
	}
	major, _, _ := strings.Cut(words[2], ".")
	n, err := strconv.Atoi(major)
	return filepath.Dir(at), err == nil && n >= oldestPostgres
}

func hasPrograms(dir string) bool {
	return !slices.ContainsFunc([]string{"initdb", "postgres", "psql", "pg_ctl"}, func(name string) bool {
		_, err := os.Stat(filepath.Join(dir, name))
		return err != nil
	})
}

// installPackage installs the Debian package, without the cluster that it would make.
// Several test binaries may try at once: they wait for one another.
func installPackage() (string, error) {
	const script = `set -e
export DEBIAN_FRONTEND=noninteractive
wait='-o DPkg::Lock::Timeout=300'
apt-get $wait -qq update || true
apt-get $wait -qq install -y --no-install-recommends postgresql-common
mkdir -p /etc/postgresql-common/createcluster.d
echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.d/none.conf
apt-get $wait -qq install -y --no-install-recommends ` + debianPackage + "\n"
	out, err := exec.Command("sh", "-c", script).CombinedOutput()
	return string(out), err
}

// A guard is a process that ends the server and removes its directory as soon as the
// test binary is gone, even one that was killed.
type guard struct {
	cmd  *exec.Cmd
	hold io.Closer // the guard reads the other end: it sees the end of the binary
}

// watch starts the guard of a cluster.
func watch(c *Cluster) (*guard, error) {
	const script = `trap '' INT TERM HUP
read -r released && exit
dir=$1; shift
[ -d "$dir" ] || exit 0
"$@" -D "$dir/data" -m immediate -W stop
i=0
while [ -e "$dir/data/postmaster.pid" ] && [ $i -lt 50 ]; do sleep 0.1; i=$((i + 1)); done
cd / && rm -rf "$dir"
`
	stop := c.command("pg_ctl")
	cmd := exec.Command("sh", append([]string{"-c", script, "sh", c.dir}, stop.Args...)...)
	hold, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, errors.Join(trouble("不能启动看守测试数据库的进程", "cannot start the guard of the cluster", err, ""), hold.Close())
	}
	return &guard{cmd: cmd, hold: hold}, nil
}

// release lets the guard go: there is nothing left to look after.
func (g *guard) release() {
	_, _ = io.WriteString(g.hold.(io.Writer), "released\n")
	_ = g.hold.Close()
	_ = g.cmd.Wait()
}
