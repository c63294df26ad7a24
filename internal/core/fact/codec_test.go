package fact

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"qiangji/internal/party"
)

func TestParseOfAppendIsTheFact(t *testing.T) {
	for _, tame := range []bool{true, false} {
		facts := anyFact(tame)
		check(t, 2000, func(t *rapid.T) {
			f := facts.Draw(t, "fact")
			line := f.Append(nil)
			if len(line) > MaxLine {
				t.Skip("too long")
			}
			got, problems := Parse(line)
			if len(problems) > 0 {
				t.Fatalf("%s\n%v", line, problems)
			}
			if !reflect.DeepEqual(got, f) {
				t.Fatalf("wrote %s\nread  %s\n%#v\n%#v", line, got.Append(nil), f.Body, got.Body)
			}
		})
	}
}

// The lines are JSON as the rest of the world reads it, and the tags mean to
// encoding/json what they mean here.
func TestLinesAgreeWithTheStandardLibrary(t *testing.T) {
	facts := anyFact(false)
	check(t, 1000, func(t *rapid.T) {
		f := facts.Draw(t, "fact")
		line := f.Append(nil)
		var outer struct {
			Kind Kind
			Body json.RawMessage
		}
		if err := json.Unmarshal(line, &outer); err != nil {
			t.Fatalf("%s\n%v", line, err)
		}
		b := kinds.of(f.Body).make()
		d := json.NewDecoder(bytes.NewReader(outer.Body))
		d.DisallowUnknownFields()
		if err := d.Decode(b); err != nil {
			t.Fatalf("%s\n%v", line, err)
		}
		g := f
		g.Body = b
		if got := g.Append(nil); outer.Kind != f.Body.Kind() || !bytes.Equal(got, line) {
			t.Fatalf("we wrote     %s\nthey read it %s", line, got)
		}
		theirs, err := json.Marshal(f.Body)
		if err != nil {
			t.Fatal(err)
		}
		var ours, other any
		if json.Unmarshal(outer.Body, &ours) != nil || json.Unmarshal(theirs, &other) != nil || !reflect.DeepEqual(ours, emptied(other)) {
			t.Fatalf("we write   %s\nthey write %s", outer.Body, theirs)
		}
	})
}

// emptied writes [] for null: the standard library tells nil slices apart.
func emptied(v any) any {
	switch v := v.(type) {
	case nil:
		return []any{}
	case map[string]any:
		for k := range v {
			v[k] = emptied(v[k])
		}
	}
	return v
}

func TestMarshalJSON(t *testing.T) {
	f := fact(t, "member.died", `{"member":"m3"}`)
	b, err := json.Marshal([]Fact{f})
	if err != nil || string(b) != "["+string(f.Append(nil))+"]" {
		t.Errorf("%s, %v", b, err)
	}
	if got := string(f.Append([]byte("x "))); got != "x "+string(f.Append(nil)) {
		t.Errorf("Append loses what was there: %s", got)
	}
}

// fact makes a fact that must parse.
func fact(t testing.TB, kind, body string) Fact {
	t.Helper()
	return read(t, [][]byte{caseLine(kind + "\n" + body)})[0]
}

