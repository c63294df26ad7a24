package main

import (
	"fmt"
	"path/filepath"
	"time"
)

// progress shows count / total and time left on a terminal, four times a second,
// and nothing elsewhere.
type progress struct {
	c     *console
	what  string
	total int
	n     int
	start time.Time
	shown time.Time
}

func newProgress(c *console, what string, total int) *progress {
	now := c.now()
	return &progress{c: c, what: what, total: total, start: now, shown: now}
}

func (p *progress) step() {
	p.n++
	if !p.c.progress || p.n%64 != 0 {
		return
	}
	now := p.c.now()
	if now.Sub(p.shown) < 250*time.Millisecond {
		return
	}
	p.shown = now
	spent := now.Sub(p.start)
	n := min(p.n, p.total)
	left := time.Duration(float64(spent) / float64(n) * float64(p.total-n))
	fmt.Fprintf(p.c.err, "\r%s %d / %d，还要%s   ", p.what, n, p.total, spell(left))
}

// spell writes a time left: 3 秒, 2 分 5 秒; never less than a second.
func spell(d time.Duration) string {
	s := max(1, int(d.Round(time.Second)/time.Second))
	if s < 60 {
		return fmt.Sprintf(" %d 秒", s)
	}
	return fmt.Sprintf(" %d 分 %d 秒", s/60, s%60)
}

func (p *progress) done() {
	if p.c.progress {
		fmt.Fprint(p.c.err, "\r\033[K")
	}
}

func dirOf(name string) string { return filepath.Dir(name) }

// A count shows how far work is that does not know its end.
type count struct {
	c     *console
	what  string
	shown time.Time
}

func newCount(c *console, what string) *count { return &count{c: c, what: what} }

// at shows a number on a terminal, four times a second.
func (n *count) at(number int64) {
	if now := n.c.now(); n.c.progress && now.Sub(n.shown) >= 250*time.Millisecond {
		n.shown = now
		fmt.Fprintf(n.c.err, "\r%s %d   ", n.what, number)
	}
}

func (n *count) done() {
	if n.c.progress {
		fmt.Fprint(n.c.err, "\r\033[K")
	}
}
