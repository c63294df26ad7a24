package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"qiangji/internal/errs"
	"qiangji/internal/sheet"
)

type templateCmd struct {
	Out string `required:"" placeholder:"文件或目录" help:"写到哪个 .xlsx；给目录就写五张分开的"`
}

// Run writes one workbook with all tables, or one for each into a directory.
func (t *templateCmd) Run(c *console) error {
	if strings.HasSuffix(t.Out, ".xlsx") {
		return t.write(c, t.Out)
	}
	if err := t.checkDir(); err != nil {
		return err
	}
	if err := os.MkdirAll(t.Out, 0o755); err != nil {
		return errs.E("template", errs.IO, t.Out+" 建不了目录", err)
	}
	for _, k := range sheet.Kinds {
		if err := t.write(c, t.file(k), k); err != nil {
			return err
		}
	}
	return nil
}

// checkDir refuses what was meant to be a file, and a directory that holds one
// of the templates already, before anything is written.
func (t *templateCmd) checkDir() error {
	info, err := os.Stat(t.Out)
	ext := strings.TrimPrefix(filepath.Ext(t.Out), ".")
	if (err != nil || !info.IsDir()) && ext != "" && strings.Trim(strings.ToLower(ext), "abcdefghijklmnopqrstuvwxyz") == "" {
		return usageError{fmt.Sprintf("模板写成 .xlsx 文件，给的是 %s；请改成 %s.xlsx。要五张分开的，给一个目录名，如“模板”", t.Out, strings.TrimSuffix(t.Out, filepath.Ext(t.Out)))}
	}
	for _, k := range sheet.Kinds {
		if err := fresh(t.file(k)); err != nil {
			return err
		}
	}
	return nil
}

func (t *templateCmd) file(k sheet.Kind) string { return filepath.Join(t.Out, k.Title()+".xlsx") }

// write writes one workbook, of all kinds if none is named.
func (t *templateCmd) write(c *console, name string, kinds ...sheet.Kind) error {
	if err := fresh(name); err != nil {
		return err
	}
	err := writeFile(name, func(f *os.File) error { return sheet.WriteTemplate(f, kinds...) })
	switch {
	case err != nil:
		return err
	case len(kinds) == 0:
		fmt.Fprintf(c.err, "写好 %s：五张表都在里面\n", name)
	default:
		fmt.Fprintf(c.err, "写好 %s\n", name)
	}
	return nil
}
