package fact

import "qiangji/internal/party"

// sealed is the kinds whose bodies are stored encrypted under the person's key,
// so that erasure makes them unreadable, not merely nameless (C16).
var sealed = map[Kind]bool{
	"disposal.step": true, // 组织处置
	"grade.given":   true, // 评议等次
	"member.away":   true, // 流动与联系, among it 失去联系
	"talk.held":     true, // 谈心谈话
}

// Sealed reports whether bodies of the kind are stored encrypted.
func Sealed(k Kind) bool { return sealed[k] }

// A Header (封面) is what stays readable of a sealed body. Measures may read
// nothing else of it.
type Header struct {
	Kind   Kind
	Org    party.OrgID
	Member party.MemberID // empty for a talk: whose it was is never recorded
	Stage  string         // the code of a stage that tells nothing of the person
}

// HeaderOf returns the header of a fact. Of a kind that is not sealed it holds
// kind and organisation only; there the body is open. The stage of a disposal
// is its step, never its result; of a talk the pair class; of a member away the
// state, except that losing and finding contact are not told; of a grade none.
func HeaderOf(f *Fact) Header {
	h := Header{Org: f.Org}
	if f.Body == nil {
		return h
	}
	h.Kind = f.Body.Kind()
	switch b := f.Body.(type) {
	case *DisposalStep:
		h.Member, h.Stage = b.Member, string(b.Step)
	case *GradeGiven:
		h.Member = b.Member
	case *TalkHeld:
		h.Stage = string(b.Pair)
	case *MemberAway:
		h.Member = b.Member
		if b.State != "lost" && b.State != "found" {
			h.Stage = string(b.State)
		}
	}
	return h
}

// Body returns the body that the header tells: what stays of a sealed one whose key
// was destroyed. HeaderOf of a fact with it is the header again. It is nil for a kind
// that is not sealed.
func (h Header) Body() Body {
	switch h.Kind {
	case "disposal.step":
		return &DisposalStep{Member: h.Member, Step: party.DisposalStep(h.Stage)}
	case "grade.given":
		return &GradeGiven{Member: h.Member}
	case "talk.held":
		return &TalkHeld{Pair: party.Pair(h.Stage)}
	case "member.away":
		return &MemberAway{Member: h.Member, State: party.Away(h.Stage)}
	}
	return nil
}
