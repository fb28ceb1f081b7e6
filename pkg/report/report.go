// Package report is the report of a run, gofix-net/report/v1, and its sisters of
// explain and lint, with their JSON Schemas. It decides nothing: everything in a
// report comes from the values that [Build] is given. Package formats writes it.
package report

import (
	"net"
	"time"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Schema is the name and version of the JSON report. The names in it change
// only together with this one.
const Schema = "gofix-net/report/v1"

// HelpBase is where the pages of the causes are; the id of a cause follows.
const HelpBase = "https://gofix-net.github.io/causes/"

// Verdict says whether module downloads work now, for the modules asked about.
type Verdict string

// The verdicts.
const (
	Healthy  Verdict = "healthy"  // neither of the others
	Degraded Verdict = "degraded" // downloads work, with a warning
	Broken   Verdict = "broken"   // downloads fail
)

// Report is one run. Its lists are never nil, so that they are written as [].
// Every text in it is redacted and free of control characters.
type Report struct {
	Schema     string    `json:"schema"`
	Tool       Tool      `json:"tool"`
	StartedAt  time.Time `json:"startedAt"`
	DurationMs int64     `json:"durationMs"`
	Host       Host      `json:"host"`
	Settings   []Setting `json:"settings"`
	Verdict    Verdict   `json:"verdict"`
	Tested     Tested    `json:"tested"`
	Path       []Hop     `json:"path"`
	Probes     []Probe   `json:"probes"`
	Findings   []Finding `json:"findings"`
	Plan       Plan      `json:"plan"`
	Applied    *Applied  `json:"applied,omitempty"` // only of apply, once something was written

	unredacted bool // credentials were asked for, and stay
}

// Tool is the program that wrote the report.
type Tool struct {
	Version string `json:"version"`
}

// Host is the machine. Go and Git are "" where the command is missing.
type Host struct {
	OS   string `json:"os"`
	Arch string `json:"arch"`
	Go   string `json:"go"`
	Git  string `json:"git"`
}

// Setting is one layer of a setting; of the layers of one name the first is in
// force.
type Setting struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Origin string `json:"origin"`
	File   string `json:"file,omitempty"`
	Line   int    `json:"line,omitempty"` // 1-based, 0 where there is none
}

// Probe is what one probe saw of one target. A status of skip means that it
// was not run, and proves nothing.
type Probe struct {
	ID     evidence.ID `json:"id"`
	Kind   string      `json:"kind"`
	Target string      `json:"target"`
	// Endpoint is the host:port that was looked at, "" where there is none.
	Endpoint   string          `json:"endpoint,omitempty"`
	Status     probe.Status    `json:"status"`
	Symptom    symptom.Symptom `json:"symptom,omitempty"`
	StartedAt  time.Time       `json:"startedAt,omitzero"` // zero where it was not run
	DurationMs int64           `json:"durationMs"`
	Detail     string          `json:"detail"`
	Evidence   probe.Evidence  `json:"evidence"`
}

// HostPort is the host that a result is about, with its port unless that is 443; ""
// where it is about none.
func (p *Probe) HostPort() string {
	if host, port, err := net.SplitHostPort(p.Endpoint); err == nil && port == "443" {
		return host
	}
	return p.Endpoint
}

// Hostname is the host that a result is about, without its port.
func (p *Probe) Hostname() string { return Hostname(p.Endpoint) }

// Hostname cuts the port from host:port; a host without one stays as it is.
func Hostname(hostport string) string {
	if host, _, err := net.SplitHostPort(hostport); err == nil {
		return host
	}
	return hostport
}

// Finding is one cause on one target, in the order in which to deal with them.
type Finding struct {
	Cause    string          `json:"cause"`
	Severity cause.Severity  `json:"severity"`
	Target   string          `json:"target"`
	Symptom  symptom.Symptom `json:"symptom,omitempty"`
	Title    string          `json:"title"`
	Detail   string          `json:"detail"`
	Evidence []evidence.ID   `json:"evidence"` // ids of probes, setting/NAME, module/FILE, line/N
	Fixes    []string        `json:"fixes"`    // ids of changes of the plan
	Manual   []string        `json:"manual"`   // steps for a person
	Help     string          `json:"help"`
}

