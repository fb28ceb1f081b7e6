package foreign

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/gofix-net/gofix-net/pkg/lazyre"
)

// Neutral replaces what a terminal, a bidirectional layout or a CI system would
// act upon by its escape, so that it can be seen. Newlines stay: texts have
// paragraphs.
func Neutral(text string) string {
	if strings.ContainsFunc(text, acts) {
		var b strings.Builder
		for _, r := range text {
			switch {
			case r == '\t':
				b.WriteByte(' ')
			case !acts(r):
				b.WriteRune(r)
			case r < 0x80:
				fmt.Fprintf(&b, `\x%02x`, r)
			case r < 0x10000:
				fmt.Fprintf(&b, `\u%04x`, r)
			default:
				fmt.Fprintf(&b, `\U%08x`, r)
			}
		}
		text = b.String()
	}
	return withoutCommands(text)
}

// acts reports whether r is a control or format character, or is invisible: C0
// but for newline, DEL, C1, bidirectional controls, zero-width characters, tags,
// separators of lines, fillers, variation selectors, private use.
func acts(r rune) bool {
	switch {
	case r == '\n':
		return false
	case r < 0x80:
		return r < ' ' || r == 0x7f
	case r == 0x034f, r == 0x115f, r == 0x1160, r == 0x17b4, r == 0x17b5, r == 0x3164, r == 0xffa0, r == 0x2800:
		return true // fillers: letters and marks that cannot be seen
	case r >= 0x180b && r <= 0x180f, r >= 0xfe00 && r <= 0xfe0f, r >= 0xe0000 && r <= 0xe0fff:
		return true // variation selectors and tags
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co)
}

// logging is how Azure Pipelines, TeamCity and the older GitHub runners find a
// command anywhere in a line.
var logging = lazyre.New(`##([A-Za-z]*)\[`)

// command is how GitHub Actions finds one: at the beginning of a line, blanks
// aside (actions/runner, ActionCommand.TryParseV2).
var command = lazyre.New(`(?m)^([\s\p{Z}]*):(:)`)

// withoutCommands breaks the commands of CI systems apart.
func withoutCommands(text string) string {
	if strings.Contains(text, "##") {
		text = logging.ReplaceAllString(text, "## $1[")
	}
	if strings.Contains(text, "::") {
		text = command.ReplaceAllString(text, "$1: $2")
	}
	return text
}
