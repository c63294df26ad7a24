package operate

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/token"

	"qiangji/internal/core/standard"
)

// readTests reads the cases of one file; wrong says in Chinese, with the place,
// why they cannot be read. What hostile YAML a pack may not have, its tests may
// not have either.
func readTests(name string, data []byte) (tests []packTest, wrong string) {
	if p := standard.Vet(standard.File{Name: name, Data: data}); p != nil {
		return nil, fmt.Sprintf("第 %d 行第 %d 列：%s", p.Line, p.Col, p.Message)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if err := yaml.UnmarshalWithOptions(data, &tests, yaml.Strict()); err != nil {
		return nil, whyUnread(err)
	}
	return tests, ""
}

// whyUnread tells in Chinese what the YAML library found wrong with a case; its
// own words are English and print the source again.
func whyUnread(err error) string {
	const shape = "每个例子以 - test: 开头，下面写 year、branch、facts、expect；branch 和 expect 写 键: 值，facts 写列表"
	var known interface {
		GetMessage() string
		GetToken() *token.Token
	}
	if !errors.As(err, &known) {
		return "写法不对；" + shape
	}
	where := ""
	if t := known.GetToken(); t != nil && t.Position != nil {
		where = fmt.Sprintf("第 %d 行第 %d 列：", t.Position.Line, t.Position.Column)
	}
	if _, key, ok := strings.Cut(known.GetMessage(), "unknown field \""); ok {
		key, _, _ = strings.Cut(key, "\"")
		return where + "没有“" + key + "”这个键；可写：" + strings.Join(testKeys(), " ")
	}
	return where + "值的写法不对；" + shape
}

// testKeys lists the keys of a case and of its branch.
func testKeys() []string {
	var keys []string
	for _, t := range []reflect.Type{reflect.TypeFor[packTest](), reflect.TypeFor[branchKeys]()} {
		for i := range t.NumField() {
			keys = append(keys, t.Field(i).Tag.Get("yaml"))
		}
	}
	return keys
}
