package wire

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofix-net/gofix-net/pkg/errtype"
	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Bounds of one request, whatever the server sends. Time is bounded by the
// context of the look.
const (
	maxRedirects = 10        // net/http's, which the go command keeps
	maxHeader    = 64 << 10  // bytes of a response header
	maxText      = 256 << 10 // bytes of an error text or page
)

// Client makes the HTTP requests of all probes of one endpoint. The connection
// that an earlier stage parked serves the first request; HTTP/2 is spoken
// where the server agreed to it; gzip is taken, as the go command does, and
// counts by its unpacked size.
type Client struct {
	env    *probe.Env
	target probe.Target
	rt     *http.Transport
	alone  *http.Transport // gives each request a connection of its own
	netrc  []netrcLine
	logins *logins // nil where GOAUTH names no program
	// passing is set once a request that failed succeeded when it was repeated.
	passing atomic.Bool

	mu       sync.Mutex
	claimed  net.Conn                  // the parked connection, once it is used
	answered bool                      // an answer came on it
	turns    map[string]*turn          // by host:port
	vias     map[string]settings.Value // by host:port: the outbound proxy on the way
	proxies  map[string]bool           // host:port of proxies that are sent plain http
	opened   []net.Conn
	numbers  map[net.Conn]int // of connections on which a request failed
	closed   bool
}

// Request is one thing to ask.
type Request struct {
	Name  string
	URL   *url.URL
	Limit int64 // bytes of the body that are read
	// Spell ends the reading of a long body without blame; 0 means that the
	// body has to end by itself within the limit.
	Spell time.Duration
	Range string // a Range header
	// alone asks for a connection that no other request uses.
	alone bool
	// AnyStatus says that the body counts whatever the status, as for ?go-get=1.
	AnyStatus bool
}

// Answer is what came back. Symptom "" means a 200 (or 206 to a Range) whose
// body was read as far as asked.
type Answer struct {
	probe.HTTPRequest
	Body    []byte
	Ended   bool  // the body ended within the limit
	Length  int64 // as declared; -1 where it was not
	Ranges  bool  // the server takes Range requests
	mime    string
	Said    string      // what the text of an error status says: its first line, or the message in its JSON
	Header  http.Header // of the last answer; nil where none came
	Final   *url.URL
	conn    net.Conn      // that it came on, nil where there was none
	Reading time.Duration // from the header to the last byte that was read
}

// NewClient returns the client of t's chain: the probes of one endpoint share
// its connections, as the go command's requests do, so that only the first of
// them waits for one. A target without an endpoint has a client of its own.
func NewClient(env *probe.Env, t probe.Target) *Client {
	made := func() io.Closer { return makeClient(env, t) }
	if t.Endpoint == "" {
		return made().(*Client)
	}
	return env.Share(t, made).(*Client)
}

// NewAnonymousClient returns a client of its own that sends no credential, to see what
// everybody is answered. The caller closes it.
func NewAnonymousClient(env *probe.Env, t probe.Target) *Client {
	c := makeClient(env, t)
	c.netrc, c.logins = nil, nil
	return c
}

func makeClient(env *probe.Env, t probe.Target) *Client {
	c := &Client{env: env, target: t, netrc: netrc(env), logins: loginsOf(env), turns: map[string]*turn{}, vias: map[string]settings.Value{}, numbers: map[net.Conn]int{}, proxies: map[string]bool{}}
	c.rt = &http.Transport{
		Proxy:                  c.plainProxy,
		DialContext:            c.dial,
		DialTLSContext:         c.dialTLS,
		ForceAttemptHTTP2:      true,
		MaxResponseHeaderBytes: maxHeader,
		HTTP2:                  &http.HTTP2Config{MaxReceiveBufferPerStream: 1 << 20, MaxReceiveBufferPerConnection: 16 << 20},
	}
	c.alone = c.rt.Clone()
	c.alone.DisableKeepAlives = true
	return c
}

// Close ends every connection and waits for nothing. The transports would keep
// those that are still being made, for a request that was given up.
func (c *Client) Close() error {
	c.mu.Lock()
	opened := c.opened
	c.opened, c.closed = nil, true
	c.mu.Unlock()
	for _, conn := range opened {
		_ = conn.Close()
	}
	c.rt.CloseIdleConnections()
	c.alone.CloseIdleConnections()
	return nil
}

