package fact

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"qiangji/internal/party"
)

// The longest line is one of MaxLine bytes, whatever fills it.
func TestLongestLine(t *testing.T) {
	line := caseLine("member.died\n{\"member\":\"m3\"}")
	for _, c := range []struct {
		size int
		ok   bool
	}{{MaxLine - 1, true}, {MaxLine, true}, {MaxLine + 1, false}, {10 * MaxLine, false}} {
		padded := append(bytes.Clone(line), bytes.Repeat([]byte(" "), c.size-len(line))...)
		_, problems := Parse(padded)
		if ok := len(problems) == 0; ok != c.ok {
			t.Errorf("%d bytes: %v", c.size, problems)
		}
		if !c.ok && !strings.Contains(problems[0].Message, fmt.Sprint(c.size)) {
			t.Errorf("the message does not say how long the line is: %v", problems)
		}
	}
}

// Whole numbers have the same range on every machine.
func TestRangeOfWholeNumbers(t *testing.T) {
	for _, c := range []struct {
		kind, body, number string
		ok                 bool
	}{
		{"care.given", `{"members":%s,"way":"visit"}`, "2147483647", true},
		{"care.given", `{"members":%s,"way":"visit"}`, "-2147483647", true},
		{"care.given", `{"members":%s,"way":"visit"}`, "2147483648", false},
		{"care.given", `{"members":%s,"way":"visit"}`, "-2147483648", false},
		{"dues.remitted", `{"month":"2026-02","fen":%s}`, "9223372036854775807", true},
		{"dues.remitted", `{"month":"2026-02","fen":%s}`, "-9223372036854775807", true},
		{"dues.remitted", `{"month":"2026-02","fen":%s}`, "9223372036854775808", false},
		{"dues.remitted", `{"month":"2026-02","fen":%s}`, "-9223372036854775809", false},
		{"dues.remitted", `{"month":"2026-02","fen":%s}`, "0", true},
		{"dues.remitted", `{"month":"2026-02","fen":%s}`, "-0", true},
		{"dues.remitted", `{"month":"2026-02","fen":%s}`, "00", false},
		{"dues.remitted", `{"month":"2026-02","fen":%s}`, "-01", false},
	} {
		f, problems := Parse(caseLine(c.kind + "\n" + fmt.Sprintf(c.body, c.number)))
		if ok := len(problems) == 0; ok != c.ok {
			t.Errorf("%s: %v", c.number, problems)
		}
		if !c.ok {
			continue
		}
		want := strings.TrimPrefix(c.number, "-0")
		if got := string(f.Append(nil)); !strings.Contains(got, ":"+want) {
			t.Errorf("%s is written %s", c.number, got)
		}
	}
}

// What is read as a decimal is written in its shortest form.
func TestDecimalsOnTheLine(t *testing.T) {
	for in, want := range map[string]string{
		`"18.50"`: "18.5", `18.50`: "18.5", `"-0.2500"`: "-0.25", `0`: "0", `-0`: "0", `"0007"`: "7",
		`1000000000000`: "1000000000000", `"-1000000000000"`: "-1000000000000", `0.0001`: "0.0001",
	} {
		f, problems := Parse(caseLine("choice.reported\n" + `{"choice":"f-0","value":` + in + `}`))
		if len(problems) > 0 {
			t.Errorf("%s: %v", in, problems)
			continue
		}
		if got := string(f.Append(nil)); !strings.Contains(got, `"value":"`+want+`"`) {
			t.Errorf("%s is written %s", in, got)
		}
	}
	for _, in := range []string{`1000000000000.0001`, `"1e3"`, `0.00001`, `"+1"`, `" 1"`, `"1 "`, `""`, `"."`, `.5`, `1_000`, `"１"`, `0x10`, `NaN`} {
		if f, problems := Parse(caseLine("choice.reported\n" + `{"choice":"f-0","value":` + in + `}`)); len(problems) == 0 {
			t.Errorf("%s is read as %s", in, f.Append(nil))
		}
	}
}

