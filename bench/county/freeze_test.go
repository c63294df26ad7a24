package county

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"qiangji/internal/app/operate"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
	"qiangji/packs"
)

var freeze = flag.Bool("freeze", false, "write testdata/demo60 anew from packs/county-demo; hand must then be read against it")

const frozen = "testdata/demo60/pack.yaml"

// TestFrozen holds the frozen items to packs/county-demo as it stands: a bench of
// rules that nobody uses any more proves nothing.
func TestFrozen(t *testing.T) {
	now := demo60(t)
	if *freeze {
		if err := os.WriteFile(frozen, now, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	was, err := os.ReadFile(frozen)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(now, was) {
		t.Log("testdata/demo60 is the scored items of packs/county-demo as they stand")
		return
	}
	a, b := strings.Split(string(was), "\n"), strings.Split(string(now), "\n")
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	t.Errorf("packs/county-demo has changed since testdata/demo60 was frozen, first at line %d: go test ./county -run Frozen -freeze, then read hand and opa/demo60.rego against it", i+1)
}

// TestSixty holds the frozen items against what a bench needs.
func TestSixty(t *testing.T) {
	for _, profile := range Profiles {
		std, err := Standard(profile)
		if err != nil {
			t.Fatal(err)
		}
		if len(std.Items) < 60 {
			t.Errorf("%s has %d items", profile, len(std.Items))
		}
		if _, err := Program(profile); err != nil {
			t.Error(err)
		}
	}
}

// demo60 writes the scored items of county-demo as a pack by itself: what only one
// profile has is for that domain.
func demo60(t *testing.T) []byte {
	library := operate.NewLibrary(packs.Files)
	var stds []*standard.Standard
	for _, profile := range Profiles {
		std, problems := library.Resolve("county-demo", profile, party.DateOf(2026, 12, 31))
		if std == nil {
			t.Fatal(problems)
		}
		stds = append(stds, std)
	}
	scheme := *library.Packs()["county-demo"].Scheme
	pack := standard.Pack{
		ID: "demo60", Version: "1", Title: "示例县方案中计分的条目，冻结在此供基准测试用（虚构）", Kind: "scheme", Subject: "organisation",
		Domains: Profiles, From: party.DateOf(2025, 1, 1),
		Vocabulary: stds[0].Words, Params: stds[0].Params, Scheme: &scheme, Sources: map[string]standard.Source{},
	}
	for k, std := range stds {
		for _, it := range std.Items {
			if it.Points == "" {
				continue
			}
			pack.Sources[it.Source.Doc] = std.Sources[it.Source.Doc]
			if slices.ContainsFunc(pack.Items, func(have standard.Item) bool { return have.ID == it.ID }) {
				continue
			}
			it.Domains = nil
			if !everywhere(stds, it.ID) {
				it.Domains = []party.Domain{Profiles[k]}
			}
			pack.Items = append(pack.Items, it)
		}
	}
	for name, s := range stds[0].Sources {
		for _, p := range pack.Params {
			if p.Source.Doc == name {
				pack.Sources[name] = s
			}
		}
	}
	var out bytes.Buffer
	out.WriteString("# 由 go test ./county -run Frozen -freeze 从 packs/county-demo 写成；不要手改。\n")
	write(&out, reflect.ValueOf(pack), 0)
	return out.Bytes()
}

func everywhere(stds []*standard.Standard, id party.ItemID) bool {
	return !slices.ContainsFunc(stds, func(s *standard.Standard) bool {
		return !slices.ContainsFunc(s.Items, func(it standard.Item) bool { return it.ID == id && it.Points != "" })
	})
}

// write writes a value as YAML by the yaml tags of its type, without what is zero.
func write(out *bytes.Buffer, v reflect.Value, deep int) {
	indent := strings.Repeat("  ", deep)
	switch v.Kind() {
	case reflect.Pointer:
		write(out, v.Elem(), deep)
	case reflect.Struct:
		for i := range v.NumField() {
			if tag := v.Type().Field(i).Tag.Get("yaml"); tag != "" && !v.Field(i).IsZero() {
				out.WriteString(indent + tag + ":")
				inner(out, v.Field(i), deep)
			}
		}
	case reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		for _, k := range keys {
			out.WriteString(indent + strconv.Quote(k.String()) + ":")
			inner(out, v.MapIndex(k), deep)
		}
	case reflect.Slice:
		for i := range v.Len() {
			var one bytes.Buffer
			inner(&one, v.Index(i), deep)
			out.WriteString(indent + "-" + strings.Replace(one.String(), "\n"+indent+"  ", " ", 1))
		}
	}
}

// inner writes what stands after a key or a dash.
func inner(out *bytes.Buffer, v reflect.Value, deep int) {
	if d, ok := v.Interface().(party.Date); ok {
		fmt.Fprintf(out, " %s\n", d)
		return
	}
	switch v.Kind() {
	case reflect.String:
		fmt.Fprintf(out, " %s\n", strconv.Quote(v.String()))
	case reflect.Int, reflect.Bool:
		fmt.Fprintf(out, " %v\n", v.Interface())
	case reflect.Pointer:
		if v.Elem().Kind() == reflect.Struct {
			inner(out, v.Elem(), deep)
			return
		}
		fmt.Fprintf(out, " %v\n", v.Elem().Interface())
	case reflect.Struct:
		if v.IsZero() {
			out.WriteString(" {}\n")
			return
		}
		fallthrough
	default:
		out.WriteString("\n")
		write(out, v, deep+1)
	}
}
