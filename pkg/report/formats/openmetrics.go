package formats

import (
	"fmt"
	"io"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/report"
)

// writeOpenMetrics writes the OpenMetrics 1.0 text exposition. Probes that were
// not run have no sample: they prove nothing.
func writeOpenMetrics(w io.Writer, r *report.Report, _ Options) error {
	m := &metrics{seen: map[string]bool{}}
	m.family("gofix_net", "info", "", "The program and the machine.")
	m.sample("gofix_net_info", "1", "version", r.Tool.Version, "os", r.Host.OS, "arch", r.Host.Arch, "go", r.Host.Go, "git", r.Host.Git)

	m.family("gofix_net_verdict", "stateset", "", "Whether module downloads work.")
	for _, v := range []report.Verdict{report.Healthy, report.Degraded, report.Broken} {
		m.sample("gofix_net_verdict", bit(r.Verdict == v), "gofix_net_verdict", string(v))
	}

	m.family("gofix_net_probe_success", "gauge", "", "Whether the probe saw what it should.")
	for _, p := range ran(r) {
		m.sample("gofix_net_probe_success", bit(p.Status != probe.Fail), "id", string(p.ID), "kind", p.Kind, "target", p.Target, "symptom", string(p.Symptom))
	}
	m.family("gofix_net_probe_duration_seconds", "gauge", "seconds", "How long the probe took.")
	for _, p := range ran(r) {
		m.sample("gofix_net_probe_duration_seconds", seconds(p.DurationMs), "id", string(p.ID), "kind", p.Kind, "target", p.Target)
	}

	m.family("gofix_net_finding", "gauge", "", "One for every cause that was found.")
	for _, f := range r.Findings {
		m.sample("gofix_net_finding", "1", "cause", f.Cause, "severity", string(f.Severity), "target", f.Target)
	}
	m.family("gofix_net_planned_changes", "gauge", "", "Settings that the plan would write.")
	m.sample("gofix_net_planned_changes", fmt.Sprint(len(r.Plan.Changes)))
	m.family("gofix_net_run_duration_seconds", "gauge", "seconds", "How long the run took.")
	m.sample("gofix_net_run_duration_seconds", seconds(r.DurationMs))
	m.family("gofix_net_run_start_timestamp_seconds", "gauge", "seconds", "When the run began, Unix time.")
	m.sample("gofix_net_run_start_timestamp_seconds", fmt.Sprint(r.StartedAt.Unix()))
	m.b.WriteString("# EOF\n")
	_, err := io.WriteString(w, m.b.String())
	return err
}

func ran(r *report.Report) []report.Probe {
	var out []report.Probe
	for _, p := range r.Probes {
		if p.Status != probe.Skip {
			out = append(out, p)
		}
	}
	return out
}

// metrics is an exposition in the making. A sample may not stand in it twice.
type metrics struct {
	b    strings.Builder
	seen map[string]bool
}

func (m *metrics) family(name, kind, unit, help string) {
	fmt.Fprintf(&m.b, "# TYPE %s %s\n", name, kind)
	if unit != "" {
		fmt.Fprintf(&m.b, "# UNIT %s %s\n", name, unit)
	}
	fmt.Fprintf(&m.b, "# HELP %s %s\n", name, help)
}

// sample writes a sample; labels are names and values in turn, and those
// without a value are left out, which OpenMetrics reads alike.
func (m *metrics) sample(name, value string, labels ...string) {
	var pairs []string
	for i := 0; i+1 < len(labels); i += 2 {
		if labels[i+1] != "" {
			pairs = append(pairs, labels[i]+`="`+escapeLabel(labels[i+1])+`"`)
		}
	}
	series := name
	if len(pairs) > 0 {
		series += "{" + strings.Join(pairs, ",") + "}"
	}
	if m.seen[series] {
		return
	}
	m.seen[series] = true
	fmt.Fprintf(&m.b, "%s %s\n", series, value)
}

func escapeLabel(s string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(s)
}

func seconds(ms int64) string { return fmt.Sprintf("%.3f", float64(ms)/1000) }

func bit(b bool) string {
	if b {
		return "1"
	}
	return "0"
}
