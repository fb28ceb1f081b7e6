package words

import (
	"strings"
	"unicode/utf8"

	"github.com/gofix-net/gofix-net/pkg/codepage"
)

// FromCodePage decodes a line that is no UTF-8 in the first code page in which
// it says something that is known; ok is false if there is none.
func FromCodePage(raw []byte) (text string, ok bool) {
	for _, page := range codepage.All() {
		text = page.Decode(raw)
		if Find(strings.ReplaceAll(text, "’", "'"), localisedWordings) != "" || findFileError(text) != "" {
			return text, true
		}
	}
	return "", false
}

// reread returns what a text may have been before UTF-8 was read in a code page:
// PowerShell does so to what it redirects. A byte that the page has no character
// for is lost, and costs the character that it was part of.
func reread(s string) []string {
	var out []string
	for _, page := range codepage.All() {
		repaired := strings.ToLower(strings.ToValidUTF8(string(page.Encode(s)), "\uFFFD"))
		if !isASCII(strings.ReplaceAll(repaired, "\uFFFD", "")) && utf8.RuneCountInString(repaired) < utf8.RuneCountInString(s) {
			out = append(out, repaired)
		}
	}
	return out
}
