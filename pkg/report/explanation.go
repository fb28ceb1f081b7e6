package report

import (
	"fmt"
	"slices"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// ExplanationSchema is the name and version of the JSON form of an explanation.
const ExplanationSchema = "gofix-net/explanation/v1"

// Explanation is what a text that go, git or a build printed says about module
// downloads. No findings: nothing in it is about them.
type Explanation struct {
	Schema    string      `json:"schema"`
	File      string      `json:"file,omitempty"` // "" for standard input
	LinesRead int         `json:"linesRead"`
	Findings  []Explained `json:"findings"` // in the order in which to deal with them
	// Notes are what go asks of the project's own files, with the command that does
	// it: no download has failed because of them.
	Notes []Explained `json:"notes,omitempty"`
	// Machine is what this machine says to the first finding; nil: not asked.
	Machine *MachineSays `json:"machine,omitempty"`
}

// All are the findings and, behind them, the notes.
func (e *Explanation) All() []Explained { return slices.Concat(e.Findings, e.Notes) }

// Explained is one cause in a text.
type Explained struct {
	Cause     string          `json:"cause"`
	Severity  cause.Severity  `json:"severity"`
	Symptom   symptom.Symptom `json:"symptom,omitempty"`
	Target    string          `json:"target,omitempty"`
	Operation string          `json:"operation,omitempty"` // what go was doing
	Module    string          `json:"module,omitempty"`    // the first one concerned
	URL       string          `json:"url,omitempty"`       // of the first failed request
	Title     string          `json:"title"`
	Steps     []Step          `json:"steps"`
	Or        []string        `json:"or,omitempty"`     // causes that the text cannot tell from it
	Probes    []string        `json:"probes,omitempty"` // those that would decide
	Check     string          `json:"check,omitempty"`  // the command that runs them
	CheckText string          `json:"checkText,omitempty"`
	Count     int             `json:"count"` // messages that say so
	Lines     []TextLine      `json:"lines"`
	Help      string          `json:"help"`
}

// Step is one thing to do, with the commands that do it.
type Step struct {
	Text     string   `json:"text"`
	Commands []string `json:"commands,omitempty"`
}

// TextLine is a line of the text, counted from 1.
type TextLine struct {
	Number int    `json:"number"`
	Text   string `json:"text"`
}

// Answer is what a machine says to a cause that a text named.
type Answer string

// The answers.
const (
	Confirmed Answer = "confirmed" // the same was found here
	Another   Answer = "other"     // one of the causes in doubt was found here instead
	Refuted   Answer = "refuted"   // what the text is about works here
	Unknown   Answer = "unknown"   // neither
)

// MachineSays is the answer of this machine, with what doctor found on it.
type MachineSays struct {
	Answer  Answer   `json:"answer"`
	Text    string   `json:"text"`
	Verdict Verdict  `json:"verdict,omitempty"` // "": nothing had to be looked at
	Causes  []string `json:"causes"`
}

// Clean returns a copy of e in which every text is as those of a report are (see
// [Clean]), with its schema and without nil lists. e may be nil.
func (e *Explanation) Clean() (*Explanation, error) {
	out := &Explanation{}
	if e != nil {
		if err := cleanCopy(out, e); err != nil {
			return nil, fmt.Errorf("explanation: %w", err)
		}
	}
	out.Schema = ExplanationSchema
	if out.Findings == nil {
		out.Findings = []Explained{}
	}
	return out, nil
}
