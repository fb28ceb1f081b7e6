package probes

import (
	"context"
	"net/url"
	"time"

	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/protocol"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
	"github.com/gofix-net/gofix-net/pkg/wire"
)

// Goproxy speaks the GOPROXY protocol with every entry that the go command
// might reach, for every module asked about: the version list, @latest where
// the go command would ask for it, and info, mod and zip of the version. Each
// answer is checked to be what the protocol promises there. An entry is never
// told a path that the settings keep from proxies.
//
// Of a zip at most 1 MiB is read, and 64 KiB at its end. Symptoms: all of http-*, and
// what a redirect's target can do, as http-redirect-failed; checksum-mismatch
// where go.sum has another checksum than what was read whole. The symptom of the
// outcome is that of the first request at which the go command would fail.
// Evidence: every request. Budget: 6 s: three round trips, one of them perhaps
// with a redirect to a new host, and two seconds of download.
var Goproxy = probe.Probe{
	Kind: probe.Goproxy, Doc: "GOPROXY protocol: list, info, mod and zip of a module", Stage: probe.Protocol,
	Budget: 6 * time.Second, Targets: goproxyTargets, Run: runGoproxy,
}

func goproxyTargets(s *settings.Snapshot, queries []probe.Query) []probe.Target {
	c := route.Read(s)
	if c.ModulesOff {
		return nil
	}
	var out []probe.Target
	for _, q := range queries {
		for _, e := range route.Examined(c.EntriesFor(q.Path)) {
			if e.Kind == route.Proxy {
				out = append(out, goproxyTarget(s, e.URL, q)...)
			}
		}
	}
	return out
}

// goproxyTarget returns the target of one entry and one query: none where the
// path or the URL is malformed, because then nothing would be asked.
func goproxyTarget(s *settings.Snapshot, base settings.Value, q probe.Query) []probe.Target {
	if module.CheckPath(q.Path) != nil {
		return nil
	}
	return baseTarget(s, base, base.String()+"/"+q.String(), q)
}

// baseTarget returns the target for something under a base URL that the go
// command would ask; none where it would ask nothing.
func baseTarget(s *settings.Snapshot, base settings.Value, name string, q probe.Query) []probe.Target {
	u, err := url.Parse(base.Reveal())
	if err != nil {
		return nil
	}
	if u.Scheme == "file" {
		return []probe.Target{{Name: name, URL: base, Client: probe.GoClient, Query: q}}
	}
	t, err := wire.Reach(s, probe.GoClient, base)
	if err != nil {
		return nil
	}
	t.Name, t.Query = name, q
	return []probe.Target{t}
}

func runGoproxy(ctx context.Context, env *probe.Env, t probe.Target) probe.Outcome {
	v, err := protocol.NewVisit(env, t, protocol.GoSums(env))
	if err != nil {
		return probe.FailedBy(symptom.Unknown, err)
	}
	v.Fetch(ctx, protocol.ParseVersion(t.Query.Version))
	return v.Outcome()
}

// GoproxyAt returns the task that probes one module proxy for one module: an entry of
// GOPROXY, or what ?go-get=1 named.
func GoproxyAt(s *settings.Snapshot, base settings.Value, q probe.Query) []probe.Task {
	var out []probe.Task
	for _, t := range goproxyTarget(s, base, q) {
		out = append(out, probe.Task{Probe: &Goproxy, Target: t})
	}
	return out
}
