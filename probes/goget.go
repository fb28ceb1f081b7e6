package probes

import (
	"context"
	"strings"
	"time"

	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/protocol"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
	"github.com/gofix-net/gofix-net/pkg/wire"
)

// GoGet asks https://PATH?go-get=1, as the go command does for a path that it
// may fetch directly and whose repository the path does not name. A
// shorter prefix in the tag is asked to confirm. It never uses plain http, nor
// does it leave out the check of certificates where GOINSECURE would.
//
// Symptoms: all of http-*; http-not-proxy where the page names no repository
// for the path. Evidence: the requests, and where the tag leads. Budget: 5 s.
var GoGet = probe.Probe{
	Kind: probe.GoGet, Doc: "?go-get=1 discovery of a module's origin", Stage: probe.Protocol,
	Budget: 5 * time.Second, Targets: goGetTargets, Run: runGoGet,
}

func goGetTargets(s *settings.Snapshot, queries []probe.Query) []probe.Target {
	c := route.Read(s)
	if c.ModulesOff || c.GOPROXY.Err != nil {
		return nil
	}
	var out []probe.Target
	for _, q := range queries {
		if _, static := route.RepoURL(q.Path); static || module.CheckPath(q.Path) != nil || !goesDirect(c, q.Path) {
			continue
		}
		page := settings.Value(protocol.GoGetURL(q.Path).String())
		out = append(out, baseTarget(s, page, q.Path, q)...)
	}
	return out
}

func runGoGet(ctx context.Context, env *probe.Env, t probe.Target) probe.Outcome {
	c := wire.NewClient(env, t)
	host, _, _ := strings.Cut(t.Query.Path, "/")
	e := &probe.HTTPEvidence{Entry: "https://" + host, Module: t.Query.String()}
	tag, a := protocol.Discover(ctx, c, probe.ReqGoGet, t.Query.Path)
	e.Requests = append(e.Requests, a.HTTPRequest)
	if a.Symptom == "" {
		e.VCS, e.Repository = protocol.Cut(tag.VCS), foreign.Redact(protocol.Cut(tag.Repository))
		if tag.Subdirectory == "" {
			e.Prefix = protocol.Cut(tag.Prefix)
		}
		if tag.Prefix != t.Query.Path {
			confirmed, b := protocol.Discover(ctx, c, probe.ReqCheck, tag.Prefix)
			if b.Symptom == "" && confirmed != tag {
				b.Symptom, b.Detail = symptom.HTTPNotProxy, "its tag contradicts that of "+t.Query.Path
			}
			a = b
			e.Requests = append(e.Requests, a.HTTPRequest)
		}
	}
	if a.Symptom == "" {
		return protocol.OutcomeOf(e, nil)
	}
	return protocol.OutcomeOf(e, &a.HTTPRequest)
}

// GoGetAt returns the task that probes the ?go-get=1 page of one module path.
func GoGetAt(s *settings.Snapshot, q probe.Query) []probe.Task {
	var out []probe.Task
	for _, t := range goGetTargets(s, []probe.Query{q}) {
		out = append(out, probe.Task{Probe: &GoGet, Target: t})
	}
	return out
}
