package assess

import (
	"encoding/json"

	"qiangji/internal/core/standard"
)

// describe writes an item's score for a failure message.
func describe(it standard.Item) string {
	said := ""
	for _, t := range it.Score {
		b, _ := json.Marshal(t)
		said += string(b) + "\n"
	}
	return said
}
