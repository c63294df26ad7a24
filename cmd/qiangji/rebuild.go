package main

import (
	"context"
	"fmt"
	"time"

	"qiangji/internal/app/derive"
	"qiangji/internal/app/operate"
	"qiangji/packs"
)

type rebuildCmd struct {
	place
	Compare bool `help:"不重建，只比：从记录重算一遍，和现有的列表逐行比较"`
}

// Run rebuilds the views, or compares them with a full replay: status 1 when they differ.
func (r *rebuildCmd) Run(c *console) error {
	ctx, stop := stoppable()
	defer stop()
	h, err := r.open(ctx, c)
	if err != nil {
		return err
	}
	if err := h.settle(ctx); err != nil {
		return h.close(err)
	}
	if r.Compare {
		return h.close(h.compare(ctx))
	}
	return h.close(h.rebuild(ctx))
}

// deriver keeps the views of a ledger.
func (h *house) deriver() *derive.Deriver {
	return derive.New(derive.Config{
		Ledger: h.ledger, Views: h.views, Rows: h.rows, Standards: operate.NewLibrary(packs.Files), Schemes: schemes, Now: h.c.now,
	})
}

// rebuild makes the views anew; stopped, it goes on the next time.
func (h *house) rebuild(ctx context.Context) error {
	tell, done := h.c.meter()
	d := h.deriver()
	err := d.Rebuild(ctx, tell)
	done()
	switch {
	case ctx.Err() != nil:
		fmt.Fprintln(h.c.err, "停下了。再运行一次，从停下的地方接着建；现有的列表照常用")
		return answerNo{}
	case err != nil:
		return err
	}
	state := d.State()
	fmt.Fprintf(h.c.out, "列表重建好了，已经换上：到第 %d 条，截至%s\n", state.Upto, state.AsOf.Chinese())
	return nil
}

// compare replays the ledger and compares the views with what comes of it.
func (h *house) compare(ctx context.Context) error {
	tell, done := h.c.meter()
	d := h.deriver()
	_, err := d.Open(ctx)
	if err == nil {
		err = d.CatchUp(ctx)
	}
	var found derive.Comparison
	if err == nil {
		found, err = d.Compare(ctx, tell)
	}
	done()
	if err != nil {
		return err
	}
	if found.Differences == 0 {
		fmt.Fprintf(h.c.out, "没有差别：%d 个党组织的 %d 行都和从头重算的一样（到第 %d 条）\n", found.Orgs, found.Rows, found.Upto)
		return nil
	}
	fmt.Fprintf(h.c.out, "有 %d 处差别，第一处：%s\n重建：bin/qiangji rebuild%s，再比一次；还有差别的，是程序的毛病，请告诉我们\n", found.Differences, found.First, h.flags())
	return answerNo{}
}

// meter shows on a terminal, four times a second, how far long work is.
func (c *console) meter() (tell func(derive.Progress), done func()) {
	var shown time.Time
	tell = func(p derive.Progress) {
		now := c.now()
		switch {
		case !c.progress || now.Sub(shown) < 250*time.Millisecond:
			return
		case p.Total == 0:
			fmt.Fprintf(c.err, "\r%s %d   ", p.What, p.Done)
		default:
			fmt.Fprintf(c.err, "\r%s %d / %d，每秒 %.0f，还要%s   ", p.What, p.Done, p.Total, p.Rate, spell(p.Left))
		}
		shown = now
	}
	return tell, newCount(c, "").done
}
