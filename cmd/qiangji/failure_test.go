package main

import (
	"bytes"
	"errors"
	"strings"
	"syscall"
	"testing"

	"qiangji/internal/errs"
	"qiangji/internal/store/sqlite"
)

// TestInUseHasNoTail: the text says who has the directory; no English follows it.
func TestInUseHasNoTail(t *testing.T) {
	err := errs.E("open", errs.Unavailable, "正被另一个进程使用", errors.Join(sqlite.ErrInUse, syscall.EAGAIN))
	if said := failure(err); said != "正被另一个进程使用" {
		t.Errorf("%q", said)
	}
}

// TestBygone: what cannot be written now is passed over with a word, nothing else is.
func TestBygone(t *testing.T) {
	var said bytes.Buffer
	h := &house{c: &console{err: &said}}
	if err := h.bygone(errs.E("test", errs.Unavailable, "磁盘只剩 1 MiB", nil)); err != nil || !strings.Contains(said.String(), "磁盘只剩 1 MiB") {
		t.Errorf("%v: %q", err, said.String())
	}
	if err := h.bygone(errs.E("test", errs.IO, "坏了", nil)); errs.KindOf(err) != errs.IO || h.bygone(nil) != nil {
		t.Errorf("%v", err)
	}
}
