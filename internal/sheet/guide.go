package sheet

import (
	"strconv"
	"strings"
)

// guideNotes is what the explaining sheet says before the columns.
var guideNotes = []string{
	"一、表头的名称不要改；列可以换顺序，可以加自己用的列，用不着的列可以删。",
	"二、一行只写一件事。合计、小计行可以留，导入时会跳过。空行没有关系。",
	"三、日期写成 2026-03-05 这样，年、月、日都要有。",
	"四、身份证号码直接输入就行，这一列已经设成文本；从别处粘贴时，选“只粘贴文本”。",
	"五、没有把握的先空着，不要编。导入以后会告诉您哪一行、哪一格有问题，怎么改。",
	"六、表里有个人信息。用完请妥善保存，不要发到群里，不要放在公用电脑上。",
	"七、涉及国家秘密的内容，一律不要写进来。",
}

// guideWidths is the widths of the explaining sheet's columns.
var guideWidths = []float64{24, 9, 52, 50, 30}

// guide writes the explaining sheet: the notes, then every column.
func (t *templateBook) guide() error {
	if _, err := t.f.NewSheet(guideSheet); err != nil {
		return err
	}
	for i, width := range guideWidths {
		letter := columnName(i)
		if err := t.f.SetColWidth(guideSheet, letter, letter, width); err != nil {
			return err
		}
	}
	row := 1
	if err := t.put(guideSheet, 0, row, guideSheet, t.looks.title); err != nil {
		return err
	}
	if err := t.f.SetRowHeight(guideSheet, row, 32); err != nil {
		return err
	}
	for _, s := range guideNotes {
		row++
		if err := t.put(guideSheet, 0, row, s, t.looks.plainLine); err != nil {
			return err
		}
		if err := t.f.SetRowHeight(guideSheet, row, 20); err != nil {
			return err
		}
	}
	for _, l := range t.layouts {
		next, err := t.guideTable(l, row+2)
		if err != nil {
			return err
		}
		row = next
	}
	return printSetUp(t.f, guideSheet, 0)
}

// guideTable explains the columns of one table and returns the last row used.
func (t *templateBook) guideTable(l *layout, row int) (int, error) {
	if err := t.put(guideSheet, 0, row, l.title, t.looks.title); err != nil {
		return row, err
	}
	if err := t.f.SetRowHeight(guideSheet, row, 28); err != nil {
		return row, err
	}
	row++
	if err := t.f.SetRowHeight(guideSheet, row, 26); err != nil {
		return row, err
	}
	for i, s := range []string{"栏目", "必填", "怎么填", "可选的内容", "示例"} {
		if err := t.put(guideSheet, i, row, s, t.looks.guideHead); err != nil {
			return row, err
		}
	}
	for _, c := range l.offered() {
		if c.field == fSeq || c.field == fIgnored && c.title != "1月" {
			continue
		}
		title, must := c.title, ""
		if c.field == fIgnored {
			title, c.hint = "1月至12月", "这个月交了多少元；没有交的留空。"
		}
		if c.must {
			must = "必填"
		}
		row++
		texts := []string{title, must, c.hint, listed(c.list), c.example}
		if err := t.f.SetRowHeight(guideSheet, row, rowHeight(texts, guideWidths)); err != nil {
			return row, err
		}
		for i, s := range texts {
			if err := t.put(guideSheet, i, row, s, t.looks.guide); err != nil {
				return row, err
			}
		}
	}
	return row, nil
}

// listed names the choices, the long list of nations by its beginning.
func listed(list []string) string {
	if len(list) > 24 {
		return strings.Join(list[:6], "、") + " 等 " + strconv.Itoa(len(list)) + " 项，见下拉框"
	}
	return strings.Join(list, "、")
}
