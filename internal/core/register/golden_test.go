package register

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

var update = flag.Bool("update", false, "write the golden years anew")

// TestGoldenYears pins what real-looking facts fold to. Whoever changes an
// expectation here changes what the same facts mean: Schema must rise with it.
func TestGoldenYears(t *testing.T) {
	paths, err := filepath.Glob("testdata/golden/*.txtar")
	if err != nil || len(paths) < 5 {
		t.Fatalf("%d golden files, %v", len(paths), err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) { golden(t, path) })
	}
	if Schema != 4 {
		t.Errorf("the golden years are those of schema 4, the schema is %d", Schema)
	}
}

func golden(t *testing.T, path string) {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, _ := strings.Cut(string(data), "-- facts --\n")
	lines, want, _ := strings.Cut(rest, "-- year --\n")
	var facts []fact.Fact
	for line := range strings.Lines(lines) {
		f, problems := fact.Parse([]byte(strings.TrimSuffix(line, "\n")))
		if len(problems) == 0 {
			problems = fact.Validate(f)
		}
		if len(problems) > 0 {
			t.Fatalf("%s: %v", line, problems)
		}
		facts = append(facts, f)
	}
	got := ""
	_, of, _ := strings.Cut(head, "党组织 ")
	org := party.OrgID(strings.TrimSpace(of))
	for _, asOf := range []string{"2026-06-30", "2027-02-28"} {
		if y := Fold(facts, fact.Cut{On: day(asOf)}).Year(org, 2026, true); y != nil {
			got += render(y)
		}
	}
	if got == "" {
		t.Fatalf("%s has no year", org)
	}
	if got == want {
		return
	}
	if *update {
		if err := os.WriteFile(path, []byte(head+"-- facts --\n"+lines+"-- year --\n"+got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(a), len(b)) {
		if i >= len(a) || i >= len(b) || a[i] != b[i] {
			t.Fatalf("line %d of the year:\n got %s\nwant %s", i+1, at(a, i), at(b, i))
		}
	}
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(nothing)"
}

// render writes all of a year that is not zero, one measure to a line.
func render(y *Year) string {
	var b strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	say("年 %d %s 截至 %s 存续 %s..%s 名称 %s", y.Of, y.Org, y.Cut.On, y.Exists.From, y.Exists.To, y.Name)
	for s, months := range y.Months {
		if months != [12]uint16{} {
			say("次数 %s %s 首次 %s", standard.SeriesWords[s].Name, strings.Trim(fmt.Sprint(months), "[]"), y.First[s])
		}
	}
	for n, v := range y.Numbers {
		switch {
		case y.Unknown[n]:
			say("数量 %s %s", standard.NumberWords[n].Name, spellNumber(y, n))
		case v != 0:
			say("数量 %s %s ← %d", standard.NumberWords[n].Name, v, len(y.Trail.Numbers[n]))
		}
	}
	for _, s := range y.Segments {
		w := fmt.Sprintf("情况 %s..%s", s.Days.From, s.Days.To)
		for p, v := range s.Values {
			if v != 0 {
				w += fmt.Sprintf(" %s=%s", standard.ProfileWords[p].Name, spell(v))
			}
		}
		say("%s", w)
	}
	for _, m := range y.Members {
		w := "党员 " + string(m.Member)
		for f, v := range m.Values {
			if v != 0 {
				w += fmt.Sprintf(" %s=%s", standard.MemberWords[f].Name, spell(v))
			}
		}
		say("%s ← %d", w, len(y.Trail.Members[m.Member]))
	}
	for _, c := range y.Cases {
		say("时限 %s %s %s→%s 止%s ← %s %s", standard.ClockWords[c.Clock].Name, c.Subject, c.Start, c.Done, c.Lapse, c.Facts[0], c.Facts[1])
	}
	renderSaid(say, y)
	if y.Before != nil {
		say("上年 %d 截至 %s 会议%s 党员%d", y.Before.Of, y.Before.Cut.On, y.Before.Numbers[nMeetings], len(y.Before.Members))
	}
	return b.String()
}

func renderSaid(say func(string, ...any), y *Year) {
	for _, n := range y.Named {
		say("记名 %d %s %s %s %s %s %d %s", n.Kind, n.Name, n.Grade, n.Column, n.Value, n.On, n.Year, n.Fact)
	}
	for _, s := range y.Skips {
		say("没开 %s %s %s", standard.SeriesWords[s.Series].Name, s.Window, party.SkipReasons.Label(s.Reason))
	}
	for _, w := range y.Waivers {
		say("不适用 %s %s..%s", w.Item, w.Days.From, w.Days.To)
	}
	for _, s := range y.Seasons {
		say("时段 %s..%s", s.Days.From, s.Days.To)
	}
	for _, i := range y.Settled {
		say("查明 %s %s", i.Item, i.On)
	}
	for _, s := range y.Stops {
		say("等上级 %s..%s %s%s %s ← %s", s.Days.From, s.Days.To, s.Item, s.Matter, s.Subject, s.Fact)
	}
	for _, r := range y.Ratings {
		say("定级 %s %d %s %s", r.Scheme, r.Year, r.Level, r.On)
	}
}
