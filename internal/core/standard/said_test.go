package standard

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestEveryCodeHasItsWord: each code of a short list is told with its Chinese word
// when another is written for it.
func TestEveryCodeHasItsWord(t *testing.T) {
	call := regexp.MustCompile(`c\.(?:oneOf|rounding)\((.*?)\)(?: |$|;|\n)`)
	quota := regexp.MustCompile(`\{"(\w+)", q\.\w+, "[^"]*", \[\]string\{(.*?)\}`)
	text := regexp.MustCompile(`"([^"]*)"`)
	files, err := filepath.Glob("check*.go")
	if err != nil {
		t.Fatal(err)
	}
	lists := 0
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(string(data), "\n") {
			field, codes := "", []string{}
			if m := call.FindStringSubmatch(line); m != nil {
				for _, s := range text.FindAllStringSubmatch(m[1], -1) {
					switch {
					case strings.HasPrefix(s[1], ".") || strings.HasPrefix(s[1], "scheme."):
						field = s[1]
					case !strings.HasPrefix(s[1], "不满"):
						codes = append(codes, s[1])
					}
				}
			} else if m := quota.FindStringSubmatch(line); m != nil {
				field = "." + m[1]
				for _, s := range text.FindAllStringSubmatch(m[2], -1) {
					codes = append(codes, s[1])
				}
			}
			if len(codes) > 0 {
				lists++
			}
			for _, code := range codes {
				if wordOf(field, code) == "" {
					t.Errorf("%s: %s has no word for %s: %s", name, field, code, line)
				}
			}
		}
	}
	if lists < 24 {
		t.Errorf("only %d lists of codes were found", lists)
	}
}

// TestLookalikes: characters taken for one another are told from near misses.
func TestLookalikes(t *testing.T) {
	ids := []string{"ZB-4", "ZB-41", "ZB-42", "ZB-40", "LY-11", "党课"}
	for name, want := range map[string]string{"ZB-4O": "ZB-40", "ＺＢ-40": "ZB-40", "zb-42": "ZB-42", "LY-ll": "LY-11", "党棵": "党课", "完全不同": ""} {
		if got := nearest(name, ids); got != want {
			t.Errorf("nearest to %s: %q, want %q", name, got, want)
		}
	}
}

// TestNotAnAmount: what is only too wide is told how to be written.
func TestNotAnAmount(t *testing.T) {
	for text, want := range map[string]string{
		"９０": "“９０”要用半角：写 90", "－0.5": "“－0.5”要用半角：写 -0.5", "90％": "“90％”要用半角：写 90%",
		"90分": "“90分”不是数：", "９０分": "“９０分”不是数：",
	} {
		if got := notAmount(text); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s, want %s…", text, got, want)
		}
	}
}
