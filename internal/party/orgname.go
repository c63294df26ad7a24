package party

import "strings"

// ShortOrgName returns an organisation's name without 中共, its ending in one of the
// forms 支部, 总支 and 党委: what people leave out or write in several ways (党支部,
// 支部委员会) is the same name.
func ShortOrgName(name string) string {
	s := strings.TrimPrefix(strings.TrimPrefix(name, "中国共产党"), "中共")
	for _, end := range []struct{ long, short string }{
		{"总支部委员会", "总支"}, {"党总支部", "总支"}, {"党总支", "总支"}, {"总支部", "总支"},
		{"支部委员会", "支部"}, {"党支部", "支部"}, {"委员会", "党委"},
	} {
		if stem, ok := strings.CutSuffix(s, end.long); ok {
			return stem + end.short
		}
	}
	return s
}
