package standard

import (
	"slices"
	"strings"

	"qiangji/internal/party"
)

// emptyImport is told of an import that names no pack.
const emptyImport = "这一处引用是空的：写 {pack: floor} 这样，或删去"

// round returns the way by which the imports of a pack that this one imports come
// back to this one, both ends included; nil if none does.
func (c *checker) round(id party.SchemeID) []party.SchemeID {
	seen := map[party.SchemeID]bool{}
	var visit func(way []party.SchemeID) []party.SchemeID
	visit = func(way []party.SchemeID) []party.SchemeID {
		last := way[len(way)-1]
		i := slices.IndexFunc(c.imports, func(q *Pack) bool { return q.ID == last })
		switch {
		case last == c.pack.ID:
			return way
		case i < 0 || seen[last]:
			return nil
		}
		seen[last] = true
		for _, in := range c.imports[i].Import {
			if found := visit(append(slices.Clone(way), in.Pack)); found != nil {
				return found
			}
		}
		return nil
	}
	return visit([]party.SchemeID{c.pack.ID, id})
}

// circle says that packs import one another in a circle.
func circle(way []party.SchemeID) string {
	names := make([]string, len(way))
	for i, id := range way {
		names[i] = string(id)
	}
	return "引用绕成了圈：" + strings.Join(names, " → ") + "；去掉其中一处，要共用的条目放进更下层的包"
}
