package probe

import (
	"strings"
	"unicode"

	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// FailedBy is the outcome of a look that met err.
func FailedBy(s symptom.Symptom, err error) Outcome {
	return Failed(s, OneLine(err.Error()))
}

// Warned is the outcome of a look that found the thing working, at a cost.
func Warned(detail string) Outcome {
	return Outcome{Status: Warn, Detail: settings.Redact(OneLine(detail))}
}

// OneLine makes one line of text, at most 300 characters long, without what a
// terminal would obey: it may be a server's own.
func OneLine(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, strings.ToValidUTF8(text, " "))
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > 300 {
		return string(r[:299]) + "…"
	}
	return text
}
