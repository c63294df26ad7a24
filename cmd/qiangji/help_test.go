package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"qiangji/internal/app/operate"
	"qiangji/internal/app/report"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
	"qiangji/packs"
)

// localPack is a scheme of some place: without sizes, and with items that no other
// pack has.
const localPack = `pack: local
version: "1"
title: 某镇方案（示例）
kind: scheme
from: 2026-01-01
domains: [village]
sources: {办法: {title: 某镇评定办法（示例）}}
scheme:
  title: 某镇方案（示例）
  authority: 示例
  rides_on: 年度述职评议
  ends: 2030-12-31
  max: 50
  choices: 1
  parts: [{id: 支部, title: 支部, points: 50}]
  levels: [{name: 好, from: 15}, {name: 一般, from: 0}]
items:
`

// localItem is one of its items, asking for a condition or scored by one.
func localItem(id, title, kind, asks string) string {
	return fmt.Sprintf("  - {id: %s, title: %s, kind: %s, force: LOCAL, source: {doc: 办法, confidence: V}, minutes: 0, remedy: 请镇里帮着办%s。, part: 支部, points: 10, %s}\n",
		id, title, kind, id, asks)
}

var localItems = []string{
	localItem("L-1", "班子配齐", "baseline", "duty: {require: 有书记 且 有宣传委员}"),
	localItem("L-2", "有地方开会", "baseline", "duty: {require: 有活动场所}"),
	localItem("L-3", "党员编好小组", "baseline", "duty: {require: 党小组数 >= 1}"),
	localItem("L-4", "小组不止一个", "excellence", "duty: {require: 党小组数 >= 2}"),
	localItem("L-5", "分工有人", "baseline", "start: full, score: [{missing: [{what: 纪检委员, if: 有纪检委员, minus: 1}]}]"),
}

// village writes the facts of a branch with these posts; more are further facts.
func village(id string, posts []string, more ...string) string {
	n := 0
	line := func(kind, body string) string {
		n++
		return fmt.Sprintf(`{"id":"%s-%d","org":"%s","on":"2026-01-05","at":"2026-01-05T12:00:00Z","by":"m-test","kind":"%s","v":1,"body":%s}`+"\n", id, n, id, kind, body)
	}
	text := line("org.founded", `{"name":"`+id+`村党支部","level":"branch","form":"single","domain":"village"}`)
	for i, post := range posts {
		m := fmt.Sprintf("m-%s-%d", id, i)
		text += line("member.enrolled", `{"member":"`+m+`","stage":"full","accepted":"2009-07-01","full":"2010-07-01"}`)
		text += line("post.taken", `{"member":"`+m+`","post":"`+post+`"}`)
	}
	for _, m := range more {
		kind, body, _ := strings.Cut(m, " ")
		text += line(kind, body)
	}
	return text
}

// local writes the pack and facts, and says what assess prints of them.
func local(t *testing.T, facts string, args ...string) (code int, out, problems string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"pack.yaml": localPack + strings.Join(localItems, ""), "facts.jsonl": facts} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return say(t, append([]string{"assess", "--pack", dir, "--facts", filepath.Join(dir, "facts.jsonl"), "--year", "2026"}, args...)...)
}

const (
	premises = `premises.stated {"premises":"own"}`
	groups   = `org.profiled {"groups":1}`
)

var fourVillages = village("b1", []string{"secretary", "publicity", "discipline"}, premises, groups) +
	village("b3", []string{"secretary"}, premises, groups) +
	village("b4", nil) +
	village("b2", []string{"publicity", "discipline"}, premises, groups)

