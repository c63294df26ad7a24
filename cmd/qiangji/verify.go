package main

import (
	"context"
	"errors"
	"fmt"

	"qiangji/internal/app"
	"qiangji/internal/app/operate"
	"qiangji/internal/errs"
	"qiangji/internal/keys"
	"qiangji/internal/store/sqlite"
)

type verifyCmd struct {
	place
	Verifier string `placeholder:"公钥" help:"没有密钥目录时核对签名：doctor 印出的那一行公钥"`
	JSON     bool   `help:"输出 JSON（schema verify/1）"`
}

// Run checks a ledger, or a copy of one, whole: status 1 when anything is wrong. It needs
// no key, writes nothing, and works on a copy from which nothing can be opened.
func (v *verifyCmd) Run(c *console) error {
	if !v.given() {
		return v.check()
	}
	ctx, stop := stoppable()
	defer stop()
	verdict, err := v.verify(ctx, c)
	if err != nil {
		return err
	}
	if v.JSON {
		err = writeJSON(c, verdict.JSON())
	} else {
		for _, line := range verdict.Lines() {
			fmt.Fprintln(c.out, line)
		}
	}
	if err == nil && !verdict.Sound() {
		err = answerNo{}
	}
	return err
}

// A copied ledger is all that is read of one to verify it.
type copied interface {
	app.Inspector
	Close() error
}

func (v *verifyCmd) verify(ctx context.Context, c *console) (*operate.Verdict, error) {
	var check operate.Verification
	if err := v.trust(c, &check); err != nil {
		return nil, err
	}
	var from copied
	if v.Database != "" {
		h := &house{place: v.place, c: c}
		if err := h.store(ctx); err != nil {
			return nil, err
		}
		check.Copy, check.Seals, from = h.copy, h.sequence, closing{h.copy, h.host}
	} else {
		look, err := sqlite.OpenLook(ctx, v.Data)
		if err != nil {
			return nil, err
		}
		check.Copy, check.Seals, from = look, look, look
	}
	if err := check.Belongs(ctx); err != nil {
		return nil, errors.Join(err, from.Close())
	}
	bar := newCount(c, "核验")
	check.Step = bar.at
	verdict, err := check.Verify(ctx)
	bar.done()
	return verdict, errors.Join(err, from.Close())
}

// closing closes what a copy was read from.
type closing struct {
	app.Inspector
	host app.Host
}

func (c closing) Close() error { return c.host.Close() }

// trust takes what is known from outside the copy: from the key directory if it is
// there, else from a public key that was given.
func (v *verifyCmd) trust(c *console, check *operate.Verification) (err error) {
	if v.Verifier != "" {
		if check.Trust, err = operate.TrustIn(v.Verifier); err != nil {
			err = usageError{"--verifier 不是 doctor 印出的那一行公钥"}
		}
		return err
	}
	dir, err := v.keyDir()
	if err != nil {
		return nil // a database without --keys: signatures are not verified, and it says so
	}
	ring, err := keys.Open(dir)
	switch {
	case errs.KindOf(err) == errs.NotFound && v.Keys == "":
		return nil
	case err != nil:
		return err
	}
	check.Erased = ring.Erased()
	check.Trust, err = operate.TrustOf(ring)
	return err
}
