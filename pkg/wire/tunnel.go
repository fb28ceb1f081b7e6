package wire

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"golang.org/x/net/proxy"

	"github.com/gofix-net/gofix-net/pkg/errtype"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// TunnelError is an outbound proxy that did not open a tunnel: it could not be
// reached (Err), or answered CONNECT with another status than 200.
type TunnelError struct {
	Proxy  string // host:port
	Status int    // 0 where there was no HTTP answer
	Err    error  // nil where there was one
}

// Error names the proxy and what it did.
func (e *TunnelError) Error() string {
	if e.Status != 0 {
		return fmt.Sprintf("outbound proxy %s answered CONNECT with %d %s", e.Proxy, e.Status, http.StatusText(e.Status))
	}
	return fmt.Sprintf("outbound proxy %s: %v", e.Proxy, e.Err)
}

// Refusal has the words of the status, which are all that net/http shows of it.
func (e *TunnelError) Refusal() probe.Refusal {
	if e.Status == 0 {
		return probe.Refusal{Login: wantsLogin(e.Err)}
	}
	return probe.Refusal{Tunnel: http.StatusText(e.Status)}
}

// wantsLogin reports whether a SOCKS5 proxy did not accept the client's way to log in
// (RFC 1928, method FF) or its credentials (RFC 1929). golang.org/x/net/internal/socks
// and net/http have no types for these two errors.
func wantsLogin(err error) bool {
	for op, ok := errtype.As[*net.OpError](err); ok; op, ok = errtype.As[*net.OpError](op.Err) {
		if op.Op == "socks connect" && op.Err != nil {
			words := op.Err.Error()
			return words == "no acceptable authentication methods" || words == "username/password authentication failed"
		}
	}
	return false
}

// Unwrap returns what went wrong on the way to the proxy.
func (e *TunnelError) Unwrap() error { return e.Err }

// ParseVia reads an outbound proxy as its client does.
func ParseVia(via settings.Value, client probe.Client) (u *url.URL, address string, err error) {
	address, err = route.ProxyHostPort(via, client)
	if err != nil {
		return nil, "", err
	}
	u, err = url.Parse(via.Reveal())
	if err != nil || u.Scheme == "" || u.Host == "" {
		u, err = url.Parse("http://" + via.Reveal()) // outbound.ParseProxy does so, too
	}
	if err != nil {
		// url.Parse quotes what it was given, password and all.
		return nil, "", errors.New("not a URL")
	}
	return u, address, nil
}

// Tunnel opens a connection to address (host:port) through the outbound proxy
// via, with its credentials. It sends nothing but what opens the tunnel. Its
// error is a [*TunnelError], unless the value is no URL.
func Tunnel(ctx context.Context, env *probe.Env, via settings.Value, client probe.Client, address string) (net.Conn, error) {
	u, proxyAddress, err := ParseVia(via, client)
	if err != nil {
		return nil, &TunnelError{Proxy: via.String(), Err: err}
	}
	conn, err := openTunnel(ctx, env, u, proxyAddress, client, address)
	if err == nil {
		return conn, nil
	}
	var refused *TunnelError
	if errors.As(err, &refused) {
		return nil, err
	}
	return nil, &TunnelError{Proxy: proxyAddress, Err: err}
}

func openTunnel(ctx context.Context, env *probe.Env, u *url.URL, proxyAddress string, client probe.Client, address string) (net.Conn, error) {
	dial := func(ctx context.Context) (net.Conn, error) {
		return Open(ctx, env, probe.Target{Endpoint: proxyAddress})
	}
	switch u.Scheme {
	case "socks5", "socks5h":
		return socks(ctx, env, dial, u, client, address)
	}
	conn, err := dial(ctx)
	if err != nil {
		return nil, err
	}
	if u.Scheme == "https" {
		secure := tls.Client(conn, &tls.Config{ServerName: u.Hostname(), RootCAs: env.Roots, Time: env.Now})
		if err := secure.HandshakeContext(ctx); err != nil {
			_ = conn.Close()
			return nil, err
		}
		conn = secure
	}
	tunnelled, err := connect(ctx, conn, u, proxyAddress, address, env.UserAgent)
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	return tunnelled, nil
}

