package record

import (
	"context"
	"fmt"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// Correct records a fact anew as mend leaves it: it is given a copy of the record as it
// stands, with its corrections, and changes what was wrong. The request holds no facts.
func (r *Recorder) Correct(ctx context.Context, q Request, id party.FactID, mend func(*fact.Fact)) (Result, error) {
	stands, err := r.standing(ctx, id)
	if err != nil {
		return Result{}, err
	}
	if stands.Erased {
		return Result{}, errs.E("record.Correct", errs.NotFound, fmt.Sprintf("记录 %s 的内容已经依规定抹去，不能更正；需要的话可以作废", id), app.ErrErased)
	}
	f, problems := fact.Parse(stands.Fact.Append(nil))
	if problems != nil {
		return Result{}, errs.E("record.Correct", errs.Invalid, fmt.Sprintf("记录 %s 读不出来：%s", id, problems[0].Message), nil)
	}
	f.ID, f.Corrects, f.Origin = "", stands.Fact.ID, nil
	mend(&f)
	q.Facts = []fact.Fact{f}
	if q.Action == "" {
		q.Action = "fact.correct"
	}
	return r.Append(ctx, q)
}

// Void takes a record back with all its corrections. The request holds no facts.
func (r *Recorder) Void(ctx context.Context, q Request, id party.FactID, by party.MemberID, cause party.VoidCause) (Result, error) {
	stands, err := r.standing(ctx, id)
	if err != nil {
		return Result{}, err
	}
	q.Facts = []fact.Fact{{
		Org: stands.Fact.Org, On: party.DateIn(r.Clock.Instant()), By: by, Body: &fact.Void{Fact: id, Cause: cause},
	}}
	if q.Action == "" {
		q.Action = "fact.void"
	}
	return r.Append(ctx, q)
}

// standing returns the form in which the record with an id stands; NotFound if it does
// not, or was taken back.
func (r *Recorder) standing(ctx context.Context, id party.FactID) (*app.Recorded, error) {
	thread, err := r.Book().Thread(ctx, id)
	if err != nil {
		return nil, err
	}
	facts := make([]fact.Fact, len(thread))
	for i := range thread {
		facts[i] = thread[i].Fact
	}
	for _, f := range fact.Standing(facts, fact.Cut{}) {
		for i := range thread {
			if thread[i].Fact.ID == f.ID {
				return &thread[i], nil
			}
		}
	}
	return nil, errs.E("record.standing", errs.NotFound, fmt.Sprintf("没有编号为 %s 的记录，或它已经作废；请核对编号", id), nil)
}
