package operate

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// TestWhatTheManualSaysOfMakingUp: what pack check warns of does happen, as the
// manual tells it, and does not where the pack is written as the warning says.
func TestWhatTheManualSaysOfMakingUp(t *testing.T) {
	const pack = `pack: town
version: "1"
title: 镇
kind: scheme
from: 2026-01-01
sources: {文: {title: 文}}
scheme: {title: 镇, authority: 文, rides_on: 述职评议, ends: 2030-12-31, max: 12, closing: 1, choices: 1, parts: [{id: 全部, title: 全部, points: 12}]}
items:
  - {id: T-1, title: 甲, kind: baseline, force: LOCAL, source: {doc: 文}, minutes: 10, remedy: 做。, part: 全部, points: 12, duty: {every: month, count: 党课, %s}}
`
	play := func(duty string, april int) (points string, warned bool) {
		t.Helper()
		l := NewLibrary(fstest.MapFS{"town/pack.yaml": {Data: []byte(fmt.Sprintf(pack, duty))}})
		problems, err := l.Check("town")
		if err != nil || failed(problems) {
			t.Fatal(err, problems)
		}
		for _, p := range problems {
			warned = warned || p.Code == "PK-DUTY"
		}
		text := "- test: x\n  year: 2026\n  branch: {领域: 村}\n  facts:\n"
		for month, times := range map[int]int{2: 2, 3: 2, 4: april} {
			text += strings.Repeat(fmt.Sprintf("    - %d月10日 会议 党课\n", month), times)
		}
		wrong := l.testFile("town", "a.yaml", []byte(text+"  expect: {T-1: 100}\n"))[0].Wrong
		if len(wrong) != 1 {
			t.Fatal(wrong)
		}
		_, points, _ = strings.Cut(wrong[0], "实为 ")
		return points, warned
	}
	before, warned := play("least: 3, until: 3", 5)
	if after, _ := play("least: 3, until: 3", 6); before != "3" || after != "2" || !warned {
		t.Errorf("%s points, with one lecture more %s, warned: %v", before, after, warned)
	}
	before, warned = play("least: 3", 5)
	if after, _ := play("least: 3", 6); before != "1" || after != "1" || warned {
		t.Errorf("nothing made up for: %s points, with one lecture more %s, warned: %v", before, after, warned)
	}
}
