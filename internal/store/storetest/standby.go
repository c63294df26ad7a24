package storetest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Standby makes a server that follows this one, in a directory and at a port of its
// own, and returns when it does.
func (c *Cluster) Standby() (*Cluster, error) {
	s := &Cluster{programs: c.programs}
	if err := s.makeDir(); err != nil {
		return nil, err
	}
	if err := s.follow(c); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

func (c *Cluster) follow(primary *Cluster) error {
	out, err := c.command("pg_basebackup", "-D", c.data(), "-d", primary.URL(Postgres), "--write-recovery-conf",
		"--checkpoint=fast", "--wal-method=stream", "--no-sync").CombinedOutput()
	if err != nil {
		return trouble("不能复制出备库", "cannot copy a standby", err, string(out))
	}
	f, err := os.OpenFile(filepath.Join(c.data(), "postgresql.conf"), os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(f, "unix_socket_directories = '%s'\n", c.dir)
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return err
	}
	if err := c.Start(); err != nil {
		return err
	}
	return primary.await("SELECT COUNT(*) FROM pg_stat_replication WHERE state = 'streaming'", "1")
}

// Promote makes a standby take writes, and returns when it does.
func (c *Cluster) Promote() error {
	if _, err := c.SQL(Postgres, "SELECT pg_promote()"); err != nil {
		return err
	}
	return c.await("SELECT pg_is_in_recovery()", "f")
}

// Forget makes a standby follow nobody: it falls behind.
func (c *Cluster) Forget() error {
	if err := c.Set("primary_conninfo", ""); err != nil {
		return err
	}
	return c.await("SELECT COUNT(*) FROM pg_stat_wal_receiver", "0")
}

// Set changes a setting of the server while it runs.
func (c *Cluster) Set(name, value string) error {
	for _, text := range []string{
		fmt.Sprintf("ALTER SYSTEM SET %s = '%s'", name, strings.ReplaceAll(value, "'", "''")), "SELECT pg_reload_conf()",
	} {
		if _, err := c.SQL(Postgres, text); err != nil {
			return err
		}
	}
	return c.await("SHOW "+name, value)
}

// await asks until the answer comes.
func (c *Cluster) await(text, answer string) error {
	deadline := time.Now().Add(patience)
	for {
		got, err := c.SQL(Postgres, text)
		if err == nil && got == answer {
			return nil
		}
		if time.Now().After(deadline) {
			return trouble("测试数据库没有照办", "the server does not come to it: "+text, err, got)
		}
		time.Sleep(10 * time.Millisecond)
	}
}
