package main

import (
	"strings"
	"testing"

	"qiangji/internal/store/storetest"
)

// TestDatabase does at a terminal with PostgreSQL what is done with a directory: it says
// the same, and what one holds comes back in the other.
func TestDatabase(t *testing.T) {
	cluster, err := storetest.NewCluster(storetest.ClusterOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cluster.Close)
	put(t, map[string]string{"r.csv": strings.ReplaceAll(rosterCSV, "2001年7月", "2001-07-01")})
	first, second := cluster.Schema(t), cluster.Schema(t)
	ran(t, exitUsage, "import", "r.csv", "--database", first)
	ran(t, exitDone, "import", "r.csv", "--database", first, "--keys", "k", "--domain", "village", "--opening", "2026-01-01")
	if said := ran(t, exitDone, "verify", "--database", first, "--keys", "k"); !strings.Contains(said, "没有发现问题") {
		t.Error(said)
	}
	ran(t, exitDone, "rebuild", "--database", first, "--keys", "k")
	ran(t, exitDone, "rebuild", "--compare", "--database", first, "--keys", "k")
	if said := ran(t, exitNo, "doctor", "--deep", "--database", first, "--keys", "k"); !strings.Contains(said, "有 1 处不好") || !strings.Contains(said, "备份：还没有做过") {
		t.Error(said)
	}

	ran(t, exitDone, "export", "facts", "--database", first, "--keys", "k", "--out", "one.jsonl")
	ran(t, exitDone, "import", "one.jsonl", "--data", "d", "--keys", "k")
	ran(t, exitDone, "export", "facts", "--data", "d", "--keys", "k", "--out", "two.jsonl")
	if holds(t, "one.jsonl") != holds(t, "two.jsonl") {
		t.Error("the ledger is another in a directory")
	}

	public, _, _ := strings.Cut(ran(t, exitDone, "backup", "--make-key", "id.txt"), "\n")
	ran(t, exitDone, "backup", "--database", first, "--keys", "k", "--out", "b", "--recipient", public)
	ran(t, exitUsage, "restore", "b", "--identity", "id.txt", "--database", second, "--keys", "nowhere")
	if said := ran(t, exitDone, "restore", "b", "--identity", "id.txt", "--database", second, "--keys", "k"); !strings.Contains(said, "没有发现问题") {
		t.Error(said)
	}
	if said := ran(t, exitUsage, "restore", "b", "--identity", "id.txt", "--database", second, "--keys", "k"); !strings.Contains(said, "已有数据") {
		t.Error(said)
	}
	ran(t, exitDone, "restore", "b", "--identity", "id.txt", "--data", "e", "--keys", "k")
}
