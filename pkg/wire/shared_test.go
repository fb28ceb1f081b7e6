package wire

import (
	"context"
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// underKey finds the connection of a request in its context.
type underKey struct{}

// TestTheEndOfASharedConnection: what ends a connection whenever it is asked for is noted
// on the connection that it shared at first, on which others broke off because of it.
func TestTheEndOfASharedConnection(t *testing.T) {
	t.Parallel()
	opened := make(chan struct{})
	var asked atomic.Int32
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/ends":
			_ = r.Context().Value(underKey{}).(*tls.Conn).NetConn().Close()
		case asked.Add(1) == 1: // the file that opens the connection
			close(opened)
			<-r.Context().Done()
		}
	}))
	s.EnableHTTP2, s.Config.ErrorLog = true, log.New(io.Discard, "", 0)
	s.Config.ConnContext = func(ctx context.Context, c net.Conn) context.Context { return context.WithValue(ctx, underKey{}, c) }
	ca := nettest.NewCA("Test Root")
	s.TLS = &tls.Config{Certificates: []tls.Certificate{ca.Valid("proxy.example.com")}} //nolint:gosec // a test's
	s.StartTLS()
	t.Cleanup(func() { s.CloseClientConnections(); s.Close() })
	n := &nettest.Network{Hosts: map[string][]netip.Addr{"proxy.example.com": {netip.MustParseAddr("192.0.2.1")}}, Routes: map[string]string{"192.0.2.1:443": s.Listener.Addr().String()}}
	env := envOn(t, n)
	env.Roots = ca.Pool()
	const base = "https://proxy.example.com"
	target, err := Reach(env.Settings, probe.GoClient, settings.Value(base))
	if err != nil {
		t.Fatal(err)
	}
	c := NewClient(env, target)
	ask := func(path string) Answer {
		u, err := url.Parse(base + path)
		if err != nil {
			t.Error(err)
			return Answer{}
		}
		return c.Ask(t.Context(), Request{Name: path, URL: u, Limit: 100}, nil)
	}
	var ends, file Answer
	var both sync.WaitGroup
	both.Go(func() { file = ask("/file") })
	both.Go(func() { <-opened; ends = ask("/ends") })
	both.Wait()
	if !ends.Lasts() || ends.Symptom != symptom.HTTPReset {
		t.Errorf("what ends the connection: %+v", ends.HTTPRequest)
	}
	if !file.Passed || file.Symptom != symptom.HTTPReset || file.Connection != ends.Connection {
		t.Errorf("beside it, on connection %d: %+v", ends.Connection, file.HTTPRequest)
	}
}
