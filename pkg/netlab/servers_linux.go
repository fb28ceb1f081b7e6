package netlab

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// servers are the lab's listeners. Each listens on every address: who is
// meant follows from the address that the client dialled.
type servers struct {
	lab       *Lab
	plain     *intake
	encrypted *intake
	listeners []net.Listener
	web       []*http.Server
}

// portHandlers says what is spoken on each port other than the web's.
func (s *servers) portHandlers() map[int]func(*conn) {
	return map[int]func(*conn){
		22:   s.ssh,
		80:   func(c *conn) { s.plain.put(c) },
		443:  s.https,
		9418: s.gitDaemon,
		3128: func(c *conn) { s.httpProxy(c, false) },
		3129: func(c *conn) { s.httpProxy(c, true) },
		1080: func(c *conn) { s.socks(c, false) },
		1081: func(c *conn) { s.socks(c, true) },
	}
}

func (s *servers) start(ctx context.Context) error {
	s.plain, s.encrypted = newIntake(s.lab), newIntake(s.lab)
	plain, encrypted := s.newWeb(), s.newWeb()
	encrypted.TLSConfig = &tls.Config{GetConfigForClient: s.hello, NextProtos: []string{"h2", "http/1.1"}}
	s.web = []*http.Server{plain, encrypted}
	s.lab.work.Go(func() { _ = plain.Serve(s.plain) })
	s.lab.work.Go(func() { _ = encrypted.ServeTLS(s.encrypted, "", "") })
	var listen net.ListenConfig
	for port, handle := range s.portHandlers() {
		l, err := listen.Listen(ctx, "tcp", fmt.Sprintf(":%d", port))
		if err != nil {
			return err
		}
		s.listeners = append(s.listeners, l)
		s.lab.work.Go(func() { s.accept(l, port, handle) })
	}
	return nil
}

func (s *servers) newWeb() *http.Server {
	return &http.Server{
		Handler:  http.HandlerFunc(s.lab.serveHTTP),
		ErrorLog: log.New(io.Discard, "", 0), // failed handshakes are what the lab is for
		ConnContext: func(ctx context.Context, c net.Conn) context.Context {
			if t, ok := c.(*tls.Conn); ok {
				c = t.NetConn()
			}
			return context.WithValue(ctx, connKey{}, c)
		},
	}
}

// connKey finds the connection of a request in its context.
type connKey struct{}

func (s *servers) accept(l net.Listener, port int, handle func(*conn)) {
	for {
		c, err := l.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			continue
		}
		s.lab.work.Go(func() { handle(s.lab.newConn(c, s.lab.hostAt(addressOf(c.LocalAddr())), port)) })
	}
}

func (s *servers) close() {
	for _, l := range s.listeners {
		_ = l.Close()
	}
	for _, w := range s.web {
		_ = w.Close()
	}
}

// dial connects inside the lab without passing its network: what an outbound
// proxy does, which is beyond the faults of this machine's line.
func (s *servers) dial(host string, port int) (net.Conn, error) {
	h := s.lab.hosts[host]
	if h == nil {
		return nil, fmt.Errorf("no host %s in the lab", host)
	}
	handle := map[int]func(*conn){80: func(c *conn) { s.plain.put(c) }, 443: s.https}[port]
	if handle == nil {
		return nil, fmt.Errorf("the lab's proxies lead to ports 80 and 443 only, not %d", port)
	}
	near, far := net.Pipe()
	s.lab.work.Go(func() { handle(s.lab.newConn(far, h, port)) })
	return near, nil
}

func (s *servers) https(c *conn) {
	if s.lab.faultAt(c.host.name, c.port, NotTLS) != nil {
		s.plain.put(c)
		return
	}
	s.encrypted.put(c)
}

// smallHello is what a ClientHello may have to fit into one segment of an
// Ethernet path: 1500 bytes less IPv4 and TCP headers.
const smallHello = 1460

// hello chooses the certificate, and does what the faults of the asked name say.
func (s *servers) hello(info *tls.ClientHelloInfo) (*tls.Config, error) {
	c := info.Conn.(*conn)
	name := info.ServerName
	if name == "" {
		name = c.host.name
	}
	l := leaf{name: name}
	if c.host.name != name {
		l.name = c.host.name
	}
	from := s.lab.authority
	protocols := []string{"h2", "http/1.1"}
	for _, f := range s.lab.faultsAt(name, c.port) {
		large := c.read.Load() > smallHello
		switch {
		case f.Kind == TLSReset, f.Kind == TLSResetLarge && large:
			c.reset()
			return nil, net.ErrClosed
		case f.Kind == TLSStall, f.Kind == TLSStallLarge && large:
			c.hold()
			return nil, net.ErrClosed
		case f.Kind == HTTP10:
			protocols = []string{"http/1.1"}
		case f.Kind == CertUnknown:
			from = s.lab.untrusted
		case f.Kind == CertName:
			l.name = Unassigned
		case f.Kind == CertExpired:
			l.expiry = expired
		case f.Kind == CertEarly:
			l.expiry = early
		}
	}
	cert, err := from.issue(l)
	if err != nil {
		return nil, err
	}
	return &tls.Config{Certificates: []tls.Certificate{*cert}, NextProtos: protocols}, nil
}

// gitDaemon serves git:// with git's own daemon.
func (s *servers) gitDaemon(c *conn) {
	defer c.Close()
	root := filepath.Join(s.lab.git.root, c.host.name)
	for _, m := range s.lab.git.modules {
		if strings.HasPrefix(m.repo(), c.host.name+"/") && !m.Private {
			if _, err := s.lab.git.repository(m); err != nil {
				return
			}
		}
	}
	cmd := exec.Command(s.lab.git.git, "daemon", "--inetd", "--export-all", "--base-path="+root)
	cmd.Env, cmd.Stdin, cmd.Stdout, cmd.WaitDelay = s.lab.git.environment(), c, c, 100*time.Millisecond
	stop := s.lab.onClose(func() { _ = c.Close() })
	defer stop()
	_ = cmd.Run()
}
