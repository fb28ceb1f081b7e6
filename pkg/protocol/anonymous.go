package protocol

import (
	"bytes"
	"context"
	"net/url"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/wire"
)

// AnswersAnybody makes the first request of git for the repository of a target, without
// a credential, and reports whether the repository answers.
func AnswersAnybody(ctx context.Context, env *probe.Env, t probe.Target) bool {
	u, err := url.Parse(t.URL.Reveal())
	if err != nil {
		return false
	}
	u.Path = strings.TrimSuffix(u.Path, "/") + "/info/refs"
	u.RawQuery = "service=git-upload-pack"
	c := wire.NewAnonymousClient(env, t)
	defer func() { _ = c.Close() }()
	a := c.Get(ctx, wire.Request{Name: "git", URL: u, Limit: MaxNote, Spell: time.Second})
	return a.Symptom == "" && bytes.Contains(a.Body, []byte("# service=git-upload-pack"))
}
