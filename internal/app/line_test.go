package app_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

var evening = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)

// drawFact draws a good fact of any kind, in all surroundings.
func drawFact(t *rapid.T) fact.Fact {
	f, problems := fact.Parse([]byte(rapid.SampledFrom(fact.Kinds()).Draw(t, "kind").Example))
	if problems != nil {
		t.Fatal(problems)
	}
	f.ID = party.FactID(rapid.StringMatching(`[a-z0-9党]{1,20}`).Draw(t, "id"))
	f.Org = party.OrgID(rapid.StringMatching(`o-[a-z]{1,3}`).Draw(t, "org"))
	f.Proxy = rapid.Bool().Draw(t, "proxy")
	switch b := f.Body.(type) {
	case *fact.DisposalStep:
		b.Result, b.Until, b.Case = "remove", party.NoDate, "f-case"
	case *fact.MemberAway:
		b.State = rapid.SampledFrom([]party.Away{"floating", "lost", "found"}).Draw(t, "state")
		b.Host = ""
	case *fact.TalkHeld:
		b.Need = rapid.Bool().Draw(t, "need")
	}
	if rapid.Bool().Draw(t, "more") {
		f.Evidence = []party.TextID{"t-1", "t-2"}
		f.Corrects = "f-before"
		f.Origin = &fact.Origin{File: party.Digest(strings.Repeat("0f", 32)), Row: 7, Claimed: f.On}
	}
	return f
}

func drawTexts(t *rapid.T) []app.Commitment {
	var texts []app.Commitment
	for i := range rapid.IntRange(0, 3).Draw(t, "texts") {
		c := app.Commitment{Text: party.TextID("t-" + string(rune('a'+i)))}
		copy(c.MAC[:], rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "mac"))
		texts = append(texts, c)
	}
	return texts
}

func TestLineIsReadAsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := app.Line{Fact: drawFact(t), Texts: drawTexts(t)}
		if fact.Sealed(l.Fact.Body.Kind()) && rapid.Bool().Draw(t, "sealed") {
			l.Box = rapid.SliceOfN(rapid.Byte(), 1, 60).Draw(t, "box")
			l.Fact.Body = fact.HeaderOf(&l.Fact).Body()
		}
		line, err := l.Append([]byte("before"))
		if err != nil || !bytes.HasPrefix(line, []byte("before")) {
			t.Fatalf("%s, %v", line, err)
		}
		line = bytes.TrimPrefix(line, []byte("before"))
		got, problems := app.ParseLine(line)
		if problems != nil {
			t.Fatalf("%s: %v", line, problems)
		}
		if diff := cmp.Diff(l, got); diff != "" {
			t.Fatalf("%s:\n%s", line, diff)
		}
	})
}

// The three lines of ADR 005, letter for letter.
const (
	openLine   = `{"id":"f-1","org":"o-1","on":"2026-03-05","at":"2026-03-05T12:00:00Z","by":"m01","kind":"member.died","v":1,"body":{"member":"m3"}}`
	textsLine  = `{"texts":[{"id":"t-1","mac":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}],"fact":` + openLine + `}`
	sealedLine = `{"sealed":{"id":"f-2","org":"o-1","on":"2026-03-05","at":"2026-03-05T12:00:00Z","by":"m01","kind":"disposal.step","member":"m22","stage":"approved","owner":"m:m22","box":"c2VhbGVk"}}`
	talkLine   = `{"texts":[{"id":"t-1","mac":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}],"sealed":{"id":"f-3","org":"o-1","on":"2026-03-05","at":"2026-03-05T12:00:00Z","by":"m01","proxy":true,"kind":"talk.held","stage":"committee_member","owner":"o:o-1","box":"c2VhbGVk","evidence":["t-1"],"corrects":"f-2","origin":{"file":"0f0f","row":3}}}`
)

