package sheet

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"qiangji/internal/party"
)

const benchMembers = 10_000

// bigRoster makes a roster of n made-up people in branches of 40, with all
// sixteen national items.
func bigRoster(t testing.TB, n int) []byte {
	t.Helper()
	head := []any{}
	for _, c := range memberLayout().columns {
		if c.width > 0 {
			head = append(head, c.title)
		}
	}
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	must(t, err)
	must(t, w.SetRow("A1", head))
	given := []rune("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红文斌春梅海燕")
	family := []rune("王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹")
	for i := range n {
		birth := party.DateOf(1950, 1, 1).AddDays(i * 7 % 18000).String()
		name := string(family[i%30]) + string(given[i/30%len(given)]) + string(given[i*7%len(given)])
		must(t, w.SetRow(fmt.Sprintf("A%d", i+2), []any{
			name, []string{"女", "男"}[i%2], idFor(birth, i%2+2*(i%499)), "汉族", birth, "大学本科", "正式党员",
			fmt.Sprintf("中共示例镇第%d村支部委员会", i/40+1), "2019-07-01", "2020-07-01", "农牧渔民", fmt.Sprintf("139%08d", i),
			"示例镇样板村 " + fmt.Sprint(i) + " 号", "正常", "否", "", "否", "", "", "1", "", "",
		}))
	}
	must(t, w.Flush())
	var buf bytes.Buffer
	must(t, f.Write(&buf))
	must(t, f.Close())
	return buf.Bytes()
}

// stream is what the library needs merely to go over the rows.
func stream(t testing.TB, data []byte, opts ...excelize.Options) {
	f, err := excelize.OpenReader(bytes.NewReader(data))
	must(t, err)
	rows, err := f.Rows("Sheet1")
	must(t, err)
	n := 0
	for rows.Next() {
		if _, err := rows.Columns(opts...); err != nil {
			t.Fatal(err)
		}
		n++
	}
	must(t, rows.Close())
	must(t, f.Close())
	if n != benchMembers+1 {
		t.Fatalf("%d rows", n)
	}
}

func importRoster(t testing.TB, data []byte) {
	o := testOptions()
	r, err := Import(Source{Name: "roster.xlsx", Data: data}, o)
	must(t, err)
	if r.Counts.Taken < benchMembers*99/100 {
		for i, row := range r.Rows {
			if row.Status == RowRefused && i < 50 {
				t.Log(row.Problems)
			}
		}
		t.Fatalf("counts %+v", r.Counts)
	}
}

func BenchmarkStreamOnly(b *testing.B) {
	data := bigRoster(b, benchMembers)
	b.ReportAllocs()
	for b.Loop() {
		stream(b, data, excelize.Options{RawCellValue: true})
	}
}

func BenchmarkStreamFormatted(b *testing.B) {
	data := bigRoster(b, benchMembers)
	b.ReportAllocs()
	for b.Loop() {
		stream(b, data)
	}
}

// BenchmarkImportRoster imports 10,000 members, with checksum, duplicate
// detection and facts, and prints its time as a multiple of what the library
// needs to stream the same rows. The budget is 2.
func BenchmarkImportRoster(b *testing.B) {
	data := bigRoster(b, benchMembers)
	b.ReportAllocs()
	var base time.Duration
	n := 0
	for b.Loop() {
		b.StopTimer()
		from := time.Now()
		stream(b, data, excelize.Options{RawCellValue: true})
		base += time.Since(from)
		n++
		b.StartTimer()
		importRoster(b, data)
	}
	ratio := float64(b.Elapsed()) / float64(base)
	b.ReportMetric(ratio, "x-stream")
}
