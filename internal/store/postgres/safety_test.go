package postgres

import (
	"strings"
	"testing"

	"qiangji/internal/errs"
)

// sound is a server that all demands agree with.
func sound() settings {
	return settings{
		"server_version_num": "150018", "in_hot_standby": "off", "fsync": "on", "full_page_writes": "on",
		"synchronous_commit": "on", "synchronous_standby_names": "", "data_checksums": "on", "server_encoding": "UTF8",
		"collation": "C", "default_transaction_read_only": "off", "session_replication_role": "origin",
		"zero_damaged_pages": "off", "ignore_checksum_failure": "off", "data_sync_retry": "off",
	}
}

func TestSoundServer(t *testing.T) {
	if err := refuse(weigh(sound(), Options{})); err != nil {
		t.Error(err)
	}
	for name := range sound() {
		if name == "synchronous_standby_names" {
			continue
		}
		all := sound()
		delete(all, name)
		if err := refuse(weigh(all, Options{})); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("a server that does not say %s: %v", name, err)
		}
	}
}

// TestUnsafeServer: each bad value is refused alone, with the reason and the way to mend
// it; its neighbours are not named.
func TestUnsafeServer(t *testing.T) {
	for _, c := range []struct{ name, value, says string }{
		{"server_version_num", "140022", "升级"},
		{"server_version_num", "90624", "升级"},
		{"in_hot_standby", "on", "主库"},
		{"fsync", "off", "断电"},
		{"full_page_writes", "off", "断电"},
		{"synchronous_commit", "off", "保存成功"},
		{"data_checksums", "off", "pg_checksums --enable"},
		{"server_encoding", "SQL_ASCII", "ENCODING 'UTF8'"},
		{"server_encoding", "EUC_CN", "汉字"},
		{"collation", "zh_CN.UTF-8", "LOCALE 'C'"},
		{"collation", "ICU", "LOCALE 'C'"},
		{"default_transaction_read_only", "on", "写不进去"},
		{"session_replication_role", "replica", "触发器"},
		{"zero_damaged_pages", "on", "消失"},
		{"ignore_checksum_failure", "on", "坏掉"},
		{"data_sync_retry", "on", "重启"},
	} {
		all := sound()
		all[c.name] = c.value
		err := refuse(weigh(all, Options{}))
		if errs.KindOf(err) != errs.Unavailable {
			t.Errorf("%s = %s: %v", c.name, c.value, err)
			continue
		}
		if lines := strings.Split(err.Error(), "\n"); len(lines) != 2 || !strings.Contains(lines[1], c.name) ||
			!strings.Contains(lines[1], c.value) || !strings.Contains(lines[1], c.says) {
			t.Errorf("%s = %s: %v", c.name, c.value, err)
		}
	}
}

// TestCommitWithStandbys: where a standby is waited for, waiting for less is refused.
func TestCommitWithStandbys(t *testing.T) {
	for _, c := range []struct {
		commit, standbys string
		safe             bool
	}{
		{"on", "", true}, {"on", "one", true}, {"remote_apply", "one", true}, {"remote_apply", "", true},
		{"local", "", true}, {"remote_write", "", true}, {"local", "one", false}, {"remote_write", "one", false},
		{"off", "", false}, {"off", "one", false}, {"", "", false},
	} {
		all := sound()
		all["synchronous_commit"], all["synchronous_standby_names"] = c.commit, c.standbys
		if err := refuse(weigh(all, Options{})); (err == nil) != c.safe {
			t.Errorf("%q with standbys %q: %v", c.commit, c.standbys, err)
		}
	}
}

// TestNewerVersions: none is refused for its number.
func TestNewerVersions(t *testing.T) {
	for _, v := range []string{"150000", "160004", "180004", "1000000"} {
		all := sound()
		all["server_version_num"] = v
		if err := refuse(weigh(all, Options{})); err != nil {
			t.Errorf("%s: %v", v, err)
		}
	}
}

// TestWithoutChecksums accepts a server without them, and nothing else.
func TestWithoutChecksums(t *testing.T) {
	all := sound()
	all["data_checksums"] = "off"
	if err := refuse(weigh(all, Options{WithoutChecksums: true})); err != nil {
		t.Error(err)
	}
	all["fsync"] = "off"
	if err := refuse(weigh(all, Options{WithoutChecksums: true})); err == nil || strings.Contains(err.Error(), "data_checksums") {
		t.Error(err)
	}
}
