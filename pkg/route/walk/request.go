package walk

import (
	"errors"
	"fmt"
	"net/url"
	pathpkg "path"
	"strings"

	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// request asks one question, unless it has been asked before, and returns the
// index of its hop.
func (w *walker) request(r Request) int {
	key := w.key(r)
	hop, ok := w.asked[key]
	if !ok || r.Op == OpZip {
		hop = w.askFor(r)
		w.asked[key] = hop
	}
	return hop
}

// key tells requests apart.
func (w *walker) key(r Request) string {
	key := fmt.Sprint(r.Op, " ", r.Entry.Name(), " ", r.URL.Reveal())
	if r.Op == OpList && isPrefix(w.q.Version) {
		key += " " + w.q.Version // a list is kept under the prefix it was wanted for
	}
	return key
}

// askFor asks, and adds the hop. What the client refuses by itself is not asked.
func (w *walker) askFor(r Request) int {
	r.Resolved = w.version
	client := probe.GoClient
	if r.Op == OpGit {
		client = probe.GitClient
	}
	a := Answer{State: Bad}
	via, err := w.via(client, r.URL)
	if err == nil {
		r.Via = via
		a = w.ask(r)
	} else {
		a.Detail = err.Error()
	}
	if a.Symptom.NotFound() && a.State == Bad && r.Op != OpGit && r.Op != OpGoGet {
		a.State = NotFound
	}
	if a.State == "" {
		a.State = Unknown
	}
	if a.State == Bad && a.Cost == 0 {
		a.Cost = waitOf(r.Op, a.Symptom, w.c.Settings)
	}
	return w.add(Hop{Request: r, Answer: a, Times: w.times(r, a)})
}

// times is how often the go command sends a request: once more after a 4xx over
// https, with what GOAUTH then gives (cmd/go/internal/web, Go 1.24).
func (w *walker) times(r Request, a Answer) int {
	status := a.Status
	if status == 0 && a.Symptom.NotFound() {
		status = 404
	}
	https := strings.HasPrefix(strings.ToLower(r.URL.Reveal()), "https:")
	if r.Op != OpGit && https && status >= 400 && status < 500 && !route.OlderGo(w.c.GoVersion, "1.24") {
		return 2
	}
	return 1
}

func (w *walker) add(h Hop) int {
	w.path.Hops = append(w.path.Hops, h)
	return len(w.path.Hops) - 1
}

// via returns the outbound proxy for a URL, or why the client refuses it
// before it connects (web.get, net/http).
func (w *walker) via(client probe.Client, u settings.Value) (settings.Value, error) {
	parsed, err := url.Parse(u.Reveal())
	if err != nil || parsed.Scheme == "file" {
		return "", nil // git's short form, or no network at all
	}
	if client == probe.GoClient {
		switch {
		case parsed.Host == "" && (parsed.Scheme == "http" || parsed.Scheme == "https"):
			return "", errors.New("http: no Host in request URL")
		case parsed.Scheme == "http" && parsed.User != nil:
			return "", fmt.Errorf("refusing to pass credentials to insecure URL: %s", u)
		}
	}
	via, _, err := route.OutboundProxy(w.c.Settings, client, parsed)
	return via, err
}

// proxyRequest is a request in the GOPROXY protocol.
func (w *walker) proxyRequest(e route.Entry, op Op) Request {
	return Request{
		Op: op, Entry: e, Query: w.q, Private: w.private(),
		URL: protocolURL(e.URL, w.q.Path, w.version, op),
	}
}

// protocolURL returns the URL of a file in the GOPROXY protocol; the directory
// of the module's versions where the version is not known.
func protocolURL(base settings.Value, path, version string, op Op) settings.Value {
	escaped, err := module.EscapePath(path)
	if err != nil {
		return base
	}
	switch op {
	case OpList:
		return joinURL(base, escaped+"/@v/list")
	case OpLatest:
		return joinURL(base, escaped+"/@latest")
	}
	v, err := module.EscapeVersion(version)
	if err != nil || isQuery(version) {
		return joinURL(base, escaped+"/@v") + "/"
	}
	return joinURL(base, escaped+"/@v/"+v+"."+string(op))
}

// joinURL appends to a URL's path as modfetch.newProxyRepo and getBody do: the
// path is cleaned, a ! travels as %21, a query and a fragment stay behind it.
func joinURL(base settings.Value, path string) settings.Value {
	u, err := url.Parse(base.Reveal())
	if err != nil {
		return base
	}
	u.RawPath = pathpkg.Join(strings.TrimSuffix(u.RawPath, "/")+"/", pathEscape(path))
	u.Path = pathpkg.Join(strings.TrimSuffix(u.Path, "/")+"/", path)
	return settings.Value(u.String())
}

func pathEscape(s string) string { return strings.ReplaceAll(url.PathEscape(s), "%2F", "/") }
