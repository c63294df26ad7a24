package derive

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"slices"
	"time"

	"qiangji/internal/app"
	"qiangji/internal/core/assess"
	"qiangji/internal/core/fact"
	"qiangji/internal/core/register"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// A Publication (公布) is all that it takes to come to a published result again: of
// which branches, by what, seen how far, and the digest of the result. What was found is
// not in it, for it can be computed from the record at any time.
type Publication struct {
	Below     party.OrgID    `json:"below"` // the branches below it, and it itself if it is one
	Scheme    party.SchemeID `json:"scheme"`
	Year      int            `json:"year"`
	On        party.Date     `json:"on"`        // what happened up to this day
	Known     app.Position   `json:"known"`     // and has a position up to this one
	Engine    int            `json:"engine"`    // the meaning of the language
	Standards []party.Digest `json:"standards"` // of every field that occurs, sorted
	Orgs      int            `json:"orgs"`
	Result    party.Digest   `json:"result"` // SHA-256 over organisation and score, in order of id
}

// Encode returns the canonical JSON.
func (p *Publication) Encode() ([]byte, error) { return json.Marshal(p) }

// Entry returns the audit entry that publishes the result: it holds the digest of the
// publication, which the chain of seals then vouches for. The publication itself goes
// out with the published list.
func (p *Publication) Entry(id string, at time.Time, actor app.Actor) (app.Entry, error) {
	data, err := p.Encode()
	if err != nil {
		return app.Entry{}, err
	}
	sum := sha256.Sum256(data)
	return app.Entry{
		ID: id, Org: p.Below, At: at, Actor: actor, Action: "result.publish", Result: "done",
		Object: string(p.Scheme), Reason: hex.EncodeToString(sum[:]),
		Counts: map[string]int64{"year": int64(p.Year), "known": int64(p.Known), "engine": int64(p.Engine), "orgs": int64(p.Orgs)},
	}, nil
}

// ReadPublication reads what Encode wrote, letter for letter; anything else is Invalid.
func ReadPublication(data []byte) (*Publication, error) {
	p := &Publication{}
	err := json.Unmarshal(data, p)
	if err == nil {
		var again []byte
		if again, err = p.Encode(); err == nil && bytes.Equal(again, data) {
			return p, nil
		}
	}
	return nil, errs.E("derive.ReadPublication", errs.Invalid, "这不是一份公布的依据；请从公布时保存的原样取", err)
}

// Publish computes a result and what it takes to come to it again. The question is a
// Publication of which Below, Scheme, Year, On and Known are set.
func (d *Deriver) Publish(ctx context.Context, question Publication, tell func(Progress)) (*Publication, error) {
	head, err := d.Ledger.Head(ctx)
	if err != nil {
		return nil, err
	}
	if question.Known < 1 || question.Known > head.Last {
		return nil, errs.E("derive.Publish", errs.Invalid, fmt.Sprintf("公布要写明看到第几条记录为止：在 1 到 %d 之间，现在是 %d", head.Last, question.Known), nil)
	}
	question.Engine, question.Standards, question.Orgs, question.Result = assess.Engine, nil, 0, ""
	r := replay{Deriver: d, p: question, sum: sha256.New(), tell: tell}
	if err := r.run(ctx); err != nil {
		return nil, err
	}
	return &r.p, nil
}

// Replay computes a published result again, from the record as far as the publication
// saw it, and reports whether it is the same. A publication that this program cannot
// compute, because it has another engine or other standards, is Invalid and says so.
func (d *Deriver) Replay(ctx context.Context, p *Publication, tell func(Progress)) (same bool, err error) {
	const op = "derive.Replay"
	if p.Engine != assess.Engine {
		return false, errs.E(op, errs.Invalid, fmt.Sprintf("公布时用的是第 %d 代测算规则，这个程序里是第 %d 代，不能代替；请用公布时的程序版本重算", p.Engine, assess.Engine), nil)
	}
	again, err := d.Publish(ctx, *p, tell)
	if err != nil {
		return false, err
	}
	if !slices.Equal(again.Standards, p.Standards) {
		return false, errs.E(op, errs.Invalid, fmt.Sprintf("方案 %s 的标准和公布时的不同，不能代替；请放回当时的标准包再重算（当时的摘要：%s）", p.Scheme, digests(p.Standards)), nil)
	}
	return again.Orgs == p.Orgs && again.Result == p.Result, nil
}