func TestCanonicalForm(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"canonical", `{"id":"f","org":"o","on":"2026-03-05","at":"2026-03-05T12:00:00Z","by":"m","kind":"member.died","v":1,"body":{"member":"m3"}}`, ""},
		{"white space", "\t{ \"id\" : \"f\" ,\r\n \"org\":\"o\",\"on\":\"2026-03-05\",\"at\":\"2026-03-05T12:00:00Z\",\"by\":\"m\",\"kind\":\"member.died\",\"v\":1,\"body\":{ }}\n", `missing`},
		{"any order, body first", `{"body":{"member":"m3"},"v":1,"kind":"member.died","by":"m","at":"2026-03-05T12:00:00Z","on":"2026-03-05","org":"o","id":"f"}`,
			`{"id":"f","org":"o","on":"2026-03-05","at":"2026-03-05T12:00:00Z","by":"m","kind":"member.died","v":1,"body":{"member":"m3"}}`},
		{"body between kind and version", `{"id":"f","org":"o","on":"2026-03-05","at":"2026-03-05T12:00:00Z","by":"m","kind":"member.died","body":{"member":"m3"},"v":1}`,
			`{"id":"f","org":"o","on":"2026-03-05","at":"2026-03-05T12:00:00Z","by":"m","kind":"member.died","v":1,"body":{"member":"m3"}}`},
		{"escapes", `{"id":"\u0066\/","org":"o","on":"2026\u002d03-05","at":"2026-03-05T12:00:00Z","by":"m","kind":"org.renamed","v":1,"body":{"name":"\"\\\b\f\n\r\t党\ud842\udfb7"}}`,
			`{"id":"f/","org":"o","on":"2026-03-05","at":"2026-03-05T12:00:00Z","by":"m","kind":"org.renamed","v":1,"body":{"name":"\"\\\u0008\u000c\u000a\u000d\u0009党𠮷"}}`},
		{"what is empty is left out", `{"id":"f","org":"o","on":"2026-03-05","at":"2026-03-05T12:00:00Z","by":"m","proxy":false,"kind":"meeting.held","v":1,"body":{"kinds":["group"],"group":0,"due":[],"minutes":"","hours":"0"},"evidence":[],"corrects":""}`,
			`{"id":"f","org":"o","on":"2026-03-05","at":"2026-03-05T12:00:00Z","by":"m","kind":"meeting.held","v":1,"body":{"kinds":["group"]}}`},
		{"numbers as text", `{"id":"f","org":"o","on":"2026-03-05","at":"2026-03-05T12:00:00Z","by":"m","kind":"choice.reported","v":1,"body":{"choice":"f","value":-18.50}}`,
			`{"id":"f","org":"o","on":"2026-03-05","at":"2026-03-05T12:00:00Z","by":"m","kind":"choice.reported","v":1,"body":{"choice":"f","value":"-18.5"}}`},
		{"cleared is not left out", `{"id":"f","org":"o","on":"2026-03-05","at":"2026-03-05T12:00:00Z","by":"m","kind":"org.profiled","v":1,"body":{"committee":false,"groups":0,"traits":[]}}`,
			""},
		{"html is left alone", `{"id":"f","org":"o","on":"2026-03-05","at":"2026-03-05T12:00:00Z","by":"m","kind":"org.renamed","v":1,"body":{"name":"<b>&"}}`, ""},
	} {
		f, problems := Parse([]byte(c.in))
		if c.want == "missing" {
			if len(problems) != 1 || problems[0].Field != "body" || !strings.Contains(problems[0].Message, "缺少「党员」") {
				t.Errorf("%s: %v", c.name, problems)
			}
			continue
		}
		if len(problems) > 0 {
			t.Errorf("%s: %v", c.name, problems)
			continue
		}
		want := c.want
		if want == "" {
			want = c.in
		}
		if got := string(f.Append(nil)); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.name, got, want)
		}
	}
}

