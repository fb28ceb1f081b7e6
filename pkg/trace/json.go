package trace

import (
	_ "embed"
	"encoding/json"
	"io"
	"time"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
)

// Schema names the format that [WriteJSON] writes.
const Schema = "gofix-net/trace/v1"

// schema is the JSON Schema (draft 2020-12) of [Schema].
//
//go:embed schema.json
var schema []byte

// Forms are the formats of a trace.
var Forms = formats.Forms[*Trace]{
	{Format: "text", Write: WriteText},
	{Format: "json", Write: WriteJSON},
	{Format: "json-schema", Write: writeSchema},
	{Format: "html", Write: WriteHTML},
}

func writeSchema(w io.Writer, _ *Trace, _ formats.Options) error {
	return formats.WriteSchema(w, schema)
}

type document struct {
	Schema     string    `json:"schema"`
	Tool       tool      `json:"tool"`
	StartedAt  time.Time `json:"startedAt"`
	DurationMs int64     `json:"durationMs"`
	Offline    bool      `json:"offline"`
	Toolchain  *walkJSON `json:"toolchain,omitempty"`
	walkJSON
	Modules []walkJSON `json:"modules,omitempty"`
}

type tool struct {
	Version string `json:"version"`
}

type walkJSON struct {
	Command string     `json:"command"`
	Note    string     `json:"note,omitempty"`
	Rules   []ruleJSON `json:"rules"`
	Hops    []hopJSON  `json:"hops"`
	Result  resultJSON `json:"result"`
}

type ruleJSON struct {
	Setting string `json:"setting"`
	Value   string `json:"value"`
	Origin  string `json:"origin,omitempty"`
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`
	Effect  Effect `json:"effect"`
	Text    string `json:"text"`
}

type hopJSON struct {
	Request    walk.Op    `json:"request"`
	Module     string     `json:"module"`
	Entry      string     `json:"entry"`
	URL        string     `json:"url"`
	Via        string     `json:"via"`
	Rules      []int      `json:"rules"`
	Outcome    walk.State `json:"outcome"`
	Symptom    string     `json:"symptom"`
	Status     int        `json:"status,omitempty"`
	Detail     string     `json:"detail,omitempty"`
	Probe      string     `json:"probe,omitempty"`
	DurationMs int64      `json:"durationMs"`
	WaitMs     int64      `json:"waitMs"`
	Times      int        `json:"times"`
	Together   int        `json:"together,omitempty"`
	Next       walk.Next  `json:"next"`
	Reason     string     `json:"reason"`
	Ignored    bool       `json:"ignored,omitempty"`
	Decides    bool       `json:"decides,omitempty"`
}

type resultJSON struct {
	Outcome walk.Outcome `json:"outcome"`
	Found   string       `json:"found,omitempty"`
	Setting string       `json:"setting,omitempty"`
	URL     string       `json:"url,omitempty"`
	Symptom string       `json:"symptom,omitempty"`
	Error   string       `json:"error,omitempty"`
	WaitMs  int64        `json:"waitMs"`
}

// WriteJSON writes the trace as one object.
func WriteJSON(w io.Writer, t *Trace, o formats.Options) error {
	d := document{
		Schema: Schema, Tool: tool{o.Version}, StartedAt: t.Started.UTC().Truncate(time.Second),
		DurationMs: t.Took.Milliseconds(), Offline: t.Offline,
	}
	if t.Toolchain != nil {
		x := toJSON(*t.Toolchain, o.Texts)
		d.Toolchain = &x
	}
	switch {
	case t.All:
		d.walkJSON = walkJSON{Command: "go mod download", Rules: []ruleJSON{}, Hops: []hopJSON{}, Result: resultJSON{Outcome: t.Outcome()}}
		d.Modules = []walkJSON{}
		for _, x := range t.Walks {
			d.Modules = append(d.Modules, toJSON(x, o.Texts))
			d.Result.WaitMs = max(d.Result.WaitMs, x.Cost.Milliseconds())
		}
	case len(t.Walks) == 1:
		d.walkJSON = toJSON(t.Walks[0], o.Texts)
	default: // the go command does not come to the module
		d.walkJSON = walkJSON{Command: t.Toolchain.Command, Rules: []ruleJSON{}, Hops: []hopJSON{}, Result: d.Toolchain.Result}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(d)
}

func toJSON(w Walk, texts *i18n.Texts) walkJSON {
	out := walkJSON{Command: w.Command, Rules: []ruleJSON{}, Hops: []hopJSON{}, Result: resultJSON{
		Outcome: w.Outcome, Found: nameOf(w), Setting: w.Setting, Error: foreign.Redact(w.Message), WaitMs: w.Cost.Milliseconds(),
	}}
	if w.Note != "" {
		out.Note = texts.T(w.Note, w.NoteArgs)
	}
	for _, r := range w.Rules {
		out.Rules = append(out.Rules, ruleJSON{
			Setting: r.Setting.Key.String(), Value: r.Setting.Value.String(), Origin: string(r.Setting.Origin),
			File: r.Setting.File, Line: r.Setting.Line, Effect: r.Effect, Text: texts.T("trace.rule."+string(r.Effect), nil),
		})
	}
	for i, h := range w.Hops {
		decides := i == w.Stop
		if decides {
			out.Result.URL, out.Result.Symptom = h.URL.String(), string(h.Symptom)
		}
		x := hopJSON{
			Request: h.Op, Module: moduleOf(h), Entry: entryOf(h), URL: h.URL.String(), Via: h.Via.String(), Rules: h.Rules,
			Outcome: h.State, Symptom: string(h.Symptom), Status: h.Status, Detail: foreign.Redact(h.Detail), Probe: string(h.Result),
			DurationMs: h.Took.Milliseconds(), WaitMs: h.Cost.Milliseconds(), Times: max(h.Times, 1), Together: h.Together,
			Next: h.Next, Reason: reasonOf(h, texts), Ignored: h.Ignored, Decides: decides,
		}
		if x.Rules == nil {
			x.Rules = []int{}
		}
		out.Hops = append(out.Hops, x)
	}
	return out
}

func nameOf(w Walk) string {
	if w.Found.Path == "" {
		return ""
	}
	return w.Found.String()
}

// moduleOf is the module that a hop is about, at the version it was led to.
func moduleOf(h Hop) string {
	if h.Resolved != "" {
		return h.Query.Path + "@" + h.Resolved
	}
	return h.Query.String()
}

// entryOf names the entry of GOPROXY, or the checksum database; "" for this machine.
func entryOf(h Hop) string {
	if h.Op.Local() {
		return ""
	}
	if h.Entry.Kind == "" {
		return "sumdb"
	}
	return h.Entry.Name()
}

// reasonOf says why the go command goes on or stops after a hop; for one that
// was not asked, what would follow.
func reasonOf(h Hop, texts *i18n.Texts) string {
	if h.Next == walk.Undecided && h.State == walk.Unknown {
		return texts.T("trace.open."+openOf(h), nil)
	}
	return texts.T("route.next."+string(h.Next), nil)
}

func openOf(h Hop) string {
	switch {
	case h.Op == walk.OpSumLookup:
		return "record"
	case h.Entry.Kind == route.Direct || h.Entry.Kind == route.NoProxy:
		return "direct"
	case h.Op == walk.OpSumSupported:
		return "supported"
	case h.Entry.Last:
		return "last"
	case h.Entry.Bar:
		return "bar"
	}
	return "comma"
}
