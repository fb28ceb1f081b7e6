package words

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// codePages are the code pages in which Windows' consoles read and write, in
// the order in which they are tried.
func codePages() []encoding.Encoding {
	return []encoding.Encoding{
		simplifiedchinese.GB18030, charmap.CodePage866, charmap.Windows1251, japanese.ShiftJIS, korean.EUCKR, traditionalchinese.Big5,
		charmap.CodePage850, charmap.CodePage437, charmap.Windows1252, charmap.CodePage852, charmap.Windows1254,
	}
}

// FromCodePage decodes a line that is no UTF-8 in the first code page in which
// it says something that is known; ok is false if there is none.
func FromCodePage(raw []byte) (text string, ok bool) {
	for _, page := range codePages() {
		decoded, err := page.NewDecoder().Bytes(raw)
		if err != nil {
			continue
		}
		text = string(decoded)
		if Find(strings.ReplaceAll(text, "’", "'"), localisedWordings) != "" {
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
	for _, page := range codePages() {
		written := encoding.ReplaceUnsupported(page.NewEncoder())
		b, err := written.Bytes([]byte(s))
		if err != nil {
			continue
		}
		repaired := strings.ToLower(strings.ToValidUTF8(string(b), "\uFFFD"))
		if !isASCII(strings.ReplaceAll(repaired, "\uFFFD", "")) && utf8.RuneCountInString(repaired) < utf8.RuneCountInString(s) {
			out = append(out, repaired)
		}
	}
	return out
}
