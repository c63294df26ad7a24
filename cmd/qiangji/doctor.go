package main

import (
	"context"
	"fmt"
	"time"

	"qiangji/internal/app"
	"qiangji/internal/app/operate"
	"qiangji/internal/core/chain"
	"qiangji/internal/vault"
)

type doctorCmd struct {
	place
	Deep bool `help:"连数据库自己的结构和全部记录一起查，大的库要几分钟"`
	JSON bool `help:"输出 JSON（schema doctor/1）"`
}

// Run looks at everything that a ledger rests on: status 1 when anything is bad.
func (d *doctorCmd) Run(c *console) error {
	ctx, stop := stoppable()
	defer stop()
	h, err := d.look(ctx, c)
	if err != nil {
		return err
	}
	all, err := h.conditions(ctx, d.Deep)
	if err = h.close(err); err != nil {
		return err
	}
	bad := 0
	for _, x := range all {
		if x.Bad {
			bad++
		}
	}
	if d.JSON {
		err = writeJSON(c, map[string]any{"schema": "doctor/1", "conditions": all})
	} else {
		d.print(c, all, bad)
	}
	if err == nil && bad > 0 {
		err = answerNo{}
	}
	return err
}

func (d *doctorCmd) print(c *console, all []app.Condition, bad int) {
	for _, x := range all {
		if !x.Bad {
			fmt.Fprintf(c.out, "%s %s：%s\n", c.ink().Green("✓"), x.Name, x.Value)
			continue
		}
		fmt.Fprintf(c.out, "%s %s：%s\n", c.ink().Red("✗"), x.Name, x.Value)
		if x.Want != "" {
			fmt.Fprintf(c.out, "    应当：%s\n", x.Want)
		}
		fmt.Fprintf(c.out, "    怎么办：%s\n", x.Help)
	}
	if bad > 0 {
		fmt.Fprintf(c.out, "有 %d 处不好，请照上面说的办\n", bad)
		return
	}
	fmt.Fprintln(c.out, "都好")
}

// staleBackup is the age of a backup at which doctor complains.
const staleBackup = 24 * time.Hour

// conditions is what the store says of its place, and what only the whole knows.
func (h *house) conditions(ctx context.Context, deep bool) ([]app.Condition, error) {
	all, err := h.host.Conditions(ctx, deep)
	if err != nil {
		return nil, err
	}
	head, err := h.ledger.Head(ctx)
	if err != nil {
		return nil, err
	}
	all = append(all,
		app.Condition{Name: "台账", Value: fmt.Sprintf("%d 条已编入序列，%d 条等待", head.Last, head.Pending)},
		app.Condition{Name: "核对签名的公钥", Value: h.keys.VerifierKey()},
		app.Condition{Name: "时钟", Value: h.c.now().Format(time.RFC3339)},
		h.erasures())
	if demo, err := h.setting(ctx, setDemo); err != nil {
		return nil, err
	} else if demo != "" {
		all = append(all, app.Condition{Name: "用途", Value: "演示：里面的单位和人都是虚构的，不要登记真事"})
	}
	if err := h.behind(ctx); err != nil {
		all = append(all, app.Condition{Name: "副本", Value: failure(err), Bad: true, Want: "和签过的封印一样新", Help: "用最新的数据目录，或者恢复更新的备份；确实没有了，由负责人认下：bin/qiangji keys accept-loss" + h.flags()})
	}
	rings, err := h.rings(ctx)
	if err != nil {
		return nil, err
	}
	all = append(all, rings...)
	backup, err := h.backedUp(ctx)
	if err != nil {
		return nil, err
	}
	all = append(all, backup)
	if deep {
		trust, err := operate.TrustOf(h.keys)
		if err != nil {
			return nil, err
		}
		verdict, err := h.verify(ctx, trust)
		if err != nil {
			return nil, err
		}
		whole := app.Condition{Name: "核验", Value: fmt.Sprintf("%d 条，封印到第 %d 条", verdict.Records, verdict.Sealed)}
		if !verdict.Sound() {
			whole.Value, whole.Bad, whole.Want, whole.Help = verdict.Lines()[3], true, "没有问题", "运行 bin/qiangji verify"+h.flags()+" 看全部；"+verdict.Advice()
		}
		all = append(all, whole, h.texts(ctx))
	}
	return all, nil
}

