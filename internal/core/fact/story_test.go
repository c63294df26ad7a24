package fact

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"qiangji/internal/party"
)

// TestStories runs testdata/standing: what corrections and voids leave, told
// with facts as branches record them.
func TestStories(t *testing.T) {
	s := readScript(t, "testdata/standing/stories.txtar")
	if len(s.cases) < 20 {
		t.Errorf("only %d stories", len(s.cases))
	}
	for _, c := range s.cases {
		t.Run(c.title, func(t *testing.T) { tellStory(t, c.data) })
	}
}

func tellStory(t *testing.T, data string) {
	var facts []Fact
	asked := 0
	for line := range strings.Lines(data) {
		line = strings.TrimSpace(line)
		head, body, isFact := strings.Cut(line, " {")
		switch {
		case line == "":
		case isFact:
			id, rest, _ := strings.Cut(head, " ")
			f := read(t, [][]byte{caseLine(rest + " id=" + id + "\n{" + body)})[0]
			if problems := Validate(f); len(problems) > 0 {
				t.Errorf("%s: %v", line, problems)
			}
			facts = append(facts, f)
		default:
			asked++
			ask(t, facts, line)
		}
	}
	if len(facts) == 0 || asked == 0 {
		t.Error("nothing is told, or nothing asked")
	}
}

// ask answers a question: 到 DAY 知 INSTANT 失据 = ID ID.
func ask(t *testing.T, facts []Fact, question string) {
	t.Helper()
	given, want, ok := strings.Cut(question, "=")
	if !ok {
		t.Fatalf("%s is no question", question)
	}
	var cut Cut
	lacking := false
	words := strings.Fields(given)
	for i := 0; i < len(words); i++ {
		var err error
		switch words[i] {
		case "到":
			i++
			cut.On, err = party.ParseDate(words[i])
		case "知":
			i++
			cut.Known, err = time.Parse(time.RFC3339, words[i])
		case "失据":
			lacking = true
		default:
			t.Fatalf("what is %s", words[i])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for range 8 {
		got := ids(Standing(facts, cut))
		if lacking {
			got = ""
			for _, l := range Unsupported(facts, cut) {
				got += " " + string(l.Fact)
			}
		}
		if strings.TrimSpace(got) != strings.TrimSpace(want) {
			t.Errorf("%s: got %s", question, got)
		}
		rand.Shuffle(len(facts), func(i, j int) { facts[i], facts[j] = facts[j], facts[i] })
	}
}
