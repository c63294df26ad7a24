package postgres

import (
	"context"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"qiangji/internal/errs"
	"qiangji/internal/store/sqlstore"
	"qiangji/internal/store/storetest"
)

// refused opens an address that must be refused, and returns what was said.
func refused(t *testing.T, address string, o Options, want errs.Kind) string {
	t.Helper()
	s, err := Open(context.Background(), address, o)
	if err == nil {
		_ = s.Close()
		t.Fatalf("%s was opened", address)
	}
	if errs.KindOf(err) != want {
		t.Errorf("%v, want %v: %v", errs.KindOf(err), want, err)
	}
	return err.Error()
}

// TestServerSettings: settings of a real server are read back. What one database or
// one user is given counts as much as the file.
func TestServerSettings(t *testing.T) {
	for _, c := range []struct{ name, value string }{
		{"synchronous_commit", "off"}, {"default_transaction_read_only", "on"}, {"session_replication_role", "replica"},
		{"zero_damaged_pages", "on"}, {"ignore_checksum_failure", "on"},
	} {
		name := cluster.Database(t)
		query(t, storetest.Postgres, "ALTER DATABASE "+name+" SET "+c.name+" = "+c.value)
		if said := refused(t, cluster.URL(name), Options{}, errs.Unavailable); !strings.Contains(said, "服务器的 "+c.name) {
			t.Errorf("%s: %s", c.name, said)
		}
		if out := query(t, name, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"); out != "0" {
			t.Errorf("%s: %s tables were made in a refused database", c.name, out)
		}
	}
	const left = "SELECT COUNT(*) FROM pg_stat_activity WHERE application_name = 'qiangji' AND datname LIKE 'd%'"
	deadline := time.Now().Add(30 * time.Second)
	for query(t, storetest.Postgres, left) != "0" { // the server notices a little later
		if time.Now().After(deadline) {
			t.Fatal("refused connections stay open")
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func TestEncodingAndCollation(t *testing.T) {
	for name, how := range map[string]string{
		"server_encoding": "ENCODING 'SQL_ASCII' LOCALE 'C'", "collation": "ENCODING 'UTF8' LOCALE 'C.UTF-8'",
	} {
		database := "odd_" + name
		query(t, storetest.Postgres, "CREATE DATABASE "+database+" TEMPLATE template0 "+how)
		said := refused(t, cluster.URL(database), Options{}, errs.Unavailable)
		if !strings.Contains(said, "服务器的 "+name) {
			t.Errorf("%s: %s", name, said)
		}
	}
}

// TestCarelessServer: everything that is wrong is listed at once.
func TestCarelessServer(t *testing.T) {
	careless, err := storetest.NewCluster(storetest.ClusterOptions{WithoutChecksums: true, Settings: map[string]string{
		"fsync": "off", "full_page_writes": "off", "data_sync_retry": "on",
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(careless.Close)
	said := refused(t, careless.URL(storetest.Postgres), Options{}, errs.Unavailable)
	for _, name := range []string{"fsync", "full_page_writes", "data_sync_retry", "data_checksums"} {
		if !strings.Contains(said, "服务器的 "+name) {
			t.Errorf("%s is not in: %s", name, said)
		}
	}
	for _, text := range []string{"ALTER SYSTEM SET fsync = on", "ALTER SYSTEM SET full_page_writes = on", "ALTER SYSTEM SET data_sync_retry = off"} {
		if _, err := careless.SQL(storetest.Postgres, text); err != nil {
			t.Fatal(err)
		}
	}
	careless.Stop()
	if err := careless.Start(); err != nil {
		t.Fatal(err)
	}
	said = refused(t, careless.URL(storetest.Postgres), Options{}, errs.Unavailable)
	if strings.Count(said, "服务器的 ") != 1 || !strings.Contains(said, "data_checksums") {
		t.Errorf("mended but for the checksums: %s", said)
	}
	s, err := Open(context.Background(), careless.URL(storetest.Postgres), Options{WithoutChecksums: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// TestNetworkInTheClear: beyond this machine a connection is encrypted and the server
// known, in every way that the address leaves open.
func TestNetworkInTheClear(t *testing.T) {
	for _, address := range []string{
		"postgres://u@10.1.2.3/q", "postgres://u@10.1.2.3/q?sslmode=disable", "postgres://u@db.example/q?sslmode=prefer",
		"postgres://u@db.example/q?sslmode=require", "postgres://u@localhost,10.1.2.3/q?sslmode=disable",
		"host=10.1.2.3 user=u dbname=q sslmode=allow",
	} {
		if said := refused(t, address, Options{}, errs.Invalid); !strings.Contains(said, "sslmode=verify-full") {
			t.Errorf("%s: %s", address, said)
		}
	}
}

func TestAddressNotUnderstood(t *testing.T) {
	said := refused(t, "postgres://u:geheim@host:port:1/q", Options{}, errs.Invalid)
	if strings.Contains(said, "geheim") || !strings.Contains(said, "postgres://") {
		t.Error(said)
	}
}

// TestBarred: who is not let in is told why, and does not knock again and again.
func TestBarred(t *testing.T) {
	for name, c := range map[string]struct{ address, says string }{
		"nowhere":  {cluster.URL("nowhere"), "没有这个数据库"},
		"stranger": {strings.Replace(cluster.URL(storetest.Postgres), "user=qiangji", "user=stranger", 1), "不让登录"},
	} {
		if said := refused(t, c.address, Options{}, errs.Unavailable); !strings.Contains(said, c.says) {
			t.Errorf("%s: %s", name, said)
		}
		log, err := os.ReadFile(cluster.File("../log"))
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(string(log), `"`+name+`" does not exist`); n != 1 {
			t.Errorf("%s knocked %d times", name, n)
		}
	}
}

// TestAddressSettings: what the address itself sets is looked at like the rest.
func TestAddressSettings(t *testing.T) {
	said := refused(t, cluster.Schema(t)+"&synchronous_commit=off", Options{}, errs.Unavailable)
	if !strings.Contains(said, "服务器的 synchronous_commit") {
		t.Error(said)
	}
}

// TestNobodyThere: a server that does not answer is named.
func TestNobodyThere(t *testing.T) {
	nowhere := "postgres:///q?" + url.Values{"host": {t.TempDir()}, "user": {"u"}}.Encode()
	if said := refused(t, nowhere, Options{patience: 1}, errs.Unavailable); !strings.Contains(said, "连不上数据库") {
		t.Error(said)
	}
}

// TestVerifiedNetwork: an encrypted address is taken; nobody answers at this one.
func TestVerifiedNetwork(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	_, err := Open(ctx, "postgres://u@192.0.2.1/q?sslmode=verify-full", Options{})
	if errs.KindOf(err) != errs.Unavailable {
		t.Error(err)
	}
}

// TestWeakenedLater: a setting that is weakened while the store is open does not reach
// its sessions.
func TestWeakenedLater(t *testing.T) {
	s := open(t, cluster.Schema(t))
	if err := s.Probe(context.Background()); err != nil {
		t.Fatal(err)
	}
	set := func(text string) {
		query(t, storetest.Postgres, text)
		query(t, storetest.Postgres, "SELECT pg_reload_conf()")
	}
	t.Cleanup(func() { set("ALTER SYSTEM RESET synchronous_commit") })
	set("ALTER SYSTEM SET synchronous_commit = off")
	for query(t, storetest.Postgres, "SHOW synchronous_commit") != "off" {
		time.Sleep(time.Millisecond) // until the reload has come through
	}
	var value string
	err := s.engine.Write(context.Background(), func(db sqlstore.Session) error { return one(db, &value, "SHOW synchronous_commit") })
	if err != nil || value != "on" {
		t.Errorf("commits with synchronous_commit %s: %v", value, err)
	}
}

// TestAnotherServer: what is connected to later is looked at as well.
func TestAnotherServer(t *testing.T) {
	name := cluster.Database(t)
	s := open(t, cluster.URL(name))
	query(t, storetest.Postgres, "ALTER DATABASE "+name+" SET synchronous_commit = off")
	query(t, storetest.Postgres, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"+name+"'")
	if err := s.Probe(context.Background()); errs.KindOf(err) != errs.Unavailable || !strings.Contains(err.Error(), "synchronous_commit") {
		t.Errorf("a weakened server is written to: %v", err)
	}
}