func digests(all []party.Digest) string {
	var b bytes.Buffer
	for i, d := range all {
		if i > 0 {
			b.WriteString("、")
		}
		b.WriteString(string(d[:min(12, len(d))]))
	}
	return b.String()
}

// A replay computes one published result.
type replay struct {
	*Deriver
	p     Publication
	peers assess.Peers
	sum   hash.Hash
	tell  func(Progress)
}

// A contestant is a branch that the result is about; the zero one is about nobody.
type contestant struct {
	y       *register.Year
	program *assess.Program
}

// run goes through all organisations: once to gather what is compared, if anything is,
// and once to score.
func (r *replay) run(ctx context.Context) error {
	compares := false
	err := r.pass(ctx, "公布重算，第一遍：记录", func(c contestant) error {
		if c.program.Joins() {
			return errs.E("derive.Publish", errs.Invalid, fmt.Sprintf("方案 %s 要汇总下级的得分，还不能这样公布", r.p.Scheme), nil)
		}
		compares = compares || c.program.Compares()
		r.peers.Add(c.program, c.y)
		if d := c.program.Standard().Digest; !slices.Contains(r.p.Standards, d) {
			r.p.Standards = append(r.p.Standards, d)
		}
		return nil
	})
	if err != nil {
		return err
	}
	slices.Sort(r.p.Standards)
	err = r.pass(ctx, "公布重算，第二遍：记录", func(c contestant) error {
		r.p.Orgs++
		return r.write(c, compares)
	})
	r.p.Result = party.Digest(hex.EncodeToString(r.sum.Sum(nil)))
	return err
}

// pass visits every branch that the result is about, in order of id.
func (r *replay) pass(ctx context.Context, what string, visit func(contestant) error) error {
	m := r.meter(what, int64(r.p.Known), r.tell)
	return (&sweep[contestant]{
		Deriver: r.Deriver, span: span(r.p.Known), make: r.contestant,
		take: func(b *batch[contestant]) error {
			m.add(b.own)
			for _, c := range b.made {
				if c.program == nil {
					continue
				}
				if err := visit(c); err != nil {
					return err
				}
			}
			return nil
		},
	}).run(ctx)
}

// contestant folds an organisation, if the result is about it.
func (r *replay) contestant(f *folder, org party.OrgID, facts []fact.Fact) (c contestant, err error) {
	reg := register.Fold(facts, fact.Cut{On: r.p.On})
	day := min(r.p.On, party.YearOf(r.p.Year).To)
	if reg.Level(org) != "branch" || org != r.p.Below && !slices.Contains(reg.Ancestors(org, day), r.p.Below) {
		return c, nil
	}
	if !slices.Contains(f.schemes(reg, org, day), r.p.Scheme) {
		return c, nil
	}
	y := reg.Year(org, r.p.Year, false)
	if y == nil {
		return c, nil
	}
	c.y = y
	c.program, err = r.programs.get(r.p.Scheme, y.Domain(), y.Of)
	return c, err
}

// write adds a branch to the digest.
func (r *replay) write(c contestant, compares bool) error {
	s := Score{Standard: c.program.Standard().Digest, Engine: assess.Engine, AsOf: c.y.Cut.On, Refused: c.program.Refused()}
	if compares {
		a := r.peers.Assess(c.program, c.y)
		s.Total = a.Total
		for i := range a.Items {
			s.Items = append(s.Items, assess.Score{Verdict: a.Items[i].Verdict, Points: a.Items[i].Points, Due: a.Items[i].Due, Max: a.Items[i].Max})
		}
	} else {
		var sheet assess.Sheet
		c.program.Score(c.y, &sheet)
		s.Items, s.Total = sheet.Items, sheet.Total
	}
	blob, err := s.AppendBinary(nil)
	if err != nil {
		return err
	}
	for _, part := range [][]byte{[]byte(c.y.Org), blob} {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(part)))
		r.sum.Write(n[:])
		r.sum.Write(part)
	}
	return nil
}
