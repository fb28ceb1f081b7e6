// Package read turns the bytes of a log into the lines that matter: [NewFilter] finds
// words at about the speed of memory, [Scan] passes over everything that is not near
// one, [Clean] takes off colours and the prefixes of build systems, and [Unwrapper]
// puts lines together that a terminal has cut. It does not know what the words mean.
package read

import (
	"strings"
	"unicode/utf8"

	"github.com/gofix-net/gofix-net/pkg/explain/words"
	"github.com/gofix-net/gofix-net/pkg/lazyre"
)

// maxLine is how much of one line is parsed. What go prints is far shorter; a
// longer line is a dump, of which the beginning says enough.
const maxLine = 32 << 10

// Line is a line without what the terminal, the build system and the log
// collector put into it.
type Line struct {
	Number int
	Text   string // without trailing blanks; the indentation that the program itself made is kept
	Shown  string // the line for evidence: cleaned of control sequences, with its prefixes; of a quoted text, what it says
	Follow bool   // directly below the line before it
	Hot    bool   // a word that matters is in the raw line
	cut    bool   // put together from several lines
	part   bool   // one of several texts in one line
}

// Cleaner takes off lines what the terminal, the build system and the log collector
// put into them. It learns the prefix of a system that no rule knows from the lines
// in which a message begins behind it.
type Cleaner struct {
	learned []string // the last prefixes seen, with their digits as zeros
}

// Clean turns one line of the input into the lines that a program printed:
// several where it holds carriage returns or an escaped text.
func (c *Cleaner) Clean(l Raw) []Line {
	raw := l.Text
	if len(raw) > maxLine {
		raw = raw[:maxLine]
	}
	text := plainEntities(withoutColours(stripControl(string(raw))))
	shown := strings.NewReplacer(lineEnd, " ").Replace(text)
	if end := withoutEnd(shown); end != strings.TrimRight(shown, " \t") {
		shown = end // all lines in a frame have one width
	}
	var out []Line
	pieces := splitLines(text)
	for _, piece := range pieces {
		plain := piece
		if strings.HasPrefix(piece, "|") || strings.HasPrefix(piece, "│") { // in a frame
			plain = withoutEnd(piece)
		}
		t := Line{Number: l.Number, Text: withoutEnd(c.strip(StripPrefixes(plain))), Shown: shown, Follow: l.after || len(out) > 0, Hot: l.Hot, part: len(pieces) > 1}
		if t.part || !strings.Contains(text, piece) {
			t.Shown = piece
		}
		out = append(out, t)
	}
	return out
}

// controls are the escape sequences of terminals: CSI (colours, cursor), OSC
// (titles, links), and the short ones. GitLab's section marks end in one.
// Buildkite's times stand in application commands (APC).
var controls = lazyre.New("\x1b\\[[0-?]*[ -/]*[@-~]|\x1b[_P^X][^\x07\x1b]*(?:\x07|\x1b\\\\)|\x1b\\][^\x07\x1b]*(?:\x07|\x1b\\\\)|\x1b[@-Z\\\\-_]")

// stripControl removes escape sequences and control characters, and replaces
// what is no UTF-8.
func stripControl(s string) string {
	plain := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' && c != '\t' || c >= 0x7f {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	if !utf8.ValidString(s) {
		if decoded, ok := words.FromCodePage([]byte(s)); ok {
			s = decoded
		} else {
			s = strings.ToValidUTF8(s, "\uFFFD")
		}
	}
	s = controls.ReplaceAllString(s, "")
	s = strings.TrimRight(s, "\r")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\r':
			return r
		case r < ' ' || r == 0x7f || r == '\u200b' || r == '\ufeff':
			return -1
		case r == '\u00a0':
			return ' '
		case r == '\u201c' || r == '\u201d': // a word processor's quotes
			return '"'
		}
		return r
	}, s)
}

// entities undoes what a web page or a report in XML does to quotation marks. A line
// end becomes lineEnd.
var entities = strings.NewReplacer("&quot;", `"`, "&#34;", `"`, "&apos;", "'", "&#39;", "'", "&lt;", "<", "&gt;", ">", "&amp;", "&", "&#xA;", lineEnd, "&#10;", lineEnd, "&#x9;", "\t", "&#9;", "\t")

// lineEnd separates the lines within a line of the input. No such character is left in it.
const lineEnd = "\v"

func plainEntities(s string) string {
	if !strings.Contains(s, "&") || !strings.Contains(s, ";") {
		return s
	}
	return entities.Replace(s)
}

// withoutEnd takes off what stands behind a line: blanks, the right side of a frame, the
// end of an element of XML.
func withoutEnd(s string) string {
	for {
		s = strings.TrimRight(s, " \t")
		switch {
		case strings.HasSuffix(s, " |"), strings.HasSuffix(s, "│"), strings.HasSuffix(s, "┃"), strings.HasSuffix(s, "║"):
			_, size := utf8.DecodeLastRuneInString(s)
			s = s[:len(s)-size]
		case strings.HasSuffix(s, ">"):
			at := strings.LastIndex(s, "</")
			if at < 0 || strings.ContainsAny(s[at:], " \"'") {
				return s
			}
			s = s[:at]
		default:
			return s
		}
	}
}

// splitLines separates what one line holds: progress that was overwritten by
// carriage returns, and texts with escaped newlines (JSON, Go's %q).
func splitLines(s string) []string {
	if !strings.ContainsAny(s, "\r"+lineEnd) {
		return plainTexts(s, 0)
	}
	var out []string
	for _, p := range strings.FieldsFunc(s, func(r rune) bool { return r == '\r' || r == '\v' }) {
		if strings.TrimSpace(p) != "" {
			out = append(out, plainTexts(p, 0)...)
		}
	}
	if len(out) == 0 {
		return []string{""}
	}
	return out
}

// Indent is the width of the blanks in front of s; a tab counts as eight.
func Indent(s string) int {
	n := 0
	for _, c := range s {
		switch c {
		case ' ':
			n++
		case '\t':
			n += 8
		default:
			return n
		}
	}
	return n
}
