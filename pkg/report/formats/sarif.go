package formats

import (
	"cmp"
	"encoding/json"
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/report"
)

const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"

// informationURI is where the program is at home.
const informationURI = known.Repository

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
func writeSARIF(w io.Writer, r *report.Report, _ Options) error {
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
func ruleOf(f report.Finding) sarifRule {
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

// location is where a finding is shown: code scanning refuses a result without a file
// and a line.
func location(r *report.Report, f report.Finding) sarifLocation {
	at := spotOf(r, f)
	var l sarifLocation
	l.Physical.Artifact.URI = at.file
	if strings.ContainsAny(at.file, `/\`) {
		l.Physical.Artifact.URI = fileURI(at.file)
	}
	l.Physical.Region = &sarifRegion{StartLine: at.line, EndLine: at.line}
	for _, e := range f.Evidence {
		l.Logical = append(l.Logical, sarifLogical{string(e)})
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
