package words

import (
	_ "embed"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/lazy"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

//go:embed libc.txt
var libcText string

// libcTable is libc.txt: what the C library says of connections, and of files by
// what it says in English.
type libcTable struct {
	wordings []Wording
	files    []fileSentence
}

type fileSentence struct{ sentence, english string }

var libc = lazy.Value[libcTable]{Make: func() libcTable {
	var t libcTable
	section, english := "", ""
	for line := range strings.Lines(libcText) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "["):
			section = strings.Trim(line, "[]")
			english, _ = strings.CutPrefix(section, "file: ")
		case strings.HasPrefix(section, "file: "):
			t.files = append(t.files, fileSentence{line, english})
		default:
			t.wordings = append(t.wordings, Wording{line, symptom.Symptom(section)})
		}
	}
	return t
}}

// FileError returns what a sentence about a file says, in English; "" if none.
func FileError(text string) string {
	text = PlainSpace(text)
	for _, f := range libc.Get().files {
		if strings.Contains(text, f.sentence) {
			return f.english
		}
	}
	return ""
}

// PlainSpace is a text in lower case with the space and the apostrophe of the
// keyboard, where languages use others.
func PlainSpace(text string) string {
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ", "’", "'").Replace(strings.ToLower(text))
}
