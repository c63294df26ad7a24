package standard

import (
	"encoding"
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// A decoder turns YAML trees into a Pack by the yaml tags of its types, keeps the
// place of every value, and collects problems instead of stopping at the first.
// Numbers keep the text in which they were written.
type decoder struct {
	pack     *Pack
	name     string // of the file being read
	problems []Problem
}

func (d *decoder) problem(n ast.Node, code, format string, args ...any) {
	at := d.spot(n)
	d.problems = append(d.problems, Problem{File: at.file, Line: at.line, Col: at.col, Code: code, Message: fmt.Sprintf(format, args...)})
}

// spot is where a value begins: a mapping at its first key.
func (d *decoder) spot(n ast.Node) spot {
	switch m := n.(type) {
	case *ast.MappingNode:
		if len(m.Values) > 0 && !m.IsFlowStyle {
			return d.spot(m.Values[0].Key)
		}
	case *ast.MappingValueNode:
		return d.spot(m.Key)
	}
	if t := n.GetToken(); t != nil && t.Position != nil {
		at := spot{file: d.name, line: t.Position.Line, col: t.Position.Column}
		switch t.Type {
		case token.SingleQuoteType, token.DoubleQuoteType:
			at.style = '"'
		case token.LiteralType, token.FoldedType:
			at.style = '|'
		}
		return at
	}
	return spot{file: d.name, line: 1, col: 1}
}

// top decodes a file's mapping into the pack, joining lists and maps.
func (d *decoder) top(n ast.Node) {
	d.value(n, reflect.ValueOf(d.pack).Elem(), "")
}

// value decodes n into v; path names it.
func (d *decoder) value(n ast.Node, v reflect.Value, path string) {
	if path != "" {
		d.pack.spots[path] = d.spot(n)
	}
	found := len(d.problems)
	d.decode(n, v, path)
	if len(d.problems) > found {
		d.pack.doubts.misread(path)
	}
}

// decode is value by the kind of v.
func (d *decoder) decode(n ast.Node, v reflect.Value, path string) {
	if _, null := n.(*ast.NullNode); null {
		return
	}
	if v.CanAddr() {
		if u, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok {
			d.text(n, u)
			return
		}
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		d.value(n, v.Elem(), path)
	case reflect.Struct:
		d.structure(n, v, path)
	case reflect.Slice:
		d.list(n, v, path)
	case reflect.Map:
		d.mapping(n, v, path)
	default:
		d.scalar(n, v)
	}
}

// pairsOf returns the pairs of a mapping, or reports that n is none.
func (d *decoder) pairsOf(n ast.Node) ([]*ast.MappingValueNode, bool) {
	switch m := n.(type) {
	case *ast.MappingNode:
		return m.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{m}, true
	}
	d.problem(n, CodeType, "这里要写成“键: 值”，现在是%s", nodeName(n))
	return nil, false
}

func (d *decoder) structure(n ast.Node, v reflect.Value, path string) {
	pairs, ok := d.pairsOf(n)
	if !ok {
		return
	}
	seen := map[string]bool{}
	for _, pair := range pairs {
		key := keyOf(pair)
		field, ok := fieldOf(v.Type(), key)
		switch {
		case !ok:
			d.noKey(pair, v.Type(), path)
		case d.wideComma(pair, v.Type(), path):
		case seen[key]:
			d.problem(pair.Key, CodeTwice, "“%s”写了两次；请删去一个", key)
		default:
			seen[key] = true
			d.member(pair, v.Field(field), join2(path, key))
		}
	}
}

// noKey says what is wrong with a key that a mapping does not have.
func (d *decoder) noKey(pair *ast.MappingValueNode, t reflect.Type, path string) {
	key, keys := keyOf(pair), keysOf(t)
	before, after, wide := strings.Cut(key, "：")
	switch {
	case wide && contains(keys, before):
		d.problem(pair.Key, CodeKey, "“%s”里的“：”要写成半角冒号加空格，写成 %s: %s", clip(key), before, clip(strings.TrimSpace(after)))
		note(&d.pack.doubts.meant, join2(path, before))
	case strings.ContainsAny(key, "()\"]"):
		d.problem(pair.Key, CodeKey, "写在 { } 里的值含有逗号，从“%s”起被拆开了；整个值加引号，例如 if: \"截至(6, 30)\"", clip(key))
		note(&d.pack.doubts.torn, path)
	case (key == "to" || key == "until" || key == "below") && fromOnly(t):
		d.problem(pair.Key, CodeKey, "不写止点：每一档含起点、到下一档的起点为止，中间不会有空档；删去“%s”", key)
	default:
		d.problem(pair.Key, CodeKey, "没有“%s”这个键%s", clip(key), instead(key, keys, " "))
		if c := nearest(key, keys); c != "" {
			note(&d.pack.doubts.meant, join2(path, c))
		} else {
			note(&d.pack.doubts.lost, path)
		}
	}
}

// swallowed is a key inside a value, behind a full-width comma.
var swallowed = regexp.MustCompile(`，\s*([A-Za-z_]+)\s*[:：]`)

// wideComma reports a value of { } that goes on, behind a full-width comma, with the
// next key.
func (d *decoder) wideComma(pair *ast.MappingValueNode, t reflect.Type, path string) bool {
	text, plain := pair.Value.(*ast.StringNode)
	if !plain || d.spot(text).style != 0 {
		return false
	}
	m := swallowed.FindStringSubmatchIndex(text.Value)
	if m == nil {
		return false
	}
	key := text.Value[m[2]:m[3]]
	if _, ok := fieldOf(t, key); !ok {
		return false
	}
	d.problem(pair.Value, CodeValue, "“%s”里的逗号是全角的“，”，后面的 %s 被当成了文字；改成半角逗号加空格", clip(text.Value), key)
	note(&d.pack.doubts.torn, path)
	return true
}

// member decodes one field; at the top level a scalar given in two files is a
// problem, and lists of several files are joined.
func (d *decoder) member(pair *ast.MappingValueNode, v reflect.Value, path string) {
	if s, given := d.pack.spots[path]; given && s.file != d.name && v.Kind() != reflect.Slice && v.Kind() != reflect.Map && v.Kind() != reflect.Struct {
		d.problem(pair.Key, CodeTwice, "“%s”在 %s 里已经写过；一个包里只能写一次", path, s.file)
		return
	}
	d.value(pair.Value, v, path)
}

func (d *decoder) list(n ast.Node, v reflect.Value, path string) {
	seq, ok := n.(*ast.SequenceNode)
	if !ok {
		d.problem(n, CodeType, "这里要写成列表(每行以 - 开头，或 [甲, 乙])，现在是%s", nodeName(n))
		return
	}
	for _, e := range seq.Values {
		i := v.Len()
		v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
		d.value(e, v.Index(i), path+"["+strconv.Itoa(i)+"]")
	}
}

func (d *decoder) mapping(n ast.Node, v reflect.Value, path string) {
	pairs, ok := d.pairsOf(n)
	if !ok {
		return
	}
	if v.IsNil() {
		v.Set(reflect.MakeMap(v.Type()))
	}
	for _, pair := range pairs {
		key := reflect.ValueOf(keyOf(pair)).Convert(v.Type().Key())
		if v.MapIndex(key).IsValid() {
			d.problem(pair.Key, CodeTwice, "“%s”写了两次；请删去一个", keyOf(pair))
			continue
		}
		if name, _, wide := strings.Cut(keyOf(pair), "：{"); wide {
			d.problem(pair.Key, CodeKey, "“%s”后面的“：”要写成半角冒号加空格", clip(name))
			note(&d.pack.doubts.meant, path)
			continue
		}
		e := reflect.New(v.Type().Elem()).Elem()
		d.value(pair.Value, e, join2(path, keyOf(pair)))
		v.SetMapIndex(key, e)
	}
}

func (d *decoder) text(n ast.Node, u encoding.TextUnmarshaler) {
	s, ok := scalarText(n)
	if !ok {
		d.problem(n, CodeType, "这里要写一个值，现在是%s", nodeName(n))
		return
	}
	if err := u.UnmarshalText([]byte(s)); err != nil {
		d.problem(n, CodeValue, "%q 不对：%v", clip(s), err)
	}
}

func (d *decoder) scalar(n ast.Node, v reflect.Value) {
	s, ok := scalarText(n)
	if !ok {
		d.problem(n, CodeType, "这里要写一个值，现在是%s", nodeName(n))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(s)
	case reflect.Bool:
		if s != "true" && s != "false" {
			d.problem(n, CodeValue, "要写 true 或 false，现在是 %q", clip(s))
			return
		}
		v.SetBool(s == "true")
	case reflect.Int:
		i, err := strconv.Atoi(s)
		if err != nil || i < -1<<30 || i > 1<<30 {
			d.problem(n, CodeValue, "要写整数，现在是 %q", clip(s))
			return
		}
		v.SetInt(int64(i))
	}
}

// scalarText returns a scalar as it was written.
func scalarText(n ast.Node) (string, bool) {
	switch s := n.(type) {
	case *ast.StringNode:
		return s.Value, true
	case *ast.LiteralNode:
		return strings.TrimRight(s.Value.Value, "\n"), true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return strings.TrimSpace(n.GetToken().Origin), true
	}
	return "", false
}

func keyOf(pair *ast.MappingValueNode) string {
	if s, ok := scalarText(pair.Key); ok {
		return s
	}
	return strings.TrimSpace(pair.Key.String())
}

func join2(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func nodeName(n ast.Node) string {
	switch n.(type) {
	case *ast.SequenceNode:
		return "列表"
	case *ast.MappingNode, *ast.MappingValueNode:
		return "“键: 值”"
	}
	return "一个值"
}

// fromOnly reports whether a type is one row of a table of starting points.
func fromOnly(t reflect.Type) bool {
	return t == reflect.TypeFor[Level]() || t == reflect.TypeFor[Band]() || t == reflect.TypeFor[Piece]()
}

func fieldOf(t reflect.Type, key string) (int, bool) {
	for i := range t.NumField() {
		if t.Field(i).IsExported() && t.Field(i).Tag.Get("yaml") == key {
			return i, true
		}
	}
	return 0, false
}

func keysOf(t reflect.Type) []string {
	var keys []string
	for i := range t.NumField() {
		if k := t.Field(i).Tag.Get("yaml"); k != "" {
			keys = append(keys, k)
		}
	}
	return keys
}
