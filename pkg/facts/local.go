package facts

import (
	"github.com/gofix-net/gofix-net/pkg/gowords"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
)

// NoGo takes the place of a setting: what fails is that there is no go command.
const NoGo = "go"

// start answers whether the go command comes to its first request.
func (f *Facts) start() walk.Answer {
	c := f.Config()
	switch unreleased := Unreleased(c); {
	case f.Settings.Go.Path == "":
		return walk.Answer{State: walk.Bad, Setting: NoGo, Detail: "go: command not found"}
	case forbiddenToolchain(c):
		return walk.Answer{State: walk.Bad, Setting: SettingToolchain, Detail: c.Switch().Err.Error()}
	case unreleased.Wanted != "":
		return walk.Answer{State: walk.Bad, Setting: SettingToolchain, Detail: "download " + unreleased.Wanted + ": toolchain not available"}
	}
	if r := f.LocalFailure(); r != nil {
		return failedBy(r)
	}
	return walk.Answer{State: walk.Unknown}
}

// failedBy is the answer that a failed look at this machine gives.
func failedBy(r *probe.Result) walk.Answer {
	return walk.Answer{State: walk.Bad, Symptom: r.Symptom, Result: r.ID, Detail: r.Detail}
}

// LocalFailure returns the result that says so, or nil.
func (f *Facts) LocalFailure() *probe.Result {
	for _, r := range f.Of(probe.GoCommand) {
		if r.Status == probe.Fail {
			return r
		}
	}
	return nil
}

// AtLocal reports whether the go command itself stops.
func (s Stop) AtLocal() bool { return s.Hop != nil && s.Hop.Op == walk.OpStart }

// Stopped is what the go command's own words say where it stops before it asks any
// server; zero where it does not.
func (f *Facts) Stopped() gowords.Stopped {
	r := f.LocalFailure()
	if r == nil {
		return gowords.Stopped{}
	}
	return gowords.ReadStopped(r.Detail) // go's own words, of which it consists
}

// BlamedLocally returns the variable that those words blame, or "".
func (f *Facts) BlamedLocally() string { return f.Stopped().Variable }
