package sqlstore

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write schema.sql anew")

// written is the schema as schema.sql shows it: all tables at the newest version, and
// those of one generation of the views.
func written() string {
	var b strings.Builder
	b.WriteString("-- The schema at its newest version, for reading. The text that runs is in schema.go;\n" +
		"-- a test compares. An engine puts its own words for the types.\n")
	for i, m := range migrations {
		for _, text := range m {
			b.WriteString("\n" + text + ";\n")
		}
		if i == 0 {
			b.WriteString("\n-- The rows of these tables are never changed or deleted:\n-- " + strings.Join(Guarded, ", ") + ".\n")
		}
	}
	b.WriteString("\n-- One generation of the views; N is its number.\n")
	for _, text := range viewSchema {
		b.WriteString("\n" + text + ";\n")
	}
	return b.String()
}

func TestSchemaIsWritten(t *testing.T) {
	if *update {
		if err := os.WriteFile("schema.sql", []byte(written()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	page, err := os.ReadFile("schema.sql")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(written(), string(page)); diff != "" {
		t.Errorf("schema.sql is not the schema; go test -run SchemaIsWritten -update writes it:\n%s", diff)
	}
}

func TestVersions(t *testing.T) {
	if len(migrations) != Newest {
		t.Errorf("%d migrations lead to version %d", len(migrations), Newest)
	}
}

// TestDumpHoldsAllTables: a table that is made is dumped, or is known to be left out;
// with all its columns.
func TestDumpHoldsAllTables(t *testing.T) {
	left := map[string]string{
		"desk_schema":     "belongs to the place",
		"view_generation": "is derived",
	}
	made := map[string]table{}
	for _, m := range migrations {
		for _, text := range m {
			if parsed, ok := parseTable(text); ok {
				made[parsed.name] = parsed
			}
		}
	}
	for i := range tables {
		want, ok := made[tables[i].Name]
		if !ok {
			t.Errorf("%s is dumped and never made", tables[i].Name)
			continue
		}
		delete(made, tables[i].Name)
		if diff := cmp.Diff(want.columns, tables[i].Columns); diff != "" {
			t.Errorf("the columns of %s:\n%s", want.name, diff)
		}
		if diff := cmp.Diff(strings.Join(want.key, ", "), tables[i].key); diff != "" {
			t.Errorf("the key of %s:\n%s", want.name, diff)
		}
	}
	for name := range made {
		if left[name] == "" {
			t.Errorf("%s is not dumped", name)
		}
	}
}
