package formats

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/report"
)

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Time     string       `xml:"time,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name      string      `xml:"name,attr"`
	Tests     int         `xml:"tests,attr"`
	Failures  int         `xml:"failures,attr"`
	Errors    int         `xml:"errors,attr"`
	Skipped   int         `xml:"skipped,attr"`
	Time      string      `xml:"time,attr"`
	Timestamp string      `xml:"timestamp,attr,omitempty"`
	Cases     []junitCase `xml:"testcase"`
}

type junitCase struct {
	Class   string        `xml:"classname,attr"`
	Name    string        `xml:"name,attr"`
	Time    string        `xml:"time,attr,omitempty"`
	Failure *junitMessage `xml:"failure"`
	Skipped *junitMessage `xml:"skipped"`
	Out     string        `xml:"system-out,omitempty"`
}

type junitMessage struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",chardata"`
}

// writeJUnit writes JUnit XML: one suite for the diagnosis, one for the probes.
// A probe that failed is a failed case only where an error rests on it: a host
// that nobody needs does not make a build red.
func writeJUnit(w io.Writer, r *report.Report, o Options) error {
	suites := junitSuites{Name: "gofix-net", Time: seconds(r.DurationMs), Suites: []junitSuite{
		suite(r, "diagnosis", diagnosisCases(r, o)),
		suite(r, "probes", probeCases(r)),
	}}
	for _, s := range suites.Suites {
		suites.Tests += s.Tests
		suites.Failures += s.Failures
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(suites); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func suite(r *report.Report, name string, cases []junitCase) junitSuite {
	s := junitSuite{
		Name: name, Tests: len(cases), Time: seconds(r.DurationMs),
		Timestamp: r.StartedAt.Format(time.RFC3339), Cases: cases,
	}
	for _, c := range cases {
		if c.Failure != nil {
			s.Failures++
		}
		if c.Skipped != nil {
			s.Skipped++
		}
	}
	return s
}

func diagnosisCases(r *report.Report, o Options) []junitCase {
	verdict := o.Texts.T("verdict."+string(r.Verdict), nil)
	first := junitCase{Class: "gofix-net.verdict", Name: "module downloads", Time: seconds(r.DurationMs)}
	if r.Verdict == report.Broken {
		first.Failure = &junitMessage{Message: verdict, Type: string(r.Verdict), Text: answerOf(r, o)}
	} else {
		first.Out = verdict
	}
	cases := []junitCase{first}
	for _, f := range r.Findings {
		c := junitCase{Class: "gofix-net.cause", Name: strings.TrimSpace(f.Cause + " " + f.Target)}
		body := annotation(r, f)
		if f.Severity == "error" {
			c.Failure = &junitMessage{Message: f.Title, Type: f.Cause, Text: body}
		} else {
			c.Out = f.Severity + ": " + f.Title + "\n" + body
		}
		cases = append(cases, c)
	}
	return cases
}

func probeCases(r *report.Report) []junitCase {
	var blamed []evidence.ID
	for _, f := range r.Findings {
		if f.Severity == "error" {
			blamed = append(blamed, f.Evidence...)
		}
	}
	var cases []junitCase
	for _, p := range r.Probes {
		c := junitCase{Class: "gofix-net.probe." + p.Kind, Name: p.Target, Time: seconds(p.DurationMs)}
		said := fmt.Sprintf("%s %s %s", p.Status, p.Symptom, p.Detail)
		switch {
		case p.Status == probe.Skip:
			c.Skipped = &junitMessage{Message: p.Detail}
		case p.Status == probe.Fail && slices.Contains(blamed, p.ID):
			c.Failure = &junitMessage{Message: p.Detail, Type: string(p.Symptom), Text: said}
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
