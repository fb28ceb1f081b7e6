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
)

// LintSchema is the name and version of the JSON form of what lint found.
const LintSchema = "gofix-net/lint/v1"

//go:embed lint.schema.json
var lintSchema []byte

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
	Rule      string `json:"rule"`
	Severity  string `json:"severity"`
	Kind      string `json:"kind"`
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"endLine"`
	EndColumn int    `json:"endColumn"`
	Excerpt   string `json:"excerpt"`
	Title     string `json:"title"`
	Detail    string `json:"detail"`
	Fix       string `json:"fix"`
	Fixable   bool   `json:"fixable"`
	Help      string `json:"help,omitempty"`
}

// LintUnread is a file, or a part of one, that could not be read.
type LintUnread struct {
	File   string `json:"file"`
	Line   int    `json:"line,omitempty"`
	Reason string `json:"reason"`
}

type lintFormat struct {
	name  string
	write func(io.Writer, *Lint, Options) error
}

func lintFormats() []lintFormat {
	return []lintFormat{
		{"text", lintText},
		{"json", func(w io.Writer, l *Lint, _ Options) error { return writeJSONIndented(w, l) }},
		{"json-schema", func(w io.Writer, _ *Lint, _ Options) error {
			_, err := w.Write(lintSchema)
			return err
		}},
		{"markdown", lintMarkdown},
		{"junit", lintJUnit},
		{"sarif", lintSARIF},
		{"github", lintGitHub},
	}
}

// LintNames returns the names of the formats of lint.
func LintNames() []string {
	var out []string
	for _, f := range lintFormats() {
		out = append(out, f.name)
	}
	return out
}

// WriteLint writes l in the format of that name. l may be nil for json-schema.
// Every text is cleaned as those of a report are.
func WriteLint(w io.Writer, format string, l *Lint, o Options) error {
	all := lintFormats()
	i := slices.IndexFunc(all, func(f lintFormat) bool { return f.name == format })
	if i < 0 {
		return fmt.Errorf("format %q is not one of %s", format, strings.Join(LintNames(), ", "))
	}
	if o.Texts == nil {
		texts, err := i18n.New(i18n.En)
		if err != nil {
			return err
		}
		o.Texts = texts
	}
	if l == nil {
		l = &Lint{}
	}
	data, err := json.Marshal(l)
	if err != nil {
		return fmt.Errorf("lint: %w", err)
	}
	clean := &Lint{}
	if err := readClean(bytes.NewReader(data), clean); err != nil {
		return fmt.Errorf("lint: %w", err)
	}
	clean.Schema = LintSchema
	if clean.Findings == nil {
		clean.Findings = []LintFinding{}
	}
	if clean.Unread == nil {
		clean.Unread = []LintUnread{}
	}
	return all[i].write(w, clean, o)
}

func writeJSONIndented(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
