package main

import (
	"cmp"
	"context"
	"fmt"

	"qiangji/internal/app"
	"qiangji/internal/app/person"
	"qiangji/internal/core/chain"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

type keysCmd struct {
	Rotate keysRotateCmd `cmd:"" help:"更换包裹密钥：人和组织的密钥重新包一遍，内容不动；中途断了再运行一次"`
	Find   keysFindCmd   `cmd:"" help:"按姓名找一个人的编号；看过谁，留在审计里"`
	Erase  keysEraseCmd  `cmd:"" help:"抹去一个人的资料：销毁这个人的密钥，以后恢复旧备份也读不出来"`
	Accept keysAcceptCmd `cmd:"" name:"accept-loss" help:"恢复了缺少记录的备份以后，认下这个损失，接着登记"`
}

type keysRotateCmd struct {
	place
	Backup string `required:"" placeholder:"名字" help:"换好以后立即备份到这里：旧的密钥备份从此打不开了"`
}

// Run exchanges the wrapping key, backs up, and retires the old one.
func (r *keysRotateCmd) Run(c *console) error {
	backup := &backupCmd{place: r.place, Out: r.Backup}
	if err := r.check(); err != nil {
		return err
	}
	if err := backup.apart(); err != nil {
		return err
	}
	ctx, stop := stoppable()
	defer stop()
	h, err := r.open(ctx, c)
	if err != nil {
		return err
	}
	if err := h.behind(ctx); err != nil {
		return h.close(err)
	}
	bar := newCount(c, "重新包裹")
	work := person.Rotation{
		Persons: h.persons(), Keys: h.keys, By: deed("rotate"), Progress: bar.at,
		Backup: func(ctx context.Context) error { bar.done(); return backup.write(ctx, c, h) },
	}
	err = work.Run(ctx)
	if err == nil {
		err = h.settle(ctx)
	}
	if err == nil {
		fmt.Fprintln(c.out, "换好了；旧的包裹密钥已经停用")
	}
	return h.close(err)
}

type keysFindCmd struct {
	place
	Name string `arg:"" name:"姓名" help:"姓名，或者姓名里连着的几个字；也可以是整个身份证号"`
}

// mostFound is how many persons are shown at once.
const mostFound = 50

// Run shows whose name holds a text, as little of each as tells them apart.
func (k *keysFindCmd) Run(c *console) error {
	ctx, stop := stoppable()
	defer stop()
	h, err := k.open(ctx, c)
	if err != nil {
		return err
	}
	if err := h.behind(ctx); err != nil {
		return h.close(err)
	}
	found, err := h.persons().Find(ctx, deed(""), k.Name, mostFound)
	if err == nil {
		err = h.settle(ctx)
	}
	if err = h.close(err); err != nil {
		return err
	}
	for i := range found {
		p := &found[i]
		fmt.Fprintf(c.out, "%s  %s  党组织 %s  证件号末四位 %s\n", p.Member, p.Name, cmp.Or(string(p.Org), "没有记"), lastFour(p.IDNumber))
	}
	if len(found) == 0 {
		fmt.Fprintf(c.err, "没有姓名里有「%s」的人；抹去过的人也找不到\n", k.Name)
		return answerNo{}
	}
	return nil
}

// lastFour is what of an ID number tells two of the same name apart.
func lastFour(number string) string {
	if len(number) < 4 {
		return "没有记"
	}
	return number[len(number)-4:]
}

type keysEraseCmd struct {
	place
	Member string `arg:"" name:"编号" help:"党员的编号；不知道编号的，先 keys find 姓名"`
	Reason string `required:"" placeholder:"文号" help:"依据：文件或申请的编号，如 云组发〔2026〕1号；不写姓名和说明"`
	Yes    string `placeholder:"编号" help:"再写一遍编号，表示确实要抹去：抹去了就回不来"`
}

// Run erases one person for good.
func (e *keysEraseCmd) Run(c *console) error {
	if !app.GoodReason(e.Reason) {
		return usageError{fmt.Sprintf("--reason 要写依据的文号或编号，例如 云组发〔2026〕1号：里面有数字，没有空格和标点，不超过 64 个字，不写姓名和说明；现在是「%s」。什么也没有抹去", e.Reason)}
	}
	if e.Yes != e.Member {
		return usageError{fmt.Sprintf("抹去了就回不来。确实要抹去，请再写一遍编号：--yes %s", e.Member)}
	}
	ctx, stop := stoppable()
	defer stop()
	h, err := e.open(ctx, c)
	if err != nil {
		return err
	}
	err = h.persons().Erase(ctx, deed(e.Reason), party.MemberID(e.Member))
	if errs.KindOf(err) == errs.NotFound {
		err = errs.E("keys", errs.NotFound, fmt.Sprintf("没有编号为「%s」的人员资料，什么也没有抹去。从姓名找编号：bin/qiangji keys find 姓名%s", e.Member, e.flags()), nil)
	}
	if err == nil {
		err = h.settle(ctx)
	}
	if err == nil {
		fmt.Fprintf(c.out, "抹去了 %s：姓名、证件号、电话和封存的内容从此读不出来；公开的记录还在，只剩编号\n", e.Member)
	}
	return h.close(err)
}

type keysAcceptCmd struct {
	place
}

// Run makes the ledger as restored the one to go on from.
func (a *keysAcceptCmd) Run(c *console) error {
	ctx, stop := stoppable()
	defer stop()
	h, err := a.open(ctx, c)
	if err != nil {
		return err
	}
	seals, err := h.sequence.Seals(ctx, 0)
	if err == nil && len(seals) == 0 {
		err = errs.E("keys", errs.Invalid, "恢复的数据里没有封印，没有什么可以接着的", nil)
	}
	var lost chain.Head
	if err == nil {
		lost, err = h.loss(ctx)
	}
	if err == nil {
		err = h.note(ctx, "loss.accept", fmt.Sprintf("seal-%d", lost.Size))
	}
	if err == nil {
		err = h.keys.Rewind(seals[len(seals)-1].Text)
	}
	if err == nil {
		err = h.settle(ctx)
	}
	if err == nil {
		fmt.Fprintf(c.out, "从第 %d 条接着登记。上级联署过更晚的封印的，要告诉上级重新开始\n", seals[len(seals)-1].Size)
	}
	return h.close(err)
}

// loss returns the last seal that the ledger does not hold; without any there is nothing to
// accept.
func (h *house) loss(ctx context.Context) (chain.Head, error) {
	signed, holds, err := h.sealer().Holds(ctx)
	if err == nil && holds {
		err = errs.E("keys", errs.Invalid, fmt.Sprintf("签过封印的 %d 条都在，没有损失要认下", signed.Size), nil)
	}
	return signed, err
}
