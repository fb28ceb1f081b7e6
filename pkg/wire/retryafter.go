package wire

import (
	"context"
	"crypto/tls"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/outbound"
)

// askBudget is how long the question may take.
const askBudget = 5 * time.Second

// RetryAfter asks a server that answered 429 for the same URL, by HEAD and without
// credentials, how long clients should wait (RFC 9110, 10.2.3): the go command
// does not print that header. It uses the outbound proxy that the go command uses.
func RetryAfter(ctx context.Context, m *host.Machine, address string) (time.Duration, bool) {
	ctx, cancel := context.WithTimeout(ctx, askBudget)
	defer cancel()
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return 0, false
	}
	u.User = nil
	r, err := http.NewRequestWithContext(ctx, http.MethodHead, u.String(), nil)
	if err != nil {
		return 0, false
	}
	transport := &http.Transport{DialContext: m.Dial, Proxy: proxyOf(m), DisableKeepAlives: true, ForceAttemptHTTP2: true, MaxResponseHeaderBytes: maxHeader, TLSClientConfig: &tls.Config{RootCAs: ownRoots(m)}}
	client := &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	a, err := client.Do(r)
	if err != nil {
		return 0, false
	}
	defer func() { _ = a.Body.Close() }()
	if a.StatusCode != http.StatusTooManyRequests && a.StatusCode != http.StatusServiceUnavailable {
		return 0, false
	}
	return parseRetryAfter(a.Header.Get("Retry-After"), m.Now())
}

func proxyOf(m *host.Machine) func(*http.Request) (*url.URL, error) {
	c := outbound.FromEnvironment(m.Getenv)
	return func(r *http.Request) (*url.URL, error) { return c.ProxyFor(r.URL) }
}

// parseRetryAfter reads the header: seconds, or a date.
func parseRetryAfter(value string, now time.Time) (time.Duration, bool) {
	value = strings.TrimSpace(value)
	if n, err := strconv.ParseUint(value, 10, 31); err == nil {
		return time.Duration(n) * time.Second, true
	}
	if t, err := http.ParseTime(value); err == nil {
		return max(t.Sub(now), 0), true
	}
	return 0, false
}
