package probes

import (
	"context"
	"net"
	"net/netip"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/wire"
)

// GitRules looks where the insteadOf rules lead that git would apply to the
// repositories of the modules asked about, or to https://github.com in
// general: it connects to that place and runs `git ls-remote` of one
// repository by way of the rule.
//
// Symptoms and evidence as of [Git]; the rule is named in every case. Budget:
// 8 s, as there.
var GitRules = probe.Probe{
	Kind: probe.GitRule, Doc: "where git's insteadOf rules lead", Stage: probe.Protocol,
	Budget: 8 * time.Second, Targets: ruleTargets, Run: runRule,
}

// sampleRepository is probed by way of a rule for all of github.com where
// no module asked about is there: small, public, and old enough to stay.
const sampleRepository = known.SampleRepository

func ruleTargets(s *settings.Snapshot, queries []probe.Query) []probe.Target {
	c := route.Read(s)
	if s.Git.Path == "" {
		return nil
	}
	var out []probe.Target
	seen := map[*route.Rewrite]bool{}
	for _, sample := range samples(queries) {
		rewritten, rule := c.RewriteGit(sample)
		if rule == nil || seen[rule] {
			continue
		}
		seen[rule] = true
		out = append(out, ruleTarget(s, rule, rewritten))
	}
	return out
}

// samples are the repositories whose rules matter. A path that only discovery
// can place is taken for a repository at that place, which is what rules for
// company hosts are written for.
func samples(queries []probe.Query) []string {
	var out []string
	for _, q := range queries {
		origin := route.OriginOf(q.Path)
		switch {
		case origin.Err != nil:
		case origin.VCS == "git":
			out = append(out, origin.URL.Reveal())
		case !origin.Static:
			out = append(out, "https://"+q.Path)
		}
	}
	return append(out, sampleRepository)
}

func ruleTarget(s *settings.Snapshot, rule *route.Rewrite, rewritten string) probe.Target {
	t := probe.Target{
		Name: rule.Setting.Key.String() + "=" + rule.Prefix.String(), URL: settings.Value(rewritten),
		Client: probe.GitClient, Key: rule.Setting.Key, Value: rule.Prefix,
	}
	if route.UsesSSH(settings.Value(rewritten)) {
		t.Peer, _ = route.HostPort(settings.Value(rewritten)) // "" where it names none
		return t
	}
	if at, err := wire.Reach(s, probe.GitClient, t.URL); err == nil {
		t.Endpoint, t.Via = at.Endpoint, at.Via
	}
	return t
}

func runRule(ctx context.Context, env *probe.Env, t probe.Target) probe.Outcome {
	base, _ := t.Key.RewriteBase()
	original := t.Value.Reveal() + strings.TrimPrefix(t.URL.Reveal(), base)
	e := &probe.GitEvidence{
		URL: foreign.Redact(original), Rewritten: t.URL.String(), Proxy: t.Via.String(),
		RuleKey: t.Key.String(), RuleValue: t.Value.String(),
	}
	return lsRemote(ctx, env, t, original, e)
}

// wayTo returns the stages before the protocol at an https URL that git reaches
// without an outbound proxy, as [hostNames], [sockets] and [handshakes] compute
// them for the entries of GOPROXY: with the same ids, so that a runner looks once.
func wayTo(s *settings.Snapshot, base settings.Value) []probe.Task {
	t, err := wire.Reach(s, probe.GitClient, base)
	if err != nil {
		return nil
	}
	socket := probe.Target{Name: t.Endpoint, Endpoint: t.Endpoint, URL: base, Client: t.Client}
	var tasks []probe.Task
	if host, _, err := net.SplitHostPort(t.Endpoint); err == nil && !isAddress(host) {
		name := socket
		name.Name = host
		tasks = append(tasks, probe.Task{Probe: &DNS, Target: name})
	}
	return append(tasks, probe.Task{Probe: &TCP, Target: socket}, probe.Task{Probe: &TLS, Target: t})
}

func isAddress(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil
}
