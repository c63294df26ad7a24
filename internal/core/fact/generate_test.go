package fact

import (
	"flag"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"qiangji/internal/party"
)

// check runs a property over at least n cases.
func check(t *testing.T, n int, property func(*rapid.T)) {
	t.Helper()
	f := flag.Lookup("rapid.checks")
	before := f.Value.String()
	if was, err := strconv.Atoi(before); err == nil && was < n {
		if err := f.Value.Set(strconv.Itoa(n)); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = f.Value.Set(before) }()
	}
	rapid.Check(t, property)
}

// anyFact draws a fact of any kind. A tame one keeps to roles and closed lists;
// a wild one holds whatever the Go types can hold.
func anyFact(tame bool) *rapid.Generator[Fact] {
	return rapid.Custom(func(t *rapid.T) Fact {
		k := rapid.SampledFrom(kinds.all).Draw(t, "kind")
		b := k.make()
		g := generator{t, tame}
		g.object(reflect.ValueOf(b).Elem(), k.shape)
		on := party.Date(rapid.IntRange(36526, 109000).Draw(t, "on")) // from 2000
		f := Fact{
			ID:    party.FactID(g.text(&node{role: roleFact})),
			Org:   party.OrgID(g.text(&node{role: roleOrg})),
			On:    on,
			At:    time.Unix(int64(on-25568)*86400+rapid.Int64Range(86400, 1e7).Draw(t, "late"), 0).UTC(),
			By:    party.MemberID(g.text(&node{role: roleMember})),
			Proxy: rapid.Bool().Draw(t, "proxy"),
			Body:  b,
		}
		if rapid.Bool().Draw(t, "more") {
			f.Evidence = []party.TextID{"t-1", "t-2"}
			f.Corrects = "f-before"
			f.Origin = &Origin{File: party.Digest(strings.Repeat("0f", 32)), Row: 7, Claimed: on}
		}
		return f
	})
}

type generator struct {
	t    *rapid.T
	tame bool
}

func (g generator) object(v reflect.Value, s *shape) {
	for _, f := range s.fields {
		if f.required || rapid.Bool().Draw(g.t, f.name+"?") {
			g.value(v.Field(f.index), f.node, f.name)
		}
	}
}

func (g generator) value(v reflect.Value, n *node, name string) {
	if n.pointer {
		v.Set(reflect.New(v.Type().Elem()))
		v = v.Elem()
	}
	switch n.form {
	case formText:
		v.SetString(g.text(n))
	case formInt:
		v.SetInt(g.integer(v.Kind(), n))
	case formBool:
		v.SetBool(rapid.Bool().Draw(g.t, name))
	case formDate:
		v.SetInt(int64(rapid.IntRange(1, 109573).Draw(g.t, name)))
	case formDecimal:
		v.SetInt(rapid.Int64Range(-int64(party.MaxDecimal), int64(party.MaxDecimal)).Draw(g.t, name))
	case formObject:
		g.object(v, n.shape)
	case formList:
		most := 5
		if n.elem.role == roleMember {
			most = 70 // beyond the reader's first room
		}
		size := rapid.IntRange(0, most).Draw(g.t, name)
		if size == 0 {
			return // an empty list is read as none
		}
		v.Set(reflect.MakeSlice(v.Type(), size, size))
		for i := range size {
			g.value(v.Index(i), n.elem, name)
		}
	}
}

func (g generator) integer(kind reflect.Kind, n *node) int64 {
	switch {
	case n.role == roleYear && g.tame:
		return rapid.Int64Range(1990, 2060).Draw(g.t, "year")
	case g.tame:
		return rapid.Int64Range(0, 50).Draw(g.t, "count")
	case kind == reflect.Int:
		return rapid.Int64Range(-1<<31+1, 1<<31-1).Draw(g.t, "int")
	}
	return rapid.Int64Range(-1<<62, 1<<62).Draw(g.t, "int64")
}

func (g generator) text(n *node) string {
	if !g.tame {
		return rapid.String().Draw(g.t, "text")
	}
	switch n.role {
	case roleChoice:
		return rapid.SampledFrom(n.choices.choices).Draw(g.t, "choice").Code
	case roleDigest:
		return strings.Repeat(rapid.StringMatching("[0-9a-f]{4}").Draw(g.t, "digest"), 16)
	case roleMonth:
		return rapid.StringMatching("20[0-4][0-9]-0[1-9]").Draw(g.t, "month")
	case roleWindow:
		return rapid.StringMatching("20[0-4][0-9](-0[1-9]|-Q[1-4]|-H[12]|)").Draw(g.t, "window")
	case roleName, roleWord:
		return rapid.StringMatching("[党支部委员会]{2,20}").Draw(g.t, "name")
	}
	return rapid.StringMatching("[a-z]-[0-9]{1,4}").Draw(g.t, "id")
}
