package storetest

import (
	"bytes"
	"io"
	"net"
	"testing"
	"time"
)

// echo is a server that sends back what it hears, and a proxy before it.
func echo(t *testing.T) (*Proxy, net.Conn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() }) // nothing rests on it
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				_, _ = io.Copy(c, c) // until it is cut
				_ = c.Close()
			}()
		}
	}()
	p, err := NewProxy(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p, dial(t, p)
}

func dial(t *testing.T, p *Proxy) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", p.Address())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() }) // it may be cut
	return c
}

// said sends a text and says whether it came back.
func said(t *testing.T, c net.Conn, text []byte) bool {
	t.Helper()
	if _, err := c.Write(text); err != nil {
		return false
	}
	back := make([]byte, len(text))
	_, err := io.ReadFull(c, back)
	return err == nil && bytes.Equal(back, text)
}

func TestProxyPasses(t *testing.T) {
	p, c := echo(t)
	if !said(t, c, []byte("hello")) || !said(t, c, commitMessage) {
		t.Error("a proxy that does nothing spoils something")
	}
	p.Delay(time.Millisecond)
	if !said(t, c, []byte("slowly")) {
		t.Error("delayed for ever")
	}
}

func TestProxyTarget(t *testing.T) {
	p, c := echo(t)
	other, _ := echo(t)
	other.Delay(time.Millisecond)
	p.Target(other.Address())
	if said(t, c, []byte("hello")) {
		t.Error("still connected to the old one")
	}
	c = dial(t, p)
	if !said(t, c, []byte("hello")) {
		t.Error("not connected to the new one")
	}
	other.Cut()
	if said(t, c, []byte("hello")) {
		t.Error("connected to something else")
	}
}

func TestProxyCuts(t *testing.T) {
	for name, spoil := range map[string]func(*Proxy){
		"Cut": (*Proxy).Cut, "HalfClose": (*Proxy).HalfClose, "Close": (*Proxy).Close,
		"Silence": func(p *Proxy) { p.Silence(true); p.Silence(false) },
	} {
		p, c := echo(t)
		if !said(t, c, []byte("hello")) {
			t.Fatal("not connected")
		}
		spoil(p)
		_, _ = io.ReadAll(c) // it ends, in order or not
		if said(t, c, []byte("hello")) {
			t.Errorf("%s: still connected", name)
		}
		if name != "Close" && !said(t, dial(t, p), []byte("again")) {
			t.Errorf("%s: nobody can connect any more", name)
		}
	}
}

// TestProxySpoilsOneCommit: the next one, on whatever connection, and no other.
func TestProxySpoilsOneCommit(t *testing.T) {
	for _, what := range []AtCommit{CutBefore, CutAfter} {
		p, c := echo(t)
		p.Commit(what)
		if !said(t, c, []byte("insert")) {
			t.Errorf("%d: something else was spoiled", what)
		}
		if said(t, c, commitMessage) {
			t.Errorf("%d: the commit was not spoiled", what)
		}
		if !said(t, dial(t, p), commitMessage) {
			t.Errorf("%d: two commits were spoiled", what)
		}
	}
	p, c := echo(t)
	p.Commit(SlowAnswer)
	if !said(t, c, commitMessage) {
		t.Error("a slow answer never came")
	}
}
