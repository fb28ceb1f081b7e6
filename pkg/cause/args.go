package cause

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// settingFinding is a finding about the value in force of a go command variable.
func settingFinding(f *facts.Facts, name string) *Finding {
	in := f.Settings.Effective(settings.Go(name))
	return &Finding{
		Target:   name,
		Evidence: []string{"setting/" + name},
		Args:     Args{"name": name, "value": in.Value.String(), "where": facts.Where(in)},
	}
}

// originFinding is a finding about the host that a module comes from.
func originFinding(s facts.Stop) *Finding {
	args := entryArgs(s, s.Hop)
	args["host"], args["url"], args["private"] = facts.OriginHost(s.Hop.URL), s.Hop.URL.String(), ""
	if s.Hop.Entry.Kind == route.NoProxy || s.Hop.Private {
		args["private"] = "yes"
	}
	return &Finding{Target: facts.OriginHost(s.Hop.URL), Args: args}
}

// diskArgs are what texts say of a place on the disk.
func diskArgs(f *facts.Facts, r *probe.Result) Args {
	return Args{"path": r.Evidence.Disk.Path, "state": string(r.Evidence.Disk.State), "detail": r.Detail, "os": f.Settings.OS}
}

func entryArgs(s facts.Stop, hop *route.Hop) Args {
	return Args{
		"entry":   hop.Entry.Name(),
		"host":    facts.HostName(hop.Entry.URL),
		"module":  s.Path.Query.String(),
		"symptom": string(hop.Symptom),
		"detail":  hop.Detail,
	}
}

func mismatchFinding(m *facts.Mismatch, s facts.Stop) *Finding {
	args := entryArgs(s, s.Hop)
	args["came"], args["want"], args["gosum"], args["others"] = m.Came, m.Want, "", strings.Join(m.Contradicting, ", ")
	if m.InGoSum {
		args["gosum"] = "yes"
	}
	args["agree"] = strings.Join(m.Confirming, ", ")
	return &Finding{
		Target: m.Entry, Symptom: symptom.ChecksumMismatch, Args: args,
		Evidence: slices.Concat(s.Evidence(), m.Confirming, m.Contradicting),
	}
}

func viaFinding(v *facts.Via) *Finding {
	args := Args{
		"proxy": v.Proxy, "variable": v.Variable, "client": string(v.Client),
		"symptom": string(v.Symptom), "detail": v.Detail, "where": "",
	}
	if v.In.File != "" {
		args["where"] = facts.Where(v.In)
	}
	return &Finding{Target: v.Proxy, Symptom: v.Symptom, Evidence: v.Evidence, Args: args}
}
