package sheet

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A monthSpan is one or several months of a year, both ends included; year is 0
// where it is not said.
type monthSpan struct{ year, from, to int }

// months is how many there are.
func (m monthSpan) months() int { return m.to - m.from + 1 }

// A monthColumn is a column with what was paid for its months.
type monthColumn struct {
	col int
	monthSpan
}

var (
	spanYear    = regexp.MustCompile(`^((?:19|20)[0-9][0-9])(?:年度?|-|\.|/)?`)
	spanQuarter = regexp.MustCompile(`^第?([1-4])季度?$`)
	spanMonths  = regexp.MustCompile(`^([0-9]{1,2})月?份?(?:[-—–~至到]|、|,)([0-9]{1,2})月份?$`)
	spanList    = regexp.MustCompile(`^[0-9]{1,2}(?:[、,][0-9]{1,2})+月份?$`)
)

// parseSpan reads several months written as text: 第一季度, 上半年, 全年, 1-3月,
// 2026年1月至3月, 1、2、3月. Months that do not follow each other are none.
func parseSpan(s string) (monthSpan, bool) {
	s = arabic(compact(s))
	m := monthSpan{}
	if y := spanYear.FindStringSubmatch(s); y != nil {
		n, _ := parseDigits(y[1])
		m.year, s = n.y, strings.ReplaceAll(s[len(y[0]):], y[1]+"年", "") // 2026年1月至2026年3月
	}
	switch s {
	case "全年", "1年":
		m.from, m.to = 1, 12
	case "上半年":
		m.from, m.to = 1, 6
	case "下半年":
		m.from, m.to = 7, 12
	}
	if q := spanQuarter.FindStringSubmatch(s); q != nil {
		n, _ := parseSmall(q[1])
		m.from, m.to = 3*n-2, 3*n
	}
	if p := spanMonths.FindStringSubmatch(s); p != nil {
		m.from, _ = parseSmall(p[1])
		m.to, _ = parseSmall(p[2])
		if strings.ContainsAny(s, "、,") && m.to != m.from+1 {
			return m, false
		}
	} else if spanList.MatchString(s) {
		m.from, m.to = listed12(s)
	}
	return m, m.from >= 1 && m.to <= 12 && m.from < m.to
}

// listed12 reads 1、2、3月: the first and the last, zeros where one is left out.
func listed12(s string) (from, to int) {
	for _, one := range strings.FieldsFunc(s, func(r rune) bool { return r < '0' || r > '9' }) {
		n, _ := parseSmall(one)
		if from == 0 {
			from, to = n, n-1
		}
		if to++; n != to {
			return 0, 0
		}
	}
	return from, to
}

// monthsOver reads a header that is a month or several: 1月, 01月份, 一月,
// 2026年1月, 2026-01, 第一季度.
func (g *grid) monthsOver(c *cell) (monthSpan, bool) {
	if c == nil || c.kind == number && c.shape == plain && c.text != "" && len(c.text) < 3 {
		return monthSpan{}, false
	}
	if c.kind == text && (len(c.text) > 30 || !strings.ContainsAny(c.text, "月-.季年")) {
		return monthSpan{}, false
	}
	if c.kind == text {
		if m, ok := parseSpan(c.text); ok {
			return m, m.months() < 12 // a whole year is a total
		}
	}
	w, fault := parseCell(c, g.from1904)
	if fault != fine || w.m == 0 || w.serial || c.kind == text && w.d != 0 {
		return monthSpan{}, false
	}
	return monthSpan{w.y, w.m, w.m}, true
}

// takeMonth takes a column of the dues of one or several months. Where it has
// 应交 and 实交 below it, the latter is meant; a total of a few months repeats
// what stands beside it.
func (h *heading) takeMonth(g *grid, col int, cells []*cell) bool {
	joined := cell{kind: text}
	for _, c := range cells {
		joined.text += c.show()
	}
	best, found := g.monthsOver(&joined)
	for _, c := range cells {
		if m, ok := g.monthsOver(c); ok && (!found || m.months() < best.months()) {
			best, found = m, true
		}
	}
	if !found {
		return false
	}
	switch last := compact(cells[len(cells)-1].show()); {
	case strings.HasPrefix(last, "应"), len(cells) > 1 && (isTotal(last) || strings.Contains(last, "日期") || strings.Contains(last, "签")):
		h.extra = append(h.extra, extraColumn{col, ""})
		return true
	}
	h.months = append(h.months, monthColumn{col, best})
	h.score++
	return true
}

