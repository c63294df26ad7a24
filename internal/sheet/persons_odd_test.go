package sheet

import (
	"regexp"
	"strings"
	"testing"
)

// TestOddPersons: what is wrong with a persons file is said in Chinese, by line.
func TestOddPersons(t *testing.T) {
	const head = `{"persons":1,"key":"MDEyMzQ1Njc4OWFiY2RlZg==","notice":"x"}` + "\n"
	english := regexp.MustCompile(`[a-z]{3,} [a-z]{2,}`)
	for text, want := range map[string]string{
		`{"persons":2,"key":"MDEyMzQ1Njc4OWFiY2RlZg==","notice":"x"}`: "第 1 行读不懂（版本是 2，这个程序只认得 1）",
		`{"persons":"x"}`:                             "第 1 行读不懂（“persons”这一项的写法不对）",
		`{"persons":1,"key":"??"}`:                    "第 1 行读不懂（密钥不完整）",
		`{"id":"f-1"}`:                                "第 1 行读不懂（有不认识的一项“id”）",
		"姓名,类别":                                       "第 1 行读不懂（不是完整的 JSON）",
		head + `{"member":"m-1","nosuch":1}`:          "第 2 行读不懂（有不认识的一项“nosuch”）",
		head + `{"member":"m-1"`:                      "第 2 行读不懂（不是完整的 JSON）",
		head + `{"name":"x"}`:                         "第 2 行读不懂（既没有人员编号，也没有党组织编号）",
		head + "\n" + `{"member":"m-1","name":["x"]}`: "第 3 行读不懂（“name”这一项的写法不对）",
	} {
		_, err := ReadPersons(strings.NewReader(text))
		if err == nil || !strings.Contains(err.Error(), want) || english.MatchString(err.Error()) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}
