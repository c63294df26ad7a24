package person

import (
	"reflect"
	"strings"
)

// A Field (登记项) is one thing that is kept of persons.
type Field struct {
	Of    string // 人员, 党组织登记卡
	Name  string // as in the sealed JSON: id_number
	Label string // 身份证号
}

// Inventory lists everything that is kept of persons beside the ledger, as it is: notices
// and impact assessments are made of it (SECURITY P9).
func Inventory() []Field {
	var all []Field
	for _, of := range []struct {
		label string
		shape reflect.Type
	}{{"人员", reflect.TypeFor[Person]()}, {"党组织登记卡", reflect.TypeFor[Card]()}} {
		for f := range of.shape.Fields() {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			all = append(all, Field{of.label, name, f.Tag.Get("zh")})
		}
	}
	return all
}