// socks asks a SOCKS5 proxy. The go command leaves names to the proxy; git
// does so for socks5h only.
func socks(ctx context.Context, env *probe.Env, dial func(context.Context) (net.Conn, error), u *url.URL, client probe.Client, address string) (net.Conn, error) {
	if client == probe.GitClient && u.Scheme == "socks5" {
		local, err := resolveHere(ctx, env, address)
		if err != nil {
			return nil, err
		}
		address = local
	}
	var auth *proxy.Auth
	if u.User != nil {
		password, _ := u.User.Password()
		auth = &proxy.Auth{User: u.User.Username(), Password: password}
	}
	d, err := proxy.SOCKS5("tcp", u.Hostname(), auth, forward(func(ctx context.Context, _, _ string) (net.Conn, error) { return dial(ctx) }))
	if err != nil {
		return nil, err
	}
	return d.(proxy.ContextDialer).DialContext(ctx, "tcp", address)
}

func resolveHere(ctx context.Context, env *probe.Env, address string) (string, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return "", err
	}
	found, err := Resolve(ctx, env, probe.Target{Endpoint: address}, host)
	if err != nil {
		return "", err
	}
	if len(found) == 0 {
		return "", &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	return net.JoinHostPort(found[0].String(), port), nil
}

// forward lets package proxy dial as Env does.
type forward func(ctx context.Context, network, address string) (net.Conn, error)

// Dial is never called: package proxy prefers DialContext.
func (f forward) Dial(network, address string) (net.Conn, error) {
	return f(context.Background(), network, address)
}

// DialContext implements [proxy.ContextDialer].
func (f forward) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	return f(ctx, network, address)
}

// connect sends CONNECT over conn and returns the tunnel. An unresponsive
// proxy costs no more than ctx allows.
func connect(ctx context.Context, conn net.Conn, u *url.URL, proxyAddress, address, agent string) (net.Conn, error) {
	release := bound(ctx, conn)
	answer, buffered, err := askConnect(conn, u, address, agent) //nolint:bodyclose // the body of an answer to CONNECT is the tunnel, and conn is closed
	if late := release(); late != nil && err != nil {
		return nil, late
	}
	if err != nil {
		return nil, err
	}
	if answer.StatusCode/100 != 2 {
		return nil, &TunnelError{Proxy: proxyAddress, Status: answer.StatusCode}
	}
	if buffered.Buffered() > 0 {
		return nil, errors.New("the proxy spoke before it was spoken to")
	}
	return conn, nil
}

// connectHeaderLimit bounds what is read of the answer to CONNECT.
const connectHeaderLimit = 64 << 10

func askConnect(conn net.Conn, u *url.URL, address, agent string) (*http.Response, *bufio.Reader, error) {
	request := &http.Request{Method: http.MethodConnect, URL: &url.URL{Opaque: address}, Host: address, Header: http.Header{}}
	request.Header.Set("User-Agent", agent)
	if u.User != nil {
		password, _ := u.User.Password()
		credentials := base64.StdEncoding.EncodeToString([]byte(u.User.Username() + ":" + password))
		request.Header.Set("Proxy-Authorization", "Basic "+credentials)
	}
	if err := request.Write(conn); err != nil {
		return nil, nil, err
	}
	buffered := bufio.NewReader(io.LimitReader(conn, connectHeaderLimit))
	answer, err := http.ReadResponse(buffered, request)
	if err != nil {
		return nil, nil, err
	}
	_ = answer.Body.Close()
	return answer, buffered, nil
}

// bound makes reads and writes of conn end with ctx. The function that it
// returns lifts the bound and reports ctx's error where that came first.
func bound(ctx context.Context, conn net.Conn) (release func() error) {
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
	return func() error {
		if !stop() {
			return ctx.Err()
		}
		return nil
	}
}
