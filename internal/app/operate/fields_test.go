package operate

import (
	"slices"
	"strings"
	"testing"

	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// fieldPacks are the domain packs by the domain each is for.
func fieldPacks(t *testing.T) map[party.Domain]*standard.Pack {
	t.Helper()
	l := shelf()
	packs := map[party.Domain]*standard.Pack{}
	for _, id := range ids(t) {
		if !strings.HasPrefix(string(id), "domain/") || id == "domain/local" {
			continue
		}
		p, _, err := l.Pack(id)
		if err != nil {
			t.Fatal(err)
		}
		if len(p.Domains) != 1 || packs[p.Domains[0]] != nil {
			t.Fatalf("%s is for %v", id, p.Domains)
		}
		packs[p.Domains[0]] = p
	}
	return packs
}

// TestEachFieldIsItsOwn: every field has a pack, and what is asked there is unlike
// what is asked of branches at large in at least three points.
func TestEachFieldIsItsOwn(t *testing.T) {
	packs := fieldPacks(t)
	floor, _, err := shelf().Pack("floor")
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range party.Domains {
		p := packs[d.Code]
		if p == nil {
			t.Errorf("%s has no pack", d.Label)
			continue
		}
		unlike := len(p.Items) + len(p.Modify)
		for _, it := range floor.Items {
			if len(it.Domains) > 0 && len(it.Domains) <= 3 && slices.Contains(it.Domains, d.Code) {
				unlike++
			}
		}
		if unlike < 3 {
			t.Errorf("%s is like the rest but for %d points", d.Label, unlike)
		}
	}
}

// TestTheSwitchesOfTheFields holds the packs to the table of switches by field:
// the item that turns each on, and in which fields it is asked.
func TestTheSwitchesOfTheFields(t *testing.T) {
	l := shelf()
	resolved := map[party.Domain]map[party.ItemID]standard.Item{}
	for d, p := range fieldPacks(t) {
		std, problems := l.Resolve(p.ID, d, party.DateOf(2026, 12, 31))
		if std == nil {
			t.Fatalf("%s: %+v", p.ID, problems)
		}
		resolved[d] = map[party.ItemID]standard.Item{}
		for _, it := range std.Items {
			resolved[d][it.ID] = it
		}
	}
	const rest = "agency soe teachers students private ngo institution retired"
	for _, s := range []struct{ what, item, fields string }{
		{"a term of five years", "ZB-24", "village community"},
		{"a term of three years", "ZB-25", rest},
		{"no term of its own: appointed", "ZB-98", "floating"},
		{"四议两公开", "LY-01", "village"},
		{"四议两公开, adapted", "ZB-44", "village community"},
		{"前置研究", "LY-25", "soe"},
		{"党政联席会议", "LY-51", "teachers"},
		{"重要事项集体研究", "LY-66", "institution"},
		{"no decision on business", "LY-65", "private ngo"},
		{"党建入章 of firms", "LY-23", "soe"},
		{"党建入章 of social organisations", "LY-64", "ngo"},
		{"双向进入 of firms", "LY-24", "soe"},
		{"一肩挑 of villages", "LY-05", "village"},
		{"the head of the unit is secretary", "ZB-32", "agency soe institution"},
		{"a secretary from the management", "ZB-34", "private ngo"},
		{"双带头人", "LY-52", "teachers"},
		{"no development of members", "ZB-98a", "floating"},
		{"集体经济", "ZB-90a", "village"},
		{"attendance looked at", "ZB-60", "village community agency soe teachers students private ngo institution"},
		{"study brought home", "LY-67", "retired"},
	} {
		for _, d := range party.Domains {
			_, asked := resolved[d.Code][party.ItemID(s.item)]
			if want := slices.Contains(strings.Fields(s.fields), string(d.Code)); asked != want {
				t.Errorf("%s (%s) asked of %s: %v", s.what, s.item, d.Label, asked)
			}
		}
	}
	for d, least := range map[party.Domain]int{"teachers": 3, "students": 4, "retired": 6, "floating": 6, "ngo": 4} {
		if e := resolved[d]["ZB-46"].Excuse; e == nil || *e < least {
			t.Errorf("holidays and ages of %s excuse %v months", d, e)
		}
	}
}