// TestTheListOfHelp: every branch that needs help is named, under what helps, by
// what any pack's items ask for, whatever they are called; who lacks a secretary is
// not mixed with who lacks a member of the committee.
func TestTheListOfHelp(t *testing.T) {
	code, out, problems := local(t, fourVillages, "--list")
	if code != exitDone {
		t.Fatalf("status %d %s", code, problems)
	}
	groups := map[string][]string{}
	var heads []string
	for _, line := range strings.Split(out, "\n") {
		if head, _, ok := strings.Cut(line, "  "); ok && strings.HasSuffix(line, "个支部") {
			heads = append(heads, head)
		}
		if strings.HasPrefix(line, "  b") && len(heads) > 0 {
			groups[heads[len(heads)-1]] = append(groups[heads[len(heads)-1]], strings.TrimSpace(line))
		}
	}
	for head, want := range map[string][]string{
		"缺书记":    {"b2  b2村党支部", "b4  b4村党支部"},
		"缺委员":    {"b3  b3村党支部  缺宣传委员、纪检委员", "b4  b4村党支部  缺宣传委员、纪检委员"},
		"缺活动场所":  {"b4  b4村党支部"},
		"党员编好小组": {"b4  b4村党支部"},
	} {
		if !slices.Equal(groups[head], want) {
			t.Errorf("%s: %q, want %q", head, groups[head], want)
		}
	}
	if len(groups) != 4 || strings.Contains(out, "小组不止一个") || strings.Contains(out, "班子配齐") {
		t.Errorf("other kinds of help:\n%s", out)
	}
	if !strings.Contains(out, "怎么办  请镇里帮着办L-3。") {
		t.Errorf("the pack's remedy is not told:\n%s", out)
	}
	_, over, _ := local(t, fourVillages)
	if !strings.Contains(over, "缺书记") || !strings.Contains(over, "2 个支部  b2村党支部 等") || !strings.Contains(over, "--list") {
		t.Errorf("the overview:\n%s", over)
	}
}

// TestConduct_C03_TheListIsNotARanking: the list of help has no score, level or
// rank, and its branches stand by id in every kind.
func TestConduct_C03_TheListIsNotARanking(t *testing.T) {
	_, out, problems := say(t, "demo", "--branches", "60", "--seed", "1", "--list")
	last, rows := "", 0
	for _, line := range strings.Split(out, "\n") {
		words := strings.Fields(line)
		switch {
		case len(words) == 0:
			last = ""
		case strings.HasPrefix(line, "  b0"):
			rows++
			if words[0] <= last {
				t.Errorf("%s after %s", words[0], last)
			}
			last = words[0]
		}
	}
	if rows < 30 {
		t.Errorf("%d rows in\n%s%s", rows, out, problems)
	}
	_, list, _ := strings.Cut(out, "需要帮的支部")
	for _, word := range []string{" 分", "星", "先进", "后进", "第 1 名"} {
		if strings.Contains(list, word) {
			t.Errorf("the list says %s", word)
		}
	}
}

// TestConduct_C16_NoMemberInTheListOfHelp: what single members did or owe, and how
// their cases go, is no kind of help that is shown outside the branch; what the
// level above owes is (C14).
func TestConduct_C16_NoMemberInTheListOfHelp(t *testing.T) {
	_, out, _ := say(t, "demo", "--branches", "400", "--seed", "1", "--list")
	std, _ := operate.NewLibrary(packs.Files).Resolve("county-demo", "village", party.DateOf(2026, 12, 31))
	seen, upper := 0, 0
	for _, it := range std.Items {
		if it.Duty == nil {
			continue
		}
		c, ok := standard.ClockNamed(it.Duty.Clock)
		ofMembers := ok && standard.ClockWords[c].Unit == "人" && it.Duty.Clock != "新书记培训"
		if ofMembers || strings.Contains(it.Duty.Require, "欠费") {
			seen++
			if strings.Contains(out, it.Title) {
				t.Errorf("%s %s is listed", it.ID, it.Title)
			}
		}
		if it.Bearer != "" && it.Bearer != "branch" && strings.Contains(out, "\n上级要办："+it.Title+"  ") {
			upper++
		}
	}
	if seen < 10 || upper < 2 {
		t.Errorf("%d items on members, %d of the level above", seen, upper)
	}
	owes := village("b5", []string{"secretary"}, premises, groups) + village("b4", nil)
	owing := localItem("L-9", "人人做到", "baseline", `duty: {require: 人数(党员.连续欠费月数 > 99 或 党员.书记) == 0}`)
	was := localItems
	localItems = append([]string{owing}, was[1:]...)
	defer func() { localItems = was }()
	if _, out, problems := local(t, owes, "--list", "--as-of", "2027-02-01"); strings.Contains(out, "人人做到") || !strings.Contains(out, "需要帮的支部") {
		t.Errorf("an item on members:\n%s%s", out, problems)
	}
}

