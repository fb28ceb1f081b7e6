package doctor

import (
	"bytes"
	"cmp"
	"context"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/explain"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/gowords"
	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/privacy"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/prove"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// The bounds of rehearsals. A large project that is not done by then was not tried
// to the end, and the report says so.
const (
	offlineTime = 8 * time.Second
	onlineTime  = 12 * time.Second
	onlineBytes = 96 << 20
)

// rehearsing returns what to rehearse: the commands, if there are any, or else what the
// current project needs. No steps: there is no project, and the modules asked about
// are all there is to try. The error is [prove.ErrNotGo].
func rehearsing(m *host.Machine, o Options, s *settings.Snapshot, commands [][]string) (prove.Rehearsing, error) {
	r := prove.Rehearsing{Dir: o.Dir}
	if r.Dir == "" {
		r.Dir, _ = m.Getwd()
	}
	if sw := route.Read(s).Switch(); sw.Err == nil && sw.Query.Path != "" {
		r.Toolchain = sw.Toolchain
	}
	for _, command := range commands {
		steps, err := prove.Steps(command)
		if err != nil {
			return r, err
		}
		r.Steps = append(r.Steps, steps...)
	}
	if len(commands) > 0 {
		return r, nil
	}
	if len(o.Queries) > 0 {
		return r, nil // the question is about modules, and not about the project
	}
	mod := s.Module
	switch {
	case mod.GoWork != "":
		r.Dir = filepath.Dir(mod.GoWork)
		r.Steps = prove.DefaultSteps(usedDirs(mod, r.Dir), mod.Vendored)
	case mod.GoMod != "":
		r.Dir = filepath.Dir(mod.GoMod)
		r.Steps = prove.DefaultSteps([]string{"."}, mod.Vendored)
	}
	return r, nil
}

// usedDirs are the directories of a workspace's modules, relative to dir: those of
// their go.sum files but for the workspace's own.
func usedDirs(mod settings.Module, dir string) []string {
	var out []string
	for _, file := range mod.GoSums {
		if filepath.Base(file) != "go.sum" {
			continue
		}
		if rel, err := filepath.Rel(dir, filepath.Dir(file)); err == nil && !strings.HasPrefix(rel, "..") {
			out = append(out, rel)
		}
	}
	return out
}

// rehearse runs the steps with the real go and returns what came of them as a result,
// so that reports show it among the other results.
func rehearse(ctx context.Context, m *host.Machine, s *settings.Snapshot, o Options, r prove.Rehearsing) probe.Result {
	limit, name := onlineTime, "online"
	if r.Offline {
		limit, name = offlineTime, "offline"
	}
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	done := prove.Rehearse(limited, m, s, plan.Plan{}, r)
	x := probe.Result{
		ID: probe.MakeID(probe.Rehearsal, name), Kind: probe.Rehearsal, Target: name, Took: done.Took,
		Outcome: probe.Outcome{Status: probe.OK, Evidence: probe.Evidence{Rehearsal: &probe.RehearsalEvidence{
			Command: strings.Join(o.Command, " "), Offline: r.Offline, NeedsNetwork: done.NeedsNetwork,
			Late: done.Late, Lowered: done.Lowered, Step: done.Step, Output: done.Output,
		}}},
	}
	switch {
	case !done.Tried:
		x.Status, x.Detail = probe.Skip, "not tried"
		if done.Err != nil {
			x.Detail = foreign.Redact("not tried: " + done.Err.Error())
		}
	case done.Late:
		x.Status, x.Detail = probe.Skip, "not finished: "+done.Step
	case done.Lowered && !done.OK && gowords.WantsNewerGo(done.Output):
		x.Status, x.Detail = probe.Skip, "not tried: needs a newer Go release than this machine has: "+done.Step
	case done.NeedsNetwork:
		x.Detail = "needs the network: " + done.Step
	case !done.OK:
		x.Status, x.Symptom, x.Detail = probe.Fail, symptom.Unknown, lastLine(done.Output)
		x.Evidence.Rehearsal.Read = readings(ctx, done.Output)
	}
	return x
}

// readings are the causes that the go command's own words name.
func readings(ctx context.Context, output string) []probe.Reading {
	read, err := explain.Read(ctx, strings.NewReader(output))
	if err != nil {
		return nil
	}
	var out []probe.Reading
	for _, f := range read.Findings[:min(len(read.Findings), maxReadings)] {
		x := probe.Reading{Cause: string(f.Cause), Target: f.Target, Module: f.Module}
		if len(f.Lines) > 0 {
			x.Line = f.Lines[0].Text
		}
		out = append(out, x)
	}
	return out
}

// maxReadings bounds how many causes are read out of one output.
const maxReadings = 8

// lastLine is the line of an output that says most in one: go's last one that is
// not indented.
func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	for _, l := range slices.Backward(lines) {
		if l != "" && l == strings.TrimLeft(l, " \t") {
			return l
		}
	}
	return lines[len(lines)-1]
}

