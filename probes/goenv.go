package probes

import (
	"context"
	"time"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// GoenvFile looks whether go env -w could write its file. It writes nothing.
// Symptoms: none. Evidence: the file and what is wrong with it. Budget: 1 s.
var GoenvFile = probe.Probe{
	Kind: probe.GoenvFile, Doc: "the file that go env -w writes", Stage: probe.Protocol,
	Budget: time.Second, Targets: goenvTargets, Run: runGoenv,
}

func goenvTargets(s *settings.Snapshot, _ []probe.Query) []probe.Target {
	if s.Go.Path == "" {
		return nil
	}
	name := s.Goenv.Path
	if name == "" {
		name = "GOENV"
	}
	return []probe.Target{{Name: name}}
}

// runGoenv never fails: downloads do not depend on the file being writable.
func runGoenv(_ context.Context, env *probe.Env, _ probe.Target) probe.Outcome {
	if env.FreeBytes == nil {
		return probe.Unlooked()
	}
	g := env.Settings.Goenv
	e := &probe.DiskEvidence{Path: g.Path}
	switch {
	case g.Path == "":
		e.State = probe.DiskUnset
		return probe.DiskFailure(e, g.Reason)
	case !g.Writable:
		e.State = probe.DiskUnwritable
		return probe.DiskFailure(e, g.Reason)
	case env.Roomless(g.Path):
		e.State = probe.DiskFull
		return probe.DiskFailure(e, "no room left at "+g.Path)
	}
	o := probe.Outcome{Status: probe.OK}
	o.Evidence.Disk = e
	return o
}
