package main

import (
	"os"
	"strings"
	"testing"
)

const rosterCSV = "所在党支部,姓名,出生日期,人员类别,加入党组织日期,转为正式党员日期\n" +
	"测试村党支部,张测试,1980-05-01,正式党员,2005-07-01,2006-07-01\n" +
	"测试村党支部,李测试,1975-03-08,正式党员,2001年7月,2002-07-01\n"

// put writes files into the test's own directory and makes it the working one.
func put(t *testing.T, files map[string]string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, text := range files {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// holds is what a file holds; "" if there is none.
func holds(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return string(data)
}

// TestImportRefusesNamesBeforeAnything: a name that would destroy or confuse a
// file is status 2, and nothing was written, not even on the side.
func TestImportRefusesNamesBeforeAnything(t *testing.T) {
	mine := map[string]string{"r.csv": rosterCSV, "重要.xlsx": "重要", "改到一半.xlsx": "一半", "f.jsonl": ""}
	for name, c := range map[string]struct {
		args []string
		says string
	}{
		"the refused workbook is there": {[]string{"--out", "g.jsonl", "--refused", "改到一半.xlsx"}, "改到一半.xlsx 已经有了，没有覆盖"},
		"on a trial too":                {[]string{"--out", "g.jsonl", "--refused", "改到一半.xlsx", "--dry-run"}, "改到一半.xlsx 已经有了，没有覆盖"},
		"refused is no workbook":        {[]string{"--out", "g.jsonl", "--refused", "退回.xls"}, "--refused 要给 .xlsx 文件"},
		"out is a workbook":             {[]string{"--out", "重要.xlsx"}, "--out 要给记录文件，名字以 .jsonl 结尾"},
		"out is a new workbook":         {[]string{"--out", "新.xlsx"}, "--out 要给记录文件，名字以 .jsonl 结尾"},
		"out is a persons file":         {[]string{"--out", "记录.persons.jsonl"}, "是人员文件或者文本文件的名字"},
		"out is a texts file":           {[]string{"--out", "记录.texts.jsonl"}, "是人员文件或者文本文件的名字"},
		"persons is a workbook":         {[]string{"--out", "g.jsonl", "--persons", "新.xlsx"}, "--persons 要给人员文件"},
		"persons is out":                {[]string{"--out", "g.jsonl", "--persons", "./g.jsonl"}, "姓名和身份证号要单独一个文件"},
		"persons is texts":              {[]string{"--out", "g.jsonl", "--persons", "g.texts.jsonl"}, "姓名和身份证号要单独一个文件"},
		"persons is out, there already": {nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			put(t, mine)
			if c.says == "" { // the same file by another way
				if err := os.Link("f.jsonl", "also.jsonl"); err != nil {
					t.Fatal(err)
				}
				c.args, c.says = []string{"--out", "f.jsonl", "--persons", "also.jsonl"}, "姓名和身份证号要单独一个文件"
			}
			code, out, problems := say(t, append([]string{"import", "r.csv"}, c.args...)...)
			if code != exitUsage || out != "" || !strings.Contains(problems, c.says) {
				t.Errorf("status %d, said %q %q, want %q", code, out, problems, c.says)
			}
			for file, text := range mine {
				if got := holds(t, file); got != text {
					t.Errorf("%s holds %q now", file, got)
				}
			}
			if all, err := os.ReadDir("."); err != nil || len(all) > len(mine)+1 || len(all) > len(mine) && holds(t, "also.jsonl") != "" {
				t.Errorf("files were made: %v %v", all, err)
			}
		})
	}
}

// TestImportWritesTheRefusedOnce: the workbook of refused rows is written where
// there is none, and never over one.
func TestImportWritesTheRefusedOnce(t *testing.T) {
	put(t, map[string]string{"r.csv": rosterCSV})
	if code, _, problems := say(t, "import", "r.csv", "--out", "f.jsonl", "--refused", "退回.xlsx"); code != exitNo || !strings.Contains(problems, "退回的行写在 退回.xlsx") {
		t.Fatalf("status %d %s", code, problems)
	}
	before, facts := holds(t, "退回.xlsx"), holds(t, "f.jsonl")
	if code, _, _ := say(t, "import", "r.csv", "--out", "f.jsonl", "--refused", "退回.xlsx"); code != exitUsage || holds(t, "退回.xlsx") != before || holds(t, "f.jsonl") != facts {
		t.Errorf("status %d, or a file was touched", code)
	}
}

// TestImportOfRubbishAsFacts: what is wrong with the facts file is said without
// empty brackets.
func TestImportOfRubbishAsFacts(t *testing.T) {
	put(t, map[string]string{"r.csv": rosterCSV, "f.jsonl": "不是记录\n"})
	code, _, problems := say(t, "import", "r.csv", "--out", "f.jsonl")
	if code != exitUsage || strings.Contains(problems, "（）") || !strings.Contains(problems, "记录文件 f.jsonl 第 1 行有误：") {
		t.Errorf("status %d %q", code, problems)
	}
}

// TestTemplateRefusesNames: a file of another kind is not made a directory, and
// of five templates none is written where one would be written over.
func TestTemplateRefusesNames(t *testing.T) {
	put(t, nil)
	for _, name := range []string{"全部.xls", "全部.et", "全部.CSV"} {
		code, _, problems := say(t, "template", "--out", name)
		if _, err := os.Stat(name); code != exitUsage || err == nil || !strings.Contains(problems, "请改成 全部.xlsx") {
			t.Errorf("%s: status %d %q", name, code, problems)
		}
	}
	if err := os.MkdirAll("空表", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("空表/学时台账.xlsx", []byte("我的"), 0o644); err != nil {
		t.Fatal(err)
	}
	code, _, problems := say(t, "template", "--out", "空表")
	if all, err := os.ReadDir("空表"); code != exitUsage || err != nil || len(all) != 1 || holds(t, "空表/学时台账.xlsx") != "我的" {
		t.Errorf("status %d %q %v", code, problems, all)
	}
	for _, name := range []string{"2026.11", "空白"} {
		if code, _, problems := say(t, "template", "--out", name); code != exitDone || len(holds(t, name+"/党员名册.xlsx")) == 0 {
			t.Errorf("%s: status %d %q", name, code, problems)
		}
	}
}
