package fetch

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// TestGivesUpWhereNothingComes: a server that is silent in the middle of a zip, or sends a
// byte now and then, holds nobody for ever.
func TestGivesUpWhereNothingComes(t *testing.T) {
	need.Long(t)
	t.Parallel()
	for name, drip := range map[string]bool{"silent": false, "a byte now and then": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			good := modules(t)
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if !strings.HasSuffix(r.URL.Path, ".zip") {
					good.ServeHTTP(w, r)
					return
				}
				w.WriteHeader(http.StatusOK)
				for r.Context().Err() == nil {
					if drip {
						_, _ = w.Write([]byte("P"))
					}
					_ = http.NewResponseController(w).Flush()
					select {
					case <-r.Context().Done():
					case <-time.After(100 * time.Millisecond):
					}
				}
			}))
			t.Cleanup(server.Close)
			m, _ := project(t, server.URL)
			ledger, _ := counting(3)
			_, err := Run(t.Context(), m, Options{Ledger: ledger, Stall: time.Second})
			if !errors.Is(err, ErrStalled) {
				t.Errorf("got %v, want %v", err, ErrStalled)
			}
		})
	}
}

// TestProgress: what git receives counts, and a few bytes do not.
func TestProgress(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	pack := filepath.Join(dir, "cache", "vcs", "0123", "objects", "pack", "tmp_pack_x")
	if err := os.MkdirAll(filepath.Dir(pack), 0o700); err != nil {
		t.Fatal(err)
	}
	m := host.System()
	w := newWatcher(m, goEnv{GOMODCACHE: dir}, func(Event) {})
	for i, c := range []struct {
		size int
		want bool
	}{{0, false}, {leastProgress, true}, {leastProgress, false}, {leastProgress + 100, false}, {3 * leastProgress, true}} {
		if err := os.WriteFile(pack, make([]byte, c.size), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := w.progress(); got != c.want {
			t.Errorf("step %d, %d bytes: %v, want %v", i, c.size, got, c.want)
		}
	}
}