func TestLinesOfTheADR(t *testing.T) {
	for _, line := range []string{openLine, textsLine, sealedLine, talkLine} {
		l, problems := app.ParseLine([]byte(line))
		if problems != nil {
			t.Errorf("%s: %v", line, problems)
			continue
		}
		if again, err := l.Append(nil); err != nil || string(again) != line {
			t.Errorf("%s\nis written %s, %v", line, again, err)
		}
	}
	l, _ := app.ParseLine([]byte(sealedLine))
	want := fact.Fact{
		ID: "f-2", Org: "o-1", On: party.DateOf(2026, 3, 5), At: evening, By: "m01",
		Body: &fact.DisposalStep{Member: "m22", Step: "approved"},
	}
	if diff := cmp.Diff(want, l.Fact); diff != "" || string(l.Box) != "sealed" {
		t.Errorf("box %q\n%s", l.Box, diff)
	}
}

func TestParseLineRefuses(t *testing.T) {
	swap := func(line, old, by string) string {
		if !strings.Contains(line, old) {
			t.Fatalf("%s has no %s", line, old)
		}
		return strings.Replace(line, old, by, 1)
	}
	for name, c := range map[string]struct{ line, field, says string }{
		"nothing":             {"", "", ""},
		"a fact's problem":    {swap(textsLine, `"member":"m3"`, `"nobody":"m3"`), "fact.body", "nobody"},
		"white space":         {swap(textsLine, `"fact":`, `"fact": `), "", "改动"},
		"white space inside":  {swap(textsLine, `"on":`, `"on": `), "", "改动"},
		"unknown":             {swap(textsLine, `"fact":`, `"more":1,"fact":`), "", "改动"},
		"twice":               {swap(sealedLine, `"stage":"approved"`, `"stage":"filed","stage":"approved"`), "", "改动"},
		"more after":          {sealedLine + "x", "", "不是完整"},
		"cut":                 {sealedLine[:len(sealedLine)-3], "", "不是完整"},
		"no box":              {swap(sealedLine, `"c2VhbGVk"`, `""`), "sealed.box", "空的"},
		"an open kind":        {swap(sealedLine, "disposal.step", "member.died"), "sealed.kind", "要封存"},
		"another's key":       {swap(sealedLine, `"owner":"m:m22"`, `"owner":"m:m23"`), "", "改动"},
		"another zone":        {swap(sealedLine, "T12:00:00Z", "T20:00:00+08:00"), "", "改动"},
		"parts of a second":   {swap(sealedLine, "12:00:00Z", "12:00:00.5Z"), "", "改动"},
		"a stage of no grade": {swap(swap(sealedLine, "disposal.step", "grade.given"), "approved", "good"), "", "改动"},
		"both":                {swap(sealedLine, `{"sealed"`, `{"texts":[],"fact":`+openLine+`,"sealed"`), "sealed", "又有"},
		"no texts":            {`{"texts":[],"fact":` + openLine + `}`, "", "改动"},
		"a short code":        {swap(textsLine, "AAAAAAAAAAA=", "AAA="), "texts[0].mac", "承诺值"},
		"neither":             {`{"texts":[{"id":"t-1","mac":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}]}`, "fact", ""},
		"too long":            {`{"texts":[` + strings.Repeat(" ", app.MaxLine) + `]}`, "", "超过"},
	} {
		l, problems := app.ParseLine([]byte(c.line))
		switch {
		case len(problems) != 1:
			t.Errorf("%s: %d problems, read as %+v", name, len(problems), l)
		case problems[0].Field != c.field || !strings.Contains(problems[0].Message, c.says) || strings.Contains(problems[0].Message, "\n"):
			t.Errorf("%s: %q", name, problems[0])
		}
	}
}

// FuzzLine holds that no line makes the reader panic, and that what it takes of the
// ledger's own lines is written again letter for letter.
func FuzzLine(f *testing.F) {
	for _, line := range []string{openLine, textsLine, sealedLine, talkLine, `{"texts":[]}`, `{"sealed":{}}`} {
		f.Add([]byte(line))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		l, problems := app.ParseLine(line)
		if problems != nil {
			if len(problems) != 1 || problems[0].Message == "" {
				t.Fatalf("%q", problems)
			}
			return
		}
		again, err := l.Append(nil)
		if err != nil {
			t.Fatal(err)
		}
		if (l.Box != nil || l.Texts != nil) && !bytes.Equal(again, line) {
			t.Fatalf("%s is written %s", line, again)
		}
		if _, problems := app.ParseLine(again); problems != nil {
			t.Fatalf("%s: %v", again, problems)
		}
	})
}
