package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/explain"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/lazyre"
	"github.com/gofix-net/gofix-net/pkg/report"
)

func say(w io.Writer, texts *i18n.Texts, id string, args map[string]string) {
	_, _ = fmt.Fprintln(w, strings.TrimSpace(texts.T(id, args)))
}

// explaining puts what was read into words.
type explaining struct {
	texts *i18n.Texts
	file  string
	here  bool // whether this machine printed it
	read  explain.Explanation
}

func (x *explaining) explanation() *report.Explanation {
	e := &report.Explanation{Schema: explain.Schema, File: x.file, LinesRead: x.read.Read}
	for _, f := range x.read.Findings {
		out := x.explained(f)
		if f.Advised {
			out.Severity = cause.Info
			e.Notes = append(e.Notes, out)
			continue
		}
		e.Findings = append(e.Findings, out)
	}
	return e
}

func (x *explaining) explained(f explain.Finding) report.Explained {
	id, seen := string(f.Cause), seenIn(f)
	seen.Where = x.texts.T("explain.there", nil)
	if x.here {
		seen.Where = x.texts.T("explain.here", nil)
	}
	entry := cause.Lookup(f.Cause)
	title, steps := entry.Read(string(x.texts.Lang), seen)
	out := report.Explained{
		Cause: id, Severity: severityOf(entry), Symptom: f.Symptom, Target: f.Target,
		Operation: f.Operation, Module: f.Module, URL: f.URL,
		Title: title, Steps: stepsOf(steps),
		Count: f.Count, Help: report.HelpBase + id, Lines: []report.TextLine{},
	}
	for _, l := range f.Lines {
		out.Lines = append(out.Lines, report.TextLine{Number: l.Number, Text: l.Text})
	}
	for _, c := range f.Or {
		out.Or = append(out.Or, string(c))
	}
	for _, k := range f.Probes {
		out.Probes = append(out.Probes, string(k))
	}
	// Asking for a module that should not be asked for is no way to find out.
	if len(out.Probes) > 0 && f.Cause != cause.PrivateModuleExposed {
		out.Check, out.CheckText = "gofix-net doctor", x.texts.T("explain.decide", map[string]string{
			"where": seen.Where, "probes": strings.Join(out.Probes, ", "),
		})
		if q, err := parseModule(f.Module); err == nil && plain(q.String()) != "" {
			out.Check += " --module " + q.String()
		}
	}
	return out
}

// severityOf: what a text shows are failures, but for what only takes a
// protection away.
func severityOf(c *cause.Cause) cause.Severity {
	if c.Unsafe {
		return cause.Warning
	}
	return cause.Error
}

// stepsOf puts commands, which begin with "$ ", to the steps that they belong to.
func stepsOf(lines []string) []report.Step {
	var out []report.Step
	for _, line := range lines {
		command, ok := strings.CutPrefix(line, "$ ")
		if ok && len(out) > 0 {
			last := &out[len(out)-1]
			last.Commands = append(last.Commands, command)
			continue
		}
		out = append(out, report.Step{Text: line})
	}
	return out
}

// seenIn is what a finding's texts name. What stands in commands comes out of a
// foreign text, and is a word that no shell acts upon, or the name of what to put
// there.
func seenIn(f explain.Finding) cause.Seen {
	about := f.About()
	path, version, _ := strings.Cut(about.Module, "@")
	seen := cause.Seen{
		Target: f.Target, Path: "MODULE", Version: "VERSION", Host: "HOST", Prefix: "PREFIX", Release: "1.22.0",
		Module: "MODULE", Origin: "HOST", Declared: plain(f.Declared), Running: plain(f.Running),
	}
	if q, err := parseModule(path); err == nil {
		seen.Path, seen.Module, seen.Prefix = q.Path, q.Path, facts.PrivatePrefix(q.Path)
		seen.Origin, _, _ = strings.Cut(q.Path, "/")
	}
	if f.Cause == cause.PackageNotFound && version == "" {
		seen.Module = "MODULE" // what is named is the package
	}
	if plain(version) != "" {
		seen.Version = version
	}
	if host := plain(about.Host); host != "" {
		seen.Host = host
		if seen.Path == "MODULE" {
			seen.Prefix, seen.Origin = prefixAt(host), host
		}
	}
	if plain(about.Release) != "" {
		seen.Release = about.Release
	}
	return seen
}

// prefixAt is what GOPRIVATE would name of a host: all of it, or, where everybody
// has modules there, the part of an owner.
func prefixAt(host string) string {
	if known.CodeHost(host) {
		return host + "/OWNER"
	}
	return host
}

var plainWord = lazyre.New(`^[A-Za-z0-9][A-Za-z0-9._/@+-]*$`)

// plain returns a word that means itself in every shell, or "".
func plain(s string) string {
	if !plainWord.MatchString(s) {
		return ""
	}
	return s
}
