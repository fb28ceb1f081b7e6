package formats

import (
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/report"
)

// lintBody is a finding as plain lines.
func lintBody(f report.LintFinding) string {
	lines := []string{}
	for _, s := range []string{f.Excerpt, f.Detail, f.Fix, f.Help} {
		if s != "" {
			lines = append(lines, s)
		}
	}
	return strings.Join(lines, "\n")
}

// lintGitHub writes one workflow command per finding, at its line.
func lintGitHub(w io.Writer, l *report.Lint, o Options) error {
	var b strings.Builder
	for _, f := range l.Findings {
		fmt.Fprintf(&b, "::%s file=%s,line=%d,col=%d,endLine=%d,title=%s::%s\n",
			level(f.Severity, "notice"), escapeProperty(f.File), f.Line, f.Column, f.EndLine, escapeProperty(f.Title+o.Texts.Aside(f.Rule)), escapeData(lintBody(f)))
	}
	for _, u := range l.Unread {
		fmt.Fprintf(&b, "::error file=%s,line=%d,title=gofix-net::%s\n", escapeProperty(u.File), max(u.Line, 1), escapeData(o.Texts.T("lint.unread", map[string]string{"reason": u.Reason})))
	}
	if b.Len() == 0 {
		annotate(&b, "notice", spot{}, "gofix-net", lintSum(l, o))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// lintMarkdown writes a section per finding.
func lintMarkdown(w io.Writer, l *report.Lint, o Options) error {
	var b strings.Builder
	for _, f := range l.Findings {
		rule := mdCode(f.Rule)
		if f.Help != "" {
			rule = "[" + rule + "](" + f.Help + ")"
		}
		fmt.Fprintf(&b, "### %s\n\n%s %s %s\n\n", mdText(f.Title), mdCode(strings.TrimSuffix(findingPlace(f.File, f.Line, f.Column), ": ")), mdText(o.Texts.T("report.severity."+string(f.Severity), nil)), rule)
		if f.Excerpt != "" {
			fmt.Fprintf(&b, "%s\n\n", mdCode(f.Excerpt))
		}
		fmt.Fprintf(&b, "%s\n\n%s\n\n", mdText(f.Detail), mdText(f.Fix))
	}
	for _, u := range l.Unread {
		fmt.Fprintf(&b, "- %s\n", mdText(findingPlace(u.File, u.Line, 0)+o.Texts.T("lint.unread", map[string]string{"reason": u.Reason})))
	}
	fmt.Fprintf(&b, "%s\n", mdText(lintSum(l, o)))
	_, err := io.WriteString(w, b.String())
	return err
}

// lintJUnit writes a case per finding; an error or a warning is a failure.
func lintJUnit(w io.Writer, l *report.Lint, o Options) error {
	s := JUnitSuite{Name: "lint", Time: seconds(0), Cases: []JUnitCase{}}
	for _, f := range l.Findings {
		c := JUnitCase{Class: "gofix-net.lint." + f.Kind, Name: strings.TrimSuffix(findingPlace(f.File, f.Line, f.Column), ": ") + " " + f.Rule}
		if f.Severity == cause.Info {
			c.Out = f.Title + "\n" + lintBody(f)
		} else {
			c.Failure = &JUnitMessage{Message: f.Title, Type: f.Rule, Text: lintBody(f)}
		}
		s.Cases = append(s.Cases, c)
	}
	for _, u := range l.Unread {
		s.Cases = append(s.Cases, JUnitCase{Class: "gofix-net.lint", Name: u.File, Failure: &JUnitMessage{Message: o.Texts.T("lint.unread", map[string]string{"reason": u.Reason}), Type: "unread"}})
	}
	if len(s.Cases) == 0 {
		s.Cases = append(s.Cases, JUnitCase{Class: "gofix-net.lint", Name: "files", Out: lintSum(l, o)})
	}
	return WriteJUnit(w, s)
}

// lintSARIF writes SARIF 2.1.0 with the places of the findings. A file that could
// not be read is a notification of the run, which then was not successful.
func lintSARIF(w io.Writer, l *report.Lint, _ Options) error {
	run := sarifRun{Invocations: []sarifInvocation{{ExecutionSuccessful: len(l.Unread) == 0}}, Results: []sarifResult{}}
	run.Tool.Driver = sarifDriver{Name: "gofix-net", InformationURI: informationURI, Rules: []sarifRule{}}
	index := map[string]int{}
	for _, f := range l.Findings {
		if _, ok := index[f.Rule]; !ok {
			index[f.Rule] = len(run.Tool.Driver.Rules)
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, lintRule(f))
		}
		var at sarifLocation
		at.Physical.Artifact.URI = artifact(f.File)
		at.Physical.Region = &sarifRegion{StartLine: f.Line, StartColumn: f.Column, EndLine: f.EndLine, EndColumn: f.EndColumn}
		run.Results = append(run.Results, sarifResult{
			RuleID: f.Rule, RuleIndex: index[f.Rule], Level: level(f.Severity, "note"), Message: sarifText{f.Title + "\n" + lintBody(f)}, Locations: []sarifLocation{at},
		})
	}
	return indented(w, sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}})
}

// artifact is the URI of a file: a relative one stays relative, so that code
// scanning finds it in the repository.
func artifact(file string) string {
	if filepath.IsAbs(file) {
		return fileURI(file)
	}
	return (&url.URL{Path: strings.TrimPrefix(filepath.ToSlash(file), "./")}).String()
}

// lintRule describes the rule of a finding, as GitHub's code scanning requires.
func lintRule(f report.LintFinding) sarifRule {
	x := sarifRule{
		ID: f.Rule, HelpURI: f.Help, Short: sarifText{sentence(f.Title)}, Full: sarifText{sentence(f.Detail)},
		Help: sarifHelp{Text: f.Fix, Markdown: mdText(f.Fix)},
	}
	x.Default.Level = level(f.Severity, "note")
	return x
}
