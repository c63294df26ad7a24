package assess

import (
	"slices"
	"testing"

	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// on records that a declared event happened on some days, for the year 2026.
func (b branch) on(name string, days ...string) branch {
	for _, d := range days {
		b.named(register.Named{Kind: register.NamedEvent, Name: name, Value: party.Int(1), Valued: true, On: day(d), Year: 2026})
	}
	return b
}

// TestM14_DeclaredEvents: what a pack declares is in time by a day, too, and each
// quarter by its end. S04-3.1 季末上交：按时2；延迟1；不交0.
func TestM14_DeclaredEvents(t *testing.T) {
	give := standard.Timely{OnTime: "2", Late: "1", None: "0"}
	quarters := from0("2", standard.Term{Timely: &give})
	quarters.Duty = &standard.Duty{Every: party.Quarterly, Count: "次数.调解", Until: 1}
	dated := give
	dated.Series, dated.By = "次数.调解", "06-30"
	once := from0("2", standard.Term{Timely: &dated})
	next := dated
	next.By = "次年01-15"
	january := from0("2", standard.Term{Timely: &next})
	three := []string{"2026-03-31", "2026-06-01", "2026-09-30"}
	seen := func(asOf string, days ...string) branch { return at(asOf).on("调解", days...) }
	table(t, []row{
		{"on the day", once, seen("2027-02-28", "2026-06-30"), "达标 2/2", "调解按时"},
		{"a day late", once, seen("2027-02-28", "2026-07-01", "2026-08-01"), "达标 1/2", "调解延迟"},
		{"not at all", once, seen("2027-02-28"), "未达标 0/2", "调解没有做"},
		{"no record yet", once, seen("2027-01-15"), "待定 0–2/2", "没有记录"},
		{"about the year, in January after", january, seen("2027-02-28", "2027-01-15"), "达标 2/2", "按时"},
		{"about the year, too late", january, seen("2027-02-28", "2027-01-16"), "达标 1/2", "延迟"},
		{"all four quarters in time", quarters, seen("2027-02-28", append(slices.Clone(three), "2026-12-31")...), "达标 2/2", "各期都按时"},
		{"one quarter late", quarters, seen("2027-02-28", append(slices.Clone(three), "2027-01-05")...), "达标 1/2", "过期才补上"},
		{"one quarter not at all", quarters, seen("2027-02-28", three...), "未达标 0/2", "有没做的"},
		{"a late one does not mend a missing one", quarters, seen("2027-02-28", "2026-04-09", "2026-06-30", "2026-12-31"), "未达标 0/2", ""},
		{"one has no record yet", quarters, seen("2026-12-01", three[:2]...), "待定 0–2/2", "各期是否按时没有记录"},
		{"the rest of the year is not due", quarters, seen("2026-07-01", three[:2]...), "达标 2/2", "各期都按时"},
	})
	if a := assess(t, std(once), closed().on("调解", "2026-06-30").Year); len(a.Items[0].Facts) != 1 {
		t.Errorf("the facts behind the day: %v", a.Items[0].Facts)
	}
}

// TestM02_DeclaredEvents: S06-2.2: 每月未考核−2、每季未核定−2; X09-2.2: 半年1次，少1次−0.5.
func TestM02_DeclaredEvents(t *testing.T) {
	less := func(every party.Cadence, minus string) standard.Item {
		it := full("30", standard.Term{Per: &standard.Per{Minus: minus}})
		it.Duty = &standard.Duty{Every: every, Count: "次数.调解"}
		return it
	}
	ten := closed()
	for m := 1; m <= 10; m++ {
		ten.on("调解", party.DateOf(2026, m, 20).String())
	}
	table(t, []row{
		{"ten months of twelve", less(party.Monthly, "2"), ten, "未达标 26/30", "缺 2 次，每次扣 2 分：30 − 4 = 26"},
		{"one half-year of two", less(party.HalfYear, "0.5"), closed().on("调解", "2026-02-01", "2026-03-01"), "未达标 29.5/30", "缺 1 次"},
		{"none yet", less(party.Quarterly, "2"), at("2026-02-01"), "未到期 0/30", ""},
	})
}

// TestM02_Short: 全年不少于4次，每少1次扣0.5 counts what is short, not the year that is
// missed: X09-1.1, S03-10.
func TestM02_Short(t *testing.T) {
	it := full("2", standard.Term{Per: &standard.Per{Count: "本项.缺次", Minus: "0.5"}})
	it.Duty = &standard.Duty{Every: party.Yearly, Count: "党课", Least: 4}
	table(t, []row{
		{"four", it, closed().held("党课", 1, 2, 5, 8, 11), "达标 2/2", "不扣"},
		{"three", it, closed().held("党课", 1, 2, 5, 8), "未达标 1.5/2", "少做 1 次，每次扣 0.5 分：2 − 0.5 = 1.5"},
		{"one", it, closed().held("党课", 1, 2), "未达标 0.5/2", "2 − 1.5 = 0.5"},
		{"none", it, closed(), "未达标 0/2", "2 − 2 = 0"},
		{"one without a record", it, at("2027-01-15").held("党课", 3, 2), "待定 1.5–2/2", ""},
		{"the year is not over", it, at("2026-09-01").held("党课", 1, 2), "未到期 0/2", ""},
	})
}
