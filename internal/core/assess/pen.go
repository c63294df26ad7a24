package assess

import (
	"strconv"
	"strings"

	"qiangji/internal/core/standard"
)

// A pen (行文) writes the sentences of an explanation one after another into one
// text, so that they take a few allocations together, not some for every word.
type pen struct {
	text strings.Builder
	from int // where the sentence being written begins
	said []string
}

// sentenceBytes is about how long a sentence is.
const sentenceBytes = 40

// ready makes room for about so many sentences.
func (w *pen) ready(sentences int) {
	w.said = make([]string, 0, sentences)
	w.text.Grow(sentences * sentenceBytes)
}

// say writes words.
func (w *pen) say(words ...string) *pen {
	for _, s := range words {
		w.text.WriteString(s)
	}
	return w
}

// num writes a number.
func (w *pen) num(v standard.Rat) *pen {
	var few [24]byte
	w.text.Write(v.Append(few[:0]))
	return w
}

// count writes a whole number.
func (w *pen) count(n int) *pen {
	var few [20]byte
	w.text.Write(strconv.AppendInt(few[:0], int64(n), 10))
	return w
}

// pair writes one number, or confirmed–possible.
func (w *pen) pair(p Pair) *pen {
	if w.num(p.Lo); !p.Known() {
		w.say("–").num(p.Hi)
	}
	return w
}

// vast is half of far: what lies beyond has no limit that the rule states.
var vast = far.Div(standard.Int(2))

// bounded writes a pair; an end without limit is called so.
func (w *pen) bounded(p Pair) *pen {
	switch {
	case p.Known(), p.Lo.Less(vast.Neg()) && vast.Less(p.Hi):
		return w.unless(p.Lo.Less(vast.Neg()), p.Lo)
	case p.Lo.Sign() < 0:
		w.say("(").unless(p.Lo.Less(vast.Neg()), p.Lo).say(")–")
	default:
		w.num(p.Lo).say("–")
	}
	return w.unless(vast.Less(p.Hi), p.Hi)
}

// unless writes a number that has a limit.
func (w *pen) unless(limitless bool, v standard.Rat) *pen {
	if limitless {
		return w.say("不定")
	}
	return w.num(v)
}

// inside writes a pair within a sum: in brackets if it is two numbers.
func (w *pen) inside(p Pair) *pen {
	if p.Known() {
		return w.bounded(p)
	}
	return w.say("(").bounded(p).say(")")
}

// end ends the sentence.
func (w *pen) end() {
	text := w.text.String()
	w.said = append(w.said, text[w.from:])
	w.from = len(text)
}
