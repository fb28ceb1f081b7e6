// Package confirm judges whether a machine has what a log says: what has to be looked
// at, and what the findings there mean for the cause that the log names. It is pure.
package confirm

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/explain"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// WouldShow reports whether asking for the module of a finding that is probably
// private would show its path to a module proxy: the settings here do not keep it
// from them.
func WouldShow(s *settings.Snapshot, f explain.Finding) bool {
	path, _, _ := strings.Cut(f.Module, "@")
	host, _, _ := strings.Cut(path, "/")
	switch f.Cause {
	case cause.PrivateModuleExposed:
		return path != "" && !route.Read(s).BypassesProxy(path)
	case cause.GitAuthRequired, cause.GitHostkey:
		return path != "" && !known.CodeHost(host) && !route.Read(s).BypassesProxy(path)
	}
	return false
}

// Queries are the modules to ask for: the one that the finding names.
func Queries(f explain.Finding) []probe.Query {
	if q, err := probe.ParseQuery(f.Module); err == nil {
		return []probe.Query{q}
	}
	return nil
}

// Kinds are the probes to run: those on which every download rests and those that
// decide. The settings are read in any case.
func Kinds(f explain.Finding) func(probe.Kind) bool {
	wanted := slices.Clone(f.Probes)
	if cause.TraitsOf(f.Cause).Refuted == cause.ByOrigin || slices.Contains(f.Probes, probe.Git) {
		wanted = append(wanted, probe.GoGet, probe.Git, probe.GitRule)
	}
	return func(k probe.Kind) bool { return k.Basic() || slices.Contains(wanted, k) }
}

// Answer is what a machine says to the cause that a log names.
type Answer int

// The answers.
const (
	Unknown   Answer = iota // neither of the others
	Confirmed               // the same was found here
	Another                 // one of the causes in doubt was found here instead
	Refuted                 // what the log is about works here
)

// Judgement is the answer, with the causes that were found here and those of them
// that the log could not exclude.
type Judgement struct {
	Answer         Answer
	Found, Doubted []cause.ID
}

// Judge weighs what was found on this machine, asked for these modules, against what
// the log names.
func Judge(f explain.Finding, asked []probe.Query, found []cause.Finding, here *facts.Facts) Judgement {
	var j Judgement
	for _, x := range found {
		if x.Severity == cause.Info || x.Cause == cause.Unexplained || x.Cause == cause.Undecided || slices.Contains(j.Found, x.Cause) {
			continue
		}
		j.Found = append(j.Found, x.Cause)
		if slices.Contains(f.Or, x.Cause) {
			j.Doubted = append(j.Doubted, x.Cause)
		}
	}
	switch {
	case slices.Contains(j.Found, f.Cause):
		j.Answer = Confirmed
	case len(j.Doubted) > 0:
		j.Answer = Another
	case here.Outcome() == walk.Succeeds && ruledOut(f, asked, here):
		j.Answer = Refuted
	}
	return j
}

// ruledOut reports whether downloads that work here show that a cause is not one of
// this machine, by what the cause says can refute it.
func ruledOut(f explain.Finding, asked []probe.Query, here *facts.Facts) bool {
	switch cause.TraitsOf(f.Cause).Refuted {
	case cause.ByDownload:
		return true
	case cause.ByModule:
		return len(asked) > 0
	case cause.ByOrigin:
		return len(asked) > 0 && slices.ContainsFunc(here.Results, func(r probe.Result) bool {
			return r.Kind == probe.Git && r.Status == probe.OK
		})
	}
	return false
}
