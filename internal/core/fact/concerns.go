package fact

import (
	"reflect"
	"slices"

	"qiangji/internal/party"
)

// Concerns names every organisation and member that f touches, sorted, each
// once: the owner and whoever the body names. Who wrote the fact down is not
// touched by it.
func Concerns(f Fact) (orgs []party.OrgID, members []party.MemberID) {
	var m mentions
	m.orgs = append(m.orgs, f.Org)
	m.of(f.Body)
	return unique(m.orgs), unique(m.members)
}

// Rests names the facts without which what a body says has no ground: the
// promise that was kept, the meeting that was confirmed. A void rests on
// nothing.
func Rests(b Body) []party.FactID {
	k := kinds.of(b)
	if _, void := b.(*Void); void || k == nil || !k.shape.facts {
		return nil
	}
	var m mentions
	m.of(b)
	return unique(m.facts)
}

// Texts names the texts and files that f names, sorted, each once.
func Texts(f *Fact) []party.TextID {
	var m mentions
	m.of(f.Body)
	return unique(append(m.texts, f.Evidence...))
}

func unique[T ~string](ids []T) []T {
	ids = slices.DeleteFunc(ids, func(id T) bool { return id == "" })
	slices.Sort(ids)
	return slices.Compact(ids)
}

// mentions is every identifier in a body.
type mentions struct {
	orgs    []party.OrgID
	members []party.MemberID
	facts   []party.FactID
	texts   []party.TextID
}

// of collects from a body of a known kind.
func (m *mentions) of(b Body) {
	if k := kinds.of(b); k != nil && !reflect.ValueOf(b).IsNil() {
		m.object(reflect.ValueOf(b).Elem(), k.shape)
	}
}

func (m *mentions) object(v reflect.Value, s *shape) {
	for i := range s.fields {
		m.value(v.Field(s.fields[i].index), s.fields[i].node)
	}
}

func (m *mentions) value(v reflect.Value, n *node) {
	if n.pointer {
		if v.IsNil() {
			return
		}
		v = v.Elem()
	}
	switch n.form {
	case formObject:
		m.object(v, n.shape)
	case formList:
		for i := range v.Len() {
			m.value(v.Index(i), n.elem)
		}
	case formText:
		switch n.role {
		case roleOrg:
			m.orgs = append(m.orgs, party.OrgID(v.String()))
		case roleMember:
			m.members = append(m.members, party.MemberID(v.String()))
		case roleFact:
			m.facts = append(m.facts, party.FactID(v.String()))
		case roleText:
			m.texts = append(m.texts, party.TextID(v.String()))
		}
	}
}
