package operate

import (
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"qiangji/internal/app"
	"qiangji/internal/core/assess"
	"qiangji/internal/core/fact"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// shelf is a library over the packs of the repository.
func shelf() *Library { return NewLibrary(os.DirFS("../../../packs")) }

// shared is one such library for all plays.
var shared = sync.OnceValue(shelf)

// A play is one branch's year under one pack, told in the lines of a pack test.
type play struct {
	pack    party.SchemeID
	profile string
	branch  branchKeys
	facts   []string
	asOf    string
	change  func([]fact.Fact) []fact.Fact // what happens to the facts before they are folded
}

// judge plays it in 2026.
func (p play) judge(t *testing.T) app.Judged {
	t.Helper()
	l := shared()
	if _, _, err := l.Pack(p.pack); err != nil {
		t.Fatal(err)
	}
	c := packTest{Year: 2026, Profile: p.profile, AsOf: p.asOf, Branch: p.branch}
	std, asOf, wrong := l.stage(p.pack, &c)
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	s := &scene{words: std.Words, year: c.Year}
	if err := s.found(c.Branch); err != nil {
		t.Fatal(err)
	}
	for _, line := range p.facts {
		if err := s.line(line); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range s.facts {
		if problems := fact.Validate(f); len(problems) > 0 {
			t.Fatalf("%s on %s: %+v", f.Body.Kind(), f.On, problems)
		}
	}
	if p.change != nil {
		s.facts = p.change(s.facts)
	}
	y := register.Fold(s.facts, fact.Cut{On: asOf}).Year(testBranch, c.Year, true)
	if y == nil {
		t.Fatal("the branch does not exist that year")
	}
	j, err := JudgeYear(std, y)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// item finds an item of what was judged.
func item(t *testing.T, j app.Judged, id party.ItemID) assess.Item {
	t.Helper()
	for _, it := range j.Assessment.Items {
		if it.ID == id {
			return it
		}
	}
	t.Fatalf("no item %s", id)
	return assess.Item{}
}

// verdict plays it and returns the Chinese verdict of one item.
func (p play) verdict(t *testing.T, id party.ItemID) string {
	t.Helper()
	return assess.Verdicts.Label(item(t, p.judge(t), id).Verdict)
}

// whole is a year of an ordinary village branch that does everything.
func whole(more ...string) []string {
	return append([]string{
		"每月10日 会议 主题党日", "每月12日 会议 支委会", "每月14日 会议 党小组会 组1", "每月15日 会议 党小组会 组2",
		"每季11日 会议 党员大会+党课 主讲党员1", "每半年20日 会议 志愿服务", "2026-05-15 会议 征求意见", "2026-06-15 会议 走访联系",
		"2026-12-10 会议 组织生活会 环节理论学习、征求意见、谈心谈话、查摆问题、批评与自我批评、明确整改方向",
		"2026-12-11 会议 民主评议 环节个人自评、党员互评、民主测评、评定意见、结果反馈", "评议 3",
		"谈心 支委之间", "谈心 支委与党员", "谈心 党员之间", "关怀", "学时 60 全体", "核定党费", "党费 全体 1-12月", "上缴党费 1-12月",
		"2026-12-20 公开 党费收缴", "每季15日 公开 党务", "每季16日 公开 村务财务", "2026-06-29 报送 统计报表", "2026-12-29 报送 统计报表",
		"2025-07-01 任职 党员6 党小组长", "2025-07-01 任职 党员7 党小组长", "2025-07-01 任职 党员1 村(居)委会主任",
		"2026-03-01 决定 2026-04-01 办成", "场所 独立活动室 60", "述职 好", "满意度 96",
	}, more...)
}

// but is the lines of a year without those that begin so.
func but(lines []string, start string) []string {
	return slices.DeleteFunc(slices.Clone(lines), func(l string) bool { return strings.HasPrefix(l, start) })
}

// village is the branch of that year.
var village = branchKeys{Domain: "村", Full: 12, Groups: 2, Until: "2030-06-30"}

func demo(lines []string) play {
	return play{pack: "county-demo", profile: "村", branch: village, facts: lines}
}

// eachStandard resolves the packs in use for every domain that they serve.
func eachStandard(t *testing.T, see func(id party.SchemeID, std *standard.Standard)) {
	t.Helper()
	l := shelf()
	for _, id := range ids(t) {
		p, _, err := l.Pack(id)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(string(id), "examples/") {
			continue
		}
		for _, d := range Profiles(p) {
			std, problems := l.Resolve(id, d, party.DateOf(2026, 12, 31))
			if std == nil {
				t.Fatalf("%s for %s: %+v", id, d, problems)
			}
			see(id, std)
		}
	}
}
