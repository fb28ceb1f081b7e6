package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/gofix-net/gofix-net/pkg/settings"
)

// maxText bounds one text of a report in runes: a server may answer anything,
// and a GOENV file may hold anything.
const maxText = 4096

// Clean returns a copy of r in which every text is redacted, cut to a bearable
// length and free of characters that a terminal would obey. What the probes
// and the settings hand over should be so already; a report is where it has to
// be true.
func Clean(r *Report) (*Report, error) {
	data, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	return Read(bytes.NewReader(data))
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

func cleanText(s string) string {
	return settings.Redact(neutral(cut(s)))
}

func cut(s string) string {
	if len(s) <= maxText {
		return s
	}
	n := 0
	for i := range s {
		if n == maxText {
			return s[:i] + "…"
		}
		n++
	}
	return s
}

// neutral replaces what a terminal or a bidirectional layout would act upon by
// its escape, so that it can be seen. Newlines stay: texts of causes have
// paragraphs.
func neutral(s string) string {
	if !strings.ContainsFunc(s, acts) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\t':
			b.WriteByte(' ')
		case !acts(r):
			b.WriteRune(r)
		case r < 0x80:
			fmt.Fprintf(&b, `\x%02x`, r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// acts reports whether r is a control or format character: C0 but for newline,
// DEL, C1, bidirectional controls, zero-width characters and separators.
func acts(r rune) bool {
	if r == '\n' {
		return false
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}