// rings says whether the key directory is that of the data as it is now.
func (h *house) rings(ctx context.Context) ([]app.Condition, error) {
	opens := app.Condition{Name: "包裹的密钥", Value: "打得开", Want: "打得开", Help: "用 --keys 给出和数据同一代的密钥目录：更换密钥以后的数据配更换以后的，旧备份配以前的副本"}
	why, err := h.fits(ctx)
	if why != "" {
		opens.Value, opens.Bad = why, true
	}
	all := []app.Condition{opens}
	if h.unsigned {
		all = append(all, app.Condition{Name: "最后签过的封印", Value: noSigned, Bad: true, Want: "密钥目录里有", Help: "从密钥目录的副本里找回 signed；找不到的，拿印在纸上的封印或上级联署的核对，再做一次登记，封印时会重新记下"})
	}
	return all, err
}

// erasures says whether everybody in the list of erased is gone from the data.
func (h *house) erasures() app.Condition {
	x := app.Condition{Name: "抹去", Value: fmt.Sprintf("名单上 %d 人，都抹干净了", len(h.keys.Erased()))}
	if h.unfinished != nil {
		x.Bad, x.Value, x.Want = true, "没有做完："+failure(h.unfinished), "名单上的人，资料和密钥都不在数据里了"
		x.Help = "照上面的原因处理（磁盘、权限），再运行一次 doctor，打开时会接着做完；还不行，从备份恢复到新目录，恢复时会重做一遍"
	}
	return x
}

// texts holds every text and file that a record names against what the record says of it.
// That takes the keys, so verify, which needs none, cannot.
func (h *house) texts(ctx context.Context) app.Condition {
	x := app.Condition{Name: "文本和附件", Want: "都和记录相符", Help: "请保留原来的数据，从备份恢复"}
	box, found := vault.New(h.blobs, h.keys), map[vault.State]int{}
	for at := app.Position(0); ; {
		rows, err := h.ledger.Follow(ctx, at, 1000)
		if err != nil {
			x.Value, x.Bad = failure(err), true // verify tells where
			return x
		}
		if len(rows) == 0 {
			break
		}
		at = rows[len(rows)-1].Pos
		ring := h.ring()
		for i := range rows {
			if rows[i].Stream != chain.Facts {
				continue
			}
			line, _ := app.ParseLine(rows[i].Line) // likewise
			for _, want := range line.Texts {
				state, err := box.Verify(ctx, ring, want)
				if err != nil {
					x.Value, x.Bad = failure(err), true
					return x
				}
				if found[state]++; state == vault.Altered || state == vault.Missing {
					x.Bad = true
				}
			}
		}
	}
	for i, state := range vault.States {
		if i > 0 {
			x.Value += "，"
		}
		x.Value += fmt.Sprintf("%s %d 份", state.Label, found[state.Code])
	}
	return x
}

// backedUp says when the last backup was restored and verified.
func (h *house) backedUp(ctx context.Context) (app.Condition, error) {
	x := app.Condition{Name: "最近一次验证过的备份", Want: "一天以内", Help: "bin/qiangji backup --out 另一个盘/名字" + h.flags()}
	kept, err := h.setting(ctx, setBackup)
	if err != nil {
		return x, err
	}
	at, err := time.Parse(time.RFC3339, kept)
	switch {
	case kept == "":
		x.Value, x.Bad = "还没有做过", true
	case err != nil:
		x.Value, x.Bad = "记的时间读不出来："+kept, true
	default:
		x.Value, x.Bad = at.Local().Format("2006-01-02 15:04"), h.c.now().Sub(at) > staleBackup
	}
	return x, nil
}
