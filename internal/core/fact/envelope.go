package fact

import (
	"reflect"
	"time"

	"qiangji/internal/party"
)

// MaxLine is the longest line of JSON that is a fact, in bytes.
const MaxLine = 64 << 10

// An envelope is a fact as it is written: the fields of the JSON object in
// canonical order.
type envelope struct {
	ID       party.FactID   `json:"id" zh:"记录编号"`
	Org      party.OrgID    `json:"org" zh:"党组织"`
	On       party.Date     `json:"on" zh:"发生日期"`
	At       time.Time      `json:"at" zh:"登记时间"`
	By       party.MemberID `json:"by" zh:"登记人"`
	Proxy    bool           `json:"proxy,omitempty" zh:"代填"`
	Kind     Kind           `json:"kind" zh:"类别"`
	Version  int            `json:"v" zh:"版本"`
	Body     Body           `json:"body" zh:"内容"`
	Evidence []party.TextID `json:"evidence,omitempty" zh:"佐证"`
	Corrects party.FactID   `json:"corrects,omitempty" zh:"更正的记录"`
	Origin   *Origin        `json:"origin,omitempty" zh:"来历"`
}

// envelopeShape is how every fact is written.
var envelopeShape = shapeOf(reflect.TypeFor[envelope]())

// fact takes the content out of the envelope.
func (e *envelope) fact() Fact {
	return Fact{
		ID: e.ID, Org: e.Org, On: e.On, At: e.At, By: e.By, Proxy: e.Proxy,
		Body: e.Body, Evidence: e.Evidence, Corrects: e.Corrects, Origin: e.Origin,
	}
}

// enclose puts a fact of kind k into its envelope.
func enclose(f *Fact, k *kind) envelope {
	e := envelope{
		ID: f.ID, Org: f.Org, On: f.On, At: f.At, By: f.By, Proxy: f.Proxy,
		Body: f.Body, Evidence: f.Evidence, Corrects: f.Corrects, Origin: f.Origin,
	}
	if k != nil {
		e.Kind, e.Version = k.name, k.version
	}
	return e
}
