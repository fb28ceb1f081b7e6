package formats

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/report"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// verdictText is the verdict in words. Where nothing that was seen is wrong, and
// not all was seen, that downloads work would be saying too much.
func verdictText(r *report.Report, o Options) string {
	if nothingNeeded(r) {
		if r.Tested.Vendored {
			return o.Texts.T("verdict.vendored", nil)
		}
		return o.Texts.T("verdict.cached", nil)
	}
	if r.Verdict == report.Broken && r.Tested.Rehearsed == report.FailsOffline && r.Tested.Command == "" {
		return o.Texts.T("verdict.project", nil) // the network has no part in it
	}
	if r.Verdict == report.Broken && r.Tested.Rehearsed.Failed() && r.Tested.Command != "" {
		return o.Texts.T("verdict.command", map[string]string{"command": r.Tested.Command})
	}
	if r.Verdict == report.Degraded && r.Tested.Rehearsed == report.Works && r.Tested.Command != "" {
		// It may do without modules that cannot be downloaded.
		return o.Texts.T("verdict.works", map[string]string{"command": r.Tested.Command})
	}
	if p := r.Primary(); p != nil && p.Cause == string(cause.Undecided) && r.Verdict == report.Degraded {
		return o.Texts.T("verdict.undecided", nil)
	}
	return o.Texts.T("verdict."+string(r.Verdict), nil)
}

// nothingNeeded reports whether the command needs nothing from the network, so that
// what fails there is a note and no more.
func nothingNeeded(r *report.Report) bool {
	return r.Tested.Rehearsed == report.WorksOffline && r.Verdict != report.Broken
}

// Finished reports whether there is nothing to choose after the answer: downloads work,
// or none is needed.
func Finished(r *report.Report) bool { return r.Verdict == report.Healthy || nothingNeeded(r) }

// Origin says in words where a setting is made: the layer, with the file and the line
// where there are any.
func Origin(texts *i18n.Texts, layer settings.Origin, file string, line int) string {
	text, ok := texts.Lookup("origin."+string(layer), nil)
	if !ok {
		text = string(layer) // of a report that another release wrote
	}
	switch {
	case file == "":
		return text
	case line == 0:
		return strings.TrimSpace(text + " " + file)
	}
	return strings.TrimSpace(fmt.Sprintf("%s %s:%d", text, file, line))
}

func origin(s report.Setting, texts *i18n.Texts) string {
	return Origin(texts, settings.Origin(s.Origin), s.File, s.Line)
}

// matter returns the settings worth showing: GOPROXY and GOSUMDB, what a person
// has set, and all layers of what a finding cites; with all, every one.
func matter(r *report.Report, all bool) []report.Setting {
	cited := citedSettings(r)
	var out []report.Setting
	seen := map[string]bool{}
	for _, s := range r.Settings {
		first := !seen[s.Name]
		seen[s.Name] = true
		always := s.Name == "GOPROXY" || s.Name == "GOSUMDB"
		given := !aside(s.Name) && s.Value != "" && s.Origin != string(settings.Default) && s.Origin != string(settings.GorootEnv)
		if all || cited[s.Name] || first && (always || given) {
			out = append(out, s)
		}
	}
	return out
}

// aside reports whether a setting says where things are or who the user is, and
// only matters where a finding rests on it.
func aside(name string) bool {
	for _, prefix := range []string{"credential.", "remote.", "safe."} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return slices.Contains([]string{
		"HOME", "USERPROFILE", "APPDATA", "XDG_CONFIG_HOME", "LANG", "LC_ALL", "LC_MESSAGES", "CI", "GOCACHE",
	}, name)
}

func citedSettings(r *report.Report) map[string]bool {
	out := map[string]bool{}
	for _, f := range r.Findings {
		for _, e := range f.Evidence {
			if name, ok := e.Setting(); ok {
				out[name] = true
			}
		}
	}
	return out
}

// planHeading says what stands above the commands of the plan.
func planHeading(r *report.Report, o Options) string {
	id := "report.plan"
	switch {
	case r.Applied != nil && r.Applied.RolledBack:
		id = "report.applied.rolledback"
	case r.Applied != nil && r.Applied.Verified:
		id = "report.applied.verified"
	case r.Applied != nil:
		id = "report.applied.unverified"
	case r.Plan.Proven != nil && *r.Plan.Proven:
		id = "report.plan.proven"
	case r.Plan.Proven != nil:
		id = "report.plan.refuted"
	}
	return o.Texts.T(id, nil)
}

// footer names the program, the machine and the time that the run took.
func footer(r *report.Report) string {
	parts := []string{strings.TrimSpace("gofix-net " + r.Tool.Version), r.Host.Go}
	if r.Host.Git != "" {
		parts = append(parts, "git "+r.Host.Git)
	}
	parts = append(parts, strings.Trim(r.Host.OS+"/"+r.Host.Arch, "/"), fmt.Sprintf("%d ms", r.DurationMs))
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

// hasCredential reports whether a planned command had a credential in it,
// which the report does not show: it can then not be pasted.
func hasCredential(r *report.Report) bool {
	return slices.ContainsFunc(r.Plan.Changes, func(c report.Change) bool {
		return slices.ContainsFunc(c.Command, func(a string) bool { return strings.Contains(a, "xxxxx") })
	})
}