// TestParseRefuses changes one good line in one place.
func TestParseRefuses(t *testing.T) {
	const good = `{"id":"f","org":"o","on":"2026-03-05","at":"2026-03-05T12:00:00Z","by":"m","kind":"meeting.held","v":1,` +
		`"body":{"kinds":["group"],"group":1,"due":["m1","m2"],"absent":[{"member":"m2","reason":"leave"}],"hours":"2"}}`
	if _, problems := Parse([]byte(good)); len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, c := range []struct{ name, old, new, field, message string }{
		{"nothing", good, ``, "", "这里要写 {…}"},
		{"no object", good, `[1]`, "", "这里要写 {…}"},
		{"null", good, `null`, "", "这里要写 {…}"},
		{"cut off", `"hours":"2"}}`, `"hours":"2"`, "body", "这里应当是逗号"},
		{"cut off in a text", `"hours":"2"}}`, `"hours":"2`, "body.hours", "没有结尾的双引号"},
		{"two objects", `"2"}}`, `"2"}} {}`, "", "后面还有多余的内容"},
		{"a second line", `"2"}}`, "\"2\"}}\n" + good, "", "后面还有多余的内容"},
		{"trailing comma", `"2"}}`, `"2",}}`, "body", "多了逗号"},
		{"trailing comma in a list", `"m2"]`, `"m2",]`, "body.due", "多了逗号"},
		{"no comma", `"v":1,`, `"v":1`, "", "逗号"},
		{"no colon", `"v":1`, `"v" 1`, "", "冒号"},
		{"comment", `"v":1,`, `"v":1,/* */`, "", "双引号"},
		{"single quotes", `"o"`, `'o'`, "org", "双引号"},
		{"unknown field", `"v":1,`, `"v":1,"vv":2,`, "", "没有「vv」这个字段"},
		{"unknown field in the body", `"group":1`, `"place":"礼堂"`, "body", "没有「place」这个字段；可以写的有：kinds(会议活动类别)"},
		{"unknown field deep down", `"reason":"leave"`, `"reason":"leave","why":""`, "body.absent[0]", "没有「why」"},
		{"very long unknown field", `"group":1`, `"` + strings.Repeat("长", 100) + `":1`, "body", strings.Repeat("长", 13) + "…"},
		{"other case", `"id"`, `"ID"`, "", "没有「ID」"},
		{"twice", `"v":1,`, `"v":1,"v":1,`, "", "「v」写了两次"},
		{"twice by an escape", `"v":1,`, `"v":1,"\u0076":1,`, "", "「v」写了两次"},
		{"twice in the body", `"group":1`, `"group":1,"group":2`, "body", "「group」写了两次"},
		{"body twice", `"v":1,`, `"v":1,"body":{"kinds":["group"]},`, "", "「body」写了两次"},
		{"no id", `"id":"f",`, ``, "", "缺少「记录编号」，请补上 id"},
		{"no version", `"v":1,`, ``, "", "缺少「版本」"},
		{"no kind", `"kind":"meeting.held",`, ``, "", "缺少「类别」"},
		{"no body", `,"body":{"kinds":["group"],"group":1,"due":["m1","m2"],"absent":[{"member":"m2","reason":"leave"}],"hours":"2"}`, ``, "", "缺少「内容」"},
		{"missing in a list", `,"reason":"leave"`, ``, "body.absent[0]", "缺少「原因」"},
		{"unknown kind", `meeting.held`, `meeting.hold`, "kind", "没有「meeting.hold」这一类记录"},
		{"unknown version", `"v":1`, `"v":9`, "kind", "「meeting.held」没有第 9 版"},
		{"version zero", `"v":1`, `"v":0`, "kind", "第 0 版"},
		{"null in place of a text", `"o"`, `null`, "org", "双引号"},
		{"null in place of a list", `["m1","m2"]`, `null`, "body.due", "[…]"},
		{"null in place of a number", `"group":1`, `"group":null`, "body.group", "数字"},
		{"null body", `{"kinds":["group"],"group":1,"due":["m1","m2"],"absent":[{"member":"m2","reason":"leave"}],"hours":"2"}`, `null`, "body", "{…}"},
		{"number in place of a text", `"o"`, `1`, "org", "双引号"},
		{"text in place of a number", `"group":1`, `"group":"1"`, "body.group", "数字"},
		{"text in place of a list", `["m1","m2"]`, `"m1"`, "body.due", "[…]"},
		{"list in place of an object", `{"member":"m2","reason":"leave"}`, `["m2","leave"]`, "body.absent[0]", "{…}"},
		{"object in place of a text", `"m1"`, `{"m":1}`, "body.due[0]", "双引号"},
		{"decimal in place of a whole number", `"group":1`, `"group":1.0`, "body.group", "整数"},
		{"exponent", `"group":1`, `"group":1e2`, "body.group", "科学记数"},
		{"exponent of a decimal", `"hours":"2"`, `"hours":2E0`, "body.hours", "科学记数"},
		{"leading zero", `"group":1`, `"group":01`, "body.group", "补 0"},
		{"plus", `"group":1`, `"group":+1`, "body.group", "数字"},
		{"lone minus", `"group":1`, `"group":-`, "body.group", "数字"},
		{"beyond 32 bits", `"group":1`, `"group":2147483648`, "body.group", "2147483647"},
		{"beyond 64 bits", `"group":1`, `"group":99999999999999999999`, "body.group", "2147483647"},
		{"bare point", `"hours":"2"`, `"hours":2.`, "body.hours", "小数点"},
		{"five places", `"hours":"2"`, `"hours":"2.00001"`, "body.hours", "四位小数"},
		{"boolean in place of a decimal", `"hours":"2"`, `"hours":true`, "body.hours", "数字"},
		{"bad date", `2026-03-05"`, `2026-3-5"`, "on", "2026-03-05 这样"},
		{"date as a number", `"2026-03-05"`, `46086`, "on", "双引号"},
		{"bad instant", `12:00:00Z`, `12:00Z`, "at", "世界时"},
		{"empty instant", `2026-03-05T12:00:00Z`, ``, "at", "世界时"},
		{"leap second", `12:00:00Z`, `23:59:60Z`, "at", "世界时"},
		{"small z", `00Z`, `00z`, "at", "世界时"},
		{"control character", `"o"`, "\"o\x01\"", "org", "控制字符"},
		{"control character after an escape", `"o"`, "\"\\no\x01\"", "org", "控制字符"},
		{"bad escape", `"o"`, `"\x41"`, "org", "转义"},
		{"escape cut off", `"o"`, `"\u00"`, "org", "转义"},
		{"lone high surrogate", `"o"`, `"\ud842x"`, "org", "转义"},
		{"lone low surrogate", `"o"`, `"\udfb7"`, "org", "转义"},
		{"high surrogate, then no u", `"o"`, `"\ud842\xdfb7"`, "org", "转义"},
		{"high surrogate, then no backslash", `"o"`, `"\ud842/udfb7"`, "org", "转义"},
		{"high surrogate, then no hex", `"o"`, `"\ud842\udfbg"`, "org", "转义"},
		{"hex that is none", `"o"`, `"\u00g0"`, "org", "转义"},
		{"hex with a sign", `"o"`, `"\u+041"`, "org", "转义"},
		{"two high surrogates", `"o"`, `"\ud842\ud842"`, "org", "转义"},
		{"open after an escape", `"2"}}`, `"\n2`, "body.hours", "没有结尾的双引号"},
		{"backslash at the end", `"2"}}`, `"\`, "body.hours", "转义"},
		{"not UTF-8", `"o"`, "\"o\xff\"", "", "UTF-8"},
		{"byte order mark", good, "\ufeff" + good, "", "{…}"},
		{"too long", `"2"}}`, `"2"}}` + strings.Repeat(" ", MaxLine), "", "超过 65536"},
	} {
		line := strings.Replace(good, c.old, c.new, 1)
		if line == good {
			t.Errorf("%s: the line is not changed", c.name)
		}
		f, problems := Parse([]byte(line))
		if len(problems) != 1 || problems[0].Field != c.field || !strings.Contains(problems[0].Message, c.message) {
			t.Errorf("%s: %q\nwant %s: %s", c.name, problems, c.field, c.message)
		}
		if !reflect.DeepEqual(f, Fact{}) {
			t.Errorf("%s: a refused line gave %v", c.name, f)
		}
	}
}

func TestParseRefusesDepth(t *testing.T) {
	const head = `{"id":"f","org":"o","on":"2026-03-05","at":"2026-03-05T12:00:00Z","by":"m","body":`
	for _, c := range []struct{ body, message string }{
		{strings.Repeat(`[`, 30000), "嵌套太深"},
		{strings.Repeat(`{"a":`, 8), "嵌套太深"},
		{`{"member":"m3"`, "没有写完整"},
		{`{"member":"m3`, "没有结尾的双引号"},
		{`"[[[["`, "这里应当是逗号"},
		{`{"due":[[[[[[`, "没有写完整"},
		{`{"due":[[[[[[[`, "嵌套太深"},
	} {
		_, problems := Parse([]byte(head + c.body))
		if len(problems) != 1 || !strings.Contains(problems[0].Message, c.message) {
			t.Errorf("%s: %v", short([]byte(c.body)), problems)
		}
	}
	line := head + `{"member":{"a":{"b":{"c":1}}}},"kind":"member.died","v":1}`
	if _, problems := Parse([]byte(line)); len(problems) != 1 || problems[0].Field != "body.member" {
		t.Errorf("a body that came first is read as loosely as it was stepped over: %v", problems)
	}
}

// Every prefix of a line, and every line with one byte changed, is refused or
// is another fact; nothing panics.
func TestParseOfDamagedLines(t *testing.T) {
	line := year()[0]
	whole, _ := Parse(line)
	for i := range line {
		if _, problems := Parse(line[:i]); len(problems) == 0 {
			t.Fatalf("the first %d bytes are a fact", i)
		}
		for _, c := range []byte{0, ' ', '"', '\\', ',', ':', '{', ']', '0', 'a', 0x80, 0xff} {
			bad := bytes.Clone(line)
			if bad[i] == c {
				continue
			}
			bad[i] = c
			f, problems := Parse(bad)
			if len(problems) == 0 && reflect.DeepEqual(f, whole) {
				t.Fatalf("byte %d as %q changes nothing:\n%s", i, c, bad)
			}
		}
	}
}

func TestAppendOfWhatIsNoFact(t *testing.T) {
	var none *MemberDied
	for _, f := range []Fact{{}, {Body: none}, {Body: &stranger{}}} {
		line := f.Append(nil)
		if !json.Valid(line) || !strings.Contains(string(line), `"body":{}`) {
			t.Errorf("%s", line)
		}
		if _, problems := Parse(line); len(problems) == 0 {
			t.Errorf("%s is a fact", line)
		}
		if problems := Validate(f); len(problems) != 1 || problems[0].Field != "body" {
			t.Errorf("%v", problems)
		}
	}
	f := Fact{ID: "\xff\n", Body: &MemberDied{}}
	if line := f.Append(nil); !json.Valid(line) {
		t.Errorf("%s", line)
	}
}

// A stranger is a body outside the closed set.
type stranger struct{}

func (*stranger) Kind() Kind     { return "stranger" }
func (*stranger) check(*checker) {}

func TestValidateRefusesWhatParseWould(t *testing.T) {
	due := make([]party.MemberID, MaxList)
	for i := range due {
		due[i] = party.MemberID(fmt.Sprintf("%s-%04d", strings.Repeat("m", 40), i))
	}
	f := fact(t, "meeting.held", `{"kinds":["assembly"]}`)
	f.Body = &MeetingHeld{Kinds: []party.MeetingKind{"assembly"}, Due: due}
	if problems := Validate(f); len(problems) > 0 {
		t.Errorf("a thousand members: %v", problems)
	}
	for i := range due {
		due[i] = party.MemberID(fmt.Sprintf("%s-%04d", strings.Repeat("m", 59), i))
	}
	if problems := Validate(f); len(problems) != 1 || !strings.Contains(problems[0].Message, "超过 65536 字节") {
		t.Errorf("over 64 KiB: %v", problems)
	}
	f.Body = &MeetingHeld{Kinds: []party.MeetingKind{"assembly"}, Due: append(due, "m")}
	if problems := Validate(f); len(problems) != 1 || !strings.Contains(problems[0].Message, "有 1001 个，最多 1000 个") {
		t.Errorf("a thousand and one: %v", problems)
	}
}

// What Validate passes is read back: no valid fact is lost by being written.
func TestValidFactsAreReadBack(t *testing.T) {
	facts := anyFact(true)
	valid := map[Kind]int{}
	check(t, 3000, func(t *rapid.T) {
		f := facts.Draw(t, "fact")
		if len(Validate(f)) > 0 {
			return
		}
		valid[f.Body.Kind()]++
		if got, problems := Parse(f.Append(nil)); len(problems) > 0 || !reflect.DeepEqual(got, f) {
			t.Fatalf("%s\n%v", f.Append(nil), problems)
		}
	})
	if len(valid) < 35 && !testing.Short() {
		t.Errorf("valid facts of %d kinds only were drawn: %v", len(valid), valid)
	}
}
