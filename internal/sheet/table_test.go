package sheet

import (
	"bytes"
	"testing"

	"qiangji/internal/core/fact"
)

func TestBeforeNote(t *testing.T) {
	for _, x := range []struct {
		in, about string
		asks      bool
	}{
		{"填表日期：2026年1月10日", "", false}, {"填表日期：", "", true}, {"制表时间", "", true}, {"打印时间: ____", "", true},
		{"2025年会议台账 上报日期:2026年1月10日", "2025年会议台账 ", false}, {"填报单位：柳树村党支部 2026年1月", "", false},
		{"填表人：张三 2026年1月10日", "", false}, {"制表:张三", "", false}, {"统计时间：2026年1月", "", false},
		{"2025年会议登记台账", "2025年会议登记台账", false}, {"2025年党员统计表", "2025年党员统计表", false}, {"2025年编制情况", "2025年编制情况", false},
	} {
		about, asks := beforeNote(clean(x.in))
		if about != x.about || asks != x.asks {
			t.Errorf("beforeNote(%q) = %q %v, want %q %v", x.in, about, asks, x.about, x.asks)
		}
	}
}

// TestTheDayOfWritingIsNoYear: the year of a ledger is not the one in which
// somebody filled it in, nor is it after a round through the refused rows.
func TestTheDayOfWritingIsNoYear(t *testing.T) {
	for _, lines := range [][][]any{
		{{"柳树村党支部会议台账"}, {"填表日期：2026年1月10日"}},
		{{"柳树村党支部会议台账"}, {"填表日期：", "2026年1月10日"}},
		{{"柳树村党支部会议台账 打印时间：2026年1月10日"}},
	} {
		rows := append(lines, []any{"日期", "类别", "参加人员"}, []any{"12月5日", "党员大会", "王春梅"}, []any{"3月5日", "党员大会", "王春梅"})
		o := withRoster(t)
		r := load(t, book(t, tab{name: "会议", rows: rows}), o)
		wantCounts(t, r, 0, 0, 2)
		var buf bytes.Buffer
		must(t, r.WriteRefused(&buf))
		wantCounts(t, load(t, buf.Bytes(), o), 0, 0, 2)
		o.Year = 2025
		o.Opening = 0
		o.Known = known(Known{}, load(t, book(t, tab{name: "名册", rows: [][]any{{"2025年名册"}, rosterHead, member("王春梅", "1970-05-06", 2)}}), Options{Now: testNow, Key: testKey}))
		r = load(t, buf.Bytes(), o)
		if b := bodies[*fact.MeetingHeld](r); len(b) != 2 || r.Facts[1].On.Year() != 2025 {
			t.Errorf("%q: %q", lines, told(r))
		}
	}
	// A year that the title states stands beside the day of writing.
	r := load(t, book(t, tab{name: "会议", rows: [][]any{{"2026年柳树村党支部会议台账", "填表日期：2027年1月10日"}, {"日期", "类别", "参加人员"}, {"3月5日", "党员大会", "王春梅"}}}), withRoster(t))
	wantCounts(t, r, 1, 0, 0)
}

// TestAHeaderThatIsRepeated: as on every page of a print, it goes on with the
// branch and the year of the title and with the last branch between the rows,
// and loses no short row that stands before it.
func TestAHeaderThatIsRepeated(t *testing.T) {
	head := []any{"姓名", "人员类别", "入党时间", "转正时间"}
	row := func(name string) []any { return []any{name, "正式党员", "2000-07-01", "2001-07-01"} }
	r := load(t, book(t, tab{name: "名册", merges: []string{"A15:D15"}, rows: [][]any{
		{"2025年柳树村党支部党员名册"}, head, row("赵一民"), {"合计", "1人"}, head, row("钱二民"), {"杨树村党支部"}, row("孙三民"), {"李四民", "正式党员"}, head, row("周五民"),
		{"榆树村党支部2024年党员名册"}, head, row("吴六民"), {"续"}, head, row("郑七民"),
	}}), Options{Now: testNow, Key: testKey})
	where := map[string]string{}
	for _, f := range r.Facts {
		if b, ok := f.Body.(*fact.OrgFounded); ok {
			where[string(f.Org)] = b.Name + f.On.String()[:4]
		}
	}
	got := map[string]string{}
	for _, p := range r.Persons {
		got[p.Name] = where[string(p.Org)]
	}
	for name, want := range map[string]string{
		"赵一民": "柳树村党支部2025", "钱二民": "柳树村党支部2025", "孙三民": "杨树村党支部2025", "李四民": "杨树村党支部2025", "周五民": "杨树村党支部2025", "吴六民": "榆树村党支部2024",
		"郑七民": "榆树村党支部2024",
	} {
		if got[name] != want {
			t.Errorf("%s is in %q, want %q: %q", name, got[name], want, told(r))
		}
	}
	wantCounts(t, r, 7, 0, 0)
}
