package probes

import (
	"net/http"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// asKnown answers as a page is known to answer.
func asKnown(c known.Check) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != c.Path {
			http.NotFound(w, r)
			return
		}
		w.WriteHeader(c.Status)
		_, _ = w.Write([]byte(c.Body))
	})
}

func TestInternet(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		server func(known.Check) http.Handler // nil: no server is there
		want   symptom.Symptom
	}{
		{"as it is known to be", asKnown, ""},
		{"a login page", func(known.Check) http.Handler { return nettest.HTTPLoginPage() }, symptom.HTTPNotProxy},
		{"a redirect to a login page", func(known.Check) http.Handler {
			return http.RedirectHandler("http://login.hotel.example/", http.StatusFound)
		}, symptom.HTTPNotProxy},
		{"forbidden by a filter", func(known.Check) http.Handler { return nettest.HTTPStatus(403, "no") }, symptom.HTTPNotProxy},
		{"nobody there", nil, symptom.TCPRefused},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWeb(t)
			for _, check := range known.Checks() {
				if c.server != nil {
					w.http(check.Host, c.server(check))
				} else {
					w.address(check.Host)
				}
			}
			env := w.env()
			tasks := InternetChecks(env.Settings)
			if len(tasks) != len(known.Checks()) {
				t.Fatalf("%d tasks for %d pages", len(tasks), len(known.Checks()))
			}
			for _, r := range (&probe.Runner{Env: env}).Run(t.Context(), tasks) {
				if r.Symptom != c.want || (r.Status == probe.Fail) != (c.want != "") {
					t.Errorf("%s: %s, symptom %q (%s), want %q", r.ID, r.Status, r.Symptom, r.Detail, c.want)
				}
			}
		})
	}
}

// TestInternetIsUnasked: no server is asked unless everything else failed.
func TestInternetIsUnasked(t *testing.T) {
	t.Parallel()
	w := newWeb(t)
	if got := probe.Plan([]*probe.Probe{&Internet}, w.env().Settings, []probe.Query{{Path: uuid.Path, Version: uuid.Version}}); len(got) != 0 {
		t.Errorf("planned: %v", got)
	}
}
