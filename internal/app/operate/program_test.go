package operate

import (
	"strings"
	"testing"

	"qiangji/internal/errs"
	"qiangji/internal/party"
	"qiangji/packs"
)

// TestProgram: what cannot judge a field or a year says why.
func TestProgram(t *testing.T) {
	lib := NewLibrary(packs.Files)
	p, err := lib.Program("county-demo", "village", 2026)
	if err != nil || p.Standard().Domain != "village" {
		t.Fatalf("village 2026: %v", err)
	}
	for _, c := range []struct {
		pack, why string
		year      int
	}{
		{"county-demo", "2000 年度", 2000}, {"nowhere", "nowhere", 2026},
	} {
		_, err := lib.Program(party.SchemeID(c.pack), "village", c.year)
		if errs.KindOf(err) != errs.Invalid || !strings.Contains(err.Error(), c.why) {
			t.Errorf("%s %d: %v, want %q in it", c.pack, c.year, err, c.why)
		}
	}
}

func TestForAField(t *testing.T) {
	lib := NewLibrary(packs.Files)
	for _, c := range []struct {
		pack   party.SchemeID
		domain party.Domain
		want   bool
	}{
		{"county-demo", "village", true}, {"domain/village", "village", true}, {"domain/village", "agency", false}, {"nowhere", "village", false},
	} {
		if got := lib.For(c.pack, c.domain); got != c.want {
			t.Errorf("%s for %s: %v", c.pack, c.domain, got)
		}
	}
}

func TestSettled(t *testing.T) {
	lib := NewLibrary(packs.Files)
	for pack, want := range map[party.SchemeID]string{"county-demo": "2026-04-01", "nowhere": "2025-12-31"} {
		if got := lib.Settled(pack, 2025); got.String() != want {
			t.Errorf("%s is settled on %s, want %s", pack, got, want)
		}
	}
}