// TestOneBranchIsExplained: of a file with one branch there is nothing to overview;
// of a file with none there is nothing at all, and it is said what to do.
func TestOneBranchIsExplained(t *testing.T) {
	code, out, _ := local(t, village("b4", nil))
	if code != exitDone || !strings.Contains(out, "只有一个支部，下面逐条解释") || !strings.Contains(out, "【支部】") || strings.Contains(out, "测算档次") {
		t.Errorf("status %d:\n%s", code, out)
	}
	if _, out, _ = local(t, fourVillages); strings.Contains(out, "逐条解释") || strings.Contains(out, "【支部】") {
		t.Errorf("of four:\n%s", out)
	}
	code, out, problems := local(t, "\n")
	if code != exitUsage || out != "" || !strings.Contains(problems, "是空的；先导入：bin/qiangji import") {
		t.Errorf("of an empty file: status %d %s %s", code, out, problems)
	}
	town := strings.ReplaceAll(village("t1", nil), `"branch"`, `"committee"`)
	if code, out, problems = local(t, town); code != exitUsage || out != "" || !strings.Contains(problems, "没有支部可以测算") {
		t.Errorf("without a branch: status %d %s %s", code, out, problems)
	}
}

// TestAYearWithoutRecords: is computed, but not in silence.
func TestAYearWithoutRecords(t *testing.T) {
	old := strings.ReplaceAll(fourVillages, "2026-01-05", "2024-01-05")
	code, out, problems := local(t, old)
	if code != exitDone || out == "" || !strings.Contains(problems, "2026 年没有记录，是不是年份写错了？记录从2024年1月5日到2024年1月5日") {
		t.Errorf("status %d %s", code, problems)
	}
	if _, _, problems = local(t, fourVillages); problems != "" {
		t.Errorf("in the year of the records: %s", problems)
	}
}

// TestADecisionThatIsNotTaken: a rating that names a level which the scheme does not
// have is told in the list of many and in the document, not only to the branch.
func TestADecisionThatIsNotTaken(t *testing.T) {
	decided := `{"id":"t1-9","org":"t1","on":"2026-06-01","at":"2026-06-01T12:00:00Z","by":"m-test","kind":"rating.decided","v":1,"body":{"scheme":"local","year":2026,"of":"b3","level":"%s","by":"town_committee","signer":"m-chen","cut":"2026-05-31"}}` + "\n"
	town := strings.ReplaceAll(village("t1", nil), `"branch"`, `"committee"`)
	below := strings.ReplaceAll(fourVillages, `"level":"branch"`, `"level":"branch","parent":"t1"`)
	strange := town + below + fmt.Sprintf(decided, "六星")
	if _, out, problems := local(t, strange); !strings.Contains(out, "没有采用  1 条评定决定的等级或类别方案里没有：b3村党支部(b3)写的是「六星」") {
		t.Errorf("the overview: %s%s", out, problems)
	}
	_, out, _ := local(t, strange, "--json")
	if !strings.Contains(out, `"strange": [`) || !strings.Contains(out, `"level": "六星"`) || !strings.Contains(out, `"fact": "t1-9"`) || strings.Contains(out, `"star": "六星"`) {
		t.Errorf("the document: %s", out)
	}
	good := town + below + fmt.Sprintf(decided, "好")
	if _, out, _ = local(t, good, "--json"); strings.Contains(out, "strange") || !strings.Contains(out, `"star": "好"`) {
		t.Errorf("a level that there is: %s", out)
	}
	if _, out, _ = local(t, good); strings.Contains(out, "没有采用") {
		t.Errorf("a level that there is: %s", out)
	}
}

