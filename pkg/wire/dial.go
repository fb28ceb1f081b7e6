package wire

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/gofix-net/gofix-net/pkg/errtype"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// stageError is what failed before a request could be sent, with the stage at
// which it did.
type stageError struct {
	stage probe.Stage
	err   error
}

func (e *stageError) Error() string { return e.err.Error() }
func (e *stageError) Unwrap() error { return e.err }

// turn lets the first request to a host make its connection before the others
// ask for theirs, so that HTTP/2 requests share one, and tells the others what
// became of it where it failed.
type turn struct {
	ready chan struct{}
	err   error
}

// takeTurn waits for the first request to u's host. The function that it
// returns ends that wait for others and may be called more than once.
func (c *Client) takeTurn(ctx context.Context, u *url.URL) (func(error), error) {
	addr := endpoint(u)
	c.mu.Lock()
	t, waiting := c.turns[addr]
	if !waiting {
		t = &turn{ready: make(chan struct{})}
		c.turns[addr] = t
		via, err := c.viaFor(u)
		c.vias[addr] = via
		if err != nil {
			t.err = &stageError{probe.Connect, err}
			close(t.ready)
		}
	}
	c.mu.Unlock()
	if waiting || t.err != nil {
		select {
		case <-t.ready:
			return func(error) {}, t.err
		case <-ctx.Done():
			return nil, &stageError{probe.Connect, ctx.Err()}
		}
	}
	var once sync.Once
	return func(err error) {
		once.Do(func() {
			at, failed := errtype.As[*stageError](err)
			switch {
			case failed && ctx.Err() != nil:
				// The caller gave up: that says nothing to the others.
				c.mu.Lock()
				delete(c.turns, addr)
				c.mu.Unlock()
			case failed:
				t.err = at
			}
			close(t.ready)
		})
	}, nil
}

// viaFor returns the outbound proxy on the way to u: for the target's own
// endpoint the one that the target names, for others, where redirects lead,
// what the settings say.
func (c *Client) viaFor(u *url.URL) (settings.Value, error) {
	if endpoint(u) == c.target.Endpoint {
		return c.target.Via, nil
	}
	via, _, err := route.OutboundProxy(c.env.Settings, c.target.Client, u)
	return via, err
}

func (c *Client) via(addr string) settings.Value {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.vias[addr]
}

// plainProxy has plain http requests sent to an HTTP proxy as they are, as
// net/http does; what is sent through a tunnel is dialled by [Client.connect].
func (c *Client) plainProxy(r *http.Request) (*url.URL, error) {
	via := c.via(endpoint(r.URL))
	if r.URL.Scheme != "http" || via == "" {
		return nil, nil
	}
	u, addr, err := ParseVia(via, c.target.Client)
	if err != nil {
		return nil, &stageError{probe.Connect, &TunnelError{Proxy: via.String(), Err: err}}
	}
	if strings.HasPrefix(u.Scheme, "socks") {
		return nil, nil
	}
	plain := *u
	plain.Host = addr
	c.mu.Lock()
	c.proxies[addr] = true
	c.mu.Unlock()
	return &plain, nil
}

// dial connects for plain http: to the host or to the HTTP proxy on the way.
func (c *Client) dial(ctx context.Context, _, addr string) (net.Conn, error) {
	return c.connect(ctx, strings.ToLower(addr))
}

// dialTLS connects and shakes hands as the go command does, HTTP/2 offered.
func (c *Client) dialTLS(ctx context.Context, _, addr string) (net.Conn, error) {
	addr = strings.ToLower(addr)
	raw, err := c.connect(ctx, addr)
	if err != nil {
		return nil, err
	}
	if conn, ok := raw.(*tls.Conn); ok {
		return conn, nil // parked after its handshake
	}
	host, _, _ := net.SplitHostPort(addr)
	conn := tls.Client(raw, &tls.Config{
		ServerName: host, RootCAs: c.env.Roots, Time: c.env.Now, NextProtos: []string{"h2", "http/1.1"},
	})
	if err := conn.HandshakeContext(ctx); err != nil {
		_ = raw.Close()
		return nil, &stageError{probe.Handshake, err}
	}
	c.mu.Lock()
	if raw == c.claimed {
		c.claimed = conn
	}
	c.mu.Unlock()
	return conn, nil
}

// connect returns the parked connection for the target's endpoint, once, and
// a new one otherwise.
func (c *Client) connect(ctx context.Context, addr string) (net.Conn, error) {
	c.mu.Lock()
	via, proxy := c.vias[addr], c.proxies[addr]
	c.mu.Unlock()
	if proxy {
		conn, err := Open(ctx, c.env, probe.Target{Endpoint: addr, Client: c.target.Client})
		if err != nil {
			return nil, &stageError{probe.Connect, &TunnelError{Proxy: addr, Err: err}}
		}
		return c.keep(conn)
	}
	t := probe.Target{Endpoint: addr, Via: via, Client: c.target.Client}
	if conn := c.env.Claim(t); conn != nil {
		c.mu.Lock()
		c.claimed = conn
		c.mu.Unlock()
		return c.keep(conn)
	}
	conn, err := Open(ctx, c.env, t)
	if err != nil {
		return nil, &stageError{probe.Connect, err}
	}
	return c.keep(conn)
}

// endpoint returns the host:port of an http or https URL, in lower case.
func endpoint(u *url.URL) string {
	addr, err := route.HostPort(settings.Value(u.Scheme + "://" + u.Host))
	if err != nil {
		return strings.ToLower(u.Host)
	}
	return addr
}
