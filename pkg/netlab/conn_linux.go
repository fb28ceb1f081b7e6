package netlab

import (
	"net"
	"net/netip"
	"sync/atomic"
	"time"
)

// conn is an accepted connection. It knows whose address the client dialled,
// and counts what it reads, so that the size of a ClientHello is known.
type conn struct {
	net.Conn
	lab  *Lab
	host *hostEntry
	port int
	fate Kind // Reset or Stall; otherwise ""

	read atomic.Int64
}

func (l *Lab) newConn(c net.Conn, host *hostEntry, port int) *conn {
	n := &conn{Conn: c, lab: l, host: host, port: port}
	for _, f := range l.faultsAt(host.name, port) {
		if f.Kind == Reset || f.Kind == Stall {
			n.fate = f.Kind
			break
		}
	}
	return n
}

func (c *conn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.read.Add(int64(n))
	if n == 0 {
		return n, err
	}
	switch c.fate {
	case Reset:
		c.reset()
		return 0, net.ErrClosed
	case Stall:
		c.hold()
		return 0, net.ErrClosed
	}
	return n, err
}

// reset ends the connection with RST.
func (c *conn) reset() {
	if tcp, ok := c.Conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = c.Conn.Close()
}

// finish ends what this side sends, without a reset: closing with unread data
// would send one. The server closes the rest when it sees the client go.
func (c *conn) finish() {
	tcp, ok := c.Conn.(*net.TCPConn)
	if !ok {
		_ = c.Close()
		return
	}
	_ = tcp.CloseWrite()
	_ = tcp.SetReadDeadline(time.Now().Add(time.Second))
}

// hold keeps the connection open and silent until the client or the lab ends it.
func (c *conn) hold() {
	_ = c.Conn.SetDeadline(time.Time{})
	stop := c.lab.onClose(func() { _ = c.Conn.Close() })
	defer stop()
	for b := make([]byte, 4096); ; {
		if _, err := c.Conn.Read(b); err != nil {
			return
		}
	}
}

// intake is a listener that is fed by hand.
type intake struct {
	lab   *Lab
	conns chan net.Conn
}

func newIntake(l *Lab) *intake { return &intake{lab: l, conns: make(chan net.Conn)} }

// put hands a connection over, or closes it where the lab has ended.
func (i *intake) put(c net.Conn) {
	select {
	case i.conns <- c:
	case <-i.lab.done:
		_ = c.Close()
	}
}

// Accept waits for the next connection.
func (i *intake) Accept() (net.Conn, error) {
	select {
	case c := <-i.conns:
		return c, nil
	case <-i.lab.done:
		return nil, net.ErrClosed
	}
}

// Close does nothing: the intake ends with the lab.
func (i *intake) Close() error { return nil }

// Addr is a placeholder that net/http wants.
func (i *intake) Addr() net.Addr { return &net.TCPAddr{} }

// addressOf returns the IP address of a TCP endpoint.
func addressOf(a net.Addr) netip.Addr {
	if tcp, ok := a.(*net.TCPAddr); ok {
		return tcp.AddrPort().Addr().Unmap()
	}
	return netip.Addr{}
}
