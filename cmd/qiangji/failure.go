package main

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"qiangji/internal/errs"
	"qiangji/internal/store/sqlite"
)

// causes says in Chinese what the system's own errors mean.
var causes = []struct {
	is   error
	said string
}{
	{sqlite.ErrInUse, ""}, // what it comes with says it all
	{fs.ErrNotExist, "没有这个文件或目录"},
	{fs.ErrExist, "已经有同名的文件"},
	{fs.ErrPermission, "没有权限"},
	{syscall.EISDIR, "它是一个目录，这里要写文件"},
	{syscall.ENOTDIR, "路径中间有一段是文件，不是目录"},
	{syscall.ENOSPC, "磁盘满了，腾出地方再试"},
	{syscall.EROFS, "这个盘只能读"},
	{syscall.EPIPE, "接收结果的程序先关了"},
	{os.ErrClosed, "文件已经关了"},
}

// failure is an error as a user reads it: our own words, then what the system
// meant; its English only where there is no word for it.
func failure(err error) string {
	var e *errs.Error
	if !errors.As(err, &e) || e.Text == "" || e.Err == nil {
		return cause(err)
	}
	if why := failure(e.Err); why == "" {
		return e.Text
	}
	return e.Text + "（" + strings.TrimSuffix(failure(e.Err), "。") + "）"
}

func cause(err error) string {
	for _, c := range causes {
		if errors.Is(err, c.is) {
			return c.said
		}
	}
	return err.Error()
}