func TestInstants(t *testing.T) {
	for in, ok := range map[string]bool{
		"2026-03-05T12:00:00Z": true, "2024-02-29T23:59:59Z": true, "0001-01-01T00:00:00Z": true,
		"2025-02-29T12:00:00Z": false, "2026-03-05T24:00:00Z": false, "2026-03-05T12:60:00Z": false,
		"2026-03-05 12:00:00Z": false, "2026-03-05T12:00:00": false, "2026-03-05T12:00:00.0Z": false,
		"2026-03-05T1:00:00.5Z": false, "2026-3-05T12:00:00ZZ": false, "20260305T120000Z": false, "": false,
		"+2026-03-05T12:00:0Z": false, "2026-03-05T12:00:00+": false,
	} {
		line := caseLine("member.died at=" + strings.ReplaceAll(in, " ", "_") + "\n" + `{"member":"m3"}`)
		line = bytes.ReplaceAll(line, []byte("_"), []byte(" "))
		f, problems := Parse(line)
		if got := len(problems) == 0; got != ok {
			t.Errorf("%q: %v", in, problems)
		}
		if ok && !strings.Contains(string(f.Append(nil)), `"at":"`+in+`"`) {
			t.Errorf("%q is written %s", in, f.Append(nil))
		}
	}
}

