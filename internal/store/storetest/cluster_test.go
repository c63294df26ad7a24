package storetest

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

func newCluster(t *testing.T) *Cluster {
	t.Helper()
	c, err := NewCluster(ClusterOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func ask(t *testing.T, c *Cluster, text string) string {
	t.Helper()
	out, err := c.SQL(Postgres, text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestClusterIsSound: a test must run on what a sound server is.
func TestClusterIsSound(t *testing.T) {
	c := newCluster(t)
	for name, want := range map[string]string{
		"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "data_checksums": "on", "server_encoding": "UTF8",
	} {
		if got := ask(t, c, "SHOW "+name); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}

// TestClusterComesBack: what was committed is there after each way to end.
func TestClusterComesBack(t *testing.T) {
	c := newCluster(t)
	ask(t, c, "CREATE TABLE kept (n BIGINT)")
	for i, end := range []func(){c.Stop, c.StopNow, c.Kill} {
		ask(t, c, fmt.Sprintf("INSERT INTO kept VALUES (%d)", i))
		address := c.Address()
		end()
		if _, err := c.SQL(Postgres, "SELECT 1"); err == nil {
			t.Fatal("a stopped server answers")
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		if c.Address() != address {
			t.Errorf("moved from %s to %s", address, c.Address())
		}
		if got, want := ask(t, c, "SELECT count(*) FROM kept"), fmt.Sprint(i+1); got != want {
			t.Errorf("%s rows, want %s", got, want)
		}
	}
}

// TestClusterParts: every test has a place of its own.
func TestClusterParts(t *testing.T) {
	c := newCluster(t)
	if a, b := c.Schema(t), c.Schema(t); a == b {
		t.Errorf("one schema twice: %s", a)
	}
	if a, b := c.Database(t), c.Database(t); a == b {
		t.Errorf("one database twice: %s", a)
	}
}

// TestClusterSpeaks: what is wrong is said, in both languages and with the words of
// the server.
func TestClusterSpeaks(t *testing.T) {
	c, err := NewCluster(ClusterOptions{Settings: map[string]string{"no_such_setting": "1"}})
	if err == nil {
		c.Close()
		t.Fatal("started with an unknown setting")
	}
	for _, part := range []string{"没有启动", "did not start", "no_such_setting"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q is not in: %v", part, err)
		}
	}
}

const clusterToKill = "QIANGJI_CLUSTER_TO_KILL"

// TestClusterGoesWithItsBinary kills another run of this binary. Its server must go,
// and its directory.
func TestClusterGoesWithItsBinary(t *testing.T) {
	if os.Getenv(clusterToKill) != "" {
		c := newCluster(t)
		fmt.Println("DIR", c.dir)
		time.Sleep(time.Hour)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	other := exec.Command(self, "-test.run", "^"+t.Name()+"$")
	other.Env = append(os.Environ(), clusterToKill+"=1")
	out, err := other.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	dir := ""
	for found := false; !found && lines.Scan(); {
		dir, found = strings.CutPrefix(lines.Text(), "DIR ")
	}
	if _, err := os.Stat(dir); err != nil {
		t.Fatal(err)
	}
	if err := other.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = other.Wait() // killed
	for deadline := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		if _, err := os.Stat(dir); os.IsNotExist(err) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s is still there", dir)
		}
	}
}