// TestLinesFitTheirWidth: every report fits the terminal's width within bounds, and
// 96 columns elsewhere; no line ends in blanks, no group in a dot.
func TestLinesFitTheirWidth(t *testing.T) {
	for columns, want := range map[int]int{0: 96, 60: 72, 72: 72, 100: 100, 300: 120} {
		for _, args := range [][]string{{"demo", "--branches", "40", "--seed", "2"}, {"demo", "--branches", "40", "--seed", "2", "--list"}} {
			var o, e strings.Builder
			run(&console{out: &o, err: &e, columns: columns, now: clock}, args)
			widest := 0
			for _, line := range strings.Split(o.String(), "\n") {
				w := report.Width(line)
				widest = max(widest, w)
				if w > want && !strings.Contains(line, "bin/qiangji") && !strings.Contains(line, "需要帮的支部") {
					t.Errorf("%d columns on %d: %s", w, columns, line)
				}
				if strings.TrimRight(line, " ·") != line && !strings.HasSuffix(line, "·") {
					t.Errorf("ends in blanks: %q", line)
				}
			}
			if widest < want-25 && len(args) == 5 {
				t.Errorf("the widest line on %d columns has %d", columns, widest)
			}
		}
	}
	many := ""
	for i := range 12 {
		many += village(fmt.Sprintf("b%02d", i+10), []string{"secretary"})
	}
	if _, out, _ := local(t, many); !strings.Contains(out, "\n村  ") || strings.Contains(out, "村 ·") {
		t.Errorf("a scheme without sizes:\n%s", out)
	}
	_, out, _ := say(t, "demo", "--branches", "400", "--seed", "1")
	if !strings.Contains(out, "小支部（正式党员不足7人） ") || !strings.Contains(out, "\n缺数据  没有记录的太多") {
		t.Errorf("sizes are cut, or columns without a note:\n%.3000s", out)
	}
}

// TestTheDemonstrationCanBeWritten: the command that the demonstration names gives
// the facts that it shows.
func TestTheDemonstrationCanBeWritten(t *testing.T) {
	_, out, _ := say(t, "demo", "--branches", "12", "--seed", "3")
	_, line, ok := strings.Cut(out, "\n  bin/qiangji generate ")
	if !ok {
		t.Fatalf("no command in\n%s", out)
	}
	line, _, _ = strings.Cut(line, "\n")
	file := filepath.Join(t.TempDir(), "v.jsonl")
	line = strings.Replace(line, "虚构.jsonl", file, 1)
	if code, _, problems := say(t, append([]string{"generate"}, strings.Fields(line)...)...); code != exitDone {
		t.Fatal(problems)
	}
	_, doc, _ := say(t, "demo", "--branches", "12", "--seed", "3", "--json")
	_, same, _ := say(t, "assess", "--pack", "county-demo", "--facts", file, "--year", "2026", "--as-of", "2026-11-15", "--json")
	if doc != same {
		t.Error("the facts written are not those shown")
	}
}

// TestFormsThatExcludeEachOther: one question at a time.
func TestFormsThatExcludeEachOther(t *testing.T) {
	for _, more := range [][]string{{"--json"}, {"--org", "b00001"}} {
		if code, _, problems := say(t, append([]string{"demo", "--branches", "3", "--list"}, more...)...); code != exitUsage || !strings.Contains(problems, "只能写一个") {
			t.Errorf("%s: status %d %s", more, code, problems)
		}
	}
}
