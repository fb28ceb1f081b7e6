package read

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/lazyre"
)

// prefixes match one thing that build systems and log collectors put in front of a
// line, by how it begins: of the expressions, which are large, only those are compiled
// that a log needs. Each alternative takes at most one blank behind itself, so that
// the indentation of the program's own text stays.
var prefixes = struct{ columns, digit, number, bracket, mark, word *lazyre.Regexp }{
	columns: lazyre.New(`^(?:` + strings.Join([]string{
		`\w[\w./(), -]{0,60}\t[\w./(), -]{1,60}\t\x{FEFF}?`, // gh run view --log: job, step
	}, "|") + `)`),
	digit: lazyre.New(`^(?:` + strings.Join([]string{
		`\d+\.\d{2,3}(?: |$)`, // buildkit, summary of a failed step
		`\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?(?: \d\d[EO]\+|(?: (?:stdout|stderr) [FP]| \d\d[EO])?:?(?: |$))`, // GitHub, Azure, containers, GitLab, log
		`\d\d:\d\d:\d\d(?:[.,]\d+)?\]?(?: |$)`,
		`\d+ : \[ *[\d.]+s\] \| ?`, // dagger
		`\d{1,5} \| ?`,             // a listing
		`\d\d (?:\S )?`,            // capistrano
	}, "|") + `)`),
	number: lazyre.New(`^#\d+ +\d+\.\d+(?: |$)|^#\d+ (?:ERROR: |CANCELED )?|^##\[\w+\]`), // buildkit; GitHub, Azure
	bracket: lazyre.New(`^(?:` + strings.Join([]string{
		`\[\d\d:\d\d:\d\d\][A-Za-z]?:\s+(?:\[[^\]]{1,60}\] )?`, // TeamCity
		`\[\d{4}-\d\d-\d\d[T ][^\]]{8,24}\](?: |$)`,            // Jenkins
		`\[\d\d:\d\d:\d\d(?:[.,]\d+)?\]?(?: |$)`,
		`\[ *\d+(?:\.\d+)?s\](?: |$)`, // build services: seconds since the start
		`\[(?:INFO|ERROR|WARN|WARNING|DEBUG|TRACE|FATAL|stderr|stdout|err|out|exec|\d\d?)\](?: |$)`,
	}, "|") + `)`),
	mark: lazyre.New(`^(?:` + strings.Join([]string{
		`\{(?:"\w+": ?(?:"[^"]*"|[\d.]+|null|true|false), ?)*"\w+": ?"`, // a JSON log
		`::(?:error|warning|notice|debug)[^:]*::`,                       // GitHub
		`[>|│┃┆](?: |$)`,                                                // quotations, frames
	}, "|") + `)`),
	word: lazyre.New(`^(?:` + strings.Join([]string{
		`[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S{1,60} [\w./@-]{1,60}(?:\[\d+\])?: `, // syslog, the journal
		`[A-Za-z][\w.-]{0,60} *\| ?`, // compose
		`(?:INFO|ERROR|WARN|WARNING|DEBUG|FATAL)(?:\[[^\]]*\])?:? `,
		`npm (?:ERR!|error) `,
		`(?:stdout|stderr|stdout_lines|msg): `,
		`remote: {4,8}`, // what a build says behind git push
	}, "|") + `)`),
}

// maxHead is how far into a line the marks of a prefix are looked for.
const maxHead = 130

// prefixOf is the length of the prefix in front of s, 0 if there is none.
func prefixOf(s string) int {
	if s == "" || strings.HasPrefix(s, "ERROR: Repository not found") || strings.HasPrefix(s, "ERROR: The project you") { // git servers'
		return 0
	}
	head, c := s[:min(len(s), maxHead)], s[0]
	if strings.IndexByte(head, '\t') > 0 {
		if at := prefixes.columns.FindStringIndex(s); at != nil {
			return at[1]
		}
	}
	by := prefixes.word
	switch {
	case c >= '0' && c <= '9':
		by = prefixes.digit
	case c == '#':
		by = prefixes.number
	case c == '[':
		by = prefixes.bracket
	case strings.IndexByte(":>|{", c) >= 0, c >= 0x80:
		by = prefixes.mark
	case c >= 'A' && c <= 'Z', strings.IndexByte(head, '|') > 0:
	case strings.HasPrefix(s, "std"), strings.HasPrefix(s, "npm "), strings.HasPrefix(s, "remote: "), strings.HasPrefix(s, "msg:"):
	default:
		return 0
	}
	if at := by.FindStringIndex(s); at != nil {
		return at[1]
	}
	return 0
}

// StripPrefixes removes prefixes until there is none left.
func StripPrefixes(s string) string {
	for range 6 {
		lead := len(s) - len(strings.TrimLeft(s, " "))
		n := prefixOf(s[lead:])
		if n == 0 {
			return s
		}
		s = s[lead+n:]
	}
	return s
}
