// Package nettest has servers on the loopback interface with exactly one fault
// each, for the tests of probes, for the scripts and for the lab. Nothing in it
// contacts anything else.
//
// Functions that start a server panic where the loopback interface refuses:
// no test can go on from there.
package nettest

import (
	"errors"
	"fmt"
	"net"
	"sync"
	"time"
)

// Server is something that listens on 127.0.0.1.
type Server struct {
	// Addr is its host:port.
	Addr string

	mu       sync.Mutex
	closed   bool
	open     map[net.Conn]bool
	closers  []func() error
	accepted int
	running  sync.WaitGroup
}

// Close ends the server with all its connections, and waits for it.
func (s *Server) Close() {
	s.mu.Lock()
	s.closed = true
	for _, c := range s.closers {
		_ = c()
	}
	for c := range s.open {
		_ = c.Close()
	}
	s.mu.Unlock()
	s.running.Wait()
}

// Accepted returns how many TCP connections came so far.
func (s *Server) Accepted() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.accepted
}

// A Handler serves one connection, which is closed when it returns.
type Handler func(net.Conn)

// Serve listens for TCP and has every connection handled by itself.
func Serve(h Handler) *Server {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(fmt.Sprintf("listen on the loopback interface: %v", err))
	}
	s := &Server{Addr: l.Addr().String(), open: map[net.Conn]bool{}}
	s.serve(l, h)
	return s
}

func (s *Server) serve(l net.Listener, h Handler) {
	s.closers = append(s.closers, l.Close)
	s.running.Go(func() {
		for {
			c, err := l.Accept()
			if errors.Is(err, net.ErrClosed) {
				return
			}
			if err == nil && s.hold(c) {
				s.running.Go(func() {
					defer s.release(c)
					h(c)
				})
			}
		}
	})
}

// hold notes a connection; it is refused once the server is closed.
func (s *Server) hold(c net.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		_ = c.Close()
		return false
	}
	s.open[c] = true
	s.accepted++
	return true
}

func (s *Server) release(c net.Conn) {
	_ = c.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.open, c)
}

// Stall takes what comes and never answers.
func Stall(c net.Conn) {
	buf := make([]byte, 4096)
	for {
		if _, err := c.Read(buf); err != nil {
			return
		}
	}
}

// Reset breaks the connection with an RST as soon as the peer has said
// anything.
func Reset(c net.Conn) {
	_, _ = c.Read(make([]byte, 1))
	rst(c)
}

// ResetAtOnce breaks the connection with an RST before the peer says anything.
func ResetAtOnce(c net.Conn) { rst(c) }

// CloseAfterHello closes the connection in good order as soon as the peer has said
// anything, without an answer.
func CloseAfterHello(c net.Conn) {
	_, _ = c.Read(make([]byte, 64<<10))
}

// Say answers whatever comes first with text, and closes.
func Say(text string) Handler {
	return func(c net.Conn) {
		_, _ = c.Read(make([]byte, 64<<10))
		_, _ = c.Write([]byte(text))
		if t, ok := c.(*net.TCPConn); ok {
			// Closing with unread data would be an RST and could overtake the text.
			_ = t.CloseWrite()
			_ = c.SetReadDeadline(time.Now().Add(time.Second))
			Stall(c)
		}
	}
}

// rst closes with an RST.
func rst(c net.Conn) {
	if t, ok := c.(interface{ SetLinger(int) error }); ok {
		_ = t.SetLinger(0)
	}
	_ = c.Close()
}

// ClosedPort returns an address of this machine where nothing listens until the test
// ends. The port is the near end of a connection: it stays taken, so that the system
// gives it to no other server in the meantime.
func ClosedPort(t interface{ Cleanup(func()) }) string {
	s := Serve(Stall)
	near := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)}
	c, err := (&net.Dialer{LocalAddr: near}).Dial("tcp", s.Addr)
	if err != nil {
		panic(fmt.Sprintf("connect on the loopback interface: %v", err))
	}
	t.Cleanup(func() {
		_ = c.Close()
		s.Close()
	})
	return c.LocalAddr().String()
}
