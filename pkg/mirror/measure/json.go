package measure

import (
	_ "embed"
	"encoding/json"
	"io"
	"time"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Schema names the format that [WriteJSON] writes.
const Schema = "gofix-net/mirrors/v1"

// schema is the JSON Schema (draft 2020-12) of [Schema].
//
//go:embed schema.json
var schema []byte

type document struct {
	Schema     string       `json:"schema"`
	Tool       toolJSON     `json:"tool"`
	StartedAt  time.Time    `json:"startedAt"`
	DurationMs int64        `json:"durationMs"`
	Sample     string       `json:"sample"`
	KeptBack   []string     `json:"keptBack"`
	Database   databaseJSON `json:"database"`
	BytesEach  int64        `json:"bytesEach"`
	Mirrors    []mirrorJSON `json:"mirrors"`
}

type toolJSON struct {
	Version string `json:"version"`
}

type databaseJSON struct {
	Name    string          `json:"name"`
	Reached *bool           `json:"reached"`
	Symptom symptom.Symptom `json:"symptom,omitempty"`
}

type mirrorJSON struct {
	URL            string          `json:"url"`
	Usable         bool            `json:"usable"`
	Verdict        Verdict         `json:"verdict"`
	Rank           int             `json:"rank"`
	Reason         mirror.Reason   `json:"reason"`
	Symptom        symptom.Symptom `json:"symptom,omitempty"`
	Hop            string          `json:"hop,omitempty"`
	ColdMs         int64           `json:"coldMs"`
	LatencyMs      int64           `json:"latencyMs"`
	BytesPerSecond int64           `json:"bytesPerSecond"`
	RateBytes      int64           `json:"rateBytes"`
	Received       int64           `json:"received"`
	RelaysSumDB    known.Tri       `json:"relaysSumdb"`
	Known          *knownJSON      `json:"known,omitempty"`
	Checks         []checkJSON     `json:"checks"`
}

type knownJSON struct {
	Operator string      `json:"operator,omitempty"`
	State    known.State `json:"state"`
	Date     string      `json:"date,omitempty"`
	Note     string      `json:"note,omitempty"`
}

type checkJSON struct {
	ID         CheckID         `json:"id"`
	Status     Status          `json:"status"`
	Symptom    symptom.Symptom `json:"symptom,omitempty"`
	HopSymptom symptom.Symptom `json:"hopSymptom,omitempty"`
	Hop        string          `json:"hop,omitempty"`
	URL        string          `json:"url,omitempty"`
	HTTPStatus int             `json:"httpStatus,omitempty"`
	Detail     string          `json:"detail,omitempty"`
	DurationMs int64           `json:"durationMs"`
}

// Forms are the formats of a measurement.
var Forms = formats.Forms[*Result]{
	{Format: "text", Write: WriteText},
	{Format: "json", Write: WriteJSON},
	{Format: "html", Write: WriteHTML},
	{Format: "json-schema", Write: writeSchema},
}

func writeSchema(w io.Writer, _ *Result, _ formats.Options) error {
	return formats.WriteSchema(w, schema)
}

// WriteJSON writes the result as one JSON object.
func WriteJSON(w io.Writer, r *Result, o formats.Options) error { return encode(w, r, o.Version, "  ") }

// WriteJSONLine writes it on one line, for a file that grows by a line with each
// measurement.
func WriteJSONLine(w io.Writer, r *Result, o formats.Options) error {
	return encode(w, r, o.Version, "")
}

func encode(w io.Writer, r *Result, tool, indent string) error {
	d := document{
		Schema: Schema, Tool: toolJSON{tool}, StartedAt: r.Started.UTC(), DurationMs: r.Took.Milliseconds(), Sample: r.Sample.Module.String(),
		KeptBack: []string{}, Database: databaseJSON{Name: r.Database.Name, Symptom: r.Database.Symptom}, BytesEach: r.Bytes, Mirrors: []mirrorJSON{},
	}
	if r.Database.Tried {
		d.Database.Reached = &r.Database.Reached
	}
	for _, q := range r.Kept {
		d.KeptBack = append(d.KeptBack, q.String())
	}
	for i := range r.Mirrors {
		d.Mirrors = append(d.Mirrors, r.Mirrors[i].json())
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	return e.Encode(d)
}

func (m *Mirror) json() mirrorJSON {
	out := mirrorJSON{
		URL: m.URL.String(), Usable: m.Verdict == Usable, Verdict: m.Verdict, Rank: m.Rank, Reason: m.Reason,
		ColdMs: m.Cold.Milliseconds(), LatencyMs: m.Warm.Milliseconds(), BytesPerSecond: m.BytesPerSecond, RateBytes: m.RateBytes,
		Received: m.Received, RelaysSumDB: m.Relays, Checks: []checkJSON{},
	}
	if m.Known {
		out.Known = &knownJSON{m.Row.Operator, m.Row.State, m.Row.Date, m.Row.Note}
	}
	if c := m.Decisive(); c != nil {
		out.Symptom, out.Hop = c.Symptom, c.Hop
	}
	for _, c := range m.Checks {
		out.Checks = append(out.Checks, checkJSON{c.ID, c.Status, c.Symptom, c.HopSymptom, c.Hop, c.Request, c.Code, c.Detail, c.Took.Milliseconds()})
	}
	return out
}
