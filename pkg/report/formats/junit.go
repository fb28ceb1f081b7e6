package formats

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/report"
)

// writeJUnit writes JUnit XML: one suite for the diagnosis, one for the probes.
// A probe that failed is a failed case only where an error rests on it: a host
// that is not needed does not make a build red.
func writeJUnit(w io.Writer, r *report.Report, o Options) error {
	started := r.StartedAt.Format(time.RFC3339)
	return WriteJUnit(w,
		JUnitSuite{Name: "diagnosis", Time: seconds(r.DurationMs), Timestamp: started, Cases: diagnosisCases(r, o)},
		JUnitSuite{Name: "probes", Time: seconds(r.DurationMs), Timestamp: started, Cases: probeCases(r)},
	)
}

func diagnosisCases(r *report.Report, o Options) []JUnitCase {
	verdict := o.Texts.T("verdict."+string(r.Verdict), nil)
	first := JUnitCase{Class: "gofix-net.verdict", Name: "module downloads", Time: seconds(r.DurationMs)}
	if r.Verdict == report.Broken {
		first.Failure = &JUnitMessage{Message: verdict, Type: string(r.Verdict), Text: answerOf(r, o)}
	} else {
		first.Out = verdict
	}
	cases := []JUnitCase{first}
	for _, f := range r.Findings {
		c := JUnitCase{Class: "gofix-net.cause", Name: strings.TrimSpace(f.Cause + " " + f.Target)}
		body := annotation(r, f)
		if f.Severity == cause.Error {
			c.Failure = &JUnitMessage{Message: f.Title, Type: f.Cause, Text: body}
		} else {
			c.Out = string(f.Severity) + ": " + f.Title + "\n" + body
		}
		cases = append(cases, c)
	}
	return cases
}

func probeCases(r *report.Report) []JUnitCase {
	var blamed []evidence.ID
	for _, f := range r.Findings {
		if f.Severity == cause.Error {
			blamed = append(blamed, f.Evidence...)
		}
	}
	var cases []JUnitCase
	for _, p := range r.Probes {
		c := JUnitCase{Class: "gofix-net.probe." + p.Kind, Name: p.Target, Time: seconds(p.DurationMs)}
		said := fmt.Sprintf("%s %s %s", p.Status, p.Symptom, p.Detail)
		switch {
		case p.Status == probe.Skip:
			c.Skipped = &JUnitMessage{Message: p.Detail}
		case p.Status == probe.Fail && slices.Contains(blamed, p.ID):
			c.Failure = &JUnitMessage{Message: p.Detail, Type: string(p.Symptom), Text: said}
		case p.Status != probe.OK:
			c.Out = said
		}
		cases = append(cases, c)
	}
	return cases
}

// answerOf is the answer for people, without colours, as the body of the failure
// that CI systems show first.
func answerOf(r *report.Report, o Options) string {
	p := &page{r: r, o: o, width: defaultWidth, style: newStyles(false)}
	p.answer()
	return p.b.String()
}
