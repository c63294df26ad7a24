package party

import (
	"strings"
	"testing"
)

func TestGoodID(t *testing.T) {
	for s, want := range map[string]bool{
		"m-1": true, "ZB-40": true, "o/青禾/石桥": true, "a_b.c:d": true, "7": true,
		strings.Repeat("a", MaxID): true, strings.Repeat("a", MaxID+1): false,
		strings.Repeat("支", 21): true, strings.Repeat("支", 22): false, // 63 and 66 bytes
		"": false, "a b": false, "a\n": false, "张三@": false, "a,b": false, "\xff": false,
		"m\u200b1": false, "ｍ１": false, "<b>": false, `"`: false,
	} {
		if got := GoodID(s); got != want {
			t.Errorf("GoodID(%q) = %t, want %t", s, got, want)
		}
	}
}