// readMonths reads the columns of the months; an empty month is not paid.
func (r *record) readMonths(fixed int64) []payment {
	year := 0
	var all []payment
	sum := int64(0)
	for _, col := range r.t.months {
		c := r.cellAt(col.col)
		if c == nil || noWords[bare(c.show())] {
			continue
		}
		fen, ok := r.monthAmount(c, col, fixed)
		if !ok {
			continue
		}
		if col.year == 0 && year == 0 {
			if year, ok = r.duesYear(); !ok {
				return nil
			}
		}
		from, to := when{y: first(col.year, year), m: col.from}, when{y: first(col.year, year), m: col.to}
		all = append(all, payment{from.month(), to.month(), fen, r.addressOf(col.col)})
		sum += fen
	}
	if total := r.amount(fTotal); total >= 0 && total != sum && !r.checked() && len(r.problems) == 0 {
		r.refuse(fTotal, "total", "合计写的是 "+yuan(total)+"，各月加起来是 "+yuan(sum), "核对各月和合计；合计里另有补交等情况的，在本行「已核对」栏写“是”")
	}
	return all
}

// ticks stand for “paid” in the column of a month.
var ticks = map[string]bool{"√": true, "✓": true, "✔": true, "☑": true, "是": true, "已交": true, "已缴": true, "交": true, "缴": true}

// monthAmount reads what was paid for a month: an amount, or a tick for the
// monthly one.
func (r *record) monthAmount(c *cell, col monthColumn, fixed int64) (int64, bool) {
	if c.shared {
		r.refuseShared(r.addressOf(col.col))
		return 0, false
	}
	if ticks[bare(c.show())] {
		if fixed < 0 {
			r.refuseAt(r.addressOf(col.col), "amount", "只打了勾，没有金额", "写上金额；或者加一栏「每月应交」，打勾就按它算")
			return 0, false
		}
		r.assumeAt(r.addressOf(col.col), "dues_tick", "月份里打勾的，金额按每月应交算")
		return fixed * int64(col.months()), true
	}
	n, ok := fen(c)
	if !ok {
		r.refuseAt(r.addressOf(col.col), "amount", "写的是"+c.quoted()+"，不是金额", "写数字，单位是元，最多两位小数，如 12.5；没有交的留空")
	}
	return n, ok
}

// months reads 起月 and 止月, or 所属月份.
func (r *record) months() (from, to string) {
	if c := r.cell(fMonth); c != nil {
		if m, ok := parseSpan(c.show()); ok && c.kind == text {
			return r.span(m)
		}
		m := r.month(fMonth)
		return m, m
	}
	if r.cell(fFrom) == nil {
		r.refuse(fFrom, "months", "不知道交的是哪个月的党费", "加一栏「所属月份」，写成 2026-03；几个月一起交的，加「起月」「止月」两栏")
		return "", ""
	}
	from = r.month(fFrom)
	if r.cell(fTo) == nil {
		return from, from
	}
	return from, r.month(fTo)
}

// span is the first and the last month.
func (r *record) span(m monthSpan) (from, to string) {
	if m.year == 0 {
		if m.year, _ = r.duesYear(); m.year == 0 {
			return "", ""
		}
	}
	return when{y: m.year, m: m.from}.month(), when{y: m.year, m: m.to}.month()
}

// month reads a month: 2026-03, 2026年3月, 3月.
func (r *record) month(f field) string {
	c := r.cell(f)
	written := c.said()
	w, fault := parseCell(c, r.t.grid.from1904)
	if n, ok := parseSmall(compact(c.show())); ok && n >= 1 && n <= 12 {
		w, fault = when{m: n}, fine
	}
	if w.hidden || w.d != 0 && w.y == 0 && !strings.ContainsAny(c.show(), "日号") {
		fault = notDate // 1-3 may be three months, and programs make a day of it
		written = fmt.Sprintf("%s（%d月%d日）", written, w.m, w.d)
	}
	if fault == fine && w.y == 0 {
		w.y, _ = r.duesYear()
		if w.y == 0 {
			return ""
		}
	}
	if fault != fine || w.m == 0 {
		r.refuse(f, "months", "「"+r.header(f)+"」写的是「"+written+"」，看不出是哪个月", "写成 2026-03 这样；几个月一起交的，写成“1-3月”，或者分成「起月」「止月」两栏")
		return ""
	}
	return w.month()
}

// dropTotals leaves out columns of several months that repeat what stands in
// columns of fewer.
func (h *heading) dropTotals() {
	all := h.months
	h.months = nil
	for _, m := range all {
		within := func(x monthColumn) bool {
			return x.year == m.year && x.from >= m.from && x.to <= m.to && x.months() < m.months()
		}
		if slices.ContainsFunc(all, within) {
			h.extra = append(h.extra, extraColumn{m.col, ""})
			continue
		}
		h.months = append(h.months, m)
	}
}

// String is the months as a header: 2026年3月, 1-3月.
func (m monthSpan) String() string {
	s := strconv.Itoa(m.to) + "月"
	if m.from != m.to {
		s = strconv.Itoa(m.from) + "-" + s
	}
	if m.year != 0 {
		s = strconv.Itoa(m.year) + "年" + s
	}
	return s
}