// keep has a new connection closed with the client.
func (c *Client) keep(conn net.Conn) (net.Conn, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		_ = conn.Close()
		return nil, &stageError{probe.Connect, net.ErrClosed}
	}
	c.opened = append(c.opened, conn)
	return conn, nil
}

// Get asks and follows redirects as the go command does: ten at most, never
// from https to http.
func (c *Client) Get(ctx context.Context, q Request) Answer {
	start := time.Now()
	a := Answer{HTTPRequest: probe.HTTPRequest{Name: q.Name, URL: foreign.Redact(q.URL.String()), StartedAt: start}, Length: -1, Final: q.URL}
	// A body that is still under way when get returns must not keep its connection.
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if q.URL.Scheme == "file" {
		c.readFile(q, &a)
	} else {
		c.follow(ctx, q, &a)
	}
	a.Detail = foreign.Redact(a.Detail)
	if a.Symptom != "" {
		a.Connection = c.number(a.conn)
	}
	a.Ms = time.Since(start).Milliseconds()
	return a
}

// follow makes the request and those that redirects lead to, and leaves the
// last answer in a.
func (c *Client) follow(ctx context.Context, q Request, a *Answer) {
	u := q.URL
	for hops := 0; ; hops++ {
		if u.Scheme == "http" && u.User != nil {
			a.Symptom = symptom.Unknown
			a.Detail = "the go command refuses to pass credentials to an insecure URL"
			return
		}
		res, used, err := c.roundTrip(ctx, q, u)
		a.Final, a.conn = u, used
		if err != nil {
			a.Status = 0
			c.blame(a, q.URL, c.headerSymptom(err), err.Error())
			a.Refusal = probe.RefusalOf(err)
			return
		}
		a.Status = res.StatusCode
		a.FirstByteMs = time.Since(a.StartedAt).Milliseconds()
		next, moved := location(res, u)
		if !moved {
			c.read(ctx, q, res, a)
			return
		}
		_ = res.Body.Close()
		switch {
		case next == nil:
			c.blame(a, q.URL, symptom.HTTPNotProxy, res.Status+" without a usable Location")
			a.Refusal = probe.RefusedWith(res.Status, "")
			return
		case hops == maxRedirects-1:
			c.blame(a, q.URL, symptom.HTTPNotProxy, fmt.Sprintf("stopped after %d redirects", maxRedirects))
			return
		case u.Scheme == "https" && next.Scheme != "https":
			a.Final = next
			a.FinalHost = endpoint(next)
			a.Symptom = symptom.HTTPRedirectFailed
			a.Detail = "redirected from a secure URL to an insecure one: " + next.String()
			return
		}
		if where := c.inward(ctx, q.URL, next); where != "" {
			a.Final, a.FinalHost, a.Symptom = next, endpoint(next), symptom.HTTPRedirectFailed
			a.Detail = "redirected from a public host to " + where + ", which is not asked"
			return
		}
		u = next
	}
}

// Blame notes a failure that is seen in a good answer, as blame does.
func (c *Client) Blame(a *Answer, asked *url.URL, s symptom.Symptom, detail string) {
	c.blame(a, asked, s, foreign.Redact(detail))
}

// blame notes a failure: under its own name where the host that was asked
// failed, as a failed redirect where another one did.
func (c *Client) blame(a *Answer, asked *url.URL, s symptom.Symptom, detail string) {
	a.Symptom, a.Detail = s, detail
	if endpoint(a.Final) == endpoint(asked) {
		return
	}
	a.FinalHost = endpoint(a.Final)
	// The go command takes 404 and 410 for "no such module" after redirects too,
	// and a page that no proxy sends is the fault of any host that sends it.
	if s.NotFound() || s == symptom.HTTPNotProxy {
		return
	}
	a.Symptom, a.HopSymptom = symptom.HTTPRedirectFailed, s
	a.Detail = "redirected to " + a.FinalHost + ": " + detail
}

// location returns where res leads, and whether it is a redirect that the go
// command follows. The URL is nil where it cannot be read or is not http.
func location(res *http.Response, from *url.URL) (*url.URL, bool) {
	switch res.StatusCode {
	case 301, 302, 303, 307, 308:
	default:
		return nil, false
	}
	where := res.Header.Get("Location")
	if where == "" {
		return nil, false
	}
	u, err := from.Parse(where)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return nil, true
	}
	return u, true
}

