package report

import (
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Tested is what the verdict is about.
type Tested struct {
	// Project is the go.mod or go.work whose modules were asked about; "" where
	// there was none, or where modules were named.
	Project string `json:"project"`
	// As names the file, and the stage, service or job in it, whose environment stood
	// in for this machine's; "" where none did.
	As string `json:"as,omitempty"`
	// Command is the command that was named; "" where what the project needs stands
	// for it.
	Command string `json:"command,omitempty"`
	// Rehearsed is what the real go did in its place.
	Rehearsed Rehearsed `json:"rehearsed,omitempty"`
	// Lowered is the Go release that the project wants and that was not downloaded for
	// the check: the release of this machine stood in for it. "" where there is none.
	Lowered string `json:"lowered,omitempty"`
	// Vendored says that the project has a vendor directory which go uses.
	Vendored bool `json:"vendored,omitempty"`
	// Modules are the modules asked about, as PATH@VERSION.
	Modules []string `json:"modules"`
}

// Rehearsed is what came of the rehearsal of a command.
type Rehearsed string

// What the real go did; "" where it was not tried.
const (
	WorksOffline Rehearsed = "works-offline" // it needs nothing from the network
	Works        Rehearsed = "works"
	FailsOffline Rehearsed = "fails-offline" // it fails before it asks the network
	Fails        Rehearsed = "fails"
	Late         Rehearsed = "late" // it was still under way when its time was over
)

// Failed reports whether the command failed.
func (r Rehearsed) Failed() bool { return r == Fails || r == FailsOffline }

// Hop is one host on the way of the go command to a module.
type Hop struct {
	// Host is the host, with its port unless that is 443; of a file:// entry the
	// whole URL.
	Host string `json:"host"`
	// Via is the outbound proxy on the way to it, without credentials; "" for none.
	Via string `json:"via,omitempty"`
	// Git says that git asks this host, and not the go command itself.
	Git bool `json:"git,omitempty"`
	// Status is ok where the host answered what was needed or said "not found",
	// fail where it did not, and skip where it was not asked.
	Status  probe.Status    `json:"status"`
	Symptom symptom.Symptom `json:"symptom,omitempty"`
	// Stage is the stage at which it failed: dns, tcp, tls, or the kind of the
	// probe that failed behind them; "" where none did.
	Stage string `json:"stage,omitempty"`
	// DurationMs is the longest answer of this host in milliseconds.
	DurationMs int64 `json:"durationMs"`
	// Decides says that the command stops here.
	Decides bool `json:"decides,omitempty"`
}

// fill sets the lists that the report of an earlier release does not have: a list is
// never nil.
func (r *Report) fill() {
	if r.Tested.Modules == nil {
		r.Tested.Modules = []string{}
	}
	if r.Path == nil {
		r.Path = []Hop{}
	}
}
