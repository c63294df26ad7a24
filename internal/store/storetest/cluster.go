package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// A Cluster (数据库簇) is a private PostgreSQL server for one test binary, in a
// directory of its own. Several run side by side. It is gone when the binary is,
// however that ended.
type Cluster struct {
	programs string   // the directory of initdb, postgres, psql
	as       []string // the command line that runs a program as an unprivileged user
	dir      string
	port     int
	server   *exec.Cmd
	ended    chan struct{} // closed when the postmaster is gone
	guard    *guard
	named    atomic.Int64
}

// ClusterOptions says how a cluster differs from a sound one.
type ClusterOptions struct {
	WithoutChecksums bool
	Encoding         string            // "": UTF8
	Settings         map[string]string // beyond, and over, those of a test
}

const clusterUser = "qiangji"

// patience bounds every wait for a server.
const patience = 60 * time.Second

// NewCluster makes a cluster and starts it. It needs PostgreSQL 15 or newer; as root
// it installs the Debian package where there is none.
func NewCluster(o ClusterOptions) (*Cluster, error) {
	programs, err := findPrograms()
	if err != nil {
		return nil, err
	}
	c := &Cluster{programs: programs}
	if err := c.makeDir(); err != nil {
		return nil, err
	}
	if err := c.initialise(o); err != nil {
		c.Close()
		return nil, err
	}
	if err := c.Start(); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

// makeDir makes the directory of the cluster and says who runs the server: it refuses
// to run as root.
func (c *Cluster) makeDir() error {
	dir, err := os.MkdirTemp(parentDir(), "qiangji-pg-")
	if err != nil {
		return trouble("不能建测试数据库的目录", "cannot make a directory for the cluster", err, "")
	}
	c.dir = dir
	if os.Getuid() == 0 {
		owner, err := unprivileged()
		if err != nil {
			return err
		}
		uid, _ := strconv.Atoi(owner.Uid) // numbers on every system that has setpriv
		gid, _ := strconv.Atoi(owner.Gid)
		if err := os.Chown(dir, uid, gid); err != nil {
			return trouble("不能把测试数据库的目录交给 "+owner.Username, "cannot hand over the directory", err, "")
		}
		c.as = []string{"setpriv", "--reuid=" + owner.Uid, "--regid=" + owner.Gid, "--clear-groups", "--"}
	}
	c.guard, err = watch(c)
	return err
}

// parentDir is memory where there is plenty of it: a test ends servers, not machines.
func parentDir() string {
	const memory, plenty = "/dev/shm", 1 << 20 // KiB
	if os.Getenv("TMPDIR") == "" {
		out, err := exec.Command("df", "-Pk", memory).Output()
		words := strings.Fields(string(out)) // a heading of seven, then a line of six
		if err == nil && len(words) == 13 {
			if free, err := strconv.Atoi(words[10]); err == nil && free > plenty {
				return memory
			}
		}
	}
	if dir := os.TempDir(); len(dir) <= 60 { // the path of a socket has an end
		return dir
	}
	return "/tmp"
}

func unprivileged() (*user.User, error) {
	for _, name := range []string{"postgres", "nobody"} {
		if u, err := user.Lookup(name); err == nil {
			return u, nil
		}
	}
	return nil, trouble("PostgreSQL 不肯以 root 运行，而系统里没有 postgres 或 nobody 用户",
		"PostgreSQL refuses to run as root, and there is no user postgres or nobody", nil, "")
}

// command runs a program of PostgreSQL as the user of the cluster.
func (c *Cluster) command(program string, args ...string) *exec.Cmd {
	line := append(append([]string{}, c.as...), filepath.Join(c.programs, program))
	line = append(line, args...)
	cmd := exec.Command(line[0], line[1:]...)
	cmd.Dir = c.dir
	cmd.Env = append(os.Environ(), "LC_ALL=C", "TZ=UTC")
	return cmd
}

func (c *Cluster) data() string { return filepath.Join(c.dir, "data") }
func (c *Cluster) log() string  { return filepath.Join(c.dir, "log") }

func (c *Cluster) initialise(o ClusterOptions) error {
	if o.Encoding == "" {
		o.Encoding = "UTF8"
	}
	args := []string{"--pgdata", c.data(), "--username", clusterUser, "--auth=trust", "--no-sync",
		"--encoding", o.Encoding, "--locale=C"}
	if !o.WithoutChecksums {
		args = append(args, "--data-checksums")
	}
	if out, err := c.command("initdb", args...).CombinedOutput(); err != nil {
		return trouble("initdb 没有成功", "initdb failed", err, string(out))
	}
	settings := map[string]string{
		"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on",
		"listen_addresses": "127.0.0.1", "unix_socket_directories": c.dir,
		"max_connections": "100", "shared_buffers": "64MB", "max_wal_size": "128MB", "log_checkpoints": "off",
	}
	for name, value := range o.Settings {
		settings[name] = value
	}
	var text strings.Builder
	for name, value := range settings {
		fmt.Fprintf(&text, "%s = '%s'\n", name, strings.ReplaceAll(value, "'", "''"))
	}
	f, err := os.OpenFile(filepath.Join(c.data(), "postgresql.conf"), os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text.String())
	return errors.Join(err, f.Close())
}

// Start starts a cluster that is stopped, at the port it had, and returns when it
// takes connections. Backends that a killed server left behind are waited for.
func (c *Cluster) Start() error {
	deadline := time.Now().Add(patience)
	for {
		if c.port == 0 {
			port, err := freePort()
			if err != nil {
				return err
			}
			c.port = port
		}
		said, err := c.startOnce(deadline)
		switch {
		case err == nil:
			return nil
		case time.Now().After(deadline):
			return trouble("测试数据库没有启动", "the server did not start", err, said)
		case strings.Contains(said, "is still in use"), strings.Contains(said, "starting up"),
			strings.Contains(said, "postmaster.pid\" already exists"):
			time.Sleep(20 * time.Millisecond) // orphans
		case strings.Contains(said, "could not create any TCP/IP sockets") && c.named.Load() == 0:
			c.port = 0 // somebody was faster; nobody knows this port yet
		case strings.Contains(said, "could not create any TCP/IP sockets"):
			time.Sleep(20 * time.Millisecond)
		default:
			return trouble("测试数据库没有启动", "the server did not start", err, said)
		}
	}
}

// startOnce returns what the server logged, and an error if it ended before it was
// ready.
func (c *Cluster) startOnce(deadline time.Time) (string, error) {
	log, err := os.OpenFile(c.log(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return "", err
	}
	defer log.Close()
	from, err := log.Seek(0, io.SeekEnd)
	if err != nil {
		return "", err
	}
	server := c.command("postgres", "-D", c.data(), "-p", strconv.Itoa(c.port))
	server.Stdout, server.Stderr = log, log
	if err := server.Start(); err != nil {
		return "", err
	}
	ended := make(chan struct{})
	go func() {
		_ = server.Wait() // how it ended is in its log
		close(ended)
	}()
	c.server, c.ended = server, ended
	for !c.ready() {
		select {
		case <-ended:
			return c.logged(from), errors.New("postgres ended")
		case <-time.After(5 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			c.end(syscall.SIGQUIT)
			return c.logged(from), errors.New("postgres was not ready in time")
		}
	}
	return "", nil
}

// ready looks at the last line of the lock file, where the server states it; the
// first one names the process, lest a file left behind be believed.
func (c *Cluster) ready() bool {
	text, err := os.ReadFile(filepath.Join(c.data(), "postmaster.pid"))
	lines := strings.Split(string(text), "\n")
	return err == nil && len(lines) > 7 && lines[0] == strconv.Itoa(c.server.Process.Pid) &&
		strings.TrimSpace(lines[7]) == "ready"
}

func (c *Cluster) logged(from int64) string {
	text, err := os.ReadFile(c.log())
	if err != nil || from > int64(len(text)) {
		return ""
	}
	return string(text[from:])
}

// end sends a signal to the server and waits until it is gone.
func (c *Cluster) end(s syscall.Signal) {
	if c.server == nil {
		return
	}
	_ = c.server.Process.Signal(s) // it may have ended by itself
	<-c.ended
	c.server = nil
}

// Stop shuts the server down in order.
func (c *Cluster) Stop() { c.end(syscall.SIGINT) }

// StopNow ends the server without a checkpoint: what was committed is in its log.
func (c *Cluster) StopNow() { c.end(syscall.SIGQUIT) }

// Kill kills the postmaster. Its backends notice and end, a little later.
func (c *Cluster) Kill() { c.end(syscall.SIGKILL) }

// Close stops the server and removes its directory.
func (c *Cluster) Close() {
	c.end(syscall.SIGQUIT)
	if c.guard != nil {
		c.guard.release()
	}
	_ = os.RemoveAll(c.dir) // what is left is in a temporary directory
}

// URL returns the address of a database by the socket.
func (c *Cluster) URL(database string) string {
	q := url.Values{"host": {c.dir}, "port": {strconv.Itoa(c.port)}, "user": {clusterUser}}
	return "postgres:///" + database + "?" + q.Encode()
}

// Address returns where the server listens on the loopback: host:port.
func (c *Cluster) Address() string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(c.port)) }

// TCP returns the address of a database by an address that leads to the server: its
// own, or that of a proxy.
func (c *Cluster) TCP(address, database string) string {
	return "postgres://" + clusterUser + "@" + address + "/" + database + "?sslmode=disable"
}

// File returns the path of a file of the server that is named from its data directory.
func (c *Cluster) File(name string) string { return filepath.Join(c.data(), name) }

// Postgres is the database that every cluster has.
const Postgres = "postgres"

// SQL runs a text in a database and returns the rows, columns parted by |.
func (c *Cluster) SQL(database, text string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, filepath.Join(c.programs, "psql"),
		"-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", c.URL(database), "-f", "-")
	cmd.Stdin = strings.NewReader(text)
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("psql: %w: %s", err, said.String())
	}
	return strings.TrimSpace(out.String()), nil
}

// Schema returns the address of an empty schema in the database postgres, made for
// this test.
func (c *Cluster) Schema(tb testing.TB) string {
	tb.Helper()
	name := fmt.Sprintf("t%d", c.named.Add(1))
	if _, err := c.SQL(Postgres, "CREATE SCHEMA "+name); err != nil {
		tb.Fatal(err)
	}
	return c.URL(Postgres) + "&search_path=" + name
}

// Database returns the name of an empty database made for this test: for those that
// change its settings. A schema is made ten times faster.
func (c *Cluster) Database(tb testing.TB) string {
	tb.Helper()
	name := fmt.Sprintf("d%d", c.named.Add(1))
	if _, err := c.SQL(Postgres, "CREATE DATABASE "+name); err != nil {
		tb.Fatal(err)
	}
	return name
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, trouble("本机没有可用的端口", "no free port on the loopback", err, "")
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// trouble says in both languages what kept a test from having its database.
func trouble(chinese, english string, cause error, said string) error {
	text := chinese + " / " + english
	if cause != nil {
		text += "：" + cause.Error()
	}
	if said = strings.TrimSpace(said); said != "" {
		text += "\n" + said
	}
	return errors.New(text)
}
