// Package cause is the catalogue of what can be wrong: one file per cause, with
// its rule, a function from [facts.Facts], and its words in every language. A
// cause knows neither the other causes nor what will be done about it.
//
// The long text about a cause, for people who read up on it, is a Markdown file of
// its own in each language: pages/en/ID.md and pages/zh/ID.md. Translators edit
// these files alone; the tests say which section one of them lacks.
package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// ID names a cause of the closed vocabulary.
type ID string

// Severity says what a cause does to module downloads.
type Severity string

// The severities, gravest first.
const (
	Error   Severity = "error"   // downloads fail because of it
	Warning Severity = "warning" // they work, but unsafely, slowly, or one step from failing
	Info    Severity = "info"
)

// Rank orders severities: the greater, the graver.
func (s Severity) Rank() int {
	switch s {
	case Error:
		return 3
	case Warning:
		return 2
	case Info:
		return 1
	}
	return 0
}

// Finding is one cause on one target, with its evidence.
type Finding struct {
	Cause    ID
	Severity Severity // the cause's, raised to Error by the engine where the walk stops at this evidence
	Target   string   // for people and JSON; without credentials
	Symptom  symptom.Symptom
	Evidence []string // result ids, "setting/NAME", "module/GOFILE", "line/N"; never empty
	// Data is the cause's own struct: what its texts name and what a remedy is
	// decided by. Never words.
	Data any
	// OfRemedy says that it is about writing a remedy, and so of no use where a
	// cause is found that has [Cause.NoWayAround].
	OfRemedy bool
	// Or are causes that this evidence cannot tell from it.
	Or []ID
}

// Cause is one diagnosis of the vocabulary: everything about it in one value.
type Cause struct {
	ID       ID
	Severity Severity
	Layer    Layer
	// NoWayAround says that while it lasts no setting of go or git helps.
	NoWayAround bool
	// Unsafe says that it fails no download, and takes a protection from all.
	Unsafe bool
	// Fixes are the settings by which the recommender remedies it. Empty: only
	// a person can, and the words have the steps.
	Fixes []settings.Key
	// Probe is the probe of doctor that shows the cause or rules it out where a
	// log leaves it in doubt; "" where no probe can see it.
	Probe probe.Kind
	// Words are its texts by language: "en", "zh". Made by [in].
	Words map[string]Words
	// Match finds it in facts; nil where only a log can show it, or where
	// Otherwise does.
	Match func(*facts.Facts) []Finding
	// Otherwise is asked only where downloads fail, or cannot be judged, and no
	// other cause accounts for that.
	Otherwise func(*facts.Facts) []Finding
}
