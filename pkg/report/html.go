package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/i18n"
)

// htmlPage is the page of a report. html/template escapes everything that is put
// into it by its place; the policy of the page allows no script, and nothing from
// elsewhere.
//
//go:embed report.html
var htmlPage string

// htmlData is what the page shows.
type htmlData struct {
	*Report
	Lang, Answer, Footer string
	Mark                 string // ok, warn or fail
	Lanes                []htmlLane
	Axis                 []string
	Legend               []string
	Commands             []string
	Shown                []Setting
	t                    *i18n.Texts
	o                    Options
}

// T is a text of the catalogue.
func (d htmlData) T(id string) string { return d.t.T(id, nil) }

// Where is where a setting comes from.
func (d htmlData) Where(s Setting) string { return origin(s) }

// Facts are the evidence of a finding, likes together.
func (d htmlData) Facts(f Finding) []string {
	var out []string
	for _, x := range factsOf(d.Report, &f) {
		out = append(out, strings.TrimSpace(string(x.id)+x.says+" "+x.likewise(d.t)))
	}
	return out
}

// htmlLane is a lane with its bars in parts of a hundred of the axis.
type htmlLane struct {
	Host string
	Bars []htmlBar
}

type htmlBar struct {
	Class, Label string
	X, Width     float64
}

// writeHTML writes one self-contained page: the answer, a waterfall of all requests,
// and everything that the answer rests on.
func writeHTML(w io.Writer, r *Report, o Options) error {
	page, err := template.New("report").Parse(htmlPage)
	if err != nil {
		return err
	}
	d := htmlData{
		Report: r, Lang: string(o.Texts.Lang), Answer: answerOf(r, o), Footer: footer(r), Mark: "ok",
		Legend: []string{"dns", "tcp", "tls", "wait", "body", "other", "fail"}, Commands: byHandLines(r), Shown: matter(r, true), t: o.Texts, o: o,
	}
	switch r.Verdict {
	case Broken:
		d.Mark = "fail"
	case Degraded:
		d.Mark = "warn"
	}
	d.Lanes, d.Axis = percent(lanes(r))
	return page.Execute(w, d)
}

// percent scales lanes to the width of the axis, and makes its marks.
func percent(list []lane, end int64) (out []htmlLane, axis []string) {
	for _, l := range list {
		x := htmlLane{Host: l.Host}
		for _, b := range l.Bars {
			class := b.Kind
			if b.Failed {
				class += " fail"
			}
			x.Bars = append(x.Bars, htmlBar{
				Class: class, Label: fmt.Sprintf("%s (%d ms)", b.Label, b.Took),
				X: 100 * float64(b.Start) / float64(end), Width: max(0.3, 100*float64(b.Took)/float64(end)),
			})
		}
		out = append(out, x)
	}
	const marks = 4
	for i := range marks + 1 {
		axis = append(axis, fmt.Sprintf("%.2g s", float64(end)*float64(i)/marks/1000))
	}
	return out, axis
}
