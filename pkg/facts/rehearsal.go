package facts

import (
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
)

// Rehearsed is what the real go command did in place of the person's own.
type Rehearsed int

// What can come of a rehearsal.
const (
	NotRehearsed        Rehearsed = iota // it was not tried, or not to the end, or needs a network that was not asked
	WorksOffline                         // it needs nothing from the network
	WorksOnline                          // it works, with what the network gives
	FailsByItself                        // it fails before it would ask the network
	FailsOverTheNetwork                  // it fails with the network, in its own words
)

// Rehearsed returns what came of the rehearsal, the one with the network first: it
// is made only where the other did not decide.
func (f *Facts) Rehearsed() Rehearsed {
	out := NotRehearsed
	for _, r := range f.Of(probe.Rehearsal) {
		e := r.Evidence.Rehearsal
		switch {
		case e == nil || e.NeedsNetwork:
		case r.Status == probe.Fail && e.Offline:
			out = max(out, FailsByItself)
		case r.Status == probe.Fail:
			return FailsOverTheNetwork
		case e.Lowered && !f.toolchainServed():
			// The local release replaced one that has to be fetched first; the result
			// says nothing about that one.
		case e.Lowered:
			out = WorksOnline
		case e.Offline:
			out = max(out, WorksOffline)
		default:
			return WorksOnline
		}
	}
	return out
}

// toolchainServed reports whether the Go release that the project wants was asked for,
// and can be fetched.
func (f *Facts) toolchainServed() bool {
	for _, p := range f.Walks() {
		if p.Query.Path == known.ToolchainModule {
			return p.Outcome == walk.Succeeds
		}
	}
	return false
}

// LoweredFrom returns the Go release that the project wants and that the rehearsal did
// without: it is not on this machine, and its hundred megabytes are not fetched for a
// check, although they can be. "" where there is none.
func (f *Facts) LoweredFrom() string {
	for i := range f.Results {
		if e := f.Results[i].Evidence.Rehearsal; e != nil && e.Lowered && f.toolchainServed() {
			return f.Config().Switch().Toolchain
		}
	}
	return ""
}

// RehearsedLate reports whether the command was still under way when the time for it
// was over: then it was not tried to the end.
func (f *Facts) RehearsedLate() bool {
	for i := range f.Results {
		if e := f.Results[i].Evidence.Rehearsal; e != nil && e.Late && !e.Offline {
			return true
		}
	}
	return false
}

// RehearsalOutput is what the go command said where the rehearsed command failed; ""
// where it did not.
func (f *Facts) RehearsalOutput() string {
	for _, r := range f.Of(probe.Rehearsal) {
		if e := r.Evidence.Rehearsal; r.Status == probe.Fail && e != nil {
			return e.Output
		}
	}
	return ""
}

// RehearsedCommand is the person's command, or "" where none was given.
func (f *Facts) RehearsedCommand() string {
	for _, r := range f.Of(probe.Rehearsal) {
		if e := r.Evidence.Rehearsal; e != nil && e.Command != "" {
			return e.Command
		}
	}
	return ""
}

// RehearsalSays returns what the go command's own words say of a cause where the
// rehearsed command failed, with the result that they come from; nil where they do
// not name it.
func (f *Facts) RehearsalSays(cause string) (*probe.Result, probe.Reading) {
	for _, r := range f.Of(probe.Rehearsal) {
		e := r.Evidence.Rehearsal
		if r.Status != probe.Fail || e == nil {
			continue
		}
		for _, x := range e.Read {
			if x.Cause == cause {
				return r, x
			}
		}
	}
	return nil, probe.Reading{}
}
