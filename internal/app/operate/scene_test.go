package operate

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// words are what the pack of these tests declares.
var words = standard.Vocabulary{
	Marks:   []standard.MarkName{{Name: "廉洁", Min: "0", Max: "5"}, {Name: "班子团结", Grades: []string{"好", "差"}}},
	Figures: []standard.FigureName{{Name: "人均纯收入", Unit: "元"}},
	Honours: []standard.HonourName{{Name: "先进", Levels: []party.Tier{"province"}}},
	Events:  []standard.EventName{{Name: "安全事故", Grades: []string{"一般", "重大"}}},
}

// stage is a village branch of 4 full members and 1 on probation in 2026, ready
// for a line.
func ready(t *testing.T) *scene {
	t.Helper()
	s := &scene{words: words, year: 2026}
	if err := s.found(branchKeys{Domain: "村", Full: 4, Probationary: 1, Groups: 2}); err != nil {
		t.Fatal(err)
	}
	return s
}

// said records a line and writes the new facts as "day kind body".
func said(t *testing.T, line string) []string {
	t.Helper()
	s := ready(t)
	n := len(s.facts)
	if err := s.line(line); err != nil {
		t.Errorf("%s: %v", line, err)
		return nil
	}
	var got []string
	for _, f := range s.facts[n:] {
		if problems := fact.Validate(f); len(problems) > 0 {
			t.Errorf("%s: %+v", line, problems)
		}
		text := string(f.Append(nil))
		_, body, _ := strings.Cut(text, `"body":`)
		got = append(got, f.On.String()+" "+string(f.Body.Kind())+" "+strings.TrimSuffix(body, "}"))
	}
	return got
}

