package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qiangji/internal/app/report"
	"qiangji/internal/party"
)

// The golden county: the same seed gives the same facts, and the same facts the
// same assessment, on every machine and architecture. A change of the first two
// digests is a change of the generator; of the others, a change of what a number
// means: say so in the commit and in CHANGELOG.
const (
	goldenFacts  = "be64cc332dc86b4498553d5799c1f522e33d8a5e7a2c1854d51facced8858a6a"
	goldenYear   = "c0a0b7b7b500d089bf6eabe4148f9caf8e13898bc5106abbc06cb59f65f78b83" // in November, with much not due and some unknown
	goldenClosed = "04b906de868cd9f2f37568c094ff4ea38677029f4fd6d42360c1c480334a4dac" // after the closing
	goldenDemo   = "538041ef4bfec8329b4dddd8ec9014f9f8c6a2100561c69a2586afaeccef036a"
)

// What the generator never does, four branches of the golden county suffer: each
// of the four vetoes; one decision, one decision taken back, and one record that was a mistake.
const goldenMore = `{"id":"g-1","org":"b00003","on":"2026-04-02","at":"2026-04-03T02:00:00Z","by":"m-clerk","kind":"event","v":1,"body":{"name":"查实伪造记录","count":1}}
{"id":"g-2","org":"b00005","on":"2025-04-02","at":"2026-04-03T02:00:00Z","by":"m-clerk","kind":"event","v":1,"body":{"name":"班子成员受处分","grade":"重处分","count":1}}
{"id":"g-3","org":"b00008","on":"2026-04-02","at":"2026-04-03T02:00:00Z","by":"m-clerk","kind":"event","v":1,"body":{"name":"班子成员受处分","grade":"轻处分","count":1}}
{"id":"g-4","org":"b00009","on":"2026-04-02","at":"2026-04-03T02:00:00Z","by":"m-clerk","kind":"event","v":1,"body":{"name":"重大安全责任事故","grade":"较大","count":1}}
{"id":"g-5","org":"county","on":"2026-03-05","at":"2026-03-05T02:00:00Z","by":"m-clerk","kind":"rating.decided","v":1,"body":{"scheme":"county-demo","year":2025,"of":"b00012","level":"四星","by":"county_committee","signer":"m-chen","cut":"2026-01-31"}}
{"id":"g-6","org":"county","on":"2026-11-20","at":"2026-11-20T02:00:00Z","by":"m-clerk","kind":"rating.decided","v":1,"body":{"scheme":"county-demo","year":2026,"of":"b00013","level":"三星","by":"county_committee","signer":"m-chen","cut":"2026-11-15"}}
{"id":"g-7","org":"b00015","on":"2026-04-02","at":"2026-04-03T02:00:00Z","by":"m-clerk","kind":"event","v":1,"body":{"name":"查实伪造记录","count":1}}
{"id":"g-8","org":"b00015","on":"2026-04-20","at":"2026-04-20T02:00:00Z","by":"m-clerk","kind":"void","v":1,"body":{"fact":"g-7","cause":"mistake"}}
`

// golden writes the facts of the golden county and returns their file and digest.
func golden(t *testing.T) (file, sum string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "county.jsonl")
	if code, _, problems := say(t, "generate", "--branches", "60", "--seed", "1", "--years", "2", "--out", file); code != exitDone {
		t.Fatalf("status %d: %s", code, problems)
	}
	facts, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, append(facts, goldenMore...), 0o600); err != nil {
		t.Fatal(err)
	}
	return file, digest(string(facts))
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// assessed is the assessment of a facts file on a day, as it is printed.
func assessed(t *testing.T, file, asOf string) (string, report.Document) {
	t.Helper()
	code, out, problems := say(t, "assess", "--pack", "county-demo", "--facts", file, "--year", "2026", "--as-of", asOf, "--json")
	if code != exitDone {
		t.Fatalf("status %d: %s", code, problems)
	}
	var doc report.Document
	if err := json.Unmarshal([]byte(out), &doc); err != nil {
		t.Fatal(err)
	}
	return out, doc
}