// roundTrip sends one request. A parked connection may have died while it was
// idle: what breaks on it before any answer is repeated once on a fresh one,
// as net/http does with idle connections of its own.
//
// Where other requests had the connection too, its end may be about one of
// them: what breaks is then asked once more on a connection of its own.
func (c *Client) roundTrip(ctx context.Context, q Request, u *url.URL) (res *http.Response, used net.Conn, err error) {
	var reused bool
	rt := c.rt
	if q.alone {
		rt = c.alone
	}
	res, err = c.send(ctx, rt, q, u, &used, &reused)
	if err == nil && u.User == nil && u.Hostname() == q.URL.Hostname() && c.logins.again(ctx, res, u) {
		_ = res.Body.Close()
		res, err = c.send(ctx, rt, q, u, &used, &reused)
	}
	if err != nil && ctx.Err() == nil && c.blamesIdle(c.headerSymptom(err), used) {
		res, err = c.send(ctx, rt, q, u, &used, &reused)
		return res, used, err
	}
	if err != nil && ctx.Err() == nil && reused && c.headerSymptom(err) == symptom.HTTPReset {
		shared := used // whose end this request may have brought about: others were on it
		res, err = c.send(ctx, c.alone, q, u, &used, &reused)
		return res, shared, err
	}
	if err == nil {
		c.mu.Lock()
		c.answered = c.answered || used != nil && used == c.claimed
		c.mu.Unlock()
	}
	return res, used, err
}

// number tells the connections apart on which requests failed; 0 is none.
func (c *Client) number(conn net.Conn) int {
	if conn == nil {
		return 0
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.numbers[conn] == 0 {
		c.numbers[conn] = len(c.numbers) + 1
	}
	return c.numbers[conn]
}

// blamesIdle reports whether a request broke on the parked connection, which
// has never answered: others may have had answers on fresh ones meanwhile.
func (c *Client) blamesIdle(s symptom.Symptom, used net.Conn) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	// HTTP/2 greets before it gives a connection to a request: used is nil then.
	return s == symptom.HTTPReset && c.claimed != nil && (used == nil || used == c.claimed) && !c.answered
}

func (c *Client) send(ctx context.Context, rt *http.Transport, q Request, u *url.URL, used *net.Conn, reused *bool) (*http.Response, error) {
	pass, err := c.takeTurn(ctx, u)
	if err != nil {
		return nil, err
	}
	trace := &httptrace.ClientTrace{
		GotConn:      func(i httptrace.GotConnInfo) { *used, *reused = i.Conn, i.Reused },
		WroteRequest: func(httptrace.WroteRequestInfo) { pass(nil) },
	}
	req, err := http.NewRequestWithContext(httptrace.WithClientTrace(ctx, trace), http.MethodGet, u.String(), nil)
	if err != nil {
		pass(nil)
		return nil, err
	}
	req.Header.Set("User-Agent", c.env.UserAgent)
	if q.Range != "" {
		req.Header.Set("Range", q.Range)
	}
	if u.Hostname() == q.URL.Hostname() { // a redirect takes credentials nowhere else
		authenticate(req.Header, u, c.netrc)
		if u.User == nil {
			c.logins.first(ctx, req.Header, u)
		}
	}
	req.URL.User = nil
	res, err := rt.RoundTrip(req)
	pass(err)
	return res, err
}

// headerSymptom classifies what happened before a response header was there.
func (c *Client) headerSymptom(err error) symptom.Symptom {
	if at, ok := errtype.As[*stageError](err); ok {
		return Classify(at.err, at.stage, c.env.Now())
	}
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed):
		return symptom.HTTPReset
	case strings.Contains(err.Error(), "server response headers exceeded"), // net/http/transport.go, Go 1.26
		strings.Contains(err.Error(), "too many 1xx informational responses"),
		strings.Contains(err.Error(), "frame too large"): // HTTP/1 spoken after HTTP/2 was agreed on
		return symptom.HTTPNotProxy
	}
	return Classify(err, probe.Protocol, c.env.Now())
}
