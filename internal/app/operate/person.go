package operate

import (
	"fmt"
	"reflect"
	"strings"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// memberOf is the id of somebody whom a pack test calls by a word a cadre can read:
// 党员3, 新来的人. A fact holds no name, so the word is written in another way.
func memberOf(word string) party.MemberID {
	if n, ok := strings.CutPrefix(word, "党员"); ok && n != "" && strings.Trim(n, "0123456789") == "" {
		return party.MemberID("m" + n)
	}
	return party.MemberID(plain(word))
}

func plain(word string) string {
	if word == "" || party.PlainID(word) {
		return word
	}
	return fmt.Sprintf("p-%x", word)
}

// rename writes the people and the texts of a fact that a pack test writes as
// JSON in the same way.
func rename(f *fact.Fact) {
	f.By = memberOf(string(f.By))
	if f.Body != nil {
		renameIn(reflect.ValueOf(f.Body))
	}
}

func renameIn(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			renameIn(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			renameIn(v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			renameIn(v.Index(i))
		}
	case reflect.String:
		switch v.Type() {
		case reflect.TypeFor[party.MemberID]():
			v.SetString(string(memberOf(v.String())))
		case reflect.TypeFor[party.TextID]():
			v.SetString(plain(v.String()))
		}
	}
}
