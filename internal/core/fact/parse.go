package fact

import (
	"fmt"
	"math"
	"math/bits"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"qiangji/internal/party"
)

// Parse reads one line of JSON as a fact. It is strict, because a line that is
// read in two ways is two facts: an unknown, repeated or missing field, a wrong
// type, null, anything after the object, text that is not UTF-8, a line over
// MaxLine bytes or nested over 8 levels is refused. It returns either a fact
// and no problem or the first problem. Whether the fact makes sense is the
// question of Validate.
func Parse(line []byte) (Fact, []Problem) { return kinds.parse(line) }

func (r *registry) parse(line []byte) (Fact, []Problem) {
	if len(line) > MaxLine {
		return Fact{}, []Problem{{Message: fmt.Sprintf("这一行有 %d 字节，超过 %d；请拆成几条记录", len(line), MaxLine)}}
	}
	if !utf8.Valid(line) {
		return Fact{}, []Problem{{Message: "这一行不是 UTF-8 编码的文字；请另存为 UTF-8 再试"}}
	}
	p := parser{scanner: scanner{src: line}, kinds: r}
	e := &p.envelope
	p.object(reflect.ValueOf(e).Elem(), envelopeShape)
	if !p.bad && p.space() != 0 {
		p.fail("一行只写一条记录，后面还有多余的内容")
	}
	if !p.bad && p.deferred > 0 {
		p.pos = p.deferred
		p.push("body", -1)
		p.body()
	}
	if p.bad {
		return Fact{}, []Problem{{Field: p.where(), Message: p.complaint}}
	}
	return e.fact(), nil
}

// A parser reads one line.
type parser struct {
	scanner
	trail
	kinds    *registry
	envelope envelope
	deferred int // where a body stands that came before its kind
}

// leave steps back, but stays where something was wrong.
func (p *parser) leave() {
	if !p.bad {
		p.pop()
	}
}

// object reads an object into the struct v.
func (p *parser) object(v reflect.Value, s *shape) {
	if !p.take('{') {
		p.fail("这里要写 {…} 形式的一组字段")
		return
	}
	var seen uint64
	next := 0
	for first := true; p.more('}', first); first = false {
		name := p.text()
		i := s.find(name, next)
		switch {
		case p.bad:
			return
		case i < 0:
			p.fail(fmt.Sprintf("没有「%s」这个字段；可以写的有：%s", short(name), s.names()))
			return
		case seen&(1<<i) != 0:
			p.fail(fmt.Sprintf("「%s」写了两次，请只留一个", s.fields[i].name))
			return
		case !p.take(':'):
			p.fail("字段名后面要写冒号")
			return
		}
		seen |= 1 << i
		next = i + 1
		f := &s.fields[i]
		p.push(f.name, -1)
		p.value(v.Field(f.index), f.node)
		p.leave()
	}
	if missing := s.required &^ seen; missing != 0 && !p.bad {
		f := s.fields[bits.TrailingZeros64(missing)]
		p.fail(fmt.Sprintf("缺少「%s」，请补上 %s", f.label, f.name))
	}
}

// short cuts a piece of the input for a message.
func short(b []byte) string {
	const most = 40
	text, more := b, ""
	if len(b) > most {
		n := most
		for !utf8.RuneStart(b[n]) {
			n--
		}
		text, more = b[:n], "…"
	}
	return strings.Map(visible, string(text)) + more
}

// visible shows what cannot be seen as a box, so that a message stays one line.
func visible(r rune) rune {
	if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029' {
		return '□'
	}
	return r
}

// value reads what the node says into v.
func (p *parser) value(v reflect.Value, n *node) {
	if n.pointer {
		v.Set(reflect.New(v.Type().Elem()))
		v = v.Elem()
	}
	switch n.form {
	case formText:
		p.setText(v, n)
	case formInt:
		v.SetInt(p.integer(v.Kind()))
	case formBool:
		v.SetBool(p.boolean())
	case formDate:
		v.SetInt(int64(p.date()))
	case formInstant:
		*v.Addr().Interface().(*time.Time) = p.instant()
	case formDecimal:
		v.SetInt(int64(p.decimal()))
	case formObject:
		p.object(v, n.shape)
	case formList:
		p.list(v, n.elem)
	case formBody:
		p.bodyOrLater()
	}
}

