// Package jsonc reads JSON with comments and trailing commas, as editors and
// devcontainers write it, with positions.
package jsonc

import (
	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/place/yamlfile"
)

// Read returns the value of a file, nil where it cannot be read. JSON without
// its comments and tabs is YAML, whose parser knows positions.
func Read(b *place.Builder) *yamlfile.Node {
	for _, d := range yamlfile.ReadText(b, plain(b)) {
		return d.Root
	}
	return nil
}

// plain blanks out what YAML does not have, byte for byte.
func plain(b *place.Builder) string {
	out := []byte(b.Data)
	comma := -1 // a comma behind which nothing but blanks and comments has come
	for i := 0; i < len(out); i++ {
		switch c := out[i]; {
		case c == '"' || c == '\'': // the second of JSON5
			comma = -1
			i = text(out, i)
		case c == '/' && i+1 < len(out) && out[i+1] == '/':
			start := i
			for i < len(out) && out[i] != '\n' {
				i++
			}
			b.Comment(place.Span{Start: start, End: i}, "//")
			blank(out[start:min(i, len(out))])
			i--
		case c == '/' && i+1 < len(out) && out[i+1] == '*':
			start := i
			for i += 2; i+1 < len(out) && (out[i] != '*' || out[i+1] != '/'); i++ {
			}
			i = min(i+1, len(out)-1)
			blank(out[start : i+1])
		case c == '\t' || c == '\r' && i+1 < len(out) && out[i+1] != '\n' || c == 0xEF && i == 0 && len(out) > 2:
			out[i] = ' '
			if c == 0xEF {
				blank(out[:3])
			}
		case c == ',':
			comma = i
		case c == '}' || c == ']':
			if comma >= 0 {
				out[comma] = ' '
			}
			comma = -1
		case c != ' ' && c != '\n' && c != '\r':
			comma = -1
		}
	}
	return string(out)
}

// text returns the end of a string, and writes halves of a surrogate pair, which
// YAML refuses, as something of the same length.
func text(out []byte, i int) int {
	quote := out[i]
	for i++; i < len(out) && out[i] != quote && out[i] != '\n'; i++ {
		if out[i] != '\\' {
			continue
		}
		if i+5 < len(out) && out[i+1] == 'u' && (out[i+2] == 'd' || out[i+2] == 'D') {
			copy(out[i+2:i+6], "0020")
		}
		i++
	}
	return i
}

func blank(b []byte) {
	for i, c := range b {
		if c != '\n' {
			b[i] = ' '
		}
	}
}