// one is every saying once: the line, and the facts it becomes.
var one = []struct {
	line string
	want []string
}{
	{"2026-02-10 会议 党员大会+主题党日 缺席1", []string{`2026-02-10 meeting.held {"kinds":["assembly","party_day"],"chair":"m1","due":["m1","m2","m3","m4","m5"],"absent":[{"member":"m5","reason":"leave"}],"forms":["discussion"]}`}},
	{"没开 党员大会 2026-Q3 农忙", []string{`2026-09-30 meeting.skipped {"meeting":"assembly","window":"2026-Q3","reason":"harvest"}`}},
	{"评分 廉洁 自评 3", []string{`2026-12-20 mark {"name":"廉洁","column":"self","value":"3","reason":"x-reason","judge":"p-e8af84e5a79431","year":2026}`}},
	{"评分 廉洁 2.5 评委2", []string{`2026-12-20 mark {"name":"廉洁","column":"final","value":"2.5","reason":"x-reason","judge":"p-e8af84e5a79432","year":2026}`}},
	{"等级 班子团结 考评 好", []string{`2026-12-20 mark {"name":"班子团结","column":"upper","grade":"好","judge":"p-e8af84e5a79431","year":2026}`}},
	{"数值 人均纯收入 3000", []string{`2026-12-20 figure {"name":"人均纯收入","value":"3000","unit":"元","source":"county","window":"2026"}`}},
	{"2026-08-01 数值 人均纯收入 1500 2026-H1", []string{`2026-08-01 figure {"name":"人均纯收入","value":"1500","unit":"元","source":"county","window":"2026-H1"}`}},
	{"荣誉 先进 省", []string{`2026-07-01 honour {"name":"先进","level":"province"}`}},
	{"事件 安全事故 重大 2", []string{`2026-06-15 event {"name":"安全事故","grade":"重大","count":2}`}},
	{"谈心 支委之间", []string{`2026-06-20 talk.held {"pair":"committee_committee"}`}},
	{"谈心 党员之间 应需", []string{`2026-06-20 talk.held {"pair":"member_member","need":true}`}},
	{"学时 40 党员3 线上学习", []string{`2026-09-15 study.logged {"members":["m3"],"hours":"40","form":"online","level":"town"}`}},
	{"党费 党员2 1-3月", []string{`2026-03-15 dues.paid {"member":"m2","from":"2026-01","to":"2026-03","fen":3000}`}},
	{"2026-03-01 任职 党员1 书记 新任", []string{`2026-03-01 post.taken {"member":"m1","post":"secretary","first":true}`}},
	{"2026-03-01 离任 党员1 书记", []string{`2026-03-01 post.left {"member":"m1","post":"secretary"}`}},
	{"2026-03-01 步骤 申请人1 确定入党介绍人 党员1 党员2", []string{`2026-03-01 member.staged {"member":"p-e794b3e8afb7e4baba31","step":"introducers","people":["m1","m2"]}`}},
	{"步骤 党员5 支部大会讨论转正 延长预备期 2027-03-01", []string{`2026-03-01 member.staged {"member":"m5","step":"convert","result":"extend","until":"2027-03-01"}`}},
	{"2026-05-10 检查 县 抽查 ZB-40 ZB-46", []string{`2026-05-10 inspection.made {"by":"county","sort":"spot","settles":["ZB-40","ZB-46"]}`}},
	{"述职 好", []string{`2026-12-22 review.held {"year":2026,"by":"town","result":"good"}`}},
	{"满意度 92", []string{`2026-11-20 outcome.stated {"sort":"satisfaction","value":"92","basis":40,"issuer":"survey","year":2026}`}},
	{"成效 服务办结 7 12", []string{`2026-11-20 outcome.stated {"sort":"service","value":"7","basis":12,"issuer":"survey","year":2026}`}},
	{"2026-04-01 公开 党费收缴", []string{`2026-04-01 affairs.published {"matter":"dues","days":7}`}},
	{"上缴党费 2,3月", []string{`2026-02-25 dues.remitted {"month":"2026-02","fen":10000}`, `2026-03-25 dues.remitted {"month":"2026-03","fen":10000}`}},
	{"定级 county-demo 2025 四星 先进", []string{`2026-02-20 rating.decided {"scheme":"county-demo","year":2025,"of":"b1","level":"四星","tier":"先进","by":"county_committee","signer":"m-signer","cut":"2025-12-31"}`}},
	{"申报 ZB-50 2026-01-01 2026-06-30 季节或行业原因", []string{`2026-01-01 waiver.declared {"item":"ZB-50","from":"2026-01-01","to":"2026-06-30","reason":"season"}`}},
	{"时段 农忙 2026-05-20 2026-06-20", []string{`2026-01-10 season.declared {"season":"harvest","from":"2026-05-20","to":"2026-06-20"}`}},
	{"2026-04-01 上级 专题研究支部建设", []string{`2026-04-01 upper.did {"duty":"branch_study"}`}},
	{"上级 批复答复 f0003", []string{`2026-04-01 upper.did {"duty":"answered","answers":"f0003"}`}},
	{"2026-12-18 评议 1", []string{`2026-12-18 appraisal.held {"year":2026,"due":4,"taken":4,"excellent":1,"good":3,"basic":0,"unqualified":0}`}},
	{"2026-03-01 流动 党员3 登记流动", []string{`2026-03-01 member.away {"member":"m3","state":"floating"}`}},
	{"关怀 送学上门", []string{`2026-06-28 care.given {"members":2,"way":"study_home"}`}},
	{"关怀", []string{`2026-06-28 care.given {"members":2,"way":"visit"}`}},
	{"场所 独立活动室 60", []string{`2026-01-02 premises.stated {"premises":"own","square":60}`}},
	{"2026-04-01 报送 换届请示", []string{`2026-04-01 submitted {"matter":"election","to":"t01"}`}},
	{"报送 接收预备党员审批 申请人1", []string{`2026-04-01 submitted {"matter":"accept","to":"t01","member":"p-e794b3e8afb7e4baba31"}`}},
	{"选举 换届选举 1 2 4 4 2029-06-01", []string{`2026-06-01 election.held {"sort":"term","seats":1,"candidates":2,"vote":{"on":"election","due":4,"present":4,"yes":4,"no":0,"abstain":0},"issued":4,"returned":4,"yes":[4],"by":"assembly","until":"2029-06-01"}`}},
	{`{"kind":"event","on":"2026-05-05","body":{"name":"安全事故","count":1}}`, []string{`2026-05-05 event {"name":"安全事故","count":1}`}},
}

