package wire

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// authTime bounds each run of a source of GOAUTH.
const authTime = 3 * time.Second

// logins are what the programs of GOAUTH give for the requests of a run, as go asks them
// (cmd/go/internal/auth, Go 1.24): the commands once before the first request over https,
// then they and git's credential helpers with the URL of a request that was refused. No
// program is asked twice for a host, and what they give is sent to nobody else.
type logins struct {
	env     *probe.Env
	sources []settings.AuthSource
	// afterNetrc says that netrc stands before all of them, and so overrides them.
	afterNetrc bool

	mu    sync.Mutex // held while programs run: other requests wait for their logins
	begun bool
	known map[string]http.Header // by prefix
	asked map[string]bool        // hosts
}

// loginsOf returns those of a run, nil where GOAUTH names no program.
func loginsOf(env *probe.Env) *logins {
	value := env.Settings.Get("GOAUTH").Reveal()
	if env.Run == nil || route.OlderGo(env.Settings.Go.Version, "1.24") {
		return nil
	}
	var sources []settings.AuthSource
	afterNetrc := false
	for _, source := range settings.AuthSources(value) {
		switch source.Kind {
		case settings.AuthNetrc:
			afterNetrc = afterNetrc || len(sources) == 0
		case settings.AuthGit, settings.AuthCommand:
			sources = append(sources, source)
		}
	}
	if len(sources) == 0 {
		return nil
	}
	return env.Remember("goauth", func() any {
		return &logins{env: env, sources: sources, afterNetrc: afterNetrc, known: map[string]http.Header{}, asked: map[string]bool{}}
	}).(*logins)
}

// first adds what is known for a URL to a header, after the commands ran once.
func (l *logins) first(ctx context.Context, h http.Header, u *url.URL) {
	if l == nil || u.Scheme != "https" {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.begun {
		l.begun = true
		l.run(ctx, "", nil)
	}
	l.add(h, u)
}

// again asks for a login after a refusal, and reports whether there is one that the
// refused request did not have.
func (l *logins) again(ctx context.Context, refused *http.Response, u *url.URL) bool {
	if l == nil || u.Scheme != "https" || refused.StatusCode != http.StatusUnauthorized && refused.StatusCode != http.StatusForbidden && refused.StatusCode != http.StatusNotFound || l.candidate(u.Hostname()) {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.asked[u.Host] {
		l.asked[u.Host] = true
		bare := *u
		bare.User, bare.RawQuery = nil, ""
		l.run(ctx, bare.String(), refused)
	}
	sent := refused.Request.Header
	h := sent.Clone()
	l.add(h, u)
	return !maps.EqualFunc(h, sent, slices.Equal)
}

// candidate reports whether a host is a public module proxy or checksum database that the
// settings in force do not name: it is only measured here. go would not ask it, so that
// no program is asked for a login that it could be shown.
func (l *logins) candidate(name string) bool {
	h, public := known.Named(name)
	if !public || h.Role != known.Proxy && h.Role != known.Database {
		return false
	}
	s := l.env.Settings
	return !strings.Contains(strings.ToLower(s.Get("GOPROXY").Reveal()+" "+s.Get("GOSUMDB").Reveal()), strings.ToLower(name))
}

// add adds the headers of the longest prefix that is known.
func (l *logins) add(h http.Header, u *url.URL) {
	prefix := strings.TrimSuffix(u.Host+u.EscapedPath(), "/")
	for {
		if header, ok := l.known[prefix]; ok {
			for name, values := range header {
				if h.Get(name) == "" || !l.afterNetrc {
					h[name] = slices.Clone(values)
				}
			}
			return
		}
		slash := strings.LastIndexByte(prefix, '/')
		if slash < 0 {
			return
		}
		prefix = prefix[:slash]
	}
}

// run asks the sources, the last one first: an earlier one overrides it.
func (l *logins) run(ctx context.Context, asked string, refused *http.Response) {
	for i := len(l.sources) - 1; i >= 0; i-- {
		source := l.sources[i]
		switch {
		case source.Kind == settings.AuthCommand:
			l.command(ctx, source.Text, asked, refused)
		case asked != "" && source.Dir() != "":
			l.git(ctx, source.Dir(), asked)
		}
	}
}

func (l *logins) command(ctx context.Context, source, asked string, refused *http.Response) {
	words, err := settings.SplitQuoted(source)
	if err != nil || len(words) == 0 {
		return
	}
	c := host.Command{Args: words, Dir: l.env.Settings.Module.Dir, Env: []string{"GIT_TERMINAL_PROMPT=0", "GCM_INTERACTIVE=never"}}
	if asked != "" {
		c.Args = append(c.Args, asked)
		var answer strings.Builder
		answer.WriteString(refused.Proto + " " + refused.Status + "\n")
		_ = refused.Header.Write(&answer)
		c.Stdin = strings.NewReader(answer.String() + "\n")
	}
	found, _ := ParseAuth(l.output(ctx, c))
	for _, one := range found {
		l.known[one.Prefix] = one.Header
	}
}

// git asks git's credential helpers, and never tells them what became of the login.
func (l *logins) git(ctx context.Context, dir, asked string) {
	text := l.output(ctx, host.Command{
		Args: []string{"git", "credential", "fill"}, Dir: dir, Stdin: strings.NewReader("url=" + asked + "\n\n"),
		Env: []string{"GIT_TERMINAL_PROMPT=0", "GCM_INTERACTIVE=never", "SSH_ASKPASS", "GIT_TRACE", "GIT_TRACE2", "GIT_TRACE2_EVENT", "GIT_TRACE2_PERF"},
	})
	values := map[string]string{}
	for line := range strings.Lines(text) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok {
			values[name] = value
		}
	}
	prefix := strings.TrimSuffix(values["host"]+"/"+values["path"], "/")
	if values["protocol"] != "https" || values["host"] == "" || !strings.HasPrefix(asked, "https://"+prefix) {
		return
	}
	r := http.Request{Header: http.Header{}}
	r.SetBasicAuth(values["username"], values["password"])
	l.known[prefix] = r.Header
}

// output is what a program prints that ends well and in time, else "".
func (l *logins) output(ctx context.Context, c host.Command) string {
	ctx, cancel := context.WithTimeout(ctx, authTime)
	defer cancel()
	out, err := l.env.Run(ctx, c)
	if err != nil || out.Code != 0 {
		return ""
	}
	return string(out.Stdout)
}
