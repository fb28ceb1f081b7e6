package nettest

import (
	"bufio"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
)

// OutboundProxy is how an HTTP CONNECT or SOCKS5 proxy behaves.
type OutboundProxy struct {
	// User and Password are required where User is not empty.
	User, Password string
	// Refuse is the status that answers every CONNECT, or the reply field of
	// SOCKS5; 0 opens the tunnel.
	Refuse int
	// Dial makes the connection behind the proxy. Nil means [net.Dialer].
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Observe is told the host:port of every tunnel asked for; nil means no observer.
	Observe func(address string)
}

// ServeConnect starts an HTTP proxy that answers only CONNECT.
func ServeConnect(p OutboundProxy) *Server { return Serve(p.Connect) }

// Connect serves one connection of an HTTP proxy.
func (p OutboundProxy) Connect(c net.Conn) {
	in := bufio.NewReader(c)
	request, err := http.ReadRequest(in)
	if err != nil {
		return
	}
	if status := p.connectStatus(request); status != http.StatusOK {
		answer(c, status)
		return
	}
	far, err := p.dial(request.Host)
	if err != nil {
		answer(c, http.StatusBadGateway)
		return
	}
	_, _ = io.WriteString(c, "HTTP/1.1 200 Connection established\r\n\r\n")
	relay(c, in, far)
}

func (p OutboundProxy) connectStatus(r *http.Request) int {
	if r.Method != http.MethodConnect {
		return http.StatusMethodNotAllowed
	}
	if p.Observe != nil {
		p.Observe(r.Host)
	}
	want := "Basic " + base64.StdEncoding.EncodeToString([]byte(p.User+":"+p.Password))
	switch {
	case p.User != "" && r.Header.Get("Proxy-Authorization") != want:
		return http.StatusProxyAuthRequired
	case p.Refuse != 0:
		return p.Refuse
	}
	return http.StatusOK
}

func answer(c net.Conn, status int) {
	extra := ""
	if status == http.StatusProxyAuthRequired {
		extra = "Proxy-Authenticate: Basic realm=\"proxy\"\r\n"
	}
	_, _ = fmt.Fprintf(c, "HTTP/1.1 %d %s\r\n%sContent-Length: 0\r\n\r\n", status, http.StatusText(status), extra)
}

func (p OutboundProxy) dial(address string) (net.Conn, error) {
	if p.Dial != nil {
		return p.Dial(context.Background(), "tcp", address)
	}
	var d net.Dialer
	return d.DialContext(context.Background(), "tcp", address)
}

// relay copies both ways until one side is done.
func relay(near net.Conn, in io.Reader, far net.Conn) {
	var wg sync.WaitGroup
	wg.Go(func() {
		_, _ = io.Copy(far, in)
		_ = far.Close()
	})
	_, _ = io.Copy(near, far)
	_ = near.Close()
	_ = far.Close()
	wg.Wait()
}
