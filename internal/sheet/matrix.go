package sheet

import (
	"slices"
	"strings"

	"qiangji/internal/party"
)

// A matrixColumn is a column of marks (√, ×, 请假) under a member's name.
type matrixColumn struct {
	col    int
	header string
	who    sought
}

// readHeads finds the columns of marks in the tables of meetings: those under
// the name of somebody on a roster, and those that hold marks.
func (im *importer) readHeads(all []*record) {
	for _, r := range all {
		if r.t.marked {
			continue
		}
		r.t.marked = true
		for _, x := range r.t.extra {
			w, ok := seek(x.header)
			if x.header == "" || !ok || len(im.people.anywhere[w.name]) == 0 && !r.t.mostlyMarks(x.col) {
				continue
			}
			r.t.matrix = append(r.t.matrix, matrixColumn{x.col, x.header, w})
			r.account.Unread = slices.DeleteFunc(r.account.Unread, func(s string) bool {
				return s == x.header+"("+columnName(x.col)+"列)"
			})
		}
	}
}

// mostlyMarks reports whether most of what stands in a column are marks.
func (t *table) mostlyMarks(col int) bool {
	marks, all := 0, 0
	for i := t.from; i < t.to; i++ {
		if c := t.grid.at(i, col); c != nil {
			all++
			if _, ok := markOf(c.show()); ok {
				marks++
			}
		}
	}
	return marks > 0 && 2*marks >= all
}

type mark struct {
	present, online, notDue bool
	reason                  party.Reason
	told                    bool // the reason stands there
}

// markOf reads one mark.
func markOf(s string) (mark, bool) {
	s = bare2(s)
	switch s {
	case "√", "✓", "✔", "☑", "✅", "到", "已到", "出席", "到会", "实到", "参加", "1", "是":
		return mark{present: true}, true
	case "线上", "视频", "网络", "远程", "线上参加", "云端":
		return mark{present: true, online: true}, true
	case "×", "✗", "✘", "☒", "❌", "X", "x", "0", "否", "缺", "缺席", "未到", "旷":
		return mark{reason: "other"}, true
	case "-", "/", "—", "——", "不应到", "未转入", "已转出", "不在册":
		return mark{notDue: true}, true
	case "假":
		return mark{reason: "leave", told: true}, true
	}
	if reason, told := reasonOf(s); told && len(s) <= 24 {
		return mark{reason: reason, told: true}, true
	}
	return mark{}, false
}

func bare2(s string) string { return strings.TrimSpace(compact(s)) }

// readMatrix reads the marks of one row.
func (m *muster) readMatrix() {
	r := m.r
	for _, x := range r.t.matrix {
		cell := r.t.grid.address(r.l.num, x.col)
		p := m.who(r.t.grid.address(r.t.grid.lines[r.t.first+r.t.depth-1].num, x.col), x.header, x.who, true)
		if p == nil {
			return
		}
		c := r.cellAt(x.col)
		if c == nil {
			r.refuseAt(cell, "mark_missing", "「"+p.Name+"」这一格是空的，不知道到没到", "到会打 √，没到写请假、公务、外出或者 ×；不该到的写“-”")
			continue
		}
		k, ok := markOf(c.show())
		switch {
		case !ok:
			r.refuseAt(cell, "mark_unknown", "「"+p.Name+"」这一格写的是「"+c.said()+"」，看不懂", "到会打 √，没到写请假、公务、外出或者 ×；不该到的写“-”")
		case k.notDue:
		case k.present:
			m.hasNames, m.due[p], m.present[p] = true, true, true
			if k.online {
				m.online[p] = true
			}
		default:
			m.hasNames, m.due[p], m.absent[p] = true, true, k.reason
			if !k.told {
				r.assumeAt(cell, "reason_other", "缺席原因没有写，或者不属于请假、公务、外出的，记作“其他”")
			}
		}
	}
}