func TestEverySaying(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range one {
		if got := said(t, c.line); !slices.Equal(got, c.want) {
			t.Errorf("%s\n got %s\nwant %s", c.line, strings.Join(got, "\n     "), strings.Join(c.want, "\n     "))
		}
		for _, w := range strings.Fields(c.line) {
			seen[w] = true
		}
	}
	if got := said(t, "核定党费"); len(got) != 5 || got[4] != `2026-01-15 dues.fixed {"member":"m5","year":2026,"fen":1000}` {
		t.Errorf("核定党费: %v", got)
	}
	if got := said(t, "2026-03-01 决定 2026-04-01 办成"); len(got) != 2 || !strings.HasPrefix(got[0], `2026-03-01 decision.made {"owner":"m1","due":"2026-04-01"`) || !strings.HasPrefix(got[1], "2026-04-01 decision.done") || !strings.Contains(got[1], `"done":true`) {
		t.Errorf("决定: %v", got)
	}
	if got := said(t, "2026-03-01 决定 2026-04-01 没办成"); len(got) != 2 || strings.Contains(got[1], `"done":true`) {
		t.Errorf("决定 没办成: %v", got)
	}
	seen["核定党费"], seen["决定"] = true, true
	for _, name := range sayingNames() {
		if !seen[name] {
			t.Errorf("nobody says %s", name)
		}
	}
}

// TestMeetingDetails: what may follow a meeting.
func TestMeetingDetails(t *testing.T) {
	for line, want := range map[string]string{
		"会议 党小组会 组2": `{"kinds":["group"],"group":2,"chair":"m1","forms":["discussion"]}`,
		"2026-02-10 会议 组织生活会 年度2025 环节理论学习、征求意见": `"phases":["study","opinions"]`,
		"2026-02-10 会议 民主评议 年度2025":              `"year":2025`,
		"会议 组织生活会":                               `"year":2026`,
		"会议 党课 主讲党员2 学时2":                        `"speaker":"m2"`,
		"会议 党员大会 缺席9":                            `{"member":"m2","reason":"leave"}]`, // one at least is there
		"会议 走访联系":                                `"kinds":["visit"]`,
	} {
		got := said(t, line)
		if len(got) != 1 || !strings.Contains(got[0], want) {
			t.Errorf("%s: %v lacks %s", line, got, want)
		}
	}
	if got := said(t, "会议 党课 学时2"); !strings.Contains(got[0], `"hours":"2"`) {
		t.Errorf("%v", got)
	}
}

// TestDaysOfALine: how days are written.
func TestDaysOfALine(t *testing.T) {
	for text, want := range map[string]string{
		"2026-02-10": "2026-02-10", "每季": "2026-02-10 2026-05-10 2026-08-10 2026-11-10", "每半年20日": "2026-05-20 2026-11-20",
		"3,6,9月15日": "2026-03-15 2026-06-15 2026-09-15", "11-12月": "2026-11-10 2026-12-10", "2-3月30日": "2026-03-30",
		"每月31日": "2026-01-31 2026-03-31 2026-05-31 2026-07-31 2026-08-31 2026-10-31 2026-12-31", "1,3-4月1日": "2026-01-01 2026-03-01 2026-04-01",
		"每月32日": "", "13月": "", "x月": "", "每月y日": "", "每天": "", "1-x月": "", "5": "",
	} {
		s := &scene{year: 2026}
		days, ok := s.days(text)
		var got []string
		for _, d := range days {
			got = append(got, d.String())
		}
		if strings.Join(got, " ") != want || ok != (want != "") {
			t.Errorf("%s: %v %v, want %s", text, got, ok, want)
		}
	}
	if n := len(said(t, "每月10日 会议 主题党日")); n != 12 {
		t.Errorf("%d meetings a month each", n)
	}
}