func TestTextsOnTheLine(t *testing.T) {
	for _, s := range []string{
		"a b", "\x7f", "\u0080", "é", "党", "𠮷", "\u2028", "\ufeff", "\\", `"`, "/", "\x00", "\x1f", " ", "~",
		"\ufffd", "a\u0301", "\u202e", strings.Repeat("党", 100),
	} {
		f := fact(t, "member.died", `{"member":"m3"}`)
		f.Body = &OrgRenamed{Name: s}
		line := f.Append(nil)
		if !json.Valid(line) {
			t.Errorf("%q is written %s", s, line)
		}
		g, problems := Parse(line)
		if len(problems) > 0 || g.Body.(*OrgRenamed).Name != s {
			t.Errorf("%q is read as %v, %v", s, g.Body, problems)
		}
		if s >= " " && len(s) == 1 && s != `"` && s != `\` && !bytes.Contains(line, []byte(`"name":"`+s+`"`)) {
			t.Errorf("%q is escaped: %s", s, line)
		}
	}
	for _, s := range []string{"\x80", "\xff", "a\xc3", "\xed\xa0\x80", "\xf8\x88\x80\x80\x80"} {
		f := fact(t, "member.died", `{"member":"m3"}`)
		f.Body = &OrgRenamed{Name: s}
		if line := f.Append(nil); !json.Valid(line) || !bytes.Contains(line, []byte("\ufffd")) {
			t.Errorf("%q is written %q", s, line)
		}
		if problems := Validate(f); len(problems) == 0 {
			t.Errorf("%q is a name", s)
		}
	}
}

func TestShort(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "abc": "abc",
		strings.Repeat("a", 40):        strings.Repeat("a", 40),
		strings.Repeat("a", 41):        strings.Repeat("a", 40) + "…",
		strings.Repeat("党", 13):        strings.Repeat("党", 13),
		strings.Repeat("党", 14):        strings.Repeat("党", 13) + "…",
		"ab" + strings.Repeat("党", 13): "ab" + strings.Repeat("党", 12) + "…",
	} {
		if got := short([]byte(in)); got != want {
			t.Errorf("%q is cut to %q", in, got)
		}
	}
}

// The depth that is stepped over is the depth that is allowed.
func TestDepthOfABodyThatComesFirst(t *testing.T) {
	for depth := 1; depth < 12; depth++ {
		body := strings.Repeat(`{"a":`, depth) + "1" + strings.Repeat("}", depth)
		_, problems := Parse([]byte(`{"body":` + body + `,"kind":"member.died","v":1}`))
		if len(problems) != 1 {
			t.Fatalf("depth %d: %v", depth, problems)
		}
		deep := strings.Contains(problems[0].Message, "嵌套太深")
		if want := 1+depth > maxDepth; deep != want {
			t.Errorf("depth %d: %v", 1+depth, problems)
		}
	}
}

// The kinds' shapes fit into the reader's path and its bits.
func TestShapesFitTheReader(t *testing.T) {
	var deepest func(s *shape) int
	deepest = func(s *shape) int {
		if len(s.fields) > 64 {
			t.Errorf("%d fields do not fit into the bits of a word", len(s.fields))
		}
		most := 0
		for _, f := range s.fields {
			n, steps := f.node, 1
			if n.form == formList {
				n, steps = n.elem, 2
			}
			if n.shape != nil {
				steps += deepest(n.shape)
			}
			most = max(most, steps)
		}
		return most
	}
	for _, k := range kinds.all {
		if d := 1 + deepest(k.shape); d > maxDepth {
			t.Errorf("%s is %d deep", k.name, d)
		}
	}
	if d := deepest(envelopeShape); d > maxDepth {
		t.Errorf("the envelope is %d deep", d)
	}
}

// What no line can hold but a program can make is refused by Validate.
func TestValidateOfWhatNoLineCanHold(t *testing.T) {
	good := fact(t, "choice.reported", `{"choice":"f-0","value":"1"}`)
	for _, c := range []struct {
		name  string
		spoil func(*Fact)
		field string
	}{
		{"as it is", func(*Fact) {}, ""},
		{"the largest decimal", func(f *Fact) { f.Body = &ChoiceReported{"f-0", party.MaxDecimal} }, ""},
		{"beyond it", func(f *Fact) { f.Body = &ChoiceReported{"f-0", party.MaxDecimal + 1} }, "body.value"},
		{"the least decimal", func(f *Fact) { f.Body = figureOf(-party.MaxDecimal) }, ""},
		{"below it", func(f *Fact) { f.Body = figureOf(-party.MaxDecimal - 1) }, "body.value"},
		{"a day before the calendar", func(f *Fact) { f.On = -1 }, "on"},
		{"a day after the calendar", func(f *Fact) { f.On = 110000 }, "on"},
		{"no moment", func(f *Fact) { f.At = time.Time{} }, "at"},
		{"a part of a second", func(f *Fact) { f.At = f.At.Add(1) }, "at"},
		{"the same moment elsewhere", func(f *Fact) { f.At = f.At.In(time.FixedZone("", 8*3600)) }, ""},
		{"an empty evidence", func(f *Fact) { f.Evidence = []party.TextID{"t-1", ""} }, "evidence[1]"},
		{"an empty one of a list", func(f *Fact) { f.Body = &PartnershipAgreed{[]party.OrgID{""}, f.On} }, "body.with[0]"},
		{"an origin without a file", func(f *Fact) { f.Origin = &Origin{Row: 1} }, "origin.file"},
		{"no due date", func(f *Fact) { f.Body = &DecisionMade{Owner: "m", Due: 0} }, "body.due"},
		{"a due date that is no day", func(f *Fact) { f.Body = &DecisionMade{Owner: "m", Due: -7} }, "body.due"},
	} {
		f := good
		c.spoil(&f)
		problems := Validate(f)
		switch {
		case c.field == "" && len(problems) > 0, c.field != "" && (len(problems) != 1 || problems[0].Field != c.field):
			t.Errorf("%s: %v", c.name, problems)
		}
	}
}

func figureOf(d party.Decimal) Body {
	return &Figure{Name: "增幅", Value: d, Unit: "%", Source: "unit", Window: "2025"}
}

// A fact whose line is exactly as long as a line may be is valid and read back;
// one byte more is not.
func TestLongestFact(t *testing.T) {
	f := fact(t, "meeting.held", `{"kinds":["assembly"]}`)
	b := f.Body.(*MeetingHeld)
	for len(f.Append(nil)) < MaxLine-200 {
		b.Due = append(b.Due, party.MemberID(fmt.Sprintf("m-%062d", len(b.Due))))
	}
	// Four texts take up what is left.
	b.Topics = []party.TextID{"t-1", "t-2", "t-3", "t-4"}
	for i := 0; len(f.Append(nil)) < MaxLine; i++ {
		b.Topics[i%4] += "z"
	}
	line := f.Append(nil)
	if _, parsed := Parse(line); len(line) != MaxLine || len(parsed) > 0 || len(Validate(f)) > 0 {
		t.Errorf("%d bytes: %v %v", len(line), parsed, Validate(f))
	}
	f.ID += "x"
	if problems := Validate(f); len(problems) != 1 || problems[0].Field != "" {
		t.Errorf("one byte more: %v", problems)
	}
}

func TestWhere(t *testing.T) {
	due := `"m0"`
	for i := 1; i < 123; i++ {
		due += fmt.Sprintf(`,"m%d"`, i)
	}
	for body, want := range map[string]string{
		`{"kinds":["assembly"],"due":[` + due + `,7]}`:                             "body.due[123]",
		`{"kinds":["assembly"],"due":[` + due + `,"a b"]}`:                         "body.due[123]",
		`{"kinds":["assembly"],"due":["m"],"absent":[{"member":"m","reason":1}]}`:  "body.absent[0].reason",
		`{"kinds":["assembly"],"due":["m"],"absent":[{"member":"m","reason":""}]}`: "body.absent[0].reason",
	} {
		f, problems := Parse(caseLine("meeting.held\n" + body))
		if len(problems) == 0 {
			problems = Validate(f)
		}
		if len(problems) != 1 || problems[0].Field != want {
			t.Errorf("%s: %v", want, problems)
		}
	}
}