// confirm asks the real go command where the probes find nothing wrong, or nothing that
// the command surely needs: what it says
// then counts. It returns the facts with its result, and with what the probes say of
// the modules that it fails at. If ctx is done it asks no server.
func confirm(ctx context.Context, m *host.Machine, o Options, f *facts.Facts, r *rehearsals, guessed []probe.Query) *facts.Facts {
	likely := notGuessed(f, guessed)
	if ctx.Err() != nil || r == nil || f.Rehearsed() != facts.NotRehearsed || facts.NothingReached(f) {
		return f
	}
	if likely.Outcome() == walk.Fails {
		return withoutTheFailing(ctx, o, f, r)
	}
	x := r.withNetwork(ctx, rehearsalLimit(f))
	if x.Status == probe.Fail && ctx.Err() == nil && x.Took < onlineTime/4 {
		x = r.run(ctx) // what fails once may pass
	}
	if x.Status == probe.OK {
		f = likely
	}
	out := &facts.Facts{Settings: f.Settings, Queries: f.Queries, Results: append(slices.Clone(f.Results), x)}
	if len(out.Queries) == 0 {
		out.Queries = []probe.Query{wellKnown}
	}
	if x.Status != probe.Fail || ctx.Err() != nil {
		return out
	}
	more := failedModules(x.Evidence.Rehearsal.Read, out.Queries)
	if len(more) == 0 {
		return out
	}
	more, results, _ := look(ctx, m, o, f.Settings, more, nil)
	out.Queries, out.Results = append(out.Queries, more...), union(out.Results, results)
	return out
}

// spareTime is how long the rehearsal may take once the probes have found that some of
// the modules cannot be downloaded.
const spareTime = 2 * time.Second

// withoutTheFailing asks the real go command whether the person's command works although
// some modules of the project cannot be downloaded: a build need not have all of them. A
// path that may be private is not shown once more to servers that a proxy list names.
func withoutTheFailing(ctx context.Context, o Options, f *facts.Facts, r *rehearsals) *facts.Facts {
	some := slices.ContainsFunc(f.Walks(), func(p walk.Path) bool { return p.Outcome == walk.Succeeds })
	shown := slices.ContainsFunc(privacy.Unproven(f), func(q probe.Query) bool {
		proxies, database := f.Config().Shown(q)
		return len(proxies) > 0 || database
	})
	if len(o.Command) == 0 || !some || shown {
		return f
	}
	x := r.withNetwork(ctx, time.Since(r.began)+spareTime)
	if x.Status != probe.OK || ctx.Err() != nil {
		return f
	}
	return &facts.Facts{Settings: f.Settings, Queries: f.Queries, Results: append(slices.Clone(f.Results), x)}
}

// failedModules are the modules that go's words name and that were not asked about
// yet. The rehearsal has requested them from the servers that the settings name, so a
// probe there shows no server anything new.
func failedModules(read []probe.Reading, known []probe.Query) []probe.Query {
	var out []probe.Query
	for _, x := range read {
		path, version, _ := strings.Cut(x.Module, "@")
		q := probe.Query{Path: path, Version: version}
		if module.Check(path, version) != nil || slices.Contains(known, q) || slices.Contains(out, q) || len(out) == maxQueries {
			continue
		}
		out = append(out, q)
	}
	return out
}

// said are the causes that the go command's own words name where the rehearsed
// command failed and nothing that was found explains it.
func said(ctx context.Context, f *facts.Facts, found []cause.Finding) []explain.Finding {
	output := f.RehearsalOutput()
	serious := slices.ContainsFunc(found, func(x cause.Finding) bool { return x.Severity == cause.Error })
	if output == "" || serious {
		return nil
	}
	read, err := explain.Read(ctx, bytes.NewReader([]byte(output)))
	if err == nil && len(read.Findings) > 0 {
		return read.Findings[:1]
	}
	x := explain.Finding{Cause: cause.Unexplained, Symptom: symptom.Unknown, Count: 1}
	for i, l := range strings.Split(output, "\n") {
		if len(x.Lines) < 4 && strings.TrimSpace(l) != "" {
			x.Lines = append(x.Lines, explain.Line{Number: i + 1, Text: l})
		}
	}
	x.Target = cmp.Or(f.RehearsedCommand(), "go")
	return []explain.Finding{x}
}
