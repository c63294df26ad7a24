package sheet

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// A drawer draws workbooks of plausible mess from small pools, so that names,
// branches and days meet.
type drawer struct{ *rand.Rand }

func (d drawer) of(pool ...any) any { return pool[d.IntN(len(pool))] }

func (d drawer) branch() any {
	return d.of("柳树村党支部", "中共甲镇柳树村支部委员会", "桃花村党支部", "驻某市流动党员党支部", "第一党支部", nil, "宏达公司党支部")
}

func (d drawer) name() any {
	return d.of("王春梅", "李大山", "赵小河", "孙大海", "王 春梅", "周不在", "王春梅(1组)", "阿依古丽•买买提", nil)
}

func (d drawer) day() any {
	return d.of("2025-03-05", "2026-03-05", "2026.1.5", "3月5日", 46086, "2026年3月", "2030-01-01", nil, "1990-07-01", "2006-07-01", "2026-02-30", 20050701)
}

func (d drawer) rows(n int, draw func() []any) [][]any {
	var all [][]any
	for range d.IntN(n + 1) {
		all = append(all, draw())
	}
	return all
}

func (d drawer) tabs() []tab {
	title := d.of("2026年台账", "台账", "柳树村党支部台账", "2025年柳树村党支部台账").(string)
	ids := []any{idFor("1970-05-06", 2), idFor("1965-03-04", 1), idFor("1980-12-31", 3), "123", nil, nil}
	with := func(name string, head []any, rows [][]any) tab {
		return tab{name: name, rows: append([][]any{{title}, head}, rows...)}
	}
	all := []tab{
		with("组织", []any{"党组织名称", "上级党组织", "领域", "成立日期", "书记", "任职日期"}, d.rows(4, func() []any {
			return []any{d.branch(), d.of(nil, "中共甲镇委员会", "柳树村党支部"), d.of("村", "国企", nil), d.day(), d.name(), d.day()}
		})),
		with("党员", []any{"姓名", "身份证号", "类别", "入党时间", "转正时间", "支部", "党小组", "职务", "任职时间", "是否流动", "外出日期", "是否失联", "失联日期", "党籍状态", "已核对", "出生日期"}, d.rows(8, func() []any {
			return []any{d.name(), d.of(ids...), d.of("正式", "预备", "正式党员", "入党积极分子", nil), d.day(), d.day(), d.branch(), d.of(1, "2组", nil), d.of("书记", "支部委员", "党小组长", nil, nil),
				d.day(), d.of("是", "否", nil), d.day(), d.of("是", "否", nil), d.day(), d.of("正常", "停止党籍", nil, nil), d.of("是", nil, nil), d.of("1970-05-06", "1960-01-01", "1970.5", nil)}
		})),
		with("会议", []any{"日期", "类别", "党小组", "应到", "实到", "参加人员", "缺席人员及原因", "支部", "评议年度", "已核对"}, d.rows(8, func() []any {
			return []any{d.day(), d.of("党员大会", "支委会", "党小组会", "组织生活会", "随便"), d.of(nil, nil, 1), d.of(nil, 1, 2, 3), d.of(nil, 1, 2, 3),
				d.of("全体", "王春梅、李大山", "王春梅", nil, "赵小河、周不在"), d.of(nil, nil, "赵小河(请假)", "李大山"), d.branch(), d.of(nil, 2025, 2026), d.of(nil, "是")}
		})),
		with("党费", []any{"姓名", "支部", "年度", "每月应交", "1月", "2月", "12月", "合计"}, d.rows(6, func() []any {
			return []any{d.name(), d.branch(), d.of(2026, 2025, nil), d.of(5, "5元", nil, "五"), d.of(5, "√", nil, 0), d.of(5, nil), d.of(5, nil, nil), d.of(nil, nil, 10)}
		})),
		with("学习", []any{"姓名", "支部", "日期", "学习形式", "学时", "已核对"}, d.rows(6, func() []any {
			return []any{d.of("王春梅", "王春梅、李大山", "赵小河", "周不在"), d.branch(), d.day(), d.of("党课", "集中培训", "看书"), d.of(2, 1.5, "半天", 0), d.of(nil, nil, "是")}
		})),
	}
	d.Shuffle(len(all), func(i, k int) { all[i], all[k] = all[k], all[i] })
	return all
}

// TestRandomBooks: whatever is drawn, every row ends one way, every fact is
// valid, admitted by the register and free of names (in load), and importing
// again brings nothing and refuses nothing that was taken.
func TestRandomBooks(t *testing.T) {
	n := uint64(500)
	if testing.Short() {
		n = 40
	}
	for seed := range n {
		d := drawer{rand.New(rand.NewPCG(seed, 7))}
		tabs := d.tabs()
		data := book(t, tabs...)
		o := testOptions()
		if seed%3 == 0 {
			o.Opening = 0
		}
		r := load(t, data, o)
		if c := r.Counts; c.Taken+c.Known+c.Refused != len(r.Rows) {
			t.Errorf("seed %d: %+v of %d rows", seed, c, len(r.Rows))
		}
		if drawn, said := drawnRows(tabs), saidRows(r); drawn != said {
			t.Errorf("seed %d: %d rows drawn, %d accounted for", seed, drawn, said)
		}
		o.Known = known(Known{}, r)
		if seed%5 == 0 {
			unmended(t, r, o)
		}
		again := load(t, data, o)
		for i, row := range again.Rows {
			if was := r.Rows[i].Status; (was == RowRefused) != (row.Status == RowRefused) && was != RowRefused {
				t.Errorf("seed %d: %s row %d was %s and is %s: %v", seed, row.Sheet, row.Row, was, row.Status, row.Problems)
			}
		}
		if again.Counts.Taken > 0 && r.Counts.Refused == 0 {
			t.Errorf("seed %d: taken again: %+v", seed, again.Counts)
		}
		if t.Failed() {
			t.Logf("seed %d:\n%s\nagain\n%s", seed, strings.Join(r.Lines(0), "\n"), strings.Join(again.Lines(0), "\n"))
			return
		}
	}
}

// drawnRows counts the rows with content under title and header.
func drawnRows(tabs []tab) int {
	n := 0
	for _, x := range tabs {
		for _, row := range x.rows[2:] {
			if slices.ContainsFunc(row, func(v any) bool { return v != nil }) {
				n++
			}
		}
	}
	return n
}

// saidRows counts the rows that a report accounts for: taken, known or refused,
// and those that hold a branch's name alone. Nothing that is drawn is a total or
// a note.
func saidRows(r *Report) int {
	n := 0
	for _, x := range r.Tables {
		n += x.Rows.Taken + x.Rows.Known + x.Rows.Refused + x.Skipped.Sections
	}
	return n
}

// TestRandomSheets: the sheets one by one in any order, some twice, leave
// nothing that the register would not have let in.
func TestRandomSheets(t *testing.T) {
	n := uint64(150)
	if testing.Short() {
		n = 15
	}
	for seed := range n {
		d := drawer{rand.New(rand.NewPCG(seed, 8))}
		tabs := append(d.tabs(), d.tabs()...)
		o := testOptions()
		for i := range tabs {
			if len(tabs[i].rows) < 3 {
				continue
			}
			r := load(t, book(t, tabs[i]), o)
			o.Known = known(o.Known, r)
			if t.Failed() {
				t.Logf("seed %d sheet %d:\n%s", seed, i, strings.Join(r.Lines(0), "\n"))
				return
			}
		}
	}
}
