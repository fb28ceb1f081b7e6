// Package cause is the catalogue of what can be wrong: one file per cause, with
// its rule, a function from [facts.Facts], and its words in every language. A
// cause knows neither the other causes nor what will be done about it.
//
// The long text about a cause, for people who read up on it, is a Markdown file of
// its own in each language: pages/en/ID.md and pages/zh/ID.md. Translators edit
// only these files; the tests say which section one of them lacks.
package cause

import (
	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// ID names a cause of the closed vocabulary.
type ID string

// Severity says what a cause does to module downloads.
type Severity string

// The severities, the most severe first.
const (
	Error   Severity = "error"   // downloads fail because of it
	Warning Severity = "warning" // they work, but unsafely, slowly, or one step from failing
	Info    Severity = "info"
)

// Rank orders severities: a greater rank is more severe.
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
	// Entry is the name (route.Entry.Name) of the entry of GOPROXY that is at fault, ""
	// where the finding blames none: then Target is something else, even if its text is
	// the same.
	Entry    string
	Symptom  symptom.Symptom
	Evidence []evidence.ID // never empty
	// Data is the cause's own struct: what its texts name and what decides the
	// remedy. It holds no words.
	Data any
	// OfRemedy says that the finding is about writing a remedy. It is useless next
	// to a cause that has [Cause.NoWayAround], because then no remedy helps.
	OfRemedy bool
	// Or are other causes that would fit this evidence as well.
	Or []ID
}

// Cause is one diagnosis of the vocabulary: everything about it in one value.
type Cause struct {
	ID       ID
	Severity Severity
	Layer    Layer
	Traits   Traits
	// NoWayAround says that no setting of go or git helps while the cause lasts.
	NoWayAround bool
	// Unsafe says that the cause breaks no download, but weakens the protection of all.
	Unsafe bool
	// Fixes are the settings that the recommender changes to fix it. Empty: only
	// a person can fix it, and the words have the steps.
	Fixes []settings.Key
	// Probe is the probe of doctor that confirms the cause or rules it out if a
	// log leaves it in doubt; "" if no probe can see it.
	Probe probe.Kind
	// Words are its texts in each language, each a [Text].
	Words Languages
	// Match finds it in facts; nil where only a log can show it, or where
	// Otherwise does.
	Match func(*facts.Facts) []Finding
	// Otherwise is asked only where downloads fail, or cannot be judged, and no
	// other cause accounts for that.
	Otherwise func(*facts.Facts) []Finding
}
