package report

import (
	"fmt"
	"io"
	"reflect"
	"strings"

	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// Problem writes one problem of a pack on one line: place, code, words.
func Problem(p standard.Problem) string {
	kind := "错误"
	if p.Warn {
		kind = "提醒"
	}
	place := p.File
	if p.Line > 0 {
		place = fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
	}
	return fmt.Sprintf("%s %s[%s] %s", place, kind, p.Code, p.Message)
}

// Burden writes what a standard asks of branches of four sizes (C8).
func Burden(w io.Writer, std *standard.Standard, rows []standard.BurdenRow) {
	fmt.Fprintf(w, "%s · %s：一个支部一年要做的事\n\n", std.Title, party.Domains.Label(std.Domain))
	fmt.Fprintln(w, Right("正式党员", 10)+Right("条目", 8)+Right("次数", 8)+Right("小时", 8))
	for _, r := range rows {
		fmt.Fprintln(w, Right(fmt.Sprint(r.Members), 10)+Right(fmt.Sprint(r.Asked), 8)+Right(fmt.Sprint(r.Times), 8)+Right(hours(r.Minutes), 8))
	}
	if len(rows) == 0 {
		return
	}
	last := rows[len(rows)-1]
	fmt.Fprintf(w, "\n%d 人支部的细目：\n", last.Members)
	ids, titles := 10, 44
	for _, it := range last.Items {
		ids, titles = max(ids, Width(string(it.Item))), max(titles, Width(it.Title)+1)
	}
	for _, it := range last.Items {
		fmt.Fprintf(w, "  %s %s%s 次 × %d 分钟\n", Left(string(it.Item), ids), Left(it.Title, titles), Right(fmt.Sprint(it.Times), 4), it.Minutes)
	}
}

// hours writes minutes as hours with one decimal.
func hours(minutes int) string { return fmt.Sprintf("%d.%d", minutes/60, minutes%60*10/60) }

// Standard writes a resolved standard item by item.
func Standard(w io.Writer, std *standard.Standard) {
	layers := make([]string, len(std.From))
	for i, id := range std.From {
		layers[i] = string(id)
	}
	fmt.Fprintf(w, "%s（%s，%s）\n摘要 %s\n由下到上：%s\n共 %d 条\n\n",
		std.Title, std.Version, party.Domains.Label(std.Domain), std.Digest, strings.Join(layers, " → "), len(std.Items))
	ids, titles := 10, 50
	for _, it := range std.Items {
		ids, titles = max(ids, Width(string(it.ID))), max(titles, Width(it.Title)+1)
	}
	for _, it := range std.Items {
		points := ""
		if it.Points != "" {
			points = it.Points + " 分"
		}
		since := ""
		if it.From != party.NoDate {
			since = fmt.Sprintf("，%s 起", it.From)
		}
		fmt.Fprintf(w, "%s %s%s%s %s%s\n", Left(string(it.ID), ids), Left(it.Title, titles), Left(standard.Forces.Label(it.Force), 10), Right(points, 8), it.Source.Shown(std.Sources), since)
	}
}

// StandardJSON returns a resolved standard for --json, in the words of the pack
// language: the same keys as in YAML, without what was left out.
func StandardJSON(std *standard.Standard) any {
	return map[string]any{
		"schema": "standard/1", "scheme": std.Scheme, "version": std.Version, "title": std.Title,
		"subject": std.Subject, "profile": std.Domain, "digest": std.Digest, "layers": std.From,
		"sources": inYAMLWords(reflect.ValueOf(std.Sources)), "vocabulary": inYAMLWords(reflect.ValueOf(std.Words)),
		"params": inYAMLWords(reflect.ValueOf(std.Params)), "items": inYAMLWords(reflect.ValueOf(std.Items)),
		"rating": inYAMLWords(reflect.ValueOf(std.Rating)),
	}
}

// inYAMLWords turns a value into maps and lists keyed by the yaml tags.
func inYAMLWords(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return inYAMLWords(v.Elem())
	case reflect.Struct:
		m := map[string]any{}
		for i := range v.NumField() {
			if tag := v.Type().Field(i).Tag.Get("yaml"); tag != "" && !v.Field(i).IsZero() {
				m[tag] = inYAMLWords(v.Field(i))
			}
		}
		return m
	case reflect.Slice:
		list := make([]any, v.Len())
		for i := range list {
			list[i] = inYAMLWords(v.Index(i))
		}
		return list
	case reflect.Map:
		m := map[string]any{}
		for _, k := range v.MapKeys() {
			m[k.String()] = inYAMLWords(v.MapIndex(k))
		}
		return m
	}
	return v.Interface()
}