// setText reads a string; a code of a closed list is not copied.
func (p *parser) setText(v reflect.Value, n *node) {
	b := p.text()
	if n.choices != nil {
		if code, ok := n.choices.find(b); ok {
			v.SetString(code)
			return
		}
	}
	v.SetString(string(b))
}

// bodyOrLater reads the body, or steps over it if kind and version are not
// known yet.
func (p *parser) bodyOrLater() {
	if p.envelope.Kind != "" && p.envelope.Version != 0 {
		p.body()
		return
	}
	p.space()
	p.deferred = p.pos
	p.skip()
}

// body reads the body into the type that kind and version choose.
func (p *parser) body() {
	k := p.kinds.find(p.envelope.Kind, p.envelope.Version)
	if k == nil {
		p.depth = 0
		p.push("kind", -1)
		p.fail(p.kinds.missing(p.envelope.Kind, p.envelope.Version))
		return
	}
	b := k.make()
	p.object(reflect.ValueOf(b).Elem(), k.shape)
	p.envelope.Body = b
}

// missing says why there is no kind of that name in that version: it was called by
// its Chinese name, it has other versions, or there is none.
func (r *registry) missing(name Kind, version int) string {
	for i := range r.all {
		if k := &r.all[i]; k.label == string(name) {
			return fmt.Sprintf("类别要写代号 %s（%s）", k.name, k.label)
		}
	}
	if all := r.named[name]; len(all) > 0 {
		return fmt.Sprintf("「%s」没有第 %d 版，现在最新的是第 %d 版；写法见 doc/facts.md", name, version, all[len(all)-1].version)
	}
	return fmt.Sprintf("没有「%s」这一类记录；有哪些类别、代号怎么写，见 doc/facts.md", short([]byte(name)))
}

// list reads an array into the slice v.
func (p *parser) list(v reflect.Value, elem *node) {
	if !p.take('[') {
		p.fail("这里要写 […] 形式的一列")
		return
	}
	if ids, ok := v.Addr().Interface().(*[]party.MemberID); ok {
		*ids = p.members()
		return
	}
	i := 0
	for ; p.more(']', i == 0); i++ {
		if i == v.Cap() {
			v.Grow(max(4, i))
		}
		v.SetLen(i + 1)
		p.push("", i)
		p.value(v.Index(i), elem)
		p.leave()
	}
}

// members reads on in an array of members, the longest of all lists.
func (p *parser) members() []party.MemberID {
	var room [64]party.MemberID
	ids := room[:0]
	for i := 0; p.more(']', i == 0); i++ {
		p.push("", i)
		ids = append(ids, party.MemberID(p.text()))
		p.leave()
	}
	if len(ids) == 0 {
		return nil
	}
	return append([]party.MemberID(nil), ids...)
}

// integer reads a whole number that fits the kind on every machine: an int is
// taken to have 32 bits.
func (p *parser) integer(kind reflect.Kind) int64 {
	b := p.number()
	n, err := strconv.ParseInt(string(b), 10, 64)
	limit := int64(math.MaxInt64)
	if kind == reflect.Int {
		limit = math.MaxInt32
	}
	if err != nil || n > limit || n < -limit {
		p.fail(fmt.Sprintf("这里要写整数，绝对值不超过 %d", limit))
	}
	return n
}

func (p *parser) boolean() bool {
	if p.word("true") {
		return true
	}
	if !p.word("false") {
		p.fail("这里要写 true（是）或 false（否），不加引号")
	}
	return false
}

func (p *parser) date() party.Date {
	b := p.text()
	if len(b) == 0 || p.bad {
		return party.NoDate
	}
	d, err := party.ParseDate(string(b))
	if err != nil {
		p.fail("写的是「" + short(b) + "」，" + err.Error())
	}
	return d
}

// instant reads 2026-03-05T12:00:00Z: UTC, whole seconds, nothing else.
func (p *parser) instant() time.Time {
	b := p.text()
	t, err := time.Parse("2006-01-02T15:04:05Z", string(b))
	if err != nil || len(b) != 20 {
		p.fail("登记时间要写成 2026-03-05T12:00:00Z 这样（世界时，精确到秒）")
	}
	return t
}

func (p *parser) decimal() party.Decimal {
	var b []byte
	if p.space() == '"' {
		b = p.text()
	} else {
		b = p.number()
	}
	d, err := party.ParseDecimal(string(b))
	if err != nil {
		p.fail(err.Error())
	}
	return d
}
