package facttest

import (
	"net"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/probe"
)

// about returns what a made-up result is about, as the probe of its kind would
// say it of a target of that name.
func about(r probe.Result) probe.About {
	if r.About != (probe.About{}) {
		return r.About
	}
	var a probe.About
	switch r.Kind {
	case probe.DNS, probe.CrossCheck:
		a.Host, a.Endpoint = r.Target, net.JoinHostPort(r.Target, "443")
	case probe.TCP, probe.TLS:
		a.Endpoint = r.Target
		a.Host, _, _ = net.SplitHostPort(r.Target)
	case probe.Modcache:
		a.Module = query(r.Target)
	case probe.SumdbState:
		database, module, _ := strings.Cut(r.Target, "/")
		a.Database, a.Module = database, query(module)
	case probe.SumdbRelay:
		_, rest, _ := strings.Cut(r.Target, "/sumdb/")
		a.Database, _, _ = strings.Cut(rest, "/")
	case probe.GitRule:
		if g := r.Evidence.Git; g != nil {
			a.Key, a.Value = g.RuleKey, g.RuleValue
		}
	}
	return a
}

func query(text string) probe.Query {
	path, version, _ := strings.Cut(text, "@")
	return probe.Query{Path: path, Version: version}
}
