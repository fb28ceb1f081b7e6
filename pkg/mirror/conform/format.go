package conform

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/gofix-net/gofix-net/pkg/mirror/measure"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
)

// Schema names the format that [WriteJSON] writes.
const Schema = "gofix-net/conformance/v1"

// schema is the JSON Schema (draft 2020-12) of [Schema].
//
//go:embed schema.json
var schema []byte

// Forms are the formats of a report.
var Forms = formats.Forms[*Report]{
	{Format: "text", Write: WriteText},
	{Format: "json", Write: WriteJSON},
	{Format: "junit", Write: WriteJUnit},
	{Format: "json-schema", Write: writeSchema},
}

func writeSchema(w io.Writer, _ *Report, _ formats.Options) error {
	return formats.WriteSchema(w, schema)
}

func markOf(s measure.Status) (mark string, tone formats.Tone) {
	switch s {
	case measure.Pass:
		return "✓", formats.Good
	case measure.Fail:
		return "✗", formats.Failing
	case measure.NA:
		return "–", formats.Faint
	}
	return "?", formats.Doubtful
}

// WriteText writes the report for people: a line for each requirement, and below
// those that failed the request, the answer, what go does, and what to set.
func WriteText(w io.Writer, r *Report, o formats.Options) error {
	p := formats.NewSheet(o)
	t := o.Texts
	name := t.T("conform.product.unknown", nil)
	if r.Product != "" {
		name = t.T("conform.product."+string(r.Product), nil)
	}
	id := "conform.good"
	if r.Failed() {
		id = "conform.bad"
	}
	p.Prose(0, "", t.T(id, map[string]string{"url": r.Mirror.URL.String(), "product": name}), formats.Strong)
	p.Prose(0, "", r.Asked(t), formats.Faint)
	if hint := r.Hint(t); hint != "" {
		p.Prose(0, "", hint, formats.Doubtful)
	}
	p.Blank()
	for i, row := range r.Rows {
		mark, tone := markOf(row.Status)
		need := Requirement(row.ID, t)
		if i > 0 && r.Rows[0].same(row) {
			p.Prose(0, p.In(tone, mark)+" ", need+" "+t.T("conform.same", nil), formats.Plain)
			continue
		}
		p.Prose(0, p.In(tone, mark)+" ", need, formats.Plain)
		if row.Status == measure.Fail {
			if row.Curl != "" {
				p.Line(4, row.Curl)
			}
			p.Prose(4, t.T("conform.label.answer", nil)+" ", row.Answer(t), formats.Plain)
		}
		if text := row.Consequence(t); text != "" {
			p.Prose(4, t.T("conform.label.go", nil)+" ", text, formats.Plain)
		}
		if fix := r.Fix(row, t); fix != "" {
			p.Prose(4, t.T("conform.label.fix", nil)+" ", fix, formats.Plain)
		}
	}
	return p.Write(w)
}

type document struct {
	Schema       string            `json:"schema"`
	Tool         map[string]string `json:"tool"`
	StartedAt    time.Time         `json:"startedAt"`
	URL          string            `json:"url"`
	Product      Product           `json:"product"`
	Module       string            `json:"module"`
	Conforms     bool              `json:"conforms"`
	Requirements []requirement     `json:"requirements"`
}

type requirement struct {
	ID          measure.CheckID `json:"id"`
	Status      measure.Status  `json:"status"`
	Requirement string          `json:"requirement"`
	Curl        string          `json:"curl,omitempty"`
	HTTPStatus  int             `json:"httpStatus,omitempty"`
	Answer      string          `json:"answer,omitempty"`
	Symptom     string          `json:"symptom,omitempty"`
	Hop         string          `json:"hop,omitempty"`
	Consequence string          `json:"consequence,omitempty"`
	Fix         string          `json:"fix,omitempty"`
}

// WriteJSON writes the report as one JSON object.
func WriteJSON(w io.Writer, r *Report, o formats.Options) error {
	t := o.Texts
	d := document{
		Schema: Schema, Tool: map[string]string{"version": o.Version}, StartedAt: r.Result.Started.UTC(), URL: r.Mirror.URL.String(),
		Product: r.Product, Module: r.Result.Sample.Module.String(), Conforms: !r.Failed(), Requirements: []requirement{},
	}
	for _, row := range r.Rows {
		d.Requirements = append(d.Requirements, requirement{
			row.ID, row.Status, Requirement(row.ID, t), row.Curl, row.Code, row.Answer(t), string(row.Symptom), row.Hop, row.Consequence(t), r.Fix(row, t),
		})
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(d)
}

// WriteJUnit writes the report for the CI of those who run the proxy: a test for
// each requirement.
func WriteJUnit(w io.Writer, r *Report, o formats.Options) error {
	t := o.Texts
	s := formats.JUnitSuite{Name: r.Mirror.URL.String(), Time: fmt.Sprintf("%.3f", r.Result.Took.Seconds())}
	for _, row := range r.Rows {
		c := formats.JUnitCase{Class: "gofix-net.mirrors", Name: string(row.ID) + ": " + Requirement(row.ID, t), Time: fmt.Sprintf("%.3f", row.Took.Seconds())}
		switch row.Status {
		case measure.Fail:
			c.Failure = &formats.JUnitMessage{Message: row.Answer(t), Type: string(row.ID), Text: row.Curl + "\n" + row.Consequence(t) + "\n" + r.Fix(row, t) + "\n"}
		case measure.NA, measure.Untried:
			c.Skipped = &formats.JUnitMessage{Message: string(row.Status)}
		}
		s.Cases = append(s.Cases, c)
	}
	return formats.WriteJUnit(w, s)
}
