package main

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"qiangji/internal/app/report"
)

// today is the day of every test.
var today = time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"qiangji": func() {
			c := &console{out: os.Stdout, err: os.Stderr, now: func() time.Time { return today }}
			os.Exit(run(c, os.Args[1:]))
		},
	})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", RequireExplicitExec: false})
}

// clock is the clock of every test.
func clock() time.Time { return today }

// say runs a command line and returns its status and what it wrote.
func say(t *testing.T, args ...string) (code int, out, problems string) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(&console{out: &o, err: &e, now: func() time.Time { return today }}, args)
	return code, o.String(), e.String()
}

func TestConduct_C03_NoStarBeforeADecision(t *testing.T) {
	_, out, _ := say(t, "demo", "--branches", "60", "--seed", "1", "--json")
	var doc report.Document
	if err := json.Unmarshal([]byte(out), &doc); err != nil {
		t.Fatal(err)
	}
	if len(doc.Orgs) < 55 {
		t.Fatalf("%d organisations", len(doc.Orgs))
	}
	for _, o := range doc.Orgs {
		if o.Rated != nil {
			t.Errorf("%s is rated %v although nobody decided", o.Org, o.Rated)
		}
	}
	_, text, _ := say(t, "demo", "--branches", "60", "--seed", "1")
	for _, word := range []string{"先进支部", "中间支部", "后进支部", "后进："} {
		if strings.Contains(text, word) {
			t.Errorf("the demonstration labels a branch: %s", word)
		}
	}
	if !strings.Contains(text, "未评定") {
		t.Error("the band is not named as a computation")
	}
}

func TestConduct_C06_SmallGroupsAreNotListed(t *testing.T) {
	_, text, _ := say(t, "demo", "--branches", "30", "--seed", "1")
	if !strings.Contains(text, "不足 10 个，不列") {
		t.Errorf("groups of fewer than ten are listed:\n%.1200s", text)
	}
}

func TestColourOnlyOnATerminal(t *testing.T) {
	_, text, problems := say(t, "demo", "--branches", "12", "--seed", "1")
	if strings.Contains(text+problems, "\x1b") {
		t.Error("escape sequences outside a terminal")
	}
	var o, e bytes.Buffer
	run(&console{out: &o, err: &e, colour: true, now: func() time.Time { return today }}, []string{"demo", "--branches", "12", "--seed", "1"})
	if !strings.Contains(o.String(), "\x1b[") {
		t.Error("no colour on a terminal")
	}
}
