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
	Shown  string // the line for evidence: cleaned of control sequences, with its prefixes
	Follow bool   // directly below the line before it
	Hot    bool   // a word that matters is in the raw line
	cut    bool   // put together from several lines
	part   bool   // one of several texts in one line
}

// Clean turns one line of the input into the lines that a program printed:
// several where it holds carriage returns or an escaped text.
func Clean(l Raw) []Line {
	raw := l.Text
	if len(raw) > maxLine {
		raw = raw[:maxLine]
	}
	shown := stripControl(string(raw))
	var out []Line
	pieces := splitLines(shown)
	for _, piece := range pieces {
		piece = strings.TrimRight(StripPrefixes(piece), " \t")
		out = append(out, Line{Number: l.Number, Text: piece, Shown: shown, Follow: l.after || len(out) > 0, Hot: l.Hot, part: len(pieces) > 1})
	}
	return out
}

// controls are the escape sequences of terminals: CSI (colours, cursor), OSC
// (titles, links), and the short ones. GitLab's section marks end in one.
var controls = lazyre.New("\x1b\\[[0-?]*[ -/]*[@-~]|\x1b\\][^\x07\x1b]*(?:\x07|\x1b\\\\)|\x1b[@-Z\\\\-_]")

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

// splitLines separates what one line holds: progress that was overwritten by
// carriage returns, and texts with escaped newlines (JSON, Go's %q).
func splitLines(s string) []string {
	if strings.Contains(s, "\r") {
		var out []string
		for _, p := range strings.Split(s, "\r") {
			if strings.TrimSpace(p) != "" {
				out = append(out, splitEscaped(p)...)
			}
		}
		if len(out) == 0 {
			return []string{""}
		}
		return out
	}
	return splitEscaped(s)
}

// unescaper undoes one level of escaping, after the newlines are gone.
var unescaper = strings.NewReplacer(`\t`, "\t", `\"`, `"`, `\\`, `\`, `\u003c`, "<", `\u003e`, ">", `\u0026`, "&", `\u001b[0m`, "")

// splitEscaped takes a line with escaped newlines apart. A quotation mark has
// to be there as well: C:\new is no escaped text.
func splitEscaped(s string) []string {
	if !strings.Contains(s, `\"`) && (!strings.Contains(s, `\n`) || !strings.Contains(s, `"`)) {
		return []string{s}
	}
	s = strings.NewReplacer(`\\n`, "\n", `\r\n`, "\n", `\n`, "\n").Replace(s)
	out := strings.Split(s, "\n")
	for i, p := range out {
		out[i] = unescaper.Replace(p)
	}
	return out
}

// prefix matches one thing that build systems and log collectors put in front
// of a line. Each alternative takes at most one blank behind itself, so that
// the indentation of the program's own text stays.
var prefix = lazyre.New(`^(?:` + strings.Join([]string{
	`#\d+ +\d+\.\d+(?: |$)`, // buildkit, plain progress
	`#\d+ (?:ERROR: |CANCELED )?`,
	`\d+\.\d{2,3}(?: |$)`,                               // buildkit, summary of a failed step
	`\w[\w./(), -]{0,60}\t[\w./(), -]{1,60}\t\x{FEFF}?`, // gh run view --log: job, step
	`\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?(?: (?:stdout|stderr) [FP]| \d\d[EO]\+?)?:?(?: |$)`, // GitHub, Azure, containers, GitLab, log
	`\[\d\d:\d\d:\d\d\][A-Za-z]?:\s+(?:\[[^\]]{1,60}\] )?`,                                                                       // TeamCity
	`[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S{1,60} [\w./@-]{1,60}(?:\[\d+\])?: `,                                                 // syslog, the journal
	`\{(?:"\w+": ?(?:"[^"]*"|[\d.]+|null|true|false), ?)*"\w+": ?"`,                                                              // a JSON log
	`\[\d{4}-\d\d-\d\d[T ][^\]]{8,24}\](?: |$)`,                                                                                  // Jenkins
	`\[?\d\d:\d\d:\d\d(?:[.,]\d+)?\]?(?: |$)`,
	`\[ *\d+(?:\.\d+)?s\](?: |$)`,             // build services: seconds since the start
	`\d+ : \[ *[\d.]+s\] \| ?`,                // dagger
	`[A-Za-z][\w.-]{0,60} *\| ?`,              // compose
	`\d{1,5} \| ?`,                            // a listing
	`##\[\w+\]`,                               // GitHub, Azure
	`::(?:error|warning|notice|debug)[^:]*::`, // GitHub
	`\[(?:INFO|ERROR|WARN|WARNING|DEBUG|TRACE|FATAL|stderr|stdout|err|out|exec|\d\d?)\](?: |$)`,
	`(?:INFO|ERROR|WARN|WARNING|DEBUG|FATAL)(?:\[[^\]]*\])?:? `,
	`npm (?:ERR!|error) `,
	`(?:stdout|stderr|stdout_lines|msg):(?: |$)`,
	`remote: {4,8}`, // what a build says behind git push
	`[>│┃┆](?: |$)`, // quotations, frames
	`\d\d (?:\S )?`, // capistrano
}, "|") + `)`)

// mayHavePrefix is the cheap test before the expression: prefixes begin with a
// digit or a mark, or have a bar, a tab or one of a few words in them.
func mayHavePrefix(s string) bool {
	if s == "" {
		return false
	}
	switch c := s[0]; {
	case c >= '0' && c <= '9', strings.IndexByte("#[:>{", c) >= 0, c >= 0x80:
		return true
	case c >= 'A' && c <= 'Z':
		return true
	}
	head := s[:min(len(s), 130)]
	return strings.IndexByte(head, '|') > 0 || strings.IndexByte(head, '\t') > 0 ||
		strings.HasPrefix(s, "std") || strings.HasPrefix(s, "npm ") || strings.HasPrefix(s, "remote: ") || strings.HasPrefix(s, "msg:")
}

// StripPrefixes removes prefixes until there is none left.
func StripPrefixes(s string) string {
	for range 6 {
		lead := len(s) - len(strings.TrimLeft(s, " "))
		if !mayHavePrefix(s[lead:]) {
			return s
		}
		loc := prefix.FindStringIndex(s[lead:])
		if loc == nil || loc[1] == 0 {
			return s
		}
		s = s[lead+loc[1]:]
	}
	return s
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
