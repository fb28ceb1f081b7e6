package formats

import (
	"fmt"
	"io"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/report"
)

// writePrometheus writes the text format 0.0.4 of Prometheus, for the textfile
// collector of node_exporter: only gauges, because it drops a whole file in
// which it meets a type of OpenMetrics. The series are few, and the same in
// every run, so that an alert sees a cause come and go: each cause of the
// vocabulary is 0 or 1, and no series carries a host or a module.
func writePrometheus(w io.Writer, r *report.Report, _ Options) error {
	var b strings.Builder
	gauge := func(name, help string, samples ...string) {
		fmt.Fprintf(&b, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name)
		for _, s := range samples {
			fmt.Fprintf(&b, "%s%s\n", name, s)
		}
	}
	one := func(label, value string, is bool) string {
		return fmt.Sprintf("{%s=\"%s\"} %s", label, escapeLabel(value), bit(is))
	}
	gauge("gofix_net_build_info", "Version of gofix-net and of the go command.",
		fmt.Sprintf("{go=\"%s\",version=\"%s\"} 1", escapeLabel(r.Host.Go), escapeLabel(r.Tool.Version)))
	var verdicts, causes, statuses []string
	for _, v := range []report.Verdict{report.Healthy, report.Degraded, report.Broken} {
		verdicts = append(verdicts, one("verdict", string(v), r.Verdict == v))
	}
	gauge("gofix_net_verdict", "1 for the verdict of the last run.", verdicts...)
	found := map[string]bool{}
	for _, f := range r.Findings {
		found[f.Cause] = true
	}
	for _, id := range causeIDs() {
		causes = append(causes, one("cause", id, found[id]))
	}
	gauge("gofix_net_cause", "1 for each cause that the last run found.", causes...)
	count := map[probe.Status]int{}
	for _, p := range r.Probes {
		count[p.Status]++
	}
	for _, s := range []probe.Status{probe.OK, probe.Warn, probe.Fail, probe.Skip} {
		statuses = append(statuses, fmt.Sprintf("{status=\"%s\"} %d", s, count[s]))
	}
	gauge("gofix_net_probes", "Probes of the last run, by how they ended.", statuses...)
	gauge("gofix_net_planned_changes", "Settings that the plan would write.", fmt.Sprintf(" %d", len(r.Plan.Changes)))
	gauge("gofix_net_run_duration_seconds", "How long the last run took.", " "+seconds(r.DurationMs))
	gauge("gofix_net_run_timestamp_seconds", "When the last run began, Unix time.", fmt.Sprintf(" %d", r.StartedAt.Unix()))
	_, err := io.WriteString(w, b.String())
	return err
}
