package cli

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/report"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
)

// pathOf returns the hosts on the way to the module that decides the verdict: one that
// fails for the reason shown, else the first that fails, or that nothing can be said of,
// else the first of all. Hosts stand in the order in which the go command comes to them,
// each once.
func pathOf(walks []walk.Path, results []probe.Result, findings []cause.Finding) []report.Hop {
	hops := []report.Hop{}
	p := deciding(walks, primary(findings))
	if p == nil {
		return hops
	}
	byID := map[evidence.ID]*probe.Result{}
	for i := range results {
		byID[results[i].ID] = &results[i]
	}
	for i := range p.Hops {
		h := &p.Hops[i]
		if h.Ignored || h.Entry.Kind == route.Off {
			continue
		}
		host := hopHost(h)
		if host == "" { // go itself stops
			continue
		}
		at := slices.IndexFunc(hops, func(x report.Hop) bool { return x.Host == host && x.Git == (h.Op == walk.OpGit) })
		if at < 0 {
			hops = append(hops, report.Hop{Host: host, Via: h.Via.String(), Git: h.Op == walk.OpGit, Status: probe.Skip})
			at = len(hops) - 1
		}
		take(&hops[at], h, byID[h.Result], i == p.Stop)
	}
	return hops
}

// primary is the finding that is shown first, as [report.Report.Primary]: the first of the
// most severe ones. A zero one where there is none.
func primary(findings []cause.Finding) cause.Finding {
	var best cause.Finding
	for _, f := range findings {
		if f.Severity.Rank() > best.Severity.Rank() {
			best = f
		}
	}
	return best
}

// deciding returns the walk to show, nil where there is none.
func deciding(walks []walk.Path, why cause.Finding) *walk.Path {
	for i := range walks {
		p := &walks[i]
		if p.Outcome == walk.Fails && p.Stop >= 0 && p.Stop < len(p.Hops) && slices.Contains(why.Evidence, p.Hops[p.Stop].Result) {
			return p
		}
	}
	for _, o := range []walk.Outcome{walk.Fails, walk.CannotSay} {
		for i := range walks {
			if walks[i].Outcome == o {
				return &walks[i]
			}
		}
	}
	if len(walks) == 0 {
		return nil
	}
	return &walks[0]
}

// hopHost is the host that a hop asks, as people name it.
func hopHost(h *walk.Hop) string {
	hp, err := route.HostPort(h.URL)
	if err != nil {
		return foreign.Redact(h.Entry.Name())
	}
	return strings.TrimSuffix(hp, ":443")
}

// take adds what became of one more request to the host; stop says that the
// command ends there, whatever the answer was.
func take(x *report.Hop, h *walk.Hop, r *probe.Result, stop bool) {
	x.Decides = x.Decides || stop
	if r != nil {
		x.DurationMs = max(x.DurationMs, r.Took.Milliseconds())
	}
	switch {
	case h.State == walk.Bad || stop:
		x.Status, x.Symptom = probe.Fail, h.Symptom
		if r != nil {
			x.Stage = string(r.Kind)
		}
	case x.Status == probe.Skip && (h.State == walk.Good || h.State == walk.NotFound):
		x.Status = probe.OK
	}
}
