package standard

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// human are the codes that are steps of people; the pack carries at most their
// data (doc/packs.md, section 13). M50, M51 and M52 do not exist.
var human = map[string]bool{"M36": true, "M41": true, "M42": true, "M48": true, "M56": true, "M50": true, "M51": true, "M52": true}

// sayings are the keys by which a mechanic is said; one of its examples must use
// each of them.
var sayings = map[string]string{
	"M01": "binary", "M02": "per minus", "M03": "missing", "M04": "per 人数", "M05": "ladder beyond", "M06": "below rounding", "M07": "bands",
	"M08": "two_way", "M09": "grade", "M10": "judge min max", "M11": "worst", "M12": "per plus every most", "M13": "steps", "M14": "timely by within",
	"M15": "pieces mark or", "M16": "levels highest sum", "M17": "once", "M18a": "zero", "M18b": "bar back", "M18c": "cap level", "M18d": "force level",
	"M18e": "zero_if", "M19": "levels from", "M20": "quotas share base rounding overflow ties", "M21": "weighted column", "M22": "weighted weight",
	"M23": "multiply factor", "M24": "domains", "M25": "stars line", "M26": "max", "M27": "rank ties last", "M28": "percentile ties",
	"M29": "applies_if if", "M30": "exempt self_only", "M31": "refer", "M32": "grace 学时", "M33": "month quarter half year years", "M34": "advance needs",
	"M35": "direct unless", "M37": "publicity unit", "M38": "gates invalid", "M39": "gates cap minus", "M40": "mean trimmed", "M43": "base every",
	"M44": "floor cap none", "M45": "rollup", "M46": "overdue floor", "M47": "follow", "M49": "evidence", "M53": "over unit rounding", "M54": "each least",
	"M55": "times by", "M57": "columns column", "M58": "且 if", "M59": "参数.", "M60": "人数(非",
}

// TestMechanics holds the language to the yardstick: for every code that is not a
// step of people there are examples, without any problem, that say it.
func TestMechanics(t *testing.T) {
	said := map[string]string{}
	for _, f := range readArchive(t, "testdata/mechanics.txtar").files {
		code, _, _ := strings.Cut(f.name, " ")
		said[code] += f.text
		t.Run(f.name, func(t *testing.T) {
			for _, p := range (world{}).problemsOf(t, "case.yaml", f.text) {
				t.Errorf("%s:%d:%d %s %s", p.File, p.Line, p.Col, p.Code, p.Message)
			}
		})
	}
	for n := 1; n <= 60; n++ {
		codes := []string{fmt.Sprintf("M%02d", n)}
		if n == 18 {
			codes = []string{"M18a", "M18b", "M18c", "M18d", "M18e"}
		}
		for _, code := range codes {
			if human[code] {
				if said[code] != "" {
					t.Errorf("%s is a step of people", code)
				}
				continue
			}
			for _, word := range strings.Fields(sayings[code]) {
				if !strings.Contains(said[code], word) {
					t.Errorf("no example of %s says %s", code, word)
				}
			}
			if said[code] == "" || sayings[code] == "" {
				t.Errorf("%s has no example", code)
			}
		}
	}
}

// TestMechanicsHaveTests wants a test of the computation that is named after each
// code, in a package that computes; M37 is data that only the check looks at.
func TestMechanicsHaveTests(t *testing.T) {
	tested := map[string][]string{}
	for _, dir := range []string{"assess", "duty", "rating", "standard"} {
		files, err := filepath.Glob("../" + dir + "/*_test.go")
		if err != nil || len(files) == 0 {
			t.Fatal(dir, err)
		}
		for _, name := range files {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range mechanicTest.FindAllStringSubmatch(string(data), -1) {
				tested[m[1]] = append(tested[m[1]], name)
			}
		}
	}
	for code := range sayings {
		if len(tested[code]) == 0 {
			t.Errorf("no test is named after %s", code)
		}
	}
	for code := range tested {
		if human[code] || sayings[code] == "" {
			t.Errorf("%s is no mechanic that is computed: %v", code, tested[code])
		}
	}
}

// mechanicTest finds the tests that are named after a code.
var mechanicTest = regexp.MustCompile(`(?m)^func Test(M\d\d[a-e]?)_`)

// TestM37_Publicity: X08 公示5天 is carried as data; whether calendar or working days
// must be said (J9).
func TestM37_Publicity(t *testing.T) {
	for _, c := range []struct {
		publicity Publicity
		code      string
	}{
		{Publicity{Days: 5, Unit: "calendar", Scope: "支部"}, ""}, {Publicity{Days: 5, Unit: "working"}, ""},
		{Publicity{Days: 5}, CodePublic}, {Publicity{Unit: "calendar"}, CodeValue}, {Publicity{Days: 61, Unit: "calendar"}, CodeValue}, {Publicity{Days: 5, Unit: "工作日"}, CodeChoice},
	} {
		p := good()
		p.Scheme.Publicity = &c.publicity
		if c.code == "" {
			mustBeGood(t, p)
			continue
		}
		mustSay(t, p, c.code)
	}
}

// TestEveryTermHasAMechanic wants each key of a term to be used by some example.
func TestEveryTermHasAMechanic(t *testing.T) {
	all := ""
	for _, f := range readArchive(t, "testdata/mechanics.txtar").files {
		all += f.text
	}
	for _, key := range []string{
		"binary", "per", "missing", "ladder", "below", "bands", "two_way", "grade", "judge", "worst", "steps", "timely", "pieces",
		"levels", "overdue", "refer", "rank", "percentile", "rollup", "formula", "once", "times", "cap", "if",
	} {
		if !strings.Contains(all, key+":") {
			t.Errorf("no example has %s", key)
		}
	}
}
