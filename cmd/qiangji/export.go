package main

import (
	"context"
	"fmt"
	"os"

	"qiangji/internal/app"
	"qiangji/internal/app/operate"
)

type exportCmd struct {
	place
	What string `arg:"" name:"什么" enum:"facts" help:"facts：全部记录、审计和封印，一行一条"`
	Out  string `required:"" placeholder:"文件" help:"写到哪个 .jsonl 文件；- 是标准输出"`
}

// Run writes the ledger as a file that can be imported into an empty one.
func (e *exportCmd) Run(c *console) error {
	if err := fresh(e.Out); err != nil {
		return err
	}
	ctx, stop := stoppable()
	defer stop()
	h, err := e.open(ctx, c)
	if err != nil {
		return err
	}
	return h.close(e.write(ctx, c, h))
}

func (e *exportCmd) write(ctx context.Context, c *console, h *house) error {
	if err := h.bygone(h.settle(ctx)); err != nil {
		return err
	}
	bar := newCount(c, "导出")
	step := func(at, _ app.Position) { bar.at(int64(at)) }
	defer bar.done()
	if e.Out == "-" {
		_, err := operate.Export(ctx, h.ledger, h.sequence, c.out, step)
		return err
	}
	var n app.Position
	err := writeFile(e.Out, func(f *os.File) (err error) {
		n, err = operate.Export(ctx, h.ledger, h.sequence, f, step)
		return private(f, err)
	})
	bar.done()
	if err == nil {
		fmt.Fprintf(c.err, "写好 %s：%d 条，封存的内容仍然封存着；导入空的数据目录就是同一本台账。%s\n", e.Out, n, moving)
	}
	return err
}
