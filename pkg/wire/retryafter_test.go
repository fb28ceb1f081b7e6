package wire

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/host"
)

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for in, want := range map[string]time.Duration{"7": 7 * time.Second, " 0 ": 0, "Fri, 02 Jan 2026 03:05:05 GMT": time.Minute, "Fri, 02 Jan 2020 03:05:05 GMT": 0} {
		if got, ok := parseRetryAfter(in, now); !ok || got != want {
			t.Errorf("%q: %v %v, want %v", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "soon", "-3", "99999999999999999999"} {
		if got, ok := parseRetryAfter(in, now); ok {
			t.Errorf("%q: %v", in, got)
		}
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "7")
		http.Error(w, "slow down", http.StatusTooManyRequests)
	}))
	defer server.Close()
	m := host.System()
	m.Environ = func() []string { return nil }
	if got, ok := RetryAfter(t.Context(), m, server.URL+"/x"); !ok || got != 7*time.Second {
		t.Errorf("the server's wish: %v %v", got, ok)
	}
}
