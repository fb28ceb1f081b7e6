package report

import (
	"fmt"

	"github.com/gofix-net/gofix-net/pkg/cause"
)

// LintSchema is the name and version of the JSON form of what lint found.
const LintSchema = "gofix-net/lint/v1"

// Lint is what stands in files about module downloads and should not.
type Lint struct {
	Schema   string        `json:"schema"`
	Files    int           `json:"files"` // that were read
	Findings []LintFinding `json:"findings"`
	Unread   []LintUnread  `json:"unread"` // what could not be read
	// Known is how many findings the baseline has.
	Known int `json:"known,omitempty"`
	// Fixed is how many findings --fix has fixed, Journal the entry by which undo
	// takes that back.
	Fixed   int    `json:"fixed,omitempty"`
	Journal string `json:"journal,omitempty"`
}

// LintFinding is one finding in one file. Lines and columns count from 1, columns
// in characters.
type LintFinding struct {
	Rule      string         `json:"rule"`
	Severity  cause.Severity `json:"severity"`
	Kind      string         `json:"kind"`
	File      string         `json:"file"`
	Line      int            `json:"line"`
	Column    int            `json:"column"`
	EndLine   int            `json:"endLine"`
	EndColumn int            `json:"endColumn"`
	Excerpt   string         `json:"excerpt"`
	Title     string         `json:"title"`
	Detail    string         `json:"detail"`
	Fix       string         `json:"fix"`
	Fixable   bool           `json:"fixable"`
	Help      string         `json:"help,omitempty"`
}

// LintUnread is a file, or a part of one, that could not be read.
type LintUnread struct {
	File   string `json:"file"`
	Line   int    `json:"line,omitempty"`
	Reason string `json:"reason"`
}

// Clean returns a copy of l in which every text is as those of a report are (see
// [Clean]), with its schema and without nil lists. l may be nil.
func (l *Lint) Clean() (*Lint, error) {
	out := &Lint{}
	if l != nil {
		if err := cleanCopy(out, l); err != nil {
			return nil, fmt.Errorf("lint: %w", err)
		}
	}
	out.Schema = LintSchema
	if out.Findings == nil {
		out.Findings = []LintFinding{}
	}
	if out.Unread == nil {
		out.Unread = []LintUnread{}
	}
	return out, nil
}