// TestGoldenCounty pins generate --seed 1 and what assess makes of it.
func TestGoldenCounty(t *testing.T) {
	file, facts := golden(t)
	year, _ := assessed(t, file, "2026-11-23")
	closed, _ := assessed(t, file, "2027-01-31")
	code, demo, problems := say(t, "demo", "--branches", "40", "--seed", "1", "--json")
	if code != exitDone {
		t.Fatalf("status %d: %s", code, problems)
	}
	for _, c := range []struct{ what, got, want string }{
		{"the facts", facts, goldenFacts}, {"the year in November", digest(year), goldenYear}, {"the closed year", digest(closed), goldenClosed}, {"the demonstration", digest(demo), goldenDemo},
	} {
		if c.got != c.want {
			t.Errorf("golden county, %s: %s, want %s", c.what, c.got, c.want)
		}
	}
}

// TestGoldenCountyIsWide: what the digests pin is worth pinning: every field, every
// verdict and effect, every veto, exemptions, too little data, pairs, a decision.
func TestGoldenCountyIsWide(t *testing.T) {
	file, _ := golden(t)
	_, year := assessed(t, file, "2026-11-23")
	_, closed := assessed(t, file, "2027-01-31")
	seen := map[string]int{}
	for _, o := range append(year.Orgs, closed.Orgs...) {
		seen["field "+string(o.Profile)]++
		seen["basis "+o.Basis]++
		seen["level "+o.Band]++
		if o.Score != o.Possible {
			seen["pair"]++
		}
		if o.Rated != nil {
			seen["rated "+o.Rated.Star]++
		}
		for _, v := range o.Vetoes {
			seen["veto "+v.Effect]++
			if len(v.Facts) > 0 && v.Facts[0] == "g-7" {
				t.Error("a record that was taken back still vetoes")
			}
		}
		for _, it := range o.Items {
			seen["verdict "+it.Verdict]++
			seen["effect "+it.Effect]++
		}
	}
	want := map[string]int{
		"verdict met": 1000, "verdict unmet": 100, "verdict unknown": 100, "verdict not_due": 300, "verdict not_applicable": 1000,
		"effect improved": 50, "effect held": 50, "effect worse": 50, "effect unknown": 50,
		"basis computed": 80, "basis insufficient": 2, "basis exempt": 2, "basis barred": 2,
		"veto zero": 2, "veto bar": 2, "veto cap": 2, "veto force": 2, "pair": 30, "rated 三星": 1,
		"level 五星": 10, "level 四星": 10, "level 三星": 5, "level 二星": 2, "level 一星": 1, "level 未定星": 2,
	}
	for _, d := range party.Domains {
		want["field "+string(d.Code)] = 2
	}
	for what, n := range want {
		if seen[what] < n {
			t.Errorf("%s: %d in the golden county, want at least %d", what, seen[what], n)
		}
	}
}

// TestGoldenCountyInAnyOrder: the lines of the file in another order, each of them
// twice, give the same assessment to the last byte.
func TestGoldenCountyInAnyOrder(t *testing.T) {
	file, _ := golden(t)
	want, _ := assessed(t, file, "2026-11-23")
	facts, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(strings.TrimSuffix(string(facts), "\n"), "\n")
	lines[len(lines)-1] += "\n"
	mixed := make([]string, 0, 2*len(lines))
	for k := range lines { // 7919 is a prime that does not divide their number
		mixed = append(mixed, lines[k*7919%len(lines)])
	}
	if len(lines)%7919 == 0 {
		t.Fatal("choose another step")
	}
	other := filepath.Join(t.TempDir(), "mixed.jsonl")
	if err := os.WriteFile(other, []byte(strings.Join(append(mixed, lines...), "")), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, _ := assessed(t, other, "2026-11-23"); got != want {
		t.Error("in another order the county is assessed differently")
	}
}