// TestLinesThatAreRefused: every mistake has its message, and leaves no fact.
func TestLinesThatAreRefused(t *testing.T) {
	for line, want := range map[string]string{
		"": "空的", "   ": "空的", "2026-03-01": "没有说做了什么", "开会 党员大会": "第一个词要是", "每月32日 会议 党课": "第一个词要是",
		"会议": "会议 党员大会+主题党日", "会议 茶话会": "不在可选之列", "会议 党课 缺席多": "看不懂：可写", "会议 党课 晚到1": "看不懂：可写", "会议 党课 环节茶歇": "不在可选之列", "会议 党课 年度": "看不懂：可写",
		"没开 党员大会": "没开 党员大会 2026-Q3", "没开 茶话会 2026-Q3": "不在可选之列", "没开 党员大会 第三季": "期次", "没开 党员大会 2026-Q3 忘了": "不在可选之列",
		"评分 廉洁": "评分 廉洁", "评分 廉洁 高": "小数", "评分 勤俭 3": "没有声明", "等级 班子团结": "等级 班子团结", "等级 班子 好": "没有声明",
		"数值 人均纯收入": "数值 人均纯收入", "数值 人均纯收入 许多": "小数", "数值 总收入 3": "没有声明数值",
		"荣誉 先进": "荣誉 先进", "荣誉 先进 天下": "不在可选之列", "荣誉 典型 省": "没有声明",
		"事件": "事件 安全事故", "事件 失火": "没有声明", "事件 安全事故 特大 1": "没有声明",
		"谈心": "谈心 支委之间", "谈心 独自": "不在可选之列", "学时 40": "学时 40 全体", "学时 多 全体": "小数", "党费 全体": "党费 全体 1-12月", "党费 全体 整年": "看不懂", "党费 众人 1-12月": "没有说是谁", "党费 全体 1,3月": "要连着",
		"任职 党员1": "任职 党员1", "任职 党员1 组长": "不在可选之列", "离任 党员1": "离任 党员1", "离任 党员1 组长": "不在可选之列", "步骤 申请人1": "步骤 申请人1", "步骤 申请人1 写信": "不在可选之列",
		"检查 县": "检查 县 抽查", "检查 天 抽查": "不在可选之列", "检查 县 翻箱": "不在可选之列", "述职": "述职 好", "述职 极好": "不在可选之列", "满意度": "满意度 92", "满意度 高": "小数", "成效 满意度": "成效 服务办结 7 12", "成效 口碑 3": "不在可选之列", "成效 服务办结 3 多": "要写整数",
		"公开": "公开 党费收缴", "公开 秘密": "不在可选之列", "上缴党费": "上缴党费 1-12月", "上缴党费 整年": "看不懂",
		"定级 county-demo 2025": "定级 county-demo", "定级 county-demo 去年 四星": "要写整数", "申报 ZB-50 2026-01-01 2026-06-30": "申报 ZB-50", "申报 ZB-50 年初 2026-06-30 其他": "日期要写成", "申报 ZB-50 2026-01-01 年中 其他": "日期要写成", "申报 ZB-50 2026-01-01 2026-06-30 忘了": "不在可选之列",
		"时段 农忙 2026-05-20": "时段 农忙", "时段 睡觉 2026-05-20 2026-06-20": "不在可选之列", "时段 农忙 年初 2026-06-20": "日期要写成", "上级": "上级 专题研究", "上级 喝茶": "不在可选之列", "报送": "报送 换届请示", "报送 土产": "不在可选之列",
		"评议": "评议 3", "评议 许多": "要写整数", "决定": "决定 2026-04-01", "决定 下月": "日期要写成", "流动 党员3": "流动 党员3", "流动 党员3 旅游": "不在可选之列", "关怀 红包": "不在可选之列", "场所": "场所 独立活动室", "场所 树下": "不在可选之列", "场所 独立活动室 大": "要写整数",
		"选举 换届选举 1 2 4": "选举 换届选举", "选举 海选 1 2 4 4": "不在可选之列", "选举 换届选举 1 2 4 多": "要写整数", "选举 换届选举 1 2 4 4 以后": "日期要写成",
		"事件 挪用公款": "没有声明“挪用公款”", "等级 班子团结 优": "可写：好、差", "评分 廉洁 3 考评": "写在分的前面", "谈心 支委之间 急": "可写 应需", "任职 党员1 书记 新": "可写 新任", "决定 2026-04-01 完成": "可写 办成、没办成",
		"学时 40 众人": "写谁", "学时 40 线上学习": "没有说是谁", "党费 党员1 众人 1-3月": "没有说是谁", "步骤 申请人1 确定入党介绍人 张三": "可写党员", "述职 好 优": "多了“优”", "核定党费 全体": "多了“全体”", "荣誉 先进 省 市 县": "多了“市 县”",
		"{": "JSON 写错了", `{"kind":"event","on":"2026-05-05"}`: "body", `{"kind":"event","on":"2026-05-05","body":{"name":"安全事故","count":0}}`: "count",
	} {
		s := ready(t)
		n := len(s.facts)
		err := s.line(line)
		if err == nil {
			t.Errorf("%q is taken, want %q", line, want)
			continue
		}
		why := strings.TrimPrefix(err.Error(), strconv.Quote(line)+"：")
		if !strings.Contains(why, want) {
			t.Errorf("%q: %s, want %q", line, why, want)
		}
		if len(s.facts) != n {
			t.Errorf("%q leaves %d facts", line, len(s.facts)-n)
		}
	}
}

