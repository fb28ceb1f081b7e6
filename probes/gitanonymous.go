package probes

import (
	"bytes"
	"context"
	"net/url"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/protocol"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/wire"
)

// answersAnybody reports whether a repository that git got an answer from gives it
// to everybody. Where this machine holds a credential that git may have sent, the
// first request of git is made once more, without one.
func answersAnybody(ctx context.Context, env *probe.Env, t probe.Target) bool {
	u, err := url.Parse(t.URL.Reveal())
	if err != nil || u.Scheme != "https" || u.User != nil {
		return false
	}
	if !route.HoldsCredential(env.Settings, u.Hostname()) {
		return true
	}
	u.Path = strings.TrimSuffix(u.Path, "/") + "/info/refs"
	u.RawQuery = "service=git-upload-pack"
	c := wire.NewAnonymousClient(env, t)
	defer c.Close()
	a := c.Get(ctx, wire.Request{Name: "git", URL: u, Limit: protocol.MaxNote, Spell: time.Second})
	return a.Symptom == "" && bytes.Contains(a.Body, []byte("# service=git-upload-pack"))
}
