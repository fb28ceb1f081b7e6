package read

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gofix-net/gofix-net/pkg/lazyre"
)

const (
	maxQuoting = 4  // times that a text is quoted in another
	minValue   = 24 // bytes of a value that can be a message
)

// plainTexts takes a line apart that quotes what a program printed: JSON, logfmt, a
// string of Go, Python or JavaScript, and one of them within another.
func plainTexts(s string, depth int) []string {
	if depth > 0 || strings.Contains(s, `"`) {
		if values := valuesOf(s); values != nil {
			var out []string
			for _, v := range values {
				out = append(out, linesOf(v.text, depth, v.whole && !hasPath(v.text) || isQuoted(v.text))...)
			}
			return out
		}
	}
	return linesOf(s, depth, isQuoted(s))
}

// linesOf undoes one level of quoting, and what is quoted in that.
func linesOf(s string, depth int, quoted bool) []string {
	if depth >= maxQuoting || !quoted {
		return []string{s}
	}
	lines := unquoted(s)
	if n := len(lines); n > 1 && strings.TrimSpace(lines[n-1]) == "" {
		lines = lines[:n-1] // the newline at the end
	}
	var out []string
	for _, line := range lines {
		out = append(out, plainTexts(line, depth+1)...)
	}
	return out
}

// isQuoted reports whether s has escaped newlines or quotation marks. One of the latter
// has to be there as well, and no path of Windows: C:\new is no escaped text.
func isQuoted(s string) bool {
	if strings.Contains(s, `\"`) {
		return true
	}
	if !strings.Contains(s, `\n`) || hasPath(s) {
		return false
	}
	return strings.Contains(s, `"`) || strings.Contains(s, `\n'`) || strings.Contains(s, `b'`) || strings.Count(s, `\n`) > 1 && strings.Contains(s, "'")
}

// hasPath reports whether s holds a path of Windows whose backslashes are not escaped.
func hasPath(s string) bool {
	for i := 1; i+2 < len(s); i++ {
		if s[i] == ':' && s[i+1] == '\\' && s[i+2] != '\\' && isLetter(s[i-1]) && (i == 1 || !isLetter(s[i-2])) {
			return true
		}
	}
	return false
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// unquoted undoes one level of escaping, and cuts s at its escaped newlines.
func unquoted(s string) []string {
	var out []string
	var b []byte
	for i := 0; i < len(s); i++ {
		c := rune(s[i])
		if c == '\\' && i+1 < len(s) {
			i++
			switch s[i] {
			case 'n':
				out, b = append(out, string(b)), b[:0]
				continue
			case 'r': // of a line end
				continue
			case 't':
				c = '\t'
			case '"', '\'', '\\', '/':
				c = rune(s[i])
			case 'u':
				if n, err := strconv.ParseUint(s[i+1:min(len(s), i+5)], 16, 16); err == nil && n >= ' ' && i+5 <= len(s) {
					c = rune(n)
					i += 4
					break
				}
				fallthrough
			default: // no escape
				i--
			}
		}
		if c == rune(s[i]) || c < utf8.RuneSelf {
			b = append(b, byte(c))
			continue
		}
		b = utf8.AppendRune(b, c)
	}
	return append(out, string(b))
}

// metadata is what stands in front of the message in a line of JSON or logfmt.
var metadata = lazyre.New(`^[\s{\[,]*(?:"[\w@./ -]+" ?: ?(?:"[^"]*"|[\w.+-]+|[{\[])[\s,{]*|[\w.-]+=(?:"[^"]*"|\S*)\s+)*(?:"[\w@./ -]+" ?: ?[{\[]*|[\w.-]+=)$`)

// messageKey is the key of what a program printed, in the logs of containers, collectors
// and tests.
var messageKey = lazyre.New(`(?:^|[\s{,"])(?:log|msg|message|Output|output|line|textPayload|stderr|stdout)(?:"?: ?|=)$`)

// secretKey is a key that tells that its value is not to be shown: the two stay together.
var secretKey = lazyre.New(`(?i)(?:pass|token|secret|key|auth|cred)[\w.-]*"? ?(?::|=>?) ?$`)

// elementOf is the text of an element of a list that has a line for each, "" if s is none.
func elementOf(s string) string {
	s, quoted := strings.CutPrefix(strings.TrimLeft(s, " \t"), `"`)
	if !quoted {
		return ""
	}
	s, quoted = strings.CutSuffix(strings.TrimSuffix(s, ","), `"`)
	if !quoted || closing(s+`"`, 0) != len(s) || strings.Contains(strings.ReplaceAll(s, `\"`, ""), `"`) {
		return ""
	}
	return s
}

// value is a part of a line. It is whole where nothing but its keys stood around it.
type value struct {
	text  string
	whole bool
}

// valuesOf cuts s behind each value that can be a message, and takes off what is no part
// of one; nil where there is no such value.
func valuesOf(s string) []value {
	if v := elementOf(s); len(v) >= minValue {
		return []value{{v, true}}
	}
	var out []value
	from := 0
	for at := 0; at < len(s); at++ {
		if s[at] != '"' || !opensValue(s[from:at]) {
			continue
		}
		end := closing(s, at+1)
		if end < 0 {
			break
		}
		v := value{s[at+1 : end], true}
		key := lastKey(s[from:at])
		if secretKey.MatchString(key) || (len(v.text) < minValue || !strings.Contains(v.text, ": ")) && !messageKey.MatchString(key) {
			at = end
			continue
		}
		if !metadata.MatchString(s[from:at]) {
			v = value{s[from:end], false}
		}
		out = append(out, v)
		at, from = end, end+1
	}
	if out != nil && strings.Contains(s[from:], ": ") {
		out = append(out, value{s[from:], false})
	}
	return out
}

// lastKey is the key at the end of s, with what stands between it and the value, and the
// byte in front of it.
func lastKey(s string) string {
	const most = len(`" => `)
	behind := max(0, len(s)-most)
	key := s[:behind+len(strings.TrimRight(s[behind:], `":=> `))]
	key = strings.TrimRightFunc(key, func(r rune) bool {
		return r == '_' || r == '.' || r == '-' || r >= utf8.RuneSelf || r >= '0' && r <= '9' || isLetter(byte(r))
	})
	return s[max(0, len(key)-1):]
}

// opensValue reports whether a quotation mark behind s opens the value of a key.
func opensValue(s string) bool {
	s = strings.TrimSuffix(s, " ")
	if before, ok := strings.CutSuffix(s, "="); ok {
		return before != "" && !strings.HasSuffix(before, " ")
	}
	return strings.HasSuffix(s, `":`) || strings.HasSuffix(s, "=>")
}

// closing returns where the quotation mark is that ends the value which begins at from;
// -1 where none can be it.
func closing(s string, from int) int {
	for i := from; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			if i+1 == len(s) || strings.IndexByte(" ,}])>\t/", s[i+1]) >= 0 {
				return i
			}
		}
	}
	return -1
}
