package netlab

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"
)

func TestMain(m *testing.M) { os.Exit(Main(m)) }

// patience is a deadline that no command needs, on a machine however busy.
const patience = 2 * time.Minute

// run executes a command in the lab with a deadline.
func run(t *testing.T, l *Lab, limit time.Duration, env []string, args ...string) Output {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	out, err := l.Run(ctx, Command{Args: args, Env: env})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s: %s", strings.Join(args, " "), out)
	return out
}

func asked(l *Lab, host, path string) bool {
	for _, r := range l.Requests() {
		if r.Host == host && strings.HasPrefix(r.Path, path) {
			return true
		}
	}
	return false
}

func TestHealthy(t *testing.T) {
	Test(t, func(t *testing.T, l *Lab) {
		out := run(t, l, patience, nil, "go", "mod", "download", "-x", "rsc.io/quote@v1.5.2")
		if out.Failed() {
			t.Error("a download in a healthy lab failed")
		}
		for _, want := range [][2]string{
			{"proxy.golang.org", "/rsc.io/quote/@v/v1.5.2.info"},
			{"proxy.golang.org", "/sumdb/sum.golang.org/supported"},
			{"storage.googleapis.com", "/proxy-golang-org-prod/rsc.io/quote/@v/v1.5.2.zip"},
		} {
			if !asked(l, want[0], want[1]) {
				t.Errorf("%s was not asked for %s", want[0], want[1])
			}
		}
		direct := []string{"GOPROXY=direct", "GOMODCACHE=" + l.Dir + "/direct", "GOFLAGS=-modcacherw"}
		if run(t, l, patience, direct, "go", "mod", "download", "rsc.io/quote@v1.5.2").Failed() {
			t.Error("a direct download in a healthy lab failed")
		}
		if !asked(l, "rsc.io", "/quote?go-get=1") || !asked(l, "github.com", "/rsc/quote/info/refs") || !asked(l, "sum.golang.org", "/lookup/") {
			t.Errorf("direct did not ask the origins: %v", l.Requests())
		}
	})
}

// A client whose goodbye got lost must not keep a silent server waiting once the
// fault is over.
func TestSilenceEndsWithTheFault(t *testing.T) {
	Test(t, func(t *testing.T, l *Lab) {
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			l.silence(httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil))
		}()
		select {
		case <-ended:
			t.Fatal("silent no longer, with nothing healed")
		case <-time.After(100 * time.Millisecond):
		}
		if err := l.Heal(); err != nil {
			t.Fatal(err)
		}
		select {
		case <-ended:
		case <-time.After(patience):
			t.Error("still silent after Heal")
		}
	})
}
