package storetest

import (
	"bytes"
	"net"
	"sync"
	"time"
)

// A Proxy (中间人) stands between clients and a server and spoils their connections.
type Proxy struct {
	listener net.Listener

	mu     sync.Mutex
	target string
	open   map[*pipe]bool
	delay  time.Duration
	silent bool
	commit AtCommit
}

// AtCommit says what happens to a connection on which a client commits.
type AtCommit int

// The ways to spoil a commit. Those other than Pass hold for one commit.
const (
	Pass       AtCommit = iota
	CutBefore           // the server does not hear of it
	CutAfter            // the client does not hear of it
	SlowAnswer          // the answer takes half a second
)

// commitMessage is what pgx sends to commit.
var commitMessage = []byte("Q\x00\x00\x00\x0bcommit\x00")

// A pipe is one client's connection and that to the server.
type pipe struct{ client, server net.Conn }

func (p *pipe) close() {
	_ = p.client.Close() // it is being broken on purpose
	_ = p.server.Close()
}

// NewProxy listens on a free port of the loopback for clients of a target, host:port.
func NewProxy(target string) (*Proxy, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, trouble("本机没有可用的端口", "no free port on the loopback", err, "")
	}
	p := &Proxy{listener: l, target: target, open: map[*pipe]bool{}}
	go p.accept()
	return p, nil
}

// Address returns where the proxy listens: host:port.
func (p *Proxy) Address() string { return p.listener.Addr().String() }

// Cut breaks all connections.
func (p *Proxy) Cut() {
	for _, c := range p.all() {
		c.close()
	}
}

// HalfClose tells every server that its client has nothing more to say, and leaves the
// way back open.
func (p *Proxy) HalfClose() {
	for _, c := range p.all() {
		if server, ok := c.server.(*net.TCPConn); ok {
			_ = server.CloseWrite() // it may be gone already
		}
	}
}

// Delay holds everything that comes from now on up for a while, in both directions.
func (p *Proxy) Delay(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.delay = d
}

// Silence passes nothing on and breaks nothing, until it is ended: like a cable that
// was pulled. What was not passed on is lost, so connections are cut at the end.
func (p *Proxy) Silence(on bool) {
	p.mu.Lock()
	p.silent = on
	p.mu.Unlock()
	if !on {
		p.Cut()
	}
}

// Commit says what happens to the next commit.
func (p *Proxy) Commit(what AtCommit) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.commit = what
}

// Target leads those who connect from now on to another server, and breaks the
// connections to the old one.
func (p *Proxy) Target(address string) {
	p.mu.Lock()
	p.target = address
	p.mu.Unlock()
	p.Cut()
}

// Close stops listening and breaks all connections.
func (p *Proxy) Close() {
	_ = p.listener.Close() // nobody is told
	p.Cut()
}

func (p *Proxy) all() []*pipe {
	p.mu.Lock()
	defer p.mu.Unlock()
	var found []*pipe
	for c := range p.open {
		found = append(found, c)
	}
	return found
}

func (p *Proxy) accept() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		p.mu.Lock()
		target := p.target
		p.mu.Unlock()
		server, err := net.DialTimeout("tcp", target, patience)
		if err != nil {
			_ = client.Close() // as the server would
			continue
		}
		c := &pipe{client, server}
		p.mu.Lock()
		p.open[c] = true
		p.mu.Unlock()
		answer := make(chan AtCommit, 1)
		go p.pump(c, client, server, func(data []byte) bool { return p.request(data, answer) })
		go p.pump(c, server, client, func([]byte) bool { return p.answer(answer) })
	}
}

// pump passes on what filter lets through; a filter that does not breaks the
// connection.
func (p *Proxy) pump(c *pipe, from, to net.Conn, filter func([]byte) bool) {
	defer func() {
		c.close()
		p.mu.Lock()
		delete(p.open, c)
		p.mu.Unlock()
	}()
	buffer := make([]byte, 64<<10)
	for {
		n, err := from.Read(buffer)
		if err != nil {
			return
		}
		p.mu.Lock()
		delay, silent := p.delay, p.silent
		p.mu.Unlock()
		time.Sleep(delay)
		if silent {
			continue
		}
		if !filter(buffer[:n]) {
			return
		}
		if _, err := to.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// request looks for a commit in what a client says.
func (p *Proxy) request(data []byte, answer chan<- AtCommit) bool {
	if !bytes.Contains(data, commitMessage) {
		return true
	}
	p.mu.Lock()
	what := p.commit
	p.commit = Pass
	p.mu.Unlock()
	if what == CutBefore {
		return false
	}
	if what != Pass {
		answer <- what
	}
	return true
}

// answer lets what a server says through, or not if it is the answer to a commit that
// is to be spoiled.
func (p *Proxy) answer(answer <-chan AtCommit) bool {
	select {
	case what := <-answer:
		if what == SlowAnswer {
			time.Sleep(500 * time.Millisecond)
		}
		return what != CutAfter
	default:
		return true
	}
}
