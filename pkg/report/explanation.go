package report

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// ExplanationSchema is the name and version of the JSON form of an explanation.
const ExplanationSchema = "gofix-net/explanation/v1"

//go:embed explanation.schema.json
var explanationSchema []byte

// ExplanationJSONSchema returns the JSON Schema (draft 2020-12) of an explanation.
func ExplanationJSONSchema() []byte { return slices.Clone(explanationSchema) }

// Explanation is what a text that go, git or a build printed says about module
// downloads. No findings: nothing in it is about them.
type Explanation struct {
	Schema    string      `json:"schema"`
	File      string      `json:"file,omitempty"` // "" for standard input
	LinesRead int         `json:"linesRead"`
	Findings  []Explained `json:"findings"` // in the order in which to deal with them
	// Machine is what this machine says to the first finding; nil: not asked.
	Machine *MachineSays `json:"machine,omitempty"`
}

// Explained is one cause in a text.
type Explained struct {
	Cause     string          `json:"cause"`
	Severity  string          `json:"severity"`
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

// explanationFormat is one way of writing an explanation.
type explanationFormat struct {
	name  string
	write func(io.Writer, *Explanation, Options) error
}

// explanationFormats are all formats, the default first.
func explanationFormats() []explanationFormat {
	return []explanationFormat{
		{"text", explanationText},
		{"json", explanationJSON},
		{"json-schema", func(w io.Writer, _ *Explanation, _ Options) error {
			_, err := w.Write(explanationSchema)
			return err
		}},
		{"markdown", explanationMarkdown},
		{"html", explanationHTML},
		{"junit", explanationJUnit},
		{"sarif", explanationSARIF},
		{"github", explanationGitHub},
	}
}

// ExplanationNames returns the names of the formats of explanations.
func ExplanationNames() []string {
	var out []string
	for _, f := range explanationFormats() {
		out = append(out, f.name)
	}
	return out
}

// WriteExplanation writes e in the format of that name. e may be nil for
// json-schema. Every text is cleaned as those of a report are.
func WriteExplanation(w io.Writer, format string, e *Explanation, o Options) error {
	all := explanationFormats()
	i := slices.IndexFunc(all, func(f explanationFormat) bool { return f.name == format })
	if i < 0 {
		return fmt.Errorf("format %q is not one of %s", format, strings.Join(ExplanationNames(), ", "))
	}
	if o.Texts == nil {
		texts, err := i18n.New(i18n.En)
		if err != nil {
			return err
		}
		o.Texts = texts
	}
	if e == nil {
		e = &Explanation{}
	}
	data, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("explanation: %w", err)
	}
	clean := &Explanation{}
	if err := readClean(bytes.NewReader(data), clean); err != nil {
		return fmt.Errorf("explanation: %w", err)
	}
	clean.Schema = ExplanationSchema
	if clean.Findings == nil {
		clean.Findings = []Explained{}
	}
	return all[i].write(w, clean, o)
}

func explanationJSON(w io.Writer, e *Explanation, _ Options) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(e)
}
