package cli

import (
	"fmt"
	"io"
	"net/url"
	"regexp"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/explain"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/known"
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
		e.Findings = append(e.Findings, x.explained(f))
	}
	return e
}

func (x *explaining) explained(f explain.Finding) report.Explained {
	id, args := string(f.Cause), argsOf(f)
	args["where"] = x.texts.T("explain.there", nil)
	if x.here {
		args["where"] = x.texts.T("explain.here", nil)
	}
	out := report.Explained{
		Cause: id, Severity: severityOf(f.Cause), Symptom: f.Symptom, Target: f.Target,
		Operation: f.Operation, Module: f.Module, URL: f.URL,
		Title: x.texts.T("explain.title."+id, args), Steps: stepsOf(x.texts.T("explain.steps."+id, args)),
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
		args["probes"] = strings.Join(out.Probes, ", ")
		out.Check, out.CheckText = "gofix-net doctor", x.texts.T("explain.decide", args)
		if q, err := parseModule(f.Module); err == nil && plain(q.String()) != "" {
			out.Check += " --module " + q.String()
		}
	}
	return out
}

// severityOf: what a text shows are failures, but for the settings that only
// take a protection away.
func severityOf(id cause.ID) string {
	switch id {
	case cause.InsecureSetting, cause.SumdbOff, cause.ToolchainInsecure:
		return string(cause.Warning)
	}
	return string(cause.Error)
}

// stepsOf cuts a text into steps: one a line, and a line that begins with "$ "
// is a command of the step above it.
func stepsOf(text string) []report.Step {
	var out []report.Step
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
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

// argsOf are the arguments of a finding's texts. Those that stand in commands
// come out of a foreign text, and are words that no shell acts upon, or the
// names of what to put there.
func argsOf(f explain.Finding) map[string]string {
	module := f.Module
	if module == "" && strings.Contains(f.Target, "/") && !strings.Contains(f.Target, "://") {
		module = f.Target
	}
	path, version, _ := strings.Cut(module, "@")
	args := map[string]string{
		"target": f.Target, "path": "MODULE", "version": "VERSION", "host": "HOST", "prefix": "PREFIX", "release": "1.22.0",
		"module": "MODULE", "origin": "HOST", "declared": plain(f.Declared), "running": plain(f.Running),
	}
	if q, err := parseModule(path); err == nil {
		args["path"], args["module"], args["prefix"] = q.Path, q.Path, facts.PrivatePrefix(q.Path)
		args["origin"], _, _ = strings.Cut(q.Path, "/")
	}
	if f.Cause == cause.PackageNotFound && version == "" {
		args["module"] = "MODULE" // what is named is the package
	}
	if plain(version) != "" {
		args["version"] = version
	}
	if host := plain(hostOf(f, path)); host != "" {
		args["host"] = host
		if args["path"] == "MODULE" {
			args["prefix"], args["origin"] = prefixAt(host), host
		}
	}
	if v, ok := strings.CutPrefix(f.Target, "go1."); ok && plain(v) != "" {
		args["release"] = "1." + v + strings.Repeat(".0", max(0, 1-strings.Count(v, ".")))
	}
	return args
}

// prefixAt is what GOPRIVATE would name of a host: all of it, or, where everybody
// has modules there, the part of an owner.
func prefixAt(host string) string {
	if known.CodeHost(host) {
		return host + "/OWNER"
	}
	return host
}

// hostOf is the host that a finding is about: the target's, the URL's, or that
// of the module's path.
func hostOf(f explain.Finding, path string) string {
	for _, text := range []string{f.Target, f.URL} {
		if u, err := url.Parse(text); err == nil && u.Hostname() != "" {
			return u.Hostname()
		}
	}
	for _, text := range []string{f.Target, path} {
		host, _, _ := strings.Cut(text, "/")
		host, _, _ = strings.Cut(host, ":")
		host, _, _ = strings.Cut(host, "@")
		if strings.Contains(host, ".") && text != "" && host != "go.mod" && host != "go.sum" && !strings.HasPrefix(host, "http.") {
			return host
		}
	}
	return ""
}

var plainWord = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._/@+-]*$`)

// plain returns a word that means itself in every shell, or "".
func plain(s string) string {
	if !plainWord.MatchString(s) {
		return ""
	}
	return s
}
