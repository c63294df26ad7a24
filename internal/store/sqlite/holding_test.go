package sqlite

import (
	"regexp"
	"strings"
	"testing"

	"qiangji/internal/app/person"
)

// TestHoldings: every column of every table is on the map of personal data, and the map
// names nothing that is not there: whoever adds a table says what it holds of persons
// (SECURITY P6).
func TestHoldings(t *testing.T) {
	dir := t.TempDir()
	d := opened(t, dir)
	if _, err := d.Create(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	rows, err := raw(t, dir).QueryContext(t.Context(), `SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	generation := regexp.MustCompile(`^(view_[a-z]+_)[0-9]+$`)
	there := map[string]bool{}
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			t.Fatal(err)
		}
		table = generation.ReplaceAllString(table, "${1}N")
		there[table+"."+column] = true
		h, ok := person.HeldIn(table, column)
		if !ok {
			t.Errorf("%s.%s is not in person.Holdings: say there what it holds of persons, and what erasing one does to it", table, column)
		}
		if named := strings.Contains(column, "member") || strings.Contains(column, "person") || column == "subject" || column == "owner"; named && h.What == person.Nothing {
			t.Errorf("%s.%s is said to hold nothing of persons", table, column)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, h := range person.Holdings {
		for column := range strings.FieldsSeq(h.Columns) {
			name := h.Table + "." + column
			if !there[name] || seen[name] {
				t.Errorf("person.Holdings names %s, which is not there or named twice", name)
			}
			seen[name] = true
		}
		if (h.What == person.Nothing) != (h.Erased == "") {
			t.Errorf("%s %s: what does erasing a person do to it?", h.Table, h.Columns)
		}
	}
	if len(there) < 50 {
		t.Errorf("%d columns: the test sees too little", len(there))
	}
	if _, ok := person.HeldIn("desk_account", "member"); ok {
		t.Error("a table that is not there is on the map")
	}
}
