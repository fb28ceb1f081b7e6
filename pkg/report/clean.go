package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/gofix-net/gofix-net/pkg/foreign"
)

// maxText bounds one text of a report in runes: a server may answer anything,
// and a GOENV file may hold anything.
const maxText = 4096

// Clean returns a copy of r in which every text is redacted, cut to a bearable
// length and free of characters that a terminal would obey. What the probes
// and the settings hand over should be so already; a report is where it has to
// be true.
//
// Our own words, in which arguments were cleaned when they were filled in, keep
// what looks like a credential: they show where one belongs.
func Clean(r *Report) (*Report, error) {
	data, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	out, err := Read(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	for i, f := range r.Findings {
		out.Findings[i].Title, out.Findings[i].Detail, out.Findings[i].Manual = bare(f.Title), bare(f.Detail), each(f.Manual)
	}
	for i, c := range r.Plan.Changes {
		out.Plan.Changes[i].Reason = bare(c.Reason)
	}
	for i, m := range r.Plan.Remaining {
		out.Plan.Remaining[i].Title = bare(m.Title)
	}
	return out, nil
}

func each(texts []string) []string {
	out := make([]string, 0, len(texts))
	for _, t := range texts {
		out = append(out, bare(t))
	}
	return out
}

// Read reads a report that was written as JSON, by this or another machine,
// and cleans it.
func Read(from io.Reader) (*Report, error) {
	out := &Report{}
	if err := readClean(from, out); err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	if out.Schema != Schema {
		return nil, fmt.Errorf("report: schema is %q, not %q", out.Schema, Schema)
	}
	out.fill()
	return out, nil
}

// cleanCopy puts a copy of v into out, in which every text is cleaned.
func cleanCopy(out, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return readClean(bytes.NewReader(data), out)
}

// readClean decodes JSON into out with every text in it cleaned.
func readClean(from io.Reader, out any) error {
	dec := json.NewDecoder(from)
	dec.UseNumber()
	var tree any
	if err := dec.Decode(&tree); err != nil {
		return err
	}
	data, err := json.Marshal(cleanTree(tree))
	if err != nil {
		return err
	}
	return json.Unmarshal(data, out)
}

// cleanTree cleans every string in a decoded JSON value. Names of members are
// ours and stay.
func cleanTree(v any) any {
	switch v := v.(type) {
	case string:
		return cleanText(v)
	case []any:
		for i := range v {
			v[i] = cleanTree(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = cleanTree(v[k])
		}
	}
	return v
}

func cleanText(s string) string { return foreign.Text(s, maxText) }

// bare is a text without what a terminal would obey: that has to go also where
// credentials stay, and from our own words, which may name what is foreign.
func bare(s string) string { return foreign.Neutral(foreign.Cut(s, maxText)) }
