package startup

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/lazyre"
)

// The ways in which a PowerShell profile sets a variable. Names and keywords
// are of any case there.
var (
	psAssign = lazyre.New(`(?i)^\s*(\$(?:\{env:(\w+)\}|env:(\w+))\s*=\s*(.+?))\s*;?\s*$`)
	psItem   = lazyre.New(`(?i)^\s*((?:set-item|set-content|new-item|si|sc|ni)\s+(?:-(?:literal)?path\s+)?['"]?env:\\?(\w+)['"]?\s+(?:-value\s+)?(.+?))\s*;?\s*$`)
	psCall   = lazyre.New(`(?i)^\s*(\[(?:system\.)?environment\]::setenvironmentvariable\(\s*['"](\w+)['"]\s*,\s*('[^']*'|"[^"]*"|[^,()]+?)\s*(?:,[^)]*)?\))\s*;?\s*$`)
	psBare   = lazyre.New(`^[\w:/.%~+@=-]+$`) // an argument without quotes that is a text
	psFunc   = lazyre.New(`(?i)^\s*function\s+([\w:-]+)`)
)

// parsePowerShell reads a profile line by line, and each line statement by statement.
func parsePowerShell(text string, s scope) found {
	var f found
	s.want.fold = true
	if !s.want.in(text) {
		return f
	}
	comment, function, depth := false, "", 0
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimRight(line, "\r")
		if comment {
			comment = !strings.Contains(line, "#>")
			continue
		}
		if comment = strings.HasPrefix(strings.TrimSpace(line), "<#") && !strings.Contains(line, "#>"); comment {
			continue
		}
		line = withoutComment(line)
		if m := psFunc.FindStringSubmatch(line); m != nil && depth == 0 {
			function = m[1]
		}
		statements := psStatements(line)
		for _, statement := range statements {
			d, name, ok := psDefinition(statement)
			if !ok {
				continue
			}
			d.Line = i + 1
			if len(statements) > 1 {
				d.Kind = Part
			}
			if depth > 0 {
				d.Function = function
			}
			f.add(s.want, name, d)
		}
		depth = max(depth+strings.Count(line, "{")-strings.Count(line, "}"), 0)
		if depth == 0 && strings.Contains(line, "}") {
			function = ""
		}
	}
	return f
}

func psDefinition(line string) (d Definition, name string, ok bool) {
	var text, value string
	switch {
	case psAssign.MatchString(line):
		m := psAssign.FindStringSubmatch(line)
		text, name, value = m[1], m[2]+m[3], m[4]
	case psItem.MatchString(line):
		m := psItem.FindStringSubmatch(line)
		text, name, value = m[1], m[2], m[3]
		if psBare.MatchString(value) {
			value = "'" + value + "'"
		}
	case psCall.MatchString(line):
		m := psCall.FindStringSubmatch(line)
		text, name, value = m[1], m[2], m[3]
	default:
		return d, "", false
	}
	plain, literal := psValue(value)
	return Definition{Place: Place{Kind: Line, Literal: literal}, Value: Raw(plain), Text: Raw(text)}, name, true
}

// psStatements cuts a line where a statement ends or a block begins or ends, outside
// quotes and the braces of ${env:NAME}.
func psStatements(line string) []string {
	var out []string
	quote, start := byte(0), 0
	cut := func(i int) {
		if s := line[start:i]; strings.TrimSpace(s) != "" {
			out = append(out, s)
		}
		start = i + 1
	}
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case c == '{' && i > 0 && line[i-1] == '$':
			if end := strings.IndexByte(line[i:], '}'); end > 0 {
				i += end
			}
		case c == ';' || c == '{' || c == '}':
			cut(i)
		}
	}
	cut(len(line))
	return out
}

// psValue reads a quoted string; any other expression is not known.
func psValue(text string) (string, bool) {
	if len(text) < 2 || text[0] != text[len(text)-1] || text[0] != '\'' && text[0] != '"' {
		return text, false
	}
	inner, quote := text[1:len(text)-1], text[:1]
	if strings.Contains(strings.ReplaceAll(inner, quote+quote, ""), quote) || quote == `"` && strings.ContainsAny(inner, "$`") {
		return text, false
	}
	return strings.ReplaceAll(inner, quote+quote, quote), true
}

// withoutComment cuts a line at a # outside quotes.
func withoutComment(line string) string {
	quote := rune(0)
	for i, c := range line {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case c == '#' && (i == 0 || line[i-1] == ' ' || line[i-1] == '\t'):
			return strings.TrimRight(line[:i], " \t")
		}
	}
	return line
}
