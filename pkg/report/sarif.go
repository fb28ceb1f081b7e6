package report

import (
	"cmp"
	"encoding/json"
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/symptom"
)

const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"

// informationURI is where the program is at home.
const informationURI = "https://github.com/gofix-net/gofix-net"

type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool struct {
		Driver sarifDriver `json:"driver"`
	} `json:"tool"`
	Invocations []sarifInvocation `json:"invocations"`
	Results     []sarifResult     `json:"results"`
}

type sarifDriver struct {
	Name           string      `json:"name"`
	Version        string      `json:"version,omitempty"`
	InformationURI string      `json:"informationUri"`
	Rules          []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID      string    `json:"id"`
	Short   sarifText `json:"shortDescription"`
	Full    sarifText `json:"fullDescription"`
	Help    sarifHelp `json:"help"`
	HelpURI string    `json:"helpUri,omitempty"`
	Default struct {
		Level string `json:"level"`
	} `json:"defaultConfiguration"`
}

type sarifHelp struct {
	Text     string `json:"text"`
	Markdown string `json:"markdown"`
}

type sarifInvocation struct {
	ExecutionSuccessful bool   `json:"executionSuccessful"`
	StartTimeUTC        string `json:"startTimeUtc,omitempty"`
}

type sarifText struct {
	Text string `json:"text"`
}

type sarifResult struct {
	RuleID    string          `json:"ruleId"`
	RuleIndex int             `json:"ruleIndex"`
	Level     string          `json:"level"`
	Message   sarifText       `json:"message"`
	Locations []sarifLocation `json:"locations"`
}

type sarifLocation struct {
	Physical sarifPhysical  `json:"physicalLocation"`
	Logical  []sarifLogical `json:"logicalLocations,omitempty"`
}

type sarifPhysical struct {
	Artifact struct {
		URI string `json:"uri"`
	} `json:"artifactLocation"`
	Region *sarifRegion `json:"region,omitempty"`
}

type sarifRegion struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn,omitempty"`
	EndLine     int `json:"endLine,omitempty"`
	EndColumn   int `json:"endColumn,omitempty"`
}

type sarifLogical struct {
	FullyQualifiedName string `json:"fullyQualifiedName"`
}

// writeSARIF writes SARIF 2.1.0: a rule per cause that was found, a result per
// finding.
func writeSARIF(w io.Writer, r *Report, _ Options) error {
	run := sarifRun{
		Invocations: []sarifInvocation{{ExecutionSuccessful: true, StartTimeUTC: r.StartedAt.Format("2006-01-02T15:04:05Z")}},
		Results:     []sarifResult{},
	}
	run.Tool.Driver = sarifDriver{
		Name: "gofix-net", Version: r.Tool.Version,
		InformationURI: informationURI, Rules: []sarifRule{},
	}
	index := map[string]int{}
	for _, f := range r.Findings {
		if _, ok := index[f.Cause]; !ok {
			index[f.Cause] = len(run.Tool.Driver.Rules)
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, ruleOf(f))
		}
		run.Results = append(run.Results, sarifResult{
			RuleID: f.Cause, RuleIndex: index[f.Cause], Level: level(f.Severity, "note"),
			Message:   sarifText{f.Title + "\n" + annotation(r, f)},
			Locations: []sarifLocation{location(r, f)},
		})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(sarifLog{
		Schema:  sarifSchema,
		Version: "2.1.0", Runs: []sarifRun{run},
	})
}

// ruleOf describes the cause of a finding, as GitHub's code scanning requires.
func ruleOf(f Finding) sarifRule {
	steps := strings.Join(f.Manual, "\n")
	x := sarifRule{
		ID: f.Cause, HelpURI: f.Help,
		Short: sarifText{sentence(f.Title)}, Full: sarifText{sentence(cmp.Or(f.Detail, f.Title))},
		Help: sarifHelp{Text: cmp.Or(steps, f.Detail, f.Title) + "\n" + f.Help, Markdown: "[" + f.Cause + "](" + f.Help + ")"},
	}
	x.Default.Level = level(f.Severity, "note")
	return x
}

// sentence ends a text with a full stop, as SARIF wants its descriptions.
func sentence(s string) string {
	if strings.HasSuffix(s, ".") || strings.HasSuffix(s, "。") {
		return s
	}
	return s + "."
}

// location is the file in which the first setting of the evidence stands, or the
// file of the module at hand that the evidence names. Code scanning refuses a
// result without a file and a line; where there is none, it is hung on the first
// line of go.mod, whose modules could not be fetched.
func location(r *Report, f Finding) sarifLocation {
	var l sarifLocation
	l.Physical.Artifact.URI = "go.mod"
	if f.Symptom == symptom.ChecksumMismatch {
		l.Physical.Artifact.URI = "go.sum"
	}
	l.Physical.Region = &sarifRegion{StartLine: 1, EndLine: 1}
	found := false
	for _, e := range f.Evidence {
		l.Logical = append(l.Logical, sarifLogical{string(e)})
		name, ok := e.Setting()
		if !ok || found {
			continue
		}
		if s := r.setting(name); s != nil && s.File != "" && s.Line > 0 {
			l.Physical.Artifact.URI = fileURI(s.File)
			l.Physical.Region = &sarifRegion{StartLine: s.Line, EndLine: s.Line}
		}
	}
	return l
}

// fileURI returns file:///path, also for C:\path.
func fileURI(file string) string {
	p := strings.ReplaceAll(filepath.ToSlash(file), `\`, "/")
	if !strings.HasPrefix(p, "/") {
		p = "/" + p
	}
	return (&url.URL{Scheme: "file", Path: p}).String()
}