// Plan is what would be written, or was.
type Plan struct {
	Profile string   `json:"profile"`
	Changes []Change `json:"changes"`
	// Proven is true once the real go has downloaded the modules under the
	// planned settings, false if that failed, nil if it was not tried.
	Proven *bool `json:"proven"`
	// Remaining are the modules asked about that would still fail under it.
	Remaining []Remaining `json:"remaining,omitempty"`
	// CommandFails is what the person's own command fails of under the plan, although
	// the modules download; nil where it works, or was not tried to its end.
	CommandFails *CommandFailure `json:"commandFails,omitempty"`
	// Consents are the files that the plan would write, and that are not only the
	// user's: each is written only if it is named.
	Consents []Consent `json:"consents,omitempty"`
	// Dismissed are the states that were examined and do not help: that no setting would
	// help is said of these.
	Dismissed []Dismissed `json:"dismissed,omitempty"`
	// Rejected are values that might help and are never written.
	Rejected []Rejected `json:"rejected,omitempty"`
}

// Consent is a file that is written only if the user names it, and why.
type Consent struct {
	File   string `json:"file"`
	Name   string `json:"name"` // as a word of a command line
	Reason string `json:"reason"`
}

// Rejected is a value that is not offered because it would switch off or weaken a
// protection, and which one.
type Rejected struct {
	Key    string `json:"key"`
	Value  string `json:"value"`
	Reason string `json:"reason"`
}

// Dismissed is a state of settings that was examined and does not help, and why.
type Dismissed struct {
	Changes []Wanted `json:"changes"`
	Why     Why      `json:"why"`
}

// Wanted is one setting of a state; To is nil where it would be removed.
type Wanted struct {
	Key string  `json:"key"`
	To  *string `json:"to"`
}

// Why says why a state does not help.
type Why string

// The reasons.
const (
	WouldFail   Why = "fails"        // by what was measured, modules would still fail
	GoRefuted   Why = "refuted"      // the real go failed under it
	NotMeasured Why = "not-measured" // nothing was measured that tells that it helps
)

// CommandFailure is a step of a command, and what go said to it.
type CommandFailure struct {
	Step string `json:"step"`
	Said string `json:"said"`
}

// Remaining is a module that a plan does not help, and what it fails of then.
type Remaining struct {
	Module string `json:"module"`
	Cause  string `json:"cause"`
	Title  string `json:"title"`
}

// Change is one setting that is written. From and To are nil where the setting
// is absent before or after.
type Change struct {
	ID      string   `json:"id"`
	Tool    string   `json:"tool"`
	Key     string   `json:"key"`
	From    *string  `json:"from"`
	To      *string  `json:"to"`
	Command []string `json:"command"`
	Reason  string   `json:"reason"`
	// Temporary says that the change is to be undone once its reason has passed.
	Temporary bool `json:"temporary,omitempty"`
}

// Applied is how the writing of the plan ended.
type Applied struct {
	Journal    string `json:"journal"` // the id for undo
	Verified   bool   `json:"verified"`
	RolledBack bool   `json:"rolledBack"`
}

// Unredacted says that credentials were asked for, and stay in the values of the
// settings and of the plan.
func (r *Report) Unredacted() bool { return r.unredacted }

// Primary returns the finding to deal with first, the first one of the highest
// severity, or nil where nothing was found.
func (r *Report) Primary() *Finding {
	var best *Finding
	for i := range r.Findings {
		f := &r.Findings[i]
		if best == nil || f.Severity.Rank() > best.Severity.Rank() {
			best = f
		}
	}
	return best
}

// Probe returns the result with that id, or nil.
func (r *Report) Probe(id evidence.ID) *Probe {
	for i := range r.Probes {
		if r.Probes[i].ID == id {
			return &r.Probes[i]
		}
	}
	return nil
}

// Setting returns the layer in force of the setting with that name, or nil.
func (r *Report) Setting(name string) *Setting {
	for i := range r.Settings {
		if r.Settings[i].Name == name {
			return &r.Settings[i]
		}
	}
	return nil
}