// TestBranchesThatCannotBe: the keys of a test's branch.
func TestBranchesThatCannotBe(t *testing.T) {
	for want, k := range map[string]branchKeys{
		"成立：":  {Founded: "成立时"},
		"领域":   {Domain: "月球"},
		"设置":   {Form: "松散"},
		"建制":   {Level: "帝国"},
		"特征":   {Traits: []string{"快乐"}},
		"任职":   {Posts: []string{"党员1 大王"}},
		"任期至：": {Until: "以后再说"},
		"支委会：只写 是 或 否，现在是“胡写”": {Committee: "胡写"},
		"不设班子：只写 是 或 否":        {Bare: "true"},
		"要在 0 到 1000":          {Full: -1},
		"1000 之间，现在是 4000":     {Groups: 4000},
	} {
		err := (&scene{year: 2026}).found(k)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %q", k, err, want)
		}
	}
}

// TestAnOrdinaryBranch: what the keys leave out is a branch in good order.
func TestAnOrdinaryBranch(t *testing.T) {
	count := func(k branchKeys) map[string]int {
		s := &scene{year: 2026}
		if err := s.found(k); err != nil {
			t.Fatal(err)
		}
		n := map[string]int{}
		for _, f := range s.facts {
			if problems := fact.Validate(f); len(problems) > 0 {
				t.Errorf("%+v: %s %+v", k, f.Body.Kind(), problems)
			}
			n[string(f.Body.Kind())]++
			if b, ok := f.Body.(*fact.OrgProfiled); ok && *b.Committee {
				n["committee"]++
			}
		}
		return n
	}
	for _, c := range []struct {
		name                      string
		keys                      branchKeys
		members, posts, committee int
	}{
		{"nothing said", branchKeys{}, 10, 3, 1},
		{"six have no committee", branchKeys{Full: 6}, 6, 1, 0},
		{"seven have one", branchKeys{Full: 7}, 7, 3, 1},
		{"six that say they have one", branchKeys{Full: 6, Committee: "是"}, 6, 3, 1},
		{"seven that say they have none", branchKeys{Full: 7, Committee: "否"}, 7, 1, 0},
		{"five seats", branchKeys{Full: 20, Seats: 5, Probationary: 2}, 22, 5, 1},
		{"nobody in charge", branchKeys{Bare: "是"}, 10, 0, 1},
		{"posts by name", branchKeys{Posts: []string{"党员1 书记", "党员1 组织委员"}}, 10, 2, 1},
	} {
		n := count(c.keys)
		if n["member.enrolled"] != c.members || n["post.taken"] != c.posts || n["committee"] != c.committee || n["org.founded"] != 1 {
			t.Errorf("%s: %v", c.name, n)
		}
	}
}
