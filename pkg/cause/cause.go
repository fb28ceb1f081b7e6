// Package cause is the catalogue of what can be wrong: one file per cause, with
// its rule, a function from [facts.Facts], and its words in every language. A
// cause knows neither the other causes nor what will be done about it.
package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
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

// Args are what the texts of a cause name: hosts, values, files. Never words.
type Args map[string]string

// Finding is one cause on one target, with its evidence.
type Finding struct {
	Cause    ID
	Severity Severity // the cause's, raised to Error by the engine where the walk stops at this evidence
	Target   string   // for people and JSON; without credentials
	Symptom  symptom.Symptom
	Evidence []string // result ids, "setting/NAME", "module/GOFILE", "line/N"; never empty
	Args     Args
	// Or are causes that this evidence cannot tell from it.
	Or []ID
}

// Text is a cause's words in one language. Title is one line; Detail a short
// paragraph; both are text/template over the finding's Args (an unknown
// argument is an error). Manual are the steps for a person, each a template.
// Page is the cause's page in Markdown, without its heading.
type Text struct {
	Title  string
	Detail string
	Manual []string
	Page   string
}

// Cause is one diagnosis of the vocabulary: everything about it in one value.
type Cause struct {
	ID       ID
	Severity Severity
	// HiddenBy names more general causes: a finding is dropped where one of
	// these cites all of its evidence.
	HiddenBy []ID
	// Fixes are the settings by which the recommender remedies it. Empty: only
	// a person can, and Text.Manual has the steps.
	Fixes []settings.Key
	Text  map[string]Text // by language: "en", "zh"
	// Match finds it in facts; nil where only a log can show it, or where
	// Otherwise does.
	Match func(*facts.Facts) []Finding
	// Otherwise is asked only where downloads fail, or cannot be judged, and no
	// other cause accounts for that.
	Otherwise func(*facts.Facts) []Finding
}
